/* collection.h: the collection workbook, which `template` writes and an office fills in: read as if
 * it were tables of figures and records, by city and period.
 *
 * It is known by one of its sheets, whose first cell says what it is. A sheet that holds data has a
 * machine row, hidden right above the first row of data, with the names of the columns that count
 * and, in the last cell, a marker that says what the sheet holds:
 *
 * - hm:start: the city and the period of all the others; the column of the marker names them, the
 *   column `value` holds them
 * - hm:figures: a row an input, whose name stands in the column of the marker
 * - hm:records: a row a record; the cell behind the marker is the name of the records
 *
 * What else stands there is for people, and compared with what the form said (collection_form.h). A
 * sheet with the headings of figures and without a machine row has lost it: it is given without
 * rows, so that whoever reads tells that it was left out. */
#ifndef HM_COLLECTION_H
#define HM_COLLECTION_H

#include "program/book.h"

typedef struct hm_collection hm_collection;

/* `*out` is NULL where the workbook is none. HM_ERROR_DATA: one of a later form, or without a city
 * or a period. The book is borrowed. */
hm_code hm_collection_open(hm_collection **out, hm_book *book, const char *file,
                           const hm_allocator *allocator, hm_error *error);
/* NULL is fine. */
void hm_collection_close(hm_collection *collection);

/* The next sheet of figures or records; false behind the last. */
bool hm_collection_next_sheet(hm_collection *collection, hm_book_sheet *sheet, hm_error *error);
/* Its next row, the first of which names the columns: those of a long table, or of records, with
 * the city and the period behind the others. row->row is 0 at the end. */
hm_code hm_collection_next_row(hm_collection *collection, hm_book_row *row, hm_error *error);
/* Behind the last sheet: what somebody has changed of the form where nothing is read, one after the
 * other; 0 at the end. */
int hm_collection_next_remark(hm_collection *collection, hm_book_remark *remark, hm_error *error);

#endif
