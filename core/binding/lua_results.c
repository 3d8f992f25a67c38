#include "binding/lua_results.h"

#include <errno.h>
#include <string.h>

#include "aggregate/observations_table.h"
#include "aggregate/scores_table.h"
#include "aggregate/wide_table.h"
#include "binding/lua_tables.h"
#include "hundredmark/analyse.h"
#include "script/lua_list.h"

const size_t *hm_lua_push_units(lua_State *L, int index, const hm_scores *scores, size_t *count) {
    lua_getfield(L, index, "units");
    if (lua_isnil(L, -1))
        return NULL;
    luaL_checktype(L, -1, LUA_TTABLE);
    *count = hm_list_check(L, -1, SIZE_MAX / sizeof(size_t) - 1, "units");
    size_t *units = lua_newuserdatauv(L, (*count + 1) * sizeof *units, 0);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        units[i] = hm_lua_check_unit(L, -1, scores->bound.dataset);
        lua_pop(L, 1);
    }
    lua_remove(L, -2);
    return units;
}

/* Which units, nodes and shape of rows: fields of the options at `index`, which may be nil. An
 * array of units stays on top of the stack, else nil. [-0, +1, v] */
static void push_choice(lua_State *L, int index, const hm_scores *scores, hm_write_options *out) {
    if (lua_isnoneornil(L, index)) {
        lua_pushnil(L);
        return;
    }
    luaL_checktype(L, index, LUA_TTABLE);
    lua_getfield(L, index, "wide");
    out->wide = lua_toboolean(L, -1);
    lua_getfield(L, index, "depth");
    const lua_Integer depth = luaL_optinteger(L, -1, LUA_MAXINTEGER);
    luaL_argcheck(L, depth >= 0, index, "depth must be at least 0");
    out->depth = hm_lua_size(depth);
    lua_pop(L, 2);
    out->units = hm_lua_push_units(L, index, scores, &out->unit_count);
}

int hm_lua_write_scores(lua_State *L) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    lua_settop(L, 2);
    push_choice(L, 2, scores, &options);
    FILE *file = hm_lua_write_options(L, 2, false, &options);
    scores = hm_lua_check_scores(L, 1); /* reading the options may have closed them */
    hm_error error;
    errno = 0;
    const hm_code code = hm_scores_write(scores, &options, hm_lua_write_file, file, &error);
    return hm_lua_push_written(L, code, &error, errno);
}

static hm_code open_fits(hm_table **out, const hm_scores *scores, hm_error *error) {
    return hm_fits_table(out, hm_scores_fits(scores), error);
}

static const struct {
    const char *name;
    hm_code (*open)(hm_table **out, const hm_scores *scores, hm_error *error);
    hm_shown_opener *choose; /* where units can be chosen */
} tables[] = {
    {"scores", NULL, hm_scores_table_open},   {"observations", NULL, hm_observations_table_open},
    {"issues", hm_scores_issues_table, NULL}, {"fits", open_fits, NULL},
    {"usage", hm_scores_usage_table, NULL},   {"timings", hm_scores_timings_table, NULL}};
enum { SCORES };

/* scores:table(name, { units =, depth =, wide = }) */
int hm_lua_scores_table(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const char *name = luaL_optstring(L, 2, tables[0].name);
    hm_write_options choice = HM_WRITE_OPTIONS_INIT;
    hm_error error;
    size_t i = 0;
    lua_settop(L, 3);
    while (i < sizeof tables / sizeof *tables && strcmp(tables[i].name, name) != 0)
        i++;
    if (i == sizeof tables / sizeof *tables)
        return luaL_argerror(L, 2, "no table of this name");
    push_choice(L, 3, scores, &choice);
    scores = hm_lua_check_scores(L, 1); /* reading the options may have closed them */
    hm_table **out = hm_lua_new_table(L, 1);
    lua_pushvalue(L, -2);
    hm_lua_table_keeps(L);
    hm_shown_opener *const choose =
        choice.wide && i == SCORES ? hm_wide_table_open : tables[i].choose;
    const hm_code code =
        choose ? choose(out, scores, choice.units, choice.unit_count, choice.depth, &error)
               : tables[i].open(out, scores, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

/* scores:tables(): the names there are */
int hm_lua_scores_tables(lua_State *L) {
    lua_newtable(L);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        lua_pushstring(L, tables[i].name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* --- analyses --- */

/* The field `settings` of the options at `index`, a table of numbers by their names; names and
 * values stay on top of the stack. [-0, +1, v] */
static const hm_analysis_value *push_settings(lua_State *L, int index, size_t *count) {
    lua_getfield(L, index, "settings");
    *count = 0;
    if (lua_isnil(L, -1))
        return NULL;
    luaL_checktype(L, -1, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        ++*count;
    hm_analysis_value *values = lua_newuserdatauv(L, (*count + 1) * sizeof *values, 1);
    lua_pushvalue(L, -2);
    lua_setiuservalue(L, -2, 1); /* keeps the names */
    lua_insert(L, -2);
    size_t i = 0;
    for (lua_pushnil(L); lua_next(L, -2) && i < *count; lua_pop(L, 1)) {
        luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TNUMBER, index,
                      "settings are numbers by their names");
        values[i++] = (hm_analysis_value){lua_tostring(L, -2), lua_tonumber(L, -1)};
    }
    lua_pop(L, 1);
    return values;
}

/* The field `name` of the element on the top, a text that the element keeps. [-0, +0, v] */
static const char *text_of_target(lua_State *L, const char *name) {
    lua_getfield(L, -1, name);
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 3, "targets: { code, score, period } each");
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1);
    return text;
}

/* The field `targets` of the options at `index`, a list of { code, score, period }; the list and
 * the targets stay on top of the stack. [-0, +2, v] */
static const hm_target *push_targets(lua_State *L, int index, size_t *count) {
    lua_getfield(L, index, "targets");
    if (!lua_isnil(L, -1))
        luaL_checktype(L, -1, LUA_TTABLE);
    *count = lua_isnil(L, -1) ? 0 : (size_t)lua_rawlen(L, -1);
    hm_target *targets = lua_newuserdatauv(L, (*count + 1) * sizeof *targets, 0);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        luaL_argcheck(L, lua_istable(L, -1), index, "targets: { code, score, period } each");
        lua_getfield(L, -1, "score");
        luaL_argcheck(L, lua_type(L, -1) == LUA_TNUMBER, index,
                      "targets: { code, score, period } each");
        targets[i].score = lua_tonumber(L, -1);
        lua_pop(L, 1);
        targets[i].code = text_of_target(L, "code");
        targets[i].period = text_of_target(L, "period");
        lua_pop(L, 1);
    }
    return targets;
}

/* analyse(name [, { table =, units =, settings =, way =, from =, to =, targets =, cancel = }]) */
int hm_lua_analyse(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const char *name = luaL_checkstring(L, 2);
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    hm_error error;
    lua_settop(L, 3);
    const int cancel = hm_lua_push_cancel(L, 3);
    options.cancel = hm_lua_cancel_at(L, cancel);
    if (!lua_isnil(L, 3)) {
        lua_getfield(L, 3, "table");
        options.table = luaL_optstring(L, -1, NULL);
        lua_getfield(L, 3, "depth");
        const lua_Integer depth = luaL_optinteger(L, -1, LUA_MAXINTEGER);
        luaL_argcheck(L, depth >= 0, 3, "depth must be at least 0");
        options.depth = hm_lua_size(depth);
        lua_getfield(L, 3, "way");
        options.way = luaL_optstring(L, -1, NULL);
        lua_getfield(L, 3, "from");
        options.from = luaL_optstring(L, -1, NULL);
        lua_getfield(L, 3, "to");
        options.to = luaL_optstring(L, -1, NULL);
        options.targets = push_targets(L, 3, &options.target_count);
        options.settings = push_settings(L, 3, &options.setting_count);
        options.units = hm_lua_push_units(L, 3, scores, &options.unit_count);
    }
    scores = hm_lua_check_scores(L, 1); /* reading the options may have closed them */
    hm_table **out = hm_lua_new_table(L, 0);
    const hm_code code = hm_analyse(out, scores, name, &options, &error);
    return code == HM_OK ? 1 : hm_lua_push_failure(L, &error);
}

static void push_words(lua_State *L, const char *const *words) {
    lua_newtable(L);
    for (lua_Integer i = 0; words[i]; i++) {
        lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, i + 1);
    }
}

static void push_analysis_settings(lua_State *L, const hm_analysis_info *info) {
    lua_createtable(L, (int)info->setting_count, 0);
    for (size_t i = 0; i < info->setting_count; i++) {
        lua_createtable(L, 0, 5);
        hm_lua_set_text(L, "name", info->settings[i].name);
        hm_lua_set_text(L, "about", info->settings[i].about);
        hm_lua_set_number(L, "otherwise", info->settings[i].otherwise);
        hm_lua_set_number(L, "low", info->settings[i].low);
        hm_lua_set_number(L, "high", info->settings[i].high);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

int hm_lua_analyses(lua_State *L) {
    lua_createtable(L, (int)hm_analysis_count(), 0);
    for (size_t i = 0; i < hm_analysis_count(); i++) {
        hm_analysis_info info = HM_ANALYSIS_INFO_INIT;
        (void)hm_analysis_at(i, &info);
        lua_createtable(L, 0, 9);
        hm_lua_set_text(L, "name", info.name);
        hm_lua_set_text(L, "summary", info.summary);
        hm_lua_set_text(L, "about", info.about);
        push_words(L, info.tables);
        lua_setfield(L, -2, "tables");
        push_analysis_settings(L, &info);
        lua_setfield(L, -2, "settings");
        hm_lua_set_flag(L, "has_depth", info.has_depth);
        if (info.ways) {
            push_words(L, info.ways);
            lua_setfield(L, -2, "ways");
        }
        hm_lua_set_integer(L, "least_units", (lua_Integer)info.least_units);
        hm_lua_set_integer(L, "few_cities", (lua_Integer)info.few_cities);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
