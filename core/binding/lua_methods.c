#include "binding/lua_methods.h"

#include <math.h>

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

/* A list of words, NULL-ended. [-0, +1, m] */
static void push_words(lua_State *L, const char *const *words) {
    lua_newtable(L);
    for (size_t i = 0; words[i]; i++) {
        lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* [-0, +1, m] */
static void push_parameter(lua_State *L, const hm_method_parameter *parameter) {
    lua_createtable(L, 0, 6);
    hm_lua_set_text(L, "name", parameter->name);
    hm_lua_set_text(L, "about", parameter->about);
    if (parameter->words) {
        hm_lua_set_text(L, "otherwise", parameter->words[(size_t)parameter->otherwise]);
        push_words(L, parameter->words);
        lua_setfield(L, -2, "words");
        return;
    }
    if (!isnan(parameter->otherwise))
        hm_lua_set_number(L, "otherwise", parameter->otherwise);
    hm_lua_set_number(L, "low", parameter->low);
    hm_lua_set_number(L, "high", parameter->high);
    if (parameter->whole)
        hm_lua_set_flag(L, "whole", true);
}

int hm_lua_methods(lua_State *L) {
    lua_createtable(L, (int)hm_method_count, 0);
    for (size_t i = 0; i < hm_method_count; i++) {
        const hm_method *method = &hm_methods[i];
        add(L, i, method->name, method->about);
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        lua_newtable(L);
        for (size_t k = 0; k < hm_method_parameter_count(method); k++) {
            push_parameter(L, &method->parameters[k]);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_setfield(L, -2, "parameters");
        lua_pop(L, 1);
    }
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

int hm_lua_weightings(lua_State *L) {
    push_step_methods(L, HM_STEP_WEIGH);
    return 1;
}
