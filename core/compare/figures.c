/* figures.c: an expression over figures of its own unit is taken for many pairs at once,
 * all else pair by pair (alone.c). */
#include "compare/figures.h"

#include <math.h>
#include <string.h>

#include "compare/shapley.h"

/* So few that it is not worth while to look whether they meet. */
enum { FEW = 3 };

/* --- figures of all pairs --- */

static bool gather_input(hm_figures *f, size_t place) {
    const uint32_t input = f->indicator->inputs[place];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_grid_column *from = &f->views->scores[side]->bound.inputs.columns[input];
        double *figures = f->figures + hm_figure_place(place, side);
        uint8_t *states = f->states + hm_figure_place(place, side);
        for (size_t pair = 0; pair < f->views->count; pair++) {
            figures[pair] = from->values[f->views->units[side][pair]];
            states[pair] = from->states[f->views->units[side][pair]];
        }
    }
    const size_t before = hm_figure_place(place, HM_BEFORE),
                 after = hm_figure_place(place, HM_AFTER);
    return memcmp(f->figures + before, f->figures + after, f->views->count * sizeof *f->figures) !=
               0 ||
           memcmp(f->states + before, f->states + after, f->views->count) != 0;
}

static void gather_figures(hm_figures *f) {
    f->player_count = 0;
    for (size_t i = 0; i < f->indicator->input_count; i++) {
        if (gather_input(f, i))
            f->players[f->player_count++] = (uint32_t)i;
        hm_figures_put_column(f, i, HM_BEFORE);
    }
}

/* Both views go by the same parameters. */
static void gather_constants(hm_figures *f) {
    const hm_grid *from = &f->views->scores[HM_BEFORE]->bound.parameters;
    for (size_t i = 0; i < from->count; i++) {
        double *values = f->constant_values + i * HM_PAIRS;
        uint8_t *states = f->constant_states + i * HM_PAIRS;
        for (size_t pair = 0; pair < f->views->count; pair++) {
            values[pair] = from->columns[i].values[f->views->units[HM_BEFORE][pair]];
            states[pair] = from->columns[i].states[f->views->units[HM_BEFORE][pair]];
        }
        f->constants[i] = (hm_grid_column){.values = values, .states = states};
    }
}

/* --- all sets at once --- */

static void run_set(hm_figures *f, size_t set) {
    const hm_expr_data data = hm_figures_data(f);
    double values[HM_PAIRS];
    uint8_t states[HM_PAIRS];
    for (size_t i = 0; i < f->player_count; i++)
        hm_figures_put_column(f, f->players[i], set >> i & 1 ? HM_AFTER : HM_BEFORE);
    hm_expr_run(f->indicator->measure, &data, 0, f->views->count, &f->workspace, values, states);
    for (size_t pair = 0; pair < f->views->count; pair++) {
        const double mark = hm_figures_mark(f, pair, values[pair], states[pair]);
        f->sets[set * HM_PAIRS + pair] = isfinite(mark) ? mark : hm_figures_otherwise(f, pair);
    }
}

static void divide_at_once(hm_figures *f, const double *scales, double *points, double *own) {
    for (size_t set = 0; set < (size_t)1 << f->player_count; set++)
        run_set(f, set);
    for (size_t pair = 0; pair < f->views->count; pair++) {
        if (scales[pair] == 0)
            continue;
        const bool is_there = hm_figures_are_both(f, pair);
        if (is_there)
            hm_shapley_of_sets(f->sets + pair, HM_PAIRS, f->player_count, f->shares);
        hm_figures_give(f, pair, is_there ? f->player_count : 0, scales[pair], points, own);
    }
}

/* --- one indicator --- */

static bool reads_itself_alone(const hm_figures *f) {
    bool does = f->indicator->measure && !f->indicator->looks_back && !f->indicator->reads_nodes;
    for (size_t i = 0; i < f->indicator->input_count; i++)
        does = does && !hm_figure_is_records(f, i);
    return does;
}

/* Are its scores its values, but for the range? */
static bool is_plain(const hm_figures *f) {
    const hm_node *node = &f->plan->nodes[f->node];
    return !hm_node_has_steps(node) && node->rounding < 0;
}

bool hm_figures_divide(hm_figures *f, const hm_figure_views *views, size_t number,
                       const double *scales, double *points, double *own) {
    bool any = false;
    for (size_t pair = 0; pair < views->count; pair++)
        any |= scales[pair] != 0;
    if (!any)
        return true;
    f->views = views;
    f->node = views->nodes[number];
    f->plan = hm_bound_plan(&views->scores[HM_BEFORE]->bound, views->units[HM_BEFORE][0]);
    f->indicator = &f->plan->indicators[f->plan->nodes[f->node].indicator];
    gather_figures(f);
    if (!reads_itself_alone(f))
        return hm_figures_divide_each(f, scales, points, own);
    gather_constants(f);
    if (f->player_count > FEW && is_plain(f) &&
        hm_figures_group(f) <= (size_t)1 << HM_FIGURES_AT_ONCE)
        return hm_figures_divide_by_terms(f, scales, points, own);
    if (f->player_count > HM_FIGURES_AT_ONCE)
        return hm_figures_divide_each(f, scales, points, own);
    divide_at_once(f, scales, points, own);
    return true;
}
