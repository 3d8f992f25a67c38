/* told_places.c: in which share of replicates a unit has each rank. */
#include "study/told.h"
#include "table/row.h"

static const hm_builder_column places_columns[] = {{"city", HM_COLUMN_TEXT, ""},
                                                   {"period", HM_COLUMN_TEXT, ""},
                                                   {"code", HM_COLUMN_TEXT, ""},
                                                   {"rank", HM_COLUMN_INTEGER, ""},
                                                   {"share", HM_COLUMN_NUMBER, ""}};

static void put_places_of(hm_telling *t, size_t shown, size_t unit) {
    const size_t cities = hm_told_cities(t, unit);
    hm_told_count_ranks(t, shown, unit);
    const double ranked = (double)(t->replicates->count - t->counts[0]);
    for (size_t rank = 1; rank <= cities; rank++) {
        if (t->counts[rank] == 0)
            continue;
        hm_told_unit(t, 0, unit);
        hm_row_text(t->builder, 2, hm_told_code(t, shown));
        hm_row_count(t->builder, 3, rank);
        hm_row_number(t->builder, 4, t->counts[rank] / ranked);
        hm_table_builder_end_row(t->builder);
    }
}

static hm_code put_places(hm_telling *t) {
    return hm_told_each(t, put_places_of);
}

const hm_told_table hm_told_places = {
    "places", places_columns, sizeof places_columns / sizeof *places_columns, NULL, put_places};
