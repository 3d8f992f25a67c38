/* lua_methods.h: the methods that packages name, for pages and programs that list them. */
#ifndef HM_LUA_METHODS_H
#define HM_LUA_METHODS_H

#include <lua.h>

/* hm.methods(), hm.scales(), hm.imputers(), hm.treatments() and hm.weightings(): lists of
 * { name, about }, of aggregation and of steps; those of steps with `parameters`, a list likewise.
 */
int hm_lua_methods(lua_State *L);
int hm_lua_scales(lua_State *L);
int hm_lua_imputers(lua_State *L);
int hm_lua_treatments(lua_State *L);
int hm_lua_weightings(lua_State *L);

#endif
