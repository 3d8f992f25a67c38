#include "script/lua_places.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/sandbox.h"

/* Deeper than any hierarchy may be. */
enum { MOST_LEVEL = 64 };

static int compare_codes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_depths(const void *a, const void *b) {
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

static const char *copy_code(const hm_fields *f, hm_key key, const char *name) {
    const char *code = hm_fields_copy_at(f, -1, key, name);
    if (*code == '\0')
        hm_fields_fail_at(f, key, "%s: a code is empty", name);
    return code;
}

/* The one that is on the top of the stack. */
static void add_place(const hm_fields *f, hm_key key, hm_declared_places *out) {
    lua_State *L = f->L;
    int is_whole;
    const lua_Integer depth = lua_tointegerx(L, -1, &is_whole);
    if (lua_type(L, -1) == LUA_TSTRING)
        out->codes[out->code_count++] = copy_code(f, key, "at");
    else if (is_whole && depth >= 0 && depth <= MOST_LEVEL)
        out->depths[out->depth_count++] = (size_t)depth;
    else
        hm_fields_fail_at(f, key,
                          "at: expected the code of a node, or a level below the index, a whole "
                          "number from 0 to %d",
                          MOST_LEVEL);
}

static void refuse_twice(const hm_fields *f, const hm_declared_places *places) {
    for (size_t i = 1; i < places->code_count; i++)
        if (strcmp(places->codes[i - 1], places->codes[i]) == 0)
            hm_fields_fail_at(f, HM_FIELD("at"), "at names \"%s\" twice", places->codes[i]);
    for (size_t i = 1; i < places->depth_count; i++)
        if (places->depths[i - 1] == places->depths[i])
            hm_fields_fail_at(f, HM_FIELD("at"), "at names level %d twice", (int)places->depths[i]);
}

void hm_lua_read_places(const hm_fields *f, hm_declared_places *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "at");
    const int type = lua_rawget(L, f->table);
    const bool is_list = type == LUA_TTABLE;
    const size_t count = is_list ? hm_fields_list(f, "at") : type != LUA_TNIL;
    if (is_list && count == 0)
        hm_fields_fail_at(f, HM_FIELD("at"), "at is an empty list: it names levels, or nodes");
    if (count > 0) {
        out->codes = hm_fields_array(f, count, sizeof *out->codes);
        out->depths = hm_fields_array(f, count, sizeof *out->depths);
    }
    const hm_fields list = hm_fields_in(f, HM_FIELD("at"), f->what);
    for (size_t i = 0; is_list && i < count; i++) {
        lua_rawgeti(L, list.table, (lua_Integer)i + 1);
        add_place(&list, HM_ELEMENT(i + 1), out);
        lua_pop(L, 1);
    }
    if (!is_list && count > 0)
        add_place(f, HM_FIELD("at"), out);
    lua_pop(L, 1);
    if (out->code_count > 0)
        qsort(out->codes, out->code_count, sizeof *out->codes, compare_codes);
    if (out->depth_count > 0)
        qsort(out->depths, out->depth_count, sizeof *out->depths, compare_depths);
    refuse_twice(f, out);
}

static void refuse_code_twice(const hm_fields *f, const char *name, const char *const *codes,
                              size_t count) {
    lua_newtable(f->L);
    for (size_t i = 0; i < count; i++)
        if (!hm_fields_put(f, lua_gettop(f->L), codes[i]))
            hm_fields_fail_at(f, HM_FIELD(name), "%s names \"%s\" twice", name, codes[i]);
    lua_pop(f->L, 1);
}

size_t hm_lua_read_codes(const hm_fields *f, const char *name, const char ***out) {
    lua_State *L = f->L;
    lua_pushstring(L, name);
    const int type = lua_rawget(L, f->table);
    size_t count = 0;
    if (type == LUA_TSTRING) {
        count = 1;
        *out = hm_fields_array(f, count, sizeof **out);
        (*out)[0] = copy_code(f, HM_FIELD(name), name);
    } else if (type == LUA_TTABLE) {
        count = hm_fields_list(f, name);
        if (count == 0)
            hm_fields_fail_at(f, HM_FIELD(name), "%s is an empty list: it names nodes", name);
        *out = hm_fields_array(f, count, sizeof **out);
        const hm_fields list = hm_fields_in(f, HM_FIELD(name), f->what);
        for (size_t i = 0; i < count; i++) {
            const hm_key key = HM_ELEMENT(i + 1);
            if (lua_rawgeti(L, list.table, (lua_Integer)i + 1) != LUA_TSTRING)
                hm_fields_fail_at(&list, key, "%s: element %d is a %s, expected the code of a node",
                                  name, (int)i + 1, luaL_typename(L, -1));
            (*out)[i] = copy_code(&list, key, name);
            lua_pop(L, 1);
        }
        refuse_code_twice(f, name, *out, count);
    } else if (type != LUA_TNIL) {
        hm_fields_fail_at(f, HM_FIELD(name), "%s is a %s, expected the code of a node, or a list",
                          name, lua_typename(L, type));
    }
    lua_pop(L, 1);
    return count;
}
