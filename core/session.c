/* session.c: the stages of one unit, kept standing between changes of its figures and weights. */
#include "hundredmark/session.h"

#include <stdatomic.h>
#include <string.h>

#include "aggregate/stages.h"
#include "base/versioned.h"
#include "evaluate/bind.h"
#include "evaluate/figure.h"
#include "evaluate/rule_check.h"
#include "package/package.h"
#include "platform/cancel.h"
#include "platform/environment.h"

struct hm_session {
    hm_scores *scores; /* never given to anybody: other units may have none */
    hm_plan *plan;     /* that of `scores`, for the session to vary */
    bool whole;        /* all units are bound, as measures or steps look at others; or one alone */
    hm_updater updater;
    double *given; /* by input: the figures as the data set has them, asked for or not */
    uint8_t *given_states;
    double
        *given_values; /* by indicator: what they give, for scales to find when the unit is left */
    uint8_t *given_value_states;
    hm_buffer warning; /* about the figure that was put in last; empty: none */
    const hm_cancel *cancel;
    hm_total_limits limits;
    hm_budget budget; /* of the call that is being served */
    bool taken;       /* there are scores */
    atomic_flag busy;
};

/* --- one thread at a time --- */

static hm_code enter(hm_session *session, hm_error *error) {
    if (!session)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no session");
    if (atomic_flag_test_and_set(&session->busy))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "this session is in use: it belongs to one thread at a time, and what "
                            "it calls cannot call it");
    return HM_OK;
}

static hm_code leave(hm_session *session, hm_code code) {
    atomic_flag_clear(&session->busy);
    return code;
}

/* --- scoring --- */

/* Each call has a budget of its own; NULL where there are no limits. */
static hm_code open_budget(hm_session *session, hm_budget **budget, hm_error *error) {
    const hm_total_limits *limits = &session->limits;
    *budget = limits->seconds != 0 || limits->steps != 0 ? &session->budget : NULL;
    return hm_budget_open(&session->budget, "the run", limits->seconds, limits->steps, error);
}

static hm_code score(hm_session *session, hm_error *error) {
    hm_budget *budget;
    session->taken = false;
    hm_code code = hm_cancel_check(session->cancel, error);
    if (code == HM_OK)
        code = open_budget(session, &budget, error);
    if (code == HM_OK) {
        hm_evaluator_start(session->updater.evaluator, budget);
        code = hm_stages_update(&session->updater, error);
    }
    session->taken = code == HM_OK;
    return code;
}

static hm_code score_again(hm_session *session, hm_error *error) {
    const hm_code code = enter(session, error);
    return code == HM_OK ? leave(session, score(session, error)) : code;
}

hm_code hm_session_score(hm_session *session, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, score_again(session, error));
}

/* The scores are taken twice: what is learnt is learnt from values as they are now, and changes all
 * that is scaled. What other periods look back at is taken as it was, so that of them nothing is
 * learnt. */
static hm_code refit(hm_session *session, hm_error *error) {
    if (!session->scores->transformed.own)
        return hm_error_set(
            error, HM_ERROR_ARGUMENT,
            "a session that was given a fit does not learn: it has no other cities");
    hm_code code = score(session, error);
    if (code != HM_OK)
        return code;
    code = hm_aggregated_refit(&session->scores->aggregated, session->updater.unit, session->cancel,
                               session->scores->allocator, error);
    /* Where it failed on its way there are scores by what it had learnt so far. */
    hm_updater_move(&session->updater, session->updater.unit);
    session->taken = false;
    return code == HM_OK ? score(session, error) : code;
}

static hm_code refit_alone(hm_session *session, hm_error *error) {
    const hm_code code = enter(session, error);
    return code == HM_OK ? leave(session, refit(session, error)) : code;
}

hm_code hm_session_refit(hm_session *session, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, refit_alone(session, error));
}

hm_code hm_session_row(const hm_session *session, size_t node, hm_score_row *out) {
    hm_session *own = (hm_session *)(uintptr_t)session; /* only its flag is changed */
    hm_code code = enter(own, NULL);
    if (code != HM_OK)
        return code;
    code = session->taken ? hm_scores_row(session->scores, session->updater.unit, node, out)
                          : HM_ERROR_ARGUMENT;
    return leave(own, code);
}

hm_code hm_session_rows(const hm_session *session, hm_score_row *rows, size_t count) {
    hm_session *own = (hm_session *)(uintptr_t)session;
    hm_code code = enter(own, NULL);
    if (code != HM_OK)
        return code;
    code = session->taken ? hm_scores_rows(session->scores, session->updater.unit, rows, count)
                          : HM_ERROR_ARGUMENT;
    return leave(own, code);
}

static hm_code find_issues(const hm_session *session, hm_issues **out, hm_error *error) {
    const hm_scores *scores = session->scores;
    const hm_rule_check check = {.bound = &scores->bound,
                                 .first = session->updater.unit,
                                 .count = 1,
                                 .jobs = 1,
                                 .cancel = session->cancel,
                                 .allocator = scores->allocator};
    hm_issues *issues = hm_allocate(scores->allocator, sizeof *issues);
    if (!issues)
        return hm_error_memory(error);
    hm_issues_open(issues, scores->allocator);
    const hm_code code = hm_rules_check(&check, issues, error);
    if (code == HM_OK)
        *out = issues;
    else
        hm_issues_free(issues);
    return code;
}

static hm_code issues_of(const hm_session *session, hm_issues **out, hm_error *error) {
    hm_session *own = (hm_session *)(uintptr_t)session;
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_session_issues needs an out");
    *out = NULL;
    const hm_code code = enter(own, error);
    return code == HM_OK ? leave(own, find_issues(session, out, error)) : code;
}

hm_code hm_session_issues(const hm_session *session, hm_issues **out, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, issues_of(session, out, error));
}

static const char *reason_of(const hm_session *session, size_t node) {
    const hm_plan *plan = session->plan;
    if (!session->taken || node >= plan->node_count ||
        plan->nodes[node].indicator == HM_NO_INDICATOR)
        return NULL;
    return hm_updater_reason(&session->updater, plan->nodes[node].indicator);
}

const char *hm_session_reason(const hm_session *session, size_t node) {
    hm_session *own = (hm_session *)(uintptr_t)session;
    if (enter(own, NULL) != HM_OK)
        return NULL;
    const char *reason = reason_of(session, node);
    leave(own, HM_OK);
    return reason;
}

hm_updater *hm_session_updater(hm_session *session) {
    return &session->updater;
}

const hm_plan *hm_session_plan(const hm_session *session) {
    return session ? session->plan : NULL;
}

hm_code hm_session_set_weight(hm_session *session, size_t node, double weight, hm_error *error) {
    hm_code code = enter(session, error);
    if (code != HM_OK)
        return code;
    code = hm_plan_set_weight(session->plan, node, weight, error);
    if (code == HM_OK)
        hm_updater_mark_weight(&session->updater, (uint32_t)node);
    return leave(session, code);
}

/* --- figures --- */

/* A number where `text` is NULL. */
static hm_code set_figure(hm_session *session, const char *input, const char *text, double number,
                          hm_error *error) {
    hm_bound *bound = &session->scores->bound;
    hm_buffer *warning = &session->warning;
    hm_figure figure;
    hm_buffer_clear(warning);
    hm_code code = hm_figure_find(session->plan, input, &figure.input, error);
    if (code == HM_OK)
        code = text ? hm_figure_of_text(bound, text, &figure, warning, error)
                    : hm_figure_of_number(bound, number, &figure, warning, error);
    if (code != HM_OK)
        return code;
    hm_updater_put(&session->updater, figure);
    return hm_updater_asks(&session->updater, figure.input) ||
                   hm_figure_warn_not_asked(bound, figure, warning)
               ? HM_OK
               : hm_error_memory(error);
}

static hm_code set_text(hm_session *session, const char *input, const char *text, hm_error *error) {
    const hm_code code = enter(session, error);
    if (code != HM_OK)
        return code;
    return leave(session, text ? set_figure(session, input, text, 0, error)
                               : hm_error_set(error, HM_ERROR_ARGUMENT,
                                              "a figure needs a text: \"\" for none"));
}

hm_code hm_session_set(hm_session *session, const char *input, const char *text, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_text(session, input, text, error));
}

static hm_code set_number(hm_session *session, const char *input, double number, hm_error *error) {
    const hm_code code = enter(session, error);
    return code == HM_OK ? leave(session, set_figure(session, input, NULL, number, error)) : code;
}

hm_code hm_session_set_number(hm_session *session, const char *input, double number,
                              hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_number(session, input, number, error));
}

const char *hm_session_warning(const hm_session *session) {
    hm_session *own = (hm_session *)(uintptr_t)session;
    if (enter(own, NULL) != HM_OK)
        return NULL;
    const char *warning = session->warning.size > 0 ? session->warning.data : NULL;
    leave(own, HM_OK);
    return warning;
}

static void take_given(hm_session *session) {
    for (uint32_t i = 0; i < session->plan->input_count; i++)
        hm_updater_put(&session->updater,
                       (hm_figure){i, session->given[i], (hm_state)session->given_states[i]});
}

hm_code hm_session_reset(hm_session *session, hm_error *error) {
    const hm_code code = enter(session, error);
    if (code != HM_OK)
        return code;
    take_given(session);
    return leave(session, HM_OK);
}

/* --- a unit's figures and what they give, kept --- */

static void keep_cells(const hm_grid *grid, size_t unit, double *values, uint8_t *states) {
    for (size_t i = 0; i < grid->count; i++) {
        values[i] = grid->columns[i].values[unit];
        states[i] = grid->columns[i].states[unit];
    }
}

static void keep_given(hm_session *session) {
    const hm_scores *scores = session->scores;
    const size_t unit = session->updater.unit;
    keep_cells(&scores->bound.inputs, unit, session->given, session->given_states);
    for (size_t i = 0; i < session->plan->condition_count; i++) {
        const uint32_t input = session->plan->conditions[i].input;
        session->given[input] = scores->bound.given.columns[i].values[unit];
        session->given_states[input] = scores->bound.given.columns[i].states[unit];
    }
    if (session->whole)
        keep_cells(&scores->evaluated.values, unit, session->given_values,
                   session->given_value_states);
}

/* The unit is left as it was found: values of others are scaled together with its own. */
static void leave_unit(hm_session *session) {
    hm_evaluated *evaluated = &session->scores->evaluated;
    const size_t unit = session->updater.unit;
    take_given(session);
    for (size_t i = 0; i < session->plan->indicator_count; i++) {
        evaluated->values.columns[i].values[unit] = session->given_values[i];
        evaluated->values.columns[i].states[unit] = session->given_value_states[i];
    }
    hm_evaluator_settle(session->updater.evaluator, evaluated);
}

/* --- another unit --- */

static hm_code check_unit(const hm_dataset *dataset, size_t unit, hm_error *error) {
    const size_t count = hm_dataset_unit_count(dataset);
    return unit < count ? HM_OK
                        : hm_error_set(error, HM_ERROR_ARGUMENT,
                                       "unit %zu is out of range: there are %zu", unit, count);
}

static hm_code bind_other(hm_session *session, size_t unit, hm_error *error) {
    hm_scores *scores = session->scores;
    hm_bound fresh;
    const hm_code code = hm_bound_open(&fresh, session->plan, scores->bound.dataset, unit, 1, false,
                                       session->cancel, scores->allocator, error);
    if (code != HM_OK)
        return code;
    if (!hm_bound_own(&fresh)) {
        hm_bound_close(&fresh);
        return hm_error_memory(error);
    }
    hm_bound_close(&scores->bound);
    scores->bound = fresh;
    return HM_OK;
}

static hm_code rebind(hm_session *session, size_t unit, hm_error *error) {
    hm_code code = check_unit(session->scores->bound.dataset, unit, error);
    if (code == HM_OK)
        code = hm_transformed_covers(&session->scores->transformed, unit, error);
    if (code == HM_OK)
        code = hm_cancel_check(session->cancel, error);
    if (code == HM_OK && session->whole)
        leave_unit(session);
    else if (code == HM_OK)
        code = bind_other(session, unit, error);
    if (code != HM_OK)
        return code;
    hm_buffer_clear(&session->warning);
    hm_updater_move(&session->updater, session->whole ? unit : 0);
    keep_given(session);
    session->taken = false;
    return HM_OK;
}

static hm_code rebind_alone(hm_session *session, size_t unit, hm_error *error) {
    const hm_code code = enter(session, error);
    return code == HM_OK ? leave(session, rebind(session, unit, error)) : code;
}

hm_code hm_session_rebind(hm_session *session, size_t unit, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, rebind_alone(session, unit, error));
}

/* --- opening --- */

static bool allocate(hm_session *session, const hm_allocator *allocator) {
    const hm_plan *plan = session->plan;
    session->given = hm_allocate_array(allocator, plan->input_count, sizeof(double));
    session->given_states = hm_allocate_array(allocator, plan->input_count, 1);
    session->given_values = hm_allocate_array(allocator, plan->indicator_count, sizeof(double));
    session->given_value_states = hm_allocate_array(allocator, plan->indicator_count, 1);
    return session->given && session->given_states && session->given_values &&
           session->given_value_states;
}

static hm_code run_stages(hm_session *session, const hm_dataset *dataset, size_t unit,
                          const hm_session_options *given, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_budget *budget;
    hm_code code = open_budget(session, &budget, error);
    if (code != HM_OK)
        return code;
    options.jobs = 1;
    options.allocator = session->scores->allocator;
    options.cancel = session->cancel;
    options.fits = given->fits;
    const hm_run run = {.scores = session->scores,
                        .dataset = dataset,
                        .first = session->whole ? 0 : unit,
                        .count = session->whole ? hm_dataset_unit_count(dataset) : 1,
                        .options = &options,
                        .budget = budget,
                        .changing = true};
    return hm_stages_run(&run, HM_STAGE_BIND, HM_STAGE_RANK, error);
}

static hm_code open_stages(hm_session *session, const hm_dataset *dataset, size_t unit,
                           const hm_session_options *options, hm_error *error) {
    const bool learns = session->plan->phase_count > 0 && !options->fits;
    session->whole = session->plan->looks_back || learns || hm_plan_reads_series(session->plan);
    hm_code code = run_stages(session, dataset, unit, options, error);
    if (code == HM_OK)
        code = hm_updater_open(&session->updater, session->scores, session->whole ? unit : 0,
                               session->cancel, error);
    if (code == HM_OK && !hm_bound_own(&session->scores->bound))
        code = hm_error_memory(error);
    if (code != HM_OK)
        return code;
    keep_given(session);
    session->taken = true;
    return HM_OK;
}

static hm_code new_session(hm_session **out, const hm_package *package,
                           const hm_allocator *allocator, hm_error *error) {
    hm_session *session = hm_allocate_array(allocator, 1, sizeof *session);
    hm_scores *scores = hm_allocate_array(allocator, 1, sizeof *scores);
    hm_plan *plan = hm_plan_duplicate(&package->plan, allocator);
    if (!session || !scores || !plan) {
        hm_release(allocator, session, sizeof *session);
        hm_release(allocator, scores, sizeof *scores);
        hm_plan_release(plan);
        return hm_error_memory(error);
    }
    atomic_flag_clear(&session->busy);
    hm_buffer_open(&session->warning, allocator);
    scores->allocator = allocator;
    hm_issues_open(&scores->issues, allocator);
    scores->plan = session->plan = plan;
    scores->weighed = plan->weighs ? plan : NULL;
    session->scores = scores;
    *out = session;
    return allocate(session, allocator) ? HM_OK : hm_error_memory(error);
}

static hm_code open_session(hm_session **out, const hm_package *package, const hm_dataset *dataset,
                            size_t unit, const hm_session_options *given, hm_error *error) {
    hm_session_options options = HM_SESSION_OPTIONS_INIT;
    if (out)
        *out = NULL;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_session_options", error);
    if (code != HM_OK)
        return code;
    if (!out || !package || !dataset || !hm_dataset_is_finished(dataset))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "a session needs an out, a package and a finished data set");
    hm_session *session = NULL;
    code = check_unit(dataset, unit, error);
    if (code == HM_OK)
        code = hm_plan_check_whole(&package->plan, error);
    if (code != HM_OK)
        return code;
    code = new_session(&session, package,
                       options.allocator ? options.allocator : hm_allocator_default(), error);
    if (code == HM_OK) {
        session->limits = options.run_limits;
        session->cancel = options.cancel;
        code = open_stages(session, dataset, unit, &options, error);
    }
    if (code == HM_OK)
        *out = session;
    else
        hm_session_free(session);
    return code;
}

void hm_session_options_init(hm_session_options *options, size_t size) {
    static const hm_session_options defaults = HM_SESSION_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_session_open(hm_session **out, const hm_package *package, const hm_dataset *dataset,
                        size_t unit, const hm_session_options *options, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, open_session(out, package, dataset, unit, options, error));
}

void hm_session_free(hm_session *session) {
    if (!session)
        return;
    const hm_allocator *allocator = session->scores->allocator;
    const size_t inputs = session->plan->input_count;
    const size_t indicators = session->plan->indicator_count;
    hm_updater_close(&session->updater);
    hm_scores_free(session->scores); /* and the plan with it */
    hm_release(allocator, session->given, inputs * sizeof(double));
    hm_release(allocator, session->given_states, inputs);
    hm_release(allocator, session->given_values, indicators * sizeof(double));
    hm_release(allocator, session->given_value_states, indicators);
    hm_buffer_close(&session->warning);
    hm_release(allocator, session, sizeof *session);
}
