/* shipped.h: loading Lua files that are part of the library. They come compiled, which spares every
 * start some milliseconds; their text is used where that form does not fit the Lua at hand. Nothing
 * that comes from anywhere else is ever loaded in compiled form. */
#ifndef HM_SHIPPED_H
#define HM_SHIPPED_H

#include <lua.h>

/* Pushes file `name` (see base/resources.h) as a function. `chunk` is what Lua is to call it when
 * it loads the text; the compiled form has been given the same name by core/embed_compiled.c.
 * LUA_OK, or as luaL_loadbufferx with a message on the stack. [-0, +1, -] */
int hm_shipped_load(lua_State *L, const char *name, const char *chunk);

#endif
