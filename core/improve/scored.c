#include "improve/scored.h"

#include <math.h>

#include "base/error.h"
#include "base/tie.h"

enum {
    MOST_PLANS = 20000,
    MOST_LEARNT = 1000000, /* scores that are made anew where scales learn */
    MOST_TRIED = 100,      /* plans: about as many are tried near one that was found */
    MOST_PASSES = 4,
    MOST_TRIES = 8
};

static bool changes(const hm_planning *p, size_t input) {
    return p->decisions->each[input].fixed == HM_CHANGES;
}

/* --- what suits --- */

static bool keeps_parts(const hm_planning *p, const double *steps) {
    for (size_t i = 0; i < p->free_count; i++)
        for (size_t k = 0; k < p->free_count; k++) {
            const hm_decision *part = &p->decisions->each[p->free[i]];
            const hm_decision *whole = &p->decisions->each[p->free[k]];
            if (part->from <= whole->from &&
                hm_decision_value(part, steps[part->input]) >
                    hm_decision_value(whole, steps[whole->input]) &&
                hm_decision_is_part(p->trial->plan, part->input, whole->input))
                return false;
        }
    return true;
}

bool hm_scored_suits(const hm_planning *p, const double *steps) {
    return hm_trial_keeps_states(p->trial) && keeps_parts(p, steps) &&
           hm_trial_keeps_rules(p->trial, NULL);
}

/* --- all plans --- */

static size_t options_of(const hm_decision *d) {
    return 1 + (size_t)d->steps[HM_WAY_UP] + (size_t)d->steps[HM_WAY_DOWN];
}

/* The steps of an option by its number: as it is, those up, those down. */
static double steps_at(const hm_decision *d, size_t option) {
    const double up = d->steps[HM_WAY_UP], number = (double)option;
    return number <= up ? number : up - number;
}

/* 0: too many. */
static size_t count_all(const hm_planning *p) {
    double count = 1;
    for (size_t i = 0; i < p->free_count; i++) {
        const hm_decision *d = &p->decisions->each[p->free[i]];
        count *= 1 + d->steps[HM_WAY_UP] + d->steps[HM_WAY_DOWN];
    }
    return count <= MOST_PLANS ? (size_t)count : 0;
}

/* Does learning anew of so many plans take its time? */
static bool is_slow(const hm_planning *p, size_t plans) {
    const double cities = (double)p->trial->bound->inputs.rows,
                 nodes = (double)p->trial->plan->node_count;
    return p->trial->learns && (double)plans * cities * nodes > MOST_LEARNT;
}

static void steps_of(const hm_planning *p, size_t number, double *steps) {
    for (size_t i = 0; i < p->free_count; i++) {
        const hm_decision *d = &p->decisions->each[p->free[i]];
        steps[d->input] = steps_at(d, number % options_of(d));
        number /= options_of(d);
    }
}

static hm_code score_all(hm_planning *p, double *steps) {
    hm_code code = HM_OK;
    double amount;
    for (size_t number = 0; code == HM_OK && number < p->all_count; number++) {
        steps_of(p, number, steps);
        code = hm_planning_learn(p, steps, &p->all[number], &amount);
        if (number > 0 && !hm_scored_suits(p, steps))
            p->all[number] = (double)NAN;
    }
    return code == HM_OK ? hm_planning_unlearn(p) : code;
}

hm_code hm_scored_open(hm_planning *p) {
    double *steps = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *steps);
    p->free = hm_arena_take_array(&p->arena, p->decisions->count + 1, sizeof *p->free);
    p->free_count = 0;
    if (!steps || !p->free)
        return hm_error_memory(p->error);
    for (uint32_t i = 0; i < p->decisions->count; i++)
        if (changes(p, i))
            p->free[p->free_count++] = i;
    p->is_slow = is_slow(p, MOST_TRIED);
    p->all_count = count_all(p);
    if (p->other != SIZE_MAX || is_slow(p, p->all_count)) /* what is to be passed changes, too */
        p->all_count = 0;
    if (p->all_count == 0)
        return HM_OK;
    p->all = hm_arena_take_array(&p->arena, p->all_count, sizeof *p->all);
    return p->all ? score_all(p, steps) : hm_error_memory(p->error);
}

/* --- which is better --- */

static bool is_more(double one, double other) {
    return one > other && !hm_ties(one, other);
}

static bool is_alike(double one, double other) {
    return !is_more(one, other) && !is_more(other, one);
}

static bool is_within(const hm_planning *p, double cost) {
    return p->goal != HM_IMPROVE_BUDGET || cost <= p->amount * (1 + 1e-9);
}

/* Within a budget more is better, then what costs less; else what costs less, then more. */
static bool is_better(const hm_planning *p, double cost, double score, const hm_proposal *than) {
    if (isnan(score) || !is_within(p, cost))
        return false;
    if (p->goal == HM_IMPROVE_BUDGET)
        return is_more(score, than->score) ||
               (is_alike(score, than->score) && is_more(than->cost, cost));
    return is_more(than->cost, cost) || (is_alike(cost, than->cost) && is_more(score, than->score));
}

static bool is_wished(const hm_planning *p, hm_wish wish, const double *steps) {
    if (wish.without != HM_NO_NAME && steps[wish.without] != 0)
        return false;
    for (size_t i = 0; wish.only && i < p->menus->count; i++)
        for (size_t k = 0; !wish.only[i] && k < p->menus->each[i].input_count; k++)
            if (steps[p->menus->each[i].inputs[k]] != 0)
                return false;
    return true;
}

bool hm_scored_is_better(const hm_planning *p, const hm_proposal *plan, const hm_proposal *than) {
    if (p->goal != HM_IMPROVE_BUDGET && plan->reached != than->reached)
        return plan->reached;
    return plan->reached && is_better(p, plan->cost, plan->score, than);
}

void hm_scored_take(const hm_planning *p, const double *steps, double score, hm_proposal *out) {
    for (size_t i = 0; i < p->decisions->count; i++)
        out->steps[i] = steps[i];
    out->cost = hm_planning_cost(p, steps);
    out->score = score;
    out->reached = p->goal == HM_IMPROVE_BUDGET || hm_planning_reaches(p, score);
}

/* --- the best of all --- */

void hm_scored_find(const hm_planning *p, hm_wish wish, hm_proposal *out) {
    double *steps = p->room;
    for (size_t number = 0; number < p->all_count; number++) {
        const double score = p->all[number];
        if (isnan(score) || (p->goal != HM_IMPROVE_BUDGET && !hm_planning_reaches(p, score)))
            continue;
        steps_of(p, number, steps);
        const double cost = hm_planning_cost(p, steps);
        if (!is_wished(p, wish, steps) || !is_within(p, cost) ||
            (out->proof == HM_PROOF_BEST && !is_better(p, cost, score, out)))
            continue;
        hm_scored_take(p, steps, score, out);
        out->proof = HM_PROOF_BEST;
        out->gap = 0;
    }
}

void hm_scored_highest(const hm_planning *p, hm_proposal *out) {
    double *steps = p->room;
    for (size_t number = 0; number < p->all_count; number++) {
        const double score = p->all[number];
        if (isnan(score) || score < out->score)
            continue;
        steps_of(p, number, steps);
        if (is_more(score, out->score) || hm_planning_cost(p, steps) < out->cost)
            hm_scored_take(p, steps, score, out);
    }
    out->proof = HM_PROOF_BEST;
    out->gap = 0;
}

void hm_scored_fewest(const hm_planning *p, hm_proposal *out) {
    double *steps = p->room;
    size_t least = SIZE_MAX;
    for (size_t number = 0; number < p->all_count; number++) {
        const double score = p->all[number];
        if (isnan(score) || !hm_planning_reaches(p, score))
            continue;
        steps_of(p, number, steps);
        const size_t count = hm_planning_indicators(p, steps);
        if (count < least ||
            (count == least && is_better(p, hm_planning_cost(p, steps), score, out)))
            hm_scored_take(p, steps, score, out);
        least = count < least ? count : least;
    }
    out->proof = out->reached ? HM_PROOF_BEST : HM_PROOF_NONE;
    out->gap = out->reached ? 0 : (double)NAN;
}

/* --- near a plan --- */

/* What a figure is tried at, other than where it is. */
static size_t tries_of(const hm_planning *p, const hm_decision *d, double at, double *tries) {
    const double up = d->steps[HM_WAY_UP], down = d->steps[HM_WAY_DOWN];
    const double near[] = {0, at - 1, at + 1, 1, -1, up, -down};
    size_t count = 0;
    for (size_t i = 0; i < (p->is_slow ? 1 : 7); i++)
        if (near[i] != at && near[i] <= up && near[i] >= -down)
            tries[count++] = near[i];
    return count;
}

static hm_code score_of(hm_planning *p, const double *steps, double *score, bool *reached) {
    const double wanted = p->amount;
    const hm_code code = hm_planning_learn(p, steps, score, &p->amount);
    const bool suits = code == HM_OK && hm_scored_suits(p, steps);
    if (!suits)
        *score = (double)NAN;
    *reached = p->goal == HM_IMPROVE_BUDGET ? suits : hm_planning_reaches(p, *score);
    p->amount = wanted;
    return code;
}

/* What reaches no further has to cost less. */
static bool is_higher(double score, double cost, const hm_proposal *than) {
    return !isnan(score) && (is_more(score, than->score) ||
                             (is_alike(score, than->score) && is_more(than->cost, cost)));
}

typedef struct polishing {
    hm_planning *p;
    hm_proposal *plan;
    double *steps;
    bool climbs; /* for the highest score, whatever it costs */
    bool changed;
} polishing;

static hm_code try_at(polishing *s, size_t input, double steps) {
    hm_planning *p = s->p;
    const double old = s->steps[input];
    double score;
    bool reached;
    s->steps[input] = steps;
    const hm_code code = score_of(p, s->steps, &score, &reached);
    const double cost = hm_planning_cost(p, s->steps);
    const bool better =
        s->climbs ? is_higher(score, cost, s->plan) : reached && is_better(p, cost, score, s->plan);
    if (code == HM_OK && better) {
        hm_scored_take(p, s->steps, score, s->plan);
        s->plan->reached = reached;
        s->changed = true;
    } else
        s->steps[input] = old;
    return code;
}

/* A way that is longer than the plan needs is halved towards where the figure is. */
static hm_code shorten(polishing *s, const hm_decision *d) {
    double enough = s->steps[d->input], little = 0;
    hm_code code = HM_OK;
    if (s->climbs || s->p->is_slow || s->p->goal == HM_IMPROVE_BUDGET || d->answers)
        return HM_OK;
    while (code == HM_OK && fabs(enough - little) > 1) {
        const double middle = little + trunc((enough - little) / 2);
        code = try_at(s, d->input, middle);
        if (s->steps[d->input] == middle)
            enough = middle;
        else
            little = middle;
    }
    return code;
}

static hm_code pass_once(polishing *s, hm_wish wish) {
    hm_planning *p = s->p;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < p->free_count; i++) {
        const hm_decision *d = &p->decisions->each[p->free[i]];
        double tries[MOST_TRIES];
        const size_t count = tries_of(p, d, s->steps[d->input], tries);
        for (size_t k = 0; code == HM_OK && k < count && d->input != wish.without; k++)
            if (tries[k] != s->steps[d->input])
                code = try_at(s, d->input, tries[k]);
        if (code == HM_OK && d->input != wish.without)
            code = shorten(s, d);
    }
    return code;
}

static hm_code pass_all(polishing *s, hm_wish wish) {
    hm_planning *p = s->p;
    hm_code code = HM_OK;
    s->steps = p->room;
    for (size_t i = 0; i < p->decisions->count; i++)
        s->steps[i] = s->plan->steps[i];
    s->changed = true;
    for (size_t i = 0; code == HM_OK && i < MOST_PASSES && s->changed; i++) {
        s->changed = false;
        code = pass_once(s, wish);
    }
    return code == HM_OK ? hm_planning_unlearn(p) : code;
}

/* A bound stays where it is when a plan gets nearer to it. */
static void settle(const hm_planning *p, const hm_proposal *before, hm_proposal *plan) {
    const double nearer =
        p->goal == HM_IMPROVE_BUDGET ? plan->score - before->score : before->cost - plan->cost;
    if (before->proof == HM_PROOF_NONE)
        plan->gap = (double)NAN;
    else
        plan->gap = isnan(before->gap) ? (double)NAN : fmax(0, before->gap - nearer);
    plan->proof = HM_PROOF_FOUND;
}

/* Nothing changed is a plan for a budget; and the highest one for a target, where it is enough. */
static hm_code start_over(hm_planning *p, hm_wish wish, hm_proposal *plan) {
    if (p->goal == HM_IMPROVE_BUDGET &&
        (plan->proof == HM_PROOF_NONE || is_more(p->start, plan->score))) {
        hm_proposal nothing;
        const hm_code code = hm_proposal_open(p, &nothing);
        if (code != HM_OK)
            return code;
        hm_scored_take(p, nothing.steps, p->start, plan);
    } else if (p->goal != HM_IMPROVE_BUDGET && plan->proof == HM_PROOF_NONE && p->top.steps &&
               hm_planning_reaches(p, p->top.score) && is_wished(p, wish, p->top.steps)) {
        hm_scored_take(p, p->top.steps, p->top.score, plan);
        plan->proof = HM_PROOF_FOUND;
    }
    return HM_OK;
}

/* A single figure may do what a plan of several does not. */
static hm_code start_from_nothing(hm_planning *p, hm_wish wish, hm_proposal *plan) {
    hm_proposal other;
    hm_code code = hm_proposal_open(p, &other);
    if (code != HM_OK || p->goal != HM_IMPROVE_BUDGET || p->is_slow)
        return code;
    hm_scored_take(p, other.steps, p->start, &other);
    polishing s = {.p = p, .plan = &other};
    code = pass_all(&s, wish);
    if (code == HM_OK && is_better(p, other.cost, other.score, plan))
        hm_scored_take(p, other.steps, other.score, plan);
    return code;
}

hm_code hm_scored_polish(hm_planning *p, hm_wish wish, hm_proposal *plan) {
    const hm_proposal before = *plan;
    polishing s = {.p = p, .plan = plan};
    if (plan->proof == HM_PROOF_BEST || wish.only)
        return HM_OK;
    hm_code code = start_over(p, wish, plan);
    if (code != HM_OK || (plan->proof == HM_PROOF_NONE && p->goal != HM_IMPROVE_BUDGET))
        return code;
    code = pass_all(&s, wish);
    if (code == HM_OK)
        code = start_from_nothing(p, wish, plan);
    settle(p, &before, plan);
    return code;
}

hm_code hm_scored_climb(hm_planning *p, hm_proposal *plan) {
    const hm_wish wish = {.without = HM_NO_NAME};
    polishing s = {.p = p, .plan = plan, .climbs = true};
    bool reached;
    if (plan->proof == HM_PROOF_BEST)
        return HM_OK;
    hm_code code = score_of(p, plan->steps, &plan->score, &reached);
    if (code == HM_OK && !(plan->score >= p->start)) {
        code = hm_proposal_open(p, plan);
        plan->proof = HM_PROOF_FOUND;
    }
    if (code == HM_OK)
        code = pass_all(&s, wish);
    if (code == HM_OK)
        hm_scored_take(p, plan->steps, plan->score, &p->top);
    return code;
}
