#include "package/layer_json.h"

#include <lauxlib.h>

#include "base/numbers/number.h"
#include "sandbox/sandbox.h"

static bool push_value(lua_State *L, hm_json *json);

static bool push_object(lua_State *L, hm_json *json) {
    lua_newtable(L);
    while (hm_json_next(json) == HM_JSON_NAME) {
        lua_pushlstring(L, json->text, json->size);
        lua_pushvalue(L, -1); // table name name
        if (lua_rawget(L, -3) != LUA_TNIL)
            return hm_json_refuse(json, "every name once in an object") != HM_JSON_ERROR;
        lua_pop(L, 1);
        hm_json_next(json);
        if (!push_value(L, json))
            return false;
        lua_rawset(L, -3);
    }
    return json->token == HM_JSON_OBJECT_END;
}

/* A list with a hole would be shorter or longer, by whom one asks. */
static bool push_array(lua_State *L, hm_json *json) {
    lua_newtable(L);
    for (lua_Integer at = 1; hm_json_next(json) != HM_JSON_ARRAY_END; at++) {
        if (json->token == HM_JSON_NULL)
            return hm_json_refuse(json, "no null in a list") != HM_JSON_ERROR;
        if (!push_value(L, json))
            return false;
        lua_rawseti(L, -2, at);
    }
    return true;
}

static bool push_number(lua_State *L, hm_json *json) {
    double number;
    if (hm_number_read(json->text, json->size, '.', &number) != HM_NUMBER_FINE)
        return hm_json_refuse(json, "a number that can be held") != HM_JSON_ERROR;
    lua_pushnumber(L, number);
    return true;
}

/* The value whose first token was the last one read. */
static bool push_value(lua_State *L, hm_json *json) {
    luaL_checkstack(L, 4, NULL);
    hm_sandbox_charge(L, 1 + json->size / 64);
    switch (json->token) {
    case HM_JSON_OBJECT:
        return push_object(L, json);
    case HM_JSON_ARRAY:
        return push_array(L, json);
    case HM_JSON_STRING:
        lua_pushlstring(L, json->text, json->size);
        return true;
    case HM_JSON_NUMBER:
        return push_number(L, json);
    case HM_JSON_TRUE:
    case HM_JSON_FALSE:
        lua_pushboolean(L, json->token == HM_JSON_TRUE);
        return true;
    case HM_JSON_NULL:
        lua_pushnil(L);
        return true;
    default:
        return false;
    }
}

bool hm_layer_push_json(lua_State *L, hm_json *json) {
    if (hm_json_check_text(json) != HM_OK || hm_json_next(json) == HM_JSON_ERROR)
        return false;
    if (json->token != HM_JSON_OBJECT)
        return hm_json_refuse(json, "an object: { \"name\": ..., ... }") != HM_JSON_ERROR;
    return push_value(L, json) && hm_json_next(json) == HM_JSON_END;
}
