/* causes.h: why an expression gives no number for one unit, in words: the operand that is 0, the
 * figure that has no root, each as the author wrote it. */
#ifndef HM_CAUSES_H
#define HM_CAUSES_H

#include "expr/expr_run.h"

/* Appends a sentence without its end, such as "a - b is 0", to `out`. To be called after
 * hm_expr_run for `unit` alone, with its workspace and data, when its result had no value. Nothing
 * is appended where the reason is the figure of an input as it stands: not reported, rejected, not
 * applicable. */
void hm_expr_tell_cause(const hm_expr *expr, const hm_expr_data *data, size_t unit,
                        hm_workspace *workspace, hm_buffer *out);

#endif
