/* fits.h: what steps have learnt: of each node that learns from all units, and of each period.
 *
 * A fit stands by itself: nodes are codes, periods are texts, so it can be of other data, or of no
 * data at all. What is learnt follows from the sample alone, in ascending order: not from the order
 * of the cities, nor from how many parts they came in. */
#ifndef HM_FITS_H
#define HM_FITS_H

#include "base/names.h"
#include "hundredmark/fits.h"
#include "methods/scales.h"

/* A digest of what a node's values depend on, as numbers that a double holds: 48 bits each. */
enum { HM_FIT_DIGEST = 4 };

typedef struct hm_fit_node {
    uint8_t scale; /* a row of hm_scales */
    bool lower_is_better;
    double digest[HM_FIT_DIGEST];
} hm_fit_node;

typedef struct hm_fit {
    uint32_t node, period;
    bool possible; /* there are marks */
    hm_scale_fit learnt;
    const double *sample; /* ascending, the greater the better: hm_fit_sample_count numbers */
} hm_fit;

struct hm_fits {
    const hm_allocator *allocator;
    hm_arena arena; /* of samples */
    hm_names nodes; /* codes, numbered as `of_nodes` */
    hm_fit_node *of_nodes;
    size_t node_capacity;
    hm_names periods;
    hm_names keys; /* node and period of each item, numbered as `items` */
    hm_fit *items;
    size_t item_capacity;
};

/* NULL when memory has run out. */
hm_fits *hm_fits_new(const hm_allocator *allocator);

/* The number of a node, HM_NO_NAME when memory has run out. One that is there already must be as
 * this one is: hm_fit_node_is. */
uint32_t hm_fits_add_node(hm_fits *fits, const char *code, size_t size, const hm_fit_node *node);
bool hm_fit_node_is(const hm_fit_node *node, const hm_fit_node *other);

/* Learns from a sample, which is sorted in place: all values, oriented so that the greater is the
 * better; where the scale keeps no sample (hm_scale.keeps_sample), those of `count` values that
 * matter. Replaces what was there of this node and period. False when memory has run out. */
bool hm_fits_learn(hm_fits *fits, uint32_t node, uint32_t period, double *sample,
                   size_t sample_count, size_t count);

/* Adds what another has learnt, from units that no fit of `fits` was learnt from. Errors:
 * HM_ERROR_PACKAGE for a node that is not the same in both, memory. */
hm_code hm_fits_add_all(hm_fits *fits, const hm_fits *other, hm_error *error);

/* NULL where there is nothing. */
const hm_fit *hm_fits_find(const hm_fits *fits, const char *code, const char *period);
const hm_fit *hm_fits_at(const hm_fits *fits, uint32_t node, uint32_t period);
size_t hm_fit_sample_count(const hm_fits *fits, const hm_fit *fit);

/* -1 where less is better, else 1. */
static inline double hm_fit_sign(const hm_fit_node *node) {
    return node->lower_is_better ? -1 : 1;
}

#endif
