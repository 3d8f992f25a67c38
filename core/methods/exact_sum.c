/* exact_sum.c: two ways into the digits.
 *
 * One by one: the bits of a number are put where they belong (Neal, "Fast exact summation using
 * small and large superaccumulators", 2015). That takes some nanoseconds.
 *
 * Many at once: of a part of the numbers, the greatest of which is below 2^e, the upper bits are
 * cut off by adding a power of two, and taking it away, at which all round to the same step
 * (Rump, Ogita and Oishi, "Accurate floating-point summation", 2008). As multiples of one step
 * they add up without rounding, several lanes at a time. What is left goes on likewise, with a
 * smaller power, until nothing is. Only sums of parts are then put in one by one. */
#include "methods/exact_sum.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "platform/wide.h"

enum {
    DIGIT = 32,             /* bits */
    MANTISSA = 52,          /* bits that are written; the first one is not */
    LOWEST_EXPONENT = -1074 /* of the least double */
};

/* --- digits --- */

/* Each number adds less than 2^53 to a digit. */
enum { MOST_ADDED = 1 << 9 };

/* Leaves digits of 32 bits; the highest has the sign of all. */
static void carry_over(hm_exact_sum *sum) {
    const int64_t base = (int64_t)1 << DIGIT;
    int64_t carry = 0;
    for (size_t i = 0; i < HM_EXACT_DIGITS; i++) {
        const int64_t digit = sum->digits[i] + carry;
        const bool is_last = i + 1 == HM_EXACT_DIGITS;
        const int64_t rest = (int64_t)((uint64_t)digit & ((uint64_t)base - 1));
        carry = (digit - rest) / base;
        sum->digits[i] = is_last ? digit : rest;
    }
    sum->added = 0;
}

static void add_one(hm_exact_sum *sum, double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    const unsigned exponent = (unsigned)(bits >> MANTISSA & 0x7ff);
    const uint64_t written = bits & (((uint64_t)1 << MANTISSA) - 1);
    const uint64_t mantissa = exponent > 0 ? written | (uint64_t)1 << MANTISSA : written;
    const unsigned from = exponent > 0 ? exponent - 1 : 0; /* the place of its lowest bit */
    const unsigned at = from / DIGIT, shift = from % DIGIT;
    const int64_t low = (int64_t)(mantissa << shift & 0xffffffff);
    const int64_t high = (int64_t)(mantissa >> (DIGIT - shift));
    const bool is_negative = bits >> 63;
    sum->digits[at] += is_negative ? -low : low;
    sum->digits[at + 1] += is_negative ? -high : high;
    if (++sum->added == MOST_ADDED)
        carry_over(sum);
}

static int64_t digit_at(const hm_exact_sum *sum, int at) {
    return at < 0 ? 0 : sum->digits[at];
}

static bool any_below(const hm_exact_sum *sum, int end) {
    int64_t any = 0;
    for (int i = 0; i < end; i++)
        any |= sum->digits[i];
    return any != 0;
}

/* The 64 bits from the first one on. Where anything is left, the last of them is set, too: then
 * they round as all would. */
static uint64_t first_bits(const hm_exact_sum *sum, int *exponent) {
    int top = HM_EXACT_DIGITS - 1;
    while (top > 0 && sum->digits[top] == 0)
        top--;
    uint64_t bits = (uint64_t)digit_at(sum, top) << DIGIT | (uint64_t)digit_at(sum, top - 1);
    uint64_t next = (uint64_t)digit_at(sum, top - 2) << DIGIT;
    *exponent = LOWEST_EXPONENT + DIGIT * (top - 1);
    for (; bits != 0 && !(bits >> 63); --*exponent) {
        bits = bits << 1 | next >> 63;
        next <<= 1;
    }
    return bits | (next != 0 || any_below(sum, top - 2));
}

double hm_exact_sum_round(hm_exact_sum *sum, int *exponent) {
    carry_over(sum);
    hm_exact_sum size = *sum;
    const bool is_negative = size.digits[HM_EXACT_DIGITS - 1] < 0;
    for (size_t i = 0; is_negative && i < HM_EXACT_DIGITS; i++)
        size.digits[i] = -size.digits[i];
    if (is_negative)
        carry_over(&size);
    const double rounded = (double)first_bits(&size, exponent);
    return is_negative ? -rounded : rounded;
}

/* --- many at once --- */

enum {
    LANES = 8,
    PART_BITS = 10, /* so many numbers at a time: that they stay in the cache, and that as many
                       steps of the upper bits of one add up within a double */
    PART = 1 << PART_BITS,
    CUT = MANTISSA - PART_BITS - 1, /* bits below 2^e that one power of two cuts off */
    GREATEST_EXPONENT = 1000        /* of numbers to which such a power can be added */
};

typedef struct part {
    double numbers[PART]; /* zeros from the last one on */
    size_t count;         /* whole lanes */
} part;

/* Takes the numbers, and finds the greatest size among them. */
HM_WIDE static double open_part(part *restrict p, const double *restrict numbers, size_t count) {
    double greatest[LANES] = {0};
    memcpy(p->numbers, numbers, count * sizeof *numbers);
    for (p->count = count; p->count % LANES != 0; p->count++)
        p->numbers[p->count] = 0;
    for (size_t i = 0; i < p->count; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            const double size = fabs(p->numbers[i + k]);
            greatest[k] = size > greatest[k] ? size : greatest[k];
        }
    for (size_t k = 1; k < LANES; k++)
        greatest[0] = greatest[k] > greatest[0] ? greatest[k] : greatest[0];
    return greatest[0];
}

/* Cuts off what rounding at `upper` leaves, and of what remains the same at `lower`: their sums.
 * Is anything left? */
HM_WIDE static bool cut_off(part *restrict p, double upper, double lower, double sums[2]) {
    double first[LANES] = {0}, second[LANES] = {0}, left[LANES] = {0};
    for (size_t i = 0; i < p->count; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            const double number = p->numbers[i + k], cut = number + upper - upper;
            const double rest = number - cut, next = rest + lower - lower;
            p->numbers[i + k] = rest - next;
            first[k] += cut;
            second[k] += next;
            left[k] += fabs(rest - next);
        }
    for (size_t k = 1; k < LANES; k++) {
        first[0] += first[k];
        second[0] += second[k];
        left[0] += left[k];
    }
    sums[0] = first[0];
    sums[1] = second[0];
    return left[0] > 0;
}

/* Rounds numbers below 2^exponent to steps of 2^(exponent - CUT), and whole multiples of these. */
static double cutter(int exponent) {
    return ldexp(1.5, exponent - CUT + MANTISSA);
}

static void add_part(hm_exact_sum *sum, const double *numbers, size_t count) {
    part p;
    int exponent;
    const double greatest = open_part(&p, numbers, count);
    bool left = greatest > 0;
    (void)frexp(greatest, &exponent);
    for (size_t i = 0; exponent > GREATEST_EXPONENT && i < count; i++)
        add_one(sum, numbers[i]);
    for (left &= exponent <= GREATEST_EXPONENT; left; exponent -= 2 * CUT) {
        double sums[2];
        left = cut_off(&p, cutter(exponent), cutter(exponent - CUT), sums);
        add_one(sum, sums[0]);
        add_one(sum, sums[1]);
    }
}

void hm_exact_sum_add(hm_exact_sum *sum, const double *numbers, size_t count) {
    for (size_t i = 0; i < count; i += PART)
        add_part(sum, numbers + i, count - i < PART ? count - i : PART);
}
