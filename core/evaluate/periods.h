/* periods.h: units by period. */
#ifndef HM_PERIODS_H
#define HM_PERIODS_H

#include "dataset/dataset.h"

/* The units of period p are order[start[p]] .. order[start[p + 1] - 1], in the order of the data.
 */
typedef struct hm_periods {
    const hm_allocator *allocator;
    size_t units, count;
    uint32_t *order;
    size_t *start;
} hm_periods;

/* Units first .. first + units - 1 of a data set, counted from 0. False when memory has run out. */
bool hm_periods_open(hm_periods *periods, const hm_dataset *dataset, size_t first, size_t units,
                     const hm_allocator *allocator);
void hm_periods_close(hm_periods *periods);

#endif
