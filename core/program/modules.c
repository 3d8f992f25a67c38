#include "program/modules.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "base/resources.h"
#include "binding/lua_hundredmark.h"
#include "binding/lua_objects.h"
#include "program/book_format.h"
#include "program/program.h"
#include "program/start.h"
#include "sandbox/shipped.h"

/* Modules come from the files built into the program, never from the disk: a.b is scripts/a/b.lua.
 */
static int find_module(lua_State *L) {
    const char *module = luaL_checkstring(L, 1);
    char name[256];
    if (strcmp(module, "argparse") == 0) {
        (void)snprintf(name, sizeof name, "third_party/argparse.lua");
    } else {
        const int prefix = snprintf(name, sizeof name, "scripts/%s.lua", module);
        if (prefix < 0 || (size_t)prefix >= sizeof name)
            return 0;
        for (char *c = name; *c && c < name + prefix - 4; c++)
            if (*c == '.')
                *c = '/';
    }
    size_t size;
    if (!hm_resource_find(name, &size)) {
        lua_pushfstring(L, "no file '%s' in the program", name);
        return 1;
    }
    lua_pushfstring(L, "=%s", name);
    if (hm_shipped_load(L, name, lua_tostring(L, -1)) != LUA_OK)
        return lua_error(L);
    return 1;
}

static void seal_modules(lua_State *L) {
    lua_getglobal(L, "package");
    hm_lua_set_text(L, "path", "");
    hm_lua_set_text(L, "cpath", "");
    lua_getfield(L, -1, "searchers"); /* [1] looks into package.preload: it stays */
    lua_pushcfunction(L, find_module);
    lua_rawseti(L, -2, 2);
    for (int i = 3; i <= 4; i++) {
        lua_pushnil(L);
        lua_rawseti(L, -2, i);
    }
    lua_pop(L, 2);
}

/* cancel_on_interrupt(cancel): from now on Ctrl-C requests it; nil: it ends the program at once, as
 * before. It is kept. */
static int cancel_on_interrupt(lua_State *L) {
    static const char kept_here = 0;
    lua_settop(L, 1);
    hm_start_cancel_on_interrupt(lua_isnil(L, 1) ? NULL : hm_lua_check_object(L, 1, HM_LUA_CANCEL));
    lua_rawsetp(L, LUA_REGISTRYINDEX, &kept_here);
    return 0;
}

static int open_program(lua_State *L) {
    (void)hm_program_open(L);
    lua_pushcfunction(L, cancel_on_interrupt);
    lua_setfield(L, -2, "cancel_on_interrupt");
    return 1;
}

static const luaL_Reg preloaded[] = {
    {"hundredmark", luaopen_hundredmark}, {"hundredmark.program", open_program}, {NULL, NULL}};

void hm_modules_open(lua_State *L) {
    luaL_openlibs(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    luaL_setfuncs(L, preloaded, 0);
    lua_pop(L, 1);
    seal_modules(L);
    hm_lua_add_format(L, &hm_program_workbooks);
}

int hm_modules_trace(lua_State *L) {
    const char *message = luaL_tolstring(L, 1, NULL);
    luaL_traceback(L, L, message, 1);
    return 1;
}
