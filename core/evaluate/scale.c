#include "evaluate/scale.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "evaluate/periods.h"
#include "methods/scales.h"

/* The cities of one period that have a value, gathered side by side. */
typedef struct gathered {
    uint32_t *units;
    double *values, *marks, *room;
    size_t size;
} gathered;

static bool gathered_open(gathered *g, size_t size, const hm_allocator *allocator) {
    g->size = size;
    g->units = hm_allocate_array(allocator, size, sizeof *g->units);
    g->values = hm_allocate_array(allocator, 3 * size, sizeof *g->values);
    if (!g->units || !g->values)
        return false;
    g->marks = g->values + size;
    g->room = g->marks + size;
    return true;
}

static void gathered_close(gathered *g, const hm_allocator *allocator) {
    hm_release(allocator, g->units, g->size * sizeof *g->units);
    hm_release(allocator, g->values, 3 * g->size * sizeof *g->values);
}

static void scale_period(const hm_indicator *indicator, const hm_column *from, hm_column *to,
                         const hm_periods *periods, size_t period, const gathered *g) {
    const double sign = indicator->lower_is_better ? -1 : 1;
    size_t count = 0;
    for (size_t i = periods->start[period]; i < periods->start[period + 1]; i++) {
        const uint32_t unit = periods->order[i];
        to->values[unit] = 0;
        to->states[unit] = from->states[unit];
        if (from->states[unit] != HM_OBSERVED)
            continue;
        g->units[count] = unit;
        g->values[count++] = sign * from->values[unit];
    }
    if (count == 0)
        return;
    const bool possible = hm_scales[indicator->scale].apply(g->values, count, g->marks, g->room);
    for (size_t i = 0; i < count; i++) {
        const bool finite = possible && fabs(g->marks[i]) <= DBL_MAX;
        to->states[g->units[i]] = finite ? HM_OBSERVED : HM_UNDEFINED;
        to->values[g->units[i]] = finite ? g->marks[i] : 0;
    }
}

hm_code hm_scaled_run(hm_scaled *scaled, const hm_allocator *allocator, hm_error *error) {
    const hm_bound *bound = scaled->evaluated->bound;
    const hm_package *package = bound->package;
    hm_periods periods = {0};
    gathered g = {0};
    if (!package->scales)
        return HM_OK;
    bool fine =
        hm_periods_open(&periods, bound->dataset, bound->first, scaled->scores.rows, allocator) &&
        gathered_open(&g, scaled->scores.rows, allocator);
    for (size_t i = 0; fine && i < package->indicator_count; i++) {
        if (package->indicators[i].scale == HM_NO_SCALE)
            continue;
        for (size_t period = 0; period < periods.count; period++)
            scale_period(&package->indicators[i], &scaled->evaluated->values.columns[i],
                         &scaled->scores.columns[i], &periods, period, &g);
    }
    gathered_close(&g, allocator);
    hm_periods_close(&periods);
    return fine ? HM_OK : hm_error_memory(error);
}

hm_code hm_scaled_open(hm_scaled *scaled, const hm_evaluated *evaluated,
                       const hm_allocator *allocator, hm_error *error) {
    const hm_package *package = evaluated->bound->package;
    const size_t count = package->indicator_count;
    *scaled = (hm_scaled){.evaluated = evaluated};
    hm_code code = HM_OK;
    if (!hm_table_open(&scaled->scores, evaluated->values.rows, count, allocator))
        return hm_error_memory(error);
    for (size_t i = 0; i < count; i++) {
        const hm_column *values = &evaluated->values.columns[i];
        hm_table_borrow(&scaled->scores, i, values->name, values->values, values->states);
    }
    for (size_t i = 0; code == HM_OK && i < count; i++)
        if (package->indicators[i].scale != HM_NO_SCALE &&
            !hm_table_own(&scaled->scores, i, evaluated->values.columns[i].name))
            code = hm_error_memory(error);
    if (code == HM_OK)
        code = hm_scaled_run(scaled, allocator, error);
    if (code != HM_OK)
        hm_scaled_close(scaled);
    return code;
}

void hm_scaled_close(hm_scaled *scaled) {
    hm_table_close(&scaled->scores);
}

unsigned hm_scaled_flags(const hm_scaled *scaled, size_t number, size_t unit) {
    const hm_indicator *indicator = &scaled->evaluated->bound->package->indicators[number];
    const hm_column *marks = &scaled->scores.columns[number];
    if (indicator->scale == HM_NO_SCALE || marks->states[unit] != HM_OBSERVED)
        return 0;
    return marks->values[unit] > indicator->high  ? HM_FLAG_CAPPED
           : marks->values[unit] < indicator->low ? HM_FLAG_FLOORED
                                                  : 0;
}
