/* told_pairs.c: in which share of replicates a city is ahead of another. */
#include <math.h>

#include "study/told.h"
#include "table/row.h"
#include "base/error.h"
#include "platform/cancel.h"
#include "platform/large.h"

static const hm_builder_column pairs_columns[] = {
    {"period", HM_COLUMN_TEXT, ""},  {"code", HM_COLUMN_TEXT, ""},
    {"city", HM_COLUMN_TEXT, ""},    {"other", HM_COLUMN_TEXT, ""},
    {"share", HM_COLUMN_NUMBER, ""}, {"replicates", HM_COLUMN_INTEGER, ""}};

enum {
    ALL_PAIRS = 5000, /* cities of a period of which all pairs are told; of more, */
    NEAR = 50         /* those that are so many places apart or less, as the package ranks them */
};

static void list_names(const hm_telling *t) {
    const hm_names *cities = hm_dataset_city_names(t->replicates->dataset);
    hm_table_builder_list(t->builder, 0, hm_dataset_period_names(t->replicates->dataset));
    hm_table_builder_list(t->builder, 2, cities);
    hm_table_builder_list(t->builder, 3, cities);
}

static void put_pair(const hm_telling *t, size_t shown, uint32_t one, uint32_t other,
                     double share) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, hm_replicates_period(r, one));
    const uint32_t *cities = hm_dataset_cities(r->dataset);
    hm_table_builder_item(t->builder, 0, hm_dataset_periods(r->dataset)[one]);
    hm_row_text(t->builder, 1, hm_told_code(t, shown));
    hm_table_builder_item(t->builder, 2, cities[one]);
    hm_table_builder_item(t->builder, 3, cities[other]);
    hm_row_number(t->builder, 4, share);
    hm_row_count(t->builder, 5, hm_rankings_together(rankings, r->place[one], r->place[other]));
    hm_table_builder_end_row(t->builder);
}

static hm_code put_all_pairs(hm_telling *t, size_t shown, size_t period) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, period);
    const uint32_t *units = r->periods.order + r->periods.start[period];
    const size_t count = rankings->units;
    double *shares = hm_allocate_large(r->allocator, count * count * sizeof *shares);
    size_t told = 0;
    if (!shares)
        return hm_error_memory(t->error);
    for (size_t i = 0; i < count; i++)
        told += t->is_told[units[i]];
    if (told > 0)
        hm_table_builder_expect(t->builder, told * (count - 1));
    hm_rankings_shares(rankings, 0, count, shares);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; t->is_told[units[i]] && k < count; k++)
            if (i != k && !isnan(shares[i * count + k]))
                put_pair(t, shown, units[i], units[k], shares[i * count + k]);
    hm_release(r->allocator, shares, count * count * sizeof *shares);
    return hm_cancel_check(t->cancel, t->error);
}

static hm_code put_near_pairs(hm_telling *t, size_t shown, size_t period) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, period);
    size_t count;
    uint32_t *order = hm_told_order(t, shown, period, &count);
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
    hm_told_order_free(t, period, order);
    return code;
}

static hm_code put_pairs(hm_telling *t) {
    const hm_replicates *r = t->replicates;
    hm_code code = HM_OK;
    list_names(t);
    for (size_t period = 0; period < r->periods.count; period++)
        for (size_t i = 0; code == HM_OK && i < r->node_count; i++)
            code = hm_replicates_rankings(r, i, period)->units <= ALL_PAIRS
                       ? put_all_pairs(t, i, period)
                       : put_near_pairs(t, i, period);
    return code;
}

const hm_told_table hm_told_pairs = {"pairs", pairs_columns,
                                     sizeof pairs_columns / sizeof *pairs_columns, NULL, put_pairs};
