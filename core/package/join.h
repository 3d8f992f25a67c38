/* join.h: joining a chain of packages. */
#ifndef HM_JOIN_H
#define HM_JOIN_H

#include "package/joined.h"

/* Joins layers[0] (the base) to layers[count - 1]. What contradicts is an issue (HM_REJECTED).
 * False when memory has run out, or `meter`'s budget. In any case `input_names` is then the
 * caller's to close, apart from hm_joined_close; the rest is the arena's. */
bool hm_joined_open(hm_joined *joined, const hm_layer *const *layers, size_t count, hm_meter *meter,
                    hm_arena *arena, hm_issues *issues);
void hm_joined_close(hm_joined *joined);

#endif
