/* scores_table.h: scores as a table: a row a node of a unit, made as they are read. */
#ifndef HM_SCORES_TABLE_H
#define HM_SCORES_TABLE_H

#include "aggregate/scores.h"
#include "table/table.h"

/* `units` NULL: all; else the `unit_count` to show, in this order, which must be numbers of units
 * and stay where they are as long as the table. Nodes down to `depth`. Errors: memory. */
hm_code hm_scores_table_open(hm_table **out, const hm_scores *scores, const size_t *units,
                             size_t unit_count, size_t depth, hm_error *error);

#endif
