/* search.c: plans where nothing is known of how the index follows from scores but what the
 * engine says: from all at its best downwards, what costs most for what it brings first. */
#include <math.h>

#include "improve/planning.h"
#include "base/error.h"

enum {
    LEVELS_BETWEEN = 8, /* of places on a line */
    MOST_SWAPS = 1500   /* that are tried */
};

/* The places of a menu that are tried, level by level, and where it is. */
typedef struct ladder {
    double *places;
    size_t count, level;
    double rate;   /* what a level less spares for a point of the index, when last looked at */
    bool is_stuck; /* a level less is too little, or there is none */
} ladder;

typedef struct searching {
    hm_planning *p;
    hm_offers offers;
    ladder *ladders; /* by menu */
    double *steps;   /* as they are put in */
    double *trial;   /* room for more */
    double cost, score;
    size_t swaps;
} searching;

/* --- ladders --- */

static bool open_ladder(searching *s, size_t number) {
    const hm_curve *curve = &s->offers.curves[number];
    ladder *l = &s->ladders[number];
    l->places = hm_arena_take_array(&s->offers.arena, curve->count * (LEVELS_BETWEEN + 1),
                                    sizeof *l->places);
    if (!l->places)
        return false;
    l->places[l->count++] = 0;
    for (size_t i = 1; i < curve->count; i++) {
        const double from = curve->points[i - 1].at, to = curve->points[i].at;
        const double levels = fmin(to - from, LEVELS_BETWEEN);
        for (double k = 1; k <= levels; k++)
            l->places[l->count++] = k == levels ? to : from + floor((to - from) * k / levels);
    }
    l->level = l->count - 1;
    return true;
}

static bool open(searching *s, hm_wish wish) {
    hm_planning *p = s->p;
    const size_t nodes = p->trial->plan->node_count;
    double *signs = hm_arena_take_array(&p->arena, nodes, sizeof *signs);
    s->steps = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *s->steps);
    s->trial = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *s->trial);
    if (!signs || !s->steps || !s->trial)
        return false;
    for (uint32_t i = 0; i < nodes; i++)
        signs[i] = hm_trial_sign(p->trial, i);
    const hm_offering offering = {
        .menus = p->menus, .slopes = signs, .without = wish.without, .only = wish.only};
    bool fine = hm_offers_open(&s->offers, &offering);
    s->ladders = hm_arena_take_array(&s->offers.arena, p->menus->count + 1, sizeof *s->ladders);
    fine = fine && s->ladders;
    for (size_t i = 0; fine && i < p->menus->count; i++)
        fine = open_ladder(s, i);
    return fine;
}

/* --- places tried --- */

static double cost_at(const searching *s, size_t menu, double place) {
    return hm_curve_at(&s->offers.curves[menu], place).cost;
}

static double place_of(const searching *s, size_t menu) {
    return s->ladders[menu].places[s->ladders[menu].level];
}

/* The score with one menu at another place, which is left there. */
static hm_code put(searching *s, size_t number, double place, double *score) {
    const hm_planning *p = s->p;
    const hm_menu *menu = &p->menus->each[number];
    hm_offers_steps_of(&s->offers, number, place, s->steps);
    for (size_t i = 0; i < menu->input_count; i++) {
        const uint32_t input = menu->inputs[i];
        hm_trial_put(p->trial, input,
                     hm_decision_value(&p->decisions->each[input], s->steps[input]));
    }
    const hm_code code = hm_trial_take(p->trial, p->error);
    *score = code == HM_OK ? hm_trial_worth(p->trial) : (double)NAN;
    return code;
}

static bool is_enough(const searching *s, double score) {
    return s->p->goal == HM_IMPROVE_BUDGET ? !isnan(score) : hm_planning_reaches(s->p, score);
}

/* --- downwards --- */

static size_t highest_rate(const searching *s) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < s->p->menus->count; i++)
        if (!s->ladders[i].is_stuck &&
            (best == SIZE_MAX || s->ladders[i].rate > s->ladders[best].rate))
            best = i;
    return best;
}

/* A level less of one menu: taken where nothing else spares more for what it loses. */
static hm_code try_less(searching *s, size_t number) {
    ladder *l = &s->ladders[number];
    const double place = place_of(s, number), less = l->places[l->level - 1];
    const double spared = cost_at(s, number, place) - cost_at(s, number, less);
    double score, back;
    hm_code code = put(s, number, less, &score);
    l->rate = spared / (fmax(s->score - score, 0) + 1e-9);
    l->is_stuck = code == HM_OK && !is_enough(s, score);
    if (code != HM_OK || l->is_stuck || highest_rate(s) != number)
        return code == HM_OK ? put(s, number, place, &back) : code;
    l->level--;
    l->is_stuck = l->level == 0;
    s->score = score;
    s->cost -= spared;
    return HM_OK;
}

static bool is_done(const searching *s) {
    return s->p->goal == HM_IMPROVE_BUDGET && s->cost <= s->p->amount * (1 + 1e-12);
}

static hm_code go_down(searching *s) {
    hm_code code = HM_OK;
    for (size_t i = 0; i < s->p->menus->count; i++) {
        s->ladders[i].is_stuck = s->ladders[i].level == 0;
        s->ladders[i].rate = INFINITY;
    }
    while (code == HM_OK && !is_done(s)) {
        const size_t number = highest_rate(s);
        if (number == SIZE_MAX)
            break;
        code = try_less(s, number);
    }
    return code;
}

/* --- less on one line, or more for what is left --- */

static hm_code tighten(searching *s, size_t number) {
    ladder *l = &s->ladders[number];
    double high = place_of(s, number), low = l->level > 0 ? l->places[l->level - 1] : high;
    double score = s->score;
    hm_code code = HM_OK;
    if (s->p->goal == HM_IMPROVE_BUDGET)
        return HM_OK;
    while (code == HM_OK && high - low > 1) {
        const double middle = low + floor((high - low) / 2);
        code = put(s, number, middle, &score);
        if (is_enough(s, score))
            high = middle;
        else
            low = middle;
    }
    l->places[l->level] = high;
    return code == HM_OK ? put(s, number, high, &s->score) : code;
}

/* The last place up to the next level that what is left of the budget allows. */
static double affordable(const searching *s, size_t number) {
    const ladder *l = &s->ladders[number];
    double low = place_of(s, number);
    double high = l->level + 1 < l->count ? l->places[l->level + 1] : low;
    const double left = s->p->amount - s->cost + cost_at(s, number, low) + 1e-12;
    if (cost_at(s, number, high) <= left)
        return high;
    while (high - low > 1) {
        const double middle = low + floor((high - low) / 2);
        if (cost_at(s, number, middle) <= left)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The step up that brings most for its cost, of those that the budget allows. */
static hm_code fill_once(searching *s, bool *filled) {
    size_t best = SIZE_MAX;
    double rate = 0, score, place = 0;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < s->p->menus->count; i++) {
        const double at = place_of(s, i), next = affordable(s, i);
        if (next <= at)
            continue;
        code = put(s, i, next, &score);
        const double own =
            (score - s->score) / fmax(cost_at(s, i, next) - cost_at(s, i, at), 1e-12);
        if (own > rate)
            rate = own, best = i, place = next;
        if (code == HM_OK)
            code = put(s, i, at, &score);
    }
    *filled = code == HM_OK && best != SIZE_MAX;
    if (!*filled)
        return code;
    ladder *l = &s->ladders[best];
    s->cost += cost_at(s, best, place) - cost_at(s, best, place_of(s, best));
    if (place == l->places[l->level + 1])
        l->level++;
    else
        l->places[l->level] = place;
    return put(s, best, place, &s->score);
}

/* --- one more of this, less of that --- */

static hm_code lower(searching *s, size_t number) {
    ladder *l = &s->ladders[number];
    double score;
    hm_code code = HM_OK;
    while (code == HM_OK && l->level > 0) {
        code = put(s, number, l->places[l->level - 1], &score);
        if (code != HM_OK || !is_enough(s, score))
            break;
        s->score = score;
        l->level--;
    }
    return code == HM_OK ? put(s, number, place_of(s, number), &s->score) : code;
}

static hm_code swap(searching *s, size_t up, size_t down, bool *swapped) {
    ladder *u = &s->ladders[up], *d = &s->ladders[down];
    const size_t before = d->level;
    const double spent = cost_at(s, up, u->places[u->level + 1]) - cost_at(s, up, place_of(s, up));
    const double held = cost_at(s, down, place_of(s, down));
    *swapped = false;
    if (spent >= held)
        return HM_OK;
    u->level++;
    hm_code code = put(s, up, place_of(s, up), &s->score);
    if (code == HM_OK)
        code = lower(s, down);
    const double spared = held - cost_at(s, down, place_of(s, down));
    *swapped = spared > spent * (1 + 1e-9);
    if (code != HM_OK || *swapped) {
        s->cost += spent - spared;
        return code;
    }
    u->level--;
    d->level = before;
    code = put(s, up, place_of(s, up), &s->score);
    return code == HM_OK ? put(s, down, place_of(s, down), &s->score) : code;
}

static hm_code swap_all(searching *s) {
    hm_code code = HM_OK;
    for (size_t down = 0; down < s->p->menus->count; down++)
        for (size_t up = 0; code == HM_OK && up < s->p->menus->count; up++) {
            bool swapped;
            if (up == down || s->ladders[down].level == 0 ||
                s->ladders[up].level + 1 >= s->ladders[up].count || s->swaps++ > MOST_SWAPS)
                continue;
            code = swap(s, up, down, &swapped);
        }
    return code;
}

/* --- the plan --- */

static void take(const searching *s, hm_proposal *out) {
    hm_planning *p = s->p;
    const double cost = hm_planning_cost(p, s->steps);
    const bool fills = p->goal == HM_IMPROVE_BUDGET;
    if (!is_enough(s, s->score) || (fills && cost > p->amount * (1 + 1e-9)))
        return;
    if (out->proof != HM_PROOF_NONE &&
        (fills ? s->score <= out->score : cost >= out->cost * (1 - 1e-12)))
        return;
    for (size_t i = 0; i < p->decisions->count; i++)
        out->steps[i] = s->steps[i];
    out->cost = cost;
    out->score = s->score;
    out->reached = true;
    out->proof = HM_PROOF_FOUND;
}

static hm_code start(searching *s) {
    hm_planning *p = s->p;
    for (size_t i = 0; i < p->menus->count; i++) {
        hm_offers_steps_of(&s->offers, i, place_of(s, i), s->steps);
        s->cost += cost_at(s, i, place_of(s, i));
    }
    return hm_planning_try(p, s->steps, &s->score);
}

static hm_code improve(searching *s) {
    bool filled = s->p->goal == HM_IMPROVE_BUDGET;
    hm_code code = go_down(s);
    if (code == HM_OK && !filled)
        code = swap_all(s);
    for (size_t i = 0; code == HM_OK && i < s->p->menus->count; i++)
        code = tighten(s, i);
    while (code == HM_OK && filled)
        code = fill_once(s, &filled);
    return code;
}

hm_code hm_planning_search(hm_planning *p, hm_wish wish, hm_proposal *out) {
    searching s = {.p = p};
    hm_code code = open(&s, wish) ? start(&s) : hm_error_memory(p->error);
    if (code == HM_OK && is_enough(&s, s.score))
        code = improve(&s);
    if (code == HM_OK)
        take(&s, out);
    hm_offers_close(&s.offers);
    return code;
}
