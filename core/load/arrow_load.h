/* arrow_load.h: Arrow batches of one schema being read into a data set; for the files arrow*.c of
 * this room only. */
#ifndef HM_ARROW_LOAD_H
#define HM_ARROW_LOAD_H

#include "format/arrow.h"
#include "load/columns.h"

#define HM_NO_COLUMN SIZE_MAX

typedef enum hm_arrow_form {
    HM_ARROW_LONG,   /* a row an observation */
    HM_ARROW_WIDE,   /* a column an input */
    HM_ARROW_RECORDS /* a row a record */
} hm_arrow_form;

typedef struct hm_arrow_load {
    hm_reading reading;
    hm_arrow_batch batch;
    hm_arrow_form form;
    size_t columns[HM_ROLE_COUNT]; /* HM_NO_COLUMN: none */
    size_t rows_before;            /* in earlier batches */
    hm_code code;                  /* the first error; nothing more is read then */

    size_t figures; /* columns that are inputs, or columns of the records */
    size_t *fields; /* which of the batch's they are */

    /* Of records: */
    hm_records_table *records;
    uint32_t *numbers;      /* of their columns */
    hm_cell *cells;         /* of one row */
    hm_position *positions; /* of one row, a column of the batch each */
} hm_arrow_load;

/* arrow_form.c: which form the columns are of. What has no place in it is told of. To be closed all
 * the same when it fails: memory, HM_ERROR_DATA. */
hm_code hm_arrow_form_open(hm_arrow_load *load);
void hm_arrow_form_close(hm_arrow_load *load);

/* arrow_rows.c: the batch, row by row. */
void hm_arrow_read_long(hm_arrow_load *load);
void hm_arrow_read_records(hm_arrow_load *load);

/* arrow_wide.c: the batch, column by column. */
void hm_arrow_read_wide(hm_arrow_load *load);

/* --- arrow_figures.c: what the cells say --- */

/* Where a cell stands; SIZE_MAX: the column or the row as a whole. */
hm_position hm_arrow_position(const hm_arrow_load *load, size_t row, size_t column);

/* A cell, which may turn out to be none. */
hm_arrow_value hm_arrow_look(hm_arrow_load *load, size_t row, size_t column);

/* Room for the text of a cell that is none in Arrow. */
typedef struct hm_arrow_room {
    char text[HM_ARROW_TIME_SIZE];
} hm_arrow_room;

/* What a CSV cell of the same content would hold, whatever column plays the role; it may lie in
 * `room`. */
hm_raw hm_arrow_raw_of_role(hm_arrow_load *load, size_t row, hm_role role, hm_arrow_room *room);

/* The figure in a cell, and `of` whom it is. */
hm_cell hm_arrow_figure(hm_arrow_load *load, size_t row, size_t column, const hm_figure_of *of);
/* The number of a cell that has one. Whole numbers that no double is are told of, as those of other
 * files are. */
double hm_arrow_number(hm_arrow_load *load, const hm_figure_of *of, const hm_arrow_value *value);

/* May row `row` be read? */
static inline bool hm_arrow_goes_on(const hm_arrow_load *load, size_t row) {
    const hm_dataset *dataset = load->reading.dataset;
    return load->code == HM_OK && !dataset->out_of_memory && !dataset->sparse &&
           !hm_is_cut_short(dataset, row);
}

#endif
