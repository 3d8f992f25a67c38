/* noise.c: Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1,
 * 2, 3" (2011): ten rounds of products whose halves change places. */
#include "methods/noise.h"

#include "base/numbers/normal.h"
#include "platform/wide.h"

enum { ROUNDS = 10 };

typedef struct block {
    uint32_t a, b, c, d;
} block;

static inline block philox(block from, uint32_t key, uint32_t other) {
    for (unsigned round = 0; round < ROUNDS; round++) {
        const uint64_t left = (uint64_t)from.a * 0xd2511f53, right = (uint64_t)from.c * 0xcd9e8d57;
        from = (block){(uint32_t)(right >> 32) ^ from.b ^ key, (uint32_t)right,
                       (uint32_t)(left >> 32) ^ from.d ^ other, (uint32_t)left};
        key += 0x9e3779b9;
        other += 0xbb67ae85;
    }
    return from;
}

void hm_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t bits[4]) {
    const block found =
        philox((block){counter[0], counter[1], counter[2], counter[3]}, key[0], key[1]);
    bits[0] = found.a;
    bits[1] = found.b;
    bits[2] = found.c;
    bits[3] = found.d;
}

/* 52 bits: of 53 the middle of the last interval would be rounded to 1. */
static inline double draw(const hm_noise *noise, uint32_t replicate, uint32_t unit, uint32_t cell) {
    const block counter = {replicate, unit, cell, (uint32_t)(noise->seed >> 32)};
    const block found = philox(counter, (uint32_t)noise->seed, noise->stream);
    const uint64_t bits = (uint64_t)found.a << 20 | found.b >> 12;
    return ((double)bits + 0.5) * 0x1p-52;
}

double hm_noise_uniform(const hm_noise *noise, uint32_t replicate, uint32_t unit, uint32_t cell) {
    return draw(noise, replicate, unit, cell);
}

double hm_noise_normal(const hm_noise *noise, uint32_t replicate, uint32_t unit, uint32_t cell) {
    return hm_normal_quantile(draw(noise, replicate, unit, cell));
}

HM_WIDE static void draw_all(const hm_noise *noise, uint32_t replicate, uint32_t first,
                             size_t count, uint32_t cell, double *restrict numbers) {
    const hm_noise own = *noise;
    for (size_t i = 0; i < count; i++)
        numbers[i] = draw(&own, replicate, first + (uint32_t)i, cell);
}

void hm_noise_fill_uniform(const hm_noise *noise, uint32_t replicate, uint32_t first, size_t count,
                           uint32_t cell, double *numbers) {
    draw_all(noise, replicate, first, count, cell, numbers);
}

void hm_noise_fill_normal(const hm_noise *noise, uint32_t replicate, uint32_t first, size_t count,
                          uint32_t cell, double *numbers) {
    draw_all(noise, replicate, first, count, cell, numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = hm_normal_quantile(numbers[i]);
}
