/* writer.h: a form that tables go out in. A new one is a file that ends in a descriptor, and one
 * line in writers.c. */
#ifndef HM_WRITER_H
#define HM_WRITER_H

#include "hundredmark/score.h"
#include "table/table.h"

/* What to write and where to. */
typedef struct hm_writing {
    const hm_table *const *tables; /* the first is the main one */
    size_t table_count;
    bool header;     /* CSV: the columns' names in a line before the rows */
    bool safe_cells; /* CSV: an apostrophe before texts that a spreadsheet would run */
    const char *run; /* JSON: the text of the object under "run"; NULL: {} */
    size_t jobs;     /* threads at most */
    const hm_allocator *allocator;
    hm_sink *sink;
    void *context;
    const hm_cancel *cancel; /* looked at before each call of the sink; NULL: none */
    hm_error *error;
} hm_writing;

typedef struct hm_writer {
    const char *name;
    /* Writes all tables, or the main one where the form holds one alone. Errors: memory, output. */
    hm_code (*write)(const hm_writing *writing);
} hm_writer;

extern const hm_writer hm_writer_csv, hm_writer_json, hm_writer_ndjson;

/* By format; NULL for a number that is none. */
const hm_writer *hm_writers_find(hm_format format);
/* Writes one table in the format of `options`, which must be known, on at most `jobs` threads. */
hm_code hm_writers_write(const hm_table *table, const hm_write_options *options, size_t jobs,
                         const hm_allocator *allocator, hm_sink *sink, void *context,
                         hm_error *error);

#endif
