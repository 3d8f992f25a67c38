/* periods.h: units by period, and each unit's predecessor. */
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

/* For each unit of the data set the same city's latest unit in an earlier period of the same form
 * (years with years, quarters with quarters), UINT32_MAX where there is none. `out` has a number a
 * unit. False when memory has run out. */
bool hm_periods_previous(const hm_dataset *dataset, uint32_t *out, const hm_allocator *allocator);

#endif
