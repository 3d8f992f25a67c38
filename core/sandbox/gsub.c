/* gsub.c: string.gsub. Its third argument stands at stack index 3 throughout. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/ascii.h"

static void add_value(hm_builder *result) {
    size_t size;
    const char *text = lua_tolstring(result->L, -1, &size);
    hm_builder_add(result, text, size);
    lua_pop(result->L, 1);
}

/* A replacement string: %0 is the whole match, %1 to %9 captures, %% a percent sign. */
static void add_template(hm_matcher *matcher, hm_builder *result, const char *at, const char *end) {
    lua_State *L = matcher->L;
    size_t size;
    const char *text = lua_tolstring(L, 3, &size), *stop = text + size;
    while (text < stop) {
        const char *percent = memchr(text, '%', (size_t)(stop - text));
        const char *plain_end = percent ? percent : stop;
        hm_builder_add(result, text, (size_t)(plain_end - text));
        text = plain_end;
        if (!percent)
            break;
        char letter = text + 1 < stop ? text[1] : '\0';
        text += 2;
        if (letter == '%') {
            hm_builder_add_char(result, '%');
        } else if (letter == '0') {
            hm_builder_add(result, at, (size_t)(end - at));
        } else if (hm_ascii_is_digit(letter)) {
            hm_matcher_push(matcher, letter - '1', at, end);
            add_value(result);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
    }
}

/* Asks the table or function for what replaces the match; false when the match stays. */
static bool add_answer(hm_matcher *matcher, hm_builder *result, const char *at, const char *end) {
    lua_State *L = matcher->L;
    if (lua_type(L, 3) == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, hm_matcher_push_all(matcher, at, end), 1);
    } else {
        hm_matcher_push(matcher, 0, at, end);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        hm_builder_add(result, at, (size_t)(end - at));
        return false;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    add_value(result);
    return true;
}

static bool replace(hm_matcher *matcher, hm_builder *result, const char *at, const char *end) {
    int type = lua_type(matcher->L, 3);
    if (type == LUA_TFUNCTION || type == LUA_TTABLE)
        return add_answer(matcher, result, at, end);
    add_template(matcher, result, at, end);
    return true;
}

/* Replaces up to `most` matches; pushes the result and returns how many there were. */
static lua_Integer replace_all(hm_matcher *matcher, const char *pattern, lua_Integer most) {
    lua_State *L = matcher->L;
    const char *at = matcher->subject, *last = NULL;
    bool anchored = pattern < matcher->pattern_end && *pattern == '^', changed = false;
    lua_Integer count = 0;
    hm_builder result;
    hm_builder_open(&result, L);
    while (count < most) {
        matcher->level = 0;
        const char *end = hm_matcher_match(matcher, at, anchored ? pattern + 1 : pattern);
        if (end && end != last) {
            count++;
            hm_sandbox_charge(L, 1);
            changed |= replace(matcher, &result, at, end);
            at = last = end;
        } else if (at < matcher->subject_end) {
            hm_builder_add_char(&result, *at++);
        } else {
            break;
        }
        if (anchored)
            break;
    }
    if (changed) {
        hm_builder_add(&result, at, (size_t)(matcher->subject_end - at));
        hm_builder_push(&result);
    } else {
        lua_pushvalue(L, 1);
    }
    return count;
}

int hm_script_gsub(lua_State *L) {
    size_t size, pattern_size;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *pattern = luaL_checklstring(L, 2, &pattern_size);
    int type = lua_type(L, 3);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string/function/table");
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)size + 1);
    lua_settop(L, 3);
    hm_matcher matcher;
    hm_matcher_open(&matcher, L, text, size, pattern + pattern_size);
    lua_Integer count = replace_all(&matcher, pattern, most);
    lua_pushinteger(L, count);
    return 2;
}
