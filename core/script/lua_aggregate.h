/* lua_aggregate.h: the method by which the scores of children become their group's, as policies and
 * groups say it. */
#ifndef HM_LUA_AGGREGATE_H
#define HM_LUA_AGGREGATE_H

#include "script/lua_fields.h"

/* The field `aggregate`: "NAME", or { "NAME", parameters }. */
void hm_lua_read_aggregate(const hm_fields *f, hm_declared_aggregate *out);
/* One such value, which is on the top of the stack and stands in `f` at `key`; messages call it
 * `called`. */
void hm_lua_read_method(const hm_fields *f, hm_key key, const char *called,
                        hm_declared_aggregate *out);
/* The field `aggregate_at` of a policy: such methods by the codes of groups, whose order they are
 * put in. Returns how many. */
size_t hm_lua_read_aggregate_at(const hm_fields *policy, hm_declared_aggregate_at **out);

#endif
