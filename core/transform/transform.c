#include "transform/transform.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

double hm_transformed_mark(const hm_transformed *transformed, size_t node, size_t unit,
                           double value) {
    return hm_applied_value(transformed, node, transformed->plan->nodes[node].step_count, unit,
                            value);
}

unsigned hm_transformed_flags(const hm_transformed *transformed, size_t number, size_t unit,
                              double value) {
    const hm_node *node = &transformed->plan->nodes[number];
    const double mark = hm_transformed_mark(transformed, number, unit, value);
    return mark > node->high ? HM_FLAG_CAPPED : mark < node->low ? HM_FLAG_FLOORED : 0;
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
    applied->fits = hm_allocate_array(transformed->allocator,
                                      hm_applied_fit_count(transformed, applied), sizeof(hm_fit *));
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
    for (size_t i = 0; i < count; i++)
        hm_release(allocator, transformed->steps[i].fits,
                   hm_applied_fit_count(transformed, &transformed->steps[i]) * sizeof(hm_fit *));
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
    out->worst = hm_step_orient(step, statistics[HM_STATISTIC_WORST]);
    out->best = hm_step_orient(step, statistics[HM_STATISTIC_BEST]);
    out->mean = hm_step_orient(step, statistics[HM_STATISTIC_MEAN]);
    out->deviation = statistics[HM_STATISTIC_DEVIATION];
}

void hm_transformed_explain(const hm_transformed *transformed, size_t number, size_t unit,
                            const double *value, hm_scaling *out) {
    const hm_node *node = &transformed->plan->nodes[number];
    if (node->step_count == 0)
        return;
    const hm_applied_step *applied = hm_applied_steps(transformed, number) + node->step_count - 1;
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
    const double before =
        value ? hm_applied_value(transformed, number, node->step_count - 1, unit, *value)
              : (double)NAN;
    if (isnan(before))
        return;
    if (fit->possible)
        out->mark = hm_transformed_mark(transformed, number, unit, *value);
    if (applied->step->method->marks_places)
        tell_place(fit, hm_step_orient(applied->step, before), out);
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
