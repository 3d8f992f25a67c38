/* arrow.h: results out to, and figures in from, whatever speaks Apache Arrow: pandas, Polars,
 * DuckDB, R and others. What is handed over is Arrow's C Data Interface: the two structs below, in
 * memory, without a library.
 *
 * Both structs are as Arrow's specification has them, in the caller's memory. Whoever has one calls
 * its `release` once, or hands it on; after that `release` is NULL and nothing else in it may be
 * looked at. */
#ifndef HUNDREDMARK_ARROW_H
#define HUNDREDMARK_ARROW_H

#include "hundredmark/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Other headers may have defined them. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE           2
#define ARROW_FLAG_MAP_KEYS_SORTED    4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

typedef struct hm_table hm_table;
typedef struct hm_dataset hm_dataset;

/* Copies a table (table.h) into a struct array, as Arrow has its record batches: a child a column,
 * numbers as float64, integers as int64, flags as bool, texts as a dictionary of utf8 with indices
 * of int32. A cell without a value is null; why it has none, Arrow cannot say (the column `status`
 * of scores does). The field of a column with a unit of measure has it as metadata, key `unit`. The
 * export is free of the table; its memory is of the table's allocator, which must be there until it
 * is released, on any thread. Errors, after which nothing is to be released: memory, argument,
 * HM_ERROR_OUTPUT (2 GiB of different texts in one column, or 2^31 of them). */
HM_API hm_code hm_table_export_arrow(const hm_table *table, struct ArrowSchema *schema,
                                     struct ArrowArray *array, hm_error *error);

/* Reads a struct array (a record batch) into a data set: in long form with columns city, period,
 * input, value and, if there, status, quality, verified, source, note; or in wide form with city,
 * period and one column an input. Names of columns are as in a CSV file of that form.
 *
 * Figures are whole numbers of 8 to 64 bits, float32 and float64, bool (flags) and texts as a CSV
 * cell would hold them; texts are utf8 or large_utf8; any of these may be a dictionary, and a
 * column may be of type null. City may be a whole number, too, and so may period (a year). A null
 * is an empty cell: not reported. A row that cannot be used is an issue in file "<arrow>" whose
 * line is the number of the row and whose column that of the column, both from 1; a figure that
 * cannot be used, one that names its city, period and input, and no location.
 *
 * Both structs are released, whatever comes of it, but for one that was released before. Errors:
 * memory; argument (NULL, released, a finished data set); HM_ERROR_DATA (columns of neither form; a
 * column of another type, named with its format; an array that contradicts its schema or itself),
 * and then nothing of it was read, unless the array's contents contradict themselves: then the rows
 * before may have been. What cannot be seen, such as a buffer shorter than its array's length, is
 * believed. */
HM_API hm_code hm_dataset_read_arrow(hm_dataset *dataset, struct ArrowSchema *schema,
                                     struct ArrowArray *array, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
