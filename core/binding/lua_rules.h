/* lua_rules.h: the rules of a package, and what comes of them. */
#ifndef HM_LUA_RULES_H
#define HM_LUA_RULES_H

#include <lua.h>

/* package:rules(): each { id, about, left, comparison, right, left_expression, right_expression,
 * severity, missing, tolerance, inputs = { names }, tests, file, line, layer } */
int hm_lua_rules(lua_State *L);
/* scores:rule(unit, id): "holds", "broken" or "skipped"; nil for a rule that the package does not
 * have */
int hm_lua_rule_status(lua_State *L);

#endif
