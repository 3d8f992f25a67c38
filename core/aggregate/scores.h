/* scores.h: the result of a run: everything the stages made, in one object. */
#ifndef HM_SCORES_H
#define HM_SCORES_H

#include "aggregate/aggregate.h"

struct hm_scores {
    const hm_allocator *allocator;
    const hm_plan *plan; /* kept: hm_plan_keep */
    hm_plan *weighed;    /* that, a copy, where children of some group get their weights in it; else
                            NULL */
    hm_bound bound;
    hm_evaluated evaluated;
    hm_transformed transformed;
    hm_aggregated aggregated;
    hm_issues issues;
    hm_timing timing;
    bool verified_only; /* as it was asked for */
};

/* Takes the flag that is written first out of `left`, and gives its name; NULL when none is left.
 */
const char *hm_flag_next(unsigned *left);

/* hm_score for a part of what `budget` is for, in place of options->run_limits. In run.c. */
hm_code hm_scores_of_part(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                          const hm_score_options *options, hm_budget *budget, hm_error *error);

/* Checks the rules, and gathers the issues of all stages: figures first, then scripts that failed,
 * one issue a reason. */
hm_code hm_scores_gather_issues(hm_scores *scores, size_t jobs, const hm_cancel *cancel,
                                hm_error *error);

/* As hm_scores_row, but for the weight, the class and whether it is absent, for callers that go
 * through all nodes of a unit: `shares` from hm_aggregated_shares. */
void hm_scores_fill_row(const hm_scores *scores, size_t unit, size_t node, const double *shares,
                        hm_score_row *out);
/* The same of one node, whose share of the root's score is known: NAN, no contribution. */
void hm_scores_fill_with(const hm_scores *scores, size_t unit, size_t node, double share,
                         hm_score_row *out);

/* What has no value says why: its status; a node without a rank or a contribution has none to
 * have. */
static inline uint8_t hm_scores_cell_state(bool there, hm_state why) {
    return (uint8_t)(there ? HM_OBSERVED : why != HM_OBSERVED ? why : HM_NOT_APPLICABLE);
}

/* The same of its value: a scored indicator without one was not reported, and its score was filled
 * in. A scored group without steps has none. */
static inline uint8_t hm_scores_value_state(bool there, hm_state why, const hm_node *node) {
    const bool is_filled = why == HM_OBSERVED && node->indicator != HM_NO_INDICATOR;
    return hm_scores_cell_state(there, is_filled ? HM_NOT_REPORTED : why);
}

#endif
