#include "transform/applied.h"

#include <float.h>
#include <math.h>

#include "hundredmark/score.h"
#include "transform/joints.h"
#include "transform/neighbours.h"

/* --- one value --- */

/* NAN where there is nothing to go by. */
static double by_fit(const hm_transformed *transformed, const hm_applied_step *applied, size_t unit,
                     hm_step_cell *cell) {
    static const hm_learnt nothing = {.count = 0};
    const hm_step *step = applied->step;
    const hm_learnt *learnt = &nothing;
    if (hm_step_learns(step)) {
        const hm_fit *fit = hm_applied_fit(transformed, applied, transformed->bound->first + unit);
        if (!fit || !hm_fit_is_possible(fit))
            return (double)NAN;
        learnt = &fit->learnt;
    }
    const double value = hm_step_orient(step, cell->value);
    if (step->method->kind == HM_STEP_TREAT && hm_step_pulls_in(learnt, value))
        cell->flags |= HM_FLAG_TREATED;
    return hm_step_apply(step->method, learnt, step->settings, value);
}

/* Imputed values are values, and so have the direction of these. */
static void impute(const hm_transformed *transformed, const hm_applied_step *applied, size_t unit,
                   hm_step_cell *cell) {
    const hm_step *step = applied->step;
    hm_neighbour_value found = {.value = (double)NAN};
    if (cell->state != HM_NOT_REPORTED && cell->state != HM_INSUFFICIENT)
        return;
    if (step->method->reads_series)
        found = hm_neighbours_impute(transformed, applied, unit);
    else if (step->columns)
        found.value = hm_joints_filled(transformed, applied, unit);
    else
        found.value = hm_step_orient(step, by_fit(transformed, applied, unit, cell));
    if (!(fabs(found.value) <= DBL_MAX))
        return;
    *cell = (hm_step_cell){
        found.value, HM_OBSERVED,
        (uint8_t)(cell->flags | (found.is_older ? HM_FLAG_OLDER_PERIOD : HM_FLAG_IMPUTED))};
}

void hm_applied_take(const hm_transformed *transformed, const hm_applied_step *applied, size_t unit,
                     hm_step_cell *cell) {
    if (applied->step->method->kind == HM_STEP_AGGREGATE)
        return; /* what it makes is the value itself */
    if (applied->step->method->kind == HM_STEP_IMPUTE) {
        impute(transformed, applied, unit, cell);
    } else if (cell->state == HM_OBSERVED) {
        cell->value = by_fit(transformed, applied, unit, cell);
        if (!(fabs(cell->value) <= DBL_MAX))
            *cell = (hm_step_cell){0, HM_UNDEFINED, cell->flags};
    }
}

hm_step_cell hm_applied_cell(const hm_transformed *transformed, size_t node, size_t count,
                             size_t unit) {
    const hm_grid_column *values = transformed->source.values(transformed->source.context, node);
    const hm_applied_step *steps = hm_applied_steps(transformed, node);
    hm_step_cell cell = {values->values[unit], values->states[unit], 0};
    for (size_t i = 0; i < count; i++)
        hm_applied_take(transformed, &steps[i], unit, &cell);
    return cell;
}
