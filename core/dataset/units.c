#include "dataset/units.h"

#include <string.h>

void hm_units_open(hm_units *units, const hm_allocator *allocator) {
    memset(units, 0, sizeof *units);
    units->allocator = allocator;
    hm_names_open(&units->cities, allocator);
    hm_names_open(&units->periods, allocator);
}

void hm_units_close(hm_units *units) {
    hm_names_close(&units->cities);
    hm_names_close(&units->periods);
    hm_release(units->allocator, units->city, units->city_capacity * sizeof *units->city);
    hm_release(units->allocator, units->period, units->period_capacity * sizeof *units->period);
    hm_release(units->allocator, units->slots, units->slot_count * sizeof *units->slots);
    memset(units, 0, sizeof *units);
}

static size_t slot_of(const hm_units *units, uint32_t city, uint32_t period) {
    uint64_t mixed = (((uint64_t)city << 32) | period) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 32) & (units->slot_count - 1);
}

/* The slot that holds this pair, or the free one where it belongs. */
static uint32_t *find_slot(const hm_units *units, uint32_t city, uint32_t period) {
    size_t i = slot_of(units, city, period);
    for (;; i = (i + 1) & (units->slot_count - 1)) {
        uint32_t unit = units->slots[i];
        if (unit == 0 || (units->city[unit - 1] == city && units->period[unit - 1] == period))
            return &units->slots[i];
    }
}

/* A table of `count` slots, a power of two. */
static bool resize_slots(hm_units *units, size_t count) {
    uint32_t *slots = hm_allocate_array(units->allocator, count, sizeof *slots);
    if (!slots)
        return false;
    hm_release(units->allocator, units->slots, units->slot_count * sizeof *units->slots);
    units->slots = slots;
    units->slot_count = count;
    for (uint32_t unit = 0; unit < units->count; unit++)
        *find_slot(units, units->city[unit], units->period[unit]) = unit + 1;
    return true;
}

static bool grow_slots(hm_units *units) {
    if (units->count * 2 < units->slot_count)
        return true;
    return resize_slots(units, units->slot_count > 0 ? units->slot_count * 2 : 64);
}

/* Numbers of units: an array of `count` instead of `*capacity`. */
static void resize_numbers(const hm_allocator *allocator, uint32_t **numbers, size_t *capacity,
                           size_t count) {
    uint32_t *grown = count > *capacity ? hm_resize(allocator, *numbers, *capacity * sizeof *grown,
                                                    count * sizeof *grown)
                                        : NULL;
    if (grown) {
        *numbers = grown;
        *capacity = count;
    }
}

void hm_units_reserve(hm_units *units, size_t count) {
    const size_t wanted = units->count + count;
    size_t slots = units->slot_count > 0 ? units->slot_count : 64;
    if (count > UINT32_MAX)
        return;
    while (slots <= wanted * 2)
        slots *= 2;
    if (slots > units->slot_count)
        (void)resize_slots(units, slots);
    resize_numbers(units->allocator, &units->city, &units->city_capacity, wanted);
    resize_numbers(units->allocator, &units->period, &units->period_capacity, wanted);
    hm_names_reserve(&units->cities, count);
}

static bool is_name(const hm_names *names, uint32_t number, const char *text, size_t size) {
    return names->sizes[number] == size && memcmp(names->texts[number], text, size) == 0;
}

/* Most periods are that of the unit before. */
static bool is_last_period(const hm_units *units, const char *period, size_t size) {
    return units->last < units->count &&
           is_name(&units->periods, units->period[units->last], period, size);
}

static uint32_t find_period(const hm_units *units, const char *period, size_t size) {
    return is_last_period(units, period, size) ? units->period[units->last]
                                               : hm_names_find(&units->periods, period, size);
}

static uint32_t add_period(hm_units *units, const char *period, size_t size) {
    return is_last_period(units, period, size) ? units->period[units->last]
                                               : hm_names_intern(&units->periods, period, size);
}

uint32_t hm_units_find(hm_units *units, const char *city, size_t city_size, const char *period,
                       size_t period_size) {
    const uint32_t likely[3] = {units->last, units->last + 1, 0};
    for (size_t i = 0; i < 3; i++) {
        uint32_t unit = likely[i];
        if (unit < units->count && is_name(&units->cities, units->city[unit], city, city_size) &&
            is_name(&units->periods, units->period[unit], period, period_size))
            return units->last = unit;
    }
    const uint32_t city_number = hm_names_find(&units->cities, city, city_size);
    if (city_number == HM_NO_NAME || units->count == 0)
        return HM_NO_UNIT;
    const uint32_t period_number = find_period(units, period, period_size);
    if (period_number == HM_NO_NAME)
        return HM_NO_UNIT;
    const uint32_t slot = *find_slot(units, city_number, period_number);
    return slot == 0 ? HM_NO_UNIT : (units->last = slot - 1);
}

uint32_t hm_units_add(hm_units *units, const char *city, size_t city_size, const char *period,
                      size_t period_size) {
    const uint32_t city_number = hm_names_intern(&units->cities, city, city_size);
    const uint32_t period_number = add_period(units, period, period_size);
    if (city_number == HM_NO_NAME || period_number == HM_NO_NAME || !grow_slots(units))
        return HM_NO_UNIT;
    uint32_t *slot = find_slot(units, city_number, period_number);
    if (*slot != 0)
        return units->last = *slot - 1;
    if (!hm_grow(units->allocator, &units->city, units->count, &units->city_capacity,
                 sizeof *units->city) ||
        !hm_grow(units->allocator, &units->period, units->count, &units->period_capacity,
                 sizeof *units->period))
        return HM_NO_UNIT;
    uint32_t unit = (uint32_t)units->count;
    units->city[unit] = city_number;
    units->period[unit] = period_number;
    *slot = unit + 1;
    units->count++;
    return units->last = unit;
}
