/* orders.c: groups of any other method, by what each child brings in all orders of the children. */
#include <math.h>

#include "compare/divider.h"
#include "compare/marks.h"
#include "compare/shapley.h"
#include "methods/joint.h"
#include "transform/joints.h"

/* The group as one of the views has it, over children of which some are as they are before, the
 * others as after. */
typedef struct mixture {
    hm_divider *d;
    const hm_view *view;
    const hm_node *group;
    uint32_t node;
    const uint8_t *taken; /* by player */
    size_t players;
    double otherwise; /* where the group would have no score */
    double prepared;  /* of a method that compares units */
    bool is_prepared;
} mixture;

static hm_side side_of_child(const mixture *m, size_t place) {
    for (size_t i = 0; i < m->players; i++)
        if (m->d->players[i] == place)
            return m->taken[i] ? HM_AFTER : HM_BEFORE;
    return HM_BEFORE; /* it is the same on both */
}

static double points_of_children(const mixture *m) {
    double points = 0;
    for (size_t i = 0; i < m->d->count; i++) {
        const hm_child_pair *child = &m->d->children[i];
        const hm_side side = side_of_child(m, i);
        if (child->is_there[side] && hm_effect_has_points(child->effects[side]))
            points += hm_points_of(child->effects[side], child->caps[side], child->scores[side]);
    }
    return points;
}

static double combine(const mixture *m) {
    hm_divider *d = m->d;
    double *scores = d->numbers, *weights = d->numbers + d->most;
    size_t count = 0;
    bool lifted = false;
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        const hm_side side = side_of_child(m, i);
        if (!child->is_there[side] || child->effects[side] != HM_EFFECT_COUNTS)
            continue;
        scores[count] = child->scores[side];
        weights[count++] = child->weights[side];
    }
    const hm_plan *plan = hm_view_plan(m->view);
    for (size_t i = 0; i < m->group->child_count; i++)
        lifted |= plan->nodes[m->group->children[i]].low < 0;
    const hm_combining of = {m->group->method_parameters, scores, weights, count, lifted};
    return count > 0 ? hm_methods[m->group->method].combine(&of) : (double)NAN;
}

/* What a method that compares units makes of a row that no unit may have. */
static double compare_units(mixture *m) {
    const hm_transformed *transformed = &m->view->scores->transformed;
    const hm_applied_step *step = hm_applied_steps(transformed, m->node);
    const hm_columns *columns = step->step->columns;
    const hm_fit *fit = hm_applied_fit(transformed, step, m->view->unit);
    double *cells = m->d->numbers, *weights = m->d->numbers + m->d->most, found = (double)NAN;
    if (!fit || !hm_fit_is_possible(fit) || columns->count > m->d->most)
        return (double)NAN;
    const hm_joint_sample sample = hm_fit_joint_sample(transformed->fits, fit);
    const hm_plan *plan = hm_view_plan(m->view);
    size_t absent = 0;
    for (uint32_t k = 0; k < columns->count; k++) {
        cells[k] = (double)NAN;
        weights[k] = plan->nodes[columns->nodes[k]].weight;
        absent += plan->nodes[columns->nodes[k]].is_absent;
        for (size_t i = 0; i < m->d->count; i++) {
            const hm_child_pair *child = &m->d->children[i];
            const hm_side side = side_of_child(m, i);
            if (child->number == m->view->numbers[columns->nodes[k]] && child->is_there[side])
                cells[k] = child->scores[side] + 0.0;
        }
    }
    hm_joint_row row = {.cells = cells,
                        .absent = absent,
                        .signs = columns->signs,
                        .settings = hm_applied_settings(transformed, step, m->view->unit),
                        .weights = weights,
                        .prepared = m->prepared};
    if (!m->is_prepared && step->step->method->joint->prepare)
        row.prepared = m->prepared =
            step->step->method->joint->prepare(&sample, fit->learnt.model, &row);
    m->is_prepared = true;
    return step->step->method->joint->fill(&sample, fit->learnt.model, &row, &found,
                                           transformed->allocator)
               ? found
               : (double)NAN;
}

/* A measure reads each node as the side has it that its player has taken. */
static void read_mixed(const void *context, hm_op op, uint32_t node, size_t first, size_t count,
                       double *values, uint8_t *states) {
    const mixture *m = context;
    const size_t number = m->view->numbers[node];
    hm_side side = m->view == &m->d->views[HM_AFTER] ? HM_AFTER : HM_BEFORE;
    for (size_t i = 0; i < m->d->count; i++)
        if (m->d->children[i].number == number)
            side = side_of_child(m, i);
    const hm_view *view = &m->d->views[side];
    const uint32_t found = view->nodes[number];
    (void)first;
    if (found == HM_NO_NODE) {
        for (size_t i = 0; i < count; i++) {
            values[i] = 0;
            states[i] = HM_NOT_APPLICABLE;
        }
        return;
    }
    const hm_expr_reads reads = hm_aggregated_reads(&view->scores->aggregated);
    reads.read(reads.context, op, found, view->unit, count, values, states);
}

static double measure(const mixture *m) {
    hm_expr_data data = hm_bound_data(&m->view->scores->bound, m->node);
    double value;
    uint8_t state;
    data.reads = (hm_expr_reads){m, read_mixed};
    hm_expr_run(m->group->measure->expr, &data, m->view->unit, 1, &m->d->workspace, &value, &state);
    return state == HM_OBSERVED ? value : (double)NAN;
}

static double hold(double value, double low, double high) {
    return value < low ? low : value > high ? high : value;
}

static double value_of(void *context, const uint8_t *taken) {
    mixture *m = context;
    const hm_node *group = m->group;
    m->taken = taken;
    double value = group->measure            ? measure(m)
                   : hm_node_compares(group) ? compare_units(m)
                                             : combine(m);
    value += points_of_children(m);
    if (hm_node_has_steps(group))
        value = hm_mark_through(m->view, m->node, value, &m->d->workspace);
    else
        value = hold(value, group->low, group->high);
    return isfinite(value) ? value : m->otherwise;
}

static mixture mixture_of(hm_divider *d, hm_side side) {
    const hm_view *view = &d->views[side];
    mixture m = {.d = d, .view = view, .node = view->nodes[d->group]};
    m.group = &hm_view_plan(view)->nodes[m.node];
    m.otherwise = (hm_view_score(&d->views[HM_BEFORE], d->group) +
                   hm_view_score(&d->views[HM_AFTER], d->group)) /
                  2;
    return m;
}

/* A measure may read nodes that are no children of the group: they are looked at as if they were,
 * and what they bring stays with them. */
static void gather_read(hm_divider *d, hm_side side) {
    const hm_view *view = &d->views[side];
    const hm_node *group = hm_view_node(view, d->group);
    for (size_t i = 0; i < d->count; i++)
        d->places[d->children[i].number] = (uint32_t)i + 1;
    for (size_t i = 0; group->measure && i < group->read_count; i++)
        (void)hm_divider_child(d, view->numbers[group->reads[i]]);
    for (size_t i = 0; i < d->count; i++)
        d->places[d->children[i].number] = 0;
}

static bool reads_alike(const hm_divider *d, size_t number) {
    double scores[HM_SIDES], coverage[HM_SIDES], values[HM_SIDES];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const hm_view *view = &d->views[side];
        const uint32_t node = view->nodes[number];
        if (!hm_view_is_scored(view, number))
            return false;
        const double *value = hm_aggregated_value(&view->scores->aggregated, node, view->unit);
        scores[side] = hm_view_score(view, number);
        coverage[side] = hm_aggregated_coverage(&view->scores->aggregated, node, view->unit);
        values[side] = value ? *value : 0;
    }
    return scores[0] == scores[1] && coverage[0] == coverage[1] && values[0] == values[1];
}

static bool is_alike(const hm_divider *d, const hm_child_pair *child, bool is_measured) {
    if (is_measured)
        return reads_alike(d, child->number);
    if (!child->is_there[HM_BEFORE] && !child->is_there[HM_AFTER])
        return true;
    return child->is_there[HM_BEFORE] == child->is_there[HM_AFTER] &&
           child->scores[HM_BEFORE] == child->scores[HM_AFTER] &&
           child->weights[HM_BEFORE] == child->weights[HM_AFTER] &&
           child->effects[HM_BEFORE] == child->effects[HM_AFTER] &&
           child->caps[HM_BEFORE] == child->caps[HM_AFTER];
}

static size_t find_players(hm_divider *d, bool is_measured) {
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        if (!is_alike(d, &d->children[i], is_measured))
            d->players[count++] = (uint32_t)i;
    return count;
}

/* What a player has got: it goes on below it where its score has moved. */
static void give(hm_divider *d, size_t place, double points) {
    const hm_child_pair *child = &d->children[place];
    hm_part *part = &d->parts[place];
    const bool both = child->is_there[HM_BEFORE] && child->is_there[HM_AFTER];
    const double change = both ? child->scores[HM_AFTER] - child->scores[HM_BEFORE] : 0;
    if (fabs(change) > 1e-9) {
        part->moved = points;
        part->ratio = points / change;
    } else
        part->own = points;
}

/* By what the group is computed by before, after, or at the mean of both. */
void hm_divide_by_orders(hm_divider *d, bool alike) {
    const bool is_measured = hm_view_node(&d->views[HM_BEFORE], d->group)->measure ||
                             hm_view_node(&d->views[HM_AFTER], d->group)->measure;
    if (is_measured) {
        gather_read(d, HM_BEFORE);
        gather_read(d, HM_AFTER);
    }
    const size_t players = find_players(d, is_measured), sides = alike ? 1 : 2;
    double *values = d->numbers + 2 * d->most, *sums = d->numbers + 3 * d->most;
    for (size_t i = 0; i < players; i++)
        sums[i] = 0;
    for (hm_side side = HM_BEFORE; side < sides; side++) {
        mixture m = mixture_of(d, side);
        m.players = players;
        const hm_shapley_game game = {players, value_of, &m};
        hm_shapley(&game, d->room, d->taken, values);
        for (size_t i = 0; i < players; i++)
            sums[i] += values[i] / (double)sides;
    }
    for (size_t i = 0; i < players; i++)
        give(d, d->players[i], sums[i]);
}
