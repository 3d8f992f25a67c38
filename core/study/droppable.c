#include "study/droppable.h"

#include <stdio.h>
#include <string.h>

#include "methods/methods.h"
#include "methods/relative.h"

static bool reads(const hm_plan *plan, const hm_node *node, uint32_t dropped) {
    for (size_t i = 0; i < node->read_count; i++)
        if (hm_plan_is_within(plan, node->reads[i], dropped))
            return true;
    return false;
}

/* How many indicators are left that one is imputed by, itself among them, and how many are not; 0
 * and 0 where it goes by no others. */
typedef struct columns_left {
    size_t left, gone;
} columns_left;

static columns_left count_columns(const hm_plan *plan, const hm_node *node, uint32_t dropped) {
    const hm_step *step = hm_node_step(node, HM_STEP_IMPUTE);
    columns_left count = {0, 0};
    for (size_t i = 0; step && step->columns && i < step->columns->count; i++)
        if (hm_plan_is_within(plan, step->columns->nodes[i], dropped))
            count.gone++;
        else
            count.left++;
    return count;
}

static bool is_left_alone(const hm_plan *plan, const hm_node *node, uint32_t dropped) {
    const columns_left count = count_columns(plan, node, dropped);
    return count.gone > 0 && count.left < 2;
}

bool hm_is_imputed_by(const hm_plan *plan, uint32_t node) {
    const uint32_t top = hm_plan_left_out_with(plan, node);
    for (uint32_t i = 0; i < plan->node_count; i++)
        if (!hm_plan_is_within(plan, i, top) && count_columns(plan, &plan->nodes[i], top).gone > 0)
            return true;
    return false;
}

/* Cannot the parts of so many children, which make 1, be within the limits that the method has for
 * them? */
static bool breaks_limits(const hm_plan *plan, uint32_t dropped, hm_obstacle *why) {
    const hm_node *node = &plan->nodes[dropped];
    const hm_node *group = node->parent != HM_NO_NODE ? &plan->nodes[node->parent] : NULL;
    size_t left = 0;
    if (!group || !hm_node_compares(group) || node->effect != HM_EFFECT_COUNTS ||
        strcmp(hm_methods[group->method].name, "benefit_of_the_doubt") != 0)
        return false;
    for (size_t i = 0; i < group->child_count; i++)
        left += group->children[i] != dropped &&
                plan->nodes[group->children[i]].effect == HM_EFFECT_COUNTS;
    if (hm_benefit_limits_fit(group->method_parameters, left))
        return false;
    (void)snprintf(why->text, sizeof why->text,
                   "the parts of the other children of %.100s, which make 1, cannot all be within "
                   "low = %g and high = %g",
                   group->code, group->method_parameters[HM_BENEFIT_LOW],
                   group->method_parameters[HM_BENEFIT_HIGH]);
    return true;
}

/* Have its siblings no weight in some edition that has some of them? */
static bool lacks_weight(const hm_plan *plan, uint32_t dropped, hm_obstacle *why) {
    const uint32_t parent = plan->nodes[dropped].parent;
    for (size_t i = 0; parent != HM_NO_NODE && i < plan->edition_count; i++) {
        const hm_node *nodes = plan->editions[i].plan->nodes, *group = &nodes[parent];
        double weight = 0;
        size_t left = 0;
        for (size_t k = 0; k < group->child_count; k++) {
            const hm_node *child = &nodes[group->children[k]];
            left += group->children[k] != dropped;
            weight += group->children[k] != dropped && child->effect == HM_EFFECT_COUNTS
                          ? child->weight
                          : 0;
        }
        if (left == 0 || weight > 0 || group->weigh || group->is_absent)
            continue;
        (void)snprintf(why->text, sizeof why->text,
                       "in some period no other child of %.100s has a weight", group->code);
        return true;
    }
    return false;
}

bool hm_may_be_dropped(const hm_plan *plan, uint32_t node, hm_obstacle *why) {
    const uint32_t top = hm_plan_left_out_with(plan, node);
    if (top == 0)
        (void)snprintf(why->text, sizeof why->text, "there is nothing else below %.100s",
                       plan->nodes[0].code);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const bool reads_it = reads(plan, &plan->nodes[i], top);
        if (hm_plan_is_within(plan, i, top) ||
            (!reads_it && !is_left_alone(plan, &plan->nodes[i], top)))
            continue;
        (void)snprintf(why->text, sizeof why->text,
                       reads_it ? "%.100s reads it" : "%.100s is imputed by it alone",
                       plan->nodes[i].code);
        return false;
    }
    return top != 0 && !breaks_limits(plan, top, why) && !lacks_weight(plan, top, why);
}
