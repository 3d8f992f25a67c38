/* logarithm.h: the natural logarithm and the exponential function, for means and draws.
 *
 * Those of C libraries differ in the last digit from library to library, and on one from processors
 * that fuse multiplication and addition to those that do not; a score must not. These are made of
 * operations alone that IEEE 754 rounds in one way, without a branch and a table, so that a
 * compiler turns loops over them into wide instructions. What comes out is less than one unit in
 * the last place from the true value. */
#ifndef HM_LOGARITHM_H
#define HM_LOGARITHM_H

#include <stdint.h>
#include <string.h>

/* ln 2 in two parts: any whole number up to 2^20 times the first is exact. */
#define HM_LN2_HIGH 0x1.62e42feep-1
#define HM_LN2_LOW  0x1.a39ef35793c76p-33

static inline uint64_t hm_bits_of_double(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double hm_double_of_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Of a finite `x` above 0; of others some finite number. With x = (1 + f) 2^k, 1 + f within
 * sqrt(1/2) and sqrt(2), and s = f / (2 + f), ln(1 + f) = 2 artanh s = 2 (s + s^3 / 3 + s^5 / 5 +
 * ...), where 2 s = f - f^2 / 2 + s f^2 / 2: what is small is added to f last. */
static inline double hm_log(double x) {
    const uint64_t root_half = 0x3fe6a09e667f3bcd, two_to_52 = 0x4330000000000000, bias = 2048;
    /* 54 more powers of 2 where there is no leading 1 */
    const uint64_t given = hm_bits_of_double(x), shift = 54 * (((given >> 52) - 1) >> 63);
    const uint64_t bits = hm_bits_of_double(x * hm_double_of_bits((1023 + shift) << 52));
    const uint64_t exponent = (bits - root_half + (bias << 52)) >> 52;
    const double k = hm_double_of_bits((exponent - shift) | two_to_52) - (0x1p52 + (double)bias);
    const double f = hm_double_of_bits(bits - ((exponent - bias) << 52)) - 1;
    const double s = f / (2 + f), z = s * s, half = 0.5 * f * f;
    double series = 2.0 / 21;
    series = series * z + 2.0 / 19;
    series = series * z + 2.0 / 17;
    series = series * z + 2.0 / 15;
    series = series * z + 2.0 / 13;
    series = series * z + 2.0 / 11;
    series = series * z + 2.0 / 9;
    series = series * z + 2.0 / 7;
    series = series * z + 2.0 / 5;
    series = series * z + 2.0 / 3;
    series *= z;
    return k * HM_LN2_HIGH - ((half - (s * (half + series) + k * HM_LN2_LOW)) - f);
}

/* Of an `x` from -746 to 710. With x = r + k ln 2, |r| within half of ln 2, and
 * c = r coth(r / 2) = 2 + r^2 / 6 - r^4 / 360 + ..., the powers of r having the coefficients
 * 2 B(2n) / (2n)! (B: Bernoulli's numbers), e^r = (c + r) / (c - r) = 1 + r + r d / (2 - d), where
 * d = r + 2 - c. */
static inline double hm_exp(double x) {
    const double to_whole = 0x1.8p52; /* added, it leaves no room for a fraction */
    const double k = (x * 1.44269504088896340736 + to_whole) - to_whole;
    const double high = x - k * HM_LN2_HIGH, low = k * HM_LN2_LOW, r = high - low, z = r * r;
    double series = -691.0 / 653837184000;
    series = series * z + 1.0 / 23950080;
    series = series * z - 1.0 / 604800;
    series = series * z + 1.0 / 15120;
    series = series * z - 1.0 / 360;
    series = series * z + 1.0 / 6;
    const double d = r - series * z;
    const double mean = 1 - ((low - r * d / (2 - d)) - high);
    /* 2^k as a product of two, since one may be no number while the whole is. */
    const double first = (0.5 * k + to_whole) - to_whole, second = k - first;
    return mean * hm_double_of_bits((hm_bits_of_double(first + to_whole) + 1023) << 52) *
           hm_double_of_bits((hm_bits_of_double(second + to_whole) + 1023) << 52);
}

#endif
