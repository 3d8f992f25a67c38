/* origin.h: whose Lua answers. A program may carry another Lua (5.1, LuaJIT, another 5.4), and
 * the dynamic linker then takes some of the functions, or all, from there. */
#ifndef HM_LUA_ORIGIN_H
#define HM_LUA_ORIGIN_H

#include "hundredmark/base.h"

/* HM_OK when all of Lua's functions that the library calls are those of one Lua, and that is 5.4;
 * HM_ERROR_PACKAGE otherwise: nothing of Lua may be called then. Looked at once, from whatever
 * thread. Always HM_OK where the library has a Lua of its own (HM_LUA_SOURCE). */
hm_code hm_lua_origin_check(hm_error *error);

#endif
