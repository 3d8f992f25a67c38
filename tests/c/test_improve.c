/* What it would take: what is asked for, what a plan by hand is, and memory that runs out. */
#include <math.h>

#include "memory_support.h"

#include "hundredmark/improve.h"

/* Two groups. By hand: N.s is 50 with n = 5 of 10, F.s is 0, S is scaled over the cities. */
static const known packages[] = {
    {"sum",
     {"package.lua",
      "return package { name = 'sum', version = '1', api = 1,\n"
      "  nodes = { { 'R', 'Root' }, { 'G', 'Group', parent = 'R' } } }",
      "N.lua",
      "return indicator { code = 'N', parent = 'G', name = 'N',\n"
      "  inputs = { count { 'n', improve = { cost = 2 } }, count { 'w' } },\n"
      "  measure = percent(input.n, input.w) }",
      "F.lua",
      "return indicator { code = 'F', parent = 'R', name = 'F',\n"
      "  inputs = { flag { 'f', improve = { cost = 3 } }, flag { 'g', improve = { cost = 30 } } "
      "},\n"
      "  measure = points(input.f, 60) + points(input.g, 40) }",
      NULL}},
    {"mean",
     {"package.lua",
      "return package { name = 'mean', version = '1', api = 1, extends = 'sum',\n"
      "  policy = { aggregate = 'geometric' } }",
      NULL}},
    {"least",
     {"package.lua",
      "return package { name = 'least', version = '1', api = 1, extends = 'sum',\n"
      "  policy = { aggregate = 'minimum' } }",
      NULL}},
    {"scaled",
     {"package.lua", "return package { name = 'scaled', version = '1', api = 1, extends = 'sum' }",
      "S.lua",
      "return indicator { code = 'S', parent = 'R', name = 'S',\n"
      "  inputs = { count { 's', improve = { cost = 1 }, max = 9 } },\n"
      "  measure = input.s, scale = 'minmax' }",
      NULL}},
    {NULL, {NULL}}};

static const char data[] = "city,period,n,w,f,g,s\nA,2025,5,10,no,no,2\nB,2025,9,10,yes,no,5\n"
                           "C,2025,1,10,no,no,0\nD,2025,,,,,\nC,2024,1,10,no,no,0\n";

typedef struct made {
    hm_package *package;
    hm_dataset *data;
} made;

static hm_code open_made(const char *name, const hm_allocator *allocator, made *out,
                         hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.allocator = allocator;
    options.resolver = resolve;
    options.resolver_context = (void *)(uintptr_t)packages;
    hm_code code = hm_package_open(&out->package, name, &options, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_new(&out->data, allocator, error);
    if (code == HM_OK)
        code = hm_dataset_read_memory(out->data, "d.csv", data, sizeof data - 1, error);
    return code == HM_OK ? hm_dataset_finish(out->data, error) : code;
}

static made need(const char *name) {
    hm_error error;
    made m = {NULL, NULL};
    if (open_made(name, NULL, &m, &error) != HM_OK)
        fail_msg("%s", error.message);
    return m;
}

static void close_made(made *m) {
    hm_dataset_free(m->data);
    hm_package_free(m->package);
}

static void assert_table(const hm_improvement *found, const char *name, const char *expected) {
    written w = {NULL, 0, 0};
    hm_error error;
    const hm_table *tables[] = {hm_improvement_table(found, name)};
    assert_int_equal(hm_tables_write(tables, 1, NULL, take_written, &w, &error), HM_OK);
    assert_string_equal(w.text, expected);
    free(w.text);
}

static hm_improvement *find(const made *m, size_t unit, const hm_improve_options *options) {
    hm_improvement *found;
    hm_error error;
    if (hm_improve(&found, m->package, m->data, unit, options, &error) != HM_OK)
        fail_msg("%s", error.message);
    return found;
}

#define HEADER "code,input,from,to,unit,cost,points,cumulated\n"

/* R is the mean of F and G, which is N: (0 + 50) / 2. */
static void gains_by_hand(void **state) {
    (void)state;
    made m = need("sum");
    hm_improvement *found = find(&m, 0, NULL);
    assert_table(found, "improve", HEADER "F,f,no,yes,,3,30,\nF,g,no,yes,,30,20,\nN,n,5,6,,2,5,\n");
    assert_table(
        found, "outcome",
        "city,period,code,score,goal,wanted,planned,cost,reached,highest,proof,gap,other_score\n"
        "A,2025,R,25,gains,,,,,,none,,\n");
    assert_table(found, "decisions",
                 "input,kind,unit,from,low,high,step,cost,changes,why\n"
                 "n,count,,5,0,10,1,2,yes,\n"
                 "w,count,,10,,,,,no,\"others are parts of it, or divided by it\"\n"
                 "f,flag,,no,0,1,1,3,yes,\ng,flag,,no,0,1,1,30,yes,\n");
    assert_null(hm_improvement_table(found, "plans"));
    hm_table *taken = hm_improvement_take(found, "improve");
    assert_non_null(taken);
    assert_null(hm_improvement_table(found, "improve"));
    hm_table_free(taken);
    hm_improvement_free(found);
    close_made(&m);
}

/* 62 needs f (30 points for 3) and 2 of n (5 points for 2 each): 65 for 7. */
static void target_by_hand(void **state) {
    (void)state;
    made m = need("sum");
    hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
    options.goal = HM_IMPROVE_TARGET;
    options.amount = 62;
    options.alternatives = 1;
    hm_improvement *found = find(&m, 0, &options);
    assert_table(found, "improve", HEADER "F,f,no,yes,,3,30,30\nN,n,5,7,,4,10,40\n");
    assert_table(
        found, "outcome",
        "city,period,code,score,goal,wanted,planned,cost,reached,highest,proof,gap,other_score\n"
        "A,2025,R,25,target,62,65,7,yes,100,proved best,0,\n");
    /* F alone reaches 25 + 50; without f, g and 4 of n; without n, f and g */
    assert_table(found, "alternatives",
                 "alternative,without,indicators,inputs,cost,score,reached,proof,gap\n"
                 "fewest,,1,2,33,75,yes,proved best,0\n"
                 "without,f,2,2,38,65,yes,proved best,0\n"
                 "without,n,1,2,33,75,yes,proved best,0\n");
    hm_improvement_free(found);
    close_made(&m);
}

/* A third thing that costs 1 a step of 2; f is left out, w may change now. */
static void costs_of_the_caller(void **state) {
    (void)state;
    made m = need("sum");
    hm_improve_cost costs[2] = {HM_IMPROVE_COST_INIT, HM_IMPROVE_COST_INIT};
    const char *without[] = {"f"};
    hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
    costs[0].input = "n";
    costs[0].cost = 1;
    costs[0].step = 2;
    costs[0].high = 8;
    costs[1].input = "w";
    costs[1].cost = 1;
    costs[1].low = 8;
    options.costs = costs;
    options.cost_count = 2;
    options.without = without;
    options.without_count = 1;
    options.goal = HM_IMPROVE_BUDGET;
    options.amount = 3;
    hm_improvement *found = find(&m, 0, &options);
    /* 7 of 8 is 87.5; 8 of 9 costs 3 as well, and is more */
    assert_table(found, "improve",
                 HEADER "N,n,5,8,,2,15,15\nN,w,10,9,,1,4.444444444444443,19.444444444444443\n");
    hm_improvement_free(found);
    close_made(&m);
}

static void assert_wrong(const made *m, size_t unit, const hm_improve_options *options,
                         hm_code code, const char *message) {
    hm_improvement *found;
    hm_error error;
    assert_int_equal(hm_improve(&found, m->package, m->data, unit, options, &error), code);
    assert_null(found);
    assert_string_equal(error.message, message);
}

static void wrong_questions(void **state) {
    (void)state;
    made m = need("sum");
    hm_improve_cost cost = HM_IMPROVE_COST_INIT;
    hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
    options.goal = HM_IMPROVE_PASS;
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "which city is to be passed: other");
    options.other = "X";
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "no city \"X\" in the data");
    options.other = "A";
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "a city cannot pass itself");
    assert_wrong(&m, 4, &options, HM_ERROR_ARGUMENT, "A has no figures for 2024");
    options.other = "D";
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "D has no score to be passed");
    options.goal = HM_IMPROVE_TARGET;
    options.amount = NAN;
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "a target is a number");
    options.amount = 160;
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT,
                 "the target 160 is out of range: the index lies between 0 and 100");
    options.goal = HM_IMPROVE_BUDGET;
    options.amount = -1;
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "a budget is a number from 0");
    options.amount = 1;
    assert_wrong(&m, 9, &options, HM_ERROR_ARGUMENT, "unit 9 is out of range: there are 5");
    options.costs = &cost;
    options.cost_count = 1;
    cost.input = "m";
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "no input \"m\" in the package");
    cost.input = "n";
    cost.step = 0.5;
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "n: a step of a count is a whole number");
    cost.step = NAN;
    cost.cost = -1;
    assert_wrong(&m, 0, &options, HM_ERROR_ARGUMENT, "n: a cost is a number from 0");
    options.cost_count = 0;
    assert_wrong(&m, 3, &options, HM_ERROR_DATA,
                 "D has no score in 2025: too little is reported for one, and what figures would "
                 "bring cannot be told");
    options.size = 0;
    assert_int_not_equal(
        hm_improve(&(hm_improvement *){NULL}, m.package, m.data, 0, &options, &(hm_error){0}),
        HM_OK);
    close_made(&m);
}

/* --- memory that runs out --- */

static made given;
static const char *wanted;

static int open_sum(void **state) {
    (void)state;
    given = need("sum");
    wanted = NULL;
    return 0;
}
static int open_mean(void **state) {
    (void)state;
    given = need("mean");
    return 0;
}
static int open_least(void **state) {
    (void)state;
    given = need("least");
    return 0;
}
static int open_scaled(void **state) {
    (void)state;
    given = need("scaled");
    wanted = "B";
    return 0;
}
static int close_given(void **state) {
    (void)state;
    close_made(&given);
    return 0;
}

static hm_code improve_all(const hm_allocator *allocator, hm_error *error) {
    hm_code code = HM_OK;
    const double amounts[] = {[HM_IMPROVE_TARGET] = 62, [HM_IMPROVE_BUDGET] = 9};
    for (hm_improve_goal goal = HM_IMPROVE_GAINS; code == HM_OK && goal <= HM_IMPROVE_BUDGET;
         goal++) {
        hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
        hm_improvement *found = NULL;
        options.allocator = allocator;
        options.goal = wanted && goal == HM_IMPROVE_TARGET ? HM_IMPROVE_PASS : goal;
        options.other = wanted;
        options.amount = goal == HM_IMPROVE_GAINS ? 0 : amounts[goal];
        options.alternatives = 1;
        code = hm_improve(&found, given.package, given.data, 0, &options, error);
        hm_improvement_free(found);
    }
    return code;
}

static void memory_refused(void **state) {
    (void)state;
    refuse_each(improve_all, HM_OK, false);
    refuse_each(improve_all, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gains_by_hand),
        cmocka_unit_test(target_by_hand),
        cmocka_unit_test(costs_of_the_caller),
        cmocka_unit_test(wrong_questions),
        cmocka_unit_test_setup_teardown(memory_refused, open_sum, close_given),
        cmocka_unit_test_setup_teardown(memory_refused, open_mean, close_given),
        cmocka_unit_test_setup_teardown(memory_refused, open_least, close_given),
        cmocka_unit_test_setup_teardown(memory_refused, open_scaled, close_given)};
    return cmocka_run_group_tests_name("improve", tests, NULL, NULL);
}
