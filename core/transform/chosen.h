/* chosen.h: which fits steps go by, in each period and group. */
#ifndef HM_CHOSEN_H
#define HM_CHOSEN_H

#include "transform/transformed.h"

/* Finds the fits of all steps among those that are applied. */
void hm_applied_choose(hm_transformed *transformed);
/* NULL where there is none. `unit` is one of the data set. */
const hm_fit *hm_applied_fit(const hm_transformed *transformed, const hm_applied_step *step,
                             size_t unit);

#endif
