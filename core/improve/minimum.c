/* minimum.c: an index that is the least of its groups: each that is below the target has to
 * be raised, and what that costs adds up. */
#include <math.h>
#include <string.h>

#include "improve/plane.h"
#include "base/error.h"

/* Which child of the index a node stands below, or is. */
static uint32_t child_above(const hm_plan *plan, uint32_t node) {
    while (node != 0 && plan->nodes[node].parent != 0)
        node = plan->nodes[node].parent;
    return node;
}

bool hm_minimum_is(const hm_planning *p) {
    const hm_plan *plan = p->trial->plan;
    if (p->goal == HM_IMPROVE_BUDGET ||
        strcmp(hm_methods[plan->nodes[0].method].name, "minimum") != 0)
        return false;
    for (size_t i = 0; i < p->menus->count; i++) {
        const hm_menu *menu = &p->menus->each[i];
        for (size_t k = 1; k < menu->node_count; k++)
            if (child_above(plan, menu->nodes[k]) != child_above(plan, menu->nodes[0]))
                return false;
    }
    return true;
}

/* The plan for one child, whose steps are added to `steps`. */
static hm_code raise_one(hm_planning *p, uint32_t child, hm_wish wish, hm_plane *plane,
                         hm_stride *own, double *steps) {
    for (size_t i = 0; i < p->decisions->count; i++)
        own->steps[i] = 0;
    hm_plane_take(p, child, plane);
    const hm_code code = hm_plane_plan(p, plane, hm_planning_aim(p), wish, own);
    for (size_t i = 0; code == HM_OK && own->is_found && i < p->decisions->count; i++)
        if (own->steps[i] != 0)
            steps[i] = own->steps[i];
    return code;
}

hm_code hm_minimum_plan(hm_planning *p, hm_wish wish, hm_stride *out, double *bound,
                        bool *is_bound) {
    const hm_plan *plan = p->trial->plan;
    const hm_node *root = &plan->nodes[0];
    hm_plane plane = {.slopes = hm_arena_take_array(&p->arena, plan->node_count, sizeof(double))};
    hm_stride own = {.steps =
                         hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof(double))};
    if (!plane.slopes || !own.steps)
        return hm_error_memory(p->error);
    for (size_t i = 0; i < p->decisions->count; i++)
        out->steps[i] = 0;
    double score;
    hm_code code = hm_planning_try(p, out->steps, &score);
    *is_bound = out->is_found = true;
    *bound = 0;
    for (size_t i = 0; code == HM_OK && out->is_found && i < root->child_count; i++) {
        const uint32_t child = root->children[i];
        const double own_score = hm_trial_score(p->trial, child);
        if (isnan(own_score) || !(plan->nodes[child].weight > 0) || own_score >= hm_planning_aim(p))
            continue;
        code = raise_one(p, child, wish, &plane, &own, out->steps);
        out->is_found = own.is_found;
        *is_bound &= plane.touches && !own.is_sampled;
        *bound += own.bound;
    }
    *is_bound &= out->is_found;
    return code;
}
