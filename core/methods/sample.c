#include "methods/sample.h"

#include <math.h>
#include <string.h>

#include "methods/exact_sum.h"
#include "platform/wide.h"

#define ALIKE 1e-9

static double greater_size(double a, double b) {
    return fabs(a) > fabs(b) ? fabs(a) : fabs(b);
}

bool hm_sample_is_alike(double least, double greatest) {
    return greatest - least <= ALIKE * greater_size(least, greatest);
}

double hm_sample_quantile(const double *values, size_t count, double share) {
    const double place = share * (double)(count - 1), below = floor(place);
    const size_t at = (size_t)below;
    return at + 1 < count ? values[at] + (place - below) * (values[at + 1] - values[at])
                          : values[count - 1];
}

size_t hm_sample_distinct(const double *values, size_t count) {
    size_t distinct = count > 0 ? 1 : 0;
    for (size_t i = 1; i < count; i++)
        distinct += values[i] != values[i - 1] ? 1 : 0;
    return distinct;
}

double hm_sample_unit(hm_range range) {
    const int most = 1000;
    int exponent;
    (void)frexp(greater_size(range.low, range.high), &exponent);
    return ldexp(1, exponent < -most ? -most : exponent > most ? most : exponent - 1);
}

double hm_sample_mean(const double *values, size_t count, hm_range range) {
    hm_exact_sum sum = {{0}, 0};
    int exponent;
    hm_exact_sum_add(&sum, values, count);
    const double rounded = hm_exact_sum_round(&sum, &exponent);
    return fmin(fmax(ldexp(rounded / (double)count, exponent), range.low), range.high);
}

/* --- distances from the mean --- */

enum { TOGETHER = 1024 };

/* Distances in units, which go by `inverse` into them. */
HM_WIDE static void find_distances(const double *restrict values, size_t count, double mean,
                                   double inverse, double *restrict distances) {
    for (size_t i = 0; i < count; i++)
        distances[i] = values[i] * inverse - mean * inverse;
}

HM_WIDE static void multiply_all(const double *restrict by, size_t count,
                                 double *restrict numbers) {
    for (size_t i = 0; i < count; i++)
        numbers[i] *= by[i];
}

static double round_sum(hm_exact_sum *sum) {
    int exponent;
    const double rounded = hm_exact_sum_round(sum, &exponent);
    return ldexp(rounded, exponent);
}

/* Sums of powers of the distances, in units, from squares on: `power_count` of them. Each power is
 * rounded by itself, their sum once. */
static void sum_powers(const double *values, size_t count, double mean, double unit,
                       size_t power_count, double *powers) {
    hm_exact_sum sums[3] = {{{0}, 0}};
    double distances[TOGETHER], numbers[TOGETHER];
    for (size_t i = 0; i < count; i += TOGETHER) {
        const size_t some = count - i < TOGETHER ? count - i : TOGETHER;
        find_distances(values + i, some, mean, 1 / unit, distances);
        memcpy(numbers, distances, some * sizeof *numbers);
        for (size_t k = 0; k < power_count; k++) {
            multiply_all(distances, some, numbers);
            hm_exact_sum_add(&sums[k], numbers, some);
        }
    }
    for (size_t k = 0; k < power_count; k++)
        powers[k] = round_sum(&sums[k]);
}

double hm_sample_deviation(const double *values, size_t count, hm_range range, double mean,
                           double divisor) {
    const double unit = hm_sample_unit(range);
    double squares;
    sum_powers(values, count, mean, unit, 1, &squares);
    return sqrt(squares / divisor) * unit;
}

hm_moments hm_sample_moments(const double *values, size_t count) {
    const hm_range range = hm_range_of(values, count);
    const double unit = hm_sample_unit(range), n = (double)count;
    const double mean = hm_sample_mean(values, count, range);
    const bool differ = !hm_sample_is_alike(range.low, range.high);
    double powers[3];
    sum_powers(values, count, mean, unit, 3, powers);
    const double second = powers[0], third = powers[1], fourth = powers[2];
    hm_moments moments = {.mean = mean,
                          .has_deviation = count > 1,
                          .has_skewness = count > 2 && differ,
                          .has_kurtosis = count > 3 && differ};
    if (moments.has_deviation)
        moments.deviation = sqrt(second / (n - 1)) * unit;
    if (moments.has_skewness)
        moments.skewness = sqrt(n) * third / (second * sqrt(second)) * sqrt(n * (n - 1)) / (n - 2);
    if (moments.has_kurtosis)
        moments.kurtosis =
            ((n + 1) * (n * fourth / (second * second) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3));
    return moments;
}
