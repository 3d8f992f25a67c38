/* treatments.h: what is done about values that lie far from all others, as pure functions of one
 * sample. Each pulls in what lies outside of two bounds, or transforms all values, or leaves them
 * as they are.
 *
 * Samples are finite and in ascending order (sort.h), as they were measured: not turned round where
 * less is better, which matters to powers and logarithms. */
#ifndef HM_TREATMENTS_H
#define HM_TREATMENTS_H

#include <stdbool.h>
#include <stddef.h>

/* What becomes of x once it is held within the bounds. */
typedef enum hm_treatment_form {
    HM_FORM_HELD,         /* nothing more */
    HM_FORM_LOG,          /* ln(x + shift) */
    HM_FORM_LOG_MIRRORED, /* -ln(shift - x): of values with a long tail to the left */
    HM_FORM_POWER,        /* ((x + shift)^power - 1) / power; the logarithm where the power is 0 */
    HM_FORMS
} hm_treatment_form;

typedef struct hm_treatment {
    double low, high; /* values are held between: where nothing is pulled in, the least and the
                         greatest of the sample */
    hm_treatment_form form;
    double shift, power;
    size_t pulled_low, pulled_high; /* values below `low` and above `high`, of winsorising */
} hm_treatment;

/* Is this an outlier's shape? Not where the skewness lies within (-skewness, skewness), or the
 * kurtosis below `kurtosis`: the rule of the European Commission's Joint Research Centre, with 2
 * and 3.5. A sample without these moments passes. */
typedef struct hm_winsorising {
    double most;               /* values to pull in: so many, or, below 1, this share of them */
    double skewness, kurtosis; /* of the rule */
    bool otherwise_log;        /* what still fails is not pulled in, but its logarithm is taken */
} hm_winsorising;

/* While the rule fails and less than `most` are pulled in: all at the greatest value (at the least,
 * where the skewness is negative) become the next one. Those that are equal go together, which may
 * pass `most`. `otherwise_log`: ln(x - min + range / 100), mirrored where the skewness is negative,
 * of the sample as it was (COINr's log_CT_plus). What would leave one value alone is not done.
 * `room` has space for `count` >= 1 numbers. */
hm_treatment hm_treat_by_winsorising(const double *values, size_t count, const hm_winsorising *how,
                                     double *room);
/* Is it sure of values in any order that nothing is pulled in, nor its logarithm taken? Most
 * samples pass the rule by far, and need not be sorted. `room` as above. */
bool hm_treatment_is_needless(const double *values, size_t count, const hm_winsorising *how,
                              double *room);
/* Box and Cox, "An Analysis of Transformations" (1964): ((x - min + 1)^power - 1) / power, of
 * `count` >= 1 values; where all are alike nothing is done. */
hm_treatment hm_treat_by_power(const double *values, size_t count, double power);
/* The power that makes the transformed sample most like a normal one: of the greatest likelihood
 * (profiled over mean and variance, by n) from -5 to 5, less where the greatest value would leave
 * the range of numbers. A grid of halves, then the zero of the derivative around the best, to
 * 1e-12.
 */
double hm_treatment_best_power(const double *values, size_t count, double *room);
/* x in this form. */
double hm_treatment_transform(hm_treatment_form form, double shift, double power, double x);
/* What becomes of one value, of the sample or not. */
double hm_treatment_apply(const hm_treatment *treatment, double value);

#endif
