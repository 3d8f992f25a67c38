#include "transform/fits.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "platform/environment.h"

typedef struct key {
    uint32_t node, period;
} key;

hm_fits *hm_fits_new(const hm_allocator *allocator) {
    hm_fits *fits = hm_allocate_array(allocator, 1, sizeof *fits);
    if (!fits)
        return NULL;
    fits->allocator = allocator;
    hm_arena_open(&fits->arena, allocator);
    hm_names_open(&fits->nodes, allocator);
    hm_names_open(&fits->periods, allocator);
    hm_names_open(&fits->keys, allocator);
    return fits;
}

void hm_fits_free(hm_fits *fits) {
    if (!fits)
        return;
    const hm_allocator *allocator = fits->allocator;
    hm_release(allocator, fits->items, fits->item_capacity * sizeof *fits->items);
    hm_release(allocator, fits->of_nodes, fits->node_capacity * sizeof *fits->of_nodes);
    hm_names_close(&fits->keys);
    hm_names_close(&fits->periods);
    hm_names_close(&fits->nodes);
    hm_arena_close(&fits->arena);
    hm_release(allocator, fits, sizeof *fits);
}

bool hm_fit_node_is(const hm_fit_node *node, const hm_fit_node *other) {
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        if (node->digest[i] != other->digest[i])
            return false;
    return node->scale == other->scale && node->lower_is_better == other->lower_is_better;
}

uint32_t hm_fits_add_node(hm_fits *fits, const char *code, size_t size, const hm_fit_node *node) {
    const uint32_t before = fits->nodes.count;
    if (!hm_grow(fits->allocator, &fits->of_nodes, before, &fits->node_capacity,
                 sizeof *fits->of_nodes))
        return HM_NO_NAME;
    const uint32_t number = hm_names_intern(&fits->nodes, code, size);
    if (number == before)
        fits->of_nodes[number] = *node;
    return number;
}

/* The item of a node and a period, a new one if there is none; NULL when memory has run out. */
static hm_fit *add_item(hm_fits *fits, uint32_t node, uint32_t period) {
    const key found = {node, period};
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

/* Of a scale that keeps no sample the extremes are all that matters. */
static size_t keep_extremes(double *sample, size_t count) {
    if (count > 2)
        sample[1] = sample[count - 1];
    return count > 2 ? 2 : count;
}

bool hm_fits_learn(hm_fits *fits, uint32_t node, uint32_t period, double *sample,
                   size_t sample_count, size_t count) {
    const hm_scale *scale = &hm_scales[fits->of_nodes[node].scale];
    hm_fit *item = add_item(fits, node, period);
    if (!item)
        return false;
    *item = (hm_fit){.node = node, .period = period};
    if (sample_count == 0)
        return true;
    qsort(sample, sample_count, sizeof *sample, compare);
    if (!scale->keeps_sample)
        sample_count = keep_extremes(sample, sample_count);
    double *kept = hm_arena_take_array(&fits->arena, sample_count, sizeof *kept);
    double *ties = hm_scale_has_places(scale)
                       ? hm_arena_take_array(&fits->arena, sample_count, sizeof *ties)
                       : NULL;
    if (!kept || (hm_scale_has_places(scale) && !ties))
        return false;
    memcpy(kept, sample, sample_count * sizeof *kept);
    item->sample = kept;
    item->possible = scale->fit(&item->learnt, kept, sample_count, ties);
    item->learnt.count = count;
    return true;
}

const hm_fit *hm_fits_at(const hm_fits *fits, uint32_t node, uint32_t period) {
    const key wanted = {node, period};
    const uint32_t number = hm_names_find(&fits->keys, (const char *)&wanted, sizeof wanted);
    return number == HM_NO_NAME ? NULL : &fits->items[number];
}

const hm_fit *hm_fits_find(const hm_fits *fits, const char *code, const char *period) {
    const uint32_t node = hm_names_find(&fits->nodes, code, strlen(code));
    const uint32_t at = hm_names_find(&fits->periods, period, strlen(period));
    return node == HM_NO_NAME || at == HM_NO_NAME ? NULL : hm_fits_at(fits, node, at);
}

size_t hm_fit_sample_count(const hm_fits *fits, const hm_fit *fit) {
    const size_t count = fit->learnt.count;
    return count > 2 && !hm_scales[fits->of_nodes[fit->node].scale].keeps_sample ? 2 : count;
}

/* --- merging --- */

static hm_code merge_nodes(hm_fits *fits, const hm_fits *other, hm_error *error) {
    for (uint32_t i = 0; i < other->nodes.count; i++) {
        const char *code = other->nodes.texts[i];
        const uint32_t number =
            hm_fits_add_node(fits, code, other->nodes.sizes[i], &other->of_nodes[i]);
        if (number == HM_NO_NAME)
            return hm_error_memory(error);
        if (!hm_fit_node_is(&fits->of_nodes[number], &other->of_nodes[i]))
            return hm_error_set(error, HM_ERROR_PACKAGE,
                                "node %s is not the same in all of the fits: its measure, its "
                                "inputs, its scale or its direction differ",
                                code);
    }
    return HM_OK;
}

/* What two fits have of a node and a period, learnt anew from both samples. */
static bool merge_item(hm_fits *fits, const hm_fits *other, const hm_fit *item) {
    const char *code = other->nodes.texts[item->node], *period = other->periods.texts[item->period];
    const uint32_t node = hm_names_find(&fits->nodes, code, other->nodes.sizes[item->node]);
    const uint32_t at = hm_names_intern(&fits->periods, period, other->periods.sizes[item->period]);
    if (at == HM_NO_NAME)
        return false;
    const hm_fit *before = hm_fits_at(fits, node, at);
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
    const bool fine = hm_fits_learn(fits, node, at, sample, own + more, count);
    hm_release(fits->allocator, sample, (own + more) * sizeof *sample);
    return fine;
}

hm_code hm_fits_add_all(hm_fits *fits, const hm_fits *other, hm_error *error) {
    const hm_code code = merge_nodes(fits, other, error);
    if (code != HM_OK)
        return code;
    for (size_t k = 0; k < other->keys.count; k++)
        if (!merge_item(fits, other, &other->items[k]))
            return hm_error_memory(error);
    return HM_OK;
}

static hm_code merge(hm_fits **out, const hm_fits *const *fits, size_t count,
                     const hm_allocator *allocator, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || (!fits && count > 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_fits_merge needs an out and fits");
    hm_fits *merged = hm_fits_new(allocator ? allocator : hm_allocator_default());
    if (!merged)
        return hm_error_memory(error);
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < count; i++)
        code = hm_fits_add_all(merged, fits[i], error);
    if (code == HM_OK)
        *out = merged;
    else
        hm_fits_free(merged);
    return code;
}

hm_code hm_fits_merge(hm_fits **out, const hm_fits *const *fits, size_t count,
                      const hm_allocator *allocator, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, merge(out, fits, count, allocator, error));
}
