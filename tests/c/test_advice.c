/* test_advice.c: what to do about text where a number belongs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evaluate/advice.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void expect_all(const char *const *texts, size_t count, const char *wanted) {
    for (size_t i = 0; i < count; i++) {
        const char *advice = hm_advice_on(texts[i], strlen(texts[i]), false, true);
        if (wanted ? !advice || !strstr(advice, wanted) : advice != NULL)
            fail_msg("\"%s\": %s", texts[i], advice ? advice : "no advice");
    }
}

static void words_for_nothing(void **state) {
    static const char *const texts[] = {"-",   "\xE2\x80\x93", "..",   ".",    "?",
                                        "n/a", "N/A",          "n.a.", "#N/A", "None"};
    (void)state;
    expect_all(texts, COUNT(texts), "leave it empty");
}

static void expect_one(const char *text, bool is_flag, bool may_be_na, const char *wanted) {
    assert_string_equal(hm_advice_on(text, strlen(text), is_flag, may_be_na), wanted);
}

/* NA is named where it is taken, and a cross is a yes or a no where one belongs. */
static void words_suit_the_input(void **state) {
    static const char *const with_na =
        "leave it empty, or write NR where it is not reported, NA where it does not apply";
    static const char *const without = "leave it empty, or write NR where it is not reported";
    (void)state;
    expect_one("n/a", false, true, with_na);
    expect_one("n/a", false, false, without);
    expect_one("n/a", true, true, with_na);
    expect_one("n/a", true, false, without);
    expect_one("x", false, true, with_na);
    expect_one("X", false, false, without);
    expect_one("x", true, true, "write yes or no");
    expect_one("\xE2\x9C\x93", true, false, "write yes or no");
}

static void separators_of_thousands(void **state) {
    static const char *const texts[] = {"1,234",
                                        "1.234.567",
                                        "1 234",
                                        "1\xC2\xA0"
                                        "234",
                                        "12'345.6",
                                        "1,234.50",
                                        "1.234,50",
                                        "-1,234",
                                        "1\xE2\x80\xAF"
                                        "234,5"};
    (void)state;
    expect_all(texts, COUNT(texts), "thousands");
}

static void expect_in_file(const char *text, const char *wanted) {
    const size_t size = strlen(text);
    const char *advice = hm_advice_in_file(hm_advice_on(text, size, false, true), text, size);
    if (!advice || !strstr(advice, wanted))
        fail_msg("\"%s\": %s", text, advice ? advice : "no advice");
}

/* The marks that have to be said for it to be read. */
static void settings_of_files(void **state) {
    (void)state;
    expect_in_file("1,234", ", or in CSV and workbooks say what the group mark is");
    expect_in_file("1,234.5", "what the group mark is");
    expect_in_file("-1.234,50", "what the group mark is");
    expect_in_file("12 345", "what the group mark is");
    expect_in_file("12'345.6", "what the group mark is");
    expect_in_file("12 345,6", "what the group and the decimal mark are");
    expect_in_file("1\xE2\x80\xAF"
                   "234,5",
                   "what the group and the decimal mark are");
    expect_in_file("1,5", "decimal mark is a point");
}

static void marks_and_units(void **state) {
    static const char *const commas[] = {"1,5", "0,25", "12,3456", "1234,567"};
    static const char *const units[] = {"45%", "45 %", "12 km", "3.5*", "1,5 km"};
    (void)state;
    expect_all(commas, COUNT(commas), "decimal mark");
    expect_all(units, COUNT(units), "number alone");
}

static void nothing_to_say(void **state) {
    static const char *const texts[] = {"", "16O", "soon", "--5", "km 12", "1-2"};
    (void)state;
    expect_all(texts, COUNT(texts), NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_for_nothing),       cmocka_unit_test(words_suit_the_input),
        cmocka_unit_test(separators_of_thousands), cmocka_unit_test(marks_and_units),
        cmocka_unit_test(settings_of_files),       cmocka_unit_test(nothing_to_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
