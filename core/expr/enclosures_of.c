#include "expr/enclosures_average.h"
#include "expr/enclosures_of.h"

#include <math.h>
#include <string.h>

static hm_enclosure missing(uint8_t state) {
    return (hm_enclosure){.state = state};
}

hm_enclosure hm_enclosure_unknown(const hm_expr_node *node) {
    return node->type == HM_TYPE_LOGIC ? hm_enclosure_between(0, 1)
                                       : hm_enclosure_between(-INFINITY, INFINITY);
}

static bool is_point(hm_enclosure x) {
    return x.low == x.high;
}

static bool is_inside(double at, hm_enclosure x) {
    return x.low < at && at < x.high;
}

static hm_enclosure with(hm_enclosure x, uint8_t may) {
    x.may |= may;
    return x;
}

static hm_enclosure with_undefined(hm_enclosure x, bool is_possible) {
    return with(x, is_possible ? hm_may(HM_UNDEFINED) : 0);
}

static bool holds(double at, hm_enclosure x) {
    return x.low <= at && at <= x.high;
}

static uint8_t gravest_of(const hm_enclosure *x, size_t count) {
    uint8_t gravest = HM_OBSERVED;
    for (size_t i = 0; i < count; i++)
        gravest = x[i].state > gravest ? x[i].state : gravest;
    return gravest;
}

/* --- at points --- */

/* The very number that scoring computes; NAN: it makes none. */
static double kernel_at(uint8_t op, const double *at, size_t count) {
    hm_operand operands[3];
    static const uint8_t observed = HM_OBSERVED;
    double value;
    uint8_t state;
    for (size_t i = 0; i < count; i++)
        operands[i] = (hm_operand){&at[i], &observed};
    hm_operation_of((hm_op)op)->kernel(1, operands, count, &value, &state);
    return state == HM_OBSERVED ? value : (double)NAN;
}

/* Nothing times whatever is nothing: what is not infinite never becomes it here. */
static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
}

/* The limit of an operation at ends that are infinite, or where it grows without end; NAN: it has
 * none there. */
static double limit_at(uint8_t op, double a, double b) {
    switch (op) {
    case HM_OP_ADD:
    case HM_OP_NUMBER_OF:
        return a + b;
    case HM_OP_SUBTRACT:
        return a - b;
    case HM_OP_MULTIPLY:
    case HM_OP_POINTS:
    case HM_OP_ALL_OF:
        return times(a, b);
    case HM_OP_DIVIDE:
    case HM_OP_FLOOR_DIVIDE:
    case HM_OP_PERCENT:
    case HM_OP_SHARE:
        return a / b;
    case HM_OP_POWER:
        return pow(a, b);
    case HM_OP_LT:
    case HM_OP_LE:
        return a < b;
    case HM_OP_GT:
    case HM_OP_GE:
        return a > b;
    case HM_OP_MIN:
    case HM_OP_AT_MOST:
        return a < b ? a : b;
    case HM_OP_MAX:
    case HM_OP_AT_LEAST:
    case HM_OP_ANY_OF:
        return a > b ? a : b;
    case HM_OP_ROUND:
        return a;
    case HM_OP_MINUS:
        return -a;
    case HM_OP_EXP:
        return exp(a);
    case HM_OP_LOG:
        return log(a);
    case HM_OP_SQRT:
        return sqrt(a);
    case HM_OP_NORMAL_QUANTILE:
        return a <= 0 ? -INFINITY : INFINITY;
    default:
        return (double)NAN;
    }
}

static double at(uint8_t op, double a, double b, size_t count) {
    const double x[2] = {a, b};
    const double found =
        isfinite(a) && (count < 2 || isfinite(b)) ? kernel_at(op, x, count) : (double)NAN;
    return isnan(found) ? limit_at(op, a, b) : found;
}

static void widen(hm_enclosure *out, double found) {
    if (isnan(found))
        return;
    out->low = fmin(out->low, found);
    out->high = fmax(out->high, found);
}

static void widen_by(hm_enclosure *out, const hm_enclosure *by) {
    widen(out, by->low);
    widen(out, by->high);
}

/* Of what rises or falls with each operand while the other stays: its ends are at their ends. */
static hm_enclosure at_ends(const hm_expr_node *node, hm_enclosure a, hm_enclosure b) {
    hm_enclosure out = hm_enclosure_between(INFINITY, -INFINITY);
    const double x[2] = {a.low, a.high}, y[2] = {b.low, b.high};
    for (size_t i = 0; i < 4; i++)
        widen(&out, at(node->op, x[i / 2], y[i % 2], node->count == 1 ? 1 : 2));
    return out.low <= out.high ? out : hm_enclosure_unknown(node);
}

/* --- operations --- */

/* A zero at an end has the sign of what lies beside it. */
static hm_enclosure sign_zeros(hm_enclosure x) {
    if (x.low == 0)
        x.low = x.high > 0 ? 0.0 : -0.0;
    if (x.high == 0)
        x.high = x.low < 0 ? -0.0 : 0.0;
    return x;
}

static hm_enclosure divide(const hm_expr_node *node, hm_enclosure a, hm_enclosure b) {
    if (b.low == 0 && b.high == 0)
        return missing(HM_UNDEFINED);
    const bool may_be_zero = holds(0, b);
    if (b.is_whole && b.low == 0)
        b.low = 1;
    else if (b.is_whole && b.high == 0)
        b.high = -1;
    const hm_enclosure out =
        is_inside(0, b) ? hm_enclosure_unknown(node) : at_ends(node, a, sign_zeros(b));
    return with_undefined(out, may_be_zero);
}

static bool is_whole(hm_enclosure x) {
    return x.is_whole || (is_point(x) && x.low == floor(x.low));
}

/* It has the sign of what it is divided by, and is nearer to 0: of whole numbers by one at least.
 */
static hm_enclosure remainder_of(const hm_expr_node *node, hm_enclosure a, hm_enclosure b) {
    const double size = fmax(fabs(b.low), fabs(b.high));
    const double most = is_whole(a) && is_whole(b) ? size - 1 : size;
    if (b.low == 0 && b.high == 0)
        return missing(HM_UNDEFINED);
    if (is_point(b) && isfinite(a.low) && isfinite(a.high) &&
        floor(a.low / b.low) == floor(a.high / b.low))
        return at_ends(node, a, b);
    return with_undefined(hm_enclosure_between(b.low >= 0 ? 0 : -most, b.high <= 0 ? 0 : most),
                          holds(0, b));
}

static hm_enclosure raise_to(const hm_expr_node *node, hm_enclosure a, hm_enclosure b) {
    const bool is_whole = is_point(b) && b.low == floor(b.low);
    if (!is_whole && a.high < 0)
        return is_point(b) ? missing(HM_UNDEFINED) : hm_enclosure_unknown(node);
    if (!is_whole && a.low < 0 && !is_point(b))
        return hm_enclosure_unknown(node);
    if (!is_whole)
        a.low = fmax(a.low, 0);
    if (is_whole && b.low < 0 && a.low < 0 && a.high >= 0)
        return fmod(b.low, 2) == 0 ? hm_enclosure_between(0, INFINITY) : hm_enclosure_unknown(node);
    hm_enclosure out = at_ends(node, a, b);
    if (is_inside(0, a))
        widen(&out, at(node->op, 0, b.low, 2));
    return out;
}

/* Of a negative number there are whole powers alone, of 0 none below 0, and others overflow. */
static hm_enclosure power(const hm_expr_node *node, hm_enclosure a, hm_enclosure b) {
    const bool is_whole = is_point(b) && b.low == floor(b.low);
    const hm_enclosure out = raise_to(node, a, b);
    return with_undefined(out, (!is_whole && a.low < 0) || (b.low < 0 && holds(0, a)) ||
                                   !isfinite(out.low) || !isfinite(out.high));
}

static hm_enclosure size_of(const hm_expr_node *node, hm_enclosure a) {
    hm_enclosure out = at_ends(node, a, a);
    if (!isfinite(a.low) || !isfinite(a.high))
        out = hm_enclosure_between(fmin(fabs(a.low), fabs(a.high)), INFINITY);
    if (is_inside(0, a))
        out.low = 0;
    return out;
}

/* What is there from some number on, alone. */
static hm_enclosure from(const hm_expr_node *node, hm_enclosure a, double least) {
    if (a.high < least || (a.high == least && node->op == HM_OP_LOG))
        return missing(HM_UNDEFINED);
    const bool is_less = a.low < least || (a.low == least && node->op == HM_OP_LOG);
    a.low = fmax(a.low, least);
    return with_undefined(at_ends(node, a, a), is_less);
}

static double held(double x, double low, double high) {
    const double raised = x > low ? x : low;
    return raised < high ? raised : high;
}

static hm_enclosure compare_same(const hm_expr_node *node, hm_enclosure a, hm_enclosure b) {
    const bool is_ne = node->op == HM_OP_NE;
    if (is_point(a) && is_point(b))
        return at_ends(node, a, b);
    if (a.high < b.low || b.high < a.low)
        return hm_enclosure_between(is_ne, is_ne);
    return hm_enclosure_between(0, 1);
}

/* Of points (x, y) that are known: on them, and on the lines between. */
static hm_enclosure interpolate(const hm_enclosure *x, size_t count) {
    hm_enclosure out = hm_enclosure_between(INFINITY, -INFINITY);
    hm_operand operands[HM_EXPR_OPERANDS];
    static const uint8_t observed = HM_OBSERVED;
    bool known = true;
    for (size_t k = 1; k < count; k++)
        known = known && is_point(x[k]) && isfinite(x[k].low);
    for (size_t k = 2; k < count; k += 2)
        if (!known || is_inside(x[k - 1].low, x[0]))
            widen_by(&out, &x[k]);
    for (size_t end = 0; known && end < 2; end++) {
        double where = held(end == 0 ? x[0].low : x[0].high, x[1].low, x[count - 2].low), value;
        uint8_t state;
        operands[0] = (hm_operand){&where, &observed};
        for (size_t k = 1; k < count; k++)
            operands[k] = (hm_operand){&x[k].low, &observed};
        hm_operation_of(HM_OP_INTERPOLATE)->kernel(1, operands, count, &value, &state);
        widen(&out, state == HM_OBSERVED ? value : (double)NAN);
    }
    return out.low <= out.high ? out : hm_enclosure_between(-INFINITY, INFINITY);
}

static hm_enclosure join(hm_enclosure a, hm_enclosure b) {
    const uint8_t may = a.may | b.may;
    if (a.state == HM_OBSERVED && b.state == HM_OBSERVED)
        return with(hm_enclosure_between(fmin(a.low, b.low), fmax(a.high, b.high)), may);
    const bool is_a = a.state == HM_OBSERVED || (b.state != HM_OBSERVED && a.state > b.state);
    return with(is_a ? a : b, may | hm_may(is_a ? b.state : a.state));
}

enum { FOLLOWED = 1 << HM_NOT_APPLICABLE | 1 << HM_NOT_REPORTED };

/* The first that is there, and those behind it that may not be. */
static hm_enclosure first_of(const hm_enclosure *x, size_t count) {
    hm_enclosure out = missing(HM_OBSERVED);
    bool is_any = false;
    uint8_t before = 0;
    for (size_t k = 0; k < count; k++) {
        const uint8_t lacking = hm_enclosure_lacking(x[k]);
        const bool is_passed = x[k].state != HM_OBSERVED && (hm_may(x[k].state) & FOLLOWED) != 0;
        hm_enclosure here = x[k];
        here.may &= (uint8_t)~FOLLOWED;
        if (!is_passed)
            out = is_any ? join(out, here) : here;
        else if (is_any)
            out.may |= here.may;
        else
            before |= here.may;
        is_any = is_any || !is_passed;
        if ((lacking & FOLLOWED) == 0)
            return with(out, before);
    }
    const uint8_t gravest = gravest_of(x, count);
    uint8_t none = before;
    for (size_t k = 0; k < count; k++)
        none |= hm_enclosure_lacking(x[k]) & FOLLOWED;
    return with(is_any ? out : missing(gravest), none);
}

static hm_enclosure choose(const hm_expr_node *node, const hm_enclosure *x, size_t count) {
    switch (node->op) {
    case HM_OP_WHEN:
        if (x[0].state != HM_OBSERVED)
            return x[0];
        return with(is_point(x[0]) ? x[0].low != 0 ? x[1] : x[2] : join(x[1], x[2]), x[0].may);
    case HM_OP_MISSING_IF:
        if (x[0].state != HM_OBSERVED)
            return x[0];
        if (is_point(x[0]))
            return with(x[0].low != 0 ? missing(HM_NOT_REPORTED) : x[1], x[0].may);
        return with(x[1], x[0].may | hm_may(HM_NOT_REPORTED));
    case HM_OP_REPORTED: {
        const bool is_there = x[0].state == HM_OBSERVED;
        const bool passed = x[0].state == HM_NOT_REPORTED || x[0].state == HM_NOT_APPLICABLE;
        const bool may_pass = is_there && (x[0].may & FOLLOWED) != 0;
        return with(is_there || passed ? hm_enclosure_between(is_there && !may_pass, is_there)
                                       : missing(x[0].state),
                    x[0].may & (uint8_t)~FOLLOWED);
    }
    default: /* HM_OP_FIRST_OF */
        return first_of(x, count);
    }
}

static hm_enclosure fold(const hm_expr_node *node, const hm_enclosure *x, size_t count) {
    const hm_expr_node two = {.op = node->op, .type = node->type, .count = 2};
    hm_enclosure out = x[0];
    for (size_t k = 1; k < count; k++)
        out = at_ends(&two, out, x[k]);
    return out;
}

static hm_enclosure compute(const hm_expr_node *node, const hm_enclosure *x, size_t count) {
    switch (node->op) {
    case HM_OP_DIVIDE:
    case HM_OP_FLOOR_DIVIDE:
    case HM_OP_PERCENT:
    case HM_OP_SHARE:
        return divide(node, x[0], x[1]);
    case HM_OP_MODULO:
        return remainder_of(node, x[0], x[1]);
    case HM_OP_POWER:
        return power(node, x[0], x[1]);
    case HM_OP_EQ:
    case HM_OP_NE:
        return compare_same(node, x[0], x[1]);
    case HM_OP_ABS:
        return size_of(node, x[0]);
    case HM_OP_SQRT:
    case HM_OP_LOG:
        return from(node, x[0], 0);
    case HM_OP_CLAMP:
    case HM_OP_HELD:
        return hm_enclosure_between(held(x[0].low, x[1].low, x[2].low),
                                    held(x[0].high, x[1].high, x[2].high));
    case HM_OP_INTERPOLATE:
        return interpolate(x, count);
    case HM_OP_NUMBER_OF:
    case HM_OP_ALL_OF:
    case HM_OP_ANY_OF:
    case HM_OP_MIN:
    case HM_OP_MAX:
        return fold(node, x, count);
    case HM_OP_PART:
        return x[0];
    case HM_OP_ADD:
    case HM_OP_SUBTRACT:
    case HM_OP_MULTIPLY:
    case HM_OP_POINTS:
    case HM_OP_AT_MOST:
    case HM_OP_AT_LEAST:
    case HM_OP_ROUND:
    case HM_OP_LT:
    case HM_OP_LE:
    case HM_OP_GT:
    case HM_OP_GE:
    case HM_OP_MINUS:
    case HM_OP_NEGATE:
        return at_ends(node, x[0], x[count - 1]);
    case HM_OP_EXP: {
        const hm_enclosure out = at_ends(node, x[0], x[0]);
        return with_undefined(out, !isfinite(out.high));
    }
    case HM_OP_NORMAL_QUANTILE:
        return with_undefined(at_ends(node, x[0], x[0]), x[0].low <= 0 || x[0].high >= 1);
    default:
        return with_undefined(hm_enclosure_unknown(node), true);
    }
}

hm_enclosure hm_enclosure_of(const hm_expr_node *node, const hm_enclosure *x, size_t count) {
    switch (node->op) {
    case HM_OP_WHEN:
    case HM_OP_MISSING_IF:
    case HM_OP_REPORTED:
    case HM_OP_FIRST_OF:
        return choose(node, x, count);
    case HM_OP_MEDIAN:
    case HM_OP_MEAN_OF:
    case HM_OP_SD_OF:
        return hm_enclosure_of_average(node, x, count);
    case HM_OP_PART:
        return x[0];
    default:
        break;
    }
    const uint8_t gravest = gravest_of(x, count);
    uint8_t may = 0;
    for (size_t k = 0; k < count; k++)
        may |= x[k].may;
    return with(gravest == HM_OBSERVED ? compute(node, x, count) : missing(gravest), may);
}
