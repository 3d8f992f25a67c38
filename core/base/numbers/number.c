/* number.c: reads numbers. One pass over the text collects up to 19 digits in 64 bits, which
 * number_nearest.c rounds; more digits are settled by rounding both what the first 19 say and one
 * unit more: when the two agree, the digits between do not matter. */
#include "base/numbers/number.h"

#include <string.h>

#include "base/ascii.h"
#include "base/numbers/number_decimal.h"

#define MOST_DIGITS 19 /* 10^19 < 2^64 */

/* Exponents beyond this stay there: no text is long enough to bring them back into range. */
#define MOST_WRITTEN_EXPONENT INT64_C(1000000000000000000)

typedef struct reader {
    const char *at, *end;
    uint64_t digits; /* what was read so far; wraps around when there are too many */
} reader;

/* The bytes of a text as one number, the first one lowest, whatever the machine's order. */
static uint64_t eight_bytes(const char *text) {
    uint64_t bytes = 0;
    for (int i = 0; i < 8; i++)
        bytes |= (uint64_t)(unsigned char)text[i] << (8 * i);
    return bytes;
}

static bool are_digits(uint64_t bytes) {
    const uint64_t high_halves = UINT64_C(0xF0F0F0F0F0F0F0F0);
    const uint64_t sixes = UINT64_C(0x0606060606060606); /* lifts ':' to '?' over the border */
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    return (bytes & high_halves) == zeros && ((bytes + sixes) & high_halves) == zeros;
}

/* Neighbours are joined to pairs, pairs to fours, fours to eight. */
static uint64_t eight_digits(uint64_t bytes) {
    bytes -= UINT64_C(0x3030303030303030);
    bytes = (bytes * 10 + (bytes >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    bytes = (bytes * 100 + (bytes >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (bytes * 10000 + (bytes >> 32)) & UINT32_MAX;
}

/* Returns how many digits there were. */
static size_t read_digits(reader *in) {
    const char *start = in->at;
    while (in->end - in->at >= 8) {
        uint64_t bytes = eight_bytes(in->at);
        if (!are_digits(bytes))
            break;
        in->digits = in->digits * 100000000 + eight_digits(bytes);
        in->at += 8;
    }
    for (; in->at < in->end && hm_ascii_is_digit(*in->at); in->at++)
        in->digits = in->digits * 10 + (uint64_t)(*in->at - '0');
    return (size_t)(in->at - start);
}

static bool read_sign(reader *in) {
    bool negative = in->at < in->end && *in->at == '-';
    if (negative || (in->at < in->end && *in->at == '+'))
        in->at++;
    return negative;
}

/* The exponent after an `e`, if there is one. False when there is an `e` without digits. */
static bool read_exponent(reader *in, int64_t *exponent) {
    *exponent = 0;
    if (in->at == in->end || (*in->at != 'e' && *in->at != 'E'))
        return true;
    in->at++;
    bool negative = read_sign(in);
    const char *start = in->at;
    int64_t magnitude = 0;
    for (; in->at < in->end && hm_ascii_is_digit(*in->at); in->at++)
        if (magnitude < MOST_WRITTEN_EXPONENT / 10)
            magnitude = magnitude * 10 + (*in->at - '0');
    *exponent = negative ? -magnitude : magnitude;
    return in->at > start;
}

/* Digits above 19, `text` to `end`, perhaps with a point; `exponent` is that of the last digit. */
static uint64_t nearest_of_many(const char *text, const char *end, size_t count, int64_t exponent) {
    exponent += (int64_t)count - 1; /* now that of the first digit */
    for (; text < end && (*text < '1' || *text > '9'); text++)
        if (*text == '0')
            exponent--;
    uint64_t digits = 0;
    int used = 0;
    bool more = false;
    for (const char *c = text; c < end && !more; c++) {
        if (!hm_ascii_is_digit(*c))
            continue;
        if (used == MOST_DIGITS) {
            more = *c != '0';
            continue;
        }
        digits = digits * 10 + (uint64_t)(*c - '0');
        used++;
    }
    if (digits == 0 || exponent < -400)
        return 0;
    if (exponent > 400)
        return HM_BITS_OF_INFINITY;
    hm_decimal decimal = {digits, (int)exponent - (used - 1)};
    if (!more)
        return hm_decimal_nearest(decimal);
    uint64_t low, high;
    hm_side low_side = hm_decimal_side(decimal, &low);
    decimal.digits++;
    hm_side high_side = hm_decimal_side(decimal, &high);
    bool sure = low_side != HM_SIDE_OPEN && high_side != HM_SIDE_OPEN &&
                low + (low_side == HM_SIDE_UPPER) == high + (high_side == HM_SIDE_UPPER);
    if (sure || low >= HM_BITS_OF_INFINITY)
        return low + (low_side == HM_SIDE_UPPER);
    return low + hm_digits_round_up((hm_digits){text, end, exponent}, low);
}

static uint64_t nearest_of_few(uint64_t digits, int64_t exponent) {
    if (exponent == 0 && digits <= UINT64_C(1) << 53)
        return hm_bits_of_double((double)digits);
    if (exponent < -400 || digits == 0)
        return 0;
    return exponent > 400 ? HM_BITS_OF_INFINITY
                          : hm_decimal_nearest((hm_decimal){digits, (int)exponent});
}

hm_number_result hm_number_read(const char *text, size_t size, char point, double *out) {
    if (size == 0)
        return HM_NUMBER_NONE;
    reader in = {text, text + size, 0};
    bool negative = read_sign(&in);
    const char *start = in.at;
    size_t count = read_digits(&in), places = 0;
    if (in.at < in.end && *in.at == point) {
        in.at++;
        places = read_digits(&in);
        count += places;
    }
    const char *end = in.at;
    int64_t exponent;
    if (count == 0 || !read_exponent(&in, &exponent) || in.at != in.end)
        return HM_NUMBER_NONE;
    exponent -= (int64_t)places;
    uint64_t bits = count <= MOST_DIGITS ? nearest_of_few(in.digits, exponent)
                                         : nearest_of_many(start, end, count, exponent);
    if (bits >= HM_BITS_OF_INFINITY)
        return HM_NUMBER_TOO_BIG;
    *out = hm_double_of_bits(negative ? bits | HM_BITS_OF_SIGN : bits);
    return HM_NUMBER_FINE;
}

/* The digits of a number's text in front of its exponent. */
typedef struct digits {
    uint64_t whole; /* all of them, up to MOST_DIGITS */
    size_t count;   /* from the first that is not 0 on */
    size_t last;    /* which of these is the last that is not 0; 0: none is */
    bool is_whole;  /* there is neither point nor exponent */
} digits;

static digits digits_of(const char *text, size_t size) {
    digits d = {.is_whole = true};
    for (size_t i = 0; i < size && text[i] != 'e' && text[i] != 'E'; i++) {
        if (!hm_ascii_is_digit(text[i])) {
            d.is_whole &= i == 0; /* a sign */
            continue;
        }
        d.count += d.count > 0 || text[i] != '0';
        d.last = text[i] != '0' ? d.count : d.last;
        d.whole = d.count <= MOST_DIGITS ? d.whole * 10 + (uint64_t)(text[i] - '0') : d.whole;
    }
    d.is_whole &= !memchr(text, 'e', size) && !memchr(text, 'E', size);
    return d;
}

bool hm_number_loses(const char *text, size_t size, double value) {
    enum { SURE_DIGITS = 17 }; /* no double needs more */
    const digits d = digits_of(text, size);
    const double magnitude = value < 0 ? -value : value;
    if (!(magnitude > 0))
        return d.last > 0;
    if (!d.is_whole)
        return false;
    return d.count <= MOST_DIGITS ? d.whole != (uint64_t)magnitude : d.last > SURE_DIGITS;
}
