#include "evaluate/evaluate.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "base/threads.h"
#include "evaluate/evaluate_function.h"

/* Units that one thread takes at a time: what is found in a chunk does not depend on who found it.
 */
enum { CHUNK = 16 * HM_BLOCK };

/* A value this little outside its range is there by rounding alone. */
#define ROUNDING 1e-12

typedef struct worker {
    hm_workspace workspace;
    hm_caller caller;
    hm_error error;
} worker;

typedef struct run {
    hm_evaluated *evaluated;
    const hm_score_options *options;
    worker *workers;
    atomic_bool cancelled;
} run;

double hm_evaluated_score(const hm_indicator *indicator, double value) {
    return value < indicator->low    ? indicator->low
           : value > indicator->high ? indicator->high
                                     : value;
}

static void flag_range(const hm_indicator *indicator, const hm_column *values, uint8_t *flags,
                       size_t first, size_t end) {
    const double high = indicator->high * (1 + ROUNDING);
    const double low = indicator->low * (1 - ROUNDING) - ROUNDING;
    for (size_t unit = first; unit < end; unit++) {
        const bool there = values->states[unit] == HM_OBSERVED;
        flags[unit] |= (uint8_t)(there && values->values[unit] > high ? HM_FLAG_CAPPED : 0);
        flags[unit] |= (uint8_t)(there && values->values[unit] < low ? HM_FLAG_FLOORED : 0);
    }
}

static void flag_parts(const hm_bound *bound, const hm_indicator *indicator, uint8_t *flags,
                       size_t first, size_t end) {
    for (size_t i = 0; i < indicator->part_of_count; i++) {
        const hm_column *part = &bound->inputs.columns[indicator->parts_of[i].part];
        const hm_column *whole = &bound->inputs.columns[indicator->parts_of[i].whole];
        for (size_t unit = first; unit < end; unit++) {
            const bool both = (part->states[unit] | whole->states[unit]) == HM_OBSERVED;
            if (both && part->values[unit] > whole->values[unit])
                flags[unit] |= HM_FLAG_PART_EXCEEDS_WHOLE;
        }
    }
}

static void flag_unverified(const hm_bound *bound, const hm_indicator *indicator, uint8_t *flags,
                            size_t first, size_t end) {
    for (size_t i = 0; i < indicator->input_count; i++) {
        const uint8_t *unverified = bound->unverified[indicator->inputs[i]];
        const uint8_t *states = bound->inputs.columns[indicator->inputs[i]].states;
        for (size_t unit = first; unverified && unit < end; unit++)
            if (unverified[unit] && states[unit] == HM_OBSERVED)
                flags[unit] |= HM_FLAG_UNVERIFIED;
    }
}

static hm_code evaluate_block(const run *r, worker *w, size_t number, size_t first, size_t count,
                              hm_reasons *reasons) {
    const hm_bound *bound = r->evaluated->bound;
    const hm_indicator *indicator = &bound->package->indicators[number];
    hm_column *column = &r->evaluated->values.columns[number];
    if (!indicator->measure)
        return hm_caller_run(&w->caller, number, first, count, column->values + first,
                             column->states + first, reasons, &w->error);
    const hm_expr_data data = hm_bound_data(bound);
    const hm_operand result = hm_expr_run(indicator->measure, &data, first, count, &w->workspace);
    memcpy(column->values + first, result.values, count * sizeof *result.values);
    memcpy(column->states + first, result.states, count);
    return HM_OK;
}

static bool is_cancelled(run *r) {
    if (r->options->cancel && *r->options->cancel)
        atomic_store(&r->cancelled, true);
    return atomic_load(&r->cancelled);
}

static bool evaluate_chunk(void *context, size_t number, size_t chunk) {
    run *r = context;
    worker *w = &r->workers[number];
    hm_evaluated *evaluated = r->evaluated;
    const hm_bound *bound = evaluated->bound;
    const size_t units = evaluated->values.rows;
    const size_t begin = chunk * CHUNK, end = begin + CHUNK < units ? begin + CHUNK : units;
    for (size_t first = begin; first < end; first += HM_BLOCK) {
        const size_t count = end - first < HM_BLOCK ? end - first : HM_BLOCK;
        if (is_cancelled(r))
            return false;
        for (size_t i = 0; i < bound->package->indicator_count; i++)
            if (evaluate_block(r, w, i, first, count, &evaluated->reasons[chunk]) != HM_OK)
                return false;
    }
    for (size_t i = 0; i < bound->package->indicator_count; i++) {
        const hm_indicator *indicator = &bound->package->indicators[i];
        uint8_t *flags = evaluated->flags + i * units;
        flag_range(indicator, &evaluated->values.columns[i], flags, begin, end);
        flag_parts(bound, indicator, flags, begin, end);
        flag_unverified(bound, indicator, flags, begin, end);
    }
    return true;
}

/* --- opening --- */

static bool allocate(hm_evaluated *evaluated, const hm_allocator *allocator) {
    const hm_package *package = evaluated->bound->package;
    const size_t units = evaluated->bound->inputs.rows, count = package->indicator_count;
    if (!hm_table_open(&evaluated->values, units, count, allocator))
        return false;
    for (size_t i = 0; i < count; i++)
        evaluated->values.columns[i].borrowed = true; /* nothing to free yet */
    for (size_t i = 0; i < count; i++)
        if (!hm_table_own(&evaluated->values, i, package->nodes[package->indicators[i].node].code))
            return false;
    evaluated->chunk_count = (units + CHUNK - 1) / CHUNK;
    evaluated->flags = hm_allocate_array(allocator, count * units, 1);
    evaluated->reasons =
        hm_allocate_array(allocator, evaluated->chunk_count, sizeof *evaluated->reasons);
    for (size_t i = 0; evaluated->reasons && i < evaluated->chunk_count; i++)
        hm_arena_open(&evaluated->reasons[i].arena, allocator);
    return evaluated->flags && evaluated->reasons;
}

static bool open_workers(run *r, size_t jobs) {
    const hm_bound *bound = r->evaluated->bound;
    const hm_allocator *allocator = r->options->allocator;
    r->workers = hm_allocate_array(allocator, jobs, sizeof *r->workers);
    for (size_t i = 0; r->workers && i < jobs; i++)
        if (!hm_workspace_open(&r->workers[i].workspace, bound->package->most_expr_nodes,
                               allocator) ||
            !hm_caller_open(&r->workers[i].caller, bound, allocator))
            return false;
    return r->workers != NULL;
}

static void close_workers(run *r, size_t jobs) {
    for (size_t i = 0; r->workers && i < jobs; i++) {
        hm_workspace_close(&r->workers[i].workspace);
        hm_caller_close(&r->workers[i].caller);
    }
    hm_release(r->options->allocator, r->workers, jobs * sizeof *r->workers);
}

static hm_code run_all(run *r, size_t jobs, hm_error *error) {
    if (!open_workers(r, jobs))
        return hm_error_memory(error);
    hm_code code = hm_threads_run(jobs, r->evaluated->chunk_count, evaluate_chunk, r,
                                  r->options->allocator, error);
    for (size_t i = 0; code == HM_OK && i < jobs; i++) {
        code = r->workers[i].error.code;
        if (code != HM_OK && error)
            *error = r->workers[i].error;
    }
    if (code == HM_OK && atomic_load(&r->cancelled))
        code = hm_error_set(error, HM_ERROR_CANCELLED, "cancelled");
    return code;
}

hm_code hm_evaluated_open(hm_evaluated *evaluated, const hm_bound *bound,
                          const hm_score_options *options, hm_error *error) {
    run r = {.evaluated = evaluated, .options = options};
    memset(evaluated, 0, sizeof *evaluated);
    evaluated->bound = bound;
    hm_code code = HM_OK;
    size_t jobs = options->jobs > 0 ? options->jobs : hm_threads_available();
    if (!allocate(evaluated, options->allocator))
        code = hm_error_memory(error);
    if (jobs > evaluated->chunk_count)
        jobs = evaluated->chunk_count > 0 ? evaluated->chunk_count : 1;
    if (code == HM_OK)
        code = run_all(&r, jobs, error);
    close_workers(&r, jobs);
    if (code != HM_OK)
        hm_evaluated_close(evaluated);
    return code;
}

void hm_evaluated_close(hm_evaluated *evaluated) {
    const hm_allocator *allocator = evaluated->values.allocator;
    if (!allocator)
        return;
    for (size_t i = 0; evaluated->reasons && i < evaluated->chunk_count; i++) {
        hm_reasons *reasons = &evaluated->reasons[i];
        hm_release(allocator, reasons->items, reasons->capacity * sizeof *reasons->items);
        hm_arena_close(&reasons->arena);
    }
    hm_release(allocator, evaluated->reasons, evaluated->chunk_count * sizeof *evaluated->reasons);
    hm_release(allocator, evaluated->flags, evaluated->values.count * evaluated->values.rows);
    hm_table_close(&evaluated->values);
    memset(evaluated, 0, sizeof *evaluated);
}

/* Within a chunk reasons stand block by block, indicator by indicator: few, so they are looked
 * through. */
const hm_reason_given *hm_evaluated_reason(const hm_evaluated *evaluated, size_t unit,
                                           size_t indicator) {
    if (unit >= evaluated->values.rows)
        return NULL;
    const hm_reasons *reasons = &evaluated->reasons[unit / CHUNK];
    for (size_t i = 0; i < reasons->count; i++)
        if (reasons->items[i].unit == unit && reasons->items[i].indicator == indicator)
            return &reasons->items[i];
    return NULL;
}
