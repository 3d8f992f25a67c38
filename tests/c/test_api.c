/* Tests of the public functions given what makes no sense: an error code or nothing, never a
 * crash. */
#include "core_support.h"

#include "hundredmark/session.h"

static struct {
    hm_package *package;
    hm_dataset *data, *unfinished;
    hm_scores *scores;
} given;

static int open_given(void **state) {
    (void)state;
    hm_error error;
    given.package = open_one("number { 'n' }", "measure = input.n");
    given.data = read_data("city,period,n\nA,2025,1\n");
    given.scores = score_with(given.package, given.data, NULL);
    return hm_dataset_new(&given.unfinished, NULL, &error) != HM_OK;
}

static int close_given(void **state) {
    (void)state;
    hm_scores_free(given.scores);
    hm_dataset_free(given.data);
    hm_dataset_free(given.unfinished);
    hm_package_free(given.package);
    return 0;
}

static void api_freeing_nothing_is_fine(void **state) {
    (void)state;
    hm_package_free(NULL);
    hm_issues_free(NULL);
    hm_dataset_free(NULL);
    hm_scores_free(NULL);
    hm_session_free(NULL);
    assert_null(hm_package_retain(NULL));
}

static void api_packages_want_a_name_and_an_out(void **state) {
    (void)state;
    hm_error error;
    hm_package *package = given.package;
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    const hm_package_file file = {NULL, NULL, 3};
    assert_int_equal(hm_package_open(NULL, "p", NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(error.code, HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open(&package, NULL, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_null(package);
    assert_int_equal(hm_package_open(&package, "", NULL, NULL, NULL), HM_ERROR_PACKAGE);
    assert_int_equal(hm_package_open(&package, "/nowhere", NULL, NULL, NULL), HM_ERROR_PACKAGE);
    assert_int_equal(hm_package_open_memory(&package, "p", NULL, 1, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open_memory(&package, "p", &file, 1, NULL, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open_memory(&package, "p", &file, 0, NULL, NULL, &error),
                     HM_ERROR_PACKAGE);
    options.search_count = 1;
    assert_int_equal(hm_package_open(&package, "p", &options, NULL, &error), HM_ERROR_ARGUMENT);
    options.search_count = 0;
    options.host_count = 1;
    assert_int_equal(hm_package_open(&package, "p", &options, NULL, &error), HM_ERROR_ARGUMENT);
}

static void api_packages_near_a_known_name(void **state) {
    (void)state;
    hm_error error;
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    assert_string_equal(hm_package_builtin(0), "iso-iec-30146");
    assert_null(hm_package_builtin(1000));
    assert_int_equal(hm_package_open(&package, "iso-iec-30164", NULL, &issues, &error),
                     HM_ERROR_PACKAGE);
    assert_string_equal(error.message,
                        "no package \"iso-iec-30164\": did you mean \"iso-iec-30146\"?");
    assert_int_equal(hm_issues_count(issues), 1); /* the list has whatever the error says */
    assert_string_equal(message_of(hm_issues_get(issues, 0)).text, error.message);
    hm_issues_free(issues);
}

static void api_packages_answer_out_of_range(void **state) {
    (void)state;
    hm_node_info info = HM_NODE_INFO_INIT;
    assert_null(hm_package_name(NULL));
    assert_null(hm_package_version(NULL));
    assert_int_equal(hm_issues_count(hm_package_issues(NULL)), 0);
    assert_int_equal(hm_package_node_count(NULL), 0);
    assert_int_equal(hm_package_node(NULL, 0, &info), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_node(given.package, 0, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_node(given.package, 2, &info), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_node(given.package, SIZE_MAX, &info), HM_ERROR_ARGUMENT);
    assert_true(hm_package_find(NULL, "I") == SIZE_MAX);
    assert_true(hm_package_find(given.package, NULL) == SIZE_MAX);
    assert_true(hm_package_find(given.package, "i") == SIZE_MAX);
    assert_true(hm_package_find(given.package, "I") == 1);
}

static void api_scoring_wants_a_finished_data_set(void **state) {
    (void)state;
    hm_error error;
    hm_scores *scores = given.scores;
    assert_int_equal(hm_score(&scores, given.package, given.unfinished, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "the data set is not finished: call hm_dataset_finish first");
    assert_null(scores);
    assert_int_equal(hm_score(NULL, given.package, given.data, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_score(&scores, NULL, given.data, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_score(&scores, given.package, NULL, NULL, NULL), HM_ERROR_ARGUMENT);
}

static void api_scores_answer_out_of_range(void **state) {
    (void)state;
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_usage usage = HM_USAGE_INIT;
    assert_int_equal(hm_scores_row(NULL, 0, 0, &row), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_row(given.scores, 0, 0, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_row(given.scores, 1, 0, &row), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_row(given.scores, 0, 2, &row), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_row(given.scores, SIZE_MAX, SIZE_MAX, &row), HM_ERROR_ARGUMENT);
    assert_null(hm_scores_of_node(NULL, 0));
    assert_null(hm_scores_of_node(given.scores, 2));
    assert_near(hm_scores_of_node(given.scores, 1)[0], 1);
    assert_null(hm_scores_reason(NULL, 0, 0));
    assert_null(hm_scores_reason(given.scores, 0, 0));
    assert_null(hm_scores_reason(given.scores, 0, 1));
    assert_null(hm_scores_reason(given.scores, 1, 1));
    assert_null(hm_scores_reason(given.scores, SIZE_MAX, 1));
    assert_null(hm_scores_reason(given.scores, 0, SIZE_MAX));
    assert_int_equal(hm_scores_usage(given.scores, 0, &usage), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_usage(given.scores, SIZE_MAX, &usage), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_usage(NULL, 1, &usage), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_usage(given.scores, 1, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_issues_count(hm_scores_issues(NULL)), 0);
}

static void api_words_of_states_and_flags(void **state) {
    (void)state;
    assert_string_equal(hm_state_name(HM_OBSERVED), "observed");
    assert_string_equal(hm_state_status(HM_OBSERVED), "scored");
    assert_string_equal(hm_state_status(HM_INSUFFICIENT), "insufficient");
    assert_string_equal(hm_state_name((hm_state)99), "unknown");
    assert_string_equal(hm_flag_name(HM_FLAG_CAPPED), "capped");
    assert_string_equal(hm_flag_name(HM_FLAG_UNVERIFIED), "unverified");
    assert_null(hm_flag_name(0));
    assert_null(hm_flag_name(3));
    assert_null(hm_flag_name(1u << 31));
}

static void api_data_sets_refuse_nonsense(void **state) {
    (void)state;
    hm_error error;
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    assert_int_equal(hm_dataset_new(NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read(NULL, "x", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read(given.unfinished, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_read_memory(given.unfinished, "x", NULL, 1, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_finish(NULL, &error), HM_ERROR_ARGUMENT);
    /* what is finished stays as it is */
    assert_int_equal(hm_dataset_put(given.data, "A", "2025", "n", "2", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_dataset_unit_count(NULL), 0);
    assert_null(hm_dataset_unit_city(given.data, 1));
    assert_null(hm_dataset_unit_period(NULL, 0));
    assert_null(hm_dataset_file(given.data, 99));
    assert_null(hm_dataset_input_name(given.data, 1));
    assert_null(hm_dataset_records_name(given.data, 0));
    assert_int_equal(hm_dataset_record_rows(given.data, 0, "none"), 0);
    assert_int_equal(hm_dataset_record_rows(given.data, 7, "none"), 0);
    assert_int_equal(hm_dataset_observation(given.data, 7, "n", &seen, buffer), 0);
    assert_int_equal(hm_dataset_observation(given.data, 0, "m", &seen, buffer), 0);
    assert_int_equal(hm_dataset_observation(given.data, 0, "n", &seen, buffer), 1);
    assert_string_equal(seen.text, "1");
}

static void api_sessions_refuse_nonsense(void **state) {
    (void)state;
    hm_error error;
    hm_session *session = NULL;
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_open(NULL, given.package, given.data, 0, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_open(&session, NULL, given.data, 0, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_open(&session, given.package, given.unfinished, 0, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_open(&session, given.package, given.data, 1, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_null(session);
    assert_int_equal(hm_session_score(NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_set(NULL, "n", "1", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_row(NULL, 0, &row), HM_ERROR_ARGUMENT);
    assert_null(hm_session_reason(NULL, 0));
}

/* The scores go on without the caller's hold on their package. */
static void api_scores_keep_their_package(void **state) {
    (void)state;
    scored s =
        score_package(open_one("number { 'n' }", "measure = input.n"), "city,period,n\nA,2025,7\n");
    hm_package_free(s.package);
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_scores_row(s.scores, 0, 1, &row), HM_OK);
    assert_near(row.score, 7);
    s.package = NULL;
    release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(api_freeing_nothing_is_fine),
        cmocka_unit_test(api_packages_want_a_name_and_an_out),
        cmocka_unit_test(api_packages_near_a_known_name),
        cmocka_unit_test(api_packages_answer_out_of_range),
        cmocka_unit_test(api_scoring_wants_a_finished_data_set),
        cmocka_unit_test(api_scores_answer_out_of_range),
        cmocka_unit_test(api_words_of_states_and_flags),
        cmocka_unit_test(api_data_sets_refuse_nonsense),
        cmocka_unit_test(api_sessions_refuse_nonsense),
        cmocka_unit_test(api_scores_keep_their_package),
    };
    return cmocka_run_group_tests(tests, open_given, close_given);
}
