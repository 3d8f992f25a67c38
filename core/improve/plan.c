#include "improve/plan.h"

#include <math.h>

#include "improve/plane.h"
#include "improve/scored.h"
#include "base/error.h"
#include "base/tie.h"

enum { MOST_ROUNDS = 12, MOST_REPAIRS = 8 };

/* --- going from plane to plane --- */

typedef struct going {
    hm_planning *p;
    hm_wish wish;
    hm_plane at;
    hm_stride step;
    hm_proposal *best; /* so far; without steps: none */
    double bound;      /* that nothing is better than */
    bool is_bound;
    bool is_hopeless; /* no plan reaches the target */
} going;

static bool is_better(const going *g, double cost, double score) {
    const hm_planning *p = g->p;
    if (p->goal == HM_IMPROVE_BUDGET)
        return g->best->proof == HM_PROOF_NONE || score > g->best->score;
    return hm_planning_reaches(p, score) &&
           (g->best->proof == HM_PROOF_NONE || cost < g->best->cost);
}

static double cost_by(const going *g, const double *steps) {
    return hm_planning_cost(g->p, steps);
}

static void keep(going *g, double score) {
    const double cost = cost_by(g, g->step.steps);
    if (!is_better(g, cost, score))
        return;
    for (size_t i = 0; i < g->p->decisions->count; i++)
        g->best->steps[i] = g->step.steps[i];
    g->best->cost = cost;
    g->best->score = score;
    g->best->reached = g->p->goal == HM_IMPROVE_BUDGET || hm_planning_reaches(g->p, score);
    g->best->proof = HM_PROOF_FOUND;
}

static void take_bound(going *g) {
    if (!g->at.touches || g->step.is_sampled)
        return;
    if (!g->is_bound)
        g->bound = g->step.bound;
    else
        g->bound = g->p->goal == HM_IMPROVE_BUDGET ? fmin(g->bound, g->step.bound)
                                                   : fmax(g->bound, g->step.bound);
    g->is_bound = true;
}

static double gap_of(const going *g) {
    if (!g->is_bound)
        return (double)NAN;
    return fmax(0, g->p->goal == HM_IMPROVE_BUDGET ? g->bound - g->best->score
                                                   : g->best->cost - g->bound);
}

static bool is_proved(const going *g) {
    const double size = g->p->goal == HM_IMPROVE_BUDGET ? fabs(g->best->score) : g->best->cost;
    return g->best->proof != HM_PROOF_NONE && gap_of(g) <= HM_TIE * fmax(1, size);
}

/* One plane: the plan by it, and what the engine says of that. */
static hm_code go_on(going *g, double aim, double *score) {
    hm_code code = hm_plane_plan(g->p, &g->at, aim, g->wish, &g->step);
    *score = (double)NAN;
    if (code != HM_OK)
        return code;
    if (!g->step.is_found)
        return HM_OK;
    code = hm_planning_try(g->p, g->step.steps, score);
    if (code == HM_OK)
        keep(g, *score);
    return code;
}

/* Planes are taken where the last plan led, as long as that tells more. */
static hm_code go_from_plane_to_plane(going *g) {
    double last = (double)NAN, score;
    hm_code code = HM_OK;
    for (unsigned i = 0; code == HM_OK && i < MOST_ROUNDS; i++) {
        hm_plane_take(g->p, 0, &g->at);
        code = go_on(g, hm_planning_aim(g->p), &score);
        g->is_hopeless |= !g->step.is_found && g->at.touches && !g->step.is_sampled;
        if (code != HM_OK || !g->step.is_found)
            return code;
        take_bound(g);
        if (g->p->tree == HM_TREE_ADDS || is_proved(g) || score == last)
            return HM_OK;
        last = score;
    }
    return code;
}

/* The least of several is raised by raising each that is below. */
static hm_code raise_each(going *g) {
    double score;
    bool is_bound = false;
    double bound = 0;
    hm_code code = hm_minimum_plan(g->p, g->wish, &g->step, &bound, &is_bound);
    if (code == HM_OK && is_bound) {
        g->bound = g->is_bound ? fmax(g->bound, bound) : bound;
        g->is_bound = true;
    }
    if (code != HM_OK || !g->step.is_found)
        return code;
    code = hm_planning_try(g->p, g->step.steps, &score);
    if (code == HM_OK)
        keep(g, score);
    return code;
}

/* A plan that falls short aims higher, by as much. */
static hm_code repair(going *g) {
    double score, aim = hm_planning_aim(g->p);
    hm_code code = hm_planning_try(g->p, g->step.steps, &score);
    hm_plane_take(g->p, 0, &g->at);
    for (unsigned i = 0; code == HM_OK && i < MOST_REPAIRS && g->best->proof == HM_PROOF_NONE;
         i++) {
        code = go_on(g, aim, &score);
        if (code != HM_OK || !g->step.is_found)
            return code;
        aim += fmax(hm_planning_aim(g->p) - score, 0) + HM_TIE;
    }
    return code;
}

static void settle(going *g) {
    if (g->best->proof == HM_PROOF_NONE)
        return;
    g->best->gap = gap_of(g);
    if (is_proved(g)) {
        g->best->proof = HM_PROOF_BEST;
        g->best->gap = 0;
    }
}

/* --- the plan --- */

static hm_code find_once(hm_planning *p, hm_wish wish, hm_proposal *out, bool *hopeless) {
    going g = {.p = p, .wish = wish, .best = out};
    g.at.slopes = hm_arena_take_array(&p->arena, p->trial->plan->node_count, sizeof *g.at.slopes);
    g.step.steps = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *g.step.steps);
    if (!g.at.slopes || !g.step.steps)
        return hm_error_memory(p->error);
    hm_code code = HM_OK;
    if (p->tree != HM_TREE_OTHER) {
        code = go_from_plane_to_plane(&g);
        if (code == HM_OK && !is_proved(&g) && !g.is_hopeless && hm_minimum_is(p))
            code = raise_each(&g);
        if (code == HM_OK && out->proof == HM_PROOF_NONE && g.step.is_found)
            code = repair(&g);
    }
    *hopeless = g.is_hopeless;
    if (code == HM_OK && !g.is_hopeless && p->tree != HM_TREE_ADDS && !is_proved(&g))
        code = hm_planning_search(p, wish, out);
    settle(&g);
    return code == HM_OK ? hm_planning_put_back(p) : code;
}

/* Where scales learn anew a plan may fall short, and has to aim higher. */
static hm_code find_and_learn(hm_planning *p, hm_wish wish, hm_proposal *out) {
    const double wanted = p->amount;
    bool hopeless = false;
    hm_code code = HM_OK;
    for (unsigned i = 0; code == HM_OK && i < MOST_REPAIRS; i++) {
        double amount;
        code = hm_proposal_open(p, out);
        if (code == HM_OK)
            code = find_once(p, wish, out, &hopeless);
        if (code != HM_OK || out->proof == HM_PROOF_NONE || !p->trial->learns)
            break;
        const double aimed = p->amount;
        code = hm_planning_learn(p, out->steps, &out->score, &amount);
        const bool suits = code == HM_OK && hm_scored_suits(p, out->steps);
        if (out->proof == HM_PROOF_BEST)
            out->gap = (double)NAN;
        out->proof = HM_PROOF_FOUND;
        p->amount = amount;
        out->reached =
            suits && (p->goal == HM_IMPROVE_BUDGET || hm_planning_reaches(p, out->score));
        const double lack = hm_planning_aim(p) - out->score;
        p->amount = aimed + fmax(lack, 0) + HM_TIE;
        if (code == HM_OK)
            code = hm_planning_unlearn(p);
        if (out->reached)
            break;
    }
    p->amount = wanted;
    return code;
}

hm_code hm_planning_find(hm_planning *p, hm_wish wish, hm_proposal *out) {
    hm_code code = hm_proposal_open(p, out);
    if (code != HM_OK || (p->goal != HM_IMPROVE_BUDGET && hm_planning_reaches(p, p->start))) {
        out->reached = true;
        return code;
    }
    if (p->all) {
        hm_scored_find(p, wish, out);
        return HM_OK;
    }
    if (p->menus->count == 0)
        return code;
    code = find_and_learn(p, wish, out);
    if (code == HM_OK && p->other != SIZE_MAX && !out->reached)
        code = hm_planning_go_beyond(p, wish, out);
    return code == HM_OK ? hm_scored_polish(p, wish, out) : code;
}

/* --- the highest score --- */

static hm_code start_at_top(hm_planning *p, const double *slopes, double *steps, bool *sampled) {
    const hm_offering offering = {.menus = p->menus, .slopes = slopes, .without = HM_NO_NAME};
    hm_offers offers;
    double *places = hm_arena_take_array(&p->arena, p->menus->count + 1, sizeof *places);
    const bool fine = hm_offers_open(&offers, &offering) && places;
    for (size_t i = 0; fine && i < p->menus->count; i++)
        places[i] = offers.curves[i].points[offers.curves[i].count - 1].at;
    if (fine)
        hm_offers_steps(&offers, places, steps);
    *sampled = offers.is_sampled;
    hm_offers_close(&offers);
    return fine ? HM_OK : hm_error_memory(p->error);
}

/* Does no menu touch several indicators, of which one could fall as another rises? */
static bool touches_one(const hm_planning *p) {
    for (size_t i = 0; i < p->menus->count; i++)
        if (p->menus->each[i].node_count > 1)
            return false;
    return true;
}

hm_code hm_planning_highest(hm_planning *p, hm_proposal *out) {
    const double wanted = p->amount;
    double *slopes = hm_arena_take_array(&p->arena, p->trial->plan->node_count, sizeof *slopes);
    bool sampled = false;
    hm_code code = hm_proposal_open(p, out);
    if (code == HM_OK && !slopes)
        code = hm_error_memory(p->error);
    if (code == HM_OK && p->all)
        hm_scored_highest(p, out);
    if (code != HM_OK || p->all || p->menus->count == 0)
        return code;
    if (p->tree == HM_TREE_ADDS)
        (void)hm_tree_slopes(p->trial, 0, slopes);
    for (size_t i = 0; p->tree != HM_TREE_ADDS && i < p->trial->plan->node_count; i++)
        slopes[i] = hm_trial_sign(p->trial, (uint32_t)i);
    code = start_at_top(p, slopes, out->steps, &sampled);
    if (code == HM_OK)
        code = hm_planning_learn(p, out->steps, &out->score, &p->amount);
    out->cost = hm_planning_cost(p, out->steps);
    out->reached = hm_planning_reaches(p, out->score);
    p->amount = wanted;
    const bool is_sure = p->tree == HM_TREE_ADDS || (p->tree == HM_TREE_CONCAVE && touches_one(p));
    out->proof = is_sure && !sampled && !p->trial->learns ? HM_PROOF_BEST : HM_PROOF_FOUND;
    out->gap = out->proof == HM_PROOF_BEST ? 0 : (double)NAN;
    if (code == HM_OK)
        code = hm_planning_unlearn(p);
    return code == HM_OK ? hm_scored_climb(p, out) : code;
}
