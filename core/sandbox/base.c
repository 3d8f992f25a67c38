/* base.c: what scripts call by no library's name: pcall that holds no limit, loops in an
 * order that is the same on every run, text without addresses. */
#include "sandbox/parts.h"

enum {
    COST_OF_ERROR = 200, /* steps; an error costs C time that no instruction counts */
    COST_OF_LOOP = 10
};

/* A limit goes through; everything else is told as the stock function does. */
int hm_script_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, true);
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    hm_sandbox *sandbox = hm_sandbox_of(L);
    if (status == LUA_OK && sandbox->reason == HM_REASON_NONE)
        return lua_gettop(L);
    if (hm_sandbox_is_exhausted(sandbox, status))
        hm_sandbox_hit_limit(L, sandbox->reason);
    hm_sandbox_charge(L, COST_OF_ERROR);
    if (sandbox->divisors.watching && lua_type(L, -1) == LUA_TSTRING)
        hm_divisors_note_error(&sandbox->divisors, lua_tostring(L, -1));
    if (hm_sandbox_is_late(sandbox))
        hm_sandbox_hit_limit(L, HM_REASON_SECONDS);
    lua_pushboolean(L, false);
    lua_insert(L, -2);
    return 2;
}

/* Goes to the next key in Lua's own order; raises when it is one that cannot be sorted. */
static bool step(lua_State *L, int table) {
    if (!lua_next(L, table))
        return false;
    hm_sandbox_charge(L, 1);
    if (!hm_sandbox_key_has_order(L, -2))
        luaL_error(L, "a table with a %s for a key cannot be looped over: such keys have no order",
                   luaL_typename(L, -2));
    return true;
}

/* pairs: its upvalues are the sorted keys and how many of them have been visited. */
static int next_pair(lua_State *L) {
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
    luaL_checktype(L, 1, LUA_TTABLE);
    for (;;) {
        hm_sandbox_charge(L, 1);
        if (lua_rawgeti(L, lua_upvalueindex(1), ++at) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1); // key key
        if (lua_rawget(L, 1) != LUA_TNIL)
            break;
        lua_pop(L, 2); /* taken out of the table meanwhile */
    }
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(2));
    return 2;
}

int hm_script_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) { /* the host's: scripts set none */
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    hm_sandbox_charge(L, COST_OF_LOOP);
    lua_Integer count = 0;
    lua_newtable(L);
    for (lua_pushnil(L); step(L, 1); lua_pop(L, 1)) { // table keys key value
        lua_pushvalue(L, -2);
        lua_rawseti(L, 2, ++count);
    }
    hm_sandbox_sort(L, 2, count, hm_sandbox_key_less);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* In the order of pairs; looks at every key each time, so it is for `next(t) == nil` rather than
 * for loops. */
int hm_script_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    lua_pushnil(L); // table after best
    hm_sandbox_charge(L, COST_OF_LOOP);
    for (lua_pushnil(L); step(L, 1); lua_pop(L, 1)) { // table after best key value
        bool is_after = lua_isnil(L, 2) || hm_sandbox_key_less(L, 2, 4);
        if (is_after && (lua_isnil(L, 3) || hm_sandbox_key_less(L, 4, 3))) {
            lua_pushvalue(L, 4);
            lua_replace(L, 3);
        }
    }
    if (lua_isnil(L, 3))
        return 1;
    lua_pushvalue(L, 3);
    lua_rawget(L, 1);
    return 2;
}

const char *hm_sandbox_push_text(lua_State *L, int index, size_t *size) {
    index = lua_absindex(L, index);
    if (luaL_callmeta(L, index, "__tostring")) { /* the host's */
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
        return lua_tolstring(L, -1, size);
    }
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
        break;
    default: /* the stock function adds the address */
        if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING)
            lua_pushstring(L, luaL_typename(L, index));
        break;
    }
    return lua_tolstring(L, -1, size);
}

int hm_script_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    hm_sandbox_push_text(L, 1, NULL);
    return 1;
}
