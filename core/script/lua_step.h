/* lua_step.h: what a node says of its steps. */
#ifndef HM_LUA_STEP_H
#define HM_LUA_STEP_H

#include "script/lua_fields.h"

/* The fields `scale` and `direction` of a node. */
void hm_lua_read_scale(const hm_fields *f, hm_declared_step *out);

#endif
