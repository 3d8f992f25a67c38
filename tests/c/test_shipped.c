/* test_shipped.c: the Lua files that are part of the library: their compiled forms are what their
 * texts compile to, and in a sandbox they are bound by every limit. */
#include "sandbox_support.h"

#include "base/resources.h"
#include "sandbox/shipped.h"

static int append(lua_State *L, const void *data, size_t size, void *buffer) {
    (void)L;
    luaL_addlstring(buffer, data, size);
    return 0;
}

/* Replaces the function on the top by its dump. */
static const char *dump(lua_State *L, size_t *size) {
    luaL_Buffer buffer;
    const int function = lua_gettop(L);
    luaL_buffinit(L, &buffer);
    lua_pushvalue(L, function); /* lua_dump wants it on the top, where the buffer may keep a box */
    lua_State *other = lua_newthread(L);
    lua_pushvalue(L, function);
    lua_xmove(L, other, 1);
    lua_pop(L, 2);
    lua_dump(other, append, &buffer, 0);
    luaL_pushresult(&buffer);
    lua_replace(L, function);
    return lua_tolstring(L, function, size);
}

static void assert_loads(lua_State *L, const hm_resource *file, const char *chunk,
                         const char *mode) {
    if (luaL_loadbufferx(L, file->data, file->size, chunk, mode) != LUA_OK)
        fail_msg("%s: %s", file->name, lua_tostring(L, -1));
}

/* What the library calls the file when it loads its text. */
static void chunk_name(const char *name, char out[128]) {
    if (strncmp(name, "indicators/", 11) == 0)
        (void)snprintf(out, 128, "@%s", name + 11);
    else if (strcmp(name, "scripts/author/helpers.lua") == 0)
        (void)snprintf(out, 128, "@helpers.lua");
    else
        (void)snprintf(out, 128, "=%s", name);
}

static void shipped_compiled_is_what_the_text_says(void **state) {
    (void)state;
    assert_string_equal(hm_compiled_by, lua_ident);
    size_t count = 0;
    for (size_t i = 0; i < hm_resource_count; i++) {
        char chunk[128];
        const char *suffix = strrchr(hm_resources[i].name, '.');
        if (strcmp(suffix, ".lua") != 0)
            continue; /* a catalogue, a script of pages */
        count++;
        size_t size, wanted_size;
        lua_State *L = luaL_newstate();
        assert_non_null(L);
        const hm_resource *compiled = hm_resource_compiled(hm_resources[i].name);
        assert_non_null(compiled);
        chunk_name(compiled->name, chunk);
        assert_loads(L, &hm_resources[i], chunk, "t");
        const char *wanted = dump(L, &wanted_size);
        assert_int_equal(compiled->size, wanted_size);
        assert_memory_equal(compiled->data, wanted, wanted_size);
        assert_loads(L, compiled, "=other", "b");
        (void)dump(L, &size);
        assert_int_equal(size, wanted_size);
        lua_close(L);
    }
    assert_int_equal(hm_compiled_count, count);
}

static void shipped_names(void **state) {
    (void)state;
    lua_State *L = luaL_newstate();
    assert_non_null(L);
    assert_null(hm_resource_compiled("scripts/cli/main.lu"));
    assert_null(hm_resource_compiled("zzz"));
    assert_int_equal(hm_shipped_load(L, "scripts/cli/stop.lua", "=scripts/cli/stop.lua"), LUA_OK);
    lua_Debug shape;
    assert_true(lua_getinfo(L, ">S", &shape));
    assert_string_equal(shape.source, "=scripts/cli/stop.lua");
    assert_int_equal(hm_shipped_load(L, "scripts/cli/none.lua", "=none"), LUA_ERRFILE);
    assert_string_equal(lua_tostring(L, -1), "scripts/cli/none.lua is missing from this build");
    lua_close(L);
}

/* --- in a sandbox --- */

typedef struct shipped_run {
    bool as_text;
    uint32_t line; /* of the function that the helpers begin with */
} shipped_run;

static const char helpers[] = "scripts/author/helpers.lua";

static int load_helpers(lua_State *L) {
    shipped_run *run = lua_touserdata(L, 1);
    hm_sandbox_push_environment(L);
    if (run->as_text) {
        size_t size;
        const char *text = hm_resource_find(helpers, &size);
        hm_sandbox_load(L, "helpers.lua", text, size, lua_gettop(L));
    } else {
        hm_sandbox_load_shipped(L, "helpers.lua", helpers, lua_gettop(L));
    }
    lua_call(L, 0, 1);
    lua_getfield(L, -1, "band");
    lua_Debug shape;
    lua_getinfo(L, ">S", &shape);
    run->line = (uint32_t)shape.linedefined;
    lua_getfield(L, -1, "band");
    lua_call(L, 0, 0); /* fails: its first argument is no list of tiers */
    return 0;
}

static void shipped_in_a_sandbox_is_as_its_text(void **state) {
    (void)state;
    shipped_run runs[] = {{.as_text = true}, {.as_text = false}};
    uint64_t steps[2];
    hm_error errors[2];
    for (int i = 0; i < 2; i++) {
        hm_sandbox *sandbox = open_sandbox(NULL);
        assert_int_equal(hm_sandbox_run(sandbox, load_helpers, &runs[i], &errors[i]),
                         HM_ERROR_PACKAGE);
        steps[i] = hm_sandbox_steps(sandbox);
        hm_sandbox_close(sandbox);
    }
    assert_true(runs[0].line > 1);
    assert_int_equal(runs[1].line, runs[0].line);
    assert_int_equal(steps[1], steps[0]);
    assert_string_equal(errors[1].message, errors[0].message);
    assert_string_equal(errors[1].file, errors[0].file);
    assert_int_equal(errors[1].line, errors[0].line);
}

static void assert_limited(const hm_limits *limits, hm_code code, const char *message) {
    shipped_run run = {.as_text = false};
    hm_error error;
    hm_sandbox *sandbox = open_sandbox(limits);
    assert_int_equal(hm_sandbox_run(sandbox, load_helpers, &run, &error), code);
    if (!strstr(error.message, message))
        fail_msg("%s, expected %s", error.message, message);
    hm_sandbox_close(sandbox);
}

static void shipped_limits_hold(void **state) {
    (void)state;
    assert_limited(&(hm_limits){.steps = 1000}, HM_ERROR_LIMIT, "steps: more than 1000");
    hm_sandbox *empty = open_sandbox(NULL);
    const hm_limits little = {.memory = hm_sandbox_peak(empty) + 2000};
    hm_sandbox_close(empty);
    assert_limited(&little, HM_ERROR_LIMIT, "memory: more than ");
}

/* A limit is for the scripts of others, however small. */
static void shipped_size_is_not_limited(void **state) {
    (void)state;
    shipped_run run = {.as_text = false, .line = 0};
    hm_error error;
    hm_sandbox *sandbox = open_sandbox(&(hm_limits){.source_size = 1});
    assert_int_equal(hm_sandbox_run(sandbox, load_helpers, &run, &error), HM_ERROR_PACKAGE);
    assert_true(run.line > 1); /* it was loaded, and failed where it was made to */
    hm_sandbox_close(sandbox);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_compiled_is_what_the_text_says),
        cmocka_unit_test(shipped_names),
        cmocka_unit_test(shipped_in_a_sandbox_is_as_its_text),
        cmocka_unit_test(shipped_limits_hold),
        cmocka_unit_test(shipped_size_is_not_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
