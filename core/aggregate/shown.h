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
    hm_arena arena; /* of the nodes, and what a table has to say of them */
} hm_shown;

/* Nodes down to `depth`. False when memory has run out; to be closed all the same. */
bool hm_shown_open(hm_shown *shown, const hm_scores *scores, const size_t *units, size_t unit_count,
                   size_t depth);
void hm_shown_close(hm_shown *shown);

static inline size_t hm_shown_unit(const hm_shown *shown, size_t index) {
    return shown->units ? shown->units[index] : index;
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
