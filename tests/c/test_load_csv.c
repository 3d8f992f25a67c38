/* test_load_csv.c: CSV files: long ones, their text and headers, and what bad ones get. Wide files
 * and records: test_load_tables.c. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

/* ---- long files ---- */

static void csv_long_plain(void **state) {
    (void)state;
    expect_read("a.csv",
                "city,period,input,value\n"
                "A,2025,x,1\n"
                "A,2025,y,-2.5e1\n"
                "B,2025-Q1,x,yes\n"
                "B,2025-Q1,z,2025-01-31T08:00\n",
                "A 2025 x = 1 @2:10\n"
                "A 2025 y = -2.5e1 @3:10\n"
                "B 2025-Q1 x = yes @4:13\n"
                "B 2025-Q1 z = 2025-01-31T08:00 @5:13\n");
}

static void csv_long_header_order_and_case(void **state) {
    (void)state;
    expect_read("a.csv", "Value, INPUT ,City,period\n7,x,A,2025\n8,X,A,2025\n",
                "A 2025 x = 7 @2:1\nA 2025 X = 8 @3:1\n"
                "? 3:3 input \"X\" looks like \"x\" at a.csv:2:3: if they are one, write them "
                "alike\n");
}

static void csv_long_missing_words(void **state) {
    (void)state;
    expect_read("a.csv",
                "city,period,input,value\n"
                "A,2025,a,\n"
                "A,2025,b,NR\n"
                "A,2025,c, nr \n"
                "A,2025,d,NA\n"
                "A,2025,e,na\n"
                "A,2025,f,TRUE\n"
                "A,2025,g,No\n",
                "A 2025 a = NR @2:10\nA 2025 b = NR @3:10\nA 2025 c = NR @4:10\n"
                "A 2025 d = NA @5:10\nA 2025 e = NA @6:10\nA 2025 f = TRUE @7:10\n"
                "A 2025 g = No @8:10\n");
}

/* Garbage in a figure stays text: what it should have been is known when a package is bound. */
static void csv_long_text_kept(void **state) {
    (void)state;
    expect_read("a.csv",
                "city,period,input,value\n"
                "A,2025,a,abc\nA,2025,b,0x10\nA,2025,c,nan\nA,2025,d,\"1,5\"\nA,2025,e,inf\n"
                "A,2025,f,maybe\nA,2025,g,-1\nA,2025,h,+1\n",
                "A 2025 a = abc @2:10\nA 2025 b = 0x10 @3:10\nA 2025 c = nan @4:10\n"
                "A 2025 d = 1,5 @5:10\nA 2025 e = inf @6:10\nA 2025 f = maybe @7:10\n"
                "A 2025 g = -1 @8:10\nA 2025 h = +1 @9:10\n");
}

static void csv_long_number_too_big(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\nA,2025,a,1e999\nA,2025,b,2\n",
                "A 2025 a = rejected @2:10\nA 2025 b = 2 @3:10\n"
                "! 2:10 input \"a\": found \"1e999\", expected a number no larger than "
                "1.7976931348623157e308\n");
}

static void csv_long_status(void **state) {
    (void)state;
    expect_read(
        "a.csv",
        "city,period,input,value,status\n"
        "A,2025,a,1,observed\n"
        "A,2025,b,,not_reported\n"
        "A,2025,c,,Not_Applicable\n"
        "A,2025,d,NA,NA\n"
        "A,2025,e,5,NR\n"
        "A,2025,f,,observed\n"
        "A,2025,g,NR,not_applicable\n"
        "A,2025,h,1,obsreved\n"
        "A,2025,i,1,\n",
        "A 2025 a = 1 @2:10\nA 2025 b = NR @3:10\nA 2025 c = NA @4:10\n"
        "A 2025 d = NA @5:10\nA 2025 e = rejected @6:10\nA 2025 f = rejected @7:10\n"
        "A 2025 g = rejected @8:10\nA 2025 h = rejected @9:10\nA 2025 i = 1 @10:10\n"
        "! 6:12 input \"e\": found status NR with a value, expected no value or status observed\n"
        "! 7:11 input \"f\": found status observed with no value, expected the two to agree\n"
        "! 8:13 input \"g\": found status not_applicable with a value that says otherwise, "
        "expected "
        "the two to agree\n"
        "! 9:12 input \"h\": found status \"obsreved\", expected observed, not_reported or "
        "not_applicable: did you mean \"observed\"?\n");
}

static void csv_long_remarks(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    read_text(dataset, "a.csv",
              "city,period,input,value,quality,verified,source,note\n"
              "A,2025,a,1,estimated,no,Registry,\"so, so\"\n"
              "A,2025,b,2,,yes,,\n"
              "A,2025,c,3,,,,\n"
              "A,2025,d,4,,perhaps,,\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    assert_true(hm_dataset_observation(dataset, 0, "a", &seen, buffer));
    assert_string_equal(seen.quality, "estimated");
    assert_string_equal(seen.source, "Registry");
    assert_string_equal(seen.note, "so, so");
    assert_string_equal(seen.file, "a.csv");
    assert_int_equal(seen.verified, 0);
    assert_true(hm_dataset_observation(dataset, 0, "b", &seen, buffer));
    assert_int_equal(seen.verified, 1);
    assert_string_equal(seen.note, "");
    assert_true(hm_dataset_observation(dataset, 0, "c", &seen, buffer));
    assert_int_equal(seen.verified, -1);
    assert_true(hm_dataset_observation(dataset, 0, "d", &seen, buffer));
    assert_int_equal(seen.verified, -1);
    assert_int_equal(hm_series_unverified(hm_dataset_series(dataset, "a"))[0], 1);
    assert_int_equal(hm_series_unverified(hm_dataset_series(dataset, "b"))[0], 0);
    assert_null(hm_series_unverified(hm_dataset_series(dataset, "c")));
    const hm_issues *issues = hm_dataset_issues(dataset);
    assert_int_equal(hm_issues_count(issues), 1);
    assert_string_equal(
        message_of(hm_issues_get(issues, 0)).text,
        "input \"d\": found \"perhaps\" for verified, expected yes or no: it is left out");
    hm_dataset_free(dataset);
}

static void csv_long_unknown_columns(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value,nte,label,,weather\nA,2025,x,1,,,,\n",
                "A 2025 x = 1 @2:10\n"
                "? 1:25 column \"nte\" is left out: did you mean \"note\"?\n"
                "? 1:35 column 7 has no name and is left out\n"
                "? 1:36 column \"weather\" is left out: a file with columns input and value has no "
                "use for it\n");
}

/* A collection sheet: its explanations are no surprise, and rows nobody filled in say nothing. */
static void csv_long_collection_sheet(void **state) {
    (void)state;
    expect_read("a.csv",
                "input,label,kind,unit,indicators,city,period,value\n"
                "x,An x,count,,L1,A,2025,1\n"
                "y,A y,flag,,L1,,,\n"
                "z,A z,flag,,L1,A,,\n",
                "A 2025 x = 1 @2:25\n"
                "! 4:18 found no period beside \"A\", expected one such as 2025, 2025-Q1, 2025-06 "
                "or 2025-06-30: the row is rejected (a note or a footer is no row of data)\n");
}

/* A row that names no figure is lost, its unit is not. */
static void csv_long_bad_rows(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    read_text(dataset, "a.csv",
              "city,period,input,value\n"
              ",2025,a,1\n"
              "A,20x5,a,1\n"
              "A,2025-02-30,a,1\n"
              "A,,a,1\n"
              "Only,2025,,1\n"
              "B,2025,a,2\n");
    assert_int_equal(hm_dataset_unit_count(dataset), 2);
    assert_string_equal(hm_dataset_unit_city(dataset, 0), "Only");
    expect_dataset(
        dataset,
        "B 2025 a = 2 @7:10\n"
        "! 2:1 found no city, expected its name: the row is rejected\n"
        "! 3:3 found \"20x5\", expected a period such as 2025, 2025-Q1, 2025-06 or "
        "2025-06-30: the row is rejected\n"
        "! 4:3 found period \"2025-02-30\", but the calendar has no such period: the row "
        "is rejected\n"
        "! 5:3 found no period beside \"A\", expected one such as 2025, 2025-Q1, 2025-06 or "
        "2025-06-30: the row is rejected (a note or a footer is no row of data)\n"
        "! 6:11 found no input, expected the name of one: the row is rejected\n");
}

/* ---- the text of files ---- */

static void csv_text_bom_crlf_semicolon(void **state) {
    (void)state;
    expect_read("a.csv",
                "\xEF\xBB\xBF"
                "city;period;input;value\r\n"
                "R\xC3\xB6m;2025;a;1,5\r\n"
                "\r\n"
                "R\xC3\xB6m;2025;b;2.5\r\n"
                "R\xC3\xB6m;2025;c;1.234,5\r",
                "R\xC3\xB6m 2025 a = 1.5 @2:12\n"
                "R\xC3\xB6m 2025 b = 2.5 @4:12\n"
                "R\xC3\xB6m 2025 c = 1234.5 @5:12\n"
                "? 5:12 figures such as \"1.234,5\" are read as 1234.5, but \"2.5\" at "
                "a.csv:4:12 is written with another decimal mark, so some figures of the file may "
                "be read wrongly; say what the decimal mark is\n");
}

static void csv_text_tabs(void **state) {
    (void)state;
    expect_read("a.csv", "city\tperiod\tinput\tvalue\nA, B\t2025\tx\t1;5\n",
                "A, B 2025 x = 1;5 @2:13\n");
}

/* The delimiter is the one that yields the known names, not the one there is most of. */
static void csv_text_delimiter_by_names(void **state) {
    (void)state;
    expect_read("a.csv", "city;period;\"a,b,c,d,e,f\"\nA;2025;0,5\n",
                "A 2025 a,b,c,d,e,f = 0.5 @2:8\n");
}

static void csv_text_said_delimiter(void **state) {
    (void)state;
    expect_read("a.csv", "sep=;\r\ncity;period;x\r\nA;2025;0,5\r\n", "A 2025 x = 0.5 @3:8\n");
}

static void csv_text_quotes(void **state) {
    (void)state;
    expect_read("a.csv",
                "\"city\",\"period\",\"input\",\"value\"\n"
                "\"A \"\"x\"\", B\",2025,q,\"\"\"\"\n"
                "5\" pipe,2025,r,\"two\nlines\"\n"
                "C,2025,s,\"7\"\n",
                "A \"x\", B 2025 q = \" @2:21\n"
                "5\" pipe 2025 r = two\nlines @3:16\n"
                "C 2025 s = 7 @5:10\n");
}

static void csv_text_blank_rows(void **state) {
    (void)state;
    expect_read("a.csv", "\n\ncity,period,input,value\n\n,,,\n  , ,,\t\nA,2025,x,1\n\n\n",
                "A 2025 x = 1 @7:10\n");
}

static void csv_text_ragged(void **state) {
    (void)state;
    expect_read("a.csv",
                "city,period,input,value\n"
                "A,2025,x,1,5\n"
                "A,2025\n"
                "A,2025,y,2\n",
                "A 2025 y = 2 @4:10\n"
                "! 2:1 found 5 fields, expected 4: the row is rejected (commas inside a field need "
                "quotes around it)\n"
                "! 3:1 found 2 fields, expected 4: the row is rejected\n");
}

/* Text that is no table, behind an open quote: some rows are told of each, the others together. */
static void csv_text_is_no_table(void **state) {
    (void)state;
    enum { LINES = 100000 };
    static char text[LINES * 2 + 200];
    size_t size = (size_t)snprintf(text, sizeof text, "city,period,input,value\n\"A,2025,x,1\n");
    for (int i = 0; i < LINES; i++, size += 2)
        memcpy(text + size, "x\n", 2);
    (void)snprintf(text + size, sizeof text - size, "B,2025,x,2\nshort\n");
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text, strlen(text));
    hm_error error;
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_issues *issues = hm_dataset_issues(dataset);
    assert_int_equal(hm_issues_count(issues), 102);
    assert_int_equal(hm_issues_count_of(issues, HM_REJECTED), LINES + 2);
    assert_string_equal(message_of(hm_issues_get(issues, 0)).text,
                        "found a quote that is never closed: the line is rejected");
    assert_int_equal(hm_issues_get(issues, 100)->line, 102);
    const hm_issue *rest = hm_issues_get(issues, 101);
    assert_int_equal(rest->line, 103);
    assert_int_equal(rest->count, 99901);
    assert_string_equal(message_of(rest).text,
                        "99901 more like these, on lines 103 to 100002, 100004");
    assert_int_equal(hm_dataset_unit_count(dataset), 1);
    hm_dataset_free(dataset);
}

/* Only the line of the quote is lost, be it the file's end or a later quote that shows the mistake.
 */
static void csv_text_unclosed_quote(void **state) {
    (void)state;
    expect_read("a.csv",
                "city,period,input,value\n"
                "A,2025,x,1\n"
                "A,2025,y,\"2\n"
                "A,2025,z,3\n",
                "A 2025 x = 1 @2:10\nA 2025 z = 3 @4:10\n"
                "! 3:10 found a quote that is never closed: the line is rejected\n");
    expect_read("a.csv",
                "city,period,input,value\n"
                "A,2025,y,\"2\n"
                "A,2025,z,\"3\"\n"
                "A,2025,w,\"4\"\n",
                "A 2025 z = 3 @3:10\nA 2025 w = 4 @4:10\n"
                "! 2:10 found a quote that is never closed: the line is rejected\n");
}

static void csv_text_after_quote(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\nA,2025,x,\"1\"2\nA,2025,y,3\n",
                "A 2025 x = rejected @2:10\nA 2025 y = 3 @3:10\n"
                "! 2:10 input \"x\": found \"1\"2, expected the closing quote at the end of the "
                "cell (a quote "
                "inside is written twice)\n");
}

static void csv_text_invalid_bytes(void **state) {
    (void)state;
    static const char text[] = "city,period,input,value\n"
                               "A,2025,x,ab\xE9"
                               "c\n"
                               "A,2025,y,a\0b\n"
                               "A,2025,\xC3\xA9,4\n"
                               "B\xFF,2025,z,5\n";
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text, sizeof text - 1);
    expect_dataset(
        dataset,
        "A 2025 x = rejected @2:10\nA 2025 y = rejected @3:10\n"
        "A 2025 \xC3\xA9 = 4 @4:10\n"
        "! 2:10 input \"x\": found byte 0xE9 at offset 2 of \"ab\\xE9c\", expected valid UTF-8\n"
        "! 3:10 input \"y\": found a NUL byte in \"a\\0b\", expected text\n"
        "! 5:1 found byte 0xFF at offset 1 of \"B\\xFF\", expected valid UTF-8\n");
}

static void csv_text_gigantic_cell(void **state) {
    (void)state;
    static const char before[] = "city,period,input,value\nA,2025,x,", after[] = "\nA,2025,y,1\n";
    size_t cell = ((size_t)1 << 20) + 1, size = sizeof before - 1 + cell + sizeof after - 1;
    char *text = malloc(size);
    assert_non_null(text);
    memcpy(text, before, sizeof before - 1);
    memset(text + sizeof before - 1, 'a', cell);
    memcpy(text + sizeof before - 1 + cell, after, sizeof after - 1);
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text, size);
    free(text);
    expect_dataset(dataset,
                   "A 2025 x = rejected @2:10\nA 2025 y = 1 @3:10\n"
                   "! 2:10 input \"x\": found a cell of 1048577 bytes, expected at most 1048576\n");
}

/* ---- headers and whole files ---- */

static void csv_header_failures(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned line, column;
        const char *message;
    } cases[] = {
        {"", 0, 0, "the file is empty"},
        {"\n\r\n", 0, 0, "the file is empty"},
        {"\xEF\xBB\xBF", 0, 0, "the file is empty"},
        {"city,perod,input,value\nA,2025,x,1\n", 1, 6,
         "column \"perod\": did you mean \"period\"?"},
        {"cty;period;x\n", 1, 1, "column \"cty\": did you mean \"city\"?"},
        {"city,period,input,valeu\n", 1, 19, "column \"valeu\": did you mean \"value\"?"},
        {"city,period,name,value\n", 1, 1, "found the columns city, period, name, value; expected"},
        {"hello\nworld\n", 1, 1, "found the columns hello; expected city,period,input,value or"},
        {"city,period,input,value,City\n", 1, 25, "column `City` stands twice"},
        {"city,period,x,x\n", 1, 15, "column `x` stands twice"},
        {"city,period,\"x\n", 1, 13, "a quote that is never closed"},
        {"city,period,\xC3\xA9\xFF\n", 1, 13, "bytes that are no UTF-8"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect_failure("a.csv", cases[i].text, strlen(cases[i].text), cases[i].line,
                       cases[i].column, cases[i].message);
    }
    expect_failure("a.xlsx", "PK\x03\x04....", 8, 1, 1, "save the sheet as CSV");
}

static void csv_header_only(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\n",
                "? 0:0 no observations: the file is a header only\n");
    expect_read("a.csv", "city,period,x", "? 0:0 no observations: the file is a header only\n");
    expect_read("a.csv", "city,period,x\n\n \n",
                "? 0:0 no observations: the file is a header only\n");
}

/* Rows without city, period and value are no observations; where there are others, nobody is told.
 */
static void csv_unfilled(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\n\n,,x,\n, ,y,\n",
                "? 3:1 no observations: 2 rows are not filled in (no city, period or value)\n");
    expect_read("a.csv", "input,city,period,value,note\nx,,,,later\n",
                "? 2:1 no observations: 1 row is not filled in (no city, period or value)\n");
    expect_read("a.csv", "city;period;x;y\n;;;\n;;;\n",
                "? 2:1 no observations: 2 rows are not filled in (no city, period or value)\n");
    expect_read("a.csv", "city,period,input,value\n,,x,\nA,2025,y,1\n", "A 2025 y = 1 @3:10\n");
    expect_read("a.csv", "city,period,input,value,note\n,,x,,\nA,2025,y,,\n",
                "A 2025 y = NR @3:10\n");
}

/* What was rejected is told of as such. */
static void csv_unfilled_but_for_a_figure(void **state) {
    (void)state;
    expect_read("a.csv", "city,period,input,value\n,,x,\n,2025,y,1\n",
                "! 3:1 found no city, expected its name: the row is rejected\n");
    expect_read("a.csv", "city,period,input,value\n,,x,\nA,2025\n",
                "! 3:1 found 2 fields, expected 4: the row is rejected\n");
}

static void csv_without_figures(void **state) {
    (void)state;
    static const char none[] =
        "? 1:1 no figures: the file has no column of an input beside city and period\n";
    expect_read("a.csv", "city,period\n", none);
    expect_read("a.csv",
                "\xEF\xBB\xBF"
                "period,city\n2025,A\n",
                none);
    expect_read("a.csv", "city,period,note\nA,2025,x\n",
                "? 1:1 no figures: the file has no column of an input beside city and period\n"
                "? 1:13 column `note` is left out: it belongs to files with columns input and "
                "value\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_long_plain),
        cmocka_unit_test(csv_long_header_order_and_case),
        cmocka_unit_test(csv_long_missing_words),
        cmocka_unit_test(csv_long_text_kept),
        cmocka_unit_test(csv_long_number_too_big),
        cmocka_unit_test(csv_long_status),
        cmocka_unit_test(csv_long_remarks),
        cmocka_unit_test(csv_long_unknown_columns),
        cmocka_unit_test(csv_long_collection_sheet),
        cmocka_unit_test(csv_long_bad_rows),
        cmocka_unit_test(csv_text_bom_crlf_semicolon),
        cmocka_unit_test(csv_text_tabs),
        cmocka_unit_test(csv_text_delimiter_by_names),
        cmocka_unit_test(csv_text_said_delimiter),
        cmocka_unit_test(csv_text_quotes),
        cmocka_unit_test(csv_text_blank_rows),
        cmocka_unit_test(csv_text_ragged),
        cmocka_unit_test(csv_text_is_no_table),
        cmocka_unit_test(csv_text_unclosed_quote),
        cmocka_unit_test(csv_text_after_quote),
        cmocka_unit_test(csv_text_invalid_bytes),
        cmocka_unit_test(csv_text_gigantic_cell),
        cmocka_unit_test(csv_header_failures),
        cmocka_unit_test(csv_header_only),
        cmocka_unit_test(csv_unfilled),
        cmocka_unit_test(csv_unfilled_but_for_a_figure),
        cmocka_unit_test(csv_without_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
