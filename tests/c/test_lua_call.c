/* A block of calls of one measure, and what a budget that is exhausted does to it: units that were
 * called have their results, and nothing beyond the block is written to. */
#include "sandbox_support.h"

#include "script/lua_call.h"

enum { UNITS = 4, BEYOND = UNITS, GUARD = 0xA5 };

static const char script[] = "return indicator { code = 'A', parent = 'R', name = 'A',\n"
                             "  inputs = { number { 'x', 'X' } },\n"
                             "  measure = function(v) return 2 * v.x end }\n";

static hm_sandbox *open_measure(void) {
    static const hm_library library;
    static const char *const inputs[] = {"x"};
    const hm_measure_source source = {.file = "a.lua",
                                      .source = script,
                                      .size = sizeof script - 1,
                                      .library = &library,
                                      .inputs = inputs,
                                      .input_count = 1};
    hm_sandbox *sandbox = open_sandbox(NULL);
    hm_error error;
    if (hm_lua_call_open(sandbox, &error) != HM_OK ||
        hm_lua_call_load(sandbox, 1, &source, &error) != HM_OK)
        fail_msg("%s", error.message);
    return sandbox;
}

/* All units are called, whether `steps` suffices or not: calls as short as these are charged 32 at
 * a time, and what is left when they have been made. */
static void call_within(uint64_t steps, hm_code expected) {
    const double x[UNITS] = {1, 2, 3, 4};
    const uint8_t reported[UNITS] = {HM_OBSERVED};
    const hm_argument argument = {.type = HM_TYPE_NUMBER, .values = x, .states = reported};
    static const char *const names[] = {"x"};
    double values[UNITS + 1] = {0};
    uint8_t states[UNITS + 1] = {[BEYOND] = GUARD};
    hm_sandbox *sandbox = open_measure();
    hm_error why = {HM_OK, 0, 0, "", ""};
    hm_calls calls = {.slot = 1,
                      .arguments = &argument,
                      .inputs = names,
                      .input_count = 1,
                      .end = UNITS,
                      .values = values,
                      .states = states,
                      .why = &why};
    hm_budget budget;
    hm_meter meter;
    assert_int_equal(hm_budget_open(&budget, "the test", 0, steps, NULL), HM_OK);
    hm_meter_start(&meter, &budget);
    hm_sandbox_watch_meter(sandbox, &meter);
    hm_lua_call(sandbox, &calls);
    assert_int_equal(why.code, expected);
    assert_int_equal(hm_budget_is_exhausted(&budget), expected != HM_OK);
    assert_int_equal(calls.made, UNITS);
    assert_int_equal(calls.unit, UNITS);
    for (size_t i = 0; i < UNITS; i++) {
        assert_int_equal(states[i], HM_OBSERVED);
        assert_true(values[i] == 2 * x[i]);
    }
    assert_int_equal(states[BEYOND], GUARD);
    assert_true(values[BEYOND] == 0);
    hm_sandbox_close(sandbox);
}

/* Each call is a step at least. */
static void exhausted_at_the_end(void **state) {
    (void)state;
    call_within(100, HM_OK);
    for (uint64_t steps = 1; steps < UNITS; steps++)
        call_within(steps, HM_ERROR_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(exhausted_at_the_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
