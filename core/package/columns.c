#include "package/columns.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* Of an aggregation the children. What reads nodes may rest on what is imputed, so that it takes no
 * part but for itself; nor does what stands apart from the index. */
static bool takes_part(const hm_plan *plan, uint32_t number, uint32_t own, const hm_step *step) {
    const hm_node *node = &plan->nodes[number];
    if (step->method->kind == HM_STEP_AGGREGATE || step->method->kind == HM_STEP_WEIGH)
        return node->parent == own && node->effect == HM_EFFECT_COUNTS;
    if (number == own)
        return true;
    if (node->indicator == HM_NO_INDICATOR || hm_node_is_reader(plan, node) ||
        node->effect == HM_EFFECT_NONE || !hm_node_is_of_index(plan, node))
        return false;
    return !step->method->among_siblings || node->parent == plan->nodes[own].parent;
}

static bool is_lower_better(const hm_item *item) {
    const char *direction = item->steps->direction;
    return direction && strcmp(direction, "lower") == 0;
}

static hm_columns *find_columns(hm_package *package, const hm_item *const *items, uint32_t own,
                                const hm_step *step) {
    const hm_plan *plan = &package->plan;
    hm_columns *found = hm_arena_take(&package->arena, sizeof *found);
    uint32_t *nodes = hm_arena_take_array(&package->arena, plan->node_count, sizeof *nodes);
    double *signs = hm_arena_take_array(&package->arena, plan->node_count, sizeof *signs);
    if (!found || !nodes || !signs)
        return NULL;
    *found = (hm_columns){.nodes = nodes, .signs = signs, .keeper = own};
    for (uint32_t i = 0; i < plan->node_count; i++) {
        if (!takes_part(plan, i, own, step))
            continue;
        if (i == own)
            found->own = found->count;
        nodes[found->count] = i;
        signs[found->count++] = is_lower_better(items[i]) ? -1 : 1;
    }
    return found;
}

static bool is_same_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same_source(const hm_step *step, const hm_step *other) {
    return step->sources && other->sources ? memcmp(step->sources, other->sources,
                                                    HM_STEP_SETTINGS * sizeof *step->sources) == 0
                                           : step->sources == other->sources;
}

static bool learns_alike(const hm_step *step, const hm_step *other) {
    return step->method == other->method && step->fits_on_imputed == other->fits_on_imputed &&
           memcmp(step->settings, other->settings, sizeof step->settings) == 0 &&
           is_same_source(step, other) && is_same_text(step->by, other->by) &&
           is_same_text(step->over_name, other->over_name) &&
           step->columns->count == other->columns->count &&
           memcmp(step->columns->nodes, other->columns->nodes,
                  step->columns->count * sizeof *step->columns->nodes) == 0;
}

static void find_keeper(const hm_plan *plan, uint32_t number, hm_step *step, hm_columns *columns) {
    for (uint32_t i = 0; i < number; i++) {
        const hm_step *other = hm_node_step(&plan->nodes[i], step->method->kind);
        if (other && other->method->joint && other->columns->keeper == i &&
            learns_alike(step, other)) {
            columns->keeper = i;
            return;
        }
    }
}

static void report_alone(hm_package *package, const hm_joined *joined, const hm_item *item,
                         const hm_step *step) {
    const hm_origin origin =
        hm_joined_locate_field(joined, item, HM_PATH(HM_FIELD(hm_step_kind_name(HM_STEP_IMPUTE))));
    hm_issues_add(
        &package->issues, HM_ISSUE_IMPUTED_ALONE,
        &(hm_subject){.at = {origin.file, origin.line, origin.column}, .node = item->code},
        &(hm_issue_texts){.found = step->method->name,
                          .detail = step->method->among_siblings ? " of its group" : ""});
}

static bool link_step(hm_package *package, const hm_joined *joined, const hm_item *const *items,
                      uint32_t number, hm_step *step) {
    hm_columns *columns = find_columns(package, items, number, step);
    step->columns = columns;
    if (!columns || !hm_meter_work(joined->meter, package->plan.node_count))
        return false;
    if (step->method->kind != HM_STEP_IMPUTE)
        return true;
    find_keeper(&package->plan, number, step, columns);
    if (columns->count < 2)
        report_alone(package, joined, items[number], step);
    return true;
}

bool hm_columns_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    const hm_plan *plan = &package->plan;
    bool fine = true;
    for (uint32_t i = 0; fine && i < plan->node_count; i++) {
        hm_step *steps = (hm_step *)(uintptr_t)plan->nodes[i].steps; /* those of the arena */
        for (size_t k = 0; fine && k < plan->nodes[i].step_count; k++)
            if (steps[k].method->joint)
                fine = link_step(package, joined, items, i, &steps[k]);
        if (fine && plan->nodes[i].weigh)
            fine = link_step(package, joined, items, i, (hm_step *)(uintptr_t)plan->nodes[i].weigh);
    }
    return fine;
}
