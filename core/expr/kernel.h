/* kernel.h: what kernels are made of; for the files that have some, alone.
 *
 * Kernels first compute over everything, since missing cells hold 0, and settle the states after.
 * A loop goes over numbers or over states, and only where it must over both: loops without branches
 * over one width are what compilers turn into wide instructions. Results never overlap operands. */
#ifndef HM_KERNEL_H
#define HM_KERNEL_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "expr/operand.h"
#include "hundredmark/base.h"
#include "platform/wide.h"

static inline uint8_t gravest(uint8_t a, uint8_t b) {
    return a > b ? a : b;
}

/* What a kernel is called with; see hm_kernel. */
#define KERNEL(name)                                                                               \
    HM_WIDE static void name(size_t rows, const hm_operand *x, size_t count,                       \
                             double *restrict values, uint8_t *restrict states)

static inline void copy_states(size_t rows, const uint8_t *restrict from,
                               uint8_t *restrict states) {
    for (size_t i = 0; i < rows; i++)
        states[i] = from[i];
}

static inline void add_states(size_t rows, const uint8_t *restrict more, uint8_t *restrict states) {
    for (size_t i = 0; i < rows; i++)
        states[i] = gravest(states[i], more[i]);
}

static inline void join_states(size_t rows, const uint8_t *restrict a, const uint8_t *restrict b,
                               uint8_t *restrict states) {
    for (size_t i = 0; i < rows; i++)
        states[i] = gravest(a[i], b[i]);
}

/* No number stands where none is observed. */
static inline void settle(size_t rows, double *restrict values, const uint8_t *restrict states) {
    for (size_t i = 0; i < rows; i++)
        values[i] = states[i] == HM_OBSERVED ? values[i] : 0;
}

/* The same for what may have become infinite or no number at all. */
static inline void settle_finite(size_t rows, double *restrict values, uint8_t *restrict states) {
    for (size_t i = 0; i < rows; i++) {
        const uint8_t state = fabs(values[i]) <= DBL_MAX ? HM_OBSERVED : HM_UNDEFINED;
        states[i] = gravest(states[i], state);
    }
    settle(rows, values, states);
}

#endif
