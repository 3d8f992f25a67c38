/* Tests of what a row of scores has beside its score: contributions, ranks, flags; and of runs that
 * are cancelled or done by several threads. */
#include "core_support.h"

#include <math.h>

#define MEASURE(code, parent, rest)                                                                \
    "return indicator { code = '" code "', parent = '" parent "', name = '" code                   \
    "', inputs = { number { '" code "' } }, measure = input." code ", " rest " }"

/* R has G (weight 1: a of weight 1, b of weight 3), c of weight 2 and z of weight 0. */
static hm_package *open_weighted(const char *policy) {
    static char manifest[1024];
    sources s = {.count = 0};
    snprintf(manifest, sizeof manifest,
             "return package { name = 'p', version = '1', api = 1, policy = { %s },\n"
             "weights = { c = 2, z = 0, b = 3 },\n"
             "nodes = { {'R', 'Root'}, {'G', 'Group', parent = 'R'} } }",
             policy);
    add_source(&s, "package.lua", manifest);
    add_source(&s, "a.lua", MEASURE("a", "G", ""));
    add_source(&s, "b.lua", MEASURE("b", "G", ""));
    add_source(&s, "c.lua", MEASURE("c", "R", ""));
    add_source(&s, "z.lua", MEASURE("z", "R", ""));
    return open_sources(&s, NULL);
}

static void assert_contributes(const scored *s, const char *code, double expected) {
    const hm_score_row row = row_of(s, 0, code);
    assert_int_equal(row.has_contribution, expected >= 0);
    assert_near(row.contribution, expected >= 0 ? expected : 0);
}

static void score_contributions_add_up_to_the_index(void **state) {
    (void)state;
    scored s = score_package(open_weighted(""), "city,period,a,b,c,z\nX,2025,80,40,65,100\n");
    assert_near(row_of(&s, 0, "G").score, 50); /* (80 + 120) / 4 */
    assert_near(row_of(&s, 0, "R").score, 60); /* (50 + 130) / 3 */
    assert_contributes(&s, "R", 60);
    assert_contributes(&s, "G", 50.0 / 3);
    assert_contributes(&s, "a", 80.0 / 12);
    assert_contributes(&s, "b", 40.0 / 4);
    assert_contributes(&s, "c", 130.0 / 3);
    assert_contributes(&s, "z", 0);
    release(&s);
}

static void score_contributions_are_shares_of_the_scored(void **state) {
    (void)state;
    scored s =
        score_package(open_weighted("min_coverage = 0"), "city,period,a,b,c,z\nX,2025,80,,65,\n");
    assert_near(row_of(&s, 0, "R").score, 70); /* (80 + 130) / 3 */
    assert_contributes(&s, "a", 80.0 / 3);
    assert_contributes(&s, "b", -1);
    assert_contributes(&s, "c", 130.0 / 3);
    assert_contributes(&s, "z", -1);
    release(&s);
    s = score_package(open_weighted(""), "city,period,a,b,c,z\nX,2025,80,,,\n");
    assert_int_equal(row_of(&s, 0, "R").status, HM_INSUFFICIENT); /* below it nothing contributes */
    assert_contributes(&s, "R", -1);
    assert_contributes(&s, "a", -1);
    release(&s);
    s = score_package(open_weighted("aggregate_at = { G = 'median' }"),
                      "city,period,a,b,c,z\nX,2025,80,40,65,\n");
    assert_contributes(&s, "G", 40.0 / 3);
    assert_contributes(&s, "a", -1);
    release(&s);
}

/* The rows of a unit at once say what each says alone, however many of them are asked for. */
/* `expected` of a code that adds no points is NAN. */
static void assert_points(const scored *s, size_t unit, const char *code, const char *ancestor,
                          double expected) {
    double found = 7;
    const hm_code result = hm_scores_points(s->scores, unit, hm_package_find(s->package, code),
                                            hm_package_find(s->package, ancestor), &found);
    assert_int_equal(result, isnan(expected) ? HM_ERROR_ARGUMENT : HM_OK);
    assert_near(found, isnan(expected) ? 7 : expected);
}

/* As above, and d is taken off R. A: G = (20 + 3 * 60) / 4 = 50; R = (50 + 2 * 80) / 3 - 10. B is
 * held at 0 by d, C lacks c, and its d is 0. */
static void score_points_at_every_level(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1, weights = { c = 2, b = 3 },\n"
               "nodes = { {'R', 'Root'}, {'G', 'Group', parent = 'R'} } }");
    add_source(&s, "a.lua", MEASURE("a", "G", ""));
    add_source(&s, "b.lua", MEASURE("b", "G", ""));
    add_source(&s, "c.lua", MEASURE("c", "R", ""));
    add_source(&s, "d.lua", MEASURE("d", "R", "deducts = true"));
    scored r = score_package(open_sources(&s, NULL), "city,period,a,b,c,d\nA,2025,20,60,80,10\n"
                                                     "B,2025,4,4,4,90\nC,2025,20,60,,0\n");
    assert_points(&r, 0, "a", "G", 5);
    assert_points(&r, 0, "a", "R", 5.0 / 3);
    assert_points(&r, 0, "b", "G", 45);
    assert_points(&r, 0, "G", "R", 50.0 / 3);
    assert_points(&r, 0, "c", "R", 160.0 / 3);
    assert_points(&r, 0, "d", "R", -10);
    assert_points(&r, 0, "c", "c", 80);
    assert_points(&r, 0, "c", "G", NAN);
    assert_points(&r, 0, "R", "G", NAN);
    assert_points(&r, 1, "a", "G", 1);
    assert_points(&r, 1, "a", "R", NAN);
    assert_points(&r, 1, "d", "R", NAN);
    assert_points(&r, 2, "a", "R", 5);
    assert_points(&r, 2, "c", "R", NAN);
    double zero = 7;
    assert_int_equal(hm_scores_points(r.scores, 2, hm_package_find(r.package, "d"), 0, &zero),
                     HM_OK);
    assert_true(zero == 0 && !signbit(zero));
    assert_int_equal(hm_scores_points(r.scores, 3, 0, 0, &zero), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_points(r.scores, 0, 99, 0, &zero), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_points(r.scores, 0, 0, 99, &zero), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_points(r.scores, 0, 0, 0, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_points(NULL, 0, 0, 0, &zero), HM_ERROR_ARGUMENT);
    release(&r);
}

static void assert_rows_of_unit(const scored *s, size_t unit) {
    enum { NODES = 6 };
    hm_score_row rows[NODES];
    for (size_t count = 0; count <= NODES; count++) {
        memset(rows, 0xA5, sizeof rows);
        rows[0].size = sizeof *rows;
        assert_int_equal(hm_scores_rows(s->scores, unit, rows, count), HM_OK);
        for (size_t node = 0; node < count; node++) {
            hm_score_row alone = HM_SCORE_ROW_INIT;
            assert_int_equal(hm_scores_row(s->scores, unit, node, &alone), HM_OK);
            assert_memory_equal(&rows[node], &alone, sizeof alone);
        }
    }
    assert_int_equal(hm_scores_rows(s->scores, unit, rows, NODES + 1), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_rows(s->scores, unit, NULL, 1), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_scores_rows(s->scores, unit + 1000, rows, 1), HM_ERROR_ARGUMENT);
}

static void score_rows_of_a_unit_are_those_of_its_nodes(void **state) {
    (void)state;
    static const char *const policies[] = {"", "min_coverage = 0", "aggregate = 'geometric'",
                                           "rounding = 1"};
    for (size_t p = 0; p < COUNT(policies); p++) {
        scored s = score_package(open_weighted(policies[p]),
                                 "city,period,a,b,c,z\nV,2025,80,40,65,100\nW,2025,80,,65,\n"
                                 "X,2025,80,,,\nY,2025,,,,\nZ,2025,0,0,0,0\n");
        for (size_t unit = 0; unit < 5; unit++)
            assert_rows_of_unit(&s, unit);
        release(&s);
    }
    assert_int_equal(hm_scores_rows(NULL, 0, NULL, 0), HM_ERROR_ARGUMENT);
}

static void score_weights_are_shares_among_siblings(void **state) {
    (void)state;
    static const struct {
        const char *code;
        double share;
    } expected[] = {{"R", 1}, {"G", 1.0 / 3}, {"a", 0.25}, {"b", 0.75}, {"c", 2.0 / 3}, {"z", 0}};
    hm_package *package = open_weighted("");
    for (size_t i = 0; i < COUNT(expected); i++) {
        hm_node_info info = HM_NODE_INFO_INIT;
        assert_int_equal(hm_package_node(package, i, &info), HM_OK);
        assert_string_equal(info.code, expected[i].code);
        assert_near(info.share, expected[i].share);
    }
    hm_package_free(package);
}

/* --- ranks --- */

static void score_ranks_by_period_with_ties(void **state) {
    (void)state;
    static const struct {
        const char *line;
        uint32_t rank;
    } cities[] = {
        {"A,2025,50\n", 2},
        {"B,2025,50.00000000001\n", 2}, /* within 1e-9 of the first of its tie */
        {"A,2026,10\n", 1},             /* another period is another ranking */
        {"C,2025,70\n", 1},
        {"D,2025,\n", 0},
        {"E,2025,40\n", 4},
        {"F,2025,40\n", 4},
        {"B,2026,9.9999\n", 2},
        {"G,2025,0\n", 6},
        {"H,2025,0\n", 6},
        /* neighbours near enough, but the third is too far from the first */
        {"A,2027,20\n", 1},
        {"B,2027,19.999999985\n", 1},
        {"C,2027,19.99999997\n", 3},
    };
    char csv[1024] = "city,period,n\n";
    for (size_t i = 0; i < COUNT(cities); i++)
        strcat(csv, cities[i].line);
    scored s = score_package(open_one("amount { 'n' }", "measure = input.n"), csv);
    for (size_t unit = 0; unit < COUNT(cities); unit++) {
        assert_int_equal(row_of(&s, unit, "I").rank, cities[unit].rank);
        assert_int_equal(row_of(&s, unit, "R").rank, cities[unit].rank);
    }
    release(&s);
}

/* --- flags and ranges --- */

static void score_values_outside_their_range_are_held(void **state) {
    (void)state;
    static const struct {
        double value, score;
        unsigned flags;
    } expected[] = {{150, 80, HM_FLAG_CAPPED},
                    {80, 80, 0},
                    {50, 50, 0},
                    {20, 20, 0},
                    {19, 20, HM_FLAG_FLOORED},
                    {-5, 20, HM_FLAG_FLOORED},
                    {80.000000000001, 80, 0}};
    scored s = score_package(
        open_one("number { 'n' }", "measure = input.n, range = {20, 80}"),
        "city,period,n\nA,2025,150\nB,2025,80\nC,2025,50\nD,2025,20\nE,2025,19\nF,2025,-5\n"
        "G,2025,80.000000000001\n");
    for (size_t unit = 0; unit < COUNT(expected); unit++) {
        const hm_score_row row = row_of(&s, unit, "I");
        assert_near(row.value, expected[unit].value);
        assert_near(row.score, expected[unit].score);
        assert_int_equal(row.flags, expected[unit].flags);
        assert_int_equal(row_of(&s, unit, "R").flags, 0);
    }
    release(&s);
}

static const char parts_csv[] = "city,period,n,m\nA,2025,12,10\nB,2025,10,10\nC,2025,,10\n";

static void score_parts_above_their_whole_are_doubted(void **state) {
    (void)state;
    scored s = score_package(
        open_one("count { 'n' }, count { 'm' }", "measure = percent(input.n, input.m)"), parts_csv);
    assert_int_equal(row_of(&s, 0, "I").flags, HM_FLAG_PART_EXCEEDS_WHOLE | HM_FLAG_CAPPED);
    assert_near(row_of(&s, 0, "I").value, 120);
    assert_near(row_of(&s, 0, "I").score, 100);
    assert_int_equal(row_of(&s, 1, "I").flags, 0);
    assert_int_equal(hm_issues_count(hm_scores_issues(s.scores)), 1);
    const hm_issue *issue = hm_issues_get(hm_scores_issues(s.scores), 0);
    assert_string_equal(message_of(issue).text,
                        "input \"n\" is more than the whole it is a part of: 12 of m = 10");
    assert_int_equal(issue->line, 2);
    assert_int_equal(issue->column, 8);
    assert_int_equal(issue->severity, HM_WARNING);
    release(&s);
}

static void score_parts_of_several_indicators_are_doubted_once(void **state) {
    (void)state;
    char text[3][4096];
    sources files = {.count = 0};
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "inputs.lua", "return { count { 'n' }, count { 'm' } }");
    add_source(&files, "I.lua",
               script_of(text[0], "I", "'n', 'm'", "measure = percent(input.n, input.m)"));
    add_source(&files, "J.lua",
               script_of(text[1], "J", "'n', 'm'", "measure = percent(input.n, input.m) / 2"));
    add_source(&files, "K.lua",
               script_of(text[2], "K", "'n', 'm'", "measure = percent(input.m, input.n)"));
    scored s = score_package(open_sources(&files, NULL), "city,period,n,m\nA,2025,12,10\n"
                                                         "B,2025,7,8\n");
    /* n of m, in I and J, is too much in A; m of n in B */
    assert_int_equal(hm_issues_count(hm_scores_issues(s.scores)), 2);
    assert_string_equal(message_of(hm_issues_get(hm_scores_issues(s.scores), 1)).text,
                        "input \"m\" is more than the whole it is a part of: 8 of n = 7");
    release(&s);
}

static void score_parts_that_may_exceed_are_not(void **state) {
    (void)state;
    scored s = score_package(open_one("count { 'n' }, count { 'm' }",
                                      "measure = percent(input.n, input.m), part_of = false"),
                             parts_csv);
    assert_int_equal(row_of(&s, 0, "I").flags, HM_FLAG_CAPPED);
    assert_int_equal(hm_issues_count(hm_scores_issues(s.scores)), 0);
    release(&s);
    s = score_package(open_one("count { 'n' }, count { 'm' }",
                               "measure = function(v) return 1 end, part_of = { n = 'm' }"),
                      parts_csv);
    assert_int_equal(row_of(&s, 0, "I").flags, HM_FLAG_PART_EXCEEDS_WHOLE);
    release(&s);
}

static void score_rests_on_unverified_figures(void **state) {
    (void)state;
    scored s = score_package(
        open_one("count { 'n' }, count { 'm' }", "measure = first_of(input.n, input.m)"),
        "city,period,input,value,verified\nA,2025,n,5,no\nB,2025,n,5,yes\n"
        "C,2025,n,5,\nD,2025,n,,no\nD,2025,m,4,\n");
    assert_int_equal(row_of(&s, 0, "I").flags, HM_FLAG_UNVERIFIED);
    for (size_t unit = 1; unit < 4; unit++) /* a figure that is missing is nothing to rest on */
        assert_int_equal(row_of(&s, unit, "I").flags, 0);
    release(&s);
}

/* --- runs --- */

static void score_can_be_cancelled(void **state) {
    (void)state;
    hm_package *package = open_weighted("");
    hm_dataset *data = read_data("city,period,a\nX,2025,1\n");
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = (hm_scores *)&options;
    hm_error error;
    hm_cancel *cancel = NULL;
    assert_int_equal(hm_cancel_new(&cancel, NULL, NULL), HM_OK);
    hm_cancel_request(cancel);
    options.cancel = cancel;
    assert_int_equal(hm_score(&scores, package, data, &options, &error), HM_ERROR_CANCELLED);
    assert_null(scores);
    hm_cancel_free(cancel);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* Expressions and functions, missing and rejected figures, reasons and ranks, in more units than
 * a few chunks hold: the same bytes for any number of threads. */
static void score_is_the_same_for_any_number_of_jobs(void **state) {
    (void)state;
    enum { UNITS = 10500 };
    static const size_t jobs[] = {1, 4, SIZE_MAX};
    sources files = {.count = 0};
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "a.lua", MEASURE("a", "R", ""));
    add_source(&files, "f.lua",
               "return indicator { code = 'f', parent = 'R', name = 'F', inputs = { 'a' },\n"
               "measure = function(v)\n if v.a % 13 == 0 then error('bad ' .. v.a) end\n"
               " return v.a % 101 end }");
    hm_package *package = open_sources(&files, NULL);
    char *csv = malloc(UNITS * 32), *first = NULL;
    assert_non_null(csv);
    size_t at = (size_t)sprintf(csv, "city,period,a\n");
    for (int i = 0; i < UNITS; i++)
        at += (size_t)sprintf(csv + at, i % 11 == 5 ? "C%d,%d,\n" : "C%d,%d,%d\n", i, 2020 + i % 3,
                              i * 7919 % 100000);
    hm_dataset *data = read_data(csv);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        hm_score_options options = HM_SCORE_OPTIONS_INIT;
        options.jobs = jobs[i];
        hm_scores *scores = score_with(package, data, &options);
        char *text = write_text(scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
        if (first)
            assert_string_equal(text, first);
        /* 10500 - 955 figures, every thirteenth of which or so fails in its own way */
        assert_in_range(hm_issues_count_of(hm_scores_issues(scores), HM_REJECTED), 700, 770);
        hm_scores_free(scores);
        free(i == 0 ? NULL : text);
        first = i == 0 ? text : first;
    }
    free(first);
    free(csv);
    hm_dataset_free(data);
    hm_package_free(package);
}

static void score_ranks_as_many_levels_as_asked_for(void **state) {
    (void)state;
    hm_package *package = open_one("number { 'a', 'A' }", "measure = input.a");
    hm_dataset *data = read_data("city,period,a\nA,2025,10\nB,2025,20\n");
    for (size_t levels = 0; levels <= 2; levels++) {
        hm_score_options options = HM_SCORE_OPTIONS_INIT;
        options.rank_levels = levels;
        scored s = {package, data, score_with(package, data, &options)};
        assert_int_equal(row_of(&s, 0, "R").rank, levels > 0 ? 2 : 0);
        assert_int_equal(row_of(&s, 1, "R").rank, levels > 0 ? 1 : 0);
        assert_int_equal(row_of(&s, 0, "I").rank, levels > 1 ? 2 : 0);
        assert_near(row_of(&s, 1, "I").score, 20);
        hm_scores_free(s.scores);
    }
    hm_dataset_free(data);
    hm_package_free(package);
}

/* One figure that does not suit among thousands that do, in each place a look in wide steps has. */
static void score_finds_the_one_figure_that_does_not_suit(void **state) {
    (void)state;
    enum { UNITS = 2100 };
    static const struct {
        const char *inputs, *fine, *wrong;
    } kinds[] = {{"count { 'a', 'A' }", "4503599627370497", "0.5"},
                 {"count { 'a', 'A' }", "7", "-1"},
                 {"flag { 'a', 'A' }", "1", "2"},
                 {"amount { 'a', 'A', min = 5 }", "5", "4.9"},
                 {"grade { 'a', 'A' }", "0.25", "1.25"}};
    static const size_t places[] = {0, 1, 1023, 1024, 2047, UNITS - 1};
    static char csv[UNITS * 40];
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t k = 0; k < COUNT(places); k++) {
            size_t at = (size_t)sprintf(csv, "city,period,a\n");
            for (size_t i = 0; i < UNITS; i++)
                at += (size_t)sprintf(csv + at, "C%zu,2025,%s\n", i,
                                      i == places[k] ? kinds[kind].wrong
                                      : i % 7 == 3   ? ""
                                                     : kinds[kind].fine);
            scored s = score_package(open_one(kinds[kind].inputs, "measure = input.a + 0"), csv);
            for (size_t i = 0; i < UNITS; i++)
                assert_int_equal(row_of(&s, i, "I").status, i == places[k] ? HM_INVALID
                                                            : i % 7 == 3   ? HM_NOT_REPORTED
                                                                           : HM_OBSERVED);
            assert_int_equal(hm_issues_count(hm_scores_issues(s.scores)), 1);
            release(&s);
        }
}

static void score_of_no_units_is_empty(void **state) {
    (void)state;
    scored s = {.package = open_weighted("")};
    hm_error error;
    assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(s.data, &error), HM_OK);
    s.scores = score_with(s.package, s.data, NULL);
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_scores_row(s.scores, 0, 0, &row), HM_ERROR_ARGUMENT);
    char *text = write_text(s.scores,
                            (hm_write_options){.size = sizeof(hm_write_options), .format = "json"});
    assert_string_equal(text, "{\"run\":{},\n\"scores\":[\n]}\n");
    free(text);
    release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score_contributions_add_up_to_the_index),
        cmocka_unit_test(score_contributions_are_shares_of_the_scored),
        cmocka_unit_test(score_points_at_every_level),
        cmocka_unit_test(score_rows_of_a_unit_are_those_of_its_nodes),
        cmocka_unit_test(score_weights_are_shares_among_siblings),
        cmocka_unit_test(score_ranks_by_period_with_ties),
        cmocka_unit_test(score_ranks_as_many_levels_as_asked_for),
        cmocka_unit_test(score_finds_the_one_figure_that_does_not_suit),
        cmocka_unit_test(score_values_outside_their_range_are_held),
        cmocka_unit_test(score_parts_above_their_whole_are_doubted),
        cmocka_unit_test(score_parts_of_several_indicators_are_doubted_once),
        cmocka_unit_test(score_parts_that_may_exceed_are_not),
        cmocka_unit_test(score_rests_on_unverified_figures),
        cmocka_unit_test(score_can_be_cancelled),
        cmocka_unit_test(score_is_the_same_for_any_number_of_jobs),
        cmocka_unit_test(score_of_no_units_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
