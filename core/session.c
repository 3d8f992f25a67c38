/* session.c: the pipeline for one unit, kept standing between changes of its figures. */
#include "hundredmark/session.h"

#include <stdatomic.h>
#include <string.h>

#include "aggregate/scores.h"
#include "base/text.h"
#include "base/versioned.h"
#include "dataset/cell.h"
#include "evaluate/validate.h"
#include "package/package.h"
#include "platform/environment.h"

struct hm_session {
    hm_scores *scores; /* nothing in it was made by hm_score */
    size_t at; /* the unit's row: 0, unless measures look at other units, which are bound then */
    hm_evaluator *evaluator;
    hm_reasons *reasons;
    hm_group_workspace workspace;
    double *given; /* by input: the figures as the data set has them */
    uint8_t *given_states;
    size_t input_count;
    hm_buffer warning; /* about the figure that was put in last; empty: none */
    hm_total_limits limits;
    hm_budget budget; /* of the call that is being served */
    uint64_t runs;
    bool taken; /* there are marks */
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

static bool is_power_of_two(uint64_t number) {
    return (number & (number - 1)) == 0;
}

/* Looking for functions that keep state takes a fresh sandbox, some hundred times as long as the
 * marks: so it is done more and more rarely, the first time, the second, the fourth, ... What was
 * found once stays failed. */
static hm_code evaluate(hm_session *session, hm_error *error) {
    hm_evaluated *evaluated = &session->scores->evaluated;
    session->reasons->count = 0;
    hm_arena_close(&session->reasons->arena);
    const size_t at = session->at;
    const uint64_t runs = session->runs + 1;
    hm_code code =
        hm_evaluator_run(session->evaluator, evaluated, at, at + 1, session->reasons, error);
    if (code == HM_OK && is_power_of_two(runs))
        code = hm_evaluator_check(session->evaluator, evaluated, at, at + 1, error);
    if (code == HM_OK)
        session->runs = runs;
    return code;
}

static hm_code take_marks(hm_session *session, hm_error *error) {
    hm_scores *scores = session->scores;
    const size_t at = session->at;
    hm_evaluator_settle(session->evaluator, &scores->evaluated);
    const hm_code code = hm_scaled_run(&scores->scaled, scores->allocator, error);
    if (code == HM_OK)
        hm_aggregated_run(&scores->aggregated, at, at + 1, &session->workspace);
    session->taken = code == HM_OK;
    return code;
}

/* Each call has a budget of its own. */
static hm_code start(hm_session *session, hm_error *error) {
    const hm_total_limits *limits = &session->limits;
    const bool bounded = limits->seconds != 0 || limits->steps != 0;
    const hm_code code =
        hm_budget_open(&session->budget, "the run", limits->seconds, limits->steps, error);
    if (code == HM_OK)
        hm_evaluator_start(session->evaluator, bounded ? &session->budget : NULL);
    return code;
}

static hm_code score(hm_session *session, hm_error *error) {
    session->taken = false;
    hm_code code = start(session, error);
    if (code == HM_OK)
        code = hm_evaluator_stop(session->evaluator, evaluate(session, error), error);
    return code == HM_OK ? take_marks(session, error) : code;
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

hm_code hm_session_row(const hm_session *session, size_t node, hm_score_row *out) {
    hm_session *own = (hm_session *)(uintptr_t)session; /* only its flag is changed */
    hm_code code = enter(own, NULL);
    if (code != HM_OK)
        return code;
    code =
        session->taken ? hm_scores_row(session->scores, session->at, node, out) : HM_ERROR_ARGUMENT;
    return leave(own, code);
}

hm_code hm_session_rows(const hm_session *session, hm_score_row *rows, size_t count) {
    hm_session *own = (hm_session *)(uintptr_t)session;
    hm_code code = enter(own, NULL);
    if (code != HM_OK)
        return code;
    code = session->taken ? hm_scores_rows(session->scores, session->at, rows, count)
                          : HM_ERROR_ARGUMENT;
    return leave(own, code);
}

const char *hm_session_reason(const hm_session *session, size_t node) {
    hm_session *own = (hm_session *)(uintptr_t)session;
    if (enter(own, NULL) != HM_OK)
        return NULL;
    const char *reason =
        session->taken ? hm_scores_reason(session->scores, session->at, node) : NULL;
    leave(own, HM_OK);
    return reason;
}

/* --- figures --- */

static hm_code find_input(const hm_session *session, const char *name, uint32_t *number,
                          hm_error *error) {
    const hm_plan *plan = session->scores->plan;
    if (!name)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "an input needs a name");
    *number = hm_names_find(plan->input_names, name, strlen(name));
    if (*number == HM_NO_NAME) {
        hm_nearest nearest;
        hm_nearest_start(&nearest, name, strlen(name));
        for (size_t i = 0; i < plan->input_count; i++)
            hm_nearest_show(&nearest, plan->inputs[i]->name);
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no input \"%s\" in the package%s%s%s", name,
                            nearest.name ? ": did you mean \"" : "",
                            nearest.name ? nearest.name : "", nearest.name ? "\"?" : "");
    }
    if (plan->inputs[*number]->kind == HM_KIND_RECORDS)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "\"%s\" is a table of records: a session changes single figures", name);
    return HM_OK;
}

static hm_code refuse(const hm_session *session, hm_validation *validation, hm_cell cell,
                      hm_error *error) {
    hm_buffer text;
    hm_buffer_open(&text, session->scores->allocator);
    hm_validation_explain(validation, cell.kind, cell.value, &text);
    hm_error_set(error, HM_ERROR_DATA, "input \"%s\": %s", validation->input->name,
                 text.data ? text.data : "does not suit");
    hm_buffer_close(&text);
    return HM_ERROR_DATA;
}

/* What is odd about a figure that is taken all the same; `text` is what it was read from, or NULL.
 */
static bool warn(hm_session *session, const hm_input *input, hm_cell cell, const hm_text *text,
                 hm_state state, double value) {
    hm_buffer *warning = &session->warning;
    if (text && hm_cell_loses(text->text, text->size, cell))
        hm_buffer_format(warning, "input \"%s\": %s", input->name,
                         hm_loss_of(text->text, text->size, cell).text);
    else if (hm_validation_is_odd(input, cell.kind, state, value))
        hm_validation_warn(input, cell.kind, value, warning);
    const bool fine = !warning->failed;
    if (!fine) {
        hm_buffer_close(warning);
        hm_buffer_open(warning, session->scores->allocator);
    }
    return fine;
}

/* `texts` has the text of a cell that is one, as number 0; `text` as of warn. */
static hm_code put_cell(hm_session *session, uint32_t number, hm_cell cell, const hm_names *texts,
                        const hm_text *text, hm_error *error) {
    hm_bound *bound = &session->scores->bound;
    uint32_t known = HM_NO_NAME;
    bool wrong;
    double value;
    hm_validation validation = {.input = bound->plan->inputs[number],
                                .data_texts = texts,
                                .texts = &bound->texts,
                                .numbers = &known};
    const hm_state state = hm_validate_cell(&validation, cell.kind, cell.value, &value, &wrong);
    if (validation.out_of_memory)
        return hm_error_memory(error);
    if (state == HM_INVALID)
        return refuse(session, &validation, cell, error);
    if (!warn(session, validation.input, cell, text, state, value))
        return hm_error_memory(error);
    bound->inputs.columns[number].values[session->at] = value;
    bound->inputs.columns[number].states[session->at] = (uint8_t)state;
    return HM_OK;
}

static hm_code put_text(hm_session *session, uint32_t number, const char *text, hm_error *error) {
    const hm_text trimmed = hm_text_trim(text, strlen(text));
    const hm_raw raw = hm_raw_check((hm_raw){.text = trimmed.text, .size = trimmed.size});
    if (raw.fault != HM_FAULT_NONE)
        return hm_error_set(error, HM_ERROR_DATA, "the figure is not valid UTF-8 text");
    hm_cell cell = hm_cell_read(trimmed.text, trimmed.size, false);
    if (cell.kind == HM_CELL_REJECTED)
        return hm_error_set(error, HM_ERROR_DATA, "the figure is beyond the largest number");
    if (cell.kind == HM_CELL_EMPTY)
        cell.kind = HM_CELL_NOT_REPORTED;
    cell.value = cell.kind == HM_CELL_TEXT ? 0 : cell.value;
    hm_names texts;
    hm_names_open(&texts, session->scores->allocator);
    hm_code code = HM_OK;
    if (cell.kind == HM_CELL_TEXT &&
        hm_names_intern(&texts, trimmed.text, trimmed.size) == HM_NO_NAME)
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = put_cell(session, number, cell, &texts, &trimmed, error);
    hm_names_close(&texts);
    return code;
}

static hm_code set_text(hm_session *session, const char *input, const char *text, hm_error *error) {
    uint32_t number;
    hm_code code = enter(session, error);
    if (code != HM_OK)
        return code;
    hm_buffer_clear(&session->warning);
    code = find_input(session, input, &number, error);
    if (code == HM_OK && !text)
        code = hm_error_set(error, HM_ERROR_ARGUMENT, "a figure needs a text: \"\" for none");
    if (code == HM_OK)
        code = put_text(session, number, text, error);
    return leave(session, code);
}

hm_code hm_session_set(hm_session *session, const char *input, const char *text, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_text(session, input, text, error));
}

static hm_code set_number(hm_session *session, const char *input, double figure, hm_error *error) {
    uint32_t number;
    hm_code code = enter(session, error);
    if (code != HM_OK)
        return code;
    hm_buffer_clear(&session->warning);
    code = find_input(session, input, &number, error);
    if (code == HM_OK && !(figure - figure == 0))
        code = hm_error_set(error, HM_ERROR_DATA, "the figure is not a finite number");
    if (code == HM_OK)
        code = put_cell(session, number, (hm_cell){.kind = HM_CELL_NUMBER, .value = figure}, NULL,
                        NULL, error);
    return leave(session, code);
}

hm_code hm_session_set_number(hm_session *session, const char *input, double figure,
                              hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, set_number(session, input, figure, error));
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
    hm_grid_column *columns = session->scores->bound.inputs.columns;
    for (size_t i = 0; i < session->input_count; i++) {
        columns[i].values[session->at] = session->given[i];
        columns[i].states[session->at] = session->given_states[i];
    }
}

hm_code hm_session_reset(hm_session *session, hm_error *error) {
    const hm_code code = enter(session, error);
    if (code != HM_OK)
        return code;
    take_given(session);
    return leave(session, HM_OK);
}

/* --- opening --- */

/* From here on every bound column is the session's own, free to be written to. */
static bool own_figures(hm_session *session) {
    hm_grid *inputs = &session->scores->bound.inputs;
    for (size_t i = 0; i < session->input_count; i++) {
        if (!hm_grid_own_copy(inputs, i))
            return false;
        session->given[i] = inputs->columns[i].values[session->at];
        session->given_states[i] = inputs->columns[i].states[session->at];
    }
    return true;
}

static bool allocate(hm_session *session, const hm_allocator *allocator) {
    const size_t inputs = session->input_count;
    session->given = hm_allocate_array(allocator, inputs, sizeof(double));
    session->given_states = hm_allocate_array(allocator, inputs, 1);
    return session->given && session->given_states &&
           hm_group_workspace_open(&session->workspace, session->scores->plan, allocator);
}

/* Measures that look back or are scaled over cities need the other units, too. */
static hm_code bind(hm_session *session, const hm_dataset *dataset, size_t unit, hm_error *error) {
    hm_scores *scores = session->scores;
    const bool all = scores->plan->looks_back || scores->plan->scales;
    session->at = all ? unit : 0;
    const hm_code code =
        hm_bound_open(&scores->bound, scores->plan, dataset, all ? 0 : unit,
                      all ? hm_dataset_unit_count(dataset) : 1, scores->allocator, error);
    return code == HM_OK && !own_figures(session) ? hm_error_memory(error) : code;
}

/* Evaluates all units that are bound, and then the session's own as each later call will. */
static hm_code evaluate_first(hm_session *session, hm_error *error) {
    hm_scores *scores = session->scores;
    hm_code code = start(session, error);
    if (code == HM_OK)
        code = hm_evaluator_run(session->evaluator, &scores->evaluated, 0,
                                scores->bound.inputs.rows, session->reasons, error);
    if (code == HM_OK)
        code = evaluate(session, error);
    return hm_evaluator_stop(session->evaluator, code, error);
}

static hm_code open_stages(hm_session *session, const hm_dataset *dataset, size_t unit,
                           const volatile int *cancel, hm_error *error) {
    hm_scores *scores = session->scores;
    const hm_allocator *allocator = scores->allocator;
    hm_code code = bind(session, dataset, unit, error);
    if (code == HM_OK)
        code = hm_evaluated_allocate(&scores->evaluated, &scores->bound, allocator, error);
    if (code == HM_OK)
        code = hm_evaluator_open(&session->evaluator, &scores->bound, cancel, allocator, error);
    if (code != HM_OK)
        return code;
    session->reasons = hm_evaluated_reasons(&scores->evaluated, session->at);
    code = evaluate_first(session, error);
    if (code == HM_OK)
        code = hm_scaled_open(&scores->scaled, &scores->evaluated, allocator, error);
    if (code == HM_OK)
        code = hm_aggregated_allocate(&scores->aggregated, &scores->scaled, true, allocator, error);
    return code == HM_OK ? take_marks(session, error) : code;
}

static hm_code new_session(hm_session **out, const hm_package *package,
                           const hm_allocator *allocator, hm_error *error) {
    hm_session *session = hm_allocate_array(allocator, 1, sizeof *session);
    hm_scores *scores = hm_allocate_array(allocator, 1, sizeof *scores);
    if (!session || !scores) {
        hm_release(allocator, session, sizeof *session);
        hm_release(allocator, scores, sizeof *scores);
        return hm_error_memory(error);
    }
    atomic_flag_clear(&session->busy);
    hm_buffer_open(&session->warning, allocator);
    scores->allocator = allocator;
    scores->plan = hm_plan_keep(&package->plan, allocator);
    hm_issues_open(&scores->issues, allocator);
    session->scores = scores;
    session->input_count = package->plan.input_count;
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
    if (unit >= hm_dataset_unit_count(dataset))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "unit %zu is out of range: there are %zu",
                            unit, hm_dataset_unit_count(dataset));
    hm_session *session = NULL;
    code = new_session(&session, package,
                       options.allocator ? options.allocator : hm_allocator_default(), error);
    if (code == HM_OK) {
        session->limits = options.run_limits;
        code = open_stages(session, dataset, unit, options.cancel, error);
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
    const size_t inputs = session->input_count;
    hm_evaluator_close(session->evaluator);
    hm_scores_free(session->scores);
    hm_group_workspace_close(&session->workspace);
    hm_release(allocator, session->given, inputs * sizeof(double));
    hm_release(allocator, session->given_states, inputs);
    hm_buffer_close(&session->warning);
    hm_release(allocator, session, sizeof *session);
}
