#include "script/lua_list.h"

#include <lauxlib.h>

size_t hm_list_count(lua_State *L, int index) {
    size_t count = 0;
    index = lua_absindex(L, index);
    while (lua_rawgeti(L, index, (lua_Integer)count + 1) != LUA_TNIL) {
        lua_pop(L, 1);
        count++;
    }
    lua_pop(L, 1);
    return count;
}

static bool is_element(lua_State *L, int index, size_t count) {
    return lua_isinteger(L, index) && (lua_Unsigned)lua_tointeger(L, index) - 1 < count;
}

hm_list hm_list_look(lua_State *L, int index) {
    index = lua_absindex(L, index);
    hm_list list = {.count = hm_list_count(L, index)};
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        list.keys++;
        if (is_element(L, -2, list.count) || lua_islightuserdata(L, -2))
            continue;
        if (lua_type(L, -2) == LUA_TNUMBER)
            list.has_gap = true;
        else
            list.has_names = true;
    }
    return list;
}

size_t hm_list_check(lua_State *L, int index, size_t most, const char *what) {
    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: expected a list, found %s", what, luaL_typename(L, index));
    const hm_list list = hm_list_look(L, index);
    if (list.has_gap)
        luaL_error(L, "%s: gap at %I: a list has its elements one after the other", what,
                   (LUAI_UACINT)list.count + 1);
    if (list.has_names)
        luaL_error(L, "%s: expected a list, found a table with names", what);
    if (list.count > most)
        luaL_error(L, "%s: more than %I elements", what, (LUAI_UACINT)most);
    return list.count;
}
