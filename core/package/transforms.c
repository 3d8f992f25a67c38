#include "package/transforms.h"

#include <string.h>

#include "package/linking.h"

typedef struct linker {
    hm_linking links;
    const hm_item *item; /* whose transformation is being linked */
    uint32_t node;
} linker;

static hm_origin origin_of(const linker *l, uint32_t line) {
    return hm_joined_locate_line(l->links.joined, l->item, HM_PATH(HM_FIELD("transform")), line);
}

static void report_fault(const linker *l, const hm_expr_fault *fault) {
    hm_issues_add(&l->links.package->issues, HM_ISSUE_WRONG_MEASURE,
                  &(hm_subject){.at = origin_of(l, fault->line), .node = l->item->code},
                  &(hm_issue_texts){.name = l->item->indicator ? "indicator" : "node",
                                    .detail = fault->message});
}

static void report_option(void *context, const hm_wrong_option *wrong) {
    const linker *l = context;
    hm_issues_add(&l->links.package->issues, HM_ISSUE_UNKNOWN_OPTION,
                  &(hm_subject){.at = origin_of(l, wrong->line),
                                .input = wrong->input,
                                .node = l->item->code},
                  &(hm_issue_texts){.name = l->item->indicator ? "indicator" : "node",
                                    .found = wrong->option,
                                    .detail = wrong->known,
                                    .nearest = wrong->nearest});
}

static bool has(const uint32_t *numbers, size_t count, uint32_t wanted) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == wanted)
            return true;
    return false;
}

/* --- what it reads --- */

/* It may read what its own node had before its steps. */
static bool is_read(const linker *l, const hm_expr_node *at) {
    return hm_op_reads_node(at->op) && !(at->input == l->node && at->op == HM_OP_VALUE);
}

/* Behind what the measure reads: it has no part in the coverage. */
static void add_reads(linker *l, const hm_expr *expr, uint32_t **reads, size_t *count) {
    uint32_t *all =
        hm_arena_take_array(&l->links.package->arena, *count + expr->node_count, sizeof *all);
    l->links.failed |= !all;
    if (!all)
        return;
    if (*count > 0)
        memcpy(all, *reads, *count * sizeof *all);
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *at = &hm_expr_nodes(expr)[i];
        if (is_read(l, at) && !has(all, *count, at->input))
            all[(*count)++] = at->input;
    }
    *reads = all;
}

/* In all editions. */
static void add_all_reads(linker *l, const hm_expr *expr) {
    hm_node *node = &l->links.package->plan.nodes[l->node];
    const hm_dated_measures *measures = &l->links.package->measures[l->node];
    add_reads(l, expr, &node->reads, &node->read_count);
    for (size_t i = 0; i < measures->count && !l->links.failed; i++)
        add_reads(l, expr, &measures->items[i].reads, &measures->items[i].read_count);
}

static hm_node_formula *new_formula(linker *l, const hm_expr *expr) {
    hm_arena *arena = &l->links.package->arena;
    hm_node_formula *formula = hm_arena_take_array(arena, 1, sizeof *formula);
    uint32_t *inputs = hm_arena_take_array(arena, expr->node_count, sizeof *inputs);
    l->links.failed |= !formula || !inputs;
    if (l->links.failed)
        return NULL;
    *formula = (hm_node_formula){expr, inputs, 0};
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *at = &hm_expr_nodes(expr)[i];
        if (hm_expr_is_figure(at) && !has(inputs, formula->input_count, at->input))
            inputs[formula->input_count++] = at->input;
    }
    return formula;
}

static void link_transform(linker *l) {
    hm_plan *plan = &l->links.package->plan;
    hm_expr *expr = l->item->steps->transform;
    hm_expr_fault fault;
    if (!hm_linking_check_transform(&l->links, l->node, expr, &fault)) {
        if (!l->links.failed)
            report_fault(l, &fault);
        return;
    }
    hm_linking_check_options(&l->links, expr, report_option, l);
    add_all_reads(l, expr);
    if (hm_expr_looks_back(expr) > plan->looks_back)
        plan->looks_back = hm_expr_looks_back(expr);
    plan->nodes[l->node].transform = new_formula(l, expr);
    plan->reads_nodes = true;
}

bool hm_transforms_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    linker l = {.links = {package, joined, false}};
    for (uint32_t node = 0; node < package->plan.node_count && hm_linking_goes_on(&l.links, 1);
         node++) {
        l.item = items[node];
        l.node = node;
        if (l.item->steps->transform)
            link_transform(&l);
    }
    return !l.links.failed;
}
