/* test_issue_subjects.c: what is wrong with a cell or a row says whose it is, whatever the form. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

typedef struct subject {
    const char *code, *city, *period, *input;
} subject;

static void expect_subjects(const hm_dataset *dataset, const char *name, const subject *expected,
                            size_t count) {
    const hm_issues *issues = hm_dataset_issues(dataset);
    if (hm_issues_count(issues) != count)
        fail_msg("%s: %zu issues", name, hm_issues_count(issues));
    for (size_t i = 0; i < count; i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        if (strcmp(issue->code, expected[i].code) != 0 ||
            strcmp(issue->city, expected[i].city) != 0 ||
            strcmp(issue->period, expected[i].period) != 0 ||
            strcmp(issue->input, expected[i].input) != 0)
            fail_msg("%s: %s of \"%s\", \"%s\", \"%s\"", name, issue->code, issue->city,
                     issue->period, issue->input);
    }
}

static void expect_read_subjects(const char *name, const char *text, const subject *expected,
                                 size_t count) {
    hm_dataset *dataset = new_dataset();
    read_text(dataset, name, text);
    expect_subjects(dataset, name, expected, count);
    hm_dataset_free(dataset);
}

/* Files of CSV begin with a byte order mark: without it a byte that is no UTF-8 would make them
 * Windows-1252.
 *
 * Too large a number, a byte that is no text (which JSON as a whole refuses), digits that are lost.
 */
static void cells_say_whose_they_are(void **state) {
    (void)state;
    static const subject expected[] = {{"number_too_large", "A", "2025", "x"},
                                       {"not_utf8", "B", "2024", "x"},
                                       {"figure_changed", "C", "2023", "x"}};
    static const subject of_json[] = {{"number_too_large", "A", "2025", "x"},
                                      {"number_too_large", "B", "2024", "x"},
                                      {"figure_changed", "C", "2023", "x"}};
    static const struct {
        const char *name, *text;
    } forms[] = {
        {"wide.csv", "\xef\xbb\xbf"
                     "city,period,y,x\nA,2025,1,1e400\nB,2024,1,\xff\nC,2023,1,9007199254740993\n"},
        {"quoted.csv", "\xef\xbb\xbf"
                       "city,period,y,x\nA,2025,\"a \"\"b\"\"\",1e400\nB,2024,1,\xff\n"
                       "C,2023,1,9007199254740993\n"},
        {"long.csv", "\xef\xbb\xbf"
                     "city,period,input,value\nA,2025,x,1e400\nB,2024,x,\xff\n"
                     "C,2023,x,9007199254740993\n"},
        {"remarks.csv", "\xef\xbb\xbf"
                        "city,period,input,value,note\nA,2025,x,1e400,\nB,2024,x,\xff,\n"
                        "C,2023,x,9007199254740993,n\n"},
        {"list.json",
         "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1e400},"
         "{\"value\":-1e400,\"city\":\"B\",\"period\":2024,\"input\":\"x\"},"
         "{\"city\":\"C\",\"period\":\"2023\",\"input\":\"x\",\"value\":9007199254740993}]"},
        {"lines.ndjson",
         "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1e400}\n"
         "{\"city\":\"B\",\"period\":\"2024\",\"input\":\"x\",\"value\":-1e400}\n"
         "{\"city\":\"C\",\"period\":\"2023\",\"input\":\"x\",\"value\":9007199254740993}\n"},
        {"records.json", "{\"records\":{\"r\":[{\"city\":\"A\",\"period\":\"2025\",\"x\":1e400},"
                         "{\"city\":\"B\",\"period\":\"2024\",\"x\":-1e400},"
                         "{\"city\":\"C\",\"period\":\"2023\",\"x\":9007199254740993}]}}"},
    };
    for (size_t i = 0; i < COUNT(forms); i++)
        expect_read_subjects(forms[i].name, forms[i].text,
                             strstr(forms[i].name, "json") ? of_json : expected, COUNT(expected));
}

/* A call at a time, and a column at a time. */
static void cells_that_are_put_say_whose_they_are(void **state) {
    (void)state;
    static const subject expected[] = {{"number_too_large", "A", "2025", "x"},
                                       {"not_utf8", "B", "2024", "x"}};
    static const char *const cities[] = {"A", "B"}, *const periods[] = {"2025", "2024"};
    static const char *const texts[] = {"1e400", "\xff"};
    hm_error error;
    hm_dataset *dataset = new_dataset();
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(hm_dataset_put(dataset, cities[i], periods[i], "x", texts[i], &error),
                         HM_OK);
    expect_subjects(dataset, "put", expected, COUNT(expected));
    hm_dataset_free(dataset);
    dataset = new_dataset();
    assert_int_equal(hm_dataset_put_units(dataset, 2, cities, periods, &error), HM_OK);
    assert_int_equal(hm_dataset_put_texts(dataset, "x", 2, texts, &error), HM_OK);
    expect_subjects(dataset, "put_texts", expected, COUNT(expected));
    hm_dataset_free(dataset);
    dataset = new_dataset();
    for (size_t i = 0; i < COUNT(texts); i++) {
        static const char *const columns[] = {"x"};
        assert_int_equal(hm_dataset_put_record(dataset, "r", cities[i], periods[i], 1, columns,
                                               &texts[i], &error),
                         HM_OK);
    }
    expect_subjects(dataset, "put_record", expected, COUNT(expected));
    hm_dataset_free(dataset);
}

/* What else a row says of a figure. */
static void remarks_say_whose_they_are(void **state) {
    (void)state;
    static const subject expected[] = {{"unknown_status", "A", "2025", "x"},
                                       {"unclear_verified", "B", "2025", "y"},
                                       {"not_utf8", "C", "2025", "z"}};
    expect_read_subjects("a.csv",
                         "\xef\xbb\xbf"
                         "city,period,input,value,status,verified,note\n"
                         "A,2025,x,1,seen,,\nB,2025,y,1,,maybe,\nC,2025,z,1,,,\xff\n",
                         expected, COUNT(expected));
}

/* A rejected row says as much as can be read of it. */
static void rows_say_whose_they_are(void **state) {
    (void)state;
    static const subject expected[] = {
        {"not_a_period", "A", "soon", ""}, {"no_city", "", "2025", ""},
        {"no_period", "B", "", ""},        {"no_such_period", "C", "2025-02-30", ""},
        {"not_utf8", "D", "", ""},         {"field_count", "E", "2025", ""},
        {"field_count", "", "", ""}};
    static const subject members[] = {{"member_twice", "F", "2025", ""}};
    static const subject inputs[] = {{"no_input", "G", "2025", ""}};
    expect_read_subjects("a.csv",
                         "\xef\xbb\xbf"
                         "city,period,x\nA,soon,1\n,2025,1\nB,,1\nC,2025-02-30,1\nD,\xff,1\n"
                         "E,2025\nthe end\n",
                         expected, COUNT(expected));
    expect_read_subjects("a.ndjson",
                         "{\"city\":\"F\",\"period\":\"2025\",\"input\":\"x\",\"value\":1,"
                         "\"value\":2}\n",
                         members, COUNT(members));
    expect_read_subjects("b.csv", "city,period,input,value\nG,2025,,1\n", inputs, COUNT(inputs));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_say_whose_they_are),
        cmocka_unit_test(cells_that_are_put_say_whose_they_are),
        cmocka_unit_test(remarks_say_whose_they_are),
        cmocka_unit_test(rows_say_whose_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
