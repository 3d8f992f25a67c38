/* test_marks.c: figures such as 1.234, which the other figures of a file settle, in files of all
 * forms, whatever stands where. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include "core_support.h"

#define SAY "say what the decimal mark is\n"

/* ---- what settles them ---- */

static void marks_of_groups_shown(void **state) {
    (void)state;
    expect_read("a.csv",
                "city;period;input;value\nA;2025;x;1.234\nA;2025;y;-26.720\nA;2025;z;3.506.730\n",
                "A 2025 x = 1234 @2:10\nA 2025 y = -26720 @3:10\nA 2025 z = 3506730 @4:10\n"
                "? 2:10 figures such as \"1.234\" are read as 1234: \"3.506.730\" at a.csv:4:10 "
                "shows what the mark is\n");
    expect_read("a.csv", "city;period;x;y\nA;2025;980,000;1,250.5\n",
                "A 2025 x = 980000 @2:8\nA 2025 y = 1250.5 @2:16\n"
                "? 2:8 figures such as \"980,000\" are read as 980000: \"1,250.5\" at a.csv:2:16 "
                "shows what the mark is\n");
}

static void marks_of_decimals_shown(void **state) {
    (void)state;
    expect_read("a.csv", "city;period;x;y\nA;2025;1.234;0.5\n",
                "A 2025 x = 1.234 @2:8\nA 2025 y = 0.5 @2:14\n"
                "? 2:8 figures such as \"1.234\" are read as 1.234: \"0.5\" at a.csv:2:14 shows "
                "what the mark is\n");
    expect_read("a.csv", "city;period;x;y\nA;2025;1,234;12,34\n",
                "A 2025 x = 1.234 @2:8\nA 2025 y = 12.34 @2:14\n"
                "? 2:8 figures such as \"1,234\" are read as 1.234: \"12,34\" at a.csv:2:14 shows "
                "what the mark is\n");
}

/* The one mark is known by what the other does. */
static void marks_inferred(void **state) {
    (void)state;
    expect_read("a.csv", "city;period;x;y\nA;2025;1.234;12,5\n",
                "A 2025 x = 1234 @2:8\nA 2025 y = 12.5 @2:14\n"
                "? 2:8 figures such as \"1.234\" are read as 1234, since \"12,5\" at a.csv:2:14 "
                "shows what the other mark is; where that is wrong, " SAY);
    expect_read("a.csv", "city;period;x;y\nA;2025;1.234;3,506,730\n",
                "A 2025 x = 1.234 @2:8\nA 2025 y = 3506730 @2:14\n"
                "? 2:8 figures such as \"1.234\" are read as 1.234, since \"3,506,730\" at "
                "a.csv:2:14 shows what the other mark is; where that is wrong, " SAY);
}

static void marks_unknown(void **state) {
    (void)state;
    expect_read(
        "a.csv", "city;period;x;y\nA;2025;1.234;7\nB;2025;8;950,125\n",
        "A 2025 x = rejected @2:8\nA 2025 y = 7 @2:14\nB 2025 x = 8 @3:8\n"
        "B 2025 y = rejected @3:10\n"
        "! 2:8 input \"x\": found \"1.234\", which may be 1234 or 1.234: no other figure of "
        "the file tells which; " SAY
        "! 3:10 input \"y\": found \"950,125\", which may be 950125 or 950.125: no other "
        "figure of the file tells which; " SAY);
}

static void marks_contradicted(void **state) {
    (void)state;
    expect_read("a.csv", "city;period;x;y;z\nA;2025;1.234;12.34;3.506.730\n",
                "A 2025 x = rejected @2:8\nA 2025 y = 12.34 @2:14\nA 2025 z = 3506730 @2:20\n"
                "! 2:8 input \"x\": found \"1.234\", which may be 1234 or 1.234: \"3.506.730\" in "
                "line 2 shows the one, \"12.34\" in line 2 the other; " SAY);
}

/* What stands in other columns, in rows that are none, and in notes shows nothing. */
static void marks_of_figures_alone(void **state) {
    (void)state;
    expect_read(
        "a.csv",
        "city;period;input;value;note\nA;2025;x;1.234;3.506.730\nA;2025;3.506.730;5;\n"
        "3.506.730;2025;x;0;\n0.5\n",
        "A 2025 x = rejected @2:10\nA 2025 3.506.730 = 5 @3:18\n"
        "3.506.730 2025 x = 0 @4:18\n"
        "! 2:10 input \"x\": found \"1.234\", which may be 1234 or 1.234: no other figure "
        "of the file tells which; " SAY
        "! 5:1 found 1 fields, expected 5: the row is rejected (a title, a note or a footer "
        "is no row of data)\n");
}

static void marks_of_records(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    static const char text[] = "city;period;a;b\nA;2025;1.234;5\nA;2025;1.234.567;6\n";
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "r", "r.csv", text, sizeof text - 1, &error),
        HM_OK);
    expect_dataset(dataset,
                   "r A 2025 | 1.234 | 5\nr A 2025 | 1.234.567 | 6\n"
                   "? 2:8 figures such as \"1.234\" are read as 1234: \"1.234.567\" at r.csv:3:8 "
                   "shows what the mark is\n");
}

static void expect_records(const char *text, const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    if (hm_dataset_read_records_memory(dataset, "r", "r.csv", text, strlen(text), &error))
        fail_msg("%s", error.message);
    expect_dataset(dataset, expected);
}

/* What a column of records holds nobody knows before a package is there: the text stays. */
static void marks_of_texts_in_records(void **state) {
    (void)state;
    expect_records("city;period;a;b\nA;2025;12.345;5\nA;2025; 1,250 ;6\n",
                   "r A 2025 | 12.345 | 5\nr A 2025 | 1,250 | 6\n");
    /* a column is no proof of what is beside it: it may hold texts, such as numbers of versions,
     * though each looks like a figure */
    expect_records("city;period;a;b\nA;2025;12.34;1.234\nA;2025;Quay;6\n",
                   "r A 2025 | 12.34 | 1.234\nr A 2025 | Quay | 6\n");
    expect_records("city;period;a;b\nA;2025;12.34;1.234\nA;2025;1.2;6\n",
                   "r A 2025 | 12.34 | 1.234\nr A 2025 | 1.2 | 6\n");
    expect_records("city;period;a;b\nA;2025;3.506.730;1.234\nA;2025;1.2;0,5\n",
                   "r A 2025 | 3.506.730 | 1.234\nr A 2025 | 1.2 | 0,5\n"
                   "? 2:18 figures such as \"1.234\" are read as 1234, since \"0,5\" at r.csv:3:12 "
                   "shows what the other mark is; where that is wrong, " SAY);
}

/* Likewise where a point is usual. */
static void marks_of_texts_between_commas(void **state) {
    (void)state;
    expect_records("city,period,a,b\nA,2025,\"12,5\",26.000\nA,2025,Quay,7\n",
                   "r A 2025 | 12,5 | 26.000\nr A 2025 | Quay | 7\n");
    expect_records("city,period,a,b\nA,2025,\"12,5\",26.000\nA,2025,8,7\n",
                   "r A 2025 | 12,5 | 26.000\nr A 2025 | 8 | 7\n");
    expect_records("city,period,a,b\nA,2025,8,26.000\nA,2025,7,\"12,5\"\n",
                   "r A 2025 | 8 | 26.000\nr A 2025 | 7 | 12,5\n"
                   "? 2:10 figures such as \"26.000\" are read as 26, but \"12,5\" at r.csv:3:10 "
                   "is written with another decimal mark, so some figures of the file may be read "
                   "wrongly; " SAY);
}

/* A file of its own settles nothing in another. */
static void marks_by_file(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    read_text(dataset, "a.csv", "city;period;x\nA;2025;3.506.730\n");
    read_text(dataset, "b.csv", "city;period;x\nB;2025;1.234\n");
    expect_dataset(dataset, "A 2025 x = 3506730 @2:8\nB 2025 x = rejected @2:8\n"
                            "! 2:8 input \"x\": found \"1.234\", which may be 1234 or 1.234: no "
                            "other figure of the file tells which; " SAY);
}

/* ---- between commas ---- */

static void marks_where_a_point_is_usual(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,x,y\nA,2025,1.234,0.5\n",
                "A 2025 x = 1.234 @2:8\nA 2025 y = 0.5 @2:14\n");
    expect_read(
        "a.csv", "city,period,x,y\nA,2025,980.000,\"12,5\"\n",
        "A 2025 x = 980.000 @2:8\nA 2025 y = 12,5 @2:16\n"
        "? 2:8 figures such as \"980.000\" are read as 980, but \"12,5\" at a.csv:2:16 is written "
        "with another decimal mark, so some figures of the file may be read wrongly; " SAY);
    /* nothing that could be meant otherwise */
    expect_read("a.csv", "city,period,x,y\nA,2025,980.5,\"12,5\"\n",
                "A 2025 x = 980.5 @2:8\nA 2025 y = 12,5 @2:14\n");
}

/* ---- between tabs ---- */

/* As between semicolons, but where nothing shows more a point is before decimals. */
static void marks_between_tabs(void **state) {
    (void)state;
    expect_read("a.csv", "city\tperiod\tx\ty\nA\t2025\t26.720\t7\n",
                "A 2025 x = 26.720 @2:8\nA 2025 y = 7 @2:15\n");
    expect_read("a.csv", "city\tperiod\tx\ty\nA\t2025\t12,5\t1.250,5\n",
                "A 2025 x = 12.5 @2:8\nA 2025 y = 1250.5 @2:13\n");
    expect_read("a.csv", "city\tperiod\tx\ty\nA\t2025\t980.000\t3.506.730\n",
                "A 2025 x = 980000 @2:8\nA 2025 y = 3506730 @2:16\n"
                "? 2:8 figures such as \"980.000\" are read as 980000: \"3.506.730\" at a.csv:2:16 "
                "shows what the mark is\n");
    expect_read("a.csv", "city\tperiod\tx\ty\nA\t2025\t26.720\t12,5\n",
                "A 2025 x = 26720 @2:8\nA 2025 y = 12.5 @2:15\n"
                "? 2:8 figures such as \"26.720\" are read as 26720, since \"12,5\" at a.csv:2:15 "
                "shows what the other mark is; where that is wrong, " SAY);
    expect_read(
        "a.csv", "city\tperiod\tx\ty\nA\t2025\t980,000\t7\n",
        "A 2025 x = rejected @2:8\nA 2025 y = 7 @2:16\n"
        "! 2:8 input \"x\": found \"980,000\", which may be 980000 or 980: no other figure of "
        "the file tells which; " SAY);
    expect_read("a.csv", "city\tperiod\tx\ty\nA\t2025\t1.234\t12.34\nB\t2025\t3.506.730\t1\n",
                "A 2025 x = rejected @2:8\nA 2025 y = 12.34 @2:14\nB 2025 x = 3506730 @3:8\n"
                "B 2025 y = 1 @3:18\n"
                "! 2:8 input \"x\": found \"1.234\", which may be 1234 or 1.234: \"3.506.730\" in "
                "line 3 shows the one, \"12.34\" in line 2 the other; " SAY);
}

/* ---- said by the caller ---- */

static void expect_said(const char *decimal, const char *group, const char *text,
                        const char *expected) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.decimal = decimal;
    options.group = group;
    if (hm_dataset_read_memory_with(dataset, "a.csv", text, strlen(text), &options, &error))
        fail_msg("%s", error.message);
    expect_dataset(dataset, expected);
}

static void marks_said(void **state) {
    (void)state;
    static const char one[] = "city;period;x\nA;2025;1.234\n";
    expect_said(",", NULL, one, "A 2025 x = 1234 @2:8\n");
    expect_said(".", NULL, one, "A 2025 x = 1.234 @2:8\n");
    expect_said(NULL, ".", one, "A 2025 x = 1234 @2:8\n");
    expect_said(NULL, "", one, "A 2025 x = 1.234 @2:8\n");
    expect_said(NULL, " ", one, "A 2025 x = 1.234 @2:8\n");
    /* what is written otherwise is no number, and stays text */
    expect_said(",", "", one, "A 2025 x = 1.234 @2:8\n");
    expect_said(",", ".", "city;period;x;y;z\nA;2025;0.5;1.234,5;12.34\n",
                "A 2025 x = 0.5 @2:8\nA 2025 y = 1234.5 @2:12\nA 2025 z = 12.34 @2:20\n");
    /* blanks and apostrophes, also between tabs and commas */
    expect_said(",", "\xE2\x80\xAF",
                "city;period;x;y\nA;2025;1 234,5;12\xC2\xA0"
                "345\n",
                "A 2025 x = 1234.5 @2:8\nA 2025 y = 12345 @2:16\n");
    expect_said(NULL, "'", "city\tperiod\tx\nA\t2025\t1'234.5\n", "A 2025 x = 1234.5 @2:8\n");
    expect_said(",", ".", "city,period,x,y\nA,2025,980.000,\"12,5\"\n",
                "A 2025 x = 980000 @2:8\nA 2025 y = 12.5 @2:16\n");
}

static void marks_said_are_numbers(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.decimal = ",";
    static const char text[] = "city;period;x;y;z\nA;2025;1.234;0.5;0,5\n";
    assert_int_equal(
        hm_dataset_read_memory_with(dataset, "a.csv", text, sizeof text - 1, &options, &error),
        HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_dataset_series(dataset, "x")->cells[0], HM_CELL_NUMBER);
    assert_true(hm_dataset_series(dataset, "x")->values[0] == 1234);
    assert_int_equal(hm_dataset_series(dataset, "y")->cells[0], HM_CELL_TEXT);
    assert_true(hm_dataset_series(dataset, "z")->values[0] == 0.5);
    hm_dataset_free(dataset);
}

/* ---- wherever they stand ---- */

/* Units of a file of many parts: unclear figures everywhere, what settles them in one row; also as
 * a long file with a column of notes, whose rows are read one by one. */
enum { UNITS = 30000 };

static void write_case(shown *out, bool notes, size_t proof, const char *text) {
    out->size = 0;
    show(out, notes ? "city;period;input;value;note\n" : "city;period;input;value\n");
    for (size_t i = 0; i < UNITS; i++)
        show(out, "C%zu;2025;x;%s%s\n", i,
             i == proof   ? text
             : i % 3 == 0 ? "7"
                          : "26.720",
             notes ? ";" : "");
}

static void expect_all(const shown *text, size_t proof, double proven, double unclear) {
    hm_error error;
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text->text, text->size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *series = hm_dataset_series(dataset, "x");
    assert_int_equal(hm_dataset_unit_count(dataset), UNITS);
    for (size_t i = 0; i < UNITS; i++) {
        const double expected = i == proof ? proven : i % 3 == 0 ? 7 : unclear;
        if (series->cells[i] != HM_CELL_NUMBER || !(series->values[i] == expected))
            fail_msg("unit %zu: %g (%d), expected %g", i, series->values[i], series->cells[i],
                     expected);
    }
    assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 1);
    hm_dataset_free(dataset);
}

static void marks_wherever_they_stand(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double proven, unclear;
    } proofs[] = {{"3.506.730", 3506730, 26720}, {"0.5", 0.5, 26.72}, {"1,5", 1.5, 26720}};
    static const size_t rows[] = {0, 1, UNITS / 2, UNITS - 1};
    shown text = {0};
    for (size_t i = 0; i < COUNT(rows) * COUNT(proofs) * 2; i++) {
        const size_t row = rows[i / 2 % COUNT(rows)], proof = i / 2 / COUNT(rows);
        write_case(&text, i % 2, row, proofs[proof].text);
        expect_all(&text, row, proofs[proof].proven, proofs[proof].unclear);
    }
    free(text.text);
}

/* The same in a file, whose bytes are loaded piece by piece, and in a wide one. */
static void marks_of_a_large_file(void **state) {
    (void)state;
    char folder[64], path[512];
    hm_error error;
    shown text = {0};
    show(&text, "city;period;x;y;z\n");
    for (size_t i = 0; i < UNITS; i++)
        show(&text, "C%zu;2025;26.720;1,5;%s\n", i, i == UNITS - 2 ? "1.250,5" : "12");
    make_folder(folder);
    write_file(folder, "a.csv", text.text);
    (void)snprintf(path, sizeof path, "%s/a.csv", folder);
    hm_dataset *dataset = new_dataset();
    assert_int_equal(hm_dataset_read(dataset, path, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *series = hm_dataset_series(dataset, "x");
    for (size_t i = 0; i < UNITS; i++)
        assert_true(series->values[i] == 26720);
    assert_int_equal(hm_dataset_unit_count(dataset), UNITS);
    hm_dataset_free(dataset);
    remove_file(folder, "a.csv");
    assert_int_equal(rmdir(folder), 0);
    free(text.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_groups_shown),
        cmocka_unit_test(marks_of_decimals_shown),
        cmocka_unit_test(marks_inferred),
        cmocka_unit_test(marks_unknown),
        cmocka_unit_test(marks_contradicted),
        cmocka_unit_test(marks_of_figures_alone),
        cmocka_unit_test(marks_of_records),
        cmocka_unit_test(marks_of_texts_in_records),
        cmocka_unit_test(marks_of_texts_between_commas),
        cmocka_unit_test(marks_by_file),
        cmocka_unit_test(marks_where_a_point_is_usual),
        cmocka_unit_test(marks_between_tabs),
        cmocka_unit_test(marks_said),
        cmocka_unit_test(marks_said_are_numbers),
        cmocka_unit_test(marks_wherever_they_stand),
        cmocka_unit_test(marks_of_a_large_file),
    };
    return cmocka_run_group_tests_name("marks", tests, NULL, NULL);
}
