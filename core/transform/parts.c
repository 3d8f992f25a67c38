#include "transform/parts.h"

/* Of one period, whose parts begin at start[0]: a counting sort. */
static void part(const hm_parts *parts, const hm_periods *periods, size_t period,
                 const hm_city_groups *groups, const uint32_t *cities, size_t *start) {
    const size_t first = periods->start[period], end = periods->start[period + 1];
    for (size_t i = first; i < end; i++) {
        const uint32_t group = hm_city_group_of(groups, cities[periods->order[i]]);
        if (group != HM_NO_GROUP)
            start[group + 1]++;
    }
    for (size_t i = 0; i < parts->group_count; i++)
        start[i + 1] += start[i];
    for (size_t i = first; i < end; i++) {
        const uint32_t unit = periods->order[i], group = hm_city_group_of(groups, cities[unit]);
        if (group != HM_NO_GROUP)
            parts->order[start[group]++] = unit;
    }
    for (size_t i = parts->group_count; i > 0; i--) /* each has come to where the next begins */
        start[i] = start[i - 1];
}

bool hm_parts_open(hm_parts *parts, const hm_periods *periods, const hm_city_groups *groups,
                   const uint32_t *cities, const hm_allocator *allocator) {
    *parts = (hm_parts){.allocator = allocator,
                        .units = periods->units,
                        .period_count = periods->count,
                        .group_count = groups->words.count};
    parts->order = hm_allocate_array(allocator, parts->units, sizeof *parts->order);
    parts->start = hm_allocate_array(allocator, hm_part_count(parts) + 1, sizeof *parts->start);
    if (!parts->order || !parts->start)
        return false;
    size_t begin = 0;
    for (size_t i = 0; i < parts->period_count; i++) {
        size_t *start = parts->start + i * parts->group_count;
        start[0] = begin;
        part(parts, periods, i, groups, cities, start);
        start[0] = begin;
        begin = start[parts->group_count];
    }
    return true;
}

void hm_parts_close(hm_parts *parts) {
    if (!parts->allocator)
        return;
    hm_release(parts->allocator, parts->order, parts->units * sizeof *parts->order);
    hm_release(parts->allocator, parts->start, (hm_part_count(parts) + 1) * sizeof *parts->start);
    parts->allocator = NULL;
}
