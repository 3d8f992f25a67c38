/* load.c: from source to a function. The parser runs no hook: what bounds it is the size
 * of the source (64 KiB compile in at most a quarter of a second) and, inside, Lua's own limit on
 * nesting. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/ascii.h"
#include "base/resources.h"
#include "sandbox/shipped.h"

/* For what loading pushes. Lua 5.4.4 must not find the stack full while it loads: it makes room for
 * the new function before it counts it as in use (luaD_inctop), and a collection in between, when
 * memory is refused, frees it. */
static void make_room(lua_State *L) {
    luaL_checkstack(L, 6, NULL);
}

/* The chunk's name in full, and as Lua shows it. Lua itself is asked how it shortens names. */
static const hm_chunk *add_chunk(lua_State *L, const char *name) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    for (const hm_chunk *chunk = sandbox->chunks; chunk; chunk = chunk->next)
        if (strcmp(chunk->source + 1, name) == 0)
            return chunk;
    size_t size = sizeof(hm_chunk) + strlen(name) + 2;
    hm_chunk *chunk = hm_allocate(sandbox->allocator, size);
    if (!chunk)
        hm_sandbox_hit_limit(L, HM_REASON_HOST);
    chunk->size = size;
    chunk->source[0] = '@';
    strcpy(chunk->source + 1, name);
    chunk->shown[0] = '\0';
    chunk->next = sandbox->chunks;
    sandbox->chunks = chunk;
    if (luaL_loadbufferx(L, "", 0, chunk->source, "t") != LUA_OK)
        lua_error(L);
    lua_Debug shape;
    lua_getinfo(L, ">S", &shape);
    memcpy(chunk->shown, shape.short_src, sizeof shape.short_src);
    return chunk;
}

static uint32_t line_of(const char *source, const char *at) {
    uint32_t line = 1;
    for (; source < at; source++)
        line += *source == '\n';
    return line;
}

static void HM_NORETURN refuse_at(lua_State *L, const hm_chunk *chunk, uint32_t line,
                                  const char *why) {
    lua_pushfstring(L, "%s:%d: %s", chunk->shown, (int)line, why);
    lua_error(L);
    for (;;)
        ; /* not reached */
}

static bool is_name_character(char c) {
    char lower = hm_ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || hm_ascii_is_digit(c) || c == '_';
}

static const char *skip_comment(const char *at, const char *end) {
    const char *level = at + 1;
    while (at < end && *at == '[' && level < end && *level == '=')
        level++;
    if (at == end || *at != '[' || level == end || *level != '[') { /* to the end of the line */
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        return at;
    }
    size_t equals = (size_t)(level - at - 1);
    for (at = level + 1; at < end; at++) {
        size_t i = 0;
        while (*at == ']' && i < equals && at + 1 + i < end && at[1 + i] == '=')
            i++;
        if (*at == ']' && i == equals && at + 1 + i < end && at[1 + i] == ']')
            return at + 2 + i;
    }
    return end;
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end)
        if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
            at++;
        else if (*at == '-' && at + 1 < end && at[1] == '-')
            at = skip_comment(at + 2, end);
        else
            break;
    return at;
}

/* `local _ENV <const>` makes unpatched 5.4.0 to 5.4.4 read memory that is not theirs
 * (CVE-2022-28805), while compiling. Debian's 5.4.4 is patched, Ubuntu's 5.4.4 may not be; trying
 * it out is no safe way to find out, and no indicator has a use for it. */
static void refuse_constant_environment(lua_State *L, const hm_chunk *chunk, const char *source,
                                        size_t size) {
    const char *end = source + size, *at = source;
    while ((at = memchr(at, '_', (size_t)(end - at))) != NULL) {
        const char *name = at++;
        if (end - name < 4 || memcmp(name, "_ENV", 4) != 0 ||
            (name > source && is_name_character(name[-1])))
            continue;
        const char *next = skip_blanks(name + 4, end);
        if (next == end || *next != '<')
            continue;
        next = skip_blanks(next + 1, end);
        if ((end - next >= 5 && memcmp(next, "const", 5) == 0) ||
            (end - next >= 5 && memcmp(next, "close", 5) == 0))
            refuse_at(L, chunk, line_of(source, name), "_ENV cannot be a constant");
    }
}

static void check_size(lua_State *L, const hm_chunk *chunk, size_t size) {
    size_t most = hm_sandbox_of(L)->limits.source_size;
    if (size > most)
        luaL_error(L, "%s:1: the script has %I bytes, more than %I", chunk->shown,
                   (LUAI_UACINT)size, (LUAI_UACINT)most);
}

static void check_source(lua_State *L, const hm_chunk *chunk, const char *source, size_t size) {
    const char *nul = memchr(source, '\0', size);
    if (nul)
        refuse_at(L, chunk, line_of(source, nul), "NUL bytes are not allowed in a script");
    if (size > 0 && source[0] == LUA_SIGNATURE[0])
        refuse_at(L, chunk, 1, "a compiled script is not allowed: give its source");
    refuse_constant_environment(L, chunk, source, size);
}

/* Gives the function on the top its environment, unless loading it took too long. */
static void finish(lua_State *L, int environment) {
    hm_sandbox *sandbox = hm_sandbox_of(L);
    hm_sandbox_watch_closely(sandbox); /* its constants may be long */
    if (hm_sandbox_is_late(sandbox))
        hm_sandbox_hit_limit(L, HM_REASON_SECONDS);
    lua_pushvalue(L, environment);
    lua_setupvalue(L, -2, 1);
}

void hm_sandbox_load(lua_State *L, const char *name, const char *source, size_t size,
                     int environment) {
    if (size >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0) {
        source += 3;
        size -= 3;
    }
    make_room(L);
    const hm_chunk *chunk = add_chunk(L, name);
    check_size(L, chunk, size);
    check_source(L, chunk, source, size);
    hm_sandbox_seal_environment(L, environment);
    hm_sandbox_charge(L, size);
    if (luaL_loadbufferx(L, source, size, chunk->source, "t") != LUA_OK)
        lua_error(L);
    hm_sandbox_check_code(L);
    finish(L, environment);
}

/* What is part of the library has no faults to look for, its size is nobody's who sets limits for
 * scripts, and its steps are those of its text. */
void hm_sandbox_load_shipped(lua_State *L, const char *name, const char *resource,
                             int environment) {
    size_t size = 0;
    make_room(L);
    const hm_chunk *chunk = add_chunk(L, name);
    (void)hm_resource_find(resource, &size);
    hm_sandbox_seal_environment(L, environment);
    hm_sandbox_charge(L, size);
    if (hm_shipped_load(L, resource, chunk->source) != LUA_OK)
        lua_error(L);
    finish(L, environment);
}
