/* select.h: quantiles of numbers in any order, without sorting them. */
#ifndef HM_SELECT_H
#define HM_SELECT_H

#include <stddef.h>

/* The quantile of hm_sample_quantile of `count` >= 1 finite numbers, none of them -0; `room` has
 * space for as many. */
double hm_select_quantile(const double *numbers, size_t count, double share, double *room);

#endif
