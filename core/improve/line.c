/* line.c: one decision goes along its line, step by step where it has to: where its scores
 * lie on a line from one point to another, those between are not looked at. */
#include <math.h>

#include "improve/points.h"
#include "base/error.h"

enum {
    ALL_BETWEEN = 8, /* so few steps are all looked at */
    MOST_DEPTH = 60
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

/* A way that only makes worse is not gone; one on which rules are broken may lead past that. */
static hm_code leads_somewhere(hm_pointing *p, double end, double index, bool *leads) {
    const double places[] = {end, end > 0 ? 1 : -1, trunc(end / 2)};
    hm_code code = HM_OK;
    *leads = false;
    for (size_t i = 0; code == HM_OK && !*leads && i < sizeof places / sizeof *places; i++) {
        hm_tried at;
        if (places[i] == 0)
            continue;
        code = try_at(p, places[i], &at);
        *leads = code == HM_OK && (at.breaks || hm_pointing_is_better(p, &at, index));
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
