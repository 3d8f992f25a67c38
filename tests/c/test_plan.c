/* Plans: what a weight or a method of aggregation does to scores, in numbers worked out by hand;
 * and that nothing but the plan itself changes. */
#include "plan_support.h"

#include <math.h>
#include <pthread.h>

/* R: G (a and b), c, and d, which is taken off. `more` goes into the manifest. */
static hm_package *open_tree(const char *more, const hm_package_options *options) {
    static const char *const indicators[] = {
        "code = 'a', parent = 'G', name = 'a', inputs = { number { 'a', 'a' } }, measure = input.a",
        "code = 'b', parent = 'G', name = 'b', inputs = { number { 'b', 'b' } }, measure = input.b",
        "code = 'c', parent = 'R', name = 'c', inputs = { number { 'c', 'c' } },\n"
        "measure = function(v) return v.c end",
        "code = 'd', parent = 'R', name = 'd', inputs = { number { 'd', 'd' } }, measure = "
        "input.d,\n"
        "deducts = true"};
    char manifest[512], scripts[COUNT(indicators)][256], paths[COUNT(indicators)][8];
    sources s = {.count = 0};
    snprintf(manifest, sizeof manifest,
             "return package { name = 'p', version = '1', api = 1, %s\n"
             "nodes = { { 'R', 'Root' }, { 'G', 'Group', parent = 'R' } } }",
             more);
    add_source(&s, "package.lua", manifest);
    for (size_t i = 0; i < COUNT(indicators); i++) {
        snprintf(scripts[i], sizeof scripts[i], "return indicator { %s }", indicators[i]);
        snprintf(paths[i], sizeof paths[i], "%c.lua", "abcd"[i]);
        add_source(&s, paths[i], scripts[i]);
    }
    return open_sources(&s, options);
}

static const char csv[] = "city,period,a,b,c,d\n"
                          "Alba,2025,20,80,50,5\n"
                          "Brio,2025,90,40,10,0\n";

static int set_up(void **state) {
    static fixture f;
    f = fixture_of(open_tree("", NULL), csv);
    *state = &f;
    return 0;
}

static double score_in(const hm_scores *scores, const fixture *f, size_t unit, const char *code) {
    const hm_score_row row = row_in(scores, f, unit, code);
    assert_true(row.has_score);
    return row.score;
}

static void assert_scores(const fixture *f, const hm_plan *plan, double group, double root) {
    hm_scores *scores = score_plan(plan, f->data);
    assert_near(score_in(scores, f, 0, "G"), group);
    assert_near(score_in(scores, f, 0, "R"), root);
    hm_scores_free(scores);
}

static void set_weight(const fixture *f, hm_plan *plan, const char *code, double weight) {
    hm_error error;
    if (hm_plan_set_weight(plan, hm_package_find(f->package, code), weight, &error) != HM_OK)
        fail_msg("%s", error.message);
}

static void set_method(const fixture *f, hm_plan *plan, const char *code, const char *method) {
    hm_error error;
    if (hm_plan_set_method(plan, hm_package_find(f->package, code), method, &error) != HM_OK)
        fail_msg("%s", error.message);
}

/* G = (20 + 80) / 2; R = (50 + 50) / 2 - 5 */
static void plan_begins_as_its_package(void **state) {
    const fixture *f = *state;
    assert_scores(f, f->plan, 50, 45);
    hm_node_info of_plan = HM_NODE_INFO_INIT, of_package = HM_NODE_INFO_INIT;
    for (size_t i = 0; i < hm_package_node_count(f->package); i++) {
        assert_int_equal(hm_plan_node(f->plan, i, &of_plan), HM_OK);
        assert_int_equal(hm_package_node(f->package, i, &of_package), HM_OK);
        assert_string_equal(of_plan.code, of_package.code);
        assert_true(of_plan.weight == of_package.weight && of_plan.share == of_package.share);
    }
    assert_int_equal(hm_plan_node(f->plan, hm_package_node_count(f->package), &of_plan),
                     HM_ERROR_ARGUMENT);
}

static void weights_change_scores_and_shares(void **state) {
    const fixture *f = *state;
    hm_node_info node = HM_NODE_INFO_INIT;
    set_weight(f, f->plan, "a", 3);
    assert_scores(f, f->plan, 35, 37.5); /* (3*20 + 80) / 4; (35 + 50) / 2 - 5 */
    hm_plan_node(f->plan, hm_package_find(f->package, "a"), &node);
    assert_true(node.weight == 3 && node.share == 0.75);
    hm_plan_node(f->plan, hm_package_find(f->package, "b"), &node);
    assert_true(node.weight == 1 && node.share == 0.25);
    set_weight(f, f->plan, "G", 0);
    assert_scores(f, f->plan, 35, 45); /* 50 - 5 */
    set_weight(f, f->plan, "d", 7);    /* says nothing of the score, and has no share */
    hm_plan_node(f->plan, hm_package_find(f->package, "d"), &node);
    assert_true(node.weight == 7 && node.share == 0);
    assert_scores(f, f->plan, 35, 45);
    set_weight(f, f->plan, "R", 9); /* nor does the root's */
    hm_plan_node(f->plan, 0, &node);
    assert_true(node.share == 1);
    assert_scores(f, f->plan, 35, 45);
}

/* The weights of G's children pass through 0 on their way. */
static void weights_change_at_once(void **state) {
    const fixture *f = *state;
    const size_t a = hm_package_find(f->package, "a"), b = hm_package_find(f->package, "b");
    const size_t c = hm_package_find(f->package, "c"), g = hm_package_find(f->package, "G");
    const size_t nodes[] = {a, b, c, a, g};
    const double weights[] = {0, 0, 3, 4, 1};
    hm_node_info node = HM_NODE_INFO_INIT;
    hm_error error;
    assert_int_equal(hm_plan_set_weights(f->plan, 5, nodes, weights, &error), HM_OK);
    hm_plan_node(f->plan, a, &node);
    assert_true(node.weight == 4 && node.share == 1);
    hm_plan_node(f->plan, c, &node);
    assert_true(node.weight == 3 && node.share == 0.75);
    assert_scores(f, f->plan, 20, 37.5); /* a alone; (20 + 3*50) / 4 - 5 */
    assert_int_equal(hm_plan_set_weights(f->plan, 0, NULL, NULL, &error), HM_OK);
    assert_scores(f, f->plan, 20, 37.5);
}

/* A group that says no range is held within what follows from its method: a sum within the sum of
 * its children's ranges. The root is a mean, held within 0 and 100. */
static void methods_bring_their_ranges(void **state) {
    const fixture *f = *state;
    set_method(f, f->plan, "G", "sum");
    assert_scores(f, f->plan, 100, 70); /* 20 + 80; (100 + 50) / 2 - 5 */
    set_weight(f, f->plan, "b", 3);
    assert_scores(f, f->plan, 260, 100); /* 20 + 3 * 80; 150 is held at 100 */
    set_method(f, f->plan, "R", "sum");
    assert_scores(f, f->plan, 260, 305); /* 260 + 50 - 5 */
    set_method(f, f->plan, "G", "arithmetic");
    assert_scores(f, f->plan, 65, 110); /* (20 + 3 * 80) / 4 */
}

/* One that cannot be keeps the others from being made, whichever it is. */
static void weights_change_all_or_none(void **state) {
    const fixture *f = *state;
    const size_t a = hm_package_find(f->package, "a"), b = hm_package_find(f->package, "b");
    const size_t c = hm_package_find(f->package, "c"), none = hm_package_node_count(f->package);
    static const struct {
        double a, b, c;
        bool in_range;
        const char *message;
    } cases[] = {
        {2, 3, -1, true, "the weight of c must be 0, or a number from 1e-9 to 1e9"},
        {2, 3, NAN, true, "the weight of c must be 0, or a number from 1e-9 to 1e9"},
        {2, 3, 4, false, "node 6 is out of range: there are 6"},
        {0, 0, 4, true, "the weights of the children of G would all be 0"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const size_t nodes[] = {a, b, a, cases[i].in_range ? c : none};
        const double weights[] = {7, cases[i].b, cases[i].a, cases[i].c};
        hm_error error;
        assert_int_equal(hm_plan_set_weights(f->plan, 4, nodes, weights, &error),
                         HM_ERROR_ARGUMENT);
        assert_string_equal(error.message, cases[i].message);
        for (size_t n = 0; n < none; n++) {
            hm_node_info now = HM_NODE_INFO_INIT, begun = HM_NODE_INFO_INIT;
            hm_plan_node(f->plan, n, &now);
            hm_package_node(f->package, n, &begun);
            assert_true(now.weight == begun.weight && now.share == begun.share);
        }
    }
    assert_int_equal(hm_plan_set_weights(NULL, 0, NULL, NULL, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_set_weights(f->plan, 1, NULL, NULL, NULL), HM_ERROR_ARGUMENT);
}

static void methods_change_scores(void **state) {
    const fixture *f = *state;
    set_method(f, f->plan, "G", "geometric");
    assert_scores(f, f->plan, 40, 40); /* sqrt(20 * 80); (40 + 50) / 2 - 5 */
    set_method(f, f->plan, "R", "minimum");
    assert_scores(f, f->plan, 40, 35); /* 40 - 5 */
    set_method(f, f->plan, "G", "arithmetic");
    assert_scores(f, f->plan, 50, 45); /* 50 - 5 */
}

/* Byte for byte what a package gives that says the same. */
static void plan_gives_what_a_package_would(void **state) {
    const fixture *f = *state;
    hm_package *declared = open_tree("weights = { a = 0.3, c = 2 },\n"
                                     "policy = { aggregate_at = { G = 'harmonic' } },",
                                     NULL);
    hm_scores *wanted = score_with(declared, f->data, NULL);
    set_weight(f, f->plan, "c", 2);
    set_weight(f, f->plan, "a", 0.3);
    set_method(f, f->plan, "G", "harmonic");
    hm_scores *found = score_plan(f->plan, f->data);
    const hm_write_options options = HM_WRITE_OPTIONS_INIT;
    char *one = write_text(wanted, options), *other = write_text(found, options);
    assert_string_equal(one, other);
    free(one);
    free(other);
    hm_scores_free(wanted);
    hm_scores_free(found);
    hm_package_free(declared);
}

static void nothing_else_changes(void **state) {
    const fixture *f = *state;
    hm_plan *copy = NULL;
    set_weight(f, f->plan, "a", 3);
    assert_int_equal(hm_plan_copy(&copy, f->plan, NULL), HM_OK);
    set_weight(f, f->plan, "a", 1);
    set_method(f, f->plan, "G", "maximum");
    assert_scores(f, f->plan, 80, 60); /* (80 + 50) / 2 - 5 */
    assert_scores(f, copy, 35, 37.5);
    hm_scores *scores = score_with(f->package, f->data, NULL);
    assert_near(score_in(scores, f, 0, "R"), 45);
    hm_scores_free(scores);
    hm_plan_free(copy);
}

/* Contributions and weights are worked out when they are asked for. */
static void scores_keep_their_plan(void **state) {
    const fixture *f = *state;
    hm_package *package = open_tree("", NULL);
    hm_plan *plan = NULL;
    const hm_write_options options = HM_WRITE_OPTIONS_INIT;
    assert_int_equal(hm_plan_new(&plan, package, NULL), HM_OK);
    hm_package_free(package); /* the plan keeps it */
    set_weight(f, plan, "a", 3);
    hm_scores *scores = score_plan(plan, f->data);
    char *before = write_text(scores, options);
    set_weight(f, plan, "a", 100);
    set_method(f, plan, "R", "maximum");
    hm_plan_free(plan);
    char *after = write_text(scores, options);
    assert_string_equal(before, after);
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_scores_row(scores, 0, hm_package_find(f->package, "a"), &row), HM_OK);
    assert_near(row.contribution, 7.5); /* 20 * 3/4 * 1/2 */
    free(before);
    free(after);
    hm_scores_free(scores);
}

/* --- what it refuses --- */

static void assert_weight_refused(const fixture *f, const char *code, double weight,
                                  const char *message) {
    hm_error error;
    assert_int_equal(hm_plan_set_weight(f->plan, hm_package_find(f->package, code), weight, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, message);
    assert_scores(f, f->plan, 50, 45);
}

static void weights_are_checked(void **state) {
    const fixture *f = *state;
    static const char all_zero[] = "the weights of the children of G would all be 0";
    hm_error error;
    assert_weight_refused(f, "a", -1, "the weight of a must be 0, or a number from 1e-9 to 1e9");
    assert_weight_refused(f, "a", 1e-10, "the weight of a must be 0, or a number from 1e-9 to 1e9");
    assert_weight_refused(f, "a", NAN, "the weight of a must be 0, or a number from 1e-9 to 1e9");
    assert_weight_refused(f, "a", INFINITY,
                          "the weight of a must be 0, or a number from 1e-9 to 1e9");
    assert_int_equal(hm_plan_set_weight(f->plan, 99, 1, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "node 99 is out of range: there are 6");
    assert_int_equal(hm_plan_set_weight(f->plan, hm_package_find(f->package, "z"), 1, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "no such node: SIZE_MAX is what hm_package_find gives for a "
                                       "code that the package has not");
    assert_int_equal(hm_plan_set_weight(NULL, 0, 1, &error), HM_ERROR_ARGUMENT);
    set_weight(f, f->plan, "a", 0);
    assert_scores(f, f->plan, 80, 60); /* (80 + 50) / 2 - 5 */
    assert_int_equal(hm_plan_set_weight(f->plan, hm_package_find(f->package, "b"), 0, &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, all_zero);
    assert_scores(f, f->plan, 80, 60);
    set_weight(f, f->plan, "G", 0); /* what is taken off has no say in whether all are 0 */
    assert_int_equal(hm_plan_set_weight(f->plan, hm_package_find(f->package, "c"), 0, &error),
                     HM_ERROR_ARGUMENT);
}

static void methods_are_checked(void **state) {
    const fixture *f = *state;
    hm_error error;
    const size_t group = hm_package_find(f->package, "G"), a = hm_package_find(f->package, "a");
    assert_int_equal(hm_plan_set_method(f->plan, group, "geometrc", &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "no method of aggregation \"geometrc\": arithmetic, geometric, "
                        "harmonic, minimum, maximum, median, product, power, worst, "
                        "mazziotta_pareto, mean_min, copeland, wroclaw, "
                        "benefit_of_the_doubt, sum: did you mean \"geometric\"?");
    assert_int_equal(hm_plan_set_method(f->plan, a, "geometric", &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "a is an indicator: only groups have a method of aggregation");
    assert_int_equal(hm_plan_set_method(f->plan, group, "copeland", &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "copeland compares cities: only a package can say that a "
                                       "group is made so, or no longer");
    assert_int_equal(hm_plan_set_method(f->plan, 99, "geometric", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_set_method(f->plan, group, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_set_method(NULL, group, "geometric", &error), HM_ERROR_ARGUMENT);
    assert_scores(f, f->plan, 50, 45);
}

static void nothing_is_refused(void **state) {
    const fixture *f = *state;
    hm_plan *plan = NULL;
    hm_scores *scores = NULL;
    hm_error error;
    assert_int_equal(hm_plan_new(NULL, f->package, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_new(&plan, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_copy(&plan, NULL, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_score_plan(&scores, NULL, f->data, NULL, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "scoring needs an out, a package or plan, and a data set");
    hm_plan_free(NULL);
}

/* --- memory, threads --- */

static void memory_runs_out(void **state) {
    const fixture *f = *state;
    counted memory = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &memory};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    hm_package *package = open_tree("", &options);
    const size_t pieces = memory.pieces;
    hm_plan *plan = NULL;
    size_t refused = 0;
    for (hm_code code = HM_ERROR_MEMORY; code != HM_OK; refused++) {
        memory.refused = memory.calls + refused + 1;
        code = hm_plan_new(&plan, package, NULL);
        assert_true(code == HM_OK || code == HM_ERROR_MEMORY);
        assert_true((code == HM_OK) == (plan != NULL));
        assert_true(code == HM_OK || memory.pieces == pieces);
    }
    assert_int_equal(refused, 5); /* the plan, its nodes, indicators and parameters */
    memory.refused = 0;
    assert_scores(f, plan, 50, 45);
    const size_t a = hm_package_find(package, "a");
    for (size_t n = 1; n <= 3; n++) { /* what was, and which groups are changed */
        memory.refused = memory.calls + n;
        assert_int_equal(hm_plan_set_weights(plan, 1, &a, (const double[]){3}, NULL),
                         n < 3 ? HM_ERROR_MEMORY : HM_OK);
        memory.refused = 0;
        assert_scores(f, plan, n < 3 ? 50 : 35, n < 3 ? 45 : 37.5);
    }
    hm_plan_free(plan);
    assert_int_equal(memory.pieces, pieces);
    hm_package_free(package);
    assert_int_equal(memory.pieces, 0);
}

enum { THREADS = 4, TIMES = 200 };

typedef struct worker {
    const fixture *f;
    double weight;
    pthread_t thread;
    size_t wrong;
} worker;

/* Each has a copy of its own, and scores with one that all share. */
static void *vary(void *context) {
    worker *w = context;
    hm_plan *plan = NULL;
    w->wrong += hm_plan_copy(&plan, w->f->plan, NULL) != HM_OK;
    for (size_t i = 0; i < TIMES; i++) {
        const double weight = w->weight + (double)i;
        w->wrong += hm_plan_set_weight(plan, hm_package_find(w->f->package, "a"), weight, NULL);
        const hm_plan *const plans[] = {plan, w->f->plan};
        const double expected[] = {(weight * 20 + 80) / (weight + 1), 50};
        for (size_t k = 0; k < COUNT(plans); k++) {
            hm_scores *scores = NULL;
            w->wrong += hm_score_plan(&scores, plans[k], w->f->data, NULL, NULL) != HM_OK;
            const double *found = hm_scores_of_node(scores, hm_package_find(w->f->package, "G"));
            w->wrong += !(fabs(found[0] - expected[k]) < 1e-9);
            hm_scores_free(scores);
        }
    }
    hm_plan_free(plan);
    return NULL;
}

static void threads_vary_copies(void **state) {
    worker workers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (worker){.f = *state, .weight = (double)i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, vary, &workers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
        assert_int_equal(workers[i].wrong, 0);
    }
}

/* What was scored before keeps the parameters that it was made with. */
static void plan_parameters(void **state) {
    (void)state;
    static const char table[] = "name,value\nline,50\n";
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1, "
               "nodes = { { 'R', 'Root' } } }");
    add_source(&s, "a.lua",
               "return indicator { code = 'a', parent = 'R', name = 'a', "
               "inputs = { number { 'a' } }, measure = input.a + param.line }");
    add_source(&s, "parameters.csv", table);
    fixture f = fixture_of(open_sources(&s, NULL), csv);
    hm_plan *copy;
    hm_error error;
    hm_scores *before = score_plan(f.plan, f.data);
    assert_int_equal(hm_plan_set_parameter(f.plan, "line", 10, &error), HM_OK);
    assert_int_equal(hm_plan_copy(&copy, f.plan, NULL), HM_OK);
    hm_scores *after = score_plan(copy, f.data);
    assert_near(score_in(before, &f, 0, "R"), 70);
    assert_near(score_in(after, &f, 0, "R"), 30);
    assert_int_equal(hm_plan_set_parameter(f.plan, "lime", 1, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "the package has no parameter \"lime\": did you mean \"line\"?");
    assert_int_equal(hm_plan_set_parameter(f.plan, "line", INFINITY, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_set_parameter(NULL, "line", 1, &error), HM_ERROR_ARGUMENT);
    hm_scores_free(before);
    hm_scores_free(after);
    hm_plan_free(copy);
    tear_down((void **)&(fixture *){&f});
}

/* A weight that is a parameter goes by it in all editions, until another weight is set. */
static void plan_weights_by_parameters(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1, "
               "nodes = { { 'R', 'Root' } }, weights = { a = param.w } }");
    add_source(&s, "list.lua",
               "return { indicator { code = 'a', parent = 'R', name = 'a', "
               "inputs = { number { 'a' } }, measure = input.a }, "
               "indicator { code = 'b', parent = 'R', name = 'b', inputs = { number { 'b' } }, "
               "measure = input.b } }");
    add_source(&s, "parameters.csv", "name,from,value\nw,,1\nw,2024,3\n");
    fixture f = fixture_of(open_sources(&s, NULL), "city,period,a,b\nX,2023,0,100\nX,2024,0,100\n");
    static const double expected[][2] = {{50, 25}, {20, 20}, {10, 10}};
    hm_error error;
    const size_t a = hm_package_find(f.package, "a"), b = hm_package_find(f.package, "b");
    for (size_t i = 0; i < 3; i++) {
        if (i == 1)
            assert_int_equal(hm_plan_set_parameter(f.plan, "w", 4, &error), HM_OK);
        if (i == 2)
            assert_int_equal(hm_plan_set_weight(f.plan, a, 9, &error), HM_OK);
        hm_scores *scores = score_plan(f.plan, f.data);
        assert_near(score_in(scores, &f, 0, "R"), expected[i][0]);
        assert_near(score_in(scores, &f, 1, "R"), expected[i][1]);
        hm_scores_free(scores);
    }
    assert_int_equal(hm_plan_set_parameter(f.plan, "w", -1, &error), HM_OK); /* a has 9 now */
    tear_down((void **)&(fixture *){&f});
    f = fixture_of(open_sources(&s, NULL), csv);
    assert_int_equal(hm_plan_set_parameter(f.plan, "w", -1, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "parameter w is a weight, which must be 0, or a number from "
                                       "1e-9 to 1e9");
    assert_int_equal(hm_plan_set_weight(f.plan, b, 0, &error), HM_OK);
    assert_int_equal(hm_plan_set_parameter(f.plan, "w", 0, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "the weights of the children of R would all be 0");
    tear_down((void **)&(fixture *){&f});
}

/* So does a number of a step, and of a method of aggregation: 100 (x - 0) / t of the first, whose
 * worst is 0. */
static void plan_numbers_by_parameters(void **state) {
    (void)state;
    sources s = {.count = 0};
    add_source(&s, "package.lua",
               "return package { name = 'p', version = '1', api = 1, nodes = { { 'R', 'Root', "
               "aggregate = { 'power', param.p } } } }");
    add_source(&s, "list.lua",
               "return { indicator { code = 'a', parent = 'R', name = 'a', "
               "inputs = { number { 'a' } }, measure = input.a, "
               "scale = { 'distance_to_target', param.t } }, "
               "indicator { code = 'b', parent = 'R', name = 'b', inputs = { number { 'b' } }, "
               "measure = input.b } }");
    add_source(&s, "parameters.csv", "name,from,value\nt,,80\nt,2024,50\np,,1\np,2024,2\n");
    fixture f = fixture_of(open_sources(&s, NULL), "city,period,a,b\nX,2023,40,0\nX,2024,40,0\n"
                                                   "Y,2023,0,0\nY,2024,0,0\n");
    static const double expected[][4] = {
        {50, 25, 80, 56.568542494923804}, {40, 20, 40, 28.284271247461902}, {40, 20, 40, 20}};
    hm_error error;
    hm_plan *copy;
    for (size_t i = 0; i < 3; i++) {
        if (i == 1)
            assert_int_equal(hm_plan_set_parameter(f.plan, "t", 100, &error), HM_OK);
        if (i == 2)
            assert_int_equal(hm_plan_set_parameter(f.plan, "p", 1, &error), HM_OK);
        assert_int_equal(hm_plan_copy(&copy, f.plan, NULL), HM_OK);
        hm_scores *scores = score_plan(copy, f.data);
        hm_plan_free(copy);
        assert_near(score_in(scores, &f, 0, "a"), expected[i][0]);
        assert_near(score_in(scores, &f, 0, "R"), expected[i][1]);
        assert_near(score_in(scores, &f, 1, "a"), expected[i][2]);
        assert_near(score_in(scores, &f, 1, "R"), expected[i][3]);
        hm_scores_free(scores);
    }
    assert_int_equal(hm_plan_set_parameter(f.plan, "p", 0, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "parameter p is aggregate of R, which must be a number from "
                                       "-1000 to 1000 but 0, which is geometric");
    assert_int_equal(hm_plan_set_parameter(f.plan, "t", 1e300, &error), HM_OK);
    assert_int_equal(hm_plan_set_method(f.plan, hm_package_find(f.package, "R"), "geometric", NULL),
                     HM_OK);
    assert_int_equal(hm_plan_set_parameter(f.plan, "p", 0, &error), HM_OK); /* nothing goes by it */
    tear_down((void **)&(fixture *){&f});
}

/* What a group that compares is made by are settings of its step, which is the package's. */
static void methods_that_compare_are_the_packages(void **state) {
    (void)state;
    hm_error error;
    fixture f = fixture_of(open_tree("policy = { aggregate_at = { G = { 'benefit_of_the_doubt', "
                                     "low = 0.2 }, R = 'copeland' } },",
                                     NULL),
                           csv);
    const size_t group = hm_package_find(f.package, "G"), root = hm_package_find(f.package, "R");
    assert_int_equal(hm_plan_set_method(f.plan, root, "copeland", &error), HM_OK);
    assert_int_equal(hm_plan_set_method(f.plan, root, "arithmetic", &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_plan_set_method(f.plan, group, "benefit_of_the_doubt", &error),
                     HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "benefit_of_the_doubt compares cities: only a package can "
                                       "say that a group is made so, or no longer");
    tear_down((void **)&(fixture *){&f});
}

#define WITH_PLAN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_parameters),
        cmocka_unit_test(methods_that_compare_are_the_packages),
        cmocka_unit_test(plan_weights_by_parameters),
        cmocka_unit_test(plan_numbers_by_parameters),
        WITH_PLAN(plan_begins_as_its_package),
        WITH_PLAN(weights_change_scores_and_shares),
        WITH_PLAN(methods_change_scores),
        WITH_PLAN(plan_gives_what_a_package_would),
        WITH_PLAN(nothing_else_changes),
        WITH_PLAN(scores_keep_their_plan),
        WITH_PLAN(weights_are_checked),
        WITH_PLAN(methods_are_checked),
        WITH_PLAN(nothing_is_refused),
        WITH_PLAN(memory_runs_out),
        WITH_PLAN(threads_vary_copies),
        WITH_PLAN(weights_change_at_once),
        WITH_PLAN(weights_change_all_or_none),
        WITH_PLAN(methods_bring_their_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
