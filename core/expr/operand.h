/* operand.h: what kernels take and what they are. */
#ifndef HM_OPERAND_H
#define HM_OPERAND_H

#include <stddef.h>
#include <stdint.h>

/* One operand as a kernel sees it. */
typedef struct hm_operand {
    const double *values;
    const uint8_t *states;
} hm_operand;

/* Computes `rows` results. values are 0 wherever the state is not HM_OBSERVED, on both sides; logic
 * is 0 or 1. A result that is not finite becomes HM_UNDEFINED. */
typedef void hm_kernel(size_t rows, const hm_operand *operands, size_t count, double *values,
                       uint8_t *states);

#endif
