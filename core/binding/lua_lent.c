#include "binding/lua_lent.h"

#include <lauxlib.h>
#include <string.h>

#include "base/error.h"
#include "binding/lua_objects.h"

typedef struct lent_function {
    hm_lua_lent *lent;
    lua_Integer number; /* in the list of functions, the userdata's user value */
} lent_function;

struct hm_lua_lent {
    lua_State *state; /* inside a call of the module; NULL: none is */
    size_t function_count;
    hm_host_entry *entries; /* both within this block */
    lent_function *functions;
};

#define LENT_TYPE "hundredmark.lent"
enum { KEEPS_FUNCTIONS = 1 };

/* The registry has a table under this key: by address, the userdata, weakly. */
static const char all_key;

void hm_lua_open_lent(lua_State *L) {
    luaL_newmetatable(L, LENT_TYPE);
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    hm_lua_set_text(L, "__mode", "v");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &all_key);
}

/* --- calling, in the caller's state --- */

typedef struct lent_call {
    const lent_function *function;
    const hm_value *arguments;
    size_t count;
    hm_value *result;
} lent_call;

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
    const lent_call *call = lua_touserdata(L, 1);
    luaL_checkstack(L, (int)call->count + 4, "too many arguments");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &all_key);
    lua_rawgetp(L, -1, call->function->lent);
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
static int call_lent(void *context, const hm_value *arguments, size_t count, hm_value *result,
                     hm_error *error) {
    const lent_function *function = context;
    lua_State *L = function->lent->state;
    lent_call call = {function, arguments, count, result};
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

lua_State *hm_lua_lent_enter(hm_lua_lent *lent, lua_State *L) {
    lua_State *before = lent ? lent->state : NULL;
    if (lent)
        lent->state = L;
    return before;
}

void hm_lua_lent_leave(hm_lua_lent *lent, lua_State *before) {
    if (lent)
        lent->state = before;
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
static hm_lua_lent *push_lent(lua_State *L, size_t count) {
    const size_t size =
        sizeof(hm_lua_lent) + count * (sizeof(hm_host_entry) + sizeof(lent_function));
    hm_lua_lent *lent = lua_newuserdatauv(L, size, 1);
    memset(lent, 0, size);
    lent->entries = (hm_host_entry *)(void *)(lent + 1);
    lent->functions = (lent_function *)(void *)(lent->entries + count);
    luaL_setmetatable(L, LENT_TYPE);
    lua_createtable(L, (int)count, 0);
    lua_setiuservalue(L, -2, KEEPS_FUNCTIONS);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &all_key);
    lua_pushvalue(L, -2);
    lua_rawsetp(L, -2, lent);
    lua_pop(L, 1);
    return lent;
}

/* The value on the top becomes the entry. The userdata is at `index`. [-0, +0, e] */
static void read_entry(lua_State *L, int index, hm_lua_lent *lent, hm_host_entry *entry) {
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        entry->constant = (hm_value){HM_VALUE_NUMBER, lua_tonumber(L, -1), NULL};
        break;
    case LUA_TBOOLEAN:
        entry->constant = (hm_value){HM_VALUE_FLAG, lua_toboolean(L, -1), NULL};
        break;
    case LUA_TFUNCTION: {
        lent_function *function = &lent->functions[lent->function_count++];
        *function = (lent_function){lent, (lua_Integer)lent->function_count};
        entry->function = call_lent;
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

void hm_lua_lent_read(lua_State *L, int options, hm_package_options *out) {
    if (lua_isnoneornil(L, options))
        lua_pushnil(L);
    else
        lua_getfield(L, options, "host");
    if (lua_isnil(L, -1))
        return;
    luaL_argcheck(L, lua_istable(L, -1), options, "host must be a table");
    const int host = lua_gettop(L);
    out->host_count = count_entries(L, host);
    hm_lua_lent *lent = push_lent(L, out->host_count);
    hm_host_entry *entry = lent->entries;
    for (lua_pushnil(L); lua_next(L, host); lua_pop(L, 1)) {
        entry->name = lua_tostring(L, -2); /* the table keeps the text until it is copied */
        read_entry(L, host + 1, lent, entry++);
    }
    out->host = lent->entries;
    lua_remove(L, host);
}

hm_lua_lent *hm_lua_lent_of(lua_State *L, int package) {
    hm_lua_lent *lent = NULL;
    if (lua_getiuservalue(L, package, 1) == LUA_TUSERDATA)
        lent = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return lent && lent->function_count > 0 ? lent : NULL;
}
