/* previous.c: the calendar is asked once a period, not once a unit; then each city's units are gone
 * through, with a note at each period of the one that stands there. */
#include "evaluate/previous.h"

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/names.h"

typedef struct finder {
    const hm_dataset *dataset;
    const hm_allocator *allocator;
    size_t units, period_count, city_count, back;
    hm_names periods;   /* numbered as the data set does */
    uint32_t *before;   /* by period and then how far back: a period, or HM_NO_NAME */
    size_t *start;      /* by city: its first unit in `order` */
    uint32_t *order;    /* units by city */
    uint32_t *standing; /* by period: the unit of the city at hand, + 1; 0 is none */
    bool some;          /* has any period one before in the data? */
} finder;

static size_t count_of(const uint32_t *numbers, size_t count) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = numbers[i] >= most ? (size_t)numbers[i] + 1 : most;
    return most;
}

static bool open(finder *f) {
    f->period_count = count_of(hm_dataset_periods(f->dataset), f->units);
    f->city_count = count_of(hm_dataset_cities(f->dataset), f->units);
    hm_names_open(&f->periods, f->allocator);
    f->before = hm_allocate_array(f->allocator, f->period_count, f->back * sizeof *f->before);
    f->start = hm_allocate_array(f->allocator, f->city_count + 2, sizeof *f->start);
    f->order = hm_allocate_array(f->allocator, f->units, sizeof *f->order);
    f->standing = hm_allocate_array(f->allocator, f->period_count, sizeof *f->standing);
    return f->before && f->start && f->order && f->standing;
}

static void close(finder *f) {
    hm_names_close(&f->periods);
    hm_release(f->allocator, f->before, f->period_count * f->back * sizeof *f->before);
    hm_release(f->allocator, f->start, (f->city_count + 2) * sizeof *f->start);
    hm_release(f->allocator, f->order, f->units * sizeof *f->order);
    hm_release(f->allocator, f->standing, f->period_count * sizeof *f->standing);
}

/* The texts of all periods, by number; of one that no unit has, a text that is no period. `texts`
 * has a pointer a period. */
static bool name_periods(finder *f, const char **texts) {
    const uint32_t *periods = hm_dataset_periods(f->dataset);
    for (size_t unit = 0; unit < f->units; unit++)
        texts[periods[unit]] = hm_dataset_unit_period(f->dataset, unit);
    for (size_t i = 0; i < f->period_count; i++) {
        char unused[HM_PERIOD_SIZE];
        (void)snprintf(unused, sizeof unused, "#%zu", i);
        const char *text = texts[i] ? texts[i] : unused;
        if (hm_names_intern(&f->periods, text, strlen(text)) != i)
            return false;
    }
    return true;
}

static void find_before(finder *f, size_t period) {
    char text[HM_PERIOD_SIZE], earlier[HM_PERIOD_SIZE];
    size_t size = f->periods.sizes[period];
    uint32_t *before = f->before + period * f->back;
    if (size < sizeof text)
        memcpy(text, f->periods.texts[period], size + 1);
    else
        size = 0;
    for (size_t i = 0; i < f->back; i++) {
        size = size > 0 ? hm_calendar_previous(text, size, earlier) : 0;
        memcpy(text, earlier, size);
        before[i] = size > 0 ? hm_names_find(&f->periods, text, size) : HM_NO_NAME;
        f->some |= before[i] != HM_NO_NAME;
    }
}

/* Counting sort of the units by city. */
static void order_units(finder *f) {
    const uint32_t *cities = hm_dataset_cities(f->dataset);
    for (size_t unit = 0; unit < f->units; unit++)
        f->start[cities[unit] + 2]++;
    for (size_t city = 1; city < f->city_count + 2; city++)
        f->start[city] += f->start[city - 1];
    for (size_t unit = 0; unit < f->units; unit++)
        f->order[f->start[cities[unit] + 1]++] = (uint32_t)unit;
}

static void find_of_city(finder *f, size_t city, uint32_t *out) {
    const uint32_t *periods = hm_dataset_periods(f->dataset);
    const size_t begin = f->start[city], end = f->start[city + 1];
    for (size_t i = begin; i < end; i++)
        f->standing[periods[f->order[i]]] = f->order[i] + 1;
    for (size_t i = begin; i < end; i++) {
        const uint32_t unit = f->order[i], *before = f->before + periods[unit] * f->back;
        for (size_t k = 0; k < f->back; k++) {
            const uint32_t there = before[k] != HM_NO_NAME ? f->standing[before[k]] : 0;
            out[k * f->units + unit] = there > 0 ? there - 1 : HM_NO_UNIT;
        }
    }
    for (size_t i = begin; i < end; i++)
        f->standing[periods[f->order[i]]] = 0;
}

static bool find(finder *f, uint32_t *out) {
    const char **texts = hm_allocate_array(f->allocator, f->period_count, sizeof *texts);
    const bool named = texts && name_periods(f, texts);
    hm_release(f->allocator, (void *)texts, f->period_count * sizeof *texts);
    if (!named)
        return false;
    for (size_t i = 0; i < f->period_count; i++)
        find_before(f, i);
    memset(out, 0xff, f->back * f->units * sizeof *out); /* HM_NO_UNIT */
    if (!f->some)
        return true;
    order_units(f);
    for (size_t city = 0; city < f->city_count; city++)
        find_of_city(f, city, out);
    return true;
}

bool hm_previous_find(const hm_dataset *dataset, size_t back, uint32_t *out,
                      const hm_allocator *allocator) {
    finder f = {.dataset = dataset,
                .allocator = allocator,
                .units = hm_dataset_unit_count(dataset),
                .back = back};
    if (f.units == 0)
        return true;
    const bool fine = open(&f) && find(&f, out);
    close(&f);
    return fine;
}
