/* number_print.c: writes numbers, and rounds them in decimal. */
#include "base/numbers/number.h"

#include "base/numbers/number_decimal.h"

#include <float.h>

static const char two_digits[] =
    "00010203040506070809101112131415161718192021222324252627282930313233"
    "34353637383940414243444546474849505152535455565758596061626364656667"
    "6869707172737475767778798081828384858687888990919293949596979899";

static int count_digits(uint64_t number) {
    int count = 1;
    for (; number >= 100000000; number /= 100000000)
        count += 8;
    const uint32_t rest = (uint32_t)number;
    if (rest >= 10000)
        return count + 4 + (rest >= 100000) + (rest >= 1000000) + (rest >= 10000000);
    return count + (rest >= 10) + (rest >= 100) + (rest >= 1000);
}

static void write_two(uint32_t number, char *out) {
    memcpy(out, two_digits + 2 * number, 2);
}

static void write_four(uint32_t number, char *out) {
    write_two(number / 100, out);
    write_two(number % 100, out + 2);
}

static void write_eight(uint32_t number, char *out) {
    write_four(number / 10000, out);
    write_four(number % 10000, out + 4);
}

/* Writes the last `count` digits of `number`, with zeros before them if it has fewer. */
static void write_digits(uint64_t number, int count, char *out) {
    for (; count >= 8; count -= 8, number /= 100000000)
        write_eight((uint32_t)(number % 100000000), out + count - 8);
    uint32_t rest = (uint32_t)number;
    if (count >= 4) {
        count -= 4;
        write_four(rest % 10000, out + count);
        rest /= 10000;
    }
    if (count >= 2) {
        count -= 2;
        write_two(rest % 100, out + count);
        rest /= 100;
    }
    if (count == 1)
        *out = (char)('0' + rest % 10);
}

/* 0 < magnitude < 1e9, not whole: finds the decimal of up to six places that reads back as it. With
 * at most 15 digits no two decimals read as the same double, so there is no other one as short.
 * The arithmetic with doubles only proposes; reading back decides. */
static bool find_short_decimal(double magnitude, hm_decimal *out) {
    const int places = 6;
    double scaled = magnitude * 1e6;
    uint64_t digits = (uint64_t)(scaled + 0.5);
    double distance = scaled - (double)digits;
    double allowed = scaled * (2 * DBL_EPSILON);
    if (digits == 0 || distance > allowed || distance < -allowed)
        return false;
    *out = (hm_decimal){digits, -places};
    if (hm_decimal_nearest(*out) != hm_bits_of_double(magnitude))
        return false;
    if (out->digits % 1000 == 0) {
        out->digits /= 1000;
        out->exponent += 3;
    }
    for (; out->digits % 10 == 0; out->exponent++)
        out->digits /= 10;
    return true;
}

/* The shortest decimal of a finite magnitude; without zeros at its end unless it is a whole number
 * of up to 2^53. */
static hm_decimal shortest(double magnitude) {
    hm_decimal decimal;
    if (magnitude <= 9007199254740992.0 && (double)(uint64_t)magnitude == magnitude)
        return (hm_decimal){(uint64_t)magnitude, 0};
    if (magnitude < 1e9 && find_short_decimal(magnitude, &decimal))
        return decimal;
    return hm_decimal_shortest(hm_bits_of_double(magnitude));
}

/* Takes the sign away; false when there is no finite number to write. */
static bool split(double number, bool *negative, double *magnitude) {
    uint64_t bits = hm_bits_of_double(number);
    *negative = bits >= HM_BITS_OF_SIGN;
    bits &= HM_BITS_OF_SIGN - 1;
    *magnitude = hm_double_of_bits(bits);
    return bits < HM_BITS_OF_INFINITY;
}

/* 1.5e-7: the first of `count` digits stands for 10^exponent. Returns the end. */
static char *write_scientific(uint64_t digits, int count, int exponent, char *out) {
    write_digits(digits, count, out + 1);
    out[0] = out[1];
    out[1] = '.';
    out += count > 1 ? count + 1 : 1;
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    unsigned magnitude = (unsigned)(exponent < 0 ? -exponent : exponent);
    int width = count_digits(magnitude);
    write_digits(magnitude, width, out);
    return out + width;
}

/* Returns the end. */
static char *write_shortest(hm_decimal decimal, char *out) {
    int count = count_digits(decimal.digits);
    int whole = count + decimal.exponent; /* digits before the point */
    if (whole > 21 || whole <= -6)
        return write_scientific(decimal.digits, count, whole - 1, out);
    if (decimal.exponent >= 0) {
        write_digits(decimal.digits, count, out);
        memset(out + count, '0', (size_t)decimal.exponent);
        return out + whole;
    }
    if (whole > 0) {
        write_digits(decimal.digits, count, out + 1);
        memmove(out, out + 1, (size_t)whole);
        out[whole] = '.';
        return out + count + 1;
    }
    memcpy(out, "0.00000", 7);
    write_digits(decimal.digits, count, out + 2 - whole);
    return out + 2 - whole + count;
}

size_t hm_number_print(double number, char *out) {
    bool negative;
    double magnitude;
    char *end = out;
    if (number >= 0 && number < 10 && (double)(int)number == number) /* many are 0 or 1 */
        *end++ = (char)('0' + (int)number);
    else if (split(number, &negative, &magnitude)) {
        if (negative && magnitude > 0)
            *end++ = '-';
        end = write_shortest(shortest(magnitude), end);
    }
    *end = '\0';
    return (size_t)(end - out);
}

size_t hm_integer_print(int64_t integer, char *out) {
    const uint64_t magnitude = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    const int count = count_digits(magnitude);
    *out = '-'; /* written over where there is no sign */
    write_digits(magnitude, count, out + (integer < 0));
    out[count + (integer < 0)] = '\0';
    return (size_t)count + (integer < 0);
}

enum { KNOWN_DIGITS = 15 };

/* The first 15 digits of a decimal, rounded: as many as any decimal keeps in a double. What stands
 * behind them comes of computing with binary numbers, where the mean of 93.38 and 90.83 is
 * 92.10499999999999. */
static hm_decimal known(hm_decimal decimal) {
    uint64_t unit = 1;
    for (int count = count_digits(decimal.digits); count > KNOWN_DIGITS; count--) {
        unit *= 10;
        decimal.exponent++;
    }
    return (hm_decimal){(decimal.digits + unit / 2) / unit, decimal.exponent};
}

/* The decimal to `places` (>= 0) places at most, half away from zero, or to the even digit. */
static hm_decimal rounded(hm_decimal decimal, int places, bool to_even) {
    const hm_decimal certain = known(decimal);
    if (certain.exponent <
        -places) /* else the last digits that are kept are not certain themselves */
        decimal = certain;
    const int drop = -places - decimal.exponent;
    if (drop <= 0)
        return decimal;
    if (drop > 17) /* less than half a unit: there are at most 17 digits */
        return (hm_decimal){0, -places};
    uint64_t unit = 1;
    for (int i = 0; i < drop; i++)
        unit *= 10;
    const uint64_t whole = decimal.digits / unit, rest = decimal.digits % unit;
    const bool up = to_even && rest == unit / 2 ? whole % 2 == 1 : rest >= unit / 2;
    return (hm_decimal){whole + up, -places};
}

/* Writes `decimal`, whose exponent is at least -places, with `places` places. Returns the end. */
static char *write_fixed(hm_decimal decimal, int places, char *out) {
    int count = count_digits(decimal.digits);
    int zeros = decimal.exponent + places; /* to follow the digits */
    int whole = count + decimal.exponent;  /* digits before the point */
    if (whole < 1) {
        count += 1 - whole;
        whole = 1;
    }
    write_digits(decimal.digits, count, out);
    memset(out + count, '0', (size_t)zeros);
    if (places == 0)
        return out + whole;
    memmove(out + whole + 1, out + whole, (size_t)places);
    out[whole] = '.';
    return out + whole + 1 + places;
}

size_t hm_number_print_fixed(double number, int decimals, char *out) {
    int places = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
    bool negative;
    double magnitude;
    char *end = out;
    if (split(number, &negative, &magnitude)) {
        hm_decimal decimal = rounded(shortest(magnitude), places, false);
        if (negative && decimal.digits > 0)
            *end++ = '-';
        end = write_fixed(decimal, places, end);
    }
    *end = '\0';
    return (size_t)(end - out);
}

static double round_number(double number, int decimals, bool to_even) {
    bool negative;
    double magnitude;
    int places = decimals < 0 ? 0 : decimals;
    /* No double has a digit beyond the 324th place of its shortest text. */
    if (places > 324 || !split(number, &negative, &magnitude))
        return number;
    hm_decimal decimal = shortest(magnitude);
    if (decimal.exponent >= -places)
        return number;
    uint64_t bits = hm_decimal_nearest(rounded(decimal, places, to_even));
    return hm_double_of_bits(negative && bits > 0 ? bits | HM_BITS_OF_SIGN : bits);
}

double hm_number_round(double number, int decimals) {
    return round_number(number, decimals, false);
}

double hm_number_round_even(double number, int decimals) {
    return round_number(number, decimals, true);
}
