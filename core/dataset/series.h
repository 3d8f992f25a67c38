/* series.h: building a column of cells: an input by unit, or a column of records by row.
 *
 * Cells are put at any index in any order; what was never put is HM_CELL_SILENT. After
 * hm_series_freeze only the kinds of dataset.h are left. Which row of the data a cell came from is
 * kept in a row index that the columns of one wide file (or of one records table) share, until a
 * cell of another row makes a column take a copy of its own. Observations keep it in a byte a cell
 * where those of a unit stand close together. */
#ifndef HM_SERIES_H
#define HM_SERIES_H

#include "base/names.h"
#include "dataset/column.h"
#include "dataset/locations.h"
#include "dataset/row_index.h"
#include "dataset/slab.h"
#include "dataset/spelling.h"

/* Kinds of cell that exist only while a data set is built: greater than all others. */
enum {
    HM_CELL_SILENT = 32, /* never mentioned */
    HM_CELL_EMPTY = 33   /* mentioned with nothing in it: gives way to whatever another row says */
};

typedef struct hm_cell {
    double value;
    uint8_t kind;
    hm_spelling spelling; /* of a number or flag */
} hm_cell;

/* In which field of a file's rows the series stands; 0 where not said. */
typedef struct hm_series_field {
    size_t file, field;
} hm_series_field;

struct hm_series_origin {
    size_t filled, capacity, cell_capacity; /* of values; cells have a capacity of their own */
    hm_slab *slab;                          /* where both lie; NULL: arrays of their own */
    /* Rows are in one of three: */
    const hm_row_index *shared;
    hm_near_rows near; /* if it has starts */
    hm_row_index own;
    hm_row_index remarks[HM_REMARK_COUNT];
    hm_row_index verified; /* 1 yes, 2 no */
    uint8_t *unverified;
    size_t unverified_size;
    hm_spellings spellings;
    hm_series_field *fields;
    size_t field_count, field_capacity;
    hm_location name_location;
};

/* `origin` is taken from the arena; false when memory has run out. */
bool hm_series_open(hm_series *series, const char *name, hm_arena *arena);
void hm_series_close(hm_series *series, const hm_allocator *allocator);

uint8_t hm_series_kind(const hm_series *series, size_t at);
/* False when memory has run out. */
bool hm_series_put(hm_series *series, const hm_allocator *allocator, size_t at, hm_cell cell);
/* Puts the cell if it is the one after the last, there is room and it is written as it would be
 * printed; else nothing. The way of wide
 * files, which is why it is here: they bring every series one cell further with each row. */
static inline bool hm_series_append(hm_series *series, size_t at, hm_cell cell) {
    struct hm_series_origin *origin = series->origin;
    if (at != origin->filled || at >= origin->capacity || cell.spelling != HM_SPELLING_PRINTED)
        return false;
    series->values[at] = cell.value;
    series->cells[at] = cell.kind;
    origin->filled = at + 1;
    return true;
}
/* Puts `count` cells behind the last, without their spellings. False when memory has run out. */
bool hm_series_append_all(hm_series *series, const hm_allocator *allocator, const double *values,
                          const uint8_t *cells, size_t count);
/* Makes the `count` cells from `at` on, behind the last, the series' own: the caller writes them.
 * What lies between falls silent. False when memory has run out. */
bool hm_series_extend(hm_series *series, const hm_allocator *allocator, size_t at, size_t count);
/* Moves the series to place `location` of a slab, which has room for its cells. */
void hm_series_settle(hm_series *series, const hm_allocator *allocator, hm_slab *slab,
                      size_t location);
/* Takes room for the rows of `count` cells at once, if it can be had. */
void hm_series_reserve_rows(hm_series *series, const hm_allocator *allocator, size_t count);
/* The series of a slab gets `count` more cells, which stand in it from cell `from` on: that is the
 * one after the last, or one behind it. */
void hm_series_take(hm_series *series, size_t from, size_t count);
/* Of cell `at` + i where bit i of `cells` is set. False when memory has run out. */
bool hm_series_spell(hm_series *series, const hm_allocator *allocator, size_t at, uint32_t cells,
                     hm_spelling spelling);
/* From now on rows are kept near the starts of their units if the series has none yet, for as long
 * as they are near. */
void hm_series_stay_near(hm_series *series, hm_row_index *starts);
/* False when memory has run out. */
bool hm_series_set_row(hm_series *series, const hm_allocator *allocator, size_t at, uint32_t row);
/* The `count` cells from `at` on, behind all that have a row, get HM_ROW_UNKNOWN. False when memory
 * has run out. */
bool hm_series_set_unknown(hm_series *series, const hm_allocator *allocator, size_t at,
                           size_t count);
uint32_t hm_series_row(const hm_series *series, size_t at);
/* Uses `index` for the rows from now on if the series has none yet. False when memory has run out.
 */
bool hm_series_share(hm_series *series, const hm_allocator *allocator, const hm_row_index *index);
/* The series stands in field `field` of the rows of file `file`. */
bool hm_series_add_field(hm_series *series, const hm_allocator *allocator, size_t file,
                         size_t field);
/* Exactly `count` cells, all of kinds that dataset.h names. */
bool hm_series_freeze(hm_series *series, const hm_allocator *allocator, size_t count);
/* Fills `range`, `whole` and `has_na` of a frozen series. In series_range.c. */
void hm_series_find_range(hm_series *series, size_t count);
/* Cell i becomes what cell order[i] was; of a series of exactly `count` cells. */
bool hm_series_reorder(hm_series *series, const hm_allocator *allocator, const uint32_t *order,
                       size_t count);

#endif
