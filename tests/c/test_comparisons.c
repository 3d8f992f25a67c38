/* Tests of the table of comparisons: what each row says of two sides, with values and without. */
#include "core_support.h"

#include <math.h>

#include "expr/comparisons.h"

enum {
    OK = HM_OBSERVED,
    UN = HM_UNDEFINED,
    NA = HM_NOT_APPLICABLE,
    NR = HM_NOT_REPORTED,
    IN = HM_INVALID
};
#define HOLDS   HM_VERDICT_HOLDS
#define BROKEN  HM_VERDICT_BROKEN
#define SKIPPED HM_VERDICT_SKIPPED
#define MISSING HM_VERDICT_MISSING

typedef struct side {
    double value;
    int state;
} side;

/* Looked at in the second of three rows, beside rows that hold. */
static hm_verdict compare(const char *name, side left, side right, double tolerance) {
    const hm_comparison *comparison = hm_comparison_find(name);
    const double calm[2] = {strcmp(name, ">") == 0,
                            strcmp(name, "<") == 0 || strcmp(name, "!=") == 0};
    const double a[] = {calm[0], left.value, calm[0]}, b[] = {calm[1], right.value, calm[1]};
    const uint8_t a_states[] = {OK, (uint8_t)left.state, OK};
    const uint8_t b_states[] = {OK, (uint8_t)right.state, OK};
    uint8_t verdicts[3];
    assert_non_null(comparison);
    hm_comparison_run(comparison, 3, (hm_operand){a, a_states}, (hm_operand){b, b_states},
                      tolerance, verdicts);
    assert_int_equal(verdicts[0], HOLDS);
    assert_int_equal(verdicts[2], HOLDS);
    return (hm_verdict)verdicts[1];
}

static void comparisons_of_numbers(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int below, same, above; /* does it hold of 1 and 2, 2 and 2, 3 and 2? */
    } rows[] = {{"<", 1, 0, 0},  {"<=", 1, 1, 0}, {"==", 0, 1, 0},
                {">=", 0, 1, 1}, {">", 0, 0, 1},  {"!=", 1, 0, 1}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int expected[] = {rows[i].below, rows[i].same, rows[i].above};
        for (int k = 0; k < 3; k++)
            assert_int_equal(compare(rows[i].name, (side){k + 1.0, OK}, (side){2, OK}, 0),
                             expected[k] ? HOLDS : BROKEN);
    }
}

/* 0.1 + 0.2 is 0.30000000000000004. */
static void comparisons_pass_over_rounding(void **state) {
    (void)state;
    const side sum = {0.1 + 0.2, OK}, whole = {0.3, OK};
    assert_true(sum.value > whole.value);
    assert_int_equal(compare("<=", sum, whole, 0), HOLDS);
    assert_int_equal(compare("==", sum, whole, 0), HOLDS);
    assert_int_equal(compare(">", sum, whole, 0), BROKEN);
    assert_int_equal(compare("!=", sum, whole, 0), BROKEN);
    assert_int_equal(compare("<", whole, sum, 0), BROKEN);
    /* but one inhabitant in thirty millions is no rounding */
    assert_int_equal(compare("<=", (side){30000001, OK}, (side){30000000, OK}, 0), BROKEN);
    assert_int_equal(compare("==", (side){0.30001, OK}, whole, 0), BROKEN);
}

static void comparisons_take_a_tolerance(void **state) {
    (void)state;
    const side a = {100.5, OK}, b = {100, OK};
    assert_int_equal(compare("==", a, b, 0.5), HOLDS);
    assert_int_equal(compare("==", a, b, 0.25), BROKEN);
    assert_int_equal(compare("<=", a, b, 0.5), HOLDS);
    assert_int_equal(compare(">", a, b, 0.5), BROKEN);
    assert_int_equal(compare(">", a, b, 0.25), HOLDS);
}

static void comparisons_of_logic(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int no_no, no_yes, yes_no, yes_yes;
    } rows[] = {
        {"implies", 1, 1, 0, 1}, {"excludes", 1, 1, 1, 0}, {"==", 1, 0, 0, 1}, {"!=", 0, 1, 1, 0}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int expected[] = {rows[i].no_no, rows[i].no_yes, rows[i].yes_no, rows[i].yes_yes};
        for (int k = 0; k < 4; k++)
            assert_int_equal(compare(rows[i].name, (side){k / 2, OK}, (side){k % 2, OK}, 0),
                             expected[k] ? HOLDS : BROKEN);
    }
}

static void comparisons_without_values(void **state) {
    (void)state;
    static const struct {
        const char *name;
        side left, right;
        hm_verdict expected;
    } rows[] = {
        {"<=", {0, NR}, {2, OK}, MISSING},
        {"<=", {2, OK}, {0, NR}, MISSING},
        {"<=", {0, NA}, {2, OK}, SKIPPED},
        {"<=", {0, UN}, {0, OK}, SKIPPED},
        {"<=", {0, IN}, {0, NR}, SKIPPED},
        {"<=", {0, NA}, {0, NR}, MISSING},
        {"!=", {0, NR}, {0, NR}, MISSING},
        /* one side says enough */
        {"implies", {0, OK}, {0, NR}, HOLDS},
        {"implies", {0, NR}, {1, OK}, HOLDS},
        {"implies", {1, OK}, {0, NR}, MISSING},
        {"implies", {0, NR}, {0, OK}, MISSING},
        {"excludes", {0, OK}, {0, IN}, HOLDS},
        {"excludes", {0, NR}, {0, OK}, HOLDS},
        {"excludes", {1, OK}, {0, NR}, MISSING},
        {"excludes", {0, NA}, {1, OK}, SKIPPED},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (compare(rows[i].name, rows[i].left, rows[i].right, 0) != rows[i].expected)
            fail_msg("row %zu: expected %s", i, hm_verdict_name(rows[i].expected));
}

static void comparisons_know_their_types(void **state) {
    (void)state;
    const hm_type number = HM_TYPE_NUMBER, logic = HM_TYPE_LOGIC;
    assert_true(hm_comparison_fits(hm_comparison_find("<="), number, number));
    assert_false(hm_comparison_fits(hm_comparison_find("<="), number, logic));
    assert_true(hm_comparison_fits(hm_comparison_find("=="), logic, logic));
    assert_false(hm_comparison_fits(hm_comparison_find("=="), logic, number));
    assert_true(hm_comparison_fits(hm_comparison_find("implies"), logic, logic));
    assert_false(hm_comparison_fits(hm_comparison_find("excludes"), number, number));
    assert_null(hm_comparison_find("=<"));
    for (size_t i = 0; hm_comparison_at(i); i++)
        assert_ptr_equal(hm_comparison_find(hm_comparison_at(i)->name), hm_comparison_at(i));
}

int main(void) {
    const struct CMUnitTest all[] = {
        cmocka_unit_test(comparisons_of_numbers),
        cmocka_unit_test(comparisons_pass_over_rounding),
        cmocka_unit_test(comparisons_take_a_tolerance),
        cmocka_unit_test(comparisons_of_logic),
        cmocka_unit_test(comparisons_without_values),
        cmocka_unit_test(comparisons_know_their_types),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
