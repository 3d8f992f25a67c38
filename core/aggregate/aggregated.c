/* aggregated.c: the memory of what is aggregated, and of those who do it. */
#include <string.h>

#include "aggregate/aggregate.h"
#include "platform/large.h"

/* --- workspaces --- */

static bool open_measures(hm_group_workspace *workspace, const hm_plan *plan,
                          const hm_allocator *allocator) {
    workspace->measured = hm_allocate_array(allocator, HM_BLOCK, sizeof *workspace->measured);
    workspace->measured_states = hm_allocate_array(allocator, HM_BLOCK, 1);
    return workspace->measured && workspace->measured_states &&
           hm_workspace_open(&workspace->measures, plan->most_expr_nodes, allocator);
}

bool hm_group_workspace_open(hm_group_workspace *workspace, const hm_plan *plan,
                             const hm_allocator *allocator) {
    size_t most = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].child_count > most)
            most = plan->nodes[i].child_count;
    *workspace = (hm_group_workspace){.allocator = allocator, .size = most};
    workspace->children = hm_allocate_array(allocator, most, sizeof *workspace->children);
    workspace->numbers = hm_allocate_array(allocator, 2 * most, sizeof *workspace->numbers);
    if (!workspace->children || !workspace->numbers)
        return false;
    bool measures = plan->reads_nodes;
    for (size_t i = 0; i < plan->node_count; i++)
        measures |= hm_node_compares(&plan->nodes[i]);
    return !measures || open_measures(workspace, plan, allocator);
}

void hm_group_workspace_close(hm_group_workspace *workspace) {
    if (!workspace->allocator)
        return;
    hm_release(workspace->allocator, workspace->children,
               workspace->size * sizeof *workspace->children);
    hm_release(workspace->allocator, workspace->numbers,
               2 * workspace->size * sizeof *workspace->numbers);
    hm_release(workspace->allocator, workspace->measured, HM_BLOCK * sizeof *workspace->measured);
    hm_release(workspace->allocator, workspace->measured_states, HM_BLOCK);
    hm_workspace_close(&workspace->measures);
    workspace->allocator = NULL;
}

/* --- values and scores --- */

/* Are the indicator's values its scores as they stand? */
static bool keeps_values(const hm_aggregated *aggregated, const hm_node *node) {
    return !aggregated->filling && !aggregated->plan->indicators[node->indicator].reads_nodes &&
           !aggregated->evaluated->outside[node->indicator] && node->rounding < 0 &&
           !hm_node_has_steps(node) && !hm_aggregated_gives(aggregated, node);
}

/* Scores are rounded, but not what reads values. */
static bool own_values_read_in(hm_aggregated *aggregated, const hm_plan *plan) {
    bool fine = true;
    for (size_t i = 0; fine && plan->reads_nodes && i < plan->node_count; i++) {
        const hm_expr *expr = hm_node_expression(plan, i);
        for (size_t k = 0; fine && expr && k < expr->node_count; k++) {
            const hm_expr_node *at = &hm_expr_nodes(expr)[k];
            if (at->op == HM_OP_VALUE && plan->nodes[at->input].rounding >= 0 &&
                !aggregated->values.columns[at->input].values)
                fine = hm_grid_own(&aggregated->values, at->input, plan->nodes[at->input].code);
        }
    }
    return fine;
}

static bool own_values_read(hm_aggregated *aggregated) {
    const hm_plan *plan = aggregated->plan;
    bool fine = own_values_read_in(aggregated, plan);
    for (size_t i = 0; fine && i < plan->edition_count; i++)
        fine = own_values_read_in(aggregated, plan->editions[i].plan);
    return fine;
}

/* What nodes have before their steps: indicators have been evaluated, but for those that read. */
static bool open_values(hm_aggregated *aggregated, size_t units, const hm_allocator *allocator) {
    const hm_plan *plan = aggregated->plan;
    bool fine = hm_grid_open(&aggregated->values, units, plan->node_count, allocator);
    for (size_t i = 0; fine && i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        const hm_grid_column *from = aggregated->evaluated->values.columns;
        if (node->indicator != HM_NO_INDICATOR)
            hm_grid_borrow(&aggregated->values, i, node->code, from[node->indicator].values,
                           from[node->indicator].states);
        else if (hm_node_has_steps(node) || node->measure)
            fine = hm_grid_own(&aggregated->values, i, node->code);
    }
    return fine && own_values_read(aggregated);
}

static bool open_marks(hm_aggregated *aggregated, size_t units, const hm_allocator *allocator) {
    const hm_plan *plan = aggregated->plan;
    bool any = false;
    for (size_t i = 0; i < plan->node_count; i++)
        any |= plan->nodes[i].transform != NULL;
    bool fine = !any || hm_grid_open(&aggregated->marks, units, plan->node_count, allocator);
    for (size_t i = 0; fine && i < plan->node_count; i++)
        if (plan->nodes[i].transform)
            fine = hm_grid_own(&aggregated->marks, i, plan->nodes[i].code);
    return fine;
}

static void borrow_values(hm_aggregated *aggregated) {
    const hm_plan *plan = aggregated->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (node->indicator == HM_NO_INDICATOR || !keeps_values(aggregated, node))
            continue;
        const hm_grid_column *from = &aggregated->values.columns[i];
        hm_grid_borrow(&aggregated->scores, i, node->code, from->values, from->states);
    }
}

static bool raises_flags(const hm_node *node) {
    return hm_node_step(node, HM_STEP_IMPUTE) || hm_node_step(node, HM_STEP_TREAT) ||
           node->transform;
}

/* Room for what the steps of indicators say of where their scores come from. */
static bool allocate_stepped(hm_aggregated *aggregated, const hm_plan *plan, size_t units,
                             const hm_allocator *allocator) {
    aggregated->stepped_of =
        hm_allocate_array(allocator, plan->node_count, sizeof *aggregated->stepped_of);
    for (size_t i = 0; aggregated->stepped_of && i < plan->node_count; i++)
        aggregated->stepped_of[i] =
            plan->nodes[i].indicator != HM_NO_INDICATOR && raises_flags(&plan->nodes[i])
                ? (uint32_t)aggregated->stepped_count++
                : HM_NOT_STEPPED;
    const size_t cells = aggregated->stepped_count * units;
    aggregated->stepped_flags = hm_allocate_large(allocator, cells);
    aggregated->stepped_reported = hm_allocate_large(allocator, cells);
    return aggregated->stepped_of && aggregated->stepped_flags && aggregated->stepped_reported;
}

static bool allocate(hm_aggregated *aggregated, const hm_plan *plan, bool changing,
                     const hm_allocator *allocator) {
    const size_t units = aggregated->evaluated->values.rows, nodes = plan->node_count;
    if (!hm_grid_open(&aggregated->scores, units, nodes, allocator) ||
        !open_values(aggregated, units, allocator) || !open_marks(aggregated, units, allocator) ||
        !allocate_stepped(aggregated, plan, units, allocator))
        return false;
    for (size_t i = 0; i < nodes; i++)
        aggregated->scores.columns[i].name = plan->nodes[i].code;
    if (!changing) /* as a session's do: a value may be outside its range later */
        borrow_values(aggregated);
    aggregated->group_of = hm_allocate_array(allocator, nodes, sizeof *aggregated->group_of);
    for (size_t i = 0; aggregated->group_of && i < nodes; i++)
        if (plan->nodes[i].indicator == HM_NO_INDICATOR)
            aggregated->group_of[i] = (uint32_t)aggregated->group_count++;
        else if (plan->indicators[plan->nodes[i].indicator].reads_nodes)
            aggregated->group_of[i] = (uint32_t)aggregated->reader_count++;
    const size_t cells = aggregated->group_count * units;
    aggregated->block_count = (units + HM_BLOCK - 1) / HM_BLOCK;
    aggregated->coverage = hm_allocate_large(allocator, cells * sizeof *aggregated->coverage);
    aggregated->applicable = hm_allocate_large(allocator, cells * sizeof *aggregated->applicable);
    if (aggregated->reader_count > 0)
        aggregated->read_coverage = hm_allocate_large(
            allocator, aggregated->reader_count * units * sizeof *aggregated->read_coverage);
    aggregated->flags = hm_allocate_large(allocator, cells);
    aggregated->partly =
        hm_allocate_array(allocator, aggregated->group_count * aggregated->block_count, 1);
    if (aggregated->filling)
        aggregated->filled = hm_allocate_large(allocator, plan->indicator_count * units);
    if (aggregated->filled)
        memset(aggregated->filled, HM_NOT_REPORTED, plan->indicator_count * units);
    return hm_grid_fill(&aggregated->scores) && aggregated->group_of && aggregated->coverage &&
           aggregated->applicable && aggregated->flags && aggregated->partly &&
           (aggregated->filled || !aggregated->filling) &&
           (aggregated->read_coverage || aggregated->reader_count == 0);
}

hm_code hm_aggregated_allocate(hm_aggregated *aggregated, hm_evaluated *evaluated,
                               hm_transformed *transformed, bool changing,
                               const hm_filling *filling, const hm_allocator *allocator,
                               hm_error *error) {
    *aggregated = (hm_aggregated){.plan = evaluated->plan,
                                  .bound = evaluated->bound,
                                  .evaluated = evaluated,
                                  .transformed = transformed,
                                  .filling = filling,
                                  .changing = changing};
    transformed->source = hm_aggregated_source(aggregated);
    if (allocate(aggregated, evaluated->plan, changing, allocator))
        return HM_OK;
    hm_aggregated_close(aggregated);
    return hm_error_memory(error);
}

void hm_aggregated_close(hm_aggregated *aggregated) {
    const hm_allocator *allocator = aggregated->scores.allocator;
    if (!allocator)
        return;
    const size_t nodes = aggregated->scores.count, units = aggregated->scores.rows;
    const size_t cells = aggregated->group_count * units;
    hm_release(allocator, aggregated->coverage, cells * sizeof *aggregated->coverage);
    hm_release(allocator, aggregated->read_coverage,
               aggregated->reader_count * units * sizeof *aggregated->read_coverage);
    hm_release(allocator, aggregated->applicable, cells * sizeof *aggregated->applicable);
    hm_release(allocator, aggregated->flags, cells);
    hm_release(allocator, aggregated->stepped_of, nodes * sizeof *aggregated->stepped_of);
    hm_release(allocator, aggregated->stepped_flags, aggregated->stepped_count * units);
    hm_release(allocator, aggregated->stepped_reported, aggregated->stepped_count * units);
    hm_release(allocator, aggregated->partly, aggregated->group_count * aggregated->block_count);
    hm_release(allocator, aggregated->filled, aggregated->plan->indicator_count * units);
    hm_release(allocator, aggregated->ranks,
               aggregated->ranked_count * units * sizeof *aggregated->ranks);
    hm_release(allocator, aggregated->ranked, nodes * sizeof *aggregated->ranked);
    hm_release(allocator, aggregated->group_of, nodes * sizeof *aggregated->group_of);
    hm_grid_close(&aggregated->scores);
    hm_grid_close(&aggregated->values);
    if (aggregated->marks.allocator)
        hm_grid_close(&aggregated->marks);
    memset(aggregated, 0, sizeof *aggregated);
}
