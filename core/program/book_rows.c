#include "program/book_rows.h"

#include <stdlib.h>
#include <string.h>

void hm_book_rows_open(hm_book_rows *rows, const hm_allocator *allocator) {
    *rows = (hm_book_rows){.allocator = allocator};
    hm_arena_open(&rows->texts, allocator);
}

void hm_book_rows_close(hm_book_rows *rows) {
    hm_release(rows->allocator, rows->cells, rows->cell_capacity * sizeof *rows->cells);
    hm_release(rows->allocator, rows->rows, rows->row_capacity * sizeof *rows->rows);
    hm_arena_close(&rows->texts);
}

void hm_book_rows_begin(hm_book_rows *rows, uint32_t row, bool hidden) {
    rows->open = (hm_queued_row){.row = row, .hidden = hidden, .first = rows->cell_count};
    rows->unsorted = false;
}

bool hm_book_rows_add(hm_book_rows *rows, hm_book_cell cell, bool lasting) {
    if (!hm_grow(rows->allocator, &rows->cells, rows->cell_count, &rows->cell_capacity,
                 sizeof *rows->cells))
        return false;
    if (!lasting)
        cell.text = hm_arena_copy(&rows->texts, cell.text, cell.size);
    if (!cell.text)
        return false;
    rows->unsorted |= rows->cell_count > rows->open.first &&
                      rows->cells[rows->cell_count - 1].column >= cell.column;
    rows->cells[rows->cell_count++] = cell;
    return true;
}

static int compare_columns(const void *a, const void *b) {
    const uint32_t one = ((const hm_book_cell *)a)->column;
    const uint32_t other = ((const hm_book_cell *)b)->column;
    return (one > other) - (one < other);
}

size_t hm_book_rows_sort(hm_book_rows *rows) {
    const size_t count = rows->cell_count - rows->open.first;
    if (rows->unsorted)
        qsort(rows->cells + rows->open.first, count, sizeof *rows->cells, compare_columns);
    return count;
}

const hm_book_cell *hm_book_rows_find(const hm_book_rows *rows, size_t count, uint32_t column) {
    const hm_book_cell wanted = {.column = column};
    return count > 0 ? bsearch(&wanted, rows->cells + rows->open.first, count, sizeof wanted,
                               compare_columns)
                     : NULL;
}

/* Puts the cells of the open row into their order. False when one stands there twice. */
static bool sort(hm_book_rows *rows) {
    const hm_book_cell *cells = rows->cells + rows->open.first;
    const size_t count = hm_book_rows_sort(rows);
    for (size_t i = 1; i < count; i++)
        if (cells[i].column == cells[i - 1].column)
            return false;
    return true;
}

hm_book_rows_result hm_book_rows_end(hm_book_rows *rows, uint32_t repeats) {
    hm_queued_row *open = &rows->open;
    if (rows->unsorted && !sort(rows))
        return HM_BOOK_ROWS_TWICE;
    open->count = rows->cell_count - open->first;
    open->repeats = repeats;
    rows->repeated += open->count * (repeats - 1);
    if (rows->repeated > HM_BOOK_MOST_REPEATED)
        return HM_BOOK_ROWS_REPEATED;
    if (open->count > 0) {
        if (!hm_grow(rows->allocator, &rows->rows, rows->row_count, &rows->row_capacity,
                     sizeof *rows->rows))
            return HM_BOOK_ROWS_MEMORY;
        rows->rows[rows->row_count++] = *open;
    }
    open->row = 0;
    return HM_BOOK_ROWS_FINE;
}

bool hm_book_rows_take(hm_book_rows *rows, hm_book_row *out, bool *hidden) {
    if (rows->taken == rows->row_count)
        return false;
    hm_queued_row *row = &rows->rows[rows->taken];
    *out = (hm_book_row){.row = row->row, .count = row->count, .cells = rows->cells + row->first};
    *hidden = row->hidden;
    row->row++;
    if (--row->repeats == 0)
        rows->taken++;
    return true;
}

/* What was read of a row goes to the front; its texts, to an arena of their own. */
static bool keep_open(hm_book_rows *rows, hm_arena *before) {
    const size_t count = rows->cell_count - rows->open.first;
    const hm_book_cell *from = count > 0 ? rows->cells + rows->open.first : NULL;
    rows->cell_count = rows->open.first = 0;
    for (size_t i = 0; i < count; i++) {
        hm_book_cell cell = from[i];
        cell.text = hm_arena_copy(&rows->texts, cell.text, cell.size);
        if (!cell.text)
            break;
        rows->cells[rows->cell_count++] = cell;
    }
    hm_arena_close(before);
    return rows->cell_count == count;
}

bool hm_book_rows_refill(hm_book_rows *rows) {
    hm_arena before = rows->texts;
    hm_arena_open(&rows->texts, rows->allocator);
    rows->row_count = rows->taken = 0;
    if (rows->open.row == 0)
        rows->open.first = rows->cell_count;
    return keep_open(rows, &before);
}
