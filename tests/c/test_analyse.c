/* Analyses of scores: the list, what is asked for, and the statistics of a few cities by hand. */
#include "core_support.h"

#include "hundredmark/analyse.h"

/* a is a figure that may exceed the range, b lacks one; T is a total. */
static const char data[] = "city,period,a,b\n"
                           "P,2025,10,0\nQ,2025,20,\nR,2025,30,0\nS,2025,140,5\nT,2025,200,5\n";
static const char cities[] = "city,ranked\nP,yes\nT,no\n";

static hm_package *open_pair(void) {
    sources files = {.count = 0};
    add_source(&files, "package.lua",
               "return package { name = 'p', version = '1', api = 1, nodes = { {'R', 'Root'} } }");
    add_source(&files, "a.lua",
               "return indicator { code = 'a', parent = 'R', name = 'A', inputs = { number { 'a' } "
               "}, measure = input.a }");
    add_source(&files, "b.lua",
               "return indicator { code = 'b', parent = 'R', name = 'B', inputs = { number { 'b' } "
               "}, measure = input.b }");
    return open_sources(&files, NULL);
}

static scored score_pair(void) {
    hm_error error;
    scored s = {.package = open_pair()};
    assert_int_equal(hm_dataset_new(&s.data, NULL, &error), HM_OK);
    if (hm_dataset_read_memory(s.data, "d.csv", data, sizeof data - 1, &error) != HM_OK ||
        hm_dataset_read_cities_memory(s.data, "c.csv", cities, sizeof cities - 1, &error) !=
            HM_OK ||
        hm_dataset_finish(s.data, &error) != HM_OK ||
        hm_score(&s.scores, s.package, s.data, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    return s;
}

static void assert_statistics(const scored *s, const hm_analysis_options *options,
                              const char *expected) {
    written w = {NULL, 0, 0};
    hm_table *table;
    hm_error error;
    if (hm_analyse(&table, s->scores, "statistics", options, &error) != HM_OK)
        fail_msg("%s", error.message);
    const hm_table *tables[] = {table};
    assert_int_equal(hm_tables_write(tables, 1, NULL, take_written, &w, &error), HM_OK);
    assert_string_equal(w.text, expected);
    free(w.text);
    hm_table_free(table);
}

#define HEADER                                                                                     \
    "code,stage,n,missing,min,q25,median,q75,max,mean,sd,skewness,kurtosis,distinct,zeros,"        \
    "treated,imputed,not_applicable\n"

/* T is left out. a: 10 20 30 140 have the mean 50; the score of 140 is 100. */
static void statistics_by_hand(void **state) {
    (void)state;
    scored s = score_pair();
    hm_table *table;
    hm_error error;
    assert_int_equal(hm_analyse(&table, s.scores, "statistics", NULL, &error), HM_OK);
    assert_string_equal(hm_table_name(table), "statistics");
    assert_int_equal(hm_table_row_count(table), 4); /* no group */
    hm_table_free(table);
    const size_t first[] = {0, 1, 2, 4};
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    options.units = first;
    options.unit_count = COUNT(first);
    assert_statistics(&s, &options,
                      HEADER "a,value,3,0,10,15,20,25,30,20,10,0,,3,0,0,0,0\n"
                             "a,score,3,0,10,15,20,25,30,20,10,0,,3,0,0,0,0\n"
                             "b,value,2,1,0,0,0,0,0,0,0,,,1,2,0,0,0\n"
                             "b,score,2,1,0,0,0,0,0,0,0,,,1,2,0,0,0\n");
    const size_t last[] = {0, 3};
    options.units = last;
    options.unit_count = COUNT(last);
    options.table = "statistics";
    assert_statistics(
        &s, &options,
        HEADER
        "a,value,2,0,10,42.5,75,107.5,140,75,91.92388155425118,,,2,0,0,0,0\n" /* 65 times root 2 */
        "a,score,2,0,10,32.5,55,77.5,100,55,63.63961030678928,,,2,0,0,0,0\n"  /* 45 times root 2 */
        "b,value,2,0,0,1.25,2.5,3.75,5,2.5,3.5355339059327378,,,2,1,0,0,0\n"
        "b,score,2,0,0,1.25,2.5,3.75,5,2.5,3.5355339059327378,,,2,1,0,0,0\n");
    release(&s);
}

static void statistics_of_nothing(void **state) {
    (void)state;
    scored s = score_pair();
    const size_t total[] = {4};
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    options.units = total;
    options.unit_count = 1;
    assert_statistics(&s, &options,
                      HEADER "a,value,0,0,,,,,,,,,,0,0,0,0,0\na,score,0,0,,,,,,,,,,0,0,0,0,0\n"
                             "b,value,0,0,,,,,,,,,,0,0,0,0,0\nb,score,0,0,,,,,,,,,,0,0,0,0,0\n");
    release(&s);
}

/* Scores that share a rank are one; values are counted as they are. */
static void statistics_of_what_ties(void **state) {
    (void)state;
    scored s = {.package = open_pair(),
                .data = read_data("city,period,a,b\nC,2024,40,NR\nD,2024,40.00000000000008,NR\n"
                                  "E,2024,50,NR\n")};
    s.scores = score_with(s.package, s.data, NULL);
    hm_table *table;
    hm_table_reader *reader;
    hm_error error;
    assert_int_equal(hm_analyse(&table, s.scores, "statistics", NULL, &error), HM_OK);
    assert_int_equal(hm_table_reader_open(&reader, table, NULL, &error), HM_OK);
    for (size_t row = 0; row < 2; row++) {
        hm_cell_view cell = HM_CELL_VIEW_INIT;
        assert_int_equal(hm_table_reader_cell(reader, row, hm_table_find(table, "distinct"), &cell),
                         HM_OK);
        assert_int_equal(cell.integer, row == 0 ? 3 : 2);
    }
    hm_table_reader_free(reader);
    hm_table_free(table);
    release(&s);
}

static void analyses_are_listed(void **state) {
    (void)state;
    hm_analysis_info info = HM_ANALYSIS_INFO_INIT;
    assert_true(hm_analysis_count() >= 1);
    for (size_t i = 0; i < hm_analysis_count(); i++) {
        assert_int_equal(hm_analysis_at(i, &info), HM_OK);
        assert_true(info.name[0] && info.summary[0] && info.about[0]);
        assert_non_null(info.tables[0]);
    }
    assert_int_equal(hm_analysis_at(hm_analysis_count(), &info), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_analysis_at(0, NULL), HM_ERROR_ARGUMENT);
}

static void assert_refused(const scored *s, const char *name, const hm_analysis_options *options,
                           hm_code expected, const char *message) {
    hm_table *table = (hm_table *)&table;
    hm_error error;
    assert_int_equal(hm_analyse(&table, s->scores, name, options, &error), expected);
    assert_null(table);
    assert_non_null(strstr(error.message, message));
}

static void what_there_is_not_is_refused(void **state) {
    (void)state;
    scored s = score_pair();
    const size_t beyond[] = {5};
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    hm_error error;
    assert_refused(&s, "statistic", NULL, HM_ERROR_ARGUMENT,
                   "no analysis \"statistic\", only statistics");
    options.table = "moments";
    assert_refused(&s, "statistics", &options, HM_ERROR_ARGUMENT,
                   "no table \"moments\", only statistics");
    options.table = NULL;
    options.units = beyond;
    options.unit_count = 1;
    assert_refused(&s, "statistics", &options, HM_ERROR_ARGUMENT, "no unit 5 in data of 5");
    assert_int_equal(hm_analyse(NULL, s.scores, "statistics", NULL, &error), HM_ERROR_ARGUMENT);
    release(&s);
}

static void analyses_look_at_cancel(void **state) {
    (void)state;
    scored s = score_pair();
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    hm_cancel *cancel;
    hm_error error;
    assert_int_equal(hm_cancel_new(&cancel, NULL, &error), HM_OK);
    hm_cancel_request(cancel);
    options.cancel = cancel;
    assert_refused(&s, "statistics", &options, HM_ERROR_CANCELLED, "");
    assert_refused(&s, "tipping", &options, HM_ERROR_CANCELLED, "");
    hm_cancel_free(cancel);
    release(&s);
}

/* Whichever piece of memory is refused, nothing is lost, and with all of them there is a table. */
static void run_with_less_and_less(const char *name, const char *table) {
    counted count = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &count};
    hm_score_options scoring = HM_SCORE_OPTIONS_INIT;
    hm_analysis_options options = HM_ANALYSIS_OPTIONS_INIT;
    sources files = {.count = 0};
    add_source(&files, "package.lua", ROOT_MANIFEST);
    add_source(&files, "a.lua",
               "return indicator { code = 'a', parent = 'R', name = 'A', inputs = { number { 'a' } "
               "}, measure = input.a, scale = 'minmax' }");
    scored s = {.package = open_sources(&files, NULL), .data = read_data(data)};
    scoring.allocator = &allocator;
    options.table = table;
    s.scores = score_with(s.package, s.data, &scoring);
    const size_t pieces = count.pieces, bytes = count.bytes;
    hm_code code = HM_ERROR_MEMORY;
    for (size_t refused = 1; code != HM_OK; refused++) {
        hm_table *found = NULL;
        hm_error error;
        count.calls = 0;
        count.refused = refused;
        code = hm_analyse(&found, s.scores, name, &options, &error);
        assert_true(code == HM_OK || code == HM_ERROR_MEMORY);
        hm_table_free(found);
        assert_true(count.pieces == pieces && count.bytes == bytes && refused < 10000);
    }
    release(&s);
}

static void memory_may_run_out(void **state) {
    (void)state;
    run_with_less_and_less("tipping", NULL);
    run_with_less_and_less("reversals", "reversals");
    run_with_less_and_less("reversals", "dropped");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_by_hand),           cmocka_unit_test(statistics_of_nothing),
        cmocka_unit_test(statistics_of_what_ties),      cmocka_unit_test(analyses_are_listed),
        cmocka_unit_test(what_there_is_not_is_refused), cmocka_unit_test(analyses_look_at_cancel),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
