#include "transform/transform.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evaluate/periods.h"
#include "transform/digest.h"

static const char *code_of(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->plan->nodes[step->node].code;
}

/* The steps of a node, and how many. */
static const hm_applied_step *steps_of(const hm_transformed *transformed, size_t node) {
    return transformed->steps + transformed->first_step[node];
}

static size_t index_of(const hm_transformed *transformed, const hm_applied_step *step) {
    return (size_t)(step - steps_of(transformed, step->node));
}

static uint32_t phase_of(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->plan->nodes[step->node].phase + (uint32_t)index_of(transformed, step) + 1;
}

/* --- which fits are applied --- */

static size_t fit_count(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->period_count * step->groups->words.count;
}

static void choose(const hm_transformed *transformed, hm_applied_step *step) {
    const hm_names *periods = hm_dataset_period_names(transformed->bound->dataset);
    const hm_names *groups = &step->groups->words;
    step->number = hm_fits_find_step(transformed->fits, code_of(transformed, step),
                                     phase_of(transformed, step));
    for (size_t i = 0; i < transformed->period_count; i++)
        for (size_t k = 0; k < groups->count; k++)
            step->fits[i * groups->count + k] =
                step->number == HM_NO_NAME ? NULL
                                           : hm_fits_find(transformed->fits, step->number,
                                                          periods->texts[i], groups->texts[k]);
}

static void choose_all(hm_transformed *transformed) {
    for (size_t i = 0; i < transformed->step_count; i++)
        choose(transformed, &transformed->steps[i]);
}

/* NULL where there is none. `unit` is one of the data set. */
static const hm_fit *fit_at(const hm_transformed *transformed, const hm_applied_step *step,
                            size_t unit) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const uint32_t group = hm_city_group_of(step->groups, hm_dataset_cities(dataset)[unit]);
    return group == HM_NO_GROUP
               ? NULL
               : step->fits[hm_dataset_periods(dataset)[unit] * step->groups->words.count + group];
}

/* --- applying --- */

/* Steps take the greater for the better. That zero has no sign keeps what is learnt from depending
 * on the order of values that are equal. */
static double orient(const hm_step *step, double value) {
    return (step->lower_is_better ? -value : value) + 0.0;
}

/* What the first `count` steps of a node make of a value; NAN where some cannot. */
static double apply(const hm_transformed *transformed, size_t node, size_t count, size_t unit,
                    double value) {
    const hm_applied_step *steps = steps_of(transformed, node);
    for (size_t i = 0; i < count && !isnan(value); i++) {
        const hm_step *step = steps[i].step;
        const hm_fit *fit = fit_at(transformed, &steps[i], transformed->bound->first + unit);
        value = fit && fit->possible
                    ? step->method->apply(&fit->learnt, step->parameters, orient(step, value))
                    : (double)NAN;
    }
    return fabs(value) <= DBL_MAX ? value : (double)NAN;
}

double hm_transformed_mark(const hm_transformed *transformed, size_t node, size_t unit,
                           double value) {
    return apply(transformed, node, transformed->plan->nodes[node].step_count, unit, value);
}

unsigned hm_transformed_flags(const hm_transformed *transformed, size_t number, size_t unit,
                              double value) {
    const hm_node *node = &transformed->plan->nodes[number];
    const double mark = hm_transformed_mark(transformed, number, unit, value);
    return mark > node->high ? HM_FLAG_CAPPED : mark < node->low ? HM_FLAG_FLOORED : 0;
}

/* --- learning --- */

/* What learning from one period after the other needs. */
typedef struct learner {
    hm_transformed *to;
    const hm_step_source *source;
    hm_periods periods;
    const uint32_t *cities;  /* by unit */
    const uint8_t *unranked; /* by city: 1 where it is kept out of fits; NULL: none is */
    double *values, *parted; /* of the units of one period; the same, group after group */
    uint32_t *group_of;      /* of each of these */
    size_t *ends;            /* by group: of its part */
    bool *there;             /* by group: some unit of the period is in it */
    size_t units, most_groups;
} learner;

static bool learner_open(learner *l, hm_transformed *to, const hm_step_source *source) {
    const hm_bound *bound = to->bound;
    const hm_allocator *allocator = to->allocator;
    *l = (learner){.to = to,
                   .source = source,
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

/* The values of the units of one period that have one and count. */
static size_t gather(const learner *l, const hm_applied_step *step, size_t period) {
    const hm_grid_column *values = l->source->values(l->source->context, step->node);
    const size_t before = index_of(l->to, step);
    size_t count = 0;
    memset(l->there, 0, l->most_groups * sizeof *l->there);
    for (size_t i = l->periods.start[period]; i < l->periods.start[period + 1]; i++) {
        const uint32_t unit = l->periods.order[i], city = l->cities[unit];
        const uint32_t group = hm_city_group_of(step->groups, city);
        if (group == HM_NO_GROUP)
            continue;
        l->there[group] = true;
        if (values->states[unit] != HM_OBSERVED || (l->unranked && l->unranked[city]) ||
            !l->source->counts(l->source->context, step->node, unit))
            continue;
        const double value = apply(l->to, step->node, before, unit, values->values[unit]);
        l->values[count] = orient(step->step, value);
        l->group_of[count] = group;
        count += isnan(value) ? 0 : 1;
    }
    return count;
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

/* False when memory has run out. */
static bool learn_period(const learner *l, const hm_applied_step *step, size_t period,
                         uint32_t number) {
    hm_fits *fits = l->to->own;
    const hm_names *periods = hm_dataset_period_names(l->to->bound->dataset);
    const hm_names *words = &step->groups->words;
    const uint32_t at =
        hm_names_intern(&fits->periods, periods->texts[period], periods->sizes[period]);
    bool fine = at != HM_NO_NAME;
    part(l, words->count, gather(l, step, period));
    for (uint32_t i = 0; fine && i < words->count; i++) {
        const size_t start = i == 0 ? 0 : l->ends[i - 1], count = l->ends[i] - start;
        if (!l->there[i])
            continue;
        const uint32_t group = hm_names_intern(&fits->groups, words->texts[i], words->sizes[i]);
        fine = group != HM_NO_NAME &&
               hm_fits_learn(fits, number, at, group, l->parted + start, count, count);
    }
    return fine;
}

/* What is given of a step was learnt from all units that are to teach it. */
static bool is_given(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->given && hm_fits_find_step(transformed->given, code_of(transformed, step),
                                                   phase_of(transformed, step)) != HM_NO_NAME;
}

static bool learn_step(const learner *l, const hm_applied_step *step, const double *rests_on,
                       size_t only_period, const hm_cancel *cancel) {
    hm_fits *fits = l->to->own;
    hm_fit_step as = hm_fit_step_of(l->to->plan, step->node, index_of(l->to, step));
    memcpy(as.rests_on, rests_on, sizeof as.rests_on);
    as.holds = true;
    const uint32_t number = hm_fits_add_step(fits, code_of(l->to, step), &as);
    bool fine = number != HM_NO_NAME;
    if (fine)
        fits->steps[number] = as;
    for (size_t period = 0; fine && period < l->periods.count; period++)
        if (l->periods.start[period] < l->periods.start[period + 1] &&
            (only_period == HM_ALL_PERIODS || only_period == period) && !hm_is_cancelled(cancel))
            fine = learn_period(l, step, period, number);
    return fine;
}

hm_code hm_transformed_learn(hm_transformed *transformed, uint32_t phase, size_t only_period,
                             const hm_step_source *source, const hm_cancel *cancel,
                             hm_error *error) {
    double rests_on[HM_FIT_DIGEST];
    learner l;
    bool fine = learner_open(&l, transformed, source) &&
                hm_fits_digest_before(transformed->own, phase, rests_on);
    for (size_t i = 0; fine && i < transformed->step_count; i++)
        if (phase_of(transformed, &transformed->steps[i]) == phase &&
            !is_given(transformed, &transformed->steps[i]) && !hm_is_cancelled(cancel))
            fine = learn_step(&l, &transformed->steps[i], rests_on, only_period, cancel);
    learner_close(&l);
    choose_all(transformed); /* what is learnt may have moved those that were there */
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
    choose_all(transformed);
    return HM_OK;
}

void hm_transformed_restore(hm_transformed *transformed, hm_fits *before) {
    hm_fits_free(transformed->own);
    transformed->fits = transformed->own = before;
    choose_all(transformed);
}

/* --- fits that are given --- */

static hm_code refuse_other(const hm_transformed *transformed, const hm_applied_step *step,
                            hm_error *error) {
    return hm_error_set(error, HM_ERROR_PACKAGE,
                        "node %s is not the one that the fit was learnt from: what it is measured "
                        "or made of, its scale or its direction differ",
                        code_of(transformed, step));
}

static hm_code check_step(const hm_transformed *transformed, const hm_applied_step *step,
                          hm_error *error) {
    const hm_fit_step wanted =
        hm_fit_step_of(transformed->plan, step->node, index_of(transformed, step));
    const hm_fit_step *given = &transformed->fits->steps[step->number];
    if (!hm_fit_step_is(given, &wanted))
        return refuse_other(transformed, step, error);
    if (!given->holds)
        return hm_error_set(error, HM_ERROR_PACKAGE,
                            "what the fit has of node %s was learnt with other fits of the phases "
                            "before than it has now",
                            code_of(transformed, step));
    return HM_OK;
}

/* A node whose steps learn in other phases than they did is another node. */
static bool has_moved(const hm_transformed *transformed, const hm_applied_step *step) {
    const hm_node *node = &transformed->plan->nodes[step->node];
    bool found = false;
    for (uint32_t i = 1; step->number == HM_NO_NAME && !found && i <= HM_MOST_PHASES; i++)
        found = (i <= node->phase || i > hm_node_last_phase(node)) &&
                hm_fits_find_step(transformed->given, node->code, i) != HM_NO_NAME;
    return found;
}

static hm_code check_given(const hm_transformed *transformed, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        if (has_moved(transformed, step))
            code = refuse_other(transformed, step, error);
        else if (step->number != HM_NO_NAME)
            code = check_step(transformed, step, error);
    }
    return code;
}

uint32_t hm_transformed_lacks(const hm_transformed *transformed) {
    uint32_t least = 0;
    for (size_t i = 0; i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        const uint32_t phase = phase_of(transformed, step);
        if (step->number == HM_NO_NAME && (least == 0 || phase < least))
            least = phase;
    }
    return least;
}

static hm_code check_complete(const hm_transformed *transformed, hm_error *error) {
    const uint32_t phase = hm_transformed_lacks(transformed);
    for (size_t i = 0; phase > 0 && i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        if (step->number == HM_NO_NAME && phase_of(transformed, step) == phase)
            return hm_error_set(error, HM_ERROR_PACKAGE,
                                phase > 1
                                    ? "the fit has nothing of node %s yet: phase %u is to be learnt"
                                    : "the fit has nothing of node %s",
                                code_of(transformed, step), (unsigned)phase);
    }
    return HM_OK;
}

static hm_code cover_unit(const hm_transformed *transformed, size_t unit, hm_error *error) {
    const hm_dataset *dataset = transformed->bound->dataset;
    for (size_t i = 0; i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        const uint32_t group = hm_city_group_of(step->groups, hm_dataset_cities(dataset)[unit]);
        if (group == HM_NO_GROUP || fit_at(transformed, step, unit))
            continue;
        const char *word = step->groups->words.texts[group];
        return hm_error_set(error, HM_ERROR_PACKAGE,
                            "the fit has nothing of node %s in period %s%s%s",
                            code_of(transformed, step), hm_dataset_unit_period(dataset, unit),
                            *word ? ", group " : "", word);
    }
    return HM_OK;
}

hm_code hm_transformed_covers(const hm_transformed *transformed, size_t unit, hm_error *error) {
    const hm_code code = check_complete(transformed, error);
    return code == HM_OK ? cover_unit(transformed, unit, error) : code;
}

hm_code hm_transformed_covers_all(const hm_transformed *transformed, hm_error *error) {
    hm_code code = check_complete(transformed, error);
    for (size_t i = 0; code == HM_OK && i < transformed->bound->inputs.rows; i++)
        code = cover_unit(transformed, transformed->bound->first + i, error);
    return code;
}

/* --- opening --- */

/* The groups by a column, opened when first asked for; there is room for them. */
static hm_code groups_of(hm_transformed *transformed, const char *column,
                         const hm_city_groups **out, hm_error *error) {
    for (size_t i = 0; i < transformed->group_count; i++) {
        const char *other = transformed->groups[i].column;
        *out = &transformed->groups[i];
        if (column && other ? strcmp(column, other) == 0 : column == other)
            return HM_OK;
    }
    hm_city_groups *groups = &transformed->groups[transformed->group_count++];
    *out = groups;
    return hm_city_groups_open(groups, column, transformed->bound->dataset, transformed->allocator,
                               error);
}

static hm_code open_step(hm_transformed *transformed, uint32_t node, const hm_step *step,
                         hm_error *error) {
    hm_applied_step *applied = &transformed->steps[transformed->step_count];
    *applied = (hm_applied_step){.step = step, .node = node, .number = HM_NO_NAME};
    const hm_code code = groups_of(transformed, step->by, &applied->groups, error);
    if (code != HM_OK)
        return code;
    applied->fits = hm_allocate_array(transformed->allocator, fit_count(transformed, applied),
                                      sizeof(hm_fit *));
    transformed->step_count += applied->fits != NULL;
    return applied->fits ? HM_OK : hm_error_memory(error);
}

static size_t count_steps(const hm_plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        count += plan->nodes[i].step_count;
    return count;
}

static hm_code open_steps(hm_transformed *transformed, hm_error *error) {
    const hm_plan *plan = transformed->plan;
    const hm_allocator *allocator = transformed->allocator;
    const size_t count = count_steps(plan);
    transformed->first_step =
        hm_allocate_array(allocator, plan->node_count, sizeof *transformed->first_step);
    transformed->steps = hm_allocate_array(allocator, count, sizeof *transformed->steps);
    transformed->groups = hm_allocate_array(allocator, count, sizeof *transformed->groups);
    if (!transformed->first_step || !transformed->steps || !transformed->groups)
        return hm_error_memory(error);
    hm_code code = HM_OK;
    for (uint32_t i = 0; i < plan->node_count; i++) {
        transformed->first_step[i] = (uint32_t)transformed->step_count;
        for (size_t k = 0; code == HM_OK && k < plan->nodes[i].step_count; k++)
            code = open_step(transformed, i, &plan->nodes[i].steps[k], error);
    }
    return code;
}

hm_code hm_transformed_open(hm_transformed *transformed, const hm_bound *bound, const hm_fits *fits,
                            const hm_allocator *allocator, hm_error *error) {
    *transformed = (hm_transformed){
        .plan = bound->plan, .bound = bound, .allocator = allocator, .given = fits, .fits = fits};
    transformed->period_count = hm_dataset_period_names(bound->dataset)->count;
    hm_code code = HM_OK;
    if (!fits) {
        transformed->fits = transformed->own = hm_fits_new(allocator);
        code = transformed->own ? HM_OK : hm_error_memory(error);
    }
    if (code == HM_OK && bound->plan->phase_count > 0)
        code = open_steps(transformed, error);
    if (code == HM_OK && fits) {
        choose_all(transformed);
        code = check_given(transformed, error);
    }
    if (code != HM_OK)
        hm_transformed_close(transformed);
    return code;
}

void hm_transformed_close(hm_transformed *transformed) {
    const hm_allocator *allocator = transformed->allocator;
    if (!allocator)
        return;
    const size_t count = transformed->step_count, most = count_steps(transformed->plan);
    for (size_t i = 0; i < count; i++)
        hm_release(allocator, transformed->steps[i].fits,
                   fit_count(transformed, &transformed->steps[i]) * sizeof(hm_fit *));
    for (size_t i = 0; i < transformed->group_count; i++)
        hm_city_groups_close(&transformed->groups[i]);
    hm_release(allocator, transformed->groups, most * sizeof *transformed->groups);
    hm_release(allocator, transformed->steps, most * sizeof *transformed->steps);
    hm_release(allocator, transformed->first_step,
               transformed->plan->node_count * sizeof *transformed->first_step);
    hm_fits_free(transformed->own);
    *transformed = (hm_transformed){.plan = NULL};
}

/* --- telling --- */

static void tell_place(const hm_fit *fit, double value, hm_scaling *out) {
    const hm_value_place place = hm_value_place_of(&fit->learnt, value);
    out->better = place.above;
    out->alike = place.alike;
    out->worse = place.below;
}

static void tell_fit(const hm_step *step, const hm_fit *fit, hm_scaling *out) {
    const double *statistics = fit->learnt.statistics;
    out->possible = fit->possible;
    out->worst = orient(step, statistics[HM_STATISTIC_WORST]);
    out->best = orient(step, statistics[HM_STATISTIC_BEST]);
    out->mean = orient(step, statistics[HM_STATISTIC_MEAN]);
    out->deviation = statistics[HM_STATISTIC_DEVIATION];
}

void hm_transformed_explain(const hm_transformed *transformed, size_t number, size_t unit,
                            const double *value, hm_scaling *out) {
    const hm_node *node = &transformed->plan->nodes[number];
    if (node->step_count == 0)
        return;
    const hm_applied_step *applied = steps_of(transformed, number) + node->step_count - 1;
    const hm_dataset *dataset = transformed->bound->dataset;
    const size_t at = transformed->bound->first + unit;
    const hm_fit *fit = fit_at(transformed, applied, at);
    const uint32_t group = hm_city_group_of(applied->groups, hm_dataset_cities(dataset)[at]);
    out->method = applied->step->method->name;
    out->by = applied->step->by;
    out->group = group == HM_NO_GROUP ? "" : applied->groups->words.texts[group];
    out->count = fit ? fit->learnt.count : 0;
    if (out->count == 0)
        return;
    tell_fit(applied->step, fit, out);
    const double before =
        value ? apply(transformed, number, node->step_count - 1, unit, *value) : (double)NAN;
    if (isnan(before))
        return;
    if (fit->possible)
        out->mark = hm_transformed_mark(transformed, number, unit, *value);
    if (applied->step->method->marks_places)
        tell_place(fit, orient(applied->step, before), out);
}

static void warn_city(const hm_city_groups *groups, const hm_dataset *dataset, const char *city,
                      hm_issues *issues) {
    const hm_city_row *row = hm_cities_find(hm_dataset_known_cities(dataset), city);
    const hm_location at =
        row ? (hm_location){row->file, row->position.line, 0} : (hm_location){.file = NULL};
    hm_issues_add(issues, HM_ISSUE_NO_GROUP, &(hm_subject){.at = at, .city = city},
                  &(hm_issue_texts){.name = groups->column});
}

void hm_transformed_warn(const hm_transformed *transformed, hm_issues *issues) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const hm_names *names = hm_dataset_city_names(dataset);
    for (size_t i = 0; i < transformed->group_count; i++) {
        const hm_city_groups *groups = &transformed->groups[i];
        for (uint32_t city = 0; groups->of && city < names->count; city++)
            if (groups->of[city] == HM_NO_GROUP)
                warn_city(groups, dataset, names->texts[city], issues);
    }
}
