/* previous.h: where the figures of a city's periods before stand. */
#ifndef HM_PREVIOUS_H
#define HM_PREVIOUS_H

#include "dataset/dataset.h"
#include "expr/earlier.h"

/* For each unit of the data set the same city's nearest unit before it by the calendar
 * (hm_calendar_previous), whatever else is in the data; none where that is more than `back` periods
 * before. False when memory has run out. */
bool hm_previous_find(const hm_dataset *dataset, size_t back, hm_earlier *out,
                      const hm_allocator *allocator);

#endif
