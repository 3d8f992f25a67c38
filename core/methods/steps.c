#include "methods/steps.h"

#include "base/tie.h"

static const struct {
    const char *name;
    bool turns;
} statistics[HM_STATISTICS] = {
    [HM_STATISTIC_WORST] = {"worst", true},
    [HM_STATISTIC_BEST] = {"best", true},
    [HM_STATISTIC_MEAN] = {"mean", true},
    [HM_STATISTIC_DEVIATION] = {"deviation", false},
};

const char *hm_statistic_name(hm_statistic statistic) {
    return statistics[statistic].name;
}

bool hm_statistic_turns(hm_statistic statistic) {
    return statistics[statistic].turns;
}

bool hm_step_has(const hm_step_method *method, hm_statistic statistic) {
    return statistic < HM_STATISTIC_MEAN || method->has_mean;
}

/* How many of the ascending numbers lie below `value`, or, with `equal`, at or below it. */
static size_t count_below(const double *numbers, size_t count, double value, bool equal) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (numbers[middle] < value || (equal && numbers[middle] <= value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The tie that a value belongs to is the first whose greatest is not below it. */
hm_value_place hm_value_place_of(const hm_learnt *learnt, double value) {
    const double *ties = learnt->ties;
    const size_t count = learnt->count, below = count_below(ties, count, value, false);
    if (below == count || !hm_ties(ties[below], value))
        return (hm_value_place){below, 0, count - below};
    const size_t up_to = count_below(ties, count, ties[below], true);
    return (hm_value_place){below, up_to - below, count - up_to};
}
