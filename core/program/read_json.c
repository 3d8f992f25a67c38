/* read_json.c: what the program reads of JSON files of its own, such as manifests and recipes. */
#include <lauxlib.h>
#include <stdbool.h>

#include "format/json.h"
#include "program/program.h"

/* [-0, +1, e] Leaves the value whose first token was the last one read on the stack; false where it
 * is no JSON. Lists and objects are nil unless `deep`, null is nil or, deep, a null pointer. */
static bool push_value(lua_State *L, hm_json *json, bool deep);

/* [-0, +1, e] */
static bool push_object(lua_State *L, hm_json *json, bool deep) {
    luaL_checkstack(L, 4, "JSON that is nested too deep");
    lua_newtable(L);
    while (hm_json_next(json) == HM_JSON_NAME) {
        lua_pushlstring(L, json->text, json->size);
        (void)hm_json_next(json);
        if (!push_value(L, json, deep))
            return false;
        lua_rawset(L, -3);
    }
    return json->token == HM_JSON_OBJECT_END;
}

/* [-0, +1, e] */
static bool push_array(lua_State *L, hm_json *json) {
    luaL_checkstack(L, 4, "JSON that is nested too deep");
    lua_newtable(L);
    for (lua_Integer i = 1; hm_json_next(json) != HM_JSON_ARRAY_END; i++) {
        if (!push_value(L, json, true))
            return false;
        lua_rawseti(L, -2, i);
    }
    return true;
}

static bool push_value(lua_State *L, hm_json *json, bool deep) {
    switch (json->token) {
    case HM_JSON_STRING:
        lua_pushlstring(L, json->text, json->size);
        return true;
    case HM_JSON_NUMBER: /* JSON's numbers are written as Lua's are */
        lua_pushlstring(L, json->text, json->size);
        if (lua_stringtonumber(L, lua_tostring(L, -1)) == 0)
            return false;
        lua_remove(L, -2);
        return true;
    case HM_JSON_TRUE:
    case HM_JSON_FALSE:
        lua_pushboolean(L, json->token == HM_JSON_TRUE);
        return true;
    case HM_JSON_ERROR:
        lua_pushnil(L);
        return false;
    default:
        break;
    }
    if (deep && json->token == HM_JSON_OBJECT)
        return push_object(L, json, true);
    if (deep && json->token == HM_JSON_ARRAY)
        return push_array(L, json);
    if (deep && json->token == HM_JSON_NULL)
        lua_pushlightuserdata(L, NULL);
    else
        lua_pushnil(L);
    return hm_json_skip(json);
}

/* read_json(text [, deep]): the members of an object that are texts, numbers, true or false, and if
 * it is to go deep lists, objects and null as a light userdata; nil where the text is no object. An
 * error of Lua's for want of memory ends the program, reader and all. */
int hm_program_read_json(lua_State *L) {
    hm_json json;
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    const bool deep = lua_toboolean(L, 2);
    lua_settop(L, 1);
    hm_json_open_text(&json, text, size, (hm_position){1, 1}, "json", hm_allocator_default(), NULL);
    const bool whole = hm_json_check_text(&json) == HM_OK &&
                       hm_json_next(&json) == HM_JSON_OBJECT && push_object(L, &json, deep) &&
                       hm_json_next(&json) == HM_JSON_END;
    hm_json_close(&json);
    lua_settop(L, whole ? 2 : 1);
    if (!whole)
        lua_pushnil(L);
    return 1;
}
