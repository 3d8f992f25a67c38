/* fill.h: cells that are empty because what they say stands once, above them. */
#ifndef HM_FILL_H
#define HM_FILL_H

#include "base/buffer.h"
#include "load/sheet.h"

/* A column that is filled, and what stood in it last. */
typedef struct hm_fill_column {
    size_t field;
    hm_buffer text;
    hm_raw raw; /* of `text`; size 0: nothing stood there yet */
} hm_fill_column;

/* Names stand from the outer to the inner: where one changes, those of the columns behind it are no
 * longer meant. */
typedef struct hm_fill {
    hm_sheet_filler filler; /* the first member */
    const hm_allocator *allocator;
    hm_fill_column *columns;
    size_t count, capacity;
    size_t width;  /* of the rows of the table */
    uint32_t line; /* that they begin at */
    hm_raw *cells; /* the last row, filled */
} hm_fill;

/* From now on the sheet gives its rows filled: `fields`, `count` of them, from the outer to the
 * inner, in rows of `width` cells from line `line` on. Blank ones stay so; behind one of another
 * width nobody can tell what is meant, so that nothing is filled until something is said again.
 * False when memory has run out; to be closed all the same. */
bool hm_fill_open(hm_fill *fill, hm_sheet *sheet, const size_t *fields, size_t count, size_t width,
                  uint32_t line, const hm_allocator *allocator);
void hm_fill_close(hm_fill *fill);

#endif
