/* test_sandbox_run.c: the two ways into a sandbox, what errors look like outside, the locale. */
#define _POSIX_C_SOURCE 200809L
#include "sandbox_support.h"

#include <locale.h>

/* --- the two ways in --- */

static int keep_function(lua_State *L) {
    struct script_run *run = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    hm_sandbox_load(L, run->name, run->source, run->size, lua_gettop(L));
    lua_call(L, 0, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "kept");
    return 0;
}

static hm_sandbox *sandbox_with(const char *source) {
    hm_sandbox *sandbox = open_sandbox(NULL);
    struct script_run run = {.name = "script.lua", .source = source, .size = strlen(source)};
    hm_error error;
    if (hm_sandbox_run(sandbox, keep_function, &run, &error) != HM_OK)
        fail_msg("%s", error.message);
    lua_getfield(hm_sandbox_lua(sandbox), LUA_REGISTRYINDEX, "kept");
    assert_int_equal(lua_gettop(hm_sandbox_lua(sandbox)), 1);
    return sandbox;
}

static void sandbox_call_returns_results(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(a, b) return a - b, a * b end");
    lua_State *L = hm_sandbox_lua(sandbox);
    hm_error error;
    for (int i = 0; i < 1000; i++) {
        lua_pushinteger(L, i);
        lua_pushinteger(L, 3);
        assert_int_equal(hm_sandbox_call(sandbox, 2, 2, &error), HM_OK);
        assert_int_equal(lua_gettop(L), 3);
        assert_int_equal(lua_tointeger(L, 2), i - 3);
        assert_int_equal(lua_tointeger(L, 3), i * 3);
        lua_settop(L, 1);
    }
    hm_sandbox_close(sandbox);
}

static void sandbox_call_survives_errors(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(x)\n  return 1 + x\nend");
    lua_State *L = hm_sandbox_lua(sandbox);
    hm_error error;
    for (int i = 0; i < 1000; i++) {
        lua_pushboolean(L, true);
        assert_int_equal(hm_sandbox_call(sandbox, 1, 1, &error), HM_ERROR_PACKAGE);
        assert_int_equal(lua_gettop(L), 1);
        assert_string_equal(error.file, "script.lua");
        assert_int_equal(error.line, 2);
        assert_string_equal(error.message,
                            "attempt to perform arithmetic on a boolean value (local 'x')");
    }
    lua_pushinteger(L, 1);
    assert_int_equal(hm_sandbox_call(sandbox, 1, 1, &error), HM_OK);
    assert_int_equal(lua_tointeger(L, -1), 2);
    hm_sandbox_close(sandbox);
}

static void sandbox_call_stops_at_limit(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(x) while x do end return 5 end");
    lua_State *L = hm_sandbox_lua(sandbox);
    hm_error error;
    lua_pushboolean(L, false);
    assert_int_equal(hm_sandbox_call(sandbox, 1, 1, &error), HM_OK);
    lua_settop(L, 1);
    for (int i = 0; i < 2; i++) { /* and is refused afterwards */
        lua_pushboolean(L, i == 0);
        assert_int_equal(hm_sandbox_call(sandbox, 1, 1, &error), HM_ERROR_LIMIT);
        assert_string_equal(error.message, STEPS_MESSAGE);
        assert_int_equal(lua_gettop(L), 1);
    }
    hm_sandbox_close(sandbox);
}

/* A call is charged the same whatever was called before it. */
static void sandbox_call_steps_repeat(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(n) for i = 1, n do end return n end");
    lua_State *L = hm_sandbox_lua(sandbox);
    hm_error error;
    /* a turn is one instruction, the rest of the call about six; the hook looks every hundred */
    static const struct {
        lua_Integer turns;
        uint64_t steps;
    } calls[] = {{250, 200}, {37, 0}, {250, 200}, {1, 0}, {99, 100}, {250, 200}};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        lua_pushinteger(L, calls[i].turns);
        assert_int_equal(hm_sandbox_call(sandbox, 1, 1, &error), HM_OK);
        lua_settop(L, 1);
        assert_int_equal(hm_sandbox_steps(sandbox), calls[i].steps);
    }
    hm_sandbox_close(sandbox);
}

static int push_and_fail(lua_State *L) {
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 2);
    return luaL_error(L, "from C");
}

static int push_and_return(lua_State *L) {
    lua_pushinteger(L, 1);
    return 1;
}

static void sandbox_run_leaves_stack(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    lua_pushinteger(hm_sandbox_lua(sandbox), 7);
    assert_int_equal(hm_sandbox_run(sandbox, push_and_fail, NULL, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message, "from C");
    assert_string_equal(error.file, "");
    assert_int_equal(hm_sandbox_run(sandbox, push_and_return, NULL, &error), HM_OK);
    assert_int_equal(lua_gettop(hm_sandbox_lua(sandbox)), 1);
    assert_int_equal(hm_sandbox_run(sandbox, push_and_fail, NULL, NULL), HM_ERROR_PACKAGE);
    hm_sandbox_close(sandbox);
    hm_sandbox_close(NULL);
}

/* --- errors --- */

static void sandbox_error_has_location(void **state) {
    (void)state;
    static const struct {
        const char *source;
        const char *message;
        uint32_t line;
    } cases[] = {
        {"\nlocal x = nil\nreturn x.y", "attempt to index a nil value (local 'x')", 3},
        {"\nerror('plain')", "plain", 2},
        {"\n\nerror('no position', 0)", "no position", 3},
        {"local function f() error('of the caller', 2) end\n\n\nf()", "of the caller", 4},
        {"\nassert(false, 'asserted')", "asserted", 2},
        {"\nassert(nil)", "assertion failed!", 2},
        {"\nerror({})", "raised a table instead of a message", 2},
        {"\nerror()", "raised a nil instead of a message", 2},
        {"\nerror(12.5)", "12.5", 2},
        {"\nlocal ok, e = pcall(error, 'kept', 1)\n\nerror(e, 0)", "kept", 4},
        {"\nlocal ok, e = pcall(function() error('inner') end)\n\nerror(e, 0)", "inner", 2},
        {"\n(''):rep()", "bad argument #1 to 'rep' (number expected, got no value)", 2},
        {"\nstring.rep()", "bad argument #1 to 'rep' (string expected, got no value)", 2},
        {"\ntable.sort({ 2, 1 }, function(a, b)\n  return a.x < 1\nend)",
         "attempt to index a number value (local 'a')", 3},
        {"x = = 1", "unexpected symbol near '='", 1},
        {"\n\nlocal a = 'open", "unfinished string near <eof>", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hm_sandbox *sandbox = open_sandbox(NULL);
        hm_error error;
        assert_int_equal(run_script(sandbox, cases[i].source, &error), HM_ERROR_PACKAGE);
        assert_string_equal(error.message, cases[i].message);
        assert_string_equal(error.file, "script.lua");
        assert_int_equal(error.line, cases[i].line);
        hm_sandbox_close(sandbox);
    }
}

/* Lua shortens names above 59 bytes in its messages; the place has them in full. */
static void sandbox_error_long_names(void **state) {
    (void)state;
    static const char *const names[] = {
        "indicators/a-folder-with-a-rather-long-name/another-one-like-that/L1.1.1.lua",
        "indicators/a-folder-with-a-rather-long-name/the-second-like-it-is/L1.1.1.lua",
        "C:\\package\\a:1: b.lua", "a\tb.lua"};
    hm_sandbox *sandbox = open_sandbox(NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        static const char source[] = "\nerror('here')";
        struct script_run run = {.name = names[i], .source = source, .size = strlen(source)};
        hm_error error;
        assert_int_equal(hm_sandbox_run(sandbox, script_body, &run, &error), HM_ERROR_PACKAGE);
        assert_string_equal(error.message, "here");
        assert_int_equal(error.line, 2);
        assert_string_equal(error.file, names[i]);
    }
    hm_sandbox_close(sandbox);
}

static void sandbox_error_text_is_cut(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(run_script(sandbox, "error(('\\0\\n'):rep(100000))", &error),
                     HM_ERROR_PACKAGE);
    assert_in_range(strlen(error.message), 500, 512);
    assert_memory_equal(error.message, "\\0\\n\\0\\n", 8);
    assert_int_equal(run_script(sandbox, "error('\\27[31m\\xff \xc3\xa4')", &error),
                     HM_ERROR_PACKAGE);
    assert_string_equal(error.message, "\\u{1B}[31m\\xFF \xc3\xa4");
    hm_sandbox_close(sandbox);
}

static const char mark;

static int raise_mark(lua_State *L) {
    lua_pushlightuserdata(L, (void *)(uintptr_t)&mark);
    return lua_error(L);
}

static void sandbox_raised_mark(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(hm_sandbox_run(sandbox, raise_mark, NULL, &error), HM_ERROR_PACKAGE);
    assert_ptr_equal(hm_sandbox_raised(sandbox), &mark);
    assert_int_equal(run_script(sandbox, "error('x')", &error), HM_ERROR_PACKAGE);
    assert_null(hm_sandbox_raised(sandbox));
    hm_sandbox_close(sandbox);
}

/* --- the locale --- */

static int look_at_locale(lua_State *L) {
    *(bool *)lua_touserdata(L, 1) = *localeconv()->decimal_point == '.';
    return 0;
}

static int is_locale_global(lua_State *L) {
    *(bool *)lua_touserdata(L, 1) = uselocale((locale_t)0) == LC_GLOBAL_LOCALE;
    return 0;
}

/* The process may change its own locale at any time: scripts must not wear it. */
static void sandbox_locale_is_not_the_process(void **state) {
    (void)state;
    bool is_global = true;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_true(uselocale((locale_t)0) == LC_GLOBAL_LOCALE);
    assert_int_equal(hm_sandbox_run(sandbox, is_locale_global, &is_global, &error), HM_OK);
    assert_false(is_global);
    assert_true(uselocale((locale_t)0) == LC_GLOBAL_LOCALE);
    hm_sandbox_close(sandbox);
}

/* Takes a comma locale where the system has one; without one it still sees that the thread's own
 * locale comes back. */
static void sandbox_locale_is_c_inside(void **state) {
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "C"};
    locale_t comma = (locale_t)0;
    for (size_t i = 0; !comma && i < sizeof names / sizeof names[0]; i++)
        comma = newlocale(LC_ALL_MASK, names[i], (locale_t)0);
    assert_true(comma != (locale_t)0);
    locale_t before = uselocale(comma);
    bool is_point = false;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    struct script_run run;
    static const char source[] = "return 1.5 .. ' ' .. ('%.2f'):format(2.5) .. ' ' .. "
                                 "tostring(tonumber('1.5') + '0.25') .. tostring(tonumber('1,5'))";
    assert_int_equal(hm_sandbox_run(sandbox, look_at_locale, &is_point, &error), HM_OK);
    assert_true(is_point);
    assert_int_equal(run_bytes(sandbox, source, sizeof source - 1, &run, &error), HM_OK);
    assert_string_equal(run.out, "1.5 2.50 1.75nil");
    assert_true(uselocale((locale_t)0) == comma);
    assert_int_equal(run_script(sandbox, "error('x')", &error), HM_ERROR_PACKAGE);
    assert_true(uselocale((locale_t)0) == comma);
    hm_sandbox_close(sandbox);
    uselocale(before);
    freelocale(comma);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sandbox_call_returns_results),
        cmocka_unit_test(sandbox_call_survives_errors),
        cmocka_unit_test(sandbox_call_stops_at_limit),
        cmocka_unit_test(sandbox_call_steps_repeat),
        cmocka_unit_test(sandbox_run_leaves_stack),
        cmocka_unit_test(sandbox_error_has_location),
        cmocka_unit_test(sandbox_error_long_names),
        cmocka_unit_test(sandbox_error_text_is_cut),
        cmocka_unit_test(sandbox_raised_mark),
        cmocka_unit_test(sandbox_locale_is_not_the_process),
        cmocka_unit_test(sandbox_locale_is_c_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
