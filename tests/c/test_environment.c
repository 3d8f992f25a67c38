/* Hosts whose floating-point environment is not the usual one, or that change it whenever they are
 * called: the same bytes, and the environment is as it was. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* feenableexcept */
#endif
#include "embed_support.h"

#include <fenv.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

/* --- a package and data whose every figure is rounded somewhere --- */

static const char manifest[] =
    "return package { name = \"p\", version = \"1\", api = 1, extends = \"below\",\n"
    "  host = { \"thrice\" }, weights = { A = 0.7, B = 0.1 } }\n";
static const char below[] =
    "return package { name = \"below\", version = \"1\", api = 1,\n"
    "  nodes = { { \"R\", \"Root\" }, { \"A\", \"Of three\", parent = \"R\", weight = 0.7 },\n"
    "            { \"B\", \"Geometric\", parent = \"R\", weight = 0.1 } },\n"
    "  policy = { aggregate_at = { B = \"geometric\" } } }\n";
/* The first indicator: all others follow what its call leaves behind. */
static const char of_host[] =
    "return indicator { code = \"A0\", parent = \"A\", name = \"Host\", inputs = { \"x\" },\n"
    "  measure = function(v) return host.thrice(v.x) / 7 end }\n";
static const char inputs[] =
    "return { number { \"x\", \"X\" }, number { \"y\", \"Y\", warn_max = 0.3 },\n"
    "  records { \"r\", \"Records\", columns = { number { \"size\", \"Size\" } } } }\n";
static const char expression[] =
    "return indicator { code = \"A1\", parent = \"A\", name = \"Expression\", weight = 0.3,\n"
    "  inputs = { \"x\", \"y\" }, measure = percent(input.x, input.y) / 7 + exp(input.x) }\n";
static const char of_function[] =
    "return indicator { code = \"A2\", parent = \"A\", name = \"Function\", inputs = { \"x\", "
    "\"y\" },\n"
    "  measure = function(v)\n"
    "    return v.x / 3 + math.sqrt(v.y) + tonumber(\"0.1\") + #string.format(\"%.17g\", v.x / 3)\n"
    "  end }\n";
static const char scaled[] =
    "return indicator { code = \"A3\", parent = \"A\", name = \"Scaled\", inputs = { \"x\" },\n"
    "  measure = input.x, scale = \"zscore\" }\n";
static const char small[] =
    "return indicator { code = \"B1\", parent = \"B\", name = \"Subnormal\", inputs = { \"r\" },\n"
    "  measure = sum(input.r.size) * 1e300 * 1e12 }\n";
static const char root[] =
    "return indicator { code = \"B2\", parent = \"B\", name = \"Logarithm\", inputs = { \"y\" },\n"
    "  measure = log(input.y) * 31 + 90 }\n";
static const hm_package_file files[] = {
    FILE_OF("package.lua", manifest), FILE_OF("inputs.lua", inputs),  FILE_OF("a0.lua", of_host),
    FILE_OF("a1.lua", expression),    FILE_OF("a2.lua", of_function), FILE_OF("a3.lua", scaled),
    FILE_OF("b1.lua", small),         FILE_OF("b2.lua", root)};
static const hm_package_file files_below[] = {FILE_OF("package.lua", below)};

static const char observed[] = "city,period,x,y\n"
                               "Alba,2025,0.1,0.7\n"
                               "Brio,2025,0.123456789012345678901234567890,1.1\n"
                               "Cima,2025,2.2250738585072011e-308,0.3\n";
static const char records[] = "city,period,size\n"
                              "Alba,2025,1.7e-310\n"
                              "Brio,2025,5.1e-310\n"
                              "Cima,2025,4e-311\n";

/* --- what the library calls --- */

static void do_nothing(void) {
}

/* What every callback does to the environment before it returns. */
static void (*disturb)(void) = do_nothing;

static int thrice(void *context, const hm_value *arguments, size_t count, hm_value *result,
                  hm_error *error) {
    (void)context, (void)count, (void)error;
    *result = (hm_value){.kind = HM_VALUE_NUMBER, .number = 3 * arguments[0].number};
    disturb();
    return 0;
}

static int find_below(void *context, const char *name, const hm_package_file **found,
                      size_t *count) {
    (void)context, (void)name;
    *found = files_below;
    *count = COUNT_OF(files_below);
    disturb();
    return 1;
}

static const hm_host_entry given[] = {{.name = "thrice", .function = thrice}};

static hm_package *open_own(void) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    options.host = given;
    options.host_count = COUNT_OF(given);
    options.resolver = find_below;
    (void)hm_package_open_memory(&package, "p", files, COUNT_OF(files), &options, NULL, NULL);
    return package;
}

/* --- everything that a host may ask for, as one text --- */

typedef struct text {
    char bytes[65536];
    size_t size;
} text;

static int add(void *context, const char *data, size_t size) {
    text *out = context;
    if (out->size + size > sizeof out->bytes)
        return 1;
    memcpy(out->bytes + out->size, data, size);
    out->size += size;
    return 0;
}

static int sink(void *context, const char *data, size_t size) {
    const int failed = add(context, data, size);
    disturb();
    return failed;
}

static int add_row(void *context, const hm_ranking_row *row) {
    const int failed = add(context, (const char *)&row->score, sizeof row->score) ||
                       add(context, (const char *)&row->coverage, sizeof row->coverage);
    disturb();
    return failed;
}

static void add_issue(void *context, const hm_issue *issue) {
    add(context, message_of(issue).text, strlen(message_of(issue).text));
    disturb();
}

static bool add_file(text *out, const hm_package *package, const hm_dataset *data, size_t jobs) {
    hm_scores *scores = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = jobs;
    options.log = add_issue;
    options.log_context = out;
    hm_write_options shape = HM_WRITE_OPTIONS_INIT;
    bool fine = hm_score(&scores, package, data, &options, NULL) == HM_OK;
    hm_writer_info writer = HM_WRITER_INFO_INIT;
    for (size_t i = 0; fine && hm_writer_at(i, &writer) == HM_OK; i++) {
        shape.format = writer.name;
        fine = hm_scores_write(scores, &shape, sink, out, NULL) == HM_OK;
    }
    for (size_t node = 0; fine && node < hm_package_node_count(package); node++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        fine = hm_scores_row(scores, 1, node, &row) == HM_OK &&
               add(out, (const char *)&row.contribution, sizeof row.contribution) == 0;
    }
    hm_scores_free(scores);
    return fine;
}

static bool add_observation(text *out, const hm_dataset *data) {
    hm_observation observation = HM_OBSERVATION_INIT;
    char number[32];
    return hm_dataset_observation(data, 1, "x", &observation, number) == 1 &&
           add(out, observation.text, strlen(observation.text)) == 0;
}

static bool add_ranks(text *out) {
    hm_ranking *ranking = NULL;
    char *copy = malloc(out->size);
    const char *end = strstr(out->bytes, "{\"run\"");
    const size_t rows = end ? (size_t)(end - out->bytes) : 0;
    const char *begin = strstr(out->bytes, "city,period,code");
    bool fine = copy && begin && end && hm_ranking_new(&ranking, NULL, NULL, NULL) == HM_OK;
    if (fine) {
        memcpy(copy, begin, rows - (size_t)(begin - out->bytes));
        fine = hm_ranking_read_memory(ranking, "rows.csv", copy,
                                      rows - (size_t)(begin - out->bytes), NULL) == HM_OK &&
               hm_ranking_finish(ranking, 2, NULL) == HM_OK &&
               hm_ranking_write(ranking, NULL, sink, out, NULL) == HM_OK &&
               hm_ranking_visit(ranking, "R", add_row, out, NULL) == HM_OK;
    }
    hm_ranking_free(ranking);
    free(copy);
    return fine;
}

static bool add_session(text *out, const hm_package *package, const hm_dataset *data,
                        const double *figure) {
    hm_session *session = NULL;
    bool fine = hm_session_open(&session, package, data, 0, NULL, NULL) == HM_OK &&
                hm_session_set(session, "x", "0.30000000000000004", NULL) == HM_OK &&
                hm_session_set_number(session, "y", *figure, NULL) == HM_OK &&
                hm_session_score(session, NULL) == HM_OK;
    for (size_t node = 0; fine && node < hm_package_node_count(package); node++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        fine = hm_session_row(session, node, &row) == HM_OK &&
               add(out, (const char *)&row.score, sizeof row.score) == 0 &&
               add(out, (const char *)&row.contribution, sizeof row.contribution) == 0;
    }
    hm_session_free(session);
    return fine;
}

/* Cities in batches of some: each is scored after the rows of those before were handed over. */
static bool add_stream(text *out, size_t jobs) {
    static const char plain[] = "return package { name = \"s\", version = \"1\", api = 1,\n"
                                "  nodes = { { \"R\", \"Root\" } } }\n";
    static const char third[] = "return indicator { code = \"T\", parent = \"R\", name = \"T\",\n"
                                "  inputs = { number { \"x\" } }, measure = input.x / 3 }\n";
    static const hm_package_file two[] = {FILE_OF("package.lua", plain), FILE_OF("t.lua", third)};
    hm_stream_options options = HM_STREAM_OPTIONS_INIT;
    hm_package *package = NULL;
    char path[] = "/tmp/hm_environment_XXXXXX.csv";
    const int descriptor = mkstemps(path, 4);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool fine = file && fputs("city,period,x\n", file) >= 0;
    for (int i = 0; fine && i < 60; i++)
        fine = fprintf(file, "c%d,2025,%d.%d%s\n", i, i, i % 10, i % 20 == 9 ? "no" : "") > 0;
    fine = file && fclose(file) == 0 && fine;
    options.jobs = jobs;
    options.batch = 100;
    options.log = add_issue;
    options.log_context = out;
    fine = fine && hm_package_open_memory(&package, "s", two, 2, NULL, NULL, NULL) == HM_OK &&
           hm_stream(package, path, &options, sink, out, NULL, NULL) == HM_OK;
    hm_package_free(package);
    return descriptor >= 0 && remove(path) == 0 && fine;
}

static hm_dataset *read_data(void) {
    static const char *const column[] = {"size"}, *const value[] = {"3.3e-310"};
    hm_dataset *data = NULL;
    if (hm_dataset_new(&data, NULL, NULL) == HM_OK &&
        hm_dataset_read_memory(data, "x.csv", observed, sizeof observed - 1, NULL) == HM_OK &&
        hm_dataset_read_records_memory(data, "r", "r.csv", records, sizeof records - 1, NULL) ==
            HM_OK &&
        hm_dataset_put(data, "Dora", "2025", "x", "0.1e1", NULL) == HM_OK &&
        hm_dataset_put(data, "Dora", "2025", "y", "3.3333333333333333333", NULL) == HM_OK &&
        hm_dataset_put_record(data, "r", "Dora", "2025", 1, column, value, NULL) == HM_OK &&
        hm_dataset_finish(data, NULL) == HM_OK)
        return data;
    hm_dataset_free(data);
    return NULL;
}

/* Nothing here but the library computes. */
static bool run_everything(text *out, size_t jobs, const double *figure) {
    hm_package *package = open_own();
    hm_dataset *data = read_data();
    out->size = 0;
    const bool fine = data && package && add_file(out, package, data, jobs) &&
                      add_observation(out, data) && add_ranks(out) &&
                      add_session(out, package, data, figure) && add_stream(out, jobs);
    hm_package_free(package);
    hm_dataset_free(data);
    return fine;
}

/* --- hosts --- */

/* What can be seen of the environment. */
typedef struct seen {
    int rounding, raised, trapped;
    unsigned control; /* of the processor */
} seen;

static seen look(void) {
    seen out = {.rounding = fegetround(), .raised = fetestexcept(FE_ALL_EXCEPT)};
#if defined(__GLIBC__)
    out.trapped = fegetexcept();
#endif
#if defined(__x86_64__)
    out.control = _mm_getcsr();
#endif
    return out;
}

static void assert_same_run(void (*prepare)(void), size_t jobs) {
    static text expected, found;
    static const double figure = 0.1;
    assert_true(run_everything(&expected, 1, &figure));
    assert_int_equal(fesetenv(FE_DFL_ENV), 0);
    prepare();
    const seen before = look();
    const bool fine = run_everything(&found, jobs, &figure);
    const seen after = look();
    assert_int_equal(fesetenv(FE_DFL_ENV), 0);
    assert_true(fine);
    assert_int_equal(before.rounding, after.rounding);
    assert_int_equal(before.raised, after.raised);
    assert_int_equal(before.trapped, after.trapped);
    assert_int_equal(before.control, after.control);
    assert_int_equal(expected.size, found.size);
    assert_memory_equal(expected.bytes, found.bytes, found.size);
}

static void round_upward(void) {
    assert_int_equal(fesetround(FE_UPWARD), 0);
}

static void round_to_zero(void) {
    assert_int_equal(fesetround(FE_TOWARDZERO), 0);
}

static void raise_some(void) {
    assert_int_equal(feraiseexcept(FE_DIVBYZERO | FE_OVERFLOW), 0);
}

static void test_usual(void **state) {
    (void)state;
    assert_same_run(do_nothing, 1);
    assert_same_run(raise_some, 1);
}

static void test_rounding(void **state) {
    (void)state;
    assert_same_run(round_upward, 1);
    assert_same_run(round_upward, 3);
    assert_same_run(round_to_zero, 2);
}

#if defined(__GLIBC__)
static void trap_all(void) {
    feenableexcept(FE_ALL_EXCEPT); /* fails where the processor cannot: then nothing is trapped */
}

static void trap_and_round(void) {
    feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW | FE_INEXACT);
    fesetround(FE_DOWNWARD);
}

static void test_traps(void **state) {
    (void)state;
    assert_same_run(trap_all, 1);
    assert_same_run(trap_all, 3);
    assert_same_run(trap_and_round, 2);
}
#endif

#if defined(__x86_64__)
static void flush_to_zero(void) {
    _mm_setcsr(_mm_getcsr() | 0x8040); /* results and operands */
}

static void test_flushing(void **state) {
    (void)state;
    assert_same_run(flush_to_zero, 1);
    assert_same_run(flush_to_zero, 3);
}
#endif

static void assert_same_when_disturbed(void (*how)(void), size_t jobs) {
    static text expected, found;
    static const double figure = 0.1;
    assert_true(run_everything(&expected, 1, &figure));
    disturb = how;
    const seen before = look();
    const bool fine = run_everything(&found, jobs, &figure);
    const seen after = look();
    disturb = do_nothing;
    assert_int_equal(fesetenv(FE_DFL_ENV), 0);
    assert_true(fine);
    assert_int_equal(before.rounding, after.rounding);
    assert_int_equal(before.trapped, after.trapped);
    assert_int_equal(expected.size, found.size);
    assert_memory_equal(expected.bytes, found.bytes, found.size);
}

static void test_callbacks(void **state) {
    (void)state;
    assert_same_when_disturbed(do_nothing, 1);
    assert_same_when_disturbed(round_upward, 1);
    assert_same_when_disturbed(round_upward, 3);
    assert_same_when_disturbed(round_to_zero, 2);
    assert_same_when_disturbed(raise_some, 1);
#if defined(__x86_64__)
    assert_same_when_disturbed(flush_to_zero, 1);
#endif
}

#if defined(__GLIBC__)
static void test_callbacks_trapping(void **state) {
    (void)state;
    assert_same_when_disturbed(trap_all, 1);
    assert_same_when_disturbed(trap_and_round, 2);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual),
        cmocka_unit_test(test_rounding),
#if defined(__GLIBC__)
        cmocka_unit_test(test_traps),
#endif
#if defined(__x86_64__)
        cmocka_unit_test(test_flushing),
#endif
        cmocka_unit_test(test_callbacks),
#if defined(__GLIBC__)
        cmocka_unit_test(test_callbacks_trapping),
#endif
    };
    return cmocka_run_group_tests_name("environment", tests, NULL, NULL);
}
