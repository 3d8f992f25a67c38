/* learn.c: what steps learn, phase by phase, from the values of all units. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evaluate/periods.h"
#include "transform/digest.h"
#include "transform/transform.h"
#include "transform/weighing.h"

/* What learning from one period after the other needs. */
typedef struct learner {
    hm_transformed *to;
    hm_periods periods;
    const uint32_t *cities;  /* by unit */
    const uint8_t *unranked; /* by city: 1 where it is kept out of fits; NULL: none is */
    double *values, *parted; /* of the units of one period; the same, group after group */
    uint32_t *group_of;      /* of each of these */
    size_t *ends;            /* by group: of its part */
    bool *there;             /* by group: some unit of the period is in it */
    size_t units, most_groups;
} learner;

static bool learner_open(learner *l, hm_transformed *to) {
    const hm_bound *bound = to->bound;
    const hm_allocator *allocator = to->allocator;
    *l = (learner){.to = to,
                   .cities = hm_dataset_cities(bound->dataset) + bound->first,
                   .unranked = hm_dataset_unranked(bound->dataset),
                   .units = bound->inputs.rows};
    for (size_t i = 0; i < to->group_count; i++)
        if (to->groups[i].words.count > l->most_groups)
            l->most_groups = to->groups[i].words.count;
    l->values = hm_allocate_array(allocator, l->units, sizeof *l->values);
    l->parted = hm_allocate_array(allocator, l->units, sizeof *l->parted);
    l->group_of = hm_allocate_array(allocator, l->units, sizeof *l->group_of);
    l->ends = hm_allocate_array(allocator, l->most_groups, sizeof *l->ends);
    l->there = hm_allocate_array(allocator, l->most_groups, sizeof *l->there);
    return l->values && l->parted && l->group_of && l->ends && l->there &&
           hm_periods_open(&l->periods, bound->dataset, bound->first, l->units, allocator);
}

static void learner_close(learner *l) {
    const hm_allocator *allocator = l->to->allocator;
    hm_release(allocator, l->values, l->units * sizeof *l->values);
    hm_release(allocator, l->parted, l->units * sizeof *l->parted);
    hm_release(allocator, l->group_of, l->units * sizeof *l->group_of);
    hm_release(allocator, l->ends, l->most_groups * sizeof *l->ends);
    hm_release(allocator, l->there, l->most_groups * sizeof *l->there);
    hm_periods_close(&l->periods);
}

/* What is gathered from the units of one or more periods. */
typedef struct gathered {
    size_t count;
    double reference; /* NAN: the city to compare with has no value, or there is none */
} gathered;

static void begin(const learner *l, gathered *g) {
    memset(l->there, 0, l->most_groups * sizeof *l->there);
    *g = (gathered){0, (double)NAN};
}

static bool teaches(const learner *l, const hm_applied_step *step, uint32_t unit) {
    const hm_step_source *source = &l->to->source;
    return !(l->unranked && l->unranked[l->cities[unit]]) &&
           source->counts(source->context, step->node, unit, step->step->fits_on_imputed);
}

/* Adds the values of the units of a period that have one and count. */
static void gather(const learner *l, const hm_applied_step *step, uint32_t reference, size_t period,
                   gathered *g) {
    const hm_grid_column *values = l->to->source.current(l->to->source.context, step->node);
    for (size_t i = l->periods.start[period]; i < l->periods.start[period + 1]; i++) {
        const uint32_t unit = l->periods.order[i], city = l->cities[unit];
        const uint32_t group = hm_city_group_of(step->groups, city);
        if (group == HM_NO_GROUP)
            continue;
        l->there[group] = true;
        if (values->states[unit] != HM_OBSERVED)
            continue;
        const double value = hm_step_orient(step->step, values->values[unit]);
        if (city == reference)
            g->reference = value;
        if (!teaches(l, step, unit))
            continue;
        l->values[g->count] = value;
        l->group_of[g->count++] = group;
    }
}

/* Group after group, each in the order that it had: a counting sort. */
static void part(const learner *l, size_t groups, size_t count) {
    size_t end = 0;
    memset(l->ends, 0, groups * sizeof *l->ends);
    for (size_t i = 0; i < count; i++)
        l->ends[l->group_of[i]]++;
    for (size_t i = 0; i < groups; i++) {
        const size_t start = end;
        end += l->ends[i];
        l->ends[i] = start;
    }
    for (size_t i = 0; i < count; i++)
        l->parted[l->ends[l->group_of[i]]++] = l->values[i];
}

/* Learns what was gathered, under the name of a period. False when memory has run out. */
static bool learn_gathered(const learner *l, const hm_applied_step *step, uint32_t number,
                           const char *name, const gathered *g) {
    hm_fits *fits = l->to->own;
    const hm_names *words = &step->groups->words;
    const uint32_t at = hm_names_intern(&fits->periods, name, strlen(name));
    bool fine = at != HM_NO_NAME;
    part(l, words->count, g->count);
    for (uint32_t i = 0; fine && i < words->count; i++) {
        const size_t start = i == 0 ? 0 : l->ends[i - 1], count = l->ends[i] - start;
        if (!l->there[i])
            continue;
        const uint32_t group = hm_names_intern(&fits->groups, words->texts[i], words->sizes[i]);
        const hm_fit_sample sample = {l->parted + start, count, count, g->reference};
        fine = group != HM_NO_NAME && hm_fits_learn(fits, number, at, group, sample);
    }
    return fine;
}

/* Whole rows, for a step that looks at several columns: of the units of a period that are in a
 * group.
 */
static void gather_rows(const learner *l, const hm_applied_step *step, size_t period,
                        uint32_t group, double *rows, size_t *count) {
    for (size_t i = l->periods.start[period]; i < l->periods.start[period + 1]; i++) {
        const uint32_t unit = l->periods.order[i], city = l->cities[unit];
        if (hm_city_group_of(step->groups, city) != group)
            continue;
        l->there[group] = true;
        if (l->unranked && l->unranked[city])
            continue;
        *count +=
            hm_joints_row(l->to, step, unit, true, rows + *count * step->step->columns->count);
    }
}

/* The same as learn_gathered, of rows: of one period, or of all that the step names. */
static bool learn_rows(const learner *l, const hm_applied_step *step, uint32_t number,
                       size_t only_period, const char *name) {
    hm_fits *fits = l->to->own;
    const hm_names *words = &step->groups->words,
                   *periods = hm_dataset_period_names(l->to->bound->dataset);
    const size_t columns = step->step->columns->count;
    const uint32_t at = hm_names_intern(&fits->periods, name, strlen(name));
    double *rows = hm_allocate_array(l->to->allocator, l->units * columns, sizeof *rows);
    bool fine = rows && at != HM_NO_NAME;
    memset(l->there, 0, l->most_groups * sizeof *l->there);
    for (uint32_t i = 0; fine && i < words->count; i++) {
        size_t count = 0;
        for (size_t period = 0; period < l->periods.count; period++)
            if (only_period == HM_ALL_PERIODS
                    ? hm_step_learns_from(step->step, periods->texts[period])
                    : period == only_period)
                gather_rows(l, step, period, i, rows, &count);
        const uint32_t group = hm_names_intern(&fits->groups, words->texts[i], words->sizes[i]);
        const hm_fit_sample sample = {rows, count * columns, count, (double)NAN};
        fine =
            group != HM_NO_NAME && (!l->there[i] || hm_fits_learn(fits, number, at, group, sample));
    }
    hm_release(l->to->allocator, rows, l->units * columns * sizeof *rows);
    return fine;
}

/* From the periods that the step names, whatever a unit's own is: groups are those of all units. */
static bool learn_over(const learner *l, const hm_applied_step *step, uint32_t number,
                       uint32_t reference) {
    const hm_names *periods = hm_dataset_period_names(l->to->bound->dataset);
    gathered g;
    if (step->step->columns)
        return learn_rows(l, step, number, HM_ALL_PERIODS, step->step->over_name);
    begin(l, &g);
    for (size_t i = 0; i < l->units; i++) {
        const uint32_t group = hm_city_group_of(step->groups, l->cities[i]);
        if (group != HM_NO_GROUP)
            l->there[group] = true;
    }
    for (size_t period = 0; period < l->periods.count; period++)
        if (hm_step_learns_from(step->step, periods->texts[period]))
            gather(l, step, reference, period, &g);
    return learn_gathered(l, step, number, step->step->over_name, &g);
}

/* What is given of a step was learnt from all units that are to teach it. */
static bool is_given(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->given &&
           hm_fits_find_step(transformed->given, hm_applied_code(transformed, step), step->phase) !=
               HM_NO_NAME;
}

/* HM_NO_NAME where there is none. */
static uint32_t find_city(const learner *l, const char *city) {
    const hm_names *names = hm_dataset_city_names(l->to->bound->dataset);
    return city ? hm_names_find(names, city, strlen(city)) : HM_NO_NAME;
}

static bool learn_step(const learner *l, const hm_applied_step *step, const double *rests_on,
                       size_t only_period, const hm_cancel *cancel) {
    hm_fits *fits = l->to->own;
    hm_fit_step as;
    if (!hm_fit_step_of(l->to->plan, step->node, step->step, &as))
        return false;
    memcpy(as.rests_on, rests_on, sizeof as.rests_on);
    as.holds = true;
    const uint32_t number = hm_fits_add_step(fits, hm_applied_code(l->to, step), &as);
    bool fine = number != HM_NO_NAME;
    if (fine)
        fits->steps[number] = as;
    if (hm_applied_keeper(l->to, step) != step)
        return fine;
    if (step->step->method->kind == HM_STEP_WEIGH)
        return fine && hm_weighing_learn(l->to, step, number);
    const uint32_t reference = find_city(l, step->step->city);
    const hm_names *periods = hm_dataset_period_names(l->to->bound->dataset);
    if (fine && step->step->over_name)
        return learn_over(l, step, number, reference);
    for (size_t period = 0; fine && period < l->periods.count; period++) {
        gathered g;
        if (l->periods.start[period] == l->periods.start[period + 1] ||
            (only_period != HM_ALL_PERIODS && only_period != period) || hm_is_cancelled(cancel))
            continue;
        if (step->step->columns) {
            fine = learn_rows(l, step, number, period, periods->texts[period]);
            continue;
        }
        begin(l, &g);
        gather(l, step, reference, period, &g);
        fine = learn_gathered(l, step, number, periods->texts[period], &g);
    }
    return fine;
}

hm_code hm_transformed_learn(hm_transformed *transformed, uint32_t phase, size_t only_period,
                             const hm_cancel *cancel, hm_error *error) {
    double rests_on[HM_FIT_DIGEST];
    learner l;
    bool fine =
        learner_open(&l, transformed) && hm_fits_digest_before(transformed->own, phase, rests_on);
    for (size_t i = 0; fine && i < transformed->step_count; i++)
        if (hm_step_learns(transformed->steps[i].step) && transformed->steps[i].phase == phase &&
            !is_given(transformed, &transformed->steps[i]) && !hm_is_cancelled(cancel))
            fine = learn_step(&l, &transformed->steps[i], rests_on, only_period, cancel);
    learner_close(&l);
    hm_applied_choose(transformed); /* what is learnt may have moved those that were there */
    return fine ? hm_cancel_check(cancel, error) : hm_error_memory(error);
}

hm_code hm_transformed_begin(hm_transformed *transformed, uint32_t end, hm_fits **before,
                             hm_error *error) {
    hm_fits *copy = hm_fits_new(transformed->allocator);
    hm_code code = copy ? HM_OK : hm_error_memory(error);
    for (uint32_t i = 1; code == HM_OK && i < end; i++)
        code = hm_fits_add(copy, &transformed->fits, 1, i, error);
    if (code != HM_OK) {
        hm_fits_free(copy);
        return code;
    }
    *before = transformed->own;
    transformed->fits = transformed->own = copy;
    hm_applied_choose(transformed);
    return HM_OK;
}

void hm_transformed_restore(hm_transformed *transformed, hm_fits *before) {
    hm_fits_free(transformed->own);
    transformed->fits = transformed->own = before;
    hm_applied_choose(transformed);
}
