/* compare_figures.c: an expression over figures of its own unit is taken for many pairs at once;
 * functions, and what looks at records, other periods or nodes, pair by pair, in the data of one
 * side with the figures of the other put in. */
#include "analyse/compare_figures.h"

#include <string.h>

#include "analyse/compare_marks.h"
#include "analyse/compare_shapley.h"
#include "analyse/compare_terms.h"
#include "evaluate/evaluate_function.h"

/* Figures that have changed, for many pairs together; and so few that it is not worth while to look
 * whether they meet. */
enum { AT_ONCE = 8, FEW = 3 };

/* --- room --- */

/* The data of one run, whose figures may be changed. */
typedef struct frame {
    bool is_open, calls;
    hm_bound bound; /* the run's, but for its columns */
    uint8_t *is_own;
    hm_caller caller;
} frame;

struct hm_figures {
    const hm_allocator *allocator;
    const hm_cancel *cancel;
    const hm_slots *slots;
    size_t inputs, parameters, most; /* of a plan; of an indicator */
    hm_workspace workspace;
    hm_grid_column *columns, *constants; /* by input, by parameter: as expressions read them */
    double *figures;                     /* of the indicator at hand: by input, side and pair */
    uint8_t *states;
    double *constant_values;
    uint8_t *constant_states;
    double *sets; /* marks by set of figures taken and pair */
    double *room, *shares;
    uint8_t *taken;
    uint32_t *players; /* places of the inputs that have changed, of the indicator */
    uint32_t *kept_players;
    uint32_t *terms; /* by place of an input: the term of the measure that it stands in */
    size_t *groups;  /* players of the same term: how many each has */
    size_t group_count;
    frame frames[HM_MIXES];
    /* at hand */
    const hm_figure_views *views;
    const hm_plan *plan;
    const hm_indicator *indicator;
    uint32_t node;
    size_t player_count;
};

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
    return ((size_t)1 << AT_ONCE) * HM_PAIRS;
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

static void close_frame(hm_figures *f, frame *of) {
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

/* --- figures of all pairs --- */

static size_t place_of(const hm_figures *f, size_t input, hm_side side) {
    (void)f;
    return (2 * input + (size_t)side) * HM_PAIRS;
}

static bool gather_input(hm_figures *f, size_t place) {
    const uint32_t input = f->indicator->inputs[place];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_grid_column *from = &f->views->scores[side]->bound.inputs.columns[input];
        double *figures = f->figures + place_of(f, place, side);
        uint8_t *states = f->states + place_of(f, place, side);
        for (size_t pair = 0; pair < f->views->count; pair++) {
            figures[pair] = from->values[f->views->units[side][pair]];
            states[pair] = from->states[f->views->units[side][pair]];
        }
    }
    const size_t before = place_of(f, place, HM_BEFORE), after = place_of(f, place, HM_AFTER);
    return memcmp(f->figures + before, f->figures + after, f->views->count * sizeof *f->figures) !=
               0 ||
           memcmp(f->states + before, f->states + after, f->views->count) != 0;
}

static void put_column(hm_figures *f, size_t place, hm_side side) {
    f->columns[f->indicator->inputs[place]] =
        (hm_grid_column){.values = f->figures + place_of(f, place, side),
                         .states = f->states + place_of(f, place, side)};
}

static void gather_figures(hm_figures *f) {
    f->player_count = 0;
    for (size_t i = 0; i < f->indicator->input_count; i++) {
        if (gather_input(f, i))
            f->players[f->player_count++] = (uint32_t)i;
        put_column(f, i, HM_BEFORE);
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

static hm_view view_of(const hm_figures *f, hm_side side, size_t pair) {
    return (hm_view){.scores = f->views->scores[side],
                     .nodes = f->views->nodes,
                     .unit = f->views->units[side][pair]};
}

/* The score that a value gives; NAN: none. */
static double mark_of(hm_figures *f, size_t pair, double value, uint8_t state) {
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

static hm_expr_data data_of(const hm_figures *f) {
    return (hm_expr_data){.inputs = f->columns,
                          .parameters = f->constants,
                          .texts = f->views->scores[HM_BEFORE]->bound.texts.texts};
}

static double score_of(const hm_figures *f, hm_side side, size_t pair) {
    return f->views->scores[side]
        ->aggregated.scores.columns[f->node]
        .values[f->views->units[side][pair]];
}

/* Where some of the figures together give no score. */
static double otherwise_of(const hm_figures *f, size_t pair) {
    return (score_of(f, HM_BEFORE, pair) + score_of(f, HM_AFTER, pair)) / 2;
}

static void run_set(hm_figures *f, size_t set) {
    const hm_expr_data data = data_of(f);
    double values[HM_PAIRS];
    uint8_t states[HM_PAIRS];
    for (size_t i = 0; i < f->player_count; i++)
        put_column(f, f->players[i], set >> i & 1 ? HM_AFTER : HM_BEFORE);
    hm_expr_run(f->indicator->measure, &data, 0, f->views->count, &f->workspace, values, states);
    for (size_t pair = 0; pair < f->views->count; pair++) {
        const double mark = mark_of(f, pair, values[pair], states[pair]);
        f->sets[set * HM_PAIRS + pair] = isfinite(mark) ? mark : otherwise_of(f, pair);
    }
}

/* Does the score of the pair come of figures, on both sides? */
static bool is_figured(const hm_figures *f, size_t pair) {
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

/* What the players of a pair have; what they leave is nobody's. */
static void give(hm_figures *f, size_t pair, size_t count, double scale, double *points,
                 double *own) {
    double rest = score_of(f, HM_AFTER, pair) - score_of(f, HM_BEFORE, pair);
    for (size_t i = 0; i < count; i++) {
        points[slots_of(f)[f->players[i]] * HM_PAIRS + pair] += scale * f->shares[i];
        rest -= f->shares[i];
    }
    own[pair] += scale * rest;
}

static void divide_at_once(hm_figures *f, const double *scales, double *points, double *own) {
    for (size_t set = 0; set < (size_t)1 << f->player_count; set++)
        run_set(f, set);
    for (size_t pair = 0; pair < f->views->count; pair++) {
        if (scales[pair] == 0)
            continue;
        const bool is_there = is_figured(f, pair);
        if (is_there)
            hm_shapley_of_sets(f->sets + pair, HM_PAIRS, f->player_count, f->shares);
        give(f, pair, is_there ? f->player_count : 0, scales[pair], points, own);
    }
}

/* --- pair by pair --- */

static bool own_columns(hm_figures *f, frame *of) {
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
    frame *of = &f->frames[f->views->mixes[side]];
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
    const frame *of = &f->frames[f->views->mixes[side]];
    for (size_t i = 0; i < f->indicator->input_count; i++) {
        const uint32_t input = f->indicator->inputs[i];
        hm_side from = side;
        for (size_t k = 0; k < a->figures; k++)
            if (f->players[k] == i)
                from = taken[k] ? HM_AFTER : HM_BEFORE;
        const hm_grid_column *column = &of->bound.inputs.columns[input];
        const size_t unit = f->views->units[side][a->pair];
        column->values[unit] = f->figures[place_of(f, i, from) + a->pair];
        column->states[unit] = f->states[place_of(f, i, from) + a->pair];
    }
}

/* By the data of one side, with these figures in it. */
static double value_in(alone *a, hm_side side) {
    hm_figures *f = a->f;
    frame *of = &f->frames[f->views->mixes[side]];
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
    return mark_of(f, a->pair, value, state);
}

static double value_alone(void *context, const uint8_t *taken) {
    alone *a = context;
    const hm_side side = taken[a->figures] ? HM_AFTER : HM_BEFORE;
    put_figures(a, taken, side);
    const double mark = value_in(a, side);
    return isfinite(mark) ? mark : otherwise_of(a->f, a->pair);
}

static bool is_changed(const hm_figures *f, size_t place, size_t pair) {
    const size_t before = place_of(f, place, HM_BEFORE) + pair;
    const size_t after = place_of(f, place, HM_AFTER) + pair;
    return f->figures[before] != f->figures[after] || f->states[before] != f->states[after];
}

static bool is_records(const hm_figures *f, size_t place) {
    return f->plan->inputs[f->indicator->inputs[place]]->kind == HM_KIND_RECORDS;
}

/* The only input of records, whose rows are all that differs beside the figures; SIZE_MAX: there is
 * none, or other periods and nodes are looked at, too. */
static size_t only_records(const hm_figures *f) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < f->indicator->input_count; i++) {
        if (!is_records(f, i))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = i;
    }
    return f->indicator->looks_back || f->indicator->reads_nodes ? SIZE_MAX : found;
}

static bool divide_alone(hm_figures *f, size_t pair, double scale, double *points, double *own) {
    alone a = {.f = f, .pair = pair};
    for (size_t i = 0; i < f->indicator->input_count; i++)
        if (!is_records(f, i) && is_changed(f, i, pair))
            f->players[a.figures++] = (uint32_t)i;
    const hm_shapley_game game = {a.figures + 1, value_alone, &a};
    hm_shapley(&game, f->room, f->taken, f->shares);
    const size_t records = only_records(f);
    f->players[a.figures] = records == SIZE_MAX ? 0 : (uint32_t)records;
    give(f, pair, a.figures + (records != SIZE_MAX), scale, points, own);
    memset(f->taken, 0, a.figures);
    put_figures(&(alone){.f = f, .pair = pair}, f->taken, HM_BEFORE);
    put_figures(&(alone){.f = f, .pair = pair}, f->taken, HM_AFTER);
    return !a.out_of_memory;
}

static bool divide_each(hm_figures *f, const double *scales, double *points, double *own) {
    bool fine = open_frame(f, HM_BEFORE) && open_frame(f, HM_AFTER);
    for (size_t pair = 0; fine && pair < f->views->count; pair++) {
        if (scales[pair] == 0)
            continue;
        if (is_figured(f, pair))
            fine = divide_alone(f, pair, scales[pair], points, own);
        else
            give(f, pair, 0, scales[pair], points, own);
    }
    return fine;
}

/* --- sums of what does not meet --- */

/* Puts players of the same term beside each other; gives how many sets of figures there are to be
 * taken, term by term. */
static size_t group_players(hm_figures *f) {
    size_t sets = 0, done = 0;
    hm_terms_find(f->indicator->measure, f->indicator->inputs, f->indicator->input_count, f->terms);
    f->group_count = 0;
    while (done < f->player_count) {
        const uint32_t term = f->terms[f->players[done]];
        const size_t first = done;
        for (size_t i = done; i < f->player_count; i++)
            if (f->terms[f->players[i]] == term) {
                const uint32_t kept = f->players[done];
                f->players[done++] = f->players[i];
                f->players[i] = kept;
            }
        f->groups[f->group_count++] = done - first;
        sets += done - first > AT_ONCE ? ((size_t)2 << AT_ONCE) : (size_t)1 << (done - first);
    }
    return sets;
}

/* Values, not scores, of the sets of a group, all others being as they are before. */
static void run_group(hm_figures *f, size_t player, size_t count, double *values) {
    const hm_expr_data data = data_of(f);
    uint8_t states[HM_PAIRS];
    for (size_t i = 0; i < f->player_count; i++)
        put_column(f, f->players[i], HM_BEFORE);
    for (size_t set = 0; set < (size_t)1 << count; set++) {
        double *to = values + set * HM_PAIRS;
        for (size_t i = 0; i < count; i++)
            put_column(f, f->players[player + i], set >> i & 1 ? HM_AFTER : HM_BEFORE);
        hm_expr_run(f->indicator->measure, &data, 0, f->views->count, &f->workspace, to, states);
        for (size_t pair = 0; pair < f->views->count; pair++)
            to[pair] = states[pair] == HM_OBSERVED ? to[pair] : (double)NAN;
    }
}

/* What comes of the values between the two sides. */
typedef enum between {
    BETWEEN_WITHIN, /* they are the scores themselves: what terms do adds up */
    BETWEEN_HELD,   /* some lie beyond the range */
    BETWEEN_GAPS    /* some are none */
} between;

static between look_between(const hm_figures *f, size_t pair) {
    const hm_node *node = &f->plan->nodes[f->node];
    const double *values = f->sets + pair;
    const double none = *values;
    double low = none, high = none;
    for (size_t i = 0; i < f->group_count; i++) {
        double least = 0, most = 0;
        for (size_t set = 0; set < (size_t)1 << f->groups[i]; set++) {
            const double moved = values[set * HM_PAIRS] - none;
            if (!(fabs(moved) <= 1e300))
                return BETWEEN_GAPS;
            least = moved < least ? moved : least;
            most = moved > most ? moved : most;
        }
        low += least;
        high += most;
        values += ((size_t)1 << f->groups[i]) * HM_PAIRS;
    }
    return low >= node->low && high <= node->high ? BETWEEN_WITHIN : BETWEEN_HELD;
}

/* The scores of all sets, from what the terms do to the value, term by term. */
static void hold_sets(const hm_figures *f, size_t pair, double *scores) {
    const hm_node *node = &f->plan->nodes[f->node];
    const double *values = f->sets + pair;
    const double none = *values;
    size_t sets = 1;
    scores[0] = none;
    for (size_t i = 0; i < f->group_count; i++) {
        const size_t own = (size_t)1 << f->groups[i];
        for (size_t set = own; set-- > 0;)
            for (size_t before = sets; before-- > 0;)
                scores[set * sets + before] = scores[before] + (values[set * HM_PAIRS] - none);
        values += own * HM_PAIRS;
        sets *= own;
    }
    for (size_t set = 0; set < sets; set++)
        scores[set] = scores[set] < node->low    ? node->low
                      : scores[set] > node->high ? node->high
                                                 : scores[set];
}

static void divide_groups(hm_figures *f, size_t pair, double scale, double *points, double *own) {
    const double *values = f->sets + pair;
    double *shares = f->shares;
    for (size_t i = 0; i < f->group_count; i++) {
        hm_shapley_of_sets(values, HM_PAIRS, f->groups[i], shares);
        shares += f->groups[i];
        values += ((size_t)1 << f->groups[i]) * HM_PAIRS;
    }
    give(f, pair, f->player_count, scale, points, own);
}

/* Of so many figures that all sets would be too many. False when memory has run out. */
static bool divide_by_terms(hm_figures *f, const double *scales, double *points, double *own) {
    size_t player = 0;
    double *values = f->sets;
    bool fine = true;
    for (size_t i = 0; i < f->group_count; i++) {
        run_group(f, player, f->groups[i], values);
        player += f->groups[i];
        values += ((size_t)1 << f->groups[i]) * HM_PAIRS;
    }
    memcpy(f->kept_players, f->players, f->player_count * sizeof *f->players);
    for (size_t pair = 0; fine && pair < f->views->count; pair++) {
        if (scales[pair] == 0)
            continue;
        if (!is_figured(f, pair))
            give(f, pair, 0, scales[pair], points, own);
        else if (look_between(f, pair) == BETWEEN_WITHIN)
            divide_groups(f, pair, scales[pair], points, own);
        else if (look_between(f, pair) == BETWEEN_HELD && f->player_count <= HM_SHAPLEY_EXACT) {
            hold_sets(f, pair, f->room);
            hm_shapley_of_sets(f->room, 1, f->player_count, f->shares);
            give(f, pair, f->player_count, scales[pair], points, own);
        } else
            fine = open_frame(f, HM_BEFORE) && open_frame(f, HM_AFTER) &&
                   divide_alone(f, pair, scales[pair], points, own);
        memcpy(f->players, f->kept_players, f->player_count * sizeof *f->players);
    }
    return fine;
}

/* --- one indicator --- */

static bool reads_itself_alone(const hm_figures *f) {
    bool does = f->indicator->measure && !f->indicator->looks_back && !f->indicator->reads_nodes;
    for (size_t i = 0; i < f->indicator->input_count; i++)
        does = does && !is_records(f, i);
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
        return divide_each(f, scales, points, own);
    gather_constants(f);
    if (f->player_count > FEW && is_plain(f) && group_players(f) <= (size_t)1 << AT_ONCE)
        return divide_by_terms(f, scales, points, own);
    if (f->player_count > AT_ONCE)
        return divide_each(f, scales, points, own);
    divide_at_once(f, scales, points, own);
    return true;
}
