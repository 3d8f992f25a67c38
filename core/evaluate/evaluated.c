#include "evaluate/evaluated.h"

#include <string.h>

#include "platform/large.h"

/* Units that one thread takes at a time: what is found in a chunk does not depend on who found it.
 * Functions get a fresh sandbox for each, which has to pay. */
enum { CHUNK = 8 * HM_BLOCK, FUNCTION_CHUNK = 2 * CHUNK };

static bool has_functions(const hm_plan *plan) {
    for (size_t i = 0; i < plan->indicator_count; i++)
        if (plan->indicators[i].is_called)
            return true;
    return false;
}

static bool allocate(hm_evaluated *evaluated, const hm_allocator *allocator) {
    const hm_plan *plan = evaluated->plan;
    const size_t units = evaluated->bound->inputs.rows, count = plan->indicator_count;
    if (!hm_grid_open(&evaluated->values, units, count, allocator))
        return false;
    for (size_t i = 0; i < count; i++)
        evaluated->values.columns[i].name = plan->nodes[plan->indicators[i].node].code;
    evaluated->chunk_size = has_functions(plan) ? FUNCTION_CHUNK : CHUNK;
    evaluated->chunk_count = (units + evaluated->chunk_size - 1) / evaluated->chunk_size;
    evaluated->flags = hm_allocate_large(allocator, count * units);
    evaluated->outside = hm_allocate_array(allocator, count, 1);
    evaluated->usages = hm_allocate_array(allocator, count, sizeof *evaluated->usages);
    evaluated->stateful = hm_allocate_array(allocator, count, sizeof *evaluated->stateful);
    evaluated->reasons =
        hm_allocate_array(allocator, evaluated->chunk_count, sizeof *evaluated->reasons);
    for (size_t i = 0; evaluated->reasons && i < evaluated->chunk_count; i++)
        hm_arena_open(&evaluated->reasons[i].arena, allocator);
    return hm_grid_fill(&evaluated->values) && evaluated->flags && evaluated->outside &&
           evaluated->usages && evaluated->stateful && evaluated->reasons;
}

hm_code hm_evaluated_allocate(hm_evaluated *evaluated, const hm_bound *bound,
                              const hm_allocator *allocator, hm_error *error) {
    memset(evaluated, 0, sizeof *evaluated);
    evaluated->plan = bound->plan;
    evaluated->bound = bound;
    if (allocate(evaluated, allocator))
        return HM_OK;
    hm_evaluated_close(evaluated);
    return hm_error_memory(error);
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
    hm_release(allocator, evaluated->usages, evaluated->values.count * sizeof *evaluated->usages);
    hm_release(allocator, evaluated->stateful,
               evaluated->values.count * sizeof *evaluated->stateful);
    hm_release(allocator, evaluated->flags, evaluated->values.count * evaluated->values.rows);
    hm_release(allocator, evaluated->outside, evaluated->values.count);
    hm_grid_close(&evaluated->values);
    memset(evaluated, 0, sizeof *evaluated);
}

/* Within a chunk reasons stand block by block, indicator by indicator, unit by unit. */
static bool stands_before(const hm_reason_given *a, size_t unit, size_t indicator) {
    if (a->unit / HM_BLOCK != unit / HM_BLOCK)
        return a->unit / HM_BLOCK < unit / HM_BLOCK;
    return a->indicator != indicator ? a->indicator < indicator : a->unit < unit;
}

const hm_reason_given *hm_evaluated_reason(const hm_evaluated *evaluated, size_t unit,
                                           size_t indicator) {
    if (unit >= evaluated->values.rows)
        return NULL;
    if (evaluated->stateful[indicator].units > 0 &&
        evaluated->values.columns[indicator].states[unit] == HM_FAILED)
        return &evaluated->stateful[indicator].reason;
    const hm_reasons *reasons = &evaluated->reasons[unit / evaluated->chunk_size];
    size_t low = 0, high = reasons->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (stands_before(&reasons->items[middle], unit, indicator))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == reasons->count || reasons->items[low].unit != unit ||
        reasons->items[low].indicator != indicator)
        return NULL;
    return &reasons->items[low];
}
