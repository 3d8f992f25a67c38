/* shares.c: what each node adds to the scores above it. */
#include "aggregate/aggregate.h"

#include <math.h>

#include "methods/methods.h"

/* The children of a group in one unit: the weights of those that count and are scored, their
 * weighted scores, and points. */
typedef struct sums {
    double weights, scores, deducted, added;
} sums;

static sums sums_of(const hm_aggregated *aggregated, const hm_node *node, size_t unit) {
    const hm_plan *plan = hm_bound_plan(aggregated->bound, unit);
    sums s = {0};
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &plan->nodes[node->children[i]];
        const hm_grid_column *column = &aggregated->scores.columns[node->children[i]];
        if (column->states[unit] != HM_OBSERVED)
            continue;
        const double score = column->values[unit];
        const double points = hm_effect_has_points(child->effect)
                                  ? hm_points_of(child->effect, child->cap, score)
                                  : 0;
        s.deducted += points < 0 ? -points : 0;
        s.added += points > 0 ? points : 0;
        if (child->effect == HM_EFFECT_COUNTS) {
            s.weights += child->weight;
            s.scores += child->weight * score;
        }
    }
    return s;
}

/* What the weighted scores are divided by to be the group's: nothing, where it is their sum. */
static double divisor_of(const hm_node *node, const sums *s) {
    return hm_methods[node->method].sums ? 1 : s->weights;
}

/* Has the group's range cut off some of its children's points? */
static bool is_held(const hm_node *node, const sums *s, double score) {
    const bool by_points =
        (s->deducted > 0 && score <= node->low) || (s->added > 0 && score >= node->high);
    const double moved = s->scores / divisor_of(node, s) + s->added - s->deducted;
    return by_points || hm_range_flags(moved, node->low, node->high) != 0;
}

/* What the weights of a group's children are divided by to have their shares of its score; NAN
 * where shares do not add up to it: other methods, a measure, steps that come after, and a score
 * that was held within its range. */
static double weight_of_scored(const hm_aggregated *aggregated, const hm_node *node, double score,
                               size_t unit) {
    if (!hm_methods[node->method].adds_up || hm_node_has_steps(node) || node->measure)
        return NAN;
    const sums s = sums_of(aggregated, node, unit);
    return s.weights > 0 && !is_held(node, &s, score) ? divisor_of(node, &s) : NAN;
}

double hm_aggregated_total(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const hm_grid_column *column = &aggregated->scores.columns[node];
    const hm_node *group = &hm_bound_plan(aggregated->bound, unit)->nodes[node];
    return column->states[unit] == HM_OBSERVED
               ? weight_of_scored(aggregated, group, column->values[unit], unit)
               : NAN;
}

/* What a score is multiplied with to be points: less than 1 where there are more than its cap. */
static double factor_of_points(const hm_node *node, double score) {
    const double points = hm_points_of(node->effect, node->cap, score);
    return fabs(points) < fabs(score) ? points / score : node->effect == HM_EFFECT_DEDUCTS ? -1 : 1;
}

double hm_aggregated_share_of(const hm_aggregated *aggregated, size_t child, size_t unit,
                              double share, double total) {
    const hm_node *node = &hm_bound_plan(aggregated->bound, unit)->nodes[child];
    if (isnan(total) || node->effect == HM_EFFECT_NONE)
        return NAN;
    return share * (hm_effect_has_points(node->effect)
                        ? factor_of_points(node, aggregated->scores.columns[child].values[unit])
                        : node->weight / total);
}

double hm_aggregated_share(const hm_aggregated *aggregated, size_t unit, size_t node,
                           size_t ancestor) {
    const hm_node *found = &aggregated->plan->nodes[node];
    if (aggregated->scores.columns[node].states[unit] != HM_OBSERVED)
        return NAN;
    if (node == ancestor)
        return 1;
    if (found->parent == HM_NO_NODE)
        return NAN;
    const double total = hm_aggregated_total(aggregated, found->parent, unit);
    return isnan(total)
               ? NAN
               : hm_aggregated_share_of(
                     aggregated, node, unit,
                     hm_aggregated_share(aggregated, unit, found->parent, ancestor), total);
}

void hm_aggregated_shares(const hm_aggregated *aggregated, size_t unit, size_t depth,
                          double *shares) {
    const hm_plan *plan = hm_bound_plan(aggregated->bound, unit);
    const hm_grid_column *columns = aggregated->scores.columns;
    shares[0] = 1;
    for (size_t number = 0; number < plan->node_count; number++) {
        const hm_node *node = &plan->nodes[number];
        if (node->depth > depth)
            continue;
        if (columns[number].states[unit] != HM_OBSERVED ||
            (number > 0 && node->parent == HM_NO_NODE))
            shares[number] = NAN;
        if (node->depth == depth)
            continue;
        const double total = hm_aggregated_total(aggregated, number, unit);
        for (size_t i = 0; i < node->child_count; i++)
            shares[node->children[i]] =
                hm_aggregated_share_of(aggregated, node->children[i], unit, shares[number], total);
    }
}
