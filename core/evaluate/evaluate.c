#include "evaluate/evaluate.h"

#include <math.h>
#include <string.h>

#include "evaluate/evaluate_function.h"
#include "evaluate/parts.h"
#include "evaluate/stateless.h"
#include "platform/threads.h"
#include "platform/wide.h"

struct hm_evaluator {
    const hm_plan *plan;
    const hm_bound *bound;
    const hm_allocator *allocator;
    hm_meter meter;
    hm_workspace workspace;
    hm_caller caller;
    uint8_t *outside; /* by indicator: hm_evaluated.outside, of the units evaluated here */
};

static uint8_t *flags_of(const hm_evaluated *evaluated, size_t indicator) {
    return evaluated->flags + indicator * evaluated->values.rows;
}

/* --- flags of a block --- */

/* Is any of the values outside low .. high? */
HM_WIDE static bool any_outside(size_t count, const double *restrict values, double low,
                                double high) {
    uint64_t outside = 0;
    for (size_t i = 0; i < count; i++)
        outside |= (uint64_t)(values[i] < low) | (uint64_t)(values[i] > high);
    return outside != 0;
}

static void flag_range(const hm_node *node, size_t count, const double *values,
                       const uint8_t *states, uint8_t *flags) {
    for (size_t i = 0; i < count; i++)
        if (states[i] == HM_OBSERVED)
            flags[i] |= hm_range_flags(values[i], node->low, node->high);
}

HM_WIDE static void flag_part(size_t count, const double *restrict part,
                              const double *restrict whole, const uint8_t *restrict part_states,
                              const uint8_t *restrict whole_states, uint8_t *restrict flags) {
    uint8_t more[HM_BLOCK];
    for (size_t i = 0; i < count; i++)
        more[i] = part[i] > whole[i] ? HM_FLAG_PART_EXCEEDS_WHOLE : 0;
    for (size_t i = 0; i < count; i++) {
        const uint8_t both = part_states[i] | whole_states[i];
        flags[i] |= both == HM_OBSERVED ? more[i] : 0;
    }
}

static void flag_parts(const hm_bound *bound, const hm_indicator *indicator, size_t first,
                       size_t count, uint8_t *flags) {
    for (size_t i = 0; i < indicator->part_of_count; i++) {
        const hm_grid_column *part = &bound->inputs.columns[indicator->parts_of[i].part];
        const hm_grid_column *whole = &bound->inputs.columns[indicator->parts_of[i].whole];
        flag_part(count, part->values + first, whole->values + first, part->states + first,
                  whole->states + first, flags);
    }
}

/* No value rests on a part above 0 of a whole of 0. */
static void refuse_parts(const hm_bound *bound, const hm_indicator *indicator,
                         hm_grid_column *column, size_t first, size_t count) {
    double *values = column->values + first;
    uint8_t *states = column->states + first;
    hm_parts_refuse(bound, indicator, first, count, states);
    for (size_t i = 0; i < count; i++)
        values[i] = states[i] == HM_OBSERVED ? values[i] : 0;
}

static void flag_unverified(const hm_bound *bound, const uint32_t *inputs, size_t input_count,
                            size_t first, size_t count, uint8_t *flags) {
    for (size_t i = 0; i < input_count; i++) {
        const uint8_t *unverified = bound->unverified[inputs[i]];
        const uint8_t *states = bound->inputs.columns[inputs[i]].states + first;
        for (size_t k = 0; unverified && k < count; k++)
            if (unverified[first + k] && states[k] == HM_OBSERVED)
                flags[k] |= HM_FLAG_UNVERIFIED;
    }
}

/* What the figure that `node` looks back for, from `unit`, brings along: it may be older than the
 * period before, or unverified. */
static uint8_t flags_of_earlier(const hm_bound *bound, const hm_past *past,
                                const hm_expr_node *node, size_t unit) {
    const uint8_t *states = bound->inputs.columns[node->input].states;
    const uint8_t *unverified = bound->unverified[node->input];
    const uint32_t within = hm_past_within(past, node->input, unit, node->back);
    const hm_earlier found = hm_earlier_find(past->earlier, states, within, unit);
    const bool doubted = found.unit != HM_NO_EARLIER && unverified && unverified[found.unit] &&
                         states[found.unit] == HM_OBSERVED;
    return (uint8_t)((found.periods > 1 ? HM_FLAG_OLDER_PERIOD : 0) |
                     (doubted ? HM_FLAG_UNVERIFIED : 0));
}

/* What the figures of a history bring along: the unit's own may be missing, any may be unverified.
 */
static uint8_t flags_of_history(const hm_bound *bound, uint32_t input, const hm_history *history) {
    const uint8_t *states = bound->inputs.columns[input].states;
    const uint8_t *unverified = bound->unverified[input];
    uint8_t flags = states[history->units[0]] == HM_NOT_REPORTED ? HM_FLAG_OLDER_PERIOD : 0;
    for (size_t i = 0; unverified && i < history->count; i++)
        if (unverified[history->units[i]] && states[history->units[i]] == HM_OBSERVED)
            flags |= HM_FLAG_UNVERIFIED;
    return flags;
}

static void flag_history(const hm_bound *bound, const hm_past *past, const hm_expr *measure,
                         size_t index, size_t first, size_t count, uint8_t *flags) {
    const hm_expr_node *nodes = hm_expr_nodes(measure);
    uint8_t below[HM_EXPR_NODES];
    hm_history history;
    hm_expr_mark_below(measure, index, below);
    for (size_t k = 0; k < count; k++) {
        const uint32_t back = hm_history_back(nodes, index, below, past, first + k);
        hm_history_find(past->earlier, back, first + k, &history);
        for (size_t i = 0; i < index; i++)
            if (below[i] && nodes[i].op == HM_OP_INPUT)
                flags[k] |= flags_of_history(bound, nodes[i].input, &history);
    }
}

static void flag_earlier(const hm_bound *bound, uint32_t number, const hm_expr *measure,
                         size_t first, size_t count, uint8_t *flags) {
    const hm_past past = hm_bound_past(bound, number);
    if (!past.earlier)
        return;
    for (size_t i = 0; i < measure->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(measure)[i];
        const bool matters =
            node->op == HM_OP_PREVIOUS && (node->back > 1 || bound->unverified[node->input]);
        for (size_t k = 0; matters && k < count; k++)
            flags[k] |= flags_of_earlier(bound, &past, node, first + k);
        if (node->op == HM_OP_HISTORY)
            flag_history(bound, &past, measure, i, first, count, flags);
    }
}

/* Is any of the values outside the indicator's range? */
static bool flag_block(hm_evaluated *evaluated, size_t number, size_t first, size_t count) {
    const hm_bound *bound = evaluated->bound;
    const hm_plan *plan = hm_bound_plan(bound, first);
    const hm_indicator *indicator = &plan->indicators[number];
    const hm_node *node = hm_plan_node_of(plan, number);
    hm_grid_column *column = &evaluated->values.columns[number];
    const double *values = column->values + first;
    uint8_t *flags = flags_of(evaluated, number) + first;
    flag_parts(bound, indicator, first, count, flags);
    if (indicator->measure && hm_flags_any(flags, count, HM_FLAG_PART_EXCEEDS_WHOLE))
        refuse_parts(bound, indicator, column, first, count);
    const bool outside = any_outside(count, values, node->low, node->high);
    if (outside && !hm_node_has_steps(node))
        flag_range(node, count, values, column->states + first, flags);
    flag_unverified(bound, indicator->inputs, indicator->input_count, first, count, flags);
    if (indicator->measure)
        flag_earlier(bound, indicator->node, indicator->measure, first, count, flags);
    return outside;
}

/* An indicator that does not hold has nothing in units of one edition, all of the block. */
static bool is_left_out(hm_evaluated *evaluated, size_t number, size_t first, size_t count) {
    const hm_grid_column *column = &evaluated->values.columns[number];
    if (!hm_plan_node_of(hm_bound_plan(evaluated->bound, first), number)->is_absent)
        return false;
    memset(column->values + first, 0, count * sizeof *column->values);
    memset(column->states + first, HM_NOT_APPLICABLE, count);
    memset(flags_of(evaluated, number) + first, 0, count);
    return true;
}

void hm_evaluated_measure(hm_evaluated *evaluated, size_t number, const hm_expr_data *data,
                          size_t first, size_t count, hm_workspace *workspace) {
    const hm_grid_column *column = &evaluated->values.columns[number];
    memset(flags_of(evaluated, number) + first, 0, count);
    if (is_left_out(evaluated, number, first, count))
        return;
    hm_expr_run(hm_bound_plan(evaluated->bound, first)->indicators[number].measure, data, first,
                count, workspace, column->values + first, column->states + first);
    (void)flag_block(evaluated, number, first, count);
}

void hm_bound_flag_formula(const hm_bound *bound, uint32_t node, const hm_node_formula *formula,
                           size_t first, size_t count, uint8_t *flags) {
    flag_unverified(bound, formula->inputs, formula->input_count, first, count, flags);
    flag_earlier(bound, node, formula->expr, first, count, flags);
}

/* --- blocks --- */

static uint8_t flags_of_read(uint8_t read) {
    return (uint8_t)((read & HM_READ_OLDER ? HM_FLAG_OLDER_PERIOD : 0) |
                     (read & HM_READ_UNVERIFIED ? HM_FLAG_UNVERIFIED : 0));
}

static hm_code call_block(hm_evaluator *e, size_t number, size_t first, size_t count,
                          double *values, uint8_t *states, uint8_t *flags, hm_reasons *reasons,
                          hm_error *error) {
    const hm_code code =
        hm_caller_run(&e->caller, number, first, count, values, states, flags, reasons, error);
    for (size_t i = 0; e->plan->indicators[number].looks_back && i < count; i++)
        flags[i] = flags_of_read(flags[i]);
    return code;
}

static hm_code compute_block(hm_evaluator *e, hm_evaluated *evaluated, size_t number, size_t first,
                             size_t count, hm_reasons *reasons, hm_error *error) {
    const hm_indicator *indicator = &hm_bound_plan(e->bound, first)->indicators[number];
    hm_grid_column *column = &evaluated->values.columns[number];
    double *values = column->values + first;
    uint8_t *states = column->states + first;
    uint8_t *flags = flags_of(evaluated, number) + first;
    memset(flags, 0, count);
    if (!indicator->measure)
        return call_block(e, number, first, count, values, states, flags, reasons, error);
    const hm_expr_data data = hm_bound_data(e->bound, indicator->node);
    hm_expr_run(indicator->measure, &data, first, count, &e->workspace, values, states);
    /* a measure may have thousands of nodes, a package thousands of measures */
    const bool within = hm_meter_work(&e->meter, count * indicator->measure->node_count);
    return within ? HM_OK : hm_caller_goes_on(&e->caller, error);
}

static hm_code evaluate_alike(hm_evaluator *e, hm_evaluated *evaluated, size_t number, size_t first,
                              size_t count, hm_reasons *reasons, hm_error *error) {
    const hm_code code = compute_block(e, evaluated, number, first, count, reasons, error);
    if (code == HM_OK && flag_block(evaluated, number, first, count))
        e->outside[number] = true;
    return code;
}

/* What is not the same in all editions goes by units of one. What reads nodes is left to who has
 * their scores. */
static hm_code evaluate_block(hm_evaluator *e, hm_evaluated *evaluated, size_t number, size_t first,
                              size_t count, hm_reasons *reasons, hm_error *error) {
    if (!hm_plan_node_of(e->plan, number)->varies)
        return e->plan->indicators[number].reads_nodes
                   ? HM_OK
                   : evaluate_alike(e, evaluated, number, first, count, reasons, error);
    hm_code code = HM_OK;
    for (size_t end = first + count, alike; code == HM_OK && first < end; first += alike) {
        alike = hm_bound_alike(e->bound, first, end - first);
        if (!hm_bound_plan(e->bound, first)->indicators[number].reads_nodes &&
            !is_left_out(evaluated, number, first, alike))
            code = evaluate_alike(e, evaluated, number, first, alike, reasons, error);
    }
    return code;
}

hm_code hm_evaluator_run(hm_evaluator *evaluator, hm_evaluated *evaluated, size_t begin, size_t end,
                         hm_reasons *reasons, hm_error *error) {
    hm_caller_start(&evaluator->caller);
    for (size_t first = begin; first < end; first += HM_BLOCK) {
        const size_t count = end - first < HM_BLOCK ? end - first : HM_BLOCK;
        hm_code code = hm_caller_goes_on(&evaluator->caller, error);
        for (size_t i = 0; code == HM_OK && i < evaluator->plan->indicator_count; i++)
            code = evaluate_block(evaluator, evaluated, i, first, count, reasons, error);
        if (code != HM_OK)
            return code;
    }
    return HM_OK;
}

hm_code hm_evaluator_update(hm_evaluator *evaluator, hm_evaluated *evaluated,
                            const uint32_t *indicators, size_t count, size_t unit,
                            hm_reasons *reasons, hm_error *error) {
    hm_caller_start(&evaluator->caller);
    hm_code code = hm_caller_goes_on(&evaluator->caller, error);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = evaluate_block(evaluator, evaluated, indicators[i], unit, 1, reasons, error);
    return code;
}

bool hm_evaluator_was_cut(const hm_evaluator *evaluator, uint32_t indicator) {
    return evaluator->caller.limit_hits[indicator] > 0;
}

hm_code hm_evaluator_check(hm_evaluator *evaluator, const hm_evaluated *evaluated, size_t begin,
                           size_t end, hm_error *error) {
    hm_code code = HM_OK;
    hm_caller_replace(&evaluator->caller);
    for (size_t i = 0; code == HM_OK && i < evaluator->plan->indicator_count; i++)
        if (evaluator->plan->indicators[i].is_called)
            code = hm_stateless_check(&evaluator->caller, evaluated, i, begin, end, error);
    hm_caller_refresh(&evaluator->caller);
    return code;
}

hm_code hm_evaluator_check_some(hm_evaluator *evaluator, const hm_evaluated *evaluated,
                                const uint32_t *indicators, size_t count, size_t unit,
                                hm_error *error) {
    hm_code code = HM_OK;
    hm_caller_replace(&evaluator->caller);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code =
            hm_stateless_check(&evaluator->caller, evaluated, indicators[i], unit, unit + 1, error);
    hm_caller_refresh(&evaluator->caller);
    return code;
}

bool hm_evaluator_is_stateful(const hm_evaluator *evaluator, uint32_t indicator) {
    return evaluator->caller.stateful[indicator];
}

void hm_evaluator_fail(hm_evaluator *evaluator, hm_evaluated *evaluated, uint32_t indicator) {
    hm_stateless_fail(&evaluator->caller, evaluated, indicator);
}

void hm_evaluator_settle(hm_evaluator *evaluator, hm_evaluated *evaluated) {
    for (uint32_t i = 0; i < evaluator->plan->indicator_count; i++)
        if (hm_evaluator_is_stateful(evaluator, i))
            hm_evaluator_fail(evaluator, evaluated, i);
}

void hm_evaluator_recall(hm_evaluator *evaluator, const hm_evaluated *evaluated) {
    for (size_t i = 0; i < evaluator->plan->indicator_count; i++)
        evaluator->caller.stateful[i] |= evaluated->stateful[i].units > 0;
}

hm_code hm_evaluator_open(hm_evaluator **out, const hm_bound *bound, const hm_cancel *cancel,
                          const hm_allocator *allocator, hm_error *error) {
    hm_evaluator *evaluator = hm_allocate_array(allocator, 1, sizeof *evaluator);
    *out = evaluator;
    if (!evaluator)
        return hm_error_memory(error);
    evaluator->plan = bound->plan;
    evaluator->bound = bound;
    evaluator->allocator = allocator;
    evaluator->outside = hm_allocate_array(allocator, bound->plan->indicator_count, 1);
    if (evaluator->outside &&
        hm_workspace_open(&evaluator->workspace, bound->plan->most_expr_nodes, allocator) &&
        hm_caller_open(&evaluator->caller, bound, cancel, &evaluator->meter, allocator))
        return HM_OK;
    hm_evaluator_close(evaluator);
    *out = NULL;
    return hm_error_memory(error);
}

void hm_evaluator_start(hm_evaluator *evaluator, hm_budget *budget) {
    hm_meter_start(&evaluator->meter, budget);
}

hm_code hm_evaluator_stop(hm_evaluator *evaluator, hm_code code, hm_error *error) {
    hm_meter_stop(&evaluator->meter);
    const hm_budget *budget = evaluator->meter.budget;
    return code == HM_OK && hm_budget_is_exhausted(budget)
               ? hm_budget_explain(budget, NULL, 0, error)
               : code;
}

void hm_evaluator_close(hm_evaluator *evaluator) {
    if (!evaluator)
        return;
    hm_workspace_close(&evaluator->workspace);
    hm_caller_close(&evaluator->caller);
    hm_release(evaluator->allocator, evaluator->outside, evaluator->plan->indicator_count);
    hm_release(evaluator->allocator, evaluator, sizeof *evaluator);
}

/* --- all units, on several threads --- */

typedef struct worker {
    hm_evaluator *evaluator;
    hm_error error; /* its code is HM_OK unless something went wrong */
} worker;

typedef struct run {
    hm_evaluated *evaluated;
    hm_budget *budget; /* may be NULL */
    worker *workers;
} run;

static bool evaluate_chunk(void *context, size_t number, size_t chunk) {
    const run *r = context;
    worker *w = &r->workers[number];
    const size_t units = r->evaluated->values.rows;
    const size_t size = r->evaluated->chunk_size, begin = chunk * size;
    const size_t end = units - begin < size ? units : begin + size;
    hm_caller_refresh(&w->evaluator->caller); /* no chunk can tell which were done before it */
    hm_evaluator_start(w->evaluator, r->budget);
    hm_code code = hm_evaluator_run(w->evaluator, r->evaluated, begin, end,
                                    &r->evaluated->reasons[chunk], &w->error);
    if (code == HM_OK)
        code = hm_evaluator_check(w->evaluator, r->evaluated, begin, end, &w->error);
    return hm_evaluator_stop(w->evaluator, code, &w->error) == HM_OK;
}

/* What one thread has found. */
static void add_found(hm_evaluated *evaluated, const hm_evaluator *evaluator) {
    const hm_usage *more = evaluator->caller.usages;
    for (size_t i = 0; i < evaluated->values.count; i++) {
        hm_usage *usage = &evaluated->usages[i];
        evaluated->outside[i] |= evaluator->outside[i];
        usage->calls += more[i].calls;
        usage->steps += more[i].steps;
        usage->seconds += more[i].seconds;
        usage->limit_hits += more[i].limit_hits;
        if (more[i].peak_bytes > usage->peak_bytes)
            usage->peak_bytes = more[i].peak_bytes;
    }
}

static hm_code run_workers(run *r, size_t jobs, const hm_score_options *options, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < jobs; i++)
        code = hm_evaluator_open(&r->workers[i].evaluator, r->evaluated->bound, options->cancel,
                                 options->allocator, error);
    if (code == HM_OK)
        code = hm_threads_run(jobs, r->evaluated->chunk_count, evaluate_chunk, r,
                              options->allocator, error);
    for (size_t i = 0; code == HM_OK && i < jobs; i++) {
        code = r->workers[i].error.code;
        if (code != HM_OK && error)
            *error = r->workers[i].error;
    }
    for (size_t i = 0; code == HM_OK && i < jobs; i++)
        add_found(r->evaluated, r->workers[i].evaluator);
    for (size_t i = 0; code == HM_OK && i < jobs; i++)
        hm_evaluator_settle(r->workers[i].evaluator, r->evaluated);
    for (size_t i = 0; i < jobs; i++)
        hm_evaluator_close(r->workers[i].evaluator);
    return code;
}

hm_code hm_evaluated_open(hm_evaluated *evaluated, const hm_bound *bound,
                          const hm_score_options *options, hm_budget *budget, hm_error *error) {
    run r = {.evaluated = evaluated, .budget = budget};
    size_t jobs = options->jobs > 0 ? options->jobs : hm_threads_available();
    hm_code code = hm_evaluated_allocate(evaluated, bound, options->allocator, error);
    if (code != HM_OK)
        return code;
    if (jobs > evaluated->chunk_count)
        jobs = evaluated->chunk_count;
    r.workers = hm_allocate_array(options->allocator, jobs, sizeof *r.workers);
    code = r.workers ? run_workers(&r, jobs, options, error) : hm_error_memory(error);
    hm_release(options->allocator, r.workers, jobs * sizeof *r.workers);
    if (code != HM_OK)
        hm_evaluated_close(evaluated);
    return code;
}
