#include "plan/plan.h"

#include <float.h>
#include <string.h>

#include "base/text.h"
#include "base/versioned.h"
#include "methods/methods.h"
#include "platform/environment.h"

/* --- copies --- */

static void free_copy(hm_plan *plan) {
    const hm_allocator *allocator = plan->allocator;
    hm_editions_free(plan);
    hm_numbers_disown(plan);
    hm_release(allocator, plan->nodes, plan->node_count * sizeof *plan->nodes);
    hm_release(allocator, plan->indicators, plan->indicator_count * sizeof *plan->indicators);
    hm_release(allocator, plan->parameters, plan->parameter_count * sizeof *plan->parameters);
    plan->owner.release(plan->package);
    hm_release(allocator, plan, sizeof *plan);
}

hm_plan *hm_plan_duplicate(const hm_plan *plan, const hm_allocator *allocator) {
    hm_plan *copy = hm_allocate(allocator, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *plan;
    copy->allocator = allocator;
    copy->is_copy = true;
    copy->editions = NULL;
    copy->own_steps = NULL;
    plan->owner.retain(plan->package);
    copy->nodes = hm_allocate_array(allocator, plan->node_count, sizeof *copy->nodes);
    copy->indicators =
        hm_allocate_array(allocator, plan->indicator_count, sizeof *copy->indicators);
    copy->parameters =
        hm_allocate_array(allocator, plan->parameter_count, sizeof *copy->parameters);
    if (!copy->nodes || !copy->indicators || !copy->parameters || !hm_editions_copy(copy, plan)) {
        free_copy(copy);
        return NULL;
    }
    memcpy(copy->nodes, plan->nodes, plan->node_count * sizeof *copy->nodes);
    if (plan->indicator_count > 0)
        memcpy(copy->indicators, plan->indicators,
               plan->indicator_count * sizeof *copy->indicators);
    if (plan->parameter_count > 0)
        memcpy(copy->parameters, plan->parameters,
               plan->parameter_count * sizeof *copy->parameters);
    if (hm_numbers_own(copy))
        return copy;
    free_copy(copy);
    return NULL;
}

const hm_plan *hm_plan_keep(const hm_plan *plan, const hm_allocator *allocator) {
    if (plan->is_copy)
        return hm_plan_duplicate(plan, allocator);
    plan->owner.retain(plan->package);
    return plan;
}

void hm_plan_release(const hm_plan *plan) {
    if (!plan)
        return;
    if (plan->is_copy)
        free_copy((hm_plan *)(uintptr_t)plan);
    else
        plan->owner.release(plan->package);
}

hm_code hm_plan_check_whole(const hm_plan *plan, hm_error *error) {
    if (plan->empty_group == HM_NO_NODE)
        return HM_OK;
    const hm_node *group = &plan->nodes[plan->empty_group];
    return hm_error_set(error, HM_ERROR_PACKAGE,
                        "the package cannot be scored yet: group %s has no indicator below it",
                        hm_name_of(group->code).text);
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

bool hm_step_learns_from(const hm_step *step, const char *period) {
    for (size_t i = 0; i < step->over_count; i++)
        if (strcmp(step->over[i], period) == 0)
            return true;
    return hm_step_is_over_all(step);
}

/* All behind the node in the order of evaluation are looked at before what they need: backwards
 * each is marked before its turn. */
void hm_plan_mark_needed(const hm_plan *plan, size_t number, uint8_t *marks) {
    memset(marks, 0, plan->node_count);
    marks[number] = HM_NEEDED;
    for (size_t i = plan->node_count; i-- > 0;) {
        const uint32_t at = plan->order[i];
        const hm_node *node = &plan->nodes[at];
        if (!marks[at])
            continue;
        for (size_t k = 0; k < node->child_count; k++)
            marks[node->children[k]] |= marks[at];
        for (size_t k = 0; k < node->read_count; k++)
            marks[node->reads[k]] |= HM_NEEDED | HM_NEEDED_READ;
    }
}

bool hm_plan_reads_series(const hm_plan *plan) {
    for (size_t i = 0; i < plan->node_count; i++)
        if (hm_node_reads_series(&plan->nodes[i]))
            return true;
    return false;
}

static uint32_t last_phase_of(const hm_plan *plan, const uint32_t *numbers, size_t count,
                              uint32_t least) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t last = hm_node_last_phase(&plan->nodes[numbers[i]]);
        least = last > least ? last : least;
    }
    return least;
}

void hm_plan_number_phases(hm_plan *plan) {
    plan->phase_count = 0;
    for (size_t i = 0; i < plan->node_count; i++) {
        hm_node *node = &plan->nodes[plan->order[i]];
        node->phase = last_phase_of(plan, node->children, node->child_count, 0);
        node->phase = last_phase_of(plan, node->reads, node->read_count, node->phase);
        node->phase += node->weigh ? 1 : 0;
        if (hm_node_last_phase(node) > plan->phase_count)
            plan->phase_count = hm_node_last_phase(node);
    }
}

/* --- variations --- */

double hm_plan_weight_of_children(const hm_node *nodes, const hm_node *group) {
    double total = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &nodes[group->children[i]];
        total += child->effect == HM_EFFECT_COUNTS ? child->weight : 0;
    }
    return total;
}

void hm_plan_share(hm_node *nodes, const hm_node *group) {
    const double total = hm_plan_weight_of_children(nodes, group);
    for (size_t i = 0; i < group->child_count; i++) {
        hm_node *child = &nodes[group->children[i]];
        child->share = total > 0 && child->effect == HM_EFFECT_COUNTS ? child->weight / total : 0;
    }
    hm_plan_follow_ranges(nodes, group);
}

/* --- editions --- */

/* Of the whole plan, 0, and then of each edition. */
static hm_node *nodes_of(const hm_plan *plan, size_t number) {
    return number == 0 ? plan->nodes : plan->editions[number - 1].plan->nodes;
}

static hm_code check_node(const hm_plan *plan, size_t node, hm_error *error) {
    if (!plan)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no plan");
    if (node == SIZE_MAX)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "no such node: SIZE_MAX is what hm_package_find gives for a code that "
                            "the package has not");
    if (node >= plan->node_count)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "node %zu is out of range: there are %zu",
                            node, plan->node_count);
    return HM_OK;
}

size_t hm_plan_weighings(const hm_plan *plan, size_t group) {
    return plan->nodes[group].varies ? plan->edition_count : 1;
}

const hm_plan *hm_plan_of_weighing(const hm_plan *plan, size_t group, size_t number) {
    return plan->nodes[group].varies ? plan->editions[number].plan : plan;
}

/* HM_ERROR_ARGUMENT where a node gets its weight from the data. */
static hm_code check_unweighed(const hm_plan *plan, size_t node, hm_error *error) {
    const hm_node *child = &plan->nodes[node];
    const hm_node *group = child->parent == HM_NO_NODE ? NULL : &plan->nodes[child->parent];
    return !group || !group->weigh || child->effect != HM_EFFECT_COUNTS
               ? HM_OK
               : hm_error_set(
                     error, HM_ERROR_ARGUMENT,
                     "the weight of %s follows from the data: %s weighs its children by %s",
                     child->code, group->code, group->weigh->method->name);
}

static hm_code check_weight(const hm_plan *plan, size_t node, double weight, hm_error *error) {
    const hm_code code = check_node(plan, node, error);
    if (code != HM_OK)
        return code;
    if (check_unweighed(plan, node, error) != HM_OK)
        return HM_ERROR_ARGUMENT;
    return hm_weight_fits(weight)
               ? HM_OK
               : hm_error_set(error, HM_ERROR_ARGUMENT,
                              "the weight of %s must be " HM_WEIGHT_WANTED, plan->nodes[node].code);
}

/* What is changed at once, in the whole plan and in each edition. */
typedef struct weight_change {
    size_t count;
    const size_t *nodes;
    const double *wanted;
    double *before; /* by plan, 0 the whole one, and then as `nodes` */
    bool *groups;   /* by node: has a child whose weight is changed */
} weight_change;

static void write_weights(const hm_plan *plan, const weight_change *change, size_t number) {
    hm_node *nodes = nodes_of(plan, number);
    for (size_t i = 0; i < change->count; i++) {
        hm_node *node = &nodes[change->nodes[i]];
        change->before[number * change->count + i] = node->weight;
        node->weight = change->wanted[i];
        if (node->parent != HM_NO_NODE)
            change->groups[node->parent] = true;
    }
}

/* Backwards, since a node may stand in the list more than once. */
static void undo_weights(const hm_plan *plan, const weight_change *change, size_t number) {
    hm_node *nodes = nodes_of(plan, number);
    for (size_t i = change->count; i-- > 0;)
        nodes[change->nodes[i]].weight = change->before[number * change->count + i];
}

/* May the children of groups have the weights that they have now? */
static hm_code check_groups(const hm_plan *plan, const weight_change *change, size_t number,
                            hm_error *error) {
    const hm_node *nodes = nodes_of(plan, number);
    for (size_t i = 0; i < plan->node_count; i++)
        if (change->groups[i] && !nodes[i].is_absent &&
            !(hm_plan_weight_of_children(nodes, &nodes[i]) > 0))
            return hm_error_set(error, HM_ERROR_ARGUMENT,
                                "the weights of the children of %s would all be 0", nodes[i].code);
    return HM_OK;
}

static void share_groups(const hm_plan *plan, const weight_change *change, size_t number) {
    hm_node *nodes = nodes_of(plan, number);
    for (size_t i = 0; i < plan->node_count; i++)
        if (change->groups[i])
            hm_plan_share(nodes, &nodes[i]);
}

/* What was set goes by no parameter any more. */
static void settle_weights(const hm_plan *plan, const weight_change *change, size_t number) {
    for (size_t i = 0; i < change->count; i++)
        nodes_of(plan, number)[change->nodes[i]].weight_parameter = HM_NO_PARAMETER;
    share_groups(plan, change, number);
}

static hm_code change_weights(hm_plan *plan, const weight_change *change, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; i <= plan->edition_count; i++)
        write_weights(plan, change, i);
    for (size_t i = 0; i <= plan->edition_count && code == HM_OK; i++)
        code = check_groups(plan, change, i, error);
    for (size_t i = 0; i <= plan->edition_count; i++)
        if (code == HM_OK)
            settle_weights(plan, change, i);
        else
            undo_weights(plan, change, i);
    hm_plan_settle_editions(plan);
    return code;
}

static hm_code set_weights(hm_plan *plan, size_t count, const size_t *nodes, const double *wanted,
                           hm_error *error) {
    if (!plan || (count > 0 && (!nodes || !wanted)))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_plan_set_weights needs a plan, nodes and weights");
    for (size_t i = 0; i < count; i++) {
        const hm_code code = check_weight(plan, nodes[i], wanted[i], error);
        if (code != HM_OK)
            return code;
    }
    weight_change change = {count, nodes, wanted, NULL, NULL};
    const size_t kept = count * (plan->edition_count + 1);
    change.before = hm_allocate_array(plan->allocator, kept, sizeof *change.before);
    change.groups = hm_allocate_array(plan->allocator, plan->node_count, sizeof *change.groups);
    const hm_code code = change.before && change.groups ? change_weights(plan, &change, error)
                                                        : hm_error_memory(error);
    hm_release(plan->allocator, change.before, kept * sizeof *change.before);
    hm_release(plan->allocator, change.groups, plan->node_count * sizeof *change.groups);
    return code;
}

/* Without memory of its own where no edition needs some. */
static hm_code set_weight(hm_plan *plan, size_t node, double weight, hm_error *error) {
    const hm_code code = check_weight(plan, node, weight, error);
    if (code != HM_OK)
        return code;
    if (plan->edition_count > 0)
        return set_weights(plan, 1, &node, &weight, error);
    hm_node *changed = &plan->nodes[node];
    const double before = changed->weight;
    changed->weight = weight;
    if (changed->parent == HM_NO_NODE)
        return HM_OK;
    const hm_node *group = &plan->nodes[changed->parent];
    if (hm_plan_weight_of_children(plan->nodes, group) > 0) {
        changed->weight_parameter = HM_NO_PARAMETER;
        hm_plan_share(plan->nodes, group);
        return HM_OK;
    }
    changed->weight = before;
    return hm_error_set(error, HM_ERROR_ARGUMENT,
                        "the weights of the children of %s would all be 0", group->code);
}

hm_code hm_plan_set_weight(hm_plan *plan, size_t node, double weight, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_weight(plan, node, weight, error));
}

hm_code hm_plan_set_weights(hm_plan *plan, size_t count, const size_t *nodes, const double *weights,
                            hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_weights(plan, count, nodes, weights, error));
}

/* --- parameters --- */

static bool is_weight(const hm_plan *plan, uint32_t parameter) {
    bool any = false;
    for (size_t number = 0; number <= plan->edition_count; number++)
        for (size_t i = 0; i < plan->node_count; i++)
            any |= nodes_of(plan, number)[i].weight_parameter == parameter;
    return any;
}

/* Would some child of the group still have a weight that counts? */
static bool keeps_weight(const hm_node *nodes, const hm_node *group, uint32_t parameter,
                         double value) {
    double total = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &nodes[group->children[i]];
        if (child->effect == HM_EFFECT_COUNTS)
            total += child->weight_parameter == parameter ? value : child->weight;
    }
    return total > 0 || group->child_count == 0;
}

static hm_code check_weights_of(const hm_plan *plan, uint32_t parameter, double value,
                                hm_error *error) {
    const char *name = plan->parameters[parameter].name;
    if (!hm_weight_fits(value))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "parameter %s is a weight, which must be " HM_WEIGHT_WANTED,
                            hm_name_of(name).text);
    for (size_t number = 0; number <= plan->edition_count; number++) {
        const hm_node *nodes = nodes_of(plan, number);
        for (size_t i = 0; i < plan->node_count; i++)
            if (!nodes[i].is_absent && !keeps_weight(nodes, &nodes[i], parameter, value))
                return hm_error_set(error, HM_ERROR_ARGUMENT,
                                    "the weights of the children of %s would all be 0",
                                    nodes[i].code);
    }
    return HM_OK;
}

/* The weights that a parameter is, in all editions. */
static hm_code set_weights_of(hm_plan *plan, uint32_t parameter, double value, hm_error *error) {
    if (!is_weight(plan, parameter))
        return HM_OK;
    const hm_code code = check_weights_of(plan, parameter, value, error);
    for (size_t number = 0; code == HM_OK && number <= plan->edition_count; number++) {
        hm_node *nodes = nodes_of(plan, number);
        for (size_t i = 0; i < plan->node_count; i++)
            if (nodes[i].weight_parameter == parameter)
                nodes[i].weight = value;
        for (size_t i = 0; i < plan->node_count; i++)
            hm_plan_share(nodes, &nodes[i]);
    }
    if (code == HM_OK)
        hm_plan_settle_editions(plan);
    return code;
}

hm_code hm_plan_set_parameter(hm_plan *plan, const char *name, double value, hm_error *error) {
    if (!plan || !name)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_plan_set_parameter needs a plan and the name of a parameter");
    if (!(value >= -DBL_MAX && value <= DBL_MAX))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "parameter %s must be a finite number",
                            hm_name_of(name).text);
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < plan->parameter_count; i++) {
        hm_nearest_show(&nearest, plan->parameters[i].name);
        if (strcmp(plan->parameters[i].name, name) != 0)
            continue;
        hm_code code = hm_numbers_check(plan, (uint32_t)i, value, error);
        if (code == HM_OK)
            code = set_weights_of(plan, (uint32_t)i, value, error);
        if (code != HM_OK)
            return code;
        hm_numbers_set(plan, (uint32_t)i, value);
        plan->parameters[i].is_set = true;
        plan->parameters[i].set = value;
        return HM_OK;
    }
    return hm_error_set(error, HM_ERROR_ARGUMENT, "the package has no parameter \"%s\"%s",
                        hm_quote_of(name, strlen(name)).text, hm_hint_of(nearest.name).text);
}

/* Would a group compare units that did not, or do it no longer, or by other parameters? Those are
 * settings of its step. */
static bool is_other_comparison(const hm_node *group, size_t method, const double *parameters) {
    return (hm_methods[method].compares_units || hm_methods[group->method].compares_units) &&
           (method != group->method ||
            memcmp(parameters, group->method_parameters, sizeof group->method_parameters) != 0);
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
    if (plan->nodes[node].measure)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "%s has a measure, which takes the place of a method of aggregation",
                            plan->nodes[node].code);
    const size_t found = hm_method_find(method);
    if (found == hm_method_count)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s", hm_no_method_of(method).text);
    double parameters[HM_METHOD_PARAMETERS];
    const char *wanted = hm_method_begin(&hm_methods[found], parameters);
    if (is_other_comparison(&plan->nodes[node], found, parameters))
        return hm_error_set(
            error, HM_ERROR_ARGUMENT,
            "%s compares cities: only a package can say that a group is made so, "
            "or no longer",
            hm_methods[found].compares_units ? method : hm_methods[plan->nodes[node].method].name);
    if (wanted)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "%s needs %s, which only a package can say: { \"%s\", %s = ... }",
                            method, wanted, method, wanted);
    for (size_t i = 0; i <= plan->edition_count; i++) {
        hm_node *group = &nodes_of(plan, i)[node];
        group->method = (uint8_t)found;
        memcpy(group->method_parameters, parameters, sizeof parameters);
        for (size_t k = 0; k < HM_METHOD_PARAMETERS; k++)
            group->method_sources[k] = HM_NO_PARAMETER;
        hm_plan_take_range(&plan->policy, nodes_of(plan, i), group);
    }
    return HM_OK;
}
