#include "compare/tree.h"

#include <math.h>
#include <string.h>

static bool same_method(const hm_node *a, const hm_node *b) {
    return a->method == b->method &&
           memcmp(a->method_parameters, b->method_parameters, sizeof a->method_parameters) == 0;
}

/* Is a group computed by the same in both views, which differ in one component alone? */
static bool is_alike(hm_component component, const hm_node *before, const hm_node *after) {
    if (component == HM_COMPONENT_METHODS)
        return same_method(before, after) && before->step_count == 0 && after->step_count == 0;
    if (component == HM_COMPONENT_MEASURES)
        return !before->measure && !after->measure && !before->transform && !after->transform;
    return true;
}

static void add(double points, unsigned cause, double *to, uint8_t *causes) {
    *to += points;
    *causes |= fabs(points) > HM_NO_POINTS ? (uint8_t)cause : 0;
}

static void descend_group(const hm_descent *descent, const hm_view views[HM_SIDES], size_t number,
                          double *points, uint8_t *causes, size_t stride) {
    hm_divider *divider = descent->divider;
    const double scale = descent->scales[number];
    double rest =
        hm_view_score(&views[HM_AFTER], number) - hm_view_score(&views[HM_BEFORE], number);
    divider->in_scope = descent->component == HM_COMPONENT_SCOPE;
    hm_divide(divider, views, number,
              is_alike(descent->component, hm_view_node(&views[HM_BEFORE], number),
                       hm_view_node(&views[HM_AFTER], number)));
    for (size_t i = 0; i < divider->count; i++) {
        const hm_part *part = &divider->parts[i];
        add(scale * part->own, part->cause, &points[part->number * stride],
            &causes[part->number * stride]);
        descent->scales[part->number] = scale * part->ratio;
        rest -= part->own + part->moved;
    }
    add(scale * rest, HM_CAUSE_OWN, &points[number * stride], &causes[number * stride]);
}

void hm_descend(const hm_descent *descent, const hm_view views[HM_SIDES], double factor,
                double *points, uint8_t *causes, size_t stride) {
    const hm_plan *plan = descent->matched->plans[descent->order];
    memset(descent->scales, 0, descent->matched->count * sizeof *descent->scales);
    descent->scales[descent->matched->numbers[descent->order][0]] = factor;
    for (size_t i = 0; i < plan->node_count; i++) {
        const size_t number = descent->matched->numbers[descent->order][i];
        const double scale = descent->scales[number];
        if (scale == 0)
            continue;
        if (plan->nodes[i].indicator == HM_NO_INDICATOR)
            descend_group(descent, views, number, points, causes, stride);
        else if (descent->component != HM_COMPONENT_DATA)
            points[number * stride] += scale * (hm_view_score(&views[HM_AFTER], number) -
                                                hm_view_score(&views[HM_BEFORE], number));
    }
}
