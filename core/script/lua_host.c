#include "script/lua_host.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "platform/environment.h"
#include "sandbox/divisors.h"
#include "sandbox/sandbox.h"

enum { MOST_ARGUMENTS = 16, CALL_STEPS = 100 };

const hm_host_entry *hm_host_find(const hm_host *host, const char *name) {
    for (size_t i = 0; i < host->entry_count; i++)
        if (strcmp(host->entries[i].name, name) == 0)
            return &host->entries[i];
    return NULL;
}

static hm_value value_at(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        return (hm_value){HM_VALUE_NONE, 0, NULL};
    case LUA_TNUMBER:
        return (hm_value){HM_VALUE_NUMBER, lua_tonumber(L, index), NULL};
    case LUA_TBOOLEAN:
        return (hm_value){HM_VALUE_FLAG, lua_toboolean(L, index), NULL};
    case LUA_TSTRING:
        return (hm_value){HM_VALUE_TEXT, 0, lua_tostring(L, index)};
    default:
        luaL_argerror(L, index, "expected a number, a flag or a text");
        return (hm_value){HM_VALUE_NONE, 0, NULL};
    }
}

static int push_value(lua_State *L, const hm_host_entry *entry, const hm_value *value) {
    if (value->kind == HM_VALUE_FLAG)
        lua_pushboolean(L, value->number != 0);
    else if (value->kind == HM_VALUE_NUMBER && fabs(value->number) <= DBL_MAX)
        lua_pushnumber(L, value->number);
    else
        return luaL_error(L, "host.%s gave %s, expected a finite number or a flag", entry->name,
                          value->kind == HM_VALUE_TEXT   ? "a text"
                          : value->kind == HM_VALUE_NONE ? "nothing"
                                                         : "a number that is not finite");
    return 1;
}

static int call_host(lua_State *L) {
    const hm_host_entry *entry = lua_touserdata(L, lua_upvalueindex(1));
    hm_value arguments[MOST_ARGUMENTS], result = {HM_VALUE_NONE, 0, NULL};
    hm_error error = {HM_OK, 0, 0, "", ""};
    const int count = lua_gettop(L);
    if (count > MOST_ARGUMENTS)
        return luaL_error(L, "host.%s takes at most %d arguments", entry->name, MOST_ARGUMENTS);
    for (int i = 0; i < count; i++)
        arguments[i] = value_at(L, i + 1);
    hm_sandbox_charge(L, CALL_STEPS);
    /* what somebody else's code computes is no zero divisor of the script's */
    const unsigned flags = hm_divisors_save_flags();
    hm_environment engine;
    hm_environment_enter(&engine);
    const int failed = entry->function(entry->context, arguments, (size_t)count, &result, &error);
    (void)hm_environment_leave(&engine, HM_OK);
    hm_divisors_restore_flags(flags);
    if (failed != 0) {
        error.message[sizeof error.message - 1] = '\0'; /* filled by somebody else's code */
        return luaL_error(L, "host.%s: %s", entry->name,
                          *error.message ? error.message : "failed without a reason");
    }
    return push_value(L, entry, &result);
}

/* Upvalue 1: the names that are declared. */
static int unknown_name(lua_State *L) {
    const hm_host *host = lua_touserdata(L, lua_upvalueindex(1));
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "host is read by name: host.NAME");
    const char *name = lua_tostring(L, 2);
    hm_sandbox_charge(L, 50 * (uint64_t)host->declared_count);
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < host->declared_count; i++)
        hm_nearest_show(&nearest, host->declared[i]);
    if (nearest.name)
        return luaL_error(L, "host.%s is not declared by the package%s", name,
                          hm_hint_of(nearest.name).text);
    return luaL_error(L, "host.%s is not declared by the package: host = { \"%s\" }", name, name);
}

static int no_writing(lua_State *L) {
    return luaL_error(L, "host cannot be written to");
}

void hm_lua_host_push(lua_State *L, const hm_host *host) {
    lua_newtable(L); /* stays empty, so that every write is caught */
    lua_createtable(L, 0, 3);
    lua_createtable(L, 0, (int)host->declared_count);
    for (size_t i = 0; i < host->declared_count; i++) {
        const hm_host_entry *entry = hm_host_find(host, host->declared[i]);
        if (!entry)
            luaL_error(L, "host.%s is not given by the program", host->declared[i]);
        if (entry->function) {
            lua_pushlightuserdata(L, (void *)(uintptr_t)entry);
            lua_pushcclosure(L, call_host, 1);
        } else {
            push_value(L, entry, &entry->constant);
        }
        lua_setfield(L, -2, entry->name);
    }
    lua_createtable(L, 0, 1); /* names that are not there lead to the message */
    lua_pushlightuserdata(L, (void *)(uintptr_t)host);
    lua_pushcclosure(L, unknown_name, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, no_writing);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}
