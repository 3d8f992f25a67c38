/* test_alike.c: names that look the same: which do, and what is said of them. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include "base/text_look.h"

#define NBSP "\xC2\xA0"

/* ---- which do ---- */

static void alike_or_not(void **state) {
    static const struct {
        const char *a, *b;
        bool same;
    } pairs[] = {
        {"Bern", "Bern", true},
        {"Bern", "bern", true},
        {"Bern", "BERN ", true},
        {"Bern", "Berne", false},
        /* marks between words, and around them */
        {"St. Pauli", "St Pauli", true},
        {"St.Pauli", "St Pauli", true},
        {"St Pauli", "StPauli", false},
        {"Frankfurt-am-Main", "Frankfurt am Main", true},
        {"Frankfurt \xE2\x80\x93 Main", "Frankfurt-Main", true},
        {"Halle (Saale)", "Halle/Saale", true},
        {"L'Aquila",
         "L\xE2\x80\x99"
         "Aquila",
         true},
        {"'s-Hertogenbosch", "s Hertogenbosch", true},
        {"Sant Juli\xC3\xA0", "Sant-Juli\xC3\xA0", true},
        {"\xC3\x8Ele-de-France", "\xC3\xAEle de France", true},
        {"pop_total", "pop total", true},
        {"pop_total", "poptotal", false},
        {"A-5", "A 5", true},
        {"A.05", "A 5", true},
        /* but in numbers marks say something */
        {"1.5", "1 5", false},
        {"1.5", "1,5", false},
        {"1.2", "12", false},
        {"-5", "5", false},
        {"x -5", "x 5", false},
        {"0-5", "05", false},
        {"pop 0-14", "pop 014", false},
        {"A+", "A", false},
        {"...", "", true},
        {"Bad  Ems", "Bad Ems", true},
        {"Bad Ems", "Bad" NBSP "Ems", true},
        {"Bad Ems",
         "Bad\xE2\x80\xAF\xE3\x80\x80"
         "Ems\t",
         true},
        {"Bad Ems", "BadEms", false},
        {" Zug", "Zug", true},
        {"Zug", "Zug\xE2\x80\x8B", true},      /* a blank of no width */
        {"Zug", "\xEF\xBB\xBFZug", true},      /* a byte order mark */
        {"Zug", "Z\xC2\xADug", true},          /* a hyphen that does not show */
        {"K\xC3\xB6ln", "Ko\xCC\x88ln", true}, /* composed and decomposed */
        {"K\xC3\x96LN", "ko\xCC\x88ln", true},
        {"K\xC3\xB6ln", "Koln", false},
        {"K\xC3\xB6ln", "Koeln", false},
        {"\xC3\x85rhus", "a\xCC\x8Arhus", true},
        {"Hu\xE1\xBA\xBF", "Hue\xCC\x82\xCC\x81", true}, /* a letter with two marks */
        {"Hu\xE1\xBA\xBF", "Hu\xC3\xAA\xCC\x81", true},
        {"Hu\xE1\xBA\xBF", "Hu\xC3\xAA", false},
        {"\xC5\x81\xC3\xB3"
         "d\xC5\xBA",
         "\xC5\x82o\xCC\x81"
         "dz\xCC\x81",
         true},
        {"\xC3\x98rsted", "\xC3\xB8rsted", true},
        {"\xC3\xA6", "\xC3\x86", true},
        {"\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1",
         "\xCE\xB1\xCE\xB8\xCE\xB7\xCC\x81\xCE\xBD\xCE\xB1", true},
        {"\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0",
         "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0", true},
        {"\xD0\x99", "\xD0\xB8\xCC\x86", true},
        {"01234", "1234", true},
        {"City 007", "City 7", true},
        {"10", "1", false},
        {"100", "1", false},
        {"0", "00", true},
        {"0", "", false},
        {"A0", "A00", true},
        {"1.05", "1.5", false},
        {"L01.02", "L1.02", true},
        {"", "", true},
        {"", "\xE2\x80\x8B", true},
        {"a", "\xCE\xB1", false}, /* letters of two alphabets */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const char *a = pairs[i].a, *b = pairs[i].b;
        const bool same = hm_looks_same(a, strlen(a), b, strlen(b));
        const bool hashed = hm_look_hash(a, strlen(a)) == hm_look_hash(b, strlen(b));
        if (same != pairs[i].same || hm_looks_same(b, strlen(b), a, strlen(a)) != same ||
            hashed != same)
            fail_msg("pair %zu, \"%s\" and \"%s\"", i, a, b);
    }
}

/* Bytes that are no UTF-8, cut characters: whatever they are, they end. */
static void alike_of_any_bytes(void **state) {
    (void)state;
    uint64_t seed = 20261128;
    for (int i = 0; i < 20000; i++) {
        char text[12], *exact;
        const size_t size = draw(&seed, sizeof text);
        for (size_t k = 0; k < size; k++)
            text[k] = (char)(draw(&seed, 3) ? 0x80 + draw(&seed, 128) : 0x30 + draw(&seed, 3));
        exact = malloc(size + 1); /* reading behind it is seen by a sanitizer */
        assert_non_null(exact);
        memcpy(exact, text, size);
        assert_true(hm_looks_same(exact, size, text, size));
        assert_true(hm_look_hash(exact, size) == hm_look_hash(text, size));
        free(exact);
    }
}

static void alike_quoted(void **state) {
    static const char *const cases[][2] = {
        {"Zug", "Zug"},
        {"Zug" NBSP, "Zug\\u{A0}"},
        {"Ko\xCC\x88ln", "Ko\\u{308}ln"},
        {"K\xC3\xB6ln", "K\xC3\xB6ln"},
        {"\xCC\x88", "\\u{308}"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[64];
        const size_t size = hm_look_quote(cases[i][0], strlen(cases[i][0]), out, sizeof out);
        assert_string_equal(out, cases[i][1]);
        assert_int_equal(size, strlen(cases[i][1]));
    }
    char marks[201], out[40];
    for (size_t i = 0; i < 100; i++)
        memcpy(marks + 2 * i, "\xCC\x88", 2);
    assert_in_range(hm_look_quote(marks, 200, out, sizeof out), 1, sizeof out - 1);
}

/* ---- what is said ---- */

static void alike_cities_and_inputs(void **state) {
    (void)state;
    expect_read(
        "a.csv",
        "city,period,input,value\nZug,2025,a,5\nzug,2025,a,6\nZUG,2026,a,7\nBern,2025,A,8\n",
        "Zug 2025 a = 5 @2:12\nzug 2025 a = 6 @3:12\nZUG 2026 a = 7 @4:12\n"
        "Bern 2025 A = 8 @5:13\n"
        "? 3:0 city \"zug\" looks like \"Zug\" at a.csv:2: if they are one, write them alike\n"
        "? 4:0 city \"ZUG\" looks like \"Zug\" at a.csv:2: if they are one, write them alike\n"
        "? 5:11 input \"A\" looks like \"a\" at a.csv:2:10: if they are one, write them "
        "alike\n");
}

/* Once a pair, however many rows have them; over several files. */
static void alike_once_a_pair(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    read_text(dataset, "a.csv", "city,period,x\nZug,2024,1\nZug,2025,2\n");
    read_text(dataset, "b.csv", "city,period,x\nZug" NBSP ",2024,3\nZug" NBSP ",2025,4\n");
    expect_dataset(dataset, "Zug 2024 x = 1 @2:10\nZug 2025 x = 2 @3:10\n"
                            "Zug" NBSP " 2024 x = 3 @2:11\nZug" NBSP " 2025 x = 4 @3:11\n"
                            "? 2:0 city \"Zug\\u{A0}\" looks like \"Zug\" at a.csv:2: if they are "
                            "one, write them alike\n");
}

static void alike_columns_of_records(void **state) {
    (void)state;
    hm_dataset *dataset = new_dataset();
    hm_error error;
    static const char text[] = "city,period,Kind,kind\nZug,2025,a,b\nZUG,2025,c,d\n";
    assert_int_equal(
        hm_dataset_read_records_memory(dataset, "r", "r.csv", text, sizeof text - 1, &error),
        HM_OK);
    expect_dataset(
        dataset, "r Zug 2025 | a | b\nr ZUG 2025 | c | d\n"
                 "? 0:0 city \"ZUG\" looks like \"Zug\": if they are one, write them alike\n"
                 "? 1:18 column \"kind\" looks like \"Kind\" at r.csv:1:13: if they are one, write "
                 "them alike\n");
}

/* As many names as there are, and none of them alike. */
static void alike_none_of_many(void **state) {
    (void)state;
    hm_error error;
    shown text = {0};
    show(&text, "city,period,x\n");
    for (int i = 1; i <= 20000; i++)
        show(&text, "City %d,2025,1\n", i);
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text.text, text.size);
    read_text(dataset, "b.csv", "city,period,x\nCity 019999,2025,1\n");
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_issues *issues = hm_dataset_issues(dataset);
    assert_int_equal(hm_issues_count(issues), 1);
    assert_string_equal(hm_issues_get(issues, 0)->city, "City 019999");
    hm_dataset_free(dataset);
    free(text.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alike_or_not),       cmocka_unit_test(alike_of_any_bytes),
        cmocka_unit_test(alike_quoted),       cmocka_unit_test(alike_cities_and_inputs),
        cmocka_unit_test(alike_once_a_pair),  cmocka_unit_test(alike_columns_of_records),
        cmocka_unit_test(alike_none_of_many),
    };
    return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
