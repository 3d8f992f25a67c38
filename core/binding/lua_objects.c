#include "binding/lua_objects.h"

static void *check_object(lua_State *L, int index, const char *type, const char *word) {
    void **object = luaL_checkudata(L, index, type);
    luaL_argcheck(L, *object != NULL, index, word);
    return *object;
}

hm_package *hm_lua_check_package(lua_State *L, int index) {
    return check_object(L, index, HM_LUA_PACKAGE, "the package is empty");
}

hm_dataset *hm_lua_check_dataset(lua_State *L, int index) {
    return check_object(L, index, HM_LUA_DATASET, "the data set is empty");
}

hm_scores *hm_lua_check_scores(lua_State *L, int index) {
    return check_object(L, index, HM_LUA_SCORES, "the scores are empty");
}

void **hm_lua_new_object(lua_State *L, const char *type, int values) {
    void **object = lua_newuserdatauv(L, sizeof *object, values);
    *object = NULL;
    luaL_setmetatable(L, type);
    return object;
}

void hm_lua_tell_size(lua_State *L, size_t bytes) {
    const size_t most = (size_t)1 << 30, kilobytes = (bytes < most ? bytes : most) / 1024;
    if (kilobytes > 0 && lua_gc(L, LUA_GCISRUNNING))
        lua_gc(L, LUA_GCSTEP, (int)kilobytes);
}

void hm_lua_create_meta(lua_State *L, const char *type, const luaL_Reg *methods,
                        lua_CFunction collect) {
    luaL_newmetatable(L, type);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
}

void hm_lua_set_text(lua_State *L, const char *name, const char *text) {
    if (!text)
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

void hm_lua_set_number(lua_State *L, const char *name, double number) {
    lua_pushnumber(L, number);
    lua_setfield(L, -2, name);
}

void hm_lua_set_integer(lua_State *L, const char *name, lua_Integer number) {
    lua_pushinteger(L, number);
    lua_setfield(L, -2, name);
}

void hm_lua_set_flag(lua_State *L, const char *name, int flag) {
    lua_pushboolean(L, flag);
    lua_setfield(L, -2, name);
}

/* --- errors --- */

static const char error_type[] = "hundredmark.error";

/* file:line:column: message, as far as there is a place */
static int error_tostring(lua_State *L) {
    lua_settop(L, 1);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    static const char *const places[] = {"file", "line", "column"};
    for (int i = 0; i < 3; i++) {
        lua_getfield(L, 1, places[i]);
        const int there = i == 0 ? lua_rawlen(L, -1) > 0 : lua_tointeger(L, -1) > 0;
        if (!there) {
            lua_pop(L, 1);
            break;
        }
        luaL_addvalue(&text);
        luaL_addstring(&text, ":");
    }
    if (luaL_bufflen(&text) > 0)
        luaL_addstring(&text, " ");
    lua_getfield(L, 1, "message");
    luaL_addvalue(&text);
    luaL_pushresult(&text);
    return 1;
}

void hm_lua_open_errors(lua_State *L) {
    luaL_newmetatable(L, error_type);
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}

static const char *code_name(hm_code code) {
    static const char *const names[] = {"ok",      "memory", "argument", "data",
                                        "package", "limit",  "output",   "cancelled"};
    return (size_t)code < sizeof names / sizeof *names ? names[code] : "unknown";
}

int hm_lua_push_nothing(lua_State *L) {
    lua_pushnil(L);
    return 1;
}

int hm_lua_push_failure(lua_State *L, const hm_error *error) {
    lua_pushnil(L);
    lua_createtable(L, 0, 5);
    hm_lua_set_text(L, "code", code_name(error->code));
    hm_lua_set_text(L, "message", error->message);
    hm_lua_set_text(L, "file", error->file);
    hm_lua_set_integer(L, "line", error->line);
    hm_lua_set_integer(L, "column", error->column);
    luaL_setmetatable(L, error_type);
    return 2;
}

int hm_lua_push_outcome(lua_State *L, hm_code code, const hm_error *error) {
    if (code != HM_OK)
        return hm_lua_push_failure(L, error);
    lua_pushboolean(L, 1);
    return 1;
}

void hm_lua_push_issue(lua_State *L, const hm_issue *issue) {
    static const char *const severities[] = {"note", "warning", "rejected"};
    lua_createtable(L, 0, 5);
    hm_lua_set_text(L, "severity", severities[issue->severity]);
    hm_lua_set_text(L, "file", issue->file);
    hm_lua_set_integer(L, "line", issue->line);
    hm_lua_set_integer(L, "column", issue->column);
    hm_lua_set_text(L, "message", issue->message);
}

void hm_lua_push_issues(lua_State *L, const hm_issues *issues) {
    const size_t count = hm_issues_count(issues);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        hm_lua_push_issue(L, hm_issues_get(issues, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void hm_lua_push_usage(lua_State *L, const hm_usage *usage) {
    lua_createtable(L, 0, 5);
    hm_lua_set_integer(L, "calls", (lua_Integer)usage->calls);
    hm_lua_set_integer(L, "steps", (lua_Integer)usage->steps);
    hm_lua_set_integer(L, "peak_bytes", (lua_Integer)usage->peak_bytes);
    hm_lua_set_number(L, "seconds", usage->seconds);
    hm_lua_set_integer(L, "trips", (lua_Integer)usage->trips);
}

size_t hm_lua_size(lua_Integer number) {
    return (lua_Unsigned)number < SIZE_MAX ? (size_t)number : SIZE_MAX;
}

size_t hm_lua_check_unit(lua_State *L, int index, const hm_dataset *dataset) {
    const lua_Integer unit = luaL_checkinteger(L, index);
    luaL_argcheck(L, unit >= 1 && hm_lua_size(unit) <= hm_dataset_unit_count(dataset), index,
                  "no unit of this number");
    return (size_t)unit - 1;
}
