/* tables.h: what was found for a city, as tables. */
#ifndef HM_IMPROVE_TABLES_H
#define HM_IMPROVE_TABLES_H

#include "improve/planning.h"
#include "table/table.h"

/* A change of one figure. */
typedef struct hm_change {
    uint32_t input;
    double steps;
    double cost, points, cumulated; /* NAN: nothing is said */
} hm_change;

/* The table of changes, in their order. */
hm_code hm_changes_table(hm_table **out, const hm_decisions *decisions, const hm_change *changes,
                         size_t count, hm_error *error);

/* The table of what can change. */
hm_code hm_decisions_table(hm_table **out, const hm_decisions *decisions, hm_error *error);

typedef struct hm_outcome {
    const hm_dataset *dataset;
    size_t unit; /* of the data */
    hm_improve_goal goal;
    double score, wanted; /* worth, as all scores of plans; wanted of a budget: it. NAN: none */
    double other;         /* the score of the city to be passed, as it is; NAN: there is none */
    double highest;
    hm_proposal plan;
} hm_outcome;
hm_code hm_outcome_table(hm_table **out, const hm_trial *trial, const hm_outcome *outcome,
                         hm_error *error);

/* Another plan. */
typedef struct hm_alternative {
    const char *name;
    uint32_t without; /* an input; HM_NO_NAME */
    hm_proposal plan;
} hm_alternative;
hm_code hm_alternatives_table(hm_table **out, const hm_planning *planning,
                              const hm_alternative *each, size_t count, hm_error *error);

#endif
