/* Cancelling: each stage, from before it begins, from what it calls, and at every single moment at
 * which it asks for memory. */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "stream_support.h"

#include <math.h>

/* A package with expressions, a function, a scale and a group, and data with something wrong. */
static const char manifest[] = "return package { name = 'p', version = '1', api = 1,\n"
                               "nodes = { { 'R', 'Root' }, { 'G', 'Group', parent = 'R' } } }\n";
static const char expression[] =
    "return indicator { code = 'E', parent = 'R', name = 'E', inputs = "
    "{ count { 'n' } }, measure = input.n }\n";
static const char function[] = "return indicator { code = 'F', parent = 'G', name = 'F', inputs = "
                               "{ 'n' }, measure = function(v) return v.n end }\n";
static const char scaled[] = "return indicator { code = 'S', parent = 'G', name = 'S', inputs = "
                             "{ 'n' }, measure = input.n, scale = 'minmax' }\n";
static const char plain_data[] = "city,period,n\nA,2025,10\nB,2025,20\nC,2025,-1\nD,2024,40\n";

typedef struct fixture {
    counted memory;
    hm_allocator allocator;
    hm_cancel *cancel;
    hm_package *package, *unscaled;
    hm_dataset *data;
    hm_scores *scores;
    char *rows; /* of them */
    scratch file;
    size_t at; /* the call for memory that requests it; 0: none */
} fixture;

static void *resize_and_request(void *context, void *pointer, size_t old_size, size_t new_size) {
    fixture *f = context;
    void *moved = counted_resize(&f->memory, pointer, old_size, new_size);
    if (new_size > 0 && f->memory.calls == f->at)
        hm_cancel_request(f->cancel);
    return moved;
}

/* --- the stages, each with what it leaves freed --- */

typedef hm_code stage(fixture *f, hm_error *error);

static hm_package_file file_of(const char *path, const char *text) {
    return (hm_package_file){path, text, strlen(text)};
}

static hm_code open_with(fixture *f, bool with_scale, hm_package **package, hm_error *error) {
    const hm_package_file files[] = {file_of("package.lua", manifest), file_of("E.lua", expression),
                                     file_of("F.lua", function), file_of("S.lua", scaled)};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.allocator = &f->allocator;
    options.cancel = f->cancel;
    return hm_package_open_memory(package, "p", files, with_scale ? 4 : 3, &options, NULL, error);
}

static hm_code open_stage(fixture *f, hm_error *error) {
    hm_package *package = NULL;
    const hm_code code = open_with(f, true, &package, error);
    hm_package_free(package);
    return code;
}

static hm_code open_built_in(fixture *f, hm_error *error) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    options.allocator = &f->allocator;
    options.cancel = f->cancel;
    const hm_code code = hm_package_open(&package, "iso-iec-30146", &options, NULL, error);
    hm_package_free(package);
    return code;
}

static hm_code read_with(fixture *f, const char *name, const char *text, hm_error *error) {
    hm_dataset *data = NULL;
    hm_code code = hm_dataset_new(&data, &f->allocator, error);
    hm_dataset_set_cancel(data, f->cancel);
    if (code == HM_OK)
        code = hm_dataset_read_memory(data, name, text, strlen(text), error);
    if (code == HM_OK)
        code = hm_dataset_finish(data, error);
    if (code == HM_ERROR_CANCELLED) { /* and remains so */
        hm_cancel_reset(f->cancel);
        assert_int_equal(hm_dataset_finish(data, NULL), HM_ERROR_CANCELLED);
        assert_int_equal(hm_dataset_put(data, "A", "2025", "n", "1", NULL), HM_ERROR_CANCELLED);
    }
    hm_dataset_free(data);
    return code;
}

static hm_code read_wide(fixture *f, hm_error *error) {
    return read_with(f, "a.csv", plain_data, error);
}
static hm_code read_long(fixture *f, hm_error *error) {
    return read_with(f, "a.csv", "city,period,input,value,note\nA,2025,n,1,x\nB,2025,n,2,y\n",
                     error);
}
static hm_code read_json(fixture *f, hm_error *error) {
    return read_with(
        f, "a.json",
        "{\"observations\": [{\"city\": \"A\", \"period\": \"2025\", \"input\": \"n\", "
        "\"value\": 1}], \"records\": {\"r\": [{\"city\": \"A\", \"period\": "
        "\"2025\", \"size\": 1}]}}",
        error);
}
static hm_code read_ndjson(fixture *f, hm_error *error) {
    return read_with(f, "a.ndjson",
                     "{\"city\": \"A\", \"period\": \"2025\", \"input\": \"n\", \"value\": 1}\n"
                     "{\"city\": \"B\", \"period\": \"2025\", \"input\": \"n\", \"value\": 1}\n",
                     error);
}
static hm_code put_cells(fixture *f, hm_error *error) {
    hm_dataset *data = NULL;
    hm_code code = hm_dataset_new(&data, &f->allocator, error);
    hm_dataset_set_cancel(data, f->cancel);
    if (code == HM_OK)
        code = hm_dataset_put(data, "A", "2025", "n", "1", error);
    if (code == HM_OK)
        code = hm_dataset_finish(data, error);
    hm_dataset_free(data);
    return code;
}

static hm_code put_columns(fixture *f, hm_error *error) {
    static const char *const cities[] = {"A", "B"}, *const periods[] = {"2025", "2025"};
    static const double numbers[] = {1, 2};
    hm_dataset *data = NULL;
    hm_code code = hm_dataset_new(&data, &f->allocator, error);
    hm_dataset_set_cancel(data, f->cancel);
    if (code == HM_OK)
        code = hm_dataset_put_units(data, 2, cities, periods, error);
    if (code == HM_OK)
        code = hm_dataset_put_numbers(data, "n", 2, numbers, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_put_texts(data, "t", 2, cities, error);
    if (code == HM_OK)
        code = hm_dataset_finish(data, error);
    hm_dataset_free(data);
    return code;
}

/* Scores, which have columns city and period, are read as records. */
static hm_code read_scores(fixture *f, hm_dataset *data, bool as_stream, hm_error *error) {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    hm_table *table = NULL;
    hm_code code = hm_scores_table(&table, f->scores, error);
    hm_table_set_cancel(table, f->cancel);
    if (code == HM_OK)
        code = as_stream ? hm_table_export_arrow_stream(table, &stream, error)
                         : hm_table_export_arrow(table, &schema, &array, error);
    if (code == HM_OK)
        code = as_stream ? hm_dataset_read_records_arrow_stream(data, "scores", &stream, error)
                         : hm_dataset_read_records_arrow(data, "scores", &schema, &array, error);
    hm_table_free(table);
    return code;
}

static hm_code pass_scores(fixture *f, bool as_stream, hm_error *error) {
    hm_dataset *data = NULL;
    hm_code code = hm_dataset_new(&data, &f->allocator, error);
    hm_dataset_set_cancel(data, f->cancel);
    if (code == HM_OK)
        code = read_scores(f, data, as_stream, error);
    if (code == HM_OK)
        code = hm_dataset_finish(data, error);
    hm_dataset_free(data);
    return code;
}

static hm_code pass_arrow(fixture *f, hm_error *error) {
    return pass_scores(f, false, error);
}
static hm_code pass_arrow_stream(fixture *f, hm_error *error) {
    return pass_scores(f, true, error);
}

static hm_code score_stage(fixture *f, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    options.allocator = &f->allocator;
    options.cancel = f->cancel;
    options.jobs = 1;
    const hm_code code = hm_score(&scores, f->package, f->data, &options, error);
    assert_int_equal(scores != NULL, code == HM_OK);
    hm_scores_free(scores);
    return code;
}

static hm_code session_stage(fixture *f, hm_error *error) {
    hm_session_options options = HM_SESSION_OPTIONS_INIT;
    hm_session *session = NULL;
    options.allocator = &f->allocator;
    options.cancel = f->cancel;
    hm_code code = hm_session_open(&session, f->package, f->data, 0, &options, error);
    if (code == HM_OK)
        code = hm_session_score(session, error);
    hm_session_free(session);
    return code;
}

static int drop(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    (void)size;
    return 0;
}

static hm_code stream_stage(fixture *f, hm_error *error) {
    hm_stream_options options = HM_STREAM_OPTIONS_INIT;
    options.allocator = &f->allocator;
    options.cancel = f->cancel;
    options.jobs = 1;
    options.batch = 1;
    return hm_stream(f->unscaled, f->file.path, &options, drop, NULL, NULL, error);
}

static hm_code write_stage(fixture *f, hm_error *error) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.cancel = f->cancel;
    hm_code code = HM_OK;
    hm_writer_info writer = HM_WRITER_INFO_INIT;
    for (size_t i = 0; code == HM_OK && hm_writer_at(i, &writer) == HM_OK; i++) {
        options.format = writer.name;
        code = hm_scores_write(f->scores, &options, drop, NULL, error);
    }
    return code;
}

static hm_code write_issues_stage(fixture *f, hm_error *error) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    options.cancel = f->cancel;
    hm_table *table;
    hm_code code = hm_scores_issues_table(&table, f->scores, error);
    if (code == HM_OK)
        code = hm_tables_write((const hm_table *const[]){table}, 1, &options, drop, NULL, error);
    hm_table_free(table);
    return code;
}

static int see(void *context, const hm_ranking_row *row) {
    (void)context;
    (void)row;
    return 0;
}

static hm_code rank_rows(fixture *f, const char *rows, hm_error *error) {
    hm_ranking *ranking = NULL;
    hm_code code = hm_ranking_new(&ranking, f->package, &f->allocator, error);
    hm_ranking_set_cancel(ranking, f->cancel);
    if (code == HM_OK)
        code = hm_ranking_read_memory(ranking, "rows", rows, strlen(rows), error);
    if (code == HM_OK)
        code = hm_ranking_finish(ranking, 1, error);
    if (code == HM_OK)
        code = hm_ranking_visit(ranking, "R", see, NULL, error);
    if (code == HM_OK)
        code = hm_ranking_write(ranking, NULL, drop, NULL, error);
    hm_ranking_free(ranking);
    return code;
}

static hm_code rank_csv(fixture *f, hm_error *error) {
    return rank_rows(f, f->rows, error);
}
static hm_code rank_ndjson(fixture *f, hm_error *error) {
    return rank_rows(f,
                     "{\"city\": \"A\", \"period\": \"2025\", \"code\": \"R\", \"depth\": 0, "
                     "\"score\": 1, \"coverage\": 1, \"applicable\": 1, \"rank\": null}\n",
                     error);
}

static const struct {
    const char *name;
    stage *run;
} stages[] = {
    {"opening a package", open_stage},
    {"opening a built-in package", open_built_in},
    {"wide CSV", read_wide},
    {"long CSV", read_long},
    {"JSON", read_json},
    {"NDJSON", read_ndjson},
    {"single cells", put_cells},
    {"columns", put_columns},
    {"an Arrow batch out and in", pass_arrow},
    {"an Arrow stream out and in", pass_arrow_stream},
    {"scoring", score_stage},
    {"a session", session_stage},
    {"a stream", stream_stage},
    {"writing", write_stage},
    {"writing issues", write_issues_stage},
    {"ranking CSV", rank_csv},
    {"ranking NDJSON", rank_ndjson},
};

/* --- the fixture --- */

static int set_up(void **state) {
    static fixture f;
    hm_error error;
    memset(&f, 0, sizeof f);
    f.allocator = (hm_allocator){resize_and_request, &f};
    scratch_open(&f.file, "a.csv", plain_data, sizeof plain_data - 1);
    if (hm_cancel_new(&f.cancel, &f.allocator, &error) != HM_OK ||
        open_with(&f, true, &f.package, &error) != HM_OK ||
        open_with(&f, false, &f.unscaled, &error) != HM_OK)
        fail_msg("%s", error.message);
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.allocator = &f.allocator;
    f.data = read_data(plain_data);
    f.scores = score_with(f.package, f.data, &options);
    f.rows = write_text(f.scores, (hm_write_options)HM_WRITE_OPTIONS_INIT);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    free(f->rows);
    hm_scores_free(f->scores);
    hm_dataset_free(f->data);
    hm_package_free(f->package);
    hm_package_free(f->unscaled);
    hm_cancel_free(f->cancel);
    scratch_close(&f->file);
    assert_int_equal(f->memory.bytes, 0);
    return 0;
}

/* --- tests --- */

static void what_is_cancelled_before_does_not_begin(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        hm_error error;
        hm_cancel_request(f->cancel);
        const hm_code code = stages[i].run(f, &error);
        if (code != HM_ERROR_CANCELLED || error.code != code)
            fail_msg("%s: %d", stages[i].name, (int)code);
        assert_string_equal(error.message, "cancelled");
        hm_cancel_reset(f->cancel);
        if (stages[i].run(f, &error) != HM_OK)
            fail_msg("%s: %s", stages[i].name, error.message);
    }
}

static void a_deadline_that_has_passed_cancels(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        hm_error error;
        assert_int_equal(hm_cancel_set_deadline(f->cancel, 0, &error), HM_OK);
        assert_int_equal(stages[i].run(f, &error), HM_ERROR_CANCELLED);
        assert_string_equal(error.message, "cancelled: its deadline has passed");
        hm_cancel_reset(f->cancel);
        assert_int_equal(hm_cancel_set_deadline(f->cancel, 1e6, &error), HM_OK);
        assert_int_equal(stages[i].run(f, &error), HM_OK);
        assert_int_equal(hm_cancel_set_deadline(f->cancel, INFINITY, &error), HM_OK);
        assert_int_equal(stages[i].run(f, &error), HM_OK);
    }
    hm_cancel_reset(f->cancel);
}

/* At whatever call for memory it is requested: the stage ends with it, unless that was among the
 * last that it does; and everything is freed. */
static void every_moment_is_one_to_cancel_at(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < COUNT(stages); i++) {
        hm_error error;
        f->at = 0;
        f->memory.calls = 0;
        assert_int_equal(stages[i].run(f, &error), HM_OK);
        const size_t calls = f->memory.calls, bytes = f->memory.bytes;
        const size_t step = calls / 200 + 1;
        size_t cancelled = 0, made = 0;
        assert_true(calls > 0);
        for (f->at = 1; f->at <= calls; f->at += step) {
            f->memory.calls = 0;
            const hm_code code = stages[i].run(f, &error);
            if (code != HM_OK && code != HM_ERROR_CANCELLED)
                fail_msg("%s: %s", stages[i].name, error.message);
            cancelled += code == HM_ERROR_CANCELLED;
            made++;
            assert_int_equal(f->memory.bytes, bytes);
            hm_cancel_reset(f->cancel);
        }
        f->at = 0;
        print_message("%s: %zu of %zu moments\n", stages[i].name, cancelled, made);
        if (cancelled * 4 < made * 3)
            fail_msg("%s: %zu of %zu moments", stages[i].name, cancelled, made);
    }
}

static int request_once(void *context, const char *data, size_t size) {
    fixture *f = context;
    (void)data;
    (void)size;
    assert_int_equal(hm_cancel_is_requested(f->cancel), 0); /* nothing is given after it */
    hm_cancel_request(f->cancel);
    return 0;
}

static void sinks_are_given_nothing_more(void **state) {
    fixture *f = *state;
    char long_run[200000];
    memset(long_run, ' ', sizeof long_run);
    memcpy(long_run, "{}", 2);
    long_run[sizeof long_run - 1] = '\0';
    hm_write_options write = HM_WRITE_OPTIONS_INIT;
    write.format = "json";
    write.run = long_run;
    write.cancel = f->cancel;
    assert_int_equal(hm_scores_write(f->scores, &write, request_once, f, NULL), HM_ERROR_CANCELLED);
    hm_cancel_reset(f->cancel);
    hm_stream_options stream = HM_STREAM_OPTIONS_INIT;
    stream.cancel = f->cancel;
    stream.batch = 1;
    stream.jobs = 1;
    assert_int_equal(hm_stream(f->unscaled, f->file.path, &stream, request_once, f, NULL, NULL),
                     HM_ERROR_CANCELLED);
    hm_cancel_reset(f->cancel);
}

static void request_from_log(void *context, const hm_issue *issue) {
    (void)issue;
    hm_cancel_request(context);
}

static void what_is_told_can_cancel(void **state) {
    fixture *f = *state;
    hm_scores *scores = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.log = request_from_log;
    options.log_context = f->cancel;
    options.cancel = f->cancel;
    assert_int_equal(hm_score(&scores, f->package, f->data, &options, NULL), HM_ERROR_CANCELLED);
    assert_null(scores);
    hm_cancel_reset(f->cancel);
}

static void cancel_wants_what_makes_sense(void **state) {
    fixture *f = *state;
    hm_error error;
    hm_cancel_free(NULL);
    hm_cancel_request(NULL);
    hm_cancel_reset(NULL);
    assert_int_equal(hm_cancel_is_requested(NULL), 0);
    assert_int_equal(hm_cancel_new(NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_cancel_set_deadline(NULL, 1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_cancel_set_deadline(f->cancel, -1, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_cancel_set_deadline(f->cancel, NAN, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_cancel_is_requested(f->cancel), 0);
    f->memory.calls = 0;
    f->memory.refused = 1;
    hm_cancel *none = f->cancel;
    assert_int_equal(hm_cancel_new(&none, &f->allocator, &error), HM_ERROR_MEMORY);
    assert_null(none);
    f->memory.refused = 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_cancelled_before_does_not_begin, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deadline_that_has_passed_cancels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_moment_is_one_to_cancel_at, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sinks_are_given_nothing_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_told_can_cancel, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cancel_wants_what_makes_sense, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
