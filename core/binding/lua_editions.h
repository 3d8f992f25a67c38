/* lua_editions.h: what changes with the period, as Lua sees it. */
#ifndef HM_LUA_EDITIONS_H
#define HM_LUA_EDITIONS_H

#include <lua.h>

#include "package/package.h"

/* The plan that holds in the period at `index`, a text, or in the edition of this number; where
 * there is neither, the whole. [-0, +0, v] */
const hm_plan *hm_lua_check_plan(lua_State *L, const hm_package *package, int index);

/* Into the table on the top of the stack: `from`, `to` and `breaks` of a node; and, of the whole
 * plan, its `measures` where it has several, a list of { from =, form =, formula =, expression =,
 * parts =, inputs = } by their periods, the first `from` being ""; of an edition `measure_from`,
 * the entry of it that an indicator goes by. [-0, +0, m] */
void hm_lua_set_edition(lua_State *L, const hm_package *package, const hm_plan *plan,
                        const hm_node *node);

/* Into the table on the top of the stack: `breaks`, a list of periods, where there are any.
 * [-0, +0, m] */
void hm_lua_set_breaks(lua_State *L, const hm_declared_breaks *breaks);

/* package:editions() */
int hm_lua_editions(lua_State *L);

#endif
