#include "expr/operations.h"

#include <string.h>

#include "base/numbers/normal.h"
#include "base/numbers/number.h"
#include "expr/averages.h"
#include "expr/interpolate.h"
#include "expr/kernel.h"
#include "expr/several.h"
#include "expr/shares.h"

#define KERNEL_OF_TWO(name, result, settled)                                                       \
    KERNEL(name) {                                                                                 \
        (void)count;                                                                               \
        const double *restrict xa = x[0].values, *restrict xb = x[1].values;                       \
        for (size_t i = 0; i < rows; i++) {                                                        \
            const double a = xa[i], b = xb[i];                                                     \
            values[i] = (result);                                                                  \
        }                                                                                          \
        join_states(rows, x[0].states, x[1].states, states);                                       \
        settled(rows, values, states);                                                             \
    }

#define KERNEL_OF_ONE(name, result, settled)                                                       \
    KERNEL(name) {                                                                                 \
        (void)count;                                                                               \
        const double *restrict xa = x[0].values;                                                   \
        for (size_t i = 0; i < rows; i++) {                                                        \
            const double a = xa[i];                                                                \
            values[i] = (result);                                                                  \
        }                                                                                          \
        copy_states(rows, x[0].states, states);                                                    \
        settled(rows, values, states);                                                             \
    }

/* A fold over one or more operands, from the left, of finite results. */
#define KERNEL_OF_MANY(name, step)                                                                 \
    KERNEL(name) {                                                                                 \
        memcpy(values, x[0].values, rows * sizeof *values);                                        \
        copy_states(rows, x[0].states, states);                                                    \
        for (size_t k = 1; k < count; k++) {                                                       \
            const double *restrict xb = x[k].values;                                               \
            for (size_t i = 0; i < rows; i++) {                                                    \
                const double a = values[i], b = xb[i];                                             \
                values[i] = (step);                                                                \
            }                                                                                      \
            add_states(rows, x[k].states, states);                                                 \
        }                                                                                          \
        settle(rows, values, states);                                                              \
    }

/* Lua's rules: the remainder has the divisor's sign. */
static double modulo(double a, double b) {
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

KERNEL_OF_TWO(run_add, a + b, settle_finite)
KERNEL_OF_TWO(run_subtract, a - b, settle_finite)
KERNEL_OF_TWO(run_multiply, a *b, settle_finite)
KERNEL_OF_TWO(run_divide, a / b, settle_finite)
KERNEL_OF_TWO(run_modulo, modulo(a, b), settle_finite)
KERNEL_OF_TWO(run_floor_divide, floor(a / b), settle_finite)
KERNEL_OF_TWO(run_power, pow(a, b), settle_finite)
KERNEL_OF_ONE(run_minus, -a, settle)
KERNEL_OF_TWO(run_lt, a < b ? 1.0 : 0.0, settle)
KERNEL_OF_TWO(run_le, a <= b ? 1.0 : 0.0, settle)
KERNEL_OF_TWO(run_gt, a > b ? 1.0 : 0.0, settle)
KERNEL_OF_TWO(run_ge, a >= b ? 1.0 : 0.0, settle)
KERNEL_OF_TWO(run_eq, a == b ? 1.0 : 0.0, settle)
KERNEL_OF_TWO(run_ne, a != b ? 1.0 : 0.0, settle)
KERNEL_OF_MANY(run_all_of, a *b)
KERNEL_OF_MANY(run_any_of, a > b ? a : b)
KERNEL_OF_ONE(run_negate, 1.0 - a, settle)

KERNEL_OF_TWO(run_points, a *b, settle)
KERNEL_OF_MANY(run_number_of, a + b)
KERNEL_OF_MANY(run_min, a < b ? a : b)
KERNEL_OF_MANY(run_max, a > b ? a : b)
KERNEL_OF_ONE(run_abs, fabs(a), settle)
KERNEL_OF_ONE(run_sqrt, sqrt(a), settle_finite)
KERNEL_OF_ONE(run_log, log(a), settle_finite)
KERNEL_OF_ONE(run_exp, exp(a), settle_finite)
KERNEL_OF_ONE(run_normal_quantile, hm_normal_quantile(a), settle_finite)
KERNEL_OF_TWO(run_round, hm_number_round(a, (int)b), settle_finite)
KERNEL_OF_ONE(run_same, a, settle)

KERNEL(run_clamp) {
    (void)count;
    const double *restrict xa = x[0].values, *restrict low = x[1].values;
    const double *restrict high = x[2].values;
    for (size_t i = 0; i < rows; i++) {
        const double raised = xa[i] > low[i] ? xa[i] : low[i];
        values[i] = raised < high[i] ? raised : high[i];
    }
    join_states(rows, x[0].states, x[1].states, states);
    add_states(rows, x[2].states, states);
    settle(rows, values, states);
}

/* An undecided condition holds 0. */
KERNEL(run_when) {
    (void)count;
    const double *restrict condition = x[0].values;
    const double *restrict xa = x[1].values, *restrict xb = x[2].values;
    const uint8_t *restrict undecided = x[0].states;
    const uint8_t *restrict sa = x[1].states, *restrict sb = x[2].states;
    for (size_t i = 0; i < rows; i++)
        values[i] = condition[i] != 0 ? xa[i] : xb[i];
    for (size_t i = 0; i < rows; i++)
        states[i] = condition[i] != 0 ? 1 : 0;
    for (size_t i = 0; i < rows; i++) {
        const uint8_t chosen = states[i] ? sa[i] : sb[i];
        states[i] = undecided[i] == HM_OBSERVED ? chosen : undecided[i];
    }
    settle(rows, values, states);
}

static inline bool passed_over(uint8_t state) {
    return state == HM_NOT_REPORTED || state == HM_NOT_APPLICABLE;
}

/* With nothing reported at all the result is as missing as the gravest of them. */
KERNEL(run_first_of) {
    for (size_t i = 0; i < rows; i++) {
        uint8_t missing = HM_OBSERVED;
        size_t k = 0;
        while (k < count && passed_over(x[k].states[i]))
            missing = gravest(missing, x[k++].states[i]);
        states[i] = k < count ? x[k].states[i] : missing;
        values[i] = k < count ? x[k].values[i] : 0;
    }
}

KERNEL(run_reported) {
    (void)count;
    for (size_t i = 0; i < rows; i++) {
        const uint8_t state = x[0].states[i];
        values[i] = state == HM_OBSERVED ? 1 : 0;
        states[i] = passed_over(state) ? HM_OBSERVED : state;
    }
}

/* x is not looked at where the condition holds. */
KERNEL(run_missing_if) {
    (void)count;
    const double *restrict condition = x[0].values, *restrict xa = x[1].values;
    const uint8_t *restrict undecided = x[0].states, *restrict sa = x[1].states;
    for (size_t i = 0; i < rows; i++) {
        const uint8_t chosen = condition[i] != 0 ? HM_NOT_REPORTED : sa[i];
        states[i] = undecided[i] == HM_OBSERVED ? chosen : undecided[i];
    }
    for (size_t i = 0; i < rows; i++)
        values[i] = xa[i];
    settle(rows, values, states);
}

enum { CALL = 9, ANY_NUMBER = 255 };
#define N HM_TYPE_NUMBER
#define L HM_TYPE_LOGIC
#define R HM_TYPE_RECORDS
#define A HM_TYPE_ANY

static const hm_operation operations[HM_OP_COUNT] = {
    [HM_OP_NUMBER] = {NULL, NULL, CALL, 0, 0, {0}, N, false, NULL, NULL, NULL},
    [HM_OP_LOGIC] = {NULL, NULL, CALL, 0, 0, {0}, L, false, NULL, NULL, NULL},
    [HM_OP_TEXT] = {NULL, NULL, CALL, 0, 0, {0}, HM_TYPE_TEXT, false, NULL, NULL, NULL},
    [HM_OP_INPUT] = {NULL, NULL, CALL, 0, 0, {0}, HM_TYPE_NONE, false, NULL, NULL, NULL},
    [HM_OP_COLUMN] = {NULL, NULL, CALL, 0, 0, {0}, HM_TYPE_NONE, false, NULL, NULL, NULL},
    [HM_OP_PREVIOUS] = {NULL, NULL, CALL, 0, 0, {0}, HM_TYPE_NONE, false, NULL, NULL, NULL},
    [HM_OP_PARAMETER] = {NULL, NULL, CALL, 0, 0, {0}, HM_TYPE_NUMBER, false, NULL, NULL, NULL},
    [HM_OP_SCORE] = {NULL, NULL, CALL, 0, 0, {0}, N, false, NULL, NULL, NULL},
    [HM_OP_VALUE] = {NULL, NULL, CALL, 0, 0, {0}, N, false, NULL, NULL, NULL},
    [HM_OP_COVERAGE] = {NULL, NULL, CALL, 0, 0, {0}, N, false, NULL, NULL, NULL},
    [HM_OP_OWN] = {NULL, NULL, CALL, 0, 0, {0}, N, false, NULL, NULL, NULL},

    [HM_OP_ADD] = {NULL, " + ", 3, 2, 2, {N, N}, N, false, run_add, NULL, NULL},
    [HM_OP_SUBTRACT] = {NULL, " - ", 3, 2, 2, {N, N}, N, false, run_subtract, NULL, NULL},
    [HM_OP_MULTIPLY] = {NULL, " * ", 4, 2, 2, {N, N}, N, false, run_multiply, NULL, NULL},
    [HM_OP_DIVIDE] = {NULL, " / ", 4, 2, 2, {N, N}, N, false, run_divide, NULL, NULL},
    [HM_OP_MODULO] = {NULL, " % ", 4, 2, 2, {N, N}, N, false, run_modulo, NULL, NULL},
    [HM_OP_FLOOR_DIVIDE] = {NULL, " // ", 4, 2, 2, {N, N}, N, false, run_floor_divide, NULL, NULL},
    [HM_OP_POWER] = {NULL, " ^ ", 6, 2, 2, {N, N}, N, false, run_power, NULL, NULL},
    [HM_OP_MINUS] = {NULL, "-", 5, 1, 1, {N}, N, false, run_minus, NULL, NULL},

    [HM_OP_LT] = {"lt", " < ", 2, 2, 2, {N, N}, L, false, run_lt, "a, b", "Is a below b?"},
    [HM_OP_LE] = {"le", " <= ", 2, 2, 2, {N, N}, L, false, run_le, "a, b", "Is a at most b?"},
    [HM_OP_GT] = {"gt", " > ", 2, 2, 2, {N, N}, L, false, run_gt, "a, b", "Is a above b?"},
    [HM_OP_GE] = {"ge", " >= ", 2, 2, 2, {N, N}, L, false, run_ge, "a, b", "Is a at least b?"},
    [HM_OP_EQ] = {"eq", " == ", 2, 2, 2, {A, A}, L, false, run_eq, "a, b", "Is a the same as b?"},
    [HM_OP_NE] = {"ne", " ~= ", 2, 2, 2, {A, A}, L, false, run_ne, "a, b", "Is a other than b?"},
    [HM_OP_ALL_OF] = {"all_of",
                      NULL,
                      CALL,
                      1,
                      ANY_NUMBER,
                      {L},
                      L,
                      false,
                      run_all_of,
                      "flag, ...",
                      "Is every one of them yes?"},
    [HM_OP_ANY_OF] = {"any_of",
                      NULL,
                      CALL,
                      1,
                      ANY_NUMBER,
                      {L},
                      L,
                      false,
                      run_any_of,
                      "flag, ...",
                      "Is at least one of them yes?"},
    [HM_OP_NEGATE] = {"negate",
                      NULL,
                      CALL,
                      1,
                      1,
                      {L},
                      L,
                      false,
                      run_negate,
                      "flag",
                      "Yes for no and no for yes."},

    [HM_OP_WHEN] = {"when",
                    NULL,
                    CALL,
                    3,
                    3,
                    {L, A, A},
                    HM_TYPE_SAME,
                    false,
                    run_when,
                    "condition, a, b",
                    "a where the condition holds, else b; the other one may be missing."},
    [HM_OP_FIRST_OF] = {"first_of",
                        NULL,
                        CALL,
                        1,
                        ANY_NUMBER,
                        {A},
                        HM_TYPE_SAME,
                        false,
                        run_first_of,
                        "a, b, ...",
                        "The first of them that is reported."},
    [HM_OP_REPORTED] = {"reported",
                        NULL,
                        CALL,
                        1,
                        1,
                        {A},
                        L,
                        false,
                        run_reported,
                        "x",
                        "Is there a figure for x?"},

    [HM_OP_MISSING_IF] = {"missing_if",
                          NULL,
                          CALL,
                          2,
                          2,
                          {L, A},
                          HM_TYPE_SAME,
                          false,
                          run_missing_if,
                          "condition, x",
                          "x, but not reported where the condition holds."},

    [HM_OP_HAS] = {"has",
                   NULL,
                   CALL,
                   2,
                   2,
                   {HM_TYPE_SEVERAL, HM_TYPE_TEXT},
                   L,
                   false,
                   NULL,
                   "x, option",
                   "Is the option one of the several answers x?"},
    [HM_OP_COUNT_OF] = {"count_of",
                        NULL,
                        CALL,
                        1,
                        1,
                        {HM_TYPE_SEVERAL},
                        N,
                        false,
                        NULL,
                        "x",
                        "How many answers there are of several."},

    [HM_OP_PERCENT] = {"percent",
                       NULL,
                       CALL,
                       2,
                       2,
                       {N, N},
                       N,
                       false,
                       hm_run_percent,
                       "part, whole",
                       "100 times part over whole. 0 of 0 is undefined; a part above 0 in a whole "
                       "of 0 is invalid."},
    [HM_OP_POINTS] = {"points",
                      NULL,
                      CALL,
                      2,
                      2,
                      {L, N},
                      N,
                      false,
                      run_points,
                      "flag, n",
                      "n points for a yes, none for a no."},
    [HM_OP_NUMBER_OF] = {"number_of",
                         NULL,
                         CALL,
                         1,
                         ANY_NUMBER,
                         {L},
                         N,
                         false,
                         run_number_of,
                         "{flag, ...}",
                         "How many of them are yes."},
    [HM_OP_AT_MOST] = {"at_most",
                       NULL,
                       CALL,
                       2,
                       2,
                       {N, N},
                       N,
                       false,
                       run_min,
                       "limit, x",
                       "x, but never more than the limit."},
    [HM_OP_AT_LEAST] = {"at_least",
                        NULL,
                        CALL,
                        2,
                        2,
                        {N, N},
                        N,
                        false,
                        run_max,
                        "limit, x",
                        "x, but never less than the limit."},
    [HM_OP_CLAMP] = {"clamp",
                     NULL,
                     CALL,
                     3,
                     3,
                     {N, N, N},
                     N,
                     false,
                     run_clamp,
                     "x, low, high",
                     "x, held between low and high."},

    [HM_OP_MIN] = {"min",
                   NULL,
                   CALL,
                   1,
                   ANY_NUMBER,
                   {N},
                   N,
                   false,
                   run_min,
                   "a, b, ...",
                   "The least of them."},
    [HM_OP_MAX] = {"max",
                   NULL,
                   CALL,
                   1,
                   ANY_NUMBER,
                   {N},
                   N,
                   false,
                   run_max,
                   "a, b, ...",
                   "The greatest of them."},
    [HM_OP_ABS] = {"abs", NULL, CALL, 1, 1, {N}, N, false, run_abs, "x", "x without its sign."},
    [HM_OP_SQRT] = {"sqrt",
                    NULL,
                    CALL,
                    1,
                    1,
                    {N},
                    N,
                    false,
                    run_sqrt,
                    "x",
                    "The square root; undefined below zero."},
    [HM_OP_LOG] = {"log",
                   NULL,
                   CALL,
                   1,
                   1,
                   {N},
                   N,
                   false,
                   run_log,
                   "x",
                   "The natural logarithm; undefined at and below zero."},
    [HM_OP_EXP] = {"exp", NULL, CALL, 1, 1, {N}, N, false, run_exp, "x", "e to the power of x."},

    [HM_OP_NORMAL_QUANTILE] =
        {"normal_quantile",
         NULL,
         CALL,
         1,
         1,
         {N},
         N,
         false,
         run_normal_quantile,
         "p",
         "What a share p of the standard normal distribution lies below; undefined but between 0 "
         "and 1."},
    [HM_OP_MEDIAN] = {"median",
                      NULL,
                      CALL,
                      1,
                      ANY_NUMBER,
                      {N},
                      N,
                      false,
                      hm_run_median,
                      "a, b, ...",
                      "The median of those that apply."},
    [HM_OP_MEAN_OF] = {"mean_of",
                       NULL,
                       CALL,
                       1,
                       ANY_NUMBER,
                       {N},
                       N,
                       false,
                       hm_run_mean_of,
                       "{x, ...}",
                       "The arithmetic mean of those that apply."},
    [HM_OP_SD_OF] =
        {"sd_of",
         NULL,
         CALL,
         1,
         ANY_NUMBER,
         {N},
         N,
         false,
         hm_run_sd_of,
         "{x, ...}",
         "The sample's standard deviation of those that apply; undefined of fewer than two."},

    [HM_OP_SUM] = {"sum",
                   NULL,
                   CALL,
                   1,
                   1,
                   {N},
                   N,
                   true,
                   NULL,
                   "records.column",
                   "The sum over a city's rows."},
    [HM_OP_MEAN] = {"mean",
                    NULL,
                    CALL,
                    1,
                    1,
                    {N},
                    N,
                    true,
                    NULL,
                    "records.column",
                    "The arithmetic mean over a city's rows."},
    [HM_OP_COUNT_ROWS] = {"count_rows",
                          NULL,
                          CALL,
                          1,
                          2,
                          {R, L},
                          N,
                          true,
                          NULL,
                          "records, condition",
                          "How many rows a city has, or for how many the condition holds."},

    [HM_OP_HISTORY] = {"history", NULL, CALL, 1, 1, {N}, N, true, NULL, NULL, NULL},
    [HM_OP_SLOPE] = {"slope",
                     NULL,
                     CALL,
                     1,
                     1,
                     {N},
                     N,
                     true,
                     NULL,
                     "history",
                     "By how much x grows a period: the straight line of least squares."},
    [HM_OP_ROUND] = {"round", NULL, CALL, 2, 2, {N, N}, N, false, run_round, NULL, NULL},
    [HM_OP_INTERPOLATE] =
        {"interpolate", NULL, CALL, 5, ANY_NUMBER, {N}, N, false, hm_run_interpolate, NULL, NULL},
    [HM_OP_SHARE] = {"share", NULL, CALL, 2, 2, {N, N}, N, false, hm_run_share, NULL, NULL},
    [HM_OP_HELD] = {"held", NULL, CALL, 3, 3, {N, N, N}, N, false, run_clamp, NULL, NULL},

    [HM_OP_PART] = {"part",
                    NULL,
                    CALL,
                    1,
                    1,
                    {A},
                    HM_TYPE_SAME,
                    false,
                    run_same,
                    "name, x, label",
                    "x itself, shown by `explain` under a name of its own."},
};

const hm_operation *hm_operation_of(hm_op op) {
    return &operations[op];
}

double hm_operation_of_texts(hm_op op, const char *const *texts) {
    return op == HM_OP_HAS ? hm_several_has(texts[0], texts[1])
                           : (double)hm_several_count(texts[0]);
}

hm_type hm_operation_takes(hm_op op, size_t index) {
    const uint8_t *takes = operations[op].takes;
    size_t last = 0;
    while (last + 1 < sizeof operations->takes && takes[last + 1] != HM_TYPE_NONE)
        last++;
    return (hm_type)takes[index < last ? index : last];
}

const char *hm_type_name(hm_type type) {
    switch (type) {
    case HM_TYPE_NUMBER:
        return "a number";
    case HM_TYPE_LOGIC:
        return "yes or no";
    case HM_TYPE_TEXT:
        return "text";
    case HM_TYPE_RECORDS:
        return "records";
    case HM_TYPE_SEVERAL:
        return "several answers (a choice with many = true)";
    default:
        return "a value";
    }
}
