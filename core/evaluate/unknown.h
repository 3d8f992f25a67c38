/* unknown.h: warnings of what data have and the package does not know. */
#ifndef HM_UNKNOWN_H
#define HM_UNKNOWN_H

#include "evaluate/bound.h"

/* Of inputs and records that the package does not have. */
void hm_unknown_warn(hm_bound *bound);
/* Of percents, where the package has no grade of that name; nothing unless all units are bound. */
void hm_unknown_warn_of_percents(hm_bound *bound);

#endif
