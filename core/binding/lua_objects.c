#include "binding/lua_objects.h"

#include <math.h>

#include "base/issue_language.h"
#include "base/numbers/number.h"
#include "platform/environment.h"

void *hm_lua_check_object(lua_State *L, int index, const char *name) {
    const hm_lua_object *object = luaL_checkudata(L, index, name);
    if (object->pointer && !object->closed)
        return object->pointer;
    const hm_lua_type *type = object->type;
    const char *what = lua_pushfstring(L, "the %s %s %s", type->word, type->plural ? "are" : "is",
                                       object->closed ? "closed" : "empty");
    luaL_argerror(L, index, what);
    return NULL;
}

hm_package *hm_lua_check_package(lua_State *L, int index) {
    return hm_lua_check_object(L, index, HM_LUA_PACKAGE);
}

hm_dataset *hm_lua_check_dataset(lua_State *L, int index) {
    return hm_lua_check_object(L, index, HM_LUA_DATASET);
}

hm_scores *hm_lua_check_scores(lua_State *L, int index) {
    return hm_lua_check_object(L, index, HM_LUA_SCORES);
}

void **hm_lua_new_object(lua_State *L, const hm_lua_type *type, int values) {
    hm_lua_object *object = lua_newuserdatauv(L, sizeof *object, values);
    *object = (hm_lua_object){.type = type};
    luaL_setmetatable(L, type->name);
    return &object->pointer;
}

/* --- using and closing --- */

void hm_lua_use(lua_State *L, int index, int slot) {
    hm_lua_object *used = lua_touserdata(L, index);
    lua_pushvalue(L, index);
    lua_setiuservalue(L, -2, slot);
    used->users++;
}

void *hm_lua_used(lua_State *L, int index, int slot) {
    lua_getiuservalue(L, index, slot);
    const hm_lua_object *used = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return used->pointer;
}

/* Releases what is closed and not used any more. */
static void settle(hm_lua_object *object) {
    void *pointer = object->pointer;
    if (!object->closed || object->users > 0 || !pointer)
        return;
    object->pointer = NULL;
    object->type->release(pointer);
}

hm_lua_object *hm_lua_begin_use(lua_State *L, int index) {
    hm_lua_object *object = lua_touserdata(L, index);
    object->users++;
    return object;
}

void hm_lua_end_use(hm_lua_object *object) {
    object->users--;
    settle(object);
}

/* Closes the object at index 1, and lets go of what it used when it is gone itself. */
static void close_object(lua_State *L, hm_lua_object *object) {
    object->closed = true;
    settle(object);
    for (int slot = 1; !object->pointer && slot <= object->type->uses; slot++) {
        lua_getiuservalue(L, 1, slot);
        hm_lua_object *used = lua_touserdata(L, -1);
        if (used) {
            lua_pushnil(L);
            lua_setiuservalue(L, 1, slot);
            hm_lua_end_use(used);
        }
        lua_pop(L, 1);
    }
}

static hm_lua_object *check_any(lua_State *L) {
    const hm_lua_type *type = lua_touserdata(L, lua_upvalueindex(1));
    return luaL_checkudata(L, 1, type->name);
}

static int collect_object(lua_State *L) {
    close_object(L, check_any(L));
    return 0;
}

/* object:close(): as often as one likes */
static int close_by_owner(lua_State *L) {
    hm_lua_object *object = check_any(L);
    if (object->busy)
        return luaL_error(L, "the %s cannot be closed: a call of it is running",
                          object->type->word);
    close_object(L, object);
    return 0;
}

void hm_lua_tell_size(lua_State *L, size_t bytes) {
    const size_t most = (size_t)1 << 30, kilobytes = (bytes < most ? bytes : most) / 1024;
    if (kilobytes > 0 && lua_gc(L, LUA_GCISRUNNING))
        lua_gc(L, LUA_GCSTEP, (int)kilobytes);
}

/* Into the table on top. */
static void set_closing(lua_State *L, const hm_lua_type *type, const char *name,
                        lua_CFunction function) {
    lua_pushlightuserdata(L, (void *)(uintptr_t)type);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

void hm_lua_create_meta(lua_State *L, const hm_lua_type *type, const luaL_Reg *methods) {
    luaL_newmetatable(L, type->name);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    set_closing(L, type, "close", close_by_owner);
    lua_setfield(L, -2, "__index");
    set_closing(L, type, "__close", close_by_owner);
    set_closing(L, type, "__gc", collect_object);
    lua_pop(L, 1);
}

void hm_lua_push_number_text(lua_State *L, double number) {
    char text[HM_NUMBER_SIZE];
    hm_environment host;
    hm_environment_enter(&host);
    const size_t size = hm_number_print(number, text);
    hm_environment_leave(&host, HM_OK);
    lua_pushlstring(L, text, size);
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

static void release_issues(void *pointer) {
    hm_issues_free(pointer);
}

const hm_lua_type hm_lua_issues_type = {"hundredmark.issues", "issues", true, 0, release_issues};

/* --- issues in other languages --- */

static const char translator_key; /* its address: the function, in the registry */

int hm_lua_translate(lua_State *L) {
    if (!lua_isnoneornil(L, 1))
        luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &translator_key);
    return 0;
}

/* The texts stay on the stack. */
static const char *translate(void *context, const char *text) {
    lua_State *L = context;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &translator_key);
    lua_pushstring(L, text);
    lua_call(L, 1, 1);
    return lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : text;
}

/* The message in the language of the translator, and what it is in English, for who looks for
 * something in it. */
static void set_translated(lua_State *L, const hm_issue *issue, const char *english) {
    enum { MOST_TEXTS = 64 };
    char message[HM_ISSUE_MESSAGE_SIZE];
    const int top = lua_gettop(L);
    luaL_checkstack(L, MOST_TEXTS, NULL);
    (void)hm_issue_message_in(issue, translate, L, message, sizeof message);
    lua_settop(L, top);
    hm_lua_set_text(L, "english", english);
    hm_lua_set_text(L, "message", message);
}

void hm_lua_push_issue(lua_State *L, const hm_issue *issue) {
    lua_createtable(L, 0, 15);
    hm_lua_set_text(L, "severity", hm_severity_name(issue->severity));
    hm_lua_set_text(L, "code", issue->code);
    hm_lua_set_text(L, "file", issue->file);
    hm_lua_set_text(L, "sheet", issue->sheet);
    hm_lua_set_integer(L, "line", issue->line);
    hm_lua_set_integer(L, "column", issue->column);
    hm_lua_set_text(L, "city", issue->city);
    hm_lua_set_text(L, "period", issue->period);
    hm_lua_set_text(L, "input", issue->input);
    hm_lua_set_text(L, "node", issue->node);
    hm_lua_set_text(L, "rule", issue->rule);
    hm_lua_set_text(L, "found", issue->found);
    hm_lua_set_text(L, "expected", issue->expected);
    hm_lua_set_integer(L, "count", (lua_Integer)issue->count);
    hm_lua_set_text(L, "rows", issue->rows);
    char message[HM_ISSUE_MESSAGE_SIZE];
    (void)hm_issue_message(issue, message, sizeof message);
    const bool is_translated = lua_rawgetp(L, LUA_REGISTRYINDEX, &translator_key) != LUA_TNIL;
    lua_pop(L, 1);
    if (is_translated)
        set_translated(L, issue, message);
    else
        hm_lua_set_text(L, "message", message);
}

void hm_lua_push_issues(lua_State *L, const hm_issues *issues) {
    const size_t count = hm_issues_count(issues);
    luaL_checkstack(L, 4, NULL);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        hm_lua_push_issue(L, hm_issues_get(issues, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

int hm_lua_return_issues(lua_State *L, const hm_issues *issues) {
    const lua_Integer most = luaL_optinteger(L, 2, 0);
    luaL_argcheck(L, most >= 0 && lua_type(L, 2) != LUA_TSTRING, 2,
                  "how many of a kind: 1 or more");
    if (most == 0) {
        hm_lua_push_issues(L, issues);
        return 1;
    }
    hm_issues **brief = (hm_issues **)hm_lua_new_object(L, &hm_lua_issues_type, 0);
    *brief = hm_issues_brief(issues, (size_t)most, NULL);
    if (!*brief)
        return luaL_error(L, "out of memory");
    hm_lua_push_issues(L, *brief);
    return 1;
}

void hm_lua_push_usage(lua_State *L, const hm_usage *usage) {
    lua_createtable(L, 0, 5);
    hm_lua_set_integer(L, "calls", (lua_Integer)usage->calls);
    hm_lua_set_integer(L, "steps", (lua_Integer)usage->steps);
    hm_lua_set_integer(L, "peak_bytes", (lua_Integer)usage->peak_bytes);
    hm_lua_set_number(L, "seconds", usage->seconds);
    hm_lua_set_integer(L, "limit_hits", (lua_Integer)usage->limit_hits);
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

double hm_lua_limit_field(lua_State *L, int options, const char *name) {
    if (lua_isnoneornil(L, options))
        return 0;
    luaL_checktype(L, options, LUA_TTABLE);
    lua_getfield(L, options, name);
    const double number = luaL_optnumber(L, -1, 0);
    luaL_argcheck(L, number >= 0, options, "limits cannot be negative");
    lua_pop(L, 1);
    return number;
}

hm_total_limits hm_lua_total_limits(lua_State *L, int options, const char *seconds,
                                    const char *steps) {
    const double most = 1e18;
    return (hm_total_limits){hm_lua_limit_field(L, options, seconds),
                             (uint64_t)fmin(hm_lua_limit_field(L, options, steps), most)};
}
