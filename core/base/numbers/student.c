#include "base/numbers/student.h"

#include <math.h>
#include <stdbool.h>

static const double pi = 3.14159265358979323846;

/* The share within -t..t, for whole degrees of freedom: a finite sum over powers of the cosine of
 * the angle whose tangent is t / sqrt(freedom) (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
static double share_within(double t, unsigned freedom) {
    const bool is_odd = freedom % 2 == 1;
    const double angle = atan(t / sqrt(freedom)), cosine = cos(angle);
    double term = is_odd ? cosine : 1, sum = 0;
    for (unsigned i = is_odd ? 1 : 0; i + 2 <= freedom; i += 2) {
        sum += term;
        term *= cosine * cosine * (i + 1) / (i + 2);
    }
    return is_odd ? (angle + sin(angle) * sum) * 2 / pi : sin(angle) * sum;
}

/* By halves: the share grows with the number, so that nothing can go astray. */
double hm_student_quantile(double p, unsigned freedom) {
    if (!(p > 0 && p < 1))
        return (double)NAN;
    const double within = fabs(2 * p - 1);
    double low = 0, high = 1;
    while (share_within(high, freedom) < within && high < 0x1p100)
        high *= 2;
    for (double middle; middle = low + (high - low) / 2, middle > low && middle < high;)
        if (share_within(middle, freedom) < within)
            low = middle;
        else
            high = middle;
    return p < 0.5 ? -high : within > 0 ? high : 0;
}
