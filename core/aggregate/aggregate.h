/* aggregate.h: from indicators up the hierarchy: scores, coverage, statuses, ranks. */
#ifndef HM_AGGREGATE_H
#define HM_AGGREGATE_H

#include "evaluate/scale.h"

typedef struct hm_aggregated {
    const hm_evaluated *evaluated;
    const hm_scaled *scaled;
    hm_table scores;     /* a column a node, a row a unit; states may be HM_INSUFFICIENT here */
    double *coverage;    /* by group and then unit */
    uint32_t *group_of;  /* by node: its number among the groups; meaningless for indicators */
    uint32_t *ranks;     /* by node and then unit; 0 where there is none */
    double rank_seconds; /* how long filling them took */
} hm_aggregated;

/* Room for the scores of all scaled units, nothing aggregated yet. */
hm_code hm_aggregated_allocate(hm_aggregated *aggregated, const hm_scaled *scaled,
                               const hm_allocator *allocator, hm_error *error);
/* Scores units begin .. end - 1 at every node, without ranks. `scores` and `weights` have room for
 * the children of the group that has most (hm_aggregated_most_children). */
void hm_aggregated_run(hm_aggregated *aggregated, size_t begin, size_t end, double *scores,
                       double *weights);
size_t hm_aggregated_most_children(const hm_package *package);

/* All units, ranked. */
hm_code hm_aggregated_open(hm_aggregated *aggregated, const hm_scaled *scaled,
                           const hm_score_options *options, hm_error *error);
void hm_aggregated_close(hm_aggregated *aggregated);

double hm_aggregated_coverage(const hm_aggregated *aggregated, size_t node, size_t unit);

/* What each node adds to the root's score in one unit: `shares` (node_count numbers) receives the
 * factor that a node's score is multiplied with (below 0 for a node that deducts), NAN where there
 * is none. */
void hm_aggregated_shares(const hm_aggregated *aggregated, size_t unit, double *shares);

/* Fills `ranks`: for each node, units of the same period by score, the best first; ties share the
 * smaller rank. In rank.c, called by hm_aggregated_open. */
hm_code hm_aggregated_rank(hm_aggregated *aggregated, size_t jobs, const hm_allocator *allocator,
                           hm_error *error);

#endif
