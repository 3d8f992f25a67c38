/* csv_header.h: the first line of a CSV file: what is between its fields, and which form the file
 * has. */
#ifndef HM_CSV_HEADER_H
#define HM_CSV_HEADER_H

#include "format/csv.h"
#include "load/ingest.h"

#define HM_NO_FIELD SIZE_MAX

typedef enum hm_csv_form {
    HM_CSV_LONG,   /* city, period, input, value: one figure a row */
    HM_CSV_WIDE,   /* city, period and one column an input */
    HM_CSV_RECORDS /* city, period and the columns of records */
} hm_csv_form;

typedef struct hm_csv_header {
    hm_csv_form form;
    size_t count;                 /* fields of every row */
    size_t fields[HM_ROLE_COUNT]; /* which field plays the role; HM_NO_FIELD: none */
    bool *skipped;                /* by field: no name, or no place in this form */
} hm_csv_header;

/* Reads the first record of `csv`, which is left standing on it, whatever its columns are.
 * HM_ERROR_DATA for an empty file, a name that stands twice or that is no text. */
hm_code hm_csv_header_first(hm_csv *csv, hm_reading *reading);

/* Reads the first record of `csv`, which is left standing on it, and raises issues for columns that
 * are left out. HM_ERROR_DATA for an empty file, a name that stands twice and a header of neither
 * form. */
hm_code hm_csv_header_read(hm_csv_header *header, hm_csv *csv, hm_reading *reading);
void hm_csv_header_close(hm_csv_header *header, const hm_allocator *allocator);
/* Is the field neither skipped nor the city or the period? */
bool hm_csv_header_is_figure(const hm_csv_header *header, size_t field);

#endif
