/* lua_records.h: figures as the measures of a run saw them: of inputs, and row by row of records.
 */
#ifndef HM_LUA_RECORDS_H
#define HM_LUA_RECORDS_H

#include <lua.h>

/* scores:input(unit, name), scores:records(unit, name) and scores:computed(unit, code). */
int hm_lua_input(lua_State *L);
int hm_lua_records(lua_State *L);
int hm_lua_computed(lua_State *L);

#endif
