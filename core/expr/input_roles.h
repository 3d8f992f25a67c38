/* input_roles.h: what inputs are in an expression that was checked. */
#ifndef HM_INPUT_ROLES_H
#define HM_INPUT_ROLES_H

#include "expr/expr.h"

/* Does the expression read an input of the unit's own period, as it stands? */
bool hm_expr_uses(const hm_expr *expr, uint32_t input);
/* Is an input in what it divides something by that does not hold it itself? */
bool hm_expr_divides_by(const hm_expr *expr, uint32_t input);
/* Is it a sum in which each of these inputs, numbers in ascending order, is in one term at most,
 * and no two are in one? What such a sum gains is the sum of what each of them gains. */
bool hm_expr_adds_up(const hm_expr *expr, const uint32_t *inputs, size_t count);

#endif
