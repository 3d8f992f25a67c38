/* json_rows.h: observations and rows of records from JSON that was found to be valid: of a whole
 * document or of one line of NDJSON. */
#ifndef HM_JSON_ROWS_H
#define HM_JSON_ROWS_H

#include "format/json.h"
#include "load/ingest.h"

typedef struct hm_json_rows {
    hm_reading *reading;
    hm_json json; /* opened and closed by the caller */
    /* one row of records, reused from row to row */
    hm_records_table *records;
    size_t count, number_capacity, cell_capacity, position_capacity;
    uint32_t *numbers;
    hm_raw *cells;
    hm_position *positions;
    /* members of an observation that are none of its words, reused likewise: names, and in `cells`
     * what they say; `count` of them */
    hm_raw *names;
    size_t name_capacity;
} hm_json_rows;

/* "an object", "a number", ... */
const char *hm_json_rows_describe(hm_json_token token);

/* The object whose start was the last token, as an observation, or the figures of one city and
 * period:
 * {"city": ..., "period": ..., "NAME": 1, ...}; or as a row of reading->records. */
hm_code hm_json_rows_observation(hm_json_rows *rows);
hm_code hm_json_rows_record(hm_json_rows *rows);
/* The same of an observation that is all of the text, which is read once: nothing of it is taken
 * before its end was seen. `*code`: HM_OK, or that of the text's error. False where it has to be
 * read in another way: it holds arrays of rows, or says something twice. Nothing was taken then. */
bool hm_json_rows_line(hm_json_rows *rows, hm_code *code);
/* The array whose start was the last token: rows of reading->records, or else observations. */
hm_code hm_json_rows_array(hm_json_rows *rows);
/* The object whose start was the last token: {"observations": [...], "records": {"name": [...]}}.
 * HM_ERROR_DATA when it has neither or they are something else. */
hm_code hm_json_rows_object(hm_json_rows *rows);
/* Lets go of what rows were read into. */
void hm_json_rows_close(hm_json_rows *rows);

#endif
