/* Editions by the C API: what holds in a unit's period, and plans varied in all of them, in numbers
 * worked out by hand. */
#include "plan_support.h"

#include <math.h>

/* R: a, whose measure is another from 2024 on, and b, which begins with 2024 and then has three
 * times the weight. */
static hm_package *open_tree(void) {
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1,\n"
               "nodes = { { 'R', 'Root' } }, weights_from = { ['2024'] = { b = 3 } } }");
    add_source(
        &s, "a.lua",
        "return indicator { code = 'a', parent = 'R', name = 'a', inputs = { number { 'x' } },\n"
        "measure = input.x, measure_from = { ['2024'] = {\n"
        "inputs = { number { 'y' } }, measure = function(v) return v.y / 2 end } } }");
    add_source(&s, "b.lua",
               "return indicator { code = 'b', parent = 'R', name = 'b', from = '2024',\n"
               "inputs = { number { 'z' } }, measure = input.z }");
    return open_sources(&s, NULL);
}

static const char csv[] = "city,period,x,y,z\n"
                          "Alba,2023,20,60,50\n"
                          "Alba,2024,20,60,50\n";

static int set_up(void **state) {
    static fixture f;
    f = fixture_of(open_tree(), csv);
    *state = &f;
    return 0;
}

/* In 2023 the root is a, 20; in 2024 a is 30. */
static void assert_scores(const fixture *f, const hm_plan *plan, double share_of_b, double root) {
    hm_scores *scores = score_plan(plan, f->data);
    assert_near(row_in(scores, f, 0, "R").score, 20);
    assert_near(row_in(scores, f, 0, "a").weight, 1);
    assert_true(row_in(scores, f, 0, "b").is_absent);
    assert_near(row_in(scores, f, 1, "a").score, 30);
    assert_false(row_in(scores, f, 1, "b").is_absent);
    assert_near(row_in(scores, f, 1, "b").weight, share_of_b);
    assert_near(row_in(scores, f, 1, "R").score, root);
    hm_scores_free(scores);
}

/* 2024: (30 + 3 * 50) / 4 */
static void what_holds(void **state) {
    const fixture *f = *state;
    assert_scores(f, f->plan, 0.75, 45);
}

/* (30 + 50) / 2: a weight that is set holds in all editions, of the copy alone. */
static void weights_that_are_set(void **state) {
    const fixture *f = *state;
    hm_plan *copy = NULL;
    hm_error error;
    assert_int_equal(hm_plan_copy(&copy, f->plan, &error), HM_OK);
    assert_int_equal(hm_plan_set_weight(copy, hm_package_find(f->package, "b"), 1, &error), HM_OK);
    assert_scores(f, copy, 0.5, 40);
    assert_scores(f, f->plan, 0.75, 45);
    hm_plan_free(copy);
}

/* a alone makes the root in 2023, both in 2024: without weight for a there would be none then. */
static void weights_that_leave_nothing(void **state) {
    const fixture *f = *state;
    const size_t nodes[] = {hm_package_find(f->package, "b"), hm_package_find(f->package, "a")};
    const double weights[] = {1, 0};
    hm_error error;
    assert_int_equal(hm_plan_set_weights(f->plan, 2, nodes, weights, &error), HM_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "would all be 0"));
    assert_scores(f, f->plan, 0.75, 45);
}

/* (30 * 50^3)^(1/4): a method is one in all editions. */
static void methods_that_are_set(void **state) {
    const fixture *f = *state;
    hm_plan *copy = NULL;
    hm_error error;
    assert_int_equal(hm_plan_copy(&copy, f->plan, &error), HM_OK);
    assert_int_equal(
        hm_plan_set_method(copy, hm_package_find(f->package, "R"), "geometric", &error), HM_OK);
    assert_scores(f, copy, 0.75, pow(30 * pow(50, 3), 0.25));
    hm_plan_free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(weights_that_are_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(weights_that_leave_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(methods_that_are_set, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
