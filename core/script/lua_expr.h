/* lua_expr.h: expressions as Lua values, and the helpers of operations.h as Lua functions.
 *
 * An expression is a userdata that holds a finished hm_expr block. Operators and helpers given at
 * least one expression build a larger one; helpers given plain values compute at once with the same
 * kernels. */
#ifndef HM_LUA_EXPR_H
#define HM_LUA_EXPR_H

#include <lua.h>

#include "base/error.h"
#include "expr/expr.h"

/* The name of the helpers that are written in Lua, as messages would show it. */
#define HM_HELPERS_CHUNK "helpers.lua"

/* Makes the metatable of expressions. Once a state, inside a protected call. [-0, +0, e] */
void hm_lua_expr_open(lua_State *L);
/* Sets `input`, `param` and a function for each operation that authors name in the table at
 * `environment`.
 * [-0, +0, e]
 */
void hm_lua_expr_author(lua_State *L, int environment);
/* The same, and what only the helpers written in Lua call. [-0, +0, e] */
void hm_lua_expr_helpers(lua_State *L, int environment);
/* The own value of a node, as the transformation calls it. [-0, +1, e] */
void hm_lua_expr_push_own(lua_State *L, const char *name);
/* The block at `index`, NULL if it is no expression. [-0, +0, -] */
const hm_expr *hm_lua_expr_at(lua_State *L, int index);

/* What a helper called with plain values raises when its result is no number: a light userdata that
 * means a state. */
void hm_lua_raise_state(lua_State *L, hm_state state);
/* The state a raised light userdata means, HM_OBSERVED if it is none of these. */
hm_state hm_lua_raised_state(const void *raised);

#endif
