/* book_sheet.h: one sheet of a workbook, or of what else a program reads for the data set, as rows
 * of raw cells. */
#ifndef HM_BOOK_SHEET_H
#define HM_BOOK_SHEET_H

#include "load/book_tail.h"
#include "load/sheet_header.h"

typedef struct hm_book_sheet_rows {
    hm_sheet sheet; /* the first member */
    hm_reading *reading;
    const hm_book_format *format;
    void *book;
    const hm_sheet_header *header; /* NULL: not known yet */
    bool is_silent;                /* rows are only looked at: no issues */
    hm_raw *cells;
    size_t capacity;
    uint32_t row;      /* the last one that was read */
    uint32_t given;    /* and that was given */
    hm_book_tail tail; /* rows at the end that a recipe leaves out, as far as it does */
} hm_book_sheet_rows;

/* Stands before the first row of the sheet that the format has given last. */
void hm_book_sheet_open(hm_book_sheet_rows *sheet, hm_reading *reading,
                        const hm_book_format *format, void *book);
void hm_book_sheet_close(hm_book_sheet_rows *sheet);
/* Does the program not show this column? */
bool hm_book_sheet_hides(const hm_book_sheet_rows *sheet, size_t field);

#endif
