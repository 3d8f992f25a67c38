/* book_merges.h: merged cells of a sheet, asked of row after row: which cells lie under one, where
 * nobody sees what is in them. */
#ifndef HM_BOOK_MERGES_H
#define HM_BOOK_MERGES_H

#include <stdbool.h>
#include <stdint.h>

#include "program/book_rows.h"

/* Bytes of texts that are kept for rows below, in all; others are not. */
enum { HM_BOOK_MOST_KEPT = 1 << 24 };

/* More than any program writes. */
enum { HM_BOOK_MOST_MERGES = 1 << 17 };

/* Rows and columns from..to, counted from 1. What is shown is the cell in the first of both. */
typedef struct hm_book_merge {
    uint32_t row, column, last_row, last_column;
    const char *text; /* what is shown, where it is kept for the rows below; else NULL */
    size_t size;
} hm_book_merge;

typedef struct hm_book_merges {
    const hm_allocator *allocator;
    hm_book_merge *items; /* by their rows, once they are sorted */
    size_t count, capacity, next;
    hm_book_merge *active; /* those of the row at hand, by their columns */
    size_t active_count, active_capacity;
    uint32_t row, end; /* the row at hand; the first row that one of `active` does not reach */
    hm_arena texts;
    size_t kept; /* bytes of them */
} hm_book_merges;

void hm_book_merges_open(hm_book_merges *merges, const hm_allocator *allocator);
void hm_book_merges_close(hm_book_merges *merges);
/* False when memory has run out. */
bool hm_book_merges_add(hm_book_merges *merges, hm_book_merge merge);
/* All were added. */
void hm_book_merges_sort(hm_book_merges *merges);
/* To a later row. One that lies over another, which no program makes, is passed over. False when
 * memory has run out. */
bool hm_book_merges_begin_row(hm_book_merges *merges, uint32_t row);
/* The merged cell that lies over this one of the row at hand, and is another; NULL: none does. */
const hm_book_merge *hm_book_merges_find(const hm_book_merges *merges, uint32_t column);
/* Keeps what a merged cell of the row at hand shows, if it goes on below. False when memory has run
 * out. */
bool hm_book_merges_keep(hm_book_merges *merges, hm_book_merge *merge, const char *text,
                         size_t size);
/* Adds to the row at hand, unless it is empty, what merged cells show that began above it: in their
 * first column, where the row has nothing. False when memory has run out. */
bool hm_book_merges_show(const hm_book_merges *merges, hm_book_rows *rows);

#endif
