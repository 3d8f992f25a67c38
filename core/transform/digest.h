/* digest.h: what a node's values depend on, in a few numbers, so that a fit can be told from one of
 * another measure. */
#ifndef HM_FIT_DIGEST_H
#define HM_FIT_DIGEST_H

#include "plan/plan.h"
#include "transform/fits.h"

/* Of an indicator that is scaled: its measure (the expression, or the text of the script), what its
 * inputs may be, its scale and direction. Modules that a script asks for are not looked at. */
hm_fit_node hm_fit_node_of(const hm_plan *plan, size_t indicator);

#endif
