#include "improve/plane.h"

#include <math.h>

#include "improve/tree.h"
#include "base/error.h"

void hm_plane_take(const hm_planning *p, uint32_t top, hm_plane *out) {
    out->touches = hm_tree_slopes(p->trial, top, out->slopes);
    out->score = top == 0 ? hm_trial_worth(p->trial) : hm_trial_score(p->trial, top);
    out->moved = 0;
    for (uint32_t node = 0; node < p->trial->plan->node_count; node++) {
        const hm_plan *plan = p->trial->plan;
        const double moved = hm_tree_counted(plan, node, hm_trial_score(p->trial, node)) -
                             hm_tree_counted(plan, node, p->before[node]);
        if (p->touched[node] && !isnan(moved))
            out->moved += out->slopes[node] * moved;
    }
}

hm_code hm_plane_plan(hm_planning *p, const hm_plane *plane, double aim, hm_wish wish,
                      hm_stride *out) {
    const hm_allocator *allocator = p->trial->updater->scores->allocator;
    const hm_offering offering = {.menus = p->menus,
                                  .slopes = plane->slopes,
                                  .without = wish.without,
                                  .only = wish.only,
                                  .by_slopes = true};
    hm_offers offers;
    hm_knapsack knapsack = {.count = p->menus->count, .nodes = p->effort};
    const bool fills = p->goal == HM_IMPROVE_BUDGET;
    bool fine = hm_offers_open(&offers, &offering);
    knapsack.curves = offers.curves;
    knapsack.places = hm_arena_take_array(&offers.arena, p->menus->count + 1, sizeof(double));
    knapsack.need = fills ? p->amount : aim - plane->score + plane->moved;
    fine = fine && knapsack.places;
    if (fine)
        fine = fills ? hm_knapsack_fill(&knapsack, allocator)
                     : hm_knapsack_solve(&knapsack, allocator);
    out->is_found = fine && knapsack.is_found;
    out->is_sampled = offers.is_sampled;
    out->bound = fills ? plane->score - plane->moved + knapsack.bound : knapsack.bound;
    if (out->is_found)
        hm_offers_steps(&offers, knapsack.places, out->steps);
    hm_offers_close(&offers);
    return fine ? HM_OK : hm_error_memory(p->error);
}
