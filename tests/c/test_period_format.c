/* test_period_format.c: periods as other people write them: with and without a format. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include "base/period_format.h"

/* "-": no period; "!": of the form, but the calendar has none such. */
static void expect_period(const hm_period_format *format, const char *text, const char *expected) {
    char out[HM_PERIOD_SIZE];
    size_t size = 0;
    const hm_calendar_result result = hm_period_read(format, text, strlen(text), out, &size);
    const char *found = result == HM_CALENDAR_FINE          ? out
                        : result == HM_CALENDAR_NO_SUCH_DAY ? "!"
                                                            : "-";
    if (strcmp(found, expected) != 0 || (result == HM_CALENDAR_FINE && size != strlen(out)))
        fail_msg("\"%s\": %s, expected %s", text, found, expected);
}

static void periods_without_a_format(void **state) {
    static const char *const cases[][2] = {
        {"2019", "2019"},
        {"2019-Q1", "2019-Q1"},
        {"2019Q1", "2019-Q1"},
        {"2019Q5", "!"},
        {"2019S2", "2019-S2"},
        {"2019H2", "2019-S2"},
        {"2019-H1", "2019-S1"},
        {"2019H3", "!"},
        {"2019M01", "2019-01"},
        {"2019-M12", "2019-12"},
        {"2019M13", "!"},
        {"2019M1", "-"},
        {"2019W05", "2019-W05"},
        {"2019W53", "!"},
        {"2020W53", "2020-W53"},
        {"2019.0", "2019"},
        {"2019.00", "-"},
        {"2019.5", "-"},
        {"0000.0", "!"},
        {"2018/19", "2018/19"},
        {"1999/00", "1999/00"},
        {"2018/20", "-"},
        {"9999/00", "!"},
        {"0000/01", "!"},
        {"2018\xE2\x80\x93"
         "19",
         "2018/19"},
        {"2018\xE2\x80\x93"
         "20",
         "-"},
        {"2009\xE2\x80\x93"
         "10",
         "2009/10"},
        {"9999\xE2\x80\x93"
         "00",
         "-"},
        {"FY2019", "FY2019"},
        {"FY 2019", "-"},
        {"FY0000", "!"},
        {"FY19", "-"},
        {"2018/2019", "2018/2019"},
        {"2018-2019", "-"},
        {"2009-10", "2009-10"},
        {"2012-13", "!"},
        {"2019-T1", "-"},
        {"31/12/2019", "-"},
        {"31.12.2019", "-"},
        {"Q1 2019", "-"},
        {"2019 (p)", "-"},
        {"201901", "-"},
        {"01/2019", "-"},
        {"2019-12-31 00:00:00", "-"},
        {"2019q1", "-"},
        {"2019Q", "-"},
        {"2019Q11", "-"},
        {"", "-"},
        {"FY", "-"},
        {"2018/19/20", "-"},
        {"2018/19 ", "-"},
        {"2025-01-01/2025-06-30", "2025-01-01/2025-06-30"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_period(NULL, cases[i][0], cases[i][1]);
}

static void periods_by_a_format(void **state) {
    static const struct {
        const char *format, *text, *expected;
    } cases[] = {
        {"fiscal", "2018/19", "2018/19"},
        {"fiscal", "2009-10", "2009/10"},
        {"fiscal", "2012-13", "2012/13"},
        {"fiscal", "1999-2000", "1999/00"},
        {"fiscal", "2018/2019", "2018/19"},
        {"fiscal",
         "2018\xE2\x80\x93"
         "2019",
         "2018/19"},
        {"fiscal", "FY2018/19", "2018/19"},
        {"fiscal", "FY 2018-19", "2018/19"},
        {"fiscal", "FY2019", "FY2019"},
        {"fiscal", "2018-20", "-"},
        {"fiscal", "2018-2020", "-"},
        {"fiscal", "2018-019", "-"},
        {"fiscal", "2018", "-"},
        {"fiscal", "9999-00", "!"},
        {"fiscal from 04", "2018/19", "2018-04/2019-03"},
        {"fiscal from 7", "2018-19", "2018-07/2019-06"},
        {"fiscal from 12", "2018-19", "2018-12/2019-11"},
        {"fiscal from 04", "FY2019", "-"},
        {"DD/MM/YYYY", "31/12/2025", "2025-12-31"},
        {"DD/MM/YYYY", "12/31/2025", "!"},
        {"DD/MM/YYYY", "29/02/2025", "!"},
        {"DD/MM/YYYY", "1/2/2025", "-"},
        {"DD/MM/YYYY", "31/12/25", "-"},
        {"D/M/YYYY", "1/2/2025", "2025-02-01"},
        {"D.M.YYYY", "31.12.2025", "2025-12-31"},
        {"DD/MM/YYYY as year", "31/12/2025", "2025"},
        {"DD/MM/YYYY as year", "31/13/2025", "!"},
        {"DD/MM/YYYY as quarter", "31/12/2025", "2025-Q4"},
        {"DD/MM/YYYY as half", "30/06/2025", "2025-S1"},
        {"DD/MM/YYYY as month", "30/06/2025", "2025-06"},
        {"MM/YYYY as half", "07/2025", "2025-S2"},
        {"YYYY\"M\"MM", "2025M07", "2025-07"},
        {"YYYYMM", "202507", "2025-07"},
        {"YYYYMMDD", "20250731", "2025-07-31"},
        {"YYYY-MM", "2009-10", "2009-10"},
        {"\"Q\"Q YYYY", "Q3 2025", "2025-Q3"},
        {"Q/YYYY as half", "3/2025", "2025-S2"},
        {"Q/YYYY as half", "2/2025", "2025-S1"},
        {"Q/YYYY as year", "5/2025", "!"},
        {"S/YYYY as year", "2/2025", "2025"},
        {"YYYY\"-T\"Q", "2019-T1", "2019-Q1"},
        {"YYYY\"KW\"WW", "2025KW05", "2025-W05"},
        {"YYYY\"KW\"W", "2025KW5", "2025-W05"},
        {"YYYY*", "2019 (p)", "2019"},
        {"YYYY*", "2019", "2019"},
        {"YYYY-MM-DD*", "2019-12-31 00:00:00", "2019-12-31"},
        {"YYYY-MM-DD* as year", "2019-12-31T00:00:00", "2019"},
        {"YYYY", "2019.0", "-"},
        {"YYYY", "0000", "!"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        hm_period_format format;
        const char *wrong = hm_period_format_read(&format, cases[i].format);
        if (wrong)
            fail_msg("%s: %s", cases[i].format, wrong);
        expect_period(&format, cases[i].text, cases[i].expected);
    }
}

static void period_formats_refused(void **state) {
    static const char *const wrong[] = {
        "",
        "YY",
        "MM/DD",
        "YYYY-YYYY",
        "YYYY-MM-MM",
        "YYYY-DD",
        "YYYY Q S",
        "YYYY-MM Q",
        "year",
        "YYYYMMM",
        "dd/mm/yyyy",
        "YYYY\"M",
        "YYYY as",
        "YYYY as month",
        "YYYY as week",
        "\"KW\"WW YYYY as month",
        "YYYY*MM",
        "fiscal from",
        "fiscal from 13",
        "fiscal from 01",
        "fiscal from 4 ",
        "fiscally",
        "YYYY2",
        "YYYY\"0123456789012345678901234567890123456789012345678901234567890\"",
        "YYYY-MM as as year",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        hm_period_format format;
        if (!hm_period_format_read(&format, wrong[i]))
            fail_msg("%s is taken", wrong[i]);
    }
}

/* Whatever the bytes: what is read is a period of the calendar. */
static void periods_of_any_bytes(void **state) {
    static const char *const formats[] = {"fiscal", "fiscal from 04", "D/M/YYYY as half", "YYYY*",
                                          "\"Q\"Q YYYY"};
    static const char letters[] = "0123456789012345FYQSMWH-/. \xE2\x80\x93";
    (void)state;
    uint64_t seed = 20261127;
    for (int i = 0; i < 100000; i++) {
        hm_period_format format;
        char text[16], out[HM_PERIOD_SIZE];
        size_t size = draw(&seed, sizeof text), length = 0;
        for (size_t k = 0; k < size; k++)
            text[k] = letters[draw(&seed, sizeof letters - 1)];
        const uint32_t which = draw(&seed, (uint32_t)COUNT(formats) + 1);
        if (which < COUNT(formats))
            assert_null(hm_period_format_read(&format, formats[which]));
        if (hm_period_read(which < COUNT(formats) ? &format : NULL, text, size, out, &length) ==
            HM_CALENDAR_FINE) {
            assert_int_equal(length, strlen(out));
            assert_int_equal(hm_calendar_period(out, length), HM_CALENDAR_FINE);
        }
    }
}

static void fiscal_years_before(void **state) {
    static const char *const cases[][2] = {
        {"2018/19", "2017/18"},     {"2000/01", "1999/00"}, {"0001/02", ""},
        {"FY2019", "FY2018"},       {"FY0001", ""},         {"2018-04/2019-03", "2017-04/2018-03"},
        {"2018/2019", "2016/2017"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[HM_PERIOD_SIZE] = "";
        const size_t size = hm_calendar_previous(cases[i][0], strlen(cases[i][0]), out);
        assert_int_equal(size, strlen(cases[i][1]));
        assert_string_equal(out, cases[i][1]);
    }
}

/* ---- in data ---- */

/* Two spellings of one period are one unit. */
static void periods_are_spelled_alike(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\nA,2019Q1,x,1\nA,2019-Q1,y,2\nA,2020.0,x,3\n",
                "A 2019-Q1 x = 1 @2:12\nA 2019-Q1 y = 2 @3:13\nA 2020 x = 3 @4:12\n");
    expect_read("a.csv",
                "city,period,x\nA,2019M01,1\nB,2018\xE2\x80\x93"
                "19,2\n",
                "A 2019-01 x = 1 @2:11\nB 2018/19 x = 2 @3:11\n");
}

#define SAY "say how periods are written"

static void months_that_look_like_years(void **state) {
    (void)state;
    expect_read(
        "a.csv", "city,period,x\nA,2009-10,1\nA,2010-11,2\n",
        "A 2009-10 x = 1 @2:11\nA 2010-11 x = 2 @3:11\n"
        "? 2:0 periods such as \"2009-10\" and \"2010-11\" are read as months, but look like "
        "years that begin in one and end in the next (2018/19): " SAY "\n");
    /* other months beside them, or one alone: they are months */
    expect_read("a.csv", "city,period,x\nA,2009-10,1\nA,2010-11,2\nA,2010-10,3\n",
                "A 2009-10 x = 1 @2:11\nA 2010-11 x = 2 @3:11\nA 2010-10 x = 3 @4:11\n");
    expect_read("a.csv", "city,period,x\nA,2009-10,1\nA,2009,2\n",
                "A 2009-10 x = 1 @2:11\nA 2009 x = 2 @3:8\n");
    /* beside what can be no month */
    expect_read(
        "a.csv", "city,period,x\nA,2011-12,1\nA,2012-13,2\n",
        "A 2011-12 x = 1 @2:11\n"
        "? 2:0 period \"2011-12\" is read as a month, but looks like the years that are "
        "rejected: " SAY "\n"
        "! 3:3 found \"2012-13\", which looks like a year that begins in one and ends in the "
        "next (2018/19): the row is rejected; " SAY "\n");
}

static void two_years_that_overlap(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,x\nA,2018/2019,1\nA,2019/2020,2\n",
                "A 2018/2019 x = 1 @2:13\nA 2019/2020 x = 2 @3:13\n"
                "? 2:0 periods \"2018/2019\" and \"2019/2020\" are read as two years each, which "
                "overlap: " SAY " if each is a year that begins in one and ends in the next "
                "(2018/19)\n");
    expect_read("a.csv", "city,period,x\nA,2018/2019,1\nA,2020/2021,2\n",
                "A 2018/2019 x = 1 @2:13\nA 2020/2021 x = 2 @3:13\n");
    expect_read("a.csv", "city,period,x\nA,2018-2019,1\n",
                "! 2:3 found \"2018-2019\", which looks like a year that begins in one and ends in "
                "the next (2018/19): the row is rejected; " SAY "\n");
}

static void expect_with(const char *format, const char *text, const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.period_format = format;
    if (hm_dataset_read_memory_with(dataset, "a.csv", text, strlen(text), &options, &error))
        fail_msg("%s", error.message);
    expect_dataset(dataset, expected);
}

static void data_with_a_period_format(void **state) {
    (void)state;
    expect_with("fiscal", "city,period,x\nA,2009-10,1\nA,2010-11,2\nA,2012-13,3\nA,2013,4\n",
                "A 2009/10 x = 1 @2:11\nA 2010/11 x = 2 @3:11\nA 2012/13 x = 3 @4:11\n"
                "! 5:3 found \"2013\", expected a period written as fiscal: the row is rejected\n");
    expect_with("YYYY-MM", "city,period,x\nA,2009-10,1\nA,2010-11,2\n",
                "A 2009-10 x = 1 @2:11\nA 2010-11 x = 2 @3:11\n");
    expect_with(
        "DD/MM/YYYY as year", "city,period,x\nA,31/12/2025,1\nA,32/12/2025,2\n",
        "A 2025 x = 1 @2:14\n"
        "! 3:3 found period \"32/12/2025\", but the calendar has no such period: the row is "
        "rejected\n");
}

static void data_with_a_wrong_format(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.period_format = "dd/mm/yyyy";
    assert_int_equal(
        hm_dataset_read_memory_with(dataset, "a.csv", "city,period,x\n", 14, &options, &error),
        HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "period format \"dd/mm/yyyy\": expected YYYY, MM, M, DD, D, WW, W, Q, S, "
                        "marks, and other letters within quotes");
    hm_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_without_a_format),    cmocka_unit_test(periods_by_a_format),
        cmocka_unit_test(period_formats_refused),      cmocka_unit_test(periods_of_any_bytes),
        cmocka_unit_test(fiscal_years_before),         cmocka_unit_test(periods_are_spelled_alike),
        cmocka_unit_test(months_that_look_like_years), cmocka_unit_test(two_years_that_overlap),
        cmocka_unit_test(data_with_a_period_format),   cmocka_unit_test(data_with_a_wrong_format),
    };
    return cmocka_run_group_tests_name("period_format", tests, NULL, NULL);
}
