#include "compare/pairs.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/text.h"

typedef struct chooser {
    hm_pairs *pairs;
    const hm_dataset *data[HM_SIDES];
    const hm_compare_options *options;
    const char *from, *to; /* NULL: any */
    const char *city;
    hm_error *error;
    const hm_allocator *allocator;
} chooser;

/* --- periods --- */

typedef struct span {
    const char *text; /* NULL: there is none */
    int64_t first, last;
} span;

static size_t unit_at(const chooser *c, size_t index) {
    return c->options->units ? c->options->units[index] : index;
}
static size_t unit_count(const chooser *c) {
    return c->options->units ? c->options->unit_count : hm_dataset_unit_count(c->data[HM_AFTER]);
}

/* Of the periods that end before a day the one that ends last, the longest of several; `marks`: of
 * those that are marked alone, NULL: of all. */
static span latest(const hm_dataset *dataset, const uint8_t *marks, int64_t before) {
    const hm_names *names = hm_dataset_period_names(dataset);
    span found = {NULL, 0, 0};
    for (uint32_t i = 0; i < names->count; i++) {
        span s = {names->texts[i], 0, 0};
        if ((marks && !marks[i]) || !hm_calendar_days(s.text, names->sizes[i], &s.first, &s.last) ||
            s.last >= before)
            continue;
        if (!found.text || s.last > found.last || (s.last == found.last && s.first < found.first))
            found = s;
    }
    return found;
}

static bool has_period(const hm_dataset *dataset, const char *period) {
    return hm_names_find(hm_dataset_period_names(dataset), period, strlen(period)) != HM_NO_NAME;
}

static hm_code refuse_period(const chooser *c, const hm_dataset *dataset, const char *period) {
    const hm_names *names = hm_dataset_period_names(dataset);
    hm_choice_list known = {{0}};
    for (uint32_t i = 0; i < names->count; i++)
        hm_choice_list_add(&known, names->texts[i]);
    return hm_error_set(c->error, HM_ERROR_ARGUMENT, "the data have nothing of %.40s, only of %s",
                        period, known.text);
}

/* A run that is compared with itself: the last two periods, of the units that are looked at if they
 * have as many. */
static hm_code take_last_two(chooser *c, const uint8_t *marks) {
    const hm_dataset *data = c->data[HM_AFTER];
    span to = {c->to, 0, 0};
    if (!c->to)
        to = latest(data, marks, INT64_MAX);
    if (!to.text || !hm_calendar_days(to.text, strlen(to.text), &to.first, &to.last))
        return hm_error_set(c->error, HM_ERROR_DATA, "there are no periods to compare");
    c->to = to.text;
    if (!c->from)
        c->from = latest(data, marks, to.first).text;
    if (!c->from)
        c->from = latest(data, NULL, to.first).text;
    if (!c->from)
        return hm_error_set(c->error, HM_ERROR_DATA,
                            "the data have no period before %.40s to compare it with", c->to);
    if (strcmp(c->from, c->to) == 0)
        return hm_error_set(c->error, HM_ERROR_ARGUMENT,
                            "%.40s is compared with itself: expected two periods", c->to);
    return HM_OK;
}

static hm_code choose_own_periods(chooser *c) {
    const hm_dataset *data = c->data[HM_AFTER];
    const size_t periods = hm_dataset_period_names(data)->count;
    uint8_t *marks = hm_allocate_array(c->allocator, periods, 1);
    if (!marks)
        return hm_error_memory(c->error);
    for (size_t i = 0; i < unit_count(c); i++)
        marks[hm_dataset_periods(data)[unit_at(c, i)]] = 1;
    hm_code code = HM_OK;
    if (!c->city)
        code = take_last_two(c, marks);
    else if (!c->to)
        c->to = latest(data, marks, INT64_MAX).text;
    hm_release(c->allocator, marks, periods);
    return code;
}

static hm_code choose_periods(chooser *c, bool same_run) {
    c->from = c->options->from;
    c->to = c->options->to;
    if (c->to && !has_period(c->data[HM_AFTER], c->to))
        return refuse_period(c, c->data[HM_AFTER], c->to);
    if (c->from && !has_period(c->data[HM_BEFORE], c->from))
        return refuse_period(c, c->data[HM_BEFORE], c->from);
    return same_run ? choose_own_periods(c) : HM_OK;
}

static hm_code choose_city(chooser *c) {
    const hm_names *names = hm_dataset_city_names(c->data[HM_BEFORE]);
    hm_nearest nearest;
    c->city = c->options->other_city;
    if (!c->city || hm_names_find(names, c->city, strlen(c->city)) != HM_NO_NAME)
        return HM_OK;
    hm_nearest_start(&nearest, c->city, strlen(c->city));
    for (uint32_t i = 0; i < names->count; i++)
        hm_nearest_show(&nearest, names->texts[i]);
    return hm_error_set(c->error, HM_ERROR_ARGUMENT, "the data have no city %s%s",
                        hm_name_of(c->city).text, hm_hint_of(nearest.name).text);
}

/* --- the other unit --- */

/* The units of the data before by their city and period. */
typedef struct index {
    const hm_allocator *allocator;
    uint32_t *slots;
    size_t size;
} index;

static size_t hash_of(uint32_t city, uint32_t period) {
    uint64_t z = ((uint64_t)city << 32 | period) * 0x9e3779b97f4a7c15u;
    return (size_t)(z ^ z >> 29);
}

static bool index_open(index *x, const hm_dataset *dataset, const hm_allocator *allocator) {
    const size_t count = hm_dataset_unit_count(dataset);
    const uint32_t *cities = hm_dataset_cities(dataset), *periods = hm_dataset_periods(dataset);
    *x = (index){.allocator = allocator, .size = 16};
    while (x->size < 2 * count)
        x->size *= 2;
    x->slots = hm_allocate_array(allocator, x->size, sizeof *x->slots);
    for (size_t i = 0; x->slots && i < count; i++) {
        size_t at = hash_of(cities[i], periods[i]) & (x->size - 1);
        while (x->slots[at])
            at = (at + 1) & (x->size - 1);
        x->slots[at] = (uint32_t)i + 1;
    }
    return x->slots != NULL;
}

static size_t find_unit(const index *x, const hm_dataset *dataset, const char *city,
                        const char *period) {
    const uint32_t c = hm_names_find(hm_dataset_city_names(dataset), city, strlen(city));
    const uint32_t p = hm_names_find(hm_dataset_period_names(dataset), period, strlen(period));
    if (c == HM_NO_NAME || p == HM_NO_NAME)
        return HM_NO_OTHER;
    for (size_t at = hash_of(c, p) & (x->size - 1); x->slots[at]; at = (at + 1) & (x->size - 1)) {
        const size_t unit = x->slots[at] - 1;
        if (hm_dataset_cities(dataset)[unit] == c && hm_dataset_periods(dataset)[unit] == p)
            return unit;
    }
    return HM_NO_OTHER;
}

static bool is_wanted(const chooser *c, size_t unit) {
    const char *period = hm_dataset_unit_period(c->data[HM_AFTER], unit);
    return (!c->to || strcmp(period, c->to) == 0) &&
           !(c->city && strcmp(hm_dataset_unit_city(c->data[HM_AFTER], unit), c->city) == 0 &&
             strcmp(c->from ? c->from : period, period) == 0 &&
             c->data[HM_BEFORE] == c->data[HM_AFTER]);
}

static void add_pair(const chooser *c, const index *x, size_t unit) {
    const hm_dataset *data = c->data[HM_AFTER];
    const char *city = c->city ? c->city : hm_dataset_unit_city(data, unit);
    const char *period = c->from ? c->from : hm_dataset_unit_period(data, unit);
    c->pairs->items[c->pairs->count++] = (hm_pairing){
        .units = {[HM_BEFORE] = find_unit(x, c->data[HM_BEFORE], city, period), [HM_AFTER] = unit}};
}

/* Is there no other city than the one that cities are compared with? */
static bool are_all_of(const chooser *c) {
    for (size_t i = 0; i < unit_count(c); i++)
        if (strcmp(hm_dataset_unit_city(c->data[HM_AFTER], unit_at(c, i)), c->city) != 0)
            return false;
    return true;
}

static hm_code add_pairs(const chooser *c) {
    const size_t count = unit_count(c);
    index x;
    c->pairs->items = hm_allocate_array(c->allocator, count, sizeof *c->pairs->items);
    c->pairs->capacity = count;
    const bool fine = index_open(&x, c->data[HM_BEFORE], c->allocator) && c->pairs->items;
    for (size_t i = 0; fine && i < count; i++)
        if (is_wanted(c, unit_at(c, i)))
            add_pair(c, &x, unit_at(c, i));
    hm_release(c->allocator, x.slots, x.size * sizeof *x.slots);
    if (!fine)
        return hm_error_memory(c->error);
    return c->pairs->count == 0 && c->city && count > 0 && are_all_of(c)
               ? hm_error_set(c->error, HM_ERROR_ARGUMENT,
                              "%s is compared with itself: expected two cities",
                              hm_name_of(c->city).text)
               : HM_OK;
}

hm_code hm_pairs_open(hm_pairs *pairs, const hm_scores *const scores[HM_SIDES],
                      const hm_compare_options *options, const hm_allocator *allocator,
                      hm_error *error) {
    chooser c = {.pairs = pairs,
                 .data = {scores[HM_BEFORE]->bound.dataset, scores[HM_AFTER]->bound.dataset},
                 .options = options,
                 .error = error,
                 .allocator = allocator};
    *pairs = (hm_pairs){.items = NULL};
    for (size_t i = 0; options->units && i < options->unit_count; i++)
        if (options->units[i] >= hm_dataset_unit_count(c.data[HM_AFTER]))
            return hm_error_set(error, HM_ERROR_ARGUMENT, "there is no unit %zu in data of %zu",
                                options->units[i], hm_dataset_unit_count(c.data[HM_AFTER]));
    hm_code code = choose_city(&c);
    if (code == HM_OK)
        code = choose_periods(&c, scores[HM_BEFORE] == scores[HM_AFTER]);
    if (code != HM_OK)
        return code;
    pairs->city = c.city;
    pairs->period = c.from;
    return add_pairs(&c);
}

void hm_pairs_close(hm_pairs *pairs, const hm_allocator *allocator) {
    hm_release(allocator, pairs->items, pairs->capacity * sizeof *pairs->items);
}
