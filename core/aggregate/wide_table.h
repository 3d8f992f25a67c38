/* wide_table.h: the scores alone as a table: a row a unit, a column a node. */
#ifndef HM_WIDE_TABLE_H
#define HM_WIDE_TABLE_H

#include "aggregate/scores.h"
#include "table/table.h"

/* As hm_scores_table_open takes them: `units` NULL: all, else borrowed; nodes down to `depth`.
 * Errors: memory, argument (a node is called as the columns before it are). */
hm_code hm_wide_table_open(hm_table **out, const hm_scores *scores, const size_t *units,
                           size_t unit_count, size_t depth, hm_error *error);

#endif
