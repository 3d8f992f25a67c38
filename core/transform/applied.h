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

/* Does a step learn from the value of a unit, if it has one? All do, where nothing has to be asked
 * of them. */
bool hm_applied_teaches(const hm_transformed *transformed, const hm_applied_step *step,
                        size_t unit);
bool hm_applied_all_teach(const hm_transformed *transformed, const hm_applied_step *step);

/* What a step makes of the value of a bound unit. */
void hm_applied_take(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                     hm_step_cell *cell);

/* Values on their way through steps, of units in a row. */
typedef struct hm_step_cells {
    double *values; /* from the first unit on, here and below */
    uint8_t *states;
    uint8_t *flags; /* NULL: the steps raise none */
} hm_step_cells;
/* What a step makes of those of `count` units from `unit` on, but for what it has taken. */
void hm_applied_take_all(const hm_transformed *transformed, const hm_applied_step *step,
                         size_t unit, size_t count, hm_step_cells cells);

/* The value of a node, and what its first `count` steps make of it. */
hm_step_cell hm_applied_cell(const hm_transformed *transformed, size_t node, size_t count,
                             size_t unit);

#endif
