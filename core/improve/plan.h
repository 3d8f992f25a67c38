/* plan.h: the plan for a goal, and how sure it is that there is no better one. */
#ifndef HM_IMPROVE_PLAN_H
#define HM_IMPROVE_PLAN_H

#include "improve/planning.h"

/* `out->steps` is of the planning's memory. The figures are as they were afterwards. */
hm_code hm_planning_find(hm_planning *planning, hm_wish wish, hm_proposal *out);
/* Of a tree that adds up: the plan that changes the fewest indicators, and of those the cheapest;
 * in fewest.c. */
hm_code hm_planning_fewest(hm_planning *planning, hm_proposal *out);
/* Is one plan, which reaches the target, better than another where fewer indicators count first? */
bool hm_planning_changes_fewer(const hm_planning *planning, const hm_proposal *one,
                               const hm_proposal *other);
/* The best score that was found. */
hm_code hm_planning_highest(hm_planning *planning, hm_proposal *out);

#endif
