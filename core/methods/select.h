/* select.h: quantiles of numbers in any order, without sorting them. */
#ifndef HM_SELECT_H
#define HM_SELECT_H

#include <stddef.h>

/* The quantile of hm_sample_quantile of `count` >= 1 finite numbers, none of them -0; `room` has
 * space for as many. */
double hm_select_quantile(const double *numbers, size_t count, double share, double *room);
/* Several of them, which takes less than one by one; `room` is not where the numbers are. */
void hm_select_quantiles(const double *numbers, size_t count, const double *shares,
                         size_t share_count, double *room, double *quantiles);

#endif
