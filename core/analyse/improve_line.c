/* improve_line.c: one decision goes along its line, step by step where it has to: where its scores
 * lie on a line from one point to another, those between are not looked at. */
#include <math.h>

#include "analyse/improve_points.h"
#include "base/error.h"

enum {
    ALL_BETWEEN = 8, /* so few steps are all looked at */
    MOST_DEPTH = 60,
    MOST_DOUBLINGS = 50,
    LEAST_DOUBLINGS = 30 /* nothing may happen for long */
};

static hm_code try_at(hm_pointing *p, double steps, hm_tried *out) {
    *out = (hm_tried){.steps = steps};
    hm_pointing_put(p, p->line, steps);
    return hm_pointing_look(p, out);
}

/* --- points --- */

static bool is_on_line(const hm_pointing *p, const hm_tried *a, const hm_tried *b,
                       const hm_tried *at) {
    const double share = (at->steps - a->steps) / (b->steps - a->steps);
    if (!at->suits)
        return false;
    for (size_t i = 0; i < p->menu->node_count; i++) {
        const double expected = a->scores[i] + share * (b->scores[i] - a->scores[i]);
        const double found = at->scores[i];
        if (!(fabs(found - expected) <= 1e-10 * fmax(1, fabs(found))) &&
            !(isnan(found) && isnan(expected)))
            return false;
    }
    return true;
}

static hm_code each_between(hm_pointing *p, hm_tried *a, hm_tried *b) {
    const double way = b->steps > a->steps ? 1 : -1;
    size_t before = a->point;
    hm_code code = HM_OK;
    for (double at = a->steps + way; code == HM_OK && at != b->steps; at += way) {
        hm_tried one;
        code = try_at(p, at, &one);
        if (code == HM_OK)
            code = hm_pointing_add(p, &one, before, false);
        before = one.point;
    }
    return code == HM_OK ? hm_pointing_add(p, b, before, false) : code;
}

/* Looks at places that a staircase, a cap or a bend between would show in. */
static hm_code is_line(hm_pointing *p, const hm_tried *a, const hm_tried *b, bool *line) {
    const double count = fabs(b->steps - a->steps), way = b->steps > a->steps ? 1 : -1;
    const double places[] = {1, count - 1, floor(count / 2), floor(count * 0.381966)};
    hm_code code = HM_OK;
    *line = a->suits && b->suits;
    for (size_t i = 0; code == HM_OK && *line && i < sizeof places / sizeof *places; i++) {
        hm_tried at;
        code = try_at(p, a->steps + way * places[i], &at);
        *line = code == HM_OK && is_on_line(p, a, b, &at);
    }
    return code;
}

/* Adds what is behind `a`, up to `b`. */
static hm_code between(hm_pointing *p, hm_tried *a, hm_tried *b, unsigned depth) {
    bool line = false;
    if (fabs(b->steps - a->steps) <= ALL_BETWEEN)
        return each_between(p, a, b);
    hm_code code = is_line(p, a, b, &line);
    if (code != HM_OK || line)
        return code == HM_OK ? hm_pointing_add(p, b, a->point, true) : code;
    if (depth >= MOST_DEPTH || p->left == 0) {
        p->menu->is_sampled = true;
        return hm_pointing_add(p, b, a->point, false);
    }
    hm_tried middle;
    code = try_at(p, a->steps + trunc((b->steps - a->steps) / 2), &middle);
    if (code == HM_OK)
        code = between(p, a, &middle, depth + 1);
    return code == HM_OK ? between(p, &middle, b, depth + 1) : code;
}

/* A way that only makes worse is not gone. */
static hm_code leads_somewhere(hm_pointing *p, double end, double index, bool *leads) {
    const double places[] = {end, end > 0 ? 1 : -1, trunc(end / 2)};
    hm_code code = HM_OK;
    *leads = false;
    for (size_t i = 0; code == HM_OK && !*leads && i < sizeof places / sizeof *places; i++) {
        hm_tried at;
        if (places[i] == 0)
            continue;
        code = try_at(p, places[i], &at);
        *leads = code == HM_OK && hm_pointing_is_better(p, &at, index);
    }
    return code;
}

static hm_code go(hm_pointing *p, hm_tried *start, double end, size_t most) {
    bool leads = false;
    hm_code code = end != 0 ? leads_somewhere(p, end, start->index, &leads) : HM_OK;
    if (code != HM_OK || !leads)
        return code;
    hm_tried last;
    p->left = most;
    code = try_at(p, end, &last);
    return code == HM_OK ? between(p, start, &last, 0) : code;
}

/* Answers of a choice are no way: each is looked at. */
static hm_code try_answers(hm_pointing *p) {
    const hm_decision *decision = hm_pointing_decision(p, p->line);
    hm_code code = HM_OK;
    for (double k = 1; code == HM_OK && k <= decision->steps[HM_WAY_UP]; k++) {
        hm_tried at;
        code = try_at(p, k, &at);
        if (code == HM_OK)
            code = hm_pointing_add(p, &at, SIZE_MAX, false);
    }
    return code;
}

hm_code hm_line_take(hm_pointing *p, hm_tried *start, size_t most) {
    const hm_decision *decision = hm_pointing_decision(p, p->line);
    hm_code code;
    if (decision->answers) {
        code = try_answers(p);
    } else {
        code = go(p, start, decision->steps[HM_WAY_UP], most);
        if (code == HM_OK)
            code = go(p, start, -decision->steps[HM_WAY_DOWN], most);
    }
    hm_pointing_put(p, p->line, 0);
    return code;
}

/* --- where a way ends --- */

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

/* How far a way goes until a rule breaks, which it does once and for all. */
static hm_code stop_at_rules(hm_pointing *p, double way, double *end) {
    double low = 0, high = isinf(*end) ? ldexp(1, MOST_DOUBLINGS) : *end;
    bool fine = true;
    hm_pointing_put(p, p->line, way * high);
    hm_code code = hm_pointing_keeps_rules(p, &fine);
    while (code == HM_OK && !fine && high - low > 1) {
        bool holds = true;
        const double middle = low + trunc((high - low) / 2);
        hm_pointing_put(p, p->line, way * middle);
        code = hm_pointing_keeps_rules(p, &holds);
        if (holds)
            low = middle;
        else
            high = middle;
    }
    *end = fine ? *end : low;
    return code;
}

/* The last step that counts is a whole one where a way was cut short. */
static void cut(hm_decision *decision, hm_way way, double steps) {
    if (steps == decision->steps[way])
        return;
    if (way == HM_WAY_UP)
        decision->high = decision->from + steps * decision->step;
    else
        decision->low = decision->from - steps * decision->step;
    decision->steps[way] = steps;
}

hm_code hm_line_find_ends(hm_pointing *p, hm_decision *decision) {
    hm_code code = HM_OK;
    for (hm_way way = HM_WAY_UP; code == HM_OK && !decision->answers && way < HM_WAYS; way++) {
        double end = decision->steps[way];
        const double sign = way == HM_WAY_UP ? 1 : -1;
        code = stop_at_rules(p, sign, &end);
        if (code == HM_OK && isinf(end))
            code = find_end(p, sign, &end);
        if (code == HM_OK && isfinite(end))
            cut(decision, way, end);
    }
    hm_pointing_put(p, p->line, 0);
    return code == HM_OK ? hm_trial_take(p->decisions->trial, p->error) : code;
}
