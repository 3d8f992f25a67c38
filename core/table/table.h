/* table.h: named columns of numbers with a state byte a cell; the one noun that travels through the
 * pipeline (bound inputs, values, scores).
 *
 * values[row] is meaningful where states[row] is HM_OBSERVED and 0 everywhere else, so arithmetic
 * over whole columns never meets garbage. A column's arrays are owned by its table unless borrowed
 * from an older table that outlives it. Built, then frozen: readers get const pointers. */
#ifndef HM_TABLE_H
#define HM_TABLE_H

#include "base/memory.h"

typedef struct hm_column {
    const char *name; /* borrowed */
    double *values;
    uint8_t *states; /* hm_state */
    bool borrowed;
} hm_column;

typedef struct hm_table {
    const hm_allocator *allocator;
    size_t rows, count;
    hm_column *columns;
    void *block; /* arrays of hm_table_fill */
    size_t block_size;
} hm_table;

/* `count` columns without arrays, which are borrowed NULLs until they are given some below. */
bool hm_table_open(hm_table *table, size_t rows, size_t count, const hm_allocator *allocator);
void hm_table_close(hm_table *table);
/* Arrays for every column that has none yet, all in one block, which is what many columns that are
 * going to be written from top to bottom want: neither values nor states are set. At most once. */
bool hm_table_fill(hm_table *table);
/* Arrays of its own for column `index`: values 0, states HM_NOT_REPORTED. */
bool hm_table_own(hm_table *table, size_t index, const char *name);
/* Column `index`, borrowed so far or not, becomes a copy of its own. */
bool hm_table_own_copy(hm_table *table, size_t index);
/* Lets go of column `index`'s arrays, before it is given others. */
void hm_table_release(hm_table *table, size_t index);
/* Somebody else's arrays, unchanged. */
void hm_table_borrow(hm_table *table, size_t index, const char *name, const double *values,
                     const uint8_t *states);

#endif
