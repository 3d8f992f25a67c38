/* tree.h: how the index of a city follows from the scores below it: what each adds to it,
 * and whether that can be relied on. */
#ifndef HM_IMPROVE_TREE_H
#define HM_IMPROVE_TREE_H

#include "improve/menus.h"

typedef enum hm_tree {
    HM_TREE_ADDS,    /* the index is a sum of scores by fixed shares */
    HM_TREE_CONCAVE, /* it lies nowhere above the plane that touches it somewhere */
    HM_TREE_OTHER
} hm_tree;

/* Of all that the menus touch. Errors: memory. */
hm_code hm_tree_find(const hm_menus *menus, hm_tree *out, hm_error *error);
/* What a score counts as in the group above it: a geometric mean may hold it above a floor. */
double hm_tree_counted(const hm_plan *plan, uint32_t node, double score);
/* By node what a point of its score, as it counts, adds to that of `top` (of the index: to its
 * worth), where the scores are as they were last taken; of a tree that is not HM_TREE_OTHER. False
 * where that is no such plane: a mean that is not arithmetic has no slope at 0. */
bool hm_tree_slopes(const hm_trial *trial, uint32_t top, double *slopes);

#endif
