/* reversals.c: which cities change places when another is left out of what scales learn. A mark
 * that is relative rests on all cities, so that two of them may stand the other way round without a
 * third that nobody compares them with. Each unit is left out in turn, all is learnt anew without
 * it, and the rankings of groups are compared with those that there are. */
#include <math.h>
#include <string.h>

#include "analyse/analysis.h"
#include "table/row.h"
#include "base/error.h"
#include "base/tie.h"
#include "evaluate/periods.h"
#include "methods/sort.h"
#include "platform/cancel.h"

enum {
    PERIOD,
    CODE,
    DROPPED,
    CITY,
    OTHER,
    SCORE,
    SCORE_OTHER,
    WITHOUT,
    OTHER_WITHOUT,
    DROPPED_PERIOD,
    COLUMNS
};

static const hm_builder_column columns[COLUMNS] = {
    [PERIOD] = {"period", HM_COLUMN_TEXT, ""},
    [CODE] = {"code", HM_COLUMN_TEXT, ""},
    [DROPPED] = {"dropped", HM_COLUMN_TEXT, ""},
    [CITY] = {"city", HM_COLUMN_TEXT, ""},
    [OTHER] = {"other", HM_COLUMN_TEXT, ""},
    [SCORE] = {"score", HM_COLUMN_NUMBER, ""},
    [SCORE_OTHER] = {"score_other", HM_COLUMN_NUMBER, ""},
    [WITHOUT] = {"score_without", HM_COLUMN_NUMBER, ""},
    [OTHER_WITHOUT] = {"other_without", HM_COLUMN_NUMBER, ""},
    [DROPPED_PERIOD] = {"dropped_period", HM_COLUMN_TEXT, ""},
};

enum { PAIRS = DROPPED + 1, DROP_COLUMNS };

static const hm_builder_column drop_columns[DROP_COLUMNS] = {
    [PERIOD] = {"period", HM_COLUMN_TEXT, ""},
    [CODE] = {"code", HM_COLUMN_TEXT, ""},
    [DROPPED] = {"dropped", HM_COLUMN_TEXT, ""},
    [PAIRS] = {"pairs", HM_COLUMN_INTEGER, ""},
};

/* A unit in the ranking of a group, by what it goes by there: of some less is better. */
typedef struct placed {
    uint32_t unit;
    double before, after;
} placed;

typedef struct reversing {
    const hm_analysing *analysing;
    const hm_scores *scores; /* as they are */
    hm_scores *own;          /* the same, learnt anew again and again */
    bool lists_drops;        /* rather than pairs */
    hm_table_builder *builder;
    hm_periods periods;
    bool across; /* what is learnt from a period bears on the scores of others */
    bool *asked; /* by unit: it is one of those to look at */
    size_t units, most;
    size_t *groups; /* those that are shown */
    size_t group_count;
    placed *rankings; /* by these, then as the periods have the units, the best first */
    size_t *lengths;  /* by these and by period */
    placed *row;      /* one of them, without the one that is left out */
    double *keys, *key_room;
    uint32_t *order, *order_room;
} reversing;

/* --- the rankings that there are --- */

static double oriented(const reversing *r, const hm_scores *scores, size_t group, size_t unit) {
    const double score = scores->aggregated.scores.columns[group].values[unit];
    return r->scores->plan->nodes[group].least_first ? -score : score;
}

static placed *ranking_of(const reversing *r, size_t number, size_t period) {
    return r->rankings + number * r->units + r->periods.start[period];
}

static void rank_group(const reversing *r, size_t number, size_t period) {
    placed *ranking = ranking_of(r, number, period);
    const size_t group = r->groups[number];
    size_t count = 0;
    for (size_t i = r->periods.start[period]; i < r->periods.start[period + 1]; i++) {
        const uint32_t unit = r->periods.order[i];
        if (hm_aggregated_rank_of(&r->scores->aggregated, group, unit) == 0)
            continue;
        r->keys[count] = -oriented(r, r->scores, group, unit);
        r->order[count++] = unit;
    }
    hm_sort_with(r->keys, r->order, count, r->key_room, r->order_room);
    for (size_t i = 0; i < count; i++)
        ranking[i] = (placed){r->order[i], -r->keys[i], 0};
    r->lengths[number * r->periods.count + period] = count;
}

/* --- what changes --- */

static const char *city_of(const reversing *r, size_t unit) {
    return hm_dataset_unit_city(r->scores->bound.dataset, unit);
}

static const char *period_of(const reversing *r, size_t unit) {
    return hm_dataset_unit_period(r->scores->bound.dataset, unit);
}

static void put_drop(const reversing *r, size_t group, size_t dropped, size_t of) {
    hm_row_text(r->builder, PERIOD, period_of(r, of));
    hm_row_text(r->builder, CODE, r->scores->plan->nodes[group].code);
    hm_row_text(r->builder, DROPPED, city_of(r, dropped));
}

static void put_pair(const reversing *r, size_t group, size_t dropped, size_t one, size_t other) {
    const double *before = r->scores->aggregated.scores.columns[group].values;
    const double *after = r->own->aggregated.scores.columns[group].values;
    put_drop(r, group, dropped, one);
    hm_row_text(r->builder, CITY, city_of(r, one));
    hm_row_text(r->builder, OTHER, city_of(r, other));
    hm_row_number(r->builder, SCORE, before[one]);
    hm_row_number(r->builder, SCORE_OTHER, before[other]);
    hm_row_number(r->builder, WITHOUT, after[one]);
    hm_row_number(r->builder, OTHER_WITHOUT, after[other]);
    hm_row_text(r->builder, DROPPED_PERIOD, period_of(r, dropped));
    hm_table_builder_end_row(r->builder);
}

static bool is_ranked_without(const reversing *r, size_t group, size_t unit) {
    const hm_aggregated *own = &r->own->aggregated;
    return own->scores.columns[group].states[unit] == HM_OBSERVED &&
           hm_aggregated_may_rank(own, group, unit);
}

/* The ranking of a group without a unit, and those that have no rank without it. */
static size_t take_row(const reversing *r, size_t number, size_t period, size_t dropped) {
    const size_t group = r->groups[number];
    const placed *ranking = ranking_of(r, number, period);
    size_t count = 0;
    for (size_t i = 0; i < r->lengths[number * r->periods.count + period]; i++) {
        placed at = ranking[i];
        if (at.unit == dropped || !is_ranked_without(r, group, at.unit))
            continue;
        at.after = oriented(r, r->own, group, at.unit);
        r->row[count++] = at;
    }
    return count;
}

/* Sorts the row by what holds now: whoever passes another changes places with it, unless they tie
 * before or after. Returns how many pairs do. */
static size_t find_pairs(const reversing *r, size_t number, size_t dropped, size_t count) {
    size_t pairs = 0;
    for (size_t i = 1; i < count; i++) {
        const placed at = r->row[i];
        size_t to = i;
        for (; to > 0 && r->row[to - 1].after < at.after; to--) {
            const placed *passed = &r->row[to - 1];
            const bool looked_at = r->asked[passed->unit] || r->asked[at.unit];
            r->row[to] = *passed;
            if (!looked_at || hm_ties(passed->before, at.before) ||
                hm_ties(at.after, passed->after))
                continue;
            pairs++;
            if (!r->lists_drops)
                put_pair(r, r->groups[number], dropped, passed->unit, at.unit);
        }
        r->row[to] = at;
    }
    return pairs;
}

static bool is_asked(const reversing *r, size_t period) {
    for (size_t i = r->periods.start[period]; i < r->periods.start[period + 1]; i++)
        if (r->asked[r->periods.order[i]])
            return true;
    return false;
}

/* The pairs of a group that change places without a unit of the period `own`. */
static size_t compare_group(const reversing *r, size_t number, size_t own, size_t dropped) {
    size_t pairs = 0;
    for (size_t period = 0; period < r->periods.count; period++)
        if ((period == own || r->across) && is_asked(r, period))
            pairs += find_pairs(r, number, dropped, take_row(r, number, period, dropped));
    return pairs;
}

static hm_code drop(const reversing *r, size_t period, size_t dropped) {
    const hm_analysing *analysing = r->analysing;
    const hm_code code = hm_aggregated_leave_out(&r->own->aggregated, dropped, analysing->cancel,
                                                 analysing->allocator, analysing->error);
    for (size_t i = 0; code == HM_OK && i < r->group_count; i++) {
        const size_t pairs = compare_group(r, i, period, dropped);
        if (!r->lists_drops)
            continue;
        put_drop(r, r->groups[i], dropped, dropped);
        hm_row_count(r->builder, PAIRS, pairs);
        hm_table_builder_end_row(r->builder);
    }
    return code == HM_OK ? hm_cancel_check(analysing->cancel, analysing->error) : code;
}

/* Only cities that are ranked are learnt from. */
static hm_code drop_each(const reversing *r, size_t period) {
    hm_code code = HM_OK;
    for (size_t i = r->periods.start[period]; code == HM_OK && i < r->periods.start[period + 1];
         i++)
        if (hm_dataset_unit_is_ranked(r->scores->bound.dataset, r->periods.order[i]))
            code = drop(r, period, r->periods.order[i]);
    return code;
}

/* --- the analysis --- */

/* Does anything learn from these cities? Not where what was learnt elsewhere was given. */
static bool learns(const hm_scores *scores) {
    const hm_transformed *transformed = &scores->transformed;
    bool does = false;
    for (size_t i = 0; i < transformed->step_count; i++)
        does |= hm_step_learns(transformed->steps[i].step);
    return does && !transformed->given;
}

/* Does a group, or what reads scores, take values of other periods, which rest on what was learnt
 * there? Values of indicators rest on nothing that is learnt. */
static bool carries_over(const hm_plan *plan) {
    bool does = false;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        does |= (node->indicator == HM_NO_INDICATOR || hm_node_is_reader(plan, node)) &&
                hm_node_reads_series(node);
    }
    return does;
}

static void choose_groups(reversing *r) {
    const hm_plan *plan = r->scores->plan;
    for (size_t i = 0; i < plan->node_count; i++)
        if (plan->nodes[i].child_count > 0 && plan->nodes[i].depth <= r->analysing->depth)
            r->groups[r->group_count++] = i;
}

static size_t longest_period(const hm_periods *periods) {
    size_t most = 0;
    for (size_t i = 0; i < periods->count; i++)
        if (periods->start[i + 1] - periods->start[i] > most)
            most = periods->start[i + 1] - periods->start[i];
    return most;
}

static bool reversing_open(reversing *r) {
    const hm_allocator *allocator = r->analysing->allocator;
    r->units = hm_dataset_unit_count(r->scores->bound.dataset);
    r->builder = r->lists_drops
                     ? hm_table_builder_open("dropped", drop_columns, DROP_COLUMNS, allocator)
                     : hm_table_builder_open("reversals", columns, COLUMNS, allocator);
    r->groups = hm_allocate_array(allocator, r->scores->plan->node_count, sizeof *r->groups);
    r->asked = hm_allocate_array(allocator, r->units, sizeof *r->asked);
    if (!hm_periods_open(&r->periods, r->scores->bound.dataset, 0, r->units, allocator) ||
        !r->builder || !r->groups || !r->asked)
        return false;
    choose_groups(r);
    r->most = longest_period(&r->periods);
    r->rankings = hm_allocate_array(allocator, (r->group_count + 1) * r->units, sizeof(placed));
    r->lengths =
        hm_allocate_array(allocator, r->group_count * r->periods.count, sizeof *r->lengths);
    r->keys = hm_allocate_array(allocator, 2 * r->most, sizeof *r->keys);
    r->order = hm_allocate_array(allocator, 2 * r->most, sizeof *r->order);
    if (!r->rankings || !r->lengths || !r->keys || !r->order)
        return false;
    r->row = r->rankings + r->group_count * r->units;
    r->across = hm_aggregated_learns_across(r->scores->plan) || carries_over(r->scores->plan);
    r->key_room = r->keys + r->most;
    r->order_room = r->order + r->most;
    for (size_t i = 0; i < r->analysing->unit_count; i++)
        r->asked[r->analysing->units[i]] = true;
    return true;
}

static void reversing_close(reversing *r) {
    const hm_allocator *allocator = r->analysing->allocator;
    hm_scores_free(r->own);
    hm_release(allocator, r->groups, r->scores->plan->node_count * sizeof *r->groups);
    hm_release(allocator, r->asked, r->units * sizeof *r->asked);
    hm_release(allocator, r->rankings, (r->group_count + 1) * r->units * sizeof(placed));
    hm_release(allocator, r->lengths, r->group_count * r->periods.count * sizeof *r->lengths);
    hm_release(allocator, r->keys, 2 * r->most * sizeof *r->keys);
    hm_release(allocator, r->order, 2 * r->most * sizeof *r->order);
    hm_periods_close(&r->periods);
}

/* Scores that can be learnt anew without changing those that there are. */
static hm_code score_again(reversing *r) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.allocator = r->analysing->allocator;
    options.cancel = r->analysing->cancel;
    options.verified_only = r->scores->verified_only;
    options.unfinished = 1;
    options.rank_levels = 0;
    return hm_scores_of_part(&r->own, r->scores->plan, r->scores->bound.dataset, &options, NULL,
                             r->analysing->error);
}

static hm_code drop_all(reversing *r) {
    hm_code code = learns(r->scores) ? score_again(r) : HM_OK;
    for (size_t period = 0; period < r->periods.count; period++)
        for (size_t i = 0; i < r->group_count; i++)
            rank_group(r, i, period);
    for (size_t period = 0; code == HM_OK && r->own && period < r->periods.count; period++)
        if (r->across || is_asked(r, period))
            code = drop_each(r, period);
    return code;
}

static const char *const tables[] = {"reversals", "dropped", NULL};

static hm_code run_reversals(hm_table **out, const hm_analysing *analysing) {
    reversing r = {.analysing = analysing,
                   .scores = analysing->scores,
                   .lists_drops = strcmp(analysing->table, tables[1]) == 0};
    hm_code code = reversing_open(&r) ? drop_all(&r) : hm_error_memory(analysing->error);
    if (code == HM_OK)
        code = hm_table_builder_freeze(r.builder, out, analysing->error);
    else
        hm_table_builder_free(r.builder);
    reversing_close(&r);
    return code;
}

const hm_analysis hm_analysis_reversals = {
    .info =
        {.size = sizeof(hm_analysis_info),
         .name = "reversals",
         .summary = "show which cities change places when another is left out",
         .about =
             "Where scales, imputations or weights learn from all cities, two of them may "
             "stand the other way round without a third. Leaves out each city and period "
             "in turn, learns all anew, and lists pairs that change places in the ranking "
             "of a group, with their scores before and without it, in other periods, too, "
             "where something learns from several or takes scores of others. Table dropped has how "
             "many pairs each turns round. Empty where nothing is learnt from the cities.",
         .tables = tables,
         .has_depth = 1},
    .run = run_reversals,
};
