/* table.c: what all tables have in common, and reading one cell by cell. */
#include "table/table.h"

#include <string.h>

#include "base/error.h"
#include "base/versioned.h"
#include "platform/environment.h"

const char *hm_table_name(const hm_table *table) {
    return table ? table->name : NULL;
}

size_t hm_table_row_count(const hm_table *table) {
    return table ? table->rows : 0;
}

size_t hm_table_column_count(const hm_table *table) {
    return table ? table->count : 0;
}

hm_code hm_table_column(const hm_table *table, size_t column, hm_column_info *out) {
    if (!table || !out || column >= table->count)
        return HM_ERROR_ARGUMENT;
    const hm_column *found = &table->columns[column];
    const hm_column_info info = {sizeof info, found->name, found->type, found->unit};
    return hm_versioned_fill(out, &info, sizeof info);
}

size_t hm_table_find(const hm_table *table, const char *name) {
    for (size_t i = 0; table && name && i < table->count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

void hm_table_free(hm_table *table) {
    if (table)
        table->kind->free(table);
}

void hm_table_set_cancel(hm_table *table, const hm_cancel *cancel) {
    if (table)
        table->cancel = cancel;
}

/* --- blocks --- */

enum { CELLS_MOST = 1 << 18 /* of a block, where rows are not longer than that */ };

size_t hm_table_block_rows(const hm_table *table, size_t most) {
    const size_t together = table->together > 0 ? table->together : 1;
    const size_t fitting = table->count > 0 ? CELLS_MOST / table->count : most;
    const size_t rows = most < fitting ? most : fitting;
    return rows > together ? rows / together * together : together;
}

bool hm_block_open(const hm_table *table, hm_block *block, size_t rows) {
    *block = (hm_block){
        .columns = hm_allocate_array(table->allocator, table->count, sizeof *block->columns)};
    return block->columns && table->kind->open_block(table, block, rows);
}

void hm_block_close(const hm_table *table, hm_block *block, size_t rows) {
    if (!block->columns)
        return;
    table->kind->close_block(table, block, rows);
    hm_release(table->allocator, block->columns, table->count * sizeof *block->columns);
    block->columns = NULL;
}

void hm_block_read(const hm_table *table, hm_block *block, size_t first, size_t count) {
    table->kind->read(table, block, first, count);
    block->count = count;
}

/* --- cell by cell --- */

enum { READ_ROWS = 256 };

struct hm_table_reader {
    const hm_table *table;
    const hm_allocator *allocator;
    size_t rows, first; /* of the block */
    hm_block block;
};

hm_code hm_table_reader_open(hm_table_reader **out, const hm_table *table,
                             const hm_allocator *allocator, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !table)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_table_reader_open needs an out and a table");
    if (!allocator)
        allocator = hm_allocator_default();
    hm_table_reader *reader = hm_allocate_array(allocator, 1, sizeof *reader);
    if (!reader)
        return hm_error_memory(error);
    *reader = (hm_table_reader){table, allocator, hm_table_block_rows(table, READ_ROWS), 0, {0}};
    if (!hm_block_open(table, &reader->block, reader->rows)) {
        hm_table_reader_free(reader);
        return hm_error_memory(error);
    }
    *out = reader;
    return HM_OK;
}

void hm_table_reader_free(hm_table_reader *reader) {
    if (!reader)
        return;
    hm_block_close(reader->table, &reader->block, reader->rows);
    hm_release(reader->allocator, reader, sizeof *reader);
}

/* Rows may be computed as they are read. */
static void turn_to(hm_table_reader *reader, size_t row) {
    hm_environment host;
    hm_environment_enter(&host);
    reader->first = row / reader->rows * reader->rows;
    const size_t left = reader->table->rows - reader->first;
    hm_block_read(reader->table, &reader->block, reader->first,
                  left < reader->rows ? left : reader->rows);
    (void)hm_environment_leave(&host, HM_OK);
}

/* The value at `index` of a column's cells or coded values. */
static void view_value(hm_cells cells, hm_column_type type, size_t index, hm_cell_view *out) {
    switch (type) {
    case HM_COLUMN_NUMBER:
        out->number = cells.numbers[index];
        break;
    case HM_COLUMN_INTEGER:
        out->integer = cells.integers[index];
        break;
    case HM_COLUMN_TEXT:
        out->text = cells.texts[index];
        break;
    case HM_COLUMN_FLAG:
        out->integer = cells.flags[index];
        break;
    }
}

hm_code hm_table_reader_cell(hm_table_reader *reader, size_t row, size_t column,
                             hm_cell_view *out) {
    if (!reader || !out || row >= reader->table->rows || column >= reader->table->count)
        return HM_ERROR_ARGUMENT;
    if (row < reader->first || row - reader->first >= reader->block.count)
        turn_to(reader, row);
    const hm_column *about = &reader->table->columns[column];
    const hm_column_block *cells = &reader->block.columns[column];
    const size_t at = row - reader->first;
    hm_cell_view view = {.size = sizeof view,
                         .type = about->type,
                         .state = cells->states ? (hm_state)cells->states[at] : HM_OBSERVED,
                         .provenance = cells->provenance ? cells->provenance[at] : 0};
    if (view.state == HM_OBSERVED && about->coded)
        view_value(about->values, about->type, cells->codes[at], &view);
    else if (view.state == HM_OBSERVED)
        view_value(cells->cells, about->type, at, &view);
    return hm_versioned_fill(out, &view, sizeof view);
}
