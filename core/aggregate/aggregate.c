#include "aggregate/aggregate.h"

#include <math.h>
#include <string.h>

#include "aggregate/rank_if.h"
#include "base/numbers/number.h"

/* --- from values to scores --- */

/* Held within the node's range, and rounded. */
static double hold(const hm_aggregated *aggregated, const hm_node *node, double mark) {
    const double held = mark < node->low ? node->low : mark > node->high ? node->high : mark;
    return node->rounding >= 0
               ? hm_score_round(held, node->rounding, aggregated->plan->policy.ties_to_even)
               : held;
}

static void give_scores(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const double score = hold(aggregated, node, aggregated->plan->policy.not_reported);
    hm_grid_column *to = &aggregated->scores.columns[number];
    for (size_t unit = first; unit < first + count; unit++)
        if (to->states[unit] == HM_NOT_REPORTED) {
            to->states[unit] = HM_OBSERVED;
            to->values[unit] = score;
        }
}

/* Where the numbers of a group begin in an array by group and unit; SIZE_MAX for an indicator. */
static size_t start_of(const hm_aggregated *aggregated, size_t node) {
    const hm_plan *plan = aggregated->plan;
    return plan->nodes[node].indicator == HM_NO_INDICATOR ? hm_aggregated_start(aggregated, node)
                                                          : SIZE_MAX;
}

/* NULL: an indicator that reads no nodes. */
static const double *coverage_of_reader(const hm_aggregated *aggregated, uint32_t number) {
    const hm_plan *plan = aggregated->plan;
    return plan->indicators[plan->nodes[number].indicator].reads_nodes
               ? aggregated->read_coverage + hm_aggregated_start(aggregated, number)
               : NULL;
}

/* --- nodes without steps --- */

/* Values that may lie outside the range, or are rounded, have a column of scores of their own. */
static void score_by_value(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const hm_grid_column *from = &aggregated->values.columns[number];
    hm_grid_column *to = &aggregated->scores.columns[number];
    if (to->values == from->values || !from->values)
        return;
    memcpy(to->states + first, from->states + first, count);
    for (size_t unit = first; unit < first + count; unit++)
        to->values[unit] =
            from->states[unit] == HM_OBSERVED ? hold(aggregated, node, from->values[unit]) : 0;
}

/* Of `plan`, which holds for unit `first`. */
static hm_child child_of(const hm_aggregated *aggregated, const hm_plan *plan, uint32_t number,
                         size_t first) {
    const hm_node *node = &plan->nodes[number];
    const hm_grid_column *column = &aggregated->scores.columns[number];
    const size_t start = start_of(aggregated, number), rows = aggregated->scores.rows;
    hm_child child = {.scores = column->values + first,
                      .states = column->states + first,
                      .weight = node->effect == HM_EFFECT_NONE ? 0 : node->weight,
                      .effect = node->effect,
                      .cap = node->cap,
                      .is_required = node->is_required};
    const size_t stepped = hm_aggregated_stepped(aggregated, number);
    if (start == SIZE_MAX) {
        const double *coverage = coverage_of_reader(aggregated, number);
        child.coverage = coverage ? coverage + first : NULL;
        child.flags = aggregated->evaluated->flags + node->indicator * rows + first;
        if (stepped != SIZE_MAX) {
            child.flags = aggregated->stepped_flags + stepped + first;
            child.reported = aggregated->stepped_reported + stepped + first;
        } else if (hm_aggregated_gives(aggregated, node))
            child.reported = (aggregated->filled ? hm_aggregated_rests(aggregated, number)
                                                 : aggregated->values.columns[number].states) +
                             first;
        return child;
    }
    child.flags = aggregated->flags + start + first;
    child.coverage = aggregated->coverage + start + first;
    if (*hm_aggregated_partly(aggregated, number, first))
        child.applicable = aggregated->applicable + start + first;
    return child;
}

/* What applies to a block is kept for good once some of it was needed: a session comes back to it.
 */
static void settle_partly(const hm_aggregated *aggregated, size_t number, size_t first,
                          size_t count, bool partly) {
    uint8_t *before = hm_aggregated_partly(aggregated, number, first);
    double *applicable = aggregated->applicable + start_of(aggregated, number) + first;
    for (size_t i = 0; *before && !partly && i < count; i++)
        applicable[i] = 1;
    *before |= partly;
}

static bool sum_may_leave(const hm_plan *plan, const hm_node *group) {
    const hm_scores_range range = hm_plan_range_of_children(plan->nodes, group);
    return range.low < group->low || range.high > group->high;
}

/* May what a group's method makes of its children lie outside of the group's range? Where none of
 * theirs goes beyond it, none of their means does. */
static bool may_leave(const hm_plan *plan, const hm_node *group) {
    bool may = false;
    if (hm_methods[group->method].sums)
        return sum_may_leave(plan, group);
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        may |= child->effect == HM_EFFECT_COUNTS &&
               (child->low < group->low || child->high > group->high);
    }
    return may;
}

/* A group that needs all its children is one of which all are required. */
static void require_all(const hm_node *group, hm_child *children) {
    const hm_method *method = &hm_methods[group->method];
    if (!method->sums || group->measure || !hm_method_needs_all(method, group->method_parameters))
        return;
    for (size_t i = 0; i < group->child_count; i++)
        children[i].is_required |= children[i].effect == HM_EFFECT_COUNTS && children[i].weight > 0;
}

/* How many children with a score a group needs: all of them, where it has fewer than the policy
 * wants. */
static size_t min_children(const hm_plan *plan, const hm_node *group) {
    size_t weighing = 0;
    for (size_t i = 0; plan->policy.min_children > 1 && i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        weighing += child->effect != HM_EFFECT_NONE && child->weight > 0;
    }
    return weighing < plan->policy.min_children ? weighing : plan->policy.min_children;
}

static bool has_points(const hm_plan *plan, const hm_node *group) {
    bool has = false;
    for (size_t i = 0; i < group->child_count; i++)
        has |= hm_effect_has_points(plan->nodes[group->children[i]].effect);
    return has;
}

/* The range of a group with steps is that of its score. What goes into them is held where points
 * would lead it beyond 0 or 100, unless the score may lie there itself. */
static void hold_before_steps(const hm_plan *plan, const hm_node *node, hm_group *group) {
    const bool holds = has_points(plan, node);
    group->low = holds && node->low >= 0 ? 0 : -INFINITY;
    group->high = holds && node->high <= 100 ? 100 : INFINITY;
}

/* Does the range of a child go below 0? */
static bool has_lifted(const hm_plan *plan, const hm_node *group) {
    bool lifted = false;
    for (size_t i = 0; i < group->child_count; i++)
        lifted |= plan->nodes[group->children[i]].low < 0;
    return lifted;
}

hm_group hm_aggregated_group(const hm_aggregated *aggregated, size_t number, size_t first,
                             const hm_group_workspace *workspace) {
    const hm_plan *plan = hm_bound_plan(aggregated->bound, first);
    const hm_node *node = &plan->nodes[number];
    for (size_t i = 0; i < node->child_count; i++)
        workspace->children[i] = child_of(aggregated, plan, node->children[i], first);
    require_all(node, workspace->children);
    const bool apart = aggregated->values.columns[number].values != NULL;
    hm_group group = {.children = workspace->children,
                      .child_count = node->child_count,
                      .method = node->method,
                      .parameters = node->method_parameters,
                      .lifted = has_lifted(plan, node),
                      .min_coverage = node->min_coverage,
                      .by_count = plan->policy.by_count,
                      .min_children = min_children(plan, node),
                      .low = node->low,
                      .high = node->high,
                      .may_leave =
                          !hm_node_has_steps(node) && !node->measure && may_leave(plan, node),
                      .rounding = apart ? -1 : node->rounding,
                      .ties_to_even = plan->policy.ties_to_even,
                      .child_scores = workspace->numbers,
                      .child_weights = workspace->numbers + workspace->size};
    if (hm_node_has_steps(node) || node->measure)
        hold_before_steps(plan, node, &group);
    return group;
}

/* What has no score for lack of cases does not apply, as it is with an indicator. `states` are
 * those of the `count` units from `first` on. */
static void leave_out(hm_aggregated *aggregated, size_t number, size_t first, size_t count,
                      const uint8_t *states) {
    double *applicable = aggregated->applicable + start_of(aggregated, number) + first;
    uint8_t *partly = hm_aggregated_partly(aggregated, number, first);
    for (size_t i = 0; !*partly && i < count; i++)
        applicable[i] = 1;
    *partly = 1;
    for (size_t i = 0; i < count; i++)
        if (states[i] == HM_UNDEFINED)
            applicable[i] = 0;
}

static bool any_undefined(const uint8_t *states, size_t count) {
    return memchr(states, HM_UNDEFINED, count) != NULL;
}

/* What comes of comparing units; before that is known, whatever its number, how much of the group
 * is there. */
static void take_compared(const hm_aggregated *aggregated, size_t number, uint32_t phase,
                          size_t first, size_t count, const hm_group_workspace *workspace) {
    const hm_applied_step *step = hm_applied_steps(aggregated->transformed, number);
    for (size_t i = 0; i < count; i++) {
        const double found =
            phase < step->phase ? 0 : hm_joints_filled(aggregated->transformed, step, first + i);
        workspace->measured[i] = isfinite(found) ? found : 0;
        workspace->measured_states[i] = (uint8_t)(isfinite(found) ? HM_OBSERVED : HM_UNDEFINED);
    }
}

/* A value that is not the score as it stands is not rounded: its score is. */
static void value_group(hm_aggregated *aggregated, size_t number, uint32_t phase, size_t first,
                        size_t count, hm_group_workspace *workspace) {
    hm_group group = hm_aggregated_group(aggregated, number, first, workspace);
    const bool apart = aggregated->values.columns[number].values != NULL;
    const hm_grid_column *column =
        apart ? &aggregated->values.columns[number] : &aggregated->scores.columns[number];
    const hm_operand measured = {workspace->measured, workspace->measured_states};
    const size_t start = start_of(aggregated, number) + first;
    const hm_group_result result = {column->values + first, column->states + first,
                                    aggregated->flags + start, aggregated->coverage + start,
                                    aggregated->applicable + start};
    if (hm_bound_plan(aggregated->bound, first)->nodes[number].measure) {
        hm_aggregated_measure(aggregated, number, first, count, workspace);
        group.measured = &measured;
    } else if (hm_node_compares(&aggregated->plan->nodes[number])) {
        take_compared(aggregated, number, phase, first, count, workspace);
        group.measured = &measured;
    }
    settle_partly(aggregated, number, first, count, hm_group_score(&group, count, result));
    if (aggregated->plan->nodes[number].measure)
        hm_aggregated_flag_measure(aggregated, number, first, count, result.flags);
    if (any_undefined(result.states, count))
        leave_out(aggregated, number, first, count, result.states);
}

static void value_node(hm_aggregated *aggregated, size_t number, uint32_t phase, size_t first,
                       size_t count, hm_group_workspace *workspace) {
    if (aggregated->plan->nodes[number].indicator == HM_NO_INDICATOR)
        value_group(aggregated, number, phase, first, count, workspace);
    else
        hm_aggregated_evaluate(aggregated, number, first, count, workspace);
}

/* What is left to do of a node once its last step is taken. */
static void finish_node(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const bool is_group = node->indicator == HM_NO_INDICATOR;
    const uint8_t *states = aggregated->scores.columns[number].states + first;
    if (!hm_node_has_steps(node)) {
        score_by_value(aggregated, number, first, count);
        return;
    }
    hm_node_steps_finish(aggregated, number, first, count);
    if (is_group && any_undefined(states, count))
        leave_out(aggregated, number, first, count, states);
}

/* What is done with a node in a phase. */
static void score_node(hm_aggregated *aggregated, size_t number, uint32_t phase, size_t first,
                       size_t count, hm_group_workspace *workspace) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const uint32_t last = hm_node_last_phase(node);
    if (phase < node->phase || phase > last)
        return;
    const bool has_value =
        node->phase == phase || (hm_node_compares(node) && hm_node_step_phase(node, 0) == phase);
    if (has_value)
        value_node(aggregated, number, phase, first, count, workspace);
    if (hm_node_has_steps(node)) {
        if (has_value)
            hm_node_steps_begin(aggregated, number, first, count);
        hm_node_steps_take(aggregated, number, phase, first, count);
    }
    if (phase != last)
        return;
    if (node->transform)
        hm_aggregated_transform(aggregated, number, first, count, workspace);
    finish_node(aggregated, number, first, count);
    if (hm_aggregated_gives(aggregated, node))
        give_scores(aggregated, number, first, count);
    if (aggregated->filling && node->indicator != HM_NO_INDICATOR)
        hm_aggregated_fill(aggregated, number, first, count);
}

bool hm_aggregated_is_given(const hm_aggregated *aggregated, size_t number, size_t unit) {
    if (!hm_aggregated_gives(aggregated, &aggregated->plan->nodes[number]))
        return false;
    const uint8_t *flags = hm_aggregated_flags_of(aggregated, number);
    const uint8_t *reported = hm_aggregated_reported(aggregated, number);
    if (aggregated->scores.columns[number].states[unit] != HM_OBSERVED)
        return false;
    if (aggregated->plan->nodes[number].transform)
        return aggregated->marks.columns[number].states[unit] != HM_OBSERVED;
    return aggregated->values.columns[number].states[unit] == HM_NOT_REPORTED &&
           !(flags && (flags[unit] & HM_FLAG_IMPUTED)) &&
           !(reported && reported[unit] == HM_OBSERVED);
}

/* What a node's steps made of its value, before it was held and rounded. */
static double mark_of(const hm_aggregated *aggregated, size_t number, size_t unit) {
    const hm_node *node = &aggregated->plan->nodes[number];
    return node->transform ? aggregated->marks.columns[number].values[unit]
                           : hm_aggregated_own(aggregated, number, unit).value;
}

double hm_aggregated_unrounded(const hm_aggregated *aggregated, size_t number, size_t unit,
                               hm_group_workspace *workspace) {
    const hm_node *node = &aggregated->plan->nodes[number];
    double score, coverage, applicable;
    uint8_t state, flags;
    if (hm_aggregated_is_given(aggregated, number, unit))
        return aggregated->scores.columns[number].values[unit];
    if (node->indicator != HM_NO_INDICATOR || hm_node_has_steps(node) || node->measure) {
        const double mark = mark_of(aggregated, number, unit);
        return mark < node->low ? node->low : mark > node->high ? node->high : mark;
    }
    hm_group group = hm_aggregated_group(aggregated, number, unit, workspace);
    group.rounding = -1;
    (void)hm_group_score(&group, 1,
                         (hm_group_result){&score, &state, &flags, &coverage, &applicable});
    return score;
}

bool hm_aggregated_update(hm_aggregated *aggregated, size_t number, size_t unit,
                          hm_group_workspace *workspace) {
    const hm_node *node = &aggregated->plan->nodes[number];
    score_node(aggregated, number, node->phase, unit, 1, workspace);
    const bool fine = hm_joints_fill_node(aggregated->transformed, number, unit);
    for (uint32_t phase = node->phase + 1; fine && phase <= hm_node_last_phase(node); phase++)
        score_node(aggregated, number, phase, unit, 1, workspace);
    return fine;
}

/* Before units of a block are scored apart from each other: what applies to one is kept of all. */
static void keep_applicable(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const size_t start = start_of(aggregated, number);
    if (start == SIZE_MAX || *hm_aggregated_partly(aggregated, number, first))
        return;
    for (size_t i = 0; i < count; i++)
        aggregated->applicable[start + first + i] = 1;
    *hm_aggregated_partly(aggregated, number, first) = 1;
}

/* What is not the same in all editions goes by units of one. */
static void score_alike(hm_aggregated *aggregated, size_t number, uint32_t phase, size_t first,
                        size_t count, hm_group_workspace *workspace) {
    const size_t end = first + count;
    keep_applicable(aggregated, number, first, count);
    for (size_t alike; first < end; first += alike) {
        alike = hm_bound_alike(aggregated->bound, first, end - first);
        score_node(aggregated, number, phase, first, alike, workspace);
    }
}

void hm_aggregated_score_block(hm_aggregated *aggregated, uint32_t phase, size_t first,
                               size_t count, hm_group_workspace *workspace) {
    const hm_plan *plan = aggregated->plan;
    for (size_t i = 0; i < plan->node_count; i++)
        if (plan->nodes[plan->order[i]].varies)
            score_alike(aggregated, plan->order[i], phase, first, count, workspace);
        else
            score_node(aggregated, plan->order[i], phase, first, count, workspace);
}

const double *hm_aggregated_value(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const hm_grid_column *values = &aggregated->values.columns[node];
    const hm_node *of = &aggregated->plan->nodes[node];
    const bool is_told = of->indicator != HM_NO_INDICATOR || hm_node_has_steps(of) || of->measure;
    return is_told && values->states[unit] == HM_OBSERVED ? &values->values[unit] : NULL;
}

/* Where a mark, or what a group's measure gave, lay outside the range. Only a score at the end of
 * the range can come of one, so that the marks of most need not be made again. */
static unsigned flags_of_range(const hm_aggregated *aggregated, size_t number, size_t unit) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const hm_grid_column *scores = &aggregated->scores.columns[number];
    if ((!hm_node_has_steps(node) && !node->measure) || scores->states[unit] != HM_OBSERVED ||
        hm_aggregated_is_given(aggregated, number, unit))
        return 0;
    const double score = scores->values[unit];
    if (score < hold(aggregated, node, node->high) && score > hold(aggregated, node, node->low))
        return 0;
    return hm_range_flags(mark_of(aggregated, number, unit), node->low, node->high);
}

unsigned hm_aggregated_flags(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const size_t start = start_of(aggregated, node);
    const unsigned steps = flags_of_range(aggregated, node, unit);
    if (start != SIZE_MAX)
        return aggregated->flags[start + unit] | steps;
    const uint32_t indicator = aggregated->plan->nodes[node].indicator;
    const uint8_t *flags = hm_aggregated_flags_of(aggregated, node);
    const uint8_t own =
        flags ? flags[unit]
              : aggregated->evaluated->flags[indicator * aggregated->scores.rows + unit];
    return own | steps | hm_state_flags(aggregated->scores.columns[node].states[unit]);
}

uint32_t hm_aggregated_rank_of(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const uint32_t ranked = aggregated->ranked ? aggregated->ranked[node] : HM_NOT_RANKED;
    return ranked == HM_NOT_RANKED ? 0 : aggregated->ranks[ranked * aggregated->scores.rows + unit];
}

/* --- what steps see --- */

static const hm_grid_column *values_of(const void *context, size_t node) {
    const hm_aggregated *aggregated = context;
    return &aggregated->values.columns[node];
}

static const hm_grid_column *current_of(const void *context, size_t node) {
    const hm_aggregated *aggregated = context;
    return &aggregated->scores.columns[node];
}

/* Of a score that rests on so much. */
static bool may_rank(const hm_aggregated *aggregated, size_t node, size_t unit, double coverage) {
    return hm_rank_if_holds(aggregated->plan->policy.rank_if, coverage,
                            hm_aggregated_applicable(aggregated, node, unit));
}

bool hm_aggregated_may_rank(const hm_aggregated *aggregated, size_t node, size_t unit) {
    return may_rank(aggregated, node, unit, hm_aggregated_coverage(aggregated, node, unit));
}

static bool counts(const void *context, size_t node, size_t unit, bool imputed) {
    const hm_aggregated *aggregated = context;
    const hm_node *of = &aggregated->plan->nodes[node];
    const uint8_t *before = aggregated->values.columns[node].states; /* NULL: nothing is imputed */
    if (hm_aggregated_is_given(aggregated, node, unit))
        return false;
    if (before && before[unit] != HM_OBSERVED && hm_node_invents(of))
        return imputed;
    /* That of what a step has put in is settled once all are taken. */
    const bool is_group = of->indicator == HM_NO_INDICATOR;
    const bool is_taken =
        is_group && hm_node_step(of, HM_STEP_IMPUTE) && before[unit] != HM_OBSERVED;
    const double *read = is_group ? NULL : coverage_of_reader(aggregated, (uint32_t)node);
    return (!is_group && !read) ||
           may_rank(aggregated, node, unit,
                    read       ? read[unit]
                    : is_taken ? hm_node_coverage_taken(aggregated, node, unit)
                               : hm_aggregated_coverage(aggregated, node, unit));
}

/* An indicator that reads no other node rests on all that there is of it, and nothing is imputed.
 */
static bool all_count(const void *context, size_t node) {
    const hm_aggregated *aggregated = context;
    const hm_node *of = &aggregated->plan->nodes[node];
    return of->indicator != HM_NO_INDICATOR && of->read_count == 0;
}

hm_step_source hm_aggregated_source(const hm_aggregated *aggregated) {
    return (hm_step_source){aggregated, values_of, current_of, counts, all_count};
}
