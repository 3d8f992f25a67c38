#include "binding/lua_hundredmark.h"

#include <string.h>

#include "base/issue_codes.h"
#include "base/json_text.h"
#include "base/numbers/number.h"
#include "base/period_format.h"
#include "base/resources.h"
#include "base/text.h"
#include "binding/lua_expression.h"
#include "binding/lua_formula.h"
#include "binding/lua_host_functions.h"
#include "binding/lua_methods.h"
#include "binding/lua_results.h"
#include "binding/lua_objects.h"
#include "binding/lua_tables.h"
#include "platform/environment.h"
#include "script/lua_list.h"

static int number(lua_State *L) {
    hm_lua_push_number_text(L, luaL_checknumber(L, 1));
    return 1;
}

static int fixed(lua_State *L) {
    char text[HM_NUMBER_SIZE + 325];
    const lua_Number value = luaL_checknumber(L, 1);
    const lua_Integer decimals = luaL_checkinteger(L, 2);
    luaL_argcheck(L, decimals >= 0 && decimals <= 15, 2, "decimals must lie within 0 and 15");
    hm_environment host;
    hm_environment_enter(&host);
    const size_t size = hm_number_print_fixed(value, (int)decimals, text);
    hm_environment_leave(&host, HM_OK);
    lua_pushlstring(L, text, size);
    return 1;
}

/* escaped(text [, "page"]): as it may be shown on a terminal or in one line of a message, or of a
 * page */
static int escaped(lua_State *L) {
    enum { GROWTH = 10 };
    static const char *const places[] = {"message", "page", NULL};
    size_t size;
    luaL_Buffer out;
    const char *text = luaL_checklstring(L, 1, &size);
    luaL_argcheck(L, size < SIZE_MAX / GROWTH, 1, "the text is too long");
    const bool as_page = luaL_checkoption(L, 2, "message", places) == 1;
    char *room = luaL_buffinitsize(L, &out, size * GROWTH + 1);
    luaL_pushresultsize(
        &out, (as_page ? hm_text_of_page : hm_text_quote)(text, size, room, size * GROWTH + 1));
    return 1;
}

/* json_text(text): as JSON writes it, in its quotes */
static int json_text(lua_State *L) {
    enum { GROWTH = 6 };
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    luaL_argcheck(L, size < SIZE_MAX / GROWTH - 2, 1, "the text is too long");
    hm_buffer out;
    hm_buffer_open(&out, hm_allocator_default());
    hm_json_add_text(&out, text, size);
    if (!out.failed)
        lua_pushlstring(L, out.data, out.size);
    const bool failed = out.failed;
    hm_buffer_close(&out);
    if (!failed)
        return 1;
    lua_pushliteral(L, "not enough memory"); /* as Lua itself says it: without a place */
    return lua_error(L);
}

/* period(text): { text, first, last, before }; nil for what is no period */
static int period(lua_State *L) {
    size_t given, size;
    const char *text = luaL_checklstring(L, 1, &given);
    char found[HM_PERIOD_SIZE], before[HM_PERIOD_SIZE];
    int64_t first, last;
    if (hm_period_read(NULL, text, given, found, &size) != HM_CALENDAR_FINE ||
        !hm_calendar_days(found, size, &first, &last))
        return hm_lua_push_nothing(L);
    lua_createtable(L, 0, 4);
    hm_lua_set_text(L, "text", found);
    hm_lua_set_integer(L, "first", first);
    hm_lua_set_integer(L, "last", last);
    if (hm_calendar_previous(found, size, before) > 0)
        hm_lua_set_text(L, "before", before);
    return 1;
}

/* nearest(wanted, names) */
static int nearest(lua_State *L) {
    size_t size;
    const char *wanted = luaL_checklstring(L, 1, &size);
    hm_nearest found;
    luaL_checktype(L, 2, LUA_TTABLE);
    hm_nearest_start(&found, wanted, size);
    const size_t count = hm_list_check(L, 2, SIZE_MAX, "nearest: names");
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i);
        hm_nearest_show(&found, luaL_checkstring(L, -1)); /* the table keeps the text alive */
        lua_pop(L, 1);
    }
    lua_pushstring(L, found.name);
    return 1;
}

static int resource(lua_State *L) {
    size_t size;
    const char *data = hm_resource_find(luaL_checkstring(L, 1), &size);
    if (!data)
        return hm_lua_push_nothing(L);
    lua_pushlstring(L, data, size);
    return 1;
}

/* What issues say, in English: each text once. */
static int issue_words(lua_State *L) {
    lua_createtable(L, HM_ISSUE_CODE_COUNT, 0);
    for (int i = 0; i < HM_ISSUE_CODE_COUNT; i++) {
        lua_pushstring(L, hm_issue_row_of((hm_issue_code)i)->words);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* The names of the files built in that begin with a text, in order. */
static int resources(lua_State *L) {
    const char *prefix = luaL_checkstring(L, 1);
    const size_t size = strlen(prefix);
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t i = hm_resource_first(prefix); i < hm_resource_count; i++) {
        if (strncmp(hm_resources[i].name, prefix, size) != 0)
            break;
        lua_pushstring(L, hm_resources[i].name);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static const luaL_Reg functions[] = {{"open_package", hm_lua_open_package_call},
                                     {"builtin_packages", hm_lua_builtin_packages},
                                     {"cancel", hm_lua_cancel},
                                     {"new_dataset", hm_lua_new_dataset},
                                     {"score", hm_lua_score},
                                     {"session", hm_lua_session},
                                     {"improve", hm_lua_improve},
                                     {"ranking", hm_lua_ranking},
                                     {"stream", hm_lua_stream},
                                     {"table", hm_lua_table},
                                     {"write", hm_lua_write},
                                     {"writers", hm_lua_writers},
                                     {"read_fits", hm_lua_read_fits},
                                     {"merge_fits", hm_lua_merge_fits},
                                     {"learn_phase", hm_lua_learn_phase},
                                     {"number", number},
                                     {"fixed", fixed},
                                     {"escaped", escaped},
                                     {"json_text", json_text},
                                     {"nearest", nearest},
                                     {"period", period},
                                     {"resource", resource},
                                     {"resources", resources},
                                     {"translate", hm_lua_translate},
                                     {"issue_words", issue_words},
                                     {"formula_name", hm_lua_formula_name},
                                     {"helpers", hm_lua_helpers},
                                     {"kinds", hm_lua_kinds},
                                     {"methods", hm_lua_methods},
                                     {"scales", hm_lua_scales},
                                     {"imputers", hm_lua_imputers},
                                     {"treatments", hm_lua_treatments},
                                     {"weightings", hm_lua_weightings},
                                     {"analyses", hm_lua_analyses},
                                     {"study", hm_lua_study},
                                     {"replicates", hm_lua_replicates},
                                     {NULL, NULL}};

int luaopen_hundredmark(lua_State *L) {
    hm_lua_open_errors(L);
    hm_lua_open_cancel(L);
    hm_lua_open_package(L);
    hm_lua_open_dataset(L);
    hm_lua_open_scores(L);
    hm_lua_open_session(L);
    hm_lua_open_improve(L);
    hm_lua_open_ranking(L);
    hm_lua_open_tables(L);
    hm_lua_open_fits(L);
    hm_lua_open_study(L);
    hm_lua_open_host_functions(L);
    luaL_newlib(L, functions);
    hm_lua_set_text(L, "version", HM_VERSION);
    return 1;
}
