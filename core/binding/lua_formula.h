/* lua_formula.h: measures, conditions and rules as formulas for spreadsheets, seen from Lua. */
#ifndef HM_LUA_FORMULA_H
#define HM_LUA_FORMULA_H

#include <lua.h>

/* package:formula(code [, key [, period]]) and hm.formula_name(name). */
int hm_lua_formula(lua_State *L);
int hm_lua_formula_name(lua_State *L);
/* package:asked_formula(input) and package:rule_formulas(id). */
int hm_lua_asked_formula(lua_State *L);
int hm_lua_rule_formulas(lua_State *L);

#endif
