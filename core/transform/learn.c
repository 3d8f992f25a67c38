/* learn.c: what steps learn, phase by phase, from the values of all units. */
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "base/error.h"
#include "platform/large.h"
#include "platform/threads.h"
#include "transform/digest.h"
#include "transform/learn_values.h"
#include "transform/weighing.h"

/* --- steps that look at several columns --- */

typedef struct row_learner {
    const hm_learning *all;
    bool *there; /* by group: some unit of the period is in it */
} row_learner;

/* Whole rows, for a step that looks at several columns: of the units of a period that are in a
 * group.
 */
static void gather_rows(const row_learner *l, const hm_applied_step *step, size_t period,
                        uint32_t group, double *rows, size_t *count) {
    const hm_learning *all = l->all;
    const uint8_t *unranked = hm_dataset_unranked(all->to->bound->dataset);
    for (size_t i = all->periods.start[period]; i < all->periods.start[period + 1]; i++) {
        const uint32_t unit = all->periods.order[i], city = all->cities[unit];
        if (hm_city_group_of(step->groups, city) != group)
            continue;
        l->there[group] = true;
        if ((unranked && unranked[city]) || unit == all->to->left_out)
            continue;
        *count +=
            hm_joints_row(all->to, step, unit, true, rows + *count * step->step->columns->count);
    }
}

/* Of one period, or of all that the step names. */
static bool learn_rows_of(const row_learner *l, const hm_applied_step *step, size_t only_period,
                          const char *name) {
    hm_transformed *to = l->all->to;
    hm_fits *fits = to->own;
    const hm_names *words = &step->groups->words,
                   *periods = hm_dataset_period_names(to->bound->dataset);
    const size_t columns = step->step->columns->count, units = l->all->units;
    const uint32_t at = hm_names_intern(&fits->periods, name, strlen(name));
    double *rows = hm_allocate_array(to->allocator, units * columns, sizeof *rows);
    bool fine = rows && at != HM_NO_NAME;
    memset(l->there, 0, l->all->most_groups * sizeof *l->there);
    for (uint32_t i = 0; fine && i < words->count; i++) {
        size_t count = 0;
        for (size_t period = 0; period < l->all->periods.count; period++)
            if (only_period == HM_ALL_PERIODS
                    ? hm_step_learns_from(step->step, periods->texts[period])
                    : period == only_period)
                gather_rows(l, step, period, i, rows, &count);
        const uint32_t group = hm_names_intern(&fits->groups, words->texts[i], words->sizes[i]);
        const hm_fit_sample sample = {
            .values = rows, .size = count * columns, .count = count, .reference = (double)NAN};
        fine = group != HM_NO_NAME &&
               (!l->there[i] || hm_fits_learn(fits, step->number, at, group, sample, NULL));
    }
    hm_release(to->allocator, rows, units * columns * sizeof *rows);
    return fine;
}

static bool learn_rows(const row_learner *l, const hm_applied_step *step) {
    const hm_learning *all = l->all;
    const hm_names *periods = hm_dataset_period_names(all->to->bound->dataset);
    bool fine = true;
    if (step->step->method->kind == HM_STEP_WEIGH)
        return hm_weighing_learn(all->to, step, step->number);
    if (step->step->over_name)
        return learn_rows_of(l, step, HM_ALL_PERIODS, step->step->over_name);
    for (size_t period = 0; fine && period < all->periods.count; period++)
        if (all->periods.start[period] < all->periods.start[period + 1] &&
            (all->how.only_period == HM_ALL_PERIODS || all->how.only_period == period) &&
            !hm_is_cancelled(all->how.cancel))
            fine = learn_rows_of(l, step, period, periods->texts[period]);
    return fine;
}

/* --- what is to be learnt --- */

/* What is given of a step was learnt from all units that are to teach it. */
static bool is_given(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->given &&
           hm_fits_find_step(transformed->given, hm_applied_code(transformed, step), step->phase) !=
               HM_NO_NAME;
}

/* Gives the fits the step, which learns with its keeper. */
static bool name_step(const hm_learning *all, hm_applied_step *step) {
    hm_fits *fits = all->to->own;
    hm_fit_step as = hm_fit_step_undigested(all->to->plan, step->node, step->step);
    if (!all->to->passes && !hm_fit_step_of(all->to->plan, step->node, step->step, &as))
        return false;
    as.is_open = as.holds = true;
    step->number = hm_fits_add_step(fits, hm_applied_code(all->to, step), &as);
    if (step->number == HM_NO_NAME)
        return false;
    fits->steps[step->number] = as;
    return step->step->columns || hm_values_name(all, step);
}

/* Those of a phase that are not given. */
typedef struct agenda {
    const hm_learning *all;
    hm_applied_step **steps; /* that look at one column come first */
    size_t count, values;
    hm_value_learner *learners; /* by thread */
    atomic_bool out_of_memory;
} agenda;

static bool agenda_fill(agenda *a, uint32_t phase) {
    hm_transformed *to = a->all->to;
    for (int looks_at_several = 0; looks_at_several < 2; looks_at_several++) {
        for (size_t i = 0; i < to->step_count; i++) {
            hm_applied_step *step = &to->steps[i];
            if (hm_step_learns(step->step) && step->phase == phase && !is_given(to, step) &&
                (step->step->columns != NULL) == looks_at_several)
                a->steps[a->count++] = step;
        }
        a->values = looks_at_several ? a->values : a->count;
    }
    bool fine = true;
    for (size_t i = 0; fine && i < a->count; i++)
        fine = name_step(a->all, a->steps[i]);
    return fine;
}

/* In one block, since columns of many steps lie on large pages. */
static bool open_orders(const agenda *a, uint32_t phase) {
    hm_transformed *to = a->all->to;
    hm_kept_orders *orders = &to->orders[phase % HM_ORDERED_PHASES];
    size_t size = 0, at = 0;
    for (size_t i = 0; i < a->values; i++)
        size += hm_values_kept_order(a->all, a->steps[i]);
    if (size == 0)
        return true;
    *orders = (hm_kept_orders){hm_allocate_large(to->allocator, size * sizeof(uint32_t)), size};
    for (size_t i = 0; orders->block && i < a->values; i++) {
        const size_t own = hm_values_kept_order(a->all, a->steps[i]);
        if (own == 0)
            continue;
        a->steps[i]->order = orders->block + at;
        a->steps[i]->ordered = a->steps[i]->order + a->all->units;
        at += own;
    }
    return orders->block != NULL;
}

void hm_transformed_forget_orders(hm_transformed *transformed, uint32_t phase) {
    hm_kept_orders *orders = &transformed->orders[phase % HM_ORDERED_PHASES];
    for (size_t i = 0; i < transformed->step_count; i++)
        if (transformed->steps[i].phase % HM_ORDERED_PHASES == phase % HM_ORDERED_PHASES)
            transformed->steps[i].order = transformed->steps[i].ordered = NULL;
    hm_release(transformed->allocator, orders->block, orders->size * sizeof *orders->block);
    *orders = (hm_kept_orders){NULL, 0};
}

static bool learn_step(void *context, size_t worker, size_t number) {
    agenda *a = context;
    if (hm_is_cancelled(a->all->how.cancel))
        return false;
    const bool fine = hm_values_learn(&a->learners[worker], a->steps[number]);
    if (!fine)
        atomic_store(&a->out_of_memory, true);
    return fine;
}

static hm_code learn_all_values(agenda *a, hm_error *error) {
    const hm_allocator *allocator = a->all->to->allocator;
    const size_t jobs = a->all->how.jobs < a->values ? a->all->how.jobs : a->values;
    if (jobs == 0)
        return HM_OK;
    a->learners = hm_allocate_array(allocator, jobs, sizeof *a->learners);
    bool fine = a->learners != NULL;
    for (size_t i = 0; fine && i < jobs; i++)
        fine = hm_value_learner_open(&a->learners[i], a->all);
    const hm_code code = fine ? hm_threads_run(jobs, a->values, learn_step, a, allocator, error)
                              : hm_error_memory(error);
    for (size_t i = 0; a->learners && i < jobs; i++)
        hm_value_learner_close(&a->learners[i]);
    hm_release(allocator, a->learners, jobs * sizeof *a->learners);
    return code == HM_OK && atomic_load(&a->out_of_memory) ? hm_error_memory(error) : code;
}

static bool learn_all_rows(const agenda *a) {
    const hm_allocator *allocator = a->all->to->allocator;
    const size_t groups = a->all->most_groups;
    if (a->values == a->count)
        return true;
    const row_learner l = {a->all, hm_allocate_array(allocator, groups, sizeof *l.there)};
    bool fine = l.there != NULL;
    for (size_t i = a->values; fine && i < a->count; i++)
        if (hm_applied_keeper(a->all->to, a->steps[i]) == a->steps[i] &&
            !hm_is_cancelled(a->all->how.cancel))
            fine = learn_rows(&l, a->steps[i]);
    hm_release(allocator, l.there, groups * sizeof *l.there);
    return fine;
}

static bool learning_open(hm_learning *l, hm_transformed *to, const hm_learn_options *how) {
    const hm_bound *bound = to->bound;
    *l = (hm_learning){.to = to,
                       .how = *how,
                       .cities = hm_dataset_cities(bound->dataset) + bound->first,
                       .units = bound->inputs.rows};
    for (size_t i = 0; i < to->group_count; i++)
        if (to->groups[i].words.count > l->most_groups)
            l->most_groups = to->groups[i].words.count;
    l->parts = hm_allocate_array(to->allocator, to->group_count, sizeof *l->parts);
    bool fine =
        hm_periods_open(&l->periods, bound->dataset, bound->first, l->units, to->allocator) &&
        l->parts;
    for (size_t i = 0; fine && i < to->group_count; i++)
        fine = hm_parts_open(&l->parts[i], &l->periods, &to->groups[i], l->cities, to->allocator);
    return fine;
}

static void learning_close(hm_learning *l) {
    const hm_transformed *to = l->to;
    for (size_t i = 0; l->parts && i < to->group_count; i++)
        hm_parts_close(&l->parts[i]);
    hm_release(to->allocator, l->parts, to->group_count * sizeof *l->parts);
    hm_periods_close(&l->periods);
}

/* The context is the hm_transformed that the fits are of. */
static bool recall_samples(void *context, hm_fits *fits) {
    hm_transformed *to = context;
    const hm_learn_options how = {.only_period = HM_ALL_PERIODS};
    hm_learning all;
    hm_value_learner l = {.all = NULL};
    hm_grid before = {.columns = NULL};
    bool fine = learning_open(&all, to, &how) && hm_value_learner_open(&l, &all) &&
                hm_grid_open(&before, all.units, 1, to->allocator) &&
                hm_grid_own(&before, 0, "before");
    for (size_t i = 0; fine && i < to->step_count; i++)
        if (hm_step_learns(to->steps[i].step) && !to->steps[i].step->columns)
            fine = hm_values_recall(&l, fits, &to->steps[i], &before.columns[0]);
    hm_grid_close(&before);
    hm_value_learner_close(&l);
    learning_close(&all);
    return fine;
}

hm_code hm_transformed_learn(hm_transformed *transformed, uint32_t phase,
                             const hm_learn_options *how, hm_error *error) {
    hm_learning l;
    agenda a = {.all = &l};
    hm_code code = HM_OK;
    const size_t most = transformed->step_count;
    a.steps = hm_allocate_array(transformed->allocator, most, sizeof *a.steps);
    transformed->own->recall = recall_samples;
    transformed->own->recall_context = transformed;
    if (!learning_open(&l, transformed, how) || !a.steps || !agenda_fill(&a, phase) ||
        !open_orders(&a, phase))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = learn_all_values(&a, error);
    if (code == HM_OK && !learn_all_rows(&a))
        code = hm_error_memory(error);
    hm_transformed_forget_orders(transformed, phase - 1);
    learning_close(&l);
    hm_release(transformed->allocator, a.steps, most * sizeof *a.steps);
    hm_applied_choose(transformed); /* what is learnt may have moved those that were there */
    return code == HM_OK ? hm_cancel_check(how->cancel, error) : code;
}

void hm_transformed_go_on(hm_transformed *transformed) {
    for (size_t i = 0; i < transformed->step_count; i++)
        transformed->steps[i].taken = HM_TAKEN_NONE;
}

hm_code hm_transformed_begin(hm_transformed *transformed, uint32_t end, hm_fits **before,
                             hm_error *error) {
    hm_fits *copy = hm_fits_new(transformed->allocator);
    const bool fine = copy && (!transformed->fits || hm_fits_complete(transformed->fits));
    hm_code code = fine ? HM_OK : hm_error_memory(error);
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

hm_code hm_transformed_leave_out(hm_transformed *transformed, size_t unit, hm_error *error) {
    hm_fits *fits = hm_fits_new(transformed->allocator);
    if (!fits)
        return hm_error_memory(error);
    hm_fits_free(transformed->own);
    transformed->fits = transformed->own = fits;
    transformed->left_out = unit;
    hm_applied_choose(transformed);
    return HM_OK;
}

void hm_transformed_restore(hm_transformed *transformed, hm_fits *before) {
    hm_fits_free(transformed->own);
    transformed->fits = transformed->own = before;
    hm_applied_choose(transformed);
}
