/* test_load_json.c: JSON data: observations, records, and what bad ones get. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"
#include "format/json.h"

static void json_observations_plain(void **state) {
    (void)state;
    expect_read(
        "a.json",
        "[\n"
        "{\"city\": \"A\", \"period\": \"2025\", \"input\": \"x\", \"value\": 12.50},\n"
        "{\"city\":\"A\",\"period\":2026,\"input\":\"x\",\"value\":true},\n"
        "{\"value\":null,\"city\":\"A\",\"period\":\"2025\",\"input\":\"y\"},\n"
        "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"z\",\"value\":\" 7 \"},\n"
        "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"n\",\"value\":\"NA\"},\n"
        "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"m\"},\n"
        "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"s\",\"status\":\"not_applicable\"}\n"
        "]\n",
        "A 2025 x = 12.50 @2:56\n"
        "A 2025 y = NR @4:10\n"
        "A 2025 z = 7 @5:49\n"
        "A 2025 n = NA @6:49\n"
        "A 2025 m = NR @7:1\n"
        "A 2025 s = NA @8:1\n"
        "A 2026 x = true @3:47\n");
}

static void json_observations_object(void **state) {
    (void)state;
    expect_read("-", /* no suffix: the first letter says what it is */
                "\xEF\xBB\xBF {\"observations\":\n"
                "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1}]}",
                "A 2025 x = 1 @2:50\n");
}

/* Escapes of all kinds; and columns count characters, wherever the bytes are. */
static void json_text_escapes(void **state) {
    (void)state;
    expect_read("a.json",
                "[{\"city\":\"\\u00c9\\ud83d\\ude00\\\"\\/"
                "\\\\\",\"period\":\"2025\",\"input\":\"\xC3\xA9\","
                "\"value\":\"a\\tb\"},\n"
                "{\"city\":\"B\\u0000\",\"period\":\"2025\",\"input\":\"x\",\"value\":1}]",
                "\xC3\x89\xF0\x9F\x98\x80\"/\\ 2025 \xC3\xA9 = a\tb @1:73\n"
                "! 2:9 found a NUL byte in \"B\\0\", expected text\n");
}

/* How a string that begins with `before` letters and then has the byte `c` is read. */
static hm_json_token read_byte(size_t before, unsigned char c, size_t *size,
                               hm_position *position) {
    char text[64] = "\"";
    hm_error error;
    hm_json json;
    memset(text + 1, 'a', 24);
    memcpy(text + 25, "\"", 2);
    text[1 + before] = (char)c;
    hm_json_open_text(&json, text, 26, (hm_position){1, 1}, "", hm_allocator_default(), &error);
    const hm_json_token token = hm_json_next(&json);
    *size = json.size;
    *position = (hm_position){error.line, error.column};
    hm_json_close(&json);
    return token;
}

/* Strings are looked through eight bytes at a time: every byte at every place is what it is. */
static void json_strings_any_byte(void **state) {
    (void)state;
    for (size_t before = 0; before < 24; before++)
        for (unsigned c = 0; c < 256; c++) {
            size_t size;
            hm_position position;
            const hm_json_token token = read_byte(before, (unsigned char)c, &size, &position);
            const bool fine = c >= 0x20 && c != '\\';
            assert_int_equal(token, fine ? HM_JSON_STRING : HM_JSON_ERROR);
            if (fine)
                assert_int_equal(size, c == '"' ? before : 24);
            else if (c < 0x20)
                assert_int_equal(position.column, before + 2);
        }
}

static void json_observations_remarks(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    read_text(
        dataset, "a.json",
        "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1,\"note\":\"n\\u00e9\","
        "\"source\":null,\"quality\":\"measured\",\"verified\":false}]");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_true(hm_dataset_observation(dataset, 0, "x", &seen, buffer));
    assert_string_equal(seen.note, "n\xC3\xA9");
    assert_string_equal(seen.source, "");
    assert_string_equal(seen.quality, "measured");
    assert_int_equal(seen.verified, 0);
    assert_int_equal(hm_issues_count(hm_dataset_issues(dataset)), 0);
    hm_dataset_free(dataset);
}

static void json_observations_bad(void **state) {
    (void)state;
    expect_read("a.json",
                "[7,\n"
                "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"a\",\"valeu\":1},\n"
                "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"b\",\"value\":[1,{\"x\":2}]},\n"
                "{\"city\":5,\"period\":\"2025\",\"input\":\"c\",\"value\":1},\n"
                "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"d\",\"value\":1,\"value\":2},\n"
                "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"e\",\"value\":1e999},\n"
                "{\"period\":\"2025\",\"input\":\"f\",\"value\":1},\n"
                "{\"city\":\"A\",\"period\":\"2025\",\"value\":1},\n"
                "{\"city\":\"A\",\"period\":\"2025\",\"input\":\"g\",\"value\":3}]",
                "A 2025 a = NR @2:1\nA 2025 b = rejected @3:49\nA 2025 e = rejected @6:49\n"
                "A 2025 g = 3 @9:49\n"
                "! 1:2 found a number, expected an object\n"
                "? 2:41 member `valeu` is left out: did you mean \"value\"?\n"
                "! 3:49 input \"b\": found an array, expected a single value\n"
                "! 4:9 found a number, expected a single value\n"
                "! 5:51 member `value` stands twice: the observation is rejected\n"
                "! 6:49 input \"e\": found \"1e999\", expected a number no larger than "
                "1.7976931348623157e308\n"
                "! 7:1 found no city, expected its name: the row is rejected\n"
                "! 8:1 found no input, expected the name of one: the row is rejected\n");
}

static void json_records_plain(void **state) {
    (void)state;
    expect_read("a.json",
                "{\"records\": {\"features\": [\n"
                "{\"city\":\"B\",\"period\":\"2025\",\"kind\":\"road\",\"n\":1},\n"
                "{\"n\":2,\"city\":\"A\",\"period\":\"2025\"},\n"
                "{\"city\":\"B\",\"period\":\"2025\",\"n\":{},\"new\":\"P1D\"},\n"
                "{\"city\":\"B\",\"period\":\"x\",\"n\":1}],\n"
                "\"other\": []}}",
                "features B 2025 | road | 1 | -\n"
                "features B 2025 | - | rejected | P1D\n"
                "features A 2025 | - | 2 | -\n"
                "! 4:33 input \"n\": found an object, expected a single value\n"
                "! 5:22 found \"x\", expected a period such as 2025, 2025-Q1, 2025-06 or "
                "2025-06-30: the row is rejected\n"
                "? 6:10 no rows: the array is empty\n");
}

static void json_records_locations(void **state) {
    (void)state;
    static const char text[] = "[{\"city\":\"B\",\"period\":\"2025\",\"n\":1},\n"
                               "{\"m\":2,\"n\":3,\"city\":\"A\",\"period\":\"2025\"}]";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "r", "r.json", text, sizeof text - 1, &error),
        HM_OK);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_records *records = hm_dataset_records(dataset, "r");
    const hm_series *n = hm_records_column(records, "n"), *m = hm_records_column(records, "m");
    assert_int_equal(hm_series_location(dataset, n, 0).column, 34);
    assert_int_equal(hm_series_location(dataset, n, 1).line, 2);
    assert_int_equal(hm_series_location(dataset, n, 1).column, 12);
    assert_int_equal(hm_series_location(dataset, m, 1).column, 6);
    assert_int_equal(hm_series_location(dataset, m, 0).line, 1); /* not said: the row's own place */
    assert_int_equal(hm_series_location(dataset, m, 0).column, 2);
    assert_int_equal(hm_series_name_location(dataset, m).column, 2);
    hm_dataset_free(dataset);
}

static void json_document_failures(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned line, column;
        const char *message;
    } cases[] = {
        {"", 1, 1, "found the end of the data, expected a value"},
        {"[\n", 2, 1, "found the end of the data, expected a value"},
        {"[1", 1, 3, "expected a comma or ]"},
        {"[1,]", 1, 4, "found \"]\", expected a value"},
        {"[1 2]", 1, 4, "found \"2\", expected a comma or ]"},
        {"[]]", 1, 3, "expected the end of the data"},
        {"{\"a\" 1}", 1, 6, "expected a colon"},
        {"{\"a\":}", 1, 6, "expected a value"},
        {"{a:1}", 1, 2, "expected a member's name or }"},
        {"{\"a\":1,}", 1, 8, "expected a member's name"},
        {"{\"a\":1]", 1, 7, "expected a comma or }"},
        {"[01]", 1, 3, "no digit after a leading 0"},
        {"[1.]", 1, 4, "a digit after the decimal point"},
        {"[.5]", 1, 2, "expected a value"},
        {"[1e]", 1, 4, "a digit of the exponent"},
        {"[-]", 1, 3, "expected a digit"},
        {"[+1]", 1, 2, "expected a value"},
        {"[NaN]", 1, 2, "expected a value"},
        {"[nul]", 1, 2, "expected a value"},
        {"[\"\xC3\xA9\xC3\xA9\", x]", 1, 8, "found \"x\", expected a value"},
        {"[\"abc", 1, 6, "the closing quote of a string"},
        {"[\"a\nb\"]", 1, 4, "found \"\\n\", expected no control character"},
        {"[\"a\\x\"]", 1, 4, "an escape that JSON has"},
        {"[\"\\ud800\"]", 1, 3, "an escape that JSON has"},
        {"[\"\\udc00\"]", 1, 3, "an escape that JSON has"},
        {"[\"\\u12g4\"]", 1, 3, "an escape that JSON has"},
        {"[\n \"\xFF\"]", 2, 3, "found byte 0xFF, expected valid UTF-8"},
        {"7", 1, 1, "expected an array of observations"},
        {"{\"a\":1}", 1, 1, "without `observations` or `records`"},
        {"{\"observations\":{}}", 1, 17, "expected `observations` to be an array"},
        {"{\"records\":[]}", 1, 12, "expected `records` to be an object"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect_failure("a.json", cases[i].text, strlen(cases[i].text), cases[i].line,
                       cases[i].column, cases[i].message);
    }
}

static void json_document_depth(void **state) {
    (void)state;
    char text[200] = "";
    for (int i = 0; i < 65; i++)
        strcat(text, "[");
    expect_failure("a.json", text, strlen(text), 1, 65, "no more than 64 levels");
}

/* What breaks off leaves nothing behind, not even what stood before the break. */
static void json_document_broken_off(void **state) {
    (void)state;
    static const char text[] = "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":1},";
    hm_dataset *dataset = new_dataset();
    hm_error error;
    assert_int_equal(hm_dataset_read_memory(dataset, "a.json", text, sizeof text - 1, &error),
                     HM_ERROR_DATA);
    assert_int_equal(hm_dataset_unit_count(dataset), 0);
    assert_int_equal(hm_dataset_file_count(dataset), 0);
    expect_dataset(dataset, "");
}

static void json_document_empty_array(void **state) {
    (void)state;
    expect_read("a.json", "[ ]", "? 1:1 no observations: the array is empty\n");
    expect_read("a.json", "{\"observations\": []}", "? 1:18 no observations: the array is empty\n");
    expect_read("a.json", "{\"records\": {}}", "? 1:13 no rows: the object is empty\n");
    expect_read("a.json", "{\"observations\": [], \"records\": { }}",
                "? 1:18 no observations: the array is empty\n"
                "? 1:33 no rows: the object is empty\n");
    expect_read("a.json", "{\"records\": {\"r\": 5}}",
                "! 1:14 found a number, expected records: a name and an array of rows\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_observations_plain),   cmocka_unit_test(json_observations_object),
        cmocka_unit_test(json_text_escapes),         cmocka_unit_test(json_observations_remarks),
        cmocka_unit_test(json_observations_bad),     cmocka_unit_test(json_records_plain),
        cmocka_unit_test(json_records_locations),    cmocka_unit_test(json_document_failures),
        cmocka_unit_test(json_document_depth),       cmocka_unit_test(json_document_broken_off),
        cmocka_unit_test(json_document_empty_array), cmocka_unit_test(json_strings_any_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
