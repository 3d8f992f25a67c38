#include "table/table.h"

#include "platform/large.h"

#include <string.h>

bool hm_table_open(hm_table *table, size_t rows, size_t count, const hm_allocator *allocator) {
    *table = (hm_table){.allocator = allocator, .rows = rows, .count = count};
    table->columns = hm_allocate_array(allocator, count, sizeof *table->columns);
    for (size_t i = 0; table->columns && i < count; i++)
        table->columns[i].borrowed = true;
    return table->columns != NULL;
}

static void release_arrays(hm_table *table, hm_column *column) {
    if (column->borrowed)
        return;
    hm_release(table->allocator, column->values, table->rows * sizeof *column->values);
    hm_release(table->allocator, column->states, table->rows);
}

void hm_table_close(hm_table *table) {
    if (!table->columns)
        return;
    for (size_t i = 0; i < table->count; i++)
        release_arrays(table, &table->columns[i]);
    hm_release(table->allocator, table->columns, table->count * sizeof *table->columns);
    hm_release(table->allocator, table->block, table->block_size);
    table->columns = NULL;
    table->block = NULL;
}

/* Columns begin at different places within a page: equal rows of many columns, which are read
 * together, would otherwise compete for the same few lines of the cache. */
static size_t stride_of(size_t rows) {
    const size_t lines = (rows + 7) / 8;
    return (lines | 1) * 8;
}

bool hm_table_fill(hm_table *table) {
    const size_t stride = stride_of(table->rows);
    size_t empty = 0;
    for (size_t i = 0; i < table->count; i++)
        empty += !table->columns[i].values;
    if (table->rows > SIZE_MAX / 16 || (empty > 0 && stride > SIZE_MAX / 16 / empty))
        return false;
    table->block_size = empty * stride * (sizeof(double) + 1);
    table->block = hm_allocate_large(table->allocator, table->block_size);
    if (!table->block)
        return false;
    double *values = table->block;
    uint8_t *states = (uint8_t *)(values + empty * stride);
    for (size_t i = 0; i < table->count; i++) {
        if (table->columns[i].values)
            continue;
        hm_table_borrow(table, i, table->columns[i].name, values, states);
        values += stride;
        states += stride;
    }
    return true;
}

bool hm_table_own(hm_table *table, size_t index, const char *name) {
    hm_column *column = &table->columns[index];
    column->name = name;
    column->borrowed = false;
    column->values = hm_allocate_large(table->allocator, table->rows * sizeof *column->values);
    column->states = hm_allocate(table->allocator, table->rows);
    if (!column->values || !column->states) {
        release_arrays(table, column);
        *column = (hm_column){name, NULL, NULL, true};
        return false;
    }
    memset(column->values, 0, table->rows * sizeof *column->values);
    memset(column->states, HM_NOT_REPORTED, table->rows);
    return true;
}

bool hm_table_own_copy(hm_table *table, size_t index) {
    hm_column from = table->columns[index];
    if (!from.borrowed)
        return true;
    if (!hm_table_own(table, index, from.name))
        return false;
    memcpy(table->columns[index].values, from.values, table->rows * sizeof *from.values);
    memcpy(table->columns[index].states, from.states, table->rows);
    return true;
}

void hm_table_release(hm_table *table, size_t index) {
    release_arrays(table, &table->columns[index]);
    table->columns[index] = (hm_column){NULL, NULL, NULL, true};
}

void hm_table_borrow(hm_table *table, size_t index, const char *name, const double *values,
                     const uint8_t *states) {
    /* borrowed columns are never written through: the cast only lets both kinds share a struct */
    table->columns[index] =
        (hm_column){name, (double *)(uintptr_t)values, (uint8_t *)(uintptr_t)states, true};
}
