/* classes.h: the classes that nodes declare become the plan's. */
#ifndef HM_PACKAGE_CLASSES_H
#define HM_PACKAGE_CLASSES_H

#include "package/joined.h"
#include "package/package.h"

/* Fills the classes of package->plan.nodes, whose items are `items`, once parameters are joined and
 * steps linked. Bounds that are parameters which there are not, or out of order, and values that a
 * group has not, are issues (HM_REJECTED). False when memory has run out. */
bool hm_classes_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
