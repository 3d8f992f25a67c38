/* weight_parameters.h: weights that are parameters. */
#ifndef HM_WEIGHT_PARAMETERS_H
#define HM_WEIGHT_PARAMETERS_H

#include "package/joined.h"
#include "package/package.h"

/* Writes out, once the parameters are joined, the weights of items that are parameters: what the
 * parameter is, from each day on that it changes. One that there is not, or that is no weight, or
 * has no value yet where its node holds already, is an issue (HM_REJECTED). False when memory has
 * run out. */
bool hm_weight_parameters_resolve(hm_package *package, const hm_joined *joined);

#endif
