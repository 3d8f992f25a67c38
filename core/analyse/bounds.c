/* bounds.c: between what the figures that are missing leave scores and ranks, and which of them
 * matters most. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aggregate/rank_if.h"
#include "analyse/possible.h"
#include "analyse/possible_figures.h"
#include "table/row.h"
#include "analyse/analysis.h"
#include "base/error.h"
#include "base/tie.h"
#include "methods/sort.h"
#include "platform/cancel.h"

/* What a node may have in a unit. */
typedef struct bound {
    double low, high;     /* NAN: there is no score, or it cannot be told */
    bool competes;        /* it may be ranked; what cannot be told lies anywhere */
    bool is_ranked;       /* it is, whatever the figures are */
    uint32_t best, worst; /* of its ranks; 0: there is none, or it cannot be told */
} bound;

typedef struct bounding {
    const hm_analysing *analysing;
    hm_possible possible;
    size_t units;
    size_t *shown; /* nodes down to the depth that is asked for */
    size_t shown_count;
    bound *bounds;               /* by shown node and then unit */
    uint32_t *order;             /* units by their periods */
    double *lows, *highs, *room; /* of the units of a period */
    hm_table_builder *builder;
} bounding;

static bound *bound_at(const bounding *b, size_t shown, size_t unit) {
    return &b->bounds[shown * b->units + unit];
}

/* --- bounds of scores --- */

static void take_bound(const bounding *b, size_t shown, size_t unit) {
    const hm_possible *p = &b->possible;
    const hm_scores *scores = b->analysing->scores;
    const size_t at = hm_possible_at(p, b->shown[shown], unit);
    const bool is_scored = hm_possible_is_scored(p, at);
    const bool is_any = p->possibilities[at] == HM_POSSIBLY_ANY;
    const hm_rank_if rank_if = p->plan->policy.rank_if;
    /* What it rests on varies where not all of it need have a score; no more applies then. */
    const bool varies = p->may[at] != 0 || p->least_coverage[at] < p->coverage[at];
    *bound_at(b, shown, unit) = (bound){
        .is_ranked = is_scored && p->may[at] == 0 &&
                     hm_rank_if_holds(rank_if, p->least_coverage[at], p->least_applicable[at]),
        .low = is_scored ? p->ends[HM_LOWEST][at] : (double)NAN,
        .high = is_scored ? p->ends[HM_HIGHEST][at] : (double)NAN,
        .competes = (is_scored || is_any) &&
                    hm_dataset_unit_is_ranked(scores->bound.dataset, unit) &&
                    hm_rank_if_holds(rank_if, varies ? 1 : p->coverage[at], p->applicable[at])};
}

static hm_code take_bounds(bounding *b) {
    hm_code code = HM_OK;
    for (size_t first = 0; code == HM_OK && first < b->units; first += b->possible.count) {
        hm_possible_fill(&b->possible, first);
        for (size_t i = 0; i < b->shown_count; i++)
            for (size_t unit = first; unit < first + b->possible.count; unit++)
                take_bound(b, i, unit);
        code = hm_cancel_check(b->analysing->cancel, b->analysing->error);
    }
    return code;
}

/* --- bounds of ranks --- */

/* How many of numbers in ascending order are ahead of one, and do not tie with it. */
static size_t count_ahead(const double *numbers, size_t count, double of) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (numbers[middle] > of && !hm_ties(numbers[middle], of))
            high = middle;
        else
            low = middle + 1;
    }
    return count - low;
}

/* What a unit's rank goes by, at its worst and at its best: of some nodes less is better.
 * What cannot be told lies anywhere. */
static double worst_of(const bound *of, bool turns) {
    const double mark = turns ? -of->high : of->low;
    return isnan(mark) ? -DBL_MAX : mark;
}

static double best_of(const bound *of, bool turns) {
    const double mark = turns ? -of->low : of->high;
    return isnan(mark) ? DBL_MAX : mark;
}

/* Of the units of one period, `order` of them. */
static void rank_period(const bounding *b, size_t shown, const uint32_t *order, size_t count) {
    const hm_node *node = &b->analysing->scores->plan->nodes[b->shown[shown]];
    const bool turns = node->least_first;
    size_t competing = 0;
    for (size_t i = 0; i < count; i++) {
        const bound *of = bound_at(b, shown, order[i]);
        if (!of->competes)
            continue;
        b->lows[competing] = of->is_ranked ? worst_of(of, turns) : -DBL_MAX;
        b->highs[competing++] = best_of(of, turns);
    }
    hm_sort(b->lows, competing, b->room);
    hm_sort(b->highs, competing, b->room);
    for (size_t i = 0; i < count; i++) {
        bound *of = bound_at(b, shown, order[i]);
        if (!of->competes || isnan(of->low))
            continue;
        const double low = worst_of(of, turns), high = best_of(of, turns);
        const bool itself = count_ahead(&high, 1, low) == 1;
        of->best = (uint32_t)(1 + count_ahead(b->lows, competing, high));
        of->worst = (uint32_t)(1 + count_ahead(b->highs, competing, low) - itself);
    }
}

/* Units by their periods, in their order. */
static void order_units(const bounding *b) {
    const hm_dataset *dataset = b->analysing->scores->bound.dataset;
    const uint32_t *periods = hm_dataset_periods(dataset);
    double *keys = b->lows;
    for (size_t i = 0; i < b->units; i++)
        keys[i] = periods[i];
    hm_sort_number(b->order, b->units);
    hm_sort_with(keys, b->order, b->units, b->room, b->order + b->units);
}

static hm_code rank(const bounding *b) {
    const uint32_t *periods = hm_dataset_periods(b->analysing->scores->bound.dataset);
    hm_code code = HM_OK;
    order_units(b);
    for (size_t i = 0; code == HM_OK && i < b->shown_count; i++) {
        for (size_t first = 0, end; first < b->units; first = end) {
            for (end = first + 1;
                 end < b->units && periods[b->order[end]] == periods[b->order[first]];)
                end++;
            rank_period(b, i, b->order + first, end - first);
        }
        code = hm_cancel_check(b->analysing->cancel, b->analysing->error);
    }
    return code;
}

/* --- the table of bounds --- */

static const hm_builder_column bound_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},         {"period", HM_COLUMN_TEXT, ""},
    {"code", HM_COLUMN_TEXT, ""},         {"score", HM_COLUMN_NUMBER, ""},
    {"low", HM_COLUMN_NUMBER, ""},        {"high", HM_COLUMN_NUMBER, ""},
    {"rank", HM_COLUMN_INTEGER, ""},      {"rank_best", HM_COLUMN_INTEGER, ""},
    {"rank_worst", HM_COLUMN_INTEGER, ""}};

static void put_unit(const bounding *b, size_t unit) {
    const hm_dataset *dataset = b->analysing->scores->bound.dataset;
    hm_row_text(b->builder, 0, hm_dataset_unit_city(dataset, unit));
    hm_row_text(b->builder, 1, hm_dataset_unit_period(dataset, unit));
}

static void put_rank(const bounding *b, size_t column, uint32_t rank) {
    if (rank > 0)
        hm_row_count(b->builder, column, rank);
}

static void put_bound(const bounding *b, size_t shown, size_t unit) {
    const hm_aggregated *aggregated = &b->analysing->scores->aggregated;
    const size_t node = b->shown[shown];
    const hm_grid_column *column = &aggregated->scores.columns[node];
    const bound *of = bound_at(b, shown, unit);
    put_unit(b, unit);
    hm_row_text(b->builder, 2, aggregated->plan->nodes[node].code);
    if (column->states[unit] == HM_OBSERVED)
        hm_row_number(b->builder, 3, column->values[unit]);
    else
        hm_table_builder_missing(b->builder, 3, column->states[unit]);
    hm_row_number(b->builder, 4, of->low);
    hm_row_number(b->builder, 5, of->high);
    put_rank(b, 6, hm_aggregated_rank_of(aggregated, node, unit));
    put_rank(b, 7, of->best);
    put_rank(b, 8, of->worst);
    hm_table_builder_end_row(b->builder);
}

static hm_code put_bounds(bounding *b) {
    const hm_analysing *analysing = b->analysing;
    const hm_bound *data = &analysing->scores->bound;
    hm_code code = take_bounds(b);
    if (code == HM_OK)
        code = rank(b);
    for (size_t i = 0; code == HM_OK && i < analysing->unit_count; i++) {
        const hm_plan *plan = hm_bound_plan(data, analysing->units[i]);
        for (size_t k = 0; k < b->shown_count; k++)
            if (!plan->nodes[b->shown[k]].is_absent)
                put_bound(b, k, analysing->units[i]);
        code = hm_cancel_check(analysing->cancel, analysing->error);
    }
    return code;
}

/* --- the table of stakes --- */

static const hm_builder_column stake_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},  {"period", HM_COLUMN_TEXT, ""}, {"code", HM_COLUMN_TEXT, ""},
    {"low", HM_COLUMN_NUMBER, ""}, {"high", HM_COLUMN_NUMBER, ""}, {"points", HM_COLUMN_NUMBER, ""},
    {"inputs", HM_COLUMN_TEXT, ""}};

typedef struct stake {
    size_t node;
    double points;
} stake;

/* The greatest first, and those that cannot be told at the end. */
static int compare_stakes(const void *a, const void *b) {
    const stake *one = a, *other = b;
    const double x = isnan(one->points) ? -1 : one->points;
    const double y = isnan(other->points) ? -1 : other->points;
    if (x != y)
        return x > y ? -1 : 1;
    return one->node < other->node ? -1 : one->node > other->node;
}

/* The figures of an indicator that are missing, in the order of its use of them. False: memory has
 * run out. */
static bool put_missing(const bounding *b, size_t unit, const stake *of) {
    const hm_plan *plan = b->possible.plan;
    const hm_grid_column *columns = b->analysing->scores->bound.inputs.columns;
    const hm_node_inputs inputs = hm_plan_inputs_of(plan, &plan->nodes[of->node]);
    hm_buffer names;
    hm_buffer_open(&names, b->analysing->allocator);
    for (size_t i = 0; i < inputs.count; i++) {
        if (!hm_figure_is_missing(columns[inputs.numbers[i]].states[unit]))
            continue;
        if (names.size > 0)
            hm_buffer_add_char(&names, ';');
        hm_buffer_add_text(&names, columns[inputs.numbers[i]].name);
    }
    const bool fine = !names.failed;
    hm_row_text(b->builder, 6, names.data ? names.data : "");
    hm_buffer_close(&names);
    return fine;
}

static bool put_stake(const bounding *b, size_t unit, const stake *of) {
    const size_t at = hm_possible_at(&b->possible, of->node, unit);
    const bool is_scored = hm_possible_is_scored(&b->possible, at);
    put_unit(b, unit);
    hm_row_text(b->builder, 2, b->possible.plan->nodes[of->node].code);
    hm_row_number(b->builder, 3, is_scored ? b->possible.ends[HM_LOWEST][at] : (double)NAN);
    hm_row_number(b->builder, 4, is_scored ? b->possible.ends[HM_HIGHEST][at] : (double)NAN);
    hm_row_number(b->builder, 5, of->points);
    const bool fine = put_missing(b, unit, of);
    hm_table_builder_end_row(b->builder);
    return fine;
}

static bool put_stakes_of(const bounding *b, size_t unit, stake *stakes) {
    const hm_possible *p = &b->possible;
    size_t count = 0;
    for (size_t node = 0; node < p->plan->node_count; node++)
        if (hm_possible_is_missing(p, node, unit) &&
            hm_node_is_of_index(p->plan, &p->plan->nodes[node]))
            stakes[count++] = (stake){node, hm_possible_stake(p, node, unit)};
    qsort(stakes, count, sizeof *stakes, compare_stakes);
    bool fine = true;
    for (size_t i = 0; fine && i < count; i++)
        fine = put_stake(b, unit, &stakes[i]);
    return fine;
}

/* In the order of the units that are asked for, which need not be that of the data. */
static hm_code put_stakes(bounding *b) {
    const hm_analysing *analysing = b->analysing;
    const size_t nodes = analysing->scores->plan->node_count;
    stake *stakes = hm_allocate_array(analysing->allocator, nodes, sizeof *stakes);
    hm_code code = stakes ? HM_OK : hm_error_memory(analysing->error);
    for (size_t i = 0; code == HM_OK && i < analysing->unit_count; i++) {
        const size_t unit = analysing->units[i];
        if (unit < b->possible.first || unit >= b->possible.first + b->possible.count)
            hm_possible_fill(&b->possible, hm_possible_begin(&b->possible, unit));
        code = put_stakes_of(b, unit, stakes) ? hm_cancel_check(analysing->cancel, analysing->error)
                                              : hm_error_memory(analysing->error);
    }
    hm_release(analysing->allocator, stakes, nodes * sizeof *stakes);
    return code;
}

/* --- the analysis --- */

static bool bounding_open(bounding *b, bool stakes) {
    const hm_analysing *analysing = b->analysing;
    const hm_allocator *allocator = analysing->allocator;
    const hm_plan *plan = analysing->scores->plan;
    b->units = hm_dataset_unit_count(analysing->scores->bound.dataset);
    b->shown = hm_allocate_array(allocator, plan->node_count, sizeof *b->shown);
    for (size_t i = 0; b->shown && i < plan->node_count; i++)
        if (plan->nodes[i].depth <= analysing->depth)
            b->shown[b->shown_count++] = i;
    const size_t count = stakes ? 0 : b->shown_count, units = stakes ? 0 : b->units;
    b->builder = stakes ? hm_table_builder_open("stakes", stake_columns, 7, allocator)
                        : hm_table_builder_open("bounds", bound_columns, 9, allocator);
    b->bounds = hm_allocate_array(allocator, count * units, sizeof *b->bounds);
    b->order = hm_allocate_array(allocator, 2 * units, sizeof *b->order);
    b->lows = hm_allocate_array(allocator, 3 * units, sizeof *b->lows);
    const bool fine = hm_possible_open(&b->possible, analysing->scores, allocator);
    if (!fine || !b->shown || !b->builder || !b->bounds || !b->order || !b->lows)
        return false;
    b->highs = b->lows + units;
    b->room = b->highs + units;
    return true;
}

static void bounding_close(bounding *b, bool stakes) {
    const hm_analysing *analysing = b->analysing;
    const hm_allocator *allocator = analysing->allocator;
    const size_t count = stakes ? 0 : b->shown_count, units = stakes ? 0 : b->units;
    hm_release(allocator, b->shown, analysing->scores->plan->node_count * sizeof *b->shown);
    hm_release(allocator, b->bounds, count * units * sizeof *b->bounds);
    hm_release(allocator, b->order, 2 * units * sizeof *b->order);
    hm_release(allocator, b->lows, 3 * units * sizeof *b->lows);
    hm_possible_close(&b->possible);
}

static const char *const tables[] = {"bounds", "stakes", NULL};

static hm_code run_bounds(hm_table **out, const hm_analysing *analysing) {
    const bool stakes = strcmp(analysing->table, tables[1]) == 0;
    bounding b = {.analysing = analysing};
    hm_code code = bounding_open(&b, stakes) ? HM_OK : hm_error_memory(analysing->error);
    if (code == HM_OK)
        code = stakes ? put_stakes(&b) : put_bounds(&b);
    if (code == HM_OK)
        code = hm_table_builder_freeze(b.builder, out, analysing->error);
    else
        hm_table_builder_free(b.builder);
    bounding_close(&b, stakes);
    return code;
}

const hm_analysis hm_analysis_bounds = {
    .info = {.size = sizeof(hm_analysis_info),
             .name = "bounds",
             .summary = "show between what missing figures leave scores and ranks",
             .about = "Lists of each node between what its score and its rank would lie if all "
                      "figures that are missing were there, each anywhere in what the package says "
                      "of it: between its bounds, a part below its whole, a flag either way. "
                      "Table stakes has which of them matters most: how many points of the index "
                      "hang on it. Empty is what cannot be told (where something missing goes into "
                      "scales or comparisons of groups). What scales of indicators have learnt "
                      "from all cities stands as it is.",
             .tables = tables,
             .has_depth = 1},
    .run = run_bounds,
};
