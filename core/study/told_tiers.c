/* told_tiers.c: groups of cities that can be told apart. */
#include "study/told.h"
#include "table/row.h"
#include "base/error.h"
#include "platform/cancel.h"

static const hm_builder_column tiers_columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                  {"period", HM_COLUMN_TEXT, ""},
                                                  {"code", HM_COLUMN_TEXT, ""},
                                                  {"rank", HM_COLUMN_INTEGER, ""},
                                                  {"tier", HM_COLUMN_INTEGER, ""}};

static void put_tiers_of(hm_telling *t, size_t shown, size_t period, const uint32_t *order,
                         size_t count, uint32_t *places, uint32_t *tiers) {
    const hm_replicates *r = t->replicates;
    for (size_t i = 0; i < count; i++)
        places[i] = r->place[order[i]];
    hm_rankings_tiers(hm_replicates_rankings(r, shown, period), places, count, HM_TOLD_SHARE,
                      tiers);
    for (size_t i = 0; i < count; i++) {
        if (!t->is_told[order[i]])
            continue;
        hm_told_unit(t, 0, order[i]);
        hm_row_text(t->builder, 2, hm_told_code(t, shown));
        hm_told_rank(t, 3, shown, order[i]);
        hm_row_count(t->builder, 4, tiers[i]);
        hm_table_builder_end_row(t->builder);
    }
}

static hm_code put_tiers_at(hm_telling *t, size_t shown, size_t period) {
    const hm_replicates *r = t->replicates;
    size_t count;
    uint32_t *order = hm_told_order(t, shown, period, &count);
    uint32_t *room = hm_allocate_array(r->allocator, 2 * count, sizeof *room);
    if (order && room)
        put_tiers_of(t, shown, period, order, count, room, room + count);
    hm_release(r->allocator, room, 2 * count * sizeof *room);
    hm_told_order_free(t, period, order);
    return order && room ? hm_cancel_check(t->cancel, t->error) : hm_error_memory(t->error);
}

static hm_code put_tiers(hm_telling *t) {
    const hm_replicates *r = t->replicates;
    hm_code code = HM_OK;
    hm_told_list_units(t, 0);
    for (size_t period = 0; period < r->periods.count; period++)
        for (size_t i = 0; code == HM_OK && i < r->node_count; i++)
            code = put_tiers_at(t, i, period);
    return code;
}

const hm_told_table hm_told_tiers = {"tiers", tiers_columns,
                                     sizeof tiers_columns / sizeof *tiers_columns, NULL, put_tiers};
