/* test_sheet.c: options of reading, on text. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

static const char *show_with(shown *out, const char *text, const hm_read_options *options) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    const hm_code code =
        hm_dataset_read_memory_with(dataset, "a.csv", text, strlen(text), options, &error);
    out->size = 0;
    show(out, "%s", "");
    if (code != HM_OK) {
        show(out, "error %u:%u %s\n", error.line, error.column, error.message);
    } else {
        assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
        show_observations(out, dataset);
        show_records(out, dataset);
        show_issues(out, dataset);
    }
    hm_dataset_free(dataset);
    return out->text;
}

/* --- text --- */

static void options_preamble_and_footer(void **state) {
    (void)state;
    static const uint32_t rows[] = {4};
    static const char *const missing[] = {"-", " .. "};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.header_rows = rows;
    options.header_row_count = 1;
    options.skip_last = 2;
    options.missing = missing;
    options.missing_count = COUNT(missing);
    assert_string_equal(show_with(&out,
                                  "Figures of \"2025\nas of March\n\ncity,period,a,b\n"
                                  "North,2025,1,-\nSouth,2025,..,4\n\nSource: office\n(c) city\n\n",
                                  &options),
                        "North 2025 a = 1 @5:12\nNorth 2025 b = NR @5:14\n"
                        "South 2025 a = NR @6:12\nSouth 2025 b = 4 @6:15\n");
    free(out.text);
}

static void options_delimiter_quote_comment(void **state) {
    (void)state;
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.delimiter = "|";
    options.quote = "'";
    options.comment = "#";
    assert_string_equal(show_with(&out,
                                  "# made by hand\ncity|period|input|value\n'No|rth'|2025|a|1\n"
                                  "\n# 'not|closed\nSou\"th|2025|a|2\n",
                                  &options),
                        "No|rth 2025 a = 1 @3:17\nSou\"th 2025 a = 2 @6:15\n");
    options.quote = "";
    assert_string_equal(show_with(&out, "city|period|input|value\n'North|2025|a|1\n", &options),
                        "'North 2025 a = 1 @2:15\n");
    free(out.text);
}

static void options_header_of_two_rows(void **state) {
    (void)state;
    static const uint32_t rows[] = {1, 2};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.header_rows = rows;
    options.header_row_count = 2;
    assert_string_equal(
        show_with(&out, "city,period,water,water\n,,in,out\nNorth,2025,1,2\n", &options),
        "North 2025 water in = 1 @3:12\nNorth 2025 water out = 2 @3:14\n");
    free(out.text);
}

static void options_without_header_need_a_recipe(void **state) {
    (void)state;
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    options.no_header = 1;
    assert_non_null(strstr(show_with(&out, "North,2025,a,1\n", &options),
                           "error 1:1 found the columns 1, 2, 3, 4"));
    free(out.text);
}

static void options_that_make_no_sense(void **state) {
    (void)state;
    static const uint32_t zero[] = {0}, back[] = {3, 2}, late[] = {9};
    static const char *const wrong[] = {"", ",;", "1", "\"", "\n", "."};
    shown out = {0};
    hm_read_options options = HM_READ_OPTIONS_INIT;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        options.delimiter = wrong[i];
        assert_non_null(strstr(show_with(&out, "city\n", &options), "delimiter: found"));
    }
    options = (hm_read_options)HM_READ_OPTIONS_INIT;
    options.decimal = "'";
    assert_non_null(strstr(show_with(&out, "city\n", &options), "decimal: found \"'\""));
    options.decimal = ",";
    options.group = ",";
    assert_non_null(strstr(show_with(&out, "city\n", &options), "cannot be both"));
    options = (hm_read_options)HM_READ_OPTIONS_INIT;
    options.header_rows = zero;
    options.header_row_count = 1;
    assert_non_null(strstr(show_with(&out, "city\n", &options), "header rows"));
    options.header_rows = back;
    options.header_row_count = 2;
    assert_non_null(strstr(show_with(&out, "city\n", &options), "header rows"));
    options.header_rows = late;
    options.header_row_count = 1;
    assert_string_equal(show_with(&out, "city\n", &options),
                        "error 9:0 found no row on line 9, where the header was said to stand\n");
    free(out.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_preamble_and_footer),
        cmocka_unit_test(options_delimiter_quote_comment),
        cmocka_unit_test(options_header_of_two_rows),
        cmocka_unit_test(options_without_header_need_a_recipe),
        cmocka_unit_test(options_that_make_no_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
