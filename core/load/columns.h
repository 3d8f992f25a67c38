/* columns.h: figures that come column by column: the units of all rows once, then an input at a
 * time. */
#ifndef HM_COLUMNS_H
#define HM_COLUMNS_H

#include "load/ingest.h"
#include "platform/cancel.h"

/* Figures by row. Row i has one where bit `bit` + i of `validity` is set, bits counted from the
 * lowest of each byte on; `validity` NULL: all rows have one. */
typedef struct hm_numbers {
    const double *values;
    const uint8_t *validity;
    size_t bit;
} hm_numbers;

static inline bool hm_bit_is_set(const uint8_t *bits, size_t at) {
    return bits[at / 8] >> at % 8 & 1;
}

/* So many rows are read between two looks at whether the caller has cancelled: the clock takes
 * longer than a row. What was cut short is told by hm_dataset_state. */
#define HM_ROWS_A_LOOK 1024
static inline bool hm_is_cut_short(const hm_dataset *dataset, size_t row) {
    return row % HM_ROWS_A_LOOK == 0 && hm_is_cancelled(dataset->cancel);
}

/* Figures of the input with this number: row i's is of unit units[i], HM_NO_UNIT of a row that was
 * refused. The data set ends up as if each figure had been put by itself, a row that has none as an
 * empty cell, but that those which are not finite are rejected here, each with an issue. */
void hm_ingest_numbers(hm_reading *reading, uint32_t input, const uint32_t *units, size_t count,
                       const hm_numbers *numbers);

/* Whose figure it is, for what is told of it. */
typedef struct hm_figure_of {
    const char *input; /* or the column of records */
    uint32_t unit;
    hm_position position; /* 0, 0: none */
} hm_figure_of;
hm_subject hm_figure_subject(const hm_reading *reading, const hm_figure_of *of);

/* The figure, or rejected with an issue where `value` is not finite. */
hm_cell hm_ingest_number(hm_reading *reading, const hm_figure_of *of, double value);

#endif
