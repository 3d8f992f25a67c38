/* told.c: what tables of replicates have in common. */
#include "study/told.h"

#include <string.h>

#include "table/row.h"
#include "base/calendar.h"
#include "platform/cancel.h"

const char *hm_told_code(const hm_telling *t, size_t shown) {
    return t->replicates->study->package->plan.nodes[t->replicates->nodes[shown]].code;
}

void hm_told_list_units(const hm_telling *t, size_t column) {
    const hm_dataset *dataset = t->replicates->dataset;
    hm_table_builder_list(t->builder, column, hm_dataset_city_names(dataset));
    hm_table_builder_list(t->builder, column + 1, hm_dataset_period_names(dataset));
}

void hm_told_unit(const hm_telling *t, size_t column, size_t unit) {
    const hm_dataset *dataset = t->replicates->dataset;
    hm_table_builder_item(t->builder, column, hm_dataset_cities(dataset)[unit]);
    hm_table_builder_item(t->builder, column + 1, hm_dataset_periods(dataset)[unit]);
}

const uint16_t *hm_told_ranks(const hm_telling *t, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    return hm_rankings_of(hm_replicates_rankings(r, shown, hm_replicates_period(r, unit)),
                          r->place[unit]);
}

size_t hm_told_cities(const hm_telling *t, size_t unit) {
    const hm_replicates *r = t->replicates;
    return hm_replicates_rankings(r, 0, hm_replicates_period(r, unit))->units;
}

void hm_told_count_ranks(const hm_telling *t, size_t shown, size_t unit) {
    memset(t->counts, 0, (hm_told_cities(t, unit) + 1) * sizeof *t->counts);
    hm_rank_counts_add(t->counts, hm_told_ranks(t, shown, unit), t->replicates->count);
}

bool hm_told_holds(const hm_telling *t, size_t shown, size_t unit) {
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

hm_code hm_told_each(hm_telling *t, void (*put)(hm_telling *t, size_t shown, size_t unit)) {
    hm_code code = HM_OK;
    hm_told_list_units(t, 0);
    for (size_t i = 0; code == HM_OK && i < t->unit_count; i++) {
        for (size_t k = 0; k < t->replicates->node_count; k++)
            if (hm_told_holds(t, k, t->units[i]))
                put(t, k, t->units[i]);
        code = hm_cancel_check(t->cancel, t->error);
    }
    return code;
}

void hm_told_nominal(const hm_telling *t, size_t column, size_t shown, size_t unit) {
    hm_row_number(t->builder, column, t->replicates->nominal[shown * t->replicates->units + unit]);
}

void hm_told_rank(const hm_telling *t, size_t column, size_t shown, size_t unit) {
    const uint32_t rank = t->replicates->ranks[shown * t->replicates->units + unit];
    if (rank > 0)
        hm_row_count(t->builder, column, rank);
}

/* --- by rank --- */

uint32_t *hm_told_order(const hm_telling *t, size_t shown, size_t period, size_t *count) {
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

void hm_told_order_free(const hm_telling *t, size_t period, uint32_t *order) {
    const hm_replicates *r = t->replicates;
    hm_release(r->allocator, order,
               (r->periods.start[period + 1] - r->periods.start[period]) * sizeof *order);
}
