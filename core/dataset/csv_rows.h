/* csv_rows.h: a stretch of plain rows of a CSV file, typed ahead of the data set.
 *
 * Nearly all of a file is plain: no quotes, as many fields as the header, each shorter than
 * 255 characters. Such rows are read here without any knowledge of units and series, several
 * stretches at once on several threads. Whatever is not plain ends the stretch's usefulness from
 * that row on: the reader of csv.h goes on there, so both give the same. */
#ifndef HM_CSV_ROWS_H
#define HM_CSV_ROWS_H

#include "dataset/cell_short.h"

/* What all stretches of a file share. Borrowed. */
typedef struct hm_csv_shape {
    const char *start, *end; /* the rows: from behind the header to the end of the source */
    char delimiter;
    bool ascii; /* else the text is still valid UTF-8 without NUL */
    bool decimal_comma;
    size_t fields;
    size_t city, period;   /* fields */
    size_t input;          /* the field of a long file; no field of a wide one */
    const int32_t *column; /* by field: the column of figures it fills; -1: none */
    size_t columns;
} hm_csv_shape;

typedef struct hm_csv_row {
    const char *text;
    hm_text city, period, input;
    bool odd;  /* some of its cells are HM_CELL_LONG */
    bool same; /* its city and period are those of the row before, in the same part */
} hm_csv_row;

/* The rows that start in one of the equal parts of the file. */
typedef struct hm_csv_rows {
    const char *begin, *next; /* of the first row; behind the last plain one */
    const char *end;          /* where the next part's rows begin; `next` when all are plain */
    size_t count, capacity;
    hm_csv_row *rows;
    uint8_t *steps; /* by row and field: hm_places_add_plain */
    /* by column and row, `stride` apart; cells of text and the like are HM_CELL_LONG */
    double *values;
    uint8_t *cells;
    size_t stride;
} hm_csv_rows;

/* Room for the rows of one part. False when memory has run out. */
bool hm_csv_rows_open(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_allocator *allocator);
void hm_csv_rows_close(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_allocator *allocator);
/* How many parts the file has. */
size_t hm_csv_rows_parts(const hm_csv_shape *shape);
/* Reads part `part`. */
void hm_csv_rows_read(hm_csv_rows *rows, const hm_csv_shape *shape, size_t part);
/* Field `field` of a plain row. */
hm_text hm_csv_row_field(const hm_csv_row *row, const hm_csv_shape *shape, size_t field);

#endif
