/* lua_study.h: study.lua: return study { replicates = 1024, vary = { weights = ..., scale = ... } }
 */
#ifndef HM_LUA_STUDY_H
#define HM_LUA_STUDY_H

#include <lua.h>

#include "script/declared_study.h"
#include "script/field_path.h"

/* Reads the value at the top of the stack, made by a script shown as `file`, as those of lua_read.h
 * do. [-0, +0, e] */
void hm_lua_read_study(lua_State *L, hm_arena *arena, const char *file, hm_field_path *fault,
                       hm_declared_study *out);

#endif
