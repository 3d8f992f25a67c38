/* Tests of expressions as data: building, printing, checking. test_expr_run.c evaluates them. */
#include "expr_support.h"

/* --- building --- */

static void expr_build_equal_nodes_once(void **state) {
    (void)state;
    hm_expr_start(&builder);
    const uint16_t a = named("a");
    assert_int_equal(named("a"), a);
    assert_int_not_equal(named("b"), a);
    assert_int_equal(two(HM_OP_ADD, a, a), two(HM_OP_ADD, a, a));
    assert_int_not_equal(two(HM_OP_ADD, a, a), two(HM_OP_SUBTRACT, a, a));
    assert_int_not_equal(text("a"), a);
    assert_int_not_equal(column("a", "x"), column("a", "y"));
    assert_int_not_equal(number(1), hm_expr_add_logic(&builder, true));
    assert_int_equal(number(0.1), number(0.1));
}

static void expr_build_doubling_sixty_times_stays_small(void **state) {
    (void)state;
    hm_expr_start(&builder);
    uint16_t x = named("a");
    for (int i = 0; i < 60; i++)
        x = two(HM_OP_ADD, x, x);
    assert_int_equal(builder.node_count, 61);
    hm_expr *expr = finish();
    assert_true(expr->size < 4096);
    free(expr);
}

/* As Lua does it: each sum is a block of its own, made from the block before. */
static void expr_build_from_blocks_keeps_nodes_single(void **state) {
    (void)state;
    hm_expr_start(&builder);
    named("a");
    hm_expr *expr = finish();
    for (int i = 0; i < 60; i++) {
        hm_expr_start(&builder);
        const uint16_t left = hm_expr_add_block(&builder, expr);
        const uint16_t right = hm_expr_add_block(&builder, expr);
        assert_int_equal(left, right);
        two(HM_OP_ADD, left, right);
        free(expr);
        expr = finish();
    }
    assert_int_equal(expr->node_count, 61);
    assert_string_equal(hm_expr_text(expr, hm_expr_nodes(expr)[0].u.text.name), "a");
    free(expr);
}

static void expr_build_stops_at_a_thousand_nodes(void **state) {
    (void)state;
    hm_expr_start(&builder);
    uint16_t x = named("a");
    for (int i = 0; i < 999; i++)
        x = two(HM_OP_ADD, x, number(i)); /* a new number and a new sum each */
    assert_string_equal(builder.problem, "an expression of more than 1000 operations");
    assert_true(builder.node_count <= HM_EXPR_NODES);
    assert_int_equal(two(HM_OP_ADD, x, x), 0);
}

static void expr_build_holds_a_thousand_nodes(void **state) {
    (void)state;
    hm_expr_start(&builder);
    uint16_t x = named("a");
    for (int i = 0; i < 999; i++)
        x = one(HM_OP_MINUS, x);
    assert_null(builder.problem);
    hm_expr *expr = finish_checked();
    assert_int_equal(expr->node_count, 1000);
    free(expr);
    one(HM_OP_MINUS, x);
    assert_non_null(builder.problem);
}

static void expr_build_stops_at_too_many_operands(void **state) {
    (void)state;
    uint16_t operands[HM_EXPR_NODES];
    hm_expr_start(&builder);
    const uint16_t flag = named("flag");
    for (size_t i = 0; i < HM_EXPR_NODES; i++)
        operands[i] = flag;
    for (size_t count = 997; count <= 1000; count++) /* 997 + 998 + 999 fit */
        hm_expr_add(&builder, HM_OP_NUMBER_OF, operands, count, 1);
    assert_non_null(builder.problem);
    assert_int_equal(builder.operand_count, 2994);
}

static void expr_build_stops_at_too_many_names(void **state) {
    (void)state;
    char name[300];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    hm_expr_start(&builder);
    for (int i = 0; i < 100; i++) {
        name[0] = (char)(' ' + i / 10);
        name[1] = (char)(' ' + i % 10);
        named(name);
    }
    assert_string_equal(builder.problem, "an expression with more than 16 KiB of names");
    assert_true(builder.text_size <= HM_EXPR_TEXT);
}

/* --- printing --- */

static void assert_prints(uint16_t node, bool parts, const char *expected) {
    hm_expr *expr = finish();
    hm_buffer out;
    hm_buffer_open(&out, hm_allocator_default());
    hm_expr_print(expr, node, parts, &out);
    assert_string_equal(out.data, expected);
    hm_buffer_close(&out);
    free(expr);
}

static void expr_print_brackets_where_needed(void **state) {
    (void)state;
    hm_expr_start(&builder);
    const uint16_t a = named("a"), b = named("b"), sum = two(HM_OP_ADD, a, b),
                   product = two(HM_OP_MULTIPLY, a, b), minus = one(HM_OP_MINUS, a),
                   power = two(HM_OP_POWER, a, b), less = two(HM_OP_LT, a, b);
    const struct {
        uint16_t node;
        const char *expected;
    } examples[] = {
        {sum, "a + b"},
        {two(HM_OP_MULTIPLY, sum, b), "(a + b) * b"},
        {two(HM_OP_ADD, product, sum), "a * b + (a + b)"},
        {two(HM_OP_ADD, sum, product), "a + b + a * b"},
        {two(HM_OP_SUBTRACT, a, two(HM_OP_SUBTRACT, a, b)), "a - (a - b)"},
        {two(HM_OP_SUBTRACT, two(HM_OP_SUBTRACT, a, b), a), "a - b - a"},
        {two(HM_OP_DIVIDE, a, product), "a / (a * b)"},
        {two(HM_OP_POWER, power, a), "(a ^ b) ^ a"},
        {two(HM_OP_POWER, a, power), "a ^ a ^ b"},
        {two(HM_OP_POWER, minus, b), "(-a) ^ b"},
        {two(HM_OP_POWER, a, minus), "a ^ (-a)"},
        {one(HM_OP_MINUS, power), "-a ^ b"},
        {one(HM_OP_MINUS, minus), "-(-a)"},
        {one(HM_OP_MINUS, sum), "-(a + b)"},
        {one(HM_OP_MINUS, product), "-(a * b)"},
        {two(HM_OP_MULTIPLY, minus, minus), "-a * -a"},
        {two(HM_OP_POWER, number(-2), a), "(-2) ^ a"},
        {two(HM_OP_ADD, a, number(-2)), "a + -2"},
        {one(HM_OP_MINUS, number(-2)), "-(-2)"},
        {two(HM_OP_LT, sum, product), "a + b < a * b"},
        {two(HM_OP_EQ, less, hm_expr_add_logic(&builder, true)), "(a < b) == true"},
        {two(HM_OP_ADD, less, a), "(a < b) + a"},
        {two(HM_OP_FLOOR_DIVIDE, a, two(HM_OP_MODULO, a, b)), "a // (a % b)"},
        {two(HM_OP_PERCENT, sum, b), "percent(a + b, b)"},
        {three(HM_OP_WHEN, less, a, b), "when(a < b, a, b)"},
        {two(HM_OP_NUMBER_OF, less, named("flag")), "number_of{a < b, flag}"},
        {one(HM_OP_SUM, column("rows", "x")), "sum(rows.x)"},
        {two(HM_OP_EQ, named("colour"), text("a \"b\" \\")), "colour == \"a \\\"b\\\" \\\\\""},
    };
    for (size_t i = 0; i < COUNT(examples); i++)
        assert_prints(examples[i].node, false, examples[i].expected);
}

static void expr_print_parts_by_name_or_in_full(void **state) {
    (void)state;
    hm_expr_start(&builder);
    const uint16_t sum = two(HM_OP_ADD, named("a"), named("b"));
    const uint16_t part = hm_expr_add_part(&builder, "b1", "the sum", sum, 3);
    const uint16_t whole = two(HM_OP_MULTIPLY, number(0.25), part);
    assert_prints(whole, true, "0.25 * b1");
    assert_prints(whole, false, "0.25 * (a + b)");
    assert_prints(part, true, "a + b");
    assert_prints(hm_expr_add_part(&builder, "b2", NULL, part, 3), true, "a + b");
}

static void expr_print_of_a_huge_formula_ends(void **state) {
    (void)state;
    hm_expr_start(&builder);
    uint16_t x = named("a");
    for (int i = 0; i < 60; i++)
        x = two(HM_OP_ADD, x, x); /* 2^60 terms */
    hm_expr *expr = finish();
    hm_buffer out;
    hm_buffer_open(&out, hm_allocator_default());
    hm_buffer_add_text(&out, "= ");
    hm_expr_print(expr, x, true, &out);
    assert_in_range(out.size, HM_EXPR_PRINTED, HM_EXPR_PRINTED + 1000);
    assert_memory_equal(out.data, "= a + a + (a + a) + (a + a + (a + a))", 37);
    assert_string_equal(out.data + out.size - 4, " ...");
    hm_buffer_close(&out);
    free(expr);
}

/* --- checking --- */

static void assert_wrong(unsigned line, const char *message) {
    hm_expr *expr = finish();
    hm_expr_fault fault;
    assert_false(hm_expr_check(expr, &scope, hm_allocator_default(), &fault));
    assert_string_equal(fault.message, message);
    assert_int_equal(fault.line, line);
    free(expr);
}

static void expr_check_names(void **state) {
    (void)state;
    hm_expr_start(&builder);
    named("colou");
    assert_wrong(7, "no input \"colou\": did you mean \"colour\"?");
    hm_expr_start(&builder);
    named("population");
    assert_wrong(7, "no input \"population\"");
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("rows", "knd"));
    assert_wrong(8, "records \"rows\" have no column \"knd\": did you mean \"kind\"?");
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("rows", "population"));
    assert_wrong(8, "records \"rows\" have no column \"population\"");
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("row", "x"));
    assert_wrong(8, "no input \"row\": did you mean \"rows\"?");
    hm_expr_start(&builder);
    one(HM_OP_SUM, column("a", "x"));
    assert_wrong(8, "input \"a\" is a number: only records have columns such as \"x\"");
}

static void expr_check_types(void **state) {
    (void)state;
    hm_expr_start(&builder);
    two(HM_OP_PERCENT, named("a"), named("colour"));
    assert_wrong(10, "percent takes a number here, found text: colour");
    hm_expr_start(&builder);
    two(HM_OP_ADD, named("a"), text("x"));
    assert_wrong(10, "+ takes a number here, found text: \"x\"");
    hm_expr_start(&builder);
    two(HM_OP_ALL_OF, named("flag"), named("a"));
    assert_wrong(10, "all_of takes yes or no here, found a number: a");
    hm_expr_start(&builder);
    two(HM_OP_EQ, named("colour"), number(1));
    assert_wrong(10, "eq takes text here, found a number: 1");
    hm_expr_start(&builder);
    three(HM_OP_WHEN, named("flag"), named("a"), named("colour"));
    assert_wrong(10, "when takes a number here, found text: colour");
    hm_expr_start(&builder);
    one(HM_OP_REPORTED, named("rows"));
    assert_wrong(10, "reported takes a value here, found records: rows");
    hm_expr_start(&builder);
    named("colour");
    assert_wrong(7, "the measure yields text, expected a number");
    hm_expr_start(&builder);
    named("rows");
    assert_wrong(7, "the measure yields records, expected a number");
}

static void expr_check_rows(void **state) {
    (void)state;
    hm_expr_start(&builder);
    one(HM_OP_SUM, two(HM_OP_ADD, column("rows", "x"), column("others", "z")));
    assert_wrong(10, "rows of two different records cannot be combined");
    hm_expr_start(&builder);
    two(HM_OP_ADD, column("rows", "x"), named("a"));
    assert_wrong(10, "the measure yields a value a row of records: fold it with sum, mean or "
                     "count_rows");
    hm_expr_start(&builder);
    one(HM_OP_SUM, named("a"));
    assert_wrong(10, "sum takes a column of records, such as input.features.in_model");
    hm_expr_start(&builder);
    two(HM_OP_COUNT_ROWS, named("rows"), named("flag"));
    assert_wrong(10, "the condition of count_rows must look at a column of the records");
    hm_expr_start(&builder);
    two(HM_OP_COUNT_ROWS, named("rows"), two(HM_OP_LT, column("others", "z"), number(1)));
    assert_wrong(10, "rows of two different records cannot be combined");
}

static void expr_check_fine_measures(void **state) {
    (void)state;
    hm_expr_start(&builder);
    two(HM_OP_ADD, one(HM_OP_SUM, column("rows", "x")), one(HM_OP_MEAN, column("others", "z")));
    free(finish_checked());
    hm_expr_start(&builder); /* logic is a number where one is wanted, and a measure */
    two(HM_OP_LT, two(HM_OP_ADD, named("flag"), named("a")), number(2));
    free(finish_checked());
    hm_expr_start(&builder); /* a fold inside another: the inner one is a figure of the city */
    one(HM_OP_SUM, two(HM_OP_DIVIDE, column("rows", "x"), one(HM_OP_SUM, column("rows", "x"))));
    free(finish_checked());
    hm_expr_start(&builder);
    two(HM_OP_COUNT_ROWS, named("rows"), two(HM_OP_EQ, column("rows", "kind"), text("road")));
    free(finish_checked());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expr_build_equal_nodes_once),
        cmocka_unit_test(expr_build_doubling_sixty_times_stays_small),
        cmocka_unit_test(expr_build_from_blocks_keeps_nodes_single),
        cmocka_unit_test(expr_build_stops_at_a_thousand_nodes),
        cmocka_unit_test(expr_build_holds_a_thousand_nodes),
        cmocka_unit_test(expr_build_stops_at_too_many_operands),
        cmocka_unit_test(expr_build_stops_at_too_many_names),
        cmocka_unit_test(expr_print_brackets_where_needed),
        cmocka_unit_test(expr_print_parts_by_name_or_in_full),
        cmocka_unit_test(expr_print_of_a_huge_formula_ends),
        cmocka_unit_test(expr_check_names),
        cmocka_unit_test(expr_check_types),
        cmocka_unit_test(expr_check_rows),
        cmocka_unit_test(expr_check_fine_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
