/* Tests of the table of operations: what each row computes, and the states of its results. */
#include "core_support.h"

#include <float.h>
#include <math.h>

#include "expr/operations.h"

enum { MOST = 4 };
enum {
    OK = HM_OBSERVED,
    UN = HM_UNDEFINED,
    NA = HM_NOT_APPLICABLE,
    NR = HM_NOT_REPORTED,
    IN = HM_INVALID,
    FA = HM_FAILED
};

typedef struct example {
    hm_op op;
    size_t count;
    double given[MOST];
    double expected;
    int state; /* of the result; operands are observed */
} example;

typedef struct state_example {
    hm_op op;
    size_t count;
    double given[MOST];
    int states[MOST];
    double expected;
    int state;
} state_example;

/* The kernel is run over three equal rows, so that its loops loop. */
static void check(hm_op op, size_t count, const double *given, const int *states, double expected,
                  int state, size_t number) {
    enum { ROWS = 3 };
    double values[MOST][ROWS], result[ROWS];
    uint8_t marks[MOST][ROWS], result_marks[ROWS];
    hm_operand operands[MOST];
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < ROWS; i++) {
            marks[k][i] = (uint8_t)(states ? states[k] : OK);
            values[k][i] = marks[k][i] == OK ? given[k] : 0;
        }
        operands[k] = (hm_operand){values[k], marks[k]};
    }
    hm_operation_of(op)->kernel(ROWS, operands, count, result, result_marks);
    for (size_t i = 0; i < ROWS; i++) {
        const double apart = fabs(result[i] - expected);
        if (result_marks[i] != state || !(apart <= 1e-15 * fabs(expected)))
            fail_msg("example %zu: found %.17g in state %s, expected %.17g in state %s", number,
                     result[i], hm_state_name((hm_state)result_marks[i]), expected,
                     hm_state_name((hm_state)state));
    }
}

static void check_all(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++)
        check(examples[i].op, examples[i].count, examples[i].given, NULL, examples[i].expected,
              examples[i].state, i);
}

static void operations_arithmetic(void **state) {
    (void)state;
    static const example examples[] = {
        {HM_OP_ADD, 2, {2, 3}, 5, OK},
        {HM_OP_ADD, 2, {DBL_MAX, DBL_MAX}, 0, UN},
        {HM_OP_SUBTRACT, 2, {2, 3}, -1, OK},
        {HM_OP_SUBTRACT, 2, {-DBL_MAX, DBL_MAX}, 0, UN},
        {HM_OP_MULTIPLY, 2, {-2, 3.5}, -7, OK},
        {HM_OP_MULTIPLY, 2, {1e200, 1e200}, 0, UN},
        {HM_OP_DIVIDE, 2, {1, 4}, 0.25, OK},
        {HM_OP_DIVIDE, 2, {1, 0}, 0, UN},
        {HM_OP_DIVIDE, 2, {0, 0}, 0, UN},
        {HM_OP_DIVIDE, 2, {1e300, 1e-300}, 0, UN},
        {HM_OP_MODULO, 2, {7, 3}, 1, OK}, /* the remainder has the divisor's sign */
        {HM_OP_MODULO, 2, {-7, 3}, 2, OK},
        {HM_OP_MODULO, 2, {7, -3}, -2, OK},
        {HM_OP_MODULO, 2, {-7, -3}, -1, OK},
        {HM_OP_MODULO, 2, {6, -3}, 0, OK},
        {HM_OP_MODULO, 2, {5.5, 2}, 1.5, OK},
        {HM_OP_MODULO, 2, {-1e-200, 1e-190}, 1e-190 - 1e-200, OK},
        {HM_OP_MODULO, 2, {7, 0}, 0, UN},
        {HM_OP_FLOOR_DIVIDE, 2, {7, 2}, 3, OK},
        {HM_OP_FLOOR_DIVIDE, 2, {-7, 2}, -4, OK},
        {HM_OP_FLOOR_DIVIDE, 2, {7, -2}, -4, OK},
        {HM_OP_FLOOR_DIVIDE, 2, {7, 0}, 0, UN},
        {HM_OP_POWER, 2, {2, 10}, 1024, OK},
        {HM_OP_POWER, 2, {2, -1}, 0.5, OK},
        {HM_OP_POWER, 2, {-8, 0.5}, 0, UN},
        {HM_OP_POWER, 2, {0, -1}, 0, UN},
        {HM_OP_POWER, 2, {10, 400}, 0, UN},
        {HM_OP_MINUS, 1, {5}, -5, OK},
        {HM_OP_MINUS, 1, {0}, 0, OK},
    };
    check_all(examples, COUNT(examples));
}

static void operations_comparisons_and_logic(void **state) {
    (void)state;
    static const example examples[] = {
        {HM_OP_LT, 2, {1, 2}, 1, OK},        {HM_OP_LT, 2, {2, 2}, 0, OK},
        {HM_OP_LT, 2, {3, 2}, 0, OK},        {HM_OP_LE, 2, {1, 2}, 1, OK},
        {HM_OP_LE, 2, {2, 2}, 1, OK},        {HM_OP_LE, 2, {3, 2}, 0, OK},
        {HM_OP_GT, 2, {1, 2}, 0, OK},        {HM_OP_GT, 2, {2, 2}, 0, OK},
        {HM_OP_GT, 2, {3, 2}, 1, OK},        {HM_OP_GE, 2, {1, 2}, 0, OK},
        {HM_OP_GE, 2, {2, 2}, 1, OK},        {HM_OP_GE, 2, {3, 2}, 1, OK},
        {HM_OP_EQ, 2, {0.5, 0.5}, 1, OK},    {HM_OP_EQ, 2, {0.5, 0.25}, 0, OK},
        {HM_OP_EQ, 2, {0, -0.0}, 1, OK},     {HM_OP_NE, 2, {0.5, 0.5}, 0, OK},
        {HM_OP_NE, 2, {0.5, 0.25}, 1, OK},   {HM_OP_ALL_OF, 1, {1}, 1, OK},
        {HM_OP_ALL_OF, 3, {1, 1, 1}, 1, OK}, {HM_OP_ALL_OF, 3, {1, 0, 1}, 0, OK},
        {HM_OP_ANY_OF, 1, {0}, 0, OK},       {HM_OP_ANY_OF, 3, {0, 0, 1}, 1, OK},
        {HM_OP_ANY_OF, 3, {0, 0, 0}, 0, OK}, {HM_OP_NEGATE, 1, {1}, 0, OK},
        {HM_OP_NEGATE, 1, {0}, 1, OK},
    };
    check_all(examples, COUNT(examples));
}

static void operations_marks(void **state) {
    (void)state;
    static const example examples[] = {
        {HM_OP_PERCENT, 2, {120, 160}, 75, OK},
        {HM_OP_PERCENT, 2, {1, 0}, 0, HM_INVALID},
        {HM_OP_PERCENT, 2, {1, -0.0}, 0, HM_INVALID},
        {HM_OP_PERCENT, 2, {-1, 0}, 0, UN},
        {HM_OP_PERCENT, 2, {0, 0}, 0, UN},
        {HM_OP_PERCENT, 2, {-0.0, 0}, 0, UN},
        {HM_OP_PERCENT, 2, {1e300, 1e-300}, 0, UN}, /* not of a zero whole: an overflow */
        {HM_OP_PERCENT, 2, {3, 2}, 150, OK},
        {HM_OP_POINTS, 2, {1, 30}, 30, OK},
        {HM_OP_POINTS, 2, {0, 30}, 0, OK},
        {HM_OP_NUMBER_OF, 1, {1}, 1, OK},
        {HM_OP_NUMBER_OF, 4, {1, 0, 1, 1}, 3, OK},
        {HM_OP_AT_MOST, 2, {100, 130}, 100, OK},
        {HM_OP_AT_MOST, 2, {100, 30}, 30, OK},
        {HM_OP_AT_LEAST, 2, {0, -5}, 0, OK},
        {HM_OP_AT_LEAST, 2, {0, 5}, 5, OK},
        {HM_OP_CLAMP, 3, {-5, 0, 10}, 0, OK},
        {HM_OP_CLAMP, 3, {15, 0, 10}, 10, OK},
        {HM_OP_CLAMP, 3, {5, 0, 10}, 5, OK},
        {HM_OP_MIN, 1, {4}, 4, OK},
        {HM_OP_MIN, 3, {4, -2, 9}, -2, OK},
        {HM_OP_MAX, 3, {4, -2, 9}, 9, OK},
        {HM_OP_ABS, 1, {-4.5}, 4.5, OK},
        {HM_OP_SQRT, 1, {9}, 3, OK},
        {HM_OP_SQRT, 1, {-9}, 0, UN},
        {HM_OP_LOG, 1, {1}, 0, OK},
        {HM_OP_LOG, 1, {2.718281828459045}, 1, OK},
        {HM_OP_LOG, 1, {0}, 0, UN},
        {HM_OP_LOG, 1, {-1}, 0, UN},
        {HM_OP_EXP, 1, {0}, 1, OK},
        {HM_OP_EXP, 1, {1000}, 0, UN},
        {HM_OP_EXP, 1, {-1000}, 0, OK},
        {HM_OP_PART, 1, {42}, 42, OK},
        {HM_OP_ROUND, 2, {2.5, 0}, 3, OK}, /* half away from zero, */
        {HM_OP_ROUND, 2, {-2.5, 0}, -3, OK},
        {HM_OP_ROUND, 2, {2.675, 2}, 2.68, OK}, /* of the number as it is written */
        {HM_OP_ROUND, 2, {1.005, 2}, 1.01, OK},
        {HM_OP_ROUND, 2, {0.4999, 0}, 0, OK},
        {HM_OP_ROUND, 2, {1e300, 15}, 1e300, OK},
        {HM_OP_MEDIAN, 1, {7}, 7, OK},
        {HM_OP_MEDIAN, 3, {9, -2, 4}, 4, OK},
        {HM_OP_MEDIAN, 4, {9, -2, 4, 5}, 4.5, OK},
        {HM_OP_MEDIAN, 2, {DBL_MAX, DBL_MAX}, 0, UN},
        {HM_OP_MEAN_OF, 3, {1, 2, 6}, 3, OK},
        {HM_OP_MEAN_OF, 3, {0.1, 0.1, 0.1}, 0.1, OK}, /* their sum is 0.30000000000000004 */
        {HM_OP_MEAN_OF, 2, {DBL_MAX, DBL_MAX}, 0, UN},
        {HM_OP_SD_OF, 4, {2, 4, 4, 6}, 1.632993161855452, OK}, /* the root of 8 / 3 */
        {HM_OP_SD_OF, 3, {0.1, 0.1, 0.1}, 0, OK},
        {HM_OP_SD_OF, 3, {1e9 + 4, 1e9 + 7, 1e9 + 13}, 4.58257569495584, OK}, /* that of 21 */
        {HM_OP_SD_OF, 1, {5}, 0, UN},
        /* as R's qnorm has them */
        {HM_OP_NORMAL_QUANTILE, 1, {0.5}, 0, OK},
        {HM_OP_NORMAL_QUANTILE, 1, {0.975}, 1.959963984540054, OK},
        {HM_OP_NORMAL_QUANTILE, 1, {0.1}, -1.2815515655446004, OK},
        {HM_OP_NORMAL_QUANTILE, 1, {0.001}, -3.090232306167813, OK},
        {HM_OP_NORMAL_QUANTILE, 1, {0}, 0, UN},
        {HM_OP_NORMAL_QUANTILE, 1, {1}, 0, UN},
        {HM_OP_NORMAL_QUANTILE, 1, {-0.5}, 0, UN},
    };
    check_all(examples, COUNT(examples));
}

/* (0, 10), (5, 30) and (7, -10). */
static void operations_interpolate(void **state) {
    (void)state;
    static const double figures[][2] = {{-1, 10}, {0, 10},  {1, 14},  {2.5, 20}, {5, 30},
                                        {6, 10},  {7, -10}, {6.5, 0}, {9, -10}};
    static const double points[] = {0, 10, 5, 30, 7, -10};
    enum { OPERANDS = 1 + COUNT(points) };
    for (size_t i = 0; i < COUNT(figures); i++) {
        static const uint8_t fine[1] = {OK}, missing[1] = {NR};
        hm_operand operands[OPERANDS] = {{&figures[i][0], fine}};
        double value;
        uint8_t mark;
        for (size_t k = 0; k < COUNT(points); k++)
            operands[k + 1] = (hm_operand){&points[k], fine};
        hm_operation_of(HM_OP_INTERPOLATE)->kernel(1, operands, OPERANDS, &value, &mark);
        assert_true(value == figures[i][1]);
        assert_int_equal(mark, OK);
        operands[0].states = missing;
        hm_operation_of(HM_OP_INTERPOLATE)->kernel(1, operands, OPERANDS, &value, &mark);
        assert_true(value == 0);
        assert_int_equal(mark, NR);
    }
}

/* 100 * 0.07 / 0.07 is 100.00000000000001 when it is rounded twice. */
static void operations_percent_of_equals_is_exactly_100(void **state) {
    (void)state;
    for (int i = 1; i < 5000; i++) {
        const double amount = i / 700.0;
        const uint8_t fine[1] = {OK};
        const hm_operand operands[2] = {{&amount, fine}, {&amount, fine}};
        double value;
        uint8_t mark;
        hm_operation_of(HM_OP_PERCENT)->kernel(1, operands, 2, &value, &mark);
        assert_true(value == 100.0);
        assert_int_equal(mark, OK);
    }
}

static void operations_choices(void **state) {
    (void)state;
    static const state_example examples[] = {
        /* when looks at the chosen branch alone */
        {HM_OP_WHEN, 3, {1, 10, 20}, {OK, OK, OK}, 10, OK},
        {HM_OP_WHEN, 3, {0, 10, 20}, {OK, OK, OK}, 20, OK},
        {HM_OP_WHEN, 3, {1, 10, 0}, {OK, OK, FA}, 10, OK},
        {HM_OP_WHEN, 3, {0, 0, 20}, {OK, FA, OK}, 20, OK},
        {HM_OP_WHEN, 3, {1, 0, 20}, {OK, NR, OK}, 0, NR},
        {HM_OP_WHEN, 3, {0, 10, 0}, {OK, OK, UN}, 0, UN},
        {HM_OP_WHEN, 3, {0, 10, 20}, {NR, OK, OK}, 0, NR},
        {HM_OP_WHEN, 3, {0, 10, 0}, {NA, OK, FA}, 0, NA},
        /* first_of passes over what is not reported or not applicable, nothing else */
        {HM_OP_FIRST_OF, 2, {1, 2}, {OK, OK}, 1, OK},
        {HM_OP_FIRST_OF, 2, {0, 2}, {NR, OK}, 2, OK},
        {HM_OP_FIRST_OF, 3, {0, 0, 3}, {NR, NA, OK}, 3, OK},
        {HM_OP_FIRST_OF, 2, {0, 2}, {IN, OK}, 0, IN},
        {HM_OP_FIRST_OF, 2, {0, 2}, {FA, OK}, 0, FA},
        {HM_OP_FIRST_OF, 2, {0, 2}, {UN, OK}, 0, UN},
        {HM_OP_FIRST_OF, 3, {0, 0, 3}, {NR, UN, OK}, 0, UN},
        {HM_OP_FIRST_OF, 2, {0, 0}, {NA, NR}, 0, NR},
        {HM_OP_FIRST_OF, 2, {0, 0}, {NA, NA}, 0, NA},
        {HM_OP_FIRST_OF, 1, {0}, {NR}, 0, NR},
        /* averages are of those that apply */
        {HM_OP_MEDIAN, 4, {1, 0, 3, 5}, {OK, NA, OK, OK}, 3, OK},
        {HM_OP_MEAN_OF, 3, {1, 0, 3}, {OK, UN, OK}, 2, OK},
        {HM_OP_MEAN_OF, 3, {1, 0, 3}, {OK, NR, OK}, 0, NR},
        {HM_OP_MEAN_OF, 3, {1, 0, 0}, {OK, NR, IN}, 0, IN},
        {HM_OP_MEAN_OF, 3, {0, 0, 0}, {NA, FA, NR}, 0, FA},
        {HM_OP_MEAN_OF, 2, {0, 0}, {UN, NA}, 0, NA},
        {HM_OP_MEAN_OF, 2, {0, 0}, {UN, UN}, 0, UN},
        {HM_OP_SD_OF, 3, {1, 0, 3}, {OK, NA, OK}, 1.4142135623730951, OK},
        {HM_OP_SD_OF, 2, {1, 0}, {OK, NA}, 0, UN},
        {HM_OP_MISSING_IF, 2, {0, 7}, {OK, OK}, 7, OK},
        {HM_OP_MISSING_IF, 2, {1, 7}, {OK, OK}, 0, NR},
        {HM_OP_MISSING_IF, 2, {1, 0}, {OK, FA}, 0, NR},
        {HM_OP_MISSING_IF, 2, {0, 0}, {OK, UN}, 0, UN},
        {HM_OP_MISSING_IF, 2, {0, 7}, {NA, OK}, 0, NA},
        {HM_OP_MISSING_IF, 2, {0, 0}, {UN, FA}, 0, UN},
        {HM_OP_REPORTED, 1, {0}, {OK}, 1, OK},
        {HM_OP_REPORTED, 1, {7}, {OK}, 1, OK},
        {HM_OP_REPORTED, 1, {0}, {NR}, 0, OK},
        {HM_OP_REPORTED, 1, {0}, {NA}, 0, OK},
        {HM_OP_REPORTED, 1, {0}, {UN}, 0, UN},
        {HM_OP_REPORTED, 1, {0}, {IN}, 0, IN},
        {HM_OP_REPORTED, 1, {0}, {FA}, 0, FA},
    };
    for (size_t i = 0; i < COUNT(examples); i++)
        check(examples[i].op, examples[i].count, examples[i].given, examples[i].states,
              examples[i].expected, examples[i].state, i);
}

/* Everything but choices takes the gravest state of all its operands, whatever its values are. */
static void operations_take_the_gravest_state(void **state) {
    (void)state;
    static const hm_op ops[] = {HM_OP_ADD,      HM_OP_SUBTRACT, HM_OP_MULTIPLY,     HM_OP_DIVIDE,
                                HM_OP_MODULO,   HM_OP_POWER,    HM_OP_FLOOR_DIVIDE, HM_OP_LT,
                                HM_OP_LE,       HM_OP_GT,       HM_OP_GE,           HM_OP_EQ,
                                HM_OP_NE,       HM_OP_ALL_OF,   HM_OP_ANY_OF,       HM_OP_PERCENT,
                                HM_OP_POINTS,   HM_OP_MIN,      HM_OP_NUMBER_OF,    HM_OP_AT_MOST,
                                HM_OP_AT_LEAST, HM_OP_MAX,      HM_OP_ROUND};
    static const hm_op single[] = {HM_OP_MINUS, HM_OP_NEGATE, HM_OP_ABS,  HM_OP_SQRT,
                                   HM_OP_LOG,   HM_OP_EXP,    HM_OP_PART, HM_OP_NORMAL_QUANTILE};
    const double ones[MOST] = {1, 1, 1, 1};
    for (int a = OK; a <= FA; a++) {
        for (int b = OK; b <= FA; b++) {
            const int states[MOST] = {a, b, OK, OK};
            const int gravest = a > b ? a : b;
            for (size_t i = 0; i < COUNT(ops) && gravest != OK; i++)
                check(ops[i], 2, ones, states, 0, gravest, i);
            for (size_t place = 0; place < 3 && gravest != OK; place++) {
                int three[MOST] = {OK, OK, OK, OK};
                three[place] = a;
                three[(place + 1) % 3] = b;
                check(HM_OP_CLAMP, 3, ones, three, 0, gravest, place);
            }
        }
        for (size_t i = 0; i < COUNT(single) && a != OK; i++)
            check(single[i], 1, ones, &a, 0, a, i);
    }
}

/* The table says of each row what the rest of the core relies on. */
static void operations_rows_are_whole(void **state) {
    (void)state;
    for (int op = 0; op < HM_OP_COUNT; op++) {
        const hm_operation *row = hm_operation_of((hm_op)op);
        const bool leaf = op < HM_OP_ADD;
        assert_true(row->binding > 0 && row->binding <= 9);
        assert_true(leaf ? row->most == 0 : row->least >= 1 && row->least <= row->most);
        assert_int_equal(row->kernel == NULL,
                         leaf || row->over_rows || hm_op_looks_at_texts((hm_op)op));
        assert_true(leaf || row->name || row->symbol);
        const bool of_lua = op == HM_OP_SHARE || op == HM_OP_HELD || op == HM_OP_ROUND ||
                            op == HM_OP_INTERPOLATE || op == HM_OP_HISTORY;
        const bool for_authors = row->name && !of_lua;
        assert_int_equal(row->arguments != NULL, for_authors);
        assert_int_equal(row->about != NULL, for_authors);
        for (size_t k = 0; k < 6 && !leaf; k++)
            assert_int_not_equal(hm_operation_takes((hm_op)op, k), HM_TYPE_NONE);
    }
    assert_int_equal(hm_operation_takes(HM_OP_WHEN, 0), HM_TYPE_LOGIC);
    assert_int_equal(hm_operation_takes(HM_OP_WHEN, 2), HM_TYPE_ANY);
    assert_int_equal(hm_operation_takes(HM_OP_COUNT_ROWS, 0), HM_TYPE_RECORDS);
    assert_int_equal(hm_operation_takes(HM_OP_NUMBER_OF, 100), HM_TYPE_LOGIC);
}

static void operations_of_texts(void **state) {
    (void)state;
    static const struct {
        const char *answers, *option;
        bool has;
        double count;
    } examples[] = {{"a|b|long c", "a", true, 3},
                    {"a|b|long c", "b", true, 3},
                    {"a|b|long c", "long c", true, 3},
                    {"a|b|long c", "long", false, 3},
                    {"ab", "a", false, 1},
                    {"none", "a", false, 0},
                    {"", "a", false, 0},
                    {"none|a", "a", true, 2}};
    for (size_t i = 0; i < COUNT(examples); i++) {
        const char *const texts[] = {examples[i].answers, examples[i].option};
        assert_int_equal(hm_operation_of_texts(HM_OP_HAS, texts) > 0, examples[i].has);
        assert_true(hm_operation_of_texts(HM_OP_COUNT_OF, texts) == examples[i].count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_arithmetic),
        cmocka_unit_test(operations_comparisons_and_logic),
        cmocka_unit_test(operations_marks),
        cmocka_unit_test(operations_interpolate),
        cmocka_unit_test(operations_percent_of_equals_is_exactly_100),
        cmocka_unit_test(operations_choices),
        cmocka_unit_test(operations_take_the_gravest_state),
        cmocka_unit_test(operations_of_texts),
        cmocka_unit_test(operations_rows_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
