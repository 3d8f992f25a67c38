/* table_rows.h: a table in any of the formats that data come in, row by row, for who knows what its
 * columns are for. */
#ifndef HM_TABLE_ROWS_H
#define HM_TABLE_ROWS_H

#include "load/sheet.h"
#include "platform/source.h"

struct hm_dataset;

/* Whose rows these are. */
typedef struct hm_table_taker {
    /* The last row of the sheet, the first of which holds the names of the columns. `file` is its
     * name in messages, with that of the sheet where it is one of a workbook; it lives as long as
     * the data set. What it returns ends the reading unless it is HM_OK. */
    hm_code (*take)(struct hm_table_taker *taker, const char *file, const hm_sheet *sheet,
                    hm_error *error);
} hm_table_taker;

/* Gives all rows that have something in them: of separated text, of JSON the objects of an array,
 * or of the one that stands in the member `name`, of NDJSON each line, of a workbook the sheet
 * called `name`, or else the only one that can be seen. Text may be in any encoding that shows. The
 * data set has the formats and the memory; nothing is added to it. Errors: HM_ERROR_DATA with the
 * location; memory; those of the taker. */
hm_code hm_table_rows_read(struct hm_dataset *dataset, const hm_source *source, const char *name,
                           hm_table_taker *taker, hm_error *error);

#endif
