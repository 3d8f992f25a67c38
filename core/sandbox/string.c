/* string.c: string functions whose result may be long. Letters are ASCII's. */
#include "sandbox/parts.h"

#include <string.h>

#include "base/ascii.h"

/* Writes `unit` over and over until out[0..size) is full; what is written is copied in turn, so
 * short units cost no more than long ones. */
static void fill(char *out, size_t size, const char *unit, size_t unit_size) {
    size_t done = unit_size < size ? unit_size : size;
    memcpy(out, unit, done);
    while (done < size) {
        size_t part = done < size - done ? done : size - done;
        memcpy(out + done, out, part);
        done += part;
    }
}

int hm_script_rep(lua_State *L) {
    hm_builder builder;
    size_t size, between_size;
    const char *text = luaL_checklstring(L, 1, &size);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *between = luaL_optlstring(L, 3, "", &between_size);
    size_t unit = size + between_size, most = hm_sandbox_of(L)->limits.string_size;
    if (count <= 0 || unit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    hm_builder_open(&builder, L);
    if (count == 1) {
        lua_pushvalue(L, 1);
        return 1;
    }
    if ((uint64_t)count - 1 > most / unit)
        hm_sandbox_hit_limit(L, HM_REASON_STRING);
    size_t total = (size_t)(count - 1) * unit + size;
    hm_sandbox_charge(L, HM_COST_OF_BYTES(total));
    char *out = hm_builder_reserve(&builder, total + between_size);
    memcpy(out, text, size);
    memcpy(out + size, between, between_size);
    fill(out, total, out, unit);
    builder.size = total;
    hm_builder_push(&builder);
    return 1;
}

/* A string as long as the argument, each byte of it made by `change`. */
static int convert(lua_State *L, char (*change)(const char *text, size_t size, size_t at)) {
    hm_builder builder;
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    hm_sandbox_charge(L, size / 8 + 1);
    hm_builder_open(&builder, L);
    char *out = hm_builder_reserve(&builder, size);
    for (size_t i = 0; i < size; i++)
        out[i] = change(text, size, i);
    builder.size = size;
    hm_builder_push(&builder);
    return 1;
}

static char upper_at(const char *text, size_t size, size_t at) {
    (void)size;
    char c = text[at];
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static char lower_at(const char *text, size_t size, size_t at) {
    (void)size;
    return hm_ascii_lower(text[at]);
}

static char from_end(const char *text, size_t size, size_t at) {
    return text[size - 1 - at];
}

int hm_script_upper(lua_State *L) {
    return convert(L, upper_at);
}

int hm_script_lower(lua_State *L) {
    return convert(L, lower_at);
}

int hm_script_reverse(lua_State *L) {
    return convert(L, from_end);
}

/* Arguments 2 and 3 as positions in a text of `size` bytes: the first byte's offset, and one past
 * the last one's. Negative positions count from the end. */
static void range(lua_State *L, size_t size, size_t *begin, size_t *end) {
    lua_Integer length = (lua_Integer)size, first = luaL_optinteger(L, 2, 1);
    lua_Integer at = first > 0 ? first : first < -length ? 1 : first == 0 ? 1 : length + first + 1;
    lua_Integer last = luaL_optinteger(L, 3, first);
    last = last > length ? length : last >= 0 ? last : last < -length ? 0 : length + last + 1;
    *begin = (size_t)(at - 1);
    *end = last < at ? *begin : (size_t)last;
}

int hm_script_byte(lua_State *L) {
    size_t size, begin, end;
    const char *text = luaL_checklstring(L, 1, &size);
    range(L, size, &begin, &end);
    if (end - begin >= HM_VALUES_MOST)
        return luaL_error(L, "string slice too long");
    hm_sandbox_charge(L, end - begin + 1);
    luaL_checkstack(L, (int)(end - begin), "string slice too long");
    for (size_t i = begin; i < end; i++)
        lua_pushinteger(L, (unsigned char)text[i]);
    return (int)(end - begin);
}

/* The stock function, but for slices that would flood the stack. It stands in upvalue 1. */
int hm_script_codepoint(lua_State *L) {
    size_t size, begin, end;
    luaL_checklstring(L, 1, &size);
    range(L, size, &begin, &end);
    if (end - begin >= HM_VALUES_MOST)
        return luaL_error(L, "string slice too long");
    hm_sandbox_charge(L, end - begin + 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}
