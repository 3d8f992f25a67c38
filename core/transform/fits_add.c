/* fits_add.c: what several fits have learnt of one phase, learnt from all of their samples. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "transform/fits.h"

/* What several fits have of one item, before it is learnt from all of it. */
typedef struct gathered {
    size_t start, size;     /* of its sample, among those of all items */
    size_t count;           /* of units */
    double reference;       /* of the part that has the city to compare with; NAN: none has */
    const double *settings; /* as in hm_fit */
} gathered;

typedef struct gatherer {
    hm_fits *fits;
    uint32_t phase;
    gathered *items; /* by number of the item in `fits`; those of other phases are empty */
    size_t capacity;
    double *samples;
    size_t size;
} gatherer;

static hm_code add_steps(const gatherer *g, const hm_fits *other, hm_error *error) {
    for (uint32_t i = 0; i < other->step_names.count; i++) {
        const hm_fit_step *step = &other->steps[i];
        if (step->phase != g->phase)
            continue;
        const uint32_t number = hm_fits_add_step(g->fits, hm_fits_code(other, i), step);
        if (number == HM_NO_NAME)
            return hm_error_memory(error);
        if (!hm_fit_step_is(&g->fits->steps[number], step))
            return hm_error_set(error, HM_ERROR_PACKAGE,
                                "node %s is not the same in all of the fits: what it is measured "
                                "or made of, its scale or its direction differ",
                                hm_fits_code(other, i));
    }
    return HM_OK;
}

/* The item of `fits` that one of another is a part of; NULL when memory has run out. */
static const hm_fit *item_for(const gatherer *g, const hm_fits *other, const hm_fit *item) {
    hm_fits *fits = g->fits;
    const uint32_t step =
        hm_fits_find_step(fits, hm_fits_code(other, item->step), other->steps[item->step].phase);
    const uint32_t period = hm_names_intern(&fits->periods, other->periods.texts[item->period],
                                            other->periods.sizes[item->period]);
    const uint32_t group = hm_names_intern(&fits->groups, other->groups.texts[item->group],
                                           other->groups.sizes[item->group]);
    if (period == HM_NO_NAME || group == HM_NO_NAME)
        return NULL;
    return hm_fits_add_item(fits, step, period, group);
}

typedef bool visitor(gatherer *g, size_t number, const hm_fits *other, const hm_fit *item);

/* False when memory has run out. */
static bool visit(gatherer *g, const hm_fits *other, visitor *each) {
    bool fine = true;
    for (size_t i = 0; fine && i < other->keys.count; i++) {
        const hm_fit *item = &other->items[i];
        if (other->steps[item->step].phase != g->phase)
            continue;
        const hm_fit *found = item_for(g, other, item);
        fine = found && each(g, (size_t)(found - g->fits->items), other, item);
    }
    return fine;
}

static bool count_sample(gatherer *g, size_t number, const hm_fits *other, const hm_fit *item) {
    const size_t before = g->capacity;
    while (number >= g->capacity)
        if (!hm_grow(g->fits->allocator, &g->items, g->capacity, &g->capacity, sizeof *g->items))
            return false;
    for (size_t i = before; i < g->capacity; i++)
        g->items[i] = (gathered){.reference = (double)NAN};
    const double reference = item->learnt.statistics[HM_STATISTIC_REFERENCE];
    if (item->learnt.count > 0 && !isnan(reference))
        g->items[number].reference = reference;
    g->items[number].settings = item->settings;
    g->items[number].size += hm_fit_sample_count(other, item);
    g->items[number].count += item->learnt.count;
    return true;
}

/* Each sample gets its place, and is filled from there on. */
static bool open_samples(gatherer *g) {
    for (size_t i = 0; i < g->capacity; i++) {
        g->items[i].start = g->size;
        g->size += g->items[i].size;
        g->items[i].size = 0;
    }
    g->samples = hm_allocate_array(g->fits->allocator, g->size, sizeof *g->samples);
    return g->samples != NULL;
}

static bool copy_sample(gatherer *g, size_t number, const hm_fits *other, const hm_fit *item) {
    gathered *to = &g->items[number];
    const size_t size = hm_fit_sample_count(other, item);
    if (size > 0)
        memcpy(g->samples + to->start + to->size, item->sample, size * sizeof *g->samples);
    to->size += size;
    return true;
}

static bool learn_all(const gatherer *g) {
    bool fine = true;
    for (size_t i = 0; fine && i < g->fits->keys.count; i++) {
        const hm_fit item = g->fits->items[i];
        if (g->fits->steps[item.step].phase == g->phase)
            fine = hm_fits_learn(g->fits, item.step, item.period, item.group,
                                 (hm_fit_sample){.values = g->samples + g->items[i].start,
                                                 .size = g->items[i].size,
                                                 .count = g->items[i].count,
                                                 .reference = g->items[i].reference,
                                                 .settings = g->items[i].settings},
                                 NULL);
    }
    return fine;
}

hm_code hm_fits_add(hm_fits *fits, const hm_fits *const *others, size_t count, uint32_t phase,
                    hm_error *error) {
    gatherer g = {.fits = fits, .phase = phase};
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = add_steps(&g, others[i], error);
    bool fine = true;
    for (size_t i = 0; code == HM_OK && fine && i < count; i++)
        fine = visit(&g, others[i], count_sample);
    fine = fine && open_samples(&g);
    for (size_t i = 0; code == HM_OK && fine && i < count; i++)
        fine = visit(&g, others[i], copy_sample);
    if (code == HM_OK)
        code = fine && learn_all(&g) ? HM_OK : hm_error_memory(error);
    hm_release(fits->allocator, g.samples, g.size * sizeof *g.samples);
    hm_release(fits->allocator, g.items, g.capacity * sizeof *g.items);
    return code;
}
