/* lua_standing.h: what nodes of both kinds, groups and indicators, say of their place among others.
 */
#ifndef HM_LUA_STANDING_H
#define HM_LUA_STANDING_H

#include "script/lua_fields.h"

/* A range, as the field `range` of a node or a policy: { LOW, HIGH }, or false. */
void hm_lua_read_range(const hm_fields *f, const char *field, hm_declared_range *out);

/* The field `parent` of a node: a code, "" where nothing is said, or where it is false: then the
 * node is_alone. */
const char *hm_lua_read_parent(const hm_fields *f, hm_declared_standing *out);

/* The names of all fields that hm_lua_read_standing reads, for lists of known fields. */
#define HM_STANDING_FIELDS                                                                         \
    "range", "deducts", "adds", "cap", "required", "scored", "from", "to", "breaks", "classes"

/* After hm_lua_read_parent. */
void hm_lua_read_standing(const hm_fields *f, hm_declared_standing *out);

#endif
