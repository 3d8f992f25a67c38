#include "evaluate/steady.h"

#include <string.h>

/* Units at each end of a chunk that are asked for again. */
enum { EDGE = 4, MOST_PICKED = 2 * EDGE + 1 };

static bool is_telling(hm_caller *caller, const hm_column *column, size_t indicator, size_t unit) {
    return column->states[unit] != HM_FAILED && hm_caller_calls(caller, indicator, unit);
}

/* The units to ask for, in this order; returns how many. */
static size_t pick(hm_caller *caller, const hm_column *column, size_t indicator, size_t begin,
                   size_t end, size_t picked[MOST_PICKED]) {
    size_t head[EDGE], heads = 0, count = 0, first = begin;
    for (; first < end && heads < EDGE; first++)
        if (is_telling(caller, column, indicator, first))
            head[heads++] = first;
    for (size_t unit = end; unit > first && count < EDGE; unit--)
        if (is_telling(caller, column, indicator, unit - 1))
            picked[count++] = unit - 1;
    for (size_t i = heads; i > 0; i--)
        picked[count++] = head[i - 1];
    if (heads > 0)
        picked[count++] = head[0];
    return count;
}

static bool is_same(const hm_column *column, size_t unit, double value, uint8_t state) {
    return column->states[unit] == state &&
           memcmp(&column->values[unit], &value, sizeof value) == 0;
}

hm_code hm_steady_check(hm_caller *caller, const hm_evaluated *evaluated, size_t indicator,
                        size_t begin, size_t end, hm_error *error) {
    const hm_column *column = &evaluated->values.columns[indicator];
    const hm_usage usage = caller->usages[indicator];
    size_t picked[MOST_PICKED];
    const size_t count = pick(caller, column, indicator, begin, end, picked);
    bool fine = true;
    for (size_t i = 0; fine && i < count && !caller->unsteady[indicator]; i++) {
        double value;
        uint8_t state;
        hm_error why;
        fine = hm_caller_call(caller, indicator, picked[i], &value, &state, &why);
        const hm_code code = hm_caller_goes_on(caller, error);
        if (code != HM_OK)
            return code;
        if (why.code == HM_ERROR_LIMIT)
            break;
        caller->unsteady[indicator] = fine && !is_same(column, picked[i], value, state);
    }
    caller->usages[indicator] = usage;
    return fine ? HM_OK : hm_error_memory(error);
}

void hm_steady_fail(hm_caller *caller, hm_evaluated *evaluated, size_t indicator) {
    const hm_indicator *found = &caller->bound->package->indicators[indicator];
    hm_column *column = &evaluated->values.columns[indicator];
    uint8_t *flags = evaluated->flags + indicator * evaluated->values.rows;
    hm_unsteady *unsteady = &evaluated->unsteady[indicator];
    unsteady->units = 0;
    for (size_t unit = evaluated->values.rows; unit > 0; unit--) {
        if (!hm_caller_calls(caller, indicator, unit - 1))
            continue;
        column->values[unit - 1] = 0;
        column->states[unit - 1] = HM_FAILED;
        flags[unit - 1] &= (uint8_t) ~(HM_FLAG_CAPPED | HM_FLAG_FLOORED);
        unsteady->units++;
        unsteady->reason.unit = (uint32_t)(unit - 1);
    }
    unsteady->reason.indicator = (uint32_t)indicator;
    unsteady->reason.state = HM_FAILED;
    unsteady->reason.file = found->script->shown;
    unsteady->reason.text = found->library->host.declared_count == 0
                                ? "keeps state between calls: the same figures gave different "
                                  "results"
                                : "keeps state between calls, or a function of host does: the "
                                  "same figures gave different results";
}
