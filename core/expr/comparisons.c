#include "expr/comparisons.h"

#include <math.h>
#include <string.h>

#include "hundredmark/base.h"
#include "platform/wide.h"

/* A sum of parts is rounded once a part, so that it differs in its last digits from the whole that
 * it is: 0.1 + 0.2 is not 0.3. Counts of any city are far from where this is 1. */
#define ROUNDING 1e-12

/* How far apart two numbers may be that count as equal. */
static inline double slack_of(double a, double b, double tolerance) {
    const double most = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    const double rounding = ROUNDING * (most > 1 ? most : 1);
    return tolerance > rounding ? tolerance : rounding;
}

#define COMPARING(name, expression)                                                                \
    HM_WIDE static void name(size_t rows, const double *restrict left,                             \
                             const double *restrict right, double tolerance,                       \
                             uint8_t *restrict holds) {                                            \
        (void)tolerance;                                                                           \
        for (size_t i = 0; i < rows; i++) {                                                        \
            const double a = left[i], b = right[i];                                                \
            holds[i] = (expression) ? 1 : 0;                                                       \
        }                                                                                          \
    }

COMPARING(compare_lt, b - a > slack_of(a, b, tolerance))
COMPARING(compare_le, a - b <= slack_of(a, b, tolerance))
COMPARING(compare_eq, fabs(a - b) <= slack_of(a, b, tolerance))
COMPARING(compare_ge, b - a <= slack_of(a, b, tolerance))
COMPARING(compare_gt, a - b > slack_of(a, b, tolerance))
COMPARING(compare_ne, fabs(a - b) > slack_of(a, b, tolerance))
/* of logic, which is 0 or 1 */
COMPARING(compare_implies, a <= b)
COMPARING(compare_excludes, a + b < 2)

#define NUMBER HM_TYPE_NUMBER
#define LOGIC  HM_TYPE_LOGIC
static const hm_comparison comparisons[] = {
    {"<", "must be", "less than", NUMBER, HM_SETTLES_NOTHING, HM_SETTLES_NOTHING, compare_lt},
    {"<=", "must be", "at most", NUMBER, HM_SETTLES_NOTHING, HM_SETTLES_NOTHING, compare_le},
    {"==", "must be", "equal to", HM_TYPE_ANY, HM_SETTLES_NOTHING, HM_SETTLES_NOTHING, compare_eq},
    {">=", "must be", "at least", NUMBER, HM_SETTLES_NOTHING, HM_SETTLES_NOTHING, compare_ge},
    {">", "must be", "more than", NUMBER, HM_SETTLES_NOTHING, HM_SETTLES_NOTHING, compare_gt},
    {"!=", "must be", "other than", HM_TYPE_ANY, HM_SETTLES_NOTHING, HM_SETTLES_NOTHING,
     compare_ne},
    {"implies", "must go", "with", LOGIC, HM_SETTLES_BY_NO, HM_SETTLES_BY_YES, compare_implies},
    {"excludes", "must go", "without", LOGIC, HM_SETTLES_BY_NO, HM_SETTLES_BY_NO, compare_excludes},
};

const char *hm_verdict_name(hm_verdict verdict) {
    return verdict == HM_VERDICT_HOLDS    ? "holds"
           : verdict == HM_VERDICT_BROKEN ? "broken"
                                          : "skipped";
}

const hm_comparison *hm_comparison_at(size_t index) {
    return index < sizeof comparisons / sizeof *comparisons ? &comparisons[index] : NULL;
}

const hm_comparison *hm_comparison_find(const char *name) {
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
        if (strcmp(comparisons[i].name, name) == 0)
            return &comparisons[i];
    return NULL;
}

bool hm_comparison_fits(const hm_comparison *comparison, hm_type left, hm_type right) {
    if (comparison->takes == HM_TYPE_ANY)
        return left == right;
    return left == comparison->takes && right == comparison->takes;
}

/* Has any unit no value? */
HM_WIDE static uint8_t all_states(size_t rows, const uint8_t *restrict left,
                                  const uint8_t *restrict right) {
    uint8_t all = 0;
    for (size_t i = 0; i < rows; i++)
        all |= left[i] | right[i];
    return all;
}

static bool settles(hm_settling settling, hm_operand side, size_t unit) {
    return settling != HM_SETTLES_NOTHING && side.states[unit] == HM_OBSERVED &&
           (side.values[unit] != 0) == (settling == HM_SETTLES_BY_YES);
}

static hm_verdict without_value(const hm_comparison *comparison, hm_operand left, hm_operand right,
                                size_t unit) {
    const uint8_t a = left.states[unit], b = right.states[unit];
    if (settles(comparison->left, left, unit) || settles(comparison->right, right, unit))
        return HM_VERDICT_HOLDS;
    return (a > b ? a : b) == HM_NOT_REPORTED ? HM_VERDICT_MISSING : HM_VERDICT_SKIPPED;
}

void hm_comparison_run(const hm_comparison *comparison, size_t rows, hm_operand left,
                       hm_operand right, double tolerance, uint8_t *verdicts) {
    comparison->run(rows, left.values, right.values, tolerance, verdicts);
    for (size_t i = 0; i < rows; i++)
        verdicts[i] ^= 1; /* holds is 0, broken 1 */
    if (all_states(rows, left.states, right.states) == HM_OBSERVED)
        return;
    for (size_t i = 0; i < rows; i++)
        if ((left.states[i] | right.states[i]) != HM_OBSERVED)
            verdicts[i] = (uint8_t)without_value(comparison, left, right, i);
}
