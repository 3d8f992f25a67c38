/* parts.h: units by period and group of cities, which is found once for all steps that go by the
 * same groups. */
#ifndef HM_PARTS_H
#define HM_PARTS_H

#include "evaluate/periods.h"
#include "transform/city_groups.h"

/* The units of period p and group g are order[start[i]] .. order[start[i + 1] - 1], i being
 * p * group_count + g, in the order of the data. Those without a group are in none. */
typedef struct hm_parts {
    const hm_allocator *allocator;
    size_t units, period_count, group_count;
    uint32_t *order;
    size_t *start;
} hm_parts;

/* `cities` are those of the units. False when memory has run out; to be closed all the same. */
bool hm_parts_open(hm_parts *parts, const hm_periods *periods, const hm_city_groups *groups,
                   const uint32_t *cities, const hm_allocator *allocator);
void hm_parts_close(hm_parts *parts);

static inline size_t hm_part_count(const hm_parts *parts) {
    return parts->period_count * parts->group_count;
}

static inline size_t hm_part_size(const hm_parts *parts, size_t period, size_t group) {
    const size_t at = period * parts->group_count + group;
    return parts->start[at + 1] - parts->start[at];
}

#endif
