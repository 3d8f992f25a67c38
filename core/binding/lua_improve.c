/* lua_improve.c: hm.improve: what it would take. */
#include "base/error.h"
#include "binding/lua_host_functions.h"
#include "binding/lua_objects.h"
#include "binding/lua_tables.h"

static const char *const tables[] = {"improve", "outcome", "decisions", "alternatives"};
enum { TABLES = sizeof tables / sizeof *tables };

/* A number of the element on the top; NAN: it says nothing. [-0, +0, v] */
static double number_field(lua_State *L, const char *name) {
    lua_getfield(L, -1, name);
    luaL_argcheck(L, lua_isnil(L, -1) || lua_type(L, -1) == LUA_TNUMBER, 4,
                  "costs: cost, step, low and high are numbers");
    const double number = lua_isnil(L, -1) ? (double)NAN : lua_tonumber(L, -1);
    lua_pop(L, 1);
    return number;
}

static int fixed_field(lua_State *L) {
    lua_getfield(L, -1, "fixed");
    const int fixed = lua_isnil(L, -1) ? -1 : lua_toboolean(L, -1);
    lua_pop(L, 1);
    return fixed;
}

/* The field `costs` of the options, a list of { input, cost, step, low, high, fixed }: the list and
 * what is made of it stay on the stack. [-0, +2, v] */
static const hm_improve_cost *push_costs(lua_State *L, int index, size_t *count) {
    lua_getfield(L, index, "costs");
    if (!lua_isnil(L, -1))
        luaL_checktype(L, -1, LUA_TTABLE);
    *count = lua_isnil(L, -1) ? 0 : (size_t)lua_rawlen(L, -1);
    hm_improve_cost *costs = lua_newuserdatauv(L, (*count + 1) * sizeof *costs, 0);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        luaL_argcheck(L, lua_istable(L, -1), index, "costs: { input, cost, ... } each");
        lua_getfield(L, -1, "input");
        luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, index,
                      "costs: input is the name of an input");
        costs[i] = (hm_improve_cost)HM_IMPROVE_COST_INIT;
        costs[i].input = lua_tostring(L, -1); /* the list keeps it */
        lua_pop(L, 1);
        costs[i].cost = number_field(L, "cost");
        costs[i].step = number_field(L, "step");
        costs[i].low = number_field(L, "low");
        costs[i].high = number_field(L, "high");
        costs[i].fixed = fixed_field(L);
        lua_pop(L, 1);
    }
    return costs;
}

/* The field `without`, a list of names. [-0, +2, v] */
static const char *const *push_without(lua_State *L, int index, size_t *count) {
    lua_getfield(L, index, "without");
    if (!lua_isnil(L, -1))
        luaL_checktype(L, -1, LUA_TTABLE);
    *count = lua_isnil(L, -1) ? 0 : (size_t)lua_rawlen(L, -1);
    const char **names = lua_newuserdatauv(L, (*count + 1) * sizeof *names, 0);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, index,
                      "without: a list of names of inputs");
        names[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    return names;
}

/* One of target, budget and pass, or none of them. [-0, +3, v] */
static void read_goal(lua_State *L, int index, hm_improve_options *options) {
    const int target = (lua_getfield(L, index, "target"), lua_gettop(L));
    const int budget = (lua_getfield(L, index, "budget"), lua_gettop(L));
    const int pass = (lua_getfield(L, index, "pass"), lua_gettop(L));
    const int said = !lua_isnil(L, target) + !lua_isnil(L, budget) + !lua_isnil(L, pass);
    luaL_argcheck(L, said <= 1, index, "one of target, budget and pass");
    if (!lua_isnil(L, target)) {
        options->goal = HM_IMPROVE_TARGET;
        options->amount = luaL_checknumber(L, target);
    } else if (!lua_isnil(L, budget)) {
        options->goal = HM_IMPROVE_BUDGET;
        options->amount = luaL_checknumber(L, budget);
    } else if (!lua_isnil(L, pass)) {
        options->goal = HM_IMPROVE_PASS;
        options->other = luaL_checkstring(L, pass);
    }
}

static void read_options(lua_State *L, int index, hm_improve_options *options) {
    if (lua_isnil(L, index))
        return;
    luaL_checktype(L, index, LUA_TTABLE);
    read_goal(L, index, options);
    options->costs = push_costs(L, index, &options->cost_count);
    options->without = push_without(L, index, &options->without_count);
    lua_getfield(L, index, "alternatives");
    options->alternatives = lua_toboolean(L, -1);
    lua_pop(L, 1);
}

/* A table of Lua with the tables by their names. */
static int push_tables(lua_State *L, hm_improvement *improvement) {
    lua_createtable(L, 0, TABLES);
    for (size_t i = 0; i < TABLES; i++) {
        hm_table **table = hm_lua_new_table(L, 0);
        *table = hm_improvement_take(improvement, tables[i]);
        lua_setfield(L, -2, tables[i]);
    }
    return 1;
}

static void release(void *pointer) {
    hm_improvement_free(pointer);
}

static const hm_lua_type improvement_type = {"hundredmark.improvement", "improvement", false, 0,
                                             release};

void hm_lua_open_improve(lua_State *L) {
    static const luaL_Reg no_methods[] = {{NULL, NULL}};
    hm_lua_create_meta(L, &improvement_type, no_methods);
}

/* hm.improve(package, dataset, unit [, options]) */
int hm_lua_improve(lua_State *L) {
    lua_settop(L, 4);
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_dataset *dataset = hm_lua_check_dataset(L, 2);
    const size_t unit = hm_lua_check_unit(L, 3, dataset);
    hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
    read_options(L, 4, &options);
    options.run_limits = hm_lua_total_limits(L, 4, "run_seconds", "run_steps");
    const int cancel = hm_lua_push_cancel(L, 4);
    options.fits = hm_lua_push_fits(L, 4);
    options.cancel = hm_lua_cancel_at(L, cancel);
    package = hm_lua_check_package(L, 1); /* reading the options may have closed them */
    dataset = hm_lua_check_dataset(L, 2);
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, 1);
    hm_improvement **found = (hm_improvement **)hm_lua_new_object(L, &improvement_type, 0);
    hm_error error;
    lua_State *before = hm_lua_host_functions_enter(given, L);
    const hm_code code = hm_improve(found, package, dataset, unit, &options, &error);
    hm_lua_host_functions_leave(given, before);
    return code == HM_OK ? push_tables(L, *found) : hm_lua_push_failure(L, &error);
}
