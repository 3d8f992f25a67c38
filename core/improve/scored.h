/* scored.h: plans that the engine scores as a whole, one by one: all there are where these
 * are few; else those near a plan that was found. */
#ifndef HM_IMPROVE_SCORED_H
#define HM_IMPROVE_SCORED_H

#include "improve/planning.h"

/* Of a planning that is opened but for this. Scores all plans where these are few. */
hm_code hm_scored_open(hm_planning *planning);

/* The best of all plans, where all are scored: proved. */
void hm_scored_find(const hm_planning *planning, hm_wish wish, hm_proposal *out);
void hm_scored_highest(const hm_planning *planning, hm_proposal *out);
/* Of those that reach the target the one of the fewest indicators, and of these the best. */
void hm_scored_fewest(const hm_planning *planning, hm_proposal *out);

/* The proposal is these steps, of which the engine says so. */
void hm_scored_take(const hm_planning *planning, const double *steps, double score,
                    hm_proposal *out);

/* Of two plans for the goal, or for what is left of it. */
bool hm_scored_is_better(const hm_planning *planning, const hm_proposal *plan,
                         const hm_proposal *than);

/* Do the figures that are put in keep rules, parts within their wholes and what is scored at all?
 */
bool hm_scored_suits(const hm_planning *planning, const double *steps);

/* A plan that was found is never worse than to change nothing, and leaves out what does not pay:
 * each figure is tried back as it was, a step more and less, at its ends, and nearer to where it
 * is. */
hm_code hm_scored_polish(hm_planning *planning, hm_wish wish, hm_proposal *plan);
/* Likewise, for the highest score whatever it costs. */
hm_code hm_scored_climb(hm_planning *planning, hm_proposal *plan);

#endif
