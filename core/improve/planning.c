#include "improve/planning.h"

#include <math.h>

#include "base/error.h"
#include "base/tie.h"

/* --- scores of plans --- */

static const hm_allocator *allocator_of(const hm_planning *p) {
    return p->trial->updater->scores->allocator;
}

hm_code hm_planning_try(hm_planning *p, const double *steps, double *score) {
    for (uint32_t i = 0; i < p->decisions->count; i++) {
        const hm_decision *decision = &p->decisions->each[i];
        if (decision->fixed == HM_CHANGES)
            hm_trial_put(p->trial, i, hm_decision_value(decision, steps[i]));
    }
    const hm_code code = hm_trial_take(p->trial, p->error);
    *score = code == HM_OK ? hm_trial_worth(p->trial) : (double)NAN;
    return code;
}

hm_code hm_planning_put_back(hm_planning *p) {
    for (uint32_t i = 0; i < p->decisions->count; i++)
        if (p->decisions->each[i].fixed == HM_CHANGES)
            hm_trial_put(p->trial, i, p->decisions->each[i].from);
    return hm_trial_take(p->trial, p->error);
}

double hm_planning_cost(const hm_planning *p, const double *steps) {
    double cost = 0;
    for (size_t i = 0; i < p->decisions->count; i++)
        if (p->decisions->each[i].fixed == HM_CHANGES)
            cost += hm_decision_cost(&p->decisions->each[i], steps[i]);
    return cost;
}

size_t hm_planning_indicators(const hm_planning *p, const double *steps) {
    size_t count = 0;
    for (size_t node = 0; node < p->trial->plan->node_count; node++) {
        bool touched = false;
        for (size_t i = 0; i < p->decisions->count && !touched; i++)
            touched = steps[i] != 0 && p->decisions->each[i].touches[node];
        count += touched;
    }
    return count;
}

bool hm_planning_reaches(const hm_planning *p, double score) {
    if (isnan(score))
        return false;
    return p->is_beyond ? score > p->amount && !hm_ties(score, p->amount)
                        : hm_ties(p->amount, score);
}

double hm_planning_aim(const hm_planning *p) {
    return p->is_beyond ? p->amount + 2 * HM_TIE * fmax(1, fabs(p->amount)) : p->amount;
}

/* --- proposals --- */

hm_code hm_proposal_open(hm_planning *p, hm_proposal *out) {
    *out = (hm_proposal){.score = p->start, .gap = (double)NAN};
    out->steps = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *out->steps);
    return out->steps ? HM_OK : hm_error_memory(p->error);
}

/* --- opening --- */

hm_code hm_planning_open(hm_planning *p) {
    const size_t nodes = p->trial->plan->node_count;
    hm_arena_open(&p->arena, allocator_of(p));
    p->before = hm_arena_take_array(&p->arena, nodes, sizeof *p->before);
    p->touched = hm_arena_take_array(&p->arena, nodes, 1);
    if (!p->before || !p->touched)
        return hm_error_memory(p->error);
    for (uint32_t i = 0; i < nodes; i++)
        p->before[i] = hm_trial_score(p->trial, i);
    for (size_t i = 0; i < p->menus->count; i++) /* some by several menus */
        for (size_t k = 0; k < p->menus->each[i].node_count; k++)
            p->touched[p->menus->each[i].nodes[k]] = 1;
    p->start = hm_trial_worth(p->trial);
    p->room = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *p->room);
    hm_code code = p->room ? hm_proposal_open(p, &p->top) : hm_error_memory(p->error);
    return code == HM_OK ? hm_tree_find(p->menus, &p->tree, p->error) : code;
}

void hm_planning_close(hm_planning *p) {
    hm_arena_close(&p->arena);
}
