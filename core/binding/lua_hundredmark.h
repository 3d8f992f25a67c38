/* lua_hundredmark.h: the Lua module `hundredmark`: the library for trusted Lua. Its functions are
 * described in scripts/README.md. */
#ifndef HM_LUA_HUNDREDMARK_H
#define HM_LUA_HUNDREDMARK_H

#include <lua.h>
#include "hundredmark/base.h"

HM_API int luaopen_hundredmark(lua_State *L);

#endif
