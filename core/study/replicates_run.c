/* replicates_run.c: scoring all replicates, on all threads. */
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "aggregate/rank_if.h"
#include "study/chunk.h"
#include "study/figure_errors.h"
#include "study/regroup_many.h"
#include "study/rescore.h"
#include "base/error.h"
#include "platform/cancel.h"
#include "platform/threads.h"

/* How scores of a variant are made. */
typedef enum how {
    BY_GROUPS,             /* from the scores of indicators, which it has */
    FROM_FIGURES,          /* from the figures on */
    FROM_FIGURES_BY_GROUPS /* those of indicators from the figures on, then by groups, with
                              something in the gaps */
} how;

typedef struct worker {
    bool is_open;
    hm_regrouping regrouping;
    hm_regroup_many many;
    uint32_t
        *alone; /* by part: replicates of the chunk, a bit each, that are scored by themselves */
    hm_rescoring rescoring;
    hm_chunk chunk;
    hm_error error;
} worker;

typedef struct work {
    hm_replicates *replicates;
    const hm_replicates_options *options;
    hm_score_options score;
    how how; /* of the variant at hand */
    size_t jobs;
    hm_variants variants;
    hm_figure_errors errors;
    uint32_t *order;           /* replicates by their variants, and then as they are */
    const hm_variant *variant; /* at hand, and its replicates in that order */
    size_t first, end, chunk;
    hm_regroup regroup;
    worker *workers;
    atomic_size_t done;
    atomic_flag telling;
} work;

/* --- the scores of a chunk of replicates --- */

static bool says(const work *w, const hm_draw *draw, hm_factor_kind kind) {
    const hm_study *study = w->replicates->study;
    for (size_t i = 0; i < study->factor_count; i++)
        if (study->factors[i].kind == kind)
            return draw->choices[i] > 0;
    return false;
}

/* Of a node in rows of a part. A score that is none is NAN there. */
static void put_rows(const hm_regrouping *g, const hm_regroup_part *part, const hm_chunk *chunk,
                     size_t at, size_t shown) {
    const hm_replicates *r = chunk->replicates;
    const size_t node = r->nodes[shown];
    const hm_regroup_column *column = &g->columns[node];
    for (size_t row = part->first; row < part->first + part->count; row++) {
        const size_t unit = g->of->units[row];
        const bool is_there = column->states[row] == HM_OBSERVED;
        hm_chunk_put(chunk, at, shown, unit, is_there ? column->scores[row] : (double)NAN,
                     is_there && hm_dataset_unit_is_ranked(r->dataset, unit) &&
                         hm_regroup_is_ranked(g, node, row));
    }
}

/* One of the chunk, in the parts in which it is `alone`; NULL: in all. */
static void regroup_alone(const work *w, hm_regrouping *g, const uint32_t *alone,
                          const hm_draw *draw, const hm_chunk *chunk, size_t at) {
    const bool fills = says(w, draw, HM_FACTOR_GAPS);
    hm_regroup_fill_gaps(g, draw, fills);
    for (size_t i = 0; i < g->of->part_count; i++) {
        const hm_regroup_part *part = &g->of->parts[i];
        if (alone && !(alone[i] >> at & 1))
            continue;
        hm_regroup_score(g, part, draw, fills);
        for (size_t k = 0; k < chunk->replicates->node_count; k++)
            put_rows(g, part, chunk, at, k);
    }
}

/* Of all replicates of the chunk: a node that stands has the same in all. */
static void put_many_rows(const hm_regroup_many *m, size_t first, size_t count,
                          const hm_chunk *chunk, size_t shown) {
    const hm_replicates *r = chunk->replicates;
    const size_t node = r->nodes[shown];
    const hm_regroup_column *standing = &m->of->columns[node];
    const double *made = m->columns[node].scores;
    const hm_rank_if rank_if = m->of->variant->plan->policy.rank_if;
    double same[HM_MANY];
    for (size_t row = first; row < first + count; row++) {
        const size_t unit = m->of->units[row];
        const bool is_there = made || standing->states[row] == HM_OBSERVED;
        for (size_t i = 0; !made && i < HM_MANY; i++)
            same[i] = is_there ? standing->scores[row] : (double)NAN;
        hm_chunk_put_all(chunk, shown, unit, made ? made + (row - first) * HM_MANY : same,
                         is_there && hm_dataset_unit_is_ranked(r->dataset, unit) &&
                             hm_rank_if_holds(rank_if, made ? 1 : standing->coverage[row],
                                              made ? 1 : standing->applicable[row]));
    }
}

/* All replicates of the chunk at a time, in rows of a part; returns those for which that is not how
 * it is done. */
static uint32_t regroup_many(hm_regroup_many *m, const hm_regroup_part *part, const hm_draw *draws,
                             const hm_chunk *chunk) {
    uint32_t alone = hm_regroup_many_take(m, part, draws, chunk->count);
    for (size_t at = 0; at < part->count; at += HM_MANY_ROWS) {
        const size_t first = part->first + at, left = part->count - at,
                     count = left < HM_MANY_ROWS ? left : HM_MANY_ROWS;
        alone |= hm_regroup_many_score(m, part, first, count);
        for (size_t i = 0; i < chunk->replicates->node_count; i++)
            put_many_rows(m, first, count, chunk, i);
    }
    return alone;
}

static void regroup_chunk(const work *w, const hm_draw *draws, worker *by) {
    for (size_t i = 0; i < w->regroup.part_count; i++) {
        const hm_regroup_part *part = &w->regroup.parts[i];
        by->alone[i] = hm_regroup_many_suits(&w->regroup, part)
                           ? regroup_many(&by->many, part, draws, &by->chunk)
                           : UINT32_MAX;
    }
    for (size_t at = 0; at < by->chunk.count; at++)
        regroup_alone(w, &by->regrouping, by->alone, &draws[at], &by->chunk, at);
}

static hm_code regroup_rescored(const work *w, hm_scores *scores, const hm_draw *draw, size_t at,
                                worker *by) {
    const hm_study *study = w->replicates->study;
    hm_variant variant = *w->variant;
    hm_regroup regroup;
    hm_regrouping regrouping = {.of = NULL};
    variant.scores = scores;
    variant.source = &variant;
    const bool fine = hm_regroup_open(&regroup, &variant, study, w->replicates->weighed,
                                      w->replicates->depth, w->replicates->allocator) &&
                      hm_regrouping_open(&regrouping, &regroup);
    const hm_code code = fine ? hm_gaps_check_expected(study, &regroup.expected, &by->error)
                              : hm_error_memory(&by->error);
    if (code == HM_OK)
        regroup_alone(w, &regrouping, NULL, draw, &by->chunk, at);
    hm_regrouping_close(&regrouping);
    hm_regroup_close(&regroup);
    return code;
}

static bool is_ranked_by_all(const hm_aggregated *a, size_t node, size_t unit) {
    return hm_dataset_unit_is_ranked(a->bound->dataset, unit) &&
           hm_aggregated_may_rank(a, node, unit);
}

static void put_all(const hm_aggregated *a, const hm_chunk *chunk, size_t at) {
    const hm_replicates *r = chunk->replicates;
    for (size_t i = 0; i < r->node_count; i++) {
        const hm_grid_column *column = &a->scores.columns[r->nodes[i]];
        for (size_t unit = 0; unit < r->units; unit++) {
            const bool is_there = column->states[unit] == HM_OBSERVED;
            hm_chunk_put(chunk, at, i, unit, is_there ? column->values[unit] : (double)NAN,
                         is_there && is_ranked_by_all(a, r->nodes[i], unit));
        }
    }
}

/* Is nothing of one that is scored from the figures on other than of the one before? */
static bool is_repeated(const work *w, const hm_draw *draws, size_t at) {
    const hm_study *study = w->replicates->study;
    return at > 0 && !study->changes_figures && !says(w, &draws[at], HM_FACTOR_GAPS) &&
           !says(w, &draws[at - 1], HM_FACTOR_GAPS) &&
           memcmp(draws[at - 1].weights, draws[at].weights,
                  study->package->plan.node_count * sizeof *draws[at].weights) == 0;
}

/* `scores` are those of the one before, and then its own. */
static hm_code rescore(const work *w, const hm_draw *draws, size_t at, hm_scores **scores,
                       worker *by) {
    const hm_draw *draw = &draws[at];
    const bool by_groups = w->how == FROM_FIGURES_BY_GROUPS;
    const hm_rescored what = {.errs = says(w, draw, HM_FACTOR_FIGURES),
                              .fills = !by_groups && says(w, draw, HM_FACTOR_GAPS)};
    hm_code code = HM_OK;
    if (!is_repeated(w, draws, at)) {
        hm_scores_free(*scores);
        *scores = NULL;
        code = hm_rescore(scores, &by->rescoring, draw, what, &by->error);
    }
    if (code == HM_OK && by_groups)
        code = regroup_rescored(w, *scores, draw, at, by);
    else if (code == HM_OK)
        put_all(&(*scores)->aggregated, &by->chunk, at);
    return code;
}

static hm_code rescore_chunk(const work *w, const hm_draw *draws, worker *by) {
    hm_scores *scores = NULL;
    hm_code code = HM_OK;
    for (size_t at = 0; code == HM_OK && at < by->chunk.count; at++) {
        code = hm_cancel_check(w->options->cancel, &by->error);
        if (code == HM_OK)
            code = rescore(w, draws, at, &scores, by);
    }
    hm_scores_free(scores);
    return code;
}

/* --- threads --- */

static void close_worker(const work *w, worker *of) {
    if (of->is_open && w->how == BY_GROUPS) {
        hm_regrouping_close(&of->regrouping);
        hm_regroup_many_close(&of->many);
        hm_release(w->replicates->allocator, of->alone, w->regroup.part_count * sizeof *of->alone);
        of->alone = NULL;
    } else if (of->is_open)
        hm_rescoring_close(&of->rescoring);
    of->is_open = false;
}

static bool ready_regrouping(const work *w, worker *of) {
    of->alone =
        hm_allocate_array(w->replicates->allocator, w->regroup.part_count, sizeof *of->alone);
    return hm_regrouping_open(&of->regrouping, &w->regroup) &&
           hm_regroup_many_open(&of->many, &w->regroup) && of->alone;
}

/* For the variant at hand. */
static bool ready_worker(const work *w, worker *of) {
    if (of->is_open)
        return true;
    of->is_open = true;
    return w->how == BY_GROUPS ? ready_regrouping(w, of)
                               : hm_rescoring_open(&of->rescoring, w->replicates->study, w->variant,
                                                   w->replicates->dataset, &w->errors, &w->score);
}

/* One thread at a time, and nobody waits for his turn. What the package says is scored, too, and is
 * no replicate. */
static void tell_progress(work *w) {
    if (!w->options->progress || atomic_flag_test_and_set(&w->telling))
        return;
    const size_t done = atomic_load(&w->done), all = w->replicates->count;
    w->options->progress(w->options->progress_context, done < all ? done : all, all);
    atomic_flag_clear(&w->telling);
}

static bool run_chunk(void *context, size_t worker_number, size_t chunk) {
    work *w = context;
    worker *by = &w->workers[worker_number];
    const size_t begin = w->first + chunk * w->chunk,
                 end = begin + w->chunk < w->end ? begin + w->chunk : w->end;
    if (!ready_worker(w, by)) {
        (void)hm_error_memory(&by->error);
        return false;
    }
    hm_draw draws[HM_CHUNK];
    for (size_t i = begin; i < end; i++)
        draws[i - begin] = hm_replicates_draw(w->replicates, w->order[i]);
    if (hm_cancel_check(w->options->cancel, &by->error) != HM_OK)
        return false;
    hm_chunk_start(&by->chunk, w->order + begin, end - begin);
    if (w->how == BY_GROUPS)
        regroup_chunk(w, draws, by);
    else if (rescore_chunk(w, draws, by) != HM_OK)
        return false;
    hm_chunk_rank(&by->chunk, w->variant->plan);
    atomic_fetch_add(&w->done, end - begin);
    tell_progress(w);
    return true;
}

static hm_code first_error(const work *w, hm_error *error) {
    for (size_t i = 0; i < w->jobs; i++)
        if (w->workers[i].error.code != HM_OK) {
            if (error)
                *error = w->workers[i].error;
            return w->workers[i].error.code;
        }
    return HM_OK;
}

static how how_of(const hm_study *study, const hm_variant *variant) {
    if (!variant->regroups)
        return FROM_FIGURES;
    if (study->changes_figures)
        return study->declared.gaps != HM_GAPS_LEFT ? FROM_FIGURES_BY_GROUPS : FROM_FIGURES;
    return BY_GROUPS;
}

/* All replicates of the variant at hand. */
static hm_code run_variant(work *w, hm_error *error) {
    const hm_replicates *r = w->replicates;
    w->how = how_of(r->study, w->variant);
    const size_t count = w->end - w->first, each = (count + w->jobs - 1) / w->jobs;
    hm_code code = HM_OK;
    if (w->how == BY_GROUPS &&
        !hm_regroup_open(&w->regroup, w->variant, r->study, r->weighed, r->depth, r->allocator))
        code = hm_error_memory(error);
    if (code == HM_OK && w->how == BY_GROUPS)
        code = hm_gaps_check_expected(r->study, &w->regroup.expected, error);
    w->chunk = each < HM_CHUNK ? each : HM_CHUNK;
    const size_t chunks = (count + w->chunk - 1) / w->chunk;
    if (code == HM_OK)
        code = hm_threads_run(chunks < w->jobs ? chunks : w->jobs, chunks, run_chunk, w,
                              r->allocator, error);
    for (size_t i = 0; i < w->jobs; i++)
        close_worker(w, &w->workers[i]);
    if (w->how == BY_GROUPS)
        hm_regroup_close(&w->regroup);
    const hm_code first = first_error(w, error);
    return first != HM_OK ? first : code;
}

static uint64_t key_of(const work *w, size_t replicate) {
    const hm_study *study = w->replicates->study;
    return hm_study_key(study, w->replicates->choices + replicate * study->factor_count);
}

/* Replicates by variant, in their order: as each has a key, one pass a variant. Number 0 is the
 * first of all. */
static bool order_replicates(work *w) {
    const size_t all = w->replicates->count + 1;
    size_t *start =
        hm_allocate_array(w->replicates->allocator, w->variants.count + 1, sizeof *start);
    w->order = hm_allocate_array(w->replicates->allocator, all, sizeof *w->order);
    if (start && w->order) {
        for (size_t i = 0; i < all; i++)
            start[hm_variants_find(&w->variants, key_of(w, i)) - w->variants.items + 1]++;
        for (size_t i = 1; i <= w->variants.count; i++)
            start[i] += start[i - 1];
        for (size_t i = 0; i < all; i++)
            w->order[start[hm_variants_find(&w->variants, key_of(w, i)) - w->variants.items]++] =
                (uint32_t)i;
    }
    hm_release(w->replicates->allocator, start, (w->variants.count + 1) * sizeof *start);
    return start && w->order;
}

static bool open_workers(work *w) {
    const hm_replicates *r = w->replicates;
    w->workers = hm_allocate_array(r->allocator, w->jobs, sizeof *w->workers);
    for (size_t i = 0; w->workers && i < w->jobs; i++)
        if (!hm_chunk_open(&w->workers[i].chunk, r))
            return false;
    return w->workers != NULL;
}

static void close_workers(work *w) {
    const hm_replicates *r = w->replicates;
    for (size_t i = 0; w->workers && i < w->jobs; i++)
        hm_chunk_close(&w->workers[i].chunk);
    hm_release(r->allocator, w->workers, w->jobs * sizeof *w->workers);
    hm_release(r->allocator, w->order, (r->count + 1) * sizeof *w->order);
}

/* Number 0 comes first, and alone: what others lack is said beside it. */
static hm_code run_all(work *w, hm_error *error) {
    hm_code code = HM_OK;
    w->variant = &w->variants.items[0];
    w->first = 0;
    w->end = 1;
    code = run_variant(w, error);
    for (size_t at = 1, all = w->replicates->count + 1; code == HM_OK && at < all; at = w->end) {
        w->variant = hm_variants_find(&w->variants, key_of(w, w->order[at]));
        w->first = at;
        for (w->end = at + 1; w->end < all && key_of(w, w->order[w->end]) == w->variant->key;)
            w->end++;
        code = run_variant(w, error);
    }
    return code;
}

/* --- the whole --- */

static hm_code check_figures(const work *w, hm_error *error) {
    const hm_study *study = w->replicates->study;
    return w->errors.cells > 0
               ? HM_OK
               : hm_study_fail(study, error,
                               "vary.figures: no figure of these data has such a quality (their "
                               "column quality)");
}

/* What the replicates are made from: figures with errors, or the scores of variants. */
static hm_code open_sources(work *w, hm_error *error) {
    const hm_replicates *r = w->replicates;
    if (!r->study->changes_figures)
        return hm_variants_score(&w->variants, r->dataset, &w->score, error);
    return hm_figure_errors_open(&w->errors, r->study, r->dataset, r->allocator)
               ? check_figures(w, error)
               : hm_error_memory(error);
}

hm_code hm_replicates_fill(hm_replicates *r, const hm_replicates_options *options,
                           hm_error *error) {
    work w = {.replicates = r, .options = options, .telling = ATOMIC_FLAG_INIT};
    const hm_score_options plain = HM_SCORE_OPTIONS_INIT;
    w.score = plain;
    w.score.allocator = r->allocator;
    w.score.cancel = options->cancel;
    w.score.verified_only = options->verified_only;
    w.score.rank_levels = 0;
    w.jobs = options->jobs > 0 ? options->jobs : hm_threads_available();
    w.score.jobs = w.jobs;
    hm_code code = hm_variants_open(&w.variants, r->study, r->choices, r->count + 1, w.jobs,
                                    r->allocator, error);
    if (code == HM_OK)
        code = open_sources(&w, error);
    if (code == HM_OK && (!order_replicates(&w) || !open_workers(&w)))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = run_all(&w, error);
    close_workers(&w);
    hm_figure_errors_close(&w.errors);
    hm_variants_close(&w.variants);
    return code;
}
