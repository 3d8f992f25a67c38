/* measures.h: measures meet inputs: names are found, types checked, inputs numbered. */
#ifndef HM_MEASURES_H
#define HM_MEASURES_H

#include "package/joined.h"
#include "package/package.h"

/* Fills package->indicators, inputs, input_names and texts from the items of its nodes. What does
 * not fit is an issue. False when memory or the budget of loading has run out. */
bool hm_measures_link(hm_package *package, const hm_joined *joined, const hm_item *const *items);
/* Warns of inputs that the last layer shares and that nothing uses, rules neither: after
 * hm_rules_link. */
void hm_measures_warn_unused(hm_package *package);

#endif
