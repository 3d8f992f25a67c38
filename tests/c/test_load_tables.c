/* test_load_tables.c: wide CSV files, records, and figures that are said twice. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

/* ---- wide files ---- */

static void csv_wide_plain(void **state) {
    (void)state;
    expect_read("a.csv",
                "period,city,x,y\n"
                "2025,A,1,\n"
                "2026,A,yes,NA\n"
                "2025,\"B\nC\",3,\"4\"\n",
                "A 2025 x = 1 @2:8\nA 2025 y = NR @2:10\n"
                "A 2026 x = yes @3:8\nA 2026 y = NA @3:12\n"
                "B\nC 2025 x = 3 @5:4\nB\nC 2025 y = 4 @5:6\n");
}

static void csv_wide_columns_left_out(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,x,note,\nA,2025,1,hm,\n",
                "A 2025 x = 1 @2:8\n"
                "? 1:15 column `note` is left out: it belongs to files with columns input and "
                "value\n"
                "? 1:20 column 5 has no name and is left out\n");
}

/* Columns count characters, also behind very long cells and letters of several bytes. */
static void csv_wide_locations(void **state) {
    (void)state;
    char text[2048], long_cell[301];
    memset(long_cell, 'z', 300);
    long_cell[300] = '\0';
    (void)snprintf(text, sizeof text,
                   "city,period,t,x,y\n\xC3\x84\xC3\x96,2025,%s,1,2\nB,2025,,3,4\n", long_cell);
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_text(dataset, "a.csv", text);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    hm_location place = hm_series_location(dataset, hm_dataset_series(dataset, "y"), 0);
    assert_string_equal(place.file, "a.csv");
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 2 + 1 + 4 + 1 + 300 + 1 + 1 + 1 + 1);
    place = hm_series_location(dataset, hm_dataset_series(dataset, "y"), 1);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 11);
    place = hm_series_name_location(dataset, hm_dataset_series(dataset, "x"));
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 15);
    hm_dataset_free(dataset);
}

/* ---- figures said twice ---- */

static void csv_twice_same(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\nA,2025,x,5\nB,2025,x,1\nA,2025,x,5.0\n",
                "A 2025 x = 5 @2:10\nB 2025 x = 1 @3:10\n"
                "? 4:10 input \"x\": found \"5.0\", which repeats a.csv:2:10\n");
}

static void csv_twice_different(void **state) {
    (void)state;
    expect_read(
        "a.csv", "city,period,input,value\nA,2025,x,5\nA,2025,x,6\nA,2025,x,5\n",
        "A 2025 x = rejected @2:10\n"
        "! 2:10 input \"x\": found \"5\", which differs from a.csv:3:10: \"6\"; both are rejected\n"
        "! 3:10 input \"x\": found \"6\", which differs from a.csv:2:10: \"5\"; both are rejected\n"
        "! 4:10 input \"x\": found \"5\", but a.csv:2:10 has a rejected figure for the same city, "
        "period and "
        "input: both are rejected\n");
}

/* NR is an answer, an empty cell is none: it gives way. */
static void csv_twice_empty(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\nA,2025,x,\nA,2025,x,6\nA,2025,x,\nA,2025,x,NR\n",
                "A 2025 x = rejected @3:10\n"
                "! 3:10 input \"x\": found \"6\", which differs from a.csv:5:10: \"NR\"; both are "
                "rejected\n"
                "! 5:10 input \"x\": found \"NR\", which differs from a.csv:3:10: \"6\"; both are "
                "rejected\n");
}

/* The second file's row takes its place along where the first file's cell was empty. */
static void csv_twice_in_files(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_text(dataset, "one.csv", "city,period,x,y,z\nA,2025,1,,3\nB,2025,4,5,6\n");
    read_text(dataset, "two.csv", "city,period,z,y\nA,2025,3.5,2\n");
    read_text(dataset, "three.csv", "city,period,input,value\nC,2025,x,yes\nC,2025,x,no\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    hm_location place = hm_series_location(dataset, hm_dataset_series(dataset, "y"), 0);
    assert_string_equal(place.file, "two.csv");
    assert_int_equal(place.column, 12);
    place = hm_series_location(dataset, hm_dataset_series(dataset, "y"), 1);
    assert_string_equal(place.file, "one.csv");
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 10);
    place = hm_series_location(dataset, hm_dataset_series(dataset, "x"), 2);
    assert_string_equal(place.file, "three.csv");
    const hm_issues *issues = hm_dataset_issues(dataset);
    assert_int_equal(hm_issues_count_of(issues, HM_REJECTED), 4);
    assert_string_equal(
        message_of(hm_issues_get(issues, 0)).text,
        "input \"z\": found \"3\", which differs from two.csv:2:8: \"3.5\"; both are rejected");
    assert_string_equal(hm_issues_get(issues, 1)->file, "two.csv");
    assert_string_equal(
        message_of(hm_issues_get(issues, 3)).text,
        "input \"x\": found \"no\", which differs from three.csv:2:10: \"yes\"; both are rejected");
    hm_dataset_free(dataset);
}

static void csv_twice_wide_row(void **state) {
    (void)state;
    expect_read(
        "a.csv", "city,period,x,y,z\nA,2025,1,,3\nA,2025,1,2,4\n",
        "A 2025 x = 1 @2:8\nA 2025 y = 2 @3:10\nA 2025 z = rejected @2:11\n"
        "! 2:11 input \"z\": found \"3\", which differs from a.csv:3:12: \"4\"; both are rejected\n"
        "? 3:8 input \"x\": found \"1\", which repeats a.csv:2:8\n"
        "! 3:12 input \"z\": found \"4\", which differs from a.csv:2:11: \"3\"; both are "
        "rejected\n");
}

/* ---- records ---- */

static void csv_records_sorted(void **state) {
    (void)state;
    static const char text[] = "kind,city,period,n\n"
                               "road,B,2025,1\n"
                               "road,A,2025,2\n"
                               "road,B,2025,1\n"
                               ",A,2025,x\n"
                               "bridge,A,2024,NA\n"
                               "bridge,B\n"
                               "bridge,B,2025,1e999\n";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_text(dataset, "a.csv", "city,period,input,value\nA,2025,features,NR\n");
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "features", "f.csv", text, sizeof text - 1, &error),
        HM_OK);
    assert_int_equal(hm_dataset_read_records_memory(dataset, "features", "g.csv",
                                                    "city,period,m\nA,2025,9\n", 23, &error),
                     HM_OK);
    assert_int_equal(hm_dataset_unit_count(dataset), 3);
    expect_dataset(dataset, "A 2025 features = NR @2:17\n"
                            "features A 2025 | road | 2 | -\n"
                            "features A 2025 | - | x | -\n"
                            "features A 2025 | - | - | 9\n"
                            "features B 2025 | road | 1 | -\n"
                            "features B 2025 | road | 1 | -\n"
                            "features B 2025 | bridge | rejected | -\n"
                            "features A 2024 | bridge | NA | -\n"
                            "! 7:1 found 2 fields, expected 4: the row is rejected\n"
                            "! 8:15 input \"n\": found \"1e999\", expected a number no larger than "
                            "1.7976931348623157e308\n");
}

/* A row that cannot be taken apart stays a row of its city, where it says so in a place that the
 * fault leaves alone. */
static void csv_records_torn(void **state) {
    (void)state;
    static const char text[] = "city,period,n,m\n"
                               "A,2025,1,2\n"
                               "A,2025,3\n"
                               " B , 2025 ,4,5,6\n"
                               "C,2025,7,\"8\n"
                               "D,2025\n"
                               "D,205,1\n"
                               ",2025,1\n"
                               "\xC3\xA9\xff,2025,1\n"
                               "D,\"2025,1\n"
                               "E\n";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "r", "r.csv", text, sizeof text - 1, &error),
        HM_OK);
    assert_int_equal(hm_dataset_unit_count(dataset), 4);
    expect_dataset(
        dataset,
        "r A 2025 | 1 | 2\n"
        "r A 2025 | rejected | rejected\n"
        "r B 2025 | rejected | rejected\n"
        "r C 2025 | rejected | rejected\n"
        "r D 2025 | rejected | rejected\n"
        "! 3:1 found 3 fields, expected 4: the row is rejected\n"
        "! 4:1 found 5 fields, expected 4: the row is rejected (commas inside a "
        "field need quotes around it)\n"
        "! 5:10 found a quote that is never closed: the line is rejected\n"
        "! 6:1 found 2 fields, expected 4: the row is rejected\n"
        "! 7:1 found 3 fields, expected 4: the row is rejected\n"
        "! 8:1 found 3 fields, expected 4: the row is rejected\n"
        "! 9:1 found 3 fields, expected 4: the row is rejected\n"
        "! 10:3 found a quote that is never closed: the line is rejected\n"
        "! 11:1 found 1 fields, expected 4: the row is rejected (a title, a note or a footer is no "
        "row of data)\n");
}

static void csv_records_locations(void **state) {
    (void)state;
    static const char text[] = "city,period,n\nB,2025,1\nA,2025,2\nB,2025,33\n";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "r", "r.csv", text, sizeof text - 1, &error),
        HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *column = hm_records_column(hm_dataset_records(dataset, "r"), "n");
    assert_non_null(column);
    assert_true(column->values[1] > 32.5 && column->values[1] < 33.5);
    assert_int_equal(hm_series_location(dataset, column, 1).line, 4);
    assert_int_equal(hm_series_location(dataset, column, 2).line, 3);
    assert_int_equal(hm_series_location(dataset, column, 2).column, 8);
    assert_int_equal(hm_dataset_record_rows(dataset, 0, "r"), 2);
    assert_int_equal(hm_dataset_record_rows(dataset, 1, "r"), 1);
    assert_int_equal(hm_dataset_record_rows(dataset, 2, "r"), 0);
    assert_null(hm_records_column(hm_dataset_records(dataset, "r"), "m"));
    hm_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_wide_plain),      cmocka_unit_test(csv_wide_columns_left_out),
        cmocka_unit_test(csv_wide_locations),  cmocka_unit_test(csv_twice_same),
        cmocka_unit_test(csv_twice_different), cmocka_unit_test(csv_twice_empty),
        cmocka_unit_test(csv_twice_in_files),  cmocka_unit_test(csv_twice_wide_row),
        cmocka_unit_test(csv_records_sorted),  cmocka_unit_test(csv_records_locations),
        cmocka_unit_test(csv_records_torn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
