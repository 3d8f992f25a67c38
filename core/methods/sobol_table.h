/* sobol_table.h: primitive polynomials and the numbers that Sobol' points start from. */
#ifndef HM_SOBOL_TABLE_H
#define HM_SOBOL_TABLE_H

#include <stdint.h>

enum { HM_SOBOL_DIMENSIONS = 512, HM_SOBOL_STARTS = 5436 };

/* Of each dimension but the first, which needs none; bit i is the coefficient of x^i. */
extern const uint16_t hm_sobol_polynomials[HM_SOBOL_DIMENSIONS - 1];
/* As many for each of them as its polynomial has degrees, one after the other. The k-th, counted
 * from 1, is odd and below 2^k. */
extern const uint16_t hm_sobol_starts[HM_SOBOL_STARTS];

#endif
