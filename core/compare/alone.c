/* alone.c: pair by pair, in the data of one side with figures of the other put in. */
#include <string.h>

#include "compare/figures_parts.h"
#include "compare/shapley.h"

static bool own_columns(hm_figures *f, hm_figures_frame *of) {
    const size_t rows = of->bound.inputs.rows;
    bool fine = true;
    for (size_t i = 0; fine && i < f->indicator->input_count; i++) {
        const uint32_t input = f->indicator->inputs[i];
        hm_grid_column *column = &of->bound.inputs.columns[input];
        if (of->is_own[input])
            continue;
        double *values = hm_allocate_array(f->allocator, rows, sizeof *values);
        uint8_t *states = hm_allocate_array(f->allocator, rows, 1);
        fine = values && states;
        if (!fine) {
            hm_release(f->allocator, values, rows * sizeof *values);
            hm_release(f->allocator, states, rows);
            break;
        }
        memcpy(values, column->values, rows * sizeof *values);
        memcpy(states, column->states, rows);
        column->values = values;
        column->states = states;
        of->is_own[input] = 1;
    }
    return fine;
}

static bool open_frame(hm_figures *f, hm_side side) {
    hm_figures_frame *of = &f->frames[f->views->mixes[side]];
    if (of->is_open)
        return own_columns(f, of);
    const hm_bound *bound = &f->views->scores[side]->bound;
    of->is_open = true;
    of->bound = *bound;
    of->bound.inputs.columns =
        hm_allocate_array(f->allocator, bound->inputs.count, sizeof *of->bound.inputs.columns);
    of->is_own = hm_allocate_array(f->allocator, bound->inputs.count, 1);
    if (!of->bound.inputs.columns || !of->is_own)
        return false;
    if (bound->inputs.count > 0)
        memcpy(of->bound.inputs.columns, bound->inputs.columns,
               bound->inputs.count * sizeof *bound->inputs.columns);
    of->calls = true;
    return hm_caller_open(&of->caller, &of->bound, f->cancel, NULL, f->allocator) &&
           own_columns(f, of);
}

typedef struct alone {
    hm_figures *f;
    size_t pair, figures; /* players that are figures; behind them all else that differs */
    bool out_of_memory;
} alone;

static void put_figures(const alone *a, const uint8_t *taken, hm_side side) {
    hm_figures *f = a->f;
    const hm_figures_frame *of = &f->frames[f->views->mixes[side]];
    for (size_t i = 0; i < f->indicator->input_count; i++) {
        const uint32_t input = f->indicator->inputs[i];
        hm_side from = side;
        for (size_t k = 0; k < a->figures; k++)
            if (f->players[k] == i)
                from = taken[k] ? HM_AFTER : HM_BEFORE;
        const hm_grid_column *column = &of->bound.inputs.columns[input];
        const size_t unit = f->views->units[side][a->pair];
        column->values[unit] = f->figures[hm_figure_place(i, from) + a->pair];
        column->states[unit] = f->states[hm_figure_place(i, from) + a->pair];
    }
}

/* By the data of one side, with these figures in it. */
static double value_in(alone *a, hm_side side) {
    hm_figures *f = a->f;
    hm_figures_frame *of = &f->frames[f->views->mixes[side]];
    const size_t unit = f->views->units[side][a->pair];
    const uint32_t number = f->plan->nodes[f->node].indicator;
    double value = 0;
    uint8_t state = HM_NOT_REPORTED;
    hm_error why;
    if (f->indicator->is_called && !f->indicator->measure) {
        if (hm_caller_calls(&of->caller, number, unit))
            a->out_of_memory |= !hm_caller_call(&of->caller, number, unit, &value, &state, &why);
    } else {
        hm_expr_data data = hm_bound_data(&of->bound, f->node);
        data.reads = hm_aggregated_reads(&f->views->scores[side]->aggregated);
        hm_expr_run(f->indicator->measure, &data, unit, 1, &f->workspace, &value, &state);
    }
    return hm_figures_mark(f, a->pair, value, state);
}

static double value_alone(void *context, const uint8_t *taken) {
    alone *a = context;
    const hm_side side = taken[a->figures] ? HM_AFTER : HM_BEFORE;
    put_figures(a, taken, side);
    const double mark = value_in(a, side);
    return isfinite(mark) ? mark : hm_figures_otherwise(a->f, a->pair);
}

static bool is_changed(const hm_figures *f, size_t place, size_t pair) {
    const size_t before = hm_figure_place(place, HM_BEFORE) + pair;
    const size_t after = hm_figure_place(place, HM_AFTER) + pair;
    return f->figures[before] != f->figures[after] || f->states[before] != f->states[after];
}

/* The only input of records, whose rows are all that differs beside the figures; SIZE_MAX: there is
 * none, or other periods and nodes are looked at, too. */
static size_t only_records(const hm_figures *f) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < f->indicator->input_count; i++) {
        if (!hm_figure_is_records(f, i))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = i;
    }
    return f->indicator->looks_back || f->indicator->reads_nodes ? SIZE_MAX : found;
}

bool hm_figures_divide_alone(hm_figures *f, size_t pair, double scale, double *points,
                             double *own) {
    alone a = {.f = f, .pair = pair};
    if (!open_frame(f, HM_BEFORE) || !open_frame(f, HM_AFTER))
        return false;
    for (size_t i = 0; i < f->indicator->input_count; i++)
        if (!hm_figure_is_records(f, i) && is_changed(f, i, pair))
            f->players[a.figures++] = (uint32_t)i;
    const hm_shapley_game game = {a.figures + 1, value_alone, &a};
    hm_shapley(&game, f->room, f->taken, f->shares);
    const size_t records = only_records(f);
    f->players[a.figures] = records == SIZE_MAX ? 0 : (uint32_t)records;
    hm_figures_give(f, pair, a.figures + (records != SIZE_MAX), scale, points, own);
    memset(f->taken, 0, a.figures);
    put_figures(&(alone){.f = f, .pair = pair}, f->taken, HM_BEFORE);
    put_figures(&(alone){.f = f, .pair = pair}, f->taken, HM_AFTER);
    return !a.out_of_memory;
}

bool hm_figures_divide_each(hm_figures *f, const double *scales, double *points, double *own) {
    bool fine = true;
    for (size_t pair = 0; fine && pair < f->views->count; pair++) {
        if (scales[pair] == 0)
            continue;
        if (hm_figures_are_both(f, pair))
            fine = hm_figures_divide_alone(f, pair, scales[pair], points, own);
        else
            hm_figures_give(f, pair, 0, scales[pair], points, own);
    }
    return fine;
}
