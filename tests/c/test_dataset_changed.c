/* Data sets that are another one but for some figures: as if those had been read. */
#include "memory_support.h"

static const char text[] = "city,period,input,value,quality,verified,source\n"
                           "A,2025,n,5,survey,no,Book\nA,2025,c,one,,,\nA,2025,f,yes,,,\n"
                           "B,2025,n,007,,,\nB,2025,c,two,,,\nB,2025,f,no,,,\n";

static hm_code open_base(hm_dataset **out, const hm_allocator *allocator, hm_error *error) {
    hm_code code = hm_dataset_new(out, allocator, error);
    if (code == HM_OK)
        code = hm_dataset_read_memory(*out, "d.csv", text, sizeof text - 1, error);
    return code == HM_OK ? hm_dataset_finish(*out, error) : code;
}

static hm_dataset *need_base(void) {
    hm_dataset *base = NULL;
    hm_error error;
    if (open_base(&base, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return base;
}

static hm_dataset *need_changed(const hm_dataset *base, const hm_dataset_change *changes,
                                size_t count) {
    hm_dataset *made;
    hm_error error;
    if (hm_dataset_changed(&made, base, changes, count, &error) != HM_OK)
        fail_msg("%s", error.message);
    return made;
}

static void assert_figure(const hm_dataset *dataset, size_t unit, const char *input,
                          const char *figure, const char *quality, int verified, size_t line) {
    hm_observation found = HM_OBSERVATION_INIT;
    char buffer[32];
    assert_true(hm_dataset_observation(dataset, unit, input, &found, buffer));
    assert_string_equal(found.text, figure);
    assert_string_equal(found.quality, quality);
    assert_int_equal(found.verified, verified);
    assert_int_equal(found.line, line);
    assert_string_equal(found.file, line > 0 ? "d.csv" : "");
    assert_string_equal(found.source, *quality && line > 0 ? "Book" : "");
}

static const hm_dataset_change both[] = {{0, "n", "8"}, {1, "c", "three"}, {0, "m", "1.50"}};

static void what_changes_and_what_stays(void **state) {
    (void)state;
    hm_observation none = HM_OBSERVATION_INIT;
    char buffer[32];
    hm_dataset *base = need_base(), *made = need_changed(base, both, 3);
    assert_figure(made, 0, "n", "8", "survey", -1, 0);
    assert_figure(made, 1, "n", "007", "", -1, 5);
    assert_figure(made, 1, "c", "three", "", -1, 0);
    assert_figure(made, 0, "c", "one", "", -1, 3);
    assert_figure(made, 0, "m", "1.50", "", -1, 0);
    assert_false(hm_dataset_observation(made, 1, "m", &none, buffer));
    assert_figure(base, 0, "n", "5", "survey", 0, 2);
    assert_false(hm_dataset_observation(base, 0, "m", &none, buffer));
    assert_int_equal(hm_dataset_input_count(made), 4);
    assert_int_equal(hm_dataset_input_count(base), 3);
    /* a change of a change; what it borrows from both stays */
    hm_dataset *again = need_changed(made, (hm_dataset_change[]){{0, "n", ""}, {0, "f", "NA"}}, 2);
    assert_true(hm_dataset_observation(again, 0, "n", &none, buffer));
    assert_int_equal(none.state, HM_NOT_REPORTED);
    assert_true(hm_dataset_observation(again, 0, "f", &none, buffer));
    assert_int_equal(none.state, HM_NOT_APPLICABLE);
    assert_figure(again, 1, "c", "three", "", -1, 0);
    assert_figure(again, 1, "n", "007", "", -1, 5);
    hm_dataset_free(again);
    hm_dataset_free(made);
    made = need_changed(base, NULL, 0);
    assert_figure(made, 0, "n", "5", "survey", 0, 2);
    hm_dataset_free(made);
    hm_dataset_free(base);
}

static void assert_wrong_change(const hm_dataset *base, const hm_dataset_change *changes,
                                size_t count, const char *message) {
    hm_dataset *made;
    hm_error error;
    assert_int_equal(hm_dataset_changed(&made, base, changes, count, &error), HM_ERROR_ARGUMENT);
    assert_null(made);
    assert_string_equal(error.message, message);
}

static void wrong_changes(void **state) {
    (void)state;
    hm_error error;
    hm_dataset *base = need_base(), *open;
    assert_wrong_change(base, (hm_dataset_change[]){{2, "n", "1"}}, 1,
                        "unit 2 is out of range: there are 2");
    assert_wrong_change(base, (hm_dataset_change[]){{0, "", "1"}}, 1,
                        "change 0 needs an input and a value");
    assert_wrong_change(base, (hm_dataset_change[]){{0, "n", NULL}}, 1,
                        "change 0 needs an input and a value");
    assert_wrong_change(base, (hm_dataset_change[]){{1, "n", "1"}, {0, "n", "1"}, {1, "n", "2"}}, 3,
                        "B, 2025: the figure of n is changed twice");
    assert_wrong_change(base, (hm_dataset_change[]){{0, "n", "1e999"}}, 1,
                        "A, 2025: the figure of n is larger than any number can be");
    assert_wrong_change(NULL, NULL, 0, "hm_dataset_changed needs an out, a data set and changes");
    assert_int_equal(hm_dataset_new(&open, NULL, &error), HM_OK);
    assert_wrong_change(open, NULL, 0,
                        "the data set is not finished: call hm_dataset_finish first");
    hm_dataset_free(open);
    hm_dataset_free(base);
}

static hm_code change_all(const hm_allocator *allocator, hm_error *error) {
    hm_dataset *base = NULL, *made = NULL;
    hm_code code = open_base(&base, allocator, error);
    if (code == HM_OK)
        code = hm_dataset_changed(&made, base, both, 3, error);
    hm_dataset_free(made);
    hm_dataset_free(base);
    return code;
}

static void memory_refused(void **state) {
    (void)state;
    refuse_each(change_all, HM_OK, false);
    refuse_each(change_all, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_changes_and_what_stays),
                                       cmocka_unit_test(wrong_changes),
                                       cmocka_unit_test(memory_refused)};
    return cmocka_run_group_tests_name("dataset_changed", tests, NULL, NULL);
}
