/* uncertainty.c: what replicates say, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/replicates.h"
#include "analyse/rows.h"
#include "base/buffer.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/text.h"
#include "base/versioned.h"
#include "methods/replicates.h"
#include "platform/cancel.h"
#include "platform/environment.h"

static const double SHARE = 0.95; /* of intervals, and in which a tier is ahead of the next */

/* What a table is made with. */
typedef struct telling {
    const hm_replicates *replicates;
    const size_t *units; /* those to tell of */
    size_t unit_count;
    bool *is_told; /* by unit */
    const hm_cancel *cancel;
    hm_table_builder *builder;
    double *room;     /* for three numbers a replicate */
    uint32_t *counts; /* by rank, 0: none */
    hm_error *error;
} telling;

/* A table, and how its rows are put. */
typedef struct told_table {
    const char *name;
    const hm_builder_column *columns;
    size_t column_count; /* 0: they follow from the study */
    hm_code (*put)(telling *t);
} told_table;

static const char *code_of(const telling *t, size_t shown) {
    return t->replicates->study->package->plan.nodes[t->replicates->nodes[shown]].code;
}

static void put_unit(const telling *t, size_t column, size_t unit) {
    hm_row_text(t->builder, column, hm_dataset_unit_city(t->replicates->dataset, unit));
    hm_row_text(t->builder, column + 1, hm_dataset_unit_period(t->replicates->dataset, unit));
}

static const uint16_t *ranks_of(const telling *t, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    return hm_rankings_of(hm_replicates_rankings(r, shown, hm_replicates_period(r, unit)),
                          r->place[unit]);
}

static size_t cities_of(const telling *t, size_t unit) {
    const hm_replicates *r = t->replicates;
    return hm_replicates_rankings(r, 0, hm_replicates_period(r, unit))->units;
}

static void count_ranks(const telling *t, size_t shown, size_t unit) {
    memset(t->counts, 0, (cities_of(t, unit) + 1) * sizeof *t->counts);
    hm_rank_counts_add(t->counts, ranks_of(t, shown, unit), t->replicates->count);
}

/* Nodes that do not hold in the unit's period have no rows. */
static bool holds(const telling *t, size_t shown, size_t unit) {
    const hm_plan *plan = &t->replicates->study->package->plan;
    const char *period = hm_dataset_unit_period(t->replicates->dataset, unit);
    int64_t day = 0, last;
    if (plan->edition_count == 0)
        return true;
    (void)hm_calendar_days(period, strlen(period), &day, &last);
    return !plan->editions[hm_plan_edition_at(plan, day)]
                .plan->nodes[t->replicates->nodes[shown]]
                .is_absent;
}

/* Calls for each unit and node that there is a row of. */
static hm_code each_row(telling *t, void (*put)(telling *t, size_t shown, size_t unit)) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < t->unit_count; i++) {
        for (size_t k = 0; k < t->replicates->node_count; k++)
            if (holds(t, k, t->units[i]))
                put(t, k, t->units[i]);
        code = hm_cancel_check(t->cancel, t->error);
    }
    return code;
}

static void put_nominal(const telling *t, size_t column, size_t shown, size_t unit) {
    hm_row_number(t->builder, column, t->replicates->nominal[shown * t->replicates->units + unit]);
}

static void put_rank(const telling *t, size_t column, size_t shown, size_t unit) {
    const uint32_t rank = t->replicates->ranks[shown * t->replicates->units + unit];
    if (rank > 0)
        hm_row_count(t->builder, column, rank);
}

/* --- uncertainty --- */

static const hm_builder_column uncertainty_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},         {"period", HM_COLUMN_TEXT, ""},
    {"code", HM_COLUMN_TEXT, ""},         {"score", HM_COLUMN_NUMBER, ""},
    {"score_mean", HM_COLUMN_NUMBER, ""}, {"score_sd", HM_COLUMN_NUMBER, ""},
    {"score_q05", HM_COLUMN_NUMBER, ""},  {"score_q50", HM_COLUMN_NUMBER, ""},
    {"score_q95", HM_COLUMN_NUMBER, ""},  {"rank", HM_COLUMN_INTEGER, ""},
    {"rank_mean", HM_COLUMN_NUMBER, ""},  {"rank_q05", HM_COLUMN_NUMBER, ""},
    {"rank_q50", HM_COLUMN_NUMBER, ""},   {"rank_q95", HM_COLUMN_NUMBER, ""}};

static void put_spread(telling *t, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    const hm_spread of =
        hm_spread_of(hm_replicates_scores(r, shown, unit), r->count, t->room, t->room + r->count);
    const double none = (double)NAN;
    hm_row_number(t->builder, 4, of.count > 0 ? of.mean : none);
    hm_row_number(t->builder, 5, of.count > 1 ? of.deviation : none);
    hm_row_number(t->builder, 6, of.count > 0 ? of.low : none);
    hm_row_number(t->builder, 7, of.count > 0 ? of.middle : none);
    hm_row_number(t->builder, 8, of.count > 0 ? of.high : none);
}

static void put_uncertainty_row(telling *t, size_t shown, size_t unit) {
    const size_t cities = cities_of(t, unit);
    put_unit(t, 0, unit);
    hm_row_text(t->builder, 2, code_of(t, shown));
    put_nominal(t, 3, shown, unit);
    put_spread(t, shown, unit);
    put_rank(t, 9, shown, unit);
    count_ranks(t, shown, unit);
    hm_row_number(t->builder, 10, hm_rank_counts_mean(t->counts, cities));
    hm_row_number(t->builder, 11, hm_rank_counts_quantile(t->counts, cities, 0.05));
    hm_row_number(t->builder, 12, hm_rank_counts_quantile(t->counts, cities, 0.5));
    hm_row_number(t->builder, 13, hm_rank_counts_quantile(t->counts, cities, 0.95));
    hm_table_builder_end_row(t->builder);
}

static hm_code put_uncertainty(telling *t) {
    return each_row(t, put_uncertainty_row);
}

/* --- precision --- */

static const hm_builder_column precision_columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                      {"period", HM_COLUMN_TEXT, ""},
                                                      {"code", HM_COLUMN_TEXT, ""},
                                                      {"score_mean", HM_COLUMN_NUMBER, ""},
                                                      {"score_mean_low", HM_COLUMN_NUMBER, ""},
                                                      {"score_mean_high", HM_COLUMN_NUMBER, ""},
                                                      {"rank_mean", HM_COLUMN_NUMBER, ""},
                                                      {"rank_mean_low", HM_COLUMN_NUMBER, ""},
                                                      {"rank_mean_high", HM_COLUMN_NUMBER, ""},
                                                      {"replicates", HM_COLUMN_INTEGER, ""},
                                                      {"ranked", HM_COLUMN_INTEGER, ""}};

/* Means of numbers over the replicates of each scrambling. */
typedef struct means {
    double sums[HM_SCRAMBLINGS];
    size_t counts[HM_SCRAMBLINGS], all;
} means;

static void add_number(const telling *t, means *to, size_t replicate, double number) {
    const size_t scrambling = (t->replicates->numbers[replicate + 1] - 1) % HM_SCRAMBLINGS;
    to->sums[scrambling] += number;
    to->counts[scrambling]++;
    to->all++;
}

/* Of what some scrambling has no number of nothing is known. */
static void put_interval(const telling *t, size_t column, const means *of) {
    double estimates[HM_SCRAMBLINGS], sum = 0;
    bool fine = true;
    for (size_t i = 0; i < HM_SCRAMBLINGS; i++) {
        fine = fine && of->counts[i] > 0;
        estimates[i] = of->counts[i] > 0 ? of->sums[i] / (double)of->counts[i] : 0;
        sum += of->sums[i];
    }
    const hm_interval interval = hm_interval_of(estimates, HM_SCRAMBLINGS, SHARE);
    hm_row_number(t->builder, column, of->all > 0 ? sum / (double)of->all : (double)NAN);
    hm_row_number(t->builder, column + 1, fine ? interval.low : (double)NAN);
    hm_row_number(t->builder, column + 2, fine ? interval.high : (double)NAN);
}

static void put_precision_row(telling *t, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    const double *scores = hm_replicates_scores(r, shown, unit);
    const uint16_t *ranks = ranks_of(t, shown, unit);
    means of_scores = {.all = 0}, of_ranks = {.all = 0};
    for (size_t i = 0; i < r->count; i++) {
        if (!isnan(scores[i]))
            add_number(t, &of_scores, i, scores[i]);
        if (ranks[i] > 0)
            add_number(t, &of_ranks, i, ranks[i]);
    }
    put_unit(t, 0, unit);
    hm_row_text(t->builder, 2, code_of(t, shown));
    put_interval(t, 3, &of_scores);
    put_interval(t, 6, &of_ranks);
    hm_row_count(t->builder, 9, of_scores.all);
    hm_row_count(t->builder, 10, of_ranks.all);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_precision(telling *t) {
    return each_row(t, put_precision_row);
}

/* --- places --- */

static const hm_builder_column places_columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                   {"period", HM_COLUMN_TEXT, ""},
                                                   {"code", HM_COLUMN_TEXT, ""},
                                                   {"rank", HM_COLUMN_INTEGER, ""},
                                                   {"share", HM_COLUMN_NUMBER, ""}};

static void put_places_of(telling *t, size_t shown, size_t unit) {
    const size_t cities = cities_of(t, unit);
    count_ranks(t, shown, unit);
    const double ranked = (double)(t->replicates->count - t->counts[0]);
    for (size_t rank = 1; rank <= cities; rank++) {
        if (t->counts[rank] == 0)
            continue;
        put_unit(t, 0, unit);
        hm_row_text(t->builder, 2, code_of(t, shown));
        hm_row_count(t->builder, 3, rank);
        hm_row_number(t->builder, 4, t->counts[rank] / ranked);
        hm_table_builder_end_row(t->builder);
    }
}

static hm_code put_places(telling *t) {
    return each_row(t, put_places_of);
}

/* --- pairs --- */

static const hm_builder_column pairs_columns[] = {{"period", HM_COLUMN_TEXT, ""},
                                                  {"code", HM_COLUMN_TEXT, ""},
                                                  {"city", HM_COLUMN_TEXT, ""},
                                                  {"other", HM_COLUMN_TEXT, ""},
                                                  {"share", HM_COLUMN_NUMBER, ""}};

enum {
    ALL_PAIRS = 5000, /* cities of a period of which all pairs are told; of more, */
    NEAR = 50         /* those that are so many places apart or less, as the package ranks them */
};

/* The units of a period, those with a rank first, the best at the front. */
static uint32_t *order_by_rank(const telling *t, size_t shown, size_t period, size_t *count) {
    const hm_replicates *r = t->replicates;
    const uint32_t *ranks = r->ranks + shown * r->units;
    const size_t first = r->periods.start[period], end = r->periods.start[period + 1];
    uint32_t *order = hm_allocate_array(r->allocator, end - first, sizeof *order);
    size_t *starts = hm_allocate_array(r->allocator, end - first + 2, sizeof *starts);
    *count = 0;
    if (order && starts) {
        for (size_t i = first; i < end; i++)
            starts[ranks[r->periods.order[i]] + 1]++;
        *count = end - first - starts[1];
        starts[1] = 0;
        for (size_t i = 2; i < end - first + 2; i++)
            starts[i] += starts[i - 1];
        for (size_t i = first; i < end; i++) {
            const uint32_t unit = r->periods.order[i];
            if (ranks[unit] > 0)
                order[starts[ranks[unit]]++] = unit;
        }
    }
    hm_release(r->allocator, starts, (end - first + 2) * sizeof *starts);
    if (starts)
        return order;
    hm_release(r->allocator, order, (end - first) * sizeof *order);
    return NULL;
}

static void free_order(const telling *t, size_t period, uint32_t *order) {
    const hm_replicates *r = t->replicates;
    hm_release(r->allocator, order,
               (r->periods.start[period + 1] - r->periods.start[period]) * sizeof *order);
}

static void put_pair(const telling *t, size_t shown, uint32_t one, uint32_t other, double share) {
    const hm_dataset *dataset = t->replicates->dataset;
    hm_row_text(t->builder, 0, hm_dataset_unit_period(dataset, one));
    hm_row_text(t->builder, 1, code_of(t, shown));
    hm_row_text(t->builder, 2, hm_dataset_unit_city(dataset, one));
    hm_row_text(t->builder, 3, hm_dataset_unit_city(dataset, other));
    hm_row_number(t->builder, 4, share);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_all_pairs(telling *t, size_t shown, size_t period) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, period);
    const uint32_t *units = r->periods.order + r->periods.start[period];
    const size_t count = rankings->units;
    double *shares = hm_allocate_array(r->allocator, count * count, sizeof *shares);
    if (!shares)
        return hm_error_memory(t->error);
    hm_rankings_shares(rankings, 0, count, shares);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; t->is_told[units[i]] && k < count; k++)
            if (i != k && !isnan(shares[i * count + k]))
                put_pair(t, shown, units[i], units[k], shares[i * count + k]);
    hm_release(r->allocator, shares, count * count * sizeof *shares);
    return hm_cancel_check(t->cancel, t->error);
}

static hm_code put_near_pairs(telling *t, size_t shown, size_t period) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, period);
    size_t count;
    uint32_t *order = order_by_rank(t, shown, period, &count);
    hm_code code = order ? HM_OK : hm_error_memory(t->error);
    for (size_t i = 0; code == HM_OK && i < count; i++) {
        const size_t begin = i > NEAR ? i - NEAR : 0, end = i + NEAR < count ? i + NEAR + 1 : count;
        for (size_t k = begin; t->is_told[order[i]] && k < end; k++)
            if (i != k)
                put_pair(t, shown, order[i], order[k],
                         hm_ahead_share(hm_rankings_compare(rankings, r->place[order[i]],
                                                            r->place[order[k]])));
        code = hm_cancel_check(t->cancel, t->error);
    }
    free_order(t, period, order);
    return code;
}

static hm_code put_pairs(telling *t) {
    const hm_replicates *r = t->replicates;
    hm_code code = HM_OK;
    for (size_t period = 0; period < r->periods.count; period++)
        for (size_t i = 0; code == HM_OK && i < r->node_count; i++)
            code = hm_replicates_rankings(r, i, period)->units <= ALL_PAIRS
                       ? put_all_pairs(t, i, period)
                       : put_near_pairs(t, i, period);
    return code;
}

/* --- tiers --- */

static const hm_builder_column tiers_columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                  {"period", HM_COLUMN_TEXT, ""},
                                                  {"code", HM_COLUMN_TEXT, ""},
                                                  {"rank", HM_COLUMN_INTEGER, ""},
                                                  {"tier", HM_COLUMN_INTEGER, ""}};

static void put_tiers_of(telling *t, size_t shown, size_t period, const uint32_t *order,
                         size_t count, uint32_t *places, uint32_t *tiers) {
    const hm_replicates *r = t->replicates;
    for (size_t i = 0; i < count; i++)
        places[i] = r->place[order[i]];
    hm_rankings_tiers(hm_replicates_rankings(r, shown, period), places, count, SHARE, tiers);
    for (size_t i = 0; i < count; i++) {
        if (!t->is_told[order[i]])
            continue;
        put_unit(t, 0, order[i]);
        hm_row_text(t->builder, 2, code_of(t, shown));
        put_rank(t, 3, shown, order[i]);
        hm_row_count(t->builder, 4, tiers[i]);
        hm_table_builder_end_row(t->builder);
    }
}

static hm_code put_tiers_at(telling *t, size_t shown, size_t period) {
    const hm_replicates *r = t->replicates;
    size_t count;
    uint32_t *order = order_by_rank(t, shown, period, &count);
    uint32_t *room = hm_allocate_array(r->allocator, 2 * count, sizeof *room);
    if (order && room)
        put_tiers_of(t, shown, period, order, count, room, room + count);
    hm_release(r->allocator, room, 2 * count * sizeof *room);
    free_order(t, period, order);
    return order && room ? hm_cancel_check(t->cancel, t->error) : hm_error_memory(t->error);
}

static hm_code put_tiers(telling *t) {
    const hm_replicates *r = t->replicates;
    hm_code code = HM_OK;
    for (size_t period = 0; period < r->periods.count; period++)
        for (size_t i = 0; code == HM_OK && i < r->node_count; i++)
            code = put_tiers_at(t, i, period);
    return code;
}

/* --- factors --- */

static const hm_builder_column factors_columns[] = {{"factor", HM_COLUMN_TEXT, ""},
                                                    {"alternative", HM_COLUMN_INTEGER, ""},
                                                    {"text", HM_COLUMN_TEXT, ""},
                                                    {"replicates", HM_COLUMN_INTEGER, ""},
                                                    {"unscored", HM_COLUMN_INTEGER, ""}};

/* The most units that lack a score in a replicate with this alternative. */
static void put_factor(const telling *t, size_t factor, uint32_t alternative, const char *text) {
    const hm_replicates *r = t->replicates;
    size_t count = 0, unscored = 0;
    for (size_t i = 1; i <= r->count; i++) {
        if (r->choices[i * r->study->factor_count + factor] != alternative)
            continue;
        count++;
        unscored = r->unscored[i] > unscored ? r->unscored[i] : unscored;
    }
    hm_row_text(t->builder, 0, r->study->factors[factor].name);
    hm_row_count(t->builder, 1, alternative);
    hm_row_text(t->builder, 2, text);
    hm_row_count(t->builder, 3, count);
    hm_row_count(t->builder, 4, unscored);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_factors(telling *t) {
    const hm_study *study = t->replicates->study;
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        if (factor->alternatives == 0)
            put_factor(t, i, 1, factor->about);
        for (uint32_t k = 1; k <= factor->alternatives; k++)
            put_factor(t, i, k, factor->texts[k - 1]);
    }
    return HM_OK;
}

/* --- replicates --- */

/* A column a factor, but that of weights that are drawn a column a node. */
static bool open_replicate_columns(const telling *t) {
    const hm_study *study = t->replicates->study;
    const hm_plan *plan = &study->package->plan;
    hm_table_builder *b = t->builder;
    bool fine = true;
    (void)hm_table_builder_column(b, "replicate", HM_COLUMN_INTEGER, "");
    for (size_t i = 0; i < study->factor_count; i++)
        if (study->factors[i].kind != HM_FACTOR_WEIGHTS || study->sets.count > 0)
            (void)hm_table_builder_column(b, study->factors[i].name, HM_COLUMN_INTEGER, "");
    for (size_t i = 0; fine && i < study->drawn_count; i++) {
        hm_buffer name;
        hm_buffer_open(&name, t->replicates->allocator);
        hm_buffer_format(&name, "weight:%s", plan->nodes[study->drawn[i]].code);
        fine = !name.failed;
        if (fine)
            (void)hm_table_builder_column(b, name.data, HM_COLUMN_NUMBER, "");
        hm_buffer_close(&name);
    }
    for (const char *const *name = (const char *const[]){"city", "period", "code", NULL}; *name;
         name++)
        (void)hm_table_builder_column(b, *name, HM_COLUMN_TEXT, "");
    (void)hm_table_builder_column(b, "score", HM_COLUMN_NUMBER, "");
    (void)hm_table_builder_column(b, "rank", HM_COLUMN_INTEGER, "");
    return fine;
}

static void put_replicate_row(const telling *t, size_t replicate, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    const hm_study *study = r->study;
    const double *weights = r->weights + replicate * study->package->plan.node_count;
    size_t column = 0;
    hm_row_count(t->builder, column++, r->numbers[replicate]);
    for (size_t i = 0; i < study->factor_count; i++)
        if (study->factors[i].kind != HM_FACTOR_WEIGHTS || study->sets.count > 0)
            hm_row_count(t->builder, column++, r->choices[replicate * study->factor_count + i]);
    for (size_t i = 0; i < study->drawn_count; i++) {
        const double weight = weights[study->drawn[i]];
        hm_row_number(t->builder, column++, isnan(weight) ? 0 : weight);
    }
    put_unit(t, column, unit);
    hm_row_text(t->builder, column + 2, code_of(t, shown));
    hm_row_number(t->builder, column + 3, hm_replicates_scores(r, shown, unit)[replicate - 1]);
    const uint16_t rank = ranks_of(t, shown, unit)[replicate - 1];
    if (rank > 0)
        hm_row_count(t->builder, column + 4, rank);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_replicates(telling *t) {
    const hm_replicates *r = t->replicates;
    hm_code code = HM_OK;
    for (size_t i = 1; code == HM_OK && i <= r->count; i++) {
        for (size_t k = 0; k < t->unit_count; k++)
            for (size_t shown = 0; shown < r->node_count; shown++)
                if (holds(t, shown, t->units[k]))
                    put_replicate_row(t, i, shown, t->units[k]);
        code = hm_cancel_check(t->cancel, t->error);
    }
    return code;
}

/* --- the tables --- */

#define COLUMNS(name) name##_columns, sizeof name##_columns / sizeof *name##_columns
static const told_table told[] = {
    {"uncertainty", COLUMNS(uncertainty), put_uncertainty},
    {"pairs", COLUMNS(pairs), put_pairs},
    {"precision", COLUMNS(precision), put_precision},
    {"places", COLUMNS(places), put_places},
    {"tiers", COLUMNS(tiers), put_tiers},
    {"factors", COLUMNS(factors), put_factors},
    {"replicates", NULL, 0, put_replicates},
};
enum { TABLES = sizeof told / sizeof *told };

static hm_code find_table(const char *name, const told_table **out, hm_error *error) {
    for (size_t i = 0; i < TABLES; i++)
        if (strcmp(told[i].name, name) == 0) {
            *out = &told[i];
            return HM_OK;
        }
    return hm_error_set(error, HM_ERROR_ARGUMENT,
                        "no table \"%.40s\", only uncertainty, pairs, precision, places, tiers, "
                        "factors, replicates",
                        name);
}

static hm_code choose_units(telling *t, const hm_replicates_table_options *options) {
    const hm_replicates *r = t->replicates;
    t->is_told = hm_allocate_array(r->allocator, r->units, sizeof *t->is_told);
    size_t *all = hm_allocate_array(r->allocator, r->units, sizeof *all);
    t->units = all;
    t->unit_count = options->units ? options->unit_count : r->units;
    if (!t->is_told || !all)
        return hm_error_memory(t->error);
    if (t->unit_count > r->units)
        return hm_error_set(t->error, HM_ERROR_ARGUMENT, "there are only %zu units", r->units);
    for (size_t i = 0; i < t->unit_count; i++) {
        all[i] = options->units ? options->units[i] : i;
        if (all[i] >= r->units)
            return hm_error_set(t->error, HM_ERROR_ARGUMENT, "there is no unit %zu in data of %zu",
                                all[i], r->units);
        t->is_told[all[i]] = true;
    }
    return HM_OK;
}

static hm_code open_telling(telling *t, const told_table *table,
                            const hm_replicates_table_options *options) {
    const hm_replicates *r = t->replicates;
    const hm_code code = choose_units(t, options);
    if (code != HM_OK)
        return code;
    t->room = hm_allocate_array(r->allocator, 2 * r->count, sizeof *t->room);
    t->counts = hm_allocate_array(r->allocator, r->units + 1, sizeof *t->counts);
    t->builder =
        hm_table_builder_open(table->name, table->columns, table->column_count, r->allocator);
    return t->room && t->counts && t->builder &&
                   (table->column_count > 0 || open_replicate_columns(t))
               ? HM_OK
               : hm_error_memory(t->error);
}

static void close_telling(telling *t) {
    const hm_replicates *r = t->replicates;
    hm_release(r->allocator, t->is_told, r->units * sizeof *t->is_told);
    hm_release(r->allocator, (void *)(uintptr_t)t->units, r->units * sizeof *t->units);
    hm_release(r->allocator, t->room, 2 * r->count * sizeof *t->room);
    hm_release(r->allocator, t->counts, (r->units + 1) * sizeof *t->counts);
}

static hm_code make_table(hm_table **out, const hm_replicates *replicates, const char *name,
                          const hm_replicates_table_options *given, hm_error *error) {
    hm_replicates_table_options options = HM_REPLICATES_TABLE_OPTIONS_INIT;
    const told_table *table = NULL;
    hm_code code =
        hm_versioned_read(&options, sizeof options, given, "hm_replicates_table_options", error);
    if (code == HM_OK)
        code = find_table(name, &table, error);
    if (code != HM_OK)
        return code;
    telling t = {.replicates = replicates, .cancel = options.cancel, .error = error};
    code = open_telling(&t, table, &options);
    if (code == HM_OK)
        code = table->put(&t);
    if (code == HM_OK)
        code = hm_table_builder_freeze(t.builder, out, error);
    else if (t.builder)
        hm_table_builder_free(t.builder);
    close_telling(&t);
    return code;
}

void hm_replicates_table_options_init(hm_replicates_table_options *options, size_t size) {
    static const hm_replicates_table_options defaults = HM_REPLICATES_TABLE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_replicates_table(hm_table **out, const hm_replicates *replicates, const char *table,
                            const hm_replicates_table_options *options, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !replicates || !table)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_replicates_table needs an out, replicates and the name of a table");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, make_table(out, replicates, table, options, error));
}
