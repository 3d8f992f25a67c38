/* book_marks.h: the texts of a workbook's sheet looked at for what figures in them say of their
 * marks. What the workbook holds as a number is none of them. */
#ifndef HM_BOOK_MARKS_H
#define HM_BOOK_MARKS_H

#include "load/book_sheet.h"
#include "load/sheet_marks.h"

/* A sheet whose header was read. Borrowed. Told of and closed as the first member is. */
typedef struct hm_book_marks {
    hm_sheet_marks sheet; /* the first member */
    hm_reading *reading;
    const hm_book_format *format;
    size_t number; /* of the sheet, from 1 on */
} hm_book_marks;

/* As hm_sheet_marks_open. `sheet`, the book's one of this number, stands behind the header. */
bool hm_book_marks_open(hm_book_marks *marks, const hm_book_sheet_rows *sheet, size_t number,
                        const hm_sheet_header *header, hm_reading *reading);

#endif
