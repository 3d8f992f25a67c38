/* format.c: string.format: texts by itself, one number at a time by the stock function (in
 * upvalue 1), which writes at most some 400 bytes for one. No %p: it would tell an address. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/ascii.h"

enum {
    SPEC_MOST = 16,     /* bytes of one conversion: % flags width.precision letter */
    QUOTED_MOST = 32768 /* bytes of a text for %q */
};

typedef struct conversion {
    char text[SPEC_MOST + 1];
    size_t size;
    char letter;
    bool left, other_flags;
    int width, precision; /* -1: none */
} conversion;

static const char *read_number(const char *at, const char *end, int *out) {
    *out = 0;
    for (int digits = 0; digits < 2 && at < end && hm_ascii_is_digit(*at); digits++)
        *out = *out * 10 + (*at++ - '0');
    return at;
}

/* Reads the conversion after the % at `at`; returns where the format goes on. */
static const char *read_spec(lua_State *L, const char *at, const char *end, conversion *out) {
    const char *start = at++;
    out->left = out->other_flags = false;
    out->width = out->precision = -1;
    for (int flags = 0; flags < 5 && at < end && *at != '\0' && strchr("-+ #0", *at); flags++, at++)
        if (*at == '-')
            out->left = true;
        else
            out->other_flags = true;
    if (at < end && hm_ascii_is_digit(*at))
        at = read_number(at, end, &out->width);
    if (at < end && *at == '.')
        at = read_number(at + 1, end, &out->precision);
    out->letter = at < end ? *at++ : '\0';
    out->size = (size_t)(at - start);
    memcpy(out->text, start, out->size);
    out->text[out->size] = '\0';
    bool known = out->letter != '\0' && strchr("cdiaAfeEgGoxXqs", out->letter);
    if (!known || (out->letter == 's' && out->other_flags))
        luaL_error(L, "invalid conversion '%s' to 'format'", out->text);
    return at;
}

static void pad(hm_builder *result, size_t size, int width) {
    for (size_t i = size; width > 0 && i < (size_t)width; i++)
        hm_builder_add_char(result, ' ');
}

static void add_text(hm_builder *result, const conversion *spec, int argument) {
    lua_State *L = result->L;
    size_t size;
    const char *text = hm_sandbox_push_text(L, argument, &size);
    if (spec->precision >= 0 && size > (size_t)spec->precision)
        size = (size_t)spec->precision;
    if (!spec->left)
        pad(result, size, spec->width);
    hm_builder_add(result, text, size);
    if (spec->left)
        pad(result, size, spec->width);
    lua_pop(L, 1);
}

/* Raises in the name of the script's own call, which the stock function could not. */
static void check_argument(lua_State *L, const conversion *spec, int argument) {
    switch (spec->letter) {
    case 'q':
        if (lua_type(L, argument) == LUA_TSTRING)
            luaL_argcheck(L, lua_rawlen(L, argument) <= QUOTED_MOST, argument, "text too long");
        else
            luaL_argcheck(L, lua_type(L, argument) <= LUA_TNUMBER, argument,
                          "value has no literal form");
        break;
    case 'c':
    case 'd':
    case 'i':
    case 'o':
    case 'x':
    case 'X':
        luaL_checkinteger(L, argument);
        break;
    default:
        luaL_checknumber(L, argument);
        break;
    }
}

static void add_number(hm_builder *result, const conversion *spec, int argument) {
    lua_State *L = result->L;
    size_t size;
    check_argument(L, spec, argument);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushlstring(L, spec->text, spec->size);
    lua_pushvalue(L, argument);
    lua_call(L, 2, 1);
    const char *text = lua_tolstring(L, -1, &size);
    hm_sandbox_charge(L, 4 * size); /* decimals of large numbers are slow */
    hm_builder_add(result, text, size);
    lua_pop(L, 1);
}

int hm_script_format(lua_State *L) {
    size_t size;
    const char *at = luaL_checklstring(L, 1, &size), *end = at + size;
    int argument = 1, last = lua_gettop(L);
    hm_builder result;
    hm_builder_open(&result, L);
    while (at < end) {
        const char *percent = memchr(at, '%', (size_t)(end - at));
        const char *plain_end = percent ? percent : end;
        hm_builder_add(&result, at, (size_t)(plain_end - at));
        at = plain_end;
        if (percent && percent + 1 < end && percent[1] == '%') {
            hm_builder_add_char(&result, '%');
            at += 2;
        } else if (percent) {
            conversion spec;
            at = read_spec(L, at, end, &spec);
            luaL_argcheck(L, ++argument <= last, argument, "no value");
            hm_sandbox_charge(L, 50);
            if (spec.letter == 's')
                add_text(&result, &spec, argument);
            else
                add_number(&result, &spec, argument);
        }
    }
    hm_builder_push(&result);
    return 1;
}
