/* cause.h: why an indicator has no value for one unit, in words, where it is not the figure of an
 * input as it stands. */
#ifndef HM_CAUSE_H
#define HM_CAUSE_H

#include "base/buffer.h"
#include "evaluate/bound.h"

/* Appends a sentence without its end, such as "government_services is 0", to `out`; nothing where a
 * figure is missing or was rejected, or where a function gave the reason itself (see
 * hm_evaluated_reason). The measure is evaluated once more, for this unit alone. Whether there was
 * memory is in out->failed. */
void hm_bound_tell_cause(const hm_bound *bound, const hm_expr_reads *reads, uint32_t indicator,
                         size_t unit, const hm_allocator *allocator, hm_buffer *out);

/* The same of the measure of a group, or the transformation of a node. */
void hm_bound_tell_cause_of(const hm_bound *bound, const hm_expr_reads *reads, uint32_t node,
                            const hm_expr *formula, size_t unit, const hm_allocator *allocator,
                            hm_buffer *out);

#endif
