#include "transform/learn_values.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "platform/large.h"

bool hm_value_learner_open(hm_value_learner *l, const hm_learning *all) {
    const hm_allocator *allocator = all->to->allocator;
    *l = (hm_value_learner){.all = all};
    l->ends = hm_allocate_array(allocator, all->most_groups, sizeof *l->ends);
    l->there = hm_allocate_array(allocator, all->most_groups, sizeof *l->there);
    if (!hm_rank_workspace_open(&l->sort, all->units, allocator) || !l->ends || !l->there)
        return false;
    if (all->most_groups == 1)
        return true;
    l->values = hm_allocate_array(allocator, all->units, sizeof *l->values);
    l->parted_values = hm_allocate_array(allocator, all->units, sizeof *l->values);
    l->units = hm_allocate_array(allocator, all->units, sizeof *l->units);
    l->parted_units = hm_allocate_array(allocator, all->units, sizeof *l->units);
    l->group_of = hm_allocate_array(allocator, all->units, sizeof *l->group_of);
    return l->values && l->parted_values && l->units && l->parted_units && l->group_of;
}

void hm_value_learner_close(hm_value_learner *l) {
    if (!l->all)
        return;
    const hm_allocator *allocator = l->all->to->allocator;
    const size_t units = l->all->units, groups = l->all->most_groups;
    hm_rank_workspace_close(&l->sort);
    hm_release(allocator, l->ends, groups * sizeof *l->ends);
    hm_release(allocator, l->there, groups * sizeof *l->there);
    hm_release(allocator, l->values, units * sizeof *l->values);
    hm_release(allocator, l->parted_values, units * sizeof *l->values);
    hm_release(allocator, l->units, units * sizeof *l->units);
    hm_release(allocator, l->parted_units, units * sizeof *l->units);
    hm_release(allocator, l->group_of, units * sizeof *l->group_of);
}

/* --- gathering --- */

/* What is gathered from the units of one or more periods. */
typedef struct gathered {
    double *values;
    uint32_t *units;
    size_t count;
    double reference; /* NAN: the city to compare with has no value, or there is none */
} gathered;

/* Of one group, values go where they are sorted. */
static gathered begin(const hm_value_learner *l, const hm_applied_step *step) {
    const bool parts = step->groups->words.count > 1;
    memset(l->there, 0, l->all->most_groups * sizeof *l->there);
    return (gathered){.values = parts ? l->values : l->sort.numbers,
                      .units = parts ? l->units : l->sort.owners,
                      .reference = (double)NAN};
}

/* HM_NO_NAME where there is none. */
static uint32_t find_city(const hm_learning *all, const char *city) {
    const hm_names *names = hm_dataset_city_names(all->to->bound->dataset);
    return city ? hm_names_find(names, city, strlen(city)) : HM_NO_NAME;
}

/* The same where all units are of one group and teach. */
static void gather_all(const hm_value_learner *l, const hm_applied_step *step, size_t period,
                       gathered *g) {
    const hm_learning *all = l->all;
    const hm_grid_column *column = all->to->source.current(all->to->source.context, step->node);
    const double sign = step->step->lower_is_better ? -1 : 1;
    size_t count = g->count;
    for (size_t i = all->periods.start[period]; i < all->periods.start[period + 1]; i++) {
        const uint32_t unit = all->periods.order[i];
        g->values[count] = sign * column->values[unit] + 0.0;
        g->units[count] = unit;
        count += column->states[unit] == HM_OBSERVED;
    }
    g->count = count;
    l->there[0] = true;
}

/* Adds the values of the units of a period that have one and count. */
static void gather(const hm_value_learner *l, const hm_applied_step *step, size_t period,
                   gathered *g) {
    const hm_learning *all = l->all;
    const hm_grid_column *values = all->to->source.current(all->to->source.context, step->node);
    const bool parts = step->groups->words.count > 1, teach = hm_applied_all_teach(all->to, step);
    const uint32_t reference = find_city(all, step->step->city);
    if (teach && !step->groups->of && reference == HM_NO_NAME &&
        all->periods.start[period] < all->periods.start[period + 1]) {
        gather_all(l, step, period, g);
        return;
    }
    for (size_t i = all->periods.start[period]; i < all->periods.start[period + 1]; i++) {
        const uint32_t unit = all->periods.order[i], city = all->cities[unit];
        const uint32_t group = hm_city_group_of(step->groups, city);
        if (group == HM_NO_GROUP)
            continue;
        l->there[group] = true;
        if (values->states[unit] != HM_OBSERVED)
            continue;
        const double value = hm_step_orient(step->step, values->values[unit]);
        if (city == reference)
            g->reference = value;
        if (!teach && !hm_applied_teaches(all->to, step, unit))
            continue;
        if (parts)
            l->group_of[g->count] = group;
        g->values[g->count] = value;
        g->units[g->count++] = unit;
    }
}

/* Group after group, each in the order that it had: a counting sort. */
static void part(const hm_value_learner *l, size_t groups, size_t count) {
    size_t end = 0;
    memset(l->ends, 0, groups * sizeof *l->ends);
    for (size_t i = 0; i < count; i++)
        l->ends[l->group_of[i]]++;
    for (size_t i = 0; i < groups; i++) {
        const size_t start = end;
        end += l->ends[i];
        l->ends[i] = start;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t to = l->ends[l->group_of[i]]++;
        l->parted_values[to] = l->values[i];
        l->parted_units[to] = l->units[i];
    }
}

/* --- learning --- */

/* What a place is worth is known of all values that were learnt from, in their order: nobody has to
 * look for them. */
static void take(const hm_value_learner *l, const hm_applied_step *step, const hm_fit *fit) {
    const hm_step_source *source = &l->all->to->source;
    const hm_grid_column *column = source->current(source->context, step->node);
    double *marks = l->sort.numbers;
    hm_step_apply_learnt(step->step->method, &fit->learnt, step->step->settings, marks);
    for (size_t i = 0; i < fit->learnt.count; i++) {
        const uint32_t unit = l->sort.owners[i];
        const bool fine = fabs(marks[i]) <= DBL_MAX;
        column->values[unit] = fine ? marks[i] : 0;
        column->states[unit] = fine ? HM_OBSERVED : HM_UNDEFINED;
    }
}

/* From the first `count` values that are there to be sorted. */
static bool learn_group(const hm_value_learner *l, hm_applied_step *step, uint32_t period,
                        uint32_t group, size_t count, double reference) {
    const hm_step_method *method = step->step->method;
    const bool sorts =
        hm_step_scope_of(method, step->step->settings) == HM_SCOPE_SAMPLE && !method->any_order;
    hm_fit fit;
    if (sorts)
        hm_rank_sort(&l->sort, count);
    const hm_fit_sample sample = {.values = l->sort.numbers,
                                  .size = count,
                                  .count = count,
                                  .reference = reference,
                                  .in_order = sorts};
    if (!hm_fits_learn(l->all->to->own, step->number, period, group, sample, &fit))
        return false;
    if (!hm_fit_is_possible(&fit))
        step->taken = step->taken == HM_TAKEN_ALL ? HM_TAKEN_LEARNT : step->taken;
    else if (step->taken != HM_TAKEN_NONE)
        take(l, step, &fit);
    return true;
}

/* What was gathered, under the name of a period. */
static bool learn_gathered(const hm_value_learner *l, hm_applied_step *step, const char *name,
                           const gathered *g) {
    const hm_fits *fits = l->all->to->own;
    const hm_names *words = &step->groups->words;
    const uint32_t period = hm_names_find(&fits->periods, name, strlen(name));
    const bool parts = words->count > 1;
    bool fine = true;
    if (parts)
        part(l, words->count, g->count);
    for (uint32_t i = 0; fine && i < words->count; i++) {
        const size_t start = parts && i > 0 ? l->ends[i - 1] : 0;
        const size_t count = parts ? l->ends[i] - start : g->count;
        if (!l->there[i])
            continue;
        if (parts && count > 0) {
            memcpy(l->sort.numbers, l->parted_values + start, count * sizeof *l->values);
            memcpy(l->sort.owners, l->parted_units + start, count * sizeof *l->units);
        }
        const uint32_t group = hm_names_find(&fits->groups, words->texts[i], words->sizes[i]);
        fine = learn_group(l, step, period, group, count, g->reference);
    }
    return fine;
}

/* From the periods that the step names, whatever a unit's own is: groups are those of all units. */
static bool learn_over(const hm_value_learner *l, hm_applied_step *step) {
    const hm_learning *all = l->all;
    const hm_names *periods = hm_dataset_period_names(all->to->bound->dataset);
    gathered g = begin(l, step);
    for (size_t i = 0; i < all->units; i++) {
        const uint32_t group = hm_city_group_of(step->groups, all->cities[i]);
        if (group != HM_NO_GROUP)
            l->there[group] = true;
    }
    for (size_t period = 0; period < all->periods.count; period++)
        if (hm_step_learns_from(step->step, periods->texts[period]))
            gather(l, step, period, &g);
    return learn_gathered(l, step, step->step->over_name, &g);
}

bool hm_values_name(const hm_learning *all, const hm_applied_step *step) {
    hm_fits *fits = all->to->own;
    const hm_names *words = &step->groups->words,
                   *periods = hm_dataset_period_names(all->to->bound->dataset);
    const char *over = step->step->over_name;
    bool fine = !over || hm_names_intern(&fits->periods, over, strlen(over)) != HM_NO_NAME;
    for (size_t i = 0; fine && !over && i < all->periods.count; i++)
        fine = hm_names_intern(&fits->periods, periods->texts[i], periods->sizes[i]) != HM_NO_NAME;
    for (size_t i = 0; fine && i < words->count; i++)
        fine = hm_names_intern(&fits->groups, words->texts[i], words->sizes[i]) != HM_NO_NAME;
    return fine;
}

/* From every value that there is? */
static bool learns_from_all(const hm_learning *all, const hm_applied_step *step) {
    return !step->groups->of && (!step->step->over_name || hm_step_is_over_all(step->step)) &&
           hm_applied_all_teach(all->to, step);
}

bool hm_values_learn(const hm_value_learner *l, hm_applied_step *step) {
    const hm_learning *all = l->all;
    const hm_names *periods = hm_dataset_period_names(all->to->bound->dataset);
    bool fine = true;
    if (all->how.takes && step->step->method->marks_places)
        step->taken = learns_from_all(all, step) ? HM_TAKEN_ALL : HM_TAKEN_LEARNT;
    if (step->step->over_name)
        return learn_over(l, step);
    for (size_t period = 0; fine && period < all->periods.count; period++) {
        if (all->periods.start[period] == all->periods.start[period + 1] ||
            (all->how.only_period != HM_ALL_PERIODS && all->how.only_period != period) ||
            hm_is_cancelled(all->how.cancel))
            continue;
        gathered g = begin(l, step);
        gather(l, step, period, &g);
        fine = learn_gathered(l, step, periods->texts[period], &g);
    }
    return fine;
}
