/* by_day.h: what goes by the first day of a unit's period. */
#ifndef HM_BY_DAY_H
#define HM_BY_DAY_H

#include "evaluate/bound.h"

/* Fills parameters and editions of all units. False: memory has run out. */
bool hm_by_day_bind(hm_bound *bound, const hm_allocator *allocator);

#endif
