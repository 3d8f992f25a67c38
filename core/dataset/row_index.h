/* row_index.h: numbers by cell of a series (a unit, or a row of records): in which row of the data
 * each cell stands, and the like. */
#ifndef HM_ROW_INDEX_H
#define HM_ROW_INDEX_H

#include "base/memory.h"

/* The next capacity of an array indexed by cells that must hold cell `at`; 0 when there is none. */
size_t hm_next_capacity(size_t capacity, size_t at);

/* Numbers by cell index; 0 where nothing was set. */
typedef struct hm_row_index {
    uint32_t *numbers;
    size_t filled, capacity;
} hm_row_index;

/* False when memory has run out. */
bool hm_row_index_set(hm_row_index *index, const hm_allocator *allocator, size_t at,
                      uint32_t number);
uint32_t hm_row_index_get(const hm_row_index *index, size_t at);
void hm_row_index_close(hm_row_index *index, const hm_allocator *allocator);

/* The same in a byte a cell, for data that say all of a unit in one go: how far behind the unit's
 * first row, in an index that many series share, the cell's row stands. */
typedef struct hm_near_rows {
    hm_row_index *starts; /* borrowed; NULL: nothing can be set, unless */
    bool unknown;         /* all rows are HM_ROW_UNKNOWN, which needs no starts */
    uint8_t *offsets;     /* + 1; 0 where nothing was set */
    size_t filled, capacity;
} hm_near_rows;

/* Takes room for `count` cells at once, if it can be had. */
void hm_near_rows_reserve(hm_near_rows *near, const hm_allocator *allocator, size_t count);
/* Sets `row`; `*far` says that it is too far from the start instead. False when memory has run out.
 */
bool hm_near_rows_set(hm_near_rows *near, const hm_allocator *allocator, size_t at, uint32_t row,
                      bool *far);
/* Rows can be set. */
static inline bool hm_near_rows_used(const hm_near_rows *near) {
    return near->starts || near->unknown;
}
/* Of unknown ones: sets those of the `count` cells from `at` on, behind all that were set. False
 * when memory has run out. */
bool hm_near_rows_set_unknown(hm_near_rows *near, const hm_allocator *allocator, size_t at,
                              size_t count);
uint32_t hm_near_rows_get(const hm_near_rows *near, size_t at);
void hm_near_rows_close(hm_near_rows *near, const hm_allocator *allocator);

#endif
