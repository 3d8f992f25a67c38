#include "binding/lua_run.h"

#include "base/error.h"
#include "binding/lua_objects.h"
#include "script/lua_list.h"

enum { MOST_GIVEN = 1000000 };

size_t hm_lua_jobs_field(lua_State *L, int options) {
    if (lua_isnoneornil(L, options))
        return 0;
    luaL_checktype(L, options, LUA_TTABLE);
    lua_getfield(L, options, "jobs");
    const lua_Integer jobs = luaL_optinteger(L, -1, 0);
    luaL_argcheck(L, jobs >= 0 && jobs <= 1024, options, "jobs must lie within 0 and 1024");
    lua_pop(L, 1);
    return (size_t)jobs;
}

static size_t rank_levels_field(lua_State *L, int options) {
    if (lua_isnoneornil(L, options))
        return SIZE_MAX;
    lua_getfield(L, options, "rank_levels");
    const lua_Integer levels = luaL_optinteger(L, -1, LUA_MAXINTEGER);
    luaL_argcheck(L, levels >= 0, options, "rank_levels must be at least 0");
    lua_pop(L, 1);
    return hm_lua_size(levels);
}

static bool flag_field(lua_State *L, int options, const char *name) {
    if (lua_isnoneornil(L, options))
        return false;
    lua_getfield(L, options, name);
    const bool flag = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return flag;
}

const hm_fits *hm_lua_push_fits(lua_State *L, int options) {
    if (lua_isnoneornil(L, options))
        lua_pushnil(L);
    else
        lua_getfield(L, options, "fits");
    return lua_isnil(L, -1) ? NULL : hm_lua_check_object(L, lua_gettop(L), HM_LUA_FITS);
}

/* Of an element of options.given, on the top of the stack, what it gives: its number is pushed.
 * [-0, +1, e] */
static int push_given_number(lua_State *L) {
    if (lua_getfield(L, -1, "value") != LUA_TNIL)
        return HM_GIVEN_VALUE;
    lua_pop(L, 1);
    if (lua_getfield(L, -1, "coverage") != LUA_TNIL)
        return HM_GIVEN_COVERAGE;
    lua_pop(L, 1);
    lua_getfield(L, -1, "score");
    return HM_GIVEN_SCORE;
}

/* options.given, { { unit, code, score, value or coverage }, ... }: the block stays on the stack.
 */
static const hm_given_node *push_given(lua_State *L, int options, const hm_package *package,
                                       size_t *count) {
    *count = 0;
    if (lua_isnoneornil(L, options) || lua_getfield(L, options, "given") == LUA_TNIL)
        return NULL;
    const int list = lua_gettop(L);
    const size_t most = hm_list_check(L, list, MOST_GIVEN, "given");
    hm_given_node *given = lua_newuserdatauv(L, (most + 1) * sizeof *given, 0);
    for (size_t i = 0; i < most; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        luaL_checktype(L, -1, LUA_TTABLE);
        lua_getfield(L, -1, "unit");
        lua_getfield(L, -2, "code");
        lua_pushvalue(L, -3);
        const int what = push_given_number(L);
        const lua_Integer unit = luaL_checkinteger(L, -4);
        luaL_argcheck(L, unit >= 1, options, "given: units count from 1");
        given[i] = (hm_given_node){.unit = (size_t)unit - 1,
                                   .node = hm_package_find(package, luaL_checkstring(L, -3)),
                                   .what = what,
                                   .number = luaL_checknumber(L, -1)};
        lua_pop(L, 5);
    }
    *count = most;
    return given;
}

/* A Lua function can only be called by the thread whose state it belongs to. */
int hm_lua_fail_on_threads(lua_State *L) {
    hm_error error;
    hm_error_set(&error, HM_ERROR_ARGUMENT,
                 "a package that was given Lua functions is scored on one thread: jobs = 1");
    return hm_lua_push_failure(L, &error);
}

bool hm_lua_open_run(lua_State *L, hm_lua_run *run) {
    hm_lua_check_package(L, 1);
    hm_lua_check_dataset(L, 2);
    *run = (hm_lua_run){.options = HM_SCORE_OPTIONS_INIT, .given = hm_lua_host_functions_of(L, 1)};
    hm_score_options *options = &run->options;
    options->jobs = hm_lua_jobs_field(L, 3);
    options->rank_levels = rank_levels_field(L, 3);
    options->run_limits = hm_lua_total_limits(L, 3, "run_seconds", "run_steps");
    options->unfinished = flag_field(L, 3, "unfinished");
    options->verified_only = flag_field(L, 3, "verified_only");
    if (run->given && options->jobs > 1)
        return false;
    options->jobs = run->given ? 1 : options->jobs;
    run->cancel = hm_lua_push_cancel(L, 3);
    options->fits = hm_lua_push_fits(L, 3);
    run->fits = lua_gettop(L);
    options->given = push_given(L, 3, hm_lua_check_package(L, 1), &options->given_count);
    options->cancel = hm_lua_cancel_at(L, run->cancel);
    run->package = hm_lua_check_package(L, 1); /* reading the options may have closed them */
    run->dataset = hm_lua_check_dataset(L, 2);
    return true;
}
