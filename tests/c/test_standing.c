/* Tests of how nodes stand among others: what scores are held within, points on and off with their
 * caps, children that are required, and ones that are only shown. Expected numbers are worked out
 * by hand. */
#include "core_support.h"

#include <math.h>

/* An indicator whose value is its figure. */
#define FIGURE(code, parent, rest)                                                                 \
    "return indicator { code = '" code "', parent = '" parent "', name = '" code                   \
    "', inputs = { number { '" code "' } }, measure = input." code ", " rest " }"
#define PACKAGE "return package { name = 'p', version = '1', api = 1, "

typedef struct wanted {
    const char *code;
    hm_state status;
    double score;
    double contribution; /* NAN: none */
    unsigned flags;
} wanted;

enum { MOST = 6 };
typedef struct example {
    const char *figures; /* a row after city and period */
    wanted rows[MOST];
} example;

static void check(const sources *s, const char *inputs, const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char csv[300];
        snprintf(csv, sizeof csv, "city,period,%s\nX,2025,%s\n", inputs, examples[i].figures);
        scored found = score_package(open_sources(s, NULL), csv);
        for (size_t k = 0; k < MOST && examples[i].rows[k].code; k++) {
            const wanted *w = &examples[i].rows[k];
            const hm_score_row row = row_of(&found, 0, w->code);
            if (row.status != w->status || row.flags != w->flags ||
                row.has_contribution == !isfinite(w->contribution))
                fail_msg("%s, %s: %s, flags %u, contribution %g", examples[i].figures, w->code,
                         hm_state_status(row.status), row.flags, row.contribution);
            assert_near(row.score, w->score);
            if (isfinite(w->contribution))
                assert_near(row.contribution, w->contribution);
        }
        release(&found);
    }
}

#define OK     HM_OBSERVED
#define LITTLE HM_INSUFFICIENT
#define NONE   HM_NOT_REPORTED
#define CAP    HM_FLAG_CAPPED
#define FLOOR  HM_FLAG_FLOORED

/* a by the policy, b not held; G by itself, H as groups are without a word, R not held. */
static void standing_ranges_hold_where_they_are_given(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               PACKAGE "policy = { range = { -50, 150 } }, nodes = { { 'R', 'R', range = false },\n"
                       "{ 'G', 'G', parent = 'R', range = { -10, 120 } },\n"
                       "{ 'H', 'H', parent = 'R' } } }");
    add_source(&s, "a.lua", FIGURE("a", "G", ""));
    add_source(&s, "b.lua", FIGURE("b", "G", "range = false"));
    add_source(&s, "c.lua", FIGURE("c", "H", "range = { -200, -100 }, weight = 3"));
    add_source(&s, "d.lua", FIGURE("d", "H", "range = false"));
    static const example examples[] = {
        {"-80,110,-100,400",
         {{"a", OK, -50, -50.0 / 4, FLOOR},
          {"b", OK, 110, 110.0 / 4, 0},
          {"G", OK, 30, 15, 0},
          {"c", OK, -100, -300.0 / 8, 0},
          {"H", OK, 25, 12.5, 0},
          {"R", OK, 27.5, 27.5, 0}}},
        /* the means are -100 and 0 x 3/4 - 200/4: the first is held at -10, the second at 0 */
        {"-50,-150,-100,100",
         {{"a", OK, -50, NAN, 0},
          {"G", OK, -10, -5, FLOOR},
          {"d", OK, 100, NAN, 0},
          {"H", OK, 0, 0, FLOOR},
          {"R", OK, -5, -5, 0}}},
        {"200,1000,-90,1500",
         {{"a", OK, 150, NAN, CAP},
          {"b", OK, 1000, NAN, 0},
          {"G", OK, 120, 60, CAP},
          {"c", OK, -100, NAN, CAP},
          {"H", OK, 100, 50, CAP},
          {"R", OK, 110, 110, 0}}},
    };
    check(&s, "a,b,c,d", examples, COUNT(examples));
}

/* c counts; x adds 5 at most; the group D takes off 10 at most. */
static void standing_points_go_on_and_off_up_to_their_caps(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               PACKAGE "policy = { min_coverage = 0 }, nodes = { { 'R', 'R' },\n"
                       "{ 'D', 'D', parent = 'R', deducts = true, cap = 10, weight = 0 } } }");
    add_source(&s, "c.lua", FIGURE("c", "R", ""));
    add_source(&s, "x.lua", FIGURE("x", "R", "adds = true, cap = 5, range = false"));
    add_source(&s, "d.lua", FIGURE("d", "D", ""));
    add_source(&s, "e.lua", FIGURE("e", "D", ""));
    static const example examples[] = {
        {"80,3,2,6",
         {{"c", OK, 80, 80, 0},
          {"x", OK, 3, 3, 0},
          {"D", OK, 4, -4, 0},
          {"d", OK, 2, -1, 0},
          {"e", OK, 6, -3, 0},
          {"R", OK, 79, 79, 0}}},
        /* 5 of 8 points, and 10 of 20, to which e has given 15 */
        {"80,8,10,30",
         {{"x", OK, 8, 5, 0},
          {"D", OK, 20, -10, 0},
          {"d", OK, 10, -2.5, 0},
          {"e", OK, 30, -7.5, 0},
          {"R", OK, 75, 75, 0}}},
        /* what adds less than nothing takes off, no more than its cap either */
        {"80,-8,,", {{"x", OK, -8, -5, 0}, {"D", LITTLE, 0, NAN, 0}, {"R", OK, 75, 75, 0}}},
        /* held at either end, where points do not add up to the score */
        {"98,4,,", {{"c", OK, 98, NAN, 0}, {"x", OK, 4, NAN, 0}, {"R", OK, 100, 100, 0}}},
        {"4,-1,10,10", {{"c", OK, 4, NAN, 0}, {"D", OK, 10, NAN, 0}, {"R", OK, 0, 0, 0}}},
        {"50,,,", {{"c", OK, 50, 50, 0}, {"x", NONE, 0, NAN, 0}, {"R", OK, 50, 50, 0}}},
        /* points alone make no score */
        {",3,,", {{"x", OK, 3, NAN, 0}, {"R", LITTLE, 0, NAN, 0}}},
    };
    check(&s, "c,x,d,e", examples, COUNT(examples));
}

/* Points go before the steps: the best city has 60 + 20 points, the worst 30. */
static void standing_points_go_before_steps(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua", PACKAGE "nodes = { { 'R', 'R', scale = 'minmax' } } }");
    add_source(&s, "a.lua", FIGURE("a", "R", ""));
    add_source(&s, "x.lua", FIGURE("x", "R", "adds = true"));
    scored found = score_package(open_sources(&s, NULL),
                                 "city,period,a,x\nX,2025,60,20\nY,2025,30,0\nZ,2025,40,5\n");
    assert_near(row_of(&found, 0, "R").value, 80);
    assert_near(row_of(&found, 0, "R").score, 100);
    assert_near(row_of(&found, 1, "R").score, 0);
    assert_near(row_of(&found, 2, "R").score, 30); /* (45 - 30) / 50 */
    release(&found);
}

/* R requires a; G requires g, of weight 0. */
static void standing_required_children_take_their_group_with_them(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua", PACKAGE "nodes = { { 'R', 'R' }, { 'G', 'G', parent = 'R' } } }");
    add_source(&s, "a.lua", FIGURE("a", "R", "required = true"));
    add_source(&s, "b.lua", FIGURE("b", "G", ""));
    add_source(&s, "g.lua", FIGURE("g", "G", "required = true, weight = 0"));
    static const example examples[] = {
        {"40,60,1", {{"G", OK, 60, 30, 0}, {"R", OK, 50, 50, 0}}},
        {"40,60,", {{"G", LITTLE, 0, NAN, 0}, {"R", OK, 40, 40, 0}}},
        {",60,1", {{"G", OK, 60, NAN, 0}, {"R", LITTLE, 0, NAN, 0}}},
    };
    check(&s, "a,b,g", examples, COUNT(examples));
}

/* What is shown only: no score, coverage or state of it is its group's, and it has no share. */
static void standing_what_is_shown_has_no_say(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               PACKAGE "nodes = { { 'R', 'R' }, { 'G', 'G', parent = 'R', scored = false } } }");
    add_source(&s, "a.lua", FIGURE("a", "R", ""));
    add_source(&s, "b.lua", FIGURE("b", "R", "scored = false, weight = 5"));
    add_source(&s, "g.lua", FIGURE("g", "G", ""));
    static const example examples[] = {
        {"40,60,200",
         {{"b", OK, 60, NAN, 0},
          {"G", OK, 100, NAN, 0},
          {"g", OK, 100, NAN, CAP},
          {"R", OK, 40, 40, 0}}},
        {"40,,x", {{"b", NONE, 0, NAN, 0}, {"R", OK, 40, 40, 0}}},
        {",60,50", {{"R", LITTLE, 0, NAN, 0}}},
    };
    check(&s, "a,b,g", examples, COUNT(examples));
    scored found = score_package(open_sources(&s, NULL), "city,period,a\nX,2025,40\n");
    assert_near(row_of(&found, 0, "R").coverage, 1);
    release(&found);
}

/* T and u stand behind the index, groups first; nothing of them is in it. */
static void standing_what_stands_alone_is_shown_behind_the_index(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               PACKAGE "nodes = { { 'T', 'T', parent = false }, { 'R', 'R' } } }");
    add_source(&s, "a.lua", FIGURE("a", "R", ""));
    add_source(&s, "b.lua", FIGURE("b", "T", "weight = 3"));
    add_source(&s, "u.lua",
               "return indicator { code = 'u', parent = false, name = 'u',\n"
               "inputs = { number { 'u' } }, measure = input.u, weight = 2 }");
    static const example examples[] = {
        {"40,60,20",
         {{"R", OK, 40, 40, 0},
          {"a", OK, 40, 40, 0},
          {"T", OK, 60, NAN, 0},
          {"b", OK, 60, NAN, 0},
          {"u", OK, 20, NAN, 0}}},
        {"40,,", {{"R", OK, 40, 40, 0}, {"T", LITTLE, 0, NAN, 0}, {"u", NONE, 0, NAN, 0}}},
    };
    check(&s, "a,b,u", examples, COUNT(examples));
    static const char *const order[] = {"R", "a", "T", "b", "u"};
    hm_package *package = open_sources(&s, NULL);
    assert_int_equal(hm_package_node_count(package), COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++) {
        hm_node_info info = HM_NODE_INFO_INIT;
        assert_int_equal(hm_package_node(package, i, &info), HM_OK);
        assert_string_equal(info.code, order[i]);
        assert_int_equal(info.depth, i % 2);
        if (i > 1 && i != 3)
            assert_near(info.share, 0);
    }
    hm_package_free(package);
}

/* Rows at once are the rows one by one. */
static void standing_rows_at_once_are_those_one_by_one(void **state) {
    (void)state;
    enum { NODES = 5 };
    sources s = {.count = 0};
    hm_score_row rows[NODES];
    add_source(&s, "package.lua",
               PACKAGE
               "nodes = { { 'R', 'R' }, { 'D', 'D', parent = 'R', deducts = true, cap = 2 },\n"
               "{ 'T', 'T', parent = false } } }");
    add_source(&s, "a.lua", FIGURE("a", "R", ""));
    add_source(&s, "d.lua", FIGURE("d", "D", ""));
    add_source(&s, "t.lua", FIGURE("t", "T", ""));
    scored found = score_package(open_sources(&s, NULL), "city,period,a,d,t\nX,2025,40,8,3\n");
    rows[0] = (hm_score_row)HM_SCORE_ROW_INIT;
    assert_int_equal(hm_scores_rows(found.scores, 0, rows, NODES), HM_OK);
    for (size_t i = 0; i < NODES; i++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        assert_int_equal(hm_scores_row(found.scores, 0, i, &row), HM_OK);
        assert_int_equal(rows[i].has_contribution, row.has_contribution);
        assert_near(rows[i].contribution, row.contribution);
    }
    release(&found);
}

/* Thresholds of a node, by count, and of children. G has a, b, c of weights 8, 1, 1. */
static void open_threshold(sources *s, char *manifest, size_t size, const char *policy) {
    snprintf(manifest, size,
             PACKAGE "policy = { %s }, nodes = { { 'R', 'R' }, { 'G', 'G', parent = 'R' } } }",
             policy);
    add_source(s, "package.lua", manifest);
    add_source(s, "a.lua", FIGURE("a", "G", "weight = 8"));
    add_source(s, "b.lua", FIGURE("b", "G", ""));
    add_source(s, "c.lua", FIGURE("c", "G", ""));
    add_source(s, "r.lua", FIGURE("r", "R", ""));
}

typedef struct threshold {
    const char *policy, *figures;
    hm_state status;
} threshold;

static void standing_thresholds_by_node_count_and_children(void **state) {
    (void)state;
    static const threshold examples[] = {
        {"min_coverage = 0.5", "50,,,50", OK},
        {"min_coverage_at = { G = 0.9 }", "50,,,50", LITTLE},
        {"min_coverage_at = { G = 0.9 }", "50,50,,50", OK},
        {"min_coverage = 0.95, min_coverage_at = { G = 0.1 }", ",50,,50", OK},
        /* one of three, two of three; what does not apply is not among them */
        {"min_coverage = { 0.5, by = 'count' }", "50,,,50", LITTLE},
        {"min_coverage = { 0.5, by = 'count' }", ",50,50,50", OK},
        {"min_coverage = { 2/3, by = 'count' }", ",50,50,50", OK},
        {"min_coverage = { 0.67, by = 'count' }", ",50,50,50", LITTLE},
        {"min_coverage = { 0.5, by = 'count' }, min_coverage_at = { G = 0.3 }", ",,50,50", OK},
        {"min_coverage = 0, min_children = 2", "50,,,50", LITTLE},
        {"min_coverage = 0, min_children = 2", ",50,50,50", OK},
        {"min_coverage = 0, min_children = 9", ",50,50,50", LITTLE},
        {"min_coverage = 0, min_children = 9", "50,50,50,50", OK},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        char manifest[400], csv[200];
        sources s = {.count = 0};
        open_threshold(&s, manifest, sizeof manifest, examples[i].policy);
        snprintf(csv, sizeof csv, "city,period,a,b,c,r\nX,2025,%s\n", examples[i].figures);
        scored found = score_package(open_sources(&s, NULL), csv);
        if (row_of(&found, 0, "G").status != examples[i].status)
            fail_msg("%s, %s", examples[i].policy, examples[i].figures);
        release(&found);
    }
}

/* What is not reported has 20 and no coverage: neither a rank nor a value; what is rejected has
 * none of it, nor do points come of it. R is (60 + 20) / 2. */
static void standing_what_is_not_reported_may_have_a_score(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               PACKAGE
               "policy = { not_reported = 20, min_coverage = 0 }, nodes = { { 'R', 'R' } } }");
    add_source(&s, "a.lua", FIGURE("a", "R", ""));
    add_source(&s, "b.lua", FIGURE("b", "R", "range = { 0, 90 }"));
    add_source(&s, "x.lua", FIGURE("x", "R", "deducts = true, weight = 0"));
    scored found = score_package(open_sources(&s, NULL),
                                 "city,period,a,b,x\nX,2025,60,,\nY,2025,50,30,\nZ,2025,40,?,\n");
    const hm_score_row b = row_of(&found, 0, "b"), r = row_of(&found, 0, "R");
    assert_int_equal(b.status, OK);
    assert_near(b.score, 20);
    assert_near(b.coverage, 0);
    assert_near(b.contribution, 10);
    assert_int_equal(b.has_value, 0);
    assert_int_equal(b.rank, 0);
    assert_near(r.score, 40);
    assert_near(r.coverage, 0.5);
    assert_int_equal(row_of(&found, 1, "b").rank, 1);
    assert_int_equal(row_of(&found, 0, "x").status, NONE);
    assert_int_equal(row_of(&found, 2, "b").status, HM_INVALID);
    assert_near(row_of(&found, 2, "R").score, 40);
    release(&found);
}

/* Halves to the even digit, of the shortest decimal; G to whole marks, from what is rounded below.
 */
static void standing_rounding_by_node_and_to_even(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               PACKAGE "policy = { rounding = { digits = 2, ties = 'even', at = { G = 0 } } },\n"
                       "nodes = { { 'R', 'R' }, { 'G', 'G', parent = 'R' } } }");
    add_source(&s, "a.lua", FIGURE("a", "G", ""));
    add_source(&s, "b.lua", FIGURE("b", "G", ""));
    static const example examples[] = {
        {"1.005,1.015", {{"a", OK, 1, 0.5, 0}, {"b", OK, 1.02, 0.51, 0}, {"G", OK, 1, 1, 0}}},
        {"2.5,2.5", {{"a", OK, 2.5, 1.25, 0}, {"G", OK, 2, 2, 0}}},
        {"3.5,3.5", {{"G", OK, 4, 4, 0}, {"R", OK, 4, 4, 0}}},
        {"1.0050001,8.125",
         {{"a", OK, 1.01, 0.505, 0}, {"b", OK, 8.12, 4.06, 0}, {"G", OK, 5, 5, 0}}},
    };
    check(&s, "a,b", examples, COUNT(examples));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standing_ranges_hold_where_they_are_given),
        cmocka_unit_test(standing_points_go_on_and_off_up_to_their_caps),
        cmocka_unit_test(standing_points_go_before_steps),
        cmocka_unit_test(standing_required_children_take_their_group_with_them),
        cmocka_unit_test(standing_what_is_shown_has_no_say),
        cmocka_unit_test(standing_what_stands_alone_is_shown_behind_the_index),
        cmocka_unit_test(standing_rows_at_once_are_those_one_by_one),
        cmocka_unit_test(standing_thresholds_by_node_count_and_children),
        cmocka_unit_test(standing_what_is_not_reported_may_have_a_score),
        cmocka_unit_test(standing_rounding_by_node_and_to_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
