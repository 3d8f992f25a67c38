/* column.h: columns of cells as a finished data set holds them: an input by unit, or a column of
 * records by row. How they are built: series.h, records.h. */
#ifndef HM_DATASET_COLUMN_H
#define HM_DATASET_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "base/position.h"
#include "hundredmark/base.h"
#include "table/range.h"

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

/* What observations may say besides the figure. */
typedef enum hm_remark {
    HM_REMARK_QUALITY,
    HM_REMARK_SOURCE,
    HM_REMARK_NOTE,
    HM_REMARK_COUNT
} hm_remark;

/* Rows of their own, sorted by unit (stable); the rows of unit u are start[u] .. start[u + 1] - 1.
 */
typedef struct hm_records {
    const char *name;
    size_t rows;
    const size_t *start;
    size_t column_count;
    hm_series *columns;
} hm_records;

#endif
