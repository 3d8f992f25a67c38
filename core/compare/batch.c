#include "compare/batch.h"

#include <string.h>

#include "compare/scope.h"
#include "base/error.h"

/* --- what belongs together --- */

static const char *period_of(const hm_scores *scores, size_t unit) {
    return hm_dataset_unit_period(scores->bound.dataset, unit);
}

static bool is_at_once(const hm_scores *const scores[HM_SIDES], const hm_pairing *pair) {
    return strcmp(period_of(scores[HM_BEFORE], pair->units[HM_BEFORE]),
                  period_of(scores[HM_AFTER], pair->units[HM_AFTER])) == 0 &&
           scores[HM_BEFORE]->plan->parameter_count + scores[HM_AFTER]->plan->parameter_count == 0;
}

static bool are_two_cities(const hm_scores *const scores[HM_SIDES], const hm_pairing *pair) {
    return strcmp(hm_dataset_unit_city(scores[HM_BEFORE]->bound.dataset, pair->units[HM_BEFORE]),
                  hm_dataset_unit_city(scores[HM_AFTER]->bound.dataset, pair->units[HM_AFTER])) !=
           0;
}

/* Do two units go by the fits of the same groups? */
static bool in_same_groups(const hm_scores *scores, size_t unit, size_t other) {
    const hm_transformed *transformed = &scores->transformed;
    const uint32_t *cities = hm_dataset_cities(scores->bound.dataset);
    bool same = true;
    for (size_t i = 0; i < transformed->group_count; i++)
        same = same && hm_city_group_of(&transformed->groups[i], cities[unit]) ==
                           hm_city_group_of(&transformed->groups[i], cities[other]);
    return same;
}

bool hm_batch_takes(const hm_scores *const scores[HM_SIDES], const hm_pairing *first,
                    const hm_pairing *other) {
    const bool at_once = is_at_once(scores, first);
    const bool two_cities = are_two_cities(scores, first);
    if (at_once != is_at_once(scores, other) || two_cities != are_two_cities(scores, other))
        return false;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_bound *bound = &scores[side]->bound;
        if (hm_bound_plan(bound, first->units[side]) != hm_bound_plan(bound, other->units[side]))
            return false;
        const uint32_t *periods = hm_dataset_periods(bound->dataset);
        if ((!at_once && periods[first->units[side]] != periods[other->units[side]]) ||
            (two_cities && !in_same_groups(scores[side], first->units[side], other->units[side])))
            return false;
    }
    return true;
}

/* --- opening --- */

static bool find_inputs(hm_batch *b) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_plan *plan = b->matched.plans[side];
        b->inputs[side] = hm_allocate_array(b->allocator, b->slots.count, sizeof *b->inputs[side]);
        if (!b->inputs[side])
            return false;
        for (size_t slot = 0; slot < b->slots.count; slot++) {
            const char *name = b->slots.inputs[slot];
            b->inputs[side][slot] = hm_names_find(plan->input_names, name, strlen(name));
        }
    }
    return true;
}

/* Components that differ, in their order. Numbers of inputs and nodes go with the measures, which
 * are therefore exchanged where packages are. */
static bool find_players(hm_batch *b, const hm_pairing *pair) {
    bool differs[HM_COMPONENTS] = {false};
    const hm_matched *m = &b->matched;
    differs[HM_COMPONENT_DATA] =
        b->scores[HM_BEFORE]->bound.dataset != b->scores[HM_AFTER]->bound.dataset ||
        b->scores[HM_BEFORE]->bound.verified_only != b->scores[HM_AFTER]->bound.verified_only ||
        pair->units[HM_BEFORE] != pair->units[HM_AFTER];
    differs[HM_COMPONENT_MEASURES] = m->plans[HM_BEFORE]->package != m->plans[HM_AFTER]->package;
    if (!hm_matched_differs(m, b->scores, pair->units, differs))
        return false;
    for (hm_component i = HM_COMPONENT_DATA; i < HM_COMPONENT_SCOPE; i++)
        if (differs[i])
            b->components[b->players++] = i;
    if (b->players == 0) /* so that there are two ends */
        b->components[b->players++] = HM_COMPONENT_METHODS;
    return true;
}

/* What does not differ goes with the first player. */
static hm_mix mix_of(const hm_batch *b, size_t set) {
    const hm_side first = set & 1 ? HM_AFTER : HM_BEFORE;
    hm_mix mix = {{first, first, first, first}};
    for (size_t i = 0; i < b->players; i++)
        mix.side[b->components[i]] = set >> i & 1 ? HM_AFTER : HM_BEFORE;
    return mix;
}

/* Both ends are what was scored, where nothing is left out of them. */
static hm_code open_mix(hm_batch *b, size_t set, const hm_compare_options *options,
                        hm_error *error) {
    const bool is_end = set == 0 || set + 1 == (size_t)1 << b->players;
    const hm_side side = set == 0 ? HM_BEFORE : HM_AFTER;
    b->mixes[set] = mix_of(b, set);
    if (is_end && !b->matched.removes[side]) {
        b->runs[set] = b->scores[side];
        return HM_OK;
    }
    hm_score_options how = HM_SCORE_OPTIONS_INIT;
    how.jobs = options->jobs;
    how.cancel = options->cancel;
    how.allocator = b->allocator;
    const hm_code code = hm_mixed_open(&b->mixed[set], &b->matched, b->scores, b->units,
                                       &b->mixes[set], &how, error);
    b->runs[set] = b->mixed[set].scores;
    return code;
}

hm_code hm_batch_mix(hm_batch *b, const hm_compare_options *options, hm_error *error) {
    const hm_pairing pair = {.units = {b->units[HM_BEFORE], b->units[HM_AFTER]}};
    hm_code code = HM_OK;
    uint8_t all[HM_MIXES];
    memset(all, 1, sizeof all);
    if (!b->is_comparable)
        return HM_OK;
    if (!find_players(b, &pair))
        return hm_error_memory(error);
    b->takes_part[HM_COMPONENT_SCOPE] = true;
    for (size_t i = 0; i < b->players; i++)
        b->takes_part[b->components[i]] = true;
    for (size_t set = 0; code == HM_OK && set < (size_t)1 << b->players; set++)
        code = open_mix(b, set, options, error);
    (void)hm_shapley_edges(all, b->players, b->edges);
    return code;
}

hm_code hm_batch_open(hm_batch *b, const hm_scores *const scores[HM_SIDES], const hm_pairing *pair,
                      const hm_compare_options *options, const hm_allocator *allocator,
                      hm_error *error) {
    *b = (hm_batch){.allocator = allocator,
                    .scores = {scores[HM_BEFORE], scores[HM_AFTER]},
                    .units = {pair->units[HM_BEFORE], pair->units[HM_AFTER]},
                    .depth = options->depth,
                    .with_figures = !options->without_figures};
    if (!hm_matched_open(&b->matched, scores, pair->units, allocator) ||
        !hm_slots_open(&b->slots, &b->matched, allocator) || !find_inputs(b))
        return hm_error_memory(error);
    b->matched.at_once = is_at_once(scores, pair);
    b->matched.two_cities = are_two_cities(scores, pair);
    b->root = b->matched.numbers[HM_AFTER][0];
    b->is_comparable = b->matched.is_core[b->root];
    return HM_OK;
}

void hm_batch_forget(hm_batch *b) {
    for (size_t set = 0; set < HM_MIXES; set++) {
        hm_mixed_close(&b->mixed[set], b->allocator);
        b->runs[set] = NULL;
    }
}

void hm_batch_close(hm_batch *b) {
    hm_batch_forget(b);
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        hm_release(b->allocator, b->inputs[side], b->slots.count * sizeof *b->inputs[side]);
    hm_slots_close(&b->slots, &b->matched, b->allocator);
    hm_matched_close(&b->matched, b->allocator);
}

/* --- asking --- */

static hm_view whole_view(const hm_batch *b, hm_side side, const hm_pairing *pair) {
    return (hm_view){b->scores[side], b->matched.nodes[side], b->matched.numbers[side],
                     pair->units[side]};
}

static hm_view view_of(const hm_batch *b, size_t set, const hm_pairing *pair) {
    const hm_side measures = b->mixes[set].side[HM_COMPONENT_MEASURES];
    const hm_side data = b->mixes[set].side[HM_COMPONENT_DATA];
    return (hm_view){b->runs[set], b->matched.nodes[measures], b->matched.numbers[measures],
                     pair->units[data]};
}

bool hm_batch_is_scored(const hm_batch *b, const hm_pairing *pair) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_view view = whole_view(b, side, pair);
        if (!hm_view_is_scored(&view, b->root))
            return false;
    }
    return true;
}

bool hm_batch_is_changed(const hm_batch *b, const hm_pairing *pair, size_t slot) {
    const hm_grid_column *columns[HM_SIDES];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        if (b->inputs[side][slot] == HM_NO_NAME)
            return false;
        columns[side] = &b->scores[side]->bound.inputs.columns[b->inputs[side][slot]];
    }
    const size_t before = pair->units[HM_BEFORE], after = pair->units[HM_AFTER];
    const bool was = columns[HM_BEFORE]->states[before] == HM_OBSERVED;
    const bool is = columns[HM_AFTER]->states[after] == HM_OBSERVED;
    return was != is ||
           (was && columns[HM_BEFORE]->values[before] != columns[HM_AFTER]->values[after]);
}

/* --- room --- */

struct hm_batch_worker {
    const hm_batch *batch;
    hm_divider divider;
    hm_figures *figures; /* NULL: indicators are not divided among them */
    double *points;      /* by component, matched number and pair */
    uint8_t *causes;     /* by matched number and pair, of the data: bits of hm_cause */
    double *slots;       /* by slot and pair */
    double *scales;      /* by matched number and pair; and room for those of one pair */
    double *edges;       /* by pair, as in the batch */
    uint8_t *undivided;  /* by pair: bits of hm_reason, why there is nothing more to be divided */
    hm_compare_piece *pieces;
    hm_compare_row *rows; /* of the pairs at hand, so far */
    size_t row_count;
};

static size_t points_count(const hm_batch *b) {
    return HM_COMPONENTS * b->matched.count * HM_PAIRS;
}
enum { EDGES = HM_MIXES * HM_EXCHANGED };

hm_batch_worker *hm_batch_worker_open(const hm_batch *b, const hm_cancel *cancel) {
    const hm_allocator *allocator = b->allocator;
    hm_batch_worker *w = hm_allocate_array(allocator, 1, sizeof *w);
    if (!w)
        return NULL;
    w->batch = b;
    const bool fine = hm_divider_open(&w->divider, &b->matched, allocator);
    w->points = hm_allocate_array(allocator, points_count(b), sizeof *w->points);
    w->causes = hm_allocate_array(allocator, HM_COMPONENTS * b->matched.count, HM_PAIRS);
    w->slots = hm_allocate_array(allocator, b->slots.count * HM_PAIRS, sizeof *w->slots);
    w->scales = hm_allocate_array(allocator, b->matched.count * (HM_PAIRS + 1), sizeof *w->scales);
    w->edges = hm_allocate_array(allocator, EDGES * HM_PAIRS, sizeof *w->edges);
    w->undivided = hm_allocate_array(allocator, HM_PAIRS, 1);
    w->figures = hm_figures_open(&b->matched, &b->slots, cancel, allocator);
    if (fine && w->points && w->causes && w->slots && w->scales && w->edges && w->undivided &&
        w->figures)
        return w;
    hm_batch_worker_close(w);
    return NULL;
}

void hm_batch_worker_close(hm_batch_worker *w) {
    if (!w)
        return;
    const hm_batch *b = w->batch;
    const hm_allocator *allocator = b->allocator;
    hm_compare_pieces_free(w->pieces, allocator);
    hm_divider_close(&w->divider);
    hm_figures_close(w->figures);
    hm_release(allocator, w->points, points_count(b) * sizeof *w->points);
    hm_release(allocator, w->causes, points_count(b));
    hm_release(allocator, w->slots, b->slots.count * HM_PAIRS * sizeof *w->slots);
    hm_release(allocator, w->scales, b->matched.count * (HM_PAIRS + 1) * sizeof *w->scales);
    hm_release(allocator, w->edges, EDGES * HM_PAIRS * sizeof *w->edges);
    hm_release(allocator, w->undivided, HM_PAIRS);
    hm_release(allocator, w, sizeof *w);
}

static double *points_at(const hm_batch_worker *w, hm_component component, size_t number,
                         size_t pair) {
    return w->points + (component * w->batch->matched.count + number) * HM_PAIRS + pair;
}

static uint8_t *causes_at(const hm_batch_worker *w, hm_component component, size_t number,
                          size_t pair) {
    return w->causes + (component * w->batch->matched.count + number) * HM_PAIRS + pair;
}

static double *pair_scales(const hm_batch_worker *w) {
    return w->scales + w->batch->matched.count * HM_PAIRS;
}

/* --- the scope --- */

static double root_score(const hm_batch *b, const hm_view *view) {
    return hm_view_score(view, b->root);
}

/* What cannot be divided, since something between the two sides is missing. */
static void put_whole(hm_batch_worker *w, size_t at, double points) {
    const hm_batch *b = w->batch;
    hm_reason reason = HM_REASON_NO_SCORE;
    for (size_t set = 0; set < (size_t)1 << b->players; set++)
        if (!b->runs[set])
            reason = HM_REASON_NO_NODE;
    *points_at(w, HM_COMPONENT_SCOPE, b->root, at) += points;
    w->undivided[at] = (uint8_t)reason;
}

static void descend(hm_batch_worker *w, hm_component component, hm_side order,
                    const hm_view views[HM_SIDES], double factor, size_t at) {
    const hm_descent descent = {&w->divider, &w->batch->matched, component, order, pair_scales(w)};
    hm_descend(&descent, views, factor, points_at(w, component, 0, at),
               causes_at(w, component, 0, at), HM_PAIRS);
}

static void take_scope(hm_batch_worker *w, const hm_pairing *pair, size_t at) {
    const hm_batch *b = w->batch;
    const size_t last = ((size_t)1 << b->players) - 1;
    const hm_view whole[HM_SIDES] = {whole_view(b, HM_BEFORE, pair), whole_view(b, HM_AFTER, pair)};
    const hm_view core[HM_SIDES] = {view_of(b, 0, pair), view_of(b, last, pair)};
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        if (!core[side].scores || !hm_view_is_scored(&core[side], b->root)) {
            put_whole(w, at, root_score(b, &whole[HM_AFTER]) - root_score(b, &whole[HM_BEFORE]));
            return;
        }
    const hm_view out[HM_SIDES] = {whole[HM_BEFORE], core[HM_BEFORE]};
    const hm_view in[HM_SIDES] = {core[HM_AFTER], whole[HM_AFTER]};
    if (b->matched.removes[HM_BEFORE])
        descend(w, HM_COMPONENT_SCOPE, HM_BEFORE, out, 1, at);
    if (b->matched.removes[HM_AFTER])
        descend(w, HM_COMPONENT_SCOPE, HM_AFTER, in, 1, at);
}

/* --- the other components --- */

static void take_edges(hm_batch_worker *w, const hm_pairing *pair, size_t at) {
    const hm_batch *b = w->batch;
    const size_t sets = (size_t)1 << b->players;
    double *edges = w->edges + at * EDGES;
    uint8_t feasible[HM_MIXES];
    bool all = true;
    for (size_t set = 0; set < sets; set++) {
        const hm_view view = view_of(b, set, pair);
        feasible[set] = view.scores && hm_view_is_scored(&view, b->root);
        all = all && feasible[set];
    }
    if (all)
        memcpy(edges, b->edges, sets * b->players * sizeof *edges);
    else if (!hm_shapley_edges(feasible, b->players, edges)) {
        const hm_view before = view_of(b, 0, pair), after = view_of(b, sets - 1, pair);
        put_whole(w, at, root_score(b, &after) - root_score(b, &before));
    }
}

static double edge_of(const hm_batch_worker *w, size_t set, size_t player, size_t at) {
    return w->undivided[at] ? 0 : w->edges[at * EDGES + set * w->batch->players + player];
}

/* What indicators have moved by, where it is not divided. */
static void keep_moved(hm_batch_worker *w, const hm_view views[HM_SIDES], size_t number,
                       size_t at) {
    *points_at(w, HM_COMPONENT_DATA, number, at) +=
        w->scales[number * HM_PAIRS + at] *
        (hm_view_score(&views[HM_AFTER], number) - hm_view_score(&views[HM_BEFORE], number));
}

/* Is the node a part of the index? What stands by itself, or is only shown, has no points; what
 * reads it has the points of all that it reads. */
static bool is_part(const hm_plan *plan, const hm_node *node) {
    for (; node->parent != HM_NO_NODE; node = &plan->nodes[node->parent])
        if (node->effect == HM_EFFECT_NONE)
            return false;
    return node == plan->nodes;
}

static bool is_divided(const hm_batch *b, size_t number) {
    if (!b->with_figures || !b->matched.is_core[number])
        return false;
    const hm_plan *plan = b->matched.plans[HM_AFTER];
    const hm_node *node = &plan->nodes[b->matched.nodes[HM_AFTER][number]];
    return node->depth <= b->depth && is_part(plan, node);
}

/* What is no figure's is the indicator's own. */
static bool divide_figures(hm_batch_worker *w, const hm_figure_views *views, size_t number) {
    double own[HM_PAIRS] = {0};
    const bool fine =
        hm_figures_divide(w->figures, views, number, w->scales + number * HM_PAIRS, w->slots, own);
    for (size_t at = 0; at < views->count; at++) {
        *points_at(w, HM_COMPONENT_DATA, number, at) += own[at];
        if (fabs(own[at]) > HM_NO_POINTS)
            *causes_at(w, HM_COMPONENT_DATA, number, at) |= HM_CAUSE_OWN;
    }
    return fine;
}

static bool take_figures(hm_batch_worker *w, const hm_pairing *pairs, size_t count, size_t set,
                         size_t after) {
    const hm_batch *b = w->batch;
    size_t units[HM_SIDES][HM_PAIRS];
    const hm_side measures = b->mixes[set].side[HM_COMPONENT_MEASURES];
    for (size_t i = 0; i < count; i++) {
        units[HM_BEFORE][i] = view_of(b, set, &pairs[i]).unit;
        units[HM_AFTER][i] = view_of(b, after, &pairs[i]).unit;
    }
    const hm_figure_views views = {.scores = {b->runs[set], b->runs[after]},
                                   .nodes = b->matched.nodes[measures],
                                   .measures = measures,
                                   .units = {units[HM_BEFORE], units[HM_AFTER]},
                                   .count = count,
                                   .mixes = {set, after}};
    const hm_plan *plan = b->matched.plans[measures];
    bool fine = true;
    for (size_t number = 0; fine && number < b->matched.count; number++) {
        const uint32_t node = b->matched.nodes[measures][number];
        if (node == HM_NO_NODE || plan->nodes[node].indicator == HM_NO_INDICATOR)
            continue;
        if (is_divided(b, number)) {
            fine = divide_figures(w, &views, number);
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            const hm_view both[HM_SIDES] = {view_of(b, set, &pairs[i]),
                                            view_of(b, after, &pairs[i])};
            if (w->scales[number * HM_PAIRS + i] != 0)
                keep_moved(w, both, number, i);
        }
    }
    return fine;
}

static bool take_edge(hm_batch_worker *w, const hm_pairing *pairs, size_t count, size_t set,
                      size_t player) {
    const hm_batch *b = w->batch;
    const size_t after = set | (size_t)1 << player;
    const hm_component component = b->components[player];
    bool any = false;
    for (size_t at = 0; at < count; at++) {
        const double factor = edge_of(w, set, player, at);
        const hm_view views[HM_SIDES] = {view_of(b, set, &pairs[at]),
                                         view_of(b, after, &pairs[at])};
        any |= factor > 0;
        if (factor > 0)
            descend(w, component, HM_AFTER, views, factor, at);
        for (size_t i = 0; component == HM_COMPONENT_DATA && i < b->matched.count; i++)
            w->scales[i * HM_PAIRS + at] = factor > 0 ? pair_scales(w)[i] : 0;
    }
    return !any || component != HM_COMPONENT_DATA || take_figures(w, pairs, count, set, after);
}

/* --- rows --- */

/* There is room for all that pairs may have. */
static void add_row(hm_batch_worker *w, hm_compare_row row) {
    row.points += 0.0; /* zero has no sign */
    w->rows[w->row_count++] = row;
}

static size_t most_rows(const hm_batch *b) {
    return b->slots.count + b->matched.count * HM_COMPONENTS;
}

hm_compare_piece **hm_batch_worker_pieces(hm_batch_worker *w) {
    return &w->pieces;
}

static const hm_node *node_of(const hm_matched *m, size_t number, hm_side *side) {
    *side = m->nodes[HM_AFTER][number] == HM_NO_NODE ? HM_BEFORE : HM_AFTER;
    return &m->plans[*side]->nodes[m->nodes[*side][number]];
}

/* What stands too deep becomes its parent's; parents have smaller numbers. */
static void fold(hm_batch_worker *w, size_t at) {
    const hm_matched *m = &w->batch->matched;
    for (size_t number = w->batch->depth < SIZE_MAX ? m->count : 0; number-- > 0;) {
        hm_side side;
        const hm_node *node = node_of(m, number, &side);
        if (node->depth <= w->batch->depth || node->parent == HM_NO_NODE)
            continue;
        for (hm_component i = HM_COMPONENT_DATA; i < HM_COMPONENTS; i++) {
            const uint32_t parent = m->numbers[side][node->parent];
            *points_at(w, i, parent, at) += *points_at(w, i, number, at);
            *points_at(w, i, number, at) = 0;
            *causes_at(w, i, parent, at) |= *causes_at(w, i, number, at);
        }
    }
}

static void add_figures(hm_batch_worker *w, const hm_pairing *pair, size_t number, size_t at) {
    const hm_batch *b = w->batch;
    if (!is_divided(b, number))
        return;
    for (uint32_t slot = b->slots.first[number]; slot < b->slots.first[number + 1]; slot++) {
        const double points = w->slots[slot * HM_PAIRS + at];
        if (fabs(points) > HM_NO_POINTS || hm_batch_is_changed(b, pair, slot))
            add_row(w, (hm_compare_row){points, slot, (uint8_t)at, HM_COMPONENT_DATA, true, 0});
    }
}

/* What is said of points beside their component. */
static uint8_t why_of(const hm_batch_worker *w, hm_component component, size_t number, size_t at) {
    const hm_batch *b = w->batch;
    if (component == HM_COMPONENT_DATA)
        return *causes_at(w, component, number, at);
    if (component != HM_COMPONENT_SCOPE)
        return 0;
    return b->matched.reasons[number] | (number == b->root ? w->undivided[at] : 0);
}

static void add_rows(hm_batch_worker *w, const hm_pairing *pair, size_t at) {
    const hm_matched *m = &w->batch->matched;
    fold(w, at);
    for (uint32_t i = 0; i < m->count; i++) {
        add_figures(w, pair, i, at);
        for (hm_component of = HM_COMPONENT_DATA; of < HM_COMPONENTS; of++) {
            const double points = w->batch->takes_part[of] ? *points_at(w, of, i, at) : 0;
            if (fabs(points) > HM_NO_POINTS)
                add_row(w, (hm_compare_row){points, i, (uint8_t)at, (uint8_t)of, false,
                                            why_of(w, of, i, at)});
        }
    }
}

bool hm_batch_take(hm_batch_worker *w, const hm_pairing *pairs, size_t count,
                   hm_compare_rows *rows) {
    const hm_batch *b = w->batch;
    w->rows = hm_compare_pieces_open(&w->pieces, count * most_rows(b), b->allocator);
    w->row_count = 0;
    bool fine = w->rows != NULL;
    if (!fine)
        return false;
    memset(w->points, 0, points_count(b) * sizeof *w->points);
    memset(w->causes, 0, points_count(b));
    memset(w->slots, 0, b->slots.count * HM_PAIRS * sizeof *w->slots);
    for (size_t at = 0; at < count; at++) {
        const bool is_there = b->is_comparable && hm_batch_is_scored(b, &pairs[at]);
        w->undivided[at] = is_there ? 0 : HM_REASON_NO_SCORE;
        if (!w->undivided[at])
            take_scope(w, &pairs[at], at);
        if (!w->undivided[at])
            take_edges(w, &pairs[at], at);
    }
    for (size_t set = 0; b->is_comparable && fine && set < (size_t)1 << b->players; set++)
        for (size_t i = 0; fine && i < b->players; i++)
            if (!(set >> i & 1))
                fine = take_edge(w, pairs, count, set, i);
    for (size_t at = 0; b->is_comparable && fine && at < count; at++)
        if (hm_batch_is_scored(b, &pairs[at]))
            add_rows(w, &pairs[at], at);
    w->pieces->used += w->row_count;
    *rows = (hm_compare_rows){w->rows, w->row_count};
    return fine;
}
