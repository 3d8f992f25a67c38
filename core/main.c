/* main.c: the program: a trusted Lua state with the library in it, and the commands in scripts/cli.
 */
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/resources.h"
#include "binding/lua_hundredmark.h"
#include "binding/lua_objects.h"
#include "program/book_format.h"
#include "program/output_file.h"
#include "program/program.h"
#include "program/start.h"
#include "sandbox/shipped.h"

/* Exit codes of the program itself; the commands choose the others. */
enum { EXIT_OUT_OF_MEMORY = 6, EXIT_OUT_OF_ORDER = 70 };

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

typedef struct start {
    int count;
    char **arguments;
    int status;
} start;

static int run_program(lua_State *L) {
    start *s = lua_touserdata(L, 1);
    luaL_openlibs(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    luaL_setfuncs(L, preloaded, 0);
    seal_modules(L);
    hm_lua_add_format(L, &hm_program_workbooks);
    lua_getglobal(L, "require");
    lua_pushliteral(L, "cli.main");
    lua_call(L, 1, 1);
    lua_createtable(L, s->count, 0);
    for (int i = 1; i < s->count; i++) {
        lua_pushstring(L, s->arguments[i]);
        lua_rawseti(L, -2, i);
    }
    lua_call(L, 1, 1);
    s->status = (int)luaL_checkinteger(L, -1);
    return 0;
}

static int trace(lua_State *L) {
    const char *message = luaL_tolstring(L, 1, NULL);
    luaL_traceback(L, L, message, 1);
    return 1;
}

static int fail(int status, const char *reason) {
    (void)fprintf(stderr, "hundredmark: %s%s\n",
                  status == EXIT_OUT_OF_ORDER ? "internal error: " : "", reason);
    return status;
}

/* The state is not closed: the system frees all of it at once. Leak checkers find it here, by the
 * address of its block. */
static void *volatile kept;

int main(int count, char **arguments) {
    start s = {count, arguments, EXIT_OUT_OF_ORDER};
    hm_start_descriptors();
    hm_start_signals();
    if (!hm_start_stack())
        return fail(EXIT_OUT_OF_MEMORY, "out of memory: the stack is limited to less than 1 MiB");
    lua_State *L = luaL_newstate();
    if (!L)
        return fail(EXIT_OUT_OF_MEMORY, "out of memory");
    kept = lua_getextraspace(L);
    lua_pushcfunction(L, trace);
    lua_pushcfunction(L, run_program);
    lua_pushlightuserdata(L, &s);
    const int status = lua_pcall(L, 1, 0, 1);
    if (status == LUA_ERRMEM)
        s.status = fail(EXIT_OUT_OF_MEMORY, "out of memory");
    else if (status != LUA_OK)
        s.status = fail(EXIT_OUT_OF_ORDER, lua_tostring(L, -1));
    hm_output_file_give_up_all();
    return s.status;
}
