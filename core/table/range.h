/* range.h: the least and the greatest of many numbers. */
#ifndef HM_RANGE_H
#define HM_RANGE_H

#include <stddef.h>

typedef struct hm_range {
    double low, high;
} hm_range;

/* Of `count` > 0 finite numbers. */
hm_range hm_range_of(const double *numbers, size_t count);

#endif
