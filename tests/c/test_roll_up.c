/* test_roll_up.c: figures of months, quarters and days as one of a longer period, by recipes. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"
#include "memory_support.h"

#define RECIPE(roll_up) "{\"hundredmark\":{\"roll_up\":" roll_up "}}"
#define YEAR_SUM        RECIPE("{\"to\":\"year\",\"by\":\"sum\"}")
#define QUARTER_SUM     RECIPE("{\"to\":\"quarter\",\"by\":\"sum\"}")
#define QUARTER_MEAN    RECIPE("{\"to\":\"quarter\",\"by\":\"mean\"}")
#define QUARTER_LAST    RECIPE("{\"to\":\"quarter\",\"by\":\"last\"}")
#define HEAD            "city,period,input,value\n"
#define MONTHS(n)                                                                                  \
    "A,2024-01,a," n "\nA,2024-02,a," n "\nA,2024-03,a," n "\nA,2024-04,a," n "\nA,2024-05,a," n   \
    "\nA,2024-06,a," n "\nA,2024-07,a," n "\nA,2024-08,a," n "\nA,2024-09,a," n "\n"

typedef struct example {
    const char *recipe, *text, *expected;
} example;

static hm_code read_by(hm_dataset *dataset, const char *recipe, const char *text, hm_error *error) {
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = recipe;
    return hm_dataset_read_memory_with(dataset, "a.csv", text, strlen(text), &options, error);
}

static void check(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hm_dataset *dataset = new_dataset();
        hm_error error = {0};
        if (read_by(dataset, examples[i].recipe, examples[i].text, &error) != HM_OK)
            fail_msg("example %zu: %s", i, error.message);
        expect_dataset(dataset, examples[i].expected);
    }
}

static void whole_periods(void **state) {
    (void)state;
    static const example examples[] = {
        /* ten times 0.1, and 0, are 1; of the months no unit is made */
        {YEAR_SUM, HEAD MONTHS("0.1") "A,2024-10,a,0.1\nA,2024-11,a,0\nA,2024-12,a,0\n",
         "A 2024 a = 1 @2:13\n"},
        /* quarters of two cities, in the order of the file; wide */
        {QUARTER_SUM,
         "city,period,a,b\nB,2024-03,3,1\nB,2024-02,2,1\nA,2024-04,1,4\nB,2024-01,1,1\n"
         "A,2024-06,1,5\nA,2024-05,1,6\n",
         "B 2024-Q1 a = 6 @2:11\nB 2024-Q1 b = 3 @2:13\n"
         "A 2024-Q2 a = 3 @4:11\nA 2024-Q2 b = 15 @4:13\n"},
        {QUARTER_MEAN, HEAD "A,2024-01,a,1\nA,2024-02,a,2\nA,2024-03,a,4.5\n",
         "A 2024-Q1 a = 2.5 @2:13\n"},
        /* the last one, where it stands; the others need not be there */
        {QUARTER_LAST, HEAD "A,2024-03,a,7\nA,2024-01,a,5\nB,2024-03,a,1.50\n",
         "A 2024-Q1 a = 7 @2:13\nB 2024-Q1 a = 1.50 @4:13\n"},
        /* half-years and quarters of a year, days of a month */
        {YEAR_SUM,
         HEAD "A,2024-S1,a,1\nA,2024-S2,a,2\nA,2023-Q1,a,1\nA,2023-Q2,a,2\nA,2023-Q3,a,3\n"
              "A,2023-Q4,a,4\n",
         "A 2024 a = 3 @2:13\nA 2023 a = 10 @4:13\n"},
        {RECIPE("{\"to\":\"month\",\"by\":\"last\"}"),
         HEAD "A,2024-02-28,a,1\nA,2024-02-29,a,2\nA,2023-02-28,a,3\n",
         "A 2024-02 a = 2 @3:16\nA 2023-02 a = 3 @4:16\n"},
        /* each input its own way; one that is not named stays as it is, as does what is longer */
        {RECIPE("{\"to\":\"quarter\",\"by\":{\"a\":\"sum\",\"b\":\"last\",\n\"d\":\"sum\"}}"),
         HEAD "A,2024-01,a,1\nA,2024-02,a,1\nA,2024-03,a,1\nA,2024-03,b,9\nA,2024-03,c,5\n"
              "A,2024,a,100\n",
         "A 2024-03 c = 5 @6:13\nA 2024 a = 100 @7:10\nA 2024-Q1 a = 3 @2:13\n"
         "A 2024-Q1 b = 9 @5:13\n? 2:1 no input is called \"d\", which the recipe rolls up\n"},
        /* periods and numbers as a recipe says they are written */
        {"{\"hundredmark\":{\"period_format\":\"MM/YYYY\",\"decimal\":\",\","
         "\"unit\":{\"power_of_ten\":3},\"roll_up\":{\"to\":\"quarter\",\"by\":\"sum\"}}}",
         "city;period;input;value\nA;01/2024;a;0,1\nA;02/2024;a;0,2\nA;03/2024;a;1\n",
         "A 2024-Q1 a = 1300 @2:13\n"},
    };
    check(examples, COUNT(examples));
}

static void parts_that_lack(void **state) {
    (void)state;
    static const char *const least_sum = RECIPE("{\"to\":\"year\",\"by\":\"sum\",\"least\":0.75}");
    static const char *const least_last =
        RECIPE("{\"to\":\"year\",\"by\":\"last\",\"least\":0.75}");
    const example examples[] = {
        {YEAR_SUM, HEAD MONTHS("1") "A,2024-10,a,1\nA,2024-11,a,NR\nA,2024-12,a,\n",
         "A 2024 a = NR @2:13\n"
         "? 2:13 input \"a\": not reported in 2024: of 12 months only 10 can be used; without a "
         "figure: 2024-11, 2024-12\n"},
        /* 9 of 12 are 0.75; the sum is of those */
        {least_sum, HEAD MONTHS("1"),
         "A 2024 a = 9 @2:13\n? 2:13 input \"a\": 2024 is rolled up from 9 of 12 months, without "
         "2024-10, 2024-11, 2024-12\n"},
        {least_sum, HEAD "A,2024-Q1,a,1\nA,2024-Q4,a,1\n",
         "A 2024 a = NR @2:13\n"
         "? 2:13 input \"a\": not reported in 2024: of 4 quarters only 2 can be used; without a "
         "figure: 2024-Q2, 2024-Q3\n"},
        /* the last of September is late enough, that of August is not */
        {least_last, HEAD "A,2024-09,a,7\nA,2024-08,a,6\n",
         "A 2024 a = 7 @2:13\n? 2:13 input \"a\": the figure of 2024-09 is taken as the last of "
         "2024: there is none of 2024-10, 2024-11, 2024-12\n"},
        {least_last, HEAD "A,2024-08,a,6\n",
         "A 2024 a = NR @2:13\n? 2:13 input \"a\": not reported in 2024: of 12 months only 1 can "
         "be used; without a figure: 2024-09, 2024-10, 2024-11, 2024-12\n"},
        {QUARTER_LAST, HEAD "A,2024-03,a,NR\nA,2024-02,a,2\n",
         "A 2024-Q1 a = NR @3:13\n? 3:13 input \"a\": not reported in 2024-Q1: of 3 months only 1 "
         "can be used; without a figure: 2024-03\n"},
        /* nothing is there: that is no fault */
        {QUARTER_SUM, HEAD "A,2024-01,a,NR\nA,2024-02,a,\nA,2024-03,b,\n",
         "A 2024-Q1 a = NR @2:13\nA 2024-Q1 b = NR @4:13\n"},
        /* not applicable: all of it, or as if it were missing */
        {QUARTER_SUM, HEAD "A,2024-01,a,NA\nA,2024-02,a,NA\nA,2024-03,a,NA\n",
         "A 2024-Q1 a = NA @2:13\n"},
        {QUARTER_SUM, HEAD "A,2024-01,a,NA\nA,2024-02,a,4\nA,2024-03,a,5\n",
         "A 2024-Q1 a = NR @3:13\n? 3:13 input \"a\": not reported in 2024-Q1: of 3 months only 2 "
         "can be used; without a figure: 2024-01\n"},
        {QUARTER_SUM, HEAD "A,2024-01,a,NA\nA,2024-02,a,NA\n",
         "A 2024-Q1 a = NR @2:13\n? 2:13 input \"a\": not reported in 2024-Q1: of 3 months only 0 "
         "can be used; without a figure: 2024-01, 2024-02, 2024-03\n"},
    };
    check(examples, COUNT(examples));
}

static void figures_of_the_period_itself(void **state) {
    (void)state;
    static const char *const parts = HEAD "A,2024-01,a,1\nA,2024-02,a,2\nA,2024-03,a,4\n";
    char text[6][256];
    static const char *const given[] = {"A,2024-Q1,a,7.0\n", "A,2024-Q1,a,8\n",
                                        "A,2024-Q1,a,NR\n",  "A,2024-Q1,a,NA\n",
                                        "A,2024-Q1,a,\n",    "A,2024-Q1,a,2.3\n"};
    for (size_t i = 0; i < COUNT(given); i++)
        (void)snprintf(text[i], sizeof text[i], "%s%s", parts, given[i]);
    const example examples[] = {
        {QUARTER_SUM, text[0], "A 2024-Q1 a = 7.0 @5:13\n"},
        {QUARTER_SUM, text[1],
         "A 2024-Q1 a = 8 @5:13\n? 5:13 input \"a\": found 8 for 2024-Q1, which is kept, but the "
         "sum of its months is 7\n"},
        {QUARTER_SUM, text[2], "A 2024-Q1 a = 7 @2:13\n"},
        {QUARTER_SUM, text[3],
         "A 2024-Q1 a = NA @5:13\n? 5:13 input \"a\": found NA for 2024-Q1, which is kept, but the "
         "sum of its months is 7\n"},
        {QUARTER_SUM, text[4], "A 2024-Q1 a = 7 @2:13\n"},
        /* of some parts alone it cannot be the same */
        {RECIPE("{\"to\":\"year\",\"by\":\"sum\",\"least\":0.5}"),
         HEAD "A,2024-Q1,a,3\nA,2024-Q2,a,3\nA,2024,a,13\n", "A 2024 a = 13 @4:10\n"},
        /* 7 / 3 is 2.3 with one decimal */
        {QUARTER_MEAN, text[5], "A 2024-Q1 a = 2.3 @5:13\n"},
        /* quarters before months; and months where quarters do not suffice */
        {YEAR_SUM,
         HEAD MONTHS("1") "A,2024-10,a,1\nA,2024-11,a,1\nA,2024-12,a,1\nA,2024-Q1,a,3\n"
                          "A,2024-Q2,a,3\nA,2024-Q3,a,3\nA,2024-Q4,a,4\n",
         "A 2024 a = 13 @14:13\n? 14:13 input \"a\": found 13 for 2024, which is kept, but the sum "
         "of its months is 12\n"},
        {YEAR_SUM, HEAD MONTHS("1") "A,2024-10,a,1\nA,2024-11,a,1\nA,2024-12,a,1\nA,2024-Q1,a,3\n",
         "A 2024 a = 12 @2:13\n"},
    };
    check(examples, COUNT(examples));
}

static void faults_and_doubles(void **state) {
    (void)state;
    static const example examples[] = {
        {QUARTER_SUM, HEAD "A,2024-01,a,1\nA,2024-02,a,x\nA,2024-03,a,4\n",
         "A 2024-Q1 a = NR @2:13\n"
         "? 2:13 input \"a\": not reported in 2024-Q1: of 3 months only 2 can be used; without a "
         "figure: 2024-02\n"
         "! 3:13 input \"a\": found \"x\", expected a number: it is part of a longer period, into "
         "which figures are rolled up\n"},
        {QUARTER_LAST, HEAD "A,2024-03,a,yes\n",
         "A 2024-Q1 a = NR @2:13\n! 2:13 input \"a\": found \"yes\", expected a number: it is part "
         "of a longer period, into which figures are rolled up\n"},
        /* twice the same, and twice something else */
        {QUARTER_LAST, HEAD "A,2024-03,a,5\nA,2024-03,a,5.0\nA,2024-03,a,\n",
         "A 2024-Q1 a = 5 @2:13\n? 3:13 input \"a\": found \"5.0\", which repeats a.csv:2:13\n"},
        {QUARTER_LAST, HEAD "A,2024-03,a,\nA,2024-03,a,5\nA,2024-03,a,6\nA,2024-03,a,6\n",
         "A 2024-Q1 a = NR @3:13\n"
         "! 3:13 input \"a\": found \"5\", which differs from a.csv:4:13: \"6\"; both are "
         "rejected\n"
         "! 4:13 input \"a\": found \"6\", which differs from a.csv:3:13: \"5\"; both are "
         "rejected\n"
         "! 5:13 input \"a\": found \"6\", but a.csv:3:13 has a rejected figure for the same city, "
         "period and input: both are rejected\n"},
        /* what no quarter is made up of */
        {QUARTER_SUM, HEAD "A,2024-W01,a,5\nA,2024-W02,a,\nA,2024-01/2024-02,a,6\n",
         "! 2:14 input \"a\": found \"5\" for a period of which a quarter is not made up; expected "
         "months or days\n"
         "! 4:21 input \"a\": found \"6\" for a period of which a quarter is not made up; expected "
         "months or days\n"},
        {QUARTER_SUM, HEAD "A,2024-01,a,1e308\nA,2024-02,a,1e308\nA,2024-03,a,1e308\n",
         "A 2024-Q1 a = rejected @2:13\n! 2:13 input \"a\": found \"a sum of parts\", expected a "
         "number no larger than 1.7976931348623157e308\n"},
        /* rows that say nothing that could be rolled up */
        {QUARTER_SUM, HEAD ",2024-01,a,1\nA,2024-13,a,1\nA,2024-01,,1\n",
         "! 2:1 found no city, expected its name: the row is rejected\n"
         "! 3:3 found period \"2024-13\", but the calendar has no such period: the row is "
         "rejected\n"
         "! 4:11 found no input, expected the name of one: the row is rejected\n"},
    };
    check(examples, COUNT(examples));
}

/* Remarks: what all that count say; verified is no where one is not. */
static void remarks(void **state) {
    (void)state;
    static const char text[] =
        "city,period,input,value,status,quality,source,note,verified\n"
        "A,2024-01,a,1,observed,high,office,x,yes\nA,2024-02,a,2,,high,office,y,no\n"
        "A,2024-03,a,4,,high,office,,yes\n"
        "B,2024-01,a,1,,,,,yes\nB,2024-02,a,1,,,,,yes\nB,2024-03,a,1,,,,,yes\n"
        "C,2024-01,a,1,,,,,yes\nC,2024-02,a,1,,,,,\nC,2024-03,a,1,not_reported,,,,perhaps\n";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_observation seen = HM_OBSERVATION_INIT;
    char room[32];
    assert_int_equal(read_by(dataset, QUARTER_SUM, text, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_unit_count(dataset), 3);
    assert_true(hm_dataset_observation(dataset, 0, "a", &seen, room));
    assert_string_equal(seen.text, "7");
    assert_string_equal(seen.quality, "high");
    assert_string_equal(seen.source, "office");
    assert_string_equal(seen.note, "");
    assert_int_equal(seen.verified, 0);
    assert_true(hm_dataset_observation(dataset, 1, "a", &seen, room));
    assert_int_equal(seen.verified, 1);
    assert_true(hm_dataset_observation(dataset, 2, "a", &seen, room));
    assert_int_equal(seen.verified, -1);
    shown out = {0};
    show_issues(&out, dataset);
    assert_string_equal(
        out.text,
        "? 8:13 input \"a\": not reported in 2024-Q1: of 3 months only 2 can be used; without a "
        "figure: 2024-03\n"
        "! 10:15 input \"a\": found status not_reported with a value, expected no value or "
        "status observed\n"
        "? 10:31 input \"a\": found \"perhaps\" for verified, expected yes or no: it is left "
        "out\n");
    free(out.text);
    hm_dataset_free(dataset);
}

static void expect_error(const char *recipe, bool cities, unsigned line, unsigned column,
                         const char *message) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = recipe;
    options.cities = cities;
    assert_int_equal(
        hm_dataset_read_memory_with(dataset, "a.csv", HEAD, strlen(HEAD), &options, &error),
        HM_ERROR_DATA);
    assert_string_equal(error.message, message);
    assert_string_equal(error.file, "recipe");
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    hm_dataset_free(dataset);
}

static void what_cannot_be_rolled_up(void **state) {
    (void)state;
    expect_error("{\"hundredmark\":{\"records\":\"trips\",\n\"roll_up\":{\"to\":\"year\",\"by\":"
                 "\"sum\"}}}",
                 false, 2, 11, "records cannot be rolled up, only observations can");
    expect_error(YEAR_SUM, true, 1, 27,
                 "what is said of cities cannot be rolled up, only observations can");
    expect_error(RECIPE("{\"to\":\"year\",\"by\":{\"a\":\"sum\",\"a\":\"mean\"}}"), false, 1, 56,
                 "input \"a\" is rolled up twice");
}

/* The files of a resource are parts of the same years; another file is not. */
static void files_of_a_resource(void **state) {
    (void)state;
    char folder[64];
    make_folder(folder);
    write_file(
        folder, "datapackage.json",
        "{\"resources\":[{\"name\":\"observations\",\"path\":[\"1.csv\",\"2.csv\",\"3.csv\"],"
        "\"hundredmark\":{\"roll_up\":{\"to\":\"quarter\",\"by\":\"sum\"}}},"
        "{\"name\":\"more\",\"path\":\"4.csv\",\"hundredmark\":{\"roll_up\":"
        "{\"to\":\"quarter\",\"by\":\"last\"}}}]}\n");
    write_file(folder, "1.csv", HEAD "A,2024-01,a,1\n");
    write_file(folder, "2.csv", HEAD "A,2024-02,a,2\n");
    write_file(folder, "3.csv", HEAD "B,2024-03,a,9\nA,2024-03,a,3\n");
    write_file(folder, "4.csv", HEAD "A,2024-06,a,5\n");
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_read(dataset, folder, &error), HM_OK);
    expect_dataset(dataset,
                   "A 2024-Q1 a = 6 @2:13\nB 2024-Q1 a = NR @2:13\nA 2024-Q2 a = 5 @2:13\n"
                   "? 2:13 input \"a\": not reported in 2024-Q1: of 3 months only 1 can be used; "
                   "without a figure: 2024-01, 2024-02\n");
    static const char *const names[] = {"datapackage.json", "1.csv", "2.csv", "3.csv", "4.csv"};
    for (size_t i = 0; i < COUNT(names); i++)
        remove_file(folder, names[i]);
    assert_int_equal(rmdir(folder), 0);
}

static hm_code roll_works(const hm_allocator *allocator, hm_error *error) {
    static const char text[] =
        "city,period,input,value,note\n"
        "A,2024-01,a,1,x\nA,2024-02,a,2,y\nA,2024-03,a,4,x\nA,2024-03,a,5,x\nB,2024-01,a,3,x\n"
        "B,2024-Q1,a,3,x\nA,2024-W01,a,5,\nB,2024-03,b,x,\nC,2024-01,b,1,u\nC,2024-02,b,2,u\n"
        "C,2024-03,b,4,u\n";
    hm_dataset *dataset;
    hm_code code = hm_dataset_new(&dataset, allocator, error);
    if (code != HM_OK)
        return code;
    code = read_by(
        dataset, RECIPE("{\"to\":\"quarter\",\"by\":{\"a\":\"sum\",\"b\":\"mean\",\"c\":\"sum\"}}"),
        text, error);
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, error);
    hm_dataset_free(dataset);
    return code;
}

static void refused_memory_is_told(void **state) {
    (void)state;
    refuse_each(roll_works, HM_OK, false);
    refuse_each(roll_works, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_periods),
        cmocka_unit_test(parts_that_lack),
        cmocka_unit_test(figures_of_the_period_itself),
        cmocka_unit_test(faults_and_doubles),
        cmocka_unit_test(remarks),
        cmocka_unit_test(what_cannot_be_rolled_up),
        cmocka_unit_test(files_of_a_resource),
        cmocka_unit_test(refused_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
