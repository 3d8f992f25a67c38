/* test_load_ndjson.c: NDJSON: a line at a time, and a bad line costs itself alone. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#define OBSERVED(city, input, value)                                                               \
    "{\"city\":\"" city "\",\"period\":\"2025\",\"input\":\"" input "\",\"value\":" value "}"

static void ndjson_observations(void **state) {
    (void)state;
    expect_read("a.ndjson", OBSERVED("A", "x", "1") "\n" OBSERVED("A", "y", "\"NR\"") "\n",
                "A 2025 x = 1 @1:49\n"
                "A 2025 y = NR @2:49\n");
}

/* Blank lines, a byte order mark, CR LF, no line end at the end. */
static void ndjson_lines(void **state) {
    (void)state;
    expect_read("a.jsonl",
                "\xEF\xBB\xBF" OBSERVED("A", "x", "1") "\r\n\r\n  \n" OBSERVED("B", "x", "2"),
                "A 2025 x = 1 @1:49\n"
                "B 2025 x = 2 @4:49\n");
}

static void ndjson_bad_lines_are_rejected(void **state) {
    (void)state;
    expect_read("a.ndjson",
                OBSERVED("A", "x", "1") "\n"
                                        "{\"city\":\"A\"\n"
                                        "[1]\n"
                                        "{\"city\":\"\xFF\"}\n"
                                        "{\"observations\":1}\n" OBSERVED(
                                            "A", "y", "2") " x\n" OBSERVED("A", "z", "3"),
                "A 2025 x = 1 @1:49\n"
                "A 2025 z = 3 @7:49\n"
                "! 2:12 JSON: found the end of the data, expected a comma or }: the line is "
                "rejected\n"
                "! 3:1 found an array, expected an object: the line is rejected\n"
                "! 4:10 JSON: found byte 0xFF, expected valid UTF-8: the line is rejected\n"
                "! 5:17 expected `observations` to be an array: the line is rejected\n"
                "! 6:52 JSON: found \"x\", expected the end of the data: the line is rejected\n");
}

/* A mark only opens the file: on a later line it is no JSON. */
static void ndjson_mark_on_a_later_line(void **state) {
    (void)state;
    expect_read("a.ndjson", "\n\xEF\xBB\xBF" OBSERVED("A", "x", "1"),
                "! 2:1 JSON: found \"\\u{FEFF}\", expected a value: the line is rejected\n");
}

/* The records of a city beside its figures, on as many lines as one likes. */
static void ndjson_records(void **state) {
    (void)state;
    expect_read("a.ndjson",
                "{\"observations\":[" OBSERVED(
                    "A", "x", "1") "],\"records\":{\"r\":["
                                   "{\"city\":\"A\",\"period\":\"2025\",\"n\":5}]}}\n"
                                   "{\"records\":{\"r\":[{\"city\":\"A\",\"period\":\"2025\",\"m\":"
                                   "\"t\",\"n\":6}]}}\n",
                "A 2025 x = 1 @1:66\n"
                "r A 2025 | 5 | -\n"
                "r A 2025 | 6 | t\n");
}

/* Cells of records know their places, whichever line they stand on. */
static void ndjson_locations_of_records(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_text(dataset, "a.ndjson",
              "{\"records\":{\"r\":[{\"city\":\"A\",\"period\":\"2025\",\"n\":5}]}}\n"
              "{\"records\":{\"r\":[{\"city\":\"A\",\"period\":\"2025\",\"m\":1,\"n\":6}]}}\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *n = hm_records_column(hm_dataset_records(dataset, "r"), "n");
    assert_int_equal(hm_series_location(dataset, n, 0).line, 1);
    assert_int_equal(hm_series_location(dataset, n, 0).column, 50);
    assert_int_equal(hm_series_location(dataset, n, 1).line, 2);
    assert_int_equal(hm_series_location(dataset, n, 1).column, 56);
    hm_dataset_free(dataset);
}

static void ndjson_records_file(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    static const char text[] = "{\"city\":\"A\",\"period\":\"2025\",\"n\":5}\n7\n"
                               "{\"city\":\"A\",\"period\":\"2025\",\"n\":6}\n";
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "r", "r.ndjson", text, sizeof text - 1, &error),
        HM_OK);
    expect_dataset(dataset, "r A 2025 | 5\n"
                            "r A 2025 | 6\n"
                            "! 2:1 found a number, expected an object: the line is rejected\n");
}

static void ndjson_empty(void **state) {
    (void)state;
    expect_read("a.ndjson", "\n \n", "? 0:0 no observations: the file is empty\n");
    expect_read("a.ndjson", "{\"observations\":[]}\n",
                "? 1:17 no observations: the array is empty\n");
}

/* Without a suffix: lines of objects, or one observation. What is one object in all is JSON. */
static void ndjson_by_content(void **state) {
    (void)state;
    expect_read("-", "\n" OBSERVED("A", "x", "1") "\n" OBSERVED("B", "x", "2") "\n",
                "A 2025 x = 1 @2:49\n"
                "B 2025 x = 2 @3:49\n");
    expect_read("-", OBSERVED("A", "x", "1"), "A 2025 x = 1 @1:49\n");
    expect_read("-", OBSERVED("A", "x", "1") "\nno\n",
                "A 2025 x = 1 @1:49\n"
                "! 2:1 JSON: found \"n\", expected a value: the line is rejected\n");
    static const char json[] = "{\"observations\":\n[1]\n";
    expect_failure("-", json, sizeof json - 1, 3, 1, "JSON: found the end of the data");
    static const char one[] = "{\"observations\":7}\n";
    expect_failure("-", one, sizeof one - 1, 1, 17, "expected `observations` to be an array");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ndjson_observations),
        cmocka_unit_test(ndjson_lines),
        cmocka_unit_test(ndjson_bad_lines_are_rejected),
        cmocka_unit_test(ndjson_mark_on_a_later_line),
        cmocka_unit_test(ndjson_records),
        cmocka_unit_test(ndjson_locations_of_records),
        cmocka_unit_test(ndjson_records_file),
        cmocka_unit_test(ndjson_empty),
        cmocka_unit_test(ndjson_by_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
