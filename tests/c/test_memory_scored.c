/* Every allocation fails once, and once for good, in what test_memory.c does not reach: JSON of
 * every form, scales and ranks over cities, figures of other periods, sessions. */
#define _XOPEN_SOURCE 700
#include "memory_support.h"

static const known packages[] = {
    {"scaled",
     {"package.lua",
      "return package { name = 'scaled', version = '1', api = 1,\n"
      "  nodes = { { 'R', 'Root' }, { 'G', 'Group', parent = 'R', weigh = 'critic' } },\n"
      "  weights_from = { ['2001'] = { M = 2 } },\n"
      "  policy = { aggregate_at = { G = 'geometric', R = 'copeland' }, rounding = 1,\n"
      "             rank_if = { coverage = 0.5, applicable = 0.5 } } }",
      "inputs.lua",
      "return { count { 'n', 'N', may_be_na = true }, flag { 'f' }, records { 'rows', 'Rows',\n"
      "  asked_if = input.f,"
      "  columns = { text { 'kind' }, number { 'x' } } } }",
      "M.lua",
      "return indicator { code = 'M', parent = 'G', name = 'M', inputs = { 'n' },\n"
      "  measure = input.n, scale = 'minmax' }",
      "Z.lua",
      "return indicator { code = 'Z', parent = 'G', name = 'Z', inputs = { 'n' },\n"
      "  measure = input.n, impute = { 'knn', 2 }, treat = 'mad', scale = 'zscore',\n"
      "  direction = 'lower' }",
      "K.lua",
      "return indicator { code = 'K', parent = 'R', name = 'K', inputs = { 'n' },\n"
      "  measure = function(v) return v.n end, scale = 'rank' }",
      "P.lua",
      "return indicator { code = 'P', parent = 'R', name = 'P', inputs = { 'n' },\n"
      "  measure = previous(input.n, { within = 2 }), impute = 'em', scale = 'percentile' }",
      "S.lua",
      "return indicator { code = 'S', parent = 'R', name = 'S', inputs = { 'rows' },\n"
      "  measure = sum(when(eq(input.rows.kind, 'a'), input.rows.x, 0)) }",
      NULL}},
    {"plain",
     {"package.json",
      "{\"name\":\"plain\",\"version\":\"1\",\"api\":1,\"title\":\"\\u00e9\",\n"
      "\"nodes\":[[\"R\",\"Root\"]],\"policy\":{\"min_coverage\":0.5}}",
      "I.lua",
      "return indicator { code = 'I', parent = 'R', name = 'I',\n"
      "  inputs = { number { 'n' } }, measure = input.n }",
      NULL}},
    {NULL, {NULL}}};

static hm_code open_named(const char *name, const hm_allocator *allocator, hm_package **out,
                          hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.allocator = allocator;
    options.resolver = resolve;
    options.resolver_context = (void *)(uintptr_t)packages;
    return hm_package_open(out, name, &options, NULL, error);
}

static hm_code open_plain(const hm_allocator *allocator, hm_error *error) {
    hm_package *package = NULL;
    const hm_code code = open_named("plain", allocator, &package, error);
    hm_package_free(package);
    return code;
}

static void memory_package_json_refused(void **state) {
    (void)state;
    refuse_each(open_plain, HM_OK, false);
    refuse_each(open_plain, HM_OK, true);
}

/* --- JSON --- */

static const char json[] =
    "{\"observations\":[\n"
    "{\"city\":\"A\\u00e9\",\"period\":2025,\"input\":\"n\",\"value\":1,\"note\":"
    "\"\\ud83d\\ude00\"},\n"
    "{\"city\":\"B\",\"period\":\"2025\",\"input\":\"n\",\"value\":\"x\",\"verified\":true},\n"
    "{\"city\":\"C\",\"period\":\"2025\",\"input\":\"n\",\"value\":9007199254740993},\n"
    "{\"city\":\"C\",\"period\":\"no\",\"input\":\"n\",\"value\":[1,{\"a\":null}]}],\n"
    "\"records\":{\"rows\":[{\"city\":\"B\",\"period\":2025,\"kind\":\"a\",\"x\":2.5},\n"
    "{\"city\":\"B\",\"period\":2025,\"kind\":\"\\n\",\"x\":null}]},\"other\":[[],{}]}";
/* Some rows, and then it breaks off. */
static const char broken[] =
    "{\"observations\":[{\"city\":\"A\",\"period\":2025,\"input\":\"n\",\"value\":1},"
    "{\"city\":\"B\\u0041\",\"period\":2024,\"input\":\"m\",\"value\":\"2\"},{\"city\":\"A\",\"in";
static const char lines[] =
    "{\"city\":\"A\",\"period\":2025,\"input\":\"n\",\"value\":1}\n"
    "{\"observations\":[{\"city\":\"B\",\"period\":2025,\"input\":\"n\",\"value\":2}],\n"
    "{\"observations\":[{\"city\":\"B\",\"period\":2025,\"input\":\"n\",\"value\":2}],"
    "\"records\":{\"rows\":[{\"city\":\"B\",\"period\":2025,\"kind\":\"a\",\"x\":2}]}}\n";

static hm_code read_as(const char *name, const char *text, size_t size,
                       const hm_allocator *allocator, hm_error *error) {
    hm_dataset *data = NULL;
    hm_code code = hm_dataset_new(&data, allocator, error);
    if (code == HM_OK)
        code = hm_dataset_read_memory(data, name, text, size, error);
    if (code == HM_OK)
        code = hm_dataset_finish(data, error);
    hm_dataset_free(data);
    return code;
}

static hm_code read_json(const hm_allocator *allocator, hm_error *error) {
    return read_as("d.json", json, sizeof json - 1, allocator, error);
}

static hm_code read_broken(const hm_allocator *allocator, hm_error *error) {
    return read_as("d.json", broken, sizeof broken - 1, allocator, error);
}

static hm_code read_lines(const hm_allocator *allocator, hm_error *error) {
    return read_as("d.ndjson", lines, sizeof lines - 1, allocator, error);
}

static void memory_json_refused(void **state) {
    (void)state;
    refuse_each(read_json, HM_OK, false);
    refuse_each(read_json, HM_OK, true);
    refuse_each(read_broken, HM_ERROR_DATA, false);
    refuse_each(read_broken, HM_ERROR_DATA, true);
    refuse_each(read_lines, HM_OK, false);
    refuse_each(read_lines, HM_OK, true);
}

/* --- scores over cities and periods, sessions --- */

static struct {
    hm_package *package;
    hm_dataset *data;
} given;

/* Ties, a gap of a year, NA, something rejected. */
static const char figures[] = "city,period,n\nA,2025,1\nB,2025,3\nC,2025,3\nD,2025,NA\nE,2025,x\n"
                              "A,2024,2\nB,2023,4\nC,2024,5\n";

static int open_given(void **state) {
    hm_error error;
    (void)state;
    if (open_named("scaled", NULL, &given.package, &error) != HM_OK)
        fail_msg("%s:%u: %s", error.file, (unsigned)error.line, error.message);
    given.data = NULL;
    return hm_dataset_new(&given.data, NULL, &error) != HM_OK ||
           hm_dataset_read_memory(given.data, "f.csv", figures, sizeof figures - 1, &error) ||
           hm_dataset_finish(given.data, &error) != HM_OK;
}

static int close_given(void **state) {
    (void)state;
    hm_dataset_free(given.data);
    hm_package_free(given.package);
    return 0;
}

/* What tells of a node takes memory of its own, and says so by its code alone. */
static hm_code ask_nodes(const hm_scores *scores) {
    for (size_t node = 0; node < hm_package_node_count(given.package); node++) {
        hm_scaling scaling = HM_SCALING_INIT;
        double unrounded;
        if (hm_scores_scaling(scores, 1, node, &scaling) == HM_ERROR_MEMORY ||
            hm_scores_unrounded(scores, 1, node, &unrounded) == HM_ERROR_MEMORY)
            return HM_ERROR_MEMORY;
    }
    return HM_OK;
}

static hm_code score_given(const hm_allocator *allocator, hm_error *error) {
    hm_scores *scores = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.allocator = allocator;
    options.jobs = 1;
    hm_code code = hm_score(&scores, given.package, given.data, &options, error);
    if (code == HM_OK)
        code = error->code = ask_nodes(scores);
    hm_scores_free(scores);
    return code;
}

/* The scores are made again each time, so that they have the allocator that refuses. */
static hm_code analyse_given(const hm_allocator *allocator, hm_error *error) {
    hm_scores *scores = NULL;
    hm_table *table = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.allocator = allocator;
    options.jobs = 1;
    hm_code code = hm_score(&scores, given.package, given.data, &options, error);
    for (size_t i = 0; code == HM_OK && i < hm_analysis_count(); i++) {
        hm_analysis_info info = HM_ANALYSIS_INFO_INIT;
        (void)hm_analysis_at(i, &info);
        code = hm_analyse(&table, scores, info.name, NULL, error);
        hm_table_free(table);
    }
    hm_scores_free(scores);
    return code;
}

static void memory_analyses_refused(void **state) {
    (void)state;
    refuse_each(analyse_given, HM_OK, false);
    refuse_each(analyse_given, HM_OK, true);
}

static void memory_scales_refused(void **state) {
    (void)state;
    refuse_each(score_given, HM_OK, false);
    refuse_each(score_given, HM_OK, true);
}

static hm_code use_session(const hm_allocator *allocator, hm_error *error) {
    enum { NODES = 7 };
    hm_session *session = NULL;
    hm_score_row rows[NODES] = {HM_SCORE_ROW_INIT};
    const hm_session_options options = {.size = sizeof options, .allocator = allocator};
    hm_code code = hm_session_open(&session, given.package, given.data, 1, &options, error);
    if (code == HM_OK)
        code = hm_session_set_number(session, "n", 7, error);
    if (code == HM_OK)
        code = hm_session_score(session, error);
    if (code == HM_OK)
        code = hm_session_set(session, "n", "NR", error);
    if (code == HM_OK)
        code = hm_session_score(session, error);
    if (code == HM_OK)
        assert_int_equal(hm_session_rows(session, rows, NODES), HM_OK);
    if (code == HM_OK)
        code = hm_session_set_weight(session, 0, 2, error);
    if (code == HM_OK)
        code = hm_session_reset(session, error);
    if (code == HM_OK)
        code = hm_session_rebind(session, 0, error);
    if (code == HM_OK)
        code = hm_session_score(session, error);
    hm_session_free(session);
    return code;
}

static void memory_sessions_refused(void **state) {
    (void)state;
    refuse_each(use_session, HM_OK, false);
    refuse_each(use_session, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_package_json_refused), cmocka_unit_test(memory_json_refused),
        cmocka_unit_test_setup_teardown(memory_scales_refused, open_given, close_given),
        cmocka_unit_test_setup_teardown(memory_analyses_refused, open_given, close_given),
        cmocka_unit_test_setup_teardown(memory_sessions_refused, open_given, close_given)};
    return cmocka_run_group_tests_name("memory_scored", tests, NULL, NULL);
}
