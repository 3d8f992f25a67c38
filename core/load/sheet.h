/* sheet.h: a table as it stands in a file, whatever the file's format: rows of raw cells, each with
 * its location. What its columns are for is said by its header (sheet_header.h) or a recipe; what
 * becomes of its rows: rows.h. */
#ifndef HM_SHEET_H
#define HM_SHEET_H

#include "base/error.h"
#include "format/raw.h"

typedef enum hm_sheet_result {
    HM_SHEET_ROW,  /* `cells` are those of the next row */
    HM_SHEET_END,  /* there is none */
    HM_SHEET_TORN, /* a row could not be taken apart: a quote at `torn` is never closed. `cells` are
                      those in front of it; the one behind it comes next */
    HM_SHEET_FAILED /* the error was filled, its code is `code` */
} hm_sheet_result;

struct hm_sheet;

/* Who fills cells of rows that the sheet gives; see fill.h. False when memory has run out. */
typedef struct hm_sheet_filler {
    bool (*fill)(struct hm_sheet_filler *filler, struct hm_sheet *sheet, bool is_torn);
} hm_sheet_filler;

typedef struct hm_sheet {
    /* To the next row. Rows without a cell are passed over. */
    hm_sheet_result (*next)(struct hm_sheet *sheet, hm_error *error);
    const hm_raw *cells; /* of the last row; valid until the next */
    size_t count;
    bool hidden;  /* the program that the sheet was made with does not show the last row */
    size_t width; /* of the header, once it is known: for formats whose rows end with the last cell
                     that is filled, and which add empty ones */
    hm_position torn;
    hm_code code;
    char delimiter; /* of text; 0: of a workbook, or the like */
    /* the row that hm_sheet_next gives once more; NULL: it goes on */
    const hm_raw *held;
    size_t held_count;
    hm_sheet_filler *filler; /* NULL: rows are as they stand */
} hm_sheet;

hm_sheet_result hm_sheet_next(hm_sheet *sheet, hm_error *error);
/* The last row will be given again, because it was only looked at. */
void hm_sheet_hold(hm_sheet *sheet);

/* Has no cell of the last row anything but white space? */
bool hm_sheet_is_blank(const hm_sheet *sheet);

#endif
