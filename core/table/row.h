/* row.h: cells of the row at hand of a table of results. */
#ifndef HM_TABLE_ROW_H
#define HM_TABLE_ROW_H

#include <math.h>
#include <string.h>

#include "table/builder.h"

static inline void hm_row_text(hm_table_builder *builder, size_t column, const char *text) {
    hm_table_builder_text(builder, column, text, strlen(text));
}

static inline void hm_row_count(hm_table_builder *builder, size_t column, size_t count) {
    hm_table_builder_integer(builder, column, (int64_t)count);
}

/* NAN: there is none. */
static inline void hm_row_number(hm_table_builder *builder, size_t column, double number) {
    if (isnan(number))
        hm_table_builder_missing(builder, column, HM_UNDEFINED);
    else
        hm_table_builder_number(builder, column, number);
}

#endif
