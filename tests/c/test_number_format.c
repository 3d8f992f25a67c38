/* test_number_format.c: figures with marks: what they are in each format, and what they show of it.
 * The numbers were worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/numbers/number_format.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NBSP         "\xC2\xA0"
#define NARROW       "\xE2\x80\xAF"
#define THIN         "\xE2\x80\x89"
#define CURVED       "\xE2\x80\x99"

/* "?": unclear; "-": no number. */
static void read_as(const char *text, const hm_number_format *format, char out[64]) {
    double number;
    bool has_groups;
    switch (hm_number_read_as(text, strlen(text), format, &number, &has_groups)) {
    case HM_NUMBER_FINE:
        (void)hm_number_print(number, out);
        break;
    case HM_NUMBER_UNCLEAR:
        strcpy(out, "?");
        break;
    case HM_NUMBER_TOO_BIG:
        strcpy(out, "big");
        break;
    case HM_NUMBER_NONE:
        strcpy(out, "-");
        break;
    }
}

static hm_number_format format_of(const hm_number_format *usual, const char *decimal,
                                  const char *group) {
    hm_number_format format;
    const char *wrong = hm_number_format_of(&format, usual, decimal, group);
    if (wrong)
        fail_msg("%s", wrong);
    return format;
}

/* By format: open; decimal ","; decimal "."; decimal "," and no groups; groups with blanks. */
static const struct {
    const char *text, *open, *comma, *point, *bare, *blank;
} spellings[] = {
    {"5", "5", "5", "5", "5", "5"},
    {"-0", "0", "0", "0", "0", "0"},
    {"00012", "12", "12", "12", "12", "12"},
    {"1.234", "?", "1234", "1.234", "-", "1.234"},
    {"1,234", "?", "1.234", "1234", "1.234", "1.234"},
    {"-26.720", "?", "-26720", "-26.72", "-", "-26.72"},
    {"+999,999", "?", "999.999", "999999", "999.999", "999.999"},
    {"0.125", "0.125", "-", "0.125", "-", "0.125"},
    {"0,125", "0.125", "0.125", "-", "0.125", "0.125"},
    {"012.345", "12.345", "-", "12.345", "-", "12.345"},
    {"1234.567", "1234.567", "-", "1234.567", "-", "1234.567"},
    {"1234,567", "1234.567", "1234.567", "-", "1234.567", "1234.567"},
    {"1.2345", "1.2345", "-", "1.2345", "-", "1.2345"},
    {"12.34", "12.34", "-", "12.34", "-", "12.34"},
    {"12,5", "12.5", "12.5", "-", "12.5", "12.5"},
    {"3.506.730", "3506730", "3506730", "-", "-", "-"},
    {"3,506,730", "3506730", "-", "3506730", "-", "-"},
    {"1.250,5", "1250.5", "1250.5", "-", "-", "-"},
    {"1,250.5", "1250.5", "-", "1250.5", "-", "-"},
    {"94,29,408", "9429408", "-", "9429408", "-", "-"},
    {"1,00,000.5", "100000.5", "-", "100000.5", "-", "-"},
    {"-12,34,56,789", "-123456789", "-", "-123456789", "-", "-"},
    {"12,34,56", "-", "-", "-", "-", "-"},
    {"123,45,678", "-", "-", "-", "-", "-"},
    {"1,23,4567", "-", "-", "-", "-", "-"},
    {"12.34.567", "-", "-", "-", "-", "-"},
    {"1.234,567", "1234.567", "1234.567", "-", "-", "-"},
    {"950.125,00", "950125", "950125", "-", "-", "-"},
    {"1.234.567,", "1234567", "1234567", "-", "-", "-"},
    {"1.234e5", "123400", "-", "123400", "-", "123400"},
    {"1.234.567e5", "-", "-", "-", "-", "-"},
    {"1.5E+03", "1500", "-", "1500", "-", "1500"},
    {"1E3", "1000", "1000", "1000", "1000", "1000"},
    {"1e400", "big", "big", "big", "big", "big"},
    {".5", "0.5", "-", "0.5", "-", "0.5"},
    {",5", "0.5", "0.5", "-", "0.5", "0.5"},
    {"5.", "5", "-", "5", "-", "5"},
    {"5,", "5", "5", "-", "5", "5"},
    {"1.23.456", "-", "-", "-", "-", "-"},
    {"1.234.56", "-", "-", "-", "-", "-"},
    {"12345.678.900", "-", "-", "-", "-", "-"},
    {"0.123.456", "-", "-", "-", "-", "-"},
    {"1,234,56", "-", "-", "-", "-", "-"},
    {"1,5,5", "-", "-", "-", "-", "-"},
    {"1.234,5.6", "-", "-", "-", "-", "-"},
    {"12.05.2024", "-", "-", "-", "-", "-"},
    {"1 234", "-", "-", "-", "-", "1234"},
    {"1" NBSP "234", "-", "-", "-", "-", "1234"},
    {"1" NARROW "234" THIN "567,5", "-", "-", "-", "-", "1234567.5"},
    {"1 234 567.25", "-", "-", "-", "-", "1234567.25"},
    {"12 34", "-", "-", "-", "-", "-"},
    {"1  234", "-", "-", "-", "-", "-"},
    {"1'234", "-", "-", "-", "-", "-"},
    {"1_000", "-", "-", "-", "-", "-"},
    {"", "-", "-", "-", "-", "-"},
    {"-", "-", "-", "-", "-", "-"},
    {".", "-", "-", "-", "-", "-"},
    {",", "-", "-", "-", "-", "-"},
    {"..", "-", "-", "-", "-", "-"},
    {"e5", "-", "-", "-", "-", "-"},
    {"5e", "-", "-", "-", "-", "-"},
    {"12%", "-", "-", "-", "-", "-"},
    {"--5", "-", "-", "-", "-", "-"},
    {"(5)", "-", "-", "-", "-", "-"},
    {"0x10", "-", "-", "-", "-", "-"},
    {"nan", "-", "-", "-", "-", "-"},
    {"inf", "-", "-", "-", "-", "-"},
    {"\xEF\xBC\x95", "-", "-", "-", "-", "-"},
    {"\xE2\x88\x92"
     "5",
     "-", "-", "-", "-", "-"},
};

static void format_spellings(void **state) {
    (void)state;
    const hm_number_format open = {0};
    const hm_number_format formats[] = {
        open,
        format_of(&open, ",", NULL),
        format_of(&open, ".", NULL),
        format_of(&open, ",", ""),
        format_of(&open, NULL, NARROW),
    };
    for (size_t i = 0; i < COUNT(spellings); i++) {
        const char *expected[] = {spellings[i].open, spellings[i].comma, spellings[i].point,
                                  spellings[i].bare, spellings[i].blank};
        for (size_t f = 0; f < COUNT(formats); f++) {
            char out[64];
            read_as(spellings[i].text, &formats[f], out);
            if (strcmp(out, expected[f]) != 0)
                fail_msg("\"%s\" in format %zu: %s, expected %s", spellings[i].text, f, out,
                         expected[f]);
        }
    }
}

static void format_other_groups(void **state) {
    static const struct {
        const char *decimal, *group, *text, *expected;
    } cases[] = {
        {".", "'", "1'234'567.5", "1234567.5"},
        {".", "'", "1" CURVED "234.5", "1234.5"},
        {NULL, CURVED, "1'234,5", "1234.5"},
        {",", " ", "1 234,5", "1234.5"},
        {",", " ", "-  23", "-23"},
        {",", " ", "- 1 234,5", "-1234.5"},
        {",", " ", "-", "-"},
        {NULL, "", "- 23", "-"},
        {",", " ", "1.234", "-"},
        {",", " ", "1.5", "-"},
        {".", "_", "1_000", "1000"},
        {NULL, ".", "1.234", "1234"},
        {NULL, ",", "1,234", "1234"},
        {NULL, ".", "1,234", "1.234"},
        {NULL, "", "1.234", "1.234"},
        {NULL, "", "1,234", "1.234"},
        {NULL, "", "1.234.567", "-"},
        {",", ".", "1.234,5", "1234.5"},
        {",", ".", "0.5", "-"},
    };
    (void)state;
    const hm_number_format open = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const hm_number_format format = format_of(&open, cases[i].decimal, cases[i].group);
        char out[64];
        read_as(cases[i].text, &format, out);
        if (strcmp(out, cases[i].expected) != 0)
            fail_msg("%zu, \"%s\": %s, expected %s", i, cases[i].text, out, cases[i].expected);
    }
}

/* Where a point is usual, a comma is no part of a number unless it is said to be. */
static void format_said_of_plain(void **state) {
    (void)state;
    hm_number_format format;
    char out[64];
    assert_null(hm_number_format_of(&format, &hm_number_format_plain, NULL, NULL));
    assert_true(hm_number_format_is_plain(&format));
    format = format_of(&hm_number_format_plain, NULL, " ");
    assert_false(hm_number_format_is_plain(&format));
    read_as("1 234.5", &format, out);
    assert_string_equal(out, "1234.5");
    read_as("1,5", &format, out);
    assert_string_equal(out, "-");
    format = format_of(&hm_number_format_plain, ".", NULL);
    read_as("1,234", &format, out);
    assert_string_equal(out, "1234");
    format = format_of(&hm_number_format_plain, ".", "");
    assert_true(hm_number_format_is_plain(&format));
}

static void format_refuses(void **state) {
    static const char *const pairs[][2] = {
        {"", NULL},   {";", NULL},  {"..", NULL}, {NULL, "5"},        {NULL, "x"},
        {NULL, "  "}, {".", "."},   {",", ","},   {NULL, "-"},        {NULL, "+"},
        {NULL, "\""}, {NULL, "\t"}, {NULL, "ab"}, {NULL, "\xC3\xA9"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        hm_number_format format;
        const hm_number_format open = {0};
        if (!hm_number_format_of(&format, &open, pairs[i][0], pairs[i][1]))
            fail_msg("pair %zu is taken", i);
    }
}

/* As long as anybody writes, and longer. */
static void format_long_figures(void **state) {
    (void)state;
    const hm_number_format open = {0};
    char text[1024] = "1", out[64];
    for (int i = 0; i < 50; i++)
        strcat(text, ".000");
    read_as(text, &open, out);
    assert_string_equal(out, "1e+150");
    for (int i = 0; i < 60; i++)
        strcat(text, ".000");
    read_as(text, &open, out);
    assert_string_equal(out, "-");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_spellings),     cmocka_unit_test(format_other_groups),
        cmocka_unit_test(format_said_of_plain), cmocka_unit_test(format_refuses),
        cmocka_unit_test(format_long_figures),
    };
    return cmocka_run_group_tests_name("number_format", tests, NULL, NULL);
}
