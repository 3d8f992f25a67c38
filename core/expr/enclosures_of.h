/* enclosures_of.h: what an operation makes of intervals, for enclosures.c. */
#ifndef HM_ENCLOSURES_OF_H
#define HM_ENCLOSURES_OF_H

#include "expr/enclosure.h"
#include "expr/expr.h"

/* Nothing is known but that it is a number: of yes and no, 0 or 1. */
hm_enclosure hm_enclosure_unknown(const hm_expr_node *node);

/* What operation `op` makes of `count` operands, each a number in its interval or a state. It is
 * neither a leaf nor a fold, and looks at no texts. */
hm_enclosure hm_enclosure_of(const hm_expr_node *node, const hm_enclosure *x, size_t count);

#endif
