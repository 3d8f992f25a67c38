/* lua_examples.h: the tests of indicators and rules, as Lua sees them. */
#ifndef HM_BINDING_LUA_EXAMPLES_H
#define HM_BINDING_LUA_EXAMPLES_H

#include <lua.h>

#include "script/declared.h"

/* { values, previous = { { name, text }, ... }, records = { { name, rows }, ... }, score, value,
 * status, flags, note, period, day } `day` being the first one of the period, counted from
 * 1970-01-01 [-0, +1, m] */
void hm_lua_push_example(lua_State *L, const hm_example *example);

#endif
