/* told_factors.c: what varies, and how often each alternative stands. */
#include "study/told.h"
#include "table/row.h"
#include "base/error.h"

static const hm_builder_column factors_columns[] = {
    {"factor", HM_COLUMN_TEXT, ""},      {"alternative", HM_COLUMN_INTEGER, ""},
    {"text", HM_COLUMN_TEXT, ""},        {"replicates", HM_COLUMN_INTEGER, ""},
    {"unscored", HM_COLUMN_INTEGER, ""}, {"unranked", HM_COLUMN_INTEGER, ""}};

/* By replicate, how many units that have a rank of the index by the package have none. */
static void count_unranked(const hm_telling *t, size_t *unranked) {
    const hm_replicates *r = t->replicates;
    for (size_t unit = 0; unit < r->units; unit++) {
        const uint16_t *ranks = hm_told_ranks(t, 0, unit);
        for (size_t i = 0; r->ranks[unit] > 0 && i < r->count; i++)
            unranked[i + 1] += ranks[i] == 0;
    }
}

/* The most units that lack a score, and a rank, in a replicate with this alternative. */
static void put_factor(const hm_telling *t, const size_t *unranked_by, size_t factor,
                       uint32_t alternative, const char *text) {
    const hm_replicates *r = t->replicates;
    size_t count = 0, unscored = 0, unranked = 0;
    for (size_t i = 1; i <= r->count; i++) {
        if (r->choices[i * r->study->factor_count + factor] != alternative)
            continue;
        count++;
        unscored = r->unscored[i] > unscored ? r->unscored[i] : unscored;
        unranked = unranked_by[i] > unranked ? unranked_by[i] : unranked;
    }
    hm_row_text(t->builder, 0, r->study->factors[factor].name);
    hm_row_count(t->builder, 1, alternative);
    hm_row_text(t->builder, 2, text);
    hm_row_count(t->builder, 3, count);
    hm_row_count(t->builder, 4, unscored);
    hm_row_count(t->builder, 5, unranked);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_factors(hm_telling *t) {
    const hm_replicates *r = t->replicates;
    const hm_study *study = r->study;
    size_t *unranked = hm_allocate_array(r->allocator, r->count + 1, sizeof *unranked);
    if (!unranked)
        return hm_error_memory(t->error);
    count_unranked(t, unranked);
    for (size_t i = 0; i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        if (factor->alternatives == 0)
            put_factor(t, unranked, i, 1, factor->about);
        for (uint32_t k = 1; k <= factor->alternatives; k++)
            put_factor(t, unranked, i, k, factor->texts[k - 1]);
    }
    hm_release(r->allocator, unranked, (r->count + 1) * sizeof *unranked);
    return HM_OK;
}

const hm_told_table hm_told_factors = {"factors", factors_columns,
                                       sizeof factors_columns / sizeof *factors_columns, NULL,
                                       put_factors};
