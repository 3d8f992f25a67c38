/* names_alike.h: names of a table that look the same to people. */
#ifndef HM_NAMES_ALIKE_H
#define HM_NAMES_ALIKE_H

#include "base/names.h"

/* Called for each name that looks like an earlier one, with the first of those. */
typedef void hm_names_alike_tell(void *context, uint32_t first, uint32_t later);

/* False when memory has run out. */
bool hm_names_find_alike(const hm_names *names, const hm_allocator *allocator,
                         hm_names_alike_tell *tell, void *context);

#endif
