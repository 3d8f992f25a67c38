/* tipping.c: how far weights would have to be off for neighbours in a ranking to change places.
 *
 * Where a score is the weighted mean of marks, two cities are apart by w.d, d being how far their
 * marks are apart and w what these weigh in it. When each weight may be off by up to a share f of
 * itself, that falls by f times the sum of w|d| at the most, so that it can be gone from
 * f = |w.d| / sum of w|d| on. What the weights are divided by is the same for both, and matters
 * not.
 *
 * Points that are taken off or added are not weighted: where those of the two differ by p, the gap
 * is w.d / sum of w + p, which is 0 where w.(d + p) is: each mark below counts as if it were apart
 * by p more. A group's weight is the sum of those in it, so that this holds at every level. Of a
 * sum of weighted marks, which is not divided, p stays what it is: |w.d + p| / sum of w|d|.
 *
 * All of that ends where a group below is held within its range. A group that weights may lead
 * there, off by no more than the share that is found, is taken as a whole.
 */
#include <math.h>
#include <string.h>

#include "analyse/analysis.h"
#include "table/row.h"
#include "base/error.h"
#include "evaluate/periods.h"
#include "methods/methods.h"
#include "methods/sort.h"
#include "platform/cancel.h"

enum { CITY, PERIOD, CODE, OTHER, SCORE, SCORE_OTHER, TIPPING, EXACT, COLUMNS };

static const hm_builder_column columns[COLUMNS] = {
    [CITY] = {"city", HM_COLUMN_TEXT, ""},
    [PERIOD] = {"period", HM_COLUMN_TEXT, ""},
    [CODE] = {"code", HM_COLUMN_TEXT, ""},
    [OTHER] = {"other", HM_COLUMN_TEXT, ""},
    [SCORE] = {"score", HM_COLUMN_NUMBER, ""},
    [SCORE_OTHER] = {"score_other", HM_COLUMN_NUMBER, ""},
    [TIPPING] = {"tipping", HM_COLUMN_NUMBER, ""},
    [EXACT] = {"exact", HM_COLUMN_FLAG, ""},
};

/* Between what a score lies, whichever way weights are off. */
typedef struct reach {
    double low, high;
} reach;

typedef struct tilting {
    const hm_analysing *analysing;
    const hm_aggregated *aggregated;
    hm_table_builder *builder;
    hm_periods periods;
    bool *asked;          /* by unit: it is one of those to look at */
    uint32_t *order;      /* units that have a rank, the best first */
    double *ranks, *room; /* of these */
    uint32_t *order_room;
    size_t units;
    bool may_hold;   /* some group's children may lead it out of its range */
    reach *reaches;  /* by node: of the unit that was looked at last */
    bool *unsettled; /* by node: of the two, one may be held there */
} tilting;

static bool has_score(const tilting *t, size_t node, size_t unit) {
    return t->aggregated->scores.columns[node].states[unit] == HM_OBSERVED;
}

static double score_of(const tilting *t, size_t node, size_t unit) {
    return t->aggregated->scores.columns[node].values[unit];
}

static bool counts(const hm_node *node) {
    return node->effect == HM_EFFECT_COUNTS && node->weight > 0;
}

/* The points of a child; none where it has no score. */
static double points_of(const tilting *t, const hm_node *node, size_t number, size_t unit) {
    return hm_effect_has_points(node->effect) && has_score(t, number, unit)
               ? hm_points_of(node->effect, node->cap, score_of(t, number, unit))
               : 0;
}

static double points_in(const tilting *t, const hm_plan *plan, const hm_node *group, size_t unit) {
    double points = 0;
    for (size_t i = 0; i < group->child_count; i++)
        points += points_of(t, &plan->nodes[group->children[i]], group->children[i], unit);
    return points;
}

/* --- how far weights lead the score of a group --- */

/* Where the mean of the lowest (the highest) marks lies when weights are off by `share` to that
 * end: those below it (above it) have more, until none changes sides. */
static double mean_off(const tilting *t, const hm_plan *plan, const hm_node *group, size_t unit,
                       double share, bool is_high) {
    double mean = is_high ? -INFINITY : INFINITY, next = mean;
    do {
        double marks = 0, weights = 0;
        mean = next;
        for (size_t i = 0; i < group->child_count; i++) {
            const hm_node *child = &plan->nodes[group->children[i]];
            if (!counts(child) || !has_score(t, group->children[i], unit))
                continue;
            const reach *of = &t->reaches[group->children[i]];
            const double mark = is_high ? of->high : of->low;
            const bool more = is_high ? mark > mean : mark < mean;
            const double weight = child->weight * (more ? 1 + share : 1 - share);
            marks += weight * mark;
            weights += weight;
        }
        next = weights > 0 ? marks / weights : mean;
    } while (is_high ? next > mean : next < mean);
    return mean;
}

static reach sum_off(const tilting *t, const hm_plan *plan, const hm_node *group, size_t unit,
                     double share) {
    reach sum = {0, 0};
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        if (!counts(child) || !has_score(t, group->children[i], unit))
            continue;
        const reach *of = &t->reaches[group->children[i]];
        sum.low += child->weight * (of->low - share * fabs(of->low));
        sum.high += child->weight * (of->high + share * fabs(of->high));
    }
    return sum;
}

/* Of the group and what is below it. */
static void look_at(const tilting *t, const hm_plan *plan, size_t number, size_t unit,
                    double share) {
    const hm_node *node = &plan->nodes[number];
    const double score = score_of(t, number, unit);
    t->reaches[number] = (reach){score, score};
    if (node->child_count == 0 || isnan(hm_aggregated_total(t->aggregated, number, unit)))
        return;
    for (size_t i = 0; i < node->child_count; i++)
        look_at(t, plan, node->children[i], unit, share);
    const double points = points_in(t, plan, node, unit);
    const reach off = hm_methods[node->method].sums
                          ? sum_off(t, plan, node, unit, share)
                          : (reach){mean_off(t, plan, node, unit, share, false),
                                    mean_off(t, plan, node, unit, share, true)};
    if (off.low + points < node->low || off.high + points > node->high)
        t->unsettled[number] = true;
    else
        t->reaches[number] = (reach){off.low + points, off.high + points};
}

/* May a group be led out of its range? One of marks in the same range, without points, not. */
static bool may_hold(const hm_plan *plan) {
    for (size_t i = 1; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (node->parent == HM_NO_NODE)
            continue;
        const hm_node *group = &plan->nodes[node->parent];
        if (hm_effect_has_points(node->effect) || hm_methods[group->method].sums ||
            node->low < group->low || node->high > group->high)
            return true;
    }
    return false;
}

/* --- two units --- */

typedef struct pair {
    const hm_plan *plan; /* of both: their period is the same */
    size_t one, other;
} pair;

/* By how much two scores are apart, and by how much the weighted marks that make them are. */
typedef struct gap {
    double apart, sizes;
    bool has_wholes; /* some of the marks are those of groups, in which other weights stand */
} gap;

/* What stands above a node. */
typedef struct above {
    double factor; /* its score times this is its part in the whole */
    double apart;  /* by which points of means above lead the two apart */
    bool in_mean;
} above;

static bool add_group(const tilting *t, size_t group, const pair *of, above over, gap *sum);

/* A child that counts by its weight, or is without effect on it. False when what it does to the two
 * is not told by marks and the same weights. */
static bool add_child(const tilting *t, size_t number, const pair *of, above over, gap *sum) {
    const hm_node *node = &of->plan->nodes[number];
    if (!counts(node))
        return true;
    if (has_score(t, number, of->one) != has_score(t, number, of->other))
        return false;
    if (!has_score(t, number, of->one))
        return true;
    gap within = *sum;
    if (node->child_count > 0 && !t->unsettled[number] && add_group(t, number, of, over, &within)) {
        *sum = within;
        return true;
    }
    const double apart = over.apart + score_of(t, number, of->one) - score_of(t, number, of->other);
    sum->apart += over.factor * apart;
    sum->sizes += over.factor * fabs(apart);
    sum->has_wholes |= node->child_count > 0;
    return true;
}

/* False when the group cannot be taken apart. Nor can a sum where points differ in it, or above it,
 * and a mean stands above: its weight is not the sum of those in it. */
static bool add_group(const tilting *t, size_t group, const pair *of, above over, gap *sum) {
    const hm_node *node = &of->plan->nodes[group];
    const bool sums = hm_methods[node->method].sums;
    const double total = hm_aggregated_total(t->aggregated, group, of->one);
    if (isnan(total) || isnan(hm_aggregated_total(t->aggregated, group, of->other)))
        return false;
    const double apart =
        points_in(t, of->plan, node, of->one) - points_in(t, of->plan, node, of->other);
    if (sums && over.in_mean && (apart != 0 || over.apart != 0))
        return false;
    const above below = {over.factor, sums ? over.apart : over.apart + apart,
                         over.in_mean || !sums};
    if (sums)
        sum->apart += over.factor * apart;
    for (size_t i = 0; i < node->child_count; i++) {
        above child = below;
        child.factor *= of->plan->nodes[node->children[i]].weight / total;
        if (!add_child(t, node->children[i], of, child, sum))
            return false;
    }
    return true;
}

/* The share from which on the two can change places, if that can be told: of weights that are off
 * by less than `share`. */
static bool find_share(const tilting *t, size_t node, const pair *of, double *share, gap *sum) {
    *sum = (gap){0, 0, false};
    memset(t->unsettled, 0, t->aggregated->plan->node_count * sizeof *t->unsettled);
    if (t->may_hold) {
        look_at(t, of->plan, node, of->one, *share);
        look_at(t, of->plan, node, of->other, *share);
    }
    if (!add_group(t, node, of, (above){1, 0, false}, sum) || (sum->sizes == 0 && sum->apart == 0))
        return false;
    *share = fmin(1, fabs(sum->apart) / sum->sizes);
    return true;
}

/* --- rankings --- */

/* The units of a period that have a rank there, the best first; those that tie as the data have
 * them. */
static size_t order_units(const tilting *t, size_t node, size_t period) {
    size_t count = 0;
    for (size_t i = t->periods.start[period]; i < t->periods.start[period + 1]; i++) {
        const uint32_t unit = t->periods.order[i];
        const uint32_t rank = hm_aggregated_rank_of(t->aggregated, node, unit);
        t->ranks[count] = rank;
        t->order[count] = unit;
        count += rank > 0;
    }
    hm_sort_with(t->ranks, t->order, count, t->room, t->order_room);
    return count;
}

/* Nothing where it cannot be told, or nothing tells the two apart. What was found with groups as
 * wholes is enough to tell how far weights need to be off, so that others may be taken apart. */
static void put_tipping(const tilting *t, size_t node, size_t one, size_t other) {
    const pair of = {hm_bound_plan(t->aggregated->bound, one), one, other};
    double share = 1;
    gap sum;
    bool is_known = find_share(t, node, &of, &share, &sum);
    if (is_known && sum.has_wholes && t->may_hold)
        is_known = find_share(t, node, &of, &share, &sum);
    hm_row_number(t->builder, TIPPING, is_known ? share : (double)NAN);
    if (is_known)
        hm_table_builder_flag(t->builder, EXACT, !sum.has_wholes);
}

static void put_pair(const tilting *t, size_t node, size_t one, size_t other) {
    const hm_dataset *dataset = t->aggregated->bound->dataset;
    hm_row_text(t->builder, CITY, hm_dataset_unit_city(dataset, one));
    hm_row_text(t->builder, PERIOD, hm_dataset_unit_period(dataset, one));
    hm_row_text(t->builder, CODE, t->aggregated->plan->nodes[node].code);
    hm_row_text(t->builder, OTHER, hm_dataset_unit_city(dataset, other));
    hm_row_number(t->builder, SCORE, score_of(t, node, one));
    hm_row_number(t->builder, SCORE_OTHER, score_of(t, node, other));
    put_tipping(t, node, one, other);
    hm_table_builder_end_row(t->builder);
}

static void put_ranking(const tilting *t, size_t node, size_t period) {
    const size_t count = order_units(t, node, period);
    for (size_t i = 0; i + 1 < count; i++)
        if (t->asked[t->order[i]] || t->asked[t->order[i + 1]])
            put_pair(t, node, t->order[i], t->order[i + 1]);
}

static hm_code put_all(const tilting *t) {
    const hm_analysing *analysing = t->analysing;
    const hm_plan *plan = t->aggregated->plan;
    hm_code code = HM_OK;
    for (size_t period = 0; period < t->periods.count; period++)
        for (size_t node = 0; code == HM_OK && node < plan->node_count; node++) {
            if (plan->nodes[node].child_count > 0 && plan->nodes[node].depth <= analysing->depth)
                put_ranking(t, node, period);
            code = hm_cancel_check(analysing->cancel, analysing->error);
        }
    return code;
}

/* --- the analysis --- */

static bool tilting_open(tilting *t) {
    const hm_analysing *analysing = t->analysing;
    const hm_allocator *allocator = analysing->allocator;
    const hm_dataset *dataset = t->aggregated->bound->dataset;
    const hm_plan *plan = t->aggregated->plan;
    t->units = hm_dataset_unit_count(dataset);
    const bool fine = hm_periods_open(&t->periods, dataset, 0, t->units, allocator);
    t->builder = hm_table_builder_open("tipping", columns, COLUMNS, allocator);
    t->asked = hm_allocate_array(allocator, t->units, sizeof *t->asked);
    t->order = hm_allocate_array(allocator, 2 * t->units, sizeof *t->order);
    t->ranks = hm_allocate_array(allocator, 2 * t->units, sizeof *t->ranks);
    t->reaches = hm_allocate_array(allocator, plan->node_count, sizeof *t->reaches);
    t->unsettled = hm_allocate_array(allocator, plan->node_count, sizeof *t->unsettled);
    t->may_hold = may_hold(plan);
    if (!fine || !t->builder || !t->asked || !t->order || !t->ranks || !t->reaches || !t->unsettled)
        return false;
    t->order_room = t->order + t->units;
    t->room = t->ranks + t->units;
    for (size_t i = 0; i < analysing->unit_count; i++)
        t->asked[analysing->units[i]] = true;
    return true;
}

static void tilting_close(tilting *t) {
    const hm_allocator *allocator = t->analysing->allocator;
    hm_periods_close(&t->periods);
    hm_release(allocator, t->asked, t->units * sizeof *t->asked);
    hm_release(allocator, t->order, 2 * t->units * sizeof *t->order);
    hm_release(allocator, t->ranks, 2 * t->units * sizeof *t->ranks);
    hm_release(allocator, t->reaches, t->aggregated->plan->node_count * sizeof *t->reaches);
    hm_release(allocator, t->unsettled, t->aggregated->plan->node_count * sizeof *t->unsettled);
}

static const char *const tables[] = {"tipping", NULL};

static hm_code run_tipping(hm_table **out, const hm_analysing *analysing) {
    tilting t = {.analysing = analysing, .aggregated = &analysing->scores->aggregated};
    hm_code code = tilting_open(&t) ? put_all(&t) : hm_error_memory(analysing->error);
    if (code == HM_OK)
        code = hm_table_builder_freeze(t.builder, out, analysing->error);
    else
        hm_table_builder_free(t.builder);
    tilting_close(&t);
    return code;
}

const hm_analysis hm_analysis_tipping = {
    .info = {.size = sizeof(hm_analysis_info),
             .name = "tipping",
             .summary = "show how far weights must be off for neighbours to change places",
             .about = "Lists of each group neighbours in its ranking, and from which share on they "
                      "can change places when weights are off by up to that share of themselves: "
                      "0.05 where 5 % will do, 1 where the one ahead is behind in nothing, so that "
                      "no weights will. The weights are those that the indicators below have in "
                      "the group's score; points that are taken off or added stand. A group "
                      "below that is no weighted mean or sum, that these weights may lead out of "
                      "its range, or of which one of the two lacks a child, is taken as a whole: "
                      "then it is not exact, and less may do. Empty is what cannot be told: where "
                      "that is so of "
                      "the group itself. Rounding is left out.",
             .tables = tables,
             .has_depth = 1},
    .run = run_tipping,
};
