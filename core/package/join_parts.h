/* join_parts.h: what joining packages is made of, layer by layer. */
#ifndef HM_JOIN_PARTS_H
#define HM_JOIN_PARTS_H

#include "package/joined.h"

typedef struct hm_joiner {
    hm_joined *joined;
    hm_arena *arena;
    hm_issues *issues;
} hm_joiner;

/* Before each of what may be many: false when the budget is used up. */
bool hm_joiner_goes_on(const hm_joiner *joiner);
/* An issue: the layer's manifest names a node that there is not, at `path`; `what` says in which
 * field. */
void hm_join_unknown(const hm_joiner *joiner, const hm_layer *layer, hm_field_path path,
                     const char *what, const char *code);

static inline hm_said_weight hm_weight_of_number(double number) {
    return (hm_said_weight){.number = number, .index = HM_NO_PARAMETER};
}

/* What a layer says takes the place of what those before said; of nodes that there are not, an
 * issue. */
void hm_join_weights(const hm_joiner *joiner, const hm_layer *layer);
void hm_join_policy(const hm_joiner *joiner, const hm_layer *layer);

#endif
