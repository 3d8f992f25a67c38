/* library.c: the allow-list, and environments made of it.
 *
 * What is not in the list below does not exist for a script. Left out on purpose: everything that
 * reaches outside (io, os, package, debug, print, require, dofile, loadfile), makes code from text
 * (load, string.dump), keeps running where no hook looks (coroutine, xpcall, setmetatable with its
 * __gc, __close, __index and so on; with weak tables and a memory limit the latter is also a double
 * free in 5.4.4), looks behind a guard (getmetatable, rawget, rawset, rawequal, rawlen, _G),
 * differs from run to run (math.random, collectgarbage), or asks for any amount of memory or time
 * in one call (string.pack, packsize, unpack, table.move). */
#include "sandbox/parts.h"

#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The stock function in upvalue 1, its time bounded by the texts among its first two arguments. */
static int charged_by_length(lua_State *L) {
    for (int i = 1; i <= 2; i++)
        if (lua_type(L, i) == LUA_TSTRING)
            hm_sandbox_charge(L, lua_rawlen(L, i) / 8 + 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* `ours` NULL: the stock value as it is, which takes a short time whatever it is given. Otherwise
 * the function has the stock one of the same name, if there is one, as its upvalue. */
static const struct entry {
    const char *library; /* "" for names without one */
    const char *name;
    lua_CFunction ours;
} entries[] = {
    {"", "assert", NULL},
    {"", "error", NULL},
    {"", "ipairs", NULL},
    {"", "next", hm_script_next},
    {"", "pairs", hm_script_pairs},
    {"", "pcall", hm_script_pcall},
    {"", "select", NULL},
    {"", "tonumber", charged_by_length},
    {"", "tostring", hm_script_tostring},
    {"", "type", NULL},

    {"math", "abs", hm_script_math},
    {"math", "acos", hm_script_math},
    {"math", "asin", hm_script_math},
    {"math", "atan", hm_script_math},
    {"math", "ceil", hm_script_math},
    {"math", "cos", hm_script_math},
    {"math", "deg", hm_script_math},
    {"math", "exp", hm_script_math},
    {"math", "floor", hm_script_math},
    {"math", "fmod", hm_script_fmod},
    {"math", "huge", NULL},
    {"math", "log", hm_script_math},
    {"math", "max", hm_script_math},
    {"math", "maxinteger", NULL},
    {"math", "min", hm_script_math},
    {"math", "mininteger", NULL},
    {"math", "modf", hm_script_math},
    {"math", "pi", NULL},
    {"math", "rad", hm_script_math},
    {"math", "sin", hm_script_math},
    {"math", "sqrt", hm_script_math},
    {"math", "tan", hm_script_math},
    {"math", "tointeger", hm_script_math},
    {"math", "type", hm_script_math},
    {"math", "ult", hm_script_math},

    {"string", "byte", hm_script_byte},
    {"string", "char", NULL},
    {"string", "find", hm_script_find},
    {"string", "format", hm_script_format},
    {"string", "gmatch", hm_script_gmatch},
    {"string", "gsub", hm_script_gsub},
    {"string", "len", NULL},
    {"string", "lower", hm_script_lower},
    {"string", "match", hm_script_match},
    {"string", "rep", hm_script_rep},
    {"string", "reverse", hm_script_reverse},
    {"string", "sub", charged_by_length},
    {"string", "upper", hm_script_upper},

    {"table", "concat", hm_script_concat},
    {"table", "insert", hm_script_insert},
    {"table", "pack", NULL},
    {"table", "remove", hm_script_remove},
    {"table", "sort", hm_script_sort},
    {"table", "unpack", hm_script_unpack},

    {"utf8", "char", NULL},
    {"utf8", "charpattern", NULL},
    {"utf8", "codepoint", hm_script_codepoint},
    {"utf8", "codes", charged_by_length},
    {"utf8", "len", charged_by_length},
    {"utf8", "offset", charged_by_length},
};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

/* Registry keys, by address: the allow-list as tables, the metatable behind environments, the
 * helpers that choose by name, and the set of names that extensions have of their own. */
static const char template_key, guard_key, choices_key, extensions_key;

/* --- the template, once a state --- */

/* [-0, +1, e] the stock libraries, by name. The base library fills the globals. */
static void push_stock(lua_State *L) {
    static const luaL_Reg openers[] = {{"math", luaopen_math},
                                       {"string", luaopen_string},
                                       {"table", luaopen_table},
                                       {"utf8", luaopen_utf8}};
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        lua_pushcfunction(L, openers[i].func);
        lua_call(L, 0, 1);
        lua_setfield(L, -2, openers[i].name);
    }
}

/* [-0, +1, e] the table of a library inside the table at `index`; made when it is not there. */
static void push_library(lua_State *L, int index, const char *library) {
    index = lua_absindex(L, index);
    if (*library == '\0') {
        lua_pushvalue(L, index);
    } else if (lua_getfield(L, index, library) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, index, library);
    }
}

static void add_entry(lua_State *L, int stock, int template, const struct entry *entry) {
    push_library(L, template, entry->library);
    push_library(L, stock, entry->library);
    lua_getfield(L, -1, entry->name); // library stock-library stock-value
    if (entry->ours)
        lua_pushcclosure(L, entry->ours, 1);
    lua_setfield(L, -3, entry->name);
    lua_pop(L, 2);
}

/* Methods of strings are looked up in a table that no script can name. Arithmetic on texts reads
 * them as numbers, however long. */
static void close_string_metatable(lua_State *L, int template) {
    static const char *const arithmetic[] = {"__add", "__sub", "__mul",  "__mod",
                                             "__pow", "__div", "__idiv", "__unm"};
    lua_pushliteral(L, "");
    if (!lua_getmetatable(L, -1))
        luaL_error(L, "strings have no metatable");
    for (size_t i = 0; i < sizeof arithmetic / sizeof arithmetic[0]; i++) {
        lua_getfield(L, -1, arithmetic[i]);
        lua_pushcclosure(L, charged_by_length, 1);
        lua_setfield(L, -2, arithmetic[i]);
    }
    lua_newtable(L); // "" metatable methods
    lua_getfield(L, template, "string");
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) { // ... methods string name function
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, -6);
    }
    lua_pop(L, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}

/* --- sealing ---
 *
 * A sealed table is empty; what it holds stands in a table behind it, so that writing to a name
 * that exists is seen as well. Scripts read it as if it were that table. */

/* Upvalue 1 of both: what stands before the names, "" or "math." and the like. */
static int refuse_write(lua_State *L) {
    const char *prefix = lua_tostring(L, lua_upvalueindex(1));
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
    if (*prefix != '\0')
        return luaL_error(L, "'%s%s' cannot be set", prefix, name);
    return luaL_error(L, "global '%s' cannot be set: declare it with 'local'", name);
}

static int compare_names(const void *a, const void *b) {
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static size_t count_names(lua_State *L, int table) {
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        count++;
    return count;
}

static size_t add_names(lua_State *L, int table, const char **names, size_t count) {
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING)
            names[count++] = lua_tostring(L, -2);
    return count;
}

/* The nearest of the names in the table at index 1, among the helpers that choose and of those that
 * extensions have, of equally near ones the first by its bytes; Lua's own order of keys differs
 * from run to run. */
static const char *nearest_name(lua_State *L, const char *wanted, size_t size) {
    const int tables[] = {1, lua_upvalueindex(2), lua_upvalueindex(3)};
    size_t capacity = 1, count = 0;
    for (int i = 0; i < 3; i++)
        capacity += count_names(L, tables[i]);
    hm_sandbox_charge(L, capacity * 50);
    const char **names = lua_newuserdatauv(L, capacity * sizeof *names, 0);
    for (int i = 0; i < 3; i++)
        count = add_names(L, tables[i], names, count);
    qsort(names, count, sizeof *names, compare_names);
    hm_nearest nearest;
    hm_nearest_start(&nearest, wanted, size);
    for (size_t i = 0; i < count; i++)
        hm_nearest_show(&nearest, names[i]);
    return nearest.name;
}

static bool is_left_out(const char *name) {
    static const char *const names[] = {"_G",
                                        "collectgarbage",
                                        "coroutine",
                                        "debug",
                                        "dofile",
                                        "getmetatable",
                                        "io",
                                        "load",
                                        "loadfile",
                                        "os",
                                        "package",
                                        "print",
                                        "rawequal",
                                        "rawget",
                                        "rawlen",
                                        "rawset",
                                        "require",
                                        "setmetatable",
                                        "xpcall",
                                        "math.random",
                                        "math.randomseed",
                                        "string.dump",
                                        "string.pack",
                                        "string.packsize",
                                        "string.unpack",
                                        "table.move"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Arguments: the table behind the sealed one, the name that is not in it. Upvalue 1: what stands
 * before the names; upvalue 2: helpers that choose, which are found here so that reading them is
 * seen; upvalue 3: a set of the names that extensions have. */
static int read_missing(lua_State *L) {
    const char *prefix = lua_tostring(L, lua_upvalueindex(1));
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) {
        hm_divisors_begin_choice(&hm_sandbox_of(L)->divisors);
        return 1;
    }
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "%ss are read by name", *prefix != '\0' ? "function" : "global");
    size_t size;
    const char *name = lua_tolstring(L, 2, &size);
    if (is_left_out(lua_pushfstring(L, "%s%s", prefix, name)))
        return luaL_error(L, "'%s%s' is not available to scripts", prefix, name);
    const char *nearest = nearest_name(L, name, size);
    const char *meant = nearest ? lua_pushfstring(L, "%s%s", prefix, nearest) : NULL;
    return luaL_error(L, "unknown name '%s%s'%s", prefix, name, hm_hint_of(meant).text);
}

static void push_set(lua_State *L, const void *key) {
    if (key)
        lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    else
        lua_newtable(L);
}

/* [-0, +1, e] what makes reads of missing names errors, a metatable for the table behind. */
static void push_guard(lua_State *L, const char *prefix) {
    const bool is_global = *prefix == '\0';
    lua_createtable(L, 0, 1);
    lua_pushstring(L, prefix);
    push_set(L, is_global ? &choices_key : NULL);
    push_set(L, is_global ? &extensions_key : NULL);
    lua_pushcclosure(L, read_missing, 3);
    lua_setfield(L, -2, "__index");
}

/* [-1, +1, e] puts a sealed table in front of the table on the top, which has its guard. */
static void seal(lua_State *L, const char *prefix) {
    lua_newtable(L);
    lua_createtable(L, 0, 2); // store sealed metatable
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, prefix);
    lua_pushcclosure(L, refuse_write, 1);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

/* --- the state's library and environments made of it --- */

static void seal_libraries(lua_State *L, int template) {
    static const char *const names[][2] = {
        {"math", "math."}, {"string", "string."}, {"table", "table."}, {"utf8", "utf8."}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lua_getfield(L, template, names[i][0]);
        push_guard(L, names[i][1]);
        lua_setmetatable(L, -2);
        seal(L, names[i][1]);
        lua_setfield(L, template, names[i][0]);
    }
}

void hm_sandbox_open_library(lua_State *L) {
    luaL_checkstack(L, 20, NULL);
    push_stock(L);
    int stock = lua_gettop(L);
    lua_newtable(L);
    int template = lua_gettop(L);
    for (int i = 0; i < ENTRIES; i++)
        add_entry(L, stock, template, &entries[i]);
    close_string_metatable(L, template);
    seal_libraries(L, template);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &template_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &choices_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &extensions_key);
    push_guard(L, "");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &guard_key);
    /* chunks compiled before they get their environment see nothing either */
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_settop(L, stock - 1);
}

void hm_sandbox_set_choice(lua_State *L) {
    luaL_checkstack(L, 4, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &choices_key);
    lua_insert(L, -3); // choices name function
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

void hm_sandbox_push_environment(lua_State *L) {
    luaL_checkstack(L, 8, NULL);
    lua_newtable(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &template_key);
    for (lua_pushnil(L); lua_next(L, -2);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2); // store template name name value
        lua_rawset(L, -5);
    }
    lua_pop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &guard_key);
    lua_setmetatable(L, -2);
    seal(L, "");
}

void hm_sandbox_extend_environment(lua_State *L, int source) {
    source = lua_absindex(L, source);
    luaL_checkstack(L, 8, NULL);
    hm_sandbox_seal_environment(L, source);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    luaL_getmetafield(L, source, "__index");
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    seal(L, "");
}

/* [-0, +1, e] where names put into the store on the top are written down, or nil. */
static void push_names_of(lua_State *L) {
    const int type = luaL_getmetafield(L, -1, "__index");
    if (type != LUA_TNIL)
        lua_pop(L, 1);
    if (type == LUA_TTABLE)
        lua_rawgetp(L, LUA_REGISTRYINDEX, &extensions_key);
    else
        lua_pushnil(L);
}

/* The metatable of the environment is on the top. */
static void move_names(lua_State *L, int environment) {
    lua_getfield(L, -1, "__index");
    push_names_of(L);
    const bool is_extension = lua_istable(L, -1);
    for (lua_pushnil(L); lua_next(L, environment);) { // store names name value
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -5); // store names name
        if (is_extension) {
            lua_pushvalue(L, -1);
            lua_pushboolean(L, 1);
            lua_rawset(L, -4);
        }
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, environment);
    }
    lua_pop(L, 2);
}

/* Moves what C code has put into an environment since it was made behind the seal. */
void hm_sandbox_seal_environment(lua_State *L, int index) {
    index = lua_absindex(L, index);
    luaL_checkstack(L, 8, NULL);
    if (!lua_getmetatable(L, index))
        return;
    lua_getfield(L, -1, "__newindex");
    const bool is_ours = lua_tocfunction(L, -1) == refuse_write;
    lua_pop(L, 1);
    if (is_ours)
        move_names(L, index);
    lua_pop(L, 1);
}
