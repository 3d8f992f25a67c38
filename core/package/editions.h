/* editions.h: what changes with the period, as plans that hold from one day to the next. */
#ifndef HM_PACKAGE_EDITIONS_H
#define HM_PACKAGE_EDITIONS_H

#include "package/joined.h"
#include "package/package.h"

/* Fills the editions of the plan, which is whole but for them, where its nodes, those of `items`,
 * begin, end or change with some period. A group that has children whose weights are all 0 in some
 * edition, and a node that never holds, are issues (HM_REJECTED). False when memory or the budget
 * of loading has run out. */
bool hm_editions_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
