#include "script/lua_aggregate.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/lua_list.h"
#include "script/lua_parameter.h"

static int compare_settings(const void *a, const void *b) {
    const hm_declared_setting *x = a, *y = b;
    return strcmp(x->name ? x->name : "", y->name ? y->name : "");
}

static int compare_codes(const void *a, const void *b) {
    return strcmp(((const hm_declared_aggregate_at *)a)->code,
                  ((const hm_declared_aggregate_at *)b)->code);
}

/* { "power", 0.5 }: a number behind the method's name is its first parameter. */
static void read_behind(const hm_fields *f, hm_declared_aggregate *out) {
    hm_declared_setting *setting = &out->settings[out->setting_count++];
    lua_rawgeti(f->L, f->table, 2);
    *setting = (hm_declared_setting){0};
    if (!hm_lua_number_at(f, -1, &setting->number))
        hm_fields_fail(f, "expected a number, or param.NAME, behind \"%s\", found a %s",
                       hm_name_of(out->method).text, luaL_typename(f->L, -1));
    lua_pop(f->L, 1);
}

static void read_named(const hm_fields *f, hm_declared_aggregate *out) {
    lua_State *L = f->L;
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TNUMBER)
            continue; /* the method, and what stands behind it */
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(f, "a key is a %s: every field needs a name", luaL_typename(L, -2));
        const char *name = hm_fields_copy_at(f, -2, HM_WHOLE, "the name of a parameter");
        if (strcmp(name, "method") != 0)
            hm_lua_read_setting(f, name, &out->settings[out->setting_count++]);
    }
}

/* The table on the top of the stack. package.json names what Lua has as an element: no JSON value
 * has both. */
static void read_table(const hm_fields *f, hm_declared_aggregate *out) {
    const hm_list elements = hm_list_look(f->L, f->table);
    const char *named = hm_fields_text(f, "method", NULL);
    out->method = named ? named : hm_fields_element(f, 1, "the name of a method");
    if (elements.has_gap || elements.count > (named ? 0 : 2))
        hm_fields_fail(f, "has more than the name of a method and a number: { \"power\", 0.5 }");
    out->settings = hm_fields_array(f, hm_fields_count(f, f->table), sizeof *out->settings);
    if (elements.count == 2)
        read_behind(f, out);
    read_named(f, out);
    qsort(out->settings, out->setting_count, sizeof *out->settings, compare_settings);
}

void hm_lua_read_method(const hm_fields *f, hm_key key, const char *called,
                        hm_declared_aggregate *out) {
    lua_State *L = f->L;
    const int type = lua_type(L, -1);
    if (type == LUA_TTABLE) {
        hm_fields inside = hm_fields_in(f, key, "");
        inside.what = lua_pushfstring(L, "%s: %s", f->what, called);
        read_table(&inside, out);
        lua_pop(L, 1);
    } else if (type == LUA_TSTRING) {
        out->method = hm_fields_copy_at(f, -1, key, called);
    } else if (type != LUA_TNIL) {
        hm_fields_fail_at(f, key, "%s is %s%s, expected text", called,
                          type == LUA_TUSERDATA ? "" : "a ",
                          type == LUA_TUSERDATA ? "an expression" : lua_typename(L, type));
    }
}

void hm_lua_read_aggregate(const hm_fields *f, hm_declared_aggregate *out) {
    lua_pushliteral(f->L, "aggregate");
    lua_rawget(f->L, f->table);
    hm_lua_read_method(f, HM_FIELD("aggregate"), "aggregate", out);
    lua_pop(f->L, 1);
}

/* One entry, on the top of the stack. */
static void read_entry(const hm_fields *entries, hm_declared_aggregate_at *out) {
    lua_State *L = entries->L;
    if (lua_type(L, -1) == LUA_TSTRING) {
        out->aggregate.method = hm_fields_copy_at(entries, -1, HM_FIELD(out->code), "aggregate_at");
        return;
    }
    if (!lua_istable(L, -1))
        hm_fields_fail_at(entries, HM_FIELD(out->code),
                          "aggregate_at: \"%s\" must have the name of a method", out->code);
    hm_fields inside = hm_fields_in(entries, HM_FIELD(out->code), "");
    inside.what =
        lua_pushfstring(L, "package: policy: aggregate_at: %s", hm_name_of(out->code).text);
    read_table(&inside, &out->aggregate);
    lua_pop(L, 1);
}

size_t hm_lua_read_aggregate_at(const hm_fields *policy, hm_declared_aggregate_at **out) {
    lua_State *L = policy->L;
    size_t count = 0;
    if (!hm_fields_push_table(policy, "aggregate_at")) {
        lua_pop(L, 1);
        return 0;
    }
    const hm_fields entries = hm_fields_in(policy, HM_FIELD("aggregate_at"), policy->what);
    *out = hm_fields_array(policy, hm_fields_count(policy, -1), sizeof **out);
    for (lua_pushnil(L); lua_next(L, entries.table); lua_pop(L, 1)) {
        hm_declared_aggregate_at *entry = &(*out)[count++];
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail_at(policy, HM_FIELD("aggregate_at"),
                              "aggregate_at: every entry must name a code: [\"L1.1\"] = ...");
        entry->code = hm_fields_copy_at(policy, -2, HM_FIELD("aggregate_at"), "aggregate_at");
        read_entry(&entries, entry);
    }
    lua_pop(L, 1);
    qsort(*out, count, sizeof **out, compare_codes);
    return count;
}
