/* dataset.h: figures as they stand in the data, by input and unit, before any package says what
 * they mean.
 *
 * Cells are typed by what they look like: numbers, flag words, other text. A frozen data set is
 * columnar: each series holds one input for every unit. Places (file, line, column) are kept for
 * every cell, so that binding can still point at a figure that does not suit its input. */
#ifndef HM_DATASET_H
#define HM_DATASET_H

#include "hundredmark/dataset.h"
#include "base/issues.h"
#include "base/names.h"
#include "base/range.h"

/* What a cell holds, one byte. The first values are those of hm_state, so a series of plain numbers
 * can be used as it stands. */
enum {
    HM_CELL_NUMBER = HM_OBSERVED,
    HM_CELL_NOT_APPLICABLE = HM_NOT_APPLICABLE,
    HM_CELL_NOT_REPORTED = HM_NOT_REPORTED, /* said to be missing, or never mentioned */
    HM_CELL_REJECTED = HM_INVALID,          /* an issue was raised already */
    HM_CELL_FLAG = 16,                      /* values[i] is 1 (yes, true) or 0 (no, false) */
    HM_CELL_TEXT = 17                       /* values[i] is a number of dataset->texts */
};

/* A column of cells. values[i] is 0 unless the cell is a number, flag or text. */
typedef struct hm_series {
    const char *name;
    double *values;
    uint8_t *cells;
    uint8_t mixed;  /* some cell is a flag or text: must be looked at cell by cell */
    uint8_t whole;  /* unless mixed: all values are whole (0 also where that is not sure) */
    uint8_t has_na; /* some cell is HM_NOT_APPLICABLE */
    hm_range range; /* unless mixed, of all values, the zeros of missing ones among them */
    /* the rest is dataset.c's own */
    struct hm_series_origin *origin;
} hm_series;

/* Rows of their own, sorted by unit (stable); the rows of unit u are start[u] .. start[u + 1] - 1.
 */
typedef struct hm_records {
    const char *name;
    size_t rows;
    const size_t *start;
    size_t column_count;
    hm_series *columns;
} hm_records;

bool hm_dataset_is_finished(const hm_dataset *dataset);

/* A frozen view; valid after hm_dataset_finish. */
const hm_names *hm_dataset_texts(const hm_dataset *dataset);
/* NULL when the data never mention it. */
const hm_series *hm_dataset_series(const hm_dataset *dataset, const char *input);
const hm_records *hm_dataset_records(const hm_dataset *dataset, const char *name);
const hm_series *hm_records_column(const hm_records *records, const char *column);
const hm_series *hm_dataset_series_at(const hm_dataset *dataset, size_t index);
const hm_records *hm_dataset_records_at(const hm_dataset *dataset, size_t index);
/* Numbers of city and period of each unit, equal numbers for equal texts; both arrays of
 * unit_count. */
const uint32_t *hm_dataset_cities(const hm_dataset *dataset);
const uint32_t *hm_dataset_periods(const hm_dataset *dataset);
/* Where cell `row` (a unit, or a row of records) of a series stands; file "" and 0 where unknown.
 */
typedef struct hm_place {
    const char *file;
    uint32_t line, column;
} hm_place;
hm_place hm_series_place(const hm_dataset *dataset, const hm_series *series, size_t row);
/* The place where a series' name first stands (a header cell, or the first observation's input
 * cell). */
hm_place hm_series_name_place(const hm_dataset *dataset, const hm_series *series);
/* NULL unless some observation of the series was given `verified`: then a byte a unit, 1 where it
 * says no. */
const uint8_t *hm_series_unverified(const hm_series *series);

#endif
