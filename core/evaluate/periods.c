#include "evaluate/periods.h"

/* Counting sort of the units by period. */
bool hm_periods_open(hm_periods *periods, const hm_dataset *dataset, size_t first, size_t units,
                     const hm_allocator *allocator) {
    const uint32_t *all = hm_dataset_periods(dataset); /* NULL when there are none */
    const uint32_t *of = units > 0 ? all + first : all;
    *periods = (hm_periods){.allocator = allocator, .units = units};
    for (size_t unit = 0; unit < units; unit++)
        if (of[unit] >= periods->count)
            periods->count = (size_t)of[unit] + 1;
    periods->order = hm_allocate_array(allocator, units, sizeof *periods->order);
    periods->start = hm_allocate_array(allocator, periods->count + 2, sizeof *periods->start);
    if (!periods->order || !periods->start) {
        hm_periods_close(periods);
        return false;
    }
    for (size_t unit = 0; unit < units; unit++)
        periods->start[of[unit] + 2]++;
    for (size_t p = 1; p < periods->count + 2; p++)
        periods->start[p] += periods->start[p - 1];
    for (size_t unit = 0; unit < units; unit++)
        periods->order[periods->start[of[unit] + 1]++] = (uint32_t)unit;
    return true;
}

void hm_periods_close(hm_periods *periods) {
    if (!periods->allocator)
        return;
    hm_release(periods->allocator, periods->order, periods->units * sizeof *periods->order);
    hm_release(periods->allocator, periods->start, (periods->count + 2) * sizeof *periods->start);
    *periods = (hm_periods){0};
}
