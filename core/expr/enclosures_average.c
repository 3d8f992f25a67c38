#include "expr/enclosures_average.h"

#include <float.h>
#include <math.h>

#include "expr/averages.h"
#include "expr/operations.h"

enum { MOST_OPEN = 8, HALVINGS = 200 };

static hm_enclosure missing(uint8_t state) {
    return (hm_enclosure){.state = state};
}

static hm_enclosure with(hm_enclosure x, uint8_t may) {
    x.may |= may;
    return x;
}

static void widen_by(hm_enclosure *out, const hm_enclosure *by) {
    out->low = fmin(out->low, by->low);
    out->high = fmax(out->high, by->high);
}

static double average_at(uint8_t op, const hm_enclosure *x, size_t count, bool high) {
    double values[HM_AVERAGED], found;
    hm_operand operands[HM_AVERAGED];
    uint8_t state;
    static const uint8_t observed = HM_OBSERVED;
    size_t used = 0;
    bool is_finite = true;
    for (size_t k = 0; k < count; k++)
        if (x[k].state == HM_OBSERVED) {
            const double end = high ? x[k].high : x[k].low;
            is_finite = is_finite && isfinite(end);
            /* So many times more than figures are that it tells where the median would be. */
            values[used] = isfinite(end) ? end : copysign(DBL_MAX / 4, end);
            operands[used] = (hm_operand){&values[used], &observed};
            used++;
        }
    if (!is_finite && op == HM_OP_MEAN_OF)
        return high ? INFINITY : -INFINITY;
    hm_operation_of((hm_op)op)->kernel(1, operands, used, &found, &state);
    return state != HM_OBSERVED         ? (double)NAN
           : fabs(found) >= DBL_MAX / 9 ? copysign(INFINITY, found)
                                        : found;
}

/* --- deviations --- */

/* Those that are there, as they are put. */
typedef struct spread {
    const hm_enclosure *x[HM_AVERAGED];
    double at[HM_AVERAGED];
    size_t count, open[MOST_OPEN], open_count; /* `open_count` may be more than there is room for */
    bool is_finite;
} spread;

static void gather(spread *s, const hm_enclosure *x, size_t count) {
    s->count = s->open_count = 0;
    s->is_finite = true;
    for (size_t k = 0; k < count; k++) {
        if (x[k].state != HM_OBSERVED)
            continue;
        if (x[k].low < x[k].high && s->open_count++ < MOST_OPEN)
            s->open[s->open_count - 1] = s->count;
        s->is_finite = s->is_finite && isfinite(x[k].low) && isfinite(x[k].high);
        s->at[s->count] = x[k].low;
        s->x[s->count++] = &x[k];
    }
}

static double deviation_at(const spread *s) {
    hm_operand operands[HM_AVERAGED];
    static const uint8_t observed = HM_OBSERVED;
    double found;
    uint8_t state;
    for (size_t k = 0; k < s->count; k++)
        operands[k] = (hm_operand){&s->at[k], &observed};
    hm_operation_of(HM_OP_SD_OF)->kernel(1, operands, s->count, &found, &state);
    return state == HM_OBSERVED ? found : INFINITY;
}

/* It is convex, and so the greatest at some of the corners. */
static double greatest_deviation(spread *s) {
    double greatest = 0;
    for (size_t corner = 0; corner < (size_t)1 << s->open_count; corner++) {
        for (size_t i = 0; i < s->open_count; i++) {
            const hm_enclosure *x = s->x[s->open[i]];
            s->at[s->open[i]] = corner >> i & 1 ? x->high : x->low;
        }
        greatest = fmax(greatest, deviation_at(s));
    }
    return greatest;
}

/* By how much all of them are above or below a number, as near to it as they can be. */
static double pull_at(const spread *s, double to) {
    double pull = 0;
    for (size_t k = 0; k < s->count; k++)
        pull += fmax(0, s->x[k]->low - to) + fmin(0, s->x[k]->high - to);
    return pull;
}

/* The least with all as near as they can be to where they pull one way as much as the other. */
static double least_deviation(spread *s) {
    double low = INFINITY, high = -INFINITY;
    for (size_t k = 0; k < s->count; k++) {
        low = fmin(low, s->x[k]->low);
        high = fmax(high, s->x[k]->high);
    }
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = low + (high - low) / 2;
        if (pull_at(s, middle) > 0)
            low = middle;
        else
            high = middle;
    }
    for (size_t k = 0; k < s->count; k++)
        s->at[k] = fmin(fmax(low, s->x[k]->low), s->x[k]->high);
    /* others may round to a little less */
    return fmax(0, deviation_at(s) * (1 - 1e-12) - 1e-14 * fmax(fabs(low), fabs(high)));
}

/* Of too many that are open, or without an end: it is no more than that of numbers half of which
 * lie at either end. */
static hm_enclosure deviation(const hm_enclosure *x, size_t count) {
    spread s;
    hm_enclosure all = hm_enclosure_between(INFINITY, -INFINITY);
    gather(&s, x, count);
    if (s.count < 2)
        return missing(HM_UNDEFINED);
    for (size_t k = 0; k < s.count; k++)
        widen_by(&all, s.x[k]);
    const double n = (double)s.count, most = (all.high - all.low) / 2 * sqrt(n / (n - 1));
    if (s.open_count == 0) {
        const double found = deviation_at(&s);
        return hm_enclosure_between(found, found);
    }
    if (!s.is_finite || s.open_count > MOST_OPEN)
        return hm_enclosure_between(0, most);
    const double greatest = greatest_deviation(&s);
    return hm_enclosure_between(least_deviation(&s), greatest);
}

enum { PASSED_OVER = 1 << HM_NOT_APPLICABLE | 1 << HM_UNDEFINED };

/* Where some may be passed over and others not: no average is outside of all of them, and
 * deviations are greatest of two. */
static hm_enclosure average_of_some(const hm_expr_node *node, const hm_enclosure *x, size_t count) {
    hm_enclosure out = hm_enclosure_between(INFINITY, -INFINITY);
    size_t sure = 0;
    for (size_t k = 0; k < count; k++)
        if (x[k].state == HM_OBSERVED) {
            widen_by(&out, &x[k]);
            sure += (x[k].may & PASSED_OVER) == 0;
        }
    if (node->op == HM_OP_SD_OF)
        out = hm_enclosure_between(0, (out.high - out.low) / sqrt(2));
    uint8_t may = sure < 2 && node->op == HM_OP_SD_OF ? hm_may(HM_UNDEFINED) : 0;
    for (size_t k = 0; k < count; k++)
        if (sure == 0)
            may |= hm_enclosure_lacking(x[k]);
    return with(out, may);
}

/* What does not apply is passed over by averages. */
hm_enclosure hm_enclosure_of_average(const hm_expr_node *node, const hm_enclosure *x,
                                     size_t count) {
    uint8_t lacking = HM_OBSERVED, passed_over = HM_OBSERVED, may = 0;
    size_t used = 0;
    for (size_t k = 0; k < count; k++) {
        const bool passes = x[k].state == HM_NOT_APPLICABLE || x[k].state == HM_UNDEFINED;
        uint8_t *to = passes ? &passed_over : &lacking;
        *to = x[k].state > *to ? x[k].state : *to;
        used += x[k].state == HM_OBSERVED;
        may |= x[k].may;
    }
    if (lacking != HM_OBSERVED || used == 0)
        return with(missing(lacking != HM_OBSERVED ? lacking : passed_over), may);
    const uint8_t others = may & (uint8_t)~PASSED_OVER;
    if (may & PASSED_OVER)
        return with(average_of_some(node, x, count), others);
    if (node->op == HM_OP_SD_OF)
        return with(deviation(x, count), others);
    const hm_enclosure out = hm_enclosure_between(average_at(node->op, x, count, false),
                                                  average_at(node->op, x, count, true));
    return with(isnan(out.low) || isnan(out.high) ? hm_enclosure_between(-INFINITY, INFINITY) : out,
                others);
}
