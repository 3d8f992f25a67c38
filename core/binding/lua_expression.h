/* lua_expression.h: what authors write, as Lua sees it: measures as lists of nodes, and the words
 * they are made of. */
#ifndef HM_LUA_EXPRESSION_H
#define HM_LUA_EXPRESSION_H

#include <lua.h>

#include "expr/expr.h"

/* The nodes of a measure as an array, operands before what uses them, the result last:
 *   { op =, type =, operands = { numbers of nodes } }
 * `op` is the helper's name or the operator's symbol; of leaves "number" and "flag" (with `value`),
 * "text", "input" and "previous" (with `name`; "previous" also `within`), "column" (`name` and
 * `member`); of a part "part" (`name` and `label`).
 * [-0, +1, m] */
void hm_lua_push_expression(lua_State *L, const hm_expr *expr);

/* The formula of node `index`, as field `name` of the table on the top of the stack. [-0, +0, m] */
void hm_lua_set_formula(lua_State *L, const char *name, const hm_expr *expr, uint16_t index);

/* Its named parts, a list of { name, label, formula }. [-0, +1, m] */
void hm_lua_push_parts(lua_State *L, const hm_expr *expr);

/* hm.helpers() and hm.kinds(). */
int hm_lua_helpers(lua_State *L);
int hm_lua_kinds(lua_State *L);

#endif
