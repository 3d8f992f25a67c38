/* units.h: the units of a data set, one city in one period each, numbered in order of first
 * appearance. */
#ifndef HM_UNITS_H
#define HM_UNITS_H

#include "base/names.h"

#define HM_NO_UNIT UINT32_MAX

typedef struct hm_units {
    const hm_allocator *allocator;
    hm_names cities, periods;
    uint32_t *city, *period; /* of each unit */
    size_t count, city_capacity, period_capacity;
    uint32_t *slots; /* unit + 1 by pair, open addressing; 0 is free */
    size_t slot_count;
    uint32_t last; /* the unit found last: data come in runs */
} hm_units;

void hm_units_open(hm_units *units, const hm_allocator *allocator);
void hm_units_close(hm_units *units);
/* Takes room for `count` more units, each a city of its own, at once, if it can be had. */
void hm_units_reserve(hm_units *units, size_t count);
/* The unit of this pair when it is a likely next one (the last, the one after it, the first) or
 * already known; HM_NO_UNIT when it is new. */
uint32_t hm_units_find(hm_units *units, const char *city, size_t city_size, const char *period,
                       size_t period_size);
/* The same, added if it is new; HM_NO_UNIT when memory has run out. */
uint32_t hm_units_add(hm_units *units, const char *city, size_t city_size, const char *period,
                      size_t period_size);

#endif
