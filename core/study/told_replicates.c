/* told_replicates.c: each replicate, with what it was made of. */
#include "study/told.h"
#include "table/row.h"
#include "base/buffer.h"
#include "platform/cancel.h"

static bool has_column(const hm_study *study, const hm_factor *factor) {
    return factor->kind != HM_FACTOR_WEIGHTS || study->sets.count > 0;
}

/* The column of the city, behind all that the replicate is made of. */
static size_t city_column(const hm_telling *t) {
    const hm_study *study = t->replicates->study;
    size_t column = 1;
    for (size_t i = 0; i < study->package->plan.node_count; i++)
        column += t->replicates->weighed[i];
    for (size_t i = 0; i < study->factor_count; i++)
        column += has_column(study, &study->factors[i]);
    return column;
}

/* A column a factor, but that of weights that are drawn, or said, a column a node. */
static bool open_replicate_columns(const hm_telling *t) {
    const hm_study *study = t->replicates->study;
    const hm_plan *plan = &study->package->plan;
    hm_table_builder *b = t->builder;
    bool fine = true;
    (void)hm_table_builder_column(b, "replicate", HM_COLUMN_INTEGER, "");
    for (size_t i = 0; i < study->factor_count; i++)
        if (has_column(study, &study->factors[i]))
            (void)hm_table_builder_column(b, study->factors[i].name, HM_COLUMN_INTEGER, "");
    for (size_t i = 0; fine && i < plan->node_count; i++) {
        hm_buffer name;
        if (!t->replicates->weighed[i])
            continue;
        hm_buffer_open(&name, t->replicates->allocator);
        hm_buffer_format(&name, "weight:%s", plan->nodes[i].code);
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

static void put_replicate_row(const hm_telling *t, size_t replicate, size_t shown, size_t unit) {
    const hm_replicates *r = t->replicates;
    const hm_study *study = r->study;
    const double *weights = r->weights + replicate * study->package->plan.node_count;
    size_t column = 0;
    hm_row_count(t->builder, column++, r->numbers[replicate]);
    for (size_t i = 0; i < study->factor_count; i++)
        if (has_column(study, &study->factors[i]))
            hm_row_count(t->builder, column++, r->choices[replicate * study->factor_count + i]);
    for (size_t i = 0; i < study->package->plan.node_count; i++)
        if (t->replicates->weighed[i]) /* NAN: none of its own */
            hm_row_number(t->builder, column++, weights[i] < 0 ? 0 : weights[i]);
    hm_told_unit(t, column, unit);
    hm_row_text(t->builder, column + 2, hm_told_code(t, shown));
    hm_row_number(t->builder, column + 3, hm_replicates_scores(r, shown, unit)[replicate - 1]);
    const uint16_t rank = hm_told_ranks(t, shown, unit)[replicate - 1];
    if (rank > 0)
        hm_row_count(t->builder, column + 4, rank);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_replicates(hm_telling *t) {
    const hm_replicates *r = t->replicates;
    hm_code code = HM_OK;
    hm_told_list_units(t, city_column(t));
    for (size_t i = 1; code == HM_OK && i <= r->count; i++) {
        for (size_t k = 0; k < t->unit_count; k++)
            for (size_t shown = 0; shown < r->node_count; shown++)
                if (hm_told_holds(t, shown, t->units[k]))
                    put_replicate_row(t, i, shown, t->units[k]);
        code = hm_cancel_check(t->cancel, t->error);
    }
    return code;
}

const hm_told_table hm_told_replicates = {"replicates", NULL, 0, open_replicate_columns,
                                          put_replicates};
