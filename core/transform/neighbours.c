#include "transform/neighbours.h"

#include <math.h>

#include "evaluate/previous.h"

/* How far apart two periods of a series may lie, in periods. */
enum { MOST_BACK = 100 };

/* A value that was reported, some periods from the unit that looks for it. */
typedef struct neighbour {
    bool is_there;
    double value;
    uint32_t distance;
    size_t unit; /* bound */
} neighbour;

typedef struct series {
    const hm_transformed *of;
    uint32_t node;
    const hm_grid_column *values; /* by bound unit */
    size_t first, count;          /* the bound units, among those of the data */
} series;

/* How many periods before a unit its node's values can be compared with its own. `unit` is one of
 * the data, here and below. */
static uint32_t comparable_before(const series *s, size_t unit) {
    return hm_comparable_series(&s->of->bound->comparable, s->node, unit);
}

static uint8_t state_of(const series *s, size_t unit) {
    return unit >= s->first && unit - s->first < s->count ? s->values->states[unit - s->first]
                                                          : HM_NOT_REPORTED;
}

static neighbour neighbour_at(const series *s, size_t unit, uint32_t distance) {
    return (neighbour){true, s->values->values[unit - s->first], distance, unit - s->first};
}

/* A group may have too little. */
static bool is_passed_over(uint8_t state) {
    return state == HM_NOT_REPORTED || state == HM_INSUFFICIENT;
}

/* `any`: whatever it passes over; else one that was rejected or does not apply ends the way. */
static neighbour find_before(const series *s, size_t unit, uint32_t within, bool any) {
    const hm_earlier *earlier = s->of->earlier;
    const uint32_t comparable = comparable_before(s, unit);
    within = comparable < within ? comparable : within;
    uint32_t distance = 0;
    while (earlier[unit].unit != HM_NO_EARLIER) {
        distance += earlier[unit].periods;
        unit = earlier[unit].unit;
        const uint8_t state = state_of(s, unit);
        if (distance > within || (!any && !is_passed_over(state) && state != HM_OBSERVED))
            break;
        if (state == HM_OBSERVED)
            return neighbour_at(s, unit, distance);
    }
    return (neighbour){.is_there = false};
}

static neighbour find_after(const series *s, size_t unit) {
    const uint32_t *later = s->of->later;
    uint32_t distance = 0;
    for (; later[unit] != HM_NO_EARLIER; unit = later[unit]) {
        distance += s->of->earlier[later[unit]].periods;
        if (distance > comparable_before(s, later[unit]))
            break;
        if (state_of(s, later[unit]) == HM_OBSERVED)
            return neighbour_at(s, later[unit], distance);
    }
    return (neighbour){.is_there = false};
}

/* On the straight line between two, by the number of periods; at an end the nearest. */
static double between(neighbour before, neighbour after) {
    if (!before.is_there || !after.is_there)
        return before.is_there ? before.value : after.is_there ? after.value : (double)NAN;
    const double share = (double)before.distance / ((double)before.distance + after.distance);
    return before.value + share * (after.value - before.value);
}

static series series_of(const hm_transformed *transformed, const hm_applied_step *step) {
    const hm_bound *bound = transformed->bound;
    return (series){transformed, step->node,
                    transformed->source.values(transformed->source.context, step->node),
                    bound->first, bound->inputs.rows};
}

static neighbour find_latest(const series *s, const hm_applied_step *step, size_t unit) {
    const double within = hm_applied_settings(s->of, step, unit)[0];
    return find_before(s, s->first + unit, (uint32_t)within, false);
}

double hm_neighbours_impute(const hm_transformed *transformed, const hm_applied_step *step,
                            size_t unit) {
    const series s = series_of(transformed, step);
    const size_t at = s.first + unit;
    if (!step->step->method->takes_reported)
        return between(find_before(&s, at, UINT32_MAX, true), find_after(&s, at));
    const neighbour found = find_latest(&s, step, unit);
    return found.is_there ? found.value : (double)NAN;
}

size_t hm_neighbours_taken(const hm_transformed *transformed, const hm_applied_step *step,
                           size_t unit) {
    const series s = series_of(transformed, step);
    const neighbour found = find_latest(&s, step, unit);
    return found.is_there ? found.unit : SIZE_MAX;
}

bool hm_neighbours_open(hm_transformed *transformed) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const size_t units = hm_dataset_unit_count(dataset);
    const hm_allocator *allocator = transformed->allocator;
    transformed->earlier = hm_allocate_array(allocator, units, sizeof *transformed->earlier);
    transformed->later = hm_allocate_array(allocator, units, sizeof *transformed->later);
    if (!transformed->earlier || !transformed->later ||
        !hm_previous_find(dataset, MOST_BACK, transformed->earlier, allocator))
        return false;
    for (size_t i = 0; i < units; i++)
        transformed->later[i] = HM_NO_EARLIER;
    for (size_t i = 0; i < units; i++)
        if (transformed->earlier[i].unit != HM_NO_EARLIER)
            transformed->later[transformed->earlier[i].unit] = (uint32_t)i;
    return true;
}

void hm_neighbours_close(hm_transformed *transformed) {
    const size_t units = hm_dataset_unit_count(transformed->bound->dataset);
    hm_release(transformed->allocator, transformed->earlier, units * sizeof *transformed->earlier);
    hm_release(transformed->allocator, transformed->later, units * sizeof *transformed->later);
}
