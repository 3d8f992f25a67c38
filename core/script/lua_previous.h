/* lua_previous.h: figures of periods before, in functions.
 *
 * v.previous.NAME, previous("NAME", { within = 3 }) and growth("NAME") read them when they are
 * asked for, so a function that does not look back pays nothing. What is missing there ends no
 * call, which a script could hold back: it is noted in hm_calls, out of the script's reach, and the
 * function goes on with something that stands in for it, to no effect on the unit's result. */
#ifndef HM_LUA_PREVIOUS_H
#define HM_LUA_PREVIOUS_H

#include <lua.h>
#include <stdbool.h>

#include "script/calls.h"

/* Pushes what v.previous is: the same table for all functions, which cannot be written to.
 * [-0, +1, m] */
void hm_lua_previous_push(lua_State *L);
/* previous("NAME"), for the unit that a function is being called for: the figure, of the latest of
 * `within` periods before for which it is reported. The name is at index 1. [-0, +1, e] */
int hm_lua_previous_by_name(lua_State *L, unsigned within);
/* param.NAME, whose name is at index 2, while a function is called: the number. One that does not
 * hold yet leaves the unit without a value. False, and nothing pushed, where no function is called.
 * [-0, +(0|1), e] */
bool hm_lua_parameter_push(lua_State *L);
/* figure("NAME"): of the unit itself, as v.NAME is. A lua_CFunction for the helpers written in Lua.
 */
int hm_lua_previous_figure(lua_State *L);

/* --- for what else looks back --- */

/* The calls that are being made; an error where none are. [-0, +0, e] */
hm_calls *hm_lua_previous_calls(lua_State *L);
/* An error where the measure that is called cannot look back. [-0, +0, e] */
void hm_lua_previous_check(lua_State *L, const hm_calls *calls);
/* The number of the input whose name is at `index`. [-0, +0, e] */
size_t hm_lua_previous_find(lua_State *L, const hm_calls *calls, int index);
/* What the function goes on with where a figure is missing. [-0, +1, m] */
void hm_lua_previous_push_missing(lua_State *L, hm_calls *calls, hm_type type, hm_state state);

#endif
