#include "expr/history.h"

#include <float.h>
#include <math.h>

#include "hundredmark/base.h"

void hm_history_find(const hm_earlier *earlier, uint32_t back, size_t unit, hm_history *out) {
    uint32_t ago = 0;
    out->back = back;
    out->units[0] = (uint32_t)unit;
    out->ago[0] = 0;
    out->count = 1;
    for (hm_earlier at = earlier[unit]; at.unit != HM_NO_EARLIER; at = earlier[at.unit]) {
        ago += at.periods;
        if (ago > back)
            return;
        out->units[out->count] = at.unit;
        out->ago[out->count++] = ago;
    }
}

uint32_t hm_history_back(const hm_expr_node *nodes, size_t index, const uint8_t *below,
                         const hm_past *past, size_t unit) {
    uint32_t back = nodes[index].back;
    for (size_t i = 0; i < index; i++)
        if (below[i] && nodes[i].op == HM_OP_INPUT)
            back = hm_past_within(past, nodes[i].input, unit, back);
    return back;
}

size_t hm_history_observed(const hm_history *history) {
    size_t count = 0;
    for (size_t i = 0; i < history->count; i++)
        count += history->states[i] == HM_OBSERVED;
    return count;
}

size_t hm_history_needs(hm_op op, size_t least) {
    return op == HM_OP_SLOPE && least < 2 ? 2 : least;
}

static double sum(const hm_history *history) {
    double result = 0;
    for (size_t i = history->count; i-- > 0;) /* in the order of time */
        result += history->states[i] == HM_OBSERVED ? history->values[i] : 0;
    return result;
}

static double extreme(const hm_history *history, double sign) {
    double result = -DBL_MAX;
    for (size_t i = 0; i < history->count; i++)
        if (history->states[i] == HM_OBSERVED && sign * history->values[i] > result)
            result = sign * history->values[i];
    return sign * result;
}

/* Rounding must not lead it out of the range of what it is a mean of. */
static double mean(const hm_history *history) {
    const double result = sum(history) / (double)hm_history_observed(history);
    const double low = extreme(history, -1), high = extreme(history, 1);
    if (!(fabs(result) <= DBL_MAX))
        return result;
    return result < low ? low : result > high ? high : result;
}

/* Of least squares, over the time in periods: where it begins does not matter. */
static double slope(const hm_history *history) {
    const double middle = mean(history);
    double time = 0, products = 0, squares = 0;
    for (size_t i = 0; i < history->count; i++)
        time += history->states[i] == HM_OBSERVED ? -(double)history->ago[i] : 0;
    time /= (double)hm_history_observed(history);
    for (size_t i = history->count; i-- > 0;) {
        const double apart = -(double)history->ago[i] - time;
        if (history->states[i] != HM_OBSERVED)
            continue;
        products += apart * (history->values[i] - middle);
        squares += apart * apart;
    }
    return products / squares;
}

static double fold(const hm_history *history, hm_op op) {
    switch (op) {
    case HM_OP_SLOPE:
        return slope(history);
    case HM_OP_MEAN:
        return mean(history);
    case HM_OP_MIN:
        return extreme(history, -1);
    case HM_OP_MAX:
        return extreme(history, 1);
    default:
        return sum(history);
    }
}

uint8_t hm_history_fold(const hm_history *history, hm_op op, size_t least, double *value) {
    uint8_t rejected = HM_OBSERVED;
    *value = 0;
    for (size_t i = 0; i < history->count; i++)
        if (history->states[i] >= HM_INVALID && history->states[i] > rejected)
            rejected = history->states[i];
    if (rejected != HM_OBSERVED)
        return rejected;
    if (history->states[0] == HM_NOT_APPLICABLE ||
        history->back + (size_t)1 < hm_history_needs(op, least))
        return HM_NOT_APPLICABLE;
    if (hm_history_observed(history) < hm_history_needs(op, least))
        return HM_NOT_REPORTED;
    const double result = fold(history, op);
    if (!(fabs(result) <= DBL_MAX))
        return HM_UNDEFINED;
    *value = result;
    return HM_OBSERVED;
}
