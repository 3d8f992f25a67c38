/* fits_read.h: the rows of a stored fit, gathered in whatever order they come, and made into a fit
 * once all are there. */
#ifndef HM_FITS_READ_H
#define HM_FITS_READ_H

#include "base/error.h"
#include "format/raw.h"
#include "transform/fits_table.h"

/* A row as its cells say it, and where it stands. */
typedef struct hm_fit_row {
    hm_raw cells[HM_FIT_COLUMNS]; /* trimmed and without faults */
    uint32_t line;
} hm_fit_row;

typedef struct hm_fit_reader hm_fit_reader;

/* `file` is the name in messages; borrowed. NULL when memory has run out. */
hm_fit_reader *hm_fit_reader_new(const char *file, const hm_allocator *allocator);
void hm_fit_reader_free(hm_fit_reader *reader);
/* Errors: HM_ERROR_DATA for a cell that cannot be, or a row that stands twice; memory. */
hm_code hm_fit_reader_take(hm_fit_reader *reader, const hm_fit_row *row, hm_error *error);
/* The fit of all rows. Errors: HM_ERROR_DATA for what is missing or does not follow from the
 * sample; memory. */
hm_code hm_fit_reader_finish(hm_fit_reader *reader, hm_fits **out, hm_error *error);

#endif
