/* order.h: in which order nodes are computed: each behind its children, and behind what it reads.
 */
#ifndef HM_PACKAGE_ORDER_H
#define HM_PACKAGE_ORDER_H

#include "package/joined.h"
#include "package/package.h"

/* Fills the order and the phases of the plan, whose nodes are those of `items` and know what they
 * read and which steps they have. A circle is an issue (HM_REJECTED) that names all on the way.
 * False when memory or the budget of loading has run out. */
bool hm_order_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
