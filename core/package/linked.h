/* linked.h: what the layers of a package declare, joined, becomes its plan. */
#ifndef HM_PACKAGE_LINKED_H
#define HM_PACKAGE_LINKED_H

#include "package/joined.h"
#include "package/package.h"

/* Fills a package that has its layers, with those parameters set that `settings` name. What is
 * wrong is an issue of it. False when memory has run out, or the budget of joined->meter. */
bool hm_package_link(hm_package *package, hm_joined *joined, const hm_setting *settings,
                     size_t setting_count);

#endif
