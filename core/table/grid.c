#include "table/grid.h"

#include <string.h>

#include "platform/large.h"

bool hm_grid_open(hm_grid *grid, size_t rows, size_t count, const hm_allocator *allocator) {
    *grid = (hm_grid){.allocator = allocator, .rows = rows, .count = count};
    grid->columns = hm_allocate_array(allocator, count, sizeof *grid->columns);
    for (size_t i = 0; grid->columns && i < count; i++)
        grid->columns[i].borrowed = true;
    return grid->columns != NULL;
}

static void release_arrays(hm_grid *grid, hm_grid_column *column) {
    if (column->borrowed)
        return;
    hm_release(grid->allocator, column->values, grid->rows * sizeof *column->values);
    hm_release(grid->allocator, column->states, grid->rows);
}

void hm_grid_close(hm_grid *grid) {
    if (!grid->columns)
        return;
    for (size_t i = 0; i < grid->count; i++)
        release_arrays(grid, &grid->columns[i]);
    hm_release(grid->allocator, grid->columns, grid->count * sizeof *grid->columns);
    hm_release(grid->allocator, grid->block, grid->block_size);
    grid->columns = NULL;
    grid->block = NULL;
}

/* Columns begin at different places within a page: equal rows of many columns, which are read
 * together, would otherwise compete for the same few lines of the cache. */
static size_t stride_of(size_t rows) {
    const size_t lines = (rows + 7) / 8;
    return (lines | 1) * 8;
}

bool hm_grid_fill(hm_grid *grid) {
    const size_t stride = stride_of(grid->rows);
    size_t empty = 0;
    for (size_t i = 0; i < grid->count; i++)
        empty += !grid->columns[i].values;
    if (grid->rows > SIZE_MAX / 16 || (empty > 0 && stride > SIZE_MAX / 16 / empty))
        return false;
    grid->block_size = empty * stride * (sizeof(double) + 1);
    grid->block = hm_allocate_large(grid->allocator, grid->block_size);
    if (!grid->block)
        return false;
    double *values = grid->block;
    uint8_t *states = (uint8_t *)(values + empty * stride);
    for (size_t i = 0; i < grid->count; i++) {
        if (grid->columns[i].values)
            continue;
        hm_grid_borrow(grid, i, grid->columns[i].name, values, states);
        values += stride;
        states += stride;
    }
    return true;
}

/* Arrays of its own, with nothing in them yet. */
static bool allocate_column(hm_grid *grid, size_t index, const char *name) {
    hm_grid_column *column = &grid->columns[index];
    column->name = name;
    column->borrowed = false;
    column->values = hm_allocate_large(grid->allocator, grid->rows * sizeof *column->values);
    column->states = hm_allocate(grid->allocator, grid->rows);
    if (!column->values || !column->states) {
        release_arrays(grid, column);
        *column = (hm_grid_column){name, NULL, NULL, true};
        return false;
    }
    return true;
}

bool hm_grid_own(hm_grid *grid, size_t index, const char *name) {
    if (!allocate_column(grid, index, name))
        return false;
    memset(grid->columns[index].values, 0, grid->rows * sizeof *grid->columns->values);
    memset(grid->columns[index].states, HM_NOT_REPORTED, grid->rows);
    return true;
}

bool hm_grid_own_copy(hm_grid *grid, size_t index) {
    hm_grid_column from = grid->columns[index];
    if (!from.borrowed)
        return true;
    if (!allocate_column(grid, index, from.name))
        return false;
    memcpy(grid->columns[index].values, from.values, grid->rows * sizeof *from.values);
    memcpy(grid->columns[index].states, from.states, grid->rows);
    return true;
}

void hm_grid_borrow(hm_grid *grid, size_t index, const char *name, const double *values,
                    const uint8_t *states) {
    /* borrowed columns are never written through: the cast only lets both kinds share a struct */
    grid->columns[index] =
        (hm_grid_column){name, (double *)(uintptr_t)values, (uint8_t *)(uintptr_t)states, true};
}

bool hm_grid_put(const hm_grid_column *column, size_t row, double value, uint8_t state) {
    if (column->states[row] == state && memcmp(&column->values[row], &value, sizeof value) == 0)
        return false;
    column->values[row] = value;
    column->states[row] = state;
    return true;
}
