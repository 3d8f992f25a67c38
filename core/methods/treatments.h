/* treatments.h: what is done about values that lie far from all others, as pure functions of one
 * sample. Each pulls in what lies outside of two bounds, or transforms all values, or leaves them
 * as they are, and says why.
 *
 * Samples are finite and in ascending order (sort.h), as they were measured: not turned round where
 * less is better, which matters to powers and logarithms. */
#ifndef HM_TREATMENTS_H
#define HM_TREATMENTS_H

#include "base/memory.h"
#include "methods/sample.h"

/* What becomes of x once it is held within the bounds. */
typedef enum hm_treatment_form {
    HM_FORM_HELD,         /* nothing more */
    HM_FORM_LOG,          /* ln(x + shift) */
    HM_FORM_LOG_MIRRORED, /* -ln(shift - x): of values with a long tail to the left */
    HM_FORM_POWER,        /* ((x + shift)^power - 1) / power; the logarithm where the power is 0 */
    HM_FORMS
} hm_treatment_form;

/* What was found, and so what was done. */
typedef enum hm_treatment_finding {
    HM_TREATMENT_DONE,             /* values were pulled in or transformed */
    HM_TREATMENT_PASSED,           /* nothing had to be done */
    HM_TREATMENT_STILL_FAILS,      /* it was done, and the rule fails none the less */
    HM_TREATMENT_FEW,              /* too few values to judge: nothing was done */
    HM_TREATMENT_CONSTANT,         /* all values are alike: nothing was done */
    HM_TREATMENT_BECOMES_CONSTANT, /* pulling in would leave one value: nothing was done */
    HM_TREATMENT_NOT_POSITIVE,     /* a value is not above 0: the logarithm is not possible */
    HM_TREATMENT_FINDINGS
} hm_treatment_finding;

/* "no outlier": to stand behind what was found. */
const char *hm_treatment_finding_words(hm_treatment_finding finding);

typedef struct hm_treatment {
    hm_treatment_finding finding;
    double low, high; /* values are held between: where nothing is pulled in, the least and the
                         greatest of the sample */
    hm_treatment_form form;
    double shift, power;
    size_t pulled_low, pulled_high; /* values below `low` and above `high` */
    hm_moments before, after;
} hm_treatment;

/* Is this an outlier's shape? Not where the skewness lies within (-skewness, skewness), or the
 * kurtosis below `kurtosis`: the rule of the European Commission's Joint Research Centre, with 2
 * and 3.5. A sample without these moments passes. */
bool hm_treatment_passes(const hm_moments *moments, double skewness, double kurtosis);

typedef struct hm_winsorising {
    double most;               /* values to pull in: so many, or, below 1, this share of them */
    double skewness, kurtosis; /* of hm_treatment_passes */
    bool otherwise_log;        /* what still fails is not pulled in, but its logarithm is taken */
} hm_winsorising;

/* While the rule fails and less than `most` are pulled in: all at the greatest value (at the least,
 * where the skewness is negative) become the next one. Those that are equal go together, which may
 * pass `most`. `otherwise_log`: ln(x - min + range / 100), mirrored where the skewness is negative,
 * of the sample as it was (COINr's log_CT_plus). `room` has space for `count` numbers. */
hm_treatment hm_treat_by_winsorising(const double *values, size_t count, const hm_winsorising *how,
                                     double *room);
/* ln(x), of values above 0 alone. */
hm_treatment hm_treat_by_log(const double *values, size_t count, double *room);
/* Box and Cox, "An Analysis of Transformations" (1964): ((x - min + 1)^power - 1) / power. */
hm_treatment hm_treat_by_power(const double *values, size_t count, double power, double *room);
/* The power that makes the transformed sample most like a normal one: of the greatest likelihood
 * (profiled over mean and variance, by n) from -5 to 5, less where the greatest value would leave
 * the range of numbers. A grid of halves, then the zero of the derivative around the best, to
 * 1e-12.
 */
double hm_treatment_best_power(const double *values, size_t count, double *room);
/* Held between two quantiles of type 7; shares within 0..1. */
hm_treatment hm_treat_by_shares(const double *values, size_t count, double low, double high,
                                double *room);
/* Held within the median and `times` 1.4826 median absolute deviations from it; where more than
 * half are the median itself, nothing is done. `room` has space for twice as many numbers. */
hm_treatment hm_treat_by_deviations(const double *values, size_t count, double times, double *room);

/* x in this form. */
double hm_treatment_transform(hm_treatment_form form, double shift, double power, double x);
/* What becomes of one value, of the sample or not. */
double hm_treatment_apply(const hm_treatment *treatment, double value);

#endif
