/* means.c: groups that are the inverse of a curve's mean, in closed form. */
#include <math.h>
#include <string.h>

#include "compare/divider.h"

typedef enum curve {
    CURVE_NONE,
    CURVE_LINE,
    CURVE_SUM, /* a line, and weights are no shares */
    CURVE_LOG,
    CURVE_INVERSE,
    CURVE_POWER
} curve;

typedef struct curved {
    curve curve;
    double floor, power;
} curved;

static bool is_straight(const curved *c) {
    return c->curve == CURVE_LINE || c->curve == CURVE_SUM;
}

/* A power so high, or low, that it would be out of range is left to Shapley's value. */
enum { MOST_POWER = 64 };

static curved curve_of(const hm_node *group) {
    const char *name = hm_methods[group->method].name;
    if (group->method == HM_METHOD_ARITHMETIC)
        return (curved){.curve = CURVE_LINE};
    if (hm_methods[group->method].sums)
        return (curved){.curve = CURVE_SUM};
    if (strcmp(name, "geometric") == 0)
        return (curved){.curve = CURVE_LOG, .floor = group->method_parameters[0]};
    if (strcmp(name, "harmonic") == 0)
        return (curved){.curve = CURVE_INVERSE};
    if (strcmp(name, "power") == 0 && fabs(group->method_parameters[0]) <= MOST_POWER)
        return (curved){.curve = CURVE_POWER, .power = group->method_parameters[0]};
    return (curved){.curve = CURVE_NONE};
}

static double bend(const curved *c, double x) {
    if (is_straight(c))
        return x;
    x = x < c->floor ? c->floor : x;
    if (!(x > 0))
        return (double)NAN;
    return c->curve == CURVE_LOG ? log(x) : c->curve == CURVE_INVERSE ? 1 / x : pow(x, c->power);
}

static double slope(const curved *c, double x) {
    if (is_straight(c))
        return 1;
    if (x < c->floor)
        return 0;
    return c->curve == CURVE_LOG       ? 1 / x
           : c->curve == CURVE_INVERSE ? -1 / (x * x)
                                       : c->power * pow(x, c->power - 1);
}

static double unbend(const curved *c, double t) {
    return is_straight(c)              ? t
           : c->curve == CURVE_LOG     ? exp(t)
           : c->curve == CURVE_INVERSE ? 1 / t
                                       : pow(t, 1 / c->power);
}

/* Of both views: the sum of weights, and the mean of what the curve makes of the scores. */
typedef struct bent {
    double weights[HM_SIDES], means[HM_SIDES];
} bent;

/* What the curve makes of the scores goes to `numbers`, both sides behind each other. False where
 * it makes no number of some. */
static bool bend_all(const hm_divider *d, const curved *c, bent *out) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        double weights = 0, sum = 0;
        for (size_t i = 0; i < d->count; i++) {
            const hm_child_pair *child = &d->children[i];
            const double f = child->is_there[side] ? bend(c, child->scores[side]) : 0;
            if (!(fabs(f) <= 1e300))
                return false;
            d->numbers[side * d->most + i] = f;
            weights += child->is_there[side] ? child->weights[side] : 0;
            sum += child->is_there[side] ? child->weights[side] * f : 0;
        }
        out->weights[side] = c->curve == CURVE_SUM ? 1 : weights;
        out->means[side] = sum / out->weights[side];
    }
    return out->weights[HM_BEFORE] > 0 && out->weights[HM_AFTER] > 0;
}

/* How far the score moves for what the mean of the curve moves. */
static double stretch(const curved *c, const bent *b) {
    const double change = b->means[HM_AFTER] - b->means[HM_BEFORE];
    const double before = unbend(c, b->means[HM_BEFORE]), after = unbend(c, b->means[HM_AFTER]);
    const double size = fmax(fabs(b->means[HM_AFTER]), fabs(b->means[HM_BEFORE]));
    if (is_straight(c))
        return 1;
    return fabs(change) > 1e-6 * size ? (after - before) / change
                                      : 1 / slope(c, (before + after) / 2);
}

/* The points of a child that is on both sides move by its score, at the mean of its shares; what
 * its share does, it does against the mean of the group. */
static void divide_child(const hm_divider *d, const curved *c, const bent *b, double by, size_t i) {
    const hm_child_pair *child = &d->children[i];
    const double *f[HM_SIDES] = {d->numbers, d->numbers + d->most};
    const double mean = c->curve == CURVE_SUM ? 0 : (b->means[HM_BEFORE] + b->means[HM_AFTER]) / 2;
    double shares[HM_SIDES];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        shares[side] = child->is_there[side] ? child->weights[side] / b->weights[side] : 0;
    hm_part *part = &d->parts[i];
    if (!child->is_there[HM_BEFORE] || !child->is_there[HM_AFTER]) {
        const double there = f[child->is_there[HM_AFTER]][i];
        part->own = by * (shares[HM_AFTER] - shares[HM_BEFORE]) * (there - mean);
        part->own = child->is_there[HM_BEFORE] || child->is_there[HM_AFTER] ? part->own : 0;
        return;
    }
    const double share = (shares[HM_BEFORE] + shares[HM_AFTER]) / 2;
    const double change = child->scores[HM_AFTER] - child->scores[HM_BEFORE];
    part->moved = by * share * (f[HM_AFTER][i] - f[HM_BEFORE][i]);
    part->own = by * (shares[HM_AFTER] - shares[HM_BEFORE]) *
                ((f[HM_BEFORE][i] + f[HM_AFTER][i]) / 2 - mean);
    const double middle = (child->scores[HM_BEFORE] + child->scores[HM_AFTER]) / 2;
    part->ratio = is_straight(c) || fabs(change) <= 1e-6 ? by * share * slope(c, middle)
                                                         : part->moved / change;
}

/* Where children are left out on one side, the others stand for them: what one of those brings is
 * what it is above, or below, their mean. */
static void divide_scope(const hm_divider *d, const curved *c, const bent *b, double by) {
    const double *f[HM_SIDES] = {d->numbers, d->numbers + d->most};
    bool more_before = false;
    for (size_t i = 0; i < d->count; i++)
        more_before |= d->children[i].is_there[HM_BEFORE] && !d->children[i].is_there[HM_AFTER];
    const hm_side whole = more_before ? HM_BEFORE : HM_AFTER, core = !whole;
    const double sign = whole == HM_AFTER ? 1 : -1;
    double rest = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->children[i].is_there[core] && c->curve != CURVE_SUM)
            rest += d->children[i].weights[core] / b->weights[core] * f[whole][i];
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        hm_part *part = &d->parts[i];
        const double change = child->scores[HM_AFTER] - child->scores[HM_BEFORE];
        if (child->is_there[whole] && !child->is_there[core])
            part->own =
                sign * by * child->weights[whole] / b->weights[whole] * (f[whole][i] - rest);
        if (!child->is_there[HM_BEFORE] || !child->is_there[HM_AFTER])
            continue;
        const double share = child->weights[core] / b->weights[core];
        part->moved = by * share * (f[HM_AFTER][i] - f[HM_BEFORE][i]);
        part->ratio = fabs(change) > 1e-6 ? part->moved / change
                                          : by * share * slope(c, child->scores[HM_AFTER]);
    }
}

/* Does the core miss children that it has itself, so that neither side is the whole? */
static bool is_nested(const hm_divider *d) {
    bool more[HM_SIDES] = {false, false};
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        more[HM_BEFORE] |= child->is_there[HM_BEFORE] && !child->is_there[HM_AFTER];
        more[HM_AFTER] |= child->is_there[HM_AFTER] && !child->is_there[HM_BEFORE];
    }
    return !(more[HM_BEFORE] && more[HM_AFTER]);
}

static bool has_points(const hm_divider *d) {
    bool has = false;
    for (size_t i = 0; i < d->count; i++)
        for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
            has |=
                d->children[i].is_there[side] && hm_effect_has_points(d->children[i].effects[side]);
    return has;
}

bool hm_divide_mean(hm_divider *d, const hm_node *group) {
    const curved c = curve_of(group);
    bent b;
    if (c.curve == CURVE_NONE || has_points(d) || !bend_all(d, &c, &b))
        return false;
    const double by = stretch(&c, &b);
    if (!(fabs(by) <= 1e300))
        return false;
    if (d->in_scope && is_nested(d)) {
        divide_scope(d, &c, &b, by);
        return true;
    }
    for (size_t i = 0; i < d->count; i++)
        divide_child(d, &c, &b, by, i);
    return true;
}
