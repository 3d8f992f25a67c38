/* lua_read_options.h: how a file is to be read, as a Lua table says it. */
#ifndef HM_LUA_READ_OPTIONS_H
#define HM_LUA_READ_OPTIONS_H

#include <lua.h>

#include "hundredmark/dataset.h"

/* [-0, +n, e] Reads the table at `index`, if there is one, into the options, which hold their
 * defaults. Texts live as long as what this leaves on the stack. */
void hm_lua_read_options(lua_State *L, int index, hm_read_options *options);

#endif
