/* lua_study.c: studies and their replicates as objects of Lua. */
#include <math.h>
#include <string.h>

#include "binding/lua_host_functions.h"
#include "binding/lua_objects.h"
#include "binding/lua_tables.h"
#include "hundredmark/study.h"
#include "script/lua_list.h"

#define STUDY_TYPE      "hundredmark.study"
#define REPLICATES_TYPE "hundredmark.replicates"

/* User values: what they look into. */
enum { KEEPS_PACKAGE = 1 };
enum { KEEPS_STUDY = 1, KEEPS_DATASET, REPLICATES_VALUES = KEEPS_DATASET };

enum { MOST_REPLICATES = 1000000 };

static void release_study(void *pointer) {
    hm_study_free(pointer);
}

static void release_replicates(void *pointer) {
    hm_replicates_free(pointer);
}

static const hm_lua_type study_type = {STUDY_TYPE, "study", false, KEEPS_PACKAGE, release_study};
static const hm_lua_type replicates_type = {REPLICATES_TYPE, "replicates", true, REPLICATES_VALUES,
                                            release_replicates};

static hm_study *check_study(lua_State *L, int index) {
    return hm_lua_check_object(L, index, STUDY_TYPE);
}

/* hm.study(package [, { file =, replicates =, seed = }]) */
int hm_lua_study(lua_State *L) {
    hm_study_options options = HM_STUDY_OPTIONS_INIT;
    hm_error error;
    (void)hm_lua_check_package(L, 1);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2)) {
        luaL_checktype(L, 2, LUA_TTABLE);
        lua_getfield(L, 2, "file");
        options.file = luaL_optstring(L, -1, NULL);
        lua_getfield(L, 2, "replicates");
        const lua_Integer count = luaL_optinteger(L, -1, 0);
        luaL_argcheck(L, count >= 0 && count <= MOST_REPLICATES, 2,
                      "replicates must lie within 1 and 1000000");
        options.replicates = (size_t)count;
        lua_getfield(L, 2, "seed");
        options.has_seed = !lua_isnil(L, -1);
        const lua_Integer seed = luaL_optinteger(L, -1, 0);
        luaL_argcheck(L, seed >= 0, 2, "seed must be at least 0");
        options.seed = (uint64_t)seed;
    }
    hm_package *package = hm_lua_check_package(L, 1); /* reading the options may have closed it */
    hm_study **study = (hm_study **)hm_lua_new_object(L, &study_type, KEEPS_PACKAGE);
    hm_lua_use(L, 1, KEEPS_PACKAGE);
    const hm_code code = hm_study_open(study, package, &options, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

/* study:factors(): { { name, about, alternatives = { text, ... } }, ... } */
static int factors(lua_State *L) {
    const hm_study *study = check_study(L, 1);
    lua_newtable(L);
    for (size_t i = 0; i < hm_study_factor_count(study); i++) {
        hm_factor_info info = HM_FACTOR_INFO_INIT;
        (void)hm_study_factor(study, i, &info);
        lua_createtable(L, 0, 3);
        hm_lua_set_text(L, "name", info.name);
        hm_lua_set_text(L, "about", info.about);
        lua_createtable(L, (int)info.alternatives, 0);
        for (size_t k = 1; k <= info.alternatives; k++) {
            lua_pushstring(L, hm_study_alternative(study, i, k));
            lua_rawseti(L, -2, (lua_Integer)k);
        }
        lua_setfield(L, -2, "alternatives");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int replicate_count(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)hm_study_replicates(check_study(L, 1)));
    return 1;
}

static int seed(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)hm_study_seed(check_study(L, 1)));
    return 1;
}

/* --- replicates that are asked for --- */

/* The field of the element on top, a whole number from 0 on; `otherwise` where it is not said. */
static uint32_t whole_field(lua_State *L, const char *name, uint32_t otherwise) {
    lua_getfield(L, -1, name);
    const lua_Integer number = luaL_optinteger(L, -1, otherwise);
    luaL_argcheck(L, number >= 0 && number <= UINT32_MAX, 3, "replay: a number is out of range");
    lua_pop(L, 1);
    return (uint32_t)number;
}

/* Raises for a factor that there is not. */
static void check_factors(lua_State *L, const hm_study *study) {
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        bool known = false;
        for (size_t i = 0; i < hm_study_factor_count(study); i++) {
            hm_factor_info info = HM_FACTOR_INFO_INIT;
            (void)hm_study_factor(study, i, &info);
            known |= lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), info.name) == 0;
        }
        luaL_argcheck(L, known, 3, "replay: choices of a factor that the study has not");
    }
}

static void read_choices(lua_State *L, const hm_study *study, uint32_t *choices) {
    lua_getfield(L, -1, "choices");
    luaL_argcheck(L, lua_istable(L, -1), 3, "replay: choices are numbers by the names of factors");
    check_factors(L, study);
    for (size_t i = 0; i < hm_study_factor_count(study); i++) {
        hm_factor_info info = HM_FACTOR_INFO_INIT;
        (void)hm_study_factor(study, i, &info);
        choices[i] = whole_field(L, info.name, 0);
    }
    lua_pop(L, 1);
}

static void read_weights(lua_State *L, const hm_package *package, double *weights) {
    lua_getfield(L, -1, "weights");
    if (!lua_isnil(L, -1)) {
        luaL_checktype(L, -1, LUA_TTABLE);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TNUMBER, 3,
                          "replay: weights are numbers by the codes of nodes");
            const size_t node = hm_package_find(package, lua_tostring(L, -2));
            luaL_argcheck(L, node != SIZE_MAX, 3, "replay: weights of a node that there is not");
            weights[node] = lua_tonumber(L, -1);
        }
    }
    lua_pop(L, 1);
}

/* options.replay, { { number =, choices = { FACTOR = k }, weights = { CODE = w } }, ... }: what
 * they are stays on the stack. */
static const hm_replicate *push_replay(lua_State *L, const hm_study *study,
                                       const hm_package *package, size_t *count) {
    const size_t factor_count = hm_study_factor_count(study),
                 nodes = hm_package_node_count(package);
    lua_getfield(L, 3, "replay");
    if (lua_isnil(L, -1))
        return NULL;
    const int list = lua_gettop(L);
    *count = hm_list_check(L, list, MOST_REPLICATES, "replay");
    hm_replicate *replay = lua_newuserdatauv(L, (*count + 1) * sizeof *replay, 0);
    double *weights = lua_newuserdatauv(L, (*count + 1) * nodes * sizeof *weights, 0);
    uint32_t *choices = lua_newuserdatauv(L, (*count + 1) * factor_count * sizeof *choices + 1, 0);
    for (size_t i = 0; i < *count; i++) {
        double *own = weights + i * nodes;
        for (size_t k = 0; k < nodes; k++)
            own[k] = (double)NAN;
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        luaL_checktype(L, -1, LUA_TTABLE);
        read_choices(L, study, choices + i * factor_count);
        read_weights(L, package, own);
        replay[i] = (hm_replicate){.number = whole_field(L, "number", (uint32_t)i + 1),
                                   .choices = choices + i * factor_count,
                                   .weights = own};
        lua_pop(L, 1);
    }
    return replay;
}

/* --- replicates --- */

/* On the stack of whoever tells the progress: the function, and what ends the run early where the
 * caller has nothing that does, else NULL; above these what the function raised, after which it is
 * not called again. */
enum { TOLD = 1, ENDS = 2 };

static void tell_progress(void *context, size_t done, size_t all) {
    lua_State *L = context;
    if (lua_gettop(L) > ENDS)
        return;
    lua_pushvalue(L, TOLD);
    lua_pushinteger(L, (lua_Integer)done);
    lua_pushinteger(L, (lua_Integer)all);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK && lua_touserdata(L, ENDS))
        hm_cancel_request(lua_touserdata(L, ENDS));
}

/* The function of options.progress on a thread of its own, which whoever tells the progress uses
 * while this one waits; pushed, with what keeps it. */
static void push_progress(lua_State *L, hm_replicates_options *options) {
    lua_getfield(L, 3, "progress");
    if (lua_isnil(L, -1))
        return;
    luaL_checktype(L, -1, LUA_TFUNCTION);
    const int told = lua_gettop(L);
    if (!options->cancel)
        options->cancel = hm_lua_new_cancel(L);
    else
        lua_pushnil(L);
    hm_cancel *ends = lua_isnil(L, -1) ? NULL : (hm_cancel *)options->cancel;
    lua_State *own = lua_newthread(L);
    luaL_checkstack(own, 8, "progress");
    lua_pushvalue(L, told);
    lua_pushlightuserdata(L, ends);
    lua_xmove(L, own, 2);
    options->progress = tell_progress;
    options->progress_context = own;
}

/* Raises what the function of options.progress has raised. */
static void check_progress(lua_State *L, lua_State *own) {
    if (!own || lua_gettop(own) <= ENDS)
        return;
    lua_xmove(own, L, 1);
    lua_error(L);
}

/* `cancel` is where options.cancel is on the stack. */
static void read_options(lua_State *L, int cancel, hm_replicates_options *options) {
    options->cancel = hm_lua_cancel_at(L, cancel);
    options->jobs = hm_lua_jobs_field(L, 3);
    lua_getfield(L, 3, "verified_only");
    options->verified_only = lua_toboolean(L, -1);
    lua_getfield(L, 3, "depth");
    const lua_Integer depth = luaL_optinteger(L, -1, 0);
    luaL_argcheck(L, depth >= 0, 3, "depth must be at least 0");
    options->depth = hm_lua_size(depth);
    push_progress(L, options);
    if (!lua_isnil(L, cancel)) /* reading the options may have closed it */
        options->cancel = hm_lua_cancel_at(L, cancel);
}

/* hm.replicates(study, dataset [, { jobs =, cancel =, verified_only =, depth =, replay =,
 * progress = }]) */
int hm_lua_replicates(lua_State *L) {
    hm_replicates_options options = HM_REPLICATES_OPTIONS_INIT;
    hm_error error;
    (void)check_study(L, 1);
    (void)hm_lua_check_dataset(L, 2);
    lua_settop(L, 3);
    const int cancel = hm_lua_push_cancel(L, 3);
    lua_getiuservalue(L, 1, KEEPS_PACKAGE);
    const int package = lua_gettop(L);
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, package);
    if (!lua_isnil(L, 3)) {
        luaL_checktype(L, 3, LUA_TTABLE);
        options.replay = push_replay(L, check_study(L, 1), hm_lua_used(L, 1, KEEPS_PACKAGE),
                                     &options.replay_count);
        read_options(L, cancel, &options);
    }
    options.jobs =
        given ? 1 : options.jobs;        /* functions of Lua's are called on this thread alone */
    hm_study *study = check_study(L, 1); /* reading the options may have closed them */
    const hm_dataset *dataset = hm_lua_check_dataset(L, 2);
    hm_replicates **replicates =
        (hm_replicates **)hm_lua_new_object(L, &replicates_type, REPLICATES_VALUES);
    hm_lua_use(L, 1, KEEPS_STUDY);
    hm_lua_use(L, 2, KEEPS_DATASET);
    lua_State *before = hm_lua_host_functions_enter(given, L);
    const hm_code code = hm_replicates_new(replicates, study, dataset, &options, &error);
    hm_lua_host_functions_leave(given, before);
    check_progress(L, options.progress_context);
    if (code != HM_OK)
        return hm_lua_push_failure(L, &error);
    hm_lua_tell_size(L, hm_dataset_unit_count(dataset) * hm_study_replicates(study) *
                            (sizeof(double) + sizeof(uint16_t)));
    return 1;
}

static const size_t *push_units(lua_State *L, const hm_dataset *dataset, size_t *count) {
    lua_getfield(L, 3, "units");
    if (lua_isnil(L, -1))
        return NULL;
    const int list = lua_gettop(L);
    *count = hm_list_check(L, list, SIZE_MAX, "units");
    size_t *units = lua_newuserdatauv(L, (*count + 1) * sizeof *units, 0);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        units[i] = hm_lua_check_unit(L, lua_gettop(L), dataset);
        lua_pop(L, 1);
    }
    return units;
}

/* replicates:table(name [, { units =, cancel = }]) */
static int table(lua_State *L) {
    hm_replicates_table_options options = HM_REPLICATES_TABLE_OPTIONS_INIT;
    hm_error error;
    (void)hm_lua_check_object(L, 1, REPLICATES_TYPE);
    const char *name = luaL_checkstring(L, 2);
    lua_settop(L, 3);
    const int cancel = hm_lua_push_cancel(L, 3);
    if (!lua_isnil(L, 3))
        options.units = push_units(L, hm_lua_used(L, 1, KEEPS_DATASET), &options.unit_count);
    options.cancel = hm_lua_cancel_at(L, cancel);
    const hm_replicates *replicates = hm_lua_check_object(L, 1, REPLICATES_TYPE);
    hm_table **out = hm_lua_new_table(L, 0);
    const hm_code code = hm_replicates_table(out, replicates, name, &options, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

/* study:check(): true; or nil, error */
static int check(lua_State *L) {
    hm_error error;
    return hm_lua_push_outcome(L, hm_study_check(check_study(L, 1), &error), &error);
}

/* study:is_written() */
static int is_written(lua_State *L) {
    lua_pushboolean(L, hm_study_is_written(check_study(L, 1)));
    return 1;
}

/* study:sensitivity(dataset [, { jobs =, cancel =, verified_only =, progress =, target =, period =,
 * table = }]) */
static int sensitivity(lua_State *L) {
    hm_sensitivity_options options = HM_SENSITIVITY_OPTIONS_INIT;
    hm_replicates_options shared = HM_REPLICATES_OPTIONS_INIT;
    hm_error error;
    (void)check_study(L, 1);
    (void)hm_lua_check_dataset(L, 2);
    lua_settop(L, 3);
    const int cancel = hm_lua_push_cancel(L, 3);
    lua_getiuservalue(L, 1, KEEPS_PACKAGE);
    hm_lua_host_functions *given = hm_lua_host_functions_of(L, lua_gettop(L));
    if (!lua_isnil(L, 3)) {
        luaL_checktype(L, 3, LUA_TTABLE);
        lua_getfield(L, 3, "target");
        options.target = luaL_optstring(L, -1, NULL);
        lua_getfield(L, 3, "period");
        options.period = luaL_optstring(L, -1, NULL);
        lua_getfield(L, 3, "table");
        options.table = luaL_optstring(L, -1, NULL);
        read_options(L, cancel, &shared);
    }
    options.jobs = given ? 1 : shared.jobs;
    options.verified_only = shared.verified_only;
    options.progress = shared.progress;
    options.progress_context = shared.progress_context;
    options.cancel = shared.cancel;
    hm_study *study = check_study(L, 1); /* reading the options may have closed them */
    const hm_dataset *dataset = hm_lua_check_dataset(L, 2);
    hm_table **out = hm_lua_new_table(L, 0);
    lua_State *before = hm_lua_host_functions_enter(given, L);
    const hm_code code = hm_study_sensitivity(out, study, dataset, &options, &error);
    hm_lua_host_functions_leave(given, before);
    check_progress(L, options.progress_context);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

static const luaL_Reg study_methods[] = {
    {"factors", factors},       {"replicates", replicate_count}, {"seed", seed}, {"check", check},
    {"is_written", is_written}, {"sensitivity", sensitivity},    {NULL, NULL}};
static const luaL_Reg replicates_methods[] = {{"table", table}, {NULL, NULL}};

void hm_lua_open_study(lua_State *L) {
    hm_lua_create_meta(L, &study_type, study_methods);
    hm_lua_create_meta(L, &replicates_type, replicates_methods);
}
