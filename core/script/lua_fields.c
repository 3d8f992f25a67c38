#include "script/lua_fields.h"

#include <float.h>
#include <lauxlib.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"

int hm_fields_fail(const hm_fields *f, const char *format, ...) {
    lua_State *L = f->L;
    va_list arguments;
    va_start(arguments, format);
    const char *message = lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    if (f->what && *f->what)
        message = lua_pushfstring(L, "%s: %s", f->what, message);
    lua_pushfstring(L, "%s:%d: %s", f->file, (int)f->line, message);
    return lua_error(L);
}

static bool is_known(const char *name, const char *const *known) {
    for (; *known; known++)
        if (strcmp(*known, name) == 0)
            return true;
    return false;
}

static void fail_unknown(const hm_fields *f, const char *name, const char *const *known) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (; *known; known++)
        hm_nearest_show(&nearest, *known);
    if (nearest.name)
        hm_fields_fail(f, "unknown field \"%s\": did you mean \"%s\"?", name, nearest.name);
    hm_fields_fail(f, "unknown field \"%s\"", name);
}

void hm_fields_check_names(const hm_fields *f, const char *const *known, bool list) {
    lua_State *L = f->L;
    luaL_checkstack(L, 8, NULL);
    lua_pushnil(L);
    while (lua_next(L, f->table)) {
        lua_pop(L, 1);
        if (lua_islightuserdata(L, -1) || (list && lua_isinteger(L, -1)))
            continue;
        if (lua_type(L, -1) != LUA_TSTRING)
            hm_fields_fail(f,
                           list ? "a key is a %s" : "has list elements: every field needs a name",
                           luaL_typename(L, -1));
        const char *name = lua_tostring(L, -1);
        if (!is_known(name, known))
            fail_unknown(f, name, known);
    }
}

static int push_field(const hm_fields *f, const char *name) {
    luaL_checkstack(f->L, 8, NULL);
    lua_pushstring(f->L, name);
    return lua_rawget(f->L, f->table);
}

const char *hm_fields_copy(const hm_fields *f, const char *text) {
    const char *copy = hm_arena_copy(f->arena, text, strlen(text));
    if (!copy)
        hm_fields_fail(f, "out of memory");
    return copy;
}

void *hm_fields_array(const hm_fields *f, size_t count, size_t size) {
    void *array = hm_arena_take_array(f->arena, count, size);
    if (!array)
        hm_fields_fail(f, "out of memory");
    return array;
}

/* The text on top, copied and popped. */
static const char *take_text(const hm_fields *f, const char *name) {
    size_t size;
    const char *text = lua_tolstring(f->L, -1, &size);
    if (strlen(text) != size || hm_text_valid(text, size) != size)
        hm_fields_fail(f, "%s is not valid UTF-8 text", name);
    const char *copy = hm_fields_copy(f, text);
    lua_pop(f->L, 1);
    return copy;
}

const char *hm_fields_text(const hm_fields *f, const char *name, const char *otherwise) {
    const int type = push_field(f, name);
    if (type == LUA_TSTRING)
        return take_text(f, name);
    if (type != LUA_TNIL)
        hm_fields_fail(f, "%s is a %s, expected text", name, lua_typename(f->L, type));
    lua_pop(f->L, 1);
    return otherwise;
}

const char *hm_fields_element(const hm_fields *f, int position, const char *meaning) {
    lua_rawgeti(f->L, f->table, position);
    if (lua_type(f->L, -1) != LUA_TSTRING)
        hm_fields_fail(f, "element %d must be %s, a text", position, meaning);
    return take_text(f, meaning);
}

const char *hm_fields_need_text(const hm_fields *f, const char *name) {
    const char *text = hm_fields_text(f, name, "");
    if (*text == '\0')
        hm_fields_fail(f, "%s is missing", name);
    return text;
}

bool hm_fields_number(const hm_fields *f, const char *name, double *out) {
    const int type = push_field(f, name);
    const double number = lua_tonumber(f->L, -1);
    lua_pop(f->L, 1);
    if (type == LUA_TNIL)
        return false;
    if (type != LUA_TNUMBER)
        hm_fields_fail(f, "%s is a %s, expected a number", name, lua_typename(f->L, type));
    if (!(fabs(number) <= DBL_MAX))
        hm_fields_fail(f, "%s is not a finite number", name);
    *out = number;
    return true;
}

bool hm_fields_flag(const hm_fields *f, const char *name) {
    const int type = push_field(f, name);
    const bool flag = lua_toboolean(f->L, -1);
    lua_pop(f->L, 1);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        hm_fields_fail(f, "%s is a %s, expected true or false", name, lua_typename(f->L, type));
    return flag;
}

bool hm_weight_fits(double weight) {
    return weight == 0 || (weight >= 1e-9 && weight <= 1e9);
}

bool hm_fields_weight(const hm_fields *f, const char *name, double *out) {
    if (!hm_fields_number(f, name, out))
        return false;
    if (!hm_weight_fits(*out))
        hm_fields_fail(f, "%s must be " HM_WEIGHT_WANTED, name);
    return true;
}

bool hm_fields_push_table(const hm_fields *f, const char *name) {
    const int type = push_field(f, name);
    if (type != LUA_TNIL && type != LUA_TTABLE)
        hm_fields_fail(f, "%s is a %s, expected a table { ... }", name, lua_typename(f->L, type));
    return type != LUA_TNIL;
}

size_t hm_fields_push_list(const hm_fields *f, const char *name) {
    const int type = push_field(f, name);
    if (type == LUA_TNIL)
        return 0;
    if (type != LUA_TTABLE)
        hm_fields_fail(f, "%s is a %s, expected a list { ... }", name, lua_typename(f->L, type));
    const lua_Unsigned count = lua_rawlen(f->L, -1);
    for (lua_pushnil(f->L); lua_next(f->L, -2); lua_pop(f->L, 1))
        if (!lua_isinteger(f->L, -2) || (lua_Unsigned)lua_tointeger(f->L, -2) - 1 >= count)
            hm_fields_fail(f, "%s must be a list { a, b, ... }, without names or gaps", name);
    return (size_t)count;
}
