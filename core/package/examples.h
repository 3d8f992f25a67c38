/* examples.h: worked examples give figures of inputs that matter to what they are examples of. */
#ifndef HM_EXAMPLES_H
#define HM_EXAMPLES_H

#include "package/joined.h"
#include "package/package.h"

/* Once all that the package holds is linked: a figure of an input that neither the indicator, or
 * rule, reads nor the conditions of its inputs (asked_if) is an issue. False when memory or the
 * budget of loading has run out. */
bool hm_examples_check(hm_package *package, const hm_joined *joined, const hm_item *const *items);

#endif
