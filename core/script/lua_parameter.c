#include "script/lua_parameter.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
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

bool hm_lua_number_at(const hm_fields *f, int index, hm_declared_number *out) {
    lua_State *L = f->L;
    const char *parameter = hm_lua_parameter_at(f, index);
    const double number = lua_type(L, index) == LUA_TNUMBER ? lua_tonumber(L, index) : (double)NAN;
    if (!parameter && !(fabs(number) <= DBL_MAX))
        return false;
    *out = (hm_declared_number){parameter ? 0 : number, parameter};
    return true;
}

bool hm_lua_read_number(const hm_fields *f, const char *name, hm_declared_number *out) {
    lua_State *L = f->L;
    lua_pushstring(L, name);
    const int type = lua_rawget(L, f->table);
    const bool fine = hm_lua_number_at(f, -1, out);
    lua_pop(L, 1);
    if (type == LUA_TUSERDATA && !fine)
        hm_fields_fail_at(f, HM_FIELD(name),
                          "%s must be a number, or param.NAME alone: no other expression", name);
    return fine || hm_fields_number(f, name, &out->number);
}

void hm_lua_read_setting(const hm_fields *f, const char *name, hm_declared_setting *out) {
    lua_State *L = f->L;
    lua_pushstring(L, name);
    const int type = lua_rawget(L, f->table);
    *out = (hm_declared_setting){.name = name};
    if (type == LUA_TSTRING && !hm_lua_number_at(f, -1, &out->number))
        out->text = hm_fields_copy_at(f, -1, HM_FIELD(name), name);
    lua_pop(L, 1);
    if (type != LUA_TSTRING)
        (void)hm_lua_read_number(f, name, &out->number);
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
