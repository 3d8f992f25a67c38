/* node_steps.c: a value on its way through the steps of its node, and what its score rests on then.
 */
#include "aggregate/aggregate.h"

#include <string.h>

#include "base/numbers/number.h"
#include "platform/wide.h"
#include "transform/neighbours.h"

/* As long as steps are to come, no score was given in place of a figure. */
void hm_node_steps_begin(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_grid_column *from = &aggregated->values.columns[number];
    hm_grid_column *to = &aggregated->scores.columns[number];
    const size_t start = hm_aggregated_stepped(aggregated, number);
    memcpy(to->values + first, from->values + first, count * sizeof *to->values);
    memcpy(to->states + first, from->states + first, count);
    if (start == SIZE_MAX)
        return;
    const uint32_t indicator = aggregated->plan->nodes[number].indicator;
    memcpy(aggregated->stepped_flags + start + first,
           aggregated->evaluated->flags + indicator * aggregated->scores.rows + first, count);
    memset(aggregated->stepped_reported + start + first, HM_OBSERVED, count);
}

bool hm_node_invents(const hm_node *node) {
    const hm_step *step = hm_node_step(node, HM_STEP_IMPUTE);
    return step && !step->method->takes_reported;
}

/* What was imputed and could not be made a mark then is missing as before: no score comes of it. */
static void leave_missing(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const size_t stepped = hm_aggregated_stepped(aggregated, number);
    const uint8_t *before = aggregated->values.columns[number].states + first;
    uint8_t *states = aggregated->scores.columns[number].states + first;
    for (size_t i = 0; i < count; i++) {
        if (before[i] == HM_OBSERVED || states[i] != HM_UNDEFINED)
            continue;
        states[i] = before[i];
        if (stepped != SIZE_MAX)
            aggregated->stepped_flags[stepped + first + i] &= (uint8_t)~HM_FLAG_IMPUTED;
    }
}

/* A value that was imputed rests on nothing that was reported; one that was reported counts, though
 * no mark came of it, unless that is for want of another figure. */
HM_WIDE static void find_reported(const uint8_t *restrict before, const uint8_t *restrict after,
                                  bool made_up, uint8_t *restrict reported, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const bool own =
            (before[i] == HM_OBSERVED) & ((after[i] == HM_OBSERVED) | (after[i] == HM_UNDEFINED));
        const bool taken = (after[i] == HM_OBSERVED) & !made_up;
        reported[i] = (own | taken) ? HM_OBSERVED : HM_NOT_REPORTED;
    }
}

double hm_node_coverage_taken(const hm_aggregated *aggregated, size_t number, size_t unit) {
    const hm_applied_step *step = hm_applied_steps(aggregated->transformed, number);
    while (step->step->method->kind != HM_STEP_IMPUTE)
        step++;
    const size_t taken = hm_neighbours_taken(aggregated->transformed, step, unit);
    return taken != SIZE_MAX ? aggregated->coverage[hm_aggregated_start(aggregated, number) + taken]
                             : 0;
}

/* Of an indicator it is kept what was reported, of a group its coverage alone. */
static void settle_coverage(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const uint8_t *before = aggregated->values.columns[number].states;
    const uint8_t *after = aggregated->scores.columns[number].states;
    if (node->indicator != HM_NO_INDICATOR) {
        find_reported(before + first, after + first, hm_node_invents(node),
                      aggregated->stepped_reported + hm_aggregated_stepped(aggregated, number) +
                          first,
                      count);
        return;
    }
    for (size_t unit = first; hm_node_step(node, HM_STEP_IMPUTE) && unit < first + count; unit++)
        if (before[unit] != HM_OBSERVED && after[unit] == HM_OBSERVED)
            aggregated->coverage[hm_aggregated_start(aggregated, number) + unit] =
                hm_node_invents(node) ? 0 : hm_node_coverage_taken(aggregated, number, unit);
}

/* Where there is no score, 0 stands. */
HM_WIDE static void hold_within(double low, double high, const uint8_t *restrict states,
                                double *restrict values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const double held = values[i] < low ? low : values[i] > high ? high : values[i];
        values[i] = states[i] == HM_OBSERVED ? held : 0;
    }
}

static void hold_all(const hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const hm_grid_column *scores = &aggregated->scores.columns[number];
    hold_within(node->low, node->high, scores->states + first, scores->values + first, count);
    for (size_t i = first; node->rounding >= 0 && i < first + count; i++)
        if (scores->states[i] == HM_OBSERVED)
            scores->values[i] = hm_score_round(scores->values[i], node->rounding,
                                               aggregated->plan->policy.ties_to_even);
}

void hm_node_steps_take(hm_aggregated *aggregated, size_t number, uint32_t phase, size_t first,
                        size_t count) {
    const hm_node *node = &aggregated->plan->nodes[number];
    const hm_grid_column *scores = &aggregated->scores.columns[number];
    uint8_t *flags = hm_aggregated_flags_of(aggregated, number);
    size_t from = 0, end;
    while (from < node->step_count && hm_node_step_phase(node, from) < phase)
        from++;
    for (end = from; end < node->step_count && hm_node_step_phase(node, end) == phase;)
        end++;
    if (from < end)
        hm_transformed_take(aggregated->transformed, number, from, end, first, count,
                            (hm_step_cells){scores->values + first, scores->states + first,
                                            flags ? flags + first : NULL});
}

void hm_node_steps_finish(hm_aggregated *aggregated, size_t number, size_t first, size_t count) {
    hold_all(aggregated, number, first, count);
    if (hm_node_step(&aggregated->plan->nodes[number], HM_STEP_IMPUTE))
        leave_missing(aggregated, number, first, count);
    if (hm_aggregated_flags_of(aggregated, number))
        settle_coverage(aggregated, number, first, count);
}
