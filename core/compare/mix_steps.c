#include "compare/mix_steps.h"

typedef struct copier {
    hm_mixed_steps *out;
    const hm_matched *matched;
    hm_side methods, measures;
    const hm_plan *plan;
    size_t step_count, node_count; /* copied so far */
} copier;

/* Are the steps of a node those of another package than the one that has its number? */
static bool is_renumbered(const copier *c, size_t node) {
    const hm_matched *m = c->matched;
    return m->plans[c->methods]->package != m->plans[c->measures]->package &&
           m->is_core[m->numbers[c->measures][node]];
}

/* Can a step of a node look at it? Imputations look at indicators before any step is taken: what
 * reads other nodes is not there by then. */
static bool can_see(const copier *c, const hm_step *step, size_t node, uint32_t seen) {
    if (seen == HM_NO_NODE)
        return false;
    const hm_node *of = &c->plan->nodes[seen];
    return step->method->kind == HM_STEP_AGGREGATE || seen == node ||
           (of->indicator != HM_NO_INDICATOR && of->read_count == 0);
}

/* By the number in `keeper`, until hm_mixed_steps_keep, steps that learn together know each other:
 * the matched number of the node that keeps what they have learnt on their side. What has the steps
 * of the measures, where these are of another package, shares it with nobody. */
static uint32_t keeper_key(const copier *c, size_t node, const hm_step *step) {
    const hm_matched *m = c->matched;
    const bool same = m->plans[c->methods]->package == m->plans[c->measures]->package;
    return same || is_renumbered(c, node) ? m->numbers[c->methods][step->columns->keeper]
                                          : (uint32_t)m->count + m->numbers[c->measures][node];
}

static void copy_columns(copier *c, size_t node, hm_step *step) {
    const hm_matched *m = c->matched;
    const hm_columns *from = step->columns;
    hm_columns *columns = &c->out->columns[c->step_count];
    uint32_t *nodes = c->out->nodes + c->node_count;
    for (uint32_t k = 0; k < from->count; k++) {
        nodes[k] = from->nodes[k];
        if (!is_renumbered(c, node))
            continue;
        nodes[k] = m->nodes[c->measures][m->numbers[c->methods][from->nodes[k]]];
        c->out->is_impossible |= !can_see(c, step, node, nodes[k]);
    }
    *columns = *from;
    columns->nodes = nodes;
    columns->keeper = keeper_key(c, node, step);
    step->columns = columns;
    c->node_count += from->count;
}

static void copy_steps(copier *c, size_t number, hm_node *node) {
    hm_step *steps = c->out->steps + c->step_count;
    for (size_t i = 0; i < node->step_count; i++) {
        steps[i] = node->steps[i];
        if (c->matched->two_cities)
            steps[i].by = NULL;
        if (steps[i].columns)
            copy_columns(c, number, &steps[i]);
        c->step_count++;
    }
    node->steps = steps;
}

static bool open_room(hm_mixed_steps *out, const hm_plan *plan, const hm_allocator *allocator) {
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        out->count += node->step_count;
        for (size_t k = 0; k < node->step_count; k++)
            out->node_count += node->steps[k].columns ? node->steps[k].columns->count : 0;
    }
    out->steps = hm_allocate_array(allocator, out->count, sizeof *out->steps);
    out->columns = hm_allocate_array(allocator, out->count, sizeof *out->columns);
    out->nodes = hm_allocate_array(allocator, out->node_count, sizeof *out->nodes);
    return out->steps && out->columns && out->nodes;
}

bool hm_mixed_steps_open(hm_mixed_steps *out, const hm_matched *matched, hm_side methods,
                         hm_side measures, hm_plan *plan, const hm_allocator *allocator) {
    copier c = {
        .out = out, .matched = matched, .methods = methods, .measures = measures, .plan = plan};
    *out = (hm_mixed_steps){.count = 0};
    if (!open_room(out, plan, allocator))
        return false;
    for (size_t i = 0; i < plan->node_count; i++)
        copy_steps(&c, i, &plan->nodes[i]);
    return true;
}

/* Only imputations learn together: of a kind, a node has one step. */
static void keep_node(const hm_mixed_steps *of, const hm_plan *plan, uint32_t number,
                      uint32_t *first) {
    const hm_node *node = &plan->nodes[number];
    for (size_t i = 0; i < node->step_count; i++) {
        hm_columns *columns = &of->columns[&node->steps[i] - of->steps];
        if (!node->steps[i].columns)
            continue;
        uint32_t *known = &first[columns->keeper];
        if (node->steps[i].method->kind != HM_STEP_IMPUTE)
            columns->keeper = number;
        else if (*known == 0)
            columns->keeper = (*known = number + 1) - 1;
        else
            columns->keeper = *known - 1;
    }
}

bool hm_mixed_steps_keep(const hm_mixed_steps *of, const hm_matched *matched, const hm_plan *plan,
                         const hm_allocator *allocator) {
    uint32_t *first = hm_allocate_array(allocator, 2 * matched->count, sizeof *first);
    for (uint32_t i = 0; first && i < plan->node_count; i++)
        keep_node(of, plan, i, first);
    hm_release(allocator, first, 2 * matched->count * sizeof *first);
    return first != NULL;
}

void hm_mixed_steps_close(hm_mixed_steps *of, const hm_allocator *allocator) {
    hm_release(allocator, of->steps, of->count * sizeof *of->steps);
    hm_release(allocator, of->columns, of->count * sizeof *of->columns);
    hm_release(allocator, of->nodes, of->node_count * sizeof *of->nodes);
    *of = (hm_mixed_steps){.count = 0};
}
