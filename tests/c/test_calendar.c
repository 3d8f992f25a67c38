/* test_calendar.c: periods, date-times and durations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_periods(const char *const *texts, size_t count, hm_calendar_result wanted) {
    for (size_t i = 0; i < count; i++) {
        hm_calendar_result result = hm_calendar_period(texts[i], strlen(texts[i]));
        if (result != wanted)
            fail_msg("%s: %d instead of %d", texts[i], (int)result, (int)wanted);
    }
}

static void calendar_period_fine(void **state) {
    (void)state;
    static const char *const texts[] = {
        "2025", "0001", "9999", "2025-Q1", "2025-Q4", "2025-S1", "2025-S2", "2025-01", "2025-12",
        "2025-06-30", "2024-02-29", "2000-02-29", "2025-12-31", "0001-01-01", "9999-12-31",
        "2025-W01", "2025-W52",
        /* 53 weeks: the year begins on a Thursday, or is a leap year from a Wednesday on */
        "2020-W53", "2026-W53", "2015-W53", "2004-W53", "1992-W53", "0004-W53", "9998-W53",
        "2023/2025", "2025/2025", "2025-Q1/2025-Q3", "2024-S2/2025-S1", "2024-12/2025-01",
        "2025-06-30/2025-07-01", "2024-W52/2025-W01"};
    assert_periods(texts, COUNT(texts), HM_CALENDAR_FINE);
}

/* Worked out with a calendar on paper; weeks by the Thursdays of the years. */
static void calendar_previous(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"2025", "2024"},
                                           {"1000", "0999"},
                                           {"0002", "0001"},
                                           {"2025-S2", "2025-S1"},
                                           {"2025-S1", "2024-S2"},
                                           {"2025-Q3", "2025-Q2"},
                                           {"2025-Q1", "2024-Q4"},
                                           {"2025-10", "2025-09"},
                                           {"2025-01", "2024-12"},
                                           {"2025-07-01", "2025-06-30"},
                                           {"2025-03-01", "2025-02-28"},
                                           {"2024-03-01", "2024-02-29"},
                                           {"2000-03-01", "2000-02-29"},
                                           {"1900-03-01", "1900-02-28"},
                                           {"2025-01-01", "2024-12-31"},
                                           {"2025-W02", "2025-W01"},
                                           {"2025-W01", "2024-W52"},
                                           {"2021-W01", "2020-W53"},
                                           {"2027-W01", "2026-W53"},
                                           {"2016-W01", "2015-W53"},
                                           {"2017-W01", "2016-W52"},
                                           {"2020-W53", "2020-W52"},
                                           {"2023/2025", "2020/2022"},
                                           {"2018/2019", "2016/2017"},
                                           {"2025/2025", "2024/2024"},
                                           {"2025-Q2/2025-Q3", "2024-Q4/2025-Q1"},
                                           {"2025-01/2025-03", "2024-10/2024-12"},
                                           {"2025-10/2025-11", "2025-08/2025-09"},
                                           {"2024-S2/2025-S1", "2023-S2/2024-S1"},
                                           {"2024-03-01/2024-03-31", "2024-01-30/2024-02-29"},
                                           {"2021-W01/2021-W02", "2020-W52/2020-W53"}};
    char found[HM_PERIOD_SIZE];
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const size_t size = hm_calendar_previous(pairs[i][0], strlen(pairs[i][0]), found);
        assert_int_equal(size, strlen(pairs[i][1]));
        assert_string_equal(found, pairs[i][1]);
    }
    static const char *const first[] = {"0001",       "0001-Q1",  "0001-S1",   "0001-01",
                                        "0001-01-01", "0001-W01", "0001/0001", "0002/0003",
                                        "",           "2025-Q5",  "abc",       "2025/2024"};
    for (size_t i = 0; i < COUNT(first); i++)
        assert_int_equal(hm_calendar_previous(first[i], strlen(first[i]), found), 0);
}

/* Every day and every week of two centuries, one after the other. */
static void calendar_previous_all_days_and_weeks(void **state) {
    (void)state;
    char text[HM_PERIOD_SIZE] = "2100-12-31", before[HM_PERIOD_SIZE];
    size_t days = 0, weeks = 0;
    for (size_t size = 10; strcmp(text, "1900-12-31") != 0; days++) {
        size = hm_calendar_previous(text, size, before);
        assert_int_equal(hm_calendar_period(before, size), HM_CALENDAR_FINE);
        assert_true(strcmp(before, text) < 0);
        memcpy(text, before, sizeof text);
    }
    assert_int_equal(days, 200 * 365 + 49); /* leap years from 1904 to 2096, and 2000 */
    memcpy(text, "2101-W01", 9);
    for (size_t size = 8; strcmp(text, "1901-W01") != 0; weeks++) {
        size = hm_calendar_previous(text, size, before);
        assert_int_equal(hm_calendar_period(before, size), HM_CALENDAR_FINE);
        assert_true(strcmp(before, text) < 0);
        memcpy(text, before, sizeof text);
    }
    /* from Monday 1900-12-31 to Monday 2101-01-03 */
    assert_int_equal(weeks, (200 * 365 + 49 + 3) / 7);
}

static void calendar_period_none(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "25",
                                        "202",
                                        "20255",
                                        "abcd",
                                        "2025-",
                                        "2025-6",
                                        "2025-Q",
                                        "2025-Q1 ",
                                        " 2025",
                                        "2025-Q12",
                                        "2025-q1",
                                        "2025-W5",
                                        "2025-W005",
                                        "2025-H1",
                                        "2025-06-",
                                        "2025-06-3",
                                        "2025-06-300",
                                        "2025/06",
                                        "2025-1-01",
                                        "2025-06/",
                                        "/2025",
                                        "/",
                                        "2025/2026/2027",
                                        "2025/2025-Q1",
                                        "2025-06/2025-06-30",
                                        "+2025",
                                        "-2025",
                                        "2025-06-30T12:00",
                                        "2025-Q1/2025-S1",
                                        "2025-1",
                                        "2025Q1",
                                        "202506",
                                        "2025--06"};
    assert_periods(texts, COUNT(texts), HM_CALENDAR_NONE);
    assert_int_equal(hm_calendar_period("2025-Q1", 4), HM_CALENDAR_FINE); /* not read beyond */
    assert_int_equal(hm_calendar_period("2025-06-30", 7), HM_CALENDAR_FINE);
    assert_int_equal(hm_calendar_period("2025-06-30", 9), HM_CALENDAR_NONE);
    assert_int_equal(hm_calendar_period("2025\0", 5), HM_CALENDAR_NONE);
}

static void calendar_period_no_such(void **state) {
    (void)state;
    static const char *const texts[] = {"0000",
                                        "0000-W01",
                                        "0000-06-01",
                                        "2025-Q0",
                                        "2025-Q5",
                                        "2025-S0",
                                        "2025-S3",
                                        "2025-00",
                                        "2025-13",
                                        "2025-02-29",
                                        "2025-02-30",
                                        "1900-02-29",
                                        "2100-02-29",
                                        "2025-04-31",
                                        "2025-06-00",
                                        "2025-00-10",
                                        "2025-13-10",
                                        "2025-W00",
                                        "2025-W53",
                                        "2024-W53",
                                        "2021-W53",
                                        "2025-W54",
                                        "2020-W54",
                                        "9999-W53",
                                        "2025/2024",
                                        "2025-Q3/2025-Q1",
                                        "2025-06-30/2025-06-29",
                                        "2025-02-30/2025-03-01",
                                        "2025-01/2024-12",
                                        "2025-Q1/2025-Q5"};
    assert_periods(texts, COUNT(texts), HM_CALENDAR_NO_SUCH_DAY);
}

static void calendar_datetime_fine(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double seconds;
    } cases[] = {
        {"1970-01-01", 0},
        {"1970-01-01T00:00:01Z", 1},
        {"1969-12-31", -86400},
        {"2000-02-29", 951782400},
        {"2000-03-01", 951868800},
        {"2001-09-09T01:46:40Z", 1e9},
        {"2009-02-13T23:31:30", 1234567890},
        {"2026-11-23", 1795392000},
        {"2038-01-19T03:14:08Z", 2147483648.0},
        {"0001-01-01", -62135596800.0},
        {"9999-12-31", 253402214400.0},
        {"2025-01-31", 1738281600},
        {"2025-01-31T08:00", 1738310400},
        {"2025-01-31 08:00", 1738310400},
        {"2025-01-31T08:00Z", 1738310400},
        {"2025-01-31T08:00:00Z", 1738310400},
        {"2025-01-31T08:00:00.5", 1738310400.5},
        {"2025-01-31T08:00:00,25Z", 1738310400.25},
        {"2025-01-31T08:00:00.125+00:00", 1738310400.125},
        {"2025-01-31T08:00-00:00", 1738310400},
        {"2025-01-31T08:00+01:00", 1738306800}, /* 07:00 UTC */
        {"2025-01-31T08:00:00-05:30", 1738330200},
        {"2025-02-01T00:00+14:00", 1738317600}, /* 10:00 of the day before */
        {"2025-01-31T24:00", 1738368000},
        {"2025-01-31T24:00:00.000Z", 1738368000},
        {"2025-01-31T23:59:59.999", 1738367999.999},
        {"1969-12-31T23:59:59.5Z", -0.5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double seconds = 42;
        hm_calendar_result result =
            hm_calendar_datetime(cases[i].text, strlen(cases[i].text), &seconds);
        if (result != HM_CALENDAR_FINE || seconds != cases[i].seconds)
            fail_msg("%s: %d, %.17g", cases[i].text, (int)result, seconds);
    }
}

static void assert_datetimes(const char *const *texts, size_t count, hm_calendar_result wanted) {
    for (size_t i = 0; i < count; i++) {
        double seconds = 42;
        hm_calendar_result result = hm_calendar_datetime(texts[i], strlen(texts[i]), &seconds);
        if (result != wanted || seconds != 42)
            fail_msg("%s: %d instead of %d", texts[i], (int)result, (int)wanted);
    }
}

static void calendar_datetime_bad(void **state) {
    (void)state;
    static const char *const none[] = {"",
                                       "2025",
                                       "2025-01",
                                       "2025-1-31",
                                       "20250131",
                                       "31.01.2025",
                                       "2025-01-31T",
                                       "2025-01-31T8:00",
                                       "2025-01-31T08",
                                       "2025-01-31T08:0",
                                       "2025-01-31T08:00:",
                                       "2025-01-31Z",
                                       "2025-01-31T08:00:0",
                                       "2025-01-31T08:00:00.",
                                       "2025-01-31T08:00:00.Z",
                                       " 2025-01-31",
                                       "2025-01-31T08:00.5",
                                       "2025-01-31T08:00+1:00",
                                       "2025-01-31T08:00+0100",
                                       "2025-01-31 ",
                                       "2025-01-31T08:00+01",
                                       "2025-01-31T08:00 Z",
                                       "2025-01-31t08:00",
                                       "2025-01-31T08:00ZZ",
                                       "2025-01-31+01:00",
                                       "2025-01-31T08:00:00.5e1",
                                       "2025-01-31T08:00:00.5.5",
                                       "2025-02-30T",
                                       "2025-W05",
                                       "-2025-01-31",
                                       "2025-01-31T08:00z",
                                       "2025-01-31  08:00"};
    static const char *const no_such[] = {"2025-02-30",
                                          "2025-02-29",
                                          "2025-13-01",
                                          "2025-00-01",
                                          "2025-01-00",
                                          "0000-01-01",
                                          "2025-01-32",
                                          "2025-01-31T25:00",
                                          "2025-01-31T24:01",
                                          "2025-01-31T24:00:01",
                                          "2025-01-31T24:00:00.001",
                                          "2025-01-31T08:60",
                                          "2025-01-31T08:00:60",
                                          "2016-12-31T23:59:60Z",
                                          "2025-01-31T08:00+24:00",
                                          "2025-01-31T08:00+01:60",
                                          "2025-02-30T08:00",
                                          "1900-02-29",
                                          "2025-01-31T23:60:00",
                                          "2025-01-31T99:99"};
    assert_datetimes(none, COUNT(none), HM_CALENDAR_NONE);
    assert_datetimes(no_such, COUNT(no_such), HM_CALENDAR_NO_SUCH_DAY);
}

static void calendar_duration_fine(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double seconds;
    } cases[] = {
        {"P30D", 2592000},
        {"PT4H", 14400},
        {"P3DT4H", 273600},
        {"P1W", 604800},
        {"P1W2DT3H4M5S", 788645},
        {"PT0S", 0},
        {"P0D", 0},
        {"-P1D", -86400},
        {"-PT0S", 0},
        {"PT1.5H", 5400},
        {"PT1,5H", 5400},
        {"P0.5D", 43200},
        {"P1.5W", 907200},
        {"PT0.1S", 0.1},
        {"PT90M", 5400},
        {"PT1M", 60},
        {"PT1H1S", 3601},
        {"P1DT0.25M", 86415},
        {"PT0000000000000000000000000000001S", 1},
        {"P1000000000D", 8.64e13},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double seconds = 42;
        hm_calendar_result result =
            hm_calendar_duration(cases[i].text, strlen(cases[i].text), &seconds);
        if (result != HM_CALENDAR_FINE || seconds != cases[i].seconds)
            fail_msg("%s: %d, %.17g", cases[i].text, (int)result, seconds);
    }
}

static void assert_durations(const char *const *texts, size_t count, hm_calendar_result wanted) {
    for (size_t i = 0; i < count; i++) {
        double seconds = 42;
        hm_calendar_result result = hm_calendar_duration(texts[i], strlen(texts[i]), &seconds);
        if (result != wanted || seconds != 42)
            fail_msg("%s: %d instead of %d", texts[i], (int)result, (int)wanted);
    }
}

static void calendar_duration_bad(void **state) {
    (void)state;
    static const char *const none[] = {
        "",      "P",       "PT",      "-P",     "30D",      "P30",      "P1DT",  "P1D2D",
        "P2D1W", "P4H",     "PT1D",    "PT1S1M", "PT1.5H3M", "P1.5DT1H", "P1.D",  "P.5D",
        "PT.5S", "p1d",     "P1d",     "P-1D",   "P1D ",     " P1D",     "+P1D",  "P1DT1H1H",
        "PTT1H", "PT1HT1M", "P1,5,5D", "PT1e3S", "P1X",      "P1",       "P1Y2X", "PY",
        "P1M1Y", "--P1D",   "P1D/P2D", "0x10",   "12:30"};
    static const char *const no_length[] = {"P1Y",  "P1M", "P1Y2M3DT4H", "P2M1D", "P1.5Y",
                                            "-P1M", "P0Y", "P1Y1W",      "P1MT1M"};
    static const char *const too_long[] = {"P9007199254740992D", "PT9007199254740992S",
                                           "-PT1000000000000000000000000H"};
    assert_durations(none, COUNT(none), HM_CALENDAR_NONE);
    assert_durations(no_length, COUNT(no_length), HM_CALENDAR_NO_LENGTH);
    assert_durations(too_long, COUNT(too_long), HM_CALENDAR_NO_SUCH_DAY);
    char huge[420];
    memset(huge, '9', sizeof huge);
    huge[0] = 'P';
    huge[sizeof huge - 1] = 'D';
    double seconds;
    assert_int_equal(hm_calendar_duration(huge, sizeof huge, &seconds), HM_CALENDAR_NO_SUCH_DAY);
}

/* Every day from 0001 to 9999: counted by hand, and read. */
static void calendar_datetime_every_day(void **state) {
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double day = -719162;
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int length = lengths[month - 1] + (month == 2 && leap);
            int step = year % 50 == 0 ? 1 : length - 1; /* the first and the last day will do */
            for (int date = 1; date <= length; date += step) {
                char text[64];
                double seconds;
                snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, date);
                assert_int_equal(hm_calendar_datetime(text, strlen(text), &seconds), 0);
                assert_true(seconds == (day + date - 1) * 86400);
            }
            day += length;
        }
    assert_true(day == 2932897); /* 10000-01-01 */
}

/* Days from 1970-01-01 on: 2024 began 54 years later, 13 of them leap years: 54 * 365 + 13. */
static void periods_have_days(void **state) {
    (void)state;
    enum { DAY_OF_2024 = 54 * 365 + 13 };
    static const struct {
        const char *text;
        int64_t first, last;
    } examples[] = {
        {"1970", 0, 364},
        {"1969-12-31", -1, -1},
        {"2024", DAY_OF_2024, DAY_OF_2024 + 365},
        {"2024-S2", DAY_OF_2024 + 182, DAY_OF_2024 + 365},
        {"2024-Q2", DAY_OF_2024 + 91, DAY_OF_2024 + 181},
        {"2024-02", DAY_OF_2024 + 31, DAY_OF_2024 + 59},
        {"2024-W01", DAY_OF_2024, DAY_OF_2024 + 6}, /* its Monday was New Year's Day */
        {"2024-01-01/2024-01-03", DAY_OF_2024, DAY_OF_2024 + 2},
        {"2023/2024", DAY_OF_2024 - 365, DAY_OF_2024 + 365},
        {"2024/25", DAY_OF_2024, DAY_OF_2024 + 365},
        {"FY2024", DAY_OF_2024, DAY_OF_2024 + 365},
        {"0001", -719162, -719162 + 364},
        {"9999-12-31", 2932896, 2932896},
    };
    int64_t first, last;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        assert_true(hm_calendar_days(examples[i].text, strlen(examples[i].text), &first, &last));
        if (first != examples[i].first || last != examples[i].last)
            fail_msg("%s: %lld to %lld", examples[i].text, (long long)first, (long long)last);
    }
    assert_false(hm_calendar_days("2024-13", 7, &first, &last));
    assert_false(hm_calendar_days("", 0, &first, &last));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calendar_period_fine),
        cmocka_unit_test(calendar_previous),
        cmocka_unit_test(calendar_previous_all_days_and_weeks),
        cmocka_unit_test(calendar_period_none),
        cmocka_unit_test(calendar_period_no_such),
        cmocka_unit_test(calendar_datetime_fine),
        cmocka_unit_test(calendar_datetime_bad),
        cmocka_unit_test(calendar_duration_fine),
        cmocka_unit_test(calendar_duration_bad),
        cmocka_unit_test(calendar_datetime_every_day),
        cmocka_unit_test(periods_have_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
