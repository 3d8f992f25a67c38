/* droppable.h: may a node be left out? Not where the package could not do without: where a measure
 * or a transformation reads it, an imputation would have no other indicator to go by, or nothing
 * else is below the index. */
#ifndef HM_DROPPABLE_H
#define HM_DROPPABLE_H

#include "plan/plan.h"

typedef struct hm_obstacle {
    char text[256]; /* "G reads it" */
} hm_obstacle;

bool hm_may_be_dropped(const hm_plan *plan, uint32_t node, hm_obstacle *why);

/* Is some indicator that stays imputed by the node, or by what is left out with it? */
bool hm_is_imputed_by(const hm_plan *plan, uint32_t node);

#endif
