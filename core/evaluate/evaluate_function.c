#include "evaluate/evaluate_function.h"

#include <string.h>

#include "evaluate/parts.h"
#include "platform/clock.h"
#include "platform/threads.h"

bool hm_caller_open(hm_caller *caller, const hm_bound *bound, const hm_cancel *cancel,
                    hm_meter *meter, const hm_allocator *allocator) {
    const hm_plan *plan = bound->plan;
    *caller = (hm_caller){
        .plan = plan, .bound = bound, .allocator = allocator, .cancel = cancel, .meter = meter};
    caller->loaded = hm_allocate_array(allocator, plan->slot_count, 1);
    caller->limit_hits = hm_allocate_array(allocator, plan->indicator_count, 1);
    caller->stateful = hm_allocate_array(allocator, plan->indicator_count, 1);
    caller->usages = hm_allocate_array(allocator, plan->indicator_count, sizeof *caller->usages);
    caller->arguments = hm_allocate_array(allocator, plan->input_count, sizeof *caller->arguments);
    return caller->loaded && caller->limit_hits && caller->stateful && caller->usages &&
           caller->arguments;
}

void hm_caller_refresh(hm_caller *caller) {
    hm_sandbox_close(caller->sandbox);
    caller->sandbox = NULL;
    if (caller->plan->slot_count > 0)
        memset(caller->loaded, 0, caller->plan->slot_count);
}

void hm_caller_close(hm_caller *caller) {
    if (!caller->bound)
        return;
    const hm_plan *plan = caller->plan;
    hm_sandbox_close(caller->sandbox);
    hm_release(caller->allocator, caller->loaded, plan->slot_count);
    hm_release(caller->allocator, caller->limit_hits, plan->indicator_count);
    hm_release(caller->allocator, caller->stateful, plan->indicator_count);
    hm_release(caller->allocator, caller->usages, plan->indicator_count * sizeof *caller->usages);
    hm_release(caller->allocator, caller->arguments, plan->input_count * sizeof *caller->arguments);
    caller->bound = NULL;
}

hm_code hm_caller_goes_on(const hm_caller *caller, hm_error *error) {
    const hm_code code = hm_cancel_check(caller->cancel, error);
    if (code != HM_OK)
        return code;
    if (caller->meter && hm_budget_is_exhausted(caller->meter->budget))
        return hm_budget_explain(caller->meter->budget, NULL, 0, error);
    return HM_OK;
}

void hm_caller_start(hm_caller *caller) {
    memset(caller->limit_hits, 0, caller->plan->indicator_count);
}

/* A function that keeps running into its limits would hold up all other indicators for city after
 * city: it is given up for the units at hand after this many, or once it ran out of time. */
enum { MOST_LIMIT_HITS = 16 };

static hm_code open_sandbox(hm_caller *caller, hm_error *why) {
    hm_code code = hm_sandbox_open(&caller->sandbox, &caller->plan->limits, caller->allocator, why);
    if (code != HM_OK)
        return code;
    code = hm_lua_call_open(caller->sandbox, why);
    hm_sandbox_watch_cancel(caller->sandbox, caller->cancel);
    return code;
}

/* The one before is closed last: standing at the same place in memory the other would most likely
 * seed its hashes alike. */
void hm_caller_replace(hm_caller *caller) {
    hm_sandbox *before = caller->sandbox;
    caller->sandbox = NULL;
    if (caller->plan->slot_count > 0)
        memset(caller->loaded, 0, caller->plan->slot_count);
    if (before && open_sandbox(caller, NULL) != HM_OK)
        hm_caller_refresh(caller); /* the next call tells why */
    hm_sandbox_close(before);
}

/* An indicator as it holds for a unit. */
static const hm_indicator *indicator_at(const hm_caller *caller, size_t number, size_t unit) {
    return &hm_bound_plan(caller->bound, unit)->indicators[number];
}

/* Makes sure that the measure can be called that `calls` are of. HM_OK, or why not. */
static hm_code ready(hm_caller *caller, size_t number, const hm_calls *calls, hm_error *why) {
    const hm_indicator *indicator = indicator_at(caller, number, calls->look_back.first);
    hm_code code = HM_OK;
    if (caller->limit_hits[number] >= MOST_LIMIT_HITS)
        return hm_error_at(why, HM_ERROR_LIMIT, indicator->function.file, 0, 0,
                           "not called again: it ran into its limits for other cities");
    if (!caller->sandbox) {
        code = open_sandbox(caller, why);
        if (code != HM_OK)
            hm_caller_refresh(caller); /* half open is of no use to the next city */
    }
    if (code != HM_OK || caller->loaded[indicator->slot])
        return code;
    code = hm_lua_call_load(caller->sandbox, calls->slot, &indicator->function, why);
    caller->loaded[indicator->slot] = code == HM_OK;
    return code;
}

/* For each unit the gravest state among the inputs that the function is not to see: HM_OBSERVED
 * where it is called. */
static void weigh(const hm_bound *bound, const hm_indicator *indicator, size_t first, size_t count,
                  uint8_t *gravest) {
    /* a function may accept that a figure is missing, but never a figure that was rejected */
    const uint8_t least = indicator->accepts_missing ? HM_INVALID : HM_OBSERVED;
    memset(gravest, HM_OBSERVED, count);
    for (size_t i = 0; i < indicator->input_count; i++) {
        const uint8_t *states = bound->inputs.columns[indicator->inputs[i]].states + first;
        for (size_t unit = 0; unit < count; unit++)
            if (states[unit] >= least && states[unit] > gravest[unit])
                gravest[unit] = states[unit];
    }
    hm_parts_refuse(bound, indicator, first, count, gravest);
}

/* Readies the calls for `count` units of one edition from `first` on. */
static void prepare(hm_caller *caller, size_t number, size_t first, size_t count, hm_calls *calls) {
    const hm_bound *bound = caller->bound;
    const hm_indicator *indicator = indicator_at(caller, number, first);
    for (size_t i = 0; i < indicator->input_count; i++) {
        const uint32_t input = indicator->inputs[i];
        const hm_grid_column *column = &bound->inputs.columns[input];
        const uint8_t *unverified = bound->unverified[input];
        caller->arguments[i] =
            (hm_argument){.type = hm_kind_of(bound->plan->inputs[input]->kind)->type,
                          .definition = bound->plan->inputs[input],
                          .values = column->values + first,
                          .states = column->states + first,
                          .texts = bound->texts.texts,
                          .unverified = unverified ? unverified + first : NULL,
                          .input = input};
    }
    weigh(bound, indicator, first, count, calls->states);
    memset(calls->values, 0, count * sizeof *calls->values);
    calls->slot = (int)indicator->slot + 1;
    calls->arguments = caller->arguments;
    calls->inputs = indicator->function.inputs;
    calls->input_count = indicator->input_count;
    calls->accepts_missing = indicator->accepts_missing;
    if (indicator->looks_back)
        calls->look_back.past = hm_bound_past(bound, indicator->node);
    calls->look_back.first = first;
    calls->parameters = (hm_call_parameters){
        .columns = bound->parameters.columns, .count = bound->parameters.count, .first = first};
    calls->missing = HM_OBSERVED;
    calls->unit = 0;
    calls->end = count;
    calls->cancel = caller->cancel;
}

static bool add_reason(hm_reasons *reasons, uint32_t unit, uint32_t indicator, hm_state state,
                       const hm_error *why) {
    const hm_allocator *allocator = reasons->arena.allocator;
    if (!hm_grow(allocator, &reasons->items, reasons->count, &reasons->capacity,
                 sizeof *reasons->items))
        return false;
    /* one script tends to fail for one reason: neighbours share its text */
    const hm_reason_given *last = reasons->count > 0 ? &reasons->items[reasons->count - 1] : NULL;
    const char *text = last && strcmp(last->text, why->message) == 0
                           ? last->text
                           : hm_arena_copy(&reasons->arena, why->message, strlen(why->message));
    const char *file = last && strcmp(last->file, why->file) == 0
                           ? last->file
                           : hm_arena_copy(&reasons->arena, why->file, strlen(why->file));
    if (!text || !file)
        return false;
    reasons->items[reasons->count++] =
        (hm_reason_given){unit, indicator, state, file, why->line, text};
    return true;
}

/* After some calls, whatever came of them; a limit that was hit can only be the last one's. */
static void count_calls(hm_caller *caller, size_t number, uint64_t calls, uint64_t steps) {
    hm_usage *usage = &caller->usages[number];
    const size_t peak = hm_sandbox_peak(caller->sandbox);
    const hm_limit_hit limit_hit = hm_sandbox_limit_hit(caller->sandbox);
    usage->calls += calls;
    usage->steps += steps;
    if (limit_hit != HM_LIMIT_NONE) {
        usage->limit_hits++;
        caller->limit_hits[number] = limit_hit == HM_LIMIT_SECONDS
                                         ? MOST_LIMIT_HITS
                                         : (uint8_t)(caller->limit_hits[number] + 1);
    }
    if (peak > usage->peak_bytes)
        usage->peak_bytes = peak;
}

/* Calls until all units are done or one has something to tell. False when memory has run out. */
static bool call_on(hm_caller *caller, size_t number, hm_calls *calls) {
    hm_error *why = calls->why;
    why->code = HM_OK;
    why->message[0] = why->file[0] = '\0';
    why->line = 0;
    if (!hm_calls_seek(calls))
        return true;
    if (ready(caller, number, calls, why) == HM_OK) {
        const uint64_t before = hm_sandbox_steps_in_all(caller->sandbox);
        calls->made = 0;
        /* calls alone: every worker loads scripts for itself, and how many workers there are must
         * not decide whether the steps of a run suffice */
        if (caller->meter && caller->meter->budget)
            hm_sandbox_watch_meter(caller->sandbox, caller->meter);
        hm_lua_call(caller->sandbox, calls);
        hm_sandbox_watch_meter(caller->sandbox, NULL);
        count_calls(caller, number, calls->made, hm_sandbox_steps_in_all(caller->sandbox) - before);
    } else {
        calls->states[calls->unit++] = HM_FAILED;
    }
    if (caller->sandbox && hm_sandbox_limit_hit(caller->sandbox) != HM_LIMIT_NONE)
        hm_caller_refresh(caller);
    return why->code != HM_ERROR_MEMORY;
}

bool hm_caller_calls(hm_caller *caller, size_t indicator, size_t unit) {
    uint8_t state;
    const hm_plan *plan = hm_bound_plan(caller->bound, unit);
    if (hm_plan_node_of(plan, indicator)->is_absent || !plan->indicators[indicator].is_called)
        return false;
    weigh(caller->bound, &plan->indicators[indicator], unit, 1, &state);
    return state == HM_OBSERVED;
}

bool hm_caller_call(hm_caller *caller, size_t number, size_t unit, double *value, uint8_t *state,
                    hm_error *why) {
    hm_calls calls = {.values = value, .states = state, .why = why};
    prepare(caller, number, unit, 1, &calls);
    return call_on(caller, number, &calls);
}

hm_code hm_caller_watch(hm_caller *caller, size_t indicator, size_t unit,
                        const hm_call_watch *watch, hm_error *error) {
    double value;
    uint8_t state;
    hm_error why;
    hm_calls calls = {.values = &value, .states = &state, .why = &why};
    prepare(caller, indicator, unit, 1, &calls);
    calls.look_back.read = watch->earlier;
    calls.parameters.read = watch->parameter;
    calls.look_back.context = calls.parameters.context = watch->context;
    return call_on(caller, indicator, &calls) ? HM_OK : hm_error_memory(error);
}

hm_code hm_caller_run(hm_caller *caller, size_t indicator, size_t first, size_t count,
                      double *values, uint8_t *states, uint8_t *read, hm_reasons *reasons,
                      hm_error *error) {
    const double before = hm_clock_seconds();
    hm_error why;
    hm_calls calls = {.values = values, .states = states, .why = &why};
    prepare(caller, indicator, first, count, &calls);
    calls.look_back.kinds = read;
    while (calls.unit < calls.end) {
        if (!call_on(caller, indicator, &calls))
            return hm_error_memory(error);
        /* looked at after the call, which both cut short */
        const hm_code code = hm_caller_goes_on(caller, error);
        if (code != HM_OK)
            return code;
        const size_t last = calls.unit - 1;
        if (why.message[0] != '\0' &&
            !add_reason(reasons, (uint32_t)(first + last), (uint32_t)indicator,
                        (hm_state)states[last], &why))
            return hm_error_memory(error);
    }
    caller->usages[indicator].seconds += hm_clock_seconds() - before;
    return HM_OK;
}
