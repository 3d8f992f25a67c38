/* open.c: opening and closing a sandbox. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/error.h"
#include "sandbox/origin.h"

#define STRING_SIZE_DEFAULT ((size_t)1 << 20)
#define BLOCK_SIZE_DEFAULT  ((size_t)512 << 10)
#define SECONDS_MOST        1e9 /* 30 years of nanoseconds fit an int64_t */

/* No block can have more than half of what a size_t counts. So a limit such as SIZE_MAX is as good
 * as that, and sizes can be added to it. */
static size_t fill_size(size_t size, size_t otherwise) {
    const size_t most = SIZE_MAX / 2;
    return size == 0 ? otherwise : size < most ? size : most;
}

static void fill_limits(hm_limits *limits) {
    if (limits->steps == 0)
        limits->steps = HM_STEPS_DEFAULT;
    if (limits->seconds == 0)
        limits->seconds = HM_SECONDS_DEFAULT;
    limits->memory = fill_size(limits->memory, HM_MEMORY_DEFAULT);
    limits->string_size = fill_size(limits->string_size, STRING_SIZE_DEFAULT);
    limits->block_size = fill_size(limits->block_size, BLOCK_SIZE_DEFAULT);
    limits->source_size = fill_size(limits->source_size, HM_SOURCE_SIZE_DEFAULT);
}

/* Lua's table of short strings is the only block that is resized while strings are made and
 * nothing else is: that is how it is found, so as not to depend on how Lua lays it out. */
static void find_string_table(lua_State *L, hm_sandbox *sandbox) {
    enum { TRIES = 4096 }; /* twice as many would be needed if it began at this size */
    lua_gc(L, LUA_GCSTOP);
    sandbox->seeking_string_table = true;
    for (lua_Integer i = 0; i < TRIES && !sandbox->string_table; i++) {
        char text[] = "string 0000";
        for (lua_Integer place = 10, rest = i; rest > 0; rest /= 10)
            text[place--] = (char)('0' + rest % 10);
        lua_pushlstring(L, text, sizeof text - 1);
        lua_pop(L, 1);
    }
    sandbox->seeking_string_table = false;
    lua_gc(L, LUA_GCRESTART);
}

/* Texts that Lua or the sandbox make when memory may have run out. Lua 5.4.4 makes the second one
 * outside any protected call, where a refusal would end the process. */
static void keep_texts(lua_State *L) {
    lua_pushliteral(L, "limit");
    luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushliteral(L, "error in error handling");
    luaL_ref(L, LUA_REGISTRYINDEX);
}

static int set_up(lua_State *L) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    find_string_table(L, sandbox);
    keep_texts(L);
    hm_sandbox_open_library(L);
    lua_State *runner = lua_newthread(L);
    luaL_ref(L, LUA_REGISTRYINDEX);
    sandbox->runner = runner;
    return 0;
}

static hm_code open_lua(hm_sandbox *sandbox, hm_error *error) {
    lua_State *L = lua_newstate(hm_sandbox_resize, sandbox);
    if (!L) {
        hm_reason reason = sandbox->refused;
        sandbox->reason = reason != HM_REASON_NONE ? reason : HM_REASON_HOST;
        return hm_sandbox_explain_limit(sandbox, error);
    }
    memcpy(lua_getextraspace(L), &sandbox, sizeof sandbox);
    sandbox->lua = L;
    lua_pushcfunction(L, set_up);
    int status = lua_pcall(L, 0, 0, 0);
    if (status == LUA_OK)
        return HM_OK;
    if (hm_sandbox_is_exhausted(sandbox, status))
        return hm_sandbox_explain_limit(sandbox, error);
    return hm_error_set(error, HM_ERROR_PACKAGE, "the Lua state cannot be set up: %s",
                        lua_tostring(L, -1));
}

hm_code hm_sandbox_open(hm_sandbox **out, const hm_limits *limits, const hm_allocator *allocator,
                        hm_error *error) {
    *out = NULL;
    if (limits && !(limits->seconds >= 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a script's seconds cannot be negative");
    if (hm_lua_origin_check(error) != HM_OK)
        return HM_ERROR_PACKAGE;
    hm_sandbox *sandbox = hm_allocate(allocator, sizeof *sandbox);
    if (!sandbox)
        return hm_error_memory(error);
    memset(sandbox, 0, sizeof *sandbox);
    sandbox->allocator = allocator;
    sandbox->deadline = HM_DEADLINE_NONE;
    if (limits)
        sandbox->limits = *limits;
    fill_limits(&sandbox->limits);
    double seconds = sandbox->limits.seconds;
    sandbox->patience = (int64_t)((seconds < SECONDS_MOST ? seconds : SECONDS_MOST) * 1e9);
    sandbox->locale = hm_locale_open();
    hm_code code = sandbox->locale ? open_lua(sandbox, error) : hm_error_memory(error);
    if (code != HM_OK) {
        hm_sandbox_close(sandbox);
        return code;
    }
    *out = sandbox;
    return HM_OK;
}

void hm_sandbox_close(hm_sandbox *sandbox) {
    if (!sandbox)
        return;
    if (sandbox->lua)
        lua_close(sandbox->lua);
    while (sandbox->chunks) {
        hm_chunk *next = sandbox->chunks->next;
        hm_release(sandbox->allocator, sandbox->chunks, sandbox->chunks->size);
        sandbox->chunks = next;
    }
    hm_locale_close(sandbox->locale);
    hm_release(sandbox->allocator, sandbox, sizeof *sandbox);
}
