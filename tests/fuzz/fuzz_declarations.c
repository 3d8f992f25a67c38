/* fuzz_declarations.c: the bytes are choices that make up what a script returns, and the readers of
 * declarations take it.
 *
 * The first byte chooses the reader: an indicator, a package, a list of inputs. Then values follow,
 * each a byte that says its kind and the bytes that it needs: texts (words of the declarations,
 * long ones, bytes that are no text), numbers of every size, expressions, functions, and tables,
 * new or one made before, so that tables are shared, nested and circular. Keys are the next
 * element, a power of two (lists of which Lua says what length it likes), a word, or anything.
 * Metatables are out of a script's reach but for those of input and of expressions. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "fuzz.h"

#include "sandbox/sandbox.h"
#include "script/lua_author.h"
#include "script/lua_read.h"

enum { MOST_INPUT = 4096, MOST_TABLES = 64, MOST_NESTING = 12 };

static const char *const words[] = {"a",         "b",
                                    "code",      "parent",
                                    "name",      "about",
                                    "reference", "inputs",
                                    "measure",   "weight",
                                    "range",     "tests",
                                    "part_of",   "replaces",
                                    "scale",     "deducts",
                                    "direction", "accepts_missing",
                                    "unit",      "options",
                                    "columns",   "min",
                                    "max",       "warn_min",
                                    "warn_max",  "score",
                                    "value",     "status",
                                    "flags",     "note",
                                    "previous",  "version",
                                    "api",       "title",
                                    "licence",   "extends",
                                    "drop",      "weights",
                                    "nodes",     "policy",
                                    "host",      "min_coverage",
                                    "aggregate", "aggregate_at",
                                    "rounding",  "lower",
                                    "scored",    "minmax",
                                    "geometric"};
static const char *const makers[] = {"count",     "amount",       "number",    "flag",
                                     "grade",     "choice",       "records",   "text",
                                     "datetime",  "duration",     "indicator", "package",
                                     "number_of", "share_of_yes", "weighted",  "band"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct generator {
    lua_State *L;
    const uint8_t *at, *end;
    int environment, pool; /* stack indices; the pool is the list of all tables so far */
    int tables;
    hm_arena arena;
} generator;

static unsigned take(generator *g) {
    return g->at < g->end ? *g->at++ : 0;
}

static void push_value(generator *g, int depth);

static void push_number(generator *g) {
    static const double numbers[] = {0,        1,         -1,           0.5,
                                     100,      1e9,       1e308,        -1e308,
                                     1e-9,     5e-324,    2147483648.0, 9007199254740993.0,
                                     HUGE_VAL, -HUGE_VAL, NAN};
    const unsigned choice = take(g);
    if (choice < COUNT(numbers))
        lua_pushnumber(g->L, numbers[choice]);
    else if (choice < 128)
        lua_pushinteger(g->L, (lua_Integer)(UINT64_C(1) << (choice % 64)));
    else
        lua_pushinteger(g->L, choice - 128);
}

static void push_text(generator *g) {
    static char text[70000];
    const unsigned choice = take(g);
    if (choice < 128) {
        lua_pushstring(g->L, words[choice % COUNT(words)]);
        return;
    }
    const size_t size = choice < 200 ? choice - 128 : choice < 250 ? 60 * choice : sizeof text;
    memset(text, (int)take(g), size);
    lua_pushlstring(g->L, text, size);
}

static void set_entry(generator *g, int table, lua_Integer *next, int depth) {
    lua_State *L = g->L;
    const unsigned choice = take(g);
    if (choice < 90)
        lua_pushinteger(L, (*next)++);
    else if (choice < 180)
        lua_pushstring(L, words[take(g) % COUNT(words)]);
    else if (choice < 240)
        lua_pushinteger(L, (lua_Integer)(UINT64_C(1) << (take(g) % 64)));
    else
        push_value(g, depth + 1);
    if (lua_isnil(L, -1) || lua_rawequal(L, -1, -1) == 0) { /* NaN is no key */
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    push_value(g, depth + 1);
    lua_rawset(L, table);
}

/* A table of all powers of two, as far as it goes: its length is what Lua likes. */
static void set_powers(generator *g, int table, int depth) {
    lua_State *L = g->L;
    const unsigned most = take(g) % 63;
    push_value(g, depth + 1);
    for (unsigned i = 0; i <= most; i++) {
        lua_pushvalue(L, -1);
        lua_rawseti(L, table, (lua_Integer)(UINT64_C(1) << i));
    }
    lua_pop(L, 1);
}

static void push_table(generator *g, int depth) {
    lua_State *L = g->L;
    lua_Integer next = 1;
    lua_newtable(L);
    const int table = lua_gettop(L);
    if (g->tables < MOST_TABLES) {
        lua_pushvalue(L, table);
        lua_rawseti(L, g->pool, ++g->tables);
    }
    const unsigned shape = take(g);
    if (shape >= 224)
        set_powers(g, table, depth);
    for (unsigned i = shape % 16; i > 0 && depth < MOST_NESTING; i--)
        set_entry(g, table, &next, depth);
}

/* What an author's function makes of a table. */
static void push_made(generator *g, int depth) {
    lua_State *L = g->L;
    lua_pushstring(L, makers[take(g) % COUNT(makers)]);
    lua_gettable(L, g->environment);
    push_table(g, depth);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
        lua_pop(L, 1);
        lua_pushnil(L);
    }
}

static void push_expression(generator *g) {
    lua_State *L = g->L;
    lua_pushliteral(L, "input");
    lua_gettable(L, g->environment);
    lua_getfield(L, -1, words[take(g) % 2]);
    lua_remove(L, -2);
}

static int nothing(lua_State *L) {
    (void)L;
    return 0;
}

static void push_value(generator *g, int depth) {
    lua_State *L = g->L;
    luaL_checkstack(L, 16, "the generator nests too deep");
    hm_sandbox_charge(L, 1);
    switch (take(g) % 12) {
    case 0:
        lua_pushnil(L);
        break;
    case 1:
        lua_pushboolean(L, (int)take(g) & 1);
        break;
    case 2:
        push_number(g);
        break;
    case 3:
    case 4:
        push_text(g);
        break;
    case 5:
        push_expression(g);
        break;
    case 6:
        lua_pushcfunction(L, nothing);
        break;
    case 7: /* one made before, perhaps the one around */
        lua_rawgeti(L, g->pool, (lua_Integer)(take(g) % MOST_TABLES) + 1);
        break;
    case 8:
    case 9:
        push_made(g, depth);
        break;
    default:
        push_table(g, depth);
    }
}

/* A table as an author would begin it, so that readers get beyond its first fields; what the bytes
 * say comes on top. */
static void push_declaration(generator *g, const char *maker, const char *source) {
    lua_State *L = g->L;
    hm_lua_author_environment(L, &(const hm_library){.find = NULL});
    g->environment = lua_gettop(L);
    hm_sandbox_load(L, "declaration", source, strlen(source), g->environment);
    lua_call(L, 0, 1);
    const int table = lua_gettop(L);
    lua_pushvalue(L, table);
    lua_rawseti(L, g->pool, ++g->tables);
    lua_Integer next = 1;
    while (g->at < g->end)
        set_entry(g, table, &next, 0);
    if (!maker)
        return;
    lua_pushstring(L, maker);
    lua_gettable(L, g->environment);
    lua_insert(L, -2);
    lua_call(L, 1, 1);
}

static int body(lua_State *L) {
    generator *g = lua_touserdata(L, 1);
    hm_declared_indicator indicator = {0};
    hm_declared_package package = {0};
    hm_field_path fault;
    hm_input *inputs;
    size_t count;
    g->L = L;
    hm_lua_author_open(L);
    lua_newtable(L);
    g->pool = lua_gettop(L);
    switch (take(g) % 3) {
    case 0:
        push_declaration(g, "indicator",
                         "return { code = 'I', parent = 'R', name = 'n', inputs = { 'a', 'b' }, "
                         "measure = input.a }");
        hm_lua_read_indicator(L, &g->arena, "d.lua", &fault, &indicator);
        break;
    case 1:
        push_declaration(g, "package", "return { name = 'p', version = '1', api = 1 }");
        hm_lua_read_package(L, &g->arena, "d.lua", &fault, &package);
        break;
    default:
        push_declaration(g, NULL, "return { count { 'a' } }");
        hm_lua_read_inputs(L, &g->arena, "d.lua", &fault, &inputs, &count);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const hm_limits limits = {.steps = 200000, .memory = (size_t)4 << 20, .seconds = 5};
    generator g = {.at = data, .end = data + size};
    hm_sandbox *sandbox = NULL;
    hm_error error;
    if (size > MOST_INPUT)
        return -1;
    hm_arena_open(&g.arena, hm_fuzz_allocator());
    REQUIRE(hm_sandbox_open(&sandbox, &limits, hm_fuzz_allocator(), &error) == HM_OK);
    const hm_code code = hm_sandbox_run(sandbox, body, &g, &error);
    REQUIRE(code == HM_OK || code == HM_ERROR_PACKAGE || code == HM_ERROR_LIMIT);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    hm_sandbox_close(sandbox);
    hm_arena_close(&g.arena);
    hm_fuzz_end();
    return 0;
}
