#include "program/book_columns.h"

#include "program/book_rows.h"

void hm_book_columns_open(hm_book_columns *columns, const hm_allocator *allocator) {
    *columns = (hm_book_columns){.allocator = allocator};
}

void hm_book_columns_close(hm_book_columns *columns) {
    if (columns->allocator)
        hm_release(columns->allocator, columns->runs, columns->capacity * sizeof *columns->runs);
}

void hm_book_columns_clear(hm_book_columns *columns) {
    columns->count = 0;
}

bool hm_book_columns_add(hm_book_columns *columns, hm_book_run run) {
    hm_book_run *before = columns->count > 0 ? &columns->runs[columns->count - 1] : NULL;
    if (run.first <= (before ? before->last : 0) || run.last < run.first ||
        run.last > HM_BOOK_MOST_COLUMNS)
        return true;
    if (before && before->last + 1 == run.first && before->hidden == run.hidden &&
        before->format == run.format) {
        before->last = run.last;
        return true;
    }
    if (!hm_grow(columns->allocator, &columns->runs, columns->count, &columns->capacity,
                 sizeof *columns->runs))
        return false;
    columns->runs[columns->count++] = run;
    return true;
}

const hm_book_run *hm_book_columns_find(const hm_book_columns *columns, uint32_t column) {
    size_t from = 0, to = columns->count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (columns->runs[middle].last < column)
            from = middle + 1;
        else
            to = middle;
    }
    return from < columns->count && columns->runs[from].first <= column ? &columns->runs[from]
                                                                        : NULL;
}
