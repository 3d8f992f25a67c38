/* told_precision.c: how far means are known, from independent scramblings. */
#include <math.h>

#include "study/told.h"
#include "table/row.h"
#include "methods/replicates.h"

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

static void add_number(const hm_telling *t, means *to, size_t replicate, double number) {
    const size_t scrambling = (t->replicates->numbers[replicate + 1] - 1) % HM_SCRAMBLINGS;
    to->sums[scrambling] += number;
    to->counts[scrambling]++;
    to->all++;
}

/* Of what some scrambling has no number of nothing is known. */
static void put_interval(const hm_telling *t, size_t column, const means *of) {
    double estimates[HM_SCRAMBLINGS], sum = 0;
    bool fine = true;
    for (size_t i = 0; i < HM_SCRAMBLINGS; i++) {
        fine = fine && of->counts[i] > 0;
        estimates[i] = of->counts[i] > 0 ? of->sums[i] / (double)of->counts[i] : 0;
        sum += of->sums[i];
    }
    const hm_interval interval = hm_interval_of(estimates, HM_SCRAMBLINGS, HM_TOLD_SHARE);
    hm_row_number(t->builder, column, of->all > 0 ? sum / (double)of->all : (double)NAN);
    hm_row_number(t->builder, column + 1, fine ? interval.low : (double)NAN);
    hm_row_number(t->builder, column + 2, fine ? interval.high : (double)NAN);
}

static void put_precision_row(hm_telling *t, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    const double *scores = hm_replicates_scores(r, shown, unit);
    const uint16_t *ranks = hm_told_ranks(t, shown, unit);
    means of_scores = {.all = 0}, of_ranks = {.all = 0};
    for (size_t i = 0; i < r->count; i++) {
        if (!isnan(scores[i]))
            add_number(t, &of_scores, i, scores[i]);
        if (ranks[i] > 0)
            add_number(t, &of_ranks, i, ranks[i]);
    }
    hm_told_unit(t, 0, unit);
    hm_row_text(t->builder, 2, hm_told_code(t, shown));
    put_interval(t, 3, &of_scores);
    put_interval(t, 6, &of_ranks);
    hm_row_count(t->builder, 9, of_scores.all);
    hm_row_count(t->builder, 10, of_ranks.all);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_precision(hm_telling *t) {
    return hm_told_each(t, put_precision_row);
}

const hm_told_table hm_told_precision = {"precision", precision_columns,
                                         sizeof precision_columns / sizeof *precision_columns, NULL,
                                         put_precision};
