#include "binding/lua_methods.h"

#include "binding/lua_objects.h"
#include "methods/methods.h"
#include "methods/step_methods.h"

/* The next of the list on the top. [-0, +0, m] */
static void add(lua_State *L, size_t index, const char *name, const char *about) {
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, "name", name);
    hm_lua_set_text(L, "about", about);
    lua_rawseti(L, -2, (lua_Integer)index + 1);
}

int hm_lua_methods(lua_State *L) {
    lua_createtable(L, (int)hm_method_count, 0);
    for (size_t i = 0; i < hm_method_count; i++)
        add(L, i, hm_methods[i].name, hm_methods[i].about);
    return 1;
}

/* { name, about } of each parameter. */
static void add_parameters(lua_State *L, const hm_step_method *method) {
    lua_newtable(L);
    for (size_t i = 0; i < hm_step_parameter_count(method); i++)
        add(L, i, method->parameters[i].name, method->parameters[i].about);
    lua_setfield(L, -2, "parameters");
}

static void push_step_methods(lua_State *L, hm_step_kind kind) {
    const hm_step_method *method;
    lua_newtable(L);
    for (size_t i = 0; (method = hm_step_method_at(kind, i)) != NULL; i++) {
        add(L, i, method->name, method->about);
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        add_parameters(L, method);
        lua_pop(L, 1);
    }
}

int hm_lua_scales(lua_State *L) {
    push_step_methods(L, HM_STEP_SCALE);
    return 1;
}

int hm_lua_imputers(lua_State *L) {
    push_step_methods(L, HM_STEP_IMPUTE);
    return 1;
}

int hm_lua_treatments(lua_State *L) {
    push_step_methods(L, HM_STEP_TREAT);
    return 1;
}
