/* parts.h: figures that are parts of other figures, their wholes. */
#ifndef HM_PARTS_H
#define HM_PARTS_H

#include "base/issues.h"
#include "evaluate/evaluated.h"

/* Raises the states of units first .. first + count - 1 to HM_INVALID where a part above 0 stands
 * in a whole of 0, of the pairs that the script declares: one of the two figures is wrong. A pair
 * that only the measure tells of, by a percent, is refused by that percent, where it is taken. */
void hm_parts_refuse(const hm_bound *bound, const hm_indicator *indicator, size_t first,
                     size_t count, uint8_t *states);
/* Is this flag raised for any of them? */
bool hm_flags_any(const uint8_t *flags, size_t count, unsigned flag);
/* Adds a warning for each figure that is more than the whole it is a part of. Stops when `cancel`,
 * which may be NULL, is requested. */
void hm_evaluated_warn_parts(const hm_evaluated *evaluated, hm_issues *issues,
                             const hm_cancel *cancel);

#endif
