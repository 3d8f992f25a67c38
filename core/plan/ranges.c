/* ranges.c: what the scores of groups are held within that say no range of their own. */
#include "plan/plan.h"

#include <float.h>
#include <math.h>

/* A child that a sum counts as zero where it has no score can give nothing, too. */
static hm_scores_range range_of_sum(const hm_node *nodes, const hm_node *group) {
    const bool needs_all =
        hm_method_needs_all(&hm_methods[group->method], group->method_parameters);
    hm_scores_range range = {0, 0};
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &nodes[group->children[i]];
        if (child->effect != HM_EFFECT_COUNTS || !(child->weight > 0))
            continue;
        range.low += child->weight * (needs_all ? child->low : fmin(0, child->low));
        range.high += child->weight * (needs_all ? child->high : fmax(0, child->high));
    }
    return range;
}

/* That of all other methods is no wider than those of the children together. */
static hm_scores_range range_of_mean(const hm_node *nodes, const hm_node *group) {
    hm_scores_range range = {DBL_MAX, -DBL_MAX};
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &nodes[group->children[i]];
        if (child->effect != HM_EFFECT_COUNTS)
            continue;
        range.low = child->low < range.low ? child->low : range.low;
        range.high = child->high > range.high ? child->high : range.high;
    }
    return range;
}

hm_scores_range hm_plan_range_of_children(const hm_node *nodes, const hm_node *group) {
    return hm_methods[group->method].sums ? range_of_sum(nodes, group)
                                          : range_of_mean(nodes, group);
}

void hm_plan_follow_ranges(hm_node *nodes, const hm_node *group) {
    uint32_t number = (uint32_t)(group - nodes);
    while (number != HM_NO_NODE && nodes[number].range_follows &&
           hm_methods[nodes[number].method].sums) {
        const hm_scores_range range = range_of_sum(nodes, &nodes[number]);
        nodes[number].low = range.low;
        nodes[number].high = range.high;
        number = nodes[number].parent;
    }
}

void hm_plan_take_range(const hm_policy *policy, hm_node *nodes, hm_node *group) {
    const bool leaves = hm_methods[group->method].leaves_marks;
    if (!group->range_follows)
        return;
    group->low = leaves ? -INFINITY : policy->group_low;
    group->high = leaves ? INFINITY : policy->group_high;
    hm_plan_follow_ranges(nodes, group);
    if (!hm_methods[group->method].sums && group->parent != HM_NO_NODE)
        hm_plan_follow_ranges(nodes, &nodes[group->parent]);
}
