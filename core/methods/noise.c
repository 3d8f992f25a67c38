/* noise.c: Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1,
 * 2, 3" (2011): ten rounds of products whose halves change places. */
#include "methods/noise.h"

#include <math.h>
#include <string.h>

#include "base/numbers/logarithm.h"
#include "base/numbers/normal.h"
#include "platform/wide.h"

enum { ROUNDS = 10, BLOCK = 512 };

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

HM_WIDE static void draw_all(const hm_noise *noise, uint32_t replicate,
                             const uint32_t *restrict units, size_t count, uint32_t cell,
                             double *restrict numbers) {
    const hm_noise own = *noise;
    for (size_t i = 0; i < count; i++)
        numbers[i] = draw(&own, replicate, units[i], cell);
}

HM_WIDE static void draw_cells(const hm_noise *noise, uint32_t replicate,
                               const uint32_t *restrict units, const uint32_t *restrict cells,
                               size_t count, double *restrict numbers) {
    const hm_noise own = *noise;
    for (size_t i = 0; i < count; i++)
        numbers[i] = draw(&own, replicate, units[i], cells[i]);
}

/* --- normal numbers: the quantiles of places, as hm_normal_quantile has them, but many at once ---
 */

HM_WIDE static void fill_middle(const double *restrict places, size_t count,
                                double *restrict numbers) {
    const hm_normal_rational middle = hm_normal_middle;
    for (size_t i = 0; i < count; i++) {
        const double q = places[i] - 0.5;
        numbers[i] = q * hm_normal_value(&middle, HM_NORMAL_CENTRE - q * q);
    }
}

HM_WIDE static void fill_near(const double *restrict tails, size_t count, double *restrict sizes) {
    const hm_normal_rational near = hm_normal_near;
    for (size_t i = 0; i < count; i++)
        sizes[i] = hm_normal_value(&near, tails[i] - HM_NORMAL_NEAR);
}

HM_WIDE static void take_logs(const double *restrict tails, size_t count, double *restrict logs) {
    for (size_t i = 0; i < count; i++)
        logs[i] = -hm_log(tails[i]);
}

/* One in seven is outside the middle: these are done together, too. */
static void fill_tails(const double *places, size_t count, double *numbers) {
    double tails[BLOCK], sizes[BLOCK];
    uint32_t at[BLOCK];
    size_t outside = 0;
    for (size_t i = 0; i < count; i++) {
        at[outside] = (uint32_t)i;
        outside += fabs(places[i] - 0.5) > HM_NORMAL_MIDDLE;
    }
    for (size_t i = 0; i < outside; i++) {
        const double place = places[at[i]];
        tails[i] = place < 1 - place ? place : 1 - place;
    }
    take_logs(tails, outside, sizes);
    for (size_t i = 0; i < outside; i++)
        tails[i] = sqrt(sizes[i]);
    fill_near(tails, outside, sizes);
    for (size_t i = 0; i < outside; i++) {
        const double place = places[at[i]];
        numbers[at[i]] = copysign(sizes[i], place - 0.5);
        if (tails[i] > HM_NORMAL_FAR)
            numbers[at[i]] = hm_normal_quantile(place);
    }
}

static void make_normal(double *numbers, size_t count) {
    double places[BLOCK];
    for (size_t done = 0; done < count; done += BLOCK) {
        const size_t size = count - done < BLOCK ? count - done : BLOCK;
        memcpy(places, numbers + done, size * sizeof *places);
        fill_middle(places, size, numbers + done);
        fill_tails(places, size, numbers + done);
    }
}

void hm_noise_fill_normal(const hm_noise *noise, uint32_t replicate, const uint32_t *units,
                          size_t count, uint32_t cell, double *numbers) {
    draw_all(noise, replicate, units, count, cell, numbers);
    make_normal(numbers, count);
}

void hm_noise_fill_normal_cells(const hm_noise *noise, uint32_t replicate, const uint32_t *units,
                                const uint32_t *cells, size_t count, double *numbers) {
    draw_cells(noise, replicate, units, cells, count, numbers);
    make_normal(numbers, count);
}

double hm_noise_normal(const hm_noise *noise, uint32_t replicate, uint32_t unit, uint32_t cell) {
    double number = draw(noise, replicate, unit, cell);
    make_normal(&number, 1);
    return number;
}
