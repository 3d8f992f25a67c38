/* sheet_header.h: the header of a sheet: where it stands, and which form the sheet has. */
#ifndef HM_SHEET_HEADER_H
#define HM_SHEET_HEADER_H

#include "load/mapping.h"

typedef enum hm_sheet_form {
    HM_SHEET_LONG,    /* city, period, input, value: one figure a row */
    HM_SHEET_WIDE,    /* city, period and one column an input */
    HM_SHEET_RECORDS, /* city, period and the columns of records */
    HM_SHEET_MAPPED   /* as a recipe says */
} hm_sheet_form;

typedef struct hm_sheet_header {
    hm_sheet_form form;
    size_t count;                  /* fields of every row */
    size_t fields[HM_ROLE_COUNT];  /* which field plays the role; HM_NO_FIELD: none */
    bool *skipped;                 /* by field: no name, or no place in this form */
    const hm_number_marks **marks; /* by field, where the recipe says that they are not the same in
                                      all: its own; NULL: it does not say */
    hm_mapping *mapping;           /* by a recipe; NULL: there is none, or it says no columns */
} hm_sheet_header;

/* Reads the header, whatever its columns are: its names are then the cells of the sheet, until the
 * next row. HM_ERROR_DATA for an empty sheet, a header that is not where the recipe says, a name
 * that stands twice or that is no text. */
hm_code hm_sheet_header_first(hm_sheet *sheet, hm_reading *reading);

/* The same, and raises issues for columns that are left out. HM_ERROR_DATA also for a header of no
 * form. To be closed whatever it returns. */
hm_code hm_sheet_header_read(hm_sheet_header *header, hm_sheet *sheet, hm_reading *reading);
void hm_sheet_header_close(hm_sheet_header *header, hm_reading *reading);
/* Is the field neither skipped nor the city or the period? */
bool hm_sheet_header_is_figure(const hm_sheet_header *header, size_t field);
/* Does the field say whose figures there are, of when and of what, and not how great they are? */
bool hm_sheet_header_is_key(const hm_sheet_header *header, size_t field);

#endif
