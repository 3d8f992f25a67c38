/* grid.h: named columns of numbers with a state byte a cell: what the pipeline computes with
 * (bound inputs, values, scores). Results are tables (table.h).
 *
 * values[row] is meaningful where states[row] is HM_OBSERVED and 0 everywhere else, so arithmetic
 * over whole columns never meets garbage. A column's arrays are owned by its grid unless borrowed
 * from an older grid that outlives it. Built, then frozen: readers get const pointers. */
#ifndef HM_GRID_H
#define HM_GRID_H

#include "base/memory.h"

typedef struct hm_grid_column {
    const char *name; /* borrowed */
    double *values;
    uint8_t *states; /* hm_state */
    bool borrowed;
} hm_grid_column;

typedef struct hm_grid {
    const hm_allocator *allocator;
    size_t rows, count;
    hm_grid_column *columns;
    void *block; /* arrays of hm_grid_fill */
    size_t block_size;
} hm_grid;

/* `count` columns without arrays, which are borrowed NULLs until they are given some below. */
bool hm_grid_open(hm_grid *grid, size_t rows, size_t count, const hm_allocator *allocator);
void hm_grid_close(hm_grid *grid);
/* Arrays for every column that has none yet, all in one block, which is what many columns that are
 * going to be written from top to bottom want: neither values nor states are set. At most once. */
bool hm_grid_fill(hm_grid *grid);
/* Arrays of its own for column `index`: values 0, states HM_NOT_REPORTED. */
bool hm_grid_own(hm_grid *grid, size_t index, const char *name);
/* Column `index`, borrowed so far or not, becomes a copy of its own. */
bool hm_grid_own_copy(hm_grid *grid, size_t index);
/* Somebody else's arrays, unchanged. */
void hm_grid_borrow(hm_grid *grid, size_t index, const char *name, const double *values,
                    const uint8_t *states);
/* Writes a figure into a row of a column that is the grid's own; false when it is as it was, to the
 * bit. */
bool hm_grid_put(const hm_grid_column *column, size_t row, double value, uint8_t state);

#endif
