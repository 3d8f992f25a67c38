/* test_sandbox_library.c: what scripts can name, and how it behaves where it differs from Lua's
 * own. */
#include "sandbox_support.h"

#include <stdlib.h>

/* --- the allow-list --- */

/* Everything a script can name, by hand from the documentation for authors. */
static const char *const names[] = {"assert",         "error",           "ipairs",
                                    "math",           "math.abs",        "math.acos",
                                    "math.asin",      "math.atan",       "math.ceil",
                                    "math.cos",       "math.deg",        "math.exp",
                                    "math.floor",     "math.fmod",       "math.huge",
                                    "math.log",       "math.max",        "math.maxinteger",
                                    "math.min",       "math.mininteger", "math.modf",
                                    "math.pi",        "math.rad",        "math.sin",
                                    "math.sqrt",      "math.tan",        "math.tointeger",
                                    "math.type",      "math.ult",        "next",
                                    "pairs",          "pcall",           "select",
                                    "string",         "string.byte",     "string.char",
                                    "string.find",    "string.format",   "string.gmatch",
                                    "string.gsub",    "string.len",      "string.lower",
                                    "string.match",   "string.rep",      "string.reverse",
                                    "string.sub",     "string.upper",    "table",
                                    "table.concat",   "table.insert",    "table.pack",
                                    "table.remove",   "table.sort",      "table.unpack",
                                    "tonumber",       "tostring",        "type",
                                    "utf8",           "utf8.char",       "utf8.charpattern",
                                    "utf8.codepoint", "utf8.codes",      "utf8.len",
                                    "utf8.offset"};

enum { NAMES = sizeof names / sizeof names[0] };

struct found {
    char names[200][64];
    size_t count;
};

/* What stands behind the sealed table on the top, and in the sealed tables in it. */
static void find_names(lua_State *L, const char *prefix, struct found *found) {
    luaL_checkstack(L, 10, NULL);
    int sealed = lua_gettop(L);
    lua_pushnil(L);
    assert_false(lua_next(L, sealed)); /* nothing that a script could overwrite */
    assert_true(luaL_getmetafield(L, sealed, "__index") == LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        assert_true(found->count < 200);
        snprintf(found->names[found->count++], 64, "%s%s", prefix, lua_tostring(L, -2));
        if (lua_istable(L, -1)) {
            char inner[64];
            snprintf(inner, sizeof inner, "%s.", lua_tostring(L, -2));
            find_names(L, inner, found);
        }
    }
    lua_settop(L, sealed);
}

static int list_names(lua_State *L) {
    struct found *found = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    find_names(L, "", found);
    return 0;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(a, b);
}

static void library_names_are_the_list(void **state) {
    (void)state;
    static struct found found;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(hm_sandbox_run(sandbox, list_names, &found, &error), HM_OK);
    qsort(found.names, found.count, sizeof found.names[0], compare_names);
    for (size_t i = 0; i < NAMES && i < found.count; i++)
        assert_string_equal(found.names[i], names[i]);
    assert_int_equal(found.count, NAMES);
    hm_sandbox_close(sandbox);
}

static void library_names_left_out(void **state) {
    (void)state;
    static const char *const absent[] = {"_G",
                                         "collectgarbage",
                                         "coroutine",
                                         "debug",
                                         "dofile",
                                         "io",
                                         "getmetatable",
                                         "load",
                                         "loadfile",
                                         "os",
                                         "print",
                                         "package",
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
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        char source[64], message[96];
        snprintf(source, sizeof source, "return %s", absent[i]);
        snprintf(message, sizeof message, "'%s' is not available to scripts", absent[i]);
        assert_raises(source, message);
    }
}

static void library_unknown_name_suggests(void **state) {
    (void)state;
    assert_raises("return tostrin(1)", "unknown name 'tostrin': did you mean \"tostring\"?");
    assert_raises("return math.flor(1)", "unknown name 'math.flor': did you mean \"math.floor\"?");
    assert_raises("return quite_another_thing", "unknown name 'quite_another_thing'");
    assert_raises("return math.xin", "unknown name 'math.xin': did you mean \"math.min\"?");
    assert_raises("return _ENV[1]", "globals are read by name");
}

static void library_names_cannot_be_written(void **state) {
    (void)state;
    assert_raises("x = 1", "global 'x' cannot be set: declare it with 'local'");
    assert_raises("pairs = nil", "global 'pairs' cannot be set: declare it with 'local'");
    assert_raises("function f() end", "global 'f' cannot be set: declare it with 'local'");
    assert_raises("math.pi = 3", "'math.pi' cannot be set");
    assert_raises("string.trim = 1", "'string.trim' cannot be set");
    assert_raises("_ENV.y = 1", "global 'y' cannot be set: declare it with 'local'");
    assert_raises("('').rep = 1", "attempt to index a string value (constant '')");
}

static void library_methods_of_text(void **state) {
    (void)state;
    assert_gives("return ('x'):rep(3):upper() .. ('%d'):format(2) .. #('ab')", "XXX22");
    assert_raises("return ('x'):dump()", "attempt to call a nil value (method 'dump')");
    assert_gives("return '10' + 1 .. ' ' .. '3' * '4' .. ' ' .. -'2'", "11 12 -2");
    assert_raises("return 'abc' + 1", "attempt to add a 'string' with a 'number'");
}

static int add_names_and_run(lua_State *L) {
    struct script_run *run = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    lua_pushliteral(L, "answer");
    lua_pushinteger(L, 42);
    lua_rawset(L, -3);
    lua_pushliteral(L, "pairs"); /* what the host gives stands above the list */
    lua_pushinteger(L, 1);
    lua_rawset(L, -3);
    hm_sandbox_load(L, run->name, run->source, run->size, lua_gettop(L));
    lua_call(L, 0, 1);
    take_text(L, run->out, sizeof run->out);
    return 0;
}

/* The script in an extension of what add_names_and_run runs it in. */
static int extend_and_run(lua_State *L) {
    static const char other[] = "return pcall(function() return addition end), pairs({})";
    struct script_run *run = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    lua_pushliteral(L, "answer");
    lua_pushinteger(L, 42);
    lua_rawset(L, -3);
    hm_sandbox_extend_environment(L, -1);
    lua_pushliteral(L, "addition");
    lua_pushinteger(L, 1);
    lua_rawset(L, -3);
    lua_pushliteral(L, "pairs"); /* what is put in stands above what is extended */
    lua_pushinteger(L, 3);
    lua_rawset(L, -3);
    hm_sandbox_load(L, run->name, run->source, run->size, lua_gettop(L));
    hm_sandbox_extend_environment(L, -3); /* which has none of these names */
    hm_sandbox_load(L, "other.lua", other, sizeof other - 1, lua_gettop(L));
    lua_call(L, 0, 2);
    assert_false(lua_toboolean(L, -2));
    assert_true(lua_isfunction(L, -1));
    lua_pop(L, 3);
    lua_call(L, 0, 1);
    take_text(L, run->out, sizeof run->out);
    return 0;
}

struct names_case {
    const char *source, *out, *message;
};

static void check_names(lua_CFunction function, const struct names_case *cases, size_t count) {
    hm_sandbox *sandbox = open_sandbox(NULL);
    for (size_t i = 0; i < count; i++) {
        struct script_run run = {"a.lua", cases[i].source, strlen(cases[i].source), ""};
        hm_error error;
        hm_code code = hm_sandbox_run(sandbox, function, &run, &error);
        assert_int_equal(code, cases[i].out ? HM_OK : HM_ERROR_PACKAGE);
        if (cases[i].out)
            assert_string_equal(run.out, cases[i].out);
        else
            assert_string_equal(error.message, cases[i].message);
    }
    hm_error error; /* and is nobody else's */
    assert_int_equal(run_script(sandbox, "return answer", &error), HM_ERROR_PACKAGE);
    hm_sandbox_close(sandbox);
}

static void library_names_of_the_host(void **state) {
    (void)state;
    static const struct names_case cases[] = {
        {"return answer + pairs", "43", NULL},
        {"answer = 1", NULL, "global 'answer' cannot be set: declare it with 'local'"},
        {"return anwser", NULL, "unknown name 'anwser': did you mean \"answer\"?"}};
    check_names(add_names_and_run, cases, sizeof cases / sizeof *cases);
}

static void library_extensions_of_an_environment(void **state) {
    (void)state;
    static const struct names_case cases[] = {
        {"return math.floor(answer + addition + pairs + 0.5)", "46", NULL},
        {"answer = 1", NULL, "global 'answer' cannot be set: declare it with 'local'"},
        {"addition = 1", NULL, "global 'addition' cannot be set: declare it with 'local'"},
        {"return anwser", NULL, "unknown name 'anwser': did you mean \"answer\"?"},
        {"return adition", NULL, "unknown name 'adition': did you mean \"addition\"?"},
        {"return io", NULL, "'io' is not available to scripts"}};
    check_names(extend_and_run, cases, sizeof cases / sizeof *cases);
}

/* --- order and text --- */

static void library_pairs_sorted(void **state) {
    (void)state;
    assert_gives("local t, s = { 'one', 'two', b = 1, a = 2, B = 3, [true] = 4, [false] = 5,\n"
                 "  [-1] = 6, [2.5] = 7, [1e300] = 8, ['a\\0b'] = 9, [''] = 10 }, ''\n"
                 "for k in pairs(t) do s = s .. tostring(k):gsub('%z', '0') .. ' ' end\n"
                 "return s",
                 "-1 1 2 2.5 1e+300  B a a0b b false true ");
    assert_gives("local s = 0 for k, v in pairs({}) do s = 1 end return s", "0");
    assert_gives("local t, s = {}, '' for i = 40, 1, -1 do t['k' .. i % 7] = i end\n"
                 "for k, v in pairs(t) do s = s .. k .. '=' .. v .. ' ' end return s",
                 "k0=7 k1=1 k2=2 k3=3 k4=4 k5=5 k6=6 ");
}

static void library_pairs_while_changing(void **state) {
    (void)state;
    assert_gives("local t, s = { a = 1, b = 2, c = 3 }, ''\n"
                 "for k, v in pairs(t) do s = s .. k .. v t.b = nil t.c = 9 t.d = 4 end return s",
                 "a1c9");
    assert_raises("for k in pairs({ [{}] = 1 }) do end",
                  "a table with a table for a key cannot be looped over: such keys have no order");
    assert_raises("for k in pairs(nil) do end",
                  "bad argument #1 to 'pairs' (table expected, got nil)");
}

static void library_next_in_order(void **state) {
    (void)state;
    assert_gives("return tostring(next({}))", "nil");
    assert_gives("local t, s = { x = 1, 5, 6, [true] = 0 }, ''\n"
                 "local k, v = next(t)\n"
                 "while k ~= nil do s = s .. tostring(k) .. '=' .. v .. ' ' k, v = next(t, k) end\n"
                 "return s",
                 "1=5 2=6 x=1 true=0 ");
}

static void library_text_without_addresses(void **state) {
    (void)state;
    assert_gives("return tostring({}) .. tostring(pairs) .. tostring(function() end)",
                 "tablefunctionfunction");
    assert_gives("return tostring(nil) .. tostring(true) .. tostring(12) .. tostring(1.5)",
                 "niltrue121.5");
    assert_gives("return ('%s %s %s'):format({}, pairs, nil)", "table function nil");
}

static void library_format(void **state) {
    (void)state;
    assert_gives("return ('%5.1f|%-5d|%05d|%+d|%x|%g|%c|%%'):format(2.25, 3, 42, 7, 255, 0.1, 65)",
                 "  2.2|3    |00042|+7|ff|0.1|A|%");
    assert_gives("return ('%s|%10s|%-4s|%.2s|%4.1s|'):format('a', 'b', 'c', 'defg', 'xyz')",
                 "a|         b|c   |de|   x|");
    assert_gives("return ('%q %q %q'):format('a\\n\"', 1, true)", "\"a\\\n\\\"\" 1 true");
    assert_gives("return ('%i %5s'):format(3.0, 7)", "3     7");
    assert_raises("return ('%p'):format({})", "invalid conversion '%p' to 'format'");
    assert_raises("return ('%123d'):format(1)", "invalid conversion '%123' to 'format'");
    assert_raises("return ('%d'):format(1.5)",
                  "bad argument #1 to 'format' (number has no integer representation)");
    assert_raises("return ('%d'):format()", "bad argument #1 to 'format' (no value)");
    assert_raises("return ('%'):format(1)", "invalid conversion '%' to 'format'");
    assert_raises("return ('%q'):format({})",
                  "bad argument #1 to 'format' (value has no literal form)");
}

/* --- texts --- */

static void library_text_functions(void **state) {
    (void)state;
    assert_gives("return ('ab'):rep(3, ',') .. ('ab'):rep(1, ',') .. ('ab'):rep(0, ',') ..\n"
                 "('ab'):rep(-5) .. ('a'):rep(7) .. (''):rep(1 << 60) .. (''):rep(3, '-')",
                 "ab,ab,ababaaaaaaa--");
    assert_gives("return ('aZ09\xc3\xa4'):upper() .. ('aZ09\xc3\x84'):lower() .. ('abc'):reverse()",
                 "AZ09\xc3\xa4"
                 "az09\xc3\x84"
                 "cba");
    assert_gives("return table.concat({ ('abc'):byte(1, -1) }, ' ') .. ' ' .. ('abc'):byte() ..\n"
                 "' ' .. ('abc'):byte(-1) .. ' ' .. select('#', ('abc'):byte(4)) ..\n"
                 "' ' .. select('#', ('abc'):byte(0)) .. ' ' .. select('#', ('abc'):byte(3, 2))",
                 "97 98 99 97 99 0 0 0");
    assert_gives("return utf8.len('S\xc3\xa3o') .. utf8.codepoint('\xc3\xa4') .. utf8.char(228)",
                 "3228\xc3\xa4");
    assert_raises("return ('x'):rep(9000):byte(1, -1)", "string slice too long");
    assert_raises("return utf8.codepoint(('x'):rep(9000), 1, -1)", "string slice too long");
}

/* --- tables --- */

static void library_sort(void **state) {
    (void)state;
    assert_gives("local t = { 5, 2, 8, 1, 9, 3 } table.sort(t) return table.concat(t, ' ')",
                 "1 2 3 5 8 9");
    assert_gives("local t = { 'b', 'B', 'a', '', 'ab' } table.sort(t) return table.concat(t, ' ')",
                 " B a ab b");
    /* stable: those that are equal stay in their order */
    assert_gives("local t = { { 2, 'a' }, { 1, 'b' }, { 2, 'c' }, { 1, 'd' }, { 2, 'e' } }\n"
                 "table.sort(t, function(a, b) return a[1] < b[1] end)\n"
                 "local s = '' for _, x in ipairs(t) do s = s .. x[2] end return s",
                 "bdace");
    assert_gives("local t = {} for i = 1, 1000 do t[i] = i * 7919 % 1009 end table.sort(t)\n"
                 "for i = 2, 1000 do if t[i - 1] >= t[i] then return i end end return #t",
                 "1000");
    assert_gives("local t = { 1, 2, 3, 4 } table.sort(t, function(a, b) return a > b end)\n"
                 "return table.concat(t)",
                 "4321");
    assert_raises("table.sort({ 1, 'x' })", "attempt to compare string with number");
    assert_raises("table.sort({ 1, 2 }, 5)",
                  "bad argument #2 to 'sort' (function expected, got number)");
}

/* An order that contradicts itself ends, and loses nothing. */
static void library_sort_bad_order(void **state) {
    (void)state;
    assert_gives("local t, n = {}, 0 for i = 1, 500 do t[i] = i end\n"
                 "table.sort(t, function() n = n + 1 return n % 3 ~= 0 end)\n"
                 "local sum = 0 for i = 1, 500 do sum = sum + t[i] end return sum",
                 "125250");
    assert_gives("local t = { 3, 1, 2 } table.sort(t, function() return true end) return #t", "3");
}

static void library_insert_and_remove(void **state) {
    (void)state;
    assert_gives("local t = { 1, 2 } table.insert(t, 3) table.insert(t, 1, 0)\n"
                 "table.insert(t, 5, 4) return table.concat(t, ' ')",
                 "0 1 2 3 4");
    assert_gives("local t = { 1, 2, 3, 4 } local a, b = table.remove(t), table.remove(t, 1)\n"
                 "return a .. b .. table.concat(t) .. tostring(table.remove({}))",
                 "4123nil");
    assert_raises("table.insert({ 1 }, 3, 0)",
                  "bad argument #2 to 'insert' (position out of bounds)");
    assert_raises("table.insert({ 1 }, 0, 0)",
                  "bad argument #2 to 'insert' (position out of bounds)");
    assert_raises("table.insert({}, 1, 2, 3)", "wrong number of arguments to 'insert'");
    assert_raises("table.remove({ 1 }, 3)", "bad argument #2 to 'remove' (position out of bounds)");
}

static void library_concat_and_unpack(void **state) {
    (void)state;
    assert_gives("return table.concat({ 1, 'b', 2.5 }, ', ') .. table.concat({}, 'x') ..\n"
                 "table.concat({ 1, 2, 3 }, '-', 2) .. table.concat({ 1, 2, 3 }, '-', 3, 2) ..\n"
                 "table.concat({ [math.maxinteger] = 'm' }, '', math.maxinteger, math.maxinteger)",
                 "1, b, 2.52-3m");
    assert_gives("return select('#', table.unpack({}, 1, 3)) .. select(2, table.unpack({ 7, 8 }))",
                 "38");
    assert_gives("local t = table.pack(1, nil, 3) return t.n", "3");
    assert_raises("return table.concat({ 1, {}, 3 })",
                  "invalid value (at index 2) in table for 'concat'");
    assert_raises("return table.unpack({}, 1, 8001)", "too many results to unpack");
    assert_raises("return table.unpack({}, math.mininteger, math.maxinteger)",
                  "too many results to unpack");
    assert_gives("return select('#', table.unpack({}, 1, 8000))", "8000");
}

static void library_pcall(void **state) {
    (void)state;
    assert_gives("local a, b, c = pcall(function(...) return select('#', ...), 'x' end, 1, nil)\n"
                 "return tostring(a) .. b .. c",
                 "true2x");
    assert_gives("local ok, e = pcall(function() local x = nil return x.y end)\n"
                 "return tostring(ok) .. ' ' .. e",
                 "false script.lua:1: attempt to index a nil value (local 'x')");
    assert_gives("local ok, e = pcall(error, { code = 7 }) return e.code", "7");
    assert_gives("local ok, e = pcall(error) return tostring(ok) .. tostring(e)", "falsenil");
    assert_raises("pcall()", "bad argument #1 to 'pcall' (value expected)");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(library_names_are_the_list),
        cmocka_unit_test(library_names_left_out),
        cmocka_unit_test(library_unknown_name_suggests),
        cmocka_unit_test(library_names_cannot_be_written),
        cmocka_unit_test(library_methods_of_text),
        cmocka_unit_test(library_names_of_the_host),
        cmocka_unit_test(library_extensions_of_an_environment),
        cmocka_unit_test(library_pairs_sorted),
        cmocka_unit_test(library_pairs_while_changing),
        cmocka_unit_test(library_next_in_order),
        cmocka_unit_test(library_text_without_addresses),
        cmocka_unit_test(library_format),
        cmocka_unit_test(library_text_functions),
        cmocka_unit_test(library_sort),
        cmocka_unit_test(library_sort_bad_order),
        cmocka_unit_test(library_insert_and_remove),
        cmocka_unit_test(library_concat_and_unpack),
        cmocka_unit_test(library_pcall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
