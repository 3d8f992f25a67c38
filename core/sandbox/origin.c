#include "sandbox/origin.h"

#ifdef HM_PRIVATE_LUA

hm_code hm_lua_origin_check(hm_error *error) {
    (void)error;
    return HM_OK;
}

#else

#include <lauxlib.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/error.h"
#include "platform/object.h"

#define OF(name) ((hm_code_address)(name))

/* Every function of Lua's that the library calls (tests/headers/symbols.lua compares). Those that
 * open Lua's libraries are left out: programs pass them on, and where such a program is not
 * position independent the linker gives an address within it to all. None comes without the others.
 */
static const hm_code_address functions[] = {
    OF(luaL_argerror),
    OF(luaL_callmeta),
    OF(luaL_checkany),
    OF(luaL_checkinteger),
    OF(luaL_checklstring),
    OF(luaL_checknumber),
    OF(luaL_checkstack),
    OF(luaL_checktype),
    OF(luaL_checkudata),
    OF(luaL_error),
    OF(luaL_getmetafield),
    OF(luaL_len),
    OF(luaL_loadbufferx),
    OF(luaL_newmetatable),
    OF(luaL_optinteger),
    OF(luaL_optlstring),
    OF(luaL_ref),
    OF(luaL_setfuncs),
    OF(luaL_setmetatable),
    OF(luaL_testudata),
    OF(luaL_typeerror),
    OF(lua_absindex),
    OF(lua_callk),
    OF(lua_checkstack),
    OF(lua_close),
    OF(lua_compare),
    OF(lua_copy),
    OF(lua_createtable),
    OF(lua_dump),
    OF(lua_error),
    OF(lua_gc),
    OF(lua_getfield),
    OF(lua_geti),
    OF(lua_getinfo),
    OF(lua_getmetatable),
    OF(lua_getstack),
    OF(lua_gettable),
    OF(lua_gettop),
    OF(lua_isinteger),
    OF(lua_isnumber),
    OF(lua_isstring),
    OF(lua_newstate),
    OF(lua_newthread),
    OF(lua_newuserdatauv),
    OF(lua_next),
    OF(lua_pcallk),
    OF(lua_pushboolean),
    OF(lua_pushcclosure),
    OF(lua_pushfstring),
    OF(lua_pushinteger),
    OF(lua_pushlightuserdata),
    OF(lua_pushlstring),
    OF(lua_pushnil),
    OF(lua_pushnumber),
    OF(lua_pushstring),
    OF(lua_pushvalue),
    OF(lua_pushvfstring),
    OF(lua_rawequal),
    OF(lua_rawget),
    OF(lua_rawgeti),
    OF(lua_rawgetp),
    OF(lua_rawlen),
    OF(lua_rawset),
    OF(lua_rawseti),
    OF(lua_rawsetp),
    OF(lua_resetthread),
    OF(lua_resume),
    OF(lua_rotate),
    OF(lua_setfield),
    OF(lua_sethook),
    OF(lua_seti),
    OF(lua_setmetatable),
    OF(lua_settop),
    OF(lua_setupvalue),
    OF(lua_toboolean),
    OF(lua_tocfunction),
    OF(lua_tointegerx),
    OF(lua_tolstring),
    OF(lua_tonumberx),
    OF(lua_touserdata),
    OF(lua_type),
    OF(lua_typename),
    OF(lua_version),
    OF(lua_xmove),
};

/* The functions are looked at before one is called: in a Lua of another version lua_version takes
 * and gives something else, but the functions that only 5.4 has are then elsewhere. */
static bool is_one_lua(void) {
    const void *first = hm_object_of(functions[0]);
    for (size_t i = 1; i < sizeof functions / sizeof functions[0]; i++)
        if (hm_object_of(functions[i]) != first)
            return false;
    return lua_version(NULL) == LUA_VERSION_NUM;
}

hm_code hm_lua_origin_check(hm_error *error) {
    enum { UNKNOWN, ONE, ANOTHER };
    static atomic_int answer = UNKNOWN; /* threads that look at the same time find the same */
    int known = atomic_load(&answer);
    if (known == UNKNOWN)
        atomic_store(&answer, known = is_one_lua() ? ONE : ANOTHER);
    if (known == ONE)
        return HM_OK;
    return hm_error_set(error, HM_ERROR_PACKAGE,
                        "another Lua in this program answers in place of Lua 5.4: use a library "
                        "built with HM_LUA_SOURCE, which has a Lua of its own");
}

#endif
