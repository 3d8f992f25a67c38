/* ends.c: where the ways of a decision end of which no bound is said. */
#include <math.h>

#include "improve/points.h"
#include "base/error.h"

enum {
    MOST_DOUBLINGS = 50,
    LEAST_DOUBLINGS = 30 /* nothing may happen for long */
};

/* Steps that no rule asks of another figure for a way to go as far as ways are followed. */
#define BEYOND_ALL 1e30

static double sign_of(hm_way way) {
    return way == HM_WAY_UP ? 1 : -1;
}

static hm_code try_at(hm_pointing *p, double steps, hm_tried *out) {
    *out = (hm_tried){.steps = steps};
    hm_pointing_put(p, p->line, steps);
    return hm_pointing_look(p, out);
}

/* --- where nothing changes any more --- */

/* The first step from which on all is as at the far one. */
static hm_code first_alike(hm_pointing *p, double low, const hm_tried *far, double *end) {
    double high = far->steps;
    hm_code code = HM_OK;
    while (code == HM_OK && fabs(high - low) > 1) {
        hm_tried middle;
        code = try_at(p, low + trunc((high - low) / 2), &middle);
        if (code == HM_OK && hm_pointing_is_alike(p, &middle, far))
            high = middle.steps;
        else
            low = middle.steps;
    }
    *end = fabs(high);
    return code;
}

static hm_code find_end(hm_pointing *p, double way, double *end) {
    hm_tried before, at;
    hm_code code = try_at(p, 0, &before);
    const double index = before.index;
    bool better = false;
    unsigned alike = 0;
    double last = 0;
    for (int i = 0; code == HM_OK && i < MOST_DOUBLINGS && (i < LEAST_DOUBLINGS || alike < 4);
         i++) {
        code = try_at(p, way * ldexp(1, i), &at);
        better |= code == HM_OK && hm_pointing_is_better(p, &at, index);
        if (code == HM_OK && hm_pointing_is_alike(p, &before, &at)) {
            alike++;
            continue;
        }
        alike = 0;
        last = before.steps;
        before = at;
    }
    if (code == HM_OK && better && alike >= 4)
        return first_alike(p, last, &before, end);
    *end = better ? (double)INFINITY : 0; /* what only makes worse is no way */
    return code;
}

/* --- where rules break --- */

/* How a rule stands after so many steps. */
static int stands_at(const hm_pointing *p, size_t rule, double steps) {
    const hm_decision *decision = hm_pointing_decision(p, p->line);
    hm_trial_put(p->decisions->trial, decision->input, hm_decision_value(decision, steps));
    return hm_trial_rule_stands(p->decisions->trial, rule);
}

/* The last step, up to `most`, at which a rule does not stand yet as it does at the end, which it
 * comes to once and for all. */
static double last_before(const hm_pointing *p, double way, size_t rule, double most, int far) {
    double low = 0, high = most;
    while (high - low > 1) {
        const double middle = low + trunc((high - low) / 2);
        if (stands_at(p, rule, way * middle) != far)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* How far a way goes, up to `end`, until a rule breaks. */
static double stop_at_rule(const hm_pointing *p, double way, size_t rule, double end) {
    const double most = fmin(end, ldexp(1, MOST_DOUBLINGS));
    const int far = stands_at(p, rule, way * most);
    return far != 0 ? last_before(p, way, rule, most, far) : end;
}

/* Where another figure may come to at the most: it may yet go on to make way. */
static double farthest(const hm_decision *other, hm_way way) {
    const double steps = fmax(other->steps[way], other->most[way]);
    const double end = way == HM_WAY_UP ? other->high : other->low;
    return steps == other->steps[way] && isfinite(steps)
               ? end
               : other->from + sign_of(way) * other->step * fmin(steps, BEYOND_ALL);
}

/* Leaves another figure of the rule at whichever of its ends lets the way go furthest. */
static double make_way(const hm_pointing *p, double way, size_t rule, const hm_decision *other,
                       double end) {
    const double ends[] = {farthest(other, HM_WAY_UP), farthest(other, HM_WAY_DOWN)};
    double best = other->from;
    for (size_t i = 0; !other->answers && i < 2; i++) {
        hm_trial_put(p->decisions->trial, other->input, ends[i]);
        const double reach = stop_at_rule(p, way, rule, (double)INFINITY);
        if (reach > end) {
            best = ends[i];
            end = reach;
        }
    }
    hm_trial_put(p->decisions->trial, other->input, best);
    return end;
}

static bool is_another(const hm_pointing *p, size_t rule, const hm_decision *other) {
    return other->fixed == HM_CHANGES && other->rules[rule] &&
           other != hm_pointing_decision(p, p->line);
}

static void put_others_back(const hm_pointing *p, size_t rule) {
    const hm_decisions *all = p->decisions;
    for (uint32_t i = 0; i < all->count; i++)
        if (is_another(p, rule, &all->each[i]))
            hm_trial_put(all->trial, i, all->each[i].from);
}

/* How far a way goes without an end, whatever the other figures of the rule are. */
static double stop_with_others(const hm_pointing *p, double way, size_t rule) {
    const hm_decisions *all = p->decisions;
    double end = stop_at_rule(p, way, rule, (double)INFINITY);
    for (size_t i = 0; i < all->count; i++)
        if (is_another(p, rule, &all->each[i]))
            end = make_way(p, way, rule, &all->each[i], end);
    put_others_back(p, rule);
    return end;
}

static bool is_own(const hm_pointing *p, size_t rule) {
    for (size_t i = 0; i < p->decisions->count; i++)
        if (is_another(p, rule, &p->decisions->each[i]))
            return false;
    return true;
}

static double stop_at_rules(const hm_pointing *p, const hm_decision *decision, hm_way way) {
    const hm_trial *trial = p->decisions->trial;
    double end = decision->steps[way];
    for (size_t i = 0; i < trial->plan->rule_count; i++) {
        if (!trial->holds[i] || !decision->rules[i])
            continue;
        if (is_own(p, i))
            end = stop_at_rule(p, sign_of(way), i, end);
        else if (isinf(decision->steps[way]))
            end = fmin(end, stop_with_others(p, sign_of(way), i));
    }
    return end;
}

/* The last step that counts is a whole one where a way was cut short. */
static void cut(hm_decision *decision, hm_way way, double steps) {
    if (steps == decision->steps[way])
        return;
    if (way == HM_WAY_UP)
        decision->high = decision->from + steps * decision->step;
    else
        decision->low = decision->from - steps * decision->step;
    if (isinf(decision->whole[way]) || steps > decision->whole[way])
        decision->whole[way] = steps;
    decision->steps[way] = steps;
}

static hm_code find(hm_pointing *p, hm_decision *decision, hm_way way) {
    double end = stop_at_rules(p, decision, way);
    hm_code code = HM_OK;
    const bool is_linked = hm_decision_is_linked_to_any(p->decisions, decision);
    decision->most[way] = isinf(decision->steps[way]) && is_linked ? end : 0;
    hm_pointing_go_by_own(p, decision);
    if (isinf(end))
        code = find_end(p, sign_of(way), &end);
    if (code == HM_OK && isfinite(end))
        cut(decision, way, end);
    return code;
}

hm_code hm_ends_find(hm_pointing *p, hm_decision *decision) {
    hm_code code = HM_OK;
    for (hm_way way = HM_WAY_UP; code == HM_OK && !decision->answers && way < HM_WAYS; way++)
        code = find(p, decision, way);
    hm_pointing_put(p, p->line, 0);
    return code == HM_OK ? hm_trial_take(p->decisions->trial, p->error) : code;
}

/* --- how far a way can make way for others --- */

/* The first step at which a rule holds that is broken where the way begins; 0: there is none. */
static double first_that_holds(const hm_pointing *p, double way, size_t rule) {
    const double most = ldexp(1, MOST_DOUBLINGS);
    const int here = stands_at(p, rule, 0), far = stands_at(p, rule, way * most);
    return here == 0 || here == far ? 0 : last_before(p, way, rule, most, far) + 1;
}

/* Leaves another figure of the rule at whichever of its ends asks most of the way. */
static double ask_most(const hm_pointing *p, double way, size_t rule, const hm_decision *other,
                       double end) {
    const double ends[] = {other->low, other->high};
    double best = other->from;
    for (size_t i = 0; !other->answers && i < 2; i++) {
        if (!isfinite(ends[i]))
            continue;
        hm_trial_put(p->decisions->trial, other->input, ends[i]);
        const double first = first_that_holds(p, way, rule);
        if (first > end) {
            best = ends[i];
            end = first;
        }
    }
    hm_trial_put(p->decisions->trial, other->input, best);
    return end;
}

static double make_way_by(const hm_pointing *p, double way, size_t rule) {
    const hm_decisions *all = p->decisions;
    double end = 0;
    for (size_t i = 0; i < all->count; i++)
        if (is_another(p, rule, &all->each[i]))
            end = ask_most(p, way, rule, &all->each[i], end);
    put_others_back(p, rule);
    return end;
}

static void go_on(const hm_pointing *p, hm_decision *decision, hm_way way) {
    const hm_trial *trial = p->decisions->trial;
    double end = decision->steps[way];
    cut(decision, way, decision->most[way]); /* it is looked beyond where it ended */
    for (size_t i = 0; i < trial->plan->rule_count; i++)
        if (trial->holds[i] && decision->rules[i])
            end = fmax(end, make_way_by(p, sign_of(way), i));
    cut(decision, way, fmin(end, decision->most[way]));
}

bool hm_ends_make_way(hm_pointing *p, hm_decision *decision) {
    bool went_on = false;
    for (hm_way way = HM_WAY_UP; way < HM_WAYS; way++) {
        const double before = decision->steps[way];
        if (decision->most[way] <= before)
            continue;
        go_on(p, decision, way);
        went_on |= decision->steps[way] > before;
    }
    hm_pointing_put(p, p->line, 0);
    return went_on;
}

/* --- where rules begin and cease to hold --- */

static void add_turn(const hm_pointing *p, double way, size_t rule, double most, hm_turns *out) {
    const int here = stands_at(p, rule, 0), far = stands_at(p, rule, way * most);
    if (here == far)
        return;
    const double last = last_before(p, way, rule, most, far);
    out->steps[out->count++] = way * last;
    out->steps[out->count++] = way * (last + 1);
}

void hm_ends_of_rules(hm_pointing *p, size_t number, hm_turns *out) {
    const hm_trial *trial = p->decisions->trial;
    const hm_decision *decision = hm_pointing_decision(p, number);
    const size_t line = p->line;
    out->count = 0;
    p->line = number;
    for (size_t i = 0; !decision->answers && i < trial->plan->rule_count; i++)
        for (hm_way way = HM_WAY_UP; way < HM_WAYS; way++)
            if (trial->holds[i] && decision->rules[i] && decision->steps[way] > 0 &&
                out->count + 2 <= HM_MOST_TURNS)
                add_turn(p, sign_of(way), i, decision->steps[way], out);
    p->line = line;
    hm_pointing_put(p, number, p->steps[number]);
}
