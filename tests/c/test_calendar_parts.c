/* test_calendar_parts.c: what years, quarters and months are made up of; and sums of figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <string.h>

#include "base/calendar_parts.h"
#include "base/numbers/number_sum.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void parts_and_wholes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        char to;
        hm_period_place place;
        const char *whole;
        int number, count;
    } examples[] = {
        {"2024", 'Y', HM_PERIOD_WHOLE, "2024", 0, 1},
        {"2024-Q3", 'Q', HM_PERIOD_WHOLE, "2024-Q3", 0, 1},
        {"2024-09", 'M', HM_PERIOD_WHOLE, "2024-09", 0, 1},
        {"2024-S2", 'Y', HM_PERIOD_PART, "2024", 1, 2},
        {"2024-Q3", 'Y', HM_PERIOD_PART, "2024", 2, 4},
        {"2024-12", 'Y', HM_PERIOD_PART, "2024", 11, 12},
        {"2024-01", 'Q', HM_PERIOD_PART, "2024-Q1", 0, 3},
        {"2024-06", 'Q', HM_PERIOD_PART, "2024-Q2", 2, 3},
        {"2024-10", 'Q', HM_PERIOD_PART, "2024-Q4", 0, 3},
        /* leap years: 31 + 29 days before March 1st; 91 days are a quarter then */
        {"2024-03-01", 'Y', HM_PERIOD_PART, "2024", 60, 366},
        {"2023-03-01", 'Y', HM_PERIOD_PART, "2023", 59, 365},
        {"1900-12-31", 'Y', HM_PERIOD_PART, "1900", 364, 365},
        {"2024-03-31", 'Q', HM_PERIOD_PART, "2024-Q1", 90, 91},
        {"2023-02-28", 'M', HM_PERIOD_PART, "2023-02", 27, 28},
        {"1969-12-31", 'M', HM_PERIOD_PART, "1969-12", 30, 31},
        {"0001-01-01", 'Y', HM_PERIOD_PART, "0001", 0, 365},
        {"9999-12-31", 'Y', HM_PERIOD_PART, "9999", 364, 365},
        /* longer ones, and other years */
        {"2024", 'Q', HM_PERIOD_BESIDE, "", 0, 0},
        {"2024-S1", 'Q', HM_PERIOD_BESIDE, "", 0, 0},
        {"2024-Q1", 'M', HM_PERIOD_BESIDE, "", 0, 0},
        {"2018/19", 'Y', HM_PERIOD_BESIDE, "", 0, 0},
        {"FY2019", 'Q', HM_PERIOD_BESIDE, "", 0, 0},
        {"2023/2024", 'Y', HM_PERIOD_BESIDE, "", 0, 0},
        {"2018-04/2019-03", 'Y', HM_PERIOD_BESIDE, "", 0, 0},
        {"2024-03/2024-04", 'Q', HM_PERIOD_BESIDE, "", 0, 0},
        /* what they are not made up of */
        {"2024-W05", 'Y', HM_PERIOD_UNEVEN, "", 0, 0},
        {"2024-W05/2024-W06", 'M', HM_PERIOD_UNEVEN, "", 0, 0},
        {"2024-01/2024-02", 'Y', HM_PERIOD_UNEVEN, "", 0, 0},
        {"2024-01/2024-02", 'Q', HM_PERIOD_UNEVEN, "", 0, 0},
        {"2024-01-01/2024-01-07", 'M', HM_PERIOD_UNEVEN, "", 0, 0},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        hm_period_part part = {.count = 0};
        char text[HM_PERIOD_SIZE];
        const hm_period_place place =
            hm_calendar_part(examples[i].text, strlen(examples[i].text), examples[i].to, &part);
        if (place != examples[i].place)
            fail_msg("%s to %c: %d", examples[i].text, examples[i].to, (int)place);
        if (place != HM_PERIOD_WHOLE && place != HM_PERIOD_PART)
            continue;
        assert_string_equal(part.whole, examples[i].whole);
        assert_int_equal(part.size, strlen(part.whole));
        assert_int_equal(part.number, examples[i].number);
        assert_int_equal(part.count, examples[i].count);
        assert_int_equal(hm_calendar_print_part(&part, text), strlen(examples[i].text));
        assert_string_equal(text, examples[i].text);
    }
}

static void check_sum(const double *numbers, size_t count, double expected) {
    assert_memory_equal(&(double){hm_number_sum(numbers, count)}, &expected, sizeof expected);
}
#define SUM(expected, ...)                                                                         \
    check_sum((const double[]){__VA_ARGS__}, COUNT(((const double[]){__VA_ARGS__})), expected)

static void sums_are_those_of_decimals(void **state) {
    (void)state;
    check_sum(NULL, 0, 0);
    SUM(1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    SUM(0.3, 0.1, 0.2);
    SUM(0, 0.1, 0.2, -0.3);
    SUM(-1.25, -1, -0.25);
    SUM(9007199254740992, 9007199254740992, 0.5); /* there is none between it and ...994 */
    SUM(123456.789, 123456, 0.789);
    /* too long for that: the small ones are not lost beside the large */
    SUM(2, 1, 1e100, 1, -1e100);
    SUM(1e300, 1e300, 1e-300);
    assert_true(hm_number_sum((const double[]){DBL_MAX, DBL_MAX}, 2) > DBL_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_and_wholes),
        cmocka_unit_test(sums_are_those_of_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
