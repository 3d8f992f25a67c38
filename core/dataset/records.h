/* records.h: building records: tables of rows of their own, many a unit. */
#ifndef HM_RECORDS_H
#define HM_RECORDS_H

#include "base/names.h"
#include "dataset/series.h"

typedef struct hm_records_table {
    hm_records frozen;  /* its columns grow while the table is built, the rest is set at the end */
    hm_names names;     /* of the columns, numbered as they are */
    hm_row_index units; /* of each row */
    hm_row_index rows;  /* where each row comes from; shared by all columns */
    size_t column_capacity;
    size_t *start;
    size_t start_count;
} hm_records_table;

void hm_records_open(hm_records_table *records, const char *name, const hm_allocator *allocator);
void hm_records_close(hm_records_table *records, const hm_allocator *allocator);
/* The number of a column, new if it is; HM_NO_NAME when memory has run out. */
uint32_t hm_records_add_column(hm_records_table *records, hm_arena *arena, const char *name,
                               size_t size);
/* A new row of the unit, all cells silent; `row` is its row number in the data. False when memory
 * has run out. */
bool hm_records_add_row(hm_records_table *records, const hm_allocator *allocator, uint32_t unit,
                        uint32_t row);
/* Puts the rows in order of their units, rows of one unit staying in the order they came. */
bool hm_records_freeze(hm_records_table *records, const hm_allocator *allocator, size_t units);

#endif
