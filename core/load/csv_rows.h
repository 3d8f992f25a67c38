/* csv_rows.h: the plain rows of one part of a CSV file, typed ahead of the data set.
 *
 * Nearly all of a file is plain: as many fields as the header, each shorter than 255 characters,
 * quotes only around a whole field and none within. Such rows are read here without any knowledge
 * of units and series, several parts at once on several threads. Whatever is not plain ends the
 * part's usefulness from that row on: the reader of csv.h goes on there, so both give the same. */
#ifndef HM_CSV_ROWS_H
#define HM_CSV_ROWS_H

#include "load/cell_short.h"
#include "load/csv_part.h"

/* What all parts of a file share. Borrowed. */
typedef struct hm_csv_shape {
    const hm_source *source;
    const char *start; /* of the rows: behind the header */
    char delimiter;
    hm_number_format format; /* of figures */
    char point;              /* of short figures: a point or HM_NO_POINT */
    size_t fields;
    size_t city, period;   /* fields */
    size_t input;          /* the field of a long file; no field of a wide one */
    const size_t *figures; /* by column of figures: its field */
    size_t columns;
} hm_csv_shape;

typedef struct hm_csv_row {
    const char *text;
    hm_text city, period, input;
    bool odd;  /* some of its cells are HM_CELL_LONG */
    bool same; /* its city and period are those of the row before, in the same part */
} hm_csv_row;

/* Cells by column and row: row r of column c is values[c * value_stride + r], and so on. */
typedef struct hm_csv_cells {
    double *values;
    uint8_t *cells; /* HM_CELL_LONG for text and the like */
    size_t value_stride, cell_stride;
} hm_csv_cells;

/* Cells of one column that are not written as they would be printed, among 32 rows. */
typedef struct hm_csv_spelled {
    hm_spelled rows;
    uint32_t column; /* of figures */
} hm_csv_spelled;

typedef struct hm_csv_rows {
    hm_csv_part part;
    size_t count, capacity;
    hm_csv_row *rows;
    uint32_t *ends;          /* of the fields of one row, and of the row before */
    const char *next;        /* in the source: behind the last plain row */
    uint8_t *steps;          /* by row and field: hm_locations_add_plain */
    hm_csv_spelled *spelled; /* by rows.from; the first is of no rows */
    size_t spelled_count, spelled_capacity;
    uint32_t *spelled_latest; /* by column: its latest in `spelled`, 0: none */
    size_t spelled_taken;     /* for whoever puts the rows in */
    const hm_allocator *allocator;
    hm_csv_cells own; /* room for as many rows as a part can have */
    size_t own_stride;
} hm_csv_rows;

/* Room for the rows of one part, with room of their own for cells or not. False when memory has run
 * out; to be closed all the same. */
bool hm_csv_rows_open(hm_csv_rows *rows, const hm_csv_shape *shape, bool own,
                      const hm_allocator *allocator);
void hm_csv_rows_close(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_allocator *allocator);
/* Types the rows of `rows->part`, which was read before: cell r of a column goes to row r of
 * `cells`, which has room for `part.lines` rows. */
void hm_csv_rows_read(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_csv_cells *cells);
/* Which of `spelled` is the first with rows from `begin` on, which does not go back. */
size_t hm_csv_rows_first_spelled(hm_csv_rows *rows, size_t begin);
/* Of a spelled one, the rows from `begin` to `end`: bit i is row *first + i. */
uint32_t hm_csv_spelled_within(const hm_csv_spelled *spelled, size_t begin, size_t end,
                               size_t *first);
/* Where a row starts in the source. */
const char *hm_csv_row_start(const hm_csv_rows *rows, size_t row);
/* Field `field` of a plain row, without quotes. */
hm_text hm_csv_row_field(const hm_csv_row *row, const hm_csv_shape *shape, size_t field);

#endif
