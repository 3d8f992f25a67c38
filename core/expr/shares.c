#include "expr/shares.h"

#include "expr/kernel.h"

/* 100 * a need not be exact for amounts: a part that is the whole is a hundred all the same. Two
 * choices of one condition each, which compilers make without branches. */
static inline double percent(double a, double b) {
    const double quotient = 100.0 * a / b;
    const double same = b != 0 ? 100.0 : quotient;
    return a == b ? same : quotient;
}

/* Of two figures that differ, is the result so near a hundred that rounding may have made it one?
 */
static inline uint64_t may_be_rounded(double a, double b, double result) {
    return (uint64_t)(fabs(result - 100) < 1e-12) & (uint64_t)(a != b);
}

/* The neighbours of 100. */
static const double below = 0x1.8ffffffffffffp+6, above = 0x1.9000000000001p+6;

static void part_from_whole(size_t rows, const hm_operand *x, double *values,
                            const uint8_t *states) {
    for (size_t i = 0; i < rows; i++) {
        const double a = x[0].values[i], b = x[1].values[i];
        if (states[i] != HM_OBSERVED || !may_be_rounded(a, b, values[i]))
            continue;
        const bool is_less = fabs(a) < fabs(b); /* they have one sign */
        if (is_less && values[i] >= 100)
            values[i] = below;
        else if (!is_less && values[i] <= 100)
            values[i] = above;
    }
}

/* A part above 0 in a whole of 0 cannot be: one of the two figures is wrong. */
static void refuse_parts(size_t rows, const hm_operand *x, double *values, uint8_t *states) {
    for (size_t i = 0; i < rows; i++)
        if (x[0].values[i] > 0 && x[1].values[i] == 0 &&
            (x[0].states[i] | x[1].states[i]) == HM_OBSERVED)
            states[i] = HM_INVALID;
    settle(rows, values, states);
}

/* What is rare is only looked for here, and put right by the functions above. */
KERNEL(run_percent) {
    (void)count;
    const double *restrict xa = x[0].values, *restrict xb = x[1].values;
    uint64_t refused = 0, rounded = 0; /* perhaps: missing cells hold 0, too */
    for (size_t i = 0; i < rows; i++) {
        const double a = xa[i], b = xb[i], result = percent(a, b);
        values[i] = result;
        refused |= (uint64_t)(a > 0) & (uint64_t)(b == 0);
        rounded |= may_be_rounded(a, b, result);
    }
    join_states(rows, x[0].states, x[1].states, states);
    settle_finite(rows, values, states);
    if (rounded != 0)
        part_from_whole(rows, x, values, states);
    if (refused != 0)
        refuse_parts(rows, x, values, states);
}

KERNEL(run_share) {
    (void)count;
    const double *restrict xa = x[0].values, *restrict xb = x[1].values;
    uint64_t rounded = 0;
    for (size_t i = 0; i < rows; i++) {
        const double a = xa[i], b = xb[i], result = percent(a, b);
        values[i] = result;
        rounded |= may_be_rounded(a, b, result);
    }
    join_states(rows, x[0].states, x[1].states, states);
    settle_finite(rows, values, states);
    if (rounded != 0)
        part_from_whole(rows, x, values, states);
}

void hm_run_percent(size_t rows, const hm_operand *x, size_t count, double *values,
                    uint8_t *states) {
    run_percent(rows, x, count, values, states);
}

void hm_run_share(size_t rows, const hm_operand *x, size_t count, double *values, uint8_t *states) {
    run_share(rows, x, count, values, states);
}
