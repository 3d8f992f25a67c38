/* number_exact.c: does a decimal of any length lie above the middle between two doubles?
 *
 * Both sides are made whole numbers and compared. The middle between two doubles has at most 767
 * significant digits (the longest ones lie next to the subnormal numbers), so 768 digits of the
 * decimal decide, together with whether anything but 0 follows them. */
#include "base/numbers/number_decimal.h"

#include <assert.h>
#include <stddef.h>

#define MOST_DIGITS 768

/* The numbers compared: at most 768 digits (2552 bits), or a power of five up to 5^1092 (2536 bits)
 * times 54 bits; the power of two goes to the smaller side, so both stay about as long. */
#define MOST_WORDS 88

typedef struct big {
    uint32_t words[MOST_WORDS]; /* the lowest first; the highest is not 0 */
    int count;                  /* 0 for 0 */
} big;

static void multiply_add(big *number, uint32_t factor, uint32_t summand) {
    uint64_t carry = summand;
    for (int i = 0; i < number->count; i++) {
        carry += (uint64_t)number->words[i] * factor;
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry > 0) {
        assert(number->count < MOST_WORDS);
        number->words[number->count++] = (uint32_t)carry;
    }
}

static void multiply_by_power_of_5(big *number, int power) {
    enum { STEP = 13 }; /* 5^13 < 2^32 */
    for (; power >= STEP; power -= STEP)
        multiply_add(number, 1220703125, 0);
    uint32_t factor = 1;
    for (; power > 0; power--)
        factor *= 5;
    multiply_add(number, factor, 0);
}

static void multiply_by_power_of_2(big *number, int power) {
    int words = power / 32;
    multiply_add(number, UINT32_C(1) << (power % 32), 0);
    assert(number->count + words <= MOST_WORDS);
    memmove(number->words + words, number->words, (size_t)number->count * sizeof number->words[0]);
    memset(number->words, 0, (size_t)words * sizeof number->words[0]);
    number->count += words;
}

static int compare(const big *a, const big *b) {
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return 0;
}

/* Reads up to MOST_DIGITS digits into `number` and how many there were into `used`. True when a
 * digit other than 0 follows them. */
static bool read_digits(hm_digits digits, big *number, int *used) {
    uint32_t chunk = 0, scale = 1;
    const char *c = digits.text;
    for (*used = 0; c < digits.end && *used < MOST_DIGITS; c++) {
        if (*c < '0' || *c > '9')
            continue;
        chunk = chunk * 10 + (uint32_t)(*c - '0');
        scale *= 10;
        ++*used;
        if (scale == 1000000000) {
            multiply_add(number, scale, chunk);
            chunk = 0, scale = 1;
        }
    }
    multiply_add(number, scale, chunk);
    for (; c < digits.end; c++)
        if (*c >= '1' && *c <= '9')
            return true;
    return false;
}

bool hm_digits_round_up(hm_digits digits, uint64_t bits) {
    big decimal = {.count = 0}, middle = {.count = 0};
    int used;
    bool more = read_digits(digits, &decimal, &used);
    /* decimal * 10^power_of_5 stands against middle * 2^power_of_2 */
    int power_of_5 = (int)digits.exponent - (used - 1);
    uint64_t field = bits >> 52, mantissa = bits & ((UINT64_C(1) << 52) - 1);
    int power_of_2 = HM_LEAST_EXPONENT - 1;
    if (field > 0) {
        mantissa |= UINT64_C(1) << 52;
        power_of_2 += (int)field - 1;
    }
    uint64_t twice = 2 * mantissa + 1;
    middle.words[0] = (uint32_t)twice;
    middle.words[1] = (uint32_t)(twice >> 32);
    middle.count = middle.words[1] > 0 ? 2 : 1;
    if (power_of_5 >= 0)
        multiply_by_power_of_5(&decimal, power_of_5);
    else
        multiply_by_power_of_5(&middle, -power_of_5);
    int shift = power_of_5 - power_of_2;
    if (shift >= 0)
        multiply_by_power_of_2(&decimal, shift);
    else
        multiply_by_power_of_2(&middle, -shift);
    int order = compare(&decimal, &middle);
    if (order != 0)
        return order > 0;
    return more || (mantissa & 1) == 1;
}
