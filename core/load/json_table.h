/* json_table.h: JSON, or a line of it a row, as a sheet. */
#ifndef HM_JSON_TABLE_H
#define HM_JSON_TABLE_H

#include "base/names.h"
#include "format/json.h"
#include "format/lines.h"
#include "load/ingest.h"
#include "load/sheet.h"

typedef struct hm_json_table {
    hm_sheet sheet; /* the first member */
    hm_reading *reading;
    const char *member; /* of one object, which holds the rows; NULL: the object is a row */
    hm_json json;
    hm_names names; /* of the columns */
    hm_buffer path; /* of the member at hand */
    hm_raw *cells;  /* by column; NULL while names are gathered */
    bool single;    /* the document is one object, and a row */
    bool lines;     /* each line is a document; those that come next begin at `rest`: */
    hm_source_cursor cursor;
    const char *rest;
    uint32_t line;
    bool has_header; /* the names were given as a row */
} hm_json_table;

/* Looks through all of reading->source, whose error must not be NULL, and stands before the row of
 * its names then. To be closed whatever it returns. Errors: HM_ERROR_DATA for what is no JSON or no
 * table; memory. */
hm_code hm_json_table_open(hm_json_table *table, hm_reading *reading, const char *member,
                           bool lines);
void hm_json_table_close(hm_json_table *table);

#endif
