/* run.c: scoring all units of a data set, by the stages of stages.h, or learning a phase from them.
 */
#include "aggregate/stages.h"
#include "base/versioned.h"
#include "package/package.h"
#include "plan/plan.h"
#include "platform/cancel.h"
#include "platform/environment.h"
#include "platform/threads.h"
#include "transform/digest.h"

static hm_score_options with_allocator(const hm_score_options *options) {
    hm_score_options own = *options;
    own.allocator = own.allocator ? own.allocator : hm_allocator_default();
    return own;
}

hm_code hm_scores_of_part(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                          const hm_score_options *options, hm_budget *budget, hm_error *error) {
    const hm_score_options own = with_allocator(options);
    hm_run run;
    hm_code code = hm_run_open(&run, plan, dataset, &own, budget, error);
    if (code != HM_OK)
        return code;
    hm_scores *scores = run.scores;
    code = hm_stages_run(&run, HM_STAGE_BIND, HM_STAGES, error);
    for (size_t i = 0; code == HM_OK && own.log && i < scores->issues.count; i++) {
        own.log(own.log_context, hm_issues_get(&scores->issues, i));
        code = hm_cancel_check(own.cancel, error);
    }
    if (code == HM_OK)
        *out = scores;
    else
        hm_scores_free(scores);
    return code;
}

/* --- learning --- */

/* What was learnt in one phase, alone. */
static hm_code take_phase(hm_fits **out, const hm_fits *fits, uint32_t phase,
                          const hm_allocator *allocator, hm_error *error) {
    hm_fits *taken = hm_fits_new(allocator);
    hm_code code = taken && hm_fits_complete(fits) ? hm_fits_add(taken, &fits, 1, phase, error)
                                                   : hm_error_memory(error);
    if (code == HM_OK && !hm_fits_settle(taken))
        code = hm_error_memory(error);
    if (code == HM_OK)
        *out = taken;
    else
        hm_fits_free(taken);
    return code;
}

static hm_code learn_lacking(hm_fits **out, const hm_run *run, hm_error *error) {
    hm_scores *scores = run->scores;
    hm_transformed *transformed = &scores->transformed;
    const uint32_t phase = hm_transformed_lacks(transformed);
    const size_t jobs = run->options->jobs > 0 ? run->options->jobs : hm_threads_available();
    hm_fits *before = NULL;
    if (phase == 0)
        return HM_OK;
    hm_code code = hm_aggregated_allocate(&scores->aggregated, &scores->evaluated, transformed,
                                          false, NULL, scores->allocator, error);
    if (code == HM_OK)
        code = hm_transformed_begin(transformed, phase, &before, error);
    hm_fits_free(before);
    if (code == HM_OK)
        code = hm_aggregated_learn(&scores->aggregated, phase, jobs, run->options->cancel,
                                   scores->allocator, error);
    return code == HM_OK ? take_phase(out, transformed->own, phase, scores->allocator, error)
                         : code;
}

static hm_code learn_phase(hm_fits **out, const hm_plan *plan, const hm_dataset *dataset,
                           const hm_score_options *options, hm_budget *budget, hm_error *error) {
    const hm_score_options own = with_allocator(options);
    hm_run run;
    hm_code code = hm_run_open(&run, plan, dataset, &own, budget, error);
    if (code != HM_OK)
        return code;
    run.learns = true;
    code = hm_stages_run(&run, HM_STAGE_BIND, HM_STAGE_AGGREGATE, error);
    if (code == HM_OK)
        code = learn_lacking(out, &run, error);
    hm_scores_free(run.scores);
    return code;
}

/* --- what is public --- */

/* The caller's options, and a budget where they limit the run as a whole; NULL where not. */
static hm_code read_options(hm_score_options *options, const hm_score_options *given,
                            hm_budget *budget, hm_budget **limited, hm_error *error) {
    const hm_total_limits *limits = &options->run_limits;
    *options = (hm_score_options)HM_SCORE_OPTIONS_INIT;
    const hm_code code =
        hm_versioned_read(options, sizeof *options, given, "hm_score_options", error);
    *limited = limits->seconds == 0 && limits->steps == 0 ? NULL : budget;
    return code == HM_OK && *limited
               ? hm_budget_open(budget, "the run", limits->seconds, limits->steps, error)
               : code;
}

static hm_code score(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                     const hm_score_options *given, hm_error *error) {
    hm_score_options options;
    hm_budget budget, *limited;
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "scoring needs an out, a package or plan, and a data set");
    *out = NULL;
    const hm_code code = read_options(&options, given, &budget, &limited, error);
    return code == HM_OK ? hm_scores_of_part(out, plan, dataset, &options, limited, error) : code;
}

static hm_code learn(hm_fits **out, const hm_plan *plan, const hm_dataset *dataset,
                     const hm_score_options *given, hm_error *error) {
    hm_score_options options;
    hm_budget budget, *limited;
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "learning needs an out, a plan, and a data set");
    *out = NULL;
    const hm_code code = read_options(&options, given, &budget, &limited, error);
    return code == HM_OK ? learn_phase(out, plan, dataset, &options, limited, error) : code;
}

void hm_score_options_init(hm_score_options *options, size_t size) {
    static const hm_score_options defaults = HM_SCORE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_score_plan(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                      const hm_score_options *options, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, score(out, plan, dataset, options, error));
}

hm_code hm_score(hm_scores **out, const hm_package *package, const hm_dataset *dataset,
                 const hm_score_options *options, hm_error *error) {
    return hm_score_plan(out, package ? &package->plan : NULL, dataset, options, error);
}

hm_code hm_learn_phase(hm_fits **out, const hm_plan *plan, const hm_dataset *dataset,
                       const hm_score_options *options, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, learn(out, plan, dataset, options, error));
}
