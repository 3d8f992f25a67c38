/* main.c: the program: a trusted Lua state with the library in it, and the commands in scripts/cli.
 */
#include <lauxlib.h>
#include <stdio.h>

#include "program/modules.h"
#include "program/output_file.h"
#include "program/start.h"

/* Exit codes of the program itself; the commands choose the others. */
enum { EXIT_OUT_OF_MEMORY = 6, EXIT_OUT_OF_ORDER = 70 };

typedef struct start {
    int count;
    char **arguments;
    int status;
} start;

static int run_program(lua_State *L) {
    start *s = lua_touserdata(L, 1);
    hm_modules_open(L);
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
    lua_pushcfunction(L, hm_modules_trace);
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
