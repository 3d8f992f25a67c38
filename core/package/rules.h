/* rules.h: the rules of all layers become those of the plan. */
#ifndef HM_RULES_H
#define HM_RULES_H

#include "package/joined.h"
#include "package/package.h"

/* Fills package->plan.rules and package->rule_descriptions, after the measures are linked: those of
 * a base first, in the order of declaration; one that is replaced has its successor in its place.
 * What does not fit is an issue. A rule goes with the indicators that it looks at: one that reads
 * an input which no indicator reads any more, since those that did are dropped or replaced, is left
 * out. Other inputs that it reads become the plan's. False when memory or the budget of loading has
 * run out. */
bool hm_rules_link(hm_package *package, const hm_joined *joined);

#endif
