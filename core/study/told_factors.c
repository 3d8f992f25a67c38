/* told_factors.c: what varies, and how often each alternative stands. */
#include <math.h>

#include "study/told.h"
#include "table/row.h"
#include "base/error.h"

static const hm_builder_column factors_columns[] = {
    {"factor", HM_COLUMN_TEXT, ""},
    {"alternative", HM_COLUMN_INTEGER, ""},
    {"text", HM_COLUMN_TEXT, ""},
    {"replicates", HM_COLUMN_INTEGER, ""},
    {"unscored", HM_COLUMN_INTEGER, ""},
    {"unranked", HM_COLUMN_INTEGER, ""},
    {"left_without", HM_COLUMN_INTEGER, ""},
};

/* Of the units that are told of, and have an index, or a rank, by the package. */
typedef struct lacks {
    size_t *unscored, *unranked; /* how many have none, by replicate from 1 on */
    size_t *units;               /* those that have no index in some replicate */
    size_t unit_count;
} lacks;

static bool open_lacks(const hm_telling *t, lacks *l) {
    const hm_replicates *r = t->replicates;
    *l = (lacks){
        .unscored = hm_allocate_array(r->allocator, r->count + 1, sizeof *l->unscored),
        .unranked = hm_allocate_array(r->allocator, r->count + 1, sizeof *l->unranked),
        .units = hm_allocate_array(r->allocator, t->unit_count, sizeof *l->units),
    };
    return l->unscored && l->unranked && l->units;
}

static void close_lacks(const hm_telling *t, const lacks *l) {
    const hm_replicates *r = t->replicates;
    hm_release(r->allocator, l->unscored, (r->count + 1) * sizeof *l->unscored);
    hm_release(r->allocator, l->unranked, (r->count + 1) * sizeof *l->unranked);
    hm_release(r->allocator, l->units, t->unit_count * sizeof *l->units);
}

static void count_lacks(const hm_telling *t, lacks *l) {
    const hm_replicates *r = t->replicates;
    for (size_t k = 0; k < t->unit_count; k++) {
        const size_t unit = t->units[k];
        const double *scores = hm_replicates_scores(r, 0, unit);
        const uint16_t *ranks = hm_told_ranks(t, 0, unit);
        bool any = false;
        for (size_t i = 0; !isnan(r->nominal[unit]) && i < r->count; i++) {
            const bool lacks_score = isnan(scores[i]);
            l->unscored[i + 1] += lacks_score;
            any |= lacks_score;
        }
        for (size_t i = 0; r->ranks[unit] > 0 && i < r->count; i++)
            l->unranked[i + 1] += ranks[i] == 0;
        if (any)
            l->units[l->unit_count++] = unit;
    }
}

static bool has_alternative(const hm_replicates *r, size_t replicate, size_t factor,
                            uint32_t alternative) {
    return r->choices[replicate * r->study->factor_count + factor] == alternative;
}

/* Whether a unit has an index, does it hang on this factor alone: is it the same in all replicates
 * with the same alternative? Then whether the one at hand leaves it without. */
static bool leaves_without(const hm_replicates *r, size_t unit, size_t factor,
                           uint32_t alternative) {
    const double *scores = hm_replicates_scores(r, 0, unit);
    const size_t alternatives = r->study->factors[factor].alternatives;
    bool leaves = false;
    for (uint32_t k = 1; k <= alternatives; k++) {
        bool scored = false, unscored = false;
        for (size_t i = 1; i <= r->count; i++)
            if (has_alternative(r, i, factor, k)) {
                scored |= !isnan(scores[i - 1]);
                unscored |= (bool)isnan(scores[i - 1]);
            }
        if (scored && unscored)
            return false;
        leaves |= k == alternative && unscored;
    }
    return leaves;
}

static size_t count_left_without(const hm_replicates *r, const lacks *l, size_t factor,
                                 uint32_t alternative) {
    size_t count = 0;
    for (size_t k = 0; k < l->unit_count; k++)
        count += leaves_without(r, l->units[k], factor, alternative);
    return count;
}

static void put_factor(const hm_telling *t, const lacks *l, size_t factor, uint32_t alternative,
                       const char *text) {
    const hm_replicates *r = t->replicates;
    size_t count = 0, unscored = 0, unranked = 0;
    for (size_t i = 1; i <= r->count; i++) {
        if (!has_alternative(r, i, factor, alternative))
            continue;
        count++;
        unscored = l->unscored[i] > unscored ? l->unscored[i] : unscored;
        unranked = l->unranked[i] > unranked ? l->unranked[i] : unranked;
    }
    hm_row_text(t->builder, 0, r->study->factors[factor].name);
    hm_row_count(t->builder, 1, alternative);
    hm_row_text(t->builder, 2, text);
    hm_row_count(t->builder, 3, count);
    hm_row_count(t->builder, 4, unscored);
    hm_row_count(t->builder, 5, unranked);
    hm_row_count(t->builder, 6, count_left_without(r, l, factor, alternative));
    hm_table_builder_end_row(t->builder);
}

static hm_code put_factors(hm_telling *t) {
    const hm_study *study = t->replicates->study;
    lacks l;
    const bool fine = open_lacks(t, &l);
    if (fine)
        count_lacks(t, &l);
    for (size_t i = 0; fine && i < study->factor_count; i++) {
        const hm_factor *factor = &study->factors[i];
        if (factor->alternatives == 0)
            put_factor(t, &l, i, 1, factor->about);
        for (uint32_t k = 1; k <= factor->alternatives; k++)
            put_factor(t, &l, i, k, factor->texts[k - 1]);
    }
    close_lacks(t, &l);
    return fine ? HM_OK : hm_error_memory(t->error);
}

const hm_told_table hm_told_factors = {"factors", factors_columns,
                                       sizeof factors_columns / sizeof *factors_columns, NULL,
                                       put_factors};
