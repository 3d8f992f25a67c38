#include "study/chunk.h"

#include <math.h>
#include <string.h>

#include "platform/wide.h"

static size_t ranked_count(const hm_replicates *r) {
    return r->node_count * r->units;
}

static size_t marks_count(const hm_replicates *r) {
    return (HM_CHUNK + 1) * r->units + HM_WIDE_BYTES / sizeof(double);
}

bool hm_chunk_open(hm_chunk *c, const hm_replicates *r) {
    *c = (hm_chunk){.replicates = r};
    c->ranked = hm_allocate_array(r->allocator, ranked_count(r), sizeof *c->ranked);
    c->block = hm_allocate_array(r->allocator, marks_count(r), sizeof *c->block);
    if (!hm_rank_workspace_open(&c->ranks, r->units, r->allocator) || !c->ranked || !c->block)
        return false;
    c->marks = hm_wide_begin(c->block);
    return true;
}

void hm_chunk_close(hm_chunk *c) {
    const hm_replicates *r = c->replicates;
    if (!r)
        return;
    hm_rank_workspace_close(&c->ranks);
    hm_release(r->allocator, c->ranked, ranked_count(r) * sizeof *c->ranked);
    hm_release(r->allocator, c->block, marks_count(r) * sizeof *c->block);
}

void hm_chunk_start(hm_chunk *c, const uint32_t *numbers, size_t count) {
    c->numbers = numbers;
    c->count = count;
    c->stands_in_a_row = numbers[count - 1] - numbers[0] == count - 1;
    for (size_t i = 0; i < count; i++)
        c->places[i] = numbers[i] > 0 ? numbers[i] - 1 : 0;
    memset(c->ranked, 0, ranked_count(c->replicates) * sizeof *c->ranked);
}

/* --- scores --- */

static bool is_nominal(const hm_chunk *c) {
    return c->numbers[0] == 0;
}

/* Those of a unit, by replicate from 1 on; the one of replicate 0 stands apart. */
static double *scores_of(const hm_chunk *c, size_t shown, size_t unit) {
    const hm_replicates *r = c->replicates;
    const size_t at = shown * r->units + unit;
    return is_nominal(c) ? r->nominal + at : r->scores + at * r->count;
}

void hm_chunk_put(const hm_chunk *c, size_t at, size_t shown, size_t unit, double score,
                  bool is_ranked) {
    uint32_t *ranked = &c->ranked[shown * c->replicates->units + unit];
    scores_of(c, shown, unit)[c->places[at]] = score;
    *ranked = (*ranked & ~(UINT32_C(1) << at)) | (uint32_t)is_ranked << at;
}

void hm_chunk_put_all(const hm_chunk *c, size_t shown, size_t unit, const double *scores,
                      bool is_ranked) {
    double *to = scores_of(c, shown, unit);
    c->ranked[shown * c->replicates->units + unit] = is_ranked ? UINT32_MAX : 0;
    if (c->stands_in_a_row)
        memcpy(to + c->places[0], scores, c->count * sizeof *to);
    else
        for (size_t i = 0; i < c->count; i++)
            to[c->places[i]] = scores[i];
}

/* --- ranks --- */

/* Is a unit ranked in all replicates of the chunk, which stand in a row? */
static bool is_plain(const hm_chunk *c, uint32_t ranked) {
    return c->stands_in_a_row && !(~ranked << (HM_CHUNK - c->count));
}

static void gather_marks_of(const hm_chunk *c, size_t shown, size_t unit, bool least_first,
                            double *marks) {
    const double *scores = scores_of(c, shown, unit), sign = least_first ? -1 : 1;
    const uint32_t ranked = c->ranked[shown * c->replicates->units + unit];
    if (is_plain(c, ranked))
        for (size_t i = 0; i < c->count; i++)
            marks[i] = sign * scores[c->places[0] + i];
    else
        for (size_t i = 0; i < c->count; i++)
            marks[i] = ranked >> i & 1 ? sign * scores[c->places[i]] : (double)NAN;
}

static void rank_nominal(const hm_chunk *c, size_t shown, const uint32_t *units, size_t count) {
    const hm_replicates *r = c->replicates;
    double *of_one = c->marks + HM_CHUNK * r->units;
    for (size_t i = 0; i < count; i++)
        of_one[i] = c->marks[i * HM_CHUNK];
    const size_t ranked = hm_rank_marks(of_one, count, &c->ranks);
    for (size_t i = 0; i < ranked; i++)
        r->ranks[shown * r->units + units[c->ranks.owners[i]]] = c->ranks.places[i];
}

static void rank_period(const hm_chunk *c, size_t shown, size_t period, bool least_first) {
    const hm_replicates *r = c->replicates;
    const uint32_t *units = r->periods.order + r->periods.start[period];
    const size_t count = r->periods.start[period + 1] - r->periods.start[period];
    for (size_t i = 0; i < count; i++)
        gather_marks_of(c, shown, units[i], least_first, c->marks + i * HM_CHUNK);
    if (is_nominal(c)) {
        rank_nominal(c, shown, units, count);
        return;
    }
    hm_rankings_put_all(hm_replicates_rankings(r, shown, period), c->places, c->count, c->marks,
                        c->marks + HM_CHUNK * r->units, &c->ranks);
}

void hm_chunk_rank(hm_chunk *c, const hm_plan *plan) {
    const hm_replicates *r = c->replicates;
    for (size_t i = 0; i < r->node_count; i++)
        for (size_t period = 0; period < r->periods.count; period++)
            rank_period(c, i, period, plan->nodes[r->nodes[i]].least_first);
}
