/* droppable.h: may a node be left out by having no weight? Not where something is learnt from it,
 * or read of it, which would go on as before. */
#ifndef HM_DROPPABLE_H
#define HM_DROPPABLE_H

#include "plan/plan.h"

typedef struct hm_obstacle {
    char text[256]; /* "G weighs its children by the data" */
} hm_obstacle;

bool hm_may_be_dropped(const hm_plan *plan, uint32_t node, hm_obstacle *why);

#endif
