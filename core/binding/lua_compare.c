/* lua_compare.c: two sets of scores, and what one differs from the other by. */
#include "binding/lua_results.h"
#include "binding/lua_tables.h"

/* Texts of the options, which the stack keeps. [-0, +6, v] */
static void read_texts(lua_State *L, int index, hm_compare_options *out) {
    const struct {
        const char *name, **text;
    } fields[] = {{"table", &out->table},
                  {"from", &out->from},
                  {"to", &out->to},
                  {"city", &out->other_city},
                  {"other_name", &out->other_name}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        lua_getfield(L, index, fields[i].name);
        *fields[i].text = luaL_optstring(L, -1, NULL);
    }
}

static void read_numbers(lua_State *L, int index, hm_compare_options *out) {
    lua_getfield(L, index, "depth");
    const lua_Integer depth = luaL_optinteger(L, -1, LUA_MAXINTEGER);
    luaL_argcheck(L, depth >= 0, index, "depth must be at least 0");
    out->depth = hm_lua_size(depth);
    lua_getfield(L, index, "figures");
    out->without_figures = !lua_isnil(L, -1) && !lua_toboolean(L, -1);
    lua_pop(L, 2);
    out->jobs = hm_lua_jobs_field(L, index);
}

/* compare([other] [, { table =, units =, from =, to =, city =, other_name =, depth =, figures =,
 * jobs =, cancel = }]) */
int hm_lua_compare(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    hm_compare_options options = HM_COMPARE_OPTIONS_INIT;
    hm_error error;
    lua_settop(L, 3);
    if (lua_isnil(L, 2)) {
        lua_pushvalue(L, 1);
        lua_replace(L, 2);
    }
    (void)hm_lua_check_scores(L, 2);
    const int cancel = hm_lua_push_cancel(L, 3);
    options.cancel = hm_lua_cancel_at(L, cancel);
    if (!lua_isnil(L, 3)) {
        luaL_checktype(L, 3, LUA_TTABLE);
        read_texts(L, 3, &options);
        read_numbers(L, 3, &options);
        options.units = hm_lua_push_units(L, 3, scores, &options.unit_count);
    }
    scores = hm_lua_check_scores(L, 1); /* reading the options may have closed them */
    const hm_scores *other = hm_lua_check_scores(L, 2);
    hm_table **out = hm_lua_new_table(L, 0);
    const hm_code code = hm_compare(out, scores, other, &options, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}
