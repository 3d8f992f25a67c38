/* enclosures_slope.h: between what the slope of an operation lies by something that its operands
 * are made of. */
#ifndef HM_ENCLOSURES_SLOPE_H
#define HM_ENCLOSURES_SLOPE_H

#include "expr/enclosure.h"
#include "expr/expr.h"

/* `x` are its first operand and its last, `slopes` theirs, and `result` what it makes of them; all
 * have numbers throughout. Where there is a step, or none is known, it may be anything. */
hm_enclosure hm_enclosure_slope(const hm_expr_node *node, const hm_enclosure x[2],
                                const hm_enclosure slopes[2], hm_enclosure result);

#endif
