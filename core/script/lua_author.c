#include "script/lua_author.h"

#include <lauxlib.h>
#include <string.h>

#include "sandbox/sandbox.h"
#include "script/lua_expr.h"
#include "script/lua_list.h"
#include "script/lua_previous.h"

/* Keys nobody else can make: what made a table, and where; what all scripts of a state find. */
static const char made_key, line_key, common_key;

static uint32_t calling_line(lua_State *L) {
    lua_Debug frame;
    if (lua_getstack(L, 1, &frame) && lua_getinfo(L, "l", &frame) && frame.currentline > 0)
        return (uint32_t)frame.currentline;
    return 0;
}

void hm_lua_author_make(lua_State *L, int made, uint32_t line) {
    const int table = lua_gettop(L);
    lua_pushinteger(L, made);
    lua_rawsetp(L, table, &made_key);
    lua_pushinteger(L, line);
    lua_rawsetp(L, table, &line_key);
}

/* Marks the table given and returns it: the constructor costs the author no more than a word. Never
 * one that is sealed: scripts share those, and could tell each other something by the mark. */
static int mark(lua_State *L) {
    const lua_Integer made = lua_tointeger(L, lua_upvalueindex(1));
    const char *word = lua_tostring(L, lua_upvalueindex(2));
    if (lua_gettop(L) != 1 || lua_type(L, 1) != LUA_TTABLE || lua_getmetatable(L, 1))
        return luaL_error(L, "%s takes one table: %s { ... }", word, word);
    hm_lua_author_make(L, (int)made, calling_line(L));
    return 1;
}

static void set_mark(lua_State *L, int environment, const char *word, int made) {
    lua_pushstring(L, word);
    lua_pushinteger(L, made);
    lua_pushstring(L, word);
    lua_pushcclosure(L, mark, 2);
    lua_rawset(L, environment);
}

hm_made_by hm_lua_author_made(lua_State *L, int index, hm_kind *kind, uint32_t *line) {
    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TTABLE)
        return HM_MADE_BY_HAND;
    lua_rawgetp(L, index, &made_key);
    lua_rawgetp(L, index, &line_key);
    const lua_Integer made = lua_tointeger(L, -2);
    if (line)
        *line = (uint32_t)lua_tointeger(L, -1);
    lua_pop(L, 2);
    if (made < HM_MADE_BY_KIND)
        return (hm_made_by)made;
    if (kind)
        *kind = (hm_kind)(made - HM_MADE_BY_KIND);
    return HM_MADE_BY_KIND;
}

/* require "name": a module of the package's lib/, run once for each script that asks. */
static int require_module(lua_State *L) {
    const hm_library *library = lua_touserdata(L, lua_upvalueindex(1));
    const char *name = luaL_checkstring(L, 1);
    const int loaded = lua_upvalueindex(3);
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, loaded) != LUA_TNIL) {
        if (lua_islightuserdata(L, -1))
            return luaL_error(L, "module \"%s\" requires itself", name);
        return 1;
    }
    size_t size = 0;
    const char *shown = name;
    const char *source = library->find(library->context, name, &size, &shown);
    if (!source)
        return luaL_error(L, "no module \"%s\": expected lib/%s.lua in the package", name, name);
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, (void *)(uintptr_t)&made_key);
    lua_rawset(L, loaded);
    lua_pushvalue(L, lua_upvalueindex(2));
    hm_sandbox_load(L, shown, source, size, lua_gettop(L));
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1))
        return luaL_error(L, "module \"%s\" returns nothing", name);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, loaded);
    return 1;
}

/* list_size(list): how many elements it has; or nil and what is wrong with it. */
static int list_size(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    const hm_list list = hm_list_look(L, 1);
    hm_sandbox_charge(L, 2 * (uint64_t)list.count);
    if (!list.has_gap && !list.has_names) {
        lua_pushinteger(L, (lua_Integer)list.count);
        return 1;
    }
    lua_pushnil(L);
    if (list.has_gap)
        lua_pushfstring(L, "gap at %I", (LUAI_UACINT)list.count + 1);
    else
        lua_pushliteral(L, "a key that is no number");
    return 2;
}

/* The helpers written in Lua, on top of those of the table of operations. They run in an
 * environment of their own, once a state: scripts get the functions, which they cannot change. */
static void add_lua_helpers(lua_State *L, int environment) {
    hm_sandbox_push_environment(L);
    hm_lua_expr_helpers(L, -1);
    lua_pushliteral(L, "list_size");
    lua_pushcfunction(L, list_size);
    lua_rawset(L, -3);
    lua_pushliteral(L, "figure");
    lua_pushcfunction(L, hm_lua_previous_figure);
    lua_rawset(L, -3);
    hm_sandbox_load_shipped(L, HM_HELPERS_CHUNK, "scripts/author/helpers.lua", lua_gettop(L));
    lua_call(L, 0, 1); // ... functions by name
    for (lua_pushnil(L); lua_next(L, -2);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, environment);
    }
    lua_pop(L, 2);
}

/* The environment that those of the scripts extend: in the registry. None of its values can be
 * changed, so scripts may share them. */
void hm_lua_author_open(lua_State *L) {
    hm_lua_expr_open(L);
    hm_sandbox_push_environment(L);
    const int environment = lua_gettop(L);
    hm_lua_expr_author(L, environment);
    set_mark(L, environment, "indicator", HM_MADE_BY_INDICATOR);
    set_mark(L, environment, "package", HM_MADE_BY_PACKAGE);
    set_mark(L, environment, "rule", HM_MADE_BY_RULE);
    set_mark(L, environment, "study", HM_MADE_BY_STUDY);
    for (int kind = 0; kind < HM_KIND_COUNT_OF_KINDS; kind++)
        set_mark(L, environment, hm_kind_of((hm_kind)kind)->name, HM_MADE_BY_KIND + kind);
    add_lua_helpers(L, environment);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &common_key);
}

void hm_lua_author_environment(lua_State *L, const hm_library *library) {
    luaL_checkstack(L, 8, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &common_key);
    hm_sandbox_extend_environment(L, -1);
    lua_remove(L, -2);
    const int environment = lua_gettop(L);
    lua_pushliteral(L, "require");
    lua_pushlightuserdata(L, (void *)(uintptr_t)library);
    lua_pushvalue(L, environment);
    lua_newtable(L);
    lua_pushcclosure(L, require_module, 3);
    lua_rawset(L, environment);
    if (library->host.declared_count == 0)
        return;
    lua_pushliteral(L, "host");
    hm_lua_host_push(L, &library->host);
    lua_rawset(L, environment);
}
