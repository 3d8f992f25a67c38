#include "transform/applied.h"

#include <float.h>
#include <math.h>

#include "hundredmark/score.h"
#include "platform/wide.h"
#include "transform/joints.h"
#include "transform/neighbours.h"

/* --- learnt from --- */

bool hm_applied_teaches(const hm_transformed *transformed, const hm_applied_step *step,
                        size_t unit) {
    const hm_step_source *source = &transformed->source;
    const hm_bound *bound = transformed->bound;
    const uint8_t *unranked = hm_dataset_unranked(bound->dataset);
    return unit != transformed->left_out &&
           !(unranked && unranked[hm_dataset_cities(bound->dataset)[bound->first + unit]]) &&
           source->counts(source->context, step->node, unit, step->step->fits_on_imputed);
}

/* Has one of the steps before it imputed? */
static bool imputes_before(const hm_transformed *transformed, const hm_applied_step *step) {
    const hm_applied_step *before = hm_applied_steps(transformed, step->node);
    while (before < step && before->step->method->kind != HM_STEP_IMPUTE)
        before++;
    return before < step;
}

bool hm_applied_all_teach(const hm_transformed *transformed, const hm_applied_step *step) {
    const hm_step_source *source = &transformed->source;
    return transformed->left_out == HM_NONE_LEFT_OUT &&
           !hm_dataset_unranked(transformed->bound->dataset) &&
           source->all_count(source->context, step->node) &&
           (step->step->fits_on_imputed || !imputes_before(transformed, step));
}

/* Was a unit with a value learnt from? It is in a group. */
static bool was_learnt_from(const hm_transformed *transformed, const hm_applied_step *applied,
                            size_t unit) {
    const hm_bound *bound = transformed->bound;
    const hm_step *step = applied->step;
    const uint32_t period = hm_dataset_periods(bound->dataset)[bound->first + unit];
    return (!step->over_name ||
            hm_step_learns_from(step, hm_dataset_period_names(bound->dataset)->texts[period])) &&
           (hm_applied_all_teach(transformed, applied) ||
            hm_applied_teaches(transformed, applied, unit));
}

/* --- by what was learnt --- */

static const hm_learnt nothing = {.count = 0};

/* NULL where there is nothing to go by. */
static const hm_learnt *learnt_of(const hm_transformed *transformed, const hm_applied_step *applied,
                                  size_t unit) {
    if (!hm_step_learns(applied->step))
        return &nothing;
    const hm_fit *fit = hm_applied_fit(transformed, applied, transformed->bound->first + unit);
    return fit && hm_fit_is_possible(fit) ? &fit->learnt : NULL;
}

/* Values as steps take them, into `to`. */
static void orient(const hm_step *step, const double *restrict values, size_t count,
                   double *restrict to) {
    if (step->lower_is_better)
        for (size_t i = 0; i < count; i++)
            to[i] = -values[i] + 0.0;
    else
        for (size_t i = 0; i < count; i++)
            to[i] = values[i] + 0.0;
}

HM_WIDE static void flag_pulled_in(double low, double high, const double *restrict values,
                                   const uint8_t *restrict states, size_t count,
                                   uint8_t *restrict flags) {
    for (size_t i = 0; i < count; i++) {
        const bool pulled = (values[i] < low) | (values[i] > high);
        flags[i] |= ((states[i] == HM_OBSERVED) & pulled) ? HM_FLAG_TREATED : 0;
    }
}

/* Those that are there become marks, or nothing where these are no numbers. */
HM_WIDE static void put_marks(const double *restrict marks, size_t count, double *restrict values,
                              uint8_t *restrict states) {
    for (size_t i = 0; i < count; i++) {
        const bool there = states[i] == HM_OBSERVED, fine = fabs(marks[i]) <= DBL_MAX;
        values[i] = there ? fine ? marks[i] : 0 : values[i];
        states[i] = (there & !fine) ? HM_UNDEFINED : states[i];
    }
}

/* Does it hold values within bounds that it learns? */
static bool pulls_in(const hm_step *step) {
    return step->method->kind == HM_STEP_TREAT &&
           hm_step_has(step->method, step->settings, HM_STATISTIC_LOW);
}

/* A block or less, of which all goes by the same: NULL makes nothing of it. */
static void take_alike(const hm_step *step, const double *settings, const hm_learnt *learnt,
                       size_t count, hm_step_cells cells) {
    double values[HM_BLOCK];
    orient(step, cells.values, count, values);
    if (learnt && cells.flags && pulls_in(step))
        flag_pulled_in(learnt->statistics[HM_STATISTIC_LOW], learnt->statistics[HM_STATISTIC_HIGH],
                       values, cells.states, count, cells.flags);
    if (learnt)
        hm_step_apply_all(step->method, learnt, settings, values, count);
    for (size_t i = 0; !learnt && i < count; i++)
        values[i] = (double)NAN;
    put_marks(values, count, cells.values, cells.states);
}

static hm_step_cells cells_from(hm_step_cells cells, size_t at) {
    return (hm_step_cells){cells.values + at, cells.states + at,
                           cells.flags ? cells.flags + at : NULL};
}

/* Runs of units that go by the same; of one period without groups, all do. */
static void take_by_fit(const hm_transformed *transformed, const hm_applied_step *applied,
                        size_t unit, size_t count, hm_step_cells cells) {
    const bool is_one = !hm_step_learns(applied->step) ||
                        (!applied->groups->of && hm_applied_fit_count(applied) == 1);
    size_t end;
    if (applied->taken == HM_TAKEN_ALL)
        return;
    for (size_t i = 0; i < count; i = end) {
        const hm_learnt *learnt = learnt_of(transformed, applied, unit + i);
        const bool is_taken = learnt && applied->taken != HM_TAKEN_NONE;
        end = i + 1;
        if (is_taken && was_learnt_from(transformed, applied, unit + i))
            continue;
        if (is_one && !is_taken)
            end = count - i < HM_BLOCK ? count : i + HM_BLOCK;
        while (!is_taken && end < count && end - i < HM_BLOCK &&
               learnt_of(transformed, applied, unit + end) == learnt)
            end++;
        take_alike(applied->step, hm_applied_settings(transformed, applied, unit + i), learnt,
                   end - i, cells_from(cells, i));
    }
}

/* --- imputing --- */

/* Imputed values are values, and so have the direction of these. */
static double imputed_by_fit(const hm_transformed *transformed, const hm_applied_step *applied,
                             size_t unit) {
    const hm_step *step = applied->step;
    const hm_learnt *learnt = learnt_of(transformed, applied, unit);
    const double *settings = hm_applied_settings(transformed, applied, unit);
    return learnt ? hm_step_orient(step, hm_step_apply(step->method, learnt, settings, 0))
                  : (double)NAN;
}

static void impute(const hm_transformed *transformed, const hm_applied_step *applied, size_t unit,
                   hm_step_cell *cell) {
    const hm_step *step = applied->step;
    double found;
    if (cell->state != HM_NOT_REPORTED && cell->state != HM_INSUFFICIENT)
        return;
    if (step->method->reads_series)
        found = hm_neighbours_impute(transformed, applied, unit);
    else if (step->columns)
        found = hm_joints_filled(transformed, applied, unit);
    else
        found = imputed_by_fit(transformed, applied, unit);
    if (!(fabs(found) <= DBL_MAX))
        return;
    const unsigned flag = step->method->takes_reported ? HM_FLAG_OLDER_PERIOD : HM_FLAG_IMPUTED;
    *cell = (hm_step_cell){found, HM_OBSERVED, (uint8_t)(cell->flags | flag)};
}

/* Those of a block that have no value. */
static size_t find_gaps(const uint8_t *states, size_t count, uint16_t gaps[HM_BLOCK]) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        gaps[found] = (uint16_t)i;
        found += states[i] != HM_OBSERVED;
    }
    return found;
}

static void impute_block(const hm_transformed *transformed, const hm_applied_step *applied,
                         size_t unit, size_t count, hm_step_cells cells) {
    uint16_t gaps[HM_BLOCK];
    const size_t gap_count = find_gaps(cells.states, count, gaps);
    for (size_t k = 0; k < gap_count; k++) {
        const size_t i = gaps[k];
        hm_step_cell cell = {0, cells.states[i], 0}; /* nothing is read of what is not there */
        impute(transformed, applied, unit + i, &cell);
        if (cell.state != HM_OBSERVED)
            continue;
        cells.values[i] = cell.value;
        cells.states[i] = cell.state;
        if (cells.flags)
            cells.flags[i] |= cell.flags;
    }
}

static void impute_all(const hm_transformed *transformed, const hm_applied_step *applied,
                       size_t unit, size_t count, hm_step_cells cells) {
    for (size_t i = 0; i < count; i += HM_BLOCK)
        impute_block(transformed, applied, unit + i, count - i < HM_BLOCK ? count - i : HM_BLOCK,
                     cells_from(cells, i));
}

/* --- taking --- */

void hm_applied_take_all(const hm_transformed *transformed, const hm_applied_step *applied,
                         size_t unit, size_t count, hm_step_cells cells) {
    if (applied->step->method->kind == HM_STEP_IMPUTE)
        impute_all(transformed, applied, unit, count, cells);
    else if (applied->step->method->kind != HM_STEP_AGGREGATE) /* which makes the value itself */
        take_by_fit(transformed, applied, unit, count, cells);
}

void hm_applied_take(const hm_transformed *transformed, const hm_applied_step *applied, size_t unit,
                     hm_step_cell *cell) {
    hm_applied_take_all(transformed, applied, unit, 1,
                        (hm_step_cells){&cell->value, &cell->state, &cell->flags});
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
