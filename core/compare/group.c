/* group.c: means that are the inverse of a curve's mean are divided in closed form; all
 * else goes by Shapley's value over the children. */
#include "compare/group.h"

#include <string.h>

#include "compare/marks.h"
#include "compare/shapley.h"
#include "methods/joint.h"
#include "transform/joints.h"

struct hm_child_pair {
    size_t number;
    bool is_there[HM_SIDES]; /* it is scored, and has a say */
    double scores[HM_SIDES], weights[HM_SIDES], caps[HM_SIDES];
    hm_effect effects[HM_SIDES];
};

/* --- room --- */

static size_t most_children(const hm_matched *m) {
    size_t most = 1;
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        for (size_t i = 0; i < m->plans[side]->node_count; i++) {
            const hm_node *node = &m->plans[side]->nodes[i];
            const size_t count = node->child_count + node->read_count;
            most = count > most ? count : most;
        }
    return 2 * most;
}

static size_t most_expr_nodes(const hm_matched *m) {
    const size_t before = m->plans[HM_BEFORE]->most_expr_nodes;
    const size_t after = m->plans[HM_AFTER]->most_expr_nodes;
    return before > after ? before : after;
}

static size_t room_for(size_t most) {
    return hm_shapley_room(most > HM_SHAPLEY_EXACT ? HM_SHAPLEY_EXACT : most) +
           hm_shapley_room(most);
}

bool hm_divider_open(hm_divider *d, const hm_matched *matched, const hm_allocator *allocator) {
    const size_t most = most_children(matched);
    *d = (hm_divider){.allocator = allocator, .most = most, .nodes = matched->count};
    const bool fine = hm_workspace_open(&d->workspace, most_expr_nodes(matched), allocator);
    d->children = hm_allocate_array(allocator, most, sizeof *d->children);
    d->parts = hm_allocate_array(allocator, most, sizeof *d->parts);
    d->places = hm_allocate_array(allocator, matched->count, sizeof *d->places);
    d->numbers = hm_allocate_array(allocator, 4 * most, sizeof *d->numbers);
    d->room = hm_allocate_array(allocator, room_for(most), sizeof *d->room);
    d->taken = hm_allocate_array(allocator, most, 1);
    d->players = hm_allocate_array(allocator, most, sizeof *d->players);
    return fine && d->children && d->parts && d->places && d->numbers && d->room && d->taken &&
           d->players;
}

void hm_divider_close(hm_divider *d) {
    const hm_allocator *allocator = d->allocator;
    const size_t most = d->most;
    hm_workspace_close(&d->workspace);
    hm_release(allocator, d->children, most * sizeof *d->children);
    hm_release(allocator, d->parts, most * sizeof *d->parts);
    hm_release(allocator, d->places, d->nodes * sizeof *d->places);
    hm_release(allocator, d->numbers, 4 * most * sizeof *d->numbers);
    hm_release(allocator, d->room, room_for(most) * sizeof *d->room);
    hm_release(allocator, d->taken, most);
    hm_release(allocator, d->players, most * sizeof *d->players);
}

/* --- children --- */

static hm_child_pair *child_at(hm_divider *d, size_t number) {
    if (d->places[number] == 0) {
        d->children[d->count] = (hm_child_pair){.number = number};
        d->parts[d->count] = (hm_part){.number = number};
        d->places[number] = (uint32_t)++d->count;
    }
    return &d->children[d->places[number] - 1];
}

static void gather_side(hm_divider *d, hm_side side) {
    const hm_view *view = &d->views[side];
    const hm_plan *plan = hm_view_plan(view);
    const hm_node *group = &plan->nodes[view->nodes[d->group]];
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *node = &plan->nodes[group->children[i]];
        const hm_grid_column *scores = &view->scores->aggregated.scores.columns[group->children[i]];
        hm_child_pair *child = child_at(d, view->numbers[group->children[i]]);
        const bool has_say = hm_effect_has_points(node->effect) ||
                             (node->effect == HM_EFFECT_COUNTS && node->weight > 0);
        child->is_there[side] = has_say && scores->states[view->unit] == HM_OBSERVED;
        child->scores[side] = scores->values[view->unit];
        child->weights[side] = node->weight;
        child->effects[side] = node->effect;
        child->caps[side] = node->cap;
    }
}

static void gather(hm_divider *d) {
    d->count = 0;
    gather_side(d, HM_BEFORE);
    gather_side(d, HM_AFTER);
    for (size_t i = 0; i < d->count; i++)
        d->places[d->children[i].number] = 0;
}

static bool has_points(const hm_divider *d) {
    bool has = false;
    for (size_t i = 0; i < d->count; i++)
        for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
            has |=
                d->children[i].is_there[side] && hm_effect_has_points(d->children[i].effects[side]);
    return has;
}

/* --- means in closed form --- */

typedef enum curve {
    CURVE_NONE,
    CURVE_LINE,
    CURVE_SUM, /* a line, and weights are no shares */
    CURVE_LOG,
    CURVE_INVERSE,
    CURVE_POWER
} curve;

typedef struct curved {
    curve curve;
    double floor, power;
} curved;

static bool is_straight(const curved *c) {
    return c->curve == CURVE_LINE || c->curve == CURVE_SUM;
}

/* A power so high, or low, that it would be out of range is left to Shapley's value. */
enum { MOST_POWER = 64 };

static curved curve_of(const hm_node *group) {
    const char *name = hm_methods[group->method].name;
    if (group->method == HM_METHOD_ARITHMETIC)
        return (curved){.curve = CURVE_LINE};
    if (hm_methods[group->method].sums)
        return (curved){.curve = CURVE_SUM};
    if (strcmp(name, "geometric") == 0)
        return (curved){.curve = CURVE_LOG, .floor = group->method_parameters[0]};
    if (strcmp(name, "harmonic") == 0)
        return (curved){.curve = CURVE_INVERSE};
    if (strcmp(name, "power") == 0 && fabs(group->method_parameters[0]) <= MOST_POWER)
        return (curved){.curve = CURVE_POWER, .power = group->method_parameters[0]};
    return (curved){.curve = CURVE_NONE};
}

static double bend(const curved *c, double x) {
    if (is_straight(c))
        return x;
    x = x < c->floor ? c->floor : x;
    if (!(x > 0))
        return (double)NAN;
    return c->curve == CURVE_LOG ? log(x) : c->curve == CURVE_INVERSE ? 1 / x : pow(x, c->power);
}

static double slope(const curved *c, double x) {
    if (is_straight(c))
        return 1;
    if (x < c->floor)
        return 0;
    return c->curve == CURVE_LOG       ? 1 / x
           : c->curve == CURVE_INVERSE ? -1 / (x * x)
                                       : c->power * pow(x, c->power - 1);
}

static double unbend(const curved *c, double t) {
    return is_straight(c)              ? t
           : c->curve == CURVE_LOG     ? exp(t)
           : c->curve == CURVE_INVERSE ? 1 / t
                                       : pow(t, 1 / c->power);
}

/* Of both views: the sum of weights, and the mean of what the curve makes of the scores. */
typedef struct bent {
    double weights[HM_SIDES], means[HM_SIDES];
} bent;

/* What the curve makes of the scores goes to `numbers`, both sides behind each other. False where
 * it makes no number of some. */
static bool bend_all(const hm_divider *d, const curved *c, bent *out) {
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        double weights = 0, sum = 0;
        for (size_t i = 0; i < d->count; i++) {
            const hm_child_pair *child = &d->children[i];
            const double f = child->is_there[side] ? bend(c, child->scores[side]) : 0;
            if (!(fabs(f) <= 1e300))
                return false;
            d->numbers[side * d->most + i] = f;
            weights += child->is_there[side] ? child->weights[side] : 0;
            sum += child->is_there[side] ? child->weights[side] * f : 0;
        }
        out->weights[side] = c->curve == CURVE_SUM ? 1 : weights;
        out->means[side] = sum / out->weights[side];
    }
    return out->weights[HM_BEFORE] > 0 && out->weights[HM_AFTER] > 0;
}

/* How far the score moves for what the mean of the curve moves. */
static double stretch(const curved *c, const bent *b) {
    const double change = b->means[HM_AFTER] - b->means[HM_BEFORE];
    const double before = unbend(c, b->means[HM_BEFORE]), after = unbend(c, b->means[HM_AFTER]);
    const double size = fmax(fabs(b->means[HM_AFTER]), fabs(b->means[HM_BEFORE]));
    if (is_straight(c))
        return 1;
    return fabs(change) > 1e-6 * size ? (after - before) / change
                                      : 1 / slope(c, (before + after) / 2);
}

/* The points of a child that is on both sides move by its score, at the mean of its shares; what
 * its share does, it does against the mean of the group. */
static void divide_child(const hm_divider *d, const curved *c, const bent *b, double by, size_t i) {
    const hm_child_pair *child = &d->children[i];
    const double *f[HM_SIDES] = {d->numbers, d->numbers + d->most};
    const double mean = c->curve == CURVE_SUM ? 0 : (b->means[HM_BEFORE] + b->means[HM_AFTER]) / 2;
    double shares[HM_SIDES];
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++)
        shares[side] = child->is_there[side] ? child->weights[side] / b->weights[side] : 0;
    hm_part *part = &d->parts[i];
    if (!child->is_there[HM_BEFORE] || !child->is_there[HM_AFTER]) {
        const double there = f[child->is_there[HM_AFTER]][i];
        part->own = by * (shares[HM_AFTER] - shares[HM_BEFORE]) * (there - mean);
        part->own = child->is_there[HM_BEFORE] || child->is_there[HM_AFTER] ? part->own : 0;
        return;
    }
    const double share = (shares[HM_BEFORE] + shares[HM_AFTER]) / 2;
    const double change = child->scores[HM_AFTER] - child->scores[HM_BEFORE];
    part->moved = by * share * (f[HM_AFTER][i] - f[HM_BEFORE][i]);
    part->own = by * (shares[HM_AFTER] - shares[HM_BEFORE]) *
                ((f[HM_BEFORE][i] + f[HM_AFTER][i]) / 2 - mean);
    const double middle = (child->scores[HM_BEFORE] + child->scores[HM_AFTER]) / 2;
    part->ratio = is_straight(c) || fabs(change) <= 1e-6 ? by * share * slope(c, middle)
                                                         : part->moved / change;
}

/* Where children are left out on one side, the others stand for them: what one of those brings is
 * what it is above, or below, their mean. */
static void divide_scope(const hm_divider *d, const curved *c, const bent *b, double by) {
    const double *f[HM_SIDES] = {d->numbers, d->numbers + d->most};
    bool more_before = false;
    for (size_t i = 0; i < d->count; i++)
        more_before |= d->children[i].is_there[HM_BEFORE] && !d->children[i].is_there[HM_AFTER];
    const hm_side whole = more_before ? HM_BEFORE : HM_AFTER, core = !whole;
    const double sign = whole == HM_AFTER ? 1 : -1;
    double rest = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->children[i].is_there[core] && c->curve != CURVE_SUM)
            rest += d->children[i].weights[core] / b->weights[core] * f[whole][i];
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        hm_part *part = &d->parts[i];
        const double change = child->scores[HM_AFTER] - child->scores[HM_BEFORE];
        if (child->is_there[whole] && !child->is_there[core])
            part->own =
                sign * by * child->weights[whole] / b->weights[whole] * (f[whole][i] - rest);
        if (!child->is_there[HM_BEFORE] || !child->is_there[HM_AFTER])
            continue;
        const double share = child->weights[core] / b->weights[core];
        part->moved = by * share * (f[HM_AFTER][i] - f[HM_BEFORE][i]);
        part->ratio = fabs(change) > 1e-6 ? part->moved / change
                                          : by * share * slope(c, child->scores[HM_AFTER]);
    }
}

/* Does the core miss children that it has itself, so that neither side is the whole? */
static bool is_nested(const hm_divider *d) {
    bool more[HM_SIDES] = {false, false};
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        more[HM_BEFORE] |= child->is_there[HM_BEFORE] && !child->is_there[HM_AFTER];
        more[HM_AFTER] |= child->is_there[HM_AFTER] && !child->is_there[HM_BEFORE];
    }
    return !(more[HM_BEFORE] && more[HM_AFTER]);
}

static bool divide_mean(hm_divider *d, const hm_node *group) {
    const curved c = curve_of(group);
    bent b;
    if (c.curve == CURVE_NONE || has_points(d) || !bend_all(d, &c, &b))
        return false;
    const double by = stretch(&c, &b);
    if (!(fabs(by) <= 1e300))
        return false;
    if (d->in_scope && is_nested(d)) {
        divide_scope(d, &c, &b, by);
        return true;
    }
    for (size_t i = 0; i < d->count; i++)
        divide_child(d, &c, &b, by, i);
    return true;
}

/* --- all else --- */

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
        (void)child_at(d, view->numbers[group->reads[i]]);
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
static void divide_by_orders(hm_divider *d, bool alike) {
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

/* A group with steps, whose value is a mean: what its children bring to that, as far as the steps
 * let it through. */
void hm_divide(hm_divider *d, const hm_view views[HM_SIDES], size_t group, bool alike) {
    d->views = views;
    d->group = group;
    gather(d);
    const hm_node *before = hm_view_node(&views[HM_BEFORE], group);
    const hm_node *after = hm_view_node(&views[HM_AFTER], group);
    const bool is_mean = !hm_node_has_steps(before) && !before->measure &&
                         !hm_node_has_steps(after) && !after->measure;
    if (!(is_mean && alike && divide_mean(d, after)))
        divide_by_orders(d, alike);
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        d->parts[i].cause = child->is_there[HM_BEFORE] == child->is_there[HM_AFTER] ? HM_CAUSE_SHARE
                            : child->is_there[HM_AFTER] ? HM_CAUSE_APPEARED
                                                        : HM_CAUSE_LOST;
    }
}
