/* coverage.c: how much of a node's score rests on values, and how much of it applies. */
#include "aggregate/aggregate.h"

/* Of an indicator 1 where it has a value, or as much as what it reads has. */
double hm_aggregated_coverage(const hm_aggregated *aggregated, size_t number, size_t unit) {
    const hm_plan *plan = aggregated->plan;
    const hm_node *node = &plan->nodes[number];
    if (node->indicator == HM_NO_INDICATOR)
        return aggregated->coverage[hm_aggregated_start(aggregated, number) + unit];
    const uint8_t *reported = hm_aggregated_reported(aggregated, number);
    if (hm_aggregated_is_filled(aggregated, number, unit))
        return 1;
    if (reported && reported[unit] != HM_OBSERVED)
        return 0;
    if (plan->indicators[node->indicator].reads_nodes)
        return aggregated->read_coverage[hm_aggregated_start(aggregated, number) + unit];
    return reported ||
           aggregated->evaluated->values.columns[node->indicator].states[unit] == HM_OBSERVED;
}

double hm_aggregated_applicable(const hm_aggregated *aggregated, size_t node, size_t unit) {
    if (aggregated->plan->nodes[node].indicator != HM_NO_INDICATOR)
        return hm_state_applies(aggregated->scores.columns[node].states[unit]);
    return *hm_aggregated_partly(aggregated, node, unit)
               ? aggregated->applicable[hm_aggregated_start(aggregated, node) + unit]
               : 1;
}

/* Of an indicator: states that say which of its scores rest on values; NULL where that is more than
 * these tell. */
static const uint8_t *states_covered(const hm_aggregated *aggregated, size_t number) {
    const uint32_t indicator = aggregated->plan->nodes[number].indicator;
    if (indicator == HM_NO_INDICATOR || aggregated->filled ||
        aggregated->plan->indicators[indicator].reads_nodes)
        return NULL;
    const uint8_t *reported = hm_aggregated_reported(aggregated, number);
    return reported ? reported : aggregated->evaluated->values.columns[indicator].states;
}

void hm_aggregated_cover(const hm_aggregated *aggregated, size_t number, const uint32_t *units,
                         size_t count, double *coverage, double *applicable) {
    const uint8_t *covered = states_covered(aggregated, number);
    const uint8_t *scored = aggregated->scores.columns[number].states;
    for (size_t i = 0; covered && i < count; i++) {
        coverage[i] = covered[units[i]] == HM_OBSERVED;
        applicable[i] = hm_state_applies(scored[units[i]]);
    }
    for (size_t i = 0; !covered && i < count; i++) {
        coverage[i] = hm_aggregated_coverage(aggregated, number, units[i]);
        applicable[i] = hm_aggregated_applicable(aggregated, number, units[i]);
    }
}
