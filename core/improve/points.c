#include "improve/points.h"

#include <math.h>

#include "base/error.h"

void hm_pointing_put(hm_pointing *p, size_t number, double steps) {
    const hm_decision *decision = hm_pointing_decision(p, number);
    p->steps[number] = steps;
    hm_trial_put(p->decisions->trial, decision->input, hm_decision_value(decision, steps));
}

void hm_pointing_go_by_all(hm_pointing *p) {
    for (size_t i = 0; i < p->decisions->trial->plan->rule_count; i++) {
        p->rules[i] = 0;
        for (size_t k = 0; k < p->menu->input_count; k++)
            p->rules[i] |= hm_pointing_decision(p, k)->rules[i];
    }
}

void hm_pointing_go_by_own(hm_pointing *p, const hm_decision *decision) {
    for (size_t i = 0; i < p->decisions->trial->plan->rule_count; i++) {
        bool own = decision->rules[i];
        for (size_t k = 0; own && k < p->decisions->count; k++) {
            const hm_decision *other = &p->decisions->each[k];
            own = other == decision || other->fixed != HM_CHANGES || !other->rules[i];
        }
        p->rules[i] = own;
    }
}

bool hm_pointing_keeps_parts(const hm_pointing *p) {
    const hm_plan *plan = p->decisions->trial->plan;
    for (size_t i = 0; i < p->menu->input_count; i++)
        for (size_t k = 0; k < p->menu->input_count; k++) {
            const hm_decision *part = hm_pointing_decision(p, i);
            const hm_decision *whole = hm_pointing_decision(p, k);
            if (part->from <= whole->from &&
                hm_decision_value(part, p->steps[i]) > hm_decision_value(whole, p->steps[k]) &&
                hm_decision_is_part(plan, part->input, whole->input))
                return false;
        }
    return true;
}

/* What breaks a rule is not scored: nothing is made of it. */
hm_code hm_pointing_look(hm_pointing *p, hm_tried *out) {
    const hm_trial *trial = p->decisions->trial;
    const size_t count = p->menu->node_count;
    p->left -= p->left > 0;
    out->point = SIZE_MAX;
    out->index = (double)NAN;
    out->breaks = !hm_trial_keeps_rules(trial, p->rules);
    out->suits = !out->breaks && (p->menu->input_count == 1 || hm_pointing_keeps_parts(p));
    if (out->breaks)
        return HM_OK;
    out->scores = hm_arena_take_array(p->arena, count + 1, sizeof *out->scores);
    if (!out->scores)
        return hm_error_memory(p->error);
    const hm_code code = hm_trial_take(trial, p->error);
    out->index = hm_trial_worth(trial);
    out->suits = out->suits && code == HM_OK && hm_trial_keeps_states(trial);
    for (size_t i = 0; i < count; i++)
        out->scores[i] = hm_trial_score(trial, p->menu->nodes[i]);
    return code;
}

double hm_pointing_cost(const hm_pointing *p) {
    double cost = 0;
    for (size_t i = 0; i < p->menu->input_count; i++)
        cost += hm_decision_cost(hm_pointing_decision(p, i), p->steps[i]);
    return cost;
}

/* Room for one more point. */
static bool grow(hm_pointing *p) {
    hm_menu *menu = p->menu;
    if (menu->count < menu->capacity)
        return true;
    const size_t capacity = menu->capacity > 0 ? 2 * menu->capacity : 16;
    hm_menu_point *points = hm_arena_take_array(p->arena, capacity, sizeof *points);
    for (size_t i = 0; points && i < menu->count; i++)
        points[i] = menu->points[i];
    menu->points = points;
    menu->capacity = capacity;
    return points != NULL;
}

/* The decision on the line may have gone on since: what was tried says where it was. */
hm_code hm_pointing_add(hm_pointing *p, hm_tried *of, size_t before, bool even) {
    if (!of->suits)
        return HM_OK;
    double *steps = hm_arena_take_array(p->arena, p->menu->input_count, sizeof *steps);
    if (!steps || !grow(p))
        return hm_error_memory(p->error);
    const double now = p->steps[p->line];
    p->steps[p->line] = of->steps;
    for (size_t i = 0; i < p->menu->input_count; i++)
        steps[i] = p->steps[i];
    of->point = p->menu->count;
    p->menu->points[p->menu->count++] = (hm_menu_point){.cost = hm_pointing_cost(p),
                                                        .index = of->index,
                                                        .scores = of->scores,
                                                        .steps = steps,
                                                        .before = before,
                                                        .is_even = even && before != SIZE_MAX};
    p->steps[p->line] = now;
    return HM_OK;
}

bool hm_pointing_is_better(const hm_pointing *p, const hm_tried *at, double index) {
    bool better = at->suits && at->index > index;
    for (size_t i = 0; at->suits && i < p->menu->node_count; i++)
        better |= p->signs[i] * (at->scores[i] - p->before[i]) > 0;
    return better;
}

bool hm_pointing_is_alike(const hm_pointing *p, const hm_tried *a, const hm_tried *b) {
    for (size_t i = 0; a->suits && b->suits && i < p->menu->node_count; i++) {
        const double one = a->scores[i], other = b->scores[i];
        if (!(fabs(one - other) <= 1e-10 * fmax(1, fabs(one))) && !(isnan(one) && isnan(other)))
            return false;
    }
    return a->suits && b->suits;
}
