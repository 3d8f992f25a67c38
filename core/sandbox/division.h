/* division.h: for a private build of Lua on a platform that has no floating-point flags:
 *
 *     -DLUA_USER_H='"sandbox/division.h"'
 *
 * Lua's own division, floor division, remainder and power then raise hm_division_mark where flags
 * would be raised for a zero divisor; divisors.c reads it. Where there are flags nothing changes.
 * The functions are Lua's (llimits.h), but for the mark. */
#ifndef HM_DIVISION_H
#define HM_DIVISION_H

#include <fenv.h>
#include <math.h>

#if !defined(FE_DIVBYZERO) || !defined(FE_INVALID)

extern _Thread_local unsigned hm_division_mark; /* 1 once a divisor was 0 */

static inline double hm_division_by(double divisor, double quotient) {
    hm_division_mark |= divisor == 0;
    return quotient;
}

static inline double hm_division_power(double a, double b) {
    const double result = b == 2 ? a * a : pow(a, b);
    hm_division_mark |= (a == 0 && b < 0) || (result != result && a == a && b == b);
    return result;
}

#define luai_numdiv(L, a, b)  ((void)L, hm_division_by((b), (a) / (b)))
#define luai_numidiv(L, a, b) ((void)L, hm_division_by((b), floor((a) / (b))))
#define luai_numpow(L, a, b)  ((void)L, hm_division_power((a), (b)))
#define luai_nummod(L, a, b, m)                                                                    \
    {                                                                                              \
        (void)L;                                                                                   \
        (m) = hm_division_by((b), fmod((a), (b)));                                                 \
        if (((m) > 0) ? (b) < 0 : ((m) < 0 && (b) != (m)))                                         \
            (m) += (b);                                                                            \
    }

#endif
#endif
