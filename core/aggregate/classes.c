#include "aggregate/classes.h"

#include <math.h>

/* Of the unit's period. False where none holds yet. */
static bool bound_of(const hm_aggregated *aggregated, size_t unit, const hm_class *each,
                     double *out) {
    *out = each->bound;
    if (each->parameter == HM_NO_PARAMETER)
        return true;
    const hm_grid_column *column = &aggregated->bound->parameters.columns[each->parameter];
    *out = column->values[unit];
    return column->states[unit] == HM_OBSERVED;
}

/* With room for rounding at the bound, as all thresholds have. */
static bool suits(hm_class_rule rule, double figure, double bound) {
    const double room = 1e-9 * fmax(1, fabs(bound));
    switch (rule) {
    case HM_CLASS_AT_LEAST:
        return figure >= bound - room;
    case HM_CLASS_OVER:
        return figure > bound + room;
    case HM_CLASS_AT_MOST:
        return figure <= bound + room;
    case HM_CLASS_BELOW:
        return figure < bound - room;
    default:
        return true;
    }
}

static const double *figure_of(const hm_aggregated *aggregated, size_t unit, size_t node) {
    const hm_grid_column *column = &aggregated->scores.columns[node];
    if (column->states[unit] != HM_OBSERVED)
        return NULL;
    return aggregated->plan->nodes[node].classes->of_value
               ? hm_aggregated_value(aggregated, node, unit)
               : &column->values[unit];
}

hm_class_found hm_aggregated_find_class(const hm_aggregated *aggregated, size_t unit, size_t node) {
    static const hm_class_found none = {0};
    const hm_classes *classes = aggregated->plan->nodes[node].classes;
    const double *figure = classes ? figure_of(aggregated, unit, node) : NULL;
    for (size_t i = 0; figure && i < classes->count; i++) {
        const hm_class *each = &classes->each[i];
        double bound;
        if (!bound_of(aggregated, unit, each, &bound))
            return none; /* nobody can tell whether it is in this one */
        if (suits(each->rule, *figure, bound))
            return (hm_class_found){each, *figure, bound};
    }
    return none;
}
