/* tipping.c: how far weights would have to be off for neighbours in a ranking to change places.
 *
 * Where a score is the weighted mean of marks, two cities are apart by w.d, d being how far their
 * marks are apart and w what these weigh in it. When each weight may be off by up to a share f of
 * itself, that falls by f times the sum of w|d| at the most, so that it can be gone from
 * f = |w.d| / sum of w|d| on. What the weights are divided by is the same for both, and matters
 * not.
 */
#include <math.h>

#include "analyse/analysis.h"
#include "table/row.h"
#include "base/error.h"
#include "evaluate/periods.h"
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
} tilting;

/* --- two units --- */

/* By how much two scores are apart, and by how much the weighted marks that make them are. */
typedef struct gap {
    double apart, sizes;
    bool has_wholes; /* some of the marks are those of groups, in which other weights stand */
} gap;

static bool has_score(const tilting *t, size_t node, size_t unit) {
    return t->aggregated->scores.columns[node].states[unit] == HM_OBSERVED;
}

static double score_of(const tilting *t, size_t node, size_t unit) {
    return t->aggregated->scores.columns[node].values[unit];
}

static bool add_group(const tilting *t, size_t group, size_t one, size_t other, double factor,
                      gap *sum);

/* A child whose part in the score is `factor`, if it counts by its weight. False when what it does
 * to the two is not told by marks and the same weights. */
static bool add_child(const tilting *t, const hm_node *node, size_t number, size_t one,
                      size_t other, double factor, gap *sum) {
    if (node->effect == HM_EFFECT_NONE || (node->effect == HM_EFFECT_COUNTS && node->weight == 0))
        return true;
    if (has_score(t, number, one) != has_score(t, number, other))
        return false;
    if (!has_score(t, number, one))
        return true;
    const double apart = score_of(t, number, one) - score_of(t, number, other);
    if (node->effect != HM_EFFECT_COUNTS)
        return apart == 0;
    gap within = *sum;
    if (node->child_count > 0 && add_group(t, number, one, other, factor, &within)) {
        *sum = within;
        return true;
    }
    sum->apart += factor * apart;
    sum->sizes += factor * fabs(apart);
    sum->has_wholes |= node->child_count > 0;
    return true;
}

/* False when the group cannot be taken apart. */
static bool add_group(const tilting *t, size_t group, size_t one, size_t other, double factor,
                      gap *sum) {
    const hm_plan *plan = hm_bound_plan(t->aggregated->bound, one);
    const hm_node *node = &plan->nodes[group];
    const double total = hm_aggregated_total(t->aggregated, group, one);
    if (isnan(total) || isnan(hm_aggregated_total(t->aggregated, group, other)))
        return false;
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &plan->nodes[node->children[i]];
        if (!add_child(t, child, node->children[i], one, other, factor * child->weight / total,
                       sum))
            return false;
    }
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

/* Nothing where it cannot be told, or nothing tells the two apart. */
static void put_tipping(const tilting *t, size_t node, size_t one, size_t other) {
    gap sum = {0, 0, false};
    const bool is_known = add_group(t, node, one, other, 1, &sum) && sum.sizes > 0;
    hm_row_number(t->builder, TIPPING,
                  is_known ? fmin(1, fabs(sum.apart) / sum.sizes) : (double)NAN);
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
    t->units = hm_dataset_unit_count(dataset);
    const bool fine = hm_periods_open(&t->periods, dataset, 0, t->units, allocator);
    t->builder = hm_table_builder_open("tipping", columns, COLUMNS, allocator);
    t->asked = hm_allocate_array(allocator, t->units, sizeof *t->asked);
    t->order = hm_allocate_array(allocator, 2 * t->units, sizeof *t->order);
    t->ranks = hm_allocate_array(allocator, 2 * t->units, sizeof *t->ranks);
    if (!fine || !t->builder || !t->asked || !t->order || !t->ranks)
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
                      "the group's score. A group below that is no weighted mean or sum, or of "
                      "which one of the two lacks a child, is taken as a whole: then it is not "
                      "exact, and less may do. Empty is what cannot be told: where that is so of "
                      "the group itself. Rounding is left out.",
             .tables = tables,
             .has_depth = 1},
    .run = run_tipping,
};
