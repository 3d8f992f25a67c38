#include "transform/fits.h"

#include <string.h>

#include "methods/sort.h"
#include "platform/large.h"
#include "table/range.h"

typedef struct key {
    uint32_t step, period, group;
} key;

/* Numbers of samples, one after the other. */
struct hm_fit_block {
    struct hm_fit_block *older;
    size_t size, used; /* in numbers */
    double numbers[];
};

/* Each block is twice as large as the one before, within these: the larger ones are on large pages,
 * and fits of few units take little. */
enum { FIRST_BLOCK = 1 << 9, LAST_BLOCK = 1 << 20 };

static size_t bytes_of(size_t numbers) {
    return sizeof(struct hm_fit_block) + numbers * sizeof(double);
}

static bool add_block(hm_fits *fits, size_t least) {
    const struct hm_fit_block *older = fits->blocks;
    const size_t usual = !older                     ? FIRST_BLOCK
                         : older->size < LAST_BLOCK ? 2 * older->size
                                                    : LAST_BLOCK;
    const size_t size = usual < least ? least : usual;
    struct hm_fit_block *block = hm_allocate_large(fits->allocator, bytes_of(size));
    if (!block)
        return false;
    *block = (struct hm_fit_block){.older = fits->blocks, .size = size};
    fits->blocks = block;
    return true;
}

/* Room that stays, for `count` numbers, while the fits are locked; NULL when memory has run out. */
static double *take_locked(hm_fits *fits, size_t count) {
    if ((!fits->blocks || fits->blocks->size - fits->blocks->used < count) &&
        !add_block(fits, count))
        return NULL;
    fits->blocks->used += count;
    return fits->blocks->numbers + fits->blocks->used - count;
}

static double *take_numbers(hm_fits *fits, size_t count) {
    pthread_mutex_lock(&fits->lock);
    double *numbers = take_locked(fits, count);
    pthread_mutex_unlock(&fits->lock);
    return numbers;
}

hm_fits *hm_fits_new(const hm_allocator *allocator) {
    hm_fits *fits = hm_allocate_array(allocator, 1, sizeof *fits);
    if (!fits)
        return NULL;
    fits->allocator = allocator;
    if (pthread_mutex_init(&fits->lock, NULL) != 0) {
        hm_release(allocator, fits, sizeof *fits);
        return NULL;
    }
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
    while (fits->blocks) {
        struct hm_fit_block *block = fits->blocks;
        fits->blocks = block->older;
        hm_release(allocator, block, bytes_of(block->size));
    }
    pthread_mutex_destroy(&fits->lock);
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
           step->columns == other->columns && step->lower_is_better == other->lower_is_better &&
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

hm_fit *hm_fits_add_item(hm_fits *fits, uint32_t step, uint32_t period, uint32_t group) {
    const key found = {step, period, group};
    if (!hm_grow(fits->allocator, &fits->items, fits->keys.count, &fits->item_capacity,
                 sizeof *fits->items))
        return NULL;
    const uint32_t before = fits->keys.count;
    const uint32_t number = hm_names_intern(&fits->keys, (const char *)&found, sizeof found);
    if (number == HM_NO_NAME)
        return NULL;
    if (number == before)
        fits->items[number] =
            (hm_fit){.step = step, .period = period, .group = group, .in_order = true};
    return &fits->items[number];
}

static size_t kept_of(size_t count, hm_step_scope scope) {
    return count > 2 && scope == HM_SCOPE_EXTREMES ? 2 : count;
}

/* Into `kept`, in order unless its method takes any; or the extremes, where these are all that
 * matters. Is it in order? */
static bool settle_sample(const hm_fit_sample *sample, const hm_fit_step *step, double *kept) {
    const size_t size = kept_of(sample->size, hm_fit_step_scope(step));
    const bool any_order = step->method->any_order && !sample->in_order;
    if (size < sample->size) {
        const hm_range range = hm_range_of(sample->values, sample->size);
        kept[0] = range.low;
        kept[1] = range.high;
        return true;
    }
    if (!sample->in_order && !any_order)
        hm_sort(sample->values, size, kept);
    memcpy(kept, sample->values, size * sizeof *kept);
    return !any_order;
}

static bool put_in_order(const hm_fits *fits, hm_fit *item) {
    const size_t count = hm_fit_sample_count(fits, item);
    double *room = hm_allocate_array(fits->allocator, count, sizeof *room);
    if (room)
        hm_sort(item->sample, count, room);
    item->in_order = room != NULL;
    hm_release(fits->allocator, room, count * sizeof *room);
    return item->in_order;
}

bool hm_fits_give_sample(hm_fits *fits, const hm_fit *fit, const double *values) {
    hm_fit *item = &fits->items[fit - fits->items];
    const size_t size = hm_fit_sample_count(fits, item);
    if (item->sample || size == 0)
        return true;
    item->sample = take_locked(fits, size);
    if (item->sample)
        memcpy(item->sample, values, size * sizeof *values);
    return item->sample != NULL;
}

/* What is done to samples is unseen by those who may only read fits. */
static bool recall(const hm_fits *fits) {
    hm_fits *own = (hm_fits *)fits;
    if (!fits->lacks_samples)
        return true;
    own->lacks_samples = !fits->recall(fits->recall_context, own);
    return !fits->lacks_samples;
}

bool hm_fits_settle_samples(const hm_fits *fits) {
    bool fine = recall(fits);
    for (size_t i = 0; fine && i < fits->keys.count; i++)
        fine = fits->items[i].in_order || put_in_order(fits, &fits->items[i]);
    return fine;
}

/* Whole rows, and what their method makes of them. */
static bool learn_joint(hm_fits *fits, hm_fit *item, const hm_fit_sample *sample) {
    const hm_fit_step *of = &fits->steps[item->step];
    const hm_joint_method *joint = of->method->joint;
    double *kept = take_numbers(fits, sample->size);
    double *model = take_numbers(fits, joint->model_size(of->columns));
    if (!kept || !model)
        return false;
    memcpy(kept, sample->values, sample->size * sizeof *kept);
    memset(model, 0, joint->model_size(of->columns) * sizeof *model);
    if (!hm_joint_sort(kept, sample->count, of->columns, fits->allocator))
        return false;
    item->sample = kept;
    item->in_order = true;
    item->learnt.count = sample->count;
    item->learnt.model = model;
    item->learnt.fault =
        joint->learn(&(hm_joint_sample){kept, sample->count, of->columns}, model, fits->allocator);
    return item->learnt.fault != HM_UNFIT_NO_MEMORY;
}

static bool is_recalled(const hm_fit_step *step, const hm_fit_sample *sample) {
    return sample->room && hm_fit_step_scope(step) == HM_SCOPE_SAMPLE;
}

/* What marks go by stays; where it is the `values`, these are the sample. */
static bool keep_ties(hm_fits *fits, hm_fit *item, const double *values, size_t size) {
    const double *ties = item->learnt.ties;
    if (!ties || ties == item->sample)
        return true;
    double *kept = take_numbers(fits, size);
    if (!kept)
        return false;
    memcpy(kept, ties, size * sizeof *kept);
    item->learnt.ties = kept;
    if (ties == values) {
        item->sample = kept;
        item->in_order = true;
    }
    return true;
}

/* The values are room for what the method wants, once they are kept. */
static bool learn_values(hm_fits *fits, hm_fit *item, const hm_fit_sample *sample) {
    const hm_fit_step *of = &fits->steps[item->step];
    const size_t size = kept_of(sample->size, hm_fit_step_scope(of));
    const bool recalled = is_recalled(of, sample);
    double *kept = recalled ? NULL : take_numbers(fits, size);
    if (!kept && !recalled)
        return false;
    item->in_order = !recalled && settle_sample(sample, of, kept);
    item->sample = kept;
    item->learnt.fault = HM_UNFIT_NONE;
    item->learnt.count = size;
    item->learnt.statistics[HM_STATISTIC_REFERENCE] = sample->reference;
    const double *values = kept ? kept : sample->values;
    of->method->fit(&item->learnt, hm_fit_settings(fits, item), values, size,
                    kept ? sample->values : sample->room);
    item->learnt.count = sample->count;
    return keep_ties(fits, item, values, size);
}

/* Kept where they are not those of the step. False when memory has run out. */
static bool keep_settings(hm_fits *fits, hm_fit *item, const double *settings) {
    enum { SIZE = HM_STEP_SETTINGS * sizeof(double) };
    if (!settings || memcmp(settings, fits->steps[item->step].settings, SIZE) == 0)
        return true;
    double *kept = take_numbers(fits, HM_STEP_SETTINGS);
    if (kept)
        memcpy(kept, settings, SIZE);
    item->settings = kept;
    return kept != NULL;
}

bool hm_fits_learn(hm_fits *fits, uint32_t step, uint32_t period, uint32_t group,
                   hm_fit_sample sample, hm_fit *out) {
    hm_fit learnt = {.step = step, .period = period, .group = group, .in_order = true};
    learnt.learnt.fault = HM_UNFIT_EMPTY;
    if (!keep_settings(fits, &learnt, sample.settings))
        return false;
    if (sample.size > 0 &&
        !(fits->steps[step].method->joint ? learn_joint(fits, &learnt, &sample)
                                          : learn_values(fits, &learnt, &sample)))
        return false;
    pthread_mutex_lock(&fits->lock);
    hm_fit *item = hm_fits_add_item(fits, step, period, group);
    if (item)
        *item = learnt;
    fits->lacks_samples |= learnt.learnt.count > 0 && !learnt.sample;
    pthread_mutex_unlock(&fits->lock);
    if (out)
        *out = learnt;
    return item != NULL;
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
    const hm_fit_step *step = &fits->steps[fit->step];
    return step->columns > 0 ? fit->learnt.count * step->columns
                             : kept_of(fit->learnt.count, hm_fit_step_scope(step));
}

hm_joint_sample hm_fit_joint_sample(const hm_fits *fits, const hm_fit *fit) {
    return (hm_joint_sample){fit->sample, fit->learnt.count, fits->steps[fit->step].columns};
}
