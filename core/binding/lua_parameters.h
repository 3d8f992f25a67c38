/* lua_parameters.h: which parameters a score rests on, for those who explain it. */
#ifndef HM_LUA_PARAMETERS_H
#define HM_LUA_PARAMETERS_H

#include <lua.h>

/* scores:parameters(unit, code): what a node reads of parameters.csv in a unit, a list of
 * { name, of, value, from, unit, reference, set } */
int hm_lua_parameters(lua_State *L);

#endif
