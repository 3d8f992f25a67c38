/* filling.c: scores that are put in place of those that indicators have not. */
#include "aggregate/aggregate.h"

/* What says of an indicator, by unit, whether its score rests on a value, or was filled in. */
static uint8_t *rests_of(const hm_aggregated *aggregated, size_t number) {
    const uint32_t indicator = aggregated->plan->nodes[number].indicator;
    return aggregated->filled + (size_t)indicator * aggregated->scores.rows;
}

const uint8_t *hm_aggregated_rests(const hm_aggregated *aggregated, size_t number) {
    return rests_of(aggregated, number);
}

bool hm_aggregated_is_filled(const hm_aggregated *aggregated, size_t number, size_t unit) {
    return aggregated->filled && aggregated->plan->nodes[number].indicator != HM_NO_INDICATOR &&
           rests_of(aggregated, number)[unit] == HM_OBSERVED &&
           aggregated->values.columns[number].states[unit] != HM_OBSERVED;
}

/* It counts as reported, wherever it is asked for that. */
static void fill_unit(hm_aggregated *aggregated, size_t number, size_t unit, double score) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const size_t stepped = hm_aggregated_stepped(aggregated, number);
    aggregated->scores.columns[number].values[unit] = score;
    aggregated->scores.columns[number].states[unit] = HM_OBSERVED;
    rests_of(aggregated, number)[unit] = HM_OBSERVED;
    if (stepped != SIZE_MAX)
        aggregated->stepped_reported[stepped + unit] = HM_OBSERVED;
    if (hm_node_is_reader(aggregated->plan, node))
        aggregated->read_coverage[hm_aggregated_start(aggregated, number) + unit] = 1;
    if (node->transform) {
        aggregated->marks.columns[number].values[unit] = score;
        aggregated->marks.columns[number].states[unit] = HM_OBSERVED;
    }
}

void hm_aggregated_fill(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_filling *filling = aggregated->filling;
    const uint8_t *states = aggregated->scores.columns[number].states;
    const uint8_t *before = aggregated->values.columns[number].states;
    double score;
    for (size_t unit = first; unit < first + count; unit++) {
        rests_of(aggregated, number)[unit] = before[unit];
        if (states[unit] != HM_OBSERVED && hm_state_applies(states[unit]) &&
            filling->draw(filling->context, number, unit, &score))
            fill_unit(aggregated, number, unit, score);
    }
}
