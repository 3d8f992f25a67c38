/* regroup.c: the scores of one draw. */
#include "study/regroup.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "aggregate/rank_if.h"
#include "base/numbers/logarithm.h"
#include "methods/methods.h"
#include "platform/wide.h"

static bool is_group(const hm_regroup *r, size_t node) {
    return r->variant->plan->nodes[node].indicator == HM_NO_INDICATOR;
}

/* --- gaps --- */

static void fill_gaps(hm_regrouping *g, size_t node, uint32_t number, bool fills) {
    const hm_regroup *r = g->of;
    const hm_gap_source source = {r->study, r->variant->plan, &r->aggregated, &r->expected};
    const hm_regroup_column *from = &r->columns[node];
    hm_regroup_column *to = &g->columns[node];
    for (size_t row = 0; row < r->rows; row++) {
        double drawn = 0;
        if (from->states[row] == HM_OBSERVED || !hm_state_applies(from->states[row]))
            continue;
        const bool filled =
            fills && hm_gap_draw(&source, number, node, r->units[row], g->peers, &drawn);
        to->scores[row] = drawn;
        to->states[row] = filled ? HM_OBSERVED : from->states[row];
        to->coverage[row] = filled ? 1 : from->coverage[row];
    }
}

/* --- logarithms --- */

HM_WIDE static void raise_and_log(double floor, const double *restrict scores, size_t count,
                                  double *restrict raised, double *restrict logs) {
    for (size_t i = 0; i < count; i++)
        raised[i] = scores[i] > floor ? scores[i] : floor;
    for (size_t i = 0; i < count; i++)
        logs[i] = hm_log(raised[i]);
}

void hm_regroup_log(const hm_node *group, const double *scores, size_t count, double *raised,
                    double *logs) {
    const double floor = group->method_parameters[HM_GEOMETRIC_FLOOR];
    raise_and_log(floor > 0 ? floor : -DBL_MAX, scores, count, raised, logs);
}

void hm_regroup_take_logs(const hm_regroup *r, const hm_regroup_part *part, size_t node,
                          size_t first, size_t count, hm_regroup_column *column) {
    const uint32_t parent = r->variant->plan->nodes[node].parent;
    const hm_node *group = parent != HM_NO_NODE ? &part->plan->nodes[parent] : NULL;
    if (!column->logs || !group || group->method != HM_METHOD_GEOMETRIC)
        return;
    hm_regroup_log(group, column->scores + first, count, column->raised + first,
                   column->logs + first);
}

/* --- scoring --- */

static bool counts(const hm_child *child) {
    return child->effect == HM_EFFECT_COUNTS && child->weight > 0;
}

enum { FOUR = 4 };

/* One after the other, while the sum stays where it is: to the bit as if child by child. */
static inline void add_four(const hm_child *const four[FOUR], size_t count, double *restrict sum) {
    const double w0 = four[0]->weight, w1 = four[1]->weight, w2 = four[2]->weight,
                 w3 = four[3]->weight;
    const double *x0 = four[0]->scores, *x1 = four[1]->scores, *x2 = four[2]->scores,
                 *x3 = four[3]->scores;
    for (size_t i = 0; i < count; i++)
        sum[i] = sum[i] + w0 * x0[i] + w1 * x1[i] + w2 * x2[i] + w3 * x3[i];
}

/* Sums up the children that count, and returns their weights together. */
static inline double add_weighted(const hm_group *group, size_t count, double *restrict sum) {
    const hm_child *four[FOUR];
    size_t waiting = 0;
    double weights = 0;
    for (size_t i = 0; i < count; i++)
        sum[i] = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        if (!counts(&group->children[i]))
            continue;
        weights += group->children[i].weight;
        four[waiting++] = &group->children[i];
        if (waiting == FOUR)
            add_four(four, count, sum);
        waiting %= FOUR;
    }
    for (size_t i = 0; i < waiting; i++) {
        const double weight = four[i]->weight, *scores = four[i]->scores;
        for (size_t k = 0; k < count; k++)
            sum[k] += weight * scores[k];
    }
    return weights;
}

static inline void widen(const double *restrict scores, size_t count, double *restrict low,
                         double *restrict high) {
    for (size_t i = 0; i < count; i++) {
        low[i] = scores[i] < low[i] ? scores[i] : low[i];
        high[i] = scores[i] > high[i] ? scores[i] : high[i];
    }
}

static inline void start_bounds(size_t count, double *restrict low, double *restrict high) {
    for (size_t i = 0; i < count; i++) {
        low[i] = DBL_MAX;
        high[i] = -DBL_MAX;
    }
}

/* Between which scores of a child the mean of its group stays. */
static const double *held_by(const hm_node *group, const hm_regroup_column *child) {
    return group->method == HM_METHOD_GEOMETRIC ? child->raised : child->scores;
}

void hm_regroup_bound(const hm_regroup *r, const hm_regroup_part *part, size_t number,
                      const hm_regroup_column *to) {
    const hm_node *node = &part->plan->nodes[number];
    double *low = to->low + part->first, *high = to->high + part->first;
    start_bounds(part->count, low, high);
    for (size_t i = 0; i < node->child_count; i++)
        if (part->plan->nodes[node->children[i]].effect == HM_EFFECT_COUNTS)
            widen(held_by(node, &r->columns[node->children[i]]) + part->first, part->count, low,
                  high);
}

/* Do all children that may count do so? */
static bool all_count(const hm_group *group) {
    bool all = true;
    for (size_t i = 0; i < group->child_count; i++)
        all &= group->children[i].effect != HM_EFFECT_COUNTS || group->children[i].weight > 0;
    return all;
}

/* As group.c does, to the bit: a mean within the range of what it is a mean of, which is known
 * (`low`), or found in `room`. */
HM_WIDE static void regroup_means(const hm_group *group, size_t count, const double *low,
                                  const double *high, double *restrict room,
                                  double *restrict scores) {
    const double weights = add_weighted(group, count, scores);
    if (!low) {
        start_bounds(count, room, room + HM_BLOCK);
        for (size_t i = 0; i < group->child_count; i++)
            if (counts(&group->children[i]))
                widen(group->children[i].scores, count, room, room + HM_BLOCK);
        low = room;
        high = room + HM_BLOCK;
    }
    for (size_t i = 0; i < count; i++) {
        const double mean = scores[i] / weights;
        const double raised = mean < low[i] ? low[i] : mean;
        scores[i] = raised > high[i] ? high[i] : raised;
    }
}

static void add_points(const hm_group *group, size_t count, double *scores) {
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_child *child = &group->children[i];
        for (size_t k = 0; hm_effect_has_points(child->effect) && k < count; k++)
            scores[k] += hm_points_of(child->effect, child->cap, child->scores[k]);
    }
}

HM_WIDE static void regroup_hold(double low, double high, size_t count, double *restrict scores) {
    for (size_t i = 0; i < count; i++) {
        const double raised = scores[i] < low ? low : scores[i];
        scores[i] = raised > high ? high : raised;
    }
}

/* Sums up the logarithms of children that count, and returns their weights together. */
HM_WIDE static double add_logs(const hm_regroup_column *columns, const hm_node *node,
                               const hm_group *group, size_t first, size_t count,
                               double *restrict room, double *restrict sum) {
    double weights = 0;
    start_bounds(count, room, room + HM_BLOCK);
    for (size_t i = 0; i < count; i++)
        sum[i] = 0;
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_regroup_column *column = &columns[node->children[i]];
        const double weight = group->children[i].weight, *logs = column->logs + first;
        if (!counts(&group->children[i]))
            continue;
        weights += weight;
        for (size_t k = 0; k < count; k++)
            sum[k] += weight * logs[k];
        widen(column->raised + first, count, room, room + HM_BLOCK);
    }
    return weights;
}

HM_WIDE static void take_powers(double weights, const double *restrict low,
                                const double *restrict high, size_t count,
                                double *restrict scores) {
    for (size_t i = 0; i < count; i++) {
        const double mean = hm_exp(scores[i] / weights);
        const double raised = mean < low[i] ? low[i] : mean;
        scores[i] = raised > high[i] ? high[i] : raised;
    }
}

/* As the geometric mean of methods.c, to the bit. False where some score is not above 0, of which
 * it is something else. */
static bool regroup_geometric(const hm_regrouping *g, const hm_node *node, const hm_group *group,
                              size_t first, size_t count, double *restrict scores) {
    const double *low = g->room, *high = g->room + HM_BLOCK;
    const double weights = add_logs(g->columns, node, group, first, count, g->room, scores);
    bool above = true;
    for (size_t k = 0; k < count; k++)
        above &= low[k] > 0;
    take_powers(weights, low, high, count, scores);
    return above;
}

static bool has_points(const hm_group *group) {
    bool any = false;
    for (size_t i = 0; i < group->child_count; i++)
        any |= hm_effect_has_points(group->children[i].effect);
    return any;
}

/* Does any child count? Elsewhere a group has no score. */
static bool has_weight(const hm_group *group) {
    bool any = false;
    for (size_t i = 0; i < group->child_count; i++)
        any |= counts(&group->children[i]);
    return any;
}

/* What the method makes of children that all have scores; false where it is not one of those that
 * are done a column at a time. */
static bool combine_whole(const hm_regrouping *g, size_t number, const hm_node *node,
                          const hm_group *group, size_t first, size_t count, double *scores) {
    if (!has_weight(group))
        return false;
    if (group->method == HM_METHOD_ARITHMETIC) {
        const hm_regroup_column *known = &g->of->columns[number];
        const bool is_known = known->low && all_count(group);
        regroup_means(group, count, is_known ? known->low + first : NULL,
                      is_known ? known->high + first : NULL, g->room, scores);
        return true;
    }
    return group->method == HM_METHOD_GEOMETRIC &&
           regroup_geometric(g, node, group, first, count, scores);
}

/* Points, the range, rounding. */
static void settle_whole(hm_regrouping *g, const hm_group *group, size_t count, double *scores) {
    if (has_points(group)) {
        double *points = g->room;
        memset(points, 0, count * sizeof *points);
        add_points(group, count, points);
        for (size_t i = 0; i < count; i++)
            scores[i] += points[i];
    }
    regroup_hold(group->low, group->high, count, scores);
    for (size_t i = 0; group->rounding >= 0 && i < count; i++)
        scores[i] = hm_score_round(scores[i], group->rounding, group->ties_to_even);
}

static void restore(hm_regrouping *g, size_t number, size_t first, size_t count) {
    hm_regroup_column *column = &g->columns[number];
    memset(column->states + first, HM_OBSERVED, count);
    for (size_t i = first; i < first + count; i++)
        column->coverage[i] = column->applicable[i] = 1;
}

static void score_partly(hm_regrouping *g, const hm_group *group, size_t number, size_t first,
                         size_t count) {
    hm_regroup_column *column = &g->columns[number];
    for (size_t i = first; i < first + count; i++)
        column->applicable[i] = 1;
    (void)hm_group_score(group, count,
                         (hm_group_result){column->scores + first, column->states + first,
                                           g->flags + HM_BLOCK, column->coverage + first,
                                           column->applicable + first});
    for (size_t i = first; i < first + count; i++)
        if (column->states[i] == HM_UNDEFINED)
            column->applicable[i] = 0;
}

static bool all_observed(const uint8_t *states, size_t count) {
    uint8_t other = 0;
    for (size_t i = 0; i < count; i++)
        other |= states[i] ^ HM_OBSERVED;
    return other == 0;
}

static void score_group(hm_regrouping *g, const hm_regroup_part *part, size_t number, size_t first,
                        size_t count, const hm_draw *draw) {
    bool whole;
    const hm_group group = hm_regroup_group(g, part, number, first, draw, &whole);
    double *scores = g->columns[number].scores + first;
    const bool fast =
        whole && combine_whole(g, number, &part->plan->nodes[number], &group, first, count, scores);
    if (fast) {
        settle_whole(g, &group, count, scores);
        if (g->dirty[number])
            restore(g, number, first, count);
    } else {
        score_partly(g, &group, number, first, count);
        g->dirty[number] = true;
    }
    hm_regroup_take_logs(g->of, part, number, first, count, &g->columns[number]);
    g->whole[number] = fast || (whole && all_observed(g->columns[number].states + first, count));
}

static void score_block(hm_regrouping *g, const hm_regroup_part *part, size_t first, size_t count,
                        const hm_draw *draw, bool fills) {
    const hm_regroup *r = g->of;
    const hm_plan *plan = r->variant->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const uint32_t number = plan->order[i];
        if (!r->changes[number])
            g->whole[number] = part->is_whole;
        else if (!is_group(r, number)) {
            g->whole[number] =
                part->is_whole && fills && all_observed(g->columns[number].states + first, count);
            hm_regroup_take_logs(r, part, number, first, count, &g->columns[number]);
        } else if (!part->plan->nodes[number].is_absent)
            score_group(g, part, number, first, count, draw);
    }
}

void hm_regroup_fill_gaps(hm_regrouping *g, const hm_draw *draw, bool fills) {
    const hm_regroup *r = g->of;
    for (size_t i = 0; r->gaps != HM_GAPS_LEFT && i < r->variant->plan->node_count; i++)
        if (r->changes[i] && !is_group(r, i))
            fill_gaps(g, i, draw->lots[HM_LOT_GAPS], fills);
}

void hm_regroup_score(hm_regrouping *g, const hm_regroup_part *part, const hm_draw *draw,
                      bool fills) {
    if (g->of->has_sums)
        hm_regroup_take_ranges(g, part->plan, draw);
    for (size_t at = 0; at < part->count; at += HM_BLOCK)
        score_block(g, part, part->first + at,
                    part->count - at < HM_BLOCK ? part->count - at : HM_BLOCK, draw, fills);
}

bool hm_regroup_is_ranked(const hm_regrouping *g, size_t node, size_t row) {
    const hm_regroup_column *column = &g->columns[node];
    return column->states[row] == HM_OBSERVED &&
           hm_rank_if_holds(g->of->variant->plan->policy.rank_if, column->coverage[row],
                            column->applicable[row]);
}
