/* batch_rows.h: how the formats that come in batches tell their rows and cities apart; for
 * batches.c only. */
#ifndef HM_BATCH_ROWS_H
#define HM_BATCH_ROWS_H

#include "base/buffer.h"
#include "load/csv_sheet.h"
#include "load/sheet_header.h"

typedef struct hm_batch_row {
    size_t size;    /* bytes, to the next row */
    uint32_t lines; /* lines, to the next row */
    /* Of a row that has another city than `city` of the rows; NULL: it belongs where it stands. */
    hm_text city;
} hm_batch_row;

typedef enum hm_batch_answer {
    HM_BATCH_ROW,
    HM_BATCH_MORE,   /* the text ends too early to tell */
    HM_BATCH_CITIES, /* a line of NDJSON has rows of `city` and of another one */
    HM_BATCH_MEMORY
} hm_batch_answer;

/* What is known of the rows from one to the next. */
typedef struct hm_batch_rows {
    const hm_allocator *allocator;
    const hm_languages *languages; /* that a header may be in */
    hm_buffer city;                /* the city of the row before */
    hm_buffer found; /* the city of a row where it does not stand as it is in the text */
    /* CSV: from the header */
    hm_csv csv;
    size_t fields, city_field, period_field;
    /* NDJSON */
    hm_buffer lead; /* how the lines of `city` begin, up to its end; empty when they do not */
} hm_batch_rows;

void hm_batch_rows_open(hm_batch_rows *rows, const hm_allocator *allocator);
void hm_batch_rows_close(hm_batch_rows *rows);
/* Behind the line end at `line_end` (`end`: there is none). False when more text must tell. */
bool hm_batch_line(const char *line_end, const char *end, bool last, const char **behind);
/* Is this the city of the row before? */
bool hm_batch_rows_same(const hm_batch_rows *rows, hm_text city);
/* Would a reader take a row of this city and period? */
bool hm_batch_rows_begins(hm_raw city, hm_raw period);

/* Reads the header of a CSV file at the start of `source`: `*size` bytes on `*lines` lines. */
hm_code hm_batch_csv_header(hm_batch_rows *rows, const hm_source *source, size_t *size,
                            uint32_t *lines, hm_error *error);
/* What the row at `text` is (at least a byte, up to `end`); `last`: nothing comes behind `end`. */
typedef hm_batch_answer hm_batch_look(hm_batch_rows *rows, const char *text, const char *end,
                                      bool last, hm_batch_row *row);
hm_batch_look hm_batch_csv_look, hm_batch_ndjson_look;

#endif
