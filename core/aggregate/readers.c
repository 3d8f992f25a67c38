/* readers.c: measures that read nodes of the hierarchy, and what nodes are transformed by, taken
 * when what they read has been scored. */
#include "aggregate/aggregate.h"

#include <string.h>

/* --- what is read --- */

static void read_coverage(const hm_aggregated *aggregated, uint32_t node, size_t first,
                          size_t count, double *values, uint8_t *states) {
    for (size_t i = 0; i < count; i++) {
        const bool holds = !hm_bound_plan(aggregated->bound, first + i)->nodes[node].is_absent;
        states[i] = holds ? HM_OBSERVED : HM_NOT_APPLICABLE;
        values[i] = holds ? hm_aggregated_coverage(aggregated, node, first + i) : 0;
    }
}

/* A group's value stands apart from its score only where it is another. */
static const hm_grid_column *column_read(const hm_aggregated *aggregated, hm_op op, uint32_t node) {
    const hm_grid_column *values = &aggregated->values.columns[node];
    return op == HM_OP_VALUE && values->values ? values : &aggregated->scores.columns[node];
}

static hm_op read_by(int what) {
    return what == HM_GIVEN_VALUE      ? HM_OP_VALUE
           : what == HM_GIVEN_COVERAGE ? HM_OP_COVERAGE
                                       : HM_OP_SCORE;
}

/* What was said of them for worked examples goes before what they have. */
static void put_given(const hm_aggregated *aggregated, hm_op op, uint32_t node, size_t first,
                      size_t count, double *values, uint8_t *states) {
    for (size_t i = 0; i < aggregated->given_count; i++) {
        const hm_given_node *given = &aggregated->given[i];
        if (given->node != node || op != read_by(given->what) || given->unit < first ||
            given->unit >= first + count)
            continue;
        values[given->unit - first] = given->number;
        states[given->unit - first] = HM_OBSERVED;
    }
}

/* Of a node whose value is its score what was filled in is both. */
static void put_filled(const hm_aggregated *aggregated, uint32_t node, size_t first, size_t count,
                       double *values, uint8_t *states) {
    if (!aggregated->filled || hm_node_has_steps(&aggregated->plan->nodes[node]))
        return;
    for (size_t i = 0; i < count; i++)
        if (hm_aggregated_is_filled(aggregated, node, first + i)) {
            values[i] = aggregated->scores.columns[node].values[first + i];
            states[i] = HM_OBSERVED;
        }
}

/* What a group lacks for want of data is missing like a figure. */
static void read_node(const void *context, hm_op op, uint32_t node, size_t first, size_t count,
                      double *values, uint8_t *states) {
    const hm_aggregated *aggregated = context;
    if (op == HM_OP_COVERAGE) {
        read_coverage(aggregated, node, first, count, values, states);
        put_given(aggregated, op, node, first, count, values, states);
        return;
    }
    const hm_grid_column *from = column_read(aggregated, op, node);
    for (size_t i = 0; i < count; i++)
        states[i] =
            from->states[first + i] == HM_INSUFFICIENT ? HM_NOT_REPORTED : from->states[first + i];
    for (size_t i = 0; i < count; i++)
        values[i] = states[i] == HM_OBSERVED ? from->values[first + i] : 0;
    if (op == HM_OP_VALUE)
        put_filled(aggregated, node, first, count, values, states);
    if (op != HM_OP_OWN)
        put_given(aggregated, op, node, first, count, values, states);
}

hm_step_cell hm_aggregated_own(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const hm_grid_column *values = &aggregated->values.columns[node];
    return aggregated->plan->nodes[node].step_count > 0
               ? hm_transformed_cell(aggregated->transformed, node, unit)
               : (hm_step_cell){values->values[unit], values->states[unit], 0};
}

/* Once a node is transformed, its own value is no longer where its score is. */
static void read_again(const void *context, hm_op op, uint32_t node, size_t first, size_t count,
                       double *values, uint8_t *states) {
    if (op != HM_OP_OWN) {
        read_node(context, op, node, first, count, values, states);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const hm_step_cell cell = hm_aggregated_own(context, node, first + i);
        values[i] = cell.value;
        states[i] = cell.state;
    }
}

hm_expr_reads hm_aggregated_reads(const hm_aggregated *aggregated) {
    return (hm_expr_reads){aggregated, read_again};
}

static hm_expr_data data_of(const hm_aggregated *aggregated, size_t node) {
    hm_expr_data data = hm_bound_data(aggregated->bound, (uint32_t)node);
    data.reads = (hm_expr_reads){aggregated, read_node};
    return data;
}

/* --- flags --- */

static const uint8_t *flags_of(const hm_aggregated *aggregated, uint32_t number) {
    const uint8_t *flags = hm_aggregated_flags_of(aggregated, number);
    const uint32_t indicator = aggregated->plan->nodes[number].indicator;
    return flags ? flags : aggregated->evaluated->flags + indicator * aggregated->scores.rows;
}

/* As it holds for a unit. */
static const hm_node *node_at(const hm_aggregated *aggregated, size_t number, size_t unit) {
    return &hm_bound_plan(aggregated->bound, unit)->nodes[number];
}

static void inherit(const hm_aggregated *aggregated, const hm_node *node, size_t first,
                    size_t count, uint8_t *flags) {
    for (size_t i = 0; i < node->rests_on; i++)
        hm_flags_inherit(count, aggregated->scores.columns[node->reads[i]].states + first,
                         flags_of(aggregated, node->reads[i]) + first, flags);
}

void hm_aggregated_flag_measure(const hm_aggregated *aggregated, size_t number, size_t first,
                                size_t count, uint8_t *flags) {
    const hm_node *node = node_at(aggregated, number, first);
    hm_bound_flag_formula(aggregated->bound, (uint32_t)number, node->measure, first, count, flags);
    inherit(aggregated, node, first, count, flags);
}

/* --- evaluating --- */

static double least_coverage(const hm_aggregated *aggregated, const hm_node *node, size_t unit) {
    double least = 1;
    for (size_t i = 0; i < node->rests_on; i++) {
        const double coverage = hm_aggregated_coverage(aggregated, node->reads[i], unit);
        least = coverage < least ? coverage : least;
    }
    return least;
}

void hm_aggregated_evaluate(hm_aggregated *aggregated, size_t number, size_t first, size_t count,
                            hm_group_workspace *workspace) {
    const hm_node *node = node_at(aggregated, number, first);
    if (!aggregated->plan->indicators[node->indicator].reads_nodes)
        return;
    hm_evaluated *evaluated = aggregated->evaluated;
    const hm_expr_data data = data_of(aggregated, number);
    const uint8_t *states = evaluated->values.columns[node->indicator].states;
    double *coverage = aggregated->read_coverage + hm_aggregated_start(aggregated, number);
    if (hm_bound_plan(aggregated->bound, first)->indicators[node->indicator].reads_nodes) {
        hm_evaluated_measure(evaluated, node->indicator, &data, first, count, &workspace->measures);
        inherit(aggregated, node, first, count,
                evaluated->flags + node->indicator * aggregated->scores.rows + first);
    }
    for (size_t i = first; i < first + count; i++)
        coverage[i] = states[i] == HM_OBSERVED ? least_coverage(aggregated, node, i) : 0;
}

void hm_aggregated_measure(const hm_aggregated *aggregated, size_t number, size_t first,
                           size_t count, hm_group_workspace *workspace) {
    const hm_expr_data data = data_of(aggregated, number);
    hm_expr_run(node_at(aggregated, number, first)->measure->expr, &data, first, count,
                &workspace->measures, workspace->measured, workspace->measured_states);
}

/* --- what becomes of a node's own value --- */

/* What is read of other nodes leaves its traces, as it does in what a measure reads. */
static void flag_transform(const hm_aggregated *aggregated, size_t number, size_t first,
                           size_t count, uint8_t *flags) {
    const hm_expr *expr = aggregated->plan->nodes[number].transform->expr;
    hm_bound_flag_formula(aggregated->bound, (uint32_t)number,
                          aggregated->plan->nodes[number].transform, first, count, flags);
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *at = &hm_expr_nodes(expr)[i];
        if ((at->op == HM_OP_SCORE || at->op == HM_OP_VALUE) && at->input != number)
            hm_flags_inherit(count, aggregated->scores.columns[at->input].states + first,
                             flags_of(aggregated, at->input) + first, flags);
    }
}

void hm_aggregated_transform(hm_aggregated *aggregated, size_t number, size_t first, size_t count,
                             hm_group_workspace *workspace) {
    const hm_expr_data data = data_of(aggregated, number);
    const hm_node *node = &aggregated->plan->nodes[number];
    const hm_grid_column *scores = &aggregated->scores.columns[number];
    double *marks = aggregated->marks.columns[number].values;
    uint8_t *flags = hm_aggregated_flags_of(aggregated, number) + first;
    uint8_t *made = aggregated->marks.columns[number].states;
    hm_expr_run(node->transform->expr, &data, first, count, &workspace->measures,
                workspace->measured, workspace->measured_states);
    flag_transform(aggregated, number, first, count, flags);
    for (size_t i = 0; i < count; i++) {
        const bool is_there = scores->states[first + i] == HM_OBSERVED;
        if (is_there) {
            scores->states[first + i] = workspace->measured_states[i];
            flags[i] |= hm_state_flags(workspace->measured_states[i]);
        }
        made[first + i] = scores->states[first + i];
        marks[first + i] = made[first + i] == HM_OBSERVED ? workspace->measured[i] : 0;
        if (is_there)
            scores->values[first + i] = marks[first + i];
    }
}
