/* terms.h: which figures of a measure do not meet, since they stand in different terms of a
 * sum: what one of them does to the result is the same whatever the others are. */
#ifndef HM_COMPARE_TERMS_H
#define HM_COMPARE_TERMS_H

#include "evaluate/evaluated.h"

/* Of each of the inputs of an expression that reads no records, nodes or other periods the number
 * of its term, to `of`: the same where they meet. */
void hm_terms_find(const hm_expr *expr, const uint32_t *inputs, size_t count, uint32_t *of);

#endif
