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

/* Those of one city, beside whom so many others stand. */
typedef struct pairs {
    uint32_t *others; /* cities */
    double *shares;   /* in which the one is ahead; NAN: they are never ranked together */
    int64_t *together;
    size_t capacity;
} pairs;

static bool open_pairs(pairs *p, size_t capacity, const hm_allocator *allocator) {
    *p = (pairs){.capacity = capacity,
                 .others = hm_allocate_array(allocator, capacity, sizeof *p->others),
                 .shares = hm_allocate_array(allocator, capacity, sizeof *p->shares),
                 .together = hm_allocate_array(allocator, capacity, sizeof *p->together)};
    return p->others && p->shares && p->together;
}

static void close_pairs(const pairs *p, const hm_allocator *allocator) {
    hm_release(allocator, p->others, p->capacity * sizeof *p->others);
    hm_release(allocator, p->shares, p->capacity * sizeof *p->shares);
    hm_release(allocator, p->together, p->capacity * sizeof *p->together);
}

/* `shares` of a unit with each of `units`, itself among them. */
static void put_pairs_of(const hm_telling *t, size_t shown, uint32_t one, const uint32_t *units,
                         const double *shares, size_t count, const pairs *p) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, hm_replicates_period(r, one));
    const uint32_t *cities = hm_dataset_cities(r->dataset);
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        if (units[i] == one || isnan(shares[i]))
            continue;
        p->others[rows] = cities[units[i]];
        p->shares[rows] = shares[i];
        p->together[rows++] =
            (int64_t)hm_rankings_together(rankings, r->place[one], r->place[units[i]]);
    }
    if (rows == 0)
        return;
    const hm_builder_run runs[] = {{.column = 3, .items = p->others},
                                   {.column = 4, .numbers = p->shares},
                                   {.column = 5, .integers = p->together}};
    hm_table_builder_item(t->builder, 0, hm_dataset_periods(r->dataset)[one]);
    hm_row_text(t->builder, 1, hm_told_code(t, shown));
    hm_table_builder_item(t->builder, 2, cities[one]);
    hm_table_builder_end_rows(t->builder, rows, runs, sizeof runs / sizeof *runs);
}

static hm_code put_all_pairs(hm_telling *t, size_t shown, size_t period, const pairs *p) {
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
        if (t->is_told[units[i]])
            put_pairs_of(t, shown, units[i], units, shares + i * count, count, p);
    hm_release(r->allocator, shares, count * count * sizeof *shares);
    return hm_cancel_check(t->cancel, t->error);
}

static void put_near_pairs_of(const hm_telling *t, size_t shown, uint32_t one,
                              const hm_rankings *rankings, const uint32_t *units, size_t count,
                              const pairs *p) {
    const hm_replicates *r = t->replicates;
    double shares[2 * NEAR + 1];
    for (size_t i = 0; i < count; i++)
        shares[i] =
            hm_ahead_share(hm_rankings_compare(rankings, r->place[one], r->place[units[i]]));
    put_pairs_of(t, shown, one, units, shares, count, p);
}

static hm_code put_near_pairs(hm_telling *t, size_t shown, size_t period, const pairs *p) {
    const hm_replicates *r = t->replicates;
    const hm_rankings *rankings = hm_replicates_rankings(r, shown, period);
    size_t count;
    uint32_t *order = hm_told_order(t, shown, period, &count);
    hm_code code = order ? HM_OK : hm_error_memory(t->error);
    for (size_t i = 0; code == HM_OK && i < count; i++) {
        const size_t begin = i > NEAR ? i - NEAR : 0, end = i + NEAR < count ? i + NEAR + 1 : count;
        if (t->is_told[order[i]])
            put_near_pairs_of(t, shown, order[i], rankings, order + begin, end - begin, p);
        code = hm_cancel_check(t->cancel, t->error);
    }
    hm_told_order_free(t, period, order);
    return code;
}

static hm_code put_pairs(hm_telling *t) {
    const hm_replicates *r = t->replicates;
    pairs room;
    hm_code code = open_pairs(&room, r->units, r->allocator) ? HM_OK : hm_error_memory(t->error);
    list_names(t);
    for (size_t period = 0; period < r->periods.count; period++)
        for (size_t i = 0; code == HM_OK && i < r->node_count; i++)
            code = hm_replicates_rankings(r, i, period)->units <= ALL_PAIRS
                       ? put_all_pairs(t, i, period, &room)
                       : put_near_pairs(t, i, period, &room);
    close_pairs(&room, r->allocator);
    return code;
}

const hm_told_table hm_told_pairs = {"pairs", pairs_columns,
                                     sizeof pairs_columns / sizeof *pairs_columns, NULL, put_pairs};
