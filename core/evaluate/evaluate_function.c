#include "evaluate/evaluate_function.h"

#include <string.h>

#include "base/clock.h"
#include "base/threads.h"

bool hm_caller_open(hm_caller *caller, const hm_bound *bound, const volatile int *cancel,
                    const hm_allocator *allocator) {
    const hm_package *package = bound->package;
    *caller = (hm_caller){.bound = bound, .allocator = allocator, .cancel = cancel};
    caller->loaded = hm_allocate_array(allocator, package->indicator_count, 1);
    caller->trips = hm_allocate_array(allocator, package->indicator_count, 1);
    caller->unsteady = hm_allocate_array(allocator, package->indicator_count, 1);
    caller->usages = hm_allocate_array(allocator, package->indicator_count, sizeof *caller->usages);
    caller->arguments =
        hm_allocate_array(allocator, package->input_count, sizeof *caller->arguments);
    return caller->loaded && caller->trips && caller->unsteady && caller->usages &&
           caller->arguments;
}

void hm_caller_refresh(hm_caller *caller) {
    hm_sandbox_close(caller->sandbox);
    caller->sandbox = NULL;
    memset(caller->loaded, 0, caller->bound->package->indicator_count);
}

void hm_caller_close(hm_caller *caller) {
    if (!caller->bound)
        return;
    const hm_package *package = caller->bound->package;
    hm_sandbox_close(caller->sandbox);
    hm_release(caller->allocator, caller->loaded, package->indicator_count);
    hm_release(caller->allocator, caller->trips, package->indicator_count);
    hm_release(caller->allocator, caller->unsteady, package->indicator_count);
    hm_release(caller->allocator, caller->usages,
               package->indicator_count * sizeof *caller->usages);
    hm_release(caller->allocator, caller->arguments,
               package->input_count * sizeof *caller->arguments);
    caller->bound = NULL;
}

void hm_caller_start(hm_caller *caller) {
    memset(caller->trips, 0, caller->bound->package->indicator_count);
}

/* A function that keeps running into its limits would hold up all other indicators for city after
 * city: it is given up for the units at hand after this many, or once it ran out of time. */
enum { MOST_TRIPS = 16 };

/* Makes sure that the measure can be called. HM_OK, or why not. */
static hm_code ready(hm_caller *caller, size_t number, hm_error *why) {
    const hm_package *package = caller->bound->package;
    const hm_indicator *indicator = &package->indicators[number];
    hm_code code = HM_OK;
    if (caller->trips[number] >= MOST_TRIPS)
        return hm_error_at(why, HM_ERROR_LIMIT, indicator->script->shown, 0, 0,
                           "not called again: it ran into its limits for other cities "
                           "(--script-steps, --script-memory, --script-time)");
    if (!caller->sandbox) {
        code = hm_sandbox_open(&caller->sandbox, &package->limits, caller->allocator, why);
        if (code == HM_OK)
            code = hm_lua_call_open(caller->sandbox, why);
        if (code == HM_OK)
            hm_sandbox_watch_flag(caller->sandbox, caller->cancel);
        if (code != HM_OK)
            hm_caller_refresh(caller); /* half open is of no use to the next city */
    }
    if (code != HM_OK || caller->loaded[number])
        return code;
    const hm_measure_source source = {.file = indicator->script->shown,
                                      .source = indicator->script->data,
                                      .size = indicator->script->size,
                                      .library = indicator->library,
                                      .inputs = indicator->input_names,
                                      .input_count = indicator->input_count};
    code = hm_lua_call_load(caller->sandbox, (int)number + 1, &source, why);
    caller->loaded[number] = code == HM_OK;
    return code;
}

/* Fills the arguments; the gravest state among the inputs if the function is not to see it. */
static hm_state gather(hm_caller *caller, const hm_indicator *indicator, size_t unit) {
    const hm_bound *bound = caller->bound;
    hm_state gravest = HM_OBSERVED;
    for (size_t i = 0; i < indicator->input_count; i++) {
        const uint32_t number = indicator->inputs[i];
        const hm_column *column = &bound->inputs.columns[number];
        const hm_state state = (hm_state)column->states[unit];
        hm_argument *argument = &caller->arguments[i];
        argument->type = hm_kind_of(bound->package->inputs[number]->kind)->type;
        argument->number = column->values[unit];
        argument->missing = state != HM_OBSERVED;
        argument->text = argument->type == HM_TYPE_TEXT && state == HM_OBSERVED
                             ? bound->texts.texts[(uint32_t)argument->number]
                             : NULL;
        /* a function may accept that a figure is missing, but never a figure that was rejected */
        if (state > gravest && !(indicator->accepts_missing && state < HM_INVALID))
            gravest = state;
    }
    return gravest;
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

/* After a call, whatever came of it. */
static void count_call(hm_caller *caller, size_t number) {
    hm_usage *usage = &caller->usages[number];
    const size_t peak = hm_sandbox_peak(caller->sandbox);
    usage->calls++;
    usage->steps += hm_sandbox_steps(caller->sandbox);
    const hm_trip trip = hm_sandbox_tripped(caller->sandbox);
    if (trip != HM_TRIP_NONE) {
        usage->trips++;
        caller->trips[number] =
            trip == HM_TRIP_SECONDS ? MOST_TRIPS : (uint8_t)(caller->trips[number] + 1);
    }
    if (peak > usage->peak_bytes)
        usage->peak_bytes = peak;
}

bool hm_caller_calls(hm_caller *caller, size_t indicator, size_t unit) {
    return gather(caller, &caller->bound->package->indicators[indicator], unit) == HM_OBSERVED;
}

bool hm_caller_call(hm_caller *caller, size_t number, size_t unit, double *value, uint8_t *state,
                    hm_error *why) {
    const hm_indicator *indicator = &caller->bound->package->indicators[number];
    hm_state result = gather(caller, indicator, unit);
    why->code = HM_OK;
    why->message[0] = why->file[0] = '\0';
    why->line = 0;
    *value = 0;
    *state = (uint8_t)result;
    if (result != HM_OBSERVED)
        return true;
    bool usable = true;
    if (ready(caller, number, why) == HM_OK) {
        usable =
            hm_lua_call(caller->sandbox, (int)number + 1, caller->arguments, value, &result, why);
        count_call(caller, number);
    } else {
        result = HM_FAILED;
    }
    *state = (uint8_t)result;
    if (!usable || (caller->sandbox && hm_sandbox_tripped(caller->sandbox) != HM_TRIP_NONE))
        hm_caller_refresh(caller);
    return why->code != HM_ERROR_MEMORY;
}

hm_code hm_caller_run(hm_caller *caller, size_t indicator, size_t first, size_t count,
                      double *values, uint8_t *states, hm_reasons *reasons, hm_error *error) {
    const double before = hm_clock_seconds();
    hm_error why;
    for (size_t i = 0; i < count; i++) {
        const size_t unit = first + i;
        if (!hm_caller_call(caller, indicator, unit, &values[i], &states[i], &why))
            return hm_error_memory(error);
        /* looked at after the call, which a raised flag cuts short */
        if (hm_is_raised(caller->cancel))
            return hm_error_set(error, HM_ERROR_CANCELLED, "cancelled");
        if (states[i] != HM_OBSERVED && why.message[0] != '\0' &&
            !add_reason(reasons, (uint32_t)unit, (uint32_t)indicator, (hm_state)states[i], &why))
            return hm_error_memory(error);
    }
    caller->usages[indicator].seconds += hm_clock_seconds() - before;
    return HM_OK;
}
