#include "transform/fits.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

typedef struct key {
    uint32_t step, period, group;
} key;

hm_fits *hm_fits_new(const hm_allocator *allocator) {
    hm_fits *fits = hm_allocate_array(allocator, 1, sizeof *fits);
    if (!fits)
        return NULL;
    fits->allocator = allocator;
    hm_arena_open(&fits->arena, allocator);
    hm_names_open(&fits->codes, allocator);
    hm_names_open(&fits->step_names, allocator);
    hm_names_open(&fits->periods, allocator);
    hm_names_open(&fits->groups, allocator);
    hm_names_open(&fits->keys, allocator);
    return fits;
}

void hm_fits_free(hm_fits *fits) {
    if (!fits)
        return;
    const hm_allocator *allocator = fits->allocator;
    hm_release(allocator, fits->items, fits->item_capacity * sizeof *fits->items);
    hm_release(allocator, fits->steps, fits->step_capacity * sizeof *fits->steps);
    hm_release(allocator, fits->nodes, fits->node_capacity * sizeof *fits->nodes);
    hm_names_close(&fits->keys);
    hm_names_close(&fits->groups);
    hm_names_close(&fits->periods);
    hm_names_close(&fits->step_names);
    hm_names_close(&fits->codes);
    hm_arena_close(&fits->arena);
    hm_release(allocator, fits, sizeof *fits);
}

size_t hm_fits_phase_count(const hm_fits *fits) {
    uint32_t most = 0;
    for (uint32_t i = 0; fits && i < fits->step_names.count; i++)
        most = fits->steps[i].phase > most ? fits->steps[i].phase : most;
    return most;
}

/* --- steps --- */

static bool is_same_digest(const double *one, const double *other) {
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        if (one[i] != other[i])
            return false;
    return true;
}

bool hm_fit_step_is(const hm_fit_step *step, const hm_fit_step *other) {
    return step->method == other->method && step->phase == other->phase &&
           step->lower_is_better == other->lower_is_better &&
           is_same_digest(step->digest, other->digest);
}

bool hm_fit_step_rests_on(const hm_fit_step *step, const double *digest) {
    return is_same_digest(step->rests_on, digest);
}

uint32_t hm_fits_find_step(const hm_fits *fits, const char *code, uint32_t phase) {
    const uint32_t name[2] = {hm_names_find(&fits->codes, code, strlen(code)), phase};
    return name[0] == HM_NO_NAME
               ? HM_NO_NAME
               : hm_names_find(&fits->step_names, (const char *)name, sizeof name);
}

uint32_t hm_fits_add_step(hm_fits *fits, const char *code, const hm_fit_step *step) {
    const uint32_t before = fits->step_names.count;
    if (!hm_grow(fits->allocator, &fits->steps, before, &fits->step_capacity,
                 sizeof *fits->steps) ||
        !hm_grow(fits->allocator, &fits->nodes, before, &fits->node_capacity, sizeof *fits->nodes))
        return HM_NO_NAME;
    const uint32_t name[2] = {hm_names_intern(&fits->codes, code, strlen(code)), step->phase};
    if (name[0] == HM_NO_NAME)
        return HM_NO_NAME;
    const uint32_t number = hm_names_intern(&fits->step_names, (const char *)name, sizeof name);
    if (number == before) {
        fits->steps[number] = *step;
        fits->nodes[number] = name[0];
    }
    return number;
}

/* --- what they have learnt --- */

/* The item of a step, a period and a group, a new one if there is none; NULL when memory has run
 * out. */
static hm_fit *add_item(hm_fits *fits, uint32_t step, uint32_t period, uint32_t group) {
    const key found = {step, period, group};
    if (!hm_grow(fits->allocator, &fits->items, fits->keys.count, &fits->item_capacity,
                 sizeof *fits->items))
        return NULL;
    const uint32_t number = hm_names_intern(&fits->keys, (const char *)&found, sizeof found);
    return number == HM_NO_NAME ? NULL : &fits->items[number];
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Puts the sample in order, of which only the extremes are kept where these are all that matters:
 * the count of what is kept. */
static size_t settle_sample(double *sample, size_t count, hm_step_scope scope) {
    if (scope == HM_SCOPE_SAMPLE || count <= 2) {
        qsort(sample, count, sizeof *sample, compare);
        return count;
    }
    double low = sample[0], high = sample[0];
    for (size_t i = 1; i < count; i++) {
        low = sample[i] < low ? sample[i] : low;
        high = sample[i] > high ? sample[i] : high;
    }
    sample[0] = low;
    sample[1] = high;
    return 2;
}

bool hm_fits_learn(hm_fits *fits, uint32_t step, uint32_t period, uint32_t group, double *sample,
                   size_t sample_count, size_t count) {
    const hm_step_method *method = fits->steps[step].method;
    hm_fit *item = add_item(fits, step, period, group);
    if (!item)
        return false;
    *item = (hm_fit){.step = step, .period = period, .group = group};
    if (sample_count == 0)
        return true;
    sample_count = settle_sample(sample, sample_count, method->scope);
    double *kept = hm_arena_take_array(&fits->arena, sample_count, sizeof *kept);
    double *room =
        method->marks_places ? hm_arena_take_array(&fits->arena, sample_count, sizeof *room) : NULL;
    if (!kept || (method->marks_places && !room))
        return false;
    memcpy(kept, sample, sample_count * sizeof *kept);
    item->sample = kept;
    item->possible = method->fit(&item->learnt, kept, sample_count, room);
    item->learnt.count = count;
    return true;
}

const hm_fit *hm_fits_at(const hm_fits *fits, uint32_t step, uint32_t period, uint32_t group) {
    const key wanted = {step, period, group};
    const uint32_t number = hm_names_find(&fits->keys, (const char *)&wanted, sizeof wanted);
    return number == HM_NO_NAME ? NULL : &fits->items[number];
}

const hm_fit *hm_fits_find(const hm_fits *fits, uint32_t step, const char *period,
                           const char *group) {
    const uint32_t at = hm_names_find(&fits->periods, period, strlen(period));
    const uint32_t of = hm_names_find(&fits->groups, group, strlen(group));
    return at == HM_NO_NAME || of == HM_NO_NAME ? NULL : hm_fits_at(fits, step, at, of);
}

size_t hm_fit_sample_count(const hm_fits *fits, const hm_fit *fit) {
    const size_t count = fit->learnt.count;
    return count > 2 && fits->steps[fit->step].method->scope == HM_SCOPE_EXTREMES ? 2 : count;
}

/* --- one into another --- */

/* What both have of a step, a period and a group, learnt anew from both samples. */
static bool add_fit(hm_fits *fits, uint32_t step, const hm_fits *other, const hm_fit *item) {
    const uint32_t period = hm_names_intern(&fits->periods, other->periods.texts[item->period],
                                            other->periods.sizes[item->period]);
    const uint32_t group = hm_names_intern(&fits->groups, other->groups.texts[item->group],
                                           other->groups.sizes[item->group]);
    if (period == HM_NO_NAME || group == HM_NO_NAME)
        return false;
    const hm_fit *before = hm_fits_at(fits, step, period, group);
    const size_t own = before ? hm_fit_sample_count(fits, before) : 0;
    const size_t more = hm_fit_sample_count(other, item);
    const size_t count = (before ? before->learnt.count : 0) + item->learnt.count;
    double *sample = hm_allocate_array(fits->allocator, own + more, sizeof *sample);
    if (!sample)
        return false;
    if (own > 0)
        memcpy(sample, before->sample, own * sizeof *sample);
    if (more > 0)
        memcpy(sample + own, item->sample, more * sizeof *sample);
    const bool fine = hm_fits_learn(fits, step, period, group, sample, own + more, count);
    hm_release(fits->allocator, sample, (own + more) * sizeof *sample);
    return fine;
}

/* The steps of `other` by their numbers here; HM_NO_NAME for those that are left out. */
static hm_code add_steps(hm_fits *fits, const hm_fits *other, uint32_t phase,
                         const double *rests_on, uint32_t *numbers, hm_error *error) {
    for (uint32_t i = 0; i < other->step_names.count; i++) {
        const hm_fit_step *step = &other->steps[i];
        numbers[i] = HM_NO_NAME;
        if (step->phase != phase || (rests_on && !hm_fit_step_rests_on(step, rests_on)))
            continue;
        numbers[i] = hm_fits_add_step(fits, hm_fits_code(other, i), step);
        if (numbers[i] == HM_NO_NAME)
            return hm_error_memory(error);
        if (!hm_fit_step_is(&fits->steps[numbers[i]], step))
            return hm_error_set(error, HM_ERROR_PACKAGE,
                                "node %s is not the same in all of the fits: what it is measured "
                                "or made of, its scale or its direction differ",
                                hm_fits_code(other, i));
    }
    return HM_OK;
}

hm_code hm_fits_add(hm_fits *fits, const hm_fits *other, uint32_t phase, const double *rests_on,
                    hm_error *error) {
    const size_t count = other->step_names.count;
    uint32_t *numbers = hm_allocate_array(fits->allocator, count, sizeof *numbers);
    hm_code code =
        numbers ? add_steps(fits, other, phase, rests_on, numbers, error) : hm_error_memory(error);
    for (size_t i = 0; code == HM_OK && i < other->keys.count; i++) {
        const hm_fit *item = &other->items[i];
        if (numbers[item->step] != HM_NO_NAME && !add_fit(fits, numbers[item->step], other, item))
            code = hm_error_memory(error);
    }
    hm_release(fits->allocator, numbers, count * sizeof *numbers);
    return code;
}

/* --- orders --- */

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
