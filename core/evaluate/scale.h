/* scale.h: values become scores. An indicator's value is its score, held within its range; or,
 * where the indicator says `scale`, its score is its place among the cities of the same period. */
#ifndef HM_SCALE_STAGE_H
#define HM_SCALE_STAGE_H

#include "evaluate/evaluate.h"

typedef struct hm_scaled {
    const hm_plan *plan;
    const hm_bound *bound;
    const hm_evaluated *evaluated;
    hm_grid scores; /* a column an indicator; those that are not scaled over cities borrow their
                        values */
} hm_scaled;

hm_code hm_scaled_open(hm_scaled *scaled, const hm_evaluated *evaluated, const hm_cancel *cancel,
                       const hm_allocator *allocator, hm_error *error);
void hm_scaled_close(hm_scaled *scaled);
/* HM_FLAG_CAPPED or HM_FLAG_FLOORED where a mark that was scaled over cities lies outside the
 * indicator's range. */
unsigned hm_scaled_flags(const hm_scaled *scaled, size_t indicator, size_t unit);
/* Scales anew from the values as they are now. HM_ERROR_MEMORY, HM_ERROR_CANCELLED. */
hm_code hm_scaled_run(hm_scaled *scaled, const hm_cancel *cancel, const hm_allocator *allocator,
                      hm_error *error);
/* The same of some indicators and the period of one unit. */
hm_code hm_scaled_update(hm_scaled *scaled, const uint32_t *indicators, size_t count, size_t unit,
                         const hm_allocator *allocator, hm_error *error);
/* How the value of one unit became its mark, found out again: what hm_scores_scaling tells. */
hm_code hm_scaled_explain(const hm_scaled *scaled, size_t indicator, size_t unit,
                          const hm_allocator *allocator, hm_scaling *out);

#endif
