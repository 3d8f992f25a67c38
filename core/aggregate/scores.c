#include "aggregate/scores.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "aggregate/classes.h"
#include "base/buffer.h"
#include "base/versioned.h"
#include "evaluate/parts.h"
#include "evaluate/rule_check.h"
#include "platform/cancel.h"
#include "platform/environment.h"

/* In the order in which they are written: alphabetical, whatever their bits are. */
static const struct {
    unsigned flag;
    const char *name;
} flags[] = {
    {HM_FLAG_CAPPED, "capped"},
    {HM_FLAG_FLOORED, "floored"},
    {HM_FLAG_IMPUTED, "imputed"},
    {HM_FLAG_OLDER_PERIOD, "older_period"},
    {HM_FLAG_PART_EXCEEDS_WHOLE, "part_exceeds_whole"},
    {HM_FLAG_RESTS_ON_REJECTED, "rests_on_rejected"},
    {HM_FLAG_TREATED, "treated"},
    {HM_FLAG_UNVERIFIED, "unverified"},
};
enum { FLAG_COUNT = sizeof flags / sizeof *flags };

const char *hm_flag_name(unsigned flag) {
    for (size_t i = 0; i < FLAG_COUNT; i++)
        if (flags[i].flag == flag)
            return flags[i].name;
    return NULL;
}

const char *hm_flag_next(unsigned *left) {
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        if (*left & flags[i].flag) {
            *left &= ~flags[i].flag;
            return flags[i].name;
        }
    }
    return NULL;
}

void hm_scores_free(hm_scores *scores) {
    if (!scores)
        return;
    hm_aggregated_close(&scores->aggregated);
    hm_transformed_close(&scores->transformed);
    hm_evaluated_close(&scores->evaluated);
    hm_bound_close(&scores->bound);
    hm_issues_close(&scores->issues);
    hm_plan_release(scores->plan);
    hm_release(scores->allocator, scores, sizeof *scores);
}

hm_code hm_scores_timing(const hm_scores *scores, hm_timing *out) {
    if (!scores || !out)
        return HM_ERROR_ARGUMENT;
    return hm_versioned_fill(out, &scores->timing, sizeof scores->timing);
}

const hm_issues *hm_scores_issues(const hm_scores *scores) {
    return scores ? &scores->issues : NULL;
}

/* --- issues --- */

/* What an issue is going to say: one for all units for which a script failed in the same way. */
typedef struct failure {
    const hm_reason_given *first;
    size_t count;
} failure;

/* Failures by what they say; every unit may have one of its own, so they are looked up by name. */
typedef struct failures {
    const hm_allocator *allocator;
    failure *items; /* same numbers as names */
    size_t count, capacity;
    hm_names names;
    hm_buffer name;
} failures;

static void failures_open(failures *f, const hm_allocator *allocator) {
    *f = (failures){.allocator = allocator};
    hm_names_open(&f->names, allocator);
    hm_buffer_open(&f->name, allocator);
}

static void failures_close(failures *f) {
    hm_release(f->allocator, f->items, f->capacity * sizeof *f->items);
    hm_names_close(&f->names);
    hm_buffer_close(&f->name);
}

/* False when memory has run out. */
static bool note_failure(failures *f, const hm_reason_given *reason) {
    hm_buffer_clear(&f->name);
    hm_buffer_format(&f->name, "%u:%u:%s:%s", reason->indicator, reason->line, reason->file,
                     reason->text);
    const uint32_t number =
        f->name.failed ? HM_NO_NAME : hm_names_intern(&f->names, f->name.data, f->name.size);
    if (number == HM_NO_NAME)
        return false;
    if (number == f->count) {
        if (!hm_grow(f->allocator, &f->items, f->count, &f->capacity, sizeof *f->items))
            return false;
        f->items[f->count++] = (failure){reason, 0};
    }
    f->items[number].count++;
    return true;
}

static void add_failure(hm_scores *scores, const failure *failed) {
    const hm_plan *plan = scores->plan;
    const hm_dataset *dataset = scores->bound.dataset;
    const hm_reason_given *reason = failed->first;
    const hm_node *node = &plan->nodes[plan->indicators[reason->indicator].node];
    const hm_subject about = {.at = {*reason->file ? reason->file : node->origin.file,
                                     reason->line ? reason->line : node->origin.line, 0},
                              .city = hm_dataset_unit_city(dataset, reason->unit),
                              .period = hm_dataset_unit_period(dataset, reason->unit),
                              .node = node->code};
    char more[48] = "";
    if (failed->count > 1)
        (void)snprintf(more, sizeof more, " and %zu more", failed->count - 1);
    hm_issues_add(&scores->issues,
                  reason->state == HM_FAILED ? HM_ISSUE_MEASURE_FAILED : HM_ISSUE_NO_VALUE, &about,
                  &(hm_issue_texts){.name = more, .detail = reason->text});
}

hm_code hm_scores_gather_issues(hm_scores *scores, size_t jobs, const hm_cancel *cancel,
                                hm_error *error) {
    const hm_evaluated *evaluated = &scores->evaluated;
    failures found;
    bool fine = true;
    hm_evaluated_warn_parts(evaluated, &scores->bound.issues, cancel);
    if (hm_is_cancelled(cancel))
        return hm_cancel_check(cancel, error);
    const hm_code code = hm_rules_check(&(hm_rule_check){.bound = &scores->bound,
                                                         .count = scores->bound.inputs.rows,
                                                         .jobs = jobs,
                                                         .cancel = cancel,
                                                         .allocator = scores->allocator},
                                        &scores->bound.issues, error);
    if (code != HM_OK)
        return code;
    failures_open(&found, scores->allocator);
    hm_issues_sort(&scores->bound.issues);
    fine = !scores->bound.issues.out_of_memory;
    hm_issues_append(&scores->issues, &scores->bound.issues);
    hm_transformed_warn(&scores->transformed, &scores->issues);
    for (size_t chunk = 0; fine && chunk < evaluated->chunk_count && !hm_is_cancelled(cancel);
         chunk++)
        for (size_t i = 0; fine && i < evaluated->reasons[chunk].count; i++)
            if (evaluated->stateful[evaluated->reasons[chunk].items[i].indicator].units == 0)
                fine = note_failure(&found, &evaluated->reasons[chunk].items[i]);
    for (size_t i = 0; fine && i < found.count && !hm_is_cancelled(cancel); i++)
        add_failure(scores, &found.items[i]);
    for (size_t i = 0; fine && i < evaluated->values.count; i++)
        if (evaluated->stateful[i].units > 0)
            add_failure(scores,
                        &(failure){&evaluated->stateful[i].reason, evaluated->stateful[i].units});
    failures_close(&found);
    hm_issues_settle(&scores->issues);
    return fine && !scores->issues.out_of_memory ? hm_cancel_check(cancel, error)
                                                 : hm_error_memory(error);
}

/* --- rows --- */

static void fill_row(const hm_scores *scores, size_t unit, size_t node, double share,
                     hm_score_row *out) {
    const hm_aggregated *aggregated = &scores->aggregated;
    const hm_grid_column *column = &aggregated->scores.columns[node];
    const double *value = hm_aggregated_value(aggregated, node, unit);
    out->size = sizeof *out;
    out->status = (hm_state)column->states[unit];
    out->has_score = out->status == HM_OBSERVED;
    out->score = column->values[unit];
    out->coverage = hm_aggregated_coverage(aggregated, node, unit);
    out->flags = hm_aggregated_flags(aggregated, node, unit);
    out->applicable = hm_aggregated_applicable(aggregated, node, unit);
    out->rank = hm_aggregated_rank_of(aggregated, node, unit);
    out->has_contribution = out->has_score && !isnan(share);
    out->contribution = out->has_contribution ? out->score * share : 0;
    out->has_value = value != NULL;
    out->value = value ? *value : 0;
}

/* What tables know without it: its weight, and whether there is such a row at all. */
static void fill_whole(const hm_scores *scores, size_t unit, size_t node, double share,
                       hm_score_row *out) {
    const hm_node *of = &hm_bound_plan(&scores->bound, unit)->nodes[node];
    memset(out, 0, sizeof *out);
    fill_row(scores, unit, node, share, out);
    out->weight = of->share;
    out->is_absent = of->is_absent;
    out->class_name = "";
    if (scores->plan->class_word_count > 0)
        out->class_name =
            scores->plan->class_words[hm_aggregated_class(&scores->aggregated, unit, node)];
}

void hm_scores_fill_row(const hm_scores *scores, size_t unit, size_t node, const double *shares,
                        hm_score_row *out) {
    fill_row(scores, unit, node, shares[node], out);
}

void hm_scores_fill_with(const hm_scores *scores, size_t unit, size_t node, double share,
                         hm_score_row *out) {
    fill_whole(scores, unit, node, share, out);
}

static hm_code one_row(const hm_scores *scores, size_t unit, size_t node, hm_score_row *out) {
    if (!scores || !out || unit >= scores->aggregated.scores.rows ||
        node >= scores->aggregated.scores.count)
        return HM_ERROR_ARGUMENT;
    hm_score_row row;
    fill_whole(scores, unit, node, hm_aggregated_share(&scores->aggregated, unit, node, 0), &row);
    return hm_versioned_fill(out, &row, sizeof row);
}

hm_code hm_scores_row(const hm_scores *scores, size_t unit, size_t node, hm_score_row *out) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, one_row(scores, unit, node, out));
}

/* A row of a caller's, whose rows may be of another size than ours. */
static hm_score_row *row_at(hm_score_row *rows, size_t size, size_t index) {
    return (hm_score_row *)(void *)((char *)rows + index * size);
}

/* Until a row is filled, its contribution holds the share that its parent passed on. */
static void pass_shares(const hm_scores *scores, size_t unit, size_t node, double share,
                        hm_score_row *rows, size_t size, size_t count) {
    const hm_node *nodes = hm_bound_plan(&scores->bound, unit)->nodes;
    if (nodes[node].child_count == 0)
        return;
    const double total = hm_aggregated_total(&scores->aggregated, node, unit);
    for (size_t c = 0; c < nodes[node].child_count; c++) {
        const uint32_t child = nodes[node].children[c];
        if (child < count)
            row_at(rows, size, child)->contribution =
                hm_aggregated_share_of(&scores->aggregated, child, unit, share, total);
    }
}

/* Parents stand before their children. */
static hm_code many_rows(const hm_scores *scores, size_t unit, hm_score_row *rows, size_t count) {
    const size_t least = offsetof(hm_score_row, contribution) + sizeof rows->contribution;
    if (!scores || (!rows && count > 0) || unit >= scores->aggregated.scores.rows ||
        count > scores->aggregated.scores.count)
        return HM_ERROR_ARGUMENT;
    if (count == 0)
        return HM_OK;
    const size_t size = rows[0].size;
    if (size < least || size % _Alignof(hm_score_row) != 0)
        return HM_ERROR_ARGUMENT;
    rows[0].contribution = 1;
    for (size_t i = 0; i < count; i++) {
        hm_score_row *out = row_at(rows, size, i), row;
        const bool is_alone = i > 0 && scores->plan->nodes[i].parent == HM_NO_NODE;
        const double share = is_alone ? NAN : out->contribution;
        fill_whole(scores, unit, i, share, &row);
        out->size = size;
        (void)hm_versioned_fill(out, &row, sizeof row);
        pass_shares(scores, unit, i, share, rows, size, count);
    }
    return HM_OK;
}

hm_code hm_scores_rows(const hm_scores *scores, size_t unit, hm_score_row *rows, size_t count) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, many_rows(scores, unit, rows, count));
}

const double *hm_scores_of_node(const hm_scores *scores, size_t node) {
    return scores && node < scores->aggregated.scores.count
               ? scores->aggregated.scores.columns[node].values
               : NULL;
}

hm_code hm_scores_usage(const hm_scores *scores, size_t node, hm_usage *out) {
    if (!scores || !out || node >= scores->aggregated.scores.count ||
        scores->plan->nodes[node].indicator == HM_NO_INDICATOR)
        return HM_ERROR_ARGUMENT;
    const uint32_t indicator = scores->plan->nodes[node].indicator;
    return hm_versioned_fill(out, &scores->evaluated.usages[indicator], sizeof *out);
}

static hm_code status_of(const hm_scores *scores, size_t unit, size_t rule, hm_rule_status *out) {
    hm_workspace workspace;
    if (!scores || !out || unit >= scores->bound.inputs.rows || rule >= scores->plan->rule_count)
        return HM_ERROR_ARGUMENT;
    if (!hm_rules_workspace_open(&workspace, scores->plan, scores->allocator))
        return HM_ERROR_MEMORY;
    const hm_verdict verdict =
        hm_rule_verdict(&scores->bound, &scores->plan->rules[rule], unit, &workspace, NULL);
    hm_workspace_close(&workspace);
    *out = verdict == HM_VERDICT_HOLDS    ? HM_RULE_HOLDS
           : verdict == HM_VERDICT_BROKEN ? HM_RULE_BROKEN
                                          : HM_RULE_SKIPPED;
    return HM_OK;
}

hm_code hm_scores_rule(const hm_scores *scores, size_t unit, size_t rule, hm_rule_status *out) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, status_of(scores, unit, rule, out));
}

hm_code hm_scores_scaling(const hm_scores *scores, size_t unit, size_t node, hm_scaling *out) {
    if (!scores || !out || unit >= scores->aggregated.scores.rows ||
        node >= scores->aggregated.scores.count)
        return HM_ERROR_ARGUMENT;
    hm_scaling scaling = HM_SCALING_INIT;
    hm_transformed_explain(&scores->transformed, node, unit, &scaling);
    return hm_versioned_fill(out, &scaling, sizeof scaling);
}

size_t hm_scores_step_count(const hm_scores *scores, size_t node) {
    if (!scores || node >= scores->plan->node_count)
        return 0;
    const hm_node *found = &scores->plan->nodes[node];
    return found->step_count + (found->weigh ? 1 : 0) + (found->transform ? 1 : 0);
}

static void tell_transform(const hm_aggregated *aggregated, size_t node, size_t unit,
                           hm_step_account *out) {
    const hm_step_cell own = hm_aggregated_own(aggregated, node, unit);
    out->step = "transform";
    out->method = "expression";
    out->has_before = own.state == HM_OBSERVED;
    out->before = out->has_before ? own.value : 0;
    out->has_after = aggregated->marks.columns[node].states[unit] == HM_OBSERVED;
    out->after = out->has_after ? aggregated->marks.columns[node].values[unit] : 0;
}

hm_code hm_scores_step(const hm_scores *scores, size_t unit, size_t node, size_t step,
                       hm_step_account *out) {
    if (!out || step >= hm_scores_step_count(scores, node) ||
        unit >= scores->aggregated.scores.rows)
        return HM_ERROR_ARGUMENT;
    hm_step_account account = HM_STEP_ACCOUNT_INIT;
    if (scores->plan->nodes[node].transform && step + 1 == hm_scores_step_count(scores, node))
        tell_transform(&scores->aggregated, node, unit, &account);
    else
        hm_transformed_tell(&scores->transformed, node, unit, step, &account);
    return hm_versioned_fill(out, &account, sizeof account);
}

/* The step by which its group compares units; NULL where it does not. */
static const hm_applied_step *comparing_step(const hm_scores *scores, size_t node) {
    const hm_plan *plan = scores->plan;
    const uint32_t group = plan->nodes[node].parent;
    return group != HM_NO_NODE && hm_node_compares(&plan->nodes[group])
               ? hm_applied_steps(&scores->transformed, group)
               : NULL;
}

static hm_code part_of(const hm_scores *scores, size_t unit, size_t node, double *out) {
    if (!scores || !out || unit >= scores->aggregated.scores.rows ||
        node >= scores->aggregated.scores.count)
        return HM_ERROR_ARGUMENT;
    const hm_applied_step *step = comparing_step(scores, node);
    if (!step)
        return HM_ERROR_ARGUMENT;
    const hm_columns *columns = step->step->columns;
    double *parts = hm_allocate_array(scores->allocator, columns->count, sizeof *parts);
    const bool fine = parts && hm_joints_divide(&scores->transformed, step, unit, parts);
    hm_code code = fine ? HM_ERROR_ARGUMENT : HM_ERROR_MEMORY;
    for (uint32_t k = 0; fine && k < columns->count; k++)
        if (columns->nodes[k] == node && !isnan(parts[k])) {
            *out = parts[k];
            code = HM_OK;
        }
    hm_release(scores->allocator, parts, columns->count * sizeof *parts);
    return code;
}

hm_code hm_scores_part(const hm_scores *scores, size_t unit, size_t node, double *out) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, part_of(scores, unit, node, out));
}

static hm_code points(const hm_scores *scores, size_t unit, size_t node, size_t ancestor,
                      double *out) {
    if (!scores || !out || unit >= scores->aggregated.scores.rows ||
        node >= scores->aggregated.scores.count || ancestor >= scores->aggregated.scores.count)
        return HM_ERROR_ARGUMENT;
    const double share = hm_aggregated_share(&scores->aggregated, unit, node, ancestor);
    if (isnan(share))
        return HM_ERROR_ARGUMENT;
    *out = scores->aggregated.scores.columns[node].values[unit] * share + 0.0; /* no -0 */
    return HM_OK;
}

hm_code hm_scores_points(const hm_scores *scores, size_t unit, size_t node, size_t ancestor,
                         double *out) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, points(scores, unit, node, ancestor, out));
}

hm_code hm_scores_unrounded(const hm_scores *scores, size_t unit, size_t node, double *out) {
    hm_group_workspace workspace = {0};
    if (!scores || !out || unit >= scores->aggregated.scores.rows ||
        node >= scores->aggregated.scores.count ||
        scores->aggregated.scores.columns[node].states[unit] != HM_OBSERVED)
        return HM_ERROR_ARGUMENT;
    const bool fine = hm_group_workspace_open(&workspace, scores->plan, scores->allocator);
    if (fine)
        *out = hm_aggregated_unrounded(&scores->aggregated, node, unit, &workspace);
    hm_group_workspace_close(&workspace);
    return fine ? HM_OK : HM_ERROR_MEMORY;
}

const char *hm_scores_reason(const hm_scores *scores, size_t unit, size_t node) {
    if (!scores || node >= scores->aggregated.scores.count)
        return NULL;
    const uint32_t indicator = scores->plan->nodes[node].indicator;
    if (indicator == HM_NO_INDICATOR)
        return NULL;
    const hm_reason_given *reason = hm_evaluated_reason(&scores->evaluated, unit, indicator);
    return reason ? reason->text : NULL;
}

const hm_fits *hm_scores_fits(const hm_scores *scores) {
    return scores ? scores->transformed.fits : NULL;
}
