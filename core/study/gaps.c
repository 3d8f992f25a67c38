#include "study/gaps.h"

#include <math.h>

#include "base/error.h"

/* The scores of a node in a period, in the order of units. */
static size_t list_peers(const hm_aggregated *marks, size_t node, uint32_t period, double *peers) {
    const hm_grid_column *column = &marks->scores.columns[node];
    const hm_dataset *dataset = marks->bound->dataset;
    const uint32_t *periods = hm_dataset_periods(dataset);
    size_t count = 0;
    for (size_t unit = 0; unit < marks->scores.rows; unit++)
        if (periods[unit] == period && column->states[unit] == HM_OBSERVED &&
            hm_dataset_unit_is_ranked(dataset, unit))
            peers[count++] = column->values[unit];
    return count;
}

static double round_drawn(const hm_plan *plan, const hm_node *of, double drawn) {
    return of->rounding >= 0 ? hm_score_round(drawn, of->rounding, plan->policy.ties_to_even)
                             : drawn;
}

static bool draw_expected(const hm_gap_source *from, const hm_noise *noise, uint32_t number,
                          size_t node, size_t unit, double *out) {
    const hm_node *of = &from->plan->nodes[node];
    if (!hm_expected_gaps_draw(from->expected, noise, number, (uint32_t)unit, (uint32_t)node, out))
        return false;
    *out = round_drawn(from->plan, of, fmin(fmax(*out, of->low), of->high));
    return true;
}

bool hm_gap_draw(const hm_gap_source *from, uint32_t number, size_t node, size_t unit,
                 double *peers, double *out) {
    const hm_noise noise = {from->study->declared.seed, HM_STREAM_GAPS};
    const hm_node *of = &from->plan->nodes[node];
    if (from->study->declared.gaps == HM_GAPS_EM)
        return draw_expected(from, &noise, number, node, unit, out);
    const double place = hm_noise_uniform(&noise, number, (uint32_t)unit, (uint32_t)node);
    if (from->study->declared.gaps == HM_GAPS_UNIFORM) {
        const bool bounded = isfinite(of->low) && isfinite(of->high);
        if (bounded)
            *out = round_drawn(from->plan, of, of->low + place * (of->high - of->low));
        return bounded;
    }
    const size_t count =
        list_peers(from->marks, node, hm_dataset_periods(from->marks->bound->dataset)[unit], peers);
    if (count > 0)
        *out = peers[(size_t)(place * (double)count)];
    return count > 0;
}

hm_code hm_gaps_check_expected(const hm_study *study, const hm_expected_gaps *expected,
                               hm_error *error) {
    return !expected->unlearnt
               ? HM_OK
               : hm_error_at(error, HM_ERROR_DATA, study->declared.file, study->declared.line, 0,
                             "study: vary.gaps: of %s nothing is to be expected: \"em\" takes at "
                             "least three ranked cities, and marks that differ",
                             expected->unlearnt);
}
