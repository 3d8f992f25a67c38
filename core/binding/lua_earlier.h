/* lua_earlier.h: what measures read of periods before, for those who explain scores. */
#ifndef HM_LUA_EARLIER_H
#define HM_LUA_EARLIER_H

#include <lua.h>

/* scores:previous(unit, input[, within[, code]]): the unit that previous(input, { within = within
 * }) reads in what the node is computed by; or nil, and the state that a figure has in its place */
int hm_lua_earlier_unit(lua_State *L);
/* scores:previous_units(unit, input[, within[, code]]): the units among which that one is looked for,
 * the nearest first */
int hm_lua_earlier_units(lua_State *L);
/* scores:earlier(unit, code): what the measure of an indicator reads of periods before, a list of
 * { input, within, comparable, units } */
int hm_lua_earlier(lua_State *L);

#endif
