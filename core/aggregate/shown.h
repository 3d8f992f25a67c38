/* shown.h: what tables of scores show, long or wide: which units and which nodes. */
#ifndef HM_SHOWN_H
#define HM_SHOWN_H

#include "aggregate/scores.h"
#include "table/table.h"

typedef struct hm_shown {
    const hm_scores *scores;
    const size_t *units; /* borrowed; NULL: all */
    size_t unit_count;
    uint32_t *nodes; /* in hierarchy order */
    size_t node_count;
    size_t *starts; /* by unit: its first row in a long table, where not all nodes hold in all
                       units; NULL: each has a row of each node */
    hm_arena arena; /* of the nodes, and what a table has to say of them */
} hm_shown;

/* Nodes down to `depth`. False when memory has run out; to be closed all the same. */
bool hm_shown_open(hm_shown *shown, const hm_scores *scores, const size_t *units, size_t unit_count,
                   size_t depth);
void hm_shown_close(hm_shown *shown);

/* Finds the rows of a table that has one for each node that holds in a unit. False when memory has
 * run out. */
bool hm_shown_find_rows(hm_shown *shown);
/* How many there are. */
size_t hm_shown_row_count(const hm_shown *shown);
/* Of which unit and, counted among those shown, of which node a row is. */
void hm_shown_find_row(const hm_shown *shown, size_t row, size_t *index, size_t *node);

static inline size_t hm_shown_unit(const hm_shown *shown, size_t index) {
    return shown->units ? shown->units[index] : index;
}

/* Does a node that is shown hold in a unit of the scores? */
static inline bool hm_shown_holds(const hm_shown *shown, size_t unit, size_t node) {
    return !hm_bound_plan(&shown->scores->bound, unit)->nodes[shown->nodes[node]].is_absent;
}

/* The first two columns of each such table, which say what unit a row is of. */
enum { HM_SHOWN_CITY, HM_SHOWN_PERIOD, HM_SHOWN_UNIT_COLUMNS };
void hm_shown_describe_units(const hm_shown *shown, hm_column columns[HM_SHOWN_UNIT_COLUMNS]);

/* How a table of scores is opened: see hm_scores_table_open. */
typedef hm_code hm_shown_opener(hm_table **out, const hm_scores *scores, const size_t *units,
                                size_t unit_count, size_t depth, hm_error *error);
/* All of the scores, for a public call of this name. Errors: those of `open`, argument. */
hm_code hm_shown_all(hm_shown_opener *open, const char *call, hm_table **out,
                     const hm_scores *scores, hm_error *error);

#endif
