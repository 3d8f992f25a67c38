#include "script/lua_call.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "script/lua_expr.h"

/* The registry keeps a table of slots under this key; a slot is a list. */
static const char slots_key;
enum { SLOT_MEASURE = 1, SLOT_SEALED, SLOT_VALUES, SLOT_NAMES /* and on */ };

/* --- loading --- */

static int no_writing(lua_State *L) {
    return luaL_error(L, "inputs cannot be written to: \"%s\"",
                      lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2));
}

/* Upvalue 1: the set of declared names. A declared input without a value reads as nil. */
static int missing_input(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "inputs are read by name: v.NAME");
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 0;
    const char *name = lua_tostring(L, 2);
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)); lua_pop(L, 1))
        hm_nearest_show(&nearest, lua_tostring(L, -2));
    if (nearest.name)
        return luaL_error(L, "v.%s is not among the inputs of this indicator: did you mean v.%s?",
                          name, nearest.name);
    return luaL_error(L, "v.%s is not among the inputs of this indicator", name);
}

/* Pushes the sealed table and the table of values behind it. */
static void push_inputs(lua_State *L, const hm_measure_source *source) {
    lua_newtable(L); /* sealed */
    lua_createtable(L, 0, (int)source->input_count);
    lua_createtable(L, 0, 1); /* metatable of the values */
    lua_createtable(L, 0, (int)source->input_count);
    for (size_t i = 0; i < source->input_count; i++) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, source->inputs[i]);
    }
    lua_pushcclosure(L, missing_input, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_createtable(L, 0, 3); /* metatable of the sealed table */
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, no_writing);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -3);
}

static void push_measure(lua_State *L, const hm_measure_source *source) {
    hm_lua_author_environment(L, source->library);
    hm_sandbox_load(L, source->file, source->source, source->size, lua_gettop(L));
    lua_call(L, 0, 1);
    if (!lua_istable(L, -1))
        luaL_error(L, "%s: did not return an indicator again", source->file);
    lua_pushliteral(L, "measure");
    if (lua_rawget(L, -2) != LUA_TFUNCTION)
        luaL_error(L, "%s: measure was a function before", source->file);
}

typedef struct load_context {
    int slot;
    const hm_measure_source *source;
} load_context;

static int load_body(lua_State *L) {
    const load_context *context = lua_touserdata(L, 1);
    const hm_measure_source *source = context->source;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &slots_key);
    lua_createtable(L, (int)source->input_count + SLOT_NAMES, 0);
    const int slot = lua_gettop(L);
    push_measure(L, source);
    lua_rawseti(L, slot, SLOT_MEASURE);
    push_inputs(L, source);
    lua_rawseti(L, slot, SLOT_VALUES);
    lua_rawseti(L, slot, SLOT_SEALED);
    for (size_t i = 0; i < source->input_count; i++) {
        lua_pushstring(L, source->inputs[i]);
        lua_rawseti(L, slot, (lua_Integer)(SLOT_NAMES + i));
    }
    lua_settop(L, slot);
    lua_rawseti(L, slot - 1, context->slot);
    return 0;
}

static int open_body(lua_State *L) {
    hm_lua_author_open(L);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &slots_key);
    return 0;
}

hm_code hm_lua_call_open(hm_sandbox *sandbox, hm_error *error) {
    return hm_sandbox_run(sandbox, open_body, NULL, error);
}

hm_code hm_lua_call_load(hm_sandbox *sandbox, int slot, const hm_measure_source *source,
                         hm_error *error) {
    load_context context = {slot, source};
    return hm_sandbox_run(sandbox, load_body, &context, error);
}

/* --- calling --- */

typedef struct call_context {
    int slot;
    const hm_argument *arguments;
    double value;
    hm_state state;
    hm_error *why;
} call_context;

static void push_argument(lua_State *L, const hm_argument *argument) {
    if (argument->missing)
        lua_pushnil(L);
    else if (argument->type == HM_TYPE_LOGIC)
        lua_pushboolean(L, argument->number != 0);
    else if (argument->type == HM_TYPE_TEXT)
        lua_pushstring(L, argument->text);
    else
        lua_pushnumber(L, argument->number);
}

/* A result counts only as a finite number; nil and a text say why there is none. */
static void take_result(lua_State *L, call_context *context) {
    if (lua_type(L, -2) == LUA_TNUMBER) {
        context->value = lua_tonumber(L, -2);
        if (!(fabs(context->value) <= DBL_MAX))
            luaL_error(L, "the measure returned a number that is not finite");
        return;
    }
    if (hm_lua_expr_at(L, -2))
        luaL_error(L, "the measure returned an expression: in a function, inputs are v.NAME");
    if (lua_type(L, -2) != LUA_TNIL)
        luaL_error(L, "the measure returned a %s, expected a number", luaL_typename(L, -2));
    if (lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "the measure returned nothing: return a number, or nil and the reason");
    context->state = HM_UNDEFINED;
    size_t size;
    const char *reason = lua_tolstring(L, -1, &size);
    char shown[256];
    hm_text_quote(reason, size, shown, sizeof shown);
    hm_error_set(context->why, HM_OK, "%s", shown);
}

static int call_body(lua_State *L) {
    call_context *context = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &slots_key);
    lua_rawgeti(L, -1, context->slot);
    const int slot = lua_gettop(L);
    lua_rawgeti(L, slot, SLOT_VALUES);
    for (int i = 0; lua_rawgeti(L, slot, SLOT_NAMES + i) != LUA_TNIL; i++) {
        push_argument(L, &context->arguments[i]);
        lua_rawset(L, slot + 1);
    }
    lua_rawgeti(L, slot, SLOT_MEASURE);
    lua_rawgeti(L, slot, SLOT_SEALED);
    lua_call(L, 1, 2);
    take_result(L, context);
    return 0;
}

bool hm_lua_call(hm_sandbox *sandbox, int slot, const hm_argument *arguments, double *value,
                 hm_state *state, hm_error *why) {
    call_context context = {slot, arguments, 0, HM_OBSERVED, why};
    why->code = HM_OK;
    why->message[0] = '\0';
    if (hm_sandbox_run(sandbox, call_body, &context, why) != HM_OK) {
        context.state = hm_lua_raised_state(hm_sandbox_raised(sandbox));
        if (context.state == HM_OBSERVED || why->code == HM_ERROR_LIMIT)
            context.state = HM_FAILED;
        else
            hm_error_set(why, HM_OK, "%s", "");
    }
    *value = context.state == HM_OBSERVED ? context.value : 0;
    *state = context.state;
    return hm_sandbox_tripped(sandbox) == HM_TRIP_NONE;
}
