/* Tests of figures that no double holds: they are read, and warned of, in every form of data. */
#define _XOPEN_SOURCE 700
#include "dataset_support.h"

#include "base/numbers/number.h"

static void figures_whose_text_a_double_loses(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool loses;
    } examples[] = {
        {"9007199254740992", false}, /* 2^53: up to here all whole numbers are doubles */
        {"9007199254740993", true},
        {"-9007199254740993", true},
        {"9007199254740994", false},
        {"36028797018963968", false}, /* 2^55 */
        {"36028797018963969", true},
        {"10000000000000000000000", false}, /* 10^22 = 2^22 * 5^22 */
        {"12345678901234567891234", true},
        {"000000000000000000000000000007", false},
        {"1e23", false}, /* the nearest there is, and written so again */
        {"0.1234567890123456789", false},
        {"9007199254740993.5", false},
        {"1e-400", true},
        {"-1e-400", true},
        {"0.000e-400", false},
        {"5e-324", false},
        {"2e-324", true}, /* nearer to 0 than to the least double */
        {"0", false},
        {"-0.0", false},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        double value;
        assert_int_equal(hm_number_read(examples[i].text, strlen(examples[i].text), '.', &value),
                         HM_NUMBER_FINE);
        if (hm_number_loses(examples[i].text, strlen(examples[i].text), value) != examples[i].loses)
            fail_msg("%s: expected %d", examples[i].text, examples[i].loses);
    }
}

static void assert_warned(const char *name, const char *text, uint32_t first, uint32_t second) {
    hm_dataset *dataset = new_dataset();
    hm_error error;
    read_bytes(dataset, name, text, strlen(text));
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_issues *issues = hm_dataset_issues(dataset);
    assert_int_equal(hm_issues_count_of(issues, HM_REJECTED), 0);
    assert_int_equal(hm_issues_count_of(issues, HM_WARNING), 2);
    assert_string_equal(
        message_of(hm_issues_get(issues, 0)).text,
        "input \"x\": found \"9007199254740993\", which is read as 9007199254740992: it has "
        "more digits than a number can hold");
    assert_int_equal(hm_issues_get(issues, 0)->line, first);
    assert_string_equal(
        message_of(hm_issues_get(issues, 1)).text,
        "input \"y\": found \"1e-400\", which is read as 0: it is nearer to 0 than any other "
        "number");
    assert_int_equal(hm_issues_get(issues, 1)->line, second);
    hm_dataset_free(dataset);
}

static void figures_lost_are_warned_of_in_every_form(void **state) {
    (void)state;
    assert_warned("long.csv",
                  "city,period,input,value\nA,2025,x,9007199254740993\nA,2025,y,1e-400\n", 2, 3);
    assert_warned("quoted.csv",
                  "city,period,input,value,note\nA,2025,x,\"9007199254740993\",\"a\"\"b\"\n"
                  "A,2025,y,1e-400,\n",
                  2, 3);
    assert_warned("wide.csv", "city,period,x,y\nA,2025,9007199254740993,1\nB,2025,3,1e-400\n", 2,
                  3);
    assert_warned("decimal.csv", "city;period;x;y\nA;2025;9007199254740993;1,5\nB;2025;3;1e-400\n",
                  2, 3);
    assert_warned(
        "a.json",
        "[{\"city\":\"A\",\"period\":\"2025\",\"input\":\"x\",\"value\":9007199254740993},"
        "\n{\"city\":\"A\",\"period\":\"2025\",\"input\":\"y\",\"value\":1e-400}]\n",
        1, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_whose_text_a_double_loses),
        cmocka_unit_test(figures_lost_are_warned_of_in_every_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
