/* lua_history.h: history(x, { back = 9, least = 5 }), a value a period, which slope, mean, min, max
 * and sum fold.
 *
 * In an expression it is one itself. In a function, which is called with figures, x is the name of
 * an input, and the history no more than that and the options: the periods are looked up by what
 * folds it. */
#ifndef HM_LUA_HISTORY_H
#define HM_LUA_HISTORY_H

#include <lua.h>
#include <stdbool.h>

#include "expr/operations.h"

/* Makes the metatable of histories in functions. Once a state. [-0, +0, e] */
void hm_lua_history_open(lua_State *L);
/* { back = 9, least = 5 } at index 2. [-0, +0, e] */
void hm_lua_history_options(lua_State *L, unsigned *back, unsigned *least);
/* history("NAME"), the name at index 1, for the unit that a function is being called for.
 * [-0, +1, e] */
int hm_lua_history_by_name(lua_State *L, unsigned back, unsigned least);
/* Is there a history of a function at `index`? [-0, +0, -] */
bool hm_lua_history_at(lua_State *L, int index);
/* What operation `op` makes of the history at index 1, for the unit that a function is being called
 * for: a number, or what stands in for one. [-0, +1, e] */
int hm_lua_history_fold(lua_State *L, hm_op op);

#endif
