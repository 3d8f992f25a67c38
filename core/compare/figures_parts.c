#include "compare/figures_parts.h"

#include <math.h>

#include "compare/marks.h"
#include "compare/shapley.h"

/* --- room --- */

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static void measure_room(hm_figures *f, const hm_matched *m, size_t *expr_nodes) {
    *expr_nodes = 1;
    f->most = f->inputs = f->parameters = 1;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_plan *plan = m->plans[side];
        f->inputs = larger(f->inputs, plan->input_count);
        f->parameters = larger(f->parameters, plan->parameter_count);
        *expr_nodes = larger(*expr_nodes, plan->most_expr_nodes);
        for (size_t i = 0; i < plan->indicator_count; i++)
            f->most = larger(f->most, plan->indicators[i].input_count + 1);
    }
}

static size_t sets_room(void) {
    return ((size_t)1 << HM_FIGURES_AT_ONCE) * HM_PAIRS;
}

static size_t shapley_room(const hm_figures *f) {
    return larger((size_t)1 << HM_SHAPLEY_EXACT, f->most);
}

hm_figures *hm_figures_open(const hm_matched *matched, const hm_slots *slots,
                            const hm_cancel *cancel, const hm_allocator *allocator) {
    size_t expr_nodes;
    hm_figures *f = hm_allocate_array(allocator, 1, sizeof *f);
    if (!f)
        return NULL;
    f->allocator = allocator;
    f->cancel = cancel;
    f->slots = slots;
    measure_room(f, matched, &expr_nodes);
    const bool fine = hm_workspace_open(&f->workspace, expr_nodes, allocator);
    f->columns = hm_allocate_array(allocator, f->inputs, sizeof *f->columns);
    f->constants = hm_allocate_array(allocator, f->parameters, sizeof *f->constants);
    f->figures = hm_allocate_array(allocator, 2 * f->most * HM_PAIRS, sizeof *f->figures);
    f->states = hm_allocate_array(allocator, 2 * f->most * HM_PAIRS, 1);
    f->constant_values =
        hm_allocate_array(allocator, f->parameters * HM_PAIRS, sizeof *f->constant_values);
    f->constant_states = hm_allocate_array(allocator, f->parameters * HM_PAIRS, 1);
    f->sets = hm_allocate_array(allocator, sets_room(), sizeof *f->sets);
    f->room = hm_allocate_array(allocator, shapley_room(f), sizeof *f->room);
    f->shares = hm_allocate_array(allocator, f->most, sizeof *f->shares);
    f->taken = hm_allocate_array(allocator, f->most, 1);
    f->players = hm_allocate_array(allocator, f->most, sizeof *f->players);
    f->kept_players = hm_allocate_array(allocator, f->most, sizeof *f->kept_players);
    f->terms = hm_allocate_array(allocator, f->most, sizeof *f->terms);
    f->groups = hm_allocate_array(allocator, f->most, sizeof *f->groups);
    if (fine && f->kept_players && f->terms && f->groups && f->columns && f->constants &&
        f->figures && f->states && f->constant_values && f->constant_states && f->sets && f->room &&
        f->shares && f->taken && f->players)
        return f;
    hm_figures_close(f);
    return NULL;
}

static void close_frame(hm_figures *f, hm_figures_frame *of) {
    if (!of->is_open)
        return;
    if (of->calls)
        hm_caller_close(&of->caller);
    for (size_t i = 0; of->bound.inputs.columns && of->is_own && i < of->bound.inputs.count; i++)
        if (of->is_own[i]) {
            hm_release(f->allocator, of->bound.inputs.columns[i].values,
                       of->bound.inputs.rows * sizeof(double));
            hm_release(f->allocator, of->bound.inputs.columns[i].states, of->bound.inputs.rows);
        }
    hm_release(f->allocator, of->bound.inputs.columns,
               of->bound.inputs.count * sizeof *of->bound.inputs.columns);
    hm_release(f->allocator, of->is_own, of->bound.inputs.count);
}

void hm_figures_close(hm_figures *f) {
    if (!f)
        return;
    const hm_allocator *allocator = f->allocator;
    for (size_t i = 0; i < HM_MIXES; i++)
        close_frame(f, &f->frames[i]);
    hm_workspace_close(&f->workspace);
    hm_release(allocator, f->columns, f->inputs * sizeof *f->columns);
    hm_release(allocator, f->constants, f->parameters * sizeof *f->constants);
    hm_release(allocator, f->figures, 2 * f->most * HM_PAIRS * sizeof *f->figures);
    hm_release(allocator, f->states, 2 * f->most * HM_PAIRS);
    hm_release(allocator, f->constant_values,
               f->parameters * HM_PAIRS * sizeof *f->constant_values);
    hm_release(allocator, f->constant_states, f->parameters * HM_PAIRS);
    hm_release(allocator, f->sets, sets_room() * sizeof *f->sets);
    hm_release(allocator, f->room, shapley_room(f) * sizeof *f->room);
    hm_release(allocator, f->shares, f->most * sizeof *f->shares);
    hm_release(allocator, f->taken, f->most);
    hm_release(allocator, f->players, f->most * sizeof *f->players);
    hm_release(allocator, f->kept_players, f->most * sizeof *f->kept_players);
    hm_release(allocator, f->terms, f->most * sizeof *f->terms);
    hm_release(allocator, f->groups, f->most * sizeof *f->groups);
    hm_release(allocator, f, sizeof *f);
}

/* --- scores of pairs --- */

void hm_figures_put_column(hm_figures *f, size_t place, hm_side side) {
    f->columns[f->indicator->inputs[place]] =
        (hm_grid_column){.values = f->figures + hm_figure_place(place, side),
                         .states = f->states + hm_figure_place(place, side)};
}

static hm_view view_of(const hm_figures *f, hm_side side, size_t pair) {
    return (hm_view){.scores = f->views->scores[side],
                     .nodes = f->views->nodes,
                     .unit = f->views->units[side][pair]};
}

double hm_figures_mark(hm_figures *f, size_t pair, double value, uint8_t state) {
    const hm_node *node = &f->plan->nodes[f->node];
    if (state != HM_OBSERVED)
        return (double)NAN;
    double mark = value < node->low ? node->low : value > node->high ? node->high : value;
    if (hm_node_has_steps(node)) {
        const hm_view view = view_of(f, HM_BEFORE, pair);
        mark = hm_mark_through(&view, f->node, value, &f->workspace);
    }
    return node->rounding >= 0 && isfinite(mark)
               ? hm_score_round(mark, node->rounding, f->plan->policy.ties_to_even)
               : mark;
}

hm_expr_data hm_figures_data(const hm_figures *f) {
    return (hm_expr_data){.inputs = f->columns,
                          .parameters = f->constants,
                          .texts = f->views->scores[HM_BEFORE]->bound.texts.texts};
}

static double score_of(const hm_figures *f, hm_side side, size_t pair) {
    return f->views->scores[side]
        ->aggregated.scores.columns[f->node]
        .values[f->views->units[side][pair]];
}

double hm_figures_otherwise(const hm_figures *f, size_t pair) {
    return (score_of(f, HM_BEFORE, pair) + score_of(f, HM_AFTER, pair)) / 2;
}

bool hm_figures_are_both(const hm_figures *f, size_t pair) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_view view = view_of(f, side, pair);
        if (!hm_view_has_value(&view, f->node))
            return false;
    }
    return true;
}

static const uint32_t *slots_of(const hm_figures *f) {
    const hm_side side = f->views->measures;
    return f->slots->of[side] + f->slots->begin[side][f->plan->nodes[f->node].indicator];
}

void hm_figures_give(hm_figures *f, size_t pair, size_t count, double scale, double *points,
                     double *own) {
    double rest = score_of(f, HM_AFTER, pair) - score_of(f, HM_BEFORE, pair);
    for (size_t i = 0; i < count; i++) {
        points[slots_of(f)[f->players[i]] * HM_PAIRS + pair] += scale * f->shares[i];
        rest -= f->shares[i];
    }
    own[pair] += scale * rest;
}
