/* book.h: workbooks of spreadsheet programs, XLSX and ODS: their sheets, row by row. */
#ifndef HM_BOOK_H
#define HM_BOOK_H

#include <stdbool.h>

#include "hundredmark/dataset.h"

typedef struct hm_book hm_book;

/* Is it worth to be opened: an archive, or what spreadsheets wrote before? */
bool hm_book_looks_like(const char *data, size_t size);
/* `file` is its name in messages; it and `data` are borrowed until the workbook is closed.
 * HM_ERROR_DATA: it is broken, protected by a password, of another kind, made to do harm; or the
 * libraries that it takes are not there. */
hm_code hm_book_open(hm_book **out, const char *file, const char *data, size_t size,
                     const hm_allocator *allocator, hm_error *error);
/* NULL is fine. */
void hm_book_close(hm_book *book);

size_t hm_book_sheet_count(const hm_book *book);
/* Borrowed. */
const char *hm_book_sheet_name(const hm_book *book, size_t sheet);
bool hm_book_sheet_is_hidden(const hm_book *book, size_t sheet);

/* From its first row on; of OpenDocument it costs least to read sheets in their order. */
hm_code hm_book_begin(hm_book *book, size_t sheet, hm_error *error);
/* The next row, in ascending order, valid until the next call; row->row is 0 where there is none.
 * Its empty cells are left out; text is as a CSV cell would hold it, numbers with a decimal point,
 * days in ISO 8601, flags as TRUE and FALSE. */
hm_code hm_book_next(hm_book *book, hm_book_row *row, bool *hidden, hm_error *error);
/* Does the program not show this column of the sheet, counted from 1? Known once a row was read. */
bool hm_book_hides_column(const hm_book *book, uint32_t column);

#endif
