/* told_factors.c: what varies, and how often each alternative stands. */
#include "study/told.h"
#include "analyse/rows.h"

static const hm_builder_column factors_columns[] = {{"factor", HM_COLUMN_TEXT, ""},
                                                    {"alternative", HM_COLUMN_INTEGER, ""},
                                                    {"text", HM_COLUMN_TEXT, ""},
                                                    {"replicates", HM_COLUMN_INTEGER, ""},
                                                    {"unscored", HM_COLUMN_INTEGER, ""}};

/* The most units that lack a score in a replicate with this alternative. */
static void put_factor(const hm_telling *t, size_t factor, uint32_t alternative, const char *text) {
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

static hm_code put_factors(hm_telling *t) {
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

const hm_told_table hm_told_factors = {"factors", factors_columns,
                                       sizeof factors_columns / sizeof *factors_columns, NULL,
                                       put_factors};
