/* number_nearest.c: from a decimal of up to 64 bits to the nearest double.
 *
 * The digits times a 128-bit power of ten give 192 bits, of which the first 53 are the double and
 * the others tell which way to round. The power is rounded down, so the true product lies in
 * [product, product + 2^64): only when the middle between two doubles falls inside that interval,
 * which ordinary data never does, is the exact comparison needed. (After D. Lemire, "Number
 * parsing at a gigabyte per second", 2021, whose idea it is; the interval is what proves it here.)
 */
#include "base/numbers/number_decimal.h"

#include "base/numbers/multiply.h"
#include "base/numbers/powers_of_ten.h"

/* Below 2^64 * 1e-343 < 2^-1075 everything is nearest to 0; from 1e309 on everything is too big. */
#define MOST_EXPONENT 308

static int leading_zeros(uint64_t number) {
#ifdef __GNUC__
    return __builtin_clzll(number);
#else
    int count = 0;
    for (int step = 32; step > 0; step /= 2)
        if (number >> (64 - step) == 0) {
            number <<= step;
            count += step;
        }
    return count;
#endif
}

/* `product` is cut above the lowest `shift` (1..64) bits of its high word; `rest` are the 64 bits
 * below it. An inexact product lacks less than one unit of its low word, so with `rest` the true
 * one is less than two units above it: it can reach the middle only from the unit just below. */
static hm_side side_of_middle(hm_product product, uint64_t rest, int shift, bool exact) {
    uint64_t middle = UINT64_C(1) << (shift - 1);
    uint64_t high = product.high & ((middle << 1) - 1);
    bool odd = shift < 64 && ((product.high >> shift) & 1);
    if (high < middle) {
        bool reaches = !exact && high == middle - 1 && product.low == UINT64_MAX;
        return reaches ? HM_SIDE_OPEN : HM_SIDE_LOWER;
    }
    /* An inexact product is less than the true one, so at the middle it means above it. */
    bool tie = exact && high == middle && product.low == 0 && rest == 0;
    return tie && !odd ? HM_SIDE_LOWER : HM_SIDE_UPPER;
}

hm_side hm_decimal_side(hm_decimal decimal, uint64_t *bits) {
    int k = decimal.exponent;
    *bits = 0;
    if (decimal.digits == 0 || k < HM_POWER_OF_TEN_LEAST)
        return HM_SIDE_LOWER;
    if (k > MOST_EXPONENT) {
        *bits = HM_BITS_OF_INFINITY;
        return HM_SIDE_LOWER;
    }
    hm_power_of_ten power = hm_powers_of_ten[k - HM_POWER_OF_TEN_LEAST];
    int zeros = leading_zeros(decimal.digits);
    uint64_t rest;
    hm_product product = hm_multiply_wide(decimal.digits << zeros, power.high, power.low, &rest);
    /* The value is product * 2^(exponent of the power - 127 + 64 - zeros); its top bit is bit 62 or
     * 63 of the high word, so cutting 10 or 11 bits off that leaves 53. */
    int shift = 10 + (int)(product.high >> 63);
    int exponent = hm_power_of_ten_exponent(k) + 1 - zeros + shift;
    if (exponent < HM_LEAST_EXPONENT) {
        shift += HM_LEAST_EXPONENT - exponent;
        exponent = HM_LEAST_EXPONENT;
        if (shift > 64)
            return HM_SIDE_LOWER; /* less than half of the smallest double */
    }
    /* The leading bit of a normal number adds 1 to the exponent's field. */
    *bits = ((uint64_t)(exponent - HM_LEAST_EXPONENT) << 52) +
            (shift == 64 ? 0 : product.high >> shift);
    return side_of_middle(product, rest, shift, hm_power_of_ten_is_exact(k));
}

/* The digits as text, for the exact comparison. */
static bool round_up_exactly(hm_decimal decimal, uint64_t bits) {
    char text[20];
    char *first = text + sizeof text;
    for (uint64_t rest = decimal.digits; rest > 0; rest /= 10)
        *--first = (char)('0' + rest % 10);
    const char *end = text + sizeof text;
    return hm_digits_round_up((hm_digits){first, end, decimal.exponent + (end - first) - 1}, bits);
}

uint64_t hm_decimal_nearest(hm_decimal decimal) {
    uint64_t bits;
    hm_side side = hm_decimal_side(decimal, &bits);
    if (bits >= HM_BITS_OF_INFINITY)
        return HM_BITS_OF_INFINITY;
    bool up = side == HM_SIDE_UPPER || (side == HM_SIDE_OPEN && round_up_exactly(decimal, bits));
    return bits + up;
}
