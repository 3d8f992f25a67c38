/* previous.c: the calendar is asked once a period, not once a unit; then each city's units are gone
 * through, with a note at each period of the one that stands there. */
#include "evaluate/previous.h"

#include <assert.h>
#include <string.h>

#include "base/calendar.h"

static_assert(HM_NO_EARLIER == HM_NO_NAME, "a period that is not there is no unit");

typedef struct finder {
    const hm_dataset *dataset;
    const hm_allocator *allocator;
    size_t units, period_count, city_count, back;
    const hm_names *periods;
    hm_earlier *before; /* by period: the nearest before it that the data have, a period here */
    size_t *start;      /* by city: its first unit in `order` */
    uint32_t *order;    /* units by city */
    uint32_t *standing; /* by period: the unit of the city at hand, + 1; 0 is none */
    bool some;          /* has any period one before in the data? */
} finder;

static bool open(finder *f) {
    f->periods = hm_dataset_period_names(f->dataset);
    f->period_count = f->periods->count;
    f->city_count = hm_dataset_city_names(f->dataset)->count;
    f->before = hm_allocate_array(f->allocator, f->period_count, sizeof *f->before);
    f->start = hm_allocate_array(f->allocator, f->city_count + 2, sizeof *f->start);
    f->order = hm_allocate_array(f->allocator, f->units, sizeof *f->order);
    f->standing = hm_allocate_array(f->allocator, f->period_count, sizeof *f->standing);
    return f->before && f->start && f->order && f->standing;
}

static void close(finder *f) {
    hm_release(f->allocator, f->before, f->period_count * sizeof *f->before);
    hm_release(f->allocator, f->start, (f->city_count + 2) * sizeof *f->start);
    hm_release(f->allocator, f->order, f->units * sizeof *f->order);
    hm_release(f->allocator, f->standing, f->period_count * sizeof *f->standing);
}

static void find_before(finder *f, size_t period) {
    char text[HM_PERIOD_SIZE], earlier[HM_PERIOD_SIZE];
    size_t size = f->periods->sizes[period];
    hm_earlier *before = &f->before[period];
    *before = (hm_earlier){HM_NO_EARLIER, 0};
    if (size < sizeof text)
        memcpy(text, f->periods->texts[period], size + 1);
    else
        size = 0;
    while (size > 0 && before->periods < f->back && before->unit == HM_NO_EARLIER) {
        size = hm_calendar_previous(text, size, earlier);
        memcpy(text, earlier, size);
        before->unit = size > 0 ? hm_names_find(f->periods, text, size) : HM_NO_EARLIER;
        before->periods++;
    }
    f->some |= before->unit != HM_NO_EARLIER;
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

/* Of the unit in `period` of the city whose units stand. */
static hm_earlier find_standing(const finder *f, size_t period) {
    uint32_t periods = 0;
    for (hm_earlier at = f->before[period]; at.unit != HM_NO_EARLIER; at = f->before[at.unit]) {
        periods += at.periods;
        if (periods > f->back)
            break;
        if (f->standing[at.unit] > 0)
            return (hm_earlier){f->standing[at.unit] - 1, periods};
    }
    return (hm_earlier){HM_NO_EARLIER, 0};
}

static void find_of_city(finder *f, size_t city, hm_earlier *out) {
    const uint32_t *periods = hm_dataset_periods(f->dataset);
    const size_t begin = f->start[city], end = f->start[city + 1];
    for (size_t i = begin; i < end; i++)
        f->standing[periods[f->order[i]]] = f->order[i] + 1;
    for (size_t i = begin; i < end; i++)
        out[f->order[i]] = find_standing(f, periods[f->order[i]]);
    for (size_t i = begin; i < end; i++)
        f->standing[periods[f->order[i]]] = 0;
}

static void find(finder *f, hm_earlier *out) {
    for (size_t i = 0; i < f->period_count; i++)
        find_before(f, i);
    for (size_t unit = 0; unit < f->units; unit++)
        out[unit] = (hm_earlier){HM_NO_EARLIER, 0};
    if (!f->some)
        return;
    order_units(f);
    for (size_t city = 0; city < f->city_count; city++)
        find_of_city(f, city, out);
}

bool hm_previous_find(const hm_dataset *dataset, size_t back, hm_earlier *out,
                      const hm_allocator *allocator) {
    finder f = {.dataset = dataset,
                .allocator = allocator,
                .units = hm_dataset_unit_count(dataset),
                .back = back};
    if (f.units == 0)
        return true;
    const bool fine = open(&f);
    if (fine)
        find(&f, out);
    close(&f);
    return fine;
}
