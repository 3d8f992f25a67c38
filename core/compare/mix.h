/* mix.h: scores between two sides: some components as one side has them, the others as the
 * other. */
#ifndef HM_COMPARE_MIX_H
#define HM_COMPARE_MIX_H

#include "compare/mix_steps.h"

/* What the plans that hold on both sides, and what their steps have learnt, differ in:
 * differs[HM_COMPONENT_DATA] is left as it is. False when memory has run out. */
bool hm_matched_differs(const hm_matched *matched, const hm_scores *const scores[HM_SIDES],
                        const size_t units[HM_SIDES], bool differs[HM_COMPONENTS]);

/* Which side each of data, measures, weights and methods is taken from. */
typedef struct hm_mix {
    hm_side side[HM_EXCHANGED];
} hm_mix;

typedef struct hm_mixed {
    hm_scores *scores;
    uint32_t *children; /* of the groups of their plan */
    size_t child_count;
    hm_mixed_steps steps;
} hm_mixed;

/* Scores all units of the data of one side by the core alone, measured, weighed and done as the
 * mix says; steps go by what the side of the methods has learnt in the period of its unit, and
 * between two cities from the group of its unit. `out` without scores: there is no such mix, since
 * a step looks at nodes that the side of the measures has not. Errors: memory, cancelled. */
hm_code hm_mixed_open(hm_mixed *out, const hm_matched *matched,
                      const hm_scores *const scores[HM_SIDES], const size_t units[HM_SIDES],
                      const hm_mix *mix, const hm_score_options *options, hm_error *error);
void hm_mixed_close(hm_mixed *mixed, const hm_allocator *allocator);

#endif
