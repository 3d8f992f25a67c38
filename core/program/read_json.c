/* read_json.c: what the program reads of JSON files of its own, such as manifests. */
#include <lauxlib.h>
#include <stdbool.h>

#include "format/json.h"
#include "program/program.h"

/* Leaves the value whose first token was the last one read on the stack: nil for null, and for
 * lists and objects, which no file of the program's has. */
static bool push_plain(lua_State *L, hm_json *json) {
    switch (json->token) {
    case HM_JSON_STRING:
        lua_pushlstring(L, json->text, json->size);
        return true;
    case HM_JSON_NUMBER: /* JSON's numbers are written as Lua's are */
        lua_pushlstring(L, json->text, json->size);
        return lua_stringtonumber(L, lua_tostring(L, -1)) != 0;
    case HM_JSON_TRUE:
    case HM_JSON_FALSE:
        lua_pushboolean(L, json->token == HM_JSON_TRUE);
        return true;
    default:
        lua_pushnil(L);
        return json->token != HM_JSON_ERROR && hm_json_skip(json);
    }
}

/* Fills the table on the top of the stack. */
static bool read_members(lua_State *L, hm_json *json) {
    const int table = lua_gettop(L);
    if (hm_json_next(json) != HM_JSON_OBJECT)
        return false;
    while (hm_json_next(json) == HM_JSON_NAME) {
        lua_pushlstring(L, json->text, json->size);
        (void)hm_json_next(json);
        if (!push_plain(L, json))
            return false;
        if (!lua_isnil(L, -1)) {
            lua_pushvalue(L, table + 1);
            lua_insert(L, -2);
            lua_rawset(L, table);
        }
        lua_settop(L, table);
    }
    return json->token == HM_JSON_OBJECT_END && hm_json_next(json) == HM_JSON_END;
}

/* read_json(text): the members of an object that are texts, numbers, true or false; nil where the
 * text is no object. An error of Lua's for want of memory ends the program, reader and all. */
int hm_program_read_json(lua_State *L) {
    hm_json json;
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    lua_newtable(L);
    const int table = lua_gettop(L);
    hm_json_open_text(&json, text, size, (hm_position){1, 1}, "json", hm_allocator_default(), NULL);
    const bool whole = hm_json_check_text(&json) == HM_OK && read_members(L, &json);
    hm_json_close(&json);
    lua_settop(L, table);
    if (!whole)
        lua_pushnil(L);
    return 1;
}
