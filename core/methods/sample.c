#include "methods/sample.h"

#include <math.h>

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

/* Divided by this power of two, which is exact, no sum of fourth powers leaves the range. */
static double unit_of(const double *values, size_t count) {
    int exponent;
    (void)frexp(greater_size(values[0], values[count - 1]), &exponent);
    return ldexp(1, exponent - 1);
}

/* The second pass takes back what rounding did to the first. Equal values have exactly their mean.
 */
static double mean_of(const double *values, size_t count, double unit) {
    const double n = (double)count;
    double sum = 0, rest = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i] / unit;
    const double first = sum / n;
    for (size_t i = 0; i < count; i++)
        rest += values[i] / unit - first;
    const double mean = (first + rest / n) * unit;
    return fmin(fmax(mean, values[0]), values[count - 1]);
}

hm_moments hm_sample_moments(const double *values, size_t count) {
    const double unit = unit_of(values, count), n = (double)count;
    const double mean = mean_of(values, count, unit);
    double second = 0, third = 0, fourth = 0;
    for (size_t i = 0; i < count; i++) {
        const double distance = values[i] / unit - mean / unit, square = distance * distance;
        second += square;
        third += square * distance;
        fourth += square * square;
    }
    const bool differ = !hm_sample_is_alike(values[0], values[count - 1]);
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
