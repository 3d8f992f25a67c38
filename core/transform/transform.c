#include "transform/transform.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

#include "evaluate/periods.h"
#include "transform/digest.h"

/* Scales take the greater for the better. That zero has no sign keeps what is learnt from
 * depending on the order of values that are equal. */
static double orient(const hm_indicator *indicator, double value) {
    return (indicator->lower_is_better ? -value : value) + 0.0;
}

/* --- learning --- */

#define ALL_PERIODS SIZE_MAX

/* What learning from one period after the other needs. */
typedef struct learner {
    const hm_transformed *from;
    hm_periods periods;
    const uint32_t *cities;  /* by unit */
    const uint8_t *unranked; /* by city: 1 where it is kept out of fits; NULL: none is */
    double *values;          /* of the cities of one period */
} learner;

static bool learner_open(learner *l, const hm_transformed *from, const hm_allocator *allocator) {
    const hm_bound *bound = from->bound;
    const size_t units = from->scores.rows;
    *l = (learner){.from = from,
                   .cities = hm_dataset_cities(bound->dataset) + bound->first,
                   .unranked = hm_dataset_unranked(bound->dataset)};
    l->values = hm_allocate_array(allocator, units, sizeof *l->values);
    return l->values &&
           hm_periods_open(&l->periods, bound->dataset, bound->first, units, allocator);
}

static void learner_close(learner *l, const hm_allocator *allocator) {
    hm_release(allocator, l->values, l->from->scores.rows * sizeof *l->values);
    hm_periods_close(&l->periods);
}

/* The values of the cities of one period that have one and are not kept out. */
static size_t gather(const learner *l, size_t indicator, size_t period) {
    const hm_grid_column *values = &l->from->evaluated->values.columns[indicator];
    const hm_indicator *of = &l->from->plan->indicators[indicator];
    size_t count = 0;
    for (size_t i = l->periods.start[period]; i < l->periods.start[period + 1]; i++) {
        const uint32_t unit = l->periods.order[i];
        if (values->states[unit] == HM_OBSERVED && !(l->unranked && l->unranked[l->cities[unit]]))
            l->values[count++] = orient(of, values->values[unit]);
    }
    return count;
}

/* Of all periods, or of one alone. */
static bool learn_indicator(const learner *l, size_t only, const hm_cancel *cancel, hm_fits *fits,
                            size_t indicator) {
    const hm_plan *plan = l->from->plan;
    const hm_names *names = hm_dataset_period_names(l->from->bound->dataset);
    const char *code = hm_plan_node_of(plan, indicator)->code;
    const hm_fit_node as = hm_fit_node_of(plan, indicator);
    const uint32_t node = hm_fits_add_node(fits, code, strlen(code), &as);
    bool fine = node != HM_NO_NAME;
    for (size_t period = 0; fine && period < l->periods.count; period++) {
        if (l->periods.start[period] == l->periods.start[period + 1] || hm_is_cancelled(cancel) ||
            (only != ALL_PERIODS && period != only))
            continue;
        const uint32_t at =
            hm_names_intern(&fits->periods, names->texts[period], names->sizes[period]);
        const size_t count = gather(l, indicator, period);
        fine = at != HM_NO_NAME && hm_fits_learn(fits, node, at, l->values, count, count);
    }
    return fine;
}

/* Into `fits`, of all periods or of one alone. False when memory has run out; not complete where
 * the call was cancelled. */
static bool learn(const hm_transformed *transformed, size_t only, const hm_cancel *cancel,
                  hm_fits *fits) {
    const hm_plan *plan = transformed->plan;
    learner l;
    if (!plan->scales)
        return true;
    bool fine = learner_open(&l, transformed, fits->allocator);
    for (size_t i = 0; fine && i < plan->indicator_count; i++)
        if (plan->indicators[i].scale != HM_NO_SCALE && !hm_is_cancelled(cancel))
            fine = learn_indicator(&l, only, cancel, fits, i);
    learner_close(&l, fits->allocator);
    return fine;
}

/* --- choosing what marks are made with --- */

static hm_code check_node(const hm_transformed *transformed, const hm_fits *fits, size_t indicator,
                          hm_error *error) {
    const char *code = hm_plan_node_of(transformed->plan, indicator)->code;
    const hm_fit_node node = hm_fit_node_of(transformed->plan, indicator);
    const uint32_t number = hm_names_find(&fits->nodes, code, strlen(code));
    if (number == HM_NO_NAME)
        return hm_error_set(error, HM_ERROR_PACKAGE, "the fit has nothing of node %s", code);
    if (!hm_fit_node_is(&fits->of_nodes[number], &node))
        return hm_error_set(error, HM_ERROR_PACKAGE,
                            "node %s is not the one that the fit was learnt from: its measure, its "
                            "inputs, its scale or its direction differ",
                            code);
    return HM_OK;
}

/* The fits of one indicator, for each period of the data; NULL where there is none. */
static void choose(const hm_transformed *transformed, const hm_fits *fits, size_t indicator,
                   const hm_fit **chosen) {
    const hm_names *periods = hm_dataset_period_names(transformed->bound->dataset);
    const char *code = hm_plan_node_of(transformed->plan, indicator)->code;
    for (size_t i = 0; i < transformed->period_count; i++)
        chosen[i] = hm_fits_find(fits, code, periods->texts[i]);
}

static hm_code cover_period(const hm_transformed *transformed, size_t period, hm_error *error) {
    const hm_plan *plan = transformed->plan;
    for (size_t i = 0; i < plan->indicator_count; i++)
        if (plan->indicators[i].scale != HM_NO_SCALE &&
            !transformed->chosen[i * transformed->period_count + period])
            return hm_error_set(
                error, HM_ERROR_PACKAGE, "the fit has nothing of node %s in period %s",
                hm_plan_node_of(plan, i)->code,
                hm_dataset_period_names(transformed->bound->dataset)->texts[period]);
    return HM_OK;
}

hm_code hm_transformed_covers(const hm_transformed *transformed, size_t unit, hm_error *error) {
    return transformed->plan->scales
               ? cover_period(transformed, hm_dataset_periods(transformed->bound->dataset)[unit],
                              error)
               : HM_OK;
}

static hm_code cover_all(const hm_transformed *transformed, hm_error *error) {
    const hm_bound *bound = transformed->bound;
    const uint32_t *periods = hm_dataset_periods(bound->dataset) + bound->first;
    hm_code code = HM_OK;
    for (size_t unit = 0; code == HM_OK && unit < transformed->scores.rows; unit++)
        if (unit == 0 || periods[unit] != periods[unit - 1])
            code = cover_period(transformed, periods[unit], error);
    return code;
}

static size_t cells_chosen(const hm_transformed *transformed) {
    return transformed->plan->indicator_count * transformed->period_count;
}

/* Takes `fits` to make marks with; what was taken before stays where there is an error. */
static hm_code take_fits(hm_transformed *transformed, const hm_fits *fits, bool given,
                         hm_error *error) {
    const hm_plan *plan = transformed->plan;
    const hm_allocator *allocator = transformed->scores.allocator;
    const size_t size = cells_chosen(transformed) * sizeof(hm_fit *);
    const hm_fit **chosen = hm_allocate_array(allocator, cells_chosen(transformed), sizeof *chosen);
    hm_code code = chosen ? HM_OK : hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && i < plan->indicator_count; i++) {
        if (plan->indicators[i].scale == HM_NO_SCALE)
            continue;
        code = given ? check_node(transformed, fits, i, error) : HM_OK;
        if (code == HM_OK)
            choose(transformed, fits, i, chosen + i * transformed->period_count);
    }
    if (code == HM_OK) {
        hm_release(allocator, transformed->chosen, size);
        transformed->chosen = chosen;
        transformed->fits = fits;
    } else {
        hm_release(allocator, chosen, size);
    }
    return code;
}

/* What was learnt before is part of it, but for what is learnt anew. */
static hm_code learn_into(hm_transformed *transformed, size_t only, const hm_cancel *cancel,
                          hm_fits *fits, hm_error *error) {
    hm_code code = transformed->own ? hm_fits_add_all(fits, transformed->own, error) : HM_OK;
    if (code == HM_OK && !learn(transformed, only, cancel, fits))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = hm_cancel_check(cancel, error);
    if (code == HM_OK && transformed->plan->scales)
        code = take_fits(transformed, fits, false, error);
    return code;
}

static hm_code learn_anew(hm_transformed *transformed, size_t only, const hm_cancel *cancel,
                          hm_error *error) {
    hm_fits *fits = hm_fits_new(transformed->scores.allocator);
    if (!fits)
        return hm_error_memory(error);
    const hm_code code = learn_into(transformed, only, cancel, fits, error);
    if (code != HM_OK) {
        hm_fits_free(fits);
        return code;
    }
    hm_fits_free(transformed->own);
    transformed->own = fits;
    transformed->fits = fits;
    return HM_OK;
}

static size_t period_of(const hm_transformed *transformed, size_t unit) {
    const hm_bound *bound = transformed->bound;
    return hm_dataset_periods(bound->dataset)[bound->first + unit];
}

hm_code hm_transformed_refit(hm_transformed *transformed, size_t unit, const hm_cancel *cancel,
                             hm_error *error) {
    return learn_anew(transformed, period_of(transformed, unit), cancel, error);
}

/* --- applying --- */

static const hm_fit *fit_of(const hm_transformed *transformed, size_t indicator, size_t unit) {
    return transformed
        ->chosen[indicator * transformed->period_count + period_of(transformed, unit)];
}

/* NAN where there is none. */
static double mark_of(const hm_indicator *indicator, const hm_fit *fit, double value) {
    const hm_scale *scale = &hm_scales[indicator->scale];
    return fit->possible ? scale->apply(&fit->learnt, orient(indicator, value)) : NAN;
}

static void mark_unit(hm_transformed *transformed, size_t number, size_t unit) {
    const hm_grid_column *from = &transformed->evaluated->values.columns[number];
    hm_grid_column *to = &transformed->scores.columns[number];
    to->values[unit] = 0;
    to->states[unit] = from->states[unit];
    if (from->states[unit] != HM_OBSERVED)
        return;
    const double mark = mark_of(&transformed->plan->indicators[number],
                                fit_of(transformed, number, unit), from->values[unit]);
    const bool finite = fabs(mark) <= DBL_MAX;
    to->states[unit] = finite ? HM_OBSERVED : HM_UNDEFINED;
    to->values[unit] = finite ? mark : 0;
}

void hm_transformed_update(hm_transformed *transformed, const uint32_t *indicators, size_t count,
                           size_t unit) {
    for (size_t i = 0; i < count; i++)
        if (transformed->plan->indicators[indicators[i]].scale != HM_NO_SCALE)
            mark_unit(transformed, indicators[i], unit);
}

static hm_code mark_all(hm_transformed *transformed, const hm_cancel *cancel, hm_error *error) {
    const hm_plan *plan = transformed->plan;
    for (size_t i = 0; i < plan->indicator_count && !hm_is_cancelled(cancel); i++)
        for (size_t unit = 0;
             plan->indicators[i].scale != HM_NO_SCALE && unit < transformed->scores.rows; unit++)
            mark_unit(transformed, i, unit);
    return plan->scales ? hm_cancel_check(cancel, error) : HM_OK;
}

/* --- opening --- */

/* A column an indicator: its own where it is scaled, else that of the values. */
static bool open_scores(hm_transformed *transformed, const hm_allocator *allocator) {
    const hm_grid *values = &transformed->evaluated->values;
    const hm_plan *plan = transformed->plan;
    if (!hm_grid_open(&transformed->scores, values->rows, plan->indicator_count, allocator))
        return false;
    for (size_t i = 0; i < plan->indicator_count; i++) {
        const hm_grid_column *column = &values->columns[i];
        hm_grid_borrow(&transformed->scores, i, column->name, column->values, column->states);
    }
    bool fine = true;
    for (size_t i = 0; fine && i < plan->indicator_count; i++)
        if (plan->indicators[i].scale != HM_NO_SCALE)
            fine = hm_grid_own(&transformed->scores, i, values->columns[i].name);
    return fine;
}

hm_code hm_transformed_open(hm_transformed *transformed, const hm_evaluated *evaluated,
                            const hm_fits *fits, const hm_cancel *cancel,
                            const hm_allocator *allocator, hm_error *error) {
    *transformed = (hm_transformed){
        .plan = evaluated->plan, .bound = evaluated->bound, .evaluated = evaluated, .fits = fits};
    transformed->period_count = hm_dataset_period_names(evaluated->bound->dataset)->count;
    hm_code code = open_scores(transformed, allocator) ? HM_OK : hm_error_memory(error);
    if (code == HM_OK && !fits)
        code = learn_anew(transformed, ALL_PERIODS, cancel, error);
    else if (code == HM_OK && transformed->plan->scales)
        code = take_fits(transformed, fits, true, error);
    if (code == HM_OK && fits && transformed->plan->scales)
        code = cover_all(transformed, error);
    if (code == HM_OK)
        code = mark_all(transformed, cancel, error);
    if (code != HM_OK)
        hm_transformed_close(transformed);
    return code;
}

void hm_transformed_close(hm_transformed *transformed) {
    const hm_allocator *allocator = transformed->scores.allocator;
    if (transformed->chosen)
        hm_release(allocator, transformed->chosen,
                   cells_chosen(transformed) * sizeof *transformed->chosen);
    hm_fits_free(transformed->own);
    hm_grid_close(&transformed->scores);
    transformed->chosen = NULL;
    transformed->own = NULL;
}

/* --- looking at it --- */

unsigned hm_transformed_flags(const hm_transformed *transformed, size_t number, size_t unit) {
    const hm_indicator *indicator = &transformed->plan->indicators[number];
    const hm_grid_column *marks = &transformed->scores.columns[number];
    if (indicator->scale == HM_NO_SCALE || marks->states[unit] != HM_OBSERVED)
        return 0;
    return marks->values[unit] > indicator->high  ? HM_FLAG_CAPPED
           : marks->values[unit] < indicator->low ? HM_FLAG_FLOORED
                                                  : 0;
}

static void tell_places(const hm_indicator *indicator, const hm_fit *fit, double value,
                        hm_scaling *out) {
    const hm_scale_place place = hm_scale_place_of(&fit->learnt, orient(indicator, value));
    out->better = place.above;
    out->alike = place.alike;
    out->worse = place.below;
}

void hm_transformed_explain(const hm_transformed *transformed, size_t number, size_t unit,
                            hm_scaling *out) {
    const hm_indicator *indicator = &transformed->plan->indicators[number];
    const hm_grid_column *values = &transformed->evaluated->values.columns[number];
    if (indicator->scale == HM_NO_SCALE)
        return;
    const hm_scale *scale = &hm_scales[indicator->scale];
    const hm_fit *fit = fit_of(transformed, number, unit);
    out->method = scale->name;
    out->count = fit->learnt.count;
    if (fit->learnt.count == 0)
        return;
    out->possible = fit->possible;
    out->worst = orient(indicator, fit->learnt.low);
    out->best = orient(indicator, fit->learnt.high);
    out->mean = orient(indicator, fit->learnt.mean);
    out->deviation = fit->learnt.deviation;
    if (values->states[unit] != HM_OBSERVED)
        return;
    if (fit->possible)
        out->mark = mark_of(indicator, fit, values->values[unit]);
    if (hm_scale_has_places(scale))
        tell_places(indicator, fit, values->values[unit], out);
}
