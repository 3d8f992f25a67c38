/* replicates.h: what a number does over the replicates of a study, and how near an estimate is. */
#ifndef HM_REPLICATES_H
#define HM_REPLICATES_H

#include <stdbool.h>
#include <stddef.h>

/* Of those replicates that have the number: NAN is none. Independent of their order. */
typedef struct hm_spread {
    size_t count;
    double mean;              /* 0 where count is 0 */
    double deviation;         /* by count - 1; 0 where count < 2 */
    double low, middle, high; /* quantiles of type 7: 0.05, 0.5 and 0.95 */
} hm_spread;

/* `found` and `room` have space for `count` numbers; `found` holds those that are there
 * afterwards, for other quantiles (select.h). */
hm_spread hm_spread_of(const double *numbers, size_t count, double *found, double *room);

/* An estimate and its error bars. */
typedef struct hm_interval {
    double middle, low, high;
} hm_interval;

/* From `count` >= 2 independent estimates of it, such as those of several scramblings: their mean,
 * and within which bounds Student's t has the true one in a share (0.95) of such cases. */
hm_interval hm_interval_of(const double *estimates, size_t count, double share);

#endif
