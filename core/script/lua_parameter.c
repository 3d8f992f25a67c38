#include "script/lua_parameter.h"

#include <lauxlib.h>
#include <string.h>

#include "script/lua_expr.h"

const char *hm_lua_parameter_at(const hm_fields *f, int index) {
    lua_State *L = f->L;
    const hm_expr *expr = hm_lua_expr_at(L, index);
    const char *name = NULL;
    if (expr && expr->node_count == 1 && hm_expr_nodes(expr)->op == HM_OP_PARAMETER)
        name = hm_expr_text(expr, hm_expr_nodes(expr)->u.text.name);
    else if (lua_type(L, index) == LUA_TSTRING)
        name = hm_parameter_named(lua_tostring(L, index));
    return name ? hm_fields_copy(f, name, strlen(name)) : NULL;
}

bool hm_lua_read_weight(const hm_fields *f, double *out, const char **parameter) {
    lua_State *L = f->L;
    lua_pushliteral(L, "weight");
    const int type = lua_rawget(L, f->table);
    *parameter = hm_lua_parameter_at(f, -1);
    lua_pop(L, 1);
    if (*parameter)
        return true;
    if (type == LUA_TUSERDATA)
        hm_fields_fail_at(f, HM_FIELD("weight"),
                          "weight must be " HM_WEIGHT_WANTED ", or param.NAME");
    return hm_fields_weight(f, "weight", out);
}
