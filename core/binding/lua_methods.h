/* lua_methods.h: the methods that packages name, for pages and programs that list them. */
#ifndef HM_LUA_METHODS_H
#define HM_LUA_METHODS_H

#include <lua.h>

/* hm.methods() and hm.scales(): lists of { name, about }, of aggregation and of scales. */
int hm_lua_methods(lua_State *L);
int hm_lua_scales(lua_State *L);

#endif
