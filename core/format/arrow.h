/* arrow.h: the columns of Arrow struct arrays that have one schema, cell by cell. They come from
 * elsewhere: what of them can be checked is checked, the shape when the batch is opened and turned
 * to an array, offsets and indices as cells are read. */
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
    HM_ARROW_TEXT,
    HM_ARROW_DATE,
    HM_ARROW_DATETIME,
    HM_ARROW_DURATION
} hm_arrow_kind;

/* Where the cells of a column lie, or of its dictionary, or the numbers of its dictionary's cells.
 */
typedef struct hm_arrow_cells {
    hm_arrow_kind kind;
    size_t width;            /* bytes of a number, or of an offset into texts */
    int64_t ticks;           /* of times: how many a second; 0: days are counted */
    bool has_zone;           /* date-times are of a zone, and counted by UTC */
    size_t offset, count;    /* cell i is at offset + i; below count */
    const uint8_t *validity; /* a bit a cell, with the offset; NULL: all are there */
    const void *values;      /* numbers; bits of flags; of texts, the offsets */
    const char *texts;
    uint64_t text_end; /* where the last text ends: none reaches further */
} hm_arrow_cells;

typedef struct hm_arrow_column {
    const char *name;   /* "" where it has none */
    const char *format; /* for messages */
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

/* What the columns are called, and of which types; there are no rows yet. Borrows from the schema.
 * Errors: memory, HM_ERROR_DATA, which name the column and its format. */
hm_code hm_arrow_open(hm_arrow_batch *batch, const struct ArrowSchema *schema,
                      const hm_allocator *allocator, hm_error *error);
/* The rows are those of `array` from now on, which are borrowed. HM_ERROR_DATA for an array that
 * contradicts the schema or itself. */
hm_code hm_arrow_turn_to(hm_arrow_batch *batch, const struct ArrowArray *array, hm_error *error);
void hm_arrow_close(hm_arrow_batch *batch);

/* What an error or an issue calls the place it is in. */
extern const char hm_arrow_file[];
/* An error in a column, from 0 on, and row; SIZE_MAX: the column or the batch as a whole. */
hm_code hm_arrow_fail(hm_error *error, size_t row, size_t column, const char *format, ...)
    HM_FORMAT(4, 5);

/* A date, a date-time or a duration: so many ticks of what `cells` counts in. */
typedef struct hm_arrow_time {
    int64_t ticks;
    const hm_arrow_cells *cells;
} hm_arrow_time;

/* One cell. */
typedef struct hm_arrow_value {
    enum {
        HM_ARROW_MISSING,
        HM_ARROW_IS_FLAG,
        HM_ARROW_IS_WHOLE,
        HM_ARROW_IS_NUMBER,
        HM_ARROW_IS_TEXT,
        HM_ARROW_IS_TIME,
        HM_ARROW_BROKEN /* an index or an offset that cannot be */
    } what;
    double number;    /* flags: 0 or 1; whole numbers, too, as near as a double comes */
    uint64_t size;    /* of a whole number, without its sign */
    bool is_negative; /* of a whole number */
    union {
        hm_text text;
        hm_arrow_time time;
    };
} hm_arrow_value;

/* Where the last of some texts ends, which are not none. */
uint64_t hm_arrow_text_end(const hm_arrow_cells *cells);

hm_arrow_value hm_arrow_get(const hm_arrow_batch *batch, size_t row, size_t column);
/* The text of a whole number; returns its length. At least 24 bytes. */
size_t hm_arrow_print_whole(const hm_arrow_value *value, char *out);

/* The text of a time, as ISO 8601 has it: 2025-03-01, 2025-03-01T12:00:00.5 (with Z where it has a
 * zone), PT90.5S; of what is not within the years 0001 to 9999, how far it is from 1970. Returns
 * its length. */
enum { HM_ARROW_TIME_SIZE = 48 };
size_t hm_arrow_print_time(hm_arrow_time time, char *out);

/* Are these float64 that can be read as they lie? */
bool hm_arrow_is_plain(const hm_arrow_batch *batch, size_t column);

#endif
