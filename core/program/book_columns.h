/* book_columns.h: what a sheet says of its columns, run by run. */
#ifndef HM_BOOK_COLUMNS_H
#define HM_BOOK_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"

/* Columns first..last, counted from 1. */
typedef struct hm_book_run {
    uint32_t first, last;
    bool hidden;
    uint8_t format; /* hm_shown_format of cells that say none themselves */
} hm_book_run;

typedef struct hm_book_columns {
    const hm_allocator *allocator;
    hm_book_run *runs; /* in ascending order */
    size_t count, capacity;
} hm_book_columns;

void hm_book_columns_open(hm_book_columns *columns, const hm_allocator *allocator);
void hm_book_columns_close(hm_book_columns *columns);
void hm_book_columns_clear(hm_book_columns *columns);
/* One that does not stand behind all others is passed over. False when memory has run out. */
bool hm_book_columns_add(hm_book_columns *columns, hm_book_run run);
/* The run that the column is in; NULL where nothing was said. */
const hm_book_run *hm_book_columns_find(const hm_book_columns *columns, uint32_t column);

#endif
