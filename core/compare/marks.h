/* marks.h: what the score of a node would be by another value than it has. */
#ifndef HM_COMPARE_MARKS_H
#define HM_COMPARE_MARKS_H

#include "compare/compared.h"

/* What the steps, the transformation and the range of a node make of a value in the view's unit,
 * before it is rounded; NAN where they make nothing of it. `workspace` is big enough for the
 * transformation. */
double hm_mark_through(const hm_view *view, uint32_t node, double value, hm_workspace *workspace);

/* Is the node's value, in the view's unit, what its score is made of? Not where that was imputed,
 * or given by the policy. */
bool hm_view_has_value(const hm_view *view, uint32_t node);

#endif
