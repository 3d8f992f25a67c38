#include "binding/lua_host_functions.h"

#include <lauxlib.h>
#include <string.h>

#include "base/error.h"
#include "binding/lua_objects.h"

typedef struct host_function {
    hm_lua_host_functions *given;
    lua_Integer number; /* in the list of functions, the userdata's user value */
} host_function;

struct hm_lua_host_functions {
    lua_State *state; /* inside a call of the module; NULL: none is */
    size_t function_count;
    hm_host_entry *entries; /* both within this block */
    host_function *functions;
};

#define HOST_FUNCTIONS_TYPE "hundredmark.host_functions"
enum { KEEPS_FUNCTIONS = 1 };

/* The registry has a table under this key: by address, the userdata, weakly. */
static const char all_key;

void hm_lua_open_host_functions(lua_State *L) {
    luaL_newmetatable(L, HOST_FUNCTIONS_TYPE);
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    hm_lua_set_text(L, "__mode", "v");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &all_key);
}

/* --- calling, in the caller's state --- */

typedef struct host_call {
    const host_function *function;
    const hm_value *arguments;
    size_t count;
    hm_value *result;
} host_call;

static void push_argument(lua_State *L, const hm_value *argument) {
    switch (argument->kind) {
    case HM_VALUE_NUMBER:
        lua_pushnumber(L, argument->number);
        break;
    case HM_VALUE_FLAG:
        lua_pushboolean(L, argument->number != 0);
        break;
    case HM_VALUE_TEXT:
        lua_pushstring(L, argument->text);
        break;
    default:
        lua_pushnil(L);
    }
}

/* Texts and nil are passed on for the library to refuse. */
static void take_result(lua_State *L, hm_value *result) {
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        *result = (hm_value){HM_VALUE_NUMBER, lua_tonumber(L, -1), NULL};
        break;
    case LUA_TBOOLEAN:
        *result = (hm_value){HM_VALUE_FLAG, lua_toboolean(L, -1), NULL};
        break;
    case LUA_TSTRING:
        *result = (hm_value){HM_VALUE_TEXT, 0, ""};
        break;
    case LUA_TNIL:
        *result = (hm_value){HM_VALUE_NONE, 0, NULL};
        break;
    default:
        luaL_error(L, "gave a %s, expected a number or a flag", luaL_typename(L, -1));
    }
}

static int call_body(lua_State *L) {
    const host_call *call = lua_touserdata(L, 1);
    luaL_checkstack(L, (int)call->count + 4, "too many arguments");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &all_key);
    lua_rawgetp(L, -1, call->function->given);
    lua_getiuservalue(L, -1, KEEPS_FUNCTIONS);
    lua_rawgeti(L, -1, call->function->number);
    for (size_t i = 0; i < call->count; i++)
        push_argument(L, &call->arguments[i]);
    lua_call(L, (int)call->count, 1);
    take_result(L, call->result);
    return 0;
}

/* A hm_host_function. Everything that can raise is inside the protected call: an error must not
 * jump over the library's own frames. */
static int call_host_function(void *context, const hm_value *arguments, size_t count,
                              hm_value *result, hm_error *error) {
    const host_function *function = context;
    lua_State *L = function->given->state;
    host_call call = {function, arguments, count, result};
    if (!L || !lua_checkstack(L, LUA_MINSTACK)) {
        hm_error_set(error, HM_ERROR_PACKAGE, "cannot be called now");
        return 1;
    }
    const int top = lua_gettop(L);
    lua_pushcfunction(L, call_body);
    lua_pushlightuserdata(L, &call);
    const int status = lua_pcall(L, 1, 0, 0);
    if (status == LUA_OK)
        return 0;
    if (lua_type(L, -1) == LUA_TSTRING)
        hm_error_set(error, HM_ERROR_PACKAGE, "%s", lua_tostring(L, -1));
    else
        hm_error_set(error, HM_ERROR_PACKAGE, "raised a %s", luaL_typename(L, -1));
    lua_settop(L, top);
    return 1;
}

lua_State *hm_lua_host_functions_enter(hm_lua_host_functions *given, lua_State *L) {
    lua_State *before = given ? given->state : NULL;
    if (given)
        given->state = L;
    return before;
}

void hm_lua_host_functions_leave(hm_lua_host_functions *given, lua_State *before) {
    if (given)
        given->state = before;
}

/* --- reading options.host --- */

static size_t count_entries(lua_State *L, int host) {
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, host); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "host: a name is a %s, expected a text", luaL_typename(L, -2));
        count++;
    }
    return count;
}

/* [-0, +1, m] with the list of functions as its user value */
static hm_lua_host_functions *push_host_functions(lua_State *L, size_t count) {
    const size_t size =
        sizeof(hm_lua_host_functions) + count * (sizeof(hm_host_entry) + sizeof(host_function));
    hm_lua_host_functions *given = lua_newuserdatauv(L, size, 1);
    memset(given, 0, size);
    given->entries = (hm_host_entry *)(void *)(given + 1);
    given->functions = (host_function *)(void *)(given->entries + count);
    luaL_setmetatable(L, HOST_FUNCTIONS_TYPE);
    lua_createtable(L, (int)count, 0);
    lua_setiuservalue(L, -2, KEEPS_FUNCTIONS);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &all_key);
    lua_pushvalue(L, -2);
    lua_rawsetp(L, -2, given);
    lua_pop(L, 1);
    return given;
}

/* The value on the top becomes the entry. The userdata is at `index`. [-0, +0, e] */
static void read_entry(lua_State *L, int index, hm_lua_host_functions *given,
                       hm_host_entry *entry) {
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        entry->constant = (hm_value){HM_VALUE_NUMBER, lua_tonumber(L, -1), NULL};
        break;
    case LUA_TBOOLEAN:
        entry->constant = (hm_value){HM_VALUE_FLAG, lua_toboolean(L, -1), NULL};
        break;
    case LUA_TFUNCTION: {
        host_function *function = &given->functions[given->function_count++];
        *function = (host_function){given, (lua_Integer)given->function_count};
        entry->function = call_host_function;
        entry->context = function;
        lua_getiuservalue(L, index, KEEPS_FUNCTIONS);
        lua_pushvalue(L, -2);
        lua_rawseti(L, -2, function->number);
        lua_pop(L, 1);
        break;
    }
    default:
        luaL_error(L, "host.%s is a %s, expected a number, a flag or a function", entry->name,
                   luaL_typename(L, -1));
    }
}

void hm_lua_host_functions_read(lua_State *L, int options, hm_package_options *out) {
    if (lua_isnoneornil(L, options))
        lua_pushnil(L);
    else
        lua_getfield(L, options, "host");
    if (lua_isnil(L, -1))
        return;
    luaL_argcheck(L, lua_istable(L, -1), options, "host must be a table");
    const int host = lua_gettop(L);
    out->host_count = count_entries(L, host);
    hm_lua_host_functions *given = push_host_functions(L, out->host_count);
    hm_host_entry *entry = given->entries;
    for (lua_pushnil(L); lua_next(L, host); lua_pop(L, 1)) {
        entry->name = lua_tostring(L, -2); /* the table keeps the text until it is copied */
        read_entry(L, host + 1, given, entry++);
    }
    out->host = given->entries;
    lua_remove(L, host);
}

hm_lua_host_functions *hm_lua_host_functions_of(lua_State *L, int package) {
    hm_lua_host_functions *given = NULL;
    if (lua_getiuservalue(L, package, 1) == LUA_TUSERDATA)
        given = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return given && given->function_count > 0 ? given : NULL;
}
