#include "plan/plan.h"

#include <string.h>

#include "base/text.h"
#include "base/versioned.h"
#include "methods/methods.h"
#include "platform/environment.h"

/* --- copies --- */

static void free_copy(hm_plan *plan) {
    const hm_allocator *allocator = plan->allocator;
    hm_release(allocator, plan->nodes, plan->node_count * sizeof *plan->nodes);
    hm_release(allocator, plan->indicators, plan->indicator_count * sizeof *plan->indicators);
    hm_package_free(plan->package);
    hm_release(allocator, plan, sizeof *plan);
}

hm_plan *hm_plan_duplicate(const hm_plan *plan, const hm_allocator *allocator) {
    hm_plan *copy = hm_allocate(allocator, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *plan;
    copy->allocator = allocator;
    copy->is_copy = true;
    hm_package_retain(copy->package);
    copy->nodes = hm_allocate_array(allocator, plan->node_count, sizeof *copy->nodes);
    copy->indicators =
        hm_allocate_array(allocator, plan->indicator_count, sizeof *copy->indicators);
    if (!copy->nodes || !copy->indicators) {
        free_copy(copy);
        return NULL;
    }
    memcpy(copy->nodes, plan->nodes, plan->node_count * sizeof *copy->nodes);
    if (plan->indicator_count > 0)
        memcpy(copy->indicators, plan->indicators,
               plan->indicator_count * sizeof *copy->indicators);
    return copy;
}

const hm_plan *hm_plan_keep(const hm_plan *plan, const hm_allocator *allocator) {
    if (plan->is_copy)
        return hm_plan_duplicate(plan, allocator);
    hm_package_retain(plan->package);
    return plan;
}

void hm_plan_release(const hm_plan *plan) {
    if (!plan)
        return;
    if (plan->is_copy)
        free_copy((hm_plan *)(uintptr_t)plan);
    else
        hm_package_free(plan->package);
}

hm_code hm_plan_copy(hm_plan **out, const hm_plan *plan, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !plan)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "copying a plan needs an out and a plan");
    *out = hm_plan_duplicate(plan, plan->allocator);
    return *out ? HM_OK : hm_error_memory(error);
}

void hm_plan_free(hm_plan *plan) {
    hm_plan_release(plan);
}

hm_code hm_plan_node(const hm_plan *plan, size_t node, hm_node_info *out) {
    if (!plan || !out || node >= plan->node_count)
        return HM_ERROR_ARGUMENT;
    const hm_node *n = &plan->nodes[node];
    const hm_node_info info = {
        .size = sizeof info,
        .code = n->code,
        .name = n->name,
        .about = n->about,
        .parent = n->parent == HM_NO_NODE ? "" : plan->nodes[n->parent].code,
        .depth = n->depth,
        .weight = n->weight,
        .share = n->share,
        .is_indicator = n->indicator != HM_NO_INDICATOR,
    };
    return hm_versioned_fill(out, &info, sizeof info);
}

/* --- variations --- */

double hm_plan_weight_of_children(const hm_node *nodes, const hm_node *group) {
    double total = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &nodes[group->children[i]];
        total += child->deducts ? 0 : child->weight;
    }
    return total;
}

void hm_plan_share(hm_node *nodes, const hm_node *group) {
    const double total = hm_plan_weight_of_children(nodes, group);
    for (size_t i = 0; i < group->child_count; i++) {
        hm_node *child = &nodes[group->children[i]];
        child->share = total > 0 && !child->deducts ? child->weight / total : 0;
    }
}

static hm_code check_node(const hm_plan *plan, size_t node, hm_error *error) {
    if (!plan)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no plan");
    if (node >= plan->node_count)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "node %zu is out of range: there are %zu",
                            node, plan->node_count);
    return HM_OK;
}

static hm_code set_weight(hm_plan *plan, size_t node, double weight, hm_error *error) {
    const hm_code code = check_node(plan, node, error);
    if (code != HM_OK)
        return code;
    hm_node *changed = &plan->nodes[node];
    if (!hm_weight_fits(weight))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "the weight of %s must be " HM_WEIGHT_WANTED,
                            changed->code);
    const double before = changed->weight;
    changed->weight = weight;
    if (changed->parent == HM_NO_NODE)
        return HM_OK;
    const hm_node *group = &plan->nodes[changed->parent];
    if (!(hm_plan_weight_of_children(plan->nodes, group) > 0)) {
        changed->weight = before;
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "the weights of the children of %s would all be 0", group->code);
    }
    hm_plan_share(plan->nodes, group);
    return HM_OK;
}

hm_code hm_plan_set_weight(hm_plan *plan, size_t node, double weight, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_weight(plan, node, weight, error));
}

hm_code hm_plan_set_method(hm_plan *plan, size_t node, const char *method, hm_error *error) {
    const hm_code code = check_node(plan, node, error);
    if (code != HM_OK)
        return code;
    if (!method)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a method of aggregation needs a name");
    if (plan->nodes[node].indicator != HM_NO_INDICATOR)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "%s is an indicator: only groups have a method of aggregation",
                            plan->nodes[node].code);
    const size_t found = hm_method_find(method);
    if (found == hm_method_count)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s", hm_no_method_of(method).text);
    plan->nodes[node].method = (uint8_t)found;
    return HM_OK;
}
