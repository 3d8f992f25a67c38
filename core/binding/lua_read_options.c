#include "binding/lua_read_options.h"

#include <string.h>

#include "base/text.h"
#include "binding/lua_objects.h"
#include "script/lua_list.h"

/* Rows of a header, or words for what is missing: more are no table of anybody's. */
enum { MOST_ITEMS = 256 };

static const struct {
    const char *name;
    size_t offset;
} texts[] = {
#define TEXT(name)                                                                                 \
    { #name, offsetof(hm_read_options, name) }
    TEXT(records), TEXT(sheet),         TEXT(encoding),    TEXT(delimiter),
    TEXT(quote),   TEXT(comment),       TEXT(decimal),     TEXT(group),
    TEXT(recipe),  TEXT(period_format), TEXT(recipe_name),
#undef TEXT
};
enum { TEXT_COUNT = sizeof texts / sizeof *texts };
static const char *const others[] = {"cities", "no_header", "header_rows", "skip_last", "missing"};
enum { OTHER_COUNT = sizeof others / sizeof *others };

/* [-0, +0, e] No field is passed over in silence. */
static void check_names(lua_State *L, int index) {
    lua_pushnil(L);
    while (lua_next(L, index)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        hm_nearest nearest;
        hm_nearest_start(&nearest, name, strlen(name));
        bool known = false;
        for (size_t i = 0; i < TEXT_COUNT; i++) {
            known |= strcmp(name, texts[i].name) == 0;
            hm_nearest_show(&nearest, texts[i].name);
        }
        for (size_t i = 0; i < OTHER_COUNT; i++) {
            known |= strcmp(name, others[i]) == 0;
            hm_nearest_show(&nearest, others[i]);
        }
        if (!known)
            luaL_error(L, "no option '%s' of reading%s", hm_quote_of(name, strlen(name)).text,
                       hm_hint_of(nearest.name).text);
        lua_pop(L, 1);
    }
}

/* [-0, +1, e] */
static const char *push_text(lua_State *L, int index, const char *name) {
    lua_getfield(L, index, name);
    if (lua_isnil(L, -1))
        return NULL;
    if (lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "%s: expected a text", name);
    size_t size;
    const char *text = lua_tolstring(L, -1, &size);
    if (strlen(text) != size)
        luaL_error(L, "%s: expected a text without a NUL byte", name);
    return text;
}

/* [-0, +1, e] */
static int flag_of(lua_State *L, int index, const char *name) {
    lua_getfield(L, index, name);
    if (!lua_isnil(L, -1) && !lua_isboolean(L, -1))
        luaL_error(L, "%s: expected true or false", name);
    return lua_toboolean(L, -1);
}

/* [-0, +1, e] A whole number from 0 on. */
static size_t whole_of(lua_State *L, int index, const char *name) {
    lua_getfield(L, index, name);
    int whole = lua_isnil(L, -1);
    const lua_Integer number = whole ? 0 : lua_tointegerx(L, -1, &whole);
    if (!whole || number < 0 || number > UINT32_MAX)
        luaL_error(L, "%s: expected a whole number from 0 on", name);
    return (size_t)number;
}

/* [-0, +2, e] A number, or a list of numbers. */
static void read_header_rows(lua_State *L, int index, hm_read_options *options) {
    lua_getfield(L, index, "header_rows");
    if (lua_isnil(L, -1)) {
        lua_pushnil(L);
        return;
    }
    if (!lua_istable(L, -1)) {
        lua_createtable(L, 1, 0);
        lua_insert(L, -2);
        lua_rawseti(L, -2, 1);
    }
    const int list = lua_gettop(L);
    const size_t count = hm_list_check(L, list, MOST_ITEMS, "header_rows");
    uint32_t *rows = lua_newuserdatauv(L, (count + 1) * sizeof *rows, 0);
    for (size_t i = 0; i < count; i++) {
        int whole;
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        const lua_Integer row = lua_tointegerx(L, -1, &whole);
        if (!whole || row < 1 || row > UINT32_MAX)
            luaL_error(L, "header_rows: expected numbers of lines, from 1 on");
        rows[i] = (uint32_t)row;
        lua_pop(L, 1);
    }
    options->header_rows = rows;
    options->header_row_count = count;
}

/* [-0, +2, e] The texts stay in their table, which stays on the stack. */
static void read_missing(lua_State *L, int index, hm_read_options *options) {
    lua_getfield(L, index, "missing");
    if (lua_isnil(L, -1)) {
        lua_pushnil(L);
        return;
    }
    const int list = lua_gettop(L);
    if (!lua_istable(L, list))
        luaL_error(L, "missing: expected a list of texts");
    const size_t count = hm_list_check(L, list, MOST_ITEMS, "missing");
    const char **words = lua_newuserdatauv(L, (count + 1) * sizeof *words, 0);
    for (size_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TSTRING)
            luaL_error(L, "missing: expected a list of texts");
        words[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    options->missing = words;
    options->missing_count = count;
}

void hm_lua_read_options(lua_State *L, int index, hm_read_options *options) {
    if (lua_isnoneornil(L, index))
        return;
    luaL_checktype(L, index, LUA_TTABLE);
    luaL_checkstack(L, TEXT_COUNT + OTHER_COUNT + 8, "too many options");
    check_names(L, index);
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        const char *text = push_text(L, index, texts[i].name);
        memcpy((char *)options + texts[i].offset, &text, sizeof text);
    }
    options->cities = flag_of(L, index, "cities");
    options->no_header = flag_of(L, index, "no_header");
    options->skip_last = whole_of(L, index, "skip_last");
    read_header_rows(L, index, options);
    read_missing(L, index, options);
}
