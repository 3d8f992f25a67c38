#include "package/layer_json.h"

#include <lauxlib.h>
#include <string.h>

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

/* --- as a script --- */

/* Appends a text to the list of pieces at `pieces`. */
static void add_piece(lua_State *L, int pieces, const char *text) {
    hm_sandbox_charge(L, 1);
    lua_pushstring(L, text);
    lua_rawseti(L, pieces, (lua_Integer)lua_rawlen(L, pieces) + 1);
}

/* A byte of a literal; how many it takes. Whatever is not plain ASCII stands there by its number.
 */
static size_t write_byte(unsigned char byte, char *out) {
    if (byte >= ' ' && byte < 0x7F && byte != '"' && byte != '\\') {
        out[0] = (char)byte;
        return 1;
    }
    out[0] = '\\';
    out[1] = (char)('0' + byte / 100);
    out[2] = (char)('0' + byte / 10 % 10);
    out[3] = (char)('0' + byte % 10);
    return 4;
}

/* The text on the top as a literal. */
static void add_text(lua_State *L, int pieces) {
    size_t size, used = 0;
    const char *text = lua_tolstring(L, -1, &size);
    hm_sandbox_charge(L, size);
    char *literal = lua_newuserdatauv(L, 4 * size + 2, 0);
    literal[used++] = '"';
    for (size_t i = 0; i < size; i++)
        used += write_byte((unsigned char)text[i], literal + used);
    literal[used++] = '"';
    lua_pushlstring(L, literal, used);
    lua_rawseti(L, pieces, (lua_Integer)lua_rawlen(L, pieces) + 1);
    lua_pop(L, 1);
}

static void add_value(lua_State *L, int pieces);

static void add_table(lua_State *L, int pieces) {
    luaL_checkstack(L, 8, NULL);
    add_piece(L, pieces, "{");
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        add_piece(L, pieces, "[");
        lua_pushvalue(L, -2);
        add_value(L, pieces);
        lua_pop(L, 1);
        add_piece(L, pieces, "]=");
        add_value(L, pieces);
        add_piece(L, pieces, ",");
    }
    add_piece(L, pieces, "}");
}

/* The value on the top: what JSON can hold. */
static void add_value(lua_State *L, int pieces) {
    char number[HM_NUMBER_SIZE];
    switch (lua_type(L, -1)) {
    case LUA_TTABLE:
        add_table(L, pieces);
        break;
    case LUA_TNUMBER:
        hm_number_print(lua_tonumber(L, -1), number);
        add_piece(L, pieces, number);
        break;
    case LUA_TSTRING:
        add_text(L, pieces);
        break;
    case LUA_TBOOLEAN:
        add_piece(L, pieces, lua_toboolean(L, -1) ? "true" : "false");
        break;
    default:
        add_piece(L, pieces, "nil");
    }
}

/* Pushes the texts of the list at `pieces`, one behind the other. */
static void push_whole(lua_State *L, int pieces) {
    const lua_Integer count = (lua_Integer)lua_rawlen(L, pieces);
    size_t total = 0, used = 0, size;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, pieces, i);
        total += lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    char *whole = lua_newuserdatauv(L, total, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, pieces, i);
        const char *text = lua_tolstring(L, -1, &size);
        memcpy(whole + used, text, size);
        used += size;
        lua_pop(L, 1);
    }
    lua_pushlstring(L, whole, used);
    lua_remove(L, -2);
}

void hm_layer_push_override(lua_State *L) {
    luaL_checkstack(L, 8, NULL);
    lua_newtable(L);
    const int pieces = lua_gettop(L);
    add_piece(L, pieces, "return { override = ");
    lua_getfield(L, pieces - 1, "override");
    add_value(L, pieces);
    lua_pop(L, 1);
    add_piece(L, pieces, " }");
    push_whole(L, pieces);
    lua_remove(L, pieces);
}
