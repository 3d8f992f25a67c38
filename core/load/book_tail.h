/* book_tail.h: rows of a workbook's sheet that are kept back until it is known that they are not
 * among its last ones, which a recipe leaves out. */
#ifndef HM_BOOK_TAIL_H
#define HM_BOOK_TAIL_H

#include <stdbool.h>

#include "base/memory.h"
#include "hundredmark/dataset.h"

typedef struct hm_kept_row hm_kept_row;

typedef struct hm_book_tail {
    const hm_allocator *allocator;
    size_t least;      /* so many rows are never given */
    hm_kept_row *rows; /* used in turn */
    size_t row_count, capacity;
    size_t first, count; /* the oldest that is kept, and how many are */
} hm_book_tail;

void hm_book_tail_open(hm_book_tail *tail, const hm_allocator *allocator, size_t least);
void hm_book_tail_close(hm_book_tail *tail);
/* Copies the row; to be called while hm_book_tail_take gives none. False when memory has run out.
 */
bool hm_book_tail_keep(hm_book_tail *tail, const hm_book_row *row, bool hidden);
/* The oldest row, once there are enough behind it; valid until the next is kept. */
bool hm_book_tail_take(hm_book_tail *tail, hm_book_row *row, bool *hidden);

#endif
