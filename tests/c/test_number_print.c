/* test_number_print.c: printing and rounding numbers, against known cases and against libc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "number_support.h"

static void assert_prints(double number, const char *wanted) {
    char text[HM_NUMBER_SIZE];
    size_t size = hm_number_print(number, text);
    assert_string_equal(text, wanted);
    assert_int_equal(size, strlen(wanted));
}

static void number_print_layout(void **state) {
    (void)state;
    assert_prints(0.0, "0");
    assert_prints(-0.0, "0");
    assert_prints(75, "75");
    assert_prints(-1234567, "-1234567");
    assert_prints(0.1, "0.1");
    assert_prints(-0.25, "-0.25");
    assert_prints(66.67, "66.67");
    assert_prints(1234.5, "1234.5");
    assert_prints(200.0 / 3, "66.66666666666667");
    assert_prints(0.1 + 0.2, "0.30000000000000004");
    assert_prints(999999999.999999, "999999999.999999");
    assert_prints(1000000000.5, "1000000000.5");
    assert_prints(9007199254740991.0, "9007199254740991");
    assert_prints(9007199254740994.0, "9007199254740994");
    assert_prints(1e20, "100000000000000000000");
    assert_prints(0x1p69, "590295810358705700000");
    assert_prints(999999999999999900000.0, "999999999999999900000");
    assert_prints(1e21, "1e+21");
    assert_prints(1.5e22, "1.5e+22");
    assert_prints(1e-6, "0.000001");
    assert_prints(1.25e-6, "0.00000125");
    assert_prints(1.5e-7, "1.5e-7");
    assert_prints(-1e-7, "-1e-7");
    assert_prints(1e100, "1e+100");
    char text[HM_NUMBER_SIZE] = "x";
    assert_int_equal(hm_number_print(NAN, text), 0);
    assert_int_equal(hm_number_print(-INFINITY, text), 0);
    assert_string_equal(text, "");
}

static void number_print_hard(void **state) {
    (void)state;
    assert_prints(1e23, "1e+23");
    assert_prints(double_of(bits_of(1e23) + 1), "1.0000000000000001e+23");
    assert_prints(0x1p-1074, "5e-324");
    assert_prints(0x1p-1073, "1e-323");
    assert_prints(0x3p-1074, "1.5e-323");
    assert_prints(DBL_MIN, "2.2250738585072014e-308");
    assert_prints(double_of(bits_of(DBL_MIN) - 1), "2.225073858507201e-308");
    assert_prints(-DBL_MAX, "-1.7976931348623157e+308");
    assert_prints(9007199254740993.0 * 2, "18014398509481984");
    assert_prints(0x1p-44, "5.684341886080802e-14"); /* the even one of two equally near */
    assert_prints(5e-20, "5e-20");
    assert_prints(4.35, "4.35");
    assert_prints(2.98023223876953125e-8, "2.9802322387695312e-8");
    /* Where a middle or the double itself, scaled by a power of ten, is nearest to a whole number.
     */
    assert_prints(0x1.f92bacb3cb40cp716, "6.802601037806062e+215");
    assert_prints(0x1.3bbb4bf05f087p720, "6.802601037806061e+216");
    assert_prints(0x1.3bbb4bf05f088p720, "6.802601037806063e+216");
}

/* The significant digits of a printed number into `digits`; returns how many. */
static int significant_digits(const char *text, char *digits) {
    int count = 0;
    for (; *text != '\0' && *text != 'e'; text++)
        if (*text >= '0' && *text <= '9' && (count > 0 || *text != '0'))
            digits[count++] = *text;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
    return count;
}

/* Reads back; no fewer digits would; and of as many digits libc's nearest ones are the same. At a
 * power of two, whose lower neighbour is nearer, the nearest decimal of n digits may not read back
 * although another one of n digits does: there only its failing proves nothing. */
static void assert_shortest(double number) {
    char text[HM_NUMBER_SIZE], digits[32], other[64], other_digits[32];
    hm_number_print(number, text);
    assert_reads(text, number);
    if (bits_of(strtod(text, NULL)) != bits_of(number))
        fail_msg("%a prints as %s", number, text);
    int count = significant_digits(text, digits);
    bool power_of_two = bits_of(number) << 12 == 0;
    snprintf(other, sizeof other, "%.*e", count - 1, number);
    if (strtod(other, NULL) == number) {
        significant_digits(other, other_digits);
        assert_string_equal(digits, other_digits);
    } else if (!power_of_two) {
        fail_msg("%a prints as %s, of %d digits %s is nearest", number, text, count, other);
    }
    if (count == 1)
        return;
    snprintf(other, sizeof other, "%.*e", count - 2, number);
    if (strtod(other, NULL) == number)
        fail_msg("%a prints as %s, but %s is shorter", number, text, other);
}

static void number_print_random(void **state) {
    (void)state;
    uint64_t random = 88172645463325252;
    for (int i = 0; i < 200000; i++) {
        double number = next_finite(&random);
        assert_shortest(number);
        char text[40];
        snprintf(text, sizeof text, "%.17g", number);
        assert_reads(text, number);
    }
}

/* Numbers as data has them, and their neighbours. */
static void number_print_everyday(void **state) {
    (void)state;
    uint64_t random = 42;
    static const double tens[] = {1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8};
    for (int i = 0; i < 50000; i++) {
        uint64_t digits = 1 + next_random(&random) % 1000000000;
        double number = (double)digits / tens[next_random(&random) % COUNT(tens)];
        uint64_t step = next_random(&random) % 4 == 0 ? next_random(&random) % 3 : 0;
        assert_shortest(double_of(bits_of(number) + step));
    }
}

static void number_print_powers(void **state) {
    (void)state;
    for (uint64_t field = 0; field < 2047; field++)
        for (uint64_t step = 0; step < 3; step++)
            if (field > 0 || step > 1)
                assert_shortest(double_of((field << 52) + step - 1));
    for (int exponent = -323; exponent <= 308; exponent++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", exponent);
        double power = strtod(text, NULL);
        for (int step = -1; step <= 1; step++)
            assert_shortest(double_of(bits_of(power) + (uint64_t)(int64_t)step));
    }
}

static void assert_fixed(double number, int decimals, const char *wanted) {
    char text[HM_NUMBER_SIZE + 325];
    assert_int_equal(hm_number_print_fixed(number, decimals, text), strlen(wanted));
    assert_string_equal(text, wanted);
}

static void number_print_fixed_places(void **state) {
    (void)state;
    assert_fixed(0, 0, "0");
    assert_fixed(0, 2, "0.00");
    assert_fixed(75, 1, "75.0");
    assert_fixed(2.675, 2, "2.68"); /* in binary it is a little less than 2.675 */
    assert_fixed(-2.675, 2, "-2.68");
    assert_fixed(1.005, 2, "1.01");
    assert_fixed(0.5, 0, "1");
    assert_fixed(1.5, 0, "2");
    assert_fixed(2.5, 0, "3");
    assert_fixed(0.49999999999999994, 0, "1");
    assert_fixed(99.995, 2, "100.00");
    assert_fixed(9.5, 0, "10");
    assert_fixed(0.05, 1, "0.1");
    assert_fixed(0.049, 1, "0.0");
    assert_fixed(0.95, 1, "1.0");
    assert_fixed(-0.004, 2, "0.00"); /* no sign without digits */
    assert_fixed(-0.005, 2, "-0.01");
    assert_fixed(200.0 / 3, 3, "66.667");
    assert_fixed(200.0 / 3, 15, "66.666666666666670");
    assert_fixed(1234567.891, 1, "1234567.9");
    assert_fixed(5e-324, 15, "0.000000000000000");
    assert_fixed(1e-15, 15, "0.000000000000001");
    assert_fixed(0x1p69, 1, "590295810358705700000.0");
    assert_fixed(12.345, -3, "12");
    assert_fixed(1.5, 99, "1.500000000000000");
    assert_fixed(NAN, 2, "");
}

static void number_print_fixed_largest(void **state) {
    (void)state;
    char wanted[340], text[HM_NUMBER_SIZE + 325];
    memset(wanted, '0', sizeof wanted);
    memcpy(wanted, "-17976931348623157", 18);
    wanted[310] = '.';
    wanted[326] = '\0';
    assert_int_equal(hm_number_print_fixed(-DBL_MAX, 15, text), 326);
    assert_string_equal(text, wanted);
}

static void number_round_places(void **state) {
    (void)state;
    static const struct {
        double number;
        int decimals;
        double rounded;
    } cases[] = {
        {2.675, 2, 2.68},
        {-2.675, 2, -2.68},
        {1.005, 2, 1.01},
        {0.5, 0, 1},
        {-0.5, 0, -1},
        {2.5, 0, 3},
        {0.49999999999999994, 0, 1},
        {0.4999999999999, 0, 0},
        {(93.38 + 90.83) / 2, 2, 92.11},
        {(0.1 + 5.8) / 2, 1, 3},
        {4503599627370494.5, 0, 4503599627370495.0},
        {66.66666666666667, 1, 66.7},
        {66.66666666666667, 14, 66.66666666666667},
        {0.1 + 0.2, 15, 0.3},
        {0.1 + 0.2, 16, 0.3},
        {0.1 + 0.2, 17, 0.1 + 0.2},
        {99.95, 1, 100},
        {1e22, 3, 1e22},
        {9007199254740993.0, 0, 9007199254740992.0},
        {4503599627370495.5, 0, 4503599627370496.0},
        {5e-324, 323, 1e-323},
        {5e-324, 322, 0},
        {5e-324, 324, 5e-324},
        {5e-324, 100, 0},
        {1.25e-10, 11, 1.3e-10},
        {5.6843418860807996e-14, 13, 1e-13}, /* all of 17 digits are dropped */
        {1234.5, -2, 1235},
        {DBL_MAX, 2, DBL_MAX},
        {0.125, INT_MAX, 0.125},
        {0.125, INT_MIN, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double rounded = hm_number_round(cases[i].number, cases[i].decimals);
        if (bits_of(rounded) != bits_of(cases[i].rounded))
            fail_msg("%.17g to %d places is %.17g, not %.17g", cases[i].number, cases[i].decimals,
                     rounded, cases[i].rounded);
    }
    assert_true(bits_of(hm_number_round(-0.004, 2)) == 0);
    assert_true(isnan(hm_number_round(NAN, 2)));
    assert_true(isinf(hm_number_round(INFINITY, 2)));
}

/* What is printed to some places reads as what rounding to them gives. */
static void number_round_as_printed(void **state) {
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 20000; i++) {
        double number = (double)(next_random(&random) >> 11) * 0x1p-53 * 1000;
        int decimals = (int)(next_random(&random) % 16);
        char text[HM_NUMBER_SIZE + 325];
        hm_number_print_fixed(number, decimals, text);
        assert_true(strtod(text, NULL) == hm_number_round(number, decimals));
        const char *point = strchr(text, '.');
        assert_int_equal(point ? strlen(point + 1) : 0, decimals);
        /* Half a unit, and what its first 15 digits may differ from the number itself. */
        assert_true(fabs(strtod(text, NULL) - number) <= 0.5 * pow(10, -decimals) + 6e-13);
    }
}

static void assert_prints_integer(int64_t integer) {
    char text[HM_NUMBER_SIZE], wanted[HM_NUMBER_SIZE];
    const size_t size = hm_integer_print(integer, text);
    assert_int_equal(size, snprintf(wanted, sizeof wanted, "%" PRId64, integer));
    assert_string_equal(text, wanted);
}

/* Around every power of ten, and at both ends. */
static void integer_print_of_every_length(void **state) {
    (void)state;
    int64_t power = 1;
    for (int i = 0; i < 19; i++, power = i < 19 ? power * 10 : power)
        for (int64_t apart = -2; apart <= 2; apart++) {
            assert_prints_integer(power + apart);
            assert_prints_integer(-power + apart);
        }
    assert_prints_integer(INT64_MAX);
    assert_prints_integer(INT64_MIN);
}

static void integer_print_random(void **state) {
    (void)state;
    uint64_t random = 11;
    for (int i = 0; i < 100000; i++) {
        const uint64_t bits = next_random(&random);
        assert_prints_integer((int64_t)(bits >> (bits & 63)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_print_layout),
        cmocka_unit_test(number_print_hard),
        cmocka_unit_test(number_print_random),
        cmocka_unit_test(number_print_everyday),
        cmocka_unit_test(number_print_powers),
        cmocka_unit_test(number_print_fixed_places),
        cmocka_unit_test(number_print_fixed_largest),
        cmocka_unit_test(number_round_places),
        cmocka_unit_test(number_round_as_printed),
        cmocka_unit_test(integer_print_of_every_length),
        cmocka_unit_test(integer_print_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
