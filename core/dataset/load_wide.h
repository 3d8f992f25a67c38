/* load_wide.h: the rows of a wide CSV file, in stretches read ahead on several threads. */
#ifndef HM_LOAD_WIDE_H
#define HM_LOAD_WIDE_H

#include "dataset/csv_header.h"

/* A wide file on its way into a data set. Borrowed. */
typedef struct hm_wide {
    hm_reading *reading;
    hm_csv *csv; /* stands behind the header, later behind what was put in */
    const hm_csv_header *header;
    const size_t *fields; /* of the figures */
    const uint32_t *numbers;
    size_t figures;
    hm_row_index *unit_rows;
    size_t *rows; /* counts those that were put in or rejected */
    /* Reads and puts in rows one by one until the reader stands at `until` or behind it: what is
     * left to it is all that is not plain. */
    hm_code (*read_until)(void *context, const char *until);
    void *context;
} hm_wide;

/* Reads to the end of the file. */
hm_code hm_wide_load(const hm_wide *wide);

#endif
