/* lua_step.c: what a node says of a step. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "script/lua_list.h"
#include "script/lua_step.h"

static int compare_names(const void *a, const void *b) {
    return strcmp(((const hm_declared_parameter *)a)->name,
                  ((const hm_declared_parameter *)b)->name);
}

/* All that has a name, but `by` and `method`: which there may be is the method's to say. */
static void read_parameters(const hm_fields *f, hm_declared_step *out) {
    lua_State *L = f->L;
    out->parameters = hm_fields_array(f, hm_fields_count(f, f->table), sizeof *out->parameters);
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TNUMBER)
            continue; /* the method */
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(f, "a key is a %s: every field needs a name", luaL_typename(L, -2));
        const char *name = hm_fields_copy_at(f, -2, HM_WHOLE, "the name of a parameter");
        if (strcmp(name, "by") == 0 || strcmp(name, "method") == 0)
            continue;
        hm_declared_parameter *parameter = &out->parameters[out->parameter_count++];
        parameter->name = name;
        (void)hm_fields_number(f, name, &parameter->value);
    }
    qsort(out->parameters, out->parameter_count, sizeof *out->parameters, compare_names);
}

/* package.json names what Lua has as an element: no JSON value has both. */
static void read_table(const hm_fields *node, hm_declared_step *out) {
    lua_State *L = node->L;
    hm_fields f = hm_fields_in(node, HM_FIELD("scale"), "");
    f.what = lua_pushfstring(L, "%s: scale", node->what);
    const hm_list elements = hm_list_look(L, f.table);
    const char *named = hm_fields_text(&f, "method", NULL);
    out->method = named ? named : hm_fields_element(&f, 1, "the name of a method");
    if (elements.has_gap || elements.count > (named ? 0 : 1))
        hm_fields_fail(&f, "has more than the name of a method: { \"zscore\", spread = 15 }");
    out->by = hm_fields_text(&f, "by", NULL);
    if (out->by && *out->by == '\0')
        hm_fields_fail_at(&f, HM_FIELD("by"), "by is empty: it names a column of the cities");
    read_parameters(&f, out);
    lua_pop(L, 1);
}

void hm_lua_read_scale(const hm_fields *f, hm_declared_step *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "scale");
    const int type = lua_rawget(L, f->table);
    if (type == LUA_TTABLE)
        read_table(f, out);
    else if (type != LUA_TNIL && (type != LUA_TBOOLEAN || lua_toboolean(L, -1)))
        out->method = hm_fields_text(f, "scale", NULL);
    lua_pop(L, 1);
    out->direction = hm_fields_text(f, "direction", NULL);
    if (out->direction && strcmp(out->direction, "higher") != 0 &&
        strcmp(out->direction, "lower") != 0)
        hm_fields_fail_at(f, HM_FIELD("direction"),
                          "direction is \"%s\", expected \"higher\" or \"lower\": which is better",
                          out->direction);
    if (out->direction && !out->method)
        hm_fields_fail_at(f, HM_FIELD("direction"),
                          "direction goes with scale; inverse(x) turns a mark round");
}
