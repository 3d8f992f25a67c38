/* shares.c: what each node adds to the scores above it. */
#include "aggregate/aggregate.h"

#include <math.h>

#include "methods/methods.h"

/* What the weights of a group's children are divided by to have their shares of its score; NAN
 * where shares do not add up to it: other methods, steps that come after, and points that were
 * taken off down to zero. */
static double weight_of_scored(const hm_aggregated *aggregated, const hm_node *node, double score,
                               size_t unit) {
    const hm_plan *plan = aggregated->plan;
    double deducted = 0, total = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &plan->nodes[node->children[i]];
        const hm_grid_column *column = &aggregated->scores.columns[node->children[i]];
        if (column->states[unit] != HM_OBSERVED)
            continue;
        if (child->deducts)
            deducted += column->values[unit];
        else
            total += child->weight;
    }
    const bool add_up = hm_methods[node->method].adds_up && node->step_count == 0 && total > 0 &&
                        !(deducted > 0 && score <= 0);
    return add_up ? total : NAN;
}

double hm_aggregated_total(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const hm_grid_column *column = &aggregated->scores.columns[node];
    const hm_node *group = &aggregated->plan->nodes[node];
    return column->states[unit] == HM_OBSERVED
               ? weight_of_scored(aggregated, group, column->values[unit], unit)
               : NAN;
}

double hm_aggregated_share_of(const hm_node *child, double share, double total) {
    return isnan(total) ? NAN : share * (child->deducts ? -1 : child->weight / total);
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
                     found, hm_aggregated_share(aggregated, unit, found->parent, ancestor), total);
}

void hm_aggregated_shares(const hm_aggregated *aggregated, size_t unit, size_t depth,
                          double *shares) {
    const hm_plan *plan = aggregated->plan;
    const hm_grid_column *columns = aggregated->scores.columns;
    shares[0] = 1;
    for (size_t number = 0; number < plan->node_count; number++) {
        const hm_node *node = &plan->nodes[number];
        if (node->depth > depth)
            continue;
        if (columns[number].states[unit] != HM_OBSERVED)
            shares[number] = NAN;
        if (node->depth == depth)
            continue;
        const double total = hm_aggregated_total(aggregated, number, unit);
        for (size_t i = 0; i < node->child_count; i++)
            shares[node->children[i]] =
                hm_aggregated_share_of(&plan->nodes[node->children[i]], shares[number], total);
    }
}
