/* number_decimal.h: between decimal numbers and doubles; what number.h's functions are made of.
 *
 * Signs are left to the callers: everything here is about magnitudes. Doubles are handled as their
 * IEEE 754 bits, so nothing depends on the floating point environment. Of two neighbouring doubles
 * the greater has the greater bits (by 1), which holds from 0 up to infinity. */
#ifndef HM_NUMBER_DECIMAL_H
#define HM_NUMBER_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define HM_BITS_OF_INFINITY (UINT64_C(0x7FF) << 52)
#define HM_BITS_OF_SIGN     (UINT64_C(1) << 63)
#define HM_LEAST_EXPONENT   (-1074) /* the smallest double is 2^-1074 */

static inline uint64_t hm_bits_of_double(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static inline double hm_double_of_bits(uint64_t bits) {
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* digits * 10^exponent */
typedef struct hm_decimal {
    uint64_t digits;
    int exponent;
} hm_decimal;

/* Where a number stands that lies between two neighbouring doubles: nearer to the lower, nearer to
 * the upper (a tie counts as whichever is even), or too close to the middle to say. */
typedef enum hm_side { HM_SIDE_LOWER, HM_SIDE_UPPER, HM_SIDE_OPEN } hm_side;

/* `bits` receives the greatest double not above the decimal; infinity's bits or more when it is
 * beyond the largest double. Any exponent. (number_nearest.c) */
hm_side hm_decimal_side(hm_decimal decimal, uint64_t *bits);

/* The double nearest to the decimal, ties to even. (number_nearest.c) */
uint64_t hm_decimal_nearest(hm_decimal decimal);

/* A decimal of any length as it stands in a text: the first digit, at `text`, is not 0 and stands
 * for 10^exponent; bytes that are no digits (a point) are passed over. Borrowed. */
typedef struct hm_digits {
    const char *text, *end;
    int64_t exponent;
} hm_digits;

/* Does the decimal round to the upper of two doubles when `bits` is the lower one (finite), and it
 * lies between them? Exact, and slow. (number_exact.c) */
bool hm_digits_round_up(hm_digits digits, uint64_t bits);

/* Of the decimals that read back as this double (finite, not 0) those with the fewest digits, and
 * of them the nearest. The digits do not end in 0; there are at most 17. (number_shortest.c) */
hm_decimal hm_decimal_shortest(uint64_t bits);

#endif
