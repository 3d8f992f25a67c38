/* history(x, { back, least }) and its folds, in expressions and functions, against numbers worked
 * out by hand. */
#include "core_support.h"
#include "package_support.h"

/* A line through (-4, 1), (-3, 4), (-1, 7), (0, 10): times and values apart from their means, -2
 * and 5.5, give 21 over 10. */
static const char gaps[] = "city,period,x\n"
                           "A,2020,1\nA,2021,4\nA,2022,NR\nA,2023,7\nA,2024,10\n"
                           "A,2024-Q1,900\nB,2024,3\nB,2019,5\n";

/* Of the unit numbered `unit`, in both forms: `fold` has %s where x stands. */
static void assert_fold(const char *csv, const char *fold, size_t unit, double expected,
                        hm_state status) {
    static const char *const x[] = {"input.x", "'x'"};
    for (size_t form = 0; form < 2; form++) {
        char call[120], rest[300];
        snprintf(call, sizeof call, fold, x[form]);
        snprintf(rest, sizeof rest,
                 form == 0 ? "range = false, measure = %s"
                           : "range = false, accepts_missing = true, "
                             "measure = function(v) return %s end",
                 call);
        scored s = score_package(open_one("number { 'x', may_be_na = true }", rest), csv);
        const hm_score_row row = row_of(&s, unit, "I");
        if (form == 0 || status == HM_OBSERVED || status == HM_INVALID)
            assert_int_equal(row.status, status);
        else /* it is nil, which a function must not return */
            assert_int_equal(row.status, status == HM_NOT_REPORTED || status == HM_NOT_APPLICABLE
                                             ? HM_FAILED
                                             : status);
        assert_near(row.value, status == HM_OBSERVED ? expected : 0);
        release(&s);
    }
}

static void folds_over_gaps(void **state) {
    (void)state;
    assert_fold(gaps, "slope(history(%s, { back = 4 }))", 4, 2.1, HM_OBSERVED);
    assert_fold(gaps, "slope(history(%s, { back = 3 }))", 4, 27.0 / 14, HM_OBSERVED);
    assert_fold(gaps, "mean(history(%s, { back = 4 }))", 4, 5.5, HM_OBSERVED);
    assert_fold(gaps, "sum(history(%s, { back = 4 }))", 4, 22, HM_OBSERVED);
    assert_fold(gaps, "min(history(%s, { back = 4 }))", 4, 1, HM_OBSERVED);
    assert_fold(gaps, "min(history(%s, { back = 2 }))", 4, 7, HM_OBSERVED);
    assert_fold(gaps, "max(history(%s, { back = 100 }))", 4, 10, HM_OBSERVED);
    /* the unit's own is missing */
    assert_fold(gaps, "slope(history(%s, { back = 2 }))", 2, 3, HM_OBSERVED);
}

static void enough_must_be_there(void **state) {
    (void)state;
    assert_fold(gaps, "slope(history(%s, { back = 4, least = 4 }))", 4, 2.1, HM_OBSERVED);
    assert_fold(gaps, "slope(history(%s, { back = 4, least = 5 }))", 4, 0, HM_NOT_REPORTED);
    assert_fold(gaps, "slope(history(%s, { back = 4 }))", 0, 0, HM_NOT_REPORTED);
    assert_fold(gaps, "mean(history(%s, { back = 4 }))", 0, 1, HM_OBSERVED);
    assert_fold(gaps, "slope(history(%s, { back = 4 }))", 6, 0, HM_NOT_REPORTED);
    assert_fold(gaps, "slope(history(%s, { back = 5 }))", 6, -0.4, HM_OBSERVED);
}

static void graver_states(void **state) {
    (void)state;
    static const char csv[] = "city,period,x\nA,2023,1\nA,2024,bad\nA,2025,3\n"
                              "B,2023,4\nB,2024,NA\nB,2025,8\nC,2024,4\nC,2025,NA\n";
    assert_fold(csv, "mean(history(%s, { back = 2 }))", 2, 0, HM_INVALID);
    assert_fold(csv, "mean(history(%s, { back = 2 }))", 5, 6, HM_OBSERVED);
    assert_fold(csv, "mean(history(%s, { back = 2 }))", 7, 0, HM_NOT_APPLICABLE);
}

/* x is computed in each period, from the figures and parameters of that period. */
static void of_expressions(void **state) {
    (void)state;
    scored s = score_package(
        open_one("number { 'x' }, number { 'y' }",
                 "range = false, measure = slope(history(100 * part('q', input.x / input.y) + 1, "
                 "{ back = 2, least = 2 }))"),
        "city,period,x,y\nA,2023,1,4\nA,2024,1,0\nA,2025,3,4\n");
    assert_near(row_of(&s, 2, "I").value, 25); /* 26, undefined, 76 */
    assert_int_equal(row_of(&s, 1, "I").status, HM_NOT_REPORTED);
    release(&s);
}

static void flags_and_older(void **state) {
    (void)state;
    scored s = score_package(open_one("number { 'x' }", "range = false, measure = "
                                                        "slope(history(input.x, { back = 2 }))"),
                             "city,period,x\nA,2023,1\nA,2024,3\nA,2025,\nB,2025,1\n");
    assert_int_equal(row_of(&s, 1, "I").flags, 0);
    assert_int_equal(row_of(&s, 2, "I").flags, HM_FLAG_OLDER_PERIOD);
    release(&s);
}

static void assert_refused_with(const char *rest, const char *expected) {
    char text[4096];
    const known packages[] = {
        {"p",
         {"package.lua", ROOT_MANIFEST, "I.lua",
          script_of(text, "I", "number { 'x' }, records { 'r', columns = { count { 'k' } } }",
                    rest),
          NULL}},
        {NULL, {NULL}}};
    hm_package *package = NULL;
    hm_error error;
    assert_int_equal(open_known(&package, packages, "p", NULL, &error), HM_ERROR_PACKAGE);
    if (!strstr(error.message, expected))
        fail_msg("%s: %s", rest, error.message);
}

static void wrong_histories(void **state) {
    (void)state;
    static const struct {
        const char *measure, *expected;
    } wrong[] = {
        {"slope(input.x)", "slope takes a history"},
        {"history(input.x, { back = 2 })", "a value a period"},
        {"history(input.x, { back = 2 }) + 1", "a value a period"},
        {"max(history(input.x, { back = 2 }), 1)", "a value a period"},
        {"slope(history(input.x))", "how many periods it goes back"},
        {"slope(history(input.x, { back = 0 }))",
         "back must be a whole number of periods, 1 to 100"},
        {"slope(history(input.x, { back = 101 }))", "1 to 100"},
        {"slope(history(input.x, { least = 2 }))", "back must be"},
        {"slope(history(input.x, { back = 2, least = 4 }))", "least must be a whole number of "
                                                             "periods, 1 to 3"},
        {"slope(history(input.x, { back = 2, within = 3 }))", "no option \"within\""},
        {"slope(history(5, { back = 2 }))", "one expression over inputs"},
        {"slope(history(previous(input.x), { back = 2 }))", "not on previous"},
        {"slope(history(slope(history(input.x, { back = 2 })), { back = 2 }))", "or a history"},
        {"slope(history(sum(input.r.k), { back = 2 }))", "not on records"},
        {"slope(history(score['I'], { back = 2 }))", "not on the scores"},
        {"previous(slope(history(input.x, { back = 2 })))", "previous"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char rest[200];
        snprintf(rest, sizeof rest, "measure = %s", wrong[i].measure);
        assert_refused_with(rest, wrong[i].expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_over_gaps), cmocka_unit_test(enough_must_be_there),
        cmocka_unit_test(graver_states),   cmocka_unit_test(of_expressions),
        cmocka_unit_test(flags_and_older), cmocka_unit_test(wrong_histories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
