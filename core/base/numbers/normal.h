/* normal.h: the standard normal distribution. */
#ifndef HM_NORMAL_H
#define HM_NORMAL_H

/* The number that a share `p` of the distribution lies below, 0 < p < 1, to about 16 digits: by the
 * rational approximations of Wichura, "The percentage points of the normal distribution" (Applied
 * Statistics 37, 1988, algorithm AS 241). NAN for any other p. */
double hm_normal_quantile(double p);

/* Of which that is made: a polynomial over another, by ascending powers. */
enum { HM_NORMAL_TERMS = 8 };
typedef struct hm_normal_rational {
    double above[HM_NORMAL_TERMS], below[HM_NORMAL_TERMS];
} hm_normal_rational;

/* Of HM_NORMAL_CENTRE - q^2, q = p - 1/2 up to HM_NORMAL_MIDDLE on either side: the quantile over
 * q. */
extern const hm_normal_rational hm_normal_middle;
#define HM_NORMAL_MIDDLE 0.425
#define HM_NORMAL_CENTRE 0.180625
/* Of r - HM_NORMAL_NEAR, r = sqrt(-ln(tail)) up to HM_NORMAL_FAR: its size. */
extern const hm_normal_rational hm_normal_near;
#define HM_NORMAL_NEAR 1.6
#define HM_NORMAL_FAR  5.0

static inline double hm_normal_polynomial(const double *coefficients, double x) {
    double sum = coefficients[HM_NORMAL_TERMS - 1];
    for (int i = HM_NORMAL_TERMS - 2; i >= 0; i--)
        sum = sum * x + coefficients[i];
    return sum;
}

static inline double hm_normal_value(const hm_normal_rational *r, double x) {
    return hm_normal_polynomial(r->above, x) / hm_normal_polynomial(r->below, x);
}

#endif
