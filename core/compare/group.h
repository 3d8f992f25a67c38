/* group.h: the difference between the scores of one group in two views, divided among its
 * children. */
#ifndef HM_COMPARE_GROUP_H
#define HM_COMPARE_GROUP_H

#include "compare/divider.h"

/* Fills `parts` for a group that has a score in both views. `alike`: what it is computed by is the
 * same in both, but for the weights of its children. What the parts leave of the difference is the
 * group's own: its rounding, range or method. */
void hm_divide(hm_divider *divider, const hm_view views[HM_SIDES], size_t group, bool alike);

#endif
