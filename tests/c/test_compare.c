/* What accounts for the difference between two scores: through the C API, by hand, and where memory
 * runs out. */
#include "memory_support.h"

#include "hundredmark/compare.h"
#include "hundredmark/plan.h"

/* N has a scale over cities, and a weight that another plan changes. */
static const char data[] = "city,period,a,b,n\n"
                           "P,2024,40,50,10\nP,2025,80,50,20\nQ,2024,10,10,40\nQ,2025,10,,50\n"
                           "R,2024,1,2,0\nR,2025,1,2,10\nS,2025,3,4,10\n";

typedef struct two {
    hm_package *package;
    hm_dataset *data;
    hm_plan *plan;
} two;
static two both;

static int open_two(void **state) {
    (void)state;
    hm_error error;
    sources files = {.count = 0};
    add_source(&files, "package.lua",
               "return package { name = 'p', version = '1', api = 1, nodes = { {'R', 'Root'} } }");
    add_source(
        &files, "all.lua",
        "return { indicator { code = 'A', parent = 'R', name = 'A', inputs = { number { 'a' }, "
        "number { 'b' } }, measure = input.a / 2 + input.b / 2 }, indicator { code = 'F', parent "
        "= 'R', name = 'F', inputs = { 'b' }, measure = function(v) return v.b end }, "
        "indicator { code = 'N', parent = 'R', name = 'N', inputs = { number { 'n' } }, measure "
        "= input.n, scale = 'minmax' } }");
    both.package = open_sources(&files, NULL);
    assert_int_equal(hm_dataset_new(&both.data, NULL, &error), HM_OK);
    if (hm_dataset_read_memory(both.data, "d.csv", data, sizeof data - 1, &error) != HM_OK ||
        hm_dataset_finish(both.data, &error) != HM_OK)
        fail_msg("%s", error.message);
    assert_int_equal(hm_plan_new(&both.plan, both.package, &error), HM_OK);
    assert_int_equal(hm_plan_set_weight(both.plan, hm_package_find(both.package, "N"), 4, &error),
                     HM_OK);
    return 0;
}

static int close_two(void **state) {
    (void)state;
    hm_plan_free(both.plan);
    hm_dataset_free(both.data);
    hm_package_free(both.package);
    return 0;
}

static void assert_compared(const hm_compare_options *options, const char *expected) {
    written w = {NULL, 0, 0};
    hm_scores *scores;
    hm_table *table;
    hm_error error;
    assert_int_equal(hm_score(&scores, both.package, both.data, NULL, &error), HM_OK);
    if (hm_compare(&table, scores, scores, options, &error) != HM_OK)
        fail_msg("%s", error.message);
    hm_scores_free(scores); /* which the table needs no more */
    const hm_table *tables[] = {table};
    assert_int_equal(hm_tables_write(tables, 1, NULL, take_written, &w, &error), HM_OK);
    assert_string_equal(w.text, expected);
    free(w.text);
    hm_table_free(table);
}

/* P: A from 45 to 65, F as it was; N 25 of both, which is 50 and 0 by the ends of the other: 20 / 3
 * and 25 / 3, and less 25 / 3. */
static void compared_by_hand(void **state) {
    (void)state;
    const size_t first[] = {1};
    hm_compare_options options;
    hm_compare_options_init(&options, sizeof options);
    options.units = first;
    options.unit_count = COUNT(first);
    options.depth = 0;
    assert_compared(
        &options,
        "city,period,other,code,component,input,points,note\n"
        "P,2025,2024,R,data,,14.999999999999998,\nP,2025,2024,R,methods,,-8.333333333333334,\n");
    options.table = "differences";
    assert_compared(&options, "city,period,other,score,other_score,difference,status,note\n"
                              "P,2025,2024,46.666666666666664,40,6.666666666666664,compared,\n");
}

static void compared_wrongly(void **state) {
    (void)state;
    hm_scores *scores;
    hm_table *table;
    hm_error error;
    const size_t none[] = {77};
    assert_int_equal(hm_score(&scores, both.package, both.data, NULL, &error), HM_OK);
    assert_int_equal(hm_compare(NULL, scores, scores, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_compare(&table, scores, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    hm_compare_options options = HM_COMPARE_OPTIONS_INIT;
    options.units = none;
    options.unit_count = 1;
    assert_int_equal(hm_compare(&table, scores, scores, &options, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "there is no unit 77 in data of 7");
    assert_null(table);
    hm_scores_free(scores);
}

static hm_code compare_given(const hm_allocator *allocator, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_compare_options how = HM_COMPARE_OPTIONS_INIT;
    hm_scores *scores = NULL, *other = NULL;
    hm_table *table = NULL;
    options.allocator = allocator;
    options.jobs = how.jobs = 1;
    how.from = "2024";
    how.to = "2025";
    hm_code code = hm_score(&scores, both.package, both.data, &options, error);
    if (code == HM_OK)
        code = hm_score_plan(&other, both.plan, both.data, &options, error);
    if (code == HM_OK)
        code = hm_compare(&table, scores, other, &how, error);
    if (code == HM_OK)
        hm_table_free(table);
    how.table = "changed_figures";
    if (code == HM_OK)
        code = hm_compare(&table, scores, other, &how, error);
    if (code == HM_OK)
        hm_table_free(table);
    hm_scores_free(scores);
    hm_scores_free(other);
    return code;
}

static void memory_refused(void **state) {
    (void)state;
    refuse_each(compare_given, HM_OK, false);
    refuse_each(compare_given, HM_OK, true);
}

enum { MANY = 2000 };

/* Bytes that comparing all with the first takes at the most, for cities that are in so many groups,
 * each with a scale of its own. */
static size_t bytes_of_groups(size_t groups) {
    hm_error error;
    counted count = {0};
    const hm_allocator allocator = {counted_resize, &count};
    hm_score_options scoring = HM_SCORE_OPTIONS_INIT;
    hm_compare_options options = HM_COMPARE_OPTIONS_INIT;
    static char figures[MANY * 32], words[MANY * 32];
    size_t size = (size_t)snprintf(figures, sizeof figures, "city,period,n\n");
    size_t length = (size_t)snprintf(words, sizeof words, "city,region\n");
    for (size_t i = 0; i < MANY; i++) {
        size += (size_t)snprintf(figures + size, sizeof figures - size, "c%zu,2024,%zu\n", i,
                                 i * 7 % 101);
        length += (size_t)snprintf(words + length, sizeof words - length, "c%zu,r%zu\n", i,
                                   i * groups / MANY);
    }
    sources files = {.count = 0};
    add_source(&files, "package.lua",
               "return package { name = 'p', version = '1', api = 1, nodes = { {'R', 'Root'} } }");
    add_source(&files, "n.lua",
               "return indicator { code = 'N', parent = 'R', name = 'N', inputs = { number { 'n' } "
               "}, measure = input.n, scale = { 'minmax', by = 'region' } }");
    scored s = {.package = open_sources(&files, NULL)};
    hm_table *table = NULL;
    assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
    assert_int_equal(hm_dataset_read_memory(s.data, "d.csv", figures, size, &error), HM_OK);
    assert_int_equal(hm_dataset_read_cities_memory(s.data, "c.csv", words, length, &error), HM_OK);
    assert_int_equal(hm_dataset_finish(s.data, &error), HM_OK);
    scoring.allocator = &allocator;
    scoring.jobs = options.jobs = 1;
    s.scores = score_with(s.package, s.data, &scoring);
    count.most = 0;
    options.other_city = "c0";
    assert_int_equal(hm_compare(&table, s.scores, s.scores, &options, &error), HM_OK);
    assert_true(hm_table_row_count(table) > MANY / 2);
    hm_table_free(table);
    release(&s);
    assert_int_equal(count.bytes, 0);
    return count.most;
}

/* The scores that lie between two groups are held for one of them at a time. */
static void memory_does_not_grow_with_groups(void **state) {
    (void)state;
    const size_t few = bytes_of_groups(2), many = bytes_of_groups(100);
    if (many > 2 * few)
        fail_msg("%zu bytes for 100 groups, %zu for 2", many, few);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(compared_by_hand, open_two, close_two),
        cmocka_unit_test_setup_teardown(compared_wrongly, open_two, close_two),
        cmocka_unit_test_setup_teardown(memory_refused, open_two, close_two),
        cmocka_unit_test(memory_does_not_grow_with_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
