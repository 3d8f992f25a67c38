/* test_fill.c: what stands once, above the rows that it is said of. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

/* The data set, or the error, that `text` gives by `recipe`. */
static const char *show_by(shown *out, const char *recipe, const char *name, const char *text) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.recipe = recipe;
    const hm_code code =
        hm_dataset_read_memory_with(dataset, name, text, strlen(text), &options, &error);
    out->size = 0;
    show(out, "%s", "");
    if (code != HM_OK) {
        show(out, "error %s:%u:%u: %s\n", error.file, error.line, error.column, error.message);
    } else {
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        show_observations(out, dataset);
        show_records(out, dataset);
        show_issues(out, dataset);
    }
    hm_dataset_free(dataset);
    return out->text;
}

#define RECIPE(words) "{\"hundredmark\":{" words "}}"

static void fill_goes_on_until_something_else_is_said(void **state) {
    (void)state;
    static const struct {
        const char *recipe, *text, *expected;
    } cases[] = {
        /* wide, an empty line between, and places are those of the rows themselves */
        {RECIPE("\"fill_down\":\"city\""),
         "city,period,x\nA,2023,1\n,2024,2\n\n,2025,3\nB,2023,4\n \t,2024,5\n",
         "A 2023 x = 1 @2:8\nA 2024 x = 2 @3:7\nA 2025 x = 3 @5:7\nB 2023 x = 4 @6:8\n"
         "B 2024 x = 5 @7:9\n"},
        /* long; a column by its number; separators alone are a row that nobody filled in */
        {RECIPE("\"fill_down\":[1,\"period\"]"),
         "city,period,input,value\nA,2023,x,1\n,,y,2\n,,,\n,2024,y,3\n",
         "A 2023 x = 1 @2:10\nA 2023 y = 2 @3:5\nA 2024 y = 3 @5:9\n"},
        /* an outer name that is new ends the inner ones */
        {RECIPE("\"fill_down\":[\"region\",\"city\"],\"leave_out\":\"region\""),
         "region,city,period,x\nR,A,2023,1\n,,2024,2\nS,,2023,3\n,B,2023,4\n",
         "A 2023 x = 1 @2:10\nA 2024 x = 2 @3:8\nB 2023 x = 4 @5:9\n"
         "! 4:3 found no city, expected its name: the row is rejected\n"},
        /* conditions, and columns of which the input is put together, see what is filled */
        {RECIPE(
             "\"city\":{\"column\":\"c\"},\"period\":{\"fixed\":\"2024\"},\"input\":{\"column\":["
             "\"a\",\"b\"]},\"value\":{\"column\":\"v\"},\"fill_down\":[\"c\",\"a\"],\"filter\":{"
             "\"column\":\"c\",\"is_not\":\"Total\"}"),
         "c,a,b,v\nA,m,1,5\n,,2,6\n,n,1,7\nTotal,m,1,8\n,,2,9\n",
         "A 2024 m.1 = 5 @2:7\nA 2024 m.2 = 6 @3:5\nA 2024 n.1 = 7 @4:6\n"
         "? 0:0 rows that the conditions of the recipe leave out: 2\n"},
        /* a row of another width is none of the table: whose the next ones are nobody knows */
        {RECIPE("\"fill_down\":\"city\""),
         "city,period,x\nA,2023,1\nThe south\n,2024,2\nB,2024,3\n,2025,4\n",
         "A 2023 x = 1 @2:8\nB 2024 x = 3 @5:8\nB 2025 x = 4 @6:7\n"
         "! 3:1 found 1 fields, expected 3: the row is rejected (a title, a note or a footer is no "
         "row of data)\n"
         "! 4:1 found no city, expected its name: the row is rejected\n"},
        /* what shows the marks is looked at with the same names: B's figures do not count */
        {RECIPE("\"fill_down\":\"city\",\"filter\":{\"column\":\"city\",\"is\":\"A\"}"),
         "city;period;x\nA;2023;1.250\n;2024;1.300\nB;2023;3.506.730\n;2024;2.506.730\n",
         "A 2023 x = rejected @2:8\nA 2024 x = rejected @3:7\n"
         "? 0:0 rows that the conditions of the recipe leave out: 2\n"
         "! 2:8 input \"x\": found \"1.250\", which may be 1250 or 1.25: no other figure of the "
         "file tells which; say what the decimal mark is\n"
         "! 3:7 input \"x\": found \"1.300\", which may be 1300 or 1.3: no other figure of the "
         "file tells which; say what the decimal mark is\n"},
        {RECIPE("\"fill_down\":\"city\",\"filter\":{\"column\":\"city\",\"is\":\"A\"}"),
         "city;period;x\nA;2023;1.250\n;2024;1.300.000\n",
         "A 2023 x = 1250 @2:8\nA 2024 x = 1300000 @3:7\n"
         "? 2:8 figures such as \"1.250\" are read as 1250: \"1.300.000\" at a.csv:3:7 shows what "
         "the mark is\n"},
        /* without a header */
        {"{\"dialect\":{\"header\":false},\"hundredmark\":{\"city\":{\"column\":1},\"period\":{"
         "\"column\":2},\"input\":{\"fixed\":\"x\"},\"value\":{\"column\":3},\"fill_down\":1}}",
         "A,2023,1\n,2024,2\n", "A 2023 x = 1 @1:8\nA 2024 x = 2 @2:7\n"},
        /* a torn row of records is one of its city all the same */
        {RECIPE("\"records\":\"r\",\"fill_down\":\"city\""), "city,period,x\nA,2023,1\n,2023,\"2\n",
         "r A 2023 | 1\nr A 2023 | rejected\n"
         "! 3:7 found a quote that is never closed: the line is rejected\n"},
        {RECIPE("\"fill_down\":\"town\""), "city,period,x\nA,2023,1\n",
         "error recipe:1:29: no column of a.csv is called \"town\", only city, period, x\n"},
        {RECIPE("\"fill_down\":{\"column\":\"town\",\"optional\":true}"),
         "city,period,x\nA,2023,1\n", "A 2023 x = 1 @2:8\n"},
        {RECIPE("\"fill_down\":[]"), "city,period,x\nA,2023,1\n",
         "error recipe:1:29: found no column, expected some\n"},
        {RECIPE("\"fill_down\":{\"column\":\"x\",\"as\":\"y\"}"), "city,period,x\nA,2023,1\n",
         "error recipe:1:39: expected a column by its name or its number\n"},
    };
    shown out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(show_by(&out, cases[i].recipe, "a.csv", cases[i].text),
                            cases[i].expected);
    free(out.text);
}

/* Words of lines are of no use to JSON, and said to be. */
static void words_of_lines_are_not_of_json(void **state) {
    (void)state;
    static const struct {
        const char *recipe, *word;
    } cases[] = {
        {"{\"dialect\":{\"commentChar\":\"#\"}}", "commentChar"},
        {"{\"dialect\":{\"commentRows\":[2]}}", "commentRows"},
        {"{\"dialect\":{\"headerJoin\":\"-\"}}", "headerJoin"},
    };
    shown out = {0};
    char expected[128];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)snprintf(expected, sizeof expected,
                       "error a.json:0:0: JSON has neither comments nor a header: the recipe's %s "
                       "says nothing of it\n",
                       cases[i].word);
        assert_string_equal(show_by(&out, cases[i].recipe, "a.json", "[]"), expected);
    }
    free(out.text);
}

/* Members that an object has not are empty. */
static void fill_knows_json(void **state) {
    (void)state;
    shown out = {0};
    assert_string_equal(show_by(&out, RECIPE("\"fill_down\":\"city\""), "a.json",
                                "[{\"city\":\"A\",\"period\":\"2023\",\"x\":1},"
                                "{\"period\":\"2024\",\"x\":2}]"),
                        "A 2023 x = 1 @1:34\nA 2024 x = 2 @1:58\n");
    free(out.text);
}

/* Whoever says nothing of it is told what could be said; a figure put alone is no row. */
static void fill_is_named_where_it_lacks(void **state) {
    (void)state;
    expect_read(
        "a.csv", "city,period,x\nA,2023,1\n,2024,2\n",
        "A 2023 x = 1 @2:8\n"
        "! 3:1 found no city, expected its name: the row is rejected; where it stands once, "
        "above empty cells, say which column is filled down\n");
    hm_dataset *dataset = new_dataset();
    assert_int_equal(hm_dataset_put(dataset, "", "2024", "x", "1", NULL), HM_OK);
    expect_dataset(dataset, "! 0:0 found no city, expected its name: the row is rejected\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fill_goes_on_until_something_else_is_said),
        cmocka_unit_test(fill_knows_json),
        cmocka_unit_test(words_of_lines_are_not_of_json),
        cmocka_unit_test(fill_is_named_where_it_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
