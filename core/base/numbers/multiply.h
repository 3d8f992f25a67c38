/* multiply.h: the 128-bit product of two 64-bit numbers, which reading and printing numbers rest
 * on. */
#ifndef HM_MULTIPLY_H
#define HM_MULTIPLY_H

#include <stdint.h>

typedef struct hm_product {
    uint64_t high, low;
} hm_product;

/* By four 32-bit products: for compilers without a 128-bit type. */
static inline hm_product hm_multiply_by_halves(uint64_t a, uint64_t b) {
    uint64_t a_low = a & UINT32_MAX, a_high = a >> 32;
    uint64_t b_low = b & UINT32_MAX, b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t cross = a_high * b_low + (low >> 32); /* <= (2^32 - 1)^2 + 2^32 - 1: no carry */
    uint64_t other = a_low * b_high + (cross & UINT32_MAX);
    return (hm_product){a_high * b_high + (cross >> 32) + (other >> 32),
                        (other << 32) | (low & UINT32_MAX)};
}

static inline hm_product hm_multiply(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (hm_product){(uint64_t)(product >> 64), (uint64_t)product};
#else
    return hm_multiply_by_halves(a, b);
#endif
}

/* The upper 128 of the 192 bits of a * (high * 2^64 + low); the lowest 64 go to `rest`. Never
 * overflows. */
static inline hm_product hm_multiply_wide(uint64_t a, uint64_t high, uint64_t low, uint64_t *rest) {
    hm_product upper = hm_multiply(a, high);
    hm_product lower = hm_multiply(a, low);
    uint64_t middle = upper.low + lower.high;
    *rest = lower.low;
    return (hm_product){upper.high + (middle < upper.low), middle};
}

#endif
