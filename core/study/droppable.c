#include "study/droppable.h"

#include <stdio.h>

static bool is_within(const hm_plan *plan, uint32_t node, uint32_t group) {
    while (node != group && plan->nodes[node].parent != HM_NO_NODE)
        node = plan->nodes[node].parent;
    return node == group;
}

static bool rests_on(const hm_plan *plan, const hm_node *node, uint32_t dropped) {
    for (size_t i = 0; i < node->read_count; i++)
        if (is_within(plan, node->reads[i], dropped))
            return true;
    for (size_t i = 0; i < node->step_count; i++) {
        const hm_columns *columns = node->steps[i].columns;
        for (size_t k = 0; columns && k < columns->count; k++)
            if (is_within(plan, columns->nodes[k], dropped))
                return true;
    }
    return false;
}

static bool is_alone(const hm_plan *plan, const hm_node *group) {
    size_t count = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        count += child->effect == HM_EFFECT_COUNTS && child->weight > 0;
    }
    return count <= 1;
}

static const char *obstacle_of(const hm_node *group) {
    return group->measure            ? "has a measure"
           : group->weigh            ? "weighs its children by the data"
           : hm_node_compares(group) ? "compares cities by all of its children"
                                     : NULL;
}

/* With its last child a group is left out, too. */
static const hm_node *find_group(const hm_plan *plan, uint32_t dropped) {
    for (uint32_t at = plan->nodes[dropped].parent; at != HM_NO_NODE; at = plan->nodes[at].parent) {
        if (obstacle_of(&plan->nodes[at]))
            return &plan->nodes[at];
        if (!is_alone(plan, &plan->nodes[at]))
            return NULL;
    }
    return NULL;
}

bool hm_may_be_dropped(const hm_plan *plan, uint32_t node, hm_obstacle *why) {
    const hm_node *group = find_group(plan, node);
    if (group) {
        (void)snprintf(why->text, sizeof why->text, "%.100s %s", group->code, obstacle_of(group));
        return false;
    }
    for (uint32_t i = 0; i < plan->node_count; i++)
        if (!is_within(plan, i, node) && rests_on(plan, &plan->nodes[i], node)) {
            (void)snprintf(why->text, sizeof why->text, "%.100s rests on it", plan->nodes[i].code);
            return false;
        }
    return true;
}
