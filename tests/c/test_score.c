/* Tests of scoring: function measures, and what states do to groups. test_score_rows.c has ranks,
 * contributions and flags. */
#include "core_support.h"

#include "platform/clock.h"

static const char *reason_of(const scored *s, size_t unit, const char *code) {
    const char *reason = hm_scores_reason(s->scores, unit, hm_package_find(s->package, code));
    return reason ? reason : "";
}

/* --- function measures --- */

static void score_functions_see_figures_as_they_are(void **state) {
    (void)state;
    scored s = score_package(
        open_one("number { 'n', may_be_na = true }, flag { 'yes' }, choice { 'level', options = "
                 "{'low', 'high'} }",
                 "measure = function(v)\n"
                 "  assert(type(v.n) == 'number' and type(v.yes) == 'boolean')\n"
                 "  if v.yes and v.level == 'high' then return 2 * v.n end\n"
                 "  return when(v.yes, percent(v.n, 40), 1)\n"
                 "end"),
        "city,period,n,yes,level\nA,2025,10,yes,high\nB,2025,10,no,high\nC,2025,10,1,low\n"
        "D,2025,10,yes,hihg\nE,2025,10,,low\nF,2025,NA,yes,low\n");
    static const struct {
        hm_state status;
        double value;
    } expected[] = {{HM_OBSERVED, 20}, {HM_OBSERVED, 1},     {HM_OBSERVED, 25},
                    {HM_INVALID, 0},   {HM_NOT_REPORTED, 0}, {HM_NOT_APPLICABLE, 0}};
    for (size_t unit = 0; unit < COUNT(expected); unit++) {
        const hm_score_row row = row_of(&s, unit, "I");
        assert_int_equal(row.status, expected[unit].status);
        assert_int_equal(row.has_value, expected[unit].status == HM_OBSERVED);
        assert_near(row.value, expected[unit].value);
    }
    const hm_issue *issue = hm_issues_get(hm_scores_issues(s.scores), 0);
    assert_string_equal(message_of(issue).text,
                        "input \"level\": found \"hihg\", expected one of \"low\", "
                        "\"high\": did you mean \"high\"?");
    assert_string_equal(issue->file, "data.csv");
    assert_int_equal(issue->line, 5);
    release(&s);
}

/* NA of a figure that every city has is not reported, and told of. */
static void score_what_always_applies(void **state) {
    (void)state;
    static const char *const both[][2] = {
        {"count { 'n' }", "count { 'n', may_be_na = true }"},
        {"flag { 'n' }", "flag { 'n', may_be_na = true }"},
        {"grade { 'n' }", "grade { 'n', may_be_na = true }"},
    };
    for (size_t i = 0; i < COUNT(both); i++) {
        for (size_t may = 0; may < 2; may++) {
            scored s = score_package(open_one(both[i][may], "measure = 100 * input.n"),
                                     "city,period,n\nA,2025,1\nB,2025,NA\nC,2025,NR\nD,2025,0\n");
            assert_near(row_of(&s, 0, "I").value, 100);
            assert_int_equal(row_of(&s, 1, "I").status, may ? HM_NOT_APPLICABLE : HM_NOT_REPORTED);
            assert_int_equal(row_of(&s, 2, "I").status, HM_NOT_REPORTED);
            assert_near(row_of(&s, 3, "I").value, 0);
            const hm_issues *issues = hm_scores_issues(s.scores);
            assert_int_equal(hm_issues_count(issues), may ? 0 : 1);
            if (!may) {
                const hm_issue *issue = hm_issues_get(issues, 0);
                assert_int_equal(issue->severity, HM_WARNING);
                assert_int_equal(issue->line, 3);
                assert_int_equal(issue->column, 8);
                assert_non_null(
                    strstr(message_of(issue).text, "input \"n\": NA, but it applies to every"));
            }
            release(&s);
        }
    }
}

static void score_functions_that_accept_missing_figures(void **state) {
    (void)state;
    scored s =
        score_package(open_one("count { 'n' }", "accepts_missing = true, measure = function(v)\n"
                                                "  return v.n == nil and 7 or v.n\nend"),
                      "city,period,n\nA,2025,\nB,2025,NA\nC,2025,3\nD,2025,-3\n");
    assert_near(row_of(&s, 0, "I").value, 7);
    assert_near(row_of(&s, 1, "I").value, 7);
    assert_near(row_of(&s, 2, "I").value, 3);
    assert_int_equal(row_of(&s, 3, "I").status, HM_INVALID); /* rejected is not missing */
    release(&s);
}

/* Which figure each city has decides what its measure does. */
#define NO_NUMBER "a divisor is 0, or a root or logarithm has no value"
static void score_functions_that_give_no_number(void **state) {
    (void)state;
    static const struct {
        const char *body, *reason;
        hm_state status;
    } examples[] = {
        {"return nil, 'too few inhabitants'", "too few inhabitants", HM_UNDEFINED},
        {"return percent(1, 0)", "a part above 0 in a whole of 0", HM_INVALID},
        {"return percent(0, 0)", NO_NUMBER, HM_UNDEFINED},
        {"return sqrt(-1)", NO_NUMBER, HM_UNDEFINED},
        {"error('boom')", "boom", HM_FAILED},
        {"error()", "raised a nil instead of a message", HM_FAILED},
        {"local t = nil; return t.x", "attempt to index a nil value (local 't')", HM_FAILED},
        {"while true do end", "steps: more than 10000000", HM_FAILED},
        {"pcall(function() while true do end end) return 1", "steps: more than 10000000",
         HM_FAILED},
        {"return 'x'", "the measure returned a string, expected a number", HM_FAILED},
        {"return '5'", "the measure returned a string, expected a number", HM_FAILED},
        {"return true", "the measure returned a boolean, expected a number", HM_FAILED},
        {"return 0/0", NO_NUMBER, HM_UNDEFINED},
        {"return 1/0", NO_NUMBER, HM_UNDEFINED},
        {"return 1e308 * 10", "the measure returned a number that is not finite", HM_FAILED},
        {"return input.n", "the measure returned an expression: in a function, inputs are v.NAME",
         HM_FAILED},
        {"return", "the measure returned nothing: return a number, or nil and the reason",
         HM_FAILED},
        {"return v.nn", "v.nn is not among the inputs of this indicator: did you mean \"n\"?",
         HM_FAILED},
        {"return v.population", "v.population is not among the inputs of this indicator",
         HM_FAILED},
        {"v.n = 1 return 1", "inputs cannot be written to: \"n\"", HM_FAILED},
        {"kept = 1 return 1", "global 'kept' cannot be set: declare it with 'local'", HM_FAILED},
        {"return eq('a', 0) and 1 or 2", "eq takes values of one kind, found a number beside text",
         HM_FAILED},
        {"return number_of{}",
         "number_of found an empty list: a missing figure (nil) ends a list, so write "
         "number_of(a, b) where some may be missing",
         HM_FAILED},
    };
    size_t failures = 0;
    for (size_t i = 0; i < COUNT(examples); i++) {
        char rest[1024];
        snprintf(rest, sizeof rest,
                 "measure = function(v)\nif v.n == 2 then\n%s\nend\nreturn v.n end",
                 examples[i].body);
        scored s = score_package(open_one("number { 'n' }", rest),
                                 "city,period,n\nA,2025,1\nB,2025,2\nC,2025,3\n");
        const hm_score_row row = row_of(&s, 1, "I");
        if (row.status != examples[i].status || strcmp(reason_of(&s, 1, "I"), examples[i].reason)) {
            print_error("%s: %s (%s)\n", examples[i].body, hm_state_status(row.status),
                        reason_of(&s, 1, "I"));
            failures++;
        }
        assert_int_equal(row.has_value, 0);
        assert_near(row_of(&s, 0, "I").score, 1); /* neighbours are unharmed */
        assert_near(row_of(&s, 2, "I").score, 3);
        assert_string_equal(reason_of(&s, 2, "I"), "");
        release(&s);
    }
    assert_int_equal(failures, 0);
}

static void score_functions_that_fail_are_one_issue(void **state) {
    (void)state;
    char csv[40000] = "city,period,n\n";
    size_t at = strlen(csv);
    for (int i = 0; i < 1000; i++)
        at += (size_t)snprintf(csv + at, sizeof csv - at, "C%d,2025,%d\n", i, i);
    scored s = score_package(open_one("number { 'n' }",
                                      "measure = function(v)\n"
                                      "  if v.n % 2 == 0 then error('even') end\n"
                                      "  if v.n == 501 then return nil, 'odd one out' end\n"
                                      "  return v.n % 100\nend"),
                             csv);
    const hm_issues *issues = hm_scores_issues(s.scores);
    assert_int_equal(hm_issues_count(issues), 2);
    assert_string_equal(message_of(hm_issues_get(issues, 0)).text,
                        "indicator I failed for C0 2025 and 499 more: even");
    assert_string_equal(hm_issues_get(issues, 0)->file, "p/I.lua");
    assert_int_equal(hm_issues_get(issues, 0)->line, 4);
    assert_int_equal(hm_issues_get(issues, 0)->severity, HM_REJECTED);
    assert_string_equal(message_of(hm_issues_get(issues, 1)).text,
                        "indicator I has no value for C501 2025: odd one out");
    assert_int_equal(hm_issues_get(issues, 1)->severity, HM_NOTE);
    for (size_t unit = 0; unit < 1000; unit++) /* every reason is found again */
        assert_string_equal(reason_of(&s, unit, "I"), unit % 2 == 0 ? "even"
                                                      : unit == 501 ? "odd one out"
                                                                    : "");
    release(&s);
}

static void score_functions_with_a_reason_each_stay_fast(void **state) {
    (void)state;
    enum { UNITS = 20000 };
    char *csv = malloc(UNITS * 24 + 32);
    assert_non_null(csv);
    size_t at = (size_t)sprintf(csv, "city,period,n\n");
    for (int i = 0; i < UNITS; i++)
        at += (size_t)sprintf(csv + at, "C%d,2025,%d\n", i, i);
    scored s = score_package(
        open_one("number { 'n' }", "measure = function(v) return nil, 'case ' .. v.n end"), csv);
    assert_int_equal(hm_issues_count_of(hm_scores_issues(s.scores), HM_NOTE), UNITS);
    assert_string_equal(reason_of(&s, UNITS - 1, "I"), "case 19999.0");
    release(&s);
    free(csv);
}

/* --- choices and texts --- */

static void score_choices_and_texts_are_compared(void **state) {
    (void)state;
    hm_package *package =
        open_one("choice { 'level', options = {'low', 'high'} },\n"
                 "records { 'roads', columns = { text { 'kind' }, amount { 'km' } } }",
                 "measure = points(eq(input.level, 'high'), 30)\n"
                 "  + sum(when(eq(input.roads.kind, 'motor way'), input.roads.km, 0))\n"
                 "  + count_rows(input.roads, ne(input.roads.kind, input.level))");
    static const char roads[] = "city,period,kind,km\nA,2025,motor way,4\nA,2025,high,2\n"
                                "A,2025,motor way,0.5\nB,2025,7,3\n";
    static const char observations[] = "city,period,level\nA,2025,high\nB,2025,low\n";
    hm_error error;
    scored s = {.package = package};
    assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
    assert_int_equal(
        hm_dataset_read_memory(s.data, "o.csv", observations, sizeof observations - 1, &error),
        HM_OK);
    assert_int_equal(
        hm_dataset_read_records_memory(s.data, "roads", "r.csv", roads, sizeof roads - 1, &error),
        HM_OK);
    assert_int_equal(hm_dataset_finish(s.data, &error), HM_OK);
    s.scores = score_with(package, s.data, NULL);
    assert_near(row_of(&s, 0, "I").value, 36.5); /* 30 + 4 + 0.5, and two kinds that are not high */
    assert_near(row_of(&s, 1, "I").value, 1);
    release(&s);
}

/* --- groups --- */

#define MEASURE(code, parent, formula)                                                             \
    "return indicator { code = '" code "', parent = '" parent "', name = '" code                   \
    "', inputs = { '" code "' }, measure = " formula " }"

/* R has G (with a, b and c) and d. A figure a is its score; a = 0 is a zero divisor. */
static hm_package *open_groups(const char *policy) {
    static char manifest[1024];
    sources s = {.count = 0};
    snprintf(manifest, sizeof manifest,
             "return package { name = 'p', version = '1', api = 1, policy = { %s },\n"
             "nodes = { {'R', 'Root'}, {'G', 'Group', parent = 'R'} } }",
             policy);
    add_source(&s, "package.lua", manifest);
    add_source(&s, "inputs.lua",
               "return { count{'a', may_be_na = true}, count{'b', may_be_na = true},\n"
               "  count{'c', may_be_na = true}, count{'d', may_be_na = true} }");
    add_source(&s, "a.lua", MEASURE("a", "G", "input.a * (input.a / input.a)"));
    add_source(&s, "b.lua", MEASURE("b", "G", "input.b"));
    add_source(&s, "c.lua", MEASURE("c", "G", "input.c"));
    add_source(&s, "d.lua", MEASURE("d", "R", "input.d"));
    return open_sources(&s, NULL);
}

typedef struct group_example {
    const char *figures; /* of a, b, c, d */
    hm_state group;
    double group_score, group_coverage;
    hm_state root;
    double root_score, root_coverage;
} group_example;

static void check_groups(const char *policy, const group_example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char csv[200];
        snprintf(csv, sizeof csv, "city,period,a,b,c,d\nX,2025,%s\n", examples[i].figures);
        scored s = score_package(open_groups(policy), csv);
        const hm_score_row group = row_of(&s, 0, "G"), root = row_of(&s, 0, "R");
        if (group.status != examples[i].group || root.status != examples[i].root)
            fail_msg("%s: %s, %s", examples[i].figures, hm_state_status(group.status),
                     hm_state_status(root.status));
        assert_near(group.score, examples[i].group_score);
        assert_near(group.coverage, examples[i].group_coverage);
        assert_near(root.score, examples[i].root_score);
        assert_near(root.coverage, examples[i].root_coverage);
        assert_int_equal(group.has_score, group.status == HM_OBSERVED);
        release(&s);
    }
}

#define OK     HM_OBSERVED
#define NA     HM_NOT_APPLICABLE
#define LITTLE HM_INSUFFICIENT

static void score_groups_by_what_is_covered(void **state) {
    (void)state;
    static const group_example examples[] = {
        {"10,20,30,40", OK, 20, 1, OK, 30, 1},
        {"10,20,,40", OK, 15, 2.0 / 3, OK, 27.5, 5.0 / 6},
        /* what was reported in a group without a score is not used */
        {"10,,,40", LITTLE, 0, 1.0 / 3, OK, 40, 0.5},
        {"10,,,", LITTLE, 0, 1.0 / 3, LITTLE, 0, 0},
        {",,,40", LITTLE, 0, 0, OK, 40, 0.5}, /* exactly the threshold is enough */
        {",,,", LITTLE, 0, 0, LITTLE, 0, 0},
        {"NA,NA,NA,40", NA, 0, 0, OK, 40, 1},
        {"NA,NA,NA,NA", NA, 0, 0, NA, 0, 0},
        {"NA,10,NR,40", OK, 10, 0.5, OK, 25, 0.75},
        {"NA,NA,,40", LITTLE, 0, 0, OK, 40, 0.5},
        {"0,20,30,40", OK, 25, 1, OK, 32.5, 1}, /* undefined is left out of both */
        {"0,NA,NA,40", NA, 0, 0, OK, 40, 1},
        {"-5,20,30,40", OK, 25, 2.0 / 3, OK, 32.5, 5.0 / 6}, /* rejected is not covered */
        {"-5,x,1.5,40", LITTLE, 0, 0, OK, 40, 0.5},
    };
    check_groups("", examples, COUNT(examples));
}

static void score_groups_by_other_thresholds(void **state) {
    (void)state;
    static const group_example all[] = {{"10,20,,40", LITTLE, 0, 2.0 / 3, LITTLE, 0, 0.5},
                                        {"10,20,30,40", OK, 20, 1, OK, 30, 1},
                                        {"NA,20,30,40", OK, 25, 1, OK, 32.5, 1}};
    check_groups("min_coverage = 1", all, COUNT(all));
    static const group_example none[] = {{"10,,,", OK, 10, 1.0 / 3, OK, 10, 1.0 / 6},
                                         {",,,", LITTLE, 0, 0, LITTLE, 0, 0}};
    check_groups("min_coverage = 0", none, COUNT(none));
    static const group_example thirds[] = {{"10,20,,40", OK, 15, 2.0 / 3, OK, 27.5, 5.0 / 6}};
    check_groups("min_coverage = 0.66666666667", thirds, COUNT(thirds)); /* within 1e-9 */
}

static void score_groups_by_other_methods(void **state) {
    (void)state;
    static const group_example least[] = {{"10,20,30,40", OK, 10, 1, OK, 10, 1},
                                          {",20,30,40", OK, 20, 2.0 / 3, OK, 20, 5.0 / 6}};
    check_groups("aggregate = 'minimum'", least, COUNT(least));
    static const group_example mixed[] = {{"10,20,30,40", OK, 30, 1, OK, 35, 1},
                                          {"0,20,,40", OK, 20, 0.5, OK, 30, 0.75}};
    check_groups("aggregate_at = { G = 'maximum' }", mixed, COUNT(mixed));
}

/* The stages lie within the call, one after another. */
static void score_timing_is_no_more_than_the_call(void **state) {
    (void)state;
    hm_package *package = open_one("number { 'n' }", "measure = input.n");
    hm_dataset *data = read_data("city,period,n\nA,2025,1\nB,2025,2\nA,2026,3\n");
    hm_timing timing = {sizeof timing, -1, -1, -1, -1, -1, -1};
    const double start = hm_clock_seconds();
    hm_scores *scores = score_with(package, data, NULL);
    const double elapsed = hm_clock_seconds() - start;
    assert_int_equal(hm_scores_timing(scores, &timing), HM_OK);
    assert_true(timing.bind >= 0 && timing.evaluate >= 0);
    assert_true(timing.aggregate >= 0 && timing.rank >= 0);
    assert_true(timing.scale >= 0 && timing.issues >= 0);
    const double sum = timing.bind + timing.evaluate + timing.scale + timing.aggregate +
                       timing.rank + timing.issues;
    assert_true(sum > 0 && sum <= elapsed + 1e-9);
    assert_int_equal(hm_scores_timing(scores, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_timing(NULL, &timing), HM_ERROR_ARGUMENT);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score_functions_see_figures_as_they_are),
        cmocka_unit_test(score_what_always_applies),
        cmocka_unit_test(score_functions_that_accept_missing_figures),
        cmocka_unit_test(score_functions_that_give_no_number),
        cmocka_unit_test(score_functions_that_fail_are_one_issue),
        cmocka_unit_test(score_functions_with_a_reason_each_stay_fast),
        cmocka_unit_test(score_choices_and_texts_are_compared),
        cmocka_unit_test(score_groups_by_what_is_covered),
        cmocka_unit_test(score_groups_by_other_thresholds),
        cmocka_unit_test(score_groups_by_other_methods),
        cmocka_unit_test(score_timing_is_no_more_than_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
