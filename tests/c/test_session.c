/* Sessions: one city again and again: every kind of figure, what is refused, reasons. */
#include "session_support.h"

/* --- what a session gives --- */

static void session_opens_scored(void **state) {
    assert_as_given(*state);
}

static void session_takes_every_kind(void **state) {
    struct fixture *f = *state;
    set(f, "n", "60"); /* 75 */
    assert_true(value_in(f->session, f->package, "E1") == 75);
    set(f, "m", "120.0"); /* 50 */
    assert_true(value_in(f->session, f->package, "E1") == 50);
    set(f, "f", "yes");
    assert_true(value_in(f->session, f->package, "E1") == 60);
    assert_true(value_in(f->session, f->package, "F1") == 110); /* 60 + 20 + 30 */
    assert_int_equal(row_in(f->session, node_of(f->package, "F1")).flags, HM_FLAG_CAPPED);
    set(f, "g", "1");
    assert_true(value_in(f->session, f->package, "E2") == 100);
    set(f, "c", "low");
    assert_true(value_in(f->session, f->package, "E2") == 1);
    set(f, "c", " 7 "); /* a text that looks like a number, blanks around it */
    assert_true(value_in(f->session, f->package, "E2") == 7);
    set(f, "x", "-0.5");
    assert_true(value_in(f->session, f->package, "E3") == 25);
}

static void session_takes_numbers(void **state) {
    struct fixture *f = *state;
    assert_int_equal(hm_session_set_number(f->session, "n", 20, NULL), HM_OK);
    assert_int_equal(hm_session_set_number(f->session, "f", 1, NULL), HM_OK);
    assert_int_equal(hm_session_set_number(f->session, "c", 7, NULL), HM_OK);
    assert_as_given(f); /* nothing is taken anew until it is asked for */
    assert_int_equal(hm_session_score(f->session, NULL), HM_OK);
    assert_true(value_in(f->session, f->package, "E1") == 35); /* 25 + 10 */
    assert_true(value_in(f->session, f->package, "E2") == 7);
}

static void session_takes_missing(void **state) {
    struct fixture *f = *state;
    const size_t e1_node = node_of(f->package, "E1");
    set(f, "n", "");
    assert_int_equal(row_in(f->session, e1_node).status, HM_NOT_REPORTED);
    assert_true(value_in(f->session, f->package, "F1") == 35); /* 5 + 30: accepts_missing */
    set(f, "n", "NA");
    assert_int_equal(row_in(f->session, e1_node).status, HM_NOT_APPLICABLE);
    set(f, "n", "NR");
    assert_int_equal(row_in(f->session, e1_node).status, HM_NOT_REPORTED);
    set(f, "n", "50");
    set(f, "m", "NA"); /* which always applies */
    assert_int_equal(row_in(f->session, e1_node).status, HM_NOT_REPORTED);
    set(f, "n", "0");
    set(f, "m", "0");
    assert_int_equal(row_in(f->session, e1_node).status, HM_UNDEFINED);
}

/* What data would be warned of: the words are those of the data's issues. */
static void session_warns(void **state) {
    hm_session *session = ((struct fixture *)*state)->session;
    hm_error error;
    assert_null(hm_session_warning(session));
    assert_int_equal(hm_session_set(session, "m", "NA", &error), HM_OK);
    assert_string_equal(hm_session_warning(session),
                        "input \"m\": NA, but it applies to every city: taken as not reported; "
                        "write 0 or no where there is none, NR where the figure is missing");
    assert_int_equal(hm_session_set(session, "n", "NA", &error), HM_OK); /* it may be */
    assert_null(hm_session_warning(session));
    assert_int_equal(hm_session_set(session, "x", "9007199254740993", &error), HM_OK);
    assert_string_equal(hm_session_warning(session),
                        "input \"x\": found \"9007199254740993\", which is read as "
                        "9007199254740992: it has more digits than a number can hold");
    assert_int_equal(hm_session_set_number(session, "x", 9007199254740992, &error), HM_OK);
    assert_null(hm_session_warning(session));
    assert_int_equal(hm_session_set(session, "m", "NA", &error), HM_OK);
    assert_int_equal(hm_session_set(session, "m", "-1", &error), HM_ERROR_DATA);
    assert_null(hm_session_warning(session)); /* it was not taken */
    assert_int_equal(hm_session_set_number(session, "x", -1000.5, &error), HM_OK);
    assert_string_equal(hm_session_warning(session),
                        "input \"x\": found \"-1000.5\", which is below -1000: doubtful");
    assert_null(hm_session_warning(NULL));
}

static void session_tells_reasons(void **state) {
    struct fixture *f = *state;
    const size_t node = node_of(f->package, "F1");
    assert_null(hm_session_reason(f->session, node));
    set(f, "x", "-1");
    assert_int_equal(row_in(f->session, node).status, HM_UNDEFINED);
    assert_string_equal(hm_session_reason(f->session, node), "below zero");
    set(f, "x", "901");
    assert_int_equal(row_in(f->session, node).status, HM_FAILED);
    assert_string_equal(hm_session_reason(f->session, node), "too much");
    set(f, "x", "2.5");
    assert_null(hm_session_reason(f->session, node));
    assert_as_given(f);
}

static void session_resets(void **state) {
    struct fixture *f = *state;
    set(f, "n", "1");
    set(f, "c", "low");
    set(f, "m", "");
    assert_int_equal(hm_session_reset(f->session, NULL), HM_OK);
    assert_int_equal(hm_session_score(f->session, NULL), HM_OK);
    assert_as_given(f);
}

/* --- what it refuses --- */

static void assert_set_fails(struct fixture *f, const char *input, const char *text, hm_code code,
                             const char *message) {
    hm_error error;
    memset(&error, 0, sizeof error);
    assert_int_equal(hm_session_set(f->session, input, text, &error), code);
    assert_int_equal(error.code, code);
    assert_string_equal(error.message, message);
    assert_int_equal(hm_session_set(f->session, input, text, NULL), code);
    assert_int_equal(hm_session_score(f->session, NULL), HM_OK);
    assert_as_given(f); /* nothing has changed */
}

static void session_refuses_names(void **state) {
    struct fixture *f = *state;
    assert_set_fails(f, "nn", "1", HM_ERROR_ARGUMENT,
                     "no input \"nn\" in the package: did you mean \"n\"?");
    assert_set_fails(f, "something_else", "1", HM_ERROR_ARGUMENT,
                     "no input \"something_else\" in the package");
    assert_set_fails(f, NULL, "1", HM_ERROR_ARGUMENT, "an input needs a name");
    assert_set_fails(f, "n", NULL, HM_ERROR_ARGUMENT, "a figure needs a text: \"\" for none");
    assert_set_fails(f, "r", "1", HM_ERROR_ARGUMENT,
                     "\"r\" is a table of records: a session changes single figures");
}

static void session_refuses_figures(void **state) {
    struct fixture *f = *state;
    assert_set_fails(
        f, "n", "1.5", HM_ERROR_DATA,
        "input \"n\": found \"1.5\", expected a whole number of at least 0, at most 1000");
    assert_set_fails(f, "n", "1001", HM_ERROR_DATA,
                     "input \"n\": found \"1001\", expected a whole number of at least 0, at most "
                     "1000");
    assert_set_fails(f, "m", "-1", HM_ERROR_DATA,
                     "input \"m\": found \"-1\", expected a number of at least 0");
    assert_set_fails(f, "g", "1.01", HM_ERROR_DATA,
                     "input \"g\": found \"1.01\", expected a number from 0 to 1");
    assert_set_fails(f, "f", "2", HM_ERROR_DATA, "input \"f\": found \"2\", expected yes or no");
    assert_set_fails(f, "c", "lwo", HM_ERROR_DATA,
                     "input \"c\": found \"lwo\", expected one of \"low\", \"high\", \"7\": did "
                     "you mean \"low\"?");
    assert_set_fails(f, "n", "1,5", HM_ERROR_DATA,
                     "input \"n\": found \"1,5\", expected a whole number of at least 0, at most "
                     "1000: the decimal mark is a point where , or tab separates fields");
    assert_set_fails(f, "n", "1e999", HM_ERROR_DATA, "the figure is beyond the largest number");
    assert_set_fails(f, "c", "\xff", HM_ERROR_DATA, "the figure is not valid UTF-8 text");
}

static void session_refuses_numbers(void **state) {
    struct fixture *f = *state;
    hm_error error;
    const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(hm_session_set_number(f->session, "x", bad[i], &error), HM_ERROR_DATA);
        assert_string_equal(error.message, "the figure is not a finite number");
    }
    assert_int_equal(hm_session_set_number(f->session, "f", 0.5, &error), HM_ERROR_DATA);
    assert_int_equal(hm_session_set_number(f->session, "n", -1, &error), HM_ERROR_DATA);
    assert_int_equal(hm_session_set_number(f->session, "nope", 1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_set_number(f->session, NULL, 1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_set_number(f->session, "r", 1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_score(f->session, NULL), HM_OK);
    assert_as_given(f);
}

static void session_refuses_arguments(void **state) {
    struct fixture *f = *state;
    hm_session *session = (hm_session *)f; /* not NULL */
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_error error;
    assert_int_equal(hm_session_open(&session, f->package, f->data, 2, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "unit 2 is out of range: there are 2");
    assert_null(session);
    assert_int_equal(hm_session_open(NULL, f->package, f->data, 0, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_open(&session, NULL, f->data, 0, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_open(&session, f->package, NULL, 0, NULL, NULL), HM_ERROR_ARGUMENT);
    hm_dataset *unfinished;
    assert_int_equal(hm_dataset_new(&unfinished, NULL, NULL), HM_OK);
    assert_int_equal(hm_session_open(&session, f->package, unfinished, 0, NULL, NULL),
                     HM_ERROR_ARGUMENT);
    hm_dataset_free(unfinished);
    assert_int_equal(hm_session_set(NULL, "n", "1", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_set_number(NULL, "n", 1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_reset(NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_score(NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_row(NULL, 0, &row), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_row(f->session, 0, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_row(f->session, 99, &row), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_row(f->session, SIZE_MAX, &row), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_rows(NULL, &row, 1), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_rows(f->session, NULL, 1), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_rows(f->session, &row, 99), HM_ERROR_ARGUMENT);
    hm_score_row root = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_row(f->session, 0, &root), HM_OK);
    assert_int_equal(hm_session_rows(f->session, &row, 1), HM_OK);
    assert_memory_equal(&row, &root, sizeof row);
    assert_null(hm_session_reason(NULL, 0));
    assert_null(hm_session_reason(f->session, SIZE_MAX));
    hm_session_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SESSION(session_opens_scored),
        WITH_SESSION(session_takes_every_kind),
        WITH_SESSION(session_takes_numbers),
        WITH_SESSION(session_takes_missing),
        WITH_SESSION(session_warns),
        WITH_SESSION(session_tells_reasons),
        WITH_SESSION(session_resets),
        WITH_SESSION(session_refuses_names),
        WITH_SESSION(session_refuses_figures),
        WITH_SESSION(session_refuses_numbers),
        WITH_SESSION(session_refuses_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
