/* breaks.h: the breaks that a package declares for all there is. */
#ifndef HM_PACKAGE_BREAKS_H
#define HM_PACKAGE_BREAKS_H

#include "package/package.h"

/* Fills those of the plan with what all layers say, each day once, and notes whether there are any
 * at all. What is said of nodes and inputs stays with them. False when memory has run out. */
bool hm_breaks_link(hm_package *package);

#endif
