/* exact_sum.h: sums of numbers that round once, at the end. So they do not depend on the order of
 * the numbers, nor on how many parts these come in: columns need not be sorted to be summed up. */
#ifndef HM_EXACT_SUM_H
#define HM_EXACT_SUM_H

#include <stddef.h>
#include <stdint.h>

/* All that a double can be, in steps of its least one: 2098 bits, and those that a sum of 2^32
 * numbers and a sign take. */
enum { HM_EXACT_DIGITS = 68 };

/* A number of many digits, of 32 bits each, the lowest first. Between two times that they are
 * carried over they hold more. */
typedef struct hm_exact_sum {
    int64_t digits[HM_EXACT_DIGITS];
    unsigned added; /* since digits were carried over */
} hm_exact_sum;

/* Which begins at 0: {{0}, 0}. The numbers are finite. */
void hm_exact_sum_add(hm_exact_sum *sum, const double *numbers, size_t count);

/* The sum, rounded to nearest: the result times 2^exponent, since it may be more than a double
 * holds. The result is 0, or its size is from 2^63 on and at most 2^64. */
double hm_exact_sum_round(hm_exact_sum *sum, int *exponent);

#endif
