/* told_factors.c: what varies, and how often each alternative stands. */
#include <math.h>
#include <string.h>

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

enum { SCORED = 1, UNSCORED = 2 };

/* Counts in `left`, by alternative from 1 on, the units that have no index with it, where it hangs
 * on this factor alone whether they have one: where that is the same in all replicates with the
 * same alternative. `seen` has room for as many. */
static void count_left(const hm_replicates *r, const lacks *l, size_t factor, uint8_t *seen,
                       size_t *left) {
    const size_t factors = r->study->factor_count,
                 alternatives = r->study->factors[factor].alternatives;
    for (size_t k = 0; k < l->unit_count; k++) {
        const double *scores = hm_replicates_scores(r, 0, l->units[k]);
        bool alone = true;
        memset(seen, 0, alternatives + 1);
        for (size_t i = 1; i <= r->count; i++)
            seen[r->choices[i * factors + factor]] |= isnan(scores[i - 1]) ? UNSCORED : SCORED;
        for (size_t i = 1; i <= alternatives; i++)
            alone &= seen[i] != (SCORED | UNSCORED);
        for (size_t i = 1; alone && i <= alternatives; i++)
            left[i] += seen[i] == UNSCORED;
    }
}

static void put_alternative(const hm_telling *t, const lacks *l, size_t factor,
                            uint32_t alternative, const char *text, size_t left) {
    const hm_replicates *r = t->replicates;
    size_t count = 0, unscored = 0, unranked = 0;
    for (size_t i = 1; i <= r->count; i++) {
        if (r->choices[i * r->study->factor_count + factor] != alternative)
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
    hm_row_count(t->builder, 6, left);
    hm_table_builder_end_row(t->builder);
}

static bool put_factor(const hm_telling *t, const lacks *l, size_t number) {
    const hm_replicates *r = t->replicates;
    const hm_factor *factor = &r->study->factors[number];
    const size_t room = factor->alternatives + 1;
    if (factor->alternatives == 0) {
        put_alternative(t, l, number, 1, factor->about, 0);
        return true;
    }
    size_t *left = hm_allocate_array(r->allocator, room, sizeof *left);
    uint8_t *seen = hm_allocate_array(r->allocator, room, sizeof *seen);
    const bool fine = left && seen;
    if (fine)
        count_left(r, l, number, seen, left);
    for (uint32_t k = 1; fine && k <= factor->alternatives; k++)
        put_alternative(t, l, number, k, factor->texts[k - 1], left[k]);
    hm_release(r->allocator, left, room * sizeof *left);
    hm_release(r->allocator, seen, room * sizeof *seen);
    return fine;
}

static hm_code put_factors(hm_telling *t) {
    lacks l;
    bool fine = open_lacks(t, &l);
    if (fine)
        count_lacks(t, &l);
    for (size_t i = 0; fine && i < t->replicates->study->factor_count; i++)
        fine = put_factor(t, &l, i);
    close_lacks(t, &l);
    return fine ? HM_OK : hm_error_memory(t->error);
}

const hm_told_table hm_told_factors = {"factors", factors_columns,
                                       sizeof factors_columns / sizeof *factors_columns, NULL,
                                       put_factors};
