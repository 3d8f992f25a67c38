#include "script/declared.h"

#include <math.h>
#include <string.h>

static const hm_kind_facts kinds[HM_KIND_COUNT_OF_KINDS] = {
    [HM_KIND_COUNT] = {"count", "a whole number of at least 0", HM_TYPE_NUMBER, 0, HUGE_VAL},
    [HM_KIND_AMOUNT] = {"amount", "a number of at least 0", HM_TYPE_NUMBER, 0, HUGE_VAL},
    [HM_KIND_NUMBER] = {"number", "a number", HM_TYPE_NUMBER, -HUGE_VAL, HUGE_VAL},
    [HM_KIND_FLAG] = {"flag", "yes or no", HM_TYPE_LOGIC, 0, 1},
    [HM_KIND_GRADE] = {"grade", "a number from 0 to 1", HM_TYPE_NUMBER, 0, 1},
    [HM_KIND_CHOICE] = {"choice", "one of its options", HM_TYPE_TEXT, -HUGE_VAL, HUGE_VAL},
    [HM_KIND_RECORDS] = {"records", "records (a file of their own)", HM_TYPE_RECORDS, -HUGE_VAL,
                         HUGE_VAL},
    [HM_KIND_TEXT] = {"text", "text", HM_TYPE_TEXT, -HUGE_VAL, HUGE_VAL},
    [HM_KIND_DATETIME] = {"datetime", "a date-time such as 2025-06-30T14:00:00Z", HM_TYPE_NUMBER,
                          -HUGE_VAL, HUGE_VAL},
    [HM_KIND_DURATION] = {"duration", "a duration such as P30D or PT4H", HM_TYPE_NUMBER, -HUGE_VAL,
                          HUGE_VAL},
};

const hm_kind_facts *hm_kind_of(hm_kind kind) {
    return &kinds[kind];
}

const char *hm_parameter_named(const char *text) {
    static const char before[] = "param.";
    const size_t size = sizeof before - 1;
    return strncmp(text, before, size) == 0 && text[size] ? text + size : NULL;
}

static const struct {
    const char *field, *word;
} figures[HM_EXAMPLE_FIGURES] = {[HM_EXAMPLE_SCORE] = {"scores", "score"},
                                 [HM_EXAMPLE_VALUE] = {"values", "value"},
                                 [HM_EXAMPLE_COVERAGE] = {"coverage", "coverage"}};

const char *hm_example_field(hm_example_figure figure) {
    return figures[figure].field;
}

const char *hm_example_word(hm_example_figure figure) {
    return figures[figure].word;
}
