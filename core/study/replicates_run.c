/* replicates_run.c: scoring all replicates, on all threads. */
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "aggregate/rank_if.h"
#include "study/figure_errors.h"
#include "study/regroup.h"
#include "study/replicates.h"
#include "study/rescore.h"
#include "base/error.h"
#include "platform/cancel.h"
#include "platform/threads.h"

enum { CHUNK = 32 }; /* replicates that a thread takes at a time: they lie side by side */

/* How scores are made. */
typedef enum how {
    BY_GROUPS,            /* from the scores of indicators, which variants have */
    FROM_FIGURES,         /* from the figures on */
    FROM_FIGURES_AND_GAPS /* and then by groups, with something in the gaps */
} how;

typedef struct worker {
    bool is_open;
    hm_regrouping regrouping;
    hm_rescoring rescoring;
    double *scores, *marks; /* of all units: NAN, none; and those to be ranked */
    double *of_period;      /* marks of a period, in its order */
    hm_rank_workspace ranks;
    hm_error error;
} worker;

typedef struct work {
    hm_replicates *replicates;
    const hm_replicates_options *options;
    hm_score_options score;
    how how;
    bool fills, errs; /* gaps are filled, figures have errors: in all replicates that say so */
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

/* --- the scores of a replicate --- */

/* The scores of a node, as a replicate has made them. */
typedef struct made {
    const double *scores;
    const uint8_t *states;
    const uint32_t *units; /* by row; NULL: rows are units */
    const void *from;
    bool (*is_ranked)(const void *from, size_t node, size_t row);
} made;

static bool is_ranked_by_groups(const void *from, size_t node, size_t row) {
    return hm_regroup_is_ranked(from, node, row);
}

static bool is_ranked_by_all(const void *from, size_t node, size_t unit) {
    const hm_aggregated *aggregated = from;
    return hm_rank_if_holds(aggregated->plan->policy.rank_if,
                            hm_aggregated_coverage(aggregated, node, unit),
                            hm_aggregated_applicable(aggregated, node, unit));
}

static made made_by_groups(const hm_regrouping *by, size_t node) {
    return (made){by->columns[node].scores, by->columns[node].states, by->of->units, by,
                  is_ranked_by_groups};
}

static made made_by_all(const hm_aggregated *by, size_t node) {
    return (made){by->scores.columns[node].values, by->scores.columns[node].states, NULL, by,
                  is_ranked_by_all};
}

/* A score that is none, or takes no part in ranks, is NAN there. */
static void take(const hm_replicates *r, const made *m, size_t node, worker *to) {
    for (size_t row = 0; row < r->units; row++) {
        const size_t unit = m->units ? m->units[row] : row;
        const double score = m->states[row] == HM_OBSERVED ? m->scores[row] : (double)NAN;
        const bool is_ranked = m->states[row] == HM_OBSERVED &&
                               hm_dataset_unit_is_ranked(r->dataset, unit) &&
                               m->is_ranked(m->from, node, row);
        to->scores[unit] = score;
        to->marks[unit] = is_ranked ? score : (double)NAN;
    }
}

static void turn_marks(const hm_replicates *r, size_t node, double *marks) {
    if (!r->study->package->plan.nodes[node].least_first)
        return;
    for (size_t unit = 0; unit < r->units; unit++)
        marks[unit] = -marks[unit];
}

/* The marks of a period, in its order. */
static const uint32_t *gather_marks(const hm_replicates *r, size_t period, const worker *from,
                                    size_t *count) {
    const uint32_t *units = r->periods.order + r->periods.start[period];
    *count = r->periods.start[period + 1] - r->periods.start[period];
    for (size_t i = 0; i < *count; i++)
        from->of_period[i] = from->marks[units[i]];
    return units;
}

static void put_nominal(const hm_replicates *r, size_t shown, const worker *from) {
    memcpy(r->nominal + shown * r->units, from->scores, r->units * sizeof *r->nominal);
    for (size_t period = 0; period < r->periods.count; period++) {
        size_t count;
        const uint32_t *units = gather_marks(r, period, from, &count);
        const size_t ranked = hm_rank_marks(from->of_period, count, &from->ranks);
        for (size_t i = 0; i < ranked; i++)
            r->ranks[shown * r->units + units[from->ranks.owners[i]]] = from->ranks.places[i];
    }
}

static void put_scores(const hm_replicates *r, size_t replicate, size_t shown, const worker *from) {
    double *to = r->scores + shown * r->units * r->count + replicate - 1;
    for (size_t unit = 0; unit < r->units; unit++)
        to[unit * r->count] = from->scores[unit];
    for (size_t period = 0; period < r->periods.count; period++) {
        size_t count;
        (void)gather_marks(r, period, from, &count);
        hm_rankings_put(hm_replicates_rankings(r, shown, period), replicate - 1, from->of_period,
                        &from->ranks);
    }
}

/* The first shown node is the index. */
static size_t count_unscored(const hm_replicates *r, const double *scores) {
    size_t count = 0;
    for (size_t unit = 0; unit < r->units; unit++)
        count += !isnan(r->nominal[unit]) && isnan(scores[unit]);
    return count;
}

static void put(const work *w, size_t replicate, size_t shown, worker *from) {
    const hm_replicates *r = w->replicates;
    turn_marks(r, r->nodes[shown], from->marks);
    if (replicate == 0)
        put_nominal(r, shown, from);
    else
        put_scores(r, replicate, shown, from);
    if (shown == 0 && replicate > 0)
        r->unscored[replicate] = count_unscored(r, from->scores);
}

static bool says(const work *w, const hm_draw *draw, hm_factor_kind kind) {
    const hm_study *study = w->replicates->study;
    for (size_t i = 0; i < study->factor_count; i++)
        if (study->factors[i].kind == kind)
            return draw->choices[i] > 0;
    return false;
}

static void put_regrouped(const work *w, size_t replicate, hm_regrouping *regrouping,
                          const hm_draw *draw, worker *by) {
    const hm_replicates *r = w->replicates;
    hm_regroup_score(regrouping, draw, says(w, draw, HM_FACTOR_GAPS));
    for (size_t i = 0; i < r->node_count; i++) {
        const made scores = made_by_groups(regrouping, r->nodes[i]);
        take(r, &scores, r->nodes[i], by);
        put(w, replicate, i, by);
    }
}

static hm_code fill_rescored(const work *w, size_t replicate, hm_scores *scores,
                             const hm_draw *draw, worker *by) {
    const hm_study *study = w->replicates->study;
    hm_variant variant = *w->variant;
    hm_regroup regroup;
    hm_regrouping regrouping = {.of = NULL};
    variant.scores = scores;
    variant.source = &variant;
    const bool fine = hm_regroup_open(&regroup, &variant, study, study->declared.gaps,
                                      w->replicates->depth, w->replicates->allocator) &&
                      hm_regrouping_open(&regrouping, &regroup);
    if (fine)
        put_regrouped(w, replicate, &regrouping, draw, by);
    hm_regrouping_close(&regrouping);
    hm_regroup_close(&regroup);
    return fine ? HM_OK : hm_error_memory(&by->error);
}

static hm_code rescore(const work *w, size_t replicate, const hm_draw *draw, worker *by) {
    const hm_replicates *r = w->replicates;
    hm_scores *scores = NULL;
    hm_code code =
        hm_rescore(&scores, &by->rescoring, draw, says(w, draw, HM_FACTOR_FIGURES), &by->error);
    if (code == HM_OK && w->how == FROM_FIGURES_AND_GAPS)
        code = fill_rescored(w, replicate, scores, draw, by);
    for (size_t i = 0; code == HM_OK && w->how == FROM_FIGURES && i < r->node_count; i++) {
        const made found = made_by_all(&scores->aggregated, r->nodes[i]);
        take(r, &found, r->nodes[i], by);
        put(w, replicate, i, by);
    }
    hm_scores_free(scores);
    return code;
}

/* --- threads --- */

static void close_worker(const work *w, worker *of) {
    if (of->is_open && w->how == BY_GROUPS)
        hm_regrouping_close(&of->regrouping);
    else if (of->is_open)
        hm_rescoring_close(&of->rescoring);
    of->is_open = false;
}

/* For the variant at hand. */
static bool ready_worker(const work *w, worker *of) {
    if (of->is_open)
        return true;
    of->is_open = true;
    return w->how == BY_GROUPS ? hm_regrouping_open(&of->regrouping, &w->regroup)
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
    for (size_t i = begin; i < end; i++) {
        const size_t replicate = w->order[i];
        const hm_draw draw = hm_replicates_draw(w->replicates, replicate);
        if (hm_cancel_check(w->options->cancel, &by->error) != HM_OK)
            return false;
        if (w->how == BY_GROUPS)
            put_regrouped(w, replicate, &by->regrouping, &draw, by);
        else if (rescore(w, replicate, &draw, by) != HM_OK)
            return false;
    }
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

/* All replicates of the variant at hand. */
static hm_code run_variant(work *w, hm_error *error) {
    const hm_replicates *r = w->replicates;
    const size_t count = w->end - w->first, each = (count + w->jobs - 1) / w->jobs;
    hm_code code = HM_OK;
    if (w->how == BY_GROUPS && !hm_regroup_open(&w->regroup, w->variant, r->study,
                                                r->study->declared.gaps, r->depth, r->allocator))
        code = hm_error_memory(error);
    if (code == HM_OK && w->how == BY_GROUPS && w->regroup.expected.unlearnt)
        code = hm_study_fail(r->study, error,
                             "vary.gaps: of %s nothing is to be expected: \"em\" takes at least "
                             "three ranked cities, and marks that differ",
                             w->regroup.expected.unlearnt);
    w->chunk = each < CHUNK ? each : CHUNK;
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
    for (size_t i = 0; w->workers && i < w->jobs; i++) {
        worker *of = &w->workers[i];
        of->scores = hm_allocate_array(r->allocator, 3 * r->units, sizeof *of->scores);
        if (!hm_rank_workspace_open(&of->ranks, r->units, r->allocator) || !of->scores)
            return false;
        of->marks = of->scores + r->units;
        of->of_period = of->marks + r->units;
    }
    return w->workers != NULL;
}

static void close_workers(work *w) {
    const hm_replicates *r = w->replicates;
    for (size_t i = 0; w->workers && i < w->jobs; i++) {
        hm_rank_workspace_close(&w->workers[i].ranks);
        hm_release(r->allocator, w->workers[i].scores, 3 * r->units * sizeof(double));
    }
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

static hm_code choose_how(work *w, hm_error *error) {
    const hm_study *study = w->replicates->study;
    const bool suits = hm_regroup_suits(&study->package->plan);
    const bool fills = study->declared.gaps != HM_GAPS_LEFT;
    if (fills && !suits)
        return hm_study_fail(study, error,
                             "vary.gaps: gaps can be filled where groups do nothing but aggregate "
                             "their children; here some have a step, a measure or weights from the "
                             "data, or nodes read others");
    if (study->declared.gaps == HM_GAPS_EM && study->changes_figures)
        return hm_study_fail(
            study, error,
            "vary.gaps: \"em\" does not go with figures: what to expect would have "
            "to be learnt anew in each variation");
    w->how = study->changes_figures ? fills ? FROM_FIGURES_AND_GAPS : FROM_FIGURES
             : suits                ? BY_GROUPS
                                    : FROM_FIGURES;
    return HM_OK;
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
    hm_code code = choose_how(&w, error);
    if (code == HM_OK)
        code = hm_variants_open(
            &w.variants, r->study, r->dataset, r->choices, r->count + 1,
            &(hm_variants_options){.score = w.score, .plans_alone = w.how != BY_GROUPS},
            r->allocator, error);
    if (code == HM_OK && r->study->changes_figures &&
        !hm_figure_errors_open(&w.errors, r->study, r->dataset, r->allocator))
        code = hm_error_memory(error);
    if (code == HM_OK && r->study->changes_figures && w.errors.cells == 0)
        code = hm_study_fail(r->study, error,
                             "vary.figures: no figure of these data has such a quality (their "
                             "column quality)");
    if (code == HM_OK && (!order_replicates(&w) || !open_workers(&w)))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = run_all(&w, error);
    close_workers(&w);
    hm_figure_errors_close(&w.errors);
    hm_variants_close(&w.variants);
    return code;
}
