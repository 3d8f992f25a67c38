#include "evaluate/periods.h"

#include <stdlib.h>
#include <string.h>

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

typedef struct dated {
    uint32_t city, unit;
    const char *period;
} dated;

/* Periods of one form have one length and one letter at the sixth place, and then the order of
 * their texts is that of time. */
static bool same_form(const char *a, const char *b) {
    const size_t size = strlen(a);
    if (size != strlen(b))
        return false;
    const bool parted = size > 5;
    return !parted || (a[5] >= '0' && a[5] <= '9' ? b[5] >= '0' && b[5] <= '9' : a[5] == b[5]);
}

static int compare_forms(const char *a, const char *b) {
    const size_t a_size = strlen(a), b_size = strlen(b);
    if (a_size != b_size)
        return a_size < b_size ? -1 : 1;
    if (!same_form(a, b))
        return a[5] < b[5] ? -1 : 1;
    return strcmp(a, b);
}

static int compare(const void *x, const void *y) {
    const dated *a = x, *b = y;
    if (a->city != b->city)
        return a->city < b->city ? -1 : 1;
    const int order = compare_forms(a->period, b->period);
    if (order != 0)
        return order;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

bool hm_periods_previous(const hm_dataset *dataset, uint32_t *out, const hm_allocator *allocator) {
    const size_t units = hm_dataset_unit_count(dataset);
    const uint32_t *cities = hm_dataset_cities(dataset);
    dated *list = hm_allocate_array(allocator, units, sizeof *list);
    if (!list)
        return false;
    for (size_t i = 0; i < units; i++)
        list[i] = (dated){cities[i], (uint32_t)i, hm_dataset_unit_period(dataset, i)};
    qsort(list, units, sizeof *list, compare);
    for (size_t i = 0; i < units; i++)
        out[list[i].unit] = i > 0 && list[i - 1].city == list[i].city &&
                                    same_form(list[i - 1].period, list[i].period)
                                ? list[i - 1].unit
                                : UINT32_MAX;
    hm_release(allocator, list, units * sizeof *list);
    return true;
}
