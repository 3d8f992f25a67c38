#include "program/book_merges.h"

#include <stdlib.h>
#include <string.h>

void hm_book_merges_open(hm_book_merges *merges, const hm_allocator *allocator) {
    *merges = (hm_book_merges){.allocator = allocator, .end = UINT32_MAX};
    hm_arena_open(&merges->texts, allocator);
}

void hm_book_merges_close(hm_book_merges *merges) {
    if (!merges->allocator)
        return;
    hm_release(merges->allocator, merges->items, merges->capacity * sizeof *merges->items);
    hm_release(merges->allocator, merges->active, merges->active_capacity * sizeof *merges->active);
    hm_arena_close(&merges->texts);
}

bool hm_book_merges_add(hm_book_merges *merges, hm_book_merge merge) {
    if (!hm_grow(merges->allocator, &merges->items, merges->count, &merges->capacity,
                 sizeof *merges->items))
        return false;
    merges->items[merges->count++] = merge;
    return true;
}

static int compare(const void *a, const void *b) {
    const hm_book_merge *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return (one->column > other->column) - (one->column < other->column);
}

void hm_book_merges_sort(hm_book_merges *merges) {
    if (merges->count > 0)
        qsort(merges->items, merges->count, sizeof *merges->items, compare);
}

/* --- the row at hand --- */

/* The first of `active` that ends at the column or behind it. */
static size_t place_of(const hm_book_merges *merges, uint32_t column) {
    size_t from = 0, to = merges->active_count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (merges->active[middle].last_column < column)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void drop_ended(hm_book_merges *merges) {
    size_t kept = 0;
    merges->end = UINT32_MAX;
    for (size_t i = 0; i < merges->active_count; i++) {
        const hm_book_merge merge = merges->active[i];
        if (merge.last_row < merges->row)
            continue;
        merges->active[kept++] = merge;
        if (merge.last_row < merges->end)
            merges->end = merge.last_row + 1;
    }
    merges->active_count = kept;
}

static bool begin(hm_book_merges *merges, hm_book_merge merge) {
    const size_t place = place_of(merges, merge.column);
    if (merge.last_row < merges->row ||
        (place < merges->active_count && merges->active[place].column <= merge.last_column))
        return true;
    if (!hm_grow(merges->allocator, &merges->active, merges->active_count, &merges->active_capacity,
                 sizeof *merges->active))
        return false;
    memmove(merges->active + place + 1, merges->active + place,
            (merges->active_count - place) * sizeof *merges->active);
    merges->active[place] = merge;
    merges->active_count++;
    if (merge.last_row < merges->end)
        merges->end = merge.last_row + 1;
    return true;
}

bool hm_book_merges_begin_row(hm_book_merges *merges, uint32_t row) {
    merges->row = row;
    if (row >= merges->end)
        drop_ended(merges);
    for (; merges->next < merges->count && merges->items[merges->next].row <= row; merges->next++)
        if (!begin(merges, merges->items[merges->next]))
            return false;
    return true;
}

const hm_book_merge *hm_book_merges_find(const hm_book_merges *merges, uint32_t column) {
    const size_t place = place_of(merges, column);
    if (place == merges->active_count)
        return NULL;
    const hm_book_merge *merge = &merges->active[place];
    const bool is_shown = merge->row == merges->row && merge->column == column;
    return merge->column <= column && !is_shown ? merge : NULL;
}

bool hm_book_merges_keep(hm_book_merges *merges, hm_book_merge *merge, const char *text,
                         size_t size) {
    if (merge->last_row == merges->row || size > HM_BOOK_MOST_KEPT - merges->kept)
        return true;
    merges->kept += size;
    merge->text = hm_arena_copy(&merges->texts, text, size);
    merge->size = size;
    return merge->text != NULL;
}

bool hm_book_merges_show(const hm_book_merges *merges, hm_book_rows *rows) {
    const size_t count = merges->active_count > 0 ? hm_book_rows_sort(rows) : 0;
    for (size_t i = 0; count > 0 && i < merges->active_count; i++) {
        const hm_book_merge *merge = &merges->active[i];
        const hm_book_cell cell = {.text = merge->text,
                                   .size = merge->size,
                                   .column = merge->column,
                                   .fault = HM_BOOK_BELOW};
        if (merge->row == merges->row || !merge->text || rows->spanned >= HM_BOOK_MOST_SPANNED ||
            hm_book_rows_find(rows, count, cell.column))
            continue;
        rows->spanned++;
        if (!hm_book_rows_add(rows, cell, true))
            return false;
    }
    return true;
}
