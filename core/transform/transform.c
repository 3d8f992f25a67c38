#include "transform/transform.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "methods/joint.h"
#include "methods/relative.h"
#include "transform/joints.h"
#include "transform/neighbours.h"
#include "transform/weighing.h"

hm_step_cell hm_transformed_cell(const hm_transformed *transformed, size_t node, size_t unit) {
    return hm_applied_cell(transformed, node, transformed->plan->nodes[node].step_count, unit);
}

void hm_transformed_take(const hm_transformed *transformed, size_t node, size_t first, size_t end,
                         size_t unit, size_t count, hm_step_cells cells) {
    const hm_applied_step *steps = hm_applied_steps(transformed, node);
    for (size_t i = first; i < end; i++)
        hm_applied_take_all(transformed, &steps[i], unit, count, cells);
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

static hm_code open_step(hm_transformed *transformed, uint32_t number, const hm_step *step,
                         uint32_t phase, hm_error *error) {
    hm_applied_step *applied = &transformed->steps[transformed->step_count];
    *applied = (hm_applied_step){.step = step,
                                 .node = number,
                                 .phase = phase,
                                 .number = HM_NO_NAME,
                                 .time_count = step->method->kind == HM_STEP_WEIGH
                                                   ? hm_plan_weighings(transformed->plan, number)
                                               : step->over_name ? 1
                                                                 : transformed->period_count};
    if (step->method->reads_series && !transformed->earlier && !hm_neighbours_open(transformed))
        return hm_error_memory(error);
    const hm_code code = groups_of(transformed, step->by, &applied->groups, error);
    if (code != HM_OK)
        return code;
    applied->fits =
        hm_allocate_array(transformed->allocator, hm_applied_fit_count(applied), sizeof(hm_fit *));
    transformed->step_count += applied->fits != NULL;
    return applied->fits ? HM_OK : hm_error_memory(error);
}

static size_t count_steps(const hm_plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        count += plan->nodes[i].step_count + (plan->nodes[i].weigh ? 1 : 0);
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
        const hm_node *node = &plan->nodes[i];
        for (size_t k = 0; code == HM_OK && k < node->step_count; k++)
            code = open_step(transformed, i, &node->steps[k], hm_node_step_phase(node, k), error);
    }
    transformed->first_weigh = transformed->step_count;
    for (uint32_t i = 0; code == HM_OK && i < plan->node_count; i++)
        if (plan->nodes[i].weigh)
            code = open_step(transformed, i, plan->nodes[i].weigh, plan->nodes[i].phase, error);
    if (code == HM_OK && !hm_joints_open(transformed))
        code = hm_error_memory(error);
    return code;
}

hm_code hm_transformed_open(hm_transformed *transformed, const hm_bound *bound, hm_plan *weighed,
                            const hm_fits *fits, const hm_allocator *allocator, hm_error *error) {
    *transformed = (hm_transformed){.left_out = HM_NONE_LEFT_OUT,
                                    .plan = bound->plan,
                                    .bound = bound,
                                    .weighed = weighed,
                                    .allocator = allocator,
                                    .given = fits,
                                    .fits = fits};
    transformed->period_count = hm_dataset_period_names(bound->dataset)->count;
    hm_code code = HM_OK;
    if (!fits) {
        transformed->fits = transformed->own = hm_fits_new(allocator);
        code = transformed->own ? HM_OK : hm_error_memory(error);
    }
    if (code == HM_OK && count_steps(bound->plan) > 0)
        code = open_steps(transformed, error);
    if (code == HM_OK && fits) {
        hm_applied_choose(transformed);
        code = hm_transformed_check_given(transformed, error);
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
    hm_joints_close(transformed);
    for (uint32_t i = 0; i < HM_ORDERED_PHASES; i++)
        hm_transformed_forget_orders(transformed, i);
    for (size_t i = 0; i < count; i++)
        hm_release(allocator, transformed->steps[i].fits,
                   hm_applied_fit_count(&transformed->steps[i]) * sizeof(hm_fit *));
    for (size_t i = 0; i < transformed->group_count; i++)
        hm_city_groups_close(&transformed->groups[i]);
    hm_release(allocator, transformed->groups, most * sizeof *transformed->groups);
    hm_release(allocator, transformed->steps, most * sizeof *transformed->steps);
    hm_release(allocator, transformed->first_step,
               transformed->plan->node_count * sizeof *transformed->first_step);
    if (transformed->earlier || transformed->later)
        hm_neighbours_close(transformed);
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
    out->possible = hm_fit_is_possible(fit);
    out->worst = hm_step_orient(step, statistics[HM_STATISTIC_WORST]);
    out->best = hm_step_orient(step, statistics[HM_STATISTIC_BEST]);
    out->mean = hm_step_orient(step, statistics[HM_STATISTIC_MEAN]);
    out->deviation = statistics[HM_STATISTIC_DEVIATION];
}

void hm_transformed_explain(const hm_transformed *transformed, size_t number, size_t unit,
                            hm_scaling *out) {
    const hm_node *node = &transformed->plan->nodes[number];
    if (!hm_node_step(node, HM_STEP_SCALE))
        return; /* it would be the last */
    const size_t index = node->step_count - 1;
    const hm_applied_step *applied = hm_applied_steps(transformed, number) + index;
    const hm_dataset *dataset = transformed->bound->dataset;
    const size_t at = transformed->bound->first + unit;
    const hm_fit *fit = hm_applied_fit(transformed, applied, at);
    const uint32_t group = hm_city_group_of(applied->groups, hm_dataset_cities(dataset)[at]);
    out->method = applied->step->method->name;
    out->by = applied->step->by;
    out->group = group == HM_NO_GROUP ? "" : applied->groups->words.texts[group];
    out->count = fit ? fit->learnt.count : 0;
    if (out->count == 0)
        return;
    tell_fit(applied->step, fit, out);
    hm_step_cell cell = hm_applied_cell(transformed, number, index, unit);
    if (cell.state != HM_OBSERVED)
        return;
    if (applied->step->method->marks_places)
        tell_place(fit, hm_step_orient(applied->step, cell.value), out);
    hm_applied_take(transformed, applied, unit, &cell);
    out->mark = cell.state == HM_OBSERVED ? cell.value : 0;
}

static double told(const hm_step *step, const hm_fit *fit, hm_statistic statistic) {
    if (!fit || fit->learnt.count == 0 || !hm_step_has(step->method, step->settings, statistic))
        return (double)NAN;
    const double value = fit->learnt.statistics[statistic];
    return hm_statistic_turns(statistic) ? hm_step_orient(step, value) : value;
}

static void tell_learnt(const hm_transformed *transformed, const hm_applied_step *applied,
                        const hm_fit *fit, size_t at, hm_step_account *out) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const hm_step *step = applied->step;
    const uint32_t group = hm_city_group_of(applied->groups, hm_dataset_cities(dataset)[at]);
    out->group = group == HM_NO_GROUP ? "" : applied->groups->words.texts[group];
    out->count = fit ? fit->learnt.count : 0;
    out->obstacle = fit && !hm_fit_is_possible(fit) ? hm_unfit_words(fit->learnt.fault) : NULL;
    out->worst = told(step, fit, HM_STATISTIC_WORST);
    out->best = told(step, fit, HM_STATISTIC_BEST);
    out->mean = told(step, fit, HM_STATISTIC_MEAN);
    out->deviation = told(step, fit, HM_STATISTIC_DEVIATION);
    out->median = told(step, fit, HM_STATISTIC_MEDIAN);
    out->low = told(step, fit, HM_STATISTIC_LOW);
    out->high = told(step, fit, HM_STATISTIC_HIGH);
    out->reference = told(step, fit, HM_STATISTIC_REFERENCE);
}

static void tell_method(const hm_step *step, hm_step_account *out) {
    out->step = hm_step_kind_name(step->method->kind);
    out->method = step->method->name;
    out->by = step->by;
    out->over = step->over_name;
}

static void tell_weighing(const hm_transformed *transformed, size_t node, size_t unit,
                          hm_step_account *out) {
    const hm_applied_step *applied = hm_weighing_of(transformed, node);
    tell_method(applied->step, out);
    tell_learnt(transformed, applied, hm_weighing_fit(transformed, applied, unit),
                transformed->bound->first + unit, out);
}

void hm_transformed_tell(const hm_transformed *transformed, size_t node, size_t unit, size_t index,
                         hm_step_account *out) {
    const bool is_weighed = transformed->plan->nodes[node].weigh != NULL;
    if (is_weighed && index == 0) {
        tell_weighing(transformed, node, unit, out);
        return;
    }
    index -= is_weighed;
    const size_t at = transformed->bound->first + unit;
    const hm_applied_step *applied = hm_applied_steps(transformed, node) + index;
    hm_step_cell cell = hm_applied_cell(transformed, node, index, unit);
    tell_method(applied->step, out);
    tell_learnt(transformed, applied,
                hm_step_learns(applied->step) ? hm_applied_fit(transformed, applied, at) : NULL, at,
                out);
    out->has_before = cell.state == HM_OBSERVED;
    out->before = out->has_before ? cell.value : 0;
    cell.flags = 0;
    hm_applied_take(transformed, applied, unit, &cell);
    out->has_after = cell.state == HM_OBSERVED;
    out->after = out->has_after ? cell.value : 0;
    out->flags = cell.flags;
}

/* --- warnings --- */

static void warn_city(const hm_city_groups *groups, const hm_dataset *dataset, const char *city,
                      hm_issues *issues) {
    const hm_city_row *row = hm_cities_find(hm_dataset_known_cities(dataset), city);
    const hm_location at =
        row ? (hm_location){row->file, row->position.line, 0} : (hm_location){.file = NULL};
    hm_issues_add(issues, HM_ISSUE_NO_GROUP, &(hm_subject){.at = at, .city = city},
                  &(hm_issue_texts){.name = groups->column});
}

static void warn_groups(const hm_transformed *transformed, const hm_city_groups *groups,
                        hm_issues *issues) {
    const hm_dataset *dataset = transformed->bound->dataset;
    const hm_names *names = hm_dataset_city_names(dataset);
    for (uint32_t city = 0; groups->of && city < names->count; city++)
        if (groups->of[city] == HM_NO_GROUP)
            warn_city(groups, dataset, names->texts[city], issues);
}

static void warn_fit(const hm_transformed *transformed, const hm_applied_step *step,
                     const hm_fit *fit, hm_issues *issues) {
    const hm_fits *fits = transformed->fits;
    const char *period = fits->periods.texts[fit->period];
    const char *group = fits->groups.texts[fit->group];
    char among[2 * sizeof(hm_quote) + 8];
    (void)snprintf(among, sizeof among, "%s%s%s", hm_quote_of(period, strlen(period)).text,
                   *group ? ", " : "", hm_quote_of(group, strlen(group)).text);
    char what[64];
    (void)snprintf(what, sizeof what, "%s by %s", hm_step_kind_name(step->step->method->kind),
                   step->step->method->name);
    hm_issues_add(
        issues, HM_ISSUE_STEP_NOT_FITTED, &(hm_subject){.node = hm_applied_code(transformed, step)},
        &(hm_issue_texts){.name = among,
                          .expected = what,
                          .detail = hm_unfit_tell(step->step->method, &fit->learnt, 1).text});
}

/* Where nothing has a value there is nothing to be said of a step over a unit's own period: its
 * cities have been told of. */
static void warn_step(const hm_transformed *transformed, const hm_applied_step *step,
                      hm_issues *issues) {
    for (size_t i = 0; i < hm_applied_fit_count(step); i++) {
        const hm_fit *fit = step->fits[i];
        if (fit && !hm_fit_is_possible(fit) && hm_applied_keeper(transformed, step) == step &&
            (fit->learnt.fault != HM_UNFIT_EMPTY || step->step->over_name))
            warn_fit(transformed, step, fit, issues);
    }
}

/* Of a period: 0 where no unit is scored, 1 where all are at 1, 2 where some is not. */
enum { NONE_SCORED, ALL_AT_ONE, SOME_BELOW };

/* Benefit of the doubt may find weights for every city that make it the best. */
static void warn_all_at_one(const hm_transformed *transformed, const hm_applied_step *step,
                            hm_issues *issues) {
    const hm_bound *bound = transformed->bound;
    const uint32_t *periods = hm_dataset_periods(bound->dataset) + bound->first;
    const hm_names *names = hm_dataset_period_names(bound->dataset);
    uint8_t *found = hm_allocate_array(transformed->allocator, names->count, 1);
    issues->out_of_memory |= !found;
    for (size_t i = 0; found && i < bound->inputs.rows; i++) {
        const double score = hm_joints_filled(transformed, step, i);
        if (!isnan(score) && found[periods[i]] != SOME_BELOW)
            found[periods[i]] = score >= 1 - 1e-9 ? ALL_AT_ONE : SOME_BELOW;
    }
    for (uint32_t i = 0; found && i < names->count; i++)
        if (found[i] == ALL_AT_ONE)
            hm_issues_add(issues, HM_ISSUE_ALL_AT_ONE,
                          &(hm_subject){.node = hm_applied_code(transformed, step)},
                          &(hm_issue_texts){.name = names->texts[i]});
    hm_release(transformed->allocator, found, names->count);
}

void hm_transformed_warn(const hm_transformed *transformed, hm_issues *issues) {
    for (size_t i = 0; i < transformed->group_count; i++)
        warn_groups(transformed, &transformed->groups[i], issues);
    hm_weighing_warn(transformed, issues);
    for (size_t i = 0; i < transformed->first_weigh; i++) {
        warn_step(transformed, &transformed->steps[i], issues);
        if (transformed->steps[i].step->method->joint == &hm_benefit_of_the_doubt)
            warn_all_at_one(transformed, &transformed->steps[i], issues);
    }
}
