/* Variations of a study through the C API: what they are asked for, what is refused, and where
 * memory runs out, in each way of scoring them. */
#include "memory_support.h"

#include "hundredmark/study.h"

static const char data[] =
    "city,period,input,value,quality\n"
    "P,2024,a,40,estimate\nP,2024,b,50,estimate\nP,2024,c,10,\nQ,2024,a,80,\nQ,2024,b,5,estimate\n"
    "R,2024,a,1,\nR,2024,c,30,estimate\nS,2024,a,3,\nS,2024,b,4,\nS,2024,c,5,\n";

static const char indicators[] =
    "return { indicator { code = 'A', parent = 'G', name = 'A', inputs = { amount { 'a' } }, "
    "measure "
    "= input.a }, indicator { code = 'B', parent = 'G', name = 'B', inputs = { amount { 'b' } }, "
    "measure = input.b }, indicator { code = 'C', parent = 'R', name = 'C', inputs = { amount { "
    "'c' "
    "} }, measure = input.c } }";

typedef struct opened {
    hm_package *package;
    hm_dataset *data;
} opened;
static opened it;

static void open_with(const char *fields, const char *study) {
    char manifest[512], text[1024];
    hm_error error;
    sources files = {.count = 0};
    snprintf(
        manifest, sizeof manifest,
        "return package { name = 'p', version = '1', api = 1, nodes = { {'R', 'Root'}, {'G', "
        "'Group', parent = 'R'%s} }, policy = { scale = 'minmax', min_coverage = 0, rank_if = { "
        "coverage = 0, applicable = 0 } } }",
        fields);
    snprintf(text, sizeof text, "return study { replicates = 8, vary = { %s } }", study);
    add_source(&files, "package.lua", manifest);
    add_source(&files, "all.lua", indicators);
    add_source(&files, "study.lua", text);
    it.package = open_sources(&files, NULL);
    assert_int_equal(hm_dataset_new(&it.data, NULL, &error), HM_OK);
    if (hm_dataset_read_memory(it.data, "d.csv", data, sizeof data - 1, &error) != HM_OK ||
        hm_dataset_finish(it.data, &error) != HM_OK)
        fail_msg("%s", error.message);
}

static void close_both(void) {
    hm_dataset_free(it.data);
    hm_package_free(it.package);
}

/* --- memory --- */

static const char *const tables[] = {"uncertainty", "pairs",   "precision", "places",
                                     "tiers",       "factors", "replicates"};

static hm_code vary(const hm_allocator *allocator, hm_error *error) {
    hm_study *study = NULL;
    hm_replicates *replicates = NULL;
    hm_table *table = NULL;
    hm_study_options options = HM_STUDY_OPTIONS_INIT;
    hm_replicates_options scoring = HM_REPLICATES_OPTIONS_INIT;
    hm_sensitivity_options asked = HM_SENSITIVITY_OPTIONS_INIT;
    options.allocator = allocator;
    scoring.jobs = asked.jobs = 1;
    scoring.depth = 1;
    hm_code code = hm_study_open(&study, it.package, &options, error);
    if (code == HM_OK)
        code = hm_study_check(study, error);
    if (code == HM_OK)
        code = hm_replicates_new(&replicates, study, it.data, &scoring, error);
    for (size_t i = 0; code == HM_OK && i < sizeof tables / sizeof *tables; i++) {
        code = hm_replicates_table(&table, replicates, tables[i], NULL, error);
        hm_table_free(table);
        table = NULL;
    }
    if (code == HM_OK)
        code = hm_study_sensitivity(&table, study, it.data, &asked, error);
    hm_table_free(table);
    hm_replicates_free(replicates);
    hm_study_free(study);
    return code;
}

static const struct {
    const char *fields, *study;
} ways[] = {
    {"", "weights = { within = 0.5 }, aggregate = { 'arithmetic', { 'geometric', floor = 1 } }, "
         "scale = { 'minmax', 'rank' }, drop = { 'A' }"},
    {"", "gaps = 'peers', figures = { quality = { estimate = 0.1 }, shared = 0.5 }"},
    {", scale = 'zscore'", "weights = { simplex = true, at = 1 }"},
    {", scale = 'zscore'", "gaps = 'em', drop = { 'A' }"},
    {", aggregate = 'copeland'", "gaps = 'peers', drop = { 'B' }"},
};

static void memory_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        open_with(ways[i].fields, ways[i].study);
        refuse_each(vary, HM_OK, false);
        if (i == 0)
            refuse_each(vary, HM_OK, true);
        close_both();
    }
}

/* --- what is refused --- */

static void assert_argument(hm_code code, const hm_error *error, const char *expected) {
    assert_int_equal(code, HM_ERROR_ARGUMENT);
    if (!strstr(error->message, expected))
        fail_msg("found \"%s\"", error->message);
}

static void asked_wrongly(void **state) {
    (void)state;
    hm_study *study;
    hm_replicates *replicates;
    hm_table *table;
    hm_error error;
    open_with("", "weights = { within = 0.5 }, scale = { 'minmax', 'rank' }");
    assert_int_equal(hm_study_open(&study, it.package, NULL, &error), HM_OK);
    assert_true(hm_study_is_written(study));
    assert_int_equal(hm_study_factor_count(study), 2);
    assert_string_equal(hm_study_alternative(study, 0, 2), "rank");
    assert_null(hm_study_alternative(study, 0, 3));
    const uint32_t choices[] = {3, 1};
    const hm_replicate asked = {1, choices, NULL};
    hm_replicates_options options = HM_REPLICATES_OPTIONS_INIT;
    options.replay = &asked;
    options.replay_count = 1;
    assert_argument(hm_replicates_new(&replicates, study, it.data, &options, &error), &error,
                    "scale has no alternative 3, only 2");
    assert_null(replicates);
    assert_int_equal(hm_replicates_new(&replicates, study, it.data, NULL, &error), HM_OK);
    assert_argument(hm_replicates_table(&table, replicates, "pears", NULL, &error), &error,
                    "no table \"pears\"");
    const size_t units[] = {4};
    hm_replicates_table_options of = HM_REPLICATES_TABLE_OPTIONS_INIT;
    of.units = units;
    of.unit_count = 1;
    assert_argument(hm_replicates_table(&table, replicates, "pairs", &of, &error), &error,
                    "there is no unit 4 in data of 4");
    hm_sensitivity_options target = HM_SENSITIVITY_OPTIONS_INIT;
    target.target = "score:T";
    assert_argument(hm_study_sensitivity(&table, study, it.data, &target, &error), &error,
                    "the data have no city \"T\"");
    hm_replicates_free(replicates);
    hm_study_free(study);
    close_both();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_refused),
                                       cmocka_unit_test(asked_wrongly)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
