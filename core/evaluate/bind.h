/* bind.h: the one meeting of package and data set: each input of the package gets its column of
 * figures, validated by the input's kind and bounds. */
#ifndef HM_BIND_H
#define HM_BIND_H

#include "evaluate/bound.h"

/* Binds units first .. first + count - 1. Both must outlive `bound`.
 * Figures that do not suit become HM_INVALID and an issue. `verified_only`: those that are said not
 * to be verified are HM_NOT_REPORTED. */
hm_code hm_bound_open(hm_bound *bound, const hm_plan *plan, const hm_dataset *dataset, size_t first,
                      size_t count, bool verified_only, const hm_cancel *cancel,
                      const hm_allocator *allocator, hm_error *error);
#endif
