#include "script/lua_previous.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "sandbox/sandbox.h"
#include "script/calls.h"

/* The calls that are being made; an error where none are. */
hm_calls *hm_lua_previous_calls(lua_State *L) {
    hm_calls *calls = *hm_sandbox_host(hm_sandbox_of(L));
    if (!calls)
        luaL_error(L, "figures are looked up by name while a function is called for a city");
    return calls;
}

static int refuse_name(lua_State *L, const hm_calls *calls, const char *name) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < calls->input_count; i++) {
        hm_sandbox_charge(L, 50);
        hm_nearest_show(&nearest, calls->inputs[i]);
    }
    return luaL_error(L, "\"%s\" is not among the inputs of this indicator%s", name,
                      hm_hint_of(nearest.name).text);
}

/* The number of the input whose name is at `index`. */
size_t hm_lua_previous_find(lua_State *L, const hm_calls *calls, int index) {
    if (lua_type(L, index) != LUA_TSTRING)
        luaL_error(L, "inputs are read by name: v.previous.NAME");
    const char *name = lua_tostring(L, index);
    for (size_t i = 0; i < calls->input_count; i++)
        if (strcmp(calls->inputs[i], name) == 0) {
            hm_sandbox_charge(L, i / 8 + 1);
            return i;
        }
    return (size_t)refuse_name(L, calls, name);
}

/* What the function goes on with; whatever it makes of it, the unit has no value. */
static void push_stand_in(lua_State *L, hm_type type) {
    if (type == HM_TYPE_LOGIC)
        lua_pushboolean(L, 0);
    else if (type == HM_TYPE_TEXT)
        lua_pushliteral(L, "");
    else
        lua_pushnumber(L, (lua_Number)NAN);
}

void hm_lua_previous_push_missing(lua_State *L, hm_calls *calls, hm_type type, hm_state state) {
    if (calls->accepts_missing && state < HM_INVALID) {
        lua_pushnil(L);
        return;
    }
    if (state > calls->missing)
        calls->missing = state;
    push_stand_in(L, type);
}

/* The call's result rests on the figure of `found`, which stands at `unit`. */
static void note_read(const hm_calls *calls, const hm_argument *argument, hm_earlier found,
                      ptrdiff_t unit) {
    uint8_t *kinds = calls->look_back.kinds ? &calls->look_back.kinds[calls->unit] : NULL;
    if (kinds && found.periods > 1)
        *kinds |= HM_READ_OLDER;
    if (kinds && argument->unverified && argument->unverified[unit] &&
        argument->states[unit] == HM_OBSERVED)
        *kinds |= HM_READ_UNVERIFIED;
}

void hm_lua_previous_check(lua_State *L, const hm_calls *calls) {
    if (!calls->look_back.past.earlier)
        luaL_error(L, "a function looks back only where the word previous, growth or history "
                      "stands in its script or in a module of lib/");
}

static int push_earlier(lua_State *L, hm_calls *calls, size_t input, unsigned within) {
    const hm_argument *argument = &calls->arguments[input];
    const hm_look_back *look = &calls->look_back;
    hm_lua_previous_check(L, calls);
    const size_t at = look->first + calls->unit;
    const uint32_t comparable = hm_past_within(&look->past, argument->input, at, within);
    const hm_earlier found =
        hm_earlier_find(look->past.earlier, argument->states - look->first, comparable, at);
    if (look->read)
        look->read(look->context, input, within, false);
    if (found.unit == HM_NO_EARLIER) {
        hm_lua_previous_push_missing(L, calls, argument->type, hm_earlier_missing(comparable));
        return 1;
    }
    const ptrdiff_t unit = (ptrdiff_t)found.unit - (ptrdiff_t)look->first;
    note_read(calls, argument, found, unit);
    if (argument->states[unit] == HM_OBSERVED)
        hm_lua_push_argument(L, argument, unit);
    else
        hm_lua_previous_push_missing(L, calls, argument->type, (hm_state)argument->states[unit]);
    return 1;
}

int hm_lua_previous_by_name(lua_State *L, unsigned within) {
    hm_calls *calls = hm_lua_previous_calls(L);
    return push_earlier(L, calls, hm_lua_previous_find(L, calls, 1), within);
}

int hm_lua_previous_figure(lua_State *L) {
    const hm_calls *calls = hm_lua_previous_calls(L);
    hm_lua_push_argument(L, &calls->arguments[hm_lua_previous_find(L, calls, 1)],
                         (ptrdiff_t)calls->unit);
    return 1;
}

/* v.previous.NAME */
static int previous_index(lua_State *L) {
    hm_calls *calls = hm_lua_previous_calls(L);
    return push_earlier(L, calls, hm_lua_previous_find(L, calls, 2), 1);
}

/* With accepts_missing it is nil, and the function's to say. */
static void push_before_first(lua_State *L, hm_calls *calls, const char *name) {
    hm_lua_previous_push_missing(L, calls, HM_TYPE_NUMBER, HM_UNDEFINED);
    if (!lua_isnil(L, -1))
        calls->before_first = name;
}

bool hm_lua_parameter_push(lua_State *L) {
    hm_calls *calls = *hm_sandbox_host(hm_sandbox_of(L));
    if (!calls)
        return false;
    const hm_call_parameters *parameters = &calls->parameters;
    const char *name = lua_tostring(L, 2);
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < parameters->count; i++) {
        hm_sandbox_charge(L, 1);
        if (strcmp(parameters->columns[i].name, name) != 0)
            continue;
        if (parameters->read)
            parameters->read(parameters->context, i);
        const hm_grid_column *column = &parameters->columns[i];
        const size_t row = parameters->first + calls->unit;
        if (column->states[row] == HM_OBSERVED)
            lua_pushnumber(L, column->values[row]);
        else
            push_before_first(L, calls, column->name);
        return true;
    }
    for (size_t i = 0; i < parameters->count; i++) {
        hm_sandbox_charge(L, 50);
        hm_nearest_show(&nearest, parameters->columns[i].name);
    }
    luaL_error(L, "no parameter \"%s\" in parameters.csv%s", name, hm_hint_of(nearest.name).text);
    return false;
}

static int no_writing(lua_State *L) {
    return luaL_error(L, "figures of the period before cannot be written to");
}

void hm_lua_previous_push(lua_State *L) {
    lua_newtable(L);
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, previous_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, no_writing);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}
