/* writer.h: a form that tables go out in. A new one is a file that ends in a descriptor, and one
 * line in writers.c. */
#ifndef HM_WRITER_H
#define HM_WRITER_H

#include "hundredmark/write.h"
#include "table/table.h"

/* What to write and where to. */
typedef struct hm_writing {
    const hm_table *const *tables; /* one where the writer's rows stand alone */
    size_t table_count;
    bool header;     /* the columns' names in a line before the rows */
    bool safe_cells; /* an apostrophe before texts that a spreadsheet would run */
    bool bom;
    char delimiter, decimal; /* never 0, and never the same */
    const char *run;         /* the text of the object under "run"; NULL: {} */
    size_t jobs;             /* threads at most */
    const hm_allocator *allocator;
    hm_sink *sink;
    void *context;
    const hm_cancel *cancel; /* looked at before each call of the sink; NULL: none */
    hm_error *error;
} hm_writing;

typedef struct hm_writer {
    hm_writer_info info;
    /* Errors: memory, output. */
    hm_code (*write)(const hm_writing *writing);
} hm_writer;

/* By name, the first of the list for NULL; NULL where no writer is called so. */
const hm_writer *hm_writers_find(const char *name);
/* hm_tables_write on at most `jobs` threads. */
hm_code hm_writers_write(const hm_table *const *tables, size_t count,
                         const hm_write_options *options, size_t jobs,
                         const hm_allocator *allocator, hm_sink *sink, void *context,
                         hm_error *error);

#endif
