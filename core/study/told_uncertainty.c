/* told_uncertainty.c: scores and ranks with their quantiles, a row a unit. */
#include <math.h>

#include "study/told.h"
#include "table/row.h"
#include "methods/replicates.h"

static const hm_builder_column uncertainty_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},         {"period", HM_COLUMN_TEXT, ""},
    {"code", HM_COLUMN_TEXT, ""},         {"score", HM_COLUMN_NUMBER, ""},
    {"score_mean", HM_COLUMN_NUMBER, ""}, {"score_sd", HM_COLUMN_NUMBER, ""},
    {"score_q05", HM_COLUMN_NUMBER, ""},  {"score_q50", HM_COLUMN_NUMBER, ""},
    {"score_q95", HM_COLUMN_NUMBER, ""},  {"rank", HM_COLUMN_INTEGER, ""},
    {"rank_mean", HM_COLUMN_NUMBER, ""},  {"rank_q05", HM_COLUMN_NUMBER, ""},
    {"rank_q50", HM_COLUMN_NUMBER, ""},   {"rank_q95", HM_COLUMN_NUMBER, ""},
    {"ranked", HM_COLUMN_INTEGER, ""}};

static void put_spread(hm_telling *t, size_t shown, size_t unit) {
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

static void put_uncertainty_row(hm_telling *t, size_t shown, size_t unit) {
    const size_t cities = hm_told_cities(t, unit);
    hm_told_unit(t, 0, unit);
    hm_row_text(t->builder, 2, hm_told_code(t, shown));
    hm_told_nominal(t, 3, shown, unit);
    put_spread(t, shown, unit);
    hm_told_rank(t, 9, shown, unit);
    hm_told_count_ranks(t, shown, unit);
    hm_row_number(t->builder, 10, hm_rank_counts_mean(t->counts, cities));
    hm_row_number(t->builder, 11, hm_rank_counts_quantile(t->counts, cities, 0.05));
    hm_row_number(t->builder, 12, hm_rank_counts_quantile(t->counts, cities, 0.5));
    hm_row_number(t->builder, 13, hm_rank_counts_quantile(t->counts, cities, 0.95));
    hm_row_count(t->builder, 14, t->replicates->count - t->counts[0]);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_uncertainty(hm_telling *t) {
    return hm_told_each(t, put_uncertainty_row);
}

const hm_told_table hm_told_uncertainty = {"uncertainty", uncertainty_columns,
                                           sizeof uncertainty_columns / sizeof *uncertainty_columns,
                                           NULL, put_uncertainty};
