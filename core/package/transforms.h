/* transforms.h: what becomes of a node's own value: expressions meet inputs and nodes. */
#ifndef HM_TRANSFORMS_H
#define HM_TRANSFORMS_H

#include "package/joined.h"
#include "package/package.h"

/* Of all nodes, once their measures are linked. What does not fit is an issue. False when memory or
 * the budget of loading has run out. */
bool hm_transforms_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
