#include "evaluate/stateless.h"

#include <string.h>

/* Units at each end of a chunk that are asked for again; the units between are cut into sections
 * of about SECTION, not too few and not too many, and one of each is asked for, too. */
enum { EDGE = 4, SECTION = 128, LEAST_SECTIONS = 16, MOST_SECTIONS = 64 };
enum { MOST_PICKED = 2 * EDGE + MOST_SECTIONS + 1 };

static bool is_telling(hm_caller *caller, const hm_grid_column *column, size_t indicator,
                       size_t unit) {
    return column->states[unit] != HM_FAILED && hm_caller_calls(caller, indicator, unit);
}

static uint64_t mix(uint64_t digest, uint64_t more) {
    digest = (digest ^ more) * UINT64_C(0x9E3779B97F4A7C15);
    return digest ^ (digest >> 32);
}

/* Of the indicator, the section and the figures of its first unit: the same on every run and for
 * any number of threads, but nothing that a function could count on. */
static uint64_t digest_of(const hm_bound *bound, size_t indicator, size_t section, size_t unit) {
    const hm_indicator *found = &bound->plan->indicators[indicator];
    uint64_t digest = mix(mix(0, indicator), section);
    for (size_t i = 0; i < found->input_count; i++) {
        uint64_t bits;
        memcpy(&bits, &bound->inputs.columns[found->inputs[i]].values[unit], sizeof bits);
        digest = mix(digest, bits);
    }
    return digest;
}

/* Adds a unit of section number `section`, begin .. end - 1, unless none of them tells anything. */
static size_t pick_inside(hm_caller *caller, const hm_grid_column *column, size_t indicator,
                          size_t section, size_t begin, size_t end, size_t *picked) {
    const size_t size = end - begin;
    if (size == 0)
        return 0;
    const uint64_t digest = digest_of(caller->bound, indicator, section, begin);
    for (size_t i = 0; i < size; i++) {
        const size_t unit = begin + (size_t)((digest % size + i) % size);
        if (is_telling(caller, column, indicator, unit)) {
            *picked = unit;
            return 1;
        }
    }
    return 0;
}

/* Units of all sections of begin .. end - 1, last first; returns how many. */
static size_t pick_between(hm_caller *caller, const hm_grid_column *column, size_t indicator,
                           size_t begin, size_t end, size_t *picked) {
    const size_t units = end - begin;
    size_t sections = units / SECTION, count = 0;
    if (sections < LEAST_SECTIONS)
        sections = LEAST_SECTIONS;
    if (sections > MOST_SECTIONS)
        sections = MOST_SECTIONS;
    for (size_t i = sections; i > 0; i--)
        count += pick_inside(caller, column, indicator, i, begin + units * (i - 1) / sections,
                             begin + units * i / sections, picked + count);
    return count;
}

/* The units to ask for, in this order; returns how many. */
static size_t pick(hm_caller *caller, const hm_grid_column *column, size_t indicator, size_t begin,
                   size_t end, size_t picked[MOST_PICKED]) {
    size_t head[EDGE], heads = 0, count = 0, first = begin, last = end;
    for (; first < end && heads < EDGE; first++)
        if (is_telling(caller, column, indicator, first))
            head[heads++] = first;
    for (; last > first && count < EDGE; last--)
        if (is_telling(caller, column, indicator, last - 1))
            picked[count++] = last - 1;
    count += pick_between(caller, column, indicator, first, last, picked + count);
    for (size_t i = heads; i > 0; i--)
        picked[count++] = head[i - 1];
    if (heads > 0)
        picked[count++] = head[0];
    return count;
}

static bool is_same(const hm_grid_column *column, size_t unit, double value, uint8_t state) {
    return column->states[unit] == state &&
           memcmp(&column->values[unit], &value, sizeof value) == 0;
}

hm_code hm_stateless_check(hm_caller *caller, const hm_evaluated *evaluated, size_t indicator,
                           size_t begin, size_t end, hm_error *error) {
    const hm_grid_column *column = &evaluated->values.columns[indicator];
    const hm_usage usage = caller->usages[indicator];
    size_t picked[MOST_PICKED];
    const size_t count = pick(caller, column, indicator, begin, end, picked);
    bool fine = true;
    for (size_t i = 0; fine && i < count && !caller->stateful[indicator]; i++) {
        double value;
        uint8_t state;
        hm_error why;
        fine = hm_caller_call(caller, indicator, picked[i], &value, &state, &why);
        const hm_code code = hm_caller_goes_on(caller, error);
        if (code != HM_OK)
            return code;
        if (why.code == HM_ERROR_LIMIT)
            break;
        caller->stateful[indicator] = fine && !is_same(column, picked[i], value, state);
    }
    caller->usages[indicator] = usage;
    return fine ? HM_OK : hm_error_memory(error);
}

void hm_stateless_fail(hm_caller *caller, hm_evaluated *evaluated, size_t indicator) {
    const hm_indicator *found = &caller->plan->indicators[indicator];
    hm_grid_column *column = &evaluated->values.columns[indicator];
    uint8_t *flags = evaluated->flags + indicator * evaluated->values.rows;
    hm_stateful *stateful = &evaluated->stateful[indicator];
    stateful->units = 0;
    for (size_t unit = evaluated->values.rows; unit > 0; unit--) {
        if (!hm_caller_calls(caller, indicator, unit - 1))
            continue;
        column->values[unit - 1] = 0;
        column->states[unit - 1] = HM_FAILED;
        flags[unit - 1] &= (uint8_t) ~(HM_FLAG_CAPPED | HM_FLAG_FLOORED);
        stateful->units++;
        stateful->reason.unit = (uint32_t)(unit - 1);
    }
    stateful->reason.indicator = (uint32_t)indicator;
    stateful->reason.state = HM_FAILED;
    stateful->reason.file = found->function.file;
    stateful->reason.text = found->function.library->host.declared_count == 0
                                ? "keeps state between calls: the same figures gave different "
                                  "results"
                                : "keeps state between calls, or a function of host does: the "
                                  "same figures gave different results";
}
