/* table.c: the table functions. A length need not be honest (any border will do, 2^62
 * among them), so it is charged before it is believed. */
#include "sandbox/parts.h"

#include <limits.h>

/* The comparison that a script gave stands at index 2. */
static bool script_less(lua_State *L, int a, int b) {
    hm_sandbox_charge(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a);
    lua_pushvalue(L, b);
    lua_call(L, 2, 1);
    return lua_toboolean(L, -1) != 0;
}

/* The length of the table at index 1, paid for. */
static lua_Integer pay_length(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer count = luaL_len(L, 1);
    hm_sandbox_charge(L, count > 0 ? (uint64_t)count : 1);
    return count;
}

int hm_script_sort(lua_State *L) {
    lua_Integer count = pay_length(L);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    if (count < 2)
        return 0;
    luaL_argcheck(L, count < INT_MAX / 2, 1, "array too big");
    lua_createtable(L, (int)count, 0); // table comparison copy
    for (lua_Integer i = 1; i <= count; i++) {
        hm_sandbox_look(L);
        lua_geti(L, 1, i);
        lua_rawseti(L, 3, i);
    }
    hm_sandbox_sort(L, 3, count, lua_isnil(L, 2) ? hm_sandbox_value_less : script_less);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 3, i);
        lua_seti(L, 1, i);
    }
    return 0;
}

int hm_script_insert(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer length = luaL_len(L, 1);
    lua_Integer end = (lua_Integer)((lua_Unsigned)length + 1); /* the first free place */
    int arguments = lua_gettop(L);
    if (arguments == 2) {
        lua_seti(L, 1, end);
        return 0;
    }
    if (arguments != 3)
        return luaL_error(L, "wrong number of arguments to 'insert'");
    lua_Integer at = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)at - 1u < (lua_Unsigned)end, 2, "position out of bounds");
    hm_sandbox_charge(L, (lua_Unsigned)end - (lua_Unsigned)at + 1);
    for (lua_Integer i = end; i > at; i--) {
        hm_sandbox_look(L);
        lua_geti(L, 1, i - 1);
        lua_seti(L, 1, i);
    }
    lua_seti(L, 1, at);
    return 0;
}

int hm_script_remove(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer length = luaL_len(L, 1);
    lua_Integer at = luaL_optinteger(L, 2, length);
    if (lua_gettop(L) > 1)
        luaL_argcheck(L, (lua_Unsigned)at - 1u <= (lua_Unsigned)length, 2,
                      "position out of bounds");
    if (at < length)
        hm_sandbox_charge(L, (lua_Unsigned)length - (lua_Unsigned)at);
    lua_geti(L, 1, at);
    for (; at < length; at++) {
        hm_sandbox_look(L);
        lua_geti(L, 1, at + 1);
        lua_seti(L, 1, at);
    }
    lua_pushnil(L);
    lua_seti(L, 1, at);
    return 1;
}

static void add_item(lua_State *L, hm_builder *builder, lua_Integer at) {
    size_t size;
    lua_geti(L, 1, at);
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid value (at index %I) in table for 'concat'", (LUAI_UACINT)at);
    const char *text = lua_tolstring(L, -1, &size);
    hm_builder_add(builder, text, size);
    lua_pop(L, 1);
}

int hm_script_concat(lua_State *L) {
    hm_builder builder;
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t between_size;
    const char *between = luaL_optlstring(L, 2, "", &between_size);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    lua_Integer last = lua_isnoneornil(L, 4) ? luaL_len(L, 1) : luaL_checkinteger(L, 4);
    if (first <= last)
        hm_sandbox_charge(L, (lua_Unsigned)last - (lua_Unsigned)first);
    hm_builder_open(&builder, L);
    for (lua_Integer i = first; i <= last; i++) {
        hm_sandbox_look(L);
        add_item(L, &builder, i);
        if (i == last)
            break; /* `last` may be the greatest integer */
        hm_builder_add(&builder, between, between_size);
    }
    hm_builder_push(&builder);
    return 1;
}

int hm_script_unpack(lua_State *L) {
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
    if (first > last)
        return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first;
    if (count >= HM_VALUES_MOST)
        return luaL_error(L, "too many results to unpack");
    luaL_checkstack(L, (int)++count, "too many results to unpack");
    hm_sandbox_charge(L, count);
    for (lua_Unsigned i = 0; i < count; i++)
        lua_geti(L, 1, (lua_Integer)((lua_Unsigned)first + i));
    return (int)count;
}
