/* gains.h: what one step of each figure of a city brings. */
#ifndef HM_IMPROVE_GAINS_H
#define HM_IMPROVE_GAINS_H

#include "improve/tables.h"

/* The better way of each, those with most points first; `changes` has room for all decisions. The
 * figures are as they were afterwards. Errors: memory, cancelled, limits. */
hm_code hm_gains_take(hm_decisions *decisions, hm_change *changes, size_t *count, hm_error *error);

#endif
