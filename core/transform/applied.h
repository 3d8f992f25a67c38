/* applied.h: steps as they are taken, value by value. */
#ifndef HM_APPLIED_H
#define HM_APPLIED_H

#include "transform/chosen.h"

/* A value on its way through the steps. */
typedef struct hm_step_cell {
    double value;
    uint8_t state;
    uint8_t flags; /* HM_FLAG_IMPUTED, _OLDER_PERIOD and _TREATED, as steps raise them */
} hm_step_cell;

/* What a step makes of the value of a bound unit. */
void hm_applied_take(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                     hm_step_cell *cell);
/* The value of a node, and what its first `count` steps make of it. */
hm_step_cell hm_applied_cell(const hm_transformed *transformed, size_t node, size_t count,
                             size_t unit);

#endif
