#include "expr/enclosures_slope.h"

#include <math.h>

#include "expr/operations.h"

static hm_enclosure anything(void) {
    return hm_enclosure_between(-INFINITY, INFINITY);
}

static bool is_zero(hm_enclosure x) {
    return x.low == 0 && x.high == 0;
}

/* What is not infinite is nothing times nothing. */
static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
}

static hm_enclosure multiply(hm_enclosure a, hm_enclosure b) {
    const double ends[4] = {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low),
                            times(a.high, b.high)};
    hm_enclosure out = hm_enclosure_between(ends[0], ends[0]);
    for (size_t i = 1; i < 4; i++) {
        out.low = fmin(out.low, ends[i]);
        out.high = fmax(out.high, ends[i]);
    }
    return out;
}

static hm_enclosure add(hm_enclosure a, hm_enclosure b) {
    return hm_enclosure_between(a.low + b.low, a.high + b.high);
}

static hm_enclosure negative(hm_enclosure a) {
    return hm_enclosure_between(-a.high, -a.low);
}

/* One by it, which is not 0. */
static hm_enclosure inverse(hm_enclosure a) {
    return a.low > 0 || a.high < 0 ? hm_enclosure_between(1 / a.high, 1 / a.low) : anything();
}

/* The slope is that of either operand, or between them. */
static hm_enclosure join(hm_enclosure a, hm_enclosure b) {
    return hm_enclosure_between(fmin(a.low, b.low), fmax(a.high, b.high));
}

static hm_enclosure slope_of_size(hm_enclosure x, hm_enclosure slope) {
    return x.low >= 0 ? slope : x.high <= 0 ? negative(slope) : join(slope, negative(slope));
}

/* Of the power with a whole exponent from 1 on. */
static hm_enclosure slope_of_power(const hm_enclosure x[2], const hm_enclosure slopes[2]) {
    const double n = x[1].low;
    if (x[1].low != x[1].high || n != floor(n) || n < 1 || n > 64)
        return anything();
    hm_enclosure power = hm_enclosure_between(pow(x[0].low, n - 1), pow(x[0].high, n - 1));
    if (power.low > power.high)
        power = hm_enclosure_between(power.high, power.low);
    if (x[0].low < 0 && x[0].high > 0 && fmod(n, 2) == 1)
        power.low = n == 1 ? 1 : 0;
    return multiply(multiply(hm_enclosure_between(n, n), power), slopes[0]);
}

/* (x / y)' = (x' - x / y * y') / y */
static hm_enclosure slope_of_quotient(const hm_enclosure x[2], const hm_enclosure slopes[2],
                                      hm_enclosure quotient) {
    return multiply(add(slopes[0], negative(multiply(quotient, slopes[1]))), inverse(x[1]));
}

static hm_enclosure slope_of(const hm_expr_node *node, const hm_enclosure x[2],
                             const hm_enclosure slopes[2], hm_enclosure result) {
    const hm_enclosure hundredth = hm_enclosure_between(0.01, 0.01);
    const hm_enclosure hundred = hm_enclosure_between(100, 100);
    switch (node->op) {
    case HM_OP_ADD:
        return add(slopes[0], slopes[1]);
    case HM_OP_SUBTRACT:
        return add(slopes[0], negative(slopes[1]));
    case HM_OP_MINUS:
        return negative(slopes[0]);
    case HM_OP_PART:
        return slopes[0];
    case HM_OP_MULTIPLY:
    case HM_OP_POINTS:
        return add(multiply(slopes[0], x[1]), multiply(slopes[1], x[0]));
    case HM_OP_DIVIDE:
        return slope_of_quotient(x, slopes, result);
    case HM_OP_PERCENT:
    case HM_OP_SHARE:
        return multiply(hundred, slope_of_quotient(x, slopes, multiply(hundredth, result)));
    case HM_OP_POWER:
        return slope_of_power(x, slopes);
    case HM_OP_EXP:
        return multiply(result, slopes[0]);
    case HM_OP_LOG:
        return multiply(inverse(x[0]), slopes[0]);
    case HM_OP_SQRT:
        return multiply(hm_enclosure_between(0.5, 0.5), multiply(inverse(result), slopes[0]));
    case HM_OP_ABS:
        return slope_of_size(x[0], slopes[0]);
    case HM_OP_CLAMP:
    case HM_OP_HELD:
        return is_zero(slopes[1]) ? join(slopes[0], hm_enclosure_between(0, 0)) : anything();
    case HM_OP_MIN:
    case HM_OP_MAX:
    case HM_OP_AT_MOST:
    case HM_OP_AT_LEAST:
        return join(slopes[0], slopes[1]);
    default:
        return anything();
    }
}

hm_enclosure hm_enclosure_slope(const hm_expr_node *node, const hm_enclosure x[2],
                                const hm_enclosure slopes[2], hm_enclosure result) {
    if (is_zero(slopes[0]) && is_zero(slopes[1]))
        return hm_enclosure_between(0, 0);
    const hm_enclosure found = slope_of(node, x, slopes, result);
    return isnan(found.low) || isnan(found.high) ? anything() : found;
}
