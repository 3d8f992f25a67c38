#include "script/lua_history.h"

#include <lauxlib.h>
#include <string.h>

#include "base/text.h"
#include "expr/history.h"
#include "sandbox/sandbox.h"
#include "script/lua_previous.h"

static const char history_type[] = "hundredmark.history";

typedef struct function_history {
    unsigned back, least;
    size_t input; /* among those of the indicator that is called */
} function_history;

/* A whole number of the options at index 2, from 1 to `most`; `otherwise` where it is not given. */
static unsigned read_option(lua_State *L, const char *name, unsigned most, unsigned otherwise) {
    int whole = 1;
    lua_getfield(L, 2, name);
    const lua_Integer found =
        lua_isnil(L, -1) ? (lua_Integer)otherwise : lua_tointegerx(L, -1, &whole);
    if (!whole || lua_type(L, -1) == LUA_TSTRING || found < 1 || found > (lua_Integer)most)
        luaL_error(L, "history: %s must be a whole number of periods, 1 to %d", name, (int)most);
    lua_pop(L, 1);
    return (unsigned)found;
}

static void check_options(lua_State *L) {
    if (lua_type(L, 2) != LUA_TTABLE)
        luaL_error(L, "history takes how many periods it goes back: history(x, { back = 9 })");
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        if (strcmp(name, "back") != 0 && strcmp(name, "least") != 0)
            luaL_error(L, "history: no option \"%s\": there are back and least",
                       hm_name_of(name).text);
    }
}

void hm_lua_history_options(lua_State *L, unsigned *back, unsigned *least) {
    check_options(L);
    *back = read_option(L, "back", HM_EXPR_BACK, 0);
    *least = read_option(L, "least", *back + 1, 1);
}

int hm_lua_history_by_name(lua_State *L, unsigned back, unsigned least) {
    const size_t input = hm_lua_previous_find(L, hm_lua_previous_calls(L), 1);
    function_history *made = lua_newuserdatauv(L, sizeof *made, 0);
    *made = (function_history){back, least, input};
    luaL_setmetatable(L, history_type);
    return 1;
}

bool hm_lua_history_at(lua_State *L, int index) {
    return luaL_testudata(L, index, history_type) != NULL;
}

/* The result rests on the figures of the history, of which some may be older or unverified. */
static void note_read(const hm_calls *calls, const hm_argument *argument,
                      const hm_history *history) {
    uint8_t *kinds = calls->look_back.kinds ? &calls->look_back.kinds[calls->unit] : NULL;
    if (!kinds)
        return;
    if (history->states[0] == HM_NOT_REPORTED)
        *kinds |= HM_READ_OLDER;
    for (size_t i = 0; argument->unverified && i < history->count; i++)
        if (history->states[i] == HM_OBSERVED &&
            argument->unverified[(ptrdiff_t)history->units[i] - (ptrdiff_t)calls->look_back.first])
            *kinds |= HM_READ_UNVERIFIED;
}

static void gather(const hm_calls *calls, const hm_argument *argument, unsigned back,
                   hm_history *out) {
    const hm_look_back *look = &calls->look_back;
    const size_t at = look->first + calls->unit;
    hm_history_find(look->past.earlier, hm_past_within(&look->past, argument->input, at, back), at,
                    out);
    for (size_t i = 0; i < out->count; i++) {
        const ptrdiff_t unit = (ptrdiff_t)out->units[i] - (ptrdiff_t)look->first;
        out->states[i] = argument->states[unit];
        out->values[i] = argument->states[unit] == HM_OBSERVED ? argument->values[unit] : 0;
    }
}

int hm_lua_history_fold(lua_State *L, hm_op op) {
    hm_calls *calls = hm_lua_previous_calls(L);
    const function_history *of = lua_touserdata(L, 1);
    const hm_argument *argument = &calls->arguments[of->input];
    hm_history history;
    double value;
    hm_lua_previous_check(L, calls);
    if (argument->type == HM_TYPE_TEXT)
        return luaL_error(L, "%s: a history of texts has none: \"%s\" is a choice",
                          hm_operation_of(op)->name, calls->inputs[of->input]);
    hm_sandbox_charge(L, of->back);
    gather(calls, argument, of->back, &history);
    if (calls->look_back.read)
        calls->look_back.read(calls->look_back.context, of->input, of->back, true);
    const uint8_t state = hm_history_fold(&history, op, of->least, &value);
    note_read(calls, argument, &history);
    if (state == HM_OBSERVED)
        lua_pushnumber(L, value);
    else
        hm_lua_previous_push_missing(L, calls, HM_TYPE_NUMBER, (hm_state)state);
    return 1;
}

static int no_use(lua_State *L) {
    return luaL_error(L,
                      "a history is a value a period: fold it with slope, mean, min, max or sum, "
                      "as in slope(history(\"x\", { back = 9 }))");
}

void hm_lua_history_open(lua_State *L) {
    static const char *const events[] = {"__index", "__newindex", "__add",  "__sub",    "__mul",
                                         "__div",   "__mod",      "__idiv", "__pow",    "__unm",
                                         "__lt",    "__le",       "__len",  "__concat", "__call"};
    luaL_newmetatable(L, history_type);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        lua_pushcfunction(L, no_use);
        lua_setfield(L, -2, events[i]);
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
