/* powers_of_ten.h: the powers of ten from 1e-342 to 1e324 to 128 bits.
 *
 * 10^k = (high * 2^64 + low + r) * 2^(b - 127), where b = hm_power_of_ten_exponent(k) is the binary
 * exponent floor(log2(10^k)), the top bit of `high` is set and 0 <= r < 1. r is 0 exactly for
 * k = 0..55, whose odd part 5^k fits into 128 bits. `low` is never all ones, so that adding 1 to
 * it, which makes of the lower bound an upper one, needs no carry. */
#ifndef HM_POWERS_OF_TEN_H
#define HM_POWERS_OF_TEN_H

#include <stdbool.h>
#include <stdint.h>

#define HM_POWER_OF_TEN_LEAST         (-342)
#define HM_POWER_OF_TEN_MOST          324
#define HM_POWER_OF_TEN_LARGEST_EXACT 55

typedef struct hm_power_of_ten {
    uint64_t high, low;
} hm_power_of_ten;

extern const hm_power_of_ten
    hm_powers_of_ten[HM_POWER_OF_TEN_MOST - HM_POWER_OF_TEN_LEAST + 1]; /* [k - least] */

static inline bool hm_power_of_ten_is_exact(int k) {
    return k >= 0 && k <= HM_POWER_OF_TEN_LARGEST_EXACT;
}

/* floor(a / 2^shift), shift 1..31: C leaves open what shifting a negative number does. */
static inline int hm_floor_shift(int32_t a, int shift) {
    return (int)(((uint32_t)a + (UINT32_C(1) << 31)) >> shift) - (int)(UINT32_C(1) << (31 - shift));
}

/* floor(log2(10^k)) for |k| <= 400: 1741647 / 2^19 is log2(10) closely enough. */
static inline int hm_power_of_ten_exponent(int k) {
    return hm_floor_shift(k * 1741647, 19);
}

#endif
