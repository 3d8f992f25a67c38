#include "wasm/write_json.h"

#include <lauxlib.h>
#include <math.h>
#include <stdbool.h>

#include "base/json_text.h"

/* On top of the stack. [-0, +0, e] */
static void write_value(lua_State *L, hm_buffer *out);

/* How many elements a list has, as table.pack says it; -1 where nothing says. [-0, +0, e] */
static lua_Integer said_count(lua_State *L) {
    lua_pushliteral(L, "n");
    const bool is_said = lua_rawget(L, -2) == LUA_TNUMBER;
    const lua_Integer count = is_said ? lua_tointeger(L, -1) : -1;
    lua_pop(L, 1);
    return count;
}

static void write_list(lua_State *L, lua_Integer count, hm_buffer *out) {
    hm_buffer_add_char(out, '[');
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL || i <= count; i++) {
        if (i > 1)
            hm_buffer_add_char(out, ',');
        write_value(L, out);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    hm_buffer_add_char(out, ']');
}

static void write_object(lua_State *L, hm_buffer *out) {
    bool first = true;
    hm_buffer_add_char(out, '{');
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        size_t size;
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        const char *name = lua_tolstring(L, -2, &size);
        if (!first)
            hm_buffer_add_char(out, ',');
        first = false;
        hm_json_add_text(out, name, size);
        hm_buffer_add_char(out, ':');
        write_value(L, out);
    }
    hm_buffer_add_char(out, '}');
}

/* Is there nothing in it, or a first element? [-0, +0, e] */
static bool looks_like_list(lua_State *L) {
    lua_pushnil(L);
    if (lua_next(L, -2) == 0)
        return true;
    lua_pop(L, 2);
    const bool has_first = lua_rawgeti(L, -1, 1) != LUA_TNIL;
    lua_pop(L, 1);
    return has_first;
}

static void write_table(lua_State *L, hm_buffer *out) {
    luaL_checkstack(L, 4, "a value that is nested too deep");
    const lua_Integer count = said_count(L);
    if (count >= 0 || looks_like_list(L))
        write_list(L, count, out);
    else
        write_object(L, out);
}

/* JSON has no numbers that are not finite. */
static void write_number(lua_State *L, hm_buffer *out) {
    const double number = lua_tonumber(L, -1);
    if (lua_isinteger(L, -1))
        hm_buffer_add_integer(out, lua_tointeger(L, -1));
    else if (isfinite(number))
        hm_buffer_add_number(out, number);
    else
        hm_buffer_add_text(out, "null");
}

static void write_value(lua_State *L, hm_buffer *out) {
    size_t size;
    const char *text;
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &size);
        hm_json_add_text(out, text, size);
        break;
    case LUA_TNUMBER:
        write_number(L, out);
        break;
    case LUA_TBOOLEAN:
        hm_buffer_add_text(out, lua_toboolean(L, -1) ? "true" : "false");
        break;
    case LUA_TTABLE:
        write_table(L, out);
        break;
    default:
        hm_buffer_add_text(out, "null");
    }
}

void hm_write_json(lua_State *L, int index, hm_buffer *out) {
    lua_pushvalue(L, index);
    write_value(L, out);
    lua_pop(L, 1);
}
