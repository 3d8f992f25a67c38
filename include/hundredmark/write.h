/* write.h: tables as text: any table by any of the writers, which are listed by name.
 *
 * csv     the first table: names in a line, then a row a line; quotes where they are needed
 * json    {"run": {...}, "NAME": [...], ...}: a member a table, an object a row; a table called
 * `run` stands in the place of that object ndjson  the first table: an object a line
 *
 * Numbers are the shortest text that reads back exactly; a cell without a value is empty, in JSON
 * null; a flag is yes or no, in JSON true or false. */
#ifndef HUNDREDMARK_WRITE_H
#define HUNDREDMARK_WRITE_H

#include "hundredmark/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A writer; texts are the library's own. */
typedef struct hm_writer_info {
    size_t size;        /* HM_WRITER_INFO_INIT */
    const char *name;   /* what `format` of options names: "csv" */
    const char *suffix; /* of its files: ".csv" */
    const char *about;  /* in a few words */
    int rows_alone;     /* it writes one table, and but for the header nothing around the rows: what
                           was written may be continued, as streams do */
    int has_header, has_safe_cells, has_run; /* which of the options below it looks at */
    int is_json;   /* texts stand in it as JSON has them: whoever shows it escapes with \u */
    int has_marks; /* it looks at `delimiter`, `decimal` and `bom` of the options */
} hm_writer_info;
#define HM_WRITER_INFO_INIT                                                                        \
    { sizeof(hm_writer_info), "", "", "", 0, 0, 0, 0, 0, 0 }
HM_API size_t hm_writer_count(void);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_writer_at(size_t index, hm_writer_info *out);

typedef struct hm_write_options {
    size_t size;         /* HM_WRITE_OPTIONS_INIT, hm_write_options_init */
    const char *format;  /* the name of a writer; NULL: "csv" */
    const size_t *units; /* of hm_scores_write: NULL: all; else the units to write, in this order */
    size_t unit_count;
    size_t depth;            /* of hm_scores_write: nodes down to this depth */
    int no_header;           /* csv without its first line */
    const char *run;         /* json: the text of the object under "run"; NULL: {} */
    int safe_cells;          /* csv: an apostrophe before texts that a spreadsheet would run */
    int wide;                /* of hm_scores_write: the rows of hm_scores_wide_table */
    const hm_cancel *cancel; /* NULL: none */
    /* csv, for spreadsheets of other languages: */
    int bom;        /* a byte order mark before all else, by which they know UTF-8 */
    char delimiter; /* between cells: , ; or tab; 0: , */
    char decimal;   /* of numbers: . or , which needs another delimiter; 0: . */
} hm_write_options;
#define HM_WRITE_OPTIONS_INIT                                                                      \
    { sizeof(hm_write_options), NULL, NULL, 0, SIZE_MAX, 0, NULL, 0, 0, NULL, 0, 0, 0 }
/* As hm_package_options_init. */
HM_API void hm_write_options_init(hm_write_options *options, size_t size);

/* Writes `count` tables through `sink`, which is given pieces of up to about 64 KiB and returns 0,
 * or anything else to stop with HM_ERROR_OUTPUT. `options` may be NULL. Errors: memory, output,
 * argument (no writer of this name; no table, or several in a format of rows_alone; a delimiter or
 * decimal mark that there is none of, or the same for both). */
HM_API hm_code hm_tables_write(const hm_table *const *tables, size_t count,
                               const hm_write_options *options, hm_sink *sink, void *context,
                               hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
