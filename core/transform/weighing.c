#include "transform/weighing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "methods/joint.h"
#include "methods/weightings.h"

const hm_applied_step *hm_weighing_of(const hm_transformed *transformed, size_t node) {
    const hm_applied_step *step = transformed->steps + transformed->first_weigh;
    while (step->node != node)
        step++;
    return step;
}

const char *hm_weighing_time(const hm_transformed *transformed, const hm_applied_step *step,
                             size_t time) {
    return time == 0 ? step->step->over_name : transformed->plan->editions[time].name;
}

const hm_fit *hm_weighing_fit(const hm_transformed *transformed, const hm_applied_step *step,
                              size_t unit) {
    return step->fits[step->time_count > 1 ? transformed->bound->editions[unit] : 0];
}

/* --- learning --- */

/* Does the child count in this set of weights? */
static bool counts(const hm_plan *plan, uint32_t child) {
    return plan->nodes[child].effect == HM_EFFECT_COUNTS && !plan->nodes[child].is_absent;
}

/* A unit teaches by all its scores or by none. */
static bool put_row(const hm_transformed *transformed, const hm_applied_step *step,
                    const hm_plan *plan, size_t unit, double *row) {
    const hm_step_source *source = &transformed->source;
    const hm_columns *columns = step->step->columns;
    bool any = false;
    for (uint32_t k = 0; k < columns->count; k++) {
        const uint32_t child = columns->nodes[k];
        const hm_grid_column *scores = source->current(source->context, child);
        row[k] = (double)NAN;
        if (!counts(plan, child))
            continue;
        if (scores->states[unit] != HM_OBSERVED ||
            !source->counts(source->context, child, unit, step->step->fits_on_imputed))
            return false;
        row[k] = scores->values[unit] + 0.0;
        any = true;
    }
    return any;
}

static size_t gather(const hm_transformed *transformed, const hm_applied_step *step,
                     const hm_plan *plan, double *rows) {
    const hm_bound *bound = transformed->bound;
    const uint32_t *cities = hm_dataset_cities(bound->dataset) + bound->first;
    const uint32_t *periods = hm_dataset_periods(bound->dataset) + bound->first;
    const uint8_t *unranked = hm_dataset_unranked(bound->dataset);
    const hm_names *names = hm_dataset_period_names(bound->dataset);
    size_t count = 0;
    for (size_t unit = 0; unit < bound->inputs.rows; unit++)
        if (!(unranked && unranked[cities[unit]]) && unit != transformed->left_out &&
            hm_step_learns_from(step->step, names->texts[periods[unit]]))
            count +=
                put_row(transformed, step, plan, unit, rows + count * step->step->columns->count);
    return count;
}

static bool learn_set(const hm_transformed *transformed, const hm_applied_step *step,
                      uint32_t number, size_t time, double *rows) {
    hm_fits *fits = transformed->own;
    const hm_plan *plan = hm_plan_of_weighing(transformed->plan, step->node, time);
    const char *name = hm_weighing_time(transformed, step, time);
    const size_t count = gather(transformed, step, plan, rows);
    const uint32_t period = hm_names_intern(&fits->periods, name, strlen(name));
    const uint32_t group = hm_names_intern(&fits->groups, "", 0);
    const hm_fit_sample sample = {.values = rows,
                                  .size = count * step->step->columns->count,
                                  .count = count,
                                  .reference = (double)NAN};
    return period != HM_NO_NAME && group != HM_NO_NAME &&
           hm_fits_learn(fits, number, period, group, sample, NULL);
}

bool hm_weighing_learn(const hm_transformed *transformed, const hm_applied_step *step,
                       uint32_t number) {
    const size_t most = transformed->bound->inputs.rows * step->step->columns->count;
    double *rows = hm_allocate_array(transformed->allocator, most, sizeof *rows);
    bool fine = rows != NULL;
    for (size_t time = 0; fine && time < step->time_count; time++)
        fine = learn_set(transformed, step, number, time, rows);
    hm_release(transformed->allocator, rows, most * sizeof *rows);
    return fine;
}

/* --- weights --- */

/* Equal ones where nothing could be learnt. On the average they are 1, as where nothing is said: so
 * they weigh beside those of children that deduct or add. */
static void give_weights(const hm_applied_step *step, const hm_fit *fit, const hm_plan *plan) {
    const hm_columns *columns = step->step->columns;
    hm_node *nodes = plan->nodes;
    double there = 0;
    for (uint32_t k = 0; k < columns->count; k++)
        there += counts(plan, columns->nodes[k]) ? 1 : 0;
    for (uint32_t k = 0; k < columns->count; k++)
        if (counts(plan, columns->nodes[k]))
            nodes[columns->nodes[k]].weight =
                hm_fit_is_possible(fit) ? there * fit->learnt.model[k] : 1;
    hm_plan_share(nodes, &nodes[step->node]);
}

/* What does not vary is the same in all editions. */
static void take_step(const hm_plan *plan, const hm_applied_step *step) {
    if (plan->edition_count == 0 && step->fits[0])
        give_weights(step, step->fits[0], plan);
    for (size_t i = 0; i < plan->edition_count; i++) {
        const hm_plan *edition = plan->editions[i].plan;
        const hm_fit *fit = step->fits[step->time_count > 1 ? i : 0];
        if (fit && !edition->nodes[step->node].is_absent)
            give_weights(step, fit, edition);
    }
}

void hm_weighing_take(hm_transformed *transformed) {
    hm_plan *plan = transformed->weighed;
    if (!plan)
        return;
    for (size_t i = transformed->first_weigh; i < transformed->step_count; i++)
        take_step(plan, &transformed->steps[i]);
    hm_plan_settle_editions(plan);
}

/* --- warnings --- */

static size_t children_at(const hm_transformed *transformed, const hm_applied_step *step,
                          size_t time) {
    const hm_plan *plan = hm_plan_of_weighing(transformed->plan, step->node, time);
    const hm_columns *columns = step->step->columns;
    size_t count = 0;
    for (uint32_t k = 0; k < columns->count; k++)
        count += counts(plan, columns->nodes[k]);
    return count;
}

static void warn(const hm_transformed *transformed, const hm_applied_step *step, size_t time,
                 hm_issue_code code, const char *children, hm_issues *issues) {
    const hm_learnt *learnt = &step->fits[time]->learnt;
    const size_t count = children_at(transformed, step, time);
    hm_issues_add(
        issues, code, &(hm_subject){.node = hm_applied_code(transformed, step)},
        &(hm_issue_texts){.name = hm_weighing_time(transformed, step, time),
                          .found = children,
                          .expected = step->step->method->name,
                          .detail = hm_unfit_tell(step->step->method, learnt, count).text});
}

static void warn_equal(const hm_transformed *transformed, const hm_applied_step *step, size_t time,
                       hm_issues *issues) {
    const hm_fit *fit = step->fits[time];
    const hm_columns *columns = step->step->columns;
    const double *facts = fit->learnt.model ? fit->learnt.model + columns->count : NULL;
    const size_t at = facts ? (size_t)facts[HM_WEIGHTING_COLUMN] : columns->count;
    char child[sizeof(hm_quote) + 8] = "";
    if (at < columns->count)
        (void)snprintf(child, sizeof child, "in %s ",
                       hm_name_of(transformed->plan->nodes[columns->nodes[at]].code).text);
    warn(transformed, step, time, HM_ISSUE_WEIGHED_EQUALLY, child, issues);
}

static void warn_below_zero(const hm_transformed *transformed, const hm_applied_step *step,
                            size_t time, hm_issues *issues) {
    const hm_plan *plan = hm_plan_of_weighing(transformed->plan, step->node, time);
    const hm_columns *columns = step->step->columns;
    const double *model = step->fits[time]->learnt.model;
    hm_choice_list children = {{0}};
    for (uint32_t k = 0; k < columns->count; k++)
        if (counts(plan, columns->nodes[k]) && model[k] <= 0)
            hm_choice_list_add(&children, plan->nodes[columns->nodes[k]].code);
    warn(transformed, step, time, HM_ISSUE_WEIGHT_BELOW_0, children.text, issues);
}

void hm_weighing_warn(const hm_transformed *transformed, hm_issues *issues) {
    for (size_t i = transformed->first_weigh; i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        for (size_t time = 0; time < step->time_count; time++) {
            const hm_fit *fit = step->fits[time];
            const size_t facts = step->step->columns->count;
            if (fit && !hm_fit_is_possible(fit))
                warn_equal(transformed, step, time, issues);
            else if (fit && fit->learnt.model[facts + HM_WEIGHTING_NEGATIVE] > 0)
                warn_below_zero(transformed, step, time, issues);
        }
    }
}
