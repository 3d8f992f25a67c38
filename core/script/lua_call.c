#include "script/lua_call.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "platform/threads.h"
#include "sandbox/divisors.h"
#include "script/lua_author.h"
#include "script/lua_expr.h"
#include "script/lua_previous.h"

/* The registry keeps a table of slots under this key; a slot is a list. Under the other it keeps
 * what v.previous is. */
static const char slots_key, previous_key;
enum { SLOT_VALUES = 1, SLOT_MEASURE, SLOT_SEALED, SLOT_NAMES /* and on */ };

/* --- loading --- */

static int no_writing(lua_State *L) {
    return luaL_error(L, "inputs cannot be written to: \"%s\"",
                      lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2));
}

/* Of equally near ones the first by its bytes: Lua's own order of keys differs from run to run. */
static const char *nearest_key(lua_State *L, int table, const char *name) {
    hm_nearest best, one;
    hm_nearest_start(&best, name, strlen(name));
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        hm_sandbox_charge(L, 50);
        hm_nearest_start(&one, name, strlen(name));
        hm_nearest_show(&one, lua_tostring(L, -2));
        if (one.name && (!best.name || one.distance < best.distance ||
                         (one.distance == best.distance && strcmp(one.name, best.name) < 0)))
            best = one;
    }
    return best.name;
}

/* Upvalue 1: the set of declared names. A declared input without a value reads as nil. */
static int missing_input(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "inputs are read by name: v.NAME");
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 0;
    const char *name = lua_tostring(L, 2);
    const char *near = nearest_key(L, lua_upvalueindex(1), name);
    return luaL_error(L, "v.%s is not among the inputs of this indicator%s", name,
                      hm_hint_of(near).text);
}

/* Pushes the sealed table and the table of values behind it. */
static void push_inputs(lua_State *L, const hm_measure_source *source) {
    lua_newtable(L); /* sealed */
    lua_createtable(L, 0, (int)source->input_count + 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &previous_key);
    lua_setfield(L, -2, "previous"); /* a name that no input has */
    lua_createtable(L, 0, 1);        /* metatable of the values */
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

/* Of the indicator on the top: a function, or a table with one. [-0, +1, e] */
static void push_entry(lua_State *L, const hm_measure_source *source) {
    lua_pushliteral(L, "measure_from");
    if (lua_rawget(L, -2) != LUA_TTABLE)
        luaL_error(L, "%s: measure_from was a table before", source->file);
    lua_getfield(L, -1, source->from);
}

static void push_measure(lua_State *L, const hm_measure_source *source) {
    hm_lua_author_environment(L, source->library);
    hm_sandbox_load(L, source->file, source->source, source->size, lua_gettop(L));
    lua_call(L, 0, 1);
    if (source->element > 0 && lua_istable(L, -1))
        lua_rawgeti(L, -1, (lua_Integer)source->element);
    if (!lua_istable(L, -1))
        luaL_error(L, "%s: did not return an indicator again", source->file);
    if (source->from)
        push_entry(L, source);
    if (!lua_isfunction(L, -1)) {
        lua_pushliteral(L, "measure");
        if (!lua_istable(L, -2) || lua_rawget(L, -2) != LUA_TFUNCTION)
            luaL_error(L, "%s: measure was a function before", source->file);
    }
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
    hm_lua_previous_push(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &previous_key);
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

/* The slot's list, laid out: item i of it stands at index BELOW + i. */
enum { BELOW = 1, VALUES = BELOW + SLOT_VALUES, MEASURE, SEALED, NAMES };

/* Stack: the context. Afterwards the list of the slot and its items, with room to work above. */
static void lay_out(lua_State *L, int slot) {
    enum { WORKING = 4 };
    lua_rawgetp(L, LUA_REGISTRYINDEX, &slots_key);
    lua_rawgeti(L, -1, slot);
    lua_replace(L, BELOW);
    lua_settop(L, BELOW);
    const int count = (int)lua_rawlen(L, BELOW);
    luaL_checkstack(L, count + WORKING, "too many inputs");
    for (int i = 1; i <= count; i++)
        lua_rawgeti(L, BELOW, i);
}

/* Is what the measure reads for `unit` what it read for `before`? Texts are always made anew, so
 * that their cost never depends on the unit before. */
static bool is_same(const hm_argument *argument, size_t unit, size_t before) {
    return argument->type != HM_TYPE_TEXT && argument->states[unit] == argument->states[before] &&
           memcmp(&argument->values[unit], &argument->values[before], sizeof(double)) == 0;
}

/* `before` is the unit whose inputs the table holds, `calls->end` when it is nobody's. */
static void set_inputs(lua_State *L, const hm_calls *calls, int count, size_t before) {
    for (int i = 0; i < count; i++) {
        const hm_argument *argument = &calls->arguments[i];
        if (before < calls->end && is_same(argument, calls->unit, before))
            continue;
        lua_pushvalue(L, NAMES + i);
        hm_lua_push_argument(L, argument, (ptrdiff_t)calls->unit);
        lua_rawset(L, VALUES);
    }
}

/* What is said about a result that is no number. */
static void refuse_result(lua_State *L, hm_error *why) {
    const int type = lua_type(L, -2);
    if (type == LUA_TNUMBER)
        hm_error_at(why, HM_ERROR_PACKAGE, NULL, 0, 0,
                    "the measure returned a number that is not finite");
    else if (hm_lua_expr_at(L, -2))
        hm_error_at(why, HM_ERROR_PACKAGE, NULL, 0, 0,
                    "the measure returned an expression: in a function, inputs are v.NAME");
    else if (type != LUA_TNIL)
        hm_error_at(why, HM_ERROR_PACKAGE, NULL, 0, 0,
                    "the measure returned a %s, expected a number", lua_typename(L, type));
    else
        hm_error_at(why, HM_ERROR_PACKAGE, NULL, 0, 0,
                    "the measure returned nothing: return a number, or nil and the reason");
}

static const char no_value[] = "a divisor is 0, or a root or logarithm has no value";

/* Why there is no number, in the script's own words. */
static void quote_reason(lua_State *L, hm_error *why) {
    size_t size;
    const char *reason = lua_tolstring(L, -1, &size);
    char shown[256];
    hm_text_quote(reason, size, shown, sizeof shown);
    hm_error_set(why, HM_OK, "%s", shown);
}

/* A figure of a period before, or a parameter, was missing: no result counts, and that is the
 * reason. False when there is something to tell: nobody sees a parameter among the figures. */
static bool take_missing(hm_calls *calls, hm_state met) {
    const char *parameter = calls->missing == HM_UNDEFINED ? calls->before_first : NULL;
    const hm_state state = met > calls->missing ? met : calls->missing;
    calls->states[calls->unit] = (uint8_t)state;
    calls->missing = HM_OBSERVED;
    calls->before_first = NULL;
    if (!parameter || state != HM_UNDEFINED)
        return true;
    hm_error_set(calls->why, HM_OK, "no value of the parameter %s holds yet in this period",
                 hm_name_of(parameter).text);
    return false;
}

/* A result counts only as a finite number, and only where no zero divisor was met (`met`) on the
 * way to it; nil and a text say why there is none. False when there is something to tell. */
static bool take_result(lua_State *L, hm_calls *calls, hm_state met) {
    const bool is_number = lua_type(L, -2) == LUA_TNUMBER;
    const double value = is_number ? lua_tonumber(L, -2) : HUGE_VAL;
    hm_state state = met;
    if (calls->missing != HM_OBSERVED)
        return take_missing(calls, met);
    if (fabs(value) <= DBL_MAX && met == HM_OBSERVED) {
        calls->values[calls->unit] = value;
        return true;
    }
    if (lua_type(L, -2) == LUA_TNIL && lua_type(L, -1) == LUA_TSTRING) {
        quote_reason(L, calls->why);
        state = met > HM_UNDEFINED ? met : HM_UNDEFINED;
    } else if (is_number && (met != HM_OBSERVED || isnan(value))) {
        state = met > HM_UNDEFINED ? met : HM_UNDEFINED;
        hm_error_set(calls->why, HM_OK, "%s",
                     state == HM_INVALID ? "a part above 0 in a whole of 0" : no_value);
    } else {
        refuse_result(L, calls->why);
        state = HM_FAILED;
    }
    calls->states[calls->unit] = (uint8_t)state;
    return false;
}

/* One protected call for all units up to the first that raises an error or has something to tell:
 * the way in costs as much as many a measure. What each unit has of its own are its budgets. */
static int call_body(lua_State *L) {
    hm_calls *calls = lua_touserdata(L, 1);
    hm_sandbox *sandbox = hm_sandbox_of(L);
    hm_divisors *divisors = hm_sandbox_divisors(sandbox);
    lay_out(L, calls->slot);
    const int top = lua_gettop(L);
    size_t before = calls->end;
    hm_divisors_start(divisors);
    for (bool fine = true; fine && hm_calls_seek(calls) && !hm_is_cancelled(calls->cancel);
         calls->unit++) {
        hm_sandbox_renew(sandbox);
        calls->made++;
        set_inputs(L, calls, top - NAMES + 1, before);
        before = calls->unit;
        lua_pushvalue(L, MEASURE);
        lua_pushvalue(L, SEALED);
        lua_call(L, 1, 2);
        if (hm_sandbox_limit_hit(sandbox) != HM_LIMIT_NONE)
            return 0; /* the measure held it back, but hm_sandbox_run does not */
        fine = take_result(L, calls, hm_divisors_take(divisors));
        lua_settop(L, top);
    }
    return 0;
}

/* An error ended the call for the unit at hand: its state, and what there is to tell. */
static void end_unit(const hm_sandbox *sandbox, hm_calls *calls) {
    const hm_state raised = hm_lua_raised_state(hm_sandbox_raised(sandbox));
    const bool is_own = calls->why->code == HM_ERROR_PACKAGE; /* no limit, and there is memory */
    const bool is_zero = is_own && calls->missing == HM_OBSERVED && raised == HM_OBSERVED &&
                         hm_divisors_is_error(calls->why->message);
    bool is_told = false;
    calls->states[calls->unit] = HM_FAILED;
    if (is_own && calls->missing != HM_OBSERVED)
        is_told = !take_missing(calls, raised);
    else if (is_own && raised != HM_OBSERVED)
        calls->states[calls->unit] = (uint8_t)raised;
    else if (is_zero)
        calls->states[calls->unit] = HM_UNDEFINED;
    if (calls->states[calls->unit] != HM_FAILED && !is_told)
        hm_error_set(calls->why, HM_OK, "%s", is_zero ? no_value : "");
    calls->missing = HM_OBSERVED;
    calls->before_first = NULL;
    calls->unit++;
}

void hm_lua_call(hm_sandbox *sandbox, hm_calls *calls) {
    *hm_sandbox_host(sandbox) = calls;
    while (calls->why->code == HM_OK && calls->why->message[0] == '\0' && hm_calls_seek(calls) &&
           !hm_is_cancelled(calls->cancel)) {
        const hm_code code = hm_sandbox_run(sandbox, call_body, calls, calls->why);
        /* a budget may be found exhausted when the last call has been made: no unit is at hand */
        if (code != HM_OK && calls->unit < calls->end)
            end_unit(sandbox, calls);
    }
    hm_divisors_stop(hm_sandbox_divisors(sandbox));
    *hm_sandbox_host(sandbox) = NULL;
}
