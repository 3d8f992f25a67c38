/* fits_order.c: the orders in which fits are told. */
#include <stdlib.h>
#include <string.h>

#include "transform/fits.h"

typedef struct named {
    const char *text;
    uint32_t number;
} named;

static int compare_texts(const void *a, const void *b) {
    return strcmp(((const named *)a)->text, ((const named *)b)->text);
}

uint32_t *hm_fits_text_order(const hm_names *names, const hm_allocator *allocator) {
    uint32_t *order = hm_allocate_array(allocator, names->count, sizeof *order);
    named *sorted = hm_allocate_array(allocator, names->count, sizeof *sorted);
    if (order && sorted && names->count > 0) {
        for (uint32_t i = 0; i < names->count; i++)
            sorted[i] = (named){names->texts[i], i};
        qsort(sorted, names->count, sizeof *sorted, compare_texts);
        for (uint32_t i = 0; i < names->count; i++)
            order[i] = sorted[i].number;
    } else if (order && !sorted) {
        hm_release(allocator, order, names->count * sizeof *order);
        order = NULL;
    }
    hm_release(allocator, sorted, names->count * sizeof *sorted);
    return order;
}

/* Those of a phase stay in the order in which they came. */
uint32_t *hm_fits_step_order(const hm_fits *fits) {
    uint32_t *order = hm_allocate_array(fits->allocator, fits->step_names.count, sizeof *order);
    size_t count = 0;
    for (uint32_t phase = 1; order && phase <= hm_fits_phase_count(fits); phase++)
        for (uint32_t i = 0; i < fits->step_names.count; i++)
            if (fits->steps[i].phase == phase)
                order[count++] = i;
    return order;
}

typedef struct placed {
    uint32_t step, period, group; /* the last two by their places among the texts */
    uint32_t number;
} placed;

static int compare_placed(const void *a, const void *b) {
    const placed *one = a, *other = b;
    if (one->step != other->step)
        return one->step < other->step ? -1 : 1;
    if (one->period != other->period)
        return one->period < other->period ? -1 : 1;
    return one->group < other->group ? -1 : one->group > other->group;
}

/* By number of a text, its place among all; NULL when memory has run out. */
static uint32_t *places_of(const hm_names *names, const hm_allocator *allocator) {
    uint32_t *order = hm_fits_text_order(names, allocator);
    uint32_t *places = hm_allocate_array(allocator, names->count, sizeof *places);
    for (uint32_t i = 0; order && places && i < names->count; i++)
        places[order[i]] = i;
    if (!order) {
        hm_release(allocator, places, names->count * sizeof *places);
        places = NULL;
    }
    hm_release(allocator, order, names->count * sizeof *order);
    return places;
}

static void place_items(const hm_fits *fits, const uint32_t *periods, const uint32_t *groups,
                        placed *items) {
    for (uint32_t i = 0; i < fits->keys.count; i++) {
        const hm_fit *item = &fits->items[i];
        items[i] = (placed){item->step, periods[item->period], groups[item->group], i};
    }
    if (fits->keys.count > 0)
        qsort(items, fits->keys.count, sizeof *items, compare_placed);
}

uint32_t *hm_fits_item_order(const hm_fits *fits) {
    const hm_allocator *allocator = fits->allocator;
    const size_t count = fits->keys.count;
    uint32_t *periods = places_of(&fits->periods, allocator);
    uint32_t *groups = places_of(&fits->groups, allocator);
    placed *items = hm_allocate_array(allocator, count, sizeof *items);
    uint32_t *order =
        periods && groups && items ? hm_allocate_array(allocator, count, sizeof *order) : NULL;
    if (order)
        place_items(fits, periods, groups, items);
    for (size_t i = 0; order && i < count; i++)
        order[i] = items[i].number;
    hm_release(allocator, items, count * sizeof *items);
    hm_release(allocator, groups, fits->groups.count * sizeof *groups);
    hm_release(allocator, periods, fits->periods.count * sizeof *periods);
    return order;
}

size_t hm_fits_first_item(const hm_fits *fits, const uint32_t *order, uint32_t step) {
    size_t low = 0, high = fits->keys.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (fits->items[order[middle]].step < step)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
