/* hierarchy.h: joined items become nodes in hierarchy order. */
#ifndef HM_HIERARCHY_H
#define HM_HIERARCHY_H

#include "package/joined.h"
#include "package/package.h"

/* Fills package->nodes, codes and policy, and *items with the item of each node. What keeps the
 * items from being one tree (no root or several, parents that are missing or go in a circle, empty
 * groups) is an issue (HM_REJECTED). False when memory or the budget of
 * loading has run out. */
bool hm_hierarchy_build(hm_package *package, const hm_joined *joined, const hm_item ***items);

#endif
