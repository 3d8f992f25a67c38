/* editions.c: what a plan says of periods, and the editions of copies, each with nodes of its own.
 */
#include "plan/plan.h"

#include <string.h>

void hm_editions_free(hm_plan *plan) {
    const hm_allocator *allocator = plan->allocator;
    hm_edition *editions = (hm_edition *)(uintptr_t)plan->editions;
    for (size_t i = 0; editions && i < plan->edition_count; i++) {
        hm_plan *of = editions[i].plan;
        if (!of)
            continue;
        hm_numbers_disown(of);
        hm_release(allocator, of->nodes, plan->node_count * sizeof *of->nodes);
        hm_release(allocator, of, sizeof *of);
    }
    hm_release(allocator, editions, plan->edition_count * sizeof *editions);
}

/* The plan of an edition, beside the whole copy: nodes of its own, whose weights may be varied. */
static hm_plan *copy_edition(const hm_plan *from, const hm_plan *copy) {
    hm_plan *of = hm_allocate(copy->allocator, sizeof *of);
    if (!of)
        return NULL;
    *of = *from;
    of->allocator = copy->allocator;
    of->is_copy = true;
    of->own_steps = NULL;
    of->parameters = copy->parameters;
    of->nodes = hm_allocate_array(copy->allocator, copy->node_count, sizeof *of->nodes);
    if (!of->nodes) {
        hm_release(copy->allocator, of, sizeof *of);
        return NULL;
    }
    memcpy(of->nodes, from->nodes, copy->node_count * sizeof *of->nodes);
    if (hm_numbers_own(of))
        return of;
    hm_release(copy->allocator, of->nodes, copy->node_count * sizeof *of->nodes);
    hm_release(copy->allocator, of, sizeof *of);
    return NULL;
}

bool hm_editions_copy(hm_plan *copy, const hm_plan *from) {
    if (from->edition_count == 0)
        return true;
    hm_edition *editions =
        hm_allocate_array(copy->allocator, from->edition_count, sizeof *editions);
    bool fine = editions != NULL;
    copy->editions = editions;
    for (size_t i = 0; fine && i < from->edition_count; i++) {
        editions[i] = from->editions[i];
        editions[i].plan = copy_edition(from->editions[i].plan, copy);
        fine = editions[i].plan != NULL;
    }
    return fine;
}

size_t hm_plan_edition_at(const hm_plan *plan, int64_t day) {
    size_t found = 0;
    while (found + 1 < plan->edition_count && plan->editions[found + 1].first_day <= day)
        found++;
    return found;
}

void hm_plan_settle_editions(hm_plan *plan) {
    for (size_t edition = 0; edition < plan->edition_count; edition++)
        for (size_t i = 0; i < plan->node_count; i++) {
            const hm_node *node = &plan->editions[edition].plan->nodes[i];
            if (node->is_absent)
                continue;
            plan->nodes[i].weight = node->weight;
            plan->nodes[i].weight_parameter = node->weight_parameter;
            plan->nodes[i].share = node->share;
            plan->nodes[i].low = node->low;
            plan->nodes[i].high = node->high;
        }
}
