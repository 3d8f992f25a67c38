/* Tests of what is told of a measure without a value where memory runs out. What is told otherwise
 * is tested in tests/lua/test_causes.lua. */
#include "core_support.h"

#include "aggregate/scores.h"
#include "evaluate/cause.h"

/* What is told of the indicator of unit 0, into `text`; false where memory ran out. */
static bool tell(const scored *s, counted *memory, char text[256]) {
    const hm_allocator allocator = {counted_resize, memory};
    hm_buffer out;
    hm_buffer_open(&out, &allocator);
    hm_bound_tell_cause(&s->scores->bound, &(hm_expr_reads){NULL, NULL}, 0, 0, &allocator, &out);
    const bool failed = out.failed;
    snprintf(text, 256, "%s", !failed && out.data ? out.data : "");
    hm_buffer_close(&out);
    assert_int_equal(memory->pieces, 0);
    return !failed;
}

static void cause_is_told_or_memory_ran_out(void **state) {
    (void)state;
    static const struct {
        const char *measure, *csv, *told;
    } cases[] = {
        {"measure = input.x / (input.y - 2)", "city,period,x,y\nX,2025,1,2\n", "y - 2 is 0"},
        {"part_of = { x = 'y' }, measure = function(v) return v.x + v.y end",
         "city,period,x,y\nX,2025,3,0\n", "x is 3, and the whole that it is a part of, y, is 0"},
    };
    char script[4096], text[256];
    for (size_t i = 0; i < COUNT(cases); i++) {
        sources files = {.count = 0};
        add_source(&files, "package.lua", ROOT_MANIFEST);
        add_source(
            &files, "a.lua",
            script_of(script, "a", "count { 'x', 'X' }, count { 'y', 'Y' }", cases[i].measure));
        scored s = score_package(open_sources(&files, NULL), cases[i].csv);
        counted memory = {0};
        assert_true(tell(&s, &memory, text));
        assert_string_equal(text, cases[i].told);
        const size_t calls = memory.calls;
        for (size_t refused = 1; refused <= calls; refused++) {
            memory = (counted){.refused = refused};
            assert_false(tell(&s, &memory, text));
        }
        release(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cause_is_told_or_memory_ran_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
