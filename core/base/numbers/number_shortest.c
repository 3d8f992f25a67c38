/* number_shortest.c: from a double to the shortest decimal that reads back as it.
 *
 * The algorithm is R. Giulietti's ("The Schubfach way to render doubles", 2020). A double
 * v = c * 2^q owns the numbers between the middles to its neighbours (the middles too when c is
 * even, since a tie reads as the even one). With 10^k not longer than that interval, but 10^(k+1)
 * longer or as long, at most one multiple of 10^(k+1) lies in it and at least one of 10^k: the
 * former, if there is one, is the shortest decimal of all, else the nearer one of the latter is.
 *
 * v and the middles, times 4 * 10^-k, are wanted as whole numbers with a lowest bit that is also
 * set when something was cut off; that is enough to compare them with multiples of 4 and to tell a
 * tie. They are products of m < 2^60 and a power of ten rounded up to 128 bits, so the product is
 * too great by less than m. That the cut is right all the same was proved by searching, for each
 * q, all m in question with the theory of best approximations: the fraction of the true product,
 * if not 0, is above 2^-66 and below 1 - 2^-64. Too great by less than 2^-68, it neither reaches
 * the next whole number, nor does an inexact one look whole, nor (below 2^-68) a whole one inexact.
 */
#include "base/numbers/number_decimal.h"

#include "base/numbers/multiply.h"
#include "base/numbers/powers_of_ten.h"

static uint64_t cut(uint64_t m, hm_power_of_ten power) {
    uint64_t rest;
    hm_product product = hm_multiply_wide(m, power.high, power.low, &rest);
    return product.high | ((product.low | rest >> 60) != 0);
}

static hm_decimal without_zeros(hm_decimal decimal) {
    if (decimal.digits % 100000000 == 0) {
        decimal.digits /= 100000000;
        decimal.exponent += 8;
    }
    while (decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        decimal.exponent++;
    }
    return decimal;
}

/* What is to be rounded, all times 4 * 10^-k: the double and the ends of its interval. */
typedef struct scaled {
    uint64_t lower, value, upper;
    int k;
} scaled;

static scaled scale(uint64_t bits) {
    uint64_t field = bits >> 52, c = bits & ((UINT64_C(1) << 52) - 1);
    /* At a power of two the lower neighbour is only half as far. */
    bool narrow = c == 0 && field > 1;
    int q = HM_LEAST_EXPONENT;
    if (field > 0) {
        c |= UINT64_C(1) << 52;
        q += (int)field - 1;
    }
    /* floor(log10(2^q)), of the narrow interval floor(log10(3/4 * 2^q)) */
    int k = hm_floor_shift(q * 1262611 - (narrow ? 524031 : 0), 22);
    hm_power_of_ten power = hm_powers_of_ten[-k - HM_POWER_OF_TEN_LEAST];
    power.low += !hm_power_of_ten_is_exact(-k);
    int shift = q + hm_power_of_ten_exponent(-k) + 1; /* 1..4 */
    uint64_t odd = c & 1;
    return (scaled){.lower = cut((4 * c - 2 + narrow) << shift, power) + odd,
                    .value = cut((4 * c) << shift, power),
                    .upper = cut((4 * c + 2) << shift, power) - odd,
                    .k = k};
}

hm_decimal hm_decimal_shortest(uint64_t bits) {
    scaled v = scale(bits);
    uint64_t tens = v.value / 40;
    bool below = v.lower <= 40 * tens, above = 40 * tens + 40 <= v.upper;
    if (below != above)
        return without_zeros((hm_decimal){tens + above, v.k + 1});
    uint64_t ones = v.value / 4;
    below = v.lower <= 4 * ones, above = 4 * ones + 4 <= v.upper;
    if (below == above) { /* both or none: the nearer, of equally near ones the even */
        uint64_t middle = 4 * ones + 2;
        above = v.value > middle || (v.value == middle && (ones & 1) == 1);
    }
    return (hm_decimal){ones + above, v.k};
}
