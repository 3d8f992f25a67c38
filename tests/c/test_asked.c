/* Inputs that are asked only where a condition holds (asked_if): what counts, what is warned of, in
 * runs, streams and sessions, whichever way figures come in; and what packages may say. */
#define _XOPEN_SOURCE 700
#include "arrow_support.h"
#include "core_support.h"
#include "package_support.h"

#define INPUTS                                                                                     \
    "flag { 'f' }, count { 'n' },\n"                                                               \
    "choice { 'c', options = { 'sea', 'river' }, asked_if = input.f },\n"                          \
    "count { 'a', asked_if = input.f, warn_max = 50 },\n"                                          \
    "count { 'b', asked_if = eq(input.c, 'sea') },\n"                                              \
    "count { 'z', asked_if = gt(100 / input.n, 10) },\n"                                           \
    "records { 'r', asked_if = ge(input.n, 5), columns = { count { 'k' } } }"

/* A has a harbour at the sea, B none, nobody knows of C, D has one at a river; E says that it has
 * none, and gives figures of it; F says NA where it is asked. */
static const char cities[] = "city,period,f,c,a,b,n\n"
                             "A,2025,yes,sea,1,2,1\n"
                             "B,2025,no,,,,\n"
                             "C,2025,,,,,\n"
                             "D,2025,yes,river,4,,20\n"
                             "E,2025,no,sea,90,6,1\n"
                             "F,2025,yes,NA,NA,7,0\n"
                             "G,2025,no,NA,NA,NA,0\n";

static void assert_states(const char *measure, const char *csv, const char *expected) {
    char rest[200], found[20];
    snprintf(rest, sizeof rest, "measure = %s", measure);
    scored s = score_package(open_one(INPUTS, rest), csv);
    static const char letters[] = {
        [HM_OBSERVED] = 'o',     [HM_UNDEFINED] = '0', [HM_NOT_APPLICABLE] = 'n',
        [HM_NOT_REPORTED] = 'r', [HM_INVALID] = 'i',   [HM_FAILED] = 'f'};
    const size_t units = hm_dataset_unit_count(s.data);
    for (size_t unit = 0; unit < units; unit++)
        found[unit] = letters[row_of(&s, unit, "I").status];
    found[units] = '\0';
    assert_string_equal(found, expected);
    release(&s);
}

static void what_is_not_asked_does_not_apply(void **state) {
    (void)state;
    assert_states("input.a", cities, "onronrn");
    /* E's condition is left out itself, so that what it would say does not matter */
    assert_states("input.b", cities, "onrnnon");
    assert_states("points(eq(input.c, 'sea'), 1)", cities, "onronrn");
    assert_states("first_of(input.a, 7)", cities, "ooooooo");
    scored s = score_package(open_one("flag { 'f' }, count { 'a', asked_if = input.f }",
                                      "measure = function(v) return v.a end"),
                             "city,period,f,a\nA,2025,yes,3\nB,2025,no,4\n");
    assert_near(row_of(&s, 0, "I").value, 3);
    assert_int_equal(row_of(&s, 1, "I").status, HM_NOT_APPLICABLE);
    release(&s);
}

/* 100 / n is 100, missing, missing, 5, 100, and undefined: only what is known to be false counts.
 */
static void what_nobody_knows_is_asked(void **state) {
    (void)state;
    assert_states("input.z", cities, "rrrnrrr");
}

static void rejected_figures_are_left_out_too(void **state) {
    (void)state;
    static const char csv[] = "city,period,f,a\nA,2025,no,many\nB,2025,yes,many\n"
                              "C,2025,maybe,3\n";
    assert_states("input.a", csv, "nio");
}

static void assert_issues(const hm_issues *issues, const char *const *expected, size_t count) {
    assert_int_equal(hm_issues_count(issues), count);
    for (size_t i = 0; i < count; i++) {
        char line[5000];
        const hm_issue *issue = hm_issues_get(issues, i);
        snprintf(line, sizeof line, "%u:%u %s %s: %s", (unsigned)issue->line,
                 (unsigned)issue->column, issue->code, issue->input, message_of(issue).text);
        assert_string_equal(line, expected[i]);
    }
}

#define NOT_ASKED(name, found, condition)                                                          \
    "not_asked " name ": input \"" name "\": found \"" found                                       \
    "\", but this is asked only if " condition ": taken as not applicable"
#define NA_ASKED(name)                                                                             \
    "na_not_accepted " name ": input \"" name "\": NA, but it is asked of this city: taken as "    \
    "not reported; write 0 or no where there is none, NR where the figure is missing"

static void figures_that_nobody_asked_for_are_warned_of(void **state) {
    (void)state;
    static const char *const expected[] = {
        "6:11 " NOT_ASKED("c", "sea", "f"),
        "6:15 " NOT_ASKED("a", "90", "f"), /* and not of being above 50 */
        "6:18 " NOT_ASKED("b", "6", "c == \"sea\""),
        "7:12 " NA_ASKED("c"),
        "7:15 " NA_ASKED("a"),
    };
    scored s = score_package(open_one(INPUTS, "measure = input.a + input.b + input.z"), cities);
    assert_issues(hm_scores_issues(s.scores), expected, COUNT(expected));
    release(&s);
}

/* --- records --- */

static void records_are_asked_for_as_well(void **state) {
    (void)state;
    static const char rows[] = "city,period,k\nA,2025,1\nA,2025,2\nB,2025,4\nC,2025,8\n";
    static const char csv[] = "city,period,n,r\nA,2025,9,\nB,2025,3,\nC,2025,,\nD,2025,9,\n"
                              "E,2025,3,NA\nF,2025,9,NA\n";
    static const hm_state states[] = {HM_OBSERVED,     HM_NOT_APPLICABLE, HM_OBSERVED,
                                      HM_NOT_REPORTED, HM_NOT_APPLICABLE, HM_NOT_REPORTED};
    static const char *const expected[] = {
        "7:10 na_not_accepted r: input \"r\": NA, but it is asked of this city: taken as not "
        "reported; write 0 or no where there is none, NR where the figure is missing",
        "4:8 " NOT_ASKED("r", "1 row", "n >= 5")};
    hm_error error;
    hm_dataset *data;
    hm_package *package = open_one(INPUTS, "measure = sum(input.r.k)");
    assert_int_equal(hm_dataset_new(&data, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_read_memory(data, "d.csv", csv, sizeof csv - 1, &error), HM_OK);
    assert_int_equal(
        hm_dataset_read_records_memory(data, "r", "r.csv", rows, sizeof rows - 1, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(data, &error), HM_OK);
    hm_scores *scores = score_with(package, data, NULL);
    scored s = {package, data, scores};
    for (size_t unit = 0; unit < COUNT(states); unit++)
        assert_int_equal(row_of(&s, unit, "I").status, states[unit]);
    assert_issues(hm_scores_issues(scores), expected, COUNT(expected));
    release(&s);
}

/* --- other ways in --- */

/* The same figures one by one, and column by column. */
static void put_figures_are_asked_for(void **state) {
    (void)state;
    static const char *const names[] = {"A", "B", "C"}, *const periods[] = {"2025", "2025", "2025"};
    static const double f[] = {1, 0, 0}, a[] = {5, 6, 7};
    static const uint8_t reported = 3; /* nobody knows of C */
    for (int columns = 0; columns < 2; columns++) {
        hm_error error;
        scored s = {.package = open_one(INPUTS, "measure = input.a")};
        assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
        if (columns) {
            assert_int_equal(hm_dataset_put_units(s.data, 3, names, periods, &error), HM_OK);
            assert_int_equal(hm_dataset_put_numbers(s.data, "f", 3, f, &reported, &error), HM_OK);
            assert_int_equal(hm_dataset_put_numbers(s.data, "a", 3, a, NULL, &error), HM_OK);
        } else {
            static const char *const cells[][3] = {{"A", "f", "yes"},
                                                   {"A", "a", "5"},
                                                   {"B", "f", "no"},
                                                   {"B", "a", "6"},
                                                   {"C", "a", "7"}};
            for (size_t i = 0; i < COUNT(cells); i++)
                assert_int_equal(
                    hm_dataset_put(s.data, cells[i][0], "2025", cells[i][1], cells[i][2], &error),
                    HM_OK);
        }
        assert_int_equal(hm_dataset_finish(s.data, &error), HM_OK);
        s.scores = score_with(s.package, s.data, NULL);
        assert_near(row_of(&s, 0, "I").value, 5);
        assert_int_equal(row_of(&s, 1, "I").status, HM_NOT_APPLICABLE);
        assert_near(row_of(&s, 2, "I").value, 7);
        assert_int_equal(hm_issues_count(hm_scores_issues(s.scores)), 1);
        release(&s);
    }
}

/* A batch of Arrow with a row a city: D gives the same text as E, and only E is asked. */
static void figures_of_arrow_are_asked_for(void **state) {
    (void)state;
    static const int32_t cities_at[] = {0, 1, 2, 3, 4, 5}, kinds_at[] = {0, 0, 0, 0, 3, 6};
    static const int32_t years[] = {2025, 2025, 2025, 2025, 2025};
    static const uint8_t f[] = {0x11}, f_known[] = {0x1B}; /* yes, no, unknown, no, yes */
    static const uint8_t c_known[] = {0x18};
    static const double a[] = {5, 6, 7, 8, 9}, b[] = {1, 2, 3, 4, 10};
    made m;
    make(&m, 5);
    make_column(&m, "city", "u", NULL, cities_at, "ABCDE");
    make_column(&m, "period", "i", NULL, years, NULL);
    make_column(&m, "f", "b", f_known, f, NULL);
    make_column(&m, "c", "u", c_known, kinds_at, "seasea");
    make_column(&m, "a", "g", NULL, a, NULL);
    make_column(&m, "b", "g", NULL, b, NULL);
    hm_error error;
    scored s = {.package = open_one(INPUTS, "measure = first_of(input.b, 0) + input.a")};
    assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_read_arrow(s.data, &m.schema, &m.array, &error), HM_OK);
    expect_released(&m);
    assert_int_equal(hm_dataset_finish(s.data, &error), HM_OK);
    s.scores = score_with(s.package, s.data, NULL);
    static const hm_state states[] = {HM_OBSERVED, HM_NOT_APPLICABLE, HM_OBSERVED,
                                      HM_NOT_APPLICABLE, HM_OBSERVED};
    for (size_t unit = 0; unit < COUNT(states); unit++)
        assert_int_equal(row_of(&s, unit, "I").status, states[unit]);
    assert_near(row_of(&s, 4, "I").value, 19);
    release(&s);
}

/* What was not asked of the period before is nothing to look back at. */
static void earlier_figures_are_those_that_were_asked_for(void **state) {
    (void)state;
    assert_states("previous(input.a)", "city,period,f,a\nA,2024,yes,5\nA,2025,no,6\nA,2026,yes,7\n",
                  "ron");
}

/* --- sessions --- */

typedef struct changing {
    hm_package *package;
    hm_dataset *data;
    hm_session *session;
    size_t node;
} changing;

static changing open_changing(const char *measure, size_t unit) {
    char rest[200];
    hm_error error;
    snprintf(rest, sizeof rest, "measure = %s", measure);
    changing c = {.package = open_one(INPUTS, rest), .data = read_data(cities)};
    c.node = hm_package_find(c.package, "I");
    if (hm_session_open(&c.session, c.package, c.data, unit, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return c;
}

static void close_changing(changing *c) {
    hm_session_free(c->session);
    hm_dataset_free(c->data);
    hm_package_free(c->package);
}

/* Sets a figure, and looks at what the warning and the indicator are then: its value where
 * `expected` is HM_OBSERVED. */
static void assert_set(changing *c, const char *input, const char *text, const char *warning,
                       hm_state expected, double value) {
    hm_error error;
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_set(c->session, input, text, &error), HM_OK);
    if (warning)
        assert_string_equal(hm_session_warning(c->session), warning);
    else
        assert_null(hm_session_warning(c->session));
    assert_int_equal(hm_session_score(c->session, &error), HM_OK);
    assert_int_equal(hm_session_row(c->session, c->node, &row), HM_OK);
    assert_int_equal(row.status, expected);
    if (expected == HM_OBSERVED)
        assert_near(row.value, value);
}

static void sessions_keep_figures_until_they_are_asked_for(void **state) {
    (void)state;
    changing c = open_changing("input.a", 4); /* E: 90, of no harbour */
    hm_error error;
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_set(&c, "a", "3",
               "input \"a\": found \"3\", but this is asked only if f: taken as not applicable",
               HM_NOT_APPLICABLE, 0);
    assert_set(&c, "f", "yes", NULL, HM_OBSERVED, 3);
    assert_set(&c, "f", "NR", NULL, HM_OBSERVED, 3);
    assert_set(&c, "f", "no", NULL, HM_NOT_APPLICABLE, 0);
    assert_set(&c, "a", "NA", NULL, HM_NOT_APPLICABLE, 0);
    assert_set(&c, "f", "yes", NULL, HM_NOT_REPORTED, 0);
    assert_set(&c, "a", "60", "input \"a\": found \"60\", which is above 50: doubtful", HM_OBSERVED,
               60);
    assert_int_equal(hm_session_reset(c.session, &error), HM_OK);
    assert_set(&c, "f", "yes", NULL, HM_OBSERVED, 90);
    assert_int_equal(hm_session_rebind(c.session, 1, &error), HM_OK); /* B */
    assert_int_equal(hm_session_score(c.session, &error), HM_OK);
    assert_int_equal(hm_session_row(c.session, c.node, &row), HM_OK);
    assert_int_equal(row.status, HM_NOT_APPLICABLE);
    assert_set(&c, "f", "yes", NULL, HM_NOT_REPORTED, 0);
    close_changing(&c);
}

/* b is asked for c, which is asked for f. */
static void sessions_follow_conditions_of_conditions(void **state) {
    (void)state;
    changing c = open_changing("input.b", 4); /* E: 6, at the sea, of no harbour */
    assert_set(&c, "f", "yes", NULL, HM_OBSERVED, 6);
    assert_set(&c, "c", "river", NULL, HM_NOT_APPLICABLE, 0);
    assert_set(&c, "c", "NR", NULL, HM_OBSERVED, 6);
    assert_set(&c, "f", "no", NULL, HM_NOT_APPLICABLE, 0);
    close_changing(&c);
}

/* --- packages --- */

#define PACKAGE(inputs)                                                                            \
    {"p",                                                                                          \
     {"package.lua",                                                                               \
      "return package { name = 'p', version = '1', api = 1, nodes = { { 'R', 'Root' } } }",        \
      "I.lua",                                                                                     \
      "return indicator { code = 'I', parent = 'R', name = 'I', inputs = { 'a' }, measure = "      \
      "input.a }",                                                                                 \
      "inputs.lua", "return {\n" inputs " }", NULL}},                                              \
    {                                                                                              \
        NULL, {                                                                                    \
            NULL                                                                                   \
        }                                                                                          \
    }

static void conditions_that_are_refused(void **state) {
    (void)state;
    static const struct {
        known packages[2];
        const char *issues;
    } examples[] = {
        {{PACKAGE("count { 'a', asked_if = 'f' }")},
         "p/inputs.lua:2: input \"a\": asked_if is a string, expected a condition over input.NAME, "
         "such as asked_if = input.has_trams\n"},
        {{PACKAGE("count { 'a', asked_if = input.ff }, flag { 'f' }")},
         "p/inputs.lua:2: input \"a\": asked_if: no input \"ff\": did you mean \"f\"?\n"},
        {{PACKAGE("count { 'n' },\ncount { 'a', asked_if = input.n }")},
         "p/inputs.lua:3: input \"a\": asked_if: the condition yields a number, expected "
         "yes or no\n"},
        {{PACKAGE("count { 'a', asked_if = gt(previous(input.n), 3) }, count { 'n' }")},
         "p/inputs.lua:2: input \"a\": asked_if: what is asked depends on figures of the same "
         "period: not on previous\n"},
        {{PACKAGE("count { 'a', asked_if = gt(input.a, 3) }")},
         "p/inputs.lua:2: input \"a\": asked_if goes in a circle: \"a\" depends on \"a\"\n"},
        {{PACKAGE("count { 'a', asked_if = input.b },\nflag { 'b', asked_if = input.c },\n"
                  "flag { 'c', asked_if = lt(input.b + input.a, 3) }")},
         "p/inputs.lua:3: input \"b\": asked_if goes in a circle: \"b\" depends on \"c\" depends "
         "on "
         "\"b\"\n"
         "p/inputs.lua:2: input \"a\": asked_if goes in a circle: \"a\" depends on \"b\" depends "
         "on "
         "\"c\" depends on \"a\"\n"},
        {{PACKAGE(
             "count { 'a', asked_if = eq(input.c, 'se') }, choice { 'c', options = { 'sea' } }")},
         "p/inputs.lua:2: input \"a\": asked_if: \"se\" is no option of \"c\": sea: did you mean "
         "\"sea\"?\n"},
        {{PACKAGE(
             "count { 'a' }, records { 'r', columns = { count { 'k', asked_if = input.a } } }")},
         "p/inputs.lua:2: column \"k\": asked_if goes with inputs, not with the columns of "
         "records\n"},
    };
    for (size_t i = 0; i < COUNT(examples); i++)
        assert_refused(examples[i].packages, "p", examples[i].issues);
}

/* An overlay says anew what an input is, and with it whether it is always asked. */
static void overlays_change_conditions(void **state) {
    (void)state;
    static const known packages[] = {
        {"base",
         {"package.lua",
          "return package { name = 'base', version = '1', api = 1, nodes = { { 'R', 'Root' } } }",
          "I.lua",
          "return indicator { code = 'I', parent = 'R', name = 'I', inputs = { 'a' }, measure = "
          "input.a }",
          "inputs.lua", "return { flag { 'f' }, count { 'a', asked_if = input.f } }", NULL}},
        {"over", {EXTENDING(""), "inputs.lua", "return { count { 'a' } }", NULL}},
        {NULL, {NULL}}};
    static const char csv[] = "city,period,f,a\nA,2025,no,5\n";
    for (int over = 0; over < 2; over++) {
        scored s = score_package(open_fine(packages, over ? "over" : "base"), csv);
        assert_int_equal(row_of(&s, 0, "I").status, over ? HM_OBSERVED : HM_NOT_APPLICABLE);
        release(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_asked_does_not_apply),
        cmocka_unit_test(what_nobody_knows_is_asked),
        cmocka_unit_test(rejected_figures_are_left_out_too),
        cmocka_unit_test(figures_that_nobody_asked_for_are_warned_of),
        cmocka_unit_test(records_are_asked_for_as_well),
        cmocka_unit_test(put_figures_are_asked_for),
        cmocka_unit_test(figures_of_arrow_are_asked_for),
        cmocka_unit_test(earlier_figures_are_those_that_were_asked_for),
        cmocka_unit_test(sessions_keep_figures_until_they_are_asked_for),
        cmocka_unit_test(sessions_follow_conditions_of_conditions),
        cmocka_unit_test(conditions_that_are_refused),
        cmocka_unit_test(overlays_change_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
