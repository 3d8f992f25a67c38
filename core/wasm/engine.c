/* engine.c: what JavaScript calls of the engine, beside `main` (engine.mjs): one Lua state that
 * stays, and one function that takes a call as JSON and answers in JSON. Which calls there are
 * stands in scripts/javascript. Strings go in and out as UTF-8 that ends in NUL. */
#include "wasm/engine.h"

#include <lauxlib.h>

#include "base/memory.h"
#include "program/modules.h"
#include "program/program.h"
#include "wasm/write_json.h"

static lua_State *engine; /* with the function that answers on its stack */
static hm_buffer reply;

static int open_engine(lua_State *L) {
    hm_modules_open(L);
    lua_getglobal(L, "require");
    lua_pushliteral(L, "javascript.calls");
    lua_call(L, 1, 1);
    return 1;
}

int hm_engine_open(void) {
    if (engine)
        return 1;
    hm_buffer_open(&reply, hm_allocator_default());
    engine = luaL_newstate();
    if (!engine)
        return 0;
    lua_pushcfunction(engine, hm_modules_trace);
    lua_pushcfunction(engine, open_engine);
    return lua_pcall(engine, 0, 1, 1) == LUA_OK;
}

/* answer, request text -> nothing; the reply is in the buffer */
static int call(lua_State *L) {
    (void)hm_program_read_json(L); /* looks at its first argument alone */
    lua_insert(L, 1);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    hm_write_json(L, -1, &reply);
    return 0;
}

/* What went wrong here, and not in what was called. */
static void reply_with_failure(const char *code, const char *message) {
    hm_buffer_clear(&reply);
    lua_settop(engine, 2);
    lua_newtable(engine);
    lua_newtable(engine);
    lua_pushstring(engine, code);
    lua_setfield(engine, -2, "code");
    lua_pushstring(engine, message);
    lua_setfield(engine, -2, "message");
    lua_setfield(engine, -2, "error");
    hm_write_json(engine, -1, &reply);
    lua_settop(engine, 2);
}

const char *hm_engine_call(const char *request) {
    hm_buffer_clear(&reply);
    lua_settop(engine, 2); /* the message handler, and what answers */
    lua_pushvalue(engine, 2);
    lua_pushcclosure(engine, call, 1);
    lua_pushstring(engine, request);
    lua_pushboolean(engine, 1); /* deep */
    const int status = lua_pcall(engine, 2, 0, 1);
    if (status == LUA_ERRMEM || reply.failed)
        return "{\"error\":{\"code\":\"memory\",\"message\":\"out of memory\"}}";
    if (status != LUA_OK)
        reply_with_failure("internal", lua_tostring(engine, -1));
    return reply.data;
}
