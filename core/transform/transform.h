/* transform.h: values become scores. An indicator's value is its score, held within its range; or,
 * where the indicator says `scale`, it is marked by what was learnt from the cities of its period:
 * a fit, which is learnt here from all units, or was given. */
#ifndef HM_TRANSFORM_H
#define HM_TRANSFORM_H

#include "evaluate/evaluate.h"
#include "platform/cancel.h"
#include "transform/fits.h"

typedef struct hm_transformed {
    const hm_plan *plan;
    const hm_bound *bound;
    const hm_evaluated *evaluated;
    hm_grid scores; /* a column an indicator; those that are not scaled over cities borrow their
                        values */
    const hm_fits *fits;   /* what marks are made with */
    hm_fits *own;          /* that, where it was learnt here; else NULL */
    const hm_fit **chosen; /* by indicator and then period of the data; NULL where none is needed */
    size_t period_count;
} hm_transformed;

/* `fits` NULL: they are learnt. They must outlive what is opened. Errors: memory,
 * HM_ERROR_CANCELLED, HM_ERROR_PACKAGE when a fit lacks a node or a period, or has another node of
 * that code. */
hm_code hm_transformed_open(hm_transformed *transformed, const hm_evaluated *evaluated,
                            const hm_fits *fits, const hm_cancel *cancel,
                            const hm_allocator *allocator, hm_error *error);
void hm_transformed_close(hm_transformed *transformed);
/* Marks one unit anew in these indicators, from its values as they are now, by the same fits. */
void hm_transformed_update(hm_transformed *transformed, const uint32_t *indicators, size_t count,
                           size_t unit);
/* Can a unit of the data set, bound or not, be marked? HM_ERROR_PACKAGE where the fits that were
 * given lack its period. */
hm_code hm_transformed_covers(const hm_transformed *transformed, size_t unit, hm_error *error);
/* Learns anew from the values that all units of the unit's period have now; what was learnt of
 * other periods stays. Only where fits were not given. After an error all is as before. Errors:
 * memory, HM_ERROR_CANCELLED. */
hm_code hm_transformed_refit(hm_transformed *transformed, size_t unit, const hm_cancel *cancel,
                             hm_error *error);

/* HM_FLAG_CAPPED or HM_FLAG_FLOORED where a mark that was scaled over cities lies outside the
 * indicator's range. */
unsigned hm_transformed_flags(const hm_transformed *transformed, size_t indicator, size_t unit);
/* How the value of one unit became its mark: what hm_scores_scaling tells; `out` is as it is begun.
 */
void hm_transformed_explain(const hm_transformed *transformed, size_t indicator, size_t unit,
                            hm_scaling *out);

#endif
