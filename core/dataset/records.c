#include "dataset/records.h"

#include <string.h>

void hm_records_open(hm_records_table *records, const char *name, const hm_allocator *allocator) {
    memset(records, 0, sizeof *records);
    records->frozen.name = name;
    hm_names_open(&records->names, allocator);
}

void hm_records_close(hm_records_table *records, const hm_allocator *allocator) {
    hm_records *frozen = &records->frozen;
    for (size_t i = 0; i < frozen->column_count; i++)
        hm_series_close(&frozen->columns[i], allocator);
    hm_release(allocator, frozen->columns, records->column_capacity * sizeof *frozen->columns);
    hm_release(allocator, records->start, records->start_count * sizeof *records->start);
    hm_row_index_close(&records->units, allocator);
    hm_row_index_close(&records->rows, allocator);
    hm_names_close(&records->names);
}

uint32_t hm_records_add_column(hm_records_table *records, hm_arena *arena, const char *name,
                               size_t size) {
    const hm_allocator *allocator = arena->allocator;
    hm_records *frozen = &records->frozen;
    uint32_t number = hm_names_intern(&records->names, name, size);
    if (number == HM_NO_NAME || number < frozen->column_count)
        return number;
    if (number > frozen->column_count || /* memory ran out right after an earlier name */
        !hm_grow(allocator, &frozen->columns, frozen->column_count, &records->column_capacity,
                 sizeof *frozen->columns))
        return HM_NO_NAME;
    hm_series *column = &frozen->columns[number];
    if (!hm_series_open(column, records->names.texts[number], arena))
        return HM_NO_NAME;
    frozen->column_count++;
    return hm_series_share(column, allocator, &records->rows) ? number : HM_NO_NAME;
}

bool hm_records_add_row(hm_records_table *records, const hm_allocator *allocator, uint32_t unit,
                        uint32_t row) {
    size_t at = records->frozen.rows;
    if (at >= UINT32_MAX || !hm_row_index_set(&records->units, allocator, at, unit) ||
        !hm_row_index_set(&records->rows, allocator, at, row))
        return false;
    records->frozen.rows++;
    return true;
}

/* start[u] .. start[u + 1]: the rows of unit u. True when the rows stand in that order already. */
static bool count_rows(hm_records_table *records, size_t units) {
    const uint32_t *unit = records->units.numbers;
    size_t *start = records->start;
    bool sorted = true;
    for (size_t row = 0; row < records->frozen.rows; row++) {
        start[unit[row] + 1]++;
        sorted = sorted && (row == 0 || unit[row - 1] <= unit[row]);
    }
    for (size_t u = 0; u < units; u++)
        start[u + 1] += start[u];
    return sorted;
}

static void apply_order(hm_row_index *index, const uint32_t *order, uint32_t *scratch) {
    for (size_t i = 0; i < index->filled; i++)
        scratch[i] = index->numbers[order[i]];
    memcpy(index->numbers, scratch, index->filled * sizeof *scratch);
}

static bool sort_rows(hm_records_table *records, const hm_allocator *allocator, size_t units) {
    hm_records *frozen = &records->frozen;
    size_t rows = frozen->rows;
    uint32_t *order = hm_allocate_array(allocator, rows, sizeof *order);
    uint32_t *scratch = hm_allocate_array(allocator, rows, sizeof *scratch);
    size_t *next = hm_allocate_array(allocator, units, sizeof *next);
    bool fine = order && scratch && next;
    if (fine) {
        memcpy(next, records->start, units * sizeof *next);
        for (uint32_t row = 0; row < rows; row++)
            order[next[records->units.numbers[row]]++] = row;
        apply_order(&records->units, order, scratch);
        apply_order(&records->rows, order, scratch);
        for (size_t i = 0; fine && i < frozen->column_count; i++)
            fine = hm_series_reorder(&frozen->columns[i], allocator, order, rows);
    }
    hm_release(allocator, order, rows * sizeof *order);
    hm_release(allocator, scratch, rows * sizeof *scratch);
    hm_release(allocator, next, units * sizeof *next);
    return fine;
}

bool hm_records_freeze(hm_records_table *records, const hm_allocator *allocator, size_t units) {
    hm_records *frozen = &records->frozen;
    for (size_t i = 0; i < frozen->column_count; i++) {
        if (!hm_series_freeze(&frozen->columns[i], allocator, frozen->rows))
            return false;
        hm_series_find_range(&frozen->columns[i], frozen->rows);
    }
    records->start_count = units + 1;
    records->start = hm_allocate_array(allocator, units + 1, sizeof *records->start);
    if (!records->start) {
        records->start_count = 0;
        return false;
    }
    frozen->start = records->start;
    return count_rows(records, units) || sort_rows(records, allocator, units);
}
