/* lua_policy.h: what a policy says of thresholds, of rounding, and of what is not reported. */
#ifndef HM_LUA_POLICY_H
#define HM_LUA_POLICY_H

#include "script/lua_fields.h"

/* The names of all fields that are read here, for lists of known fields. */
#define HM_POLICY_FIELDS                                                                           \
    "min_coverage", "min_coverage_at", "min_children", "rank_if", "rounding", "range",             \
        "group_range", "not_reported"

void hm_lua_read_thresholds(const hm_fields *policy, hm_declared_policy *out);
void hm_lua_read_rounding(const hm_fields *policy, hm_declared_policy *out);
void hm_lua_read_not_reported(const hm_fields *policy, hm_declared_policy *out);

/* The field `name` of a table, { CODE = weight or param.NAME }, put in the order of the codes: how
 * many there are. */
size_t hm_lua_read_weights_at(const hm_fields *f, const char *name, hm_declared_weight **out);

#endif
