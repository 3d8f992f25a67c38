/* points.h: points that fill the unit cube evenly: Sobol' points, scrambled as Owen proposed. Of
 * 2^k of them, each interval of length 2^-k of each dimension holds one. Different scramblings are
 * independent of each other, so that results of several say how far off their mean is; the mean of
 * a function over the points of one is right on average. Any point can be had by itself. */
#ifndef HM_POINTS_H
#define HM_POINTS_H

#include "base/memory.h"

enum { HM_POINTS_DIMENSIONS = 512, HM_POINTS_BITS = 32 };

/* How the places of one dimension are scrambled. */
typedef struct hm_points_key {
    uint32_t words[4];
} hm_points_key;

/* Constant once it is open: threads share it. */
typedef struct hm_points {
    const hm_allocator *allocator;
    uint32_t dimensions;
    const uint32_t *directions; /* HM_POINTS_BITS of each dimension, the highest bit last */
    uint32_t *own;              /* they, where they are no other points' */
    hm_points_key *keys;        /* one of each dimension */
} hm_points;

/* Points of one scrambling, 0, 1, 2 ... of a seed. At most HM_POINTS_DIMENSIONS dimensions: who has
 * more asks before. False when memory has run out; then nothing is open. */
bool hm_points_open(hm_points *points, uint32_t dimensions, uint64_t seed, uint32_t scrambling,
                    const hm_allocator *allocator);
/* Another scrambling of the same points, which must outlive it. */
bool hm_points_scramble(hm_points *points, const hm_points *same, uint64_t seed,
                        uint32_t scrambling);
void hm_points_close(hm_points *points);

/* Point `index`'s place in one dimension: within 0..1, and neither 0 nor 1. */
double hm_point(const hm_points *points, uint32_t index, uint32_t dimension);
/* The same of `count` points from `first` on. */
void hm_points_fill(const hm_points *points, uint32_t first, size_t count, uint32_t dimension,
                    double *places);

#endif
