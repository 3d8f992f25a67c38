/* Tests of packages with groups that are still empty: they can be worked on, and not scored. */
#include "package_support.h"

#define EMPTY_WARNING                                                                              \
    ": the group has no indicator below it, so the package cannot be scored: add one, or drop "    \
    "the group"
#define REFUSAL(group) "the package cannot be scored yet: group " group " has no indicator below it"

/* R has G with A, and E, which is empty. */
static const known UNFINISHED[] = {
    {"p",
     {"package.lua",
      "return package { name = 'p', version = '1', api = 1,\n"
      "nodes = { { 'R', 'Root' }, { 'G', 'Group', parent = 'R' },\n"
      "{ 'E', 'Empty', parent = 'R' } } }",
      "inputs.lua", "return { number { 'n', 'A number' } }", "A.lua", MEASURED("A", "G", ""),
      NULL}},
    {"over",
     {"package.lua", "return package { name = 'over', version = '1', api = 1, extends = 'p' }",
      "B.lua", MEASURED("B", "E", ""), NULL}},
    {"root",
     {"package.lua",
      "return package { name = 'root', version = '1', api = 1,\nnodes = { { 'R', 'Root' } "
      "} }",
      NULL}},
    {NULL, {NULL}},
};

static hm_package *open_with_warning(const known *packages, const char *name, const char *file,
                                     uint32_t line, const char *message) {
    hm_package *package = NULL;
    hm_error error;
    assert_int_equal(open_known(&package, packages, name, NULL, &error), HM_OK);
    const hm_issues *issues = hm_package_issues(package);
    assert_int_equal(hm_issues_count(issues), 1);
    const hm_issue *issue = hm_issues_get(issues, 0);
    assert_int_equal(issue->severity, HM_WARNING);
    assert_string_equal(issue->code, "empty_group");
    assert_string_equal(issue->file, file);
    assert_int_equal(issue->line, line);
    assert_string_equal(message_of(issue).text, message);
    return package;
}

static int take_nothing(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    fail_msg("%zu bytes were written", size);
    return 0;
}

static void assert_not_scored(const hm_package *package, const char *expected) {
    hm_dataset *data = read_data("city,period,n\nX,2025,50\n");
    hm_scores *scores = NULL;
    hm_session *session = NULL;
    hm_stream_counts counts = HM_STREAM_COUNTS_INIT;
    hm_error error;
    assert_int_equal(hm_score(&scores, package, data, NULL, &error), HM_ERROR_PACKAGE);
    assert_null(scores);
    assert_string_equal(error.message, expected);
    assert_int_equal(hm_session_open(&session, package, data, 0, NULL, &error), HM_ERROR_PACKAGE);
    assert_null(session);
    assert_string_equal(error.message, expected);
    assert_int_equal(hm_stream(package, "no such file", NULL, take_nothing, NULL, &counts, &error),
                     HM_ERROR_PACKAGE);
    assert_string_equal(error.message, expected);
    hm_dataset_free(data);
}

static void a_group_that_is_still_empty(void **state) {
    (void)state;
    hm_package *package =
        open_with_warning(UNFINISHED, "p", "p/package.lua", 3, "node E" EMPTY_WARNING);
    assert_int_equal(hm_package_node_count(package), 4);
    assert_not_scored(package, REFUSAL("E"));
    hm_package_free(package);
}

/* What there is of it is scored for its author: the empty group does not apply, and half of the
 * index by weight applies. */
static void an_author_scores_what_there_is(void **state) {
    (void)state;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_error error;
    scored s = {.data = read_data("city,period,n\nX,2025,50\n")};
    options.unfinished = 1;
    assert_int_equal(open_known(&s.package, UNFINISHED, "p", NULL, &error), HM_OK);
    s.scores = score_with(s.package, s.data, &options);
    const hm_score_row empty = row_of(&s, 0, "E"), root = row_of(&s, 0, "R");
    assert_int_equal(empty.status, HM_NOT_APPLICABLE);
    assert_near(empty.applicable, 0);
    assert_near(empty.coverage, 0);
    assert_near(root.score, 50);
    assert_near(root.coverage, 1);
    assert_near(root.applicable, 0.5);
    release(&s);
    s = (scored){.data = read_data("city,period,n\nX,2025,50\n")};
    assert_int_equal(open_known(&s.package, UNFINISHED, "root", NULL, &error), HM_OK);
    s.scores = score_with(s.package, s.data, &options);
    assert_int_equal(row_of(&s, 0, "R").status, HM_NOT_APPLICABLE);
    release(&s);
}

static void nothing_but_a_root(void **state) {
    (void)state;
    hm_package *package =
        open_with_warning(UNFINISHED, "root", "root/package.lua", 2, "node R" EMPTY_WARNING);
    assert_not_scored(package, REFUSAL("R"));
    hm_package_free(package);
}

/* Whoever extends it may finish it. */
static void a_base_that_is_finished_by_another(void **state) {
    (void)state;
    scored s = score_package(open_fine(UNFINISHED, "over"), "city,period,n\nX,2025,50\n");
    assert_near(row_of(&s, 0, "E").score, 50);
    release(&s);
}

/* The base is whole: the package that empties its group is the one to mend. */
static void a_group_emptied_by_dropping(void **state) {
    (void)state;
    static const known packages[] = {
        {"base", {BASE}}, {"over", {EXTENDING("drop = { 'C' }"), NULL}}, {NULL, {NULL}}};
    hm_package *package =
        open_with_warning(packages, "over", "over/package.lua", 2, "node H" EMPTY_WARNING);
    assert_not_scored(package, REFUSAL("H"));
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_that_is_still_empty),
        cmocka_unit_test(an_author_scores_what_there_is),
        cmocka_unit_test(nothing_but_a_root),
        cmocka_unit_test(a_base_that_is_finished_by_another),
        cmocka_unit_test(a_group_emptied_by_dropping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
