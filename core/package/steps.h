/* steps.h: what nodes say of their steps becomes the plan's. */
#ifndef HM_PACKAGE_STEPS_H
#define HM_PACKAGE_STEPS_H

#include "package/joined.h"
#include "package/package.h"

/* Fills the steps of package->nodes, whose items are `items`. A method or parameter that
 * there is not, or a number that it cannot be, is an issue (HM_REJECTED). False when memory has run
 * out. */
bool hm_steps_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
