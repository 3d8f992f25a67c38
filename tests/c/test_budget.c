/* Limits of a run as a whole, and of loading: what many calls or scripts use together, each of them
 * within its own limits. A host function counts the calls that were made. */
#define _DEFAULT_SOURCE /* mkstemps */
#include "embed_support.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { CITIES = 20000 }; /* more than two threads' share at a time, which is 8,192 */

static atomic_size_t ticks;

static int tick(void *context, const hm_value *arguments, size_t count, hm_value *result,
                hm_error *error) {
    (void)context, (void)arguments, (void)count, (void)error;
    atomic_fetch_add(&ticks, 1);
    *result = (hm_value){.kind = HM_VALUE_NUMBER};
    return 0;
}

static const hm_host_entry given[] = {{.name = "tick", .function = tick}};

static hm_package_options lending(void) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = given;
    options.host_count = COUNT_OF(given);
    options.limits.seconds = 60; /* however busy the machine is */
    return options;
}

static const char manifest[] = "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  host = { \"tick\" }, nodes = { { \"R\", \"Root\" } } }\n";

/* 400 to 500 steps for each hundred of x, and one for the call; fmod takes some microseconds here,
 * whatever is counted. */
static const char slow[] = "return indicator { code = \"F\", parent = \"R\", name = \"F\",\n"
                           "  inputs = { count { \"x\", \"X\" } },\n"
                           "  measure = function(v)\n"
                           "    local sum = host.tick()\n"
                           "    for i = 1, v.x do sum = sum + math.fmod(1e308, 3e-308) end\n"
                           "    return v.x + 0 * sum\n"
                           "  end }\n";

static hm_package *open_slow(void) {
    const hm_package_file files[] = {FILE_OF("package.lua", manifest), FILE_OF("F.lua", slow)};
    const hm_package_options options = lending();
    return open_files("p", files, COUNT_OF(files), &options);
}

/* Freed by the caller. City i reports x; from `later` on, it reports `then`. */
static char *cities(size_t count, unsigned x, size_t later, unsigned then) {
    char *csv = malloc(count * 32 + 32);
    assert_non_null(csv);
    size_t at = (size_t)sprintf(csv, "city,period,x\n");
    for (size_t i = 0; i < count; i++)
        at += (size_t)sprintf(csv + at, "c%05zu,2025,%u\n", i, i < later ? x : then);
    return csv;
}

static hm_dataset *open_cities(unsigned x) {
    char *csv = cities(CITIES, x, CITIES, 0);
    hm_dataset *data = open_text(csv);
    free(csv);
    return data;
}

/* The run must end with this message on one thread and on several, before all calls were made. */
static void assert_exhausts(unsigned x, hm_total_limits limits, const char *message) {
    hm_package *package = open_slow();
    hm_dataset *data = open_cities(x);
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.run_limits = limits;
    for (options.jobs = 1; options.jobs <= 4; options.jobs *= 2) {
        hm_scores *scores = (hm_scores *)&options;
        hm_error error;
        atomic_store(&ticks, 0);
        assert_int_equal(hm_score(&scores, package, data, &options, &error), HM_ERROR_LIMIT);
        assert_null(scores);
        assert_int_equal(error.code, HM_ERROR_LIMIT);
        assert_string_equal(error.message, message);
        assert_string_equal(error.file, "");
        assert_true(atomic_load(&ticks) > 0);
        assert_true(atomic_load(&ticks) < CITIES);
    }
    hm_dataset_free(data);
    hm_package_free(package);
}

static void run_steps(void **state) {
    (void)state;
    assert_exhausts(100, (hm_total_limits){.steps = 500000}, "steps of the run: more than 500000");
}

/* A call of fewer than 100 instructions has no steps of its own: it counts as one. */
static void run_steps_short_calls(void **state) {
    (void)state;
    assert_exhausts(1, (hm_total_limits){.steps = CITIES / 2}, "steps of the run: more than 10000");
    /* a call of the host counts as 100 more; nothing else does, such as each worker's loading */
    assert_true(atomic_load(&ticks) >= CITIES / 2 / 101);
}

static void run_seconds(void **state) {
    (void)state;
    assert_exhausts(1000, (hm_total_limits){.seconds = 0.05},
                    "processor time of the run: more than 0.05 seconds");
}

/* Where no hook looks, calls are looked at from outside. */
static void run_seconds_short_calls(void **state) {
    (void)state;
    assert_exhausts(10, (hm_total_limits){.seconds = 0.005},
                    "processor time of the run: more than 0.005 seconds");
}

/* What is not exhausted changes nothing. */
static void run_within(void **state) {
    (void)state;
    hm_package *package = open_slow();
    hm_dataset *data = open_cities(3);
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.run_limits = (hm_total_limits){3600, UINT64_C(1000000000)};
    for (options.jobs = 1; options.jobs <= 4; options.jobs *= 2) {
        hm_scores *scores = score_with(package, data, &options);
        for (size_t i = 0; i < CITIES; i++)
            assert_true(row_of(scores, i, node_of(package, "F")).score == 3);
        assert_int_equal(hm_issues_count(hm_scores_issues(scores)), 0);
        hm_scores_free(scores);
    }
    hm_dataset_free(data);
    hm_package_free(package);
}

/* Expressions have no steps, but take time. */
static void run_expression(void **state) {
    (void)state;
    static const char plain[] = "return package { name = \"p\", version = \"1\", api = 1,\n"
                                "  nodes = { { \"R\", \"Root\" } } }\n";
    static const char sum[] = "local all = input.x\n"
                              "for i = 1, 400 do all = all + input.x end\n"
                              "return indicator { code = \"E\", parent = \"R\", name = \"E\",\n"
                              "  inputs = { count { \"x\", \"X\" } }, measure = all }\n";
    const hm_package_file files[] = {FILE_OF("package.lua", plain), FILE_OF("E.lua", sum)};
    hm_package *package = open_files("p", files, COUNT_OF(files), NULL);
    hm_dataset *data = open_cities(3);
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores;
    hm_error error;
    options.run_limits.steps = 1;
    hm_scores_free(score_with(package, data, &options));
    options.run_limits.seconds = 0.0001;
    assert_int_equal(hm_score(&scores, package, data, &options, &error), HM_ERROR_LIMIT);
    assert_string_equal(error.message, "processor time of the run: more than 0.0001 seconds");
    hm_dataset_free(data);
    hm_package_free(package);
}

static void negative_seconds(void **state) {
    (void)state;
    hm_package *package = open_slow(), *none;
    hm_dataset *data = open_text("city,period,x\na,2025,1\n");
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    hm_session_options open = HM_SESSION_OPTIONS_INIT;
    hm_package_options load = HM_PACKAGE_OPTIONS_INIT;
    hm_scores *scores;
    hm_session *session;
    hm_error error;
    score.run_limits.seconds = open.run_limits.seconds = load.load_limits.seconds = -1;
    assert_int_equal(hm_score(&scores, package, data, &score, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_open(&session, package, data, 0, &open, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_open(&none, "iso-iec-30146", &load, NULL, &error),
                     HM_ERROR_ARGUMENT);
    assert_null(none);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- sessions --- */

/* Each call has the whole budget; one that exhausts it leaves no marks, the next takes them. */
static void session_budget_a_call(void **state) {
    (void)state;
    hm_package *package = open_slow();
    hm_dataset *data = open_text("city,period,x\na,2025,10\n");
    hm_session_options options = HM_SESSION_OPTIONS_INIT;
    hm_session *session = NULL;
    hm_score_row rows[2] = {HM_SCORE_ROW_INIT};
    hm_error error;
    options.run_limits.steps = 100000;
    assert_int_equal(hm_session_open(&session, package, data, 0, &options, &error), HM_OK);
    for (unsigned i = 0; i < 300; i++) { /* in all more than that */
        assert_int_equal(hm_session_set_number(session, "x", 100 + i, &error), HM_OK);
        assert_int_equal(hm_session_score(session, &error), HM_OK);
    }
    assert_int_equal(hm_session_set_number(session, "x", 1e6, &error), HM_OK);
    assert_int_equal(hm_session_score(session, &error), HM_ERROR_LIMIT);
    assert_string_equal(error.message, "steps of the run: more than 100000");
    assert_int_equal(hm_session_row(session, 0, &rows[0]), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_rows(session, rows, 2), HM_ERROR_ARGUMENT);
    assert_null(hm_session_reason(session, 1));
    assert_int_equal(hm_session_set_number(session, "x", 20, &error), HM_OK);
    assert_int_equal(hm_session_score(session, &error), HM_OK);
    assert_int_equal(hm_session_rows(session, rows, 2), HM_OK);
    assert_true(rows[1].has_score && rows[1].score == 20);
    hm_session_free(session);

    options.run_limits.steps = 1;
    assert_int_equal(hm_session_open(&session, package, data, 0, &options, &error), HM_ERROR_LIMIT);
    assert_null(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

static void session_cancel(void **state) {
    (void)state;
    hm_package *package = open_slow();
    hm_dataset *data = open_text("city,period,x\na,2025,10\n");
    hm_cancel *cancel = NULL;
    assert_int_equal(hm_cancel_new(&cancel, NULL, NULL), HM_OK);
    const hm_session_options options = {.size = sizeof options, .cancel = cancel};
    hm_session *session = NULL;
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_error error;
    assert_int_equal(hm_session_open(&session, package, data, 0, &options, &error), HM_OK);
    hm_cancel_request(cancel);
    assert_int_equal(hm_session_score(session, &error), HM_ERROR_CANCELLED);
    assert_int_equal(hm_session_row(session, 0, &row), HM_ERROR_ARGUMENT);
    hm_cancel_reset(cancel);
    assert_int_equal(hm_session_score(session, &error), HM_OK);
    assert_int_equal(hm_session_row(session, 0, &row), HM_OK);
    assert_true(row.score == 10);
    hm_session_free(session);
    hm_cancel_free(cancel);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- streams --- */

typedef struct counted_rows {
    size_t rows, other; /* lines; bytes that follow the last */
} counted_rows;

static int count_rows(void *context, const char *data, size_t size) {
    counted_rows *counted = context;
    for (size_t i = 0; i < size; i++) {
        counted->rows += data[i] == '\n';
        counted->other = data[i] == '\n' ? 0 : counted->other + 1;
    }
    return 0;
}

/* The rows of whole cities stand before the error. */
static void stream_rows_before(void **state) {
    (void)state;
    enum { EASY = 500, ALL = 1000 };
    char path[] = "/tmp/hm_budget_XXXXXX.csv";
    char *csv = cities(ALL, 1, EASY, 1000000);
    const int descriptor = mkstemps(path, 4);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    fputs(csv, file);
    fclose(file);
    hm_package *package = open_slow();
    hm_stream_options options = HM_STREAM_OPTIONS_INIT;
    options.batch = 1000;
    options.no_header = 1;
    options.run_limits.steps = 200000;
    for (options.jobs = 1; options.jobs <= 4; options.jobs *= 2) {
        counted_rows counted = {0, 0};
        hm_stream_counts counts = HM_STREAM_COUNTS_INIT;
        hm_error error;
        assert_int_equal(hm_stream(package, path, &options, count_rows, &counted, &counts, &error),
                         HM_ERROR_LIMIT);
        assert_string_equal(error.message, "steps of the run: more than 200000");
        assert_true(counts.written > 0);
        assert_true(counts.written <= EASY);
        assert_int_equal(counted.rows, 2 * counts.written);
        assert_int_equal(counted.other, 0);
    }
    assert_int_equal(remove(path), 0);
    free(csv);
    hm_package_free(package);
}

/* --- loading --- */

enum { SCRIPTS = 1000 };

typedef struct many {
    hm_package_file files[SCRIPTS + 1];
    char paths[SCRIPTS][16], texts[SCRIPTS][512];
} many;

/* `each` is what every script does before it returns its indicator. */
static many *make_scripts(const char *each) {
    many *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->files[0] = (hm_package_file)FILE_OF("package.lua", manifest);
    for (size_t i = 0; i < SCRIPTS; i++) {
        const int size = snprintf(m->texts[i], sizeof m->texts[i],
                                  "host.tick() %s\nreturn indicator { code = \"I%zu\", parent = "
                                  "\"R\", name = \"I\",\n"
                                  "inputs = { count { \"x%zu\", \"X\" } }, measure = input.x%zu }",
                                  each, i, i, i);
        snprintf(m->paths[i], sizeof m->paths[i], "I%zu.lua", i);
        m->files[i + 1] = (hm_package_file){m->paths[i], m->texts[i], (size_t)size};
    }
    return m;
}

#define SLOW "for i = 1, 1000 do local x = math.fmod(1e308, 3e-308) end"
/* 7 of the 16 MiB that a script may have, in texts that no other script has */
#define LARGE                                                                                      \
    "do local inputs = {} for k = 1, 1700 do "                                                     \
    "inputs[k] = count { 'x' .. k, string.rep('label', 800) .. k } end "                           \
    "return indicator { code = 'I', parent = 'R', name = 'I', inputs = inputs, measure = "         \
    "input.x1 } end"

/* The first limit that is exceeded is told once, not once a script, and ends the loading. */
static void assert_loading_ends(const char *each, hm_total_limits limits, const char *message) {
    many *m = make_scripts(each);
    hm_package_options options = lending();
    hm_package *package = (hm_package *)m;
    hm_issues *issues = NULL;
    hm_error error;
    options.load_limits = limits;
    atomic_store(&ticks, 0);
    assert_int_equal(
        hm_package_open_memory(&package, "p", m->files, SCRIPTS + 1, &options, &issues, &error),
        HM_ERROR_LIMIT);
    assert_null(package);
    assert_string_equal(error.message, message);
    assert_int_equal(hm_issues_count(issues), 1);
    assert_string_equal(message_of(hm_issues_get(issues, 0)).text, message);
    assert_true(atomic_load(&ticks) < SCRIPTS);
    hm_issues_free(issues);
    free(m);
}

static void load_steps(void **state) {
    (void)state;
    assert_loading_ends(SLOW, (hm_total_limits){.steps = 1000000},
                        "steps of loading: more than 1000000");
}

static void load_seconds(void **state) {
    (void)state;
    assert_loading_ends(SLOW, (hm_total_limits){.seconds = 0.05},
                        "processor time of loading: more than 0.05 seconds");
}

/* The layers of a package have one budget. */
static void load_memory(void **state) {
    (void)state;
    assert_loading_ends(LARGE, (hm_total_limits){.steps = 0},
                        "the scripts of a package declare more than 256 MiB together");
}

static void load_layers(void **state) {
    (void)state;
    static const char top[] = "return package { name = \"top\", version = \"1\", api = 1,\n"
                              "  extends = \"iso-iec-30146\" }\n";
    const hm_package_file files[] = {FILE_OF("package.lua", top)};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.load_limits.steps = 10000;
    assert_refused(files, 1, &options, HM_ERROR_LIMIT, "steps of loading: more than 10000");
    options.load_limits.steps = 0;
    hm_package_free(open_files("top", files, 1, &options));
}

static void load_within(void **state) {
    (void)state;
    many *m = make_scripts("for i = 1, 1000 do end");
    const hm_package_options options = lending();
    atomic_store(&ticks, 0);
    hm_package *package = open_files("p", m->files, SCRIPTS + 1, &options);
    assert_int_equal(atomic_load(&ticks), SCRIPTS);
    hm_package_free(package);
    free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_steps),        cmocka_unit_test(run_steps_short_calls),
        cmocka_unit_test(run_seconds),      cmocka_unit_test(run_seconds_short_calls),
        cmocka_unit_test(run_within),       cmocka_unit_test(run_expression),
        cmocka_unit_test(negative_seconds), cmocka_unit_test(session_budget_a_call),
        cmocka_unit_test(session_cancel),   cmocka_unit_test(stream_rows_before),
        cmocka_unit_test(load_steps),       cmocka_unit_test(load_seconds),
        cmocka_unit_test(load_memory),      cmocka_unit_test(load_layers),
        cmocka_unit_test(load_within),
    };
    return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
