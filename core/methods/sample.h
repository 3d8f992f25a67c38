/* sample.h: statistics of a sample of finite numbers. None depends on the order that they came in:
 * quantiles are of a sample in ascending order (sort.h), and what is summed up is summed up exactly
 * (exact_sum.h), in whatever order. */
#ifndef HM_SAMPLE_H
#define HM_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/range.h"

/* Do numbers between these differ only by rounding: by a billionth of the greatest of them, at
 * most? It is taken relative to them alone, unlike a tie of marks: values have a unit of measure,
 * and metres or kilometres must not decide whether cities are alike. */
bool hm_sample_is_alike(double least, double greatest);

/* The quantile of type 7 (R's, spreadsheets' and NumPy's default) of `count` >= 1 values in
 * ascending order; `share` within 0..1. */
double hm_sample_quantile(const double *values, size_t count, double share);

/* Different values, of those in ascending order. */
size_t hm_sample_distinct(const double *values, size_t count);

typedef struct hm_moments {
    double mean;
    double deviation; /* by n - 1; 0 where count < 2 */
    /* Corrected for a sample, as most programs of statistics have them (G1 and G2 of Joanes and
     * Gill 1998): 0 for a normal distribution. */
    double skewness, kurtosis;
    bool has_deviation; /* 2 values or more */
    bool has_skewness;  /* 3 or more that are not all alike */
    bool has_kurtosis;  /* 4 or more */
} hm_moments;

/* Of `count` >= 1 values, in any order, here and below. */
hm_moments hm_sample_moments(const double *values, size_t count);
/* `range` is theirs. Equal values have exactly their mean. */
double hm_sample_mean(const double *values, size_t count, hm_range range);
/* The standard deviation about their mean, by `divisor`: n or n - 1. */
double hm_sample_deviation(const double *values, size_t count, hm_range range, double mean,
                           double divisor);
/* A power of two by which values within a range are divided, which is exact, so that no sum of
 * fourth powers of theirs leaves the range of numbers. Its inverse is a number. */
double hm_sample_unit(hm_range range);

#endif
