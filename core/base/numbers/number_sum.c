#include "base/numbers/number_sum.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/numbers/number.h"

/* A sum of whole numbers of so many decimals. */
typedef struct decimal {
    int64_t whole;
    int places;
} decimal;

static const int64_t most = (int64_t)1 << 62;

static bool times_ten(decimal *d) {
    if (d->whole > most / 10 || d->whole < -most / 10)
        return false;
    d->whole *= 10;
    d->places++;
    return true;
}

/* False for a number that is printed with an exponent, or is too long. */
static bool read(double number, decimal *out) {
    char text[HM_NUMBER_SIZE];
    const size_t size = hm_number_print(number, text);
    const char *point = memchr(text, '.', size);
    *out = (decimal){0, 0};
    for (size_t i = text[0] == '-'; i < size; i++) {
        if (text[i] == '.')
            continue;
        if (!hm_ascii_is_digit(text[i]) || !times_ten(out))
            return false;
        out->whole += text[0] == '-' ? '0' - text[i] : text[i] - '0';
    }
    out->places = point ? (int)(text + size - point) - 1 : 0;
    return true;
}

static bool add(decimal *sum, decimal one) {
    while (sum->places < one.places)
        if (!times_ten(sum))
            return false;
    while (one.places < sum->places)
        if (!times_ten(&one))
            return false;
    if (one.whole > 0 ? sum->whole > most - one.whole : sum->whole < -most - one.whole)
        return false;
    sum->whole += one.whole;
    return true;
}

static double sum_of_doubles(const double *numbers, size_t count) {
    double sum = 0, lost = 0;
    for (size_t i = 0; i < count; i++) {
        const double next = sum + numbers[i];
        lost +=
            fabs(sum) >= fabs(numbers[i]) ? (sum - next) + numbers[i] : (numbers[i] - next) + sum;
        sum = next;
    }
    return isfinite(sum) ? sum + lost : sum;
}

double hm_number_sum(const double *numbers, size_t count) {
    decimal sum = {0, 0}, one;
    for (size_t i = 0; i < count; i++)
        if (!read(numbers[i], &one) || !add(&sum, one))
            return sum_of_doubles(numbers, count);
    char text[48];
    double result;
    (void)snprintf(text, sizeof text, "%llde-%d", (long long)sum.whole, sum.places);
    return hm_number_read(text, strlen(text), '.', &result) == HM_NUMBER_FINE
               ? result
               : sum_of_doubles(numbers, count);
}
