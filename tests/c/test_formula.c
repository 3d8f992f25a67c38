/* Tests of measures as formulas for spreadsheets: what is printed. That spreadsheets compute the
 * same is tested in tests/tools. */
#include "expr_support.h"

#include "expr/expr_formula.h"

static hm_buffer printed;

typedef hm_formula_result printer(const hm_expr *expr, const char *key, hm_buffer *out);

static hm_formula_result print(printer *with) {
    hm_expr *expr = finish_checked();
    hm_buffer_clear(&printed);
    const hm_formula_result result = with(expr, "L1", &printed);
    free(expr);
    return result;
}

static void expect(const char *formula) {
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_string_equal(printed.data, formula);
}

static void expect_state(const char *formula) {
    assert_int_equal(print(hm_expr_formula_state), HM_FORMULA_FINE);
    assert_string_equal(printed.data, formula);
}

/* a is the first figure, and b the second, in whatever order a test mentions them. */
static void start(void) {
    hm_expr_start(&builder);
    (void)named("a");
    (void)named("b");
}

static uint16_t many(hm_op op, uint16_t operand, size_t count) {
    uint16_t operands[300];
    for (size_t i = 0; i < count; i++)
        operands[i] = operand;
    return hm_expr_add(&builder, op, operands, count, 10);
}

/* --- values --- */

static void formula_brackets_where_spreadsheets_need_them(void **state) {
    (void)state;
    start();
    two(HM_OP_MULTIPLY, two(HM_OP_ADD, named("a"), number(1)), number(-2));
    expect("(a+1)*(-2)");
    start();
    two(HM_OP_SUBTRACT, named("a"), two(HM_OP_SUBTRACT, number(7), named("a")));
    expect("a-(7-a)");
    start();
    /* -2^2 is 4 in a spreadsheet, and 2^3^2 is 64 */
    one(HM_OP_MINUS, two(HM_OP_POWER, named("a"), number(2)));
    expect_state("state.a");
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "-(a^2)"));
    start();
    two(HM_OP_POWER, two(HM_OP_POWER, named("a"), number(2)), number(3));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "(a^2)^3"));
    start();
    two(HM_OP_POWER, one(HM_OP_MINUS, named("a")), number(2));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "(-a)^2"));
}

static void formula_zero_to_the_power_of_zero_is_one(void **state) {
    (void)state;
    start();
    two(HM_OP_POWER, named("a"), named("b"));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "IF(AND(a=0,b=0),1,a^b)"));
}

static void formula_numbers_and_texts(void **state) {
    (void)state;
    start();
    two(HM_OP_MULTIPLY, named("a"), number(1e-20));
    expect("a*1E-20");
    start();
    three(HM_OP_WHEN, two(HM_OP_EQ, named("colour"), text("a \"b\"")), number(1), number(2));
    expect("IF(EXACT(colour,\"a \"\"b\"\"\"),1,2)");
    start();
    three(HM_OP_WHEN, two(HM_OP_NE, named("colour"), text("red")), number(1), number(2));
    expect("IF(NOT(EXACT(colour,\"red\")),1,2)");
    start();
    three(HM_OP_WHEN, two(HM_OP_EQ, named("colour"), text("two\nlines")), number(1), number(2));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_TOO_LONG);
}

/* TRUE is not 1 in a comparison, and not counted by MIN where it stands in a cell. */
static void formula_logic_is_a_number_where_one_is_wanted(void **state) {
    (void)state;
    start();
    two(HM_OP_GT, named("a"), number(3));
    expect("N(a>3)");
    start();
    two(HM_OP_EQ, two(HM_OP_GT, named("a"), number(3)), named("flag"));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "N(N(a>3)=flag)"));
    start();
    two(HM_OP_POINTS, two(HM_OP_GT, named("a"), number(3)), number(20));
    expect("20*(a>3)");
    start();
    three(HM_OP_WHEN, named("flag"), two(HM_OP_GT, named("a"), number(3)), named("b"));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "IF(flag,N(a>3),b)"));
}

static void formula_of_every_operation(void **state) {
    (void)state;
    for (int op = HM_OP_ADD; op < HM_OP_COUNT; op++) {
        const hm_operation *operation = hm_operation_of((hm_op)op);
        uint16_t operands[3];
        if (op == HM_OP_MEDIAN || op == HM_OP_MEAN_OF || op == HM_OP_SD_OF ||
            op == HM_OP_INTERPOLATE || op == HM_OP_HISTORY || op == HM_OP_SLOPE)
            continue;
        start();
        for (size_t k = 0; k < operation->least; k++) {
            const hm_type takes = hm_operation_takes((hm_op)op, k);
            operands[k] = takes == HM_TYPE_LOGIC     ? named("flag")
                          : takes == HM_TYPE_RECORDS ? named("rows")
                          : takes == HM_TYPE_SEVERAL ? named("services")
                          : takes == HM_TYPE_TEXT    ? text("tax")
                          : operation->over_rows     ? column("rows", "x")
                                                     : named(k == 0 ? "a" : "b");
        }
        hm_expr_add(&builder, (hm_op)op, operands, operation->least, 1);
        assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
        assert_true(printed.size > 0);
        assert_null(strchr(printed.data, '$'));
    }
}

static void formula_of_lines_between_points(void **state) {
    (void)state;
    start();
    const uint16_t operands[] = {named("a"), number(-1), number(10), number(4),
                                 number(30), number(6),  number(-10)};
    hm_expr_add(&builder, HM_OP_INTERPOLATE, operands, 7, 1);
    expect("10+20*(MEDIAN(a,-1,4)-(-1))/5+(-40)*(MEDIAN(a,4,6)-4)/2");
    expect_state("state.a");
}

/* Errors of figures that do not apply would be those of the average. */
static void formula_of_averages_is_refused(void **state) {
    (void)state;
    static const hm_op averages[] = {HM_OP_MEDIAN, HM_OP_MEAN_OF, HM_OP_SD_OF};
    for (size_t i = 0; i < COUNT(averages); i++) {
        start();
        two(HM_OP_ADD, two(averages[i], named("a"), named("b")), number(1));
        assert_int_equal(print(hm_expr_formula), HM_FORMULA_UNWRITTEN);
        assert_int_equal(print(hm_expr_formula_state), HM_FORMULA_UNWRITTEN);
    }
}

/* A sheet has the figures of one period. */
static void formula_of_a_history_is_refused(void **state) {
    (void)state;
    static const hm_op folds[] = {HM_OP_SLOPE, HM_OP_MEAN, HM_OP_SUM};
    for (size_t i = 0; i < COUNT(folds); i++) {
        start();
        one(folds[i], one(HM_OP_HISTORY, named("a")));
        assert_int_equal(print(hm_expr_formula), HM_FORMULA_HISTORY);
    }
}

/* --- states --- */

static void formula_takes_the_gravest_state(void **state) {
    (void)state;
    start();
    two(HM_OP_ADD, named("a"), named("b"));
    expect("IFERROR(a+b,INDEX(state.errors,MAX(1,state.a,state.b)))");
    start();
    two(HM_OP_AT_MOST, number(70), two(HM_OP_MULTIPLY, number(2), named("a")));
    expect("MIN(70,2*a)"); /* the error of the one figure is that of the result */
    start();
    two(HM_OP_PERCENT, named("a"), named("b"));
    expect("IFERROR(100*a/b,INDEX(state.errors,MAX(1,state.a,state.b,4*IFERROR(AND(a>0,b=0),0))))");
}

static void formula_choices_look_at_what_they_need(void **state) {
    (void)state;
    start();
    three(HM_OP_WHEN, named("flag"), named("a"), named("b"));
    expect_state("IFERROR(IF(flag,state.a,state.b),state.flag)");
    start();
    three(HM_OP_WHEN, two(HM_OP_GT, named("a"), number(3)), named("a"), number(0));
    expect_state("state.a");
    start();
    two(HM_OP_MISSING_IF, two(HM_OP_GT, named("a"), number(3)), named("b"));
    expect("IFERROR(IF(a>3,NA(),b),INDEX(state.errors,MAX(1,IFERROR(IF(a>3,3,state.b),state.a))))");
    start();
    two(HM_OP_MISSING_IF, two(HM_OP_GT, named("a"), number(3)), named("a"));
    expect("IF(a>3,NA(),a)");
    start();
    two(HM_OP_FIRST_OF, named("a"), named("b"));
    expect_state(
        "IF(OR(state.a={2,3}),IF(OR(state.b={2,3}),MAX(state.a,state.b),state.b),state.a)");
    start();
    two(HM_OP_FIRST_OF, named("a"), number(0));
    expect_state("IF(OR(state.a={2,3}),0,state.a)");
    start();
    one(HM_OP_REPORTED, named("a"));
    expect_state("IF(OR(state.a={2,3}),0,state.a)");
}

/* --- records --- */

static void formula_folds_have_columns(void **state) {
    (void)state;
    start();
    one(HM_OP_SUM, column("rows", "x"));
    expect("IFERROR(SUM(rows.rows.x),INDEX(state.errors,MAX(1,IF(state.rows>0,state.rows,MAX(state."
           "rows.rows.x)))))");
    start();
    one(HM_OP_COUNT_ROWS, named("rows"));
    expect("IFERROR(count.rows,INDEX(state.errors,MAX(1,state.rows)))");
    start();
    const uint16_t fold = one(HM_OP_MEAN, two(HM_OP_MULTIPLY, column("rows", "x"), number(2)));
    hm_expr *expr = finish_checked();
    hm_buffer name, formula, row_state;
    hm_formula_result result = HM_FORMULA_FINE;
    hm_buffer_open(&name, hm_allocator_default());
    hm_buffer_open(&formula, hm_allocator_default());
    hm_buffer_open(&row_state, hm_allocator_default());
    const hm_formula_fold out = {&name, &formula, &row_state, &result};
    assert_true(hm_expr_formula_fold(expr, fold, "L1", out));
    assert_int_equal(result, HM_FORMULA_FINE);
    assert_string_equal(name.data, "rows.L1.5");
    assert_string_equal(formula.data, "row.rows.x*2");
    assert_string_equal(row_state.data, "state.row.rows.x");
    hm_buffer_clear(&printed);
    assert_int_equal(hm_expr_formula(expr, "L1", &printed), HM_FORMULA_FINE);
    assert_non_null(strstr(printed.data, "AVERAGE(rows.rows.L1.5)"));
    hm_buffer_close(&name);
    hm_buffer_close(&formula);
    hm_buffer_close(&row_state);
    free(expr);
}

static void formula_of_rows_with_figures_of_the_city_is_refused(void **state) {
    (void)state;
    start();
    one(HM_OP_SUM, two(HM_OP_MULTIPLY, column("rows", "x"), named("a")));
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_MIXED);
}

/* --- limits --- */

static void formula_beyond_what_spreadsheets_take_is_refused(void **state) {
    (void)state;
    start();
    uint16_t x = named("a");
    for (int i = 0; i < 60; i++)
        x = two(HM_OP_ADD, x, x); /* a text without end, of few nodes */
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_TOO_LONG);
    start();
    x = named("a");
    for (int i = 0; i < 40; i++)
        x = one(HM_OP_ABS, x);
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_TOO_LONG);
    start();
    many(HM_OP_MAX, named("a"), 251);
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_TOO_LONG);
    start();
    many(HM_OP_MAX, named("a"), 250);
    assert_int_equal(print(hm_expr_formula), HM_FORMULA_FINE);
}

/* --- names --- */

static void formula_names_are_no_references(void **state) {
    (void)state;
    static const char *const names[][2] = {
        {"one_stop_services", "one_stop_services"},
        {"L1", "L1_"},
        {"L1_", "L1__"},
        {"q12345", "q12345_"},
        {"XFD1", "XFD1_"},
        {"area51b", "area51b"},
        {"r", "r_"},
        {"C", "C_"},
        {"R1C1", "R1C1_"},
        {"rc", "rc_"},
        {"row", "row"},
        {"cost", "cost"},
        {"r2_", "r2__"},
        {"true", "true_"},
        {"FALSE_", "FALSE__"},
        {"_a1", "_a1"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        hm_buffer_clear(&printed);
        hm_formula_add_name(&printed, names[i][0]);
        assert_string_equal(printed.data, names[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formula_brackets_where_spreadsheets_need_them),
        cmocka_unit_test(formula_zero_to_the_power_of_zero_is_one),
        cmocka_unit_test(formula_numbers_and_texts),
        cmocka_unit_test(formula_logic_is_a_number_where_one_is_wanted),
        cmocka_unit_test(formula_of_every_operation),
        cmocka_unit_test(formula_of_a_history_is_refused),
        cmocka_unit_test(formula_of_lines_between_points),
        cmocka_unit_test(formula_of_averages_is_refused),
        cmocka_unit_test(formula_takes_the_gravest_state),
        cmocka_unit_test(formula_choices_look_at_what_they_need),
        cmocka_unit_test(formula_folds_have_columns),
        cmocka_unit_test(formula_of_rows_with_figures_of_the_city_is_refused),
        cmocka_unit_test(formula_beyond_what_spreadsheets_take_is_refused),
        cmocka_unit_test(formula_names_are_no_references),
    };
    hm_buffer_open(&printed, hm_allocator_default());
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hm_buffer_close(&printed);
    return failed;
}
