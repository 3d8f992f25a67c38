#include "aggregate/aggregate.h"

#include <math.h>
#include <string.h>

#include "base/numbers/number.h"
#include "methods/methods.h"
#include "platform/cancel.h"
#include "platform/large.h"
#include "platform/threads.h"

enum { CHUNK = 8 * HM_BLOCK };

typedef struct run {
    hm_aggregated *aggregated;
    const hm_cancel *cancel;        /* may be NULL */
    hm_group_workspace *workspaces; /* for each thread */
} run;

bool hm_group_workspace_open(hm_group_workspace *workspace, const hm_plan *plan,
                             const hm_allocator *allocator) {
    size_t most = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].child_count > most)
            most = plan->nodes[i].child_count;
    *workspace = (hm_group_workspace){.allocator = allocator, .size = most};
    workspace->children = hm_allocate_array(allocator, most, sizeof *workspace->children);
    workspace->numbers = hm_allocate_array(allocator, 2 * most, sizeof *workspace->numbers);
    return workspace->children && workspace->numbers;
}

void hm_group_workspace_close(hm_group_workspace *workspace) {
    if (!workspace->allocator)
        return;
    hm_release(workspace->allocator, workspace->children,
               workspace->size * sizeof *workspace->children);
    hm_release(workspace->allocator, workspace->numbers,
               2 * workspace->size * sizeof *workspace->numbers);
    workspace->allocator = NULL;
}

/* Values that may lie outside the range, or are rounded, have a column of scores of their own. */
static void score_indicator(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_plan *plan = aggregated->plan;
    const uint32_t found = plan->nodes[number].indicator;
    const hm_indicator *indicator = &plan->indicators[found];
    const hm_grid_column *from = &aggregated->transformed->scores.columns[found];
    hm_grid_column *to = &aggregated->scores.columns[number];
    if (to->values == from->values)
        return;
    memcpy(to->states + first, from->states + first, count);
    for (size_t unit = first; unit < first + count; unit++) {
        const double score = hm_evaluated_score(indicator, from->values[unit]);
        to->values[unit] = from->states[unit] == HM_OBSERVED ? score : 0;
    }
    for (size_t unit = first; plan->policy.rounding >= 0 && unit < first + count; unit++)
        to->values[unit] = hm_number_round(to->values[unit], plan->policy.rounding);
}

/* Where the numbers of a group begin in an array by group and unit; SIZE_MAX for an indicator. */
static size_t start_of(const hm_aggregated *aggregated, size_t node) {
    const hm_plan *plan = aggregated->plan;
    return plan->nodes[node].indicator == HM_NO_INDICATOR
               ? aggregated->group_of[node] * aggregated->scores.rows
               : SIZE_MAX;
}

/* Does some of the group not apply to some unit of this one's block? */
static uint8_t *partly_of(const hm_aggregated *aggregated, size_t node, size_t unit) {
    return &aggregated
                ->partly[aggregated->group_of[node] * aggregated->block_count + unit / HM_BLOCK];
}

static hm_child child_of(const hm_aggregated *aggregated, uint32_t number, size_t first) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const hm_grid_column *column = &aggregated->scores.columns[number];
    const size_t start = start_of(aggregated, number), rows = aggregated->scores.rows;
    hm_child child = {.scores = column->values + first,
                      .states = column->states + first,
                      .weight = node->weight,
                      .deducts = node->deducts};
    if (start == SIZE_MAX) {
        child.flags = aggregated->evaluated->flags + node->indicator * rows + first;
        return child;
    }
    child.flags = aggregated->flags + start + first;
    child.coverage = aggregated->coverage + start + first;
    if (*partly_of(aggregated, number, first))
        child.applicable = aggregated->applicable + start + first;
    return child;
}

/* What applies to a block is kept for good once some of it was needed: a session comes back to it.
 */
static void settle_partly(const hm_aggregated *aggregated, size_t number, size_t first,
                          size_t count, bool partly) {
    uint8_t *before = partly_of(aggregated, number, first);
    double *applicable = aggregated->applicable + start_of(aggregated, number) + first;
    for (size_t i = 0; *before && !partly && i < count; i++)
        applicable[i] = 1;
    *before |= partly;
}

/* A group as it is to be scored, from unit `first` on; its children lie in `workspace`. */
static hm_group group_at(const hm_aggregated *aggregated, size_t number, size_t first,
                         const hm_group_workspace *workspace) {
    const hm_plan *plan = aggregated->plan;
    const hm_node *node = &plan->nodes[number];
    for (size_t i = 0; i < node->child_count; i++)
        workspace->children[i] = child_of(aggregated, node->children[i], first);
    return (hm_group){workspace->children,
                      node->child_count,
                      node->method,
                      plan->policy.min_coverage,
                      plan->policy.rounding,
                      workspace->numbers,
                      workspace->numbers + workspace->size};
}

static void score_group(hm_aggregated *aggregated, size_t number, size_t first, size_t count,
                        const hm_group_workspace *workspace) {
    const hm_group group = group_at(aggregated, number, first, workspace);
    const hm_grid_column *column = &aggregated->scores.columns[number];
    const size_t start = start_of(aggregated, number) + first;
    const hm_group_result result = {column->values + first, column->states + first,
                                    aggregated->flags + start, aggregated->coverage + start,
                                    aggregated->applicable + start};
    settle_partly(aggregated, number, first, count, hm_group_score(&group, count, result));
}

double hm_aggregated_unrounded(const hm_aggregated *aggregated, size_t number, size_t unit,
                               const hm_group_workspace *workspace) {
    const hm_plan *plan = aggregated->plan;
    const uint32_t indicator = plan->nodes[number].indicator;
    double score, coverage, applicable;
    uint8_t state, flags;
    if (indicator != HM_NO_INDICATOR)
        return hm_evaluated_score(&plan->indicators[indicator],
                                  aggregated->transformed->scores.columns[indicator].values[unit]);
    hm_group group = group_at(aggregated, number, unit, workspace);
    group.rounding = -1;
    (void)hm_group_score(&group, 1,
                         (hm_group_result){&score, &state, &flags, &coverage, &applicable});
    return score;
}

static void score_node(hm_aggregated *aggregated, size_t number, size_t first, size_t count,
                       const hm_group_workspace *workspace) {
    if (aggregated->plan->nodes[number].indicator != HM_NO_INDICATOR)
        score_indicator(aggregated, number, first, count);
    else
        score_group(aggregated, number, first, count, workspace);
}

void hm_aggregated_update(hm_aggregated *aggregated, size_t node, size_t unit,
                          const hm_group_workspace *workspace) {
    score_node(aggregated, node, unit, 1, workspace);
}

/* Units begin .. end - 1 at every node; `begin` is where a block begins. Children stand behind
 * their parents, so going backwards meets them first. */
static void run_blocks(hm_aggregated *aggregated, size_t begin, size_t end,
                       const hm_group_workspace *workspace) {
    for (size_t first = begin; first < end; first += HM_BLOCK) {
        const size_t count = end - first < HM_BLOCK ? end - first : HM_BLOCK;
        for (size_t number = aggregated->plan->node_count; number-- > 0;)
            score_node(aggregated, number, first, count, workspace);
    }
}

static bool aggregate_chunk(void *context, size_t worker, size_t chunk) {
    const run *r = context;
    if (hm_is_cancelled(r->cancel))
        return false;
    const size_t units = r->aggregated->scores.rows;
    const size_t begin = chunk * CHUNK, end = begin + CHUNK < units ? begin + CHUNK : units;
    run_blocks(r->aggregated, begin, end, &r->workspaces[worker]);
    return true;
}

double hm_aggregated_coverage(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const size_t start = start_of(aggregated, node);
    if (start != SIZE_MAX)
        return aggregated->coverage[start + unit];
    const uint32_t indicator = aggregated->plan->nodes[node].indicator;
    return aggregated->evaluated->values.columns[indicator].states[unit] == HM_OBSERVED;
}

double hm_aggregated_applicable(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const size_t start = start_of(aggregated, node);
    if (start == SIZE_MAX)
        return hm_state_applies(aggregated->scores.columns[node].states[unit]);
    return *partly_of(aggregated, node, unit) ? aggregated->applicable[start + unit] : 1;
}

unsigned hm_aggregated_flags(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const size_t start = start_of(aggregated, node);
    if (start != SIZE_MAX)
        return aggregated->flags[start + unit];
    const uint32_t indicator = aggregated->plan->nodes[node].indicator;
    return aggregated->evaluated->flags[indicator * aggregated->scores.rows + unit] |
           hm_transformed_flags(aggregated->transformed, indicator, unit) |
           hm_state_flags(aggregated->scores.columns[node].states[unit]);
}

uint32_t hm_aggregated_rank_of(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const uint32_t ranked = aggregated->ranked ? aggregated->ranked[node] : HM_NOT_RANKED;
    return ranked == HM_NOT_RANKED ? 0 : aggregated->ranks[ranked * aggregated->scores.rows + unit];
}

/* What the weights of a group's children are divided by to have their shares of its score; NAN
 * where shares do not add up to it: other methods, and points that were taken off down to zero. */
static double weight_of_scored(const hm_aggregated *aggregated, const hm_node *node, double score,
                               size_t unit) {
    const hm_plan *plan = aggregated->plan;
    double deducted = 0, total = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &plan->nodes[node->children[i]];
        const hm_grid_column *column = &aggregated->scores.columns[node->children[i]];
        if (column->states[unit] != HM_OBSERVED)
            continue;
        if (child->deducts)
            deducted += column->values[unit];
        else
            total += child->weight;
    }
    const bool add_up =
        hm_methods[node->method].adds_up && total > 0 && !(deducted > 0 && score <= 0);
    return add_up ? total : NAN;
}

double hm_aggregated_total(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const hm_grid_column *column = &aggregated->scores.columns[node];
    const hm_node *group = &aggregated->plan->nodes[node];
    return column->states[unit] == HM_OBSERVED
               ? weight_of_scored(aggregated, group, column->values[unit], unit)
               : NAN;
}

double hm_aggregated_share_of(const hm_node *child, double share, double total) {
    return isnan(total) ? NAN : share * (child->deducts ? -1 : child->weight / total);
}

double hm_aggregated_share(const hm_aggregated *aggregated, size_t unit, size_t node,
                           size_t ancestor) {
    const hm_node *found = &aggregated->plan->nodes[node];
    if (aggregated->scores.columns[node].states[unit] != HM_OBSERVED)
        return NAN;
    if (node == ancestor)
        return 1;
    if (found->parent == HM_NO_NODE)
        return NAN;
    const double total = hm_aggregated_total(aggregated, found->parent, unit);
    return isnan(total)
               ? NAN
               : hm_aggregated_share_of(
                     found, hm_aggregated_share(aggregated, unit, found->parent, ancestor), total);
}

void hm_aggregated_shares(const hm_aggregated *aggregated, size_t unit, size_t depth,
                          double *shares) {
    const hm_plan *plan = aggregated->plan;
    const hm_grid_column *columns = aggregated->scores.columns;
    shares[0] = 1;
    for (size_t number = 0; number < plan->node_count; number++) {
        const hm_node *node = &plan->nodes[number];
        if (node->depth > depth)
            continue;
        if (columns[number].states[unit] != HM_OBSERVED)
            shares[number] = NAN;
        if (node->depth == depth)
            continue;
        const double total = hm_aggregated_total(aggregated, number, unit);
        for (size_t i = 0; i < node->child_count; i++)
            shares[node->children[i]] =
                hm_aggregated_share_of(&plan->nodes[node->children[i]], shares[number], total);
    }
}

/* --- memory --- */

/* Are the indicator's values its scores as they stand? */
static bool keeps_values(const hm_aggregated *aggregated, uint32_t indicator) {
    const hm_plan *plan = aggregated->plan;
    return !aggregated->evaluated->outside[indicator] && plan->policy.rounding < 0 &&
           plan->indicators[indicator].scale == HM_NO_SCALE;
}

static void borrow_values(hm_aggregated *aggregated) {
    const hm_plan *plan = aggregated->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const uint32_t indicator = plan->nodes[i].indicator;
        if (indicator == HM_NO_INDICATOR || !keeps_values(aggregated, indicator))
            continue;
        const hm_grid_column *from = &aggregated->transformed->scores.columns[indicator];
        hm_grid_borrow(&aggregated->scores, i, plan->nodes[i].code, from->values, from->states);
    }
}

static bool allocate(hm_aggregated *aggregated, const hm_plan *plan, bool changing,
                     const hm_allocator *allocator) {
    const size_t units = aggregated->evaluated->values.rows, nodes = plan->node_count;
    if (!hm_grid_open(&aggregated->scores, units, nodes, allocator))
        return false;
    for (size_t i = 0; i < nodes; i++)
        aggregated->scores.columns[i].name = plan->nodes[i].code;
    if (!changing) /* as a session's do: a value may be outside its range later */
        borrow_values(aggregated);
    aggregated->group_of = hm_allocate_array(allocator, nodes, sizeof *aggregated->group_of);
    for (size_t i = 0; aggregated->group_of && i < nodes; i++)
        if (plan->nodes[i].indicator == HM_NO_INDICATOR)
            aggregated->group_of[i] = (uint32_t)aggregated->group_count++;
    const size_t cells = aggregated->group_count * units;
    aggregated->block_count = (units + HM_BLOCK - 1) / HM_BLOCK;
    aggregated->coverage = hm_allocate_large(allocator, cells * sizeof *aggregated->coverage);
    aggregated->applicable = hm_allocate_large(allocator, cells * sizeof *aggregated->applicable);
    aggregated->flags = hm_allocate_large(allocator, cells);
    aggregated->partly =
        hm_allocate_array(allocator, aggregated->group_count * aggregated->block_count, 1);
    return hm_grid_fill(&aggregated->scores) && aggregated->group_of && aggregated->coverage &&
           aggregated->applicable && aggregated->flags && aggregated->partly;
}

hm_code hm_aggregated_allocate(hm_aggregated *aggregated, const hm_transformed *transformed,
                               bool changing, const hm_allocator *allocator, hm_error *error) {
    memset(aggregated, 0, sizeof *aggregated);
    aggregated->plan = transformed->plan;
    aggregated->bound = transformed->bound;
    aggregated->evaluated = transformed->evaluated;
    aggregated->transformed = transformed;
    if (allocate(aggregated, transformed->plan, changing, allocator))
        return HM_OK;
    hm_aggregated_close(aggregated);
    return hm_error_memory(error);
}

static bool open_workspaces(run *r, size_t jobs, const hm_allocator *allocator) {
    r->workspaces = hm_allocate_array(allocator, jobs, sizeof *r->workspaces);
    for (size_t i = 0; r->workspaces && i < jobs; i++)
        if (!hm_group_workspace_open(&r->workspaces[i], r->aggregated->plan, allocator))
            return false;
    return r->workspaces != NULL;
}

hm_code hm_aggregated_run(hm_aggregated *aggregated, size_t jobs, const hm_cancel *cancel,
                          const hm_allocator *allocator, hm_error *error) {
    run r = {.aggregated = aggregated, .cancel = cancel};
    const size_t chunks = (aggregated->scores.rows + CHUNK - 1) / CHUNK;
    jobs = jobs < chunks ? jobs : chunks;
    hm_code code = open_workspaces(&r, jobs, allocator)
                       ? hm_threads_run(jobs, chunks, aggregate_chunk, &r, allocator, error)
                       : hm_error_memory(error);
    for (size_t i = 0; r.workspaces && i < jobs; i++)
        hm_group_workspace_close(&r.workspaces[i]);
    hm_release(allocator, r.workspaces, jobs * sizeof *r.workspaces);
    return code == HM_OK ? hm_cancel_check(cancel, error) : code;
}

void hm_aggregated_close(hm_aggregated *aggregated) {
    const hm_allocator *allocator = aggregated->scores.allocator;
    if (!allocator)
        return;
    const size_t nodes = aggregated->scores.count, units = aggregated->scores.rows;
    const size_t cells = aggregated->group_count * units;
    hm_release(allocator, aggregated->coverage, cells * sizeof *aggregated->coverage);
    hm_release(allocator, aggregated->applicable, cells * sizeof *aggregated->applicable);
    hm_release(allocator, aggregated->flags, cells);
    hm_release(allocator, aggregated->partly, aggregated->group_count * aggregated->block_count);
    hm_release(allocator, aggregated->ranks,
               aggregated->ranked_count * units * sizeof *aggregated->ranks);
    hm_release(allocator, aggregated->ranked, nodes * sizeof *aggregated->ranked);
    hm_release(allocator, aggregated->group_of, nodes * sizeof *aggregated->group_of);
    hm_grid_close(&aggregated->scores);
    memset(aggregated, 0, sizeof *aggregated);
}
