/* number_support.h: what the tests of numbers share: doubles as bits, random ones, reading. To be
 * included after cmocka.h. */
#ifndef NUMBER_SUPPORT_H
#define NUMBER_SUPPORT_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/numbers/number.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline uint64_t bits_of(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static inline double double_of(uint64_t bits) {
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* xorshift64: the same numbers on every run. */
static inline uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline double next_finite(uint64_t *state) {
    double number;
    do
        number = double_of(next_random(state));
    while (!isfinite(number));
    return number;
}

/* The text reads as exactly this double, the sign of 0 included. */
static inline void assert_reads(const char *text, double wanted) {
    double number = 12345;
    if (hm_number_read(text, strlen(text), '.', &number) != HM_NUMBER_FINE)
        fail_msg("%.60s: not read", text);
    if (bits_of(number) != bits_of(wanted))
        fail_msg("%.60s: read as %a instead of %a", text, number, wanted);
}

#endif
