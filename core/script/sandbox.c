/* sandbox.c: opening and closing, the two ways in, and what an error looks like on the way out. */
#include "script/sandbox_parts.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "script/lua_origin.h"

enum { MESSAGE_MOST = 512 }; /* bytes of a script's own message that are kept */

#define STRING_SIZE_DEFAULT ((size_t)1 << 20)
#define BLOCK_SIZE_DEFAULT  ((size_t)512 << 10)
#define SECONDS_MOST        1e9 /* 30 years of nanoseconds fit an int64_t */

hm_sandbox *hm_sandbox_of(lua_State *L) {
    hm_sandbox *sandbox;
    memcpy(&sandbox, lua_getextraspace(L), sizeof sandbox);
    return sandbox;
}

struct hm_divisors *hm_sandbox_divisors(hm_sandbox *sandbox) {
    return &sandbox->divisors;
}

struct hm_calls **hm_sandbox_calls(hm_sandbox *sandbox) {
    return &sandbox->calls;
}

lua_State *hm_sandbox_lua(hm_sandbox *sandbox) {
    return sandbox->lua;
}

const hm_limits *hm_sandbox_limits(const hm_sandbox *sandbox) {
    return &sandbox->limits;
}

hm_trip hm_sandbox_tripped(const hm_sandbox *sandbox) {
    switch (sandbox->reason) {
    case HM_REASON_NONE:
        return HM_TRIP_NONE;
    case HM_REASON_STEPS:
        return HM_TRIP_STEPS;
    case HM_REASON_SECONDS:
        return HM_TRIP_SECONDS;
    case HM_REASON_BUDGET:
        return HM_TRIP_BUDGET;
    default:
        return HM_TRIP_MEMORY;
    }
}

void hm_sandbox_watch_flag(hm_sandbox *sandbox, const volatile int *flag) {
    sandbox->flag = flag;
}

void hm_sandbox_watch_meter(hm_sandbox *sandbox, hm_meter *meter) {
    sandbox->meter = meter;
    sandbox->metered = hm_sandbox_steps_in_all(sandbox) + sandbox->begun;
}

uint64_t hm_sandbox_steps(const hm_sandbox *sandbox) {
    return sandbox->steps;
}

uint64_t hm_sandbox_steps_in_all(const hm_sandbox *sandbox) {
    return sandbox->steps_before + sandbox->steps;
}

const void *hm_sandbox_raised(const hm_sandbox *sandbox) {
    return sandbox->raised;
}

size_t hm_sandbox_peak(const hm_sandbox *sandbox) {
    return sandbox->peak;
}

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
    if (hm_sandbox_is_spent(sandbox, status))
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
    sandbox->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
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
    if (sandbox->locale)
        freelocale(sandbox->locale);
    hm_release(sandbox->allocator, sandbox, sizeof *sandbox);
}

/* Is text[0..*size) a message that Lua began with the name of a script and a line? Then these go
 * into `place` and the rest of the message is returned. */
static const char *split_place(const hm_sandbox *sandbox, const char *text, size_t *size,
                               hm_place *place) {
    for (const hm_chunk *chunk = sandbox->chunks; chunk; chunk = chunk->next) {
        size_t at = strlen(chunk->shown);
        if (*size <= at || memcmp(text, chunk->shown, at) != 0 || text[at] != ':')
            continue;
        uint32_t line = 0;
        size_t first = ++at;
        for (; at < *size && at - first < 8 && text[at] >= '0' && text[at] <= '9'; at++)
            line = line * 10 + (uint32_t)(text[at] - '0');
        if (at == first || *size - at < 2 || text[at] != ':' || text[at + 1] != ' ')
            continue;
        *place = (hm_place){chunk, line};
        *size -= at + 2;
        return text + at + 2;
    }
    return text;
}

/* The error value on the top as text, without running anything of the script's and without
 * allocating. */
static const char *message_text(lua_State *L, char number[HM_NUMBER_SIZE], size_t *size) {
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        return lua_tolstring(L, -1, size);
    case LUA_TNUMBER:
        *size = hm_number_print(lua_tonumber(L, -1), number);
        return number;
    default:
        *size = 0;
        return NULL;
    }
}

/* The error is on the top of the runner, which has been reset since it was raised at `place`. */
static hm_code report(hm_sandbox *sandbox, hm_place place, hm_error *error) {
    lua_State *L = sandbox->runner;
    char number[HM_NUMBER_SIZE], shown[MESSAGE_MOST + 1];
    size_t size;
    if (lua_islightuserdata(L, -1))
        sandbox->raised = lua_touserdata(L, -1);
    const char *text = message_text(L, number, &size);
    if (text) {
        text = split_place(sandbox, text, &size, &place);
        hm_text_quote(text, size, shown, sizeof shown);
    }
    const char *file = place.chunk ? place.chunk->source + 1 : NULL;
    uint32_t line = place.chunk ? place.line : 0;
    if (text)
        return hm_error_at(error, HM_ERROR_PACKAGE, file, line, 0, "%s", shown);
    return hm_error_at(error, HM_ERROR_PACKAGE, file, line, 0, "raised a %s instead of a message",
                       luaL_typename(L, -1));
}

/* Runs the function that `arguments` values lie on, on the runner's stack. Results are left there,
 * nothing is left after a failure.
 *
 * The runner is resumed, not called. The stack of a thread that an error ended is left as it was,
 * so that the line can be found afterwards, when Lua is at rest, whatever the error was. A message
 * handler would be run on a stack that may just have overflowed, and none is run when memory is
 * refused. */
static hm_code enter(hm_sandbox *sandbox, int arguments, hm_error *error) {
    lua_State *L = sandbox->runner;
    int results;
    locale_t before = uselocale(sandbox->locale);
    sandbox->copied = 0;
    sandbox->collected = false;
    hm_sandbox_renew(sandbox);
    int status = lua_resume(L, NULL, arguments, &results);
    hm_sandbox_disarm(sandbox);
    uselocale(before);
    /* a limit that something between the script and here held back is a failure all the same */
    const bool spent = hm_sandbox_is_spent(sandbox, status);
    if (status == LUA_OK && !spent)
        return HM_OK;
    const hm_place place = hm_sandbox_here(sandbox);
    if (status != LUA_OK)
        lua_resetthread(L);
    hm_code code = spent ? hm_sandbox_explain_limit(sandbox, error) : report(sandbox, place, error);
    lua_settop(L, 0);
    return code;
}

/* HM_OK when the sandbox can be used and has room for `slots` more values on both its stacks. */
static hm_code refuse_spent(hm_sandbox *sandbox, int slots, hm_error *error) {
    sandbox->raised = NULL;
    if (sandbox->reason != HM_REASON_NONE)
        return hm_sandbox_explain_limit(sandbox, error);
    if (!lua_checkstack(sandbox->lua, slots) || !lua_checkstack(sandbox->runner, slots))
        return hm_error_memory(error);
    return HM_OK;
}

hm_code hm_sandbox_run(hm_sandbox *sandbox, lua_CFunction body, void *context, hm_error *error) {
    hm_code code = refuse_spent(sandbox, 4, error);
    if (code != HM_OK)
        return code;
    lua_pushcfunction(sandbox->runner, body);
    lua_pushlightuserdata(sandbox->runner, context);
    code = enter(sandbox, 1, error);
    lua_settop(sandbox->runner, 0);
    return code;
}

hm_code hm_sandbox_call(hm_sandbox *sandbox, int arguments, int results, hm_error *error) {
    lua_State *L = sandbox->lua, *runner = sandbox->runner;
    hm_code code = refuse_spent(sandbox, 4 + arguments + results, error);
    if (code != HM_OK) {
        lua_settop(L, lua_gettop(L) - arguments);
        return code;
    }
    lua_pushvalue(L, 1);
    lua_insert(L, -(arguments + 1));
    lua_xmove(L, runner, arguments + 1);
    code = enter(sandbox, arguments, error);
    if (code != HM_OK)
        return code;
    lua_settop(runner, results);
    lua_xmove(runner, L, results);
    return HM_OK;
}
