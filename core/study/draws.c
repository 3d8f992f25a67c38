#include "study/draws.h"

#include <math.h>
#include <string.h>

#include "base/numbers/logarithm.h"
#include "base/numbers/normal.h"

/* A bit that no number of a replicate has. */
#define SECOND 0x80000000u

/* The weight of a node that is left out. */
#define LEFT_OUT (-1.0)

enum { RUN = 32 }; /* points of a scrambling whose places are made at a time */

void hm_draw_set_number(hm_draw *draw, uint32_t number) {
    draw->number = number;
    for (int i = 0; i < HM_LOTS; i++)
        draw->lots[i] = number;
}

static size_t places_count(const hm_draws *draws) {
    return draws->point_dimensions * draws->scramblings * RUN;
}

bool hm_draws_open(hm_draws *draws, const hm_study *study, size_t scramblings,
                   const hm_allocator *allocator) {
    *draws = (hm_draws){.study = study,
                        .scramblings = scramblings,
                        .allocator = allocator,
                        .rest = {study->declared.seed, HM_STREAM_DIMENSIONS}};
    draws->dimensions = study->factor_count + study->drawn_count;
    draws->point_dimensions =
        2 * draws->dimensions < HM_POINTS_DIMENSIONS ? 2 * draws->dimensions : HM_POINTS_DIMENSIONS;
    const uint32_t dimensions = (uint32_t)draws->point_dimensions;
    const uint64_t seed = study->declared.seed;
    draws->places = hm_allocate_array(allocator, places_count(draws), sizeof *draws->places);
    if (!draws->places || !hm_points_open(&draws->points[0], dimensions, seed, 0, allocator))
        return false;
    for (draws->open = 1; draws->open < scramblings; draws->open++)
        if (!hm_points_scramble(&draws->points[draws->open], &draws->points[0], seed,
                                (uint32_t)draws->open))
            return false;
    return true;
}

void hm_draws_close(hm_draws *draws) {
    if (!draws->allocator)
        return;
    while (draws->open > 0)
        hm_points_close(&draws->points[--draws->open]);
    hm_release(draws->allocator, draws->places, places_count(draws) * sizeof *draws->places);
    draws->allocator = NULL;
}

static double *places_of(const hm_draws *draws, size_t dimension, size_t scrambling) {
    return draws->places + (dimension * draws->scramblings + scrambling) * RUN;
}

static void fill_run(hm_draws *draws, uint32_t run, bool second) {
    for (size_t at = second; at < draws->point_dimensions; at += 2)
        for (size_t i = 0; i < draws->scramblings; i++)
            hm_points_fill(&draws->points[i], (run - 1) * RUN, RUN, (uint32_t)at,
                           places_of(draws, at, i));
    draws->runs[second] = run;
}

/* Those of `count` dimensions from `first` on. The two of a number take every other dimension each,
 * so that the first and best serve both. */
static void take_places(hm_draws *draws, uint32_t number, bool second, size_t first, size_t count,
                        double *places) {
    const size_t scramblings = draws->scramblings, scrambling = (number - 1) % scramblings;
    const uint32_t index = (uint32_t)((number - 1) / scramblings), run = index / RUN + 1;
    const double *of_run = draws->places + scrambling * RUN + index % RUN;
    if (2 * first + second < draws->point_dimensions && draws->runs[second] != run)
        fill_run(draws, run, second);
    for (size_t i = 0, at = 2 * first + second; i < count; i++, at += 2)
        places[i] = at < draws->point_dimensions
                        ? of_run[at * scramblings * RUN]
                        : hm_noise_uniform(&draws->rest, number, 0, (uint32_t)at);
}

/* Those of siblings that are drawn share what they have together. Siblings need not stand side by
 * side: what is done is below 0 until all are. */
static void draw_simplex(const hm_study *study, const double *places, double *weights) {
    const hm_node *nodes = study->package->plan.nodes;
    const double least = study->declared.weights.number;
    for (size_t i = 0; i < study->drawn_count; i++)
        weights[i] = -hm_log(places[i]);
    for (size_t i = 0; i < study->drawn_count; i++) {
        const uint32_t parent = nodes[study->drawn[i]].parent;
        double all = 0, drawn = 0, count = 0;
        if (weights[i] <= 0)
            continue; /* done, with a sibling before it */
        for (size_t k = i; k < study->drawn_count; k++)
            if (nodes[study->drawn[k]].parent == parent) {
                all += nodes[study->drawn[k]].weight;
                drawn += weights[k];
                count++;
            }
        for (size_t k = study->drawn_count; k-- > i;)
            if (nodes[study->drawn[k]].parent == parent)
                weights[k] = -all * (least + (1 - count * least) * weights[k] / drawn);
    }
    for (size_t i = 0; i < study->drawn_count; i++)
        weights[i] = -weights[i];
}

static void draw_study_weights(const hm_study *study, const double *places, double *weights) {
    const hm_declared_weighing *of = &study->declared.weights;
    const hm_node *nodes = study->package->plan.nodes;
    if (of->draw == HM_WEIGHTS_SIMPLEX) {
        draw_simplex(study, places, weights);
        return;
    }
    for (size_t i = 0; i < study->drawn_count; i++) {
        const double weight = nodes[study->drawn[i]].weight;
        weights[i] = of->draw == HM_WEIGHTS_WITHIN
                         ? weight * (1 + of->number * (2 * places[i] - 1))
                         : weight * hm_exp(of->number * hm_normal_quantile(places[i]));
    }
}

static uint32_t choose(double place, size_t alternatives) {
    const uint32_t chosen = 1 + (uint32_t)(place * (double)alternatives);
    return chosen < alternatives ? chosen : (uint32_t)alternatives;
}

static uint32_t choice_of(hm_draws *draws, uint32_t number, const hm_draw_rule *rule,
                          size_t factor) {
    const size_t alternatives = draws->study->factors[factor].alternatives;
    if (rule->choices && rule->choices[factor] > 0)
        return rule->choices[factor];
    if (alternatives == 0)
        return 1;
    double place;
    take_places(draws, number, rule->second && rule->second[factor], factor, 1, &place);
    return choose(place, alternatives);
}

/* Room for the places, and then for what becomes of them, is where weights of nodes will stand. */
static void draw_weights(hm_draws *draws, uint32_t number, bool second, double *weights) {
    const hm_study *study = draws->study;
    take_places(draws, number, second, study->factor_count, study->drawn_count, weights);
    draw_study_weights(study, weights, weights);
}

void hm_draws_fill(hm_draws *draws, uint32_t number, hm_draw_rule rule, hm_draw *draw) {
    const hm_study *study = draws->study;
    hm_draw_set_number(draw, number);
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor_kind kind = study->factors[i].kind;
        const bool second = rule.second && rule.second[i];
        draw->choices[i] = choice_of(draws, number, &rule, i);
        if (second && kind == HM_FACTOR_FIGURES)
            draw->lots[HM_LOT_FIGURES] = number | SECOND;
        if (second && kind == HM_FACTOR_GAPS)
            draw->lots[HM_LOT_GAPS] = number | SECOND;
        if (kind == HM_FACTOR_WEIGHTS && study->drawn_count > 0)
            draw_weights(draws, number, second, draw->weights);
    }
    hm_draw_settle_weights(study, study->drawn_count > 0 ? draw->weights : NULL, draw);
}

/* --- weights --- */

/* From the last on, since `drawn` may stand at the begin of the weights, each in or before the
 * place of its node. */
static void put_drawn(const hm_study *study, const double *drawn, double *weights) {
    size_t left = drawn ? study->drawn_count : 0;
    for (size_t node = study->package->plan.node_count; node-- > 0;) {
        const bool is_drawn = left > 0 && study->drawn[left - 1] == node;
        weights[node] = is_drawn ? drawn[--left] : (double)NAN;
    }
}

static bool has_no_say(const hm_plan *plan, const hm_draw *draw, const hm_node *group) {
    bool any = false;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        any |= child->effect == HM_EFFECT_COUNTS &&
               hm_draw_weight(draw, plan, plan, group->children[i]) > 0;
    }
    return !any;
}

static void leave_out(const hm_study *study, uint32_t node, hm_draw *draw) {
    const hm_plan *plan = &study->package->plan;
    draw->weights[node] = LEFT_OUT;
    for (node = plan->nodes[node].parent; node != HM_NO_NODE && node != 0;
         node = plan->nodes[node].parent)
        if (has_no_say(plan, draw, &plan->nodes[node]))
            draw->weights[node] = LEFT_OUT;
}

uint32_t hm_draw_dropped(const hm_study *study, const hm_draw *draw) {
    for (size_t i = 0; i < study->factor_count; i++)
        if (study->factors[i].kind == HM_FACTOR_DROP && draw->choices[i] > 0)
            return study->dropped[draw->choices[i] - 1];
    return HM_NO_NODE;
}

/* The set of weights that choices, one a factor, ask for, by node; NULL: none. */
static const double *set_of(const hm_study *study, const uint32_t *choices) {
    for (size_t i = 0; i < study->factor_count; i++)
        if (study->factors[i].kind == HM_FACTOR_WEIGHTS && study->sets.count > 0 && choices[i] > 0)
            return study->sets.weights[choices[i] - 1];
    return NULL;
}

void hm_draw_settle_weights(const hm_study *study, const double *drawn, hm_draw *draw) {
    const double *set = set_of(study, draw->choices);
    draw->is_relative = hm_study_multiplies_weights(study);
    put_drawn(study, drawn, draw->weights);
    if (set)
        memcpy(draw->weights, set, study->package->plan.node_count * sizeof *draw->weights);
    const uint32_t dropped = hm_draw_dropped(study, draw);
    if (dropped != HM_NO_NODE)
        leave_out(study, dropped, draw);
}
