/* find.c: string.find, match and gmatch. */
#include "sandbox/parts.h"

#include <string.h>

/* How many bytes of the needle agree with those at `at`: compared one by one so that what is
 * charged is what was done. */
static size_t agreement(const char *at, const char *needle, size_t size) {
    size_t agree = 0;
    while (agree < size && at[agree] == needle[agree])
        agree++;
    return agree;
}

static const char *find_plain(lua_State *L, const char *text, size_t size, const char *needle,
                              size_t needle_size) {
    if (needle_size == 0)
        return text;
    while (size >= needle_size) {
        const char *at = memchr(text, *needle, size - needle_size + 1);
        size_t skipped = at ? (size_t)(at - text) : size - needle_size + 1;
        if (!at) {
            hm_sandbox_charge(L, HM_COST_OF_BYTES(skipped));
            return NULL;
        }
        size_t agree = agreement(at, needle, needle_size);
        hm_sandbox_charge(L, HM_COST_OF_BYTES(skipped) + agree / 4);
        if (agree == needle_size)
            return at;
        text = at + 1;
        size -= skipped + 1;
    }
    return NULL;
}

static bool has_specials(const char *pattern, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]))
            return true;
    return false;
}

/* Argument `index`, a position to start from, as an offset; more than `size` when beyond it. */
static size_t start_of(lua_State *L, int index, size_t size) {
    lua_Integer at = luaL_optinteger(L, index, 1);
    if (at > 0)
        return (lua_Unsigned)at - 1 > size ? size + 1 : (size_t)at - 1;
    if (at == 0 || at < -(lua_Integer)size)
        return 0;
    return size - (size_t)-at;
}

/* The first match at or after `at`; its start goes into *start. */
static const char *first_match(hm_matcher *matcher, const char *at, const char *pattern,
                               const char **start) {
    bool anchored = pattern < matcher->pattern_end && *pattern == '^';
    for (;; at++) {
        matcher->level = 0;
        const char *end = hm_matcher_match(matcher, at, anchored ? pattern + 1 : pattern);
        *start = at;
        if (end || anchored || at == matcher->subject_end)
            return end;
    }
}

static int find_or_match(lua_State *L, bool find) {
    size_t size, pattern_size;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *pattern = luaL_checklstring(L, 2, &pattern_size);
    size_t begin = start_of(L, 3, size);
    hm_sandbox_charge(L, 1);
    if (begin > size)
        return lua_pushnil(L), 1;
    if (find && (lua_toboolean(L, 4) || !has_specials(pattern, pattern_size))) {
        const char *at = find_plain(L, text + begin, size - begin, pattern, pattern_size);
        if (!at)
            return lua_pushnil(L), 1;
        lua_pushinteger(L, at - text + 1);
        lua_pushinteger(L, at - text + (lua_Integer)pattern_size);
        return 2;
    }
    hm_matcher matcher;
    hm_matcher_open(&matcher, L, text, size, pattern + pattern_size);
    const char *start, *end = first_match(&matcher, text + begin, pattern, &start);
    if (!end)
        return lua_pushnil(L), 1;
    if (!find)
        return hm_matcher_push_all(&matcher, start, end);
    lua_pushinteger(L, start - text + 1);
    lua_pushinteger(L, end - text);
    return 2 + hm_matcher_push_all(&matcher, NULL, NULL);
}

int hm_script_find(lua_State *L) {
    return find_or_match(L, true);
}

int hm_script_match(lua_State *L) {
    return find_or_match(L, false);
}

/* Upvalues: text, pattern, the offset to go on from, the offset where the last match ended (or -1):
 * an empty match is not taken there again. */
static int next_match(lua_State *L) {
    size_t size, pattern_size;
    const char *text = lua_tolstring(L, lua_upvalueindex(1), &size);
    const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_size);
    lua_Integer from = lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    hm_matcher matcher;
    hm_matcher_open(&matcher, L, text, size, pattern + pattern_size);
    hm_sandbox_charge(L, 1);
    for (; from <= (lua_Integer)size; from++) {
        matcher.level = 0;
        const char *end = hm_matcher_match(&matcher, text + from, pattern);
        if (!end || end - text == last)
            continue;
        for (int upvalue = 3; upvalue <= 4; upvalue++) {
            lua_pushinteger(L, end - text);
            lua_replace(L, lua_upvalueindex(upvalue));
        }
        return hm_matcher_push_all(&matcher, text + from, end);
    }
    lua_pushinteger(L, from); /* it stays finished */
    lua_replace(L, lua_upvalueindex(3));
    return 0;
}

int hm_script_gmatch(lua_State *L) {
    size_t size;
    luaL_checklstring(L, 1, &size);
    luaL_checkstring(L, 2);
    lua_Integer begin = (lua_Integer)start_of(L, 3, size);
    lua_settop(L, 2);
    lua_pushinteger(L, begin);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}
