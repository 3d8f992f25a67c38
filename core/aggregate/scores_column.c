/* scores_column.c: one figure of a node for many units. */
#include <math.h>

#include "aggregate/scores.h"
#include "base/versioned.h"
#include "platform/cancel.h"
#include "platform/environment.h"

/* One cell: is there a number, and which? */
static bool find_figure(const hm_score_row *row, hm_score_figure which, double *number) {
    switch (which) {
    case HM_FIGURE_VALUE:
        *number = row->value;
        return row->has_value;
    case HM_FIGURE_SCORE:
        *number = row->score;
        return row->has_score;
    case HM_FIGURE_WEIGHT:
        *number = row->weight;
        return true;
    case HM_FIGURE_CONTRIBUTION:
        *number = row->contribution;
        return row->has_contribution;
    case HM_FIGURE_COVERAGE:
        *number = row->coverage;
        return true;
    case HM_FIGURE_APPLICABLE:
        *number = row->applicable;
        return true;
    case HM_FIGURE_RANK:
        *number = row->rank;
        return row->rank > 0;
    }
    return false;
}

static void set_bit(uint8_t *bits, size_t at, bool value) {
    const uint8_t bit = (uint8_t)(1 << at % 8);
    bits[at / 8] = (uint8_t)(value ? bits[at / 8] | bit : bits[at / 8] & ~bit);
}

static void set_cell(const hm_column_view *view, size_t at, bool there, double number,
                     uint8_t state, unsigned flags) {
    if (view->numbers)
        view->numbers[at] = there ? number : 0;
    if (view->states)
        view->states[at] = state;
    if (view->validity)
        set_bit(view->validity, at, there);
    if (view->provenance)
        view->provenance[at] = (uint8_t)flags;
}

static bool is_in_range(const hm_scores *scores, size_t node, hm_score_figure which,
                        const hm_column_view *view) {
    const hm_grid *grid = &scores->aggregated.scores;
    return node < grid->count && which >= HM_FIGURE_VALUE && which <= HM_FIGURE_RANK &&
           view->first <= grid->rows && view->count <= grid->rows - view->first;
}

enum { UNITS_A_LOOK = 1024 }; /* at `cancel`: the clock takes longer than a cell */

static hm_code fill(const hm_scores *scores, size_t node, hm_score_figure which,
                    const hm_column_view *given) {
    hm_column_view view = HM_COLUMN_VIEW_INIT;
    if (!scores || !given ||
        hm_versioned_read(&view, sizeof view, given, "hm_column_view", NULL) != HM_OK ||
        !is_in_range(scores, node, which, &view))
        return HM_ERROR_ARGUMENT;
    const hm_aggregated *aggregated = &scores->aggregated;
    for (size_t i = 0; i < view.count; i++) {
        if (i % UNITS_A_LOOK == 0 && hm_is_cancelled(view.cancel))
            return HM_ERROR_CANCELLED;
        const size_t unit = view.first + i;
        hm_score_row row;
        double number = 0;
        hm_scores_fill_with(
            scores, unit, node,
            which == HM_FIGURE_CONTRIBUTION ? hm_aggregated_share(aggregated, unit, node, 0) : NAN,
            &row);
        const bool there = find_figure(&row, which, &number);
        const uint8_t state =
            which == HM_FIGURE_VALUE
                ? hm_scores_value_state(there, row.status, &scores->plan->nodes[node])
                : hm_scores_cell_state(there, row.status);
        set_cell(&view, i, there, number, state, row.flags);
    }
    return HM_OK;
}

hm_code hm_scores_column(const hm_scores *scores, size_t node, hm_score_figure which,
                         const hm_column_view *view) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, fill(scores, node, which, view));
}
