/* book_rows.h: rows of a sheet on their way from the parser, which finds several at a time, to the
 * reader, who takes one. */
#ifndef HM_BOOK_ROWS_H
#define HM_BOOK_ROWS_H

#include "base/memory.h"
#include "hundredmark/dataset.h"

/* No sheet has more; what says so is broken. */
enum { HM_BOOK_MOST_ROWS = 1048576, HM_BOOK_MOST_COLUMNS = 16384 };

/* Cells in rows that are said to stand there many times over, in all. */
enum { HM_BOOK_MOST_REPEATED = 1 << 22 };

/* Cells that are there because a merged one goes on in them, in all; others are left out. */
enum { HM_BOOK_MOST_SPANNED = 1 << 20 };

typedef struct hm_queued_row {
    uint32_t row;
    bool hidden;
    size_t first, count; /* of `cells` */
    uint32_t repeats;    /* how many rows, from `row` on, are the same */
} hm_queued_row;

typedef struct hm_book_rows {
    const hm_allocator *allocator;
    hm_book_cell *cells;
    size_t cell_count, cell_capacity;
    hm_queued_row *rows; /* whole ones; those before `taken` were handed over */
    size_t row_count, row_capacity, taken;
    hm_queued_row open; /* the row that is being read; row 0: none */
    bool unsorted;      /* its cells do not ascend */
    hm_arena texts;     /* of the cells */
    size_t repeated;    /* cells that stand in repeated rows, but for the first */
    size_t spanned;     /* cells into which a merged one goes on */
} hm_book_rows;

void hm_book_rows_open(hm_book_rows *rows, const hm_allocator *allocator);
void hm_book_rows_close(hm_book_rows *rows);

void hm_book_rows_begin(hm_book_rows *rows, uint32_t row, bool hidden);
/* Adds a cell to the row; its text is copied unless it is `lasting`. False when memory has run out.
 */
bool hm_book_rows_add(hm_book_rows *rows, hm_book_cell cell, bool lasting);

/* Puts the cells of the row into their order; returns how many there are. */
size_t hm_book_rows_sort(hm_book_rows *rows);
/* The cell of this column among the first `count` ones of the row, which are in their order; NULL:
 * none. */
const hm_book_cell *hm_book_rows_find(const hm_book_rows *rows, size_t count, uint32_t column);

typedef enum hm_book_rows_result {
    HM_BOOK_ROWS_FINE,
    HM_BOOK_ROWS_TWICE,    /* a cell stands there twice */
    HM_BOOK_ROWS_REPEATED, /* more than HM_BOOK_MOST_REPEATED */
    HM_BOOK_ROWS_MEMORY
} hm_book_rows_result;
/* The row is whole, and `repeats` - 1 more are the same. One without cells is left out. */
hm_book_rows_result hm_book_rows_end(hm_book_rows *rows, uint32_t repeats);

/* The next row; false when there is none before more is parsed. Valid until hm_book_rows_refill. */
bool hm_book_rows_take(hm_book_rows *rows, hm_book_row *out, bool *hidden);
/* All rows were taken and more is going to be parsed. False when memory has run out. */
bool hm_book_rows_refill(hm_book_rows *rows);

#endif
