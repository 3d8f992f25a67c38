/* lua_step.h: what a node says of its steps. */
#ifndef HM_LUA_STEP_H
#define HM_LUA_STEP_H

#include "script/lua_fields.h"

/* The names of the fields that hm_lua_read_steps reads, for lists of known fields. */
#define HM_STEP_FIELDS "impute", "treat", "scale"
/* That which no policy has. */
#define HM_TRANSFORM_FIELD "transform"
/* That of a group alone. */
#define HM_WEIGH_FIELD "weigh"

/* These fields of a node or a policy. */
void hm_lua_read_steps(const hm_fields *f, hm_declared_steps *out);
/* One such value, which is on the top of the stack and stands in `f` at `key`; messages call it
 * `called`. */
void hm_lua_read_step(const hm_fields *f, hm_key key, const char *called, hm_step_kind kind,
                      hm_declared_step *out);
/* The fields `direction` and `transform` of a node. */
void hm_lua_read_direction(const hm_fields *f, hm_declared_steps *out);
void hm_lua_read_transform(const hm_fields *f, hm_declared_steps *out);

#endif
