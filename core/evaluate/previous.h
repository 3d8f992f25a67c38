/* previous.h: where the figures of a city's periods before stand. */
#ifndef HM_PREVIOUS_H
#define HM_PREVIOUS_H

#include "dataset/dataset.h"
#include "expr/expr_run.h"

/* For each unit of the data set the same city's unit one period back, two, ... `back` periods back
 * by the calendar (hm_calendar_previous), whatever else is in the data; HM_NO_UNIT where there is
 * none. `out` has `back` times as many numbers as there are units, those one period back first.
 * False when memory has run out. */
bool hm_previous_find(const hm_dataset *dataset, size_t back, uint32_t *out,
                      const hm_allocator *allocator);

#endif
