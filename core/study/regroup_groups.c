#include "study/regroup.h"

#include <math.h>
#include <string.h>

#include "methods/methods.h"

/* --- what is the same in all draws --- */

static size_t kept_groups(const hm_regroup *r) {
    return r->part_count * r->variant->plan->node_count;
}

/* Does the node have a group of its own in rows of a part, whose score is made? */
static bool is_made(const hm_regroup *r, const hm_regroup_part *part, size_t node) {
    return r->changes[node] && r->variant->plan->nodes[node].indicator == HM_NO_INDICATOR &&
           !part->plan->nodes[node].is_absent;
}

static size_t count_children(const hm_regroup *r) {
    size_t count = 0;
    for (size_t k = 0; k < r->part_count; k++)
        for (size_t i = 0; i < r->variant->plan->node_count; i++)
            count += is_made(r, &r->parts[k], i) ? r->parts[k].plan->nodes[i].child_count : 0;
    return count;
}

/* Children have columns of the regrouping, from row 0 on. */
static hm_group keep_group(hm_regrouping *g, const hm_regroup_part *part, size_t number,
                           hm_child *children) {
    const hm_regroup *r = g->of;
    const hm_node *node = &part->plan->nodes[number];
    hm_group group =
        hm_aggregated_group(&r->aggregated, number, r->units[part->first], &g->workspace);
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_regroup_column *column = &g->columns[node->children[i]];
        children[i] = group.children[i];
        children[i].scores = column->scores;
        children[i].states = column->states;
        children[i].coverage = column->coverage;
        children[i].applicable = column->applicable;
        children[i].reported = NULL;
        children[i].flags = g->flags;
    }
    group.children = children;
    return group;
}

bool hm_regroup_groups_open(hm_regrouping *g) {
    const hm_regroup *r = g->of;
    const size_t nodes = r->variant->plan->node_count;
    g->groups = hm_allocate_array(r->allocator, kept_groups(r), sizeof *g->groups);
    g->children = hm_allocate_array(r->allocator, count_children(r), sizeof *g->children);
    hm_child *children = g->children;
    if (!g->groups || !children)
        return false;
    for (size_t k = 0; k < r->part_count; k++)
        for (size_t i = 0; i < nodes; i++)
            if (is_made(r, &r->parts[k], i)) {
                g->groups[k * nodes + i] = keep_group(g, &r->parts[k], i, children);
                children += r->parts[k].plan->nodes[i].child_count;
            }
    return true;
}

void hm_regroup_groups_close(hm_regrouping *g) {
    const hm_regroup *r = g->of;
    hm_release(r->allocator, g->groups, kept_groups(r) * sizeof *g->groups);
    hm_release(r->allocator, g->children, count_children(r) * sizeof *g->children);
}

/* --- with the weights of a draw --- */

/* Does a group look at the child at all? */
static bool has_say(const hm_child *child) {
    return child->weight > 0 || hm_effect_has_points(child->effect) || child->is_required;
}

/* As plan/ranges.c has them, with the weights of the draw. */
static hm_scores_range range_of_sum(const hm_regrouping *g, const hm_plan *plan,
                                    const hm_node *group, const hm_draw *draw) {
    const bool needs_all =
        hm_method_needs_all(&hm_methods[group->method], group->method_parameters);
    hm_scores_range range = {0, 0};
    for (size_t i = 0; i < group->child_count; i++) {
        const uint32_t child = group->children[i];
        const double weight = hm_draw_weight(draw, g->of->variant->plan, plan, child);
        const hm_scores_range of = g->ranges[child];
        if (plan->nodes[child].effect != HM_EFFECT_COUNTS || !(weight > 0))
            continue;
        range.low += weight * (needs_all ? of.low : fmin(0, of.low));
        range.high += weight * (needs_all ? of.high : fmax(0, of.high));
    }
    return range;
}

void hm_regroup_take_ranges(hm_regrouping *g, const hm_plan *plan, const hm_draw *draw) {
    for (size_t i = 0; i < plan->node_count; i++) {
        const uint32_t number = plan->order[i];
        const hm_node *node = &plan->nodes[number];
        g->ranges[number] = node->range_follows && hm_methods[node->method].sums
                                ? range_of_sum(g, plan, node, draw)
                                : (hm_scores_range){node->low, node->high};
    }
}

/* From row `first` on. */
static hm_child child_from(const hm_child *kept, size_t first) {
    hm_child child = *kept;
    child.scores += first;
    child.states += first;
    child.coverage += first;
    child.applicable += first;
    return child;
}

hm_group hm_regroup_group(hm_regrouping *g, const hm_regroup_part *part, size_t number,
                          size_t first, const hm_draw *draw, bool *whole) {
    const hm_regroup *r = g->of;
    const hm_node *node = &part->plan->nodes[number];
    const hm_group *kept =
        &g->groups[(size_t)(part - r->parts) * r->variant->plan->node_count + number];
    hm_group group = *kept;
    size_t weighing = 0;
    *whole = true;
    group.children = g->workspace.children;
    if (r->has_sums) {
        group.low = g->ranges[number].low;
        group.high = g->ranges[number].high;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const uint32_t at = node->children[i];
        hm_child *child = &g->workspace.children[i];
        const bool left_out = hm_draw_leaves_out(draw, at);
        *child = child_from(&kept->children[i], first);
        if (child->effect == HM_EFFECT_COUNTS)
            child->weight = hm_draw_weight(draw, r->variant->plan, part->plan, at);
        if (left_out && child->effect != HM_EFFECT_COUNTS) {
            child->weight = 0;
            child->effect = HM_EFFECT_NONE;
        }
        child->is_required = child->is_required && !left_out;
        weighing += child->weight > 0 && child->effect != HM_EFFECT_NONE;
        *whole = *whole && (!has_say(child) || g->whole[at]);
    }
    group.min_children = weighing < group.min_children ? weighing : group.min_children;
    return group;
}
