/* sandbox_support.h: running a few lines of Lua in a sandbox and looking at what comes out. */
#ifndef HM_SANDBOX_SUPPORT_H
#define HM_SANDBOX_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/sandbox.h"

struct script_run {
    const char *name;
    const char *source;
    size_t size;
    char out[1024]; /* what it returned, as text */
};

/* Time is limited only where a test says so: how fast the machine is decides over nothing else. */
static inline hm_sandbox *open_sandbox(const hm_limits *limits) {
    hm_limits patient = {0};
    if (limits)
        patient = *limits;
    if (patient.seconds == 0)
        patient.seconds = INFINITY;
    hm_sandbox *sandbox;
    hm_error error;
    if (hm_sandbox_open(&sandbox, &patient, hm_allocator_default(), &error) != HM_OK)
        fail_msg("%s", error.message);
    return sandbox;
}

static inline void take_text(lua_State *L, char *out, size_t size) {
    if (lua_isinteger(L, -1))
        snprintf(out, size, "%lld", (long long)lua_tointeger(L, -1));
    else if (lua_type(L, -1) == LUA_TBOOLEAN)
        snprintf(out, size, "%s", lua_toboolean(L, -1) ? "true" : "false");
    else
        snprintf(out, size, "%s", lua_isstring(L, -1) ? lua_tostring(L, -1) : luaL_typename(L, -1));
}

static inline int script_body(lua_State *L) {
    struct script_run *run = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    hm_sandbox_load(L, run->name, run->source, run->size, lua_gettop(L));
    lua_call(L, 0, 1);
    take_text(L, run->out, sizeof run->out);
    return 0;
}

/* Loads and runs `source` as script.lua; *out (of the caller) gets its result as text. */
static inline hm_code run_bytes(hm_sandbox *sandbox, const char *source, size_t size,
                                struct script_run *run, hm_error *error) {
    run->name = "script.lua";
    run->source = source;
    run->size = size;
    run->out[0] = '\0';
    memset(error, 0, sizeof *error);
    return hm_sandbox_run(sandbox, script_body, run, error);
}

static inline hm_code run_script(hm_sandbox *sandbox, const char *source, hm_error *error) {
    struct script_run run;
    return run_bytes(sandbox, source, strlen(source), &run, error);
}

/* The script must return `expected` (as text). */
static inline void assert_gives(const char *source, const char *expected) {
    hm_sandbox *sandbox = open_sandbox(NULL);
    struct script_run run;
    hm_error error;
    if (run_bytes(sandbox, source, strlen(source), &run, &error) != HM_OK)
        fail_msg("%s\n%s", source, error.message);
    if (strcmp(run.out, expected) != 0)
        fail_msg("%s\ngives %s, expected %s", source, run.out, expected);
    hm_sandbox_close(sandbox);
}

/* The script must fail, with HM_ERROR_PACKAGE and this message. */
static inline void assert_raises(const char *source, const char *message) {
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(run_script(sandbox, source, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message, message);
    assert_int_equal(hm_sandbox_limit_hit(sandbox), HM_LIMIT_NONE);
    hm_sandbox_close(sandbox);
}

/* The script must run into a limit. */
static inline void assert_limit_hit(const char *source, hm_limit_hit limit_hit,
                                    const char *message) {
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(run_script(sandbox, source, &error), HM_ERROR_LIMIT);
    assert_string_equal(error.message, message);
    assert_int_equal(hm_sandbox_limit_hit(sandbox), limit_hit);
    hm_sandbox_close(sandbox);
}

#define STEPS_MESSAGE  "steps: more than 10000000"
#define TEXT_MESSAGE   "memory: a text of more than 1048576 bytes"
#define MEMORY_MESSAGE "memory: more than 16777216 bytes"
#define BLOCK_MESSAGE  "memory: a table or call stack of more than 524288 bytes in one block"

#endif
