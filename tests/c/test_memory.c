/* Every allocation fails once, and once for good: nothing crashes, nothing leaks, and what fails
 * says that memory ran out. Lua's own allocations go the same way; it may try again after it has
 * collected its garbage, so a single refusal need not be a failure. */
#define _XOPEN_SOURCE 700
#include "memory_support.h"
#include "stream_support.h"

static const known packages[] = {
    {"base", {BASE}},
    {"over",
     {EXTENDING("drop = { 'H' }, nodes = { { 'N', 'New', parent = 'R' } }"), "F.lua",
      "local double = require 'double'\n"
      "return indicator { code = 'F', parent = 'N', name = 'F', inputs = { flag { 'yes' } },\n"
      "measure = function(v)\n if not v.yes then error('no: ' .. tostring(v.yes)) end\n"
      " return double(21) end, tests = { { yes = true, score = 42 } } }",
      "lib/double.lua", "return function(x) return 2 * x end", "S.lua",
      "return indicator { code = 'S', parent = 'N', name = 'S',\n"
      "inputs = { records { 'rows', columns = { text { 'kind' }, number { 'x' } } }, 'n' },\n"
      "measure = part('b1', sum(when(eq(input.rows.kind, 'a'), input.rows.x, 0))) + input.n }",
      NULL}},
    {"wrong",
     {EXTENDING("weights = { Q = 1 }, nodes = { { 'N', 'New', parent = 'X' } }"), "A.lua",
      MEASURED("A", "G", ""), "B.lua",
      "return indicator { code = 'B', parent = 'G', name = 'B',\n"
      "replaces = true, measure = input.nn + 1 }",
      NULL}},
    {"broken", {EXTENDING(""), "A.lua", "return", "B.lua", "return indicator { code = 7 }", NULL}},
    {NULL, {NULL}}};

static const char observations[] =
    "city,period,input,value,verified,source,note\n\"A, B\",2025,n,12,yes,file,\n"
    "\"A, B\",2025,yes,yes,,,why\nC,2025,n,x,,,\nC,2025,yes,no,no,,\nC,2025,other,1,,,\n"
    "C,2025,n,5,,,twice\n";
static const char rows[] = "city,period,kind,x\n\"A, B\",2025,a,3\n\"A, B\",2025,b,4\nC,2025,c,\n";

static const char known_cities[] = "city,ranked,region\nC,no,North\nD,perhaps,\nD,,South\n";

/* --- packages --- */

static hm_code open_with(const char *name, const hm_allocator *allocator, hm_package **out,
                         hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_issues *issues = NULL;
    options.allocator = allocator;
    options.resolver = resolve;
    options.resolver_context = (void *)(uintptr_t)packages;
    const hm_code code = hm_package_open(out, name, &options, &issues, error);
    assert_int_equal(*out != NULL, code == HM_OK);
    hm_issues_free(issues);
    return code;
}

static hm_code open_over(const hm_allocator *allocator, hm_error *error) {
    hm_package *package = NULL;
    const hm_code code = open_with("over", allocator, &package, error);
    hm_package_free(package);
    return code;
}

static hm_code open_wrong(const hm_allocator *allocator, hm_error *error) {
    hm_package *package = NULL;
    return open_with("wrong", allocator, &package, error);
}

static hm_code open_broken(const hm_allocator *allocator, hm_error *error) {
    hm_package *package = NULL;
    return open_with("broken", allocator, &package, error);
}

static void memory_packages_refused_once(void **state) {
    (void)state;
    refuse_each(open_over, HM_OK, false);
}

static void memory_packages_refused_for_good(void **state) {
    (void)state;
    refuse_each(open_over, HM_OK, true);
}

/* Errors take memory, too: one that cannot be kept must not pass for none. */
static void memory_wrong_packages_refused(void **state) {
    (void)state;
    refuse_each(open_wrong, HM_ERROR_PACKAGE, false);
    refuse_each(open_wrong, HM_ERROR_PACKAGE, true);
    refuse_each(open_broken, HM_ERROR_PACKAGE, false);
    refuse_each(open_broken, HM_ERROR_PACKAGE, true);
}

/* --- data --- */

static hm_code read_into(hm_dataset *data, hm_error *error) {
    hm_code code =
        hm_dataset_read_memory(data, "o.csv", observations, sizeof observations - 1, error);
    if (code == HM_OK)
        code = hm_dataset_read_records_memory(data, "rows", "r.csv", rows, sizeof rows - 1, error);
    if (code == HM_OK)
        code = hm_dataset_read_cities_memory(data, "c.csv", known_cities, sizeof known_cities - 1,
                                             error);
    if (code == HM_OK)
        code = hm_dataset_put(data, "C", "2026", "n", "1", error);
    return code == HM_OK ? hm_dataset_finish(data, error) : code;
}

static hm_code read_all(const hm_allocator *allocator, hm_error *error) {
    hm_dataset *data = NULL;
    hm_code code = hm_dataset_new(&data, allocator, error);
    if (code == HM_OK)
        code = read_into(data, error);
    hm_dataset_free(data);
    return code;
}

static void memory_data_refused(void **state) {
    (void)state;
    refuse_each(read_all, HM_OK, false);
    refuse_each(read_all, HM_OK, true);
}

/* --- scores --- */

static struct {
    hm_package *package;
    hm_dataset *data;
} given;

static int open_given(void **state) {
    hm_error error;
    (void)state;
    return open_with("over", NULL, &given.package, &error) != HM_OK ||
           hm_dataset_new(&given.data, NULL, &error) != HM_OK ||
           read_into(given.data, &error) != HM_OK;
}

static int close_given(void **state) {
    (void)state;
    hm_dataset_free(given.data);
    hm_package_free(given.package);
    return 0;
}

static int take_nothing(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    return size == 0;
}

static hm_code score_and_write(const hm_allocator *allocator, hm_error *error) {
    hm_scores *scores = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.allocator = allocator;
    options.jobs = 1;
    hm_code code = hm_score(&scores, given.package, given.data, &options, error);
    assert_int_equal(scores != NULL, code == HM_OK);
    hm_writer_info writer = HM_WRITER_INFO_INIT;
    for (size_t i = 0; code == HM_OK && hm_writer_at(i, &writer) == HM_OK; i++) {
        const hm_write_options write = {
            .size = sizeof write, .format = writer.name, .depth = SIZE_MAX};
        code = hm_scores_write(scores, &write, take_nothing, NULL, error);
    }
    hm_score_row row = HM_SCORE_ROW_INIT;
    if (code == HM_OK && hm_scores_row(scores, 0, 0, &row) != HM_OK)
        code = error->code = HM_ERROR_MEMORY;
    hm_scores_free(scores);
    return code;
}

static void memory_scores_refused(void **state) {
    (void)state;
    refuse_each(score_and_write, HM_OK, false);
    refuse_each(score_and_write, HM_OK, true);
}

/* --- ranks --- */

#define RANK_HEADER "city,period,code,depth,score,coverage,applicable,rank\n"

static hm_code rank_and_write(const hm_allocator *allocator, hm_error *error) {
    static const char first[] = RANK_HEADER "A,2025,F,1,1,1,1,\n\"B \"\"b\"\"\",2025,F,1,2,1,1,\n"
                                            "C,2025,X,1,much,1,1,\n";
    static const char second[] =
        RANK_HEADER "A,2026,F,1,1,1,1,\nA,2025,F,1,1,1,1,\nA,2026,X,1,,1,1,\n";
    hm_ranking *ranking = NULL;
    hm_code code = hm_ranking_new(&ranking, given.package, allocator, error);
    if (code == HM_OK)
        code = hm_ranking_read_memory(ranking, "1.csv", first, sizeof first - 1, error);
    if (code == HM_OK)
        code = hm_ranking_read_memory(ranking, "2.csv", second, sizeof second - 1, error);
    if (code == HM_OK)
        code = hm_ranking_finish(ranking, 1, error);
    if (code == HM_OK)
        code = hm_ranking_write(ranking, NULL, take_nothing, NULL, error);
    hm_ranking_free(ranking);
    return code;
}

static hm_code rank_lines(const hm_allocator *allocator, hm_error *error) {
    static const char lines[] =
        "{\"city\":\"A\\n\",\"period\":\"1\",\"code\":\"F\",\"depth\":1,\"score\":1,"
        "\"coverage\":1,\"applicable\":1,\"rank\":null,\"name\":\"\\u00e9\"}\n{\"city\":\"\\t\"}\n";
    hm_ranking *ranking = NULL;
    hm_code code = hm_ranking_new(&ranking, NULL, allocator, error);
    if (code == HM_OK)
        code = hm_ranking_read_memory(ranking, "1.ndjson", lines, sizeof lines - 1, error);
    if (code == HM_OK)
        code = hm_ranking_finish(ranking, 1, error);
    if (code == HM_OK)
        code = hm_ranking_write(ranking, NULL, take_nothing, NULL, error);
    hm_ranking_free(ranking);
    return code;
}

static void memory_ranks_refused(void **state) {
    (void)state;
    refuse_each(rank_and_write, HM_OK, false);
    refuse_each(rank_and_write, HM_OK, true);
    refuse_each(rank_lines, HM_OK, false);
    refuse_each(rank_lines, HM_OK, true);
}

/* --- streams --- */

static const char streamed_lines[] =
    "{\"observations\":[{\"city\":\"A\",\"period\":2025,\"input\":\"n\",\"value\":12}],"
    "\"records\":{\"rows\":[{\"city\":\"A\",\"period\":2025,\"kind\":\"a\",\"x\":3}]}}\n"
    "{\"city\":\"C\\u0041\",\"period\":2025,\"input\":\"yes\",\"value\":true}\nno\n";

static void stream_log(void *context, const hm_issue *issue) {
    (void)context;
    (void)issue;
}

static hm_code stream_file(const char *name, const char *text, size_t size,
                           const hm_allocator *allocator, hm_error *error) {
    static const char *const cities[] = {"C"};
    const hm_stream_options options = {.size = sizeof options,
                                       .depth = SIZE_MAX,
                                       .batch = 1,
                                       .jobs = 1,
                                       .cities = cities,
                                       .city_count = *text != '{',
                                       .allocator = allocator,
                                       .log = stream_log};
    scratch s;
    scratch_open(&s, name, text, size);
    const hm_code code =
        hm_stream(given.package, s.path, &options, take_nothing, NULL, NULL, error);
    scratch_close(&s);
    return code;
}

static hm_code stream_csv(const hm_allocator *allocator, hm_error *error) {
    return stream_file("o.csv", observations, sizeof observations - 1, allocator, error);
}

static hm_code stream_ndjson(const hm_allocator *allocator, hm_error *error) {
    return stream_file("o.ndjson", streamed_lines, sizeof streamed_lines - 1, allocator, error);
}

static void memory_streams_refused(void **state) {
    (void)state;
    refuse_each(stream_csv, HM_OK, false);
    refuse_each(stream_csv, HM_OK, true);
    refuse_each(stream_ndjson, HM_OK, false);
    refuse_each(stream_ndjson, HM_OK, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_packages_refused_once),
        cmocka_unit_test(memory_packages_refused_for_good),
        cmocka_unit_test(memory_wrong_packages_refused),
        cmocka_unit_test(memory_data_refused),
        cmocka_unit_test_setup_teardown(memory_scores_refused, open_given, close_given),
        cmocka_unit_test_setup_teardown(memory_ranks_refused, open_given, close_given),
        cmocka_unit_test_setup_teardown(memory_streams_refused, open_given, close_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
