/* noise.h: random numbers by their place: that of a replicate, a unit and a cell is always the
 * same, whoever asks for it, in whatever order and on whatever thread. */
#ifndef HM_NOISE_H
#define HM_NOISE_H

#include <stddef.h>
#include <stdint.h>

/* Streams of a seed are independent of each other. */
typedef struct hm_noise {
    uint64_t seed;
    uint32_t stream;
} hm_noise;

/* Even over 0..1, and neither 0 nor 1. */
double hm_noise_uniform(const hm_noise *noise, uint32_t replicate, uint32_t unit, uint32_t cell);
/* From the standard normal distribution. */
double hm_noise_normal(const hm_noise *noise, uint32_t replicate, uint32_t unit, uint32_t cell);

/* The same of many units at once; and of a cell for each of them. */
void hm_noise_fill_normal(const hm_noise *noise, uint32_t replicate, const uint32_t *units,
                          size_t count, uint32_t cell, double *numbers);
void hm_noise_fill_normal_cells(const hm_noise *noise, uint32_t replicate, const uint32_t *units,
                                const uint32_t *cells, size_t count, double *numbers);

/* What all of this rests on: 128 bits of a counter and a key, by the generator Philox 4x32-10. */
void hm_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t bits[4]);

#endif
