#include "evaluate/bound.h"

#include <string.h>

void hm_bound_close(hm_bound *bound) {
    const hm_allocator *allocator = bound->texts.arena.allocator;
    if (!allocator)
        return;
    const size_t count = bound->plan->input_count;
    for (size_t i = 0; bound->records && i < count; i++)
        hm_grid_close(&bound->records[i]);
    hm_release(allocator, bound->records, count * sizeof *bound->records);
    hm_release(allocator, bound->rows, count * sizeof *bound->rows);
    hm_release(allocator, bound->earlier, bound->inputs.rows * sizeof *bound->earlier);
    hm_comparable_close(&bound->comparable);
    hm_release(allocator, (void *)bound->unverified, count * sizeof *bound->unverified);
    hm_release(allocator, (void *)(uintptr_t)bound->editions,
               bound->editions ? bound->inputs.rows * sizeof *bound->editions : 0);
    hm_grid_close(&bound->inputs);
    hm_grid_close(&bound->given);
    hm_grid_close(&bound->parameters);
    hm_names_close(&bound->texts);
    hm_issues_close(&bound->issues);
    memset(bound, 0, sizeof *bound);
}

bool hm_bound_own(hm_bound *bound) {
    bool fine = true;
    for (size_t i = 0; fine && i < bound->plan->input_count; i++)
        fine = hm_grid_own_copy(&bound->inputs, i);
    for (size_t i = 0; fine && i < bound->plan->condition_count; i++)
        fine = hm_grid_own_copy(&bound->given, i);
    return fine;
}

size_t hm_bound_alike(const hm_bound *bound, size_t first, size_t most) {
    size_t count = 1;
    if (!bound->editions)
        return most;
    while (count < most && bound->editions[first + count] == bound->editions[first])
        count++;
    return count;
}

hm_past hm_bound_past(const hm_bound *bound, uint32_t node) {
    return (hm_past){.earlier = bound->earlier,
                     .periods = bound->comparable.periods,
                     .reach = hm_comparable_reach(&bound->comparable, node),
                     .input_reach = bound->comparable.inputs};
}

hm_expr_data hm_bound_data(const hm_bound *bound, uint32_t node) {
    return (hm_expr_data){.inputs = bound->inputs.columns,
                          .rows = bound->rows,
                          .past = hm_bound_past(bound, node),
                          .parameters = bound->parameters.columns,
                          .texts = bound->texts.texts};
}
