/* arrow.h: results out to, and figures in from, whatever speaks Apache Arrow: pandas, Polars,
 * DuckDB, R and others. What is handed over is Arrow's C Data Interface, a table at once, or its C
 * Stream Interface, batch after batch: the structs below, in memory, without a library.
 *
 * The structs are as Arrow's specification has them, in the caller's memory. Whoever has one calls
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

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
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
 * HM_ERROR_CANCELLED (hm_table_set_cancel), HM_ERROR_OUTPUT (2 GiB of different texts in one
 * column, or 2^31 of them). */
HM_API hm_code hm_table_export_arrow(const hm_table *table, struct ArrowSchema *schema,
                                     struct ArrowArray *array, hm_error *error);
/* The same rows as a stream of struct arrays, some hundred thousand cells in each, made as they
 * are asked for: in as much memory as one of them takes, and the texts, which all share. The table
 * must be there until the stream is released; arrays are free of both. A callback that fails gives
 * ENOMEM or ECANCELED, get_last_error says why, and it may be called again. The stream is for one
 * thread at a time. Errors as above. */
HM_API hm_code hm_table_export_arrow_stream(const hm_table *table, struct ArrowArrayStream *stream,
                                            hm_error *error);

/* Reads a struct array (a record batch) into a data set: in long form with columns city, period,
 * input, value and, if there, status, quality, verified, source, note; or in wide form with city,
 * period and one column an input. Names of columns are as in a CSV file of that form.
 *
 * Figures are whole numbers of 8 to 64 bits, float32 and float64, bool (flags) and texts as a CSV
 * cell would hold them; texts are utf8 or large_utf8; dates (date32, date64), timestamps and
 * durations are read as the text that ISO 8601 has for them: 2025-03-01, 2025-03-01T12:00:00Z (with
 * Z where there is a time zone: Arrow counts these by UTC), PT90.5S. Any of these may be a
 * dictionary, and a column may be of type null. City may be a whole number, too, and period a year
 * or a date. A null is an empty cell: not reported. A row that cannot be used is an issue in file
 * "<arrow>" whose line is the number of the row and whose column that of the column, both from 1; a
 * figure that cannot be used, one that names its city, period and input, and no location. Columns
 * that have no place in the form are left out, and an issue each.
 *
 * Both structs are released, whatever comes of it, but for one that was released before. The call
 * looks at what hm_dataset_set_cancel has set. Errors: memory, HM_ERROR_CANCELLED; argument (NULL,
 * released, a finished data set); HM_ERROR_DATA (columns of neither form; a column of another type,
 * named with its format; an array that contradicts its schema or itself), and then nothing of it
 * was read, unless the array's contents contradict themselves: then the rows before may have been.
 * What cannot be seen, such as a buffer shorter than its array's length, is believed. */
HM_API hm_code hm_dataset_read_arrow(hm_dataset *dataset, struct ArrowSchema *schema,
                                     struct ArrowArray *array, hm_error *error);

/* The same of the rows of records `records`: columns city, period and those of the records. Column
 * kinds `datetime` and `duration` take timestamps, dates and durations as well as texts. A figure
 * that cannot be used is an issue at its row and column. */
HM_API hm_code hm_dataset_read_records_arrow(hm_dataset *dataset, const char *records,
                                             struct ArrowSchema *schema, struct ArrowArray *array,
                                             hm_error *error);

/* Reads all batches of a stream, each as hm_dataset_read_arrow does; rows are counted through the
 * stream. The stream is released, whatever comes of it, and all that it gave before; its callbacks
 * are called on the calling thread. Errors as there, and HM_ERROR_DATA where the stream fails, with
 * the words of its get_last_error. After an error the batches before may have been read. */
HM_API hm_code hm_dataset_read_arrow_stream(hm_dataset *dataset, struct ArrowArrayStream *stream,
                                            hm_error *error);
HM_API hm_code hm_dataset_read_records_arrow_stream(hm_dataset *dataset, const char *records,
                                                    struct ArrowArrayStream *stream,
                                                    hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
