/* number_sum.h: sums of figures as people write them. */
#ifndef HM_NUMBER_SUM_H
#define HM_NUMBER_SUM_H

#include <stddef.h>

/* The number nearest to the sum of the figures as decimal numbers, as hm_number_print writes them:
 * 0.1 and 0.2 are 0.3. Where they have too many digits for that, Neumaier's sum. */
double hm_number_sum(const double *numbers, size_t count);

#endif
