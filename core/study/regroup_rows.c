/* regroup_rows.c: which scores change, and those that stand, in an order of their own. */
#include <math.h>
#include <string.h>

#include "methods/methods.h"
#include "study/regroup.h"

/* --- which scores change --- */

static bool has_other_method(const hm_plan *plan, const hm_plan *other, size_t node) {
    const hm_node *a = &plan->nodes[node], *b = &other->nodes[node];
    return a->method != b->method ||
           memcmp(a->method_parameters, b->method_parameters, sizeof a->method_parameters) != 0;
}

static void mark_methods(hm_regroup *r) {
    const hm_plan *plan = r->variant->plan, *source = r->variant->source->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        bool other = has_other_method(plan, source, i);
        for (size_t k = 0; k < plan->edition_count; k++)
            other |= has_other_method(plan->editions[k].plan, source->editions[k].plan, i);
        r->changes[i] |= plan->nodes[i].indicator == HM_NO_INDICATOR && other;
    }
}

static void mark_parent(hm_regroup *r, size_t node) {
    const uint32_t parent = r->variant->plan->nodes[node].parent;
    if (parent != HM_NO_NODE)
        r->changes[parent] = true;
}

static void mark_weights(hm_regroup *r, const uint8_t *weighed) {
    const hm_study *study = r->study;
    for (size_t i = 0; i < r->variant->plan->node_count; i++)
        if (weighed[i])
            mark_parent(r, i);
    for (size_t i = 0; i < study->sets.count; i++)
        for (size_t k = 0; k < r->variant->plan->node_count; k++)
            if (!isnan(study->sets.weights[i][k]))
                mark_parent(r, k);
    for (size_t i = 0; i < study->dropped_count; i++)
        mark_parent(r, study->dropped[i]);
}

/* Is there no score in a unit that something else could stand for? */
static bool is_gap(const hm_regroup *r, size_t node, size_t unit) {
    const uint8_t state = r->aggregated.scores.columns[node].states[unit];
    return state != HM_OBSERVED && hm_state_applies(state);
}

static void mark_gaps(hm_regroup *r) {
    const hm_plan *plan = r->variant->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        const bool bounded = isfinite(node->low) && isfinite(node->high);
        bool any = false;
        if (node->indicator == HM_NO_INDICATOR || (r->gaps == HM_GAPS_UNIFORM && !bounded))
            continue;
        for (size_t unit = 0; !any && unit < r->rows; unit++)
            any = is_gap(r, i, unit);
        r->changes[i] = any;
    }
}

static void mark_above(hm_regroup *r) {
    const hm_plan *plan = r->variant->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[plan->order[i]];
        for (size_t k = 0; k < node->child_count; k++)
            r->changes[plan->order[i]] |= r->changes[node->children[k]];
    }
}

static bool is_group(const hm_regroup *r, size_t node) {
    return r->variant->plan->nodes[node].indicator == HM_NO_INDICATOR;
}

/* --- rows --- */

/* Does it matter whether a score rests on what was reported? */
static bool asks_for_coverage(const hm_regroup *r, const hm_plan *plan) {
    bool asks = plan->policy.rank_if.coverage > 0;
    for (size_t i = 0; i < plan->node_count; i++)
        asks |= r->changes[i] && is_group(r, i) && plan->nodes[i].min_coverage > 0;
    return asks;
}

static const hm_plan *plan_of(const hm_regroup *r, size_t edition) {
    const hm_plan *plan = r->variant->plan;
    return plan->edition_count > 0 ? plan->editions[edition].plan : plan;
}

static bool has_edition(const hm_regroup *r, size_t unit, size_t edition) {
    return !r->bound.editions || r->bound.editions[unit] == edition;
}

/* Units of an edition in which a node lacks something are not whole. `units` are all; `cover` has
 * room for two numbers of each. */
static void mark_lacking(const hm_regroup *r, size_t edition, size_t node, bool asks,
                         const uint32_t *units, double *cover, bool *whole) {
    const uint8_t *states = r->aggregated.scores.columns[node].states;
    const bool changes = r->changes[node];
    if (plan_of(r, edition)->nodes[node].effect == HM_EFFECT_NONE || (changes && is_group(r, node)))
        return;
    if (asks && !changes)
        hm_aggregated_cover(&r->aggregated, node, units, r->rows, cover, cover + r->rows);
    for (size_t unit = 0; unit < r->rows; unit++) {
        const bool is_there = states[unit] == HM_OBSERVED || (changes && is_gap(r, node, unit));
        const bool rests = !asks || changes || (cover[unit] >= 1 && cover[r->rows + unit] >= 1);
        if (has_edition(r, unit, edition))
            whole[unit] &= is_there && rests;
    }
}

/* In which units is everything there below the groups that change? */
static void find_whole(const hm_regroup *r, size_t editions, const uint32_t *units, double *cover,
                       bool *whole) {
    for (size_t unit = 0; unit < r->rows; unit++)
        whole[unit] = true;
    for (size_t edition = 0; edition < editions; edition++) {
        const hm_plan *plan = plan_of(r, edition);
        const bool asks = asks_for_coverage(r, plan);
        for (size_t i = 0; i < plan->node_count; i++)
            for (size_t k = 0; r->changes[i] && is_group(r, i) && k < plan->nodes[i].child_count;
                 k++)
                mark_lacking(r, edition, plan->nodes[i].children[k], asks, units, cover, whole);
    }
}

/* By edition, those that are whole before the others. */
static void put_parts(hm_regroup *r, size_t editions, const bool *whole) {
    size_t row = 0;
    for (size_t part = 0; part < 2 * editions; part++) {
        const size_t first = row, edition = part / 2;
        const bool is_whole = part % 2 == 0;
        for (size_t unit = 0; unit < r->rows; unit++)
            if (has_edition(r, unit, edition) && whole[unit] == is_whole)
                r->units[row++] = (uint32_t)unit;
        if (row > first)
            r->parts[r->part_count++] =
                (hm_regroup_part){first, row - first, plan_of(r, edition), is_whole};
    }
}

static bool order_rows(hm_regroup *r) {
    const size_t editions =
        r->variant->plan->edition_count > 0 ? r->variant->plan->edition_count : 1;
    bool *whole = hm_allocate_array(r->allocator, r->rows, sizeof *whole);
    double *cover = hm_allocate_array(r->allocator, r->rows, 2 * sizeof *cover);
    r->units = hm_allocate_array(r->allocator, r->rows, sizeof *r->units);
    r->parts = hm_allocate_array(r->allocator, 2 * editions, sizeof *r->parts);
    const bool fine = whole && cover && r->units && r->parts;
    for (size_t i = 0; fine && i < r->rows; i++)
        r->units[i] = (uint32_t)i;
    if (fine) {
        find_whole(r, editions, r->units, cover, whole);
        put_parts(r, editions, whole);
    }
    hm_release(r->allocator, whole, r->rows * sizeof *whole);
    hm_release(r->allocator, cover, r->rows * 2 * sizeof *cover);
    return fine;
}

/* --- columns --- */

/* Is the node below a geometric mean, in some edition? */
static bool is_below_geometric(const hm_plan *plan, size_t node) {
    const uint32_t parent = plan->nodes[node].parent;
    if (parent == HM_NO_NODE)
        return false;
    bool is = plan->nodes[parent].method == HM_METHOD_GEOMETRIC;
    for (size_t i = 0; i < plan->edition_count; i++)
        is |= plan->editions[i].plan->nodes[parent].method == HM_METHOD_GEOMETRIC;
    return is;
}

/* Bytes of what a column has by row. */
static size_t size_of_row(bool has_logs) {
    return (has_logs ? 5 : 3) * sizeof(double) + sizeof(uint8_t);
}

/* In one piece of memory, which begins with the scores. */
static bool open_column(const hm_regroup *r, size_t node, hm_regroup_column *column) {
    const bool has_logs = is_below_geometric(r->variant->plan, node);
    double *numbers = hm_allocate_array(r->allocator, r->rows, size_of_row(has_logs));
    if (!numbers)
        return false;
    *column = (hm_regroup_column){
        .scores = numbers, .coverage = numbers + r->rows, .applicable = numbers + 2 * r->rows};
    numbers += 3 * r->rows;
    if (has_logs) {
        column->raised = numbers;
        column->logs = numbers + r->rows;
        numbers += 2 * r->rows;
    }
    column->states = (uint8_t *)(void *)numbers;
    return true;
}

static void close_column(const hm_regroup *r, const hm_regroup_column *column) {
    hm_release(r->allocator, column->scores, r->rows * size_of_row(column->logs != NULL));
}

static void gather(const hm_regroup *r, size_t node, hm_regroup_column *to) {
    const hm_grid_column *from = &r->aggregated.scores.columns[node];
    for (size_t row = 0; row < r->rows; row++) {
        const size_t unit = r->units[row];
        to->states[row] = from->states[unit];
        to->scores[row] = from->states[unit] == HM_OBSERVED ? from->values[unit] : 0;
    }
    hm_aggregated_cover(&r->aggregated, node, r->units, r->rows, to->coverage, to->applicable);
}

/* Those of the nodes that groups are made of, or that are looked at. */
static bool open_columns(hm_regroup *r, size_t depth) {
    const hm_plan *plan = r->variant->plan;
    bool fine = true;
    for (size_t i = 0; fine && i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        const bool is_part = node->parent != HM_NO_NODE && r->changes[node->parent];
        if (!is_part && node->depth > depth)
            continue;
        if (r->changes[i] && is_group(r, i))
            continue;
        fine = open_column(r, i, &r->columns[i]);
        if (!fine)
            continue;
        gather(r, i, &r->columns[i]);
        for (size_t k = 0; k < r->part_count; k++)
            hm_regroup_take_logs(r, &r->parts[k], i, r->parts[k].first, r->parts[k].count,
                                 &r->columns[i]);
    }
    return fine;
}

/* Does the group weigh up scores that all stand as they are? */
static bool has_bounds(const hm_regroup *r, size_t group) {
    bool stand = true, means = r->changes[group] && is_group(r, group);
    for (size_t part = 0; means && part < r->part_count; part++) {
        const hm_node *node = &r->parts[part].plan->nodes[group];
        means = node->method == HM_METHOD_ARITHMETIC || node->method == HM_METHOD_GEOMETRIC;
        for (size_t i = 0; i < node->child_count; i++)
            stand &= !r->changes[node->children[i]] && r->columns[node->children[i]].scores;
    }
    return means && stand;
}

static bool open_bounds(hm_regroup *r) {
    for (size_t i = 0; i < r->variant->plan->node_count; i++) {
        hm_regroup_column *column = &r->columns[i];
        if (!has_bounds(r, i))
            continue;
        column->low = hm_allocate_array(r->allocator, r->rows, 2 * sizeof *column->low);
        if (!column->low)
            return false;
        column->high = column->low + r->rows;
        for (size_t k = 0; k < r->part_count; k++)
            hm_regroup_bound(r, &r->parts[k], i, column);
    }
    return true;
}

static bool is_sum(const hm_node *node) {
    return node->range_follows && hm_methods[node->method].sums;
}

bool hm_regroup_open(hm_regroup *r, const hm_variant *variant, const hm_study *study,
                     const uint8_t *weighed, size_t depth, const hm_allocator *allocator) {
    const hm_scores *source = variant->source->scores;
    const size_t nodes = variant->plan->node_count;
    *r = (hm_regroup){.variant = variant,
                      .study = study,
                      .allocator = allocator,
                      .bound = source->bound,
                      .aggregated = source->aggregated,
                      .rows = source->aggregated.scores.rows,
                      .gaps = study->declared.gaps};
    for (size_t i = 0; i < nodes; i++)
        r->has_sums |= is_sum(&variant->plan->nodes[i]);
    for (size_t k = 0; k < variant->plan->edition_count; k++)
        for (size_t i = 0; i < nodes; i++)
            r->has_sums |= is_sum(&variant->plan->editions[k].plan->nodes[i]);
    r->bound.plan = variant->plan;
    r->aggregated.plan = variant->plan;
    r->aggregated.bound = &r->bound;
    r->changes = hm_allocate_array(allocator, nodes, sizeof *r->changes);
    r->columns = hm_allocate_array(allocator, nodes, sizeof *r->columns);
    if (!r->changes || !r->columns)
        return false;
    if (variant->source != variant)
        mark_methods(r);
    mark_weights(r, weighed);
    if (r->gaps != HM_GAPS_LEFT)
        mark_gaps(r);
    if (r->gaps == HM_GAPS_EM && !hm_expected_gaps_open(&r->expected, &r->aggregated, allocator))
        return false;
    mark_above(r);
    return order_rows(r) && open_columns(r, depth) && open_bounds(r);
}

void hm_regroup_close(hm_regroup *r) {
    if (!r->allocator)
        return;
    const size_t nodes = r->variant->plan->node_count;
    const size_t editions =
        r->variant->plan->edition_count > 0 ? r->variant->plan->edition_count : 1;
    for (size_t i = 0; r->columns && i < nodes; i++) {
        close_column(r, &r->columns[i]);
        hm_release(r->allocator, r->columns[i].low, r->rows * 2 * sizeof *r->columns[i].low);
    }
    hm_expected_gaps_close(&r->expected);
    hm_release(r->allocator, r->columns, nodes * sizeof *r->columns);
    hm_release(r->allocator, r->changes, nodes * sizeof *r->changes);
    hm_release(r->allocator, r->units, r->rows * sizeof *r->units);
    hm_release(r->allocator, r->parts, 2 * editions * sizeof *r->parts);
    r->allocator = NULL;
}

/* --- what one thread needs --- */

static bool own_column(hm_regrouping *g, size_t node) {
    const hm_regroup *r = g->of;
    const hm_regroup_column *from = &r->columns[node];
    hm_regroup_column *to = &g->columns[node];
    *to = (hm_regroup_column){.scores = NULL};
    if (!open_column(r, node, to))
        return false;
    for (size_t row = 0; row < r->rows; row++) {
        to->states[row] = from->states ? from->states[row] : HM_OBSERVED;
        to->scores[row] = from->scores ? from->scores[row] : 0;
        to->coverage[row] = from->coverage ? from->coverage[row] : 1;
        to->applicable[row] = from->applicable ? from->applicable[row] : 1;
    }
    return true;
}

bool hm_regrouping_open(hm_regrouping *g, const hm_regroup *r) {
    const size_t nodes = r->variant->plan->node_count;
    *g = (hm_regrouping){.of = r};
    const bool fine = hm_group_workspace_open(&g->workspace, r->variant->plan, r->allocator);
    g->columns = hm_allocate_array(r->allocator, nodes, sizeof *g->columns);
    g->dirty = hm_allocate_array(r->allocator, nodes, sizeof *g->dirty);
    g->whole = hm_allocate_array(r->allocator, nodes, sizeof *g->whole);
    g->ranges = hm_allocate_array(r->allocator, nodes, sizeof *g->ranges);
    g->room = hm_allocate_array(r->allocator, 2 * HM_BLOCK, sizeof *g->room);
    g->flags = hm_allocate_array(r->allocator, 2 * HM_BLOCK, sizeof *g->flags);
    g->peers = hm_allocate_array(r->allocator, r->rows, sizeof *g->peers);
    if (!fine || !g->columns || !g->dirty || !g->whole || !g->ranges || !g->room || !g->flags ||
        !g->peers)
        return false;
    memcpy(g->columns, r->columns, nodes * sizeof *g->columns);
    for (size_t i = 0; i < nodes; i++)
        if (r->changes[i] && !own_column(g, i))
            return false;
    return hm_regroup_groups_open(g);
}

void hm_regrouping_close(hm_regrouping *g) {
    const hm_regroup *r = g->of;
    if (!r)
        return;
    const size_t nodes = r->variant->plan->node_count;
    for (size_t i = 0; g->columns && i < nodes; i++)
        if (r->changes[i] && g->columns[i].scores && g->columns[i].scores != r->columns[i].scores)
            close_column(r, &g->columns[i]);
    hm_regroup_groups_close(g);
    hm_group_workspace_close(&g->workspace);
    hm_release(r->allocator, g->columns, nodes * sizeof *g->columns);
    hm_release(r->allocator, g->dirty, nodes * sizeof *g->dirty);
    hm_release(r->allocator, g->whole, nodes * sizeof *g->whole);
    hm_release(r->allocator, g->ranges, nodes * sizeof *g->ranges);
    hm_release(r->allocator, g->room, 2 * HM_BLOCK * sizeof *g->room);
    hm_release(r->allocator, g->flags, 2 * HM_BLOCK * sizeof *g->flags);
    hm_release(r->allocator, g->peers, r->rows * sizeof *g->peers);
    g->of = NULL;
}
