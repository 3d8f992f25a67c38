/* run.c: scoring all units of a data set, by the stages of stages.h. */
#include "aggregate/stages.h"
#include "base/versioned.h"
#include "package/package.h"
#include "plan/plan.h"
#include "platform/cancel.h"
#include "platform/environment.h"

hm_code hm_scores_of_part(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                          const hm_score_options *options, hm_budget *budget, hm_error *error) {
    hm_score_options own = *options;
    if (out)
        *out = NULL;
    if (!out || !plan || !dataset)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "scoring needs an out, a package or plan, and a data set");
    if (!hm_dataset_is_finished(dataset))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "the data set is not finished: call hm_dataset_finish first");
    const hm_code whole = own.unfinished ? HM_OK : hm_plan_check_whole(plan, error);
    if (whole != HM_OK)
        return whole;
    if (!own.allocator)
        own.allocator = hm_allocator_default();
    hm_scores *scores = hm_allocate_array(own.allocator, 1, sizeof *scores);
    if (!scores)
        return hm_error_memory(error);
    scores->allocator = own.allocator;
    hm_issues_open(&scores->issues, own.allocator);
    scores->issues.most = hm_dataset_issues(dataset)->most;
    scores->plan = hm_plan_keep(plan, own.allocator);
    const hm_run run = {.scores = scores,
                        .dataset = dataset,
                        .count = hm_dataset_unit_count(dataset),
                        .options = &own,
                        .budget = budget};
    hm_code code = scores->plan ? hm_stages_run(&run, HM_STAGES, error) : hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && own.log && i < scores->issues.count; i++) {
        own.log(own.log_context, hm_issues_get(&scores->issues, i));
        code = hm_cancel_check(own.cancel, error);
    }
    if (code != HM_OK) {
        hm_scores_free(scores);
        return code;
    }
    *out = scores;
    return HM_OK;
}

static hm_code score(hm_scores **out, const hm_plan *plan, const hm_dataset *dataset,
                     const hm_score_options *given, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    const hm_total_limits *limits = &options.run_limits;
    hm_budget budget;
    if (out)
        *out = NULL;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_score_options", error);
    if (code != HM_OK)
        return code;
    if (limits->seconds == 0 && limits->steps == 0)
        return hm_scores_of_part(out, plan, dataset, &options, NULL, error);
    code = hm_budget_open(&budget, "the run", limits->seconds, limits->steps, error);
    return code == HM_OK ? hm_scores_of_part(out, plan, dataset, &options, &budget, error) : code;
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
