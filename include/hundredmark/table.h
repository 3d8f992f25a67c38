/* table.h: the shape of every result: named columns of one type each, a row at a time or a block.
 *
 * Tables are read-only: scores, issues, what scripts used and what analyses find are given as
 * tables. A table is borrowed from the object it is asked of unless a call says that the caller
 * owns it. Several threads may read one table at once, each with a reader of its own. */
#ifndef HUNDREDMARK_TABLE_H
#define HUNDREDMARK_TABLE_H

#include "hundredmark/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hm_column_type {
    HM_COLUMN_NUMBER = 1,
    HM_COLUMN_INTEGER = 2,
    HM_COLUMN_TEXT = 3,
    HM_COLUMN_FLAG = 4
} hm_column_type;

typedef struct hm_table hm_table;

/* Texts are borrowed from the table. */
typedef struct hm_column_info {
    size_t size; /* HM_COLUMN_INFO_INIT */
    const char *name;
    hm_column_type type;
    const char *unit; /* of measure; "" where there is none */
} hm_column_info;
#define HM_COLUMN_INFO_INIT                                                                        \
    { sizeof(hm_column_info), "", HM_COLUMN_NUMBER, "" }

HM_API const char *hm_table_name(const hm_table *table);
HM_API size_t hm_table_row_count(const hm_table *table);
HM_API size_t hm_table_column_count(const hm_table *table);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_table_column(const hm_table *table, size_t column, hm_column_info *out);
/* The number of the column with this name; SIZE_MAX when there is none. */
HM_API size_t hm_table_find(const hm_table *table, const char *name);

/* One cell. `state` other than HM_OBSERVED: there is no value, and the state says why. */
typedef struct hm_cell_view {
    size_t size; /* HM_CELL_VIEW_INIT */
    hm_column_type type;
    hm_state state;
    unsigned provenance; /* HM_FLAG_ bits */
    double number;       /* HM_COLUMN_NUMBER */
    int64_t integer;     /* HM_COLUMN_INTEGER; HM_COLUMN_FLAG: 0 or 1 */
    const char *text;    /* HM_COLUMN_TEXT; borrowed from the table */
} hm_cell_view;
#define HM_CELL_VIEW_INIT                                                                          \
    { sizeof(hm_cell_view), HM_COLUMN_NUMBER, HM_OBSERVED, 0, 0, 0, NULL }

/* Goes through a table from any row on. Rows are best read in their order. */
typedef struct hm_table_reader hm_table_reader;
/* `allocator` NULL: malloc. The table must outlive the reader. Errors: memory, argument. */
HM_API hm_code hm_table_reader_open(hm_table_reader **out, const hm_table *table,
                                    const hm_allocator *allocator, hm_error *error);
HM_API void hm_table_reader_free(hm_table_reader *reader);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_table_reader_cell(hm_table_reader *reader, size_t row, size_t column,
                                    hm_cell_view *out);

HM_API void hm_table_free(hm_table *table);

/* Exports of this table (arrow.h) look at `cancel` from here on, which must outlive them; NULL:
 * none. Not while another thread exports it. */
HM_API void hm_table_set_cancel(hm_table *table, const hm_cancel *cancel);

#ifdef __cplusplus
}
#endif
#endif
