/* test_arrow_records.c: Arrow batches as rows of records, and times in any batch. Days and seconds
 * were worked out with Python's datetime. */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"

#include <math.h>

#include "memory_support.h"

static const int32_t four[] = {0, 1, 2, 3, 4};
static const int32_t years[] = {2025, 2025, 2024, 2025};

static void read_made(hm_dataset *dataset, made *m) {
    hm_error error = {0};
    if (hm_dataset_read_records_arrow(dataset, "works", &m->schema, &m->array, &error) != HM_OK)
        fail_msg("%s:%u:%u: %s", error.file, (unsigned)error.line, (unsigned)error.column,
                 error.message);
    expect_released(m);
}

static void expect_made(made *m, const char *expected) {
    hm_dataset *dataset = new_dataset();
    read_made(dataset, m);
    expect_dataset(dataset, expected);
}

/* Four rows of two cities. */
static void make_rows(made *m) {
    make(m, 4);
    make_column(m, "city", "u", NULL, four, "ABAA");
    make_column(m, "period", "i", NULL, years, NULL);
}

/* ---- the form ---- */

/* The words of the long form are names like any other here. */
static void records_types(void **state) {
    (void)state;
    static const double value[] = {0.5, 1, NAN, 3};
    static const uint8_t there[] = {0x0B}, flags[] = {0x05};
    static const int64_t whole[] = {9007199254740993, -7, 0, 12};
    static const int32_t texts[] = {0, 2, 4, 4, 7}, codes[] = {1, 0, 1, 0}, words[] = {0, 2, 5};
    made m;
    make_rows(&m);
    make_column(&m, "value", "g", there, value, NULL);
    make_column(&m, "input", "l", NULL, whole, NULL);
    make_column(&m, "Note", "u", NULL, texts, "NRNAoak");
    make_column(&m, "status", "b", NULL, flags, NULL);
    make_dictionary(&m, make_column(&m, "d", "i", NULL, codes, NULL), 2, "u", words, "NAlow");
    make_column(&m, "none", "n", NULL, NULL, NULL);
    make_column(&m, "", "n", NULL, NULL, NULL);
    expect_made(
        &m,
        "works A 2025 | 0.5 | 9007199254740992 | - | yes | low | -\n"
        "works A 2025 | 3 | 12 | oak | no | NA | -\n"
        "works B 2025 | 1 | -7 | NA | no | NA | -\n"
        "works A 2024 | - | 0 | - | yes | low | -\n"
        "? 0:9 column 9 has no name and is left out\n"
        "? 1:4 input \"input\": found \"9007199254740993\", which is read as 9007199254740992: it "
        "has more digits than a number can hold\n");
}

static void records_rows_that_cannot_be_used(void **state) {
    (void)state;
    static const double size[] = {1, INFINITY, 3, 4};
    static const int32_t cities[] = {0, 1, 1, 2, 3}, texts[] = {0, 1, 2, 3, 4};
    made m;
    make(&m, 4);
    make_column(&m, "city", "u", NULL, cities, "ABA");
    make_column(&m, "period", "i", NULL, (const int32_t[]){2025, 2025, 2025, -3}, NULL);
    make_column(&m, "size", "g", NULL, size, NULL);
    make_column(&m, "kind", "u", NULL, texts, "a\xFFxy");
    expect_made(&m,
                "works A 2025 | 1 | a\n"
                "works B 2025 | 3 | x\n"
                "! 2:1 found no city, expected its name: the row is rejected\n"
                "! 4:2 found \"-3\", expected a period such as 2025, 2025-Q1, 2025-06 or "
                "2025-06-30: the row is rejected; where it is one, say how periods are written\n");
    make_rows(&m);
    make_column(&m, "size", "g", NULL, size, NULL);
    make_column(&m, "kind", "u", NULL, texts, "a\xFFxy");
    expect_made(
        &m,
        "works A 2025 | 1 | a\n"
        "works A 2025 | 4 | y\n"
        "works B 2025 | rejected | rejected\n"
        "works A 2024 | 3 | x\n"
        "! 2:3 input \"size\": found infinity, expected a finite number "
        "(where a figure is missing, its bit of the validity bitmap is 0)\n"
        "! 2:4 input \"kind\": found byte 0xFF at offset 0 of \"\\xFF\", expected valid UTF-8\n");
}

static void records_names_that_cannot_be_used(void **state) {
    (void)state;
    static const double size[] = {1, 2, 3, 4};
    made m;
    make_rows(&m);
    make_column(&m, "\xC3", "g", NULL, size, NULL);
    make_column(&m, " size ", "g", NULL, size, NULL);
    expect_made(&m, "works A 2025 | 1\nworks A 2025 | 4\nworks B 2025 | 2\nworks A 2024 | 3\n"
                    "! 0:3 found byte 0xC3 at offset 0 of \"\\xC3\", expected valid UTF-8\n");
}

static void expect_refused(made *m, unsigned column, const char *message) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    assert_int_equal(hm_dataset_read_records_arrow(dataset, "works", &m->schema, &m->array, &error),
                     HM_ERROR_DATA);
    assert_string_equal(error.message, message);
    assert_int_equal(error.column, column);
    expect_released(m);
    hm_dataset_free(dataset);
}

static void records_refused(void **state) {
    (void)state;
    static const int32_t broken[] = {0, 1, 2, 9, 4};
    static const double size[] = {1, 2, 3, 4};
    made m;
    make_rows(&m);
    m.schemas[1].name = "year";
    expect_refused(&m, 0,
                   "found 2 columns without period, expected city, period and the columns of the "
                   "records");
    make_rows(&m);
    make_column(&m, "size", "g", NULL, size, NULL);
    make_column(&m, "size", "g", NULL, size, NULL);
    expect_refused(&m, 4, "column `size` stands twice");
    make_rows(&m); /* the row that is broken is none, whatever its other cells are */
    make_column(&m, "size", "g", NULL, size, NULL);
    make_column(&m, "kind", "u", NULL, broken, "abcd");
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    assert_int_equal(hm_dataset_read_records_arrow(dataset, "works", &m.schema, &m.array, &error),
                     HM_ERROR_DATA);
    assert_string_equal(error.message, "column \"kind\" has an offset or an index there that its "
                                       "buffers do not have");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 4);
    expect_dataset(dataset, "works A 2025 | 1 | a\nworks B 2025 | 2 | b\n");
}

static void records_arguments(void **state) {
    (void)state;
    hm_error error;
    hm_dataset *dataset = new_dataset();
    made m;
    make_rows(&m);
    assert_int_equal(hm_dataset_read_records_arrow(dataset, NULL, &m.schema, &m.array, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "hm_dataset_read_records_arrow: an argument is NULL");
    expect_released(&m);
    hm_dataset_free(dataset);
}

/* ---- times ---- */

static void records_times(void **state) {
    (void)state;
    static const int32_t days[] = {20148, -1, -719162, 2932896};
    static const int64_t day_ms[] = {1740787200000, -86400000, -62135596800000, 253402214400000};
    static const int64_t s[] = {1709251199, -1, -62135596800, 253402300799};
    static const int64_t ms[] = {1709251199250, -1, 0, 1};
    static const int64_t us[] = {1709251199000001, -1000000, -1, 0};
    static const int64_t ns[] = {1751270707123456789, -1, 0, 1000};
    static const int64_t ds[] = {90, -90, 0, INT64_MAX};
    static const int64_t dm[] = {90500, -1, 0, INT64_MIN};
    static const int64_t dn[] = {1, -1000000001, 0, 60000000000};
    made m;
    make_rows(&m);
    make_column(&m, "D", "tdD", NULL, days, NULL);
    make_column(&m, "dm", "tdm", NULL, day_ms, NULL);
    make_column(&m, "s", "tss:", NULL, s, NULL);
    make_column(&m, "ms", "tsm:UTC", NULL, ms, NULL);
    make_column(&m, "us", "tsu:Europe/Berlin", NULL, us, NULL);
    make_column(&m, "ns", "tsn:", NULL, ns, NULL);
    make_column(&m, "ds", "tDs", NULL, ds, NULL);
    make_column(&m, "dm2", "tDm", NULL, dm, NULL);
    make_column(&m, "dn", "tDn", NULL, dn, NULL);
    expect_made(&m,
                "works A 2025 | 2025-03-01 | 2025-03-01 | 2024-02-29T23:59:59 | "
                "2024-02-29T23:59:59.25Z | 2024-02-29T23:59:59.000001Z | "
                "2025-06-30T08:05:07.123456789 | PT90S | PT90.5S | PT0.000000001S\n"
                "works A 2025 | 9999-12-31 | 9999-12-31 | 9999-12-31T23:59:59 | "
                "1970-01-01T00:00:00.001Z | 1970-01-01T00:00:00Z | 1970-01-01T00:00:00.000001 | "
                "PT9223372036854775807S | -PT9223372036854775.808S | PT60S\n"
                "works B 2025 | 1969-12-31 | 1969-12-31 | 1969-12-31T23:59:59 | "
                "1969-12-31T23:59:59.999Z | 1969-12-31T23:59:59Z | 1969-12-31T23:59:59.999999999 | "
                "-PT90S | -PT0.001S | -PT1.000000001S\n"
                "works A 2024 | 0001-01-01 | 0001-01-01 | 0001-01-01T00:00:00 | "
                "1970-01-01T00:00:00Z | 1969-12-31T23:59:59.999999Z | 1970-01-01T00:00:00 | PT0S | "
                "PT0S | PT0S\n");
}

/* What no calendar has here is a text, which no column of times takes. */
static void records_times_without_a_day(void **state) {
    (void)state;
    static const int32_t days[] = {-719163, 2932897, INT32_MAX, INT32_MIN};
    static const int64_t s[] = {-62135596801, 253402300800, INT64_MAX, INT64_MIN};
    static const int64_t day_ms[] = {-62135596800001, 253402300800000, INT64_MAX, INT64_MIN};
    made m;
    make_rows(&m);
    make_column(&m, "D", "tdD", NULL, days, NULL);
    make_column(&m, "s", "tss:", NULL, s, NULL);
    make_column(&m, "dm", "tdm", NULL, day_ms, NULL);
    expect_made(&m, "works A 2025 | -719163 days from 1970-01-01 | -62135596801 s from 1970-01-01 "
                    "| -719163 days from 1970-01-01\n"
                    "works A 2025 | -2147483648 days from 1970-01-01 | -9223372036854775808 s from "
                    "1970-01-01 | -106751991168 days from 1970-01-01\n"
                    "works B 2025 | 2932897 days from 1970-01-01 | 253402300800 s from 1970-01-01 "
                    "| 2932897 days from 1970-01-01\n"
                    "works A 2024 | 2147483647 days from 1970-01-01 | 9223372036854775807 s from "
                    "1970-01-01 | 106751991167 days from 1970-01-01\n");
}

/* In observations, too: a period may be a day, and a dictionary hold times. */
static void times_of_observations(void **state) {
    (void)state;
    static const int32_t days[] = {20148, 20149, 20148, 20149}, codes[] = {1, 0, 0, 1};
    static const int64_t s[] = {1709251199, 0};
    static const uint8_t there[] = {0x07};
    hm_error error;
    hm_dataset *dataset = new_dataset();
    made m;
    make(&m, 4);
    make_column(&m, "city", "u", NULL, four, "AABB");
    make_column(&m, "period", "tdD", NULL, days, NULL);
    make_dictionary(&m, make_column(&m, "seen", "i", there, codes, NULL), 2, "tss:UTC", s, NULL);
    assert_int_equal(hm_dataset_read_arrow(dataset, &m.schema, &m.array, &error), HM_OK);
    expect_dataset(dataset, "A 2025-03-01 seen = 1970-01-01T00:00:00Z @0:0\n"
                            "A 2025-03-02 seen = 2024-02-29T23:59:59Z @0:0\n"
                            "B 2025-03-01 seen = 2024-02-29T23:59:59Z @0:0\n"
                            "B 2025-03-02 seen = NR @0:0\n");
}

/* ---- scored ---- */

static const char manifest[] = "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  nodes = { { \"R\", \"Root\" } } }\n";
static const char indicator[] =
    "return indicator { code = \"I\", parent = \"R\", name = \"Share of works done in time\",\n"
    "  inputs = { records { \"works\", \"Works\", columns = { datetime { \"begun\", \"Begun\" },\n"
    "    datetime { \"ended\", \"Ended\" }, duration { \"allowed\", \"Allowed\" } } } },\n"
    "  measure = 100 * count_rows(input.works,\n"
    "    le(input.works.ended - input.works.begun, input.works.allowed)) / count_rows(input.works) "
    "}\n";

static hm_package *open_works(void) {
    const hm_package_file files[] = {{"package.lua", manifest, sizeof manifest - 1},
                                     {"i.lua", indicator, sizeof indicator - 1}};
    hm_package *package = NULL;
    hm_error error;
    if (hm_package_open_memory(&package, "p", files, COUNT(files), NULL, NULL, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, (unsigned)error.line, error.message);
    return package;
}

/* A was begun and ended in time twice of three times; what cannot be used is told with its row. */
static void records_scored(void **state) {
    (void)state;
    static const int64_t begun[] = {0, 0, 1000, 0}, ended[] = {3600, 3601, 4600, 1};
    static const int64_t allowed[] = {3600000, 3600000, 3600000, INT64_MAX};
    static const int32_t year[] = {2025, 2025, 2025, 2025};
    hm_package *package = open_works();
    hm_dataset *dataset = new_dataset();
    hm_scores *scores = NULL;
    hm_error error;
    hm_score_row row = HM_SCORE_ROW_INIT;
    made m;
    make(&m, 4);
    make_column(&m, "city", "u", NULL, four, "AAAB");
    make_column(&m, "period", "i", NULL, year, NULL);
    make_column(&m, "begun", "tss:", NULL, begun, NULL);
    make_column(&m, "ended", "tss:UTC", NULL, ended, NULL);
    make_column(&m, "allowed", "tDm", NULL, allowed, NULL);
    read_made(dataset, &m);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_int_equal(hm_score(&scores, package, dataset, NULL, &error), HM_OK);
    assert_int_equal(hm_scores_row(scores, 0, 1, &row), HM_OK);
    assert_true(row.has_score && fabs(row.score - 200.0 / 3) < 1e-12);
    assert_int_equal(hm_scores_row(scores, 1, 1, &row), HM_OK);
    assert_int_equal(row.status, HM_INVALID);
    assert_int_equal(hm_issues_count(hm_scores_issues(scores)), 1);
    const hm_issue *issue = hm_issues_get(hm_scores_issues(scores), 0);
    assert_string_equal(issue->file, "<arrow>");
    assert_int_equal(issue->line, 4);
    assert_int_equal(issue->column, 5);
    assert_string_equal(issue->found, "PT9223372036854775.807S");
    hm_scores_free(scores);
    hm_dataset_free(dataset);
    hm_package_free(package);
}

/* ---- without memory ---- */

static hm_code read_works(const hm_allocator *allocator, hm_error *error) {
    static const double size[] = {1, 2, 3, 4};
    static const int64_t s[] = {0, 1, 2, 3};
    hm_dataset *dataset = NULL;
    made m;
    make_rows(&m);
    make_column(&m, "size", "g", NULL, size, NULL);
    make_column(&m, "at", "tss:", NULL, s, NULL);
    hm_code code = hm_dataset_new(&dataset, allocator, error);
    if (code == HM_OK) {
        code = hm_dataset_read_records_arrow(dataset, "works", &m.schema, &m.array, error);
        expect_released(&m);
    }
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, error);
    hm_dataset_free(dataset);
    return code;
}

static void records_without_memory(void **state) {
    (void)state;
    refuse_each(read_works, HM_OK, false);
    refuse_each(read_works, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_types),
        cmocka_unit_test(records_rows_that_cannot_be_used),
        cmocka_unit_test(records_names_that_cannot_be_used),
        cmocka_unit_test(records_refused),
        cmocka_unit_test(records_arguments),
        cmocka_unit_test(records_times),
        cmocka_unit_test(records_times_without_a_day),
        cmocka_unit_test(times_of_observations),
        cmocka_unit_test(records_scored),
        cmocka_unit_test(records_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
