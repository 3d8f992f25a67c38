/* averages.h: kernels of what several figures are together, of those that apply: what is not
 * applicable or undefined is passed over, as groups do with children. What is missing otherwise is
 * missing in the result; where nothing applies, that is as missing as the gravest of them. */
#ifndef HM_AVERAGES_H
#define HM_AVERAGES_H

#include "expr/operand.h"

enum { HM_AVERAGED = 3000 }; /* figures at most: an expression has no more operands */

hm_kernel hm_run_median, hm_run_mean_of;
/* The sample's standard deviation: undefined of fewer than two. */
hm_kernel hm_run_sd_of;

#endif
