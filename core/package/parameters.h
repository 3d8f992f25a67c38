/* parameters.h: the parameters of all layers, joined: of each the rows of the last layer that has
 * it. */
#ifndef HM_PARAMETERS_H
#define HM_PARAMETERS_H

#include "package/package.h"

/* Makes the plan's parameters, with those of `settings` set: one that there is not is an issue.
 * False when memory has run out. */
bool hm_parameters_join(hm_package *package, const hm_setting *settings, size_t count);

#endif
