/* points.c: points are made with their bits turned round. Owen's scrambling turns each bit of a
 * place or not by what the bits above it are; with the bits turned round these are the bits below,
 * and a product or a sum of integers is of that kind: its bits depend on none above them. The idea
 * is that of Laine and Karras, "Stratified sampling for stochastic transparency" (2011); see
 * Burley, "Practical hash-based Owen scrambling" (2020). */
#include "methods/points.h"

#include "methods/sobol_table.h"
#include "platform/wide.h"

_Static_assert((int)HM_POINTS_DIMENSIONS == (int)HM_SOBOL_DIMENSIONS, "the table has all of them");

enum { RUN = 32 }; /* a power of 2 */

/* Bytes of directions of a dimension. */
#define SIZE (HM_POINTS_BITS * sizeof(uint32_t))

static inline uint32_t turn_round(uint32_t bits) {
    bits = (bits & 0x55555555) << 1 | (bits >> 1 & 0x55555555);
    bits = (bits & 0x33333333) << 2 | (bits >> 2 & 0x33333333);
    bits = (bits & 0x0f0f0f0f) << 4 | (bits >> 4 & 0x0f0f0f0f);
    bits = (bits & 0x00ff00ff) << 8 | (bits >> 8 & 0x00ff00ff);
    return bits << 16 | bits >> 16;
}

/* --- directions --- */

static unsigned degree_of(unsigned polynomial) {
    unsigned degree = 0;
    while (polynomial >> (degree + 1))
        degree++;
    return degree;
}

/* Of the first dimension: the bits of the index, turned round. */
static void lay_out_first(uint32_t *directions) {
    for (unsigned i = 0; i < HM_POINTS_BITS; i++)
        directions[i] = UINT32_C(1) << i;
}

/* Each follows from as many before it as the polynomial has degrees. */
static void lay_out(uint32_t *directions, unsigned polynomial, unsigned degree,
                    const uint16_t *starts) {
    for (unsigned i = 0; i < degree; i++)
        directions[i] = turn_round((uint32_t)starts[i] << (HM_POINTS_BITS - 1 - i));
    for (unsigned i = degree; i < HM_POINTS_BITS; i++) {
        const uint32_t *before = directions + (i - degree);
        uint32_t direction = before[0] << degree;
        for (unsigned k = 0; k < degree; k++)
            direction ^= polynomial >> k & 1 ? before[k] : 0;
        directions[i] = direction;
    }
}

static void lay_out_all(uint32_t *directions, uint32_t dimensions) {
    const uint16_t *starts = hm_sobol_starts;
    if (dimensions > 0)
        lay_out_first(directions);
    for (uint32_t i = 1; i < dimensions; i++) {
        const unsigned polynomial = hm_sobol_polynomials[i - 1], degree = degree_of(polynomial);
        lay_out(directions + (size_t)i * HM_POINTS_BITS, polynomial, degree, starts);
        starts += degree;
    }
}

/* --- scrambling --- */

/* Every bit depends on all: the last step of splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t bits) {
    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
    return bits ^ bits >> 31;
}

static void choose_keys(hm_points_key *keys, uint32_t dimensions, uint64_t seed,
                        uint32_t scrambling) {
    const uint64_t step = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t state = mix(mix(seed + step) + scrambling);
    for (uint32_t i = 0; i < dimensions; i++) {
        const uint64_t one = mix(state + step), two = mix(state + 2 * step);
        keys[i] = (hm_points_key){
            {(uint32_t)one, (uint32_t)(one >> 32), (uint32_t)two, (uint32_t)(two >> 32)}};
        state += 2 * step;
    }
}

/* No step lets a bit depend on one above it. How a bit turns is then as good as independent for any
 * two bits below, and for the four that two bits make: known factors alone, as others take them,
 * leave the latter far from it. */
static inline uint32_t scramble(uint32_t bits, hm_points_key key) {
    bits ^= bits * (key.words[0] << 1);
    bits += key.words[1];
    bits ^= bits * (key.words[2] << 1);
    bits += key.words[3];
    bits ^= bits * 0x05526c56;
    bits ^= bits * (key.words[1] & ~UINT32_C(1));
    bits ^= bits * 0x53a22864;
    return bits ^ key.words[0];
}

/* The middle of the smallest interval. */
static inline double place_of(uint32_t bits, hm_points_key key) {
    return (turn_round(scramble(bits, key)) + 0.5) * 0x1p-32;
}

/* --- points --- */

bool hm_points_open(hm_points *points, uint32_t dimensions, uint64_t seed, uint32_t scrambling,
                    const hm_allocator *allocator) {
    const hm_points laid_out = {.allocator = allocator,
                                .dimensions = dimensions,
                                .own = hm_allocate_array(allocator, dimensions, SIZE)};
    *points = laid_out;
    if (!points->own)
        return false;
    lay_out_all(points->own, dimensions);
    points->directions = points->own;
    if (hm_points_scramble(points, points, seed, scrambling)) {
        points->own = laid_out.own;
        return true;
    }
    hm_release(allocator, laid_out.own, dimensions * SIZE);
    return false;
}

bool hm_points_scramble(hm_points *points, const hm_points *same, uint64_t seed,
                        uint32_t scrambling) {
    const uint32_t dimensions = same->dimensions;
    *points = (hm_points){
        .allocator = same->allocator, .dimensions = dimensions, .directions = same->directions};
    points->keys = hm_allocate_array(points->allocator, dimensions, sizeof *points->keys);
    if (points->keys)
        choose_keys(points->keys, dimensions, seed, scrambling);
    return points->keys != NULL;
}

void hm_points_close(hm_points *points) {
    hm_release(points->allocator, points->own, points->dimensions * SIZE);
    hm_release(points->allocator, points->keys, points->dimensions * sizeof *points->keys);
    points->own = NULL;
    points->keys = NULL;
}

static uint32_t bits_of(const uint32_t *directions, uint32_t index) {
    uint32_t bits = 0;
    for (; index > 0; index >>= 1, directions++)
        bits ^= index & 1 ? *directions : 0;
    return bits;
}

double hm_point(const hm_points *points, uint32_t index, uint32_t dimension) {
    const uint32_t *directions = points->directions + (size_t)dimension * HM_POINTS_BITS;
    return place_of(bits_of(directions, index), points->keys[dimension]);
}

/* Of RUN indices from a multiple of that on, which have all but their lowest bits in common. */
static void find_run(const uint32_t *directions, uint32_t start, uint32_t bits[RUN]) {
    bits[0] = bits_of(directions, start);
    for (size_t done = 1; done < RUN; done *= 2, directions++)
        for (size_t i = 0; i < done; i++)
            bits[done + i] = bits[i] ^ *directions;
}

HM_WIDE static void place_points(const uint32_t *restrict bits, size_t count, hm_points_key key,
                                 double *restrict places) {
    for (size_t i = 0; i < count; i++)
        places[i] = place_of(bits[i], key);
}

void hm_points_fill(const hm_points *points, uint32_t first, size_t count, uint32_t dimension,
                    double *places) {
    const uint32_t *directions = points->directions + (size_t)dimension * HM_POINTS_BITS;
    uint32_t bits[RUN];
    for (size_t done = 0, size; done < count; done += size) {
        const uint32_t index = first + (uint32_t)done, before = index % RUN;
        size = count - done < RUN - before ? count - done : RUN - before;
        find_run(directions, index - before, bits);
        place_points(bits + before, size, points->keys[dimension], places + done);
    }
}
