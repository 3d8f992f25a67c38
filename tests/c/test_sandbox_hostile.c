/* Every script of tests/hostile/scripts, each a test of its own, at the level of the sandbox: it is
 * loaded, called for three rows, and must end in one of the outcomes its header accepts, in time,
 * without harm to what comes after it. Usage: test_sandbox_hostile [folder] [-v] */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <lauxlib.h>

#include "sandbox/sandbox.h"

#ifndef HM_HOSTILE_SCRIPTS
#define HM_HOSTILE_SCRIPTS "tests/hostile/scripts"
#endif

enum { SCRIPTS_MOST = 400, PATH_MOST = 1024 };

enum outcome { LOAD, RUNTIME, LIMIT, INVALID, HARMLESS };

static const char *const outcome_words[] = {"load", "runtime", "limit", "invalid", "harmless"};

struct script {
    char path[PATH_MOST];
    const char *name;
    char *text;
    size_t size;
    bool is_body;
    char expect[128];
    bool has_value;
    double value;
    double most_seconds;
};

static bool verbose;

/* --- reading a script and its header --- */

static char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(*size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, *size, file), *size);
    text[*size] = '\0';
    fclose(file);
    return text;
}

/* What follows `-- key:` up to the end of its line; false when the script does not say it. */
static bool header(const struct script *script, const char *key, char *out, size_t out_size) {
    const char *at = strstr(script->text, key);
    if (!at)
        return false;
    at += strlen(key);
    at += strspn(at, " ");
    size_t size = strcspn(at, "\r\n");
    assert_true(size < out_size);
    memcpy(out, at, size);
    out[size] = '\0';
    return true;
}

static void read_script(struct script *script) {
    char field[256];
    script->text = read_file(script->path, &script->size);
    assert_true(header(script, "-- level:", field, sizeof field));
    script->is_body = strcmp(field, "body") == 0;
    if (!script->is_body)
        assert_string_equal(field, "chunk");
    if (!header(script, "-- expect:", script->expect, sizeof script->expect))
        fail_msg("%s: no '-- expect:' line", script->name);
    script->has_value = header(script, "-- value:", field, sizeof field);
    script->value = script->has_value ? strtod(field, NULL) : 0;
    if (!header(script, "-- max-seconds:", field, sizeof field))
        fail_msg("%s: no '-- max-seconds:' line", script->name);
    script->most_seconds = strtod(field, NULL);
}

static bool accepts(const struct script *script, enum outcome outcome) {
    bool refused = strstr(script->expect, "refused") != NULL;
    return strstr(script->expect, outcome_words[outcome]) != NULL ||
           (refused && (outcome == LOAD || outcome == RUNTIME));
}

/* --- the host: one function kept at stack index 1, its inputs at index 2 --- */

static int refuse_writing(lua_State *L) {
    return luaL_error(L, "inputs cannot be written");
}

/* Pushes the sealed inputs; the values behind them stay at registry key "values". */
static void push_inputs(lua_State *L) {
    lua_newtable(L);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "values");
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_writing);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
}

static void load_text(lua_State *L, const char *name, const char *text, size_t size) {
    hm_sandbox_push_environment(L);
    hm_sandbox_load(L, name, text, size, lua_gettop(L));
    lua_remove(L, -2);
}

/* A body is compiled by itself first, so that it cannot close the function it is put into. */
static void push_body(lua_State *L, const struct script *script) {
    static const char prologue[] = "local v = ...; ";
    const char *text = script->text;
    size_t size = script->size;
    load_text(L, script->name, text, size);
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    char *whole = lua_newuserdatauv(L, sizeof prologue - 1 + size, 0);
    memcpy(whole, prologue, sizeof prologue - 1);
    memcpy(whole + sizeof prologue - 1, text, size);
    load_text(L, script->name, whole, sizeof prologue - 1 + size);
}

/* Leaves {function, inputs} in the registry: nothing may stay on the stack of a run. */
static int load(lua_State *L) {
    const struct script *script = lua_touserdata(L, 1);
    if (script->is_body) {
        push_body(L, script);
    } else {
        load_text(L, script->name, script->text, script->size);
        lua_call(L, 0, 1);
        if (!lua_isfunction(L, -1))
            luaL_error(L, "the script must return a function");
    }
    lua_setfield(L, LUA_REGISTRYINDEX, "measure");
    push_inputs(L);
    lua_setfield(L, LUA_REGISTRYINDEX, "inputs");
    return 0;
}

static int set_row(lua_State *L) {
    const double *row = lua_touserdata(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, "values");
    lua_pushnumber(L, row[0]);
    lua_setfield(L, -2, "a");
    lua_pushnumber(L, row[1]);
    lua_setfield(L, -2, "b");
    return 0;
}

static enum outcome outcome_of_error(hm_code code, enum outcome otherwise) {
    return code == HM_ERROR_LIMIT ? LIMIT : otherwise;
}

static void check_message(const struct script *script, const hm_error *error) {
    size_t size = strlen(error->message);
    assert_in_range(size, 1, 512);
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)error->message[i] < 0x20)
            fail_msg("%s: a control character in: %s", script->name, error->message);
    if (error->file[0] != '\0')
        assert_true(error->line > 0);
}

struct result {
    enum outcome outcome;
    double value;
    double seconds;
    hm_error error;
};

/* The processor's time, since these machines may be busy with other things. */
static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The measure that was kept, with the inputs that were; no number where it gave none. */
static int call_measure(lua_State *L) {
    double *value = lua_touserdata(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, "measure");
    lua_getfield(L, LUA_REGISTRYINDEX, "inputs");
    lua_call(L, 1, 1);
    *value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    return 0;
}

static struct result call(hm_sandbox *sandbox) {
    struct result result = {HARMLESS, 0, 0, {0}};
    double value;
    hm_code code = hm_sandbox_run(sandbox, call_measure, &value, &result.error);
    if (code != HM_OK)
        result.outcome = outcome_of_error(code, RUNTIME);
    else if (!isfinite(value))
        result.outcome = INVALID;
    else
        result.value = value;
    return result;
}

static hm_sandbox *open_sandbox(void) {
    hm_sandbox *sandbox;
    hm_error error;
    if (hm_sandbox_open(&sandbox, NULL, hm_allocator_default(), &error) != HM_OK)
        fail_msg("%s", error.message);
    return sandbox;
}

/* Opens, loads and calls for one row when *sandbox is NULL, else calls what is loaded in it. */
static struct result score(hm_sandbox **sandbox, struct script *script, const double row[2]) {
    double start = seconds_now();
    struct result result = {LOAD, 0, 0, {0}};
    hm_code code = HM_OK;
    if (!*sandbox) {
        *sandbox = open_sandbox();
        code = hm_sandbox_run(*sandbox, load, script, &result.error);
        result.outcome = outcome_of_error(code, LOAD);
    }
    if (code == HM_OK)
        code = hm_sandbox_run(*sandbox, set_row, (void *)(uintptr_t)row, &result.error);
    if (code == HM_OK)
        result = call(*sandbox);
    result.seconds = seconds_now() - start;
    bool failed = result.outcome != HARMLESS && result.outcome != INVALID;
    if (failed)
        check_message(script, &result.error);
    if (result.outcome == LOAD || hm_sandbox_limit_hit(*sandbox) != HM_LIMIT_NONE) {
        hm_sandbox_close(*sandbox);
        *sandbox = NULL;
    }
    return result;
}

/* --- what must hold afterwards --- */

static int run_clean(lua_State *L) {
    static const char text[] =
        "local words = {}\n"
        "for name, value in pairs { b = 2, a = 1, [10] = 0.5 } do\n"
        "    words[#words + 1] = string.format('%s=%g', name, value)\n"
        "end\n"
        "return ('x'):rep(3) .. table.concat(words, ',') .. math.floor(2.5) .. tostring(1.5)\n";
    load_text(L, "clean.lua", text, sizeof text - 1);
    lua_call(L, 0, 1);
    const char *found = lua_tostring(L, -1);
    *(bool *)lua_touserdata(L, 1) = found && strcmp(found, "xxx10=0.5,a=1,b=221.5") == 0;
    return 0;
}

static void check_clean(hm_sandbox *sandbox) {
    hm_error error;
    bool fine = false;
    if (hm_sandbox_run(sandbox, run_clean, &fine, &error) != HM_OK)
        fail_msg("a clean script failed afterwards: %s", error.message);
    assert_true(fine);
}

static bool keeps_state(const struct script *script) {
    return strstr(script->text, "keeps state in an upvalue") != NULL;
}

static void show(const struct script *script, const struct result results[3]) {
    const struct result *worst = &results[0];
    for (int i = 1; i < 3; i++)
        if (results[i].seconds > worst->seconds)
            worst = &results[i];
    printf("%-44s %-8s %6.0f ms  %g %g %g  %s\n", script->name, outcome_words[results[0].outcome],
           worst->seconds * 1e3, results[0].value, results[1].value, results[2].value,
           results[0].error.message);
}

static void check_result(const struct script *script, const struct result *result) {
    if (!accepts(script, result->outcome))
        fail_msg("%s: %s (%s), expected %s", script->name, outcome_words[result->outcome],
                 result->error.message, script->expect);
    if (result->seconds > script->most_seconds)
        fail_msg("%s: %g seconds", script->name, result->seconds);
    if (result->outcome == HARMLESS && result->value == 666)
        fail_msg("%s: the trick worked", script->name);
}

static void hostile_script_contained(void **state) {
    struct script *script = *state;
    static const double rows[3][2] = {{12.5, 4}, {7, 2}, {12.5, 4}};
    hm_sandbox *sandbox = NULL;
    struct result results[3];
    read_script(script);
    for (int i = 0; i < 3; i++)
        results[i] = score(&sandbox, script, rows[i]);
    if (verbose)
        show(script, results);
    for (int i = 0; i < 3; i++)
        check_result(script, &results[i]);
    assert_int_equal(results[0].outcome, results[2].outcome);
    if (keeps_state(script)) /* nothing can forbid it: a host sees it in the same row twice */
        assert_true(results[0].value != results[2].value);
    else
        assert_true(results[0].value == results[2].value);
    if (results[0].outcome == HARMLESS && script->has_value)
        assert_true(results[0].value == script->value);
    if (sandbox)
        check_clean(sandbox);
    hm_sandbox_close(sandbox);
    sandbox = open_sandbox();
    check_clean(sandbox);
    hm_sandbox_close(sandbox);
    free(script->text);
}

static struct script scripts[SCRIPTS_MOST];
static struct CMUnitTest tests[SCRIPTS_MOST];

static int compare_scripts(const void *a, const void *b) {
    return strcmp(((const struct script *)a)->path, ((const struct script *)b)->path);
}

static size_t find_scripts(const char *folder) {
    DIR *listing = opendir(folder);
    if (!listing)
        return 0;
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL && count < SCRIPTS_MOST;) {
        size_t size = strlen(entry->d_name);
        if (size > 4 && strcmp(entry->d_name + size - 4, ".lua") == 0)
            snprintf(scripts[count++].path, PATH_MOST, "%s/%s", folder, entry->d_name);
    }
    closedir(listing);
    qsort(scripts, count, sizeof scripts[0], compare_scripts);
    return count;
}

int main(int argc, char **argv) {
    const char *folder = HM_HOSTILE_SCRIPTS;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "-v") == 0)
            verbose = true;
        else
            folder = argv[i];
    size_t count = find_scripts(folder);
    if (count < 60) {
        fprintf(stderr, "%s: only %zu hostile scripts there\n", folder, count);
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        scripts[i].name = strrchr(scripts[i].path, '/') + 1;
        tests[i].name = scripts[i].name;
        tests[i].test_func = hostile_script_contained;
        tests[i].initial_state = &scripts[i];
    }
    return _cmocka_run_group_tests("hostile", tests, count, NULL, NULL);
}
