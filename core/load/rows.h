/* rows.h: the rows of a sheet on their way into a data set, in the form that the sheet's header
 * has. */
#ifndef HM_ROWS_H
#define HM_ROWS_H

#include "load/fill.h"
#include "load/hidden.h"
#include "load/sheet_header.h"

/* What a row becomes. `fields` and `numbers` say which fields are figures, and of which inputs or
 * columns. */
typedef struct hm_rows {
    hm_reading *reading;
    hm_sheet *sheet;
    hm_sheet_header header;
    hm_raw raw[HM_ROLE_COUNT]; /* of one long row; roles without a column stay empty */
    hm_role roles[HM_ROLE_COUNT];
    size_t role_count;
    size_t figures;
    size_t *fields;
    uint32_t *numbers;
    hm_cell *cells;            /* of one row of records */
    hm_row_index *unit_rows;   /* of a wide sheet */
    hm_records_table *records; /* of a sheet of records */
    hm_fill fill;              /* of the sheet, where a recipe says so */
    hm_hidden hidden;          /* rows that were taken in, and that the sheet does not show */
} hm_rows;

/* Reads the header and gets ready for what follows. To be closed whatever it returns. */
hm_code hm_rows_open(hm_rows *rows, hm_sheet *sheet, hm_reading *reading);
void hm_rows_close(hm_rows *rows);
/* Takes the next row in; what cannot be used of it becomes an issue. HM_SHEET_TORN is one that
 * could not be taken apart, and HM_SHEET_FAILED has filled the error of the reading with
 * sheet->code. */
hm_sheet_result hm_rows_take(hm_rows *rows);
/* All that are left. */
hm_code hm_rows_take_all(hm_rows *rows);

#endif
