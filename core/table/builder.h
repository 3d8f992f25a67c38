/* builder.h: making a table row by row.
 *
 * Columns first, then rows: a value for every column, in any order, and the row is ended. What was
 * not put is HM_NOT_APPLICABLE: there is nothing to say. Memory that runs out is told at the end.
 */
#ifndef HM_TABLE_BUILDER_H
#define HM_TABLE_BUILDER_H

#include "base/names.h"
#include "table/table.h"

typedef struct hm_table_builder hm_table_builder;

typedef struct hm_builder_column {
    const char *name;
    hm_column_type type;
    const char *unit; /* of measure, "" for none */
} hm_builder_column;

/* `name` is copied. NULL when memory has run out. */
hm_table_builder *hm_table_builder_new(const char *name, const hm_allocator *allocator);
/* The same with columns, which have the numbers of the list. */
hm_table_builder *hm_table_builder_open(const char *name, const hm_builder_column *columns,
                                        size_t count, const hm_allocator *allocator);
void hm_table_builder_free(hm_table_builder *builder);
/* The number of the new column; texts are copied. Only before the first row. */
size_t hm_table_builder_column(hm_table_builder *builder, const char *name, hm_column_type type,
                               const char *unit);
/* Room at once for so many more rows; without it there is room for what comes. */
void hm_table_builder_expect(hm_table_builder *builder, size_t more);
/* Texts of a column may be given by their numbers in this list (hm_table_builder_item), which has
 * to stand until the last of them: each is looked for only once. Only once a column. */
void hm_table_builder_list(hm_table_builder *builder, size_t column, const hm_names *list);

/* Into the row at hand; the column's type must be the one put. */
void hm_table_builder_number(hm_table_builder *builder, size_t column, double number);
void hm_table_builder_integer(hm_table_builder *builder, size_t column, int64_t integer);
void hm_table_builder_text(hm_table_builder *builder, size_t column, const char *text, size_t size);
/* The text with this number in the column's list. */
void hm_table_builder_item(hm_table_builder *builder, size_t column, uint32_t number);
void hm_table_builder_flag(hm_table_builder *builder, size_t column, bool flag);
/* No value, for this reason. */
void hm_table_builder_missing(hm_table_builder *builder, size_t column, hm_state state);
void hm_table_builder_provenance(hm_table_builder *builder, size_t column, unsigned provenance);
void hm_table_builder_end_row(hm_table_builder *builder);

/* Cells of one column in rows that follow each other: the list that the column's type asks for. */
typedef struct hm_builder_run {
    size_t column;
    const double *numbers;
    const int64_t *integers;
    const uint32_t *items; /* texts, by their numbers in the column's list */
} hm_builder_run;

/* Ends `count` rows at once: what was put into the row at hand is the same in all of them, and
 * cells of other columns are those of runs. */
void hm_table_builder_end_rows(hm_table_builder *builder, size_t count, const hm_builder_run *runs,
                               size_t run_count);

/* The table, which is the caller's; the builder is freed. Errors: memory. */
hm_code hm_table_builder_freeze(hm_table_builder *builder, hm_table **out, hm_error *error);

#endif
