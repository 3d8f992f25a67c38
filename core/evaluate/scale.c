#include "evaluate/scale.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "evaluate/periods.h"
#include "methods/scales.h"

/* The cities of one period that have a value, gathered side by side: first those that the fit is
 * made of, then those that are kept out of it. */
typedef struct gathered {
    uint32_t *units;
    double *values, *room;
    size_t size, count, fitted;
    const uint32_t *cities;  /* by unit */
    const uint8_t *unranked; /* by city: 1 where it is kept out of fits; NULL: none is */
} gathered;

static bool gathered_open(gathered *g, const hm_bound *bound, size_t size,
                          const hm_allocator *allocator) {
    g->cities = hm_dataset_cities(bound->dataset) + bound->first;
    g->unranked = hm_dataset_unranked(bound->dataset);
    g->size = size;
    g->units = hm_allocate_array(allocator, size, sizeof *g->units);
    g->values = hm_allocate_array(allocator, 2 * size, sizeof *g->values);
    if (!g->units || !g->values)
        return false;
    g->room = g->values + size;
    return true;
}

static void gathered_close(gathered *g, const hm_allocator *allocator) {
    hm_release(allocator, g->units, g->size * sizeof *g->units);
    hm_release(allocator, g->values, 2 * g->size * sizeof *g->values);
}

/* Scales take the greater for the better. */
static double sign_of(const hm_indicator *indicator) {
    return indicator->lower_is_better ? -1 : 1;
}

static bool is_fitted(const gathered *g, uint32_t unit) {
    return !g->unranked || !g->unranked[g->cities[unit]];
}

static void gather_those(gathered *g, bool fitted, double sign, const hm_grid_column *values,
                         const uint32_t *units, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (values->states[units[i]] != HM_OBSERVED || is_fitted(g, units[i]) != fitted)
            continue;
        g->units[g->count] = units[i];
        g->values[g->count++] = sign * values->values[units[i]];
    }
}

static void gather(gathered *g, const hm_indicator *indicator, const hm_grid_column *values,
                   const uint32_t *units, size_t count) {
    const double sign = sign_of(indicator);
    g->count = 0;
    gather_those(g, true, sign, values, units, count);
    g->fitted = g->count;
    if (g->unranked)
        gather_those(g, false, sign, values, units, count);
}

static void scale_period(const hm_indicator *indicator, const hm_grid_column *from,
                         hm_grid_column *to, const uint32_t *units, size_t count, gathered *g) {
    const hm_scale *scale = &hm_scales[indicator->scale];
    hm_scale_fit fit = {0};
    for (size_t i = 0; i < count; i++) {
        to->values[units[i]] = 0;
        to->states[units[i]] = from->states[units[i]];
    }
    gather(g, indicator, from, units, count);
    const bool possible = g->fitted > 0 && scale->fit(&fit, g->values, g->fitted, g->room);
    for (size_t i = 0; i < g->count; i++) {
        const double mark = possible ? scale->apply(&fit, g->values[i]) : NAN;
        const bool finite = fabs(mark) <= DBL_MAX;
        to->states[g->units[i]] = finite ? HM_OBSERVED : HM_UNDEFINED;
        to->values[g->units[i]] = finite ? mark : 0;
    }
}

/* What scaling looks at beside the values. */
typedef struct workspace {
    hm_periods periods;
    gathered gathered;
} workspace;

static bool workspace_open(workspace *w, const hm_scaled *scaled, const hm_allocator *allocator) {
    *w = (workspace){.periods = {0}};
    return hm_periods_open(&w->periods, scaled->bound->dataset, scaled->bound->first,
                           scaled->scores.rows, allocator) &&
           gathered_open(&w->gathered, scaled->bound, scaled->scores.rows, allocator);
}

static void workspace_close(workspace *w, const hm_allocator *allocator) {
    gathered_close(&w->gathered, allocator);
    hm_periods_close(&w->periods);
}

static size_t period_of(const hm_scaled *scaled, size_t unit) {
    return hm_dataset_periods(scaled->bound->dataset)[scaled->bound->first + unit];
}

static void scale_indicator(const hm_scaled *scaled, size_t number, size_t period, workspace *w) {
    const hm_periods *periods = &w->periods;
    scale_period(&scaled->plan->indicators[number], &scaled->evaluated->values.columns[number],
                 &scaled->scores.columns[number], periods->order + periods->start[period],
                 periods->start[period + 1] - periods->start[period], &w->gathered);
}

static bool is_scaled(const hm_scaled *scaled, size_t number) {
    return scaled->plan->indicators[number].scale != HM_NO_SCALE;
}

hm_code hm_scaled_run(hm_scaled *scaled, const hm_cancel *cancel, const hm_allocator *allocator,
                      hm_error *error) {
    workspace w;
    if (!scaled->plan->scales)
        return HM_OK;
    const bool fine = workspace_open(&w, scaled, allocator);
    for (size_t i = 0; fine && i < scaled->plan->indicator_count; i++)
        for (size_t period = 0; is_scaled(scaled, i) && period < w.periods.count; period++)
            if (!hm_is_cancelled(cancel))
                scale_indicator(scaled, i, period, &w);
    workspace_close(&w, allocator);
    return fine ? hm_cancel_check(cancel, error) : hm_error_memory(error);
}

hm_code hm_scaled_update(hm_scaled *scaled, const uint32_t *indicators, size_t count, size_t unit,
                         const hm_allocator *allocator, hm_error *error) {
    workspace w;
    size_t first = 0;
    while (first < count && !is_scaled(scaled, indicators[first]))
        first++;
    if (first == count)
        return HM_OK;
    const bool fine = workspace_open(&w, scaled, allocator);
    for (size_t i = first; fine && i < count; i++)
        if (is_scaled(scaled, indicators[i]))
            scale_indicator(scaled, indicators[i], period_of(scaled, unit), &w);
    workspace_close(&w, allocator);
    return fine ? HM_OK : hm_error_memory(error);
}

hm_code hm_scaled_open(hm_scaled *scaled, const hm_evaluated *evaluated, const hm_cancel *cancel,
                       const hm_allocator *allocator, hm_error *error) {
    const hm_plan *plan = evaluated->plan;
    const size_t count = plan->indicator_count;
    *scaled =
        (hm_scaled){.plan = evaluated->plan, .bound = evaluated->bound, .evaluated = evaluated};
    hm_code code = HM_OK;
    if (!hm_grid_open(&scaled->scores, evaluated->values.rows, count, allocator))
        return hm_error_memory(error);
    for (size_t i = 0; i < count; i++) {
        const hm_grid_column *values = &evaluated->values.columns[i];
        hm_grid_borrow(&scaled->scores, i, values->name, values->values, values->states);
    }
    for (size_t i = 0; code == HM_OK && i < count; i++)
        if (plan->indicators[i].scale != HM_NO_SCALE &&
            !hm_grid_own(&scaled->scores, i, evaluated->values.columns[i].name))
            code = hm_error_memory(error);
    if (code == HM_OK)
        code = hm_scaled_run(scaled, cancel, allocator, error);
    if (code != HM_OK)
        hm_scaled_close(scaled);
    return code;
}

void hm_scaled_close(hm_scaled *scaled) {
    hm_grid_close(&scaled->scores);
}

unsigned hm_scaled_flags(const hm_scaled *scaled, size_t number, size_t unit) {
    const hm_indicator *indicator = &scaled->plan->indicators[number];
    const hm_grid_column *marks = &scaled->scores.columns[number];
    if (indicator->scale == HM_NO_SCALE || marks->states[unit] != HM_OBSERVED)
        return 0;
    return marks->values[unit] > indicator->high  ? HM_FLAG_CAPPED
           : marks->values[unit] < indicator->low ? HM_FLAG_FLOORED
                                                  : 0;
}

/* --- explained --- */

static void tell_fit(const hm_indicator *indicator, const hm_scale_fit *fit, hm_scaling *out) {
    const double sign = sign_of(indicator);
    out->count = fit->count;
    out->worst = sign * fit->low;
    out->best = sign * fit->high;
    out->mean = sign * fit->mean;
    out->deviation = fit->deviation;
}

static void explain(const hm_indicator *indicator, const hm_grid_column *values, size_t unit,
                    const gathered *g, hm_scaling *out) {
    const hm_scale *scale = &hm_scales[indicator->scale];
    hm_scale_fit fit = {0};
    if (g->fitted == 0)
        return;
    out->possible = scale->fit(&fit, g->values, g->fitted, g->room);
    tell_fit(indicator, &fit, out);
    if (values->states[unit] != HM_OBSERVED)
        return;
    const double value = sign_of(indicator) * values->values[unit];
    if (out->possible)
        out->mark = scale->apply(&fit, value);
    if (!hm_scale_has_places(scale))
        return;
    const hm_scale_place place = hm_scale_place_of(&fit, value);
    out->better = place.above;
    out->alike = place.alike;
    out->worse = place.below;
}

hm_code hm_scaled_explain(const hm_scaled *scaled, size_t number, size_t unit,
                          const hm_allocator *allocator, hm_scaling *out) {
    const hm_indicator *indicator = &scaled->plan->indicators[number];
    const hm_grid_column *values = &scaled->evaluated->values.columns[number];
    workspace w;
    *out = (hm_scaling)HM_SCALING_INIT;
    if (indicator->scale == HM_NO_SCALE)
        return HM_OK;
    out->method = hm_scales[indicator->scale].name;
    const bool fine = workspace_open(&w, scaled, allocator);
    if (fine) {
        const size_t *start = w.periods.start + period_of(scaled, unit);
        gather(&w.gathered, indicator, values, w.periods.order + start[0], start[1] - start[0]);
        explain(indicator, values, unit, &w.gathered, out);
    }
    workspace_close(&w, allocator);
    return fine ? HM_OK : HM_ERROR_MEMORY;
}
