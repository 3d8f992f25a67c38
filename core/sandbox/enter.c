/* enter.c: the way in, and what an error looks like on the way out. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

enum { MESSAGE_MOST = 512 }; /* bytes of a script's own message that are kept */

/* Is text[0..*size) a message that Lua began with the name of a script and a line? Then these go
 * into `location` and the rest of the message is returned. */
static const char *split_location(const hm_sandbox *sandbox, const char *text, size_t *size,
                                  hm_script_line *location) {
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
        *location = (hm_script_line){chunk, line};
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

/* The error is on the top of the runner, which has been reset since it was raised at `location`. */
static hm_code report(hm_sandbox *sandbox, hm_script_line location, hm_error *error) {
    lua_State *L = sandbox->runner;
    char number[HM_NUMBER_SIZE], shown[MESSAGE_MOST + 1];
    size_t size;
    if (lua_islightuserdata(L, -1))
        sandbox->raised = lua_touserdata(L, -1);
    const char *text = message_text(L, number, &size);
    if (text) {
        text = split_location(sandbox, text, &size, &location);
        hm_text_quote(text, size, shown, sizeof shown);
    }
    const char *file = location.chunk ? location.chunk->source + 1 : NULL;
    uint32_t line = location.chunk ? location.line : 0;
    if (text)
        return hm_error_at(error, HM_ERROR_PACKAGE, file, line, 0, "%s", shown);
    return hm_error_at(error, HM_ERROR_PACKAGE, file, line, 0, "raised a %s instead of a message",
                       luaL_typename(L, -1));
}

/* Runs the function that lies below its one argument on the runner's stack, of which nothing is
 * left.
 *
 * The runner is resumed, not called. The stack of a thread that an error ended is left as it was,
 * so that the line can be found afterwards, when Lua is at rest, whatever the error was. A message
 * handler would be run on a stack that may just have overflowed, and none is run when memory is
 * refused. */
static hm_code enter(hm_sandbox *sandbox, hm_error *error) {
    lua_State *L = sandbox->runner;
    int results;
    hm_locale *const before = hm_locale_use(sandbox->locale);
    sandbox->copied = 0;
    sandbox->collected = false;
    hm_sandbox_renew(sandbox);
    int status = lua_resume(L, NULL, 1, &results);
    hm_sandbox_disarm(sandbox);
    hm_locale_use(before);
    /* a limit that something between the script and here held back is a failure all the same */
    const bool exhausted = hm_sandbox_is_exhausted(sandbox, status);
    hm_code code = HM_OK;
    if (status != LUA_OK || exhausted) {
        const hm_script_line location = hm_sandbox_here(sandbox);
        if (status != LUA_OK)
            lua_resetthread(L);
        code =
            exhausted ? hm_sandbox_explain_limit(sandbox, error) : report(sandbox, location, error);
    }
    lua_settop(L, 0);
    return code;
}

hm_code hm_sandbox_run(hm_sandbox *sandbox, lua_CFunction body, void *context, hm_error *error) {
    lua_State *L = sandbox->runner;
    sandbox->raised = NULL;
    if (sandbox->reason != HM_REASON_NONE)
        return hm_sandbox_explain_limit(sandbox, error);
    if (!lua_checkstack(L, 4))
        return hm_error_memory(error);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, context);
    return enter(sandbox, error);
}
