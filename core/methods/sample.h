/* sample.h: statistics of a sample of finite numbers, which is given in ascending order (sort.h),
 * so that none depends on the order that the numbers came in. */
#ifndef HM_SAMPLE_H
#define HM_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/* Do numbers between these differ only by rounding: by a billionth of the greatest of them, at
 * most? It is taken relative to them alone, unlike a tie of marks: values have a unit of measure,
 * and metres or kilometres must not decide whether cities are alike. */
bool hm_sample_is_alike(double least, double greatest);

/* The quantile of type 7 (R's, spreadsheets' and NumPy's default) of `count` >= 1 values; `share`
 * within 0..1. */
double hm_sample_quantile(const double *values, size_t count, double share);

/* Different values. */
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

/* Of `count` >= 1 values. */
hm_moments hm_sample_moments(const double *values, size_t count);

#endif
