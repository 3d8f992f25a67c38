#include "transform/learn_values.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "platform/wide.h"
#include "table/range.h"

bool hm_value_learner_open(hm_value_learner *l, const hm_learning *all) {
    *l = (hm_value_learner){.all = all};
    return hm_rank_workspace_open(&l->sort, all->units, all->to->allocator);
}

void hm_value_learner_close(hm_value_learner *l) {
    hm_rank_workspace_close(&l->sort);
}

static const hm_grid_column *values_of(const hm_learning *all, const hm_applied_step *step) {
    return all->to->source.current(all->to->source.context, step->node);
}

/* --- gathering --- */

static const hm_parts *parts_of(const hm_learning *all, const hm_applied_step *step) {
    return &all->parts[step->groups - all->to->groups];
}

/* Is the method one that has its values sorted? */
static bool sorts(const hm_applied_step *step) {
    const hm_step_method *method = step->step->method;
    return hm_step_scope_of(method, step->step->settings) == HM_SCOPE_SAMPLE &&
           !method->any_order && !step->step->columns;
}

static bool learns_from_own_period(const hm_learning *all, const hm_applied_step *step) {
    return !step->step->over_name && sorts(step) && hm_applied_all_teach(all->to, step);
}

/* Does a step sort the values of the same units as the step before it at its node? Treatments keep
 * the order of values, mostly. */
static bool follows(const hm_learning *all, const hm_applied_step *step) {
    return all->how.takes && step > hm_applied_steps(all->to, step->node) &&
           step[-1].groups == step->groups && learns_from_own_period(all, step) &&
           learns_from_own_period(all, step - 1);
}

static bool is_followed(const hm_learning *all, const hm_applied_step *step) {
    const hm_transformed *to = all->to;
    return step + 1 < hm_applied_steps(to, step->node) + to->plan->nodes[step->node].step_count &&
           follows(all, step + 1);
}

size_t hm_values_kept_order(const hm_learning *all, const hm_applied_step *step) {
    return is_followed(all, step) ? all->units + hm_part_count(parts_of(all, step)) : 0;
}

/* Of the `count` values that were sorted, for the step behind. */
static void keep_order(const hm_value_learner *l, const hm_applied_step *step, size_t part,
                       size_t count) {
    const size_t start = parts_of(l->all, step)->start[part];
    memcpy(step->order + start, l->sort.owners, count * sizeof *step->order);
    step->ordered[part] = (uint32_t)count;
}

/* Adds those of some units that have a value: where all teach, without a branch. */
static size_t gather_all(const hm_value_learner *l, const hm_applied_step *step,
                         const hm_grid_column *column, const uint32_t *units, size_t unit_count,
                         size_t count) {
    const double *values = column->values, sign = step->step->lower_is_better ? -1 : 1;
    const uint8_t *states = column->states;
    double *numbers = l->sort.numbers;
    uint32_t *owners = l->sort.owners;
    for (size_t i = 0; i < unit_count; i++) {
        const uint32_t unit = units[i];
        numbers[count] = sign * values[unit] + 0.0;
        owners[count] = unit;
        count += states[unit] == HM_OBSERVED;
    }
    return count;
}

/* Adds those of units in a row, which all have a value. */
HM_WIDE static void gather_row(const double *restrict values, double sign, uint32_t first,
                               size_t count, double *restrict numbers, uint32_t *restrict owners) {
    for (size_t i = 0; i < count; i++) {
        numbers[i] = sign * values[first + i] + 0.0;
        owners[i] = first + (uint32_t)i;
    }
}

static bool are_all_there(const uint8_t *states, size_t count) {
    uint8_t other = 0;
    for (size_t i = 0; i < count; i++)
        other |= states[i] ^ HM_OBSERVED;
    return other == 0;
}

/* Adds those of some units, in ascending order, that have a value. */
static size_t gather_some(const hm_value_learner *l, const hm_applied_step *step,
                          const hm_grid_column *column, const uint32_t *units, size_t unit_count,
                          size_t count) {
    const bool in_a_row = unit_count > 0 && units[unit_count - 1] - units[0] == unit_count - 1;
    if (!in_a_row || !are_all_there(column->states + units[0], unit_count))
        return gather_all(l, step, column, units, unit_count, count);
    gather_row(column->values, step->step->lower_is_better ? -1 : 1, units[0], unit_count,
               l->sort.numbers + count, l->sort.owners + count);
    return count + unit_count;
}

/* Adds to what is there to be sorted the values of a group in a period that are there and count: in
 * the order of the step before, where that is known. */
static size_t gather(const hm_value_learner *l, const hm_applied_step *step,
                     const hm_grid_column *column, size_t period, size_t group, size_t count) {
    const hm_parts *parts = parts_of(l->all, step);
    const size_t part = period * parts->group_count + group, start = parts->start[part];
    const uint32_t *units = parts->order + start;
    const size_t unit_count = hm_part_size(parts, period, group);
    if (follows(l->all, step) && step[-1].order)
        return gather_all(l, step, column, step[-1].order + start, step[-1].ordered[part], count);
    if (hm_applied_all_teach(l->all->to, step))
        return gather_some(l, step, column, units, unit_count, count);
    for (size_t i = 0; i < unit_count; i++)
        if (column->states[units[i]] == HM_OBSERVED &&
            hm_applied_teaches(l->all->to, step, units[i])) {
            l->sort.numbers[count] = hm_step_orient(step->step, column->values[units[i]]);
            l->sort.owners[count++] = units[i];
        }
    return count;
}

/* Has the unit a value to be compared with? One that was imputed is none, unless imputed ones are
 * learnt from. */
static bool may_be_reference(const hm_learning *all, const hm_applied_step *step, uint32_t unit) {
    const hm_step_source *source = &all->to->source;
    const hm_grid_column *own = source->values(source->context, step->node);
    const bool is_own = own->states[unit] == HM_OBSERVED || step->step->fits_on_imputed;
    return values_of(all, step)->states[unit] == HM_OBSERVED &&
           (is_own || source->counts(source->context, step->node, unit, false));
}

/* The value of the city that others are compared with; NAN where it has none, or there is none. */
static double find_reference(const hm_learning *all, const hm_applied_step *step, size_t period) {
    const hm_names *names = hm_dataset_city_names(all->to->bound->dataset);
    const hm_grid_column *column = values_of(all, step);
    const char *name = step->step->city;
    const uint32_t city = name ? hm_names_find(names, name, strlen(name)) : HM_NO_NAME;
    double found = (double)NAN;
    if (city == HM_NO_NAME || hm_city_group_of(step->groups, city) == HM_NO_GROUP)
        return found;
    for (size_t i = all->periods.start[period]; i < all->periods.start[period + 1]; i++) {
        const uint32_t unit = all->periods.order[i];
        if (all->cities[unit] == city && may_be_reference(all, step, unit))
            found = hm_step_orient(step->step, column->values[unit]);
    }
    return found;
}

/* --- learning --- */

/* What a place is worth is known of all values that were learnt from, in their order: nobody has to
 * look for them. */
static void take(const hm_value_learner *l, const hm_applied_step *step, const hm_fit *fit) {
    const hm_grid_column *column = values_of(l->all, step);
    double *marks = l->sort.numbers;
    hm_step_apply_learnt(step->step->method, &fit->learnt,
                         fit->settings ? fit->settings : step->step->settings, marks);
    for (size_t i = 0; i < fit->learnt.count; i++) {
        const uint32_t unit = l->sort.owners[i];
        const bool fine = fabs(marks[i]) <= DBL_MAX;
        column->values[unit] = fine ? marks[i] : 0;
        if (!fine)
            column->states[unit] = HM_UNDEFINED;
    }
}

/* Can what a step learns from be found again? Whether a value counts may be another question once
 * it is a score: it must not be asked. */
static bool is_recalled(const hm_learning *all, const hm_applied_step *step) {
    return !all->how.keeps_samples && hm_applied_all_teach(all->to, step);
}

/* What is the same of all groups that are learnt from together. */
typedef struct circumstances {
    double reference;       /* the value of the city to compare with; NAN */
    const double *settings; /* by which is learnt; NULL: those of the step */
} circumstances;

static bool ascend(const double *numbers, size_t count) {
    size_t i = 1;
    while (i < count && numbers[i - 1] <= numbers[i])
        i++;
    return i >= count;
}

/* Sorts the first `count` values that are there to be, and returns how many of them there are to
 * learn from: two, the ends, where nothing else matters. */
static size_t put_in_order(const hm_value_learner *l, const hm_applied_step *step, size_t count,
                           const circumstances *in) {
    const hm_step_method *method = step->step->method;
    double *values = l->sort.numbers, *spare = (double *)(void *)l->sort.spare;
    if (ascend(values, count))
        return count;
    if (method->needs_ends && is_recalled(l->all, step) &&
        method->needs_ends(in->settings ? in->settings : step->step->settings, values, count,
                           spare)) {
        const hm_range range = hm_range_of(values, count);
        values[0] = range.low;
        values[1] = range.high;
        return 2;
    }
    hm_rank_sort(&l->sort, count);
    return count;
}

/* From the first `count` values that are there to be sorted, under the names of a period and a
 * group. */
static bool learn_gathered(const hm_value_learner *l, hm_applied_step *step, const char *name,
                           size_t group, size_t count, const circumstances *in) {
    hm_fits *fits = l->all->to->own;
    const hm_names *words = &step->groups->words;
    const bool in_order = sorts(step);
    double *spare = (double *)(void *)l->sort.spare;
    hm_fit fit;
    const size_t size = in_order ? put_in_order(l, step, count, in) : count;
    const hm_fit_sample sample = {.values = l->sort.numbers,
                                  .size = size,
                                  .count = count,
                                  .reference = in->reference,
                                  .in_order = in_order,
                                  .settings = in->settings,
                                  .room = is_recalled(l->all, step) ? spare : NULL};
    if (!hm_fits_learn(fits, step->number, hm_names_find(&fits->periods, name, strlen(name)),
                       hm_names_find(&fits->groups, words->texts[group], words->sizes[group]),
                       sample, &fit))
        return false;
    if (!hm_fit_is_possible(&fit))
        step->taken = step->taken == HM_TAKEN_ALL ? HM_TAKEN_LEARNT : step->taken;
    else if (step->taken != HM_TAKEN_NONE)
        take(l, step, &fit);
    return true;
}

/* From a unit's own period. */
static bool learn_period(const hm_value_learner *l, hm_applied_step *step, size_t period) {
    const hm_names *periods = hm_dataset_period_names(l->all->to->bound->dataset);
    const hm_parts *parts = parts_of(l->all, step);
    const size_t first = l->all->periods.order[l->all->periods.start[period]];
    const circumstances in = {find_reference(l->all, step, period),
                              hm_applied_settings(l->all->to, step, first)};
    bool fine = true;
    for (size_t i = 0; fine && i < parts->group_count; i++) {
        if (hm_part_size(parts, period, i) == 0)
            continue;
        const size_t count = gather(l, step, values_of(l->all, step), period, i, 0);
        fine = learn_gathered(l, step, periods->texts[period], i, count, &in);
        if (step->order)
            keep_order(l, step, period * parts->group_count + i, count);
    }
    return fine;
}

/* From the periods that the step names, whatever a unit's own is: groups are those of all units. */
static bool learn_over(const hm_value_learner *l, hm_applied_step *step) {
    const hm_learning *all = l->all;
    const hm_names *periods = hm_dataset_period_names(all->to->bound->dataset);
    const hm_parts *parts = parts_of(all, step);
    circumstances in = {(double)NAN, NULL};
    bool fine = true;
    for (size_t i = 0; i < all->periods.count; i++)
        if (hm_step_learns_from(step->step, periods->texts[i])) {
            const double found = find_reference(all, step, i);
            in.reference = isnan(found) ? in.reference : found;
        }
    for (size_t group = 0; fine && group < parts->group_count; group++) {
        size_t count = 0;
        bool there = false;
        for (size_t i = 0; i < all->periods.count; i++) {
            there |= hm_part_size(parts, i, group) > 0;
            if (hm_step_learns_from(step->step, periods->texts[i]))
                count = gather(l, step, values_of(all, step), i, group, count);
        }
        fine = !there || learn_gathered(l, step, step->step->over_name, group, count, &in);
    }
    return fine;
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
    bool fine = true;
    if (all->how.takes && step->step->method->marks_places)
        step->taken = learns_from_all(all, step) ? HM_TAKEN_ALL : HM_TAKEN_LEARNT;
    if (step->step->over_name)
        return learn_over(l, step);
    for (size_t period = 0; fine && period < all->periods.count; period++)
        if (all->periods.start[period] < all->periods.start[period + 1] &&
            (all->how.only_period == HM_ALL_PERIODS || all->how.only_period == period) &&
            !hm_is_cancelled(all->how.cancel))
            fine = learn_period(l, step, period);
    return fine;
}

/* --- recalling --- */

static void find_before(const hm_learning *all, const hm_applied_step *step,
                        const hm_grid_column *before) {
    const hm_transformed *to = all->to;
    const hm_grid_column *values = to->source.values(to->source.context, step->node);
    memcpy(before->values, values->values, all->units * sizeof *values->values);
    memcpy(before->states, values->states, all->units);
    for (const hm_applied_step *at = hm_applied_steps(to, step->node); at < step; at++)
        hm_applied_take_all(to, at, 0, all->units,
                            (hm_step_cells){before->values, before->states, NULL});
}

/* All that a group has in a period, or in all that the step names (HM_ALL_PERIODS). */
static size_t gather_again(const hm_value_learner *l, const hm_applied_step *step,
                           const hm_grid_column *before, size_t period, size_t group) {
    const hm_names *periods = hm_dataset_period_names(l->all->to->bound->dataset);
    size_t count = 0;
    if (period != HM_ALL_PERIODS)
        return gather(l, step, before, period, group, 0);
    for (size_t i = 0; i < l->all->periods.count; i++)
        if (hm_step_learns_from(step->step, periods->texts[i]))
            count = gather(l, step, before, i, group, count);
    return count;
}

static bool recall_period(const hm_value_learner *l, hm_fits *fits, const hm_applied_step *step,
                          const hm_grid_column *before, size_t period, const char *name) {
    const hm_names *words = &step->groups->words;
    bool fine = true;
    for (size_t i = 0; fine && i < words->count; i++) {
        const hm_fit *fit = hm_fits_find(fits, step->number, name, words->texts[i]);
        if (!fit || fit->sample || fit->learnt.count == 0)
            continue;
        (void)gather_again(l, step, before, period, i);
        fine = hm_fits_give_sample(fits, fit, l->sort.numbers);
    }
    return fine;
}

bool hm_values_recall(const hm_value_learner *l, hm_fits *fits, const hm_applied_step *step,
                      const hm_grid_column *before) {
    const hm_learning *all = l->all;
    const hm_names *periods = hm_dataset_period_names(all->to->bound->dataset);
    bool fine = true;
    find_before(all, step, before);
    if (step->step->over_name)
        return recall_period(l, fits, step, before, HM_ALL_PERIODS, step->step->over_name);
    for (size_t i = 0; fine && i < all->periods.count; i++)
        fine = recall_period(l, fits, step, before, i, periods->texts[i]);
    return fine;
}
