/* test_sandbox.c: the limits of a sandbox: steps, seconds, memory, and that nothing holds them. */
#define _POSIX_C_SOURCE 200809L
#include "sandbox_support.h"

#include <limits.h>
#include <time.h>

#include "sandbox/parts.h"

static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* --- steps --- */

static void sandbox_steps_stop_endless_loop(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(run_script(sandbox, "local x = 1\n\nwhile true do end", &error),
                     HM_ERROR_LIMIT);
    assert_string_equal(error.message, STEPS_MESSAGE);
    assert_string_equal(error.file, "script.lua");
    assert_int_equal(error.line, 3);
    assert_int_equal(hm_sandbox_limit_hit(sandbox), HM_LIMIT_STEPS);
    /* exhausted: nothing runs any more */
    assert_int_equal(run_script(sandbox, "return 1", &error), HM_ERROR_LIMIT);
    assert_string_equal(error.message, STEPS_MESSAGE);
    hm_sandbox_close(sandbox);
}

/* A turn of an empty loop is one instruction; the hook sees hundreds. */
static void sandbox_steps_are_counted(void **state) {
    (void)state;
    static const char source[] = "for i = 1, 5000 do end return 1";
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    uint64_t first = 0;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run_script(sandbox, source, &error), HM_OK);
        assert_in_range(hm_sandbox_steps(sandbox), 5000, 5100 + sizeof source);
        if (i == 0)
            first = hm_sandbox_steps(sandbox);
        assert_int_equal(hm_sandbox_steps(sandbox), first);
    }
    hm_sandbox_close(sandbox);
}

static void sandbox_steps_budget_a_call(void **state) {
    (void)state;
    const hm_limits limits = {.steps = 20000};
    hm_sandbox *sandbox = open_sandbox(&limits);
    hm_error error;
    for (int i = 0; i < 10; i++) /* each call has a budget of its own */
        assert_int_equal(run_script(sandbox, "for i = 1, 15000 do end", &error), HM_OK);
    assert_int_equal(run_script(sandbox, "for i = 1, 25000 do end", &error), HM_ERROR_LIMIT);
    assert_string_equal(error.message, "steps: more than 20000");
    hm_sandbox_close(sandbox);
}

static int charge_body(lua_State *L) {
    const uint64_t *steps = lua_touserdata(L, 1);
    hm_sandbox_charge(L, *steps);
    return 0;
}

static void sandbox_charge_spends_steps(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    uint64_t steps = 10000000;
    assert_int_equal(hm_sandbox_run(sandbox, charge_body, &steps, &error), HM_OK);
    assert_int_equal(hm_sandbox_steps(sandbox), steps);
    steps++;
    assert_int_equal(hm_sandbox_run(sandbox, charge_body, &steps, &error), HM_ERROR_LIMIT);
    assert_string_equal(error.message, STEPS_MESSAGE);
    assert_string_equal(error.file, "");
    hm_sandbox_close(sandbox);
    sandbox = open_sandbox(NULL);
    steps = UINT64_MAX;
    assert_int_equal(hm_sandbox_run(sandbox, charge_body, &steps, &error), HM_ERROR_LIMIT);
    hm_sandbox_close(sandbox);
}

/* Library functions pay for what they do before they do it. */
static void sandbox_charge_library(void **state) {
    (void)state;
    assert_limit_hit("return (('a'):rep(3000)):find(('.-'):rep(8) .. 'b')", HM_LIMIT_STEPS,
                     STEPS_MESSAGE);
    assert_limit_hit("return (('a'):rep(500000)):find(('a'):rep(250000) .. 'b', 1, true)",
                     HM_LIMIT_STEPS, STEPS_MESSAGE);
    assert_limit_hit("local t = {} for i = 62, 0, -1 do t[1 << i] = i end table.insert(t, 1, 0)",
                     HM_LIMIT_STEPS, STEPS_MESSAGE);
    assert_limit_hit("local t, s = {}, ('x'):rep(30000)\n"
                     "for i = 1, 20000 do t[i] = s .. i % 100 end table.sort(t)",
                     HM_LIMIT_MEMORY, MEMORY_MESSAGE);
    assert_limit_hit("local t, s = {}, ('x'):rep(30000)\n"
                     "for i = 1, 100 do t[i] = s .. i end\n"
                     "for i = 101, 20000 do t[i] = t[i % 100 + 1] end table.sort(t)",
                     HM_LIMIT_STEPS, STEPS_MESSAGE);
}

/* --- seconds --- */

static void sandbox_seconds_stop(void **state) {
    (void)state;
    const hm_limits limits = {.seconds = 0.05, .steps = UINT64_MAX};
    static const char *const sources[] = {
        "while true do end",
        "local s = 0 while true do pcall(error, 'x') end",
        "while true do local s = ('x'):rep(30000):upper() end",
        "local t = {} for i = 62, 0, -1 do t[1 << i] = i end table.insert(t, 1, 0)",
        "local t = {} for i = 62, 0, -1 do t[1 << i] = i end table.remove(t, 1)",
        "return (('a'):rep(30000)):find(('.-'):rep(8) .. 'b')"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        hm_sandbox *sandbox = open_sandbox(&limits);
        hm_error error;
        double start = seconds_now();
        assert_int_equal(run_script(sandbox, sources[i], &error), HM_ERROR_LIMIT);
        assert_true(seconds_now() - start >= 0.05); /* not before its time */
        assert_string_equal(error.message, "seconds: more than 0.05");
        assert_int_equal(hm_sandbox_limit_hit(sandbox), HM_LIMIT_SECONDS);
        hm_sandbox_close(sandbox);
    }
}

static void sandbox_seconds_bad_limits(void **state) {
    (void)state;
    hm_limits limits = {.seconds = -1};
    hm_sandbox *sandbox;
    hm_error error;
    assert_int_equal(hm_sandbox_open(&sandbox, &limits, hm_allocator_default(), &error),
                     HM_ERROR_ARGUMENT);
    assert_null(sandbox);
    limits.seconds = NAN;
    assert_int_equal(hm_sandbox_open(&sandbox, &limits, hm_allocator_default(), &error),
                     HM_ERROR_ARGUMENT);
    limits.seconds = INFINITY;
    assert_int_equal(hm_sandbox_open(&sandbox, &limits, hm_allocator_default(), &error), HM_OK);
    assert_int_equal(run_script(sandbox, "for i = 1, 1000 do end", &error), HM_OK);
    hm_sandbox_close(sandbox);
}

/* --- memory --- */

static void sandbox_memory_stops(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(run_script(sandbox,
                                "local t = {}\n"
                                "while true do\n"
                                "  t = { t }\n"
                                "end",
                                &error),
                     HM_ERROR_LIMIT);
    assert_string_equal(error.message, MEMORY_MESSAGE);
    assert_string_equal(error.file, "script.lua");
    assert_int_equal(error.line, 3);
    assert_int_equal(hm_sandbox_limit_hit(sandbox), HM_LIMIT_MEMORY);
    assert_in_range(hm_sandbox_peak(sandbox), 16000000, 16777216);
    hm_sandbox_close(sandbox);
}

static void sandbox_memory_garbage_hits_no_limit(void **state) {
    (void)state;
    const hm_limits limits = {.memory = 512 << 10};
    hm_sandbox *sandbox = open_sandbox(&limits);
    hm_error error;
    assert_int_equal(run_script(sandbox,
                                "local keep = {}\n"
                                "for i = 1, 2000 do keep[i] = { i } end\n"
                                "for i = 1, 300000 do local t = { i, i } end\n"
                                "for i = 1, 300 do local s = ('x'):rep(30000) .. i end",
                                &error),
                     HM_OK);
    assert_in_range(hm_sandbox_peak(sandbox), 200000, 512 << 10);
    hm_sandbox_close(sandbox);
}

static void sandbox_memory_many_short_texts(void **state) {
    (void)state; /* more than fit into a string table of block_size */
    assert_gives("local all, n = {}, 0\n"
                 "for part = 1, 100 do\n"
                 "  local texts = {}\n"
                 "  for i = 1, 1000 do n = n + 1 texts[i] = 'text ' .. n end\n"
                 "  all[part] = texts\n"
                 "end\n"
                 "return n",
                 "100000");
}

static void sandbox_memory_one_text(void **state) {
    (void)state;
    assert_gives("return #('x'):rep(1 << 20)", "1048576");
    assert_limit_hit("return ('x'):rep((1 << 20) + 1)", HM_LIMIT_MEMORY, TEXT_MESSAGE);
    assert_limit_hit("local s = 'x' while true do s = s .. s end", HM_LIMIT_MEMORY, TEXT_MESSAGE);
    assert_limit_hit("local s = ('x'):rep(600000) return table.concat({ s, s })", HM_LIMIT_MEMORY,
                     TEXT_MESSAGE);
    assert_limit_hit("local s = ('x'):rep(600000) return ('%s%s'):format(s, s)", HM_LIMIT_MEMORY,
                     TEXT_MESSAGE);
    assert_limit_hit("local s = ('x'):rep(1000) return (s:gsub('.', s .. s))", HM_LIMIT_MEMORY,
                     TEXT_MESSAGE);
}

static void sandbox_memory_one_block(void **state) {
    (void)state;
    assert_limit_hit("local t = {} for i = 1, 40000 do t[i] = true end", HM_LIMIT_MEMORY,
                     BLOCK_MESSAGE);
    assert_gives("local t = {} for i = 1, 32768 do t[i] = true end return #t", "32768");
    assert_limit_hit("local function f() return 1 + f() end return f()", HM_LIMIT_MEMORY,
                     BLOCK_MESSAGE);
}

static void sandbox_memory_too_little_to_open(void **state) {
    (void)state;
    for (size_t memory = 1; memory < 20000; memory += 500) {
        const hm_limits limits = {.memory = memory};
        hm_sandbox *sandbox;
        hm_error error;
        hm_code code = hm_sandbox_open(&sandbox, &limits, hm_allocator_default(), &error);
        if (code == HM_OK) {
            hm_sandbox_close(sandbox);
            continue;
        }
        assert_int_equal(code, HM_ERROR_LIMIT);
        assert_null(sandbox);
        assert_non_null(strstr(error.message, "memory: more than "));
    }
}

/* An allocator that refuses its n-th growth from now on, once or for ever, and counts bytes. */
struct stingy {
    size_t used;
    long until;
    bool for_ever;
};

static void *stingy_resize(void *context, void *block, size_t old_size, size_t new_size) {
    struct stingy *stingy = context;
    size_t held = block ? old_size : 0;
    if (new_size > held && --stingy->until <= 0 && (stingy->for_ever || stingy->until == 0))
        return NULL;
    void *result = hm_resize(hm_allocator_default(), block, held, new_size);
    stingy->used = stingy->used - held + new_size;
    return result;
}

static hm_code use_sandbox(const hm_allocator *allocator, hm_error *error) {
    hm_sandbox *sandbox;
    hm_code code = hm_sandbox_open(&sandbox, NULL, allocator, error);
    if (code != HM_OK)
        return code;
    code = run_script(sandbox,
                      "local t = {}\n"
                      "for i = 1, 50 do t[i] = { ('%d'):format(i) } end\n"
                      "for k, v in pairs(t) do pcall(function() t.x = v[1]:rep(900) end) end\n"
                      "return #t",
                      error);
    if (code != HM_OK) {
        assert_int_equal(hm_sandbox_limit_hit(sandbox), HM_LIMIT_MEMORY);
        hm_error again;
        assert_int_equal(run_script(sandbox, "return 1", &again), HM_ERROR_MEMORY);
    }
    hm_sandbox_close(sandbox);
    return code;
}

static void sandbox_memory_host_refuses(void **state) {
    (void)state;
    for (int for_ever = 0; for_ever <= 1; for_ever++) {
        hm_code code = HM_ERROR_MEMORY;
        long n = 1;
        for (; n < 100000; n += n < 400 ? 1 : 7) {
            struct stingy stingy = {0, n, for_ever != 0};
            const hm_allocator allocator = {stingy_resize, &stingy};
            hm_error error;
            code = use_sandbox(&allocator, &error);
            if (code != HM_OK)
                assert_int_equal(code, HM_ERROR_MEMORY);
            assert_int_equal(stingy.used, 0);
            if (stingy.until > 0)
                break; /* it was never asked so often */
        }
        assert_int_equal(code, HM_OK);
        assert_in_range(n, 200, 99999);
    }
}

/* What the host refuses once and then gives is no limit; nor does it hide one that came before. */
static void sandbox_memory_refusal_is_not_hidden(void **state) {
    (void)state;
    const hm_limits limits = {.memory = 1 << 20, .block_size = 4 << 20};
    for (int before = 0; before <= 1; before++) {
        struct stingy stingy = {0, LONG_MAX, false};
        const hm_allocator allocator = {stingy_resize, &stingy};
        hm_sandbox *sandbox;
        hm_error error;
        assert_int_equal(hm_sandbox_open(&sandbox, &limits, &allocator, &error), HM_OK);
        if (before) /* asked for twice, as Lua does */
            for (int i = 0; i < 2; i++)
                assert_null(hm_sandbox_resize(sandbox, NULL, LUA_TTABLE, 2 << 20));
        stingy.until = 1;
        assert_null(hm_sandbox_resize(sandbox, NULL, LUA_TTABLE, 100));
        void *block = hm_sandbox_resize(sandbox, NULL, LUA_TTABLE, 100);
        assert_non_null(block);
        hm_sandbox_resize(sandbox, block, 100, 0);
        assert_int_equal(hm_sandbox_is_exhausted(sandbox, LUA_ERRMEM), before);
        if (before) {
            hm_sandbox_explain_limit(sandbox, &error);
            assert_string_equal(error.message, "memory: more than 1048576 bytes");
        }
        hm_sandbox_close(sandbox);
    }
}

/* --- what cannot be held back, what is no limit --- */

static void sandbox_pcall_cannot_hold_limit(void **state) {
    (void)state;
    assert_limit_hit("pcall(function() while true do end end) return 1", HM_LIMIT_STEPS,
                     STEPS_MESSAGE);
    assert_limit_hit("while true do pcall(function() while true do end end) end", HM_LIMIT_STEPS,
                     STEPS_MESSAGE);
    assert_limit_hit("pcall(pcall, pcall, function() while true do end end) return 1",
                     HM_LIMIT_STEPS, STEPS_MESSAGE);
    assert_limit_hit("pcall(function() local t = {} while true do t = { t } end end) return 1",
                     HM_LIMIT_MEMORY, MEMORY_MESSAGE);
    assert_limit_hit("pcall(string.rep, 'x', 1 << 40) return 1", HM_LIMIT_MEMORY, TEXT_MESSAGE);
    assert_limit_hit("pcall(string.rep, 'x', 1 << 40) while true do end", HM_LIMIT_MEMORY,
                     TEXT_MESSAGE);
    assert_limit_hit(
        "(('x'):rep(9)):gsub('.', function() pcall(function() while true do end end) end)",
        HM_LIMIT_STEPS, STEPS_MESSAGE);
}

static void sandbox_limit_forged(void **state) {
    (void)state;
    assert_raises("error('not enough memory', 0)", "not enough memory");
    assert_raises("error('steps: more than 10000000', 0)", STEPS_MESSAGE);
    assert_raises("error('limit', 0)", "limit");
    assert_gives("local ok, e = pcall(error, 'not enough memory', 0) return e",
                 "not enough memory");
}

/* The first limit is the one that is told, wherever unwinding leads. */
static void sandbox_limit_first_stays(void **state) {
    (void)state;
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    assert_int_equal(run_script(sandbox,
                                "local function f()\n"
                                "  pcall(string.rep, 'x', 1 << 40)\n"
                                "end\n"
                                "pcall(f)\n"
                                "while true do end",
                                &error),
                     HM_ERROR_LIMIT);
    assert_string_equal(error.message, TEXT_MESSAGE);
    assert_int_equal(error.line, 2);
    hm_sandbox_close(sandbox);
}

static void sandbox_limits_filled_in(void **state) {
    (void)state;
    const hm_limits some = {.steps = 5000, .source_size = 10};
    hm_sandbox *sandbox;
    hm_error error;
    assert_int_equal(hm_sandbox_open(&sandbox, &some, hm_allocator_default(), &error), HM_OK);
    const hm_limits *limits = hm_sandbox_limits(sandbox);
    assert_int_equal(limits->steps, 5000);
    assert_int_equal(limits->memory, 16777216);
    assert_true(limits->seconds == 1);
    assert_int_equal(limits->string_size, 1048576);
    assert_int_equal(limits->block_size, 524288);
    assert_int_equal(limits->source_size, 10);
    hm_sandbox_close(sandbox);
}

/* However great the limits are, no sum of sizes gets past the greatest size_t: what is repeated
 * last would have some hundred bytes if it did, fewer than what it is made of. */
static void sandbox_greatest_sizes(void **state) {
    (void)state;
    const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 64, SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const hm_limits greatest = {.steps = UINT64_MAX,
                                    .memory = sizes[i],
                                    .string_size = sizes[i],
                                    .block_size = sizes[i],
                                    .source_size = sizes[i]};
        hm_sandbox *sandbox = open_sandbox(&greatest);
        char source[128];
        hm_error error;
        assert_int_equal(run_script(sandbox, "assert(#('x'):rep(3 << 20) == 3 << 20)", &error),
                         HM_OK);
        snprintf(source, sizeof source, "return ('x'):rep(601):rep(%zu)", SIZE_MAX / 601 + 1);
        assert_int_equal(run_script(sandbox, source, &error), HM_ERROR_LIMIT);
        assert_int_equal(hm_sandbox_limit_hit(sandbox), HM_LIMIT_MEMORY);
        hm_sandbox_close(sandbox);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sandbox_steps_stop_endless_loop),
        cmocka_unit_test(sandbox_steps_are_counted),
        cmocka_unit_test(sandbox_steps_budget_a_call),
        cmocka_unit_test(sandbox_charge_spends_steps),
        cmocka_unit_test(sandbox_charge_library),
        cmocka_unit_test(sandbox_seconds_stop),
        cmocka_unit_test(sandbox_seconds_bad_limits),
        cmocka_unit_test(sandbox_memory_stops),
        cmocka_unit_test(sandbox_memory_garbage_hits_no_limit),
        cmocka_unit_test(sandbox_memory_many_short_texts),
        cmocka_unit_test(sandbox_memory_one_text),
        cmocka_unit_test(sandbox_memory_one_block),
        cmocka_unit_test(sandbox_memory_too_little_to_open),
        cmocka_unit_test(sandbox_memory_host_refuses),
        cmocka_unit_test(sandbox_memory_refusal_is_not_hidden),
        cmocka_unit_test(sandbox_pcall_cannot_hold_limit),
        cmocka_unit_test(sandbox_limit_forged),
        cmocka_unit_test(sandbox_limit_first_stays),
        cmocka_unit_test(sandbox_limits_filled_in),
        cmocka_unit_test(sandbox_greatest_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
