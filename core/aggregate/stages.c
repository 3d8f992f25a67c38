#include "aggregate/stages.h"

#include <stddef.h>

#include "base/error.h"
#include "evaluate/bind.h"
#include "platform/clock.h"
#include "platform/threads.h"

typedef struct stage_row {
    const char *name;
    hm_code (*run)(const hm_run *run, hm_error *error);
    hm_code (*update)(hm_updater *updater, hm_error *error); /* NULL: nothing is to follow */
    size_t seconds;                                          /* where hm_timing has it */
} stage_row;

static size_t jobs_of(const hm_run *run) {
    return run->options->jobs > 0 ? run->options->jobs : hm_threads_available();
}

hm_code hm_run_open(hm_run *run, const hm_plan *plan, const hm_dataset *dataset,
                    const hm_score_options *options, hm_budget *budget, hm_error *error) {
    const hm_allocator *allocator = options->allocator;
    if (!plan || !dataset)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "scoring needs an out, a package or plan, and a data set");
    if (!hm_dataset_is_finished(dataset))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "the data set is not finished: call hm_dataset_finish first");
    const hm_code whole = options->unfinished ? HM_OK : hm_plan_check_whole(plan, error);
    if (whole != HM_OK)
        return whole;
    hm_scores *scores = hm_allocate_array(allocator, 1, sizeof *scores);
    if (!scores)
        return hm_error_memory(error);
    scores->allocator = allocator;
    scores->verified_only = options->verified_only != 0;
    hm_issues_open(&scores->issues, allocator);
    scores->issues.most = hm_dataset_issues(dataset)->most;
    if (plan->weighs)
        scores->plan = scores->weighed = hm_plan_duplicate(plan, allocator);
    else
        scores->plan = hm_plan_keep(plan, allocator);
    if (!scores->plan) {
        hm_scores_free(scores);
        return hm_error_memory(error);
    }
    *run = (hm_run){.scores = scores,
                    .dataset = dataset,
                    .count = hm_dataset_unit_count(dataset),
                    .options = options,
                    .budget = budget};
    return HM_OK;
}

/* --- the stages --- */

static hm_code bind(const hm_run *run, hm_error *error) {
    return hm_bound_open(&run->scores->bound, run->scores->plan, run->dataset, run->first,
                         run->count, run->options->verified_only != 0, run->options->cancel,
                         run->scores->allocator, error);
}

static hm_code evaluate(const hm_run *run, hm_error *error) {
    return hm_evaluated_open(&run->scores->evaluated, &run->scores->bound, run->options,
                             run->budget, error);
}

static hm_code scale(const hm_run *run, hm_error *error) {
    hm_scores *scores = run->scores;
    const hm_code code = hm_transformed_open(&scores->transformed, &scores->bound, scores->weighed,
                                             run->options->fits, scores->allocator, error);
    scores->transformed.passes = run->passes;
    return code == HM_OK && run->options->fits && !run->learns
               ? hm_transformed_covers_all(&scores->transformed, error)
               : code;
}

static hm_code allocate(const hm_run *run, hm_error *error) {
    hm_scores *scores = run->scores;
    return hm_aggregated_allocate(&scores->aggregated, &scores->evaluated, &scores->transformed,
                                  run->changing, run->filling, scores->allocator, error);
}

/* What changes is scored as it does, unit by unit, but what is learnt takes the values of all, and
 * so do steps that look at other periods. */
static hm_code aggregate(const hm_run *run, hm_error *error) {
    hm_scores *scores = run->scores;
    const bool needs_all = scores->plan->phase_count > 0 &&
                           (!run->options->fits || hm_plan_reads_series(scores->plan));
    hm_code code = allocate(run, error);
    scores->aggregated.given = run->options->given;
    scores->aggregated.given_count = run->options->given_count;
    if (code == HM_OK && (!run->changing || needs_all))
        code = hm_aggregated_run(&scores->aggregated, jobs_of(run), run->options->cancel,
                                 scores->allocator, error);
    scores->aggregated.given_count = 0; /* they are the caller's */
    scores->aggregated.filling = NULL;  /* and so is that */
    scores->timing.scale += scores->aggregated.learning;
    scores->timing.aggregate -= scores->aggregated.learning;
    return code;
}

static hm_code rank(const hm_run *run, hm_error *error) {
    return hm_aggregated_rank(&run->scores->aggregated, run->options->rank_levels, jobs_of(run),
                              run->options->cancel, run->scores->allocator, error);
}

static hm_code gather_issues(const hm_run *run, hm_error *error) {
    return hm_scores_gather_issues(run->scores, jobs_of(run), run->options->cancel, error);
}

#define STAGE(name, run, update)                                                                   \
    { #name, run, update, offsetof(hm_timing, name) }
static const stage_row stages[HM_STAGES] = {
    [HM_STAGE_BIND] = STAGE(bind, bind, NULL),
    [HM_STAGE_EVALUATE] = STAGE(evaluate, evaluate, hm_updater_evaluate),
    [HM_STAGE_SCALE] = STAGE(scale, scale, NULL),
    [HM_STAGE_AGGREGATE] = STAGE(aggregate, aggregate, hm_updater_aggregate),
    [HM_STAGE_RANK] = STAGE(rank, rank, NULL),
    [HM_STAGE_ISSUES] = STAGE(issues, gather_issues, NULL),
};

const char *hm_stage_name(hm_stage stage) {
    return stages[stage].name;
}

double hm_stage_seconds(const hm_timing *timing, hm_stage stage) {
    return *(const double *)(const void *)((const char *)timing + stages[stage].seconds);
}

static void add_seconds(hm_timing *timing, const stage_row *stage, double seconds) {
    *(double *)(void *)((char *)timing + stage->seconds) += seconds;
}

hm_code hm_stages_run(const hm_run *run, hm_stage begin, hm_stage end, hm_error *error) {
    double before = hm_clock_seconds();
    for (size_t i = (size_t)begin; i < (size_t)end; i++) {
        const hm_code code = stages[i].run(run, error);
        const double now = hm_clock_seconds();
        add_seconds(&run->scores->timing, &stages[i], now - before);
        before = now;
        if (code != HM_OK)
            return code;
    }
    return HM_OK;
}

hm_code hm_stages_update(hm_updater *updater, hm_error *error) {
    for (size_t i = 0; i < HM_STAGES; i++) {
        const hm_code code = stages[i].update ? stages[i].update(updater, error) : HM_OK;
        if (code != HM_OK)
            return code;
    }
    hm_updater_finish(updater);
    return HM_OK;
}
