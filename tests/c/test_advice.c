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
        const char *advice = hm_advice_on_number(texts[i], strlen(texts[i]));
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
        cmocka_unit_test(words_for_nothing),
        cmocka_unit_test(separators_of_thousands),
        cmocka_unit_test(marks_and_units),
        cmocka_unit_test(nothing_to_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
