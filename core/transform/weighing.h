/* weighing.h: groups whose children get their weights from the data: what they learn from, and the
 * plan of the run, which they get their weights in. */
#ifndef HM_WEIGHING_H
#define HM_WEIGHING_H

#include "base/issues.h"
#include "transform/transformed.h"

/* What the group `node` is weighed by; it is. */
const hm_applied_step *hm_weighing_of(const hm_transformed *transformed, size_t node);
/* What fits call the set of weights at `time`: the periods that it is learnt from, or the edition
 * that it is for. */
const char *hm_weighing_time(const hm_transformed *transformed, const hm_applied_step *step,
                             size_t time);
/* The one that holds for a bound unit; NULL: there is none yet. */
const hm_fit *hm_weighing_fit(const hm_transformed *transformed, const hm_applied_step *step,
                              size_t unit);

/* Learns all sets of weights, from units that have a score in all children that hold; `number` is
 * that of the step in the fits. False when memory has run out. */
bool hm_weighing_learn(const hm_transformed *transformed, const hm_applied_step *step,
                       uint32_t number);
/* Gives the children of all groups their weights, as far as they are learnt. */
void hm_weighing_take(hm_transformed *transformed);

/* Groups that have equal weights for want of others, and children whose weight is below 0: a
 * warning each. */
void hm_weighing_warn(const hm_transformed *transformed, hm_issues *issues);

#endif
