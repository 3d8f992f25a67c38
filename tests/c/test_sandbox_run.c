/* test_sandbox_run.c: the way into a sandbox, what errors look like outside, the locale. */
#define _POSIX_C_SOURCE 200809L
#include "sandbox_support.h"

#include <locale.h>

/* --- the way in --- */

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
    return sandbox;
}

/* What the kept function is called with, and what it gives. */
struct call {
    bool flag; /* the argument is true and no number */
    lua_Integer argument, result;
    hm_sandbox *sandbox; /* whose state it is called in */
};

static int call_kept(lua_State *L) {
    struct call *call = lua_touserdata(L, 1);
    assert_int_equal(lua_gettop(L), 1); /* whatever was left before */
    lua_getfield(L, LUA_REGISTRYINDEX, "kept");
    if (call->flag)
        lua_pushboolean(L, true);
    else
        lua_pushinteger(L, call->argument);
    lua_call(L, 1, 1);
    call->result = lua_tointeger(L, -1);
    call->sandbox = hm_sandbox_of(L);
    return 2; /* which nobody is given */
}

static void sandbox_run_again_and_again(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("local n = 0\n"
                                       "return function(x) n = n + 1 return n * x end");
    hm_error error;
    for (int i = 1; i <= 1000; i++) {
        struct call call = {.argument = 3};
        assert_int_equal(hm_sandbox_run(sandbox, call_kept, &call, &error), HM_OK);
        assert_int_equal(call.result, i * 3);
        assert_ptr_equal(call.sandbox, sandbox);
    }
    hm_sandbox_close(sandbox);
}

static void sandbox_run_survives_errors(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(x)\n  return 1 + x\nend");
    struct call wrong = {.flag = true}, right = {.argument = 1};
    hm_error error;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(hm_sandbox_run(sandbox, call_kept, &wrong, &error), HM_ERROR_PACKAGE);
        assert_string_equal(error.file, "script.lua");
        assert_int_equal(error.line, 2);
        assert_string_equal(error.message,
                            "attempt to perform arithmetic on a boolean value (local 'x')");
    }
    assert_int_equal(hm_sandbox_run(sandbox, call_kept, &right, &error), HM_OK);
    assert_int_equal(right.result, 2);
    hm_sandbox_close(sandbox);
}

static void sandbox_run_stops_at_limit(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(x) while x == 1 do end return 5 end");
    struct call ends = {.argument = 0}, never = {.argument = 1};
    hm_error error;
    assert_int_equal(hm_sandbox_run(sandbox, call_kept, &ends, &error), HM_OK);
    assert_int_equal(ends.result, 5);
    for (int i = 0; i < 2; i++) { /* and is refused afterwards */
        assert_int_equal(hm_sandbox_run(sandbox, call_kept, i == 0 ? &never : &ends, &error),
                         HM_ERROR_LIMIT);
        assert_string_equal(error.message, STEPS_MESSAGE);
    }
    hm_sandbox_close(sandbox);
}

/* A call is charged the same whatever was called before it. */
static void sandbox_run_steps_repeat(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(n) for i = 1, n do end return n end");
    hm_error error;
    /* a turn is one instruction, the rest of the call about six; the hook looks every hundred */
    static const struct {
        lua_Integer turns;
        uint64_t steps;
    } calls[] = {{250, 200}, {37, 0}, {250, 200}, {1, 0}, {99, 100}, {250, 200}};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        struct call call = {.argument = calls[i].turns};
        assert_int_equal(hm_sandbox_run(sandbox, call_kept, &call, &error), HM_OK);
        assert_int_equal(hm_sandbox_steps(sandbox), calls[i].steps);
    }
    hm_sandbox_close(sandbox);
}

static int push_and_fail(lua_State *L) {
    lua_pushinteger(L, 1);
    lua_pushinteger(L, 2);
    return luaL_error(L, "from C");
}

static void sandbox_run_errors_of_c(void **state) {
    (void)state;
    hm_sandbox *sandbox = sandbox_with("return function(x) return x end");
    struct call call = {.argument = 7};
    hm_error error;
    assert_int_equal(hm_sandbox_run(sandbox, push_and_fail, NULL, &error), HM_ERROR_PACKAGE);
    assert_string_equal(error.message, "from C");
    assert_string_equal(error.file, "");
    assert_int_equal(hm_sandbox_run(sandbox, push_and_fail, NULL, NULL), HM_ERROR_PACKAGE);
    assert_int_equal(hm_sandbox_run(sandbox, call_kept, &call, &error), HM_OK);
    assert_int_equal(call.result, 7);
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
        cmocka_unit_test(sandbox_run_again_and_again),
        cmocka_unit_test(sandbox_run_survives_errors),
        cmocka_unit_test(sandbox_run_stops_at_limit),
        cmocka_unit_test(sandbox_run_steps_repeat),
        cmocka_unit_test(sandbox_run_errors_of_c),
        cmocka_unit_test(sandbox_error_has_location),
        cmocka_unit_test(sandbox_error_long_names),
        cmocka_unit_test(sandbox_error_text_is_cut),
        cmocka_unit_test(sandbox_raised_mark),
        cmocka_unit_test(sandbox_locale_is_not_the_process),
        cmocka_unit_test(sandbox_locale_is_c_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
