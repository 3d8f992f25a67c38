/* plane.h: planes that touch the index, or a group of it, where a city is: in a tree that
 * adds up, the index itself. What reaches a score by the index does so by each plane above it. */
#ifndef HM_IMPROVE_PLANE_H
#define HM_IMPROVE_PLANE_H

#include "improve/planning.h"

typedef struct hm_plane {
    double *slopes; /* by node */
    double moved;   /* what it has more than as the city is, where it touches: by the slopes */
    double score;   /* of the index or group there */
    bool touches;   /* nothing lies above it */
} hm_plane;

/* Where the scores are as they were last taken; `top`: the index, or a group of it. */
void hm_plane_take(const hm_planning *planning, uint32_t top, hm_plane *out);

/* The cheapest plan by a plane for its score to be `aim`, or the best for the budget. */
typedef struct hm_stride {
    double *steps; /* by decision */
    bool is_found, is_sampled;
    double
        bound; /* where the plane touches: of all plans' costs from below, of scores from above */
} hm_stride;
hm_code hm_plane_plan(hm_planning *planning, const hm_plane *plane, double aim, hm_wish wish,
                      hm_stride *out);

/* --- the least of several (minimum.c) --- */

/* Is the index the least of its groups, and does each figure touch one of them alone? */
bool hm_minimum_is(const hm_planning *planning);
/* The cheapest plan for each to reach the target; costs of all plans are bounded where they are of
 * each. */
hm_code hm_minimum_plan(hm_planning *planning, hm_wish wish, hm_stride *out, double *bound,
                        bool *is_bound);

#endif
