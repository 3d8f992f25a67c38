/* arrow.h: the columns of an Arrow struct array, cell by cell. They come from elsewhere: what of
 * them can be checked is checked, the shape when a batch is opened, offsets and indices as cells
 * are read. */
#ifndef HM_FORMAT_ARROW_H
#define HM_FORMAT_ARROW_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/printf.h"
#include "format/raw.h"
#include "hundredmark/arrow.h"

typedef enum hm_arrow_kind {
    HM_ARROW_NULL,
    HM_ARROW_FLAG,
    HM_ARROW_SIGNED,
    HM_ARROW_UNSIGNED,
    HM_ARROW_NUMBER,
    HM_ARROW_TEXT
} hm_arrow_kind;

/* Where the cells of a column lie, or of its dictionary, or the numbers of its dictionary's cells.
 */
typedef struct hm_arrow_cells {
    hm_arrow_kind kind;
    size_t width;            /* bytes of a number, or of an offset into texts */
    size_t offset, count;    /* cell i is at offset + i; below count */
    const uint8_t *validity; /* a bit a cell, with the offset; NULL: all are there */
    const void *values;      /* numbers; bits of flags; of texts, the offsets */
    const char *texts;
    uint64_t text_end; /* where the last text ends: none reaches further */
} hm_arrow_cells;

typedef struct hm_arrow_column {
    const char *name;   /* "" where it has none */
    hm_arrow_kind kind; /* of its values */
    hm_arrow_cells cells;
    hm_arrow_cells dictionary; /* of a column that has one */
    bool has_dictionary;
} hm_arrow_column;

typedef struct hm_arrow_batch {
    const hm_allocator *allocator;
    size_t rows, count;      /* count: of columns */
    const uint8_t *validity; /* of the rows, NULL: all are there */
    size_t offset;           /* of the first row, in the validity and in all columns */
    hm_arrow_column *columns;
} hm_arrow_batch;

/* The batch borrows from both. Errors: memory, HM_ERROR_DATA, which name the column and its format.
 */
hm_code hm_arrow_open(hm_arrow_batch *batch, const struct ArrowSchema *schema,
                      const struct ArrowArray *array, const hm_allocator *allocator,
                      hm_error *error);
void hm_arrow_close(hm_arrow_batch *batch);

/* What an error or an issue calls the place it is in. */
extern const char hm_arrow_file[];
/* An error in a column, from 0 on, and row; SIZE_MAX: the column or the batch as a whole. */
hm_code hm_arrow_fail(hm_error *error, size_t row, size_t column, const char *format, ...)
    HM_FORMAT(4, 5);

/* One cell. */
typedef struct hm_arrow_value {
    enum {
        HM_ARROW_MISSING,
        HM_ARROW_IS_FLAG,
        HM_ARROW_IS_WHOLE,
        HM_ARROW_IS_NUMBER,
        HM_ARROW_IS_TEXT,
        HM_ARROW_BROKEN /* an index or an offset that cannot be */
    } what;
    double number;    /* flags: 0 or 1; whole numbers, too, as near as a double comes */
    uint64_t size;    /* of a whole number, without its sign */
    bool is_negative; /* of a whole number */
    hm_text text;
} hm_arrow_value;

/* Where the last of some texts ends, which are not none. */
uint64_t hm_arrow_text_end(const hm_arrow_cells *cells);

hm_arrow_value hm_arrow_get(const hm_arrow_batch *batch, size_t row, size_t column);
/* The text of a whole number; returns its length. At least 24 bytes. */
size_t hm_arrow_print_whole(const hm_arrow_value *value, char *out);

/* Are these float64 that can be read as they lie? */
bool hm_arrow_is_plain(const hm_arrow_batch *batch, size_t column);

#endif
