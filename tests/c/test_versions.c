/* Programs that were compiled with older or newer headers: the rule that hundredmark.h states of
 * structs that begin with their size. Layouts of other versions are written down here by hand. */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "stream_support.h"

static struct {
    hm_package *package;
    hm_dataset *data;
    hm_scores *scores;
    scratch file;
} given;

static int open_given(void **state) {
    (void)state;
    static const char rows[] = "city,period,n\nA,2025,40\n";
    scratch_open(&given.file, "a.csv", rows, sizeof rows - 1);
    given.package = open_one("number { 'n' }", "measure = input.n");
    given.data = read_data("city,period,n\nA,2025,40\nB,2025,60\n");
    given.scores = score_with(given.package, given.data, NULL);
    return 0;
}

static int close_given(void **state) {
    (void)state;
    hm_scores_free(given.scores);
    hm_dataset_free(given.data);
    hm_package_free(given.package);
    scratch_close(&given.file);
    return 0;
}

static void version_number_is_that_of_the_text(void **state) {
    (void)state;
    unsigned major = 0, minor = 0, patch = 0;
    assert_int_equal(sscanf(HM_VERSION, "%u.%u.%u", &major, &minor, &patch), 3);
    assert_int_equal(hm_version_number(), major * 1000000 + minor * 1000 + patch);
    assert_int_equal(HM_VERSION_NUMBER, hm_version_number());
}

/* --- every struct of options --- */

/* How many bytes may stand behind a struct in these tests, for the fields of a newer version. */
enum { BEYOND = 32, MOST = 512 };

static int drop(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    (void)size;
    return 0;
}

static hm_code give_to_package(const void *options, hm_error *error) {
    static const char manifest[] = ROOT_MANIFEST;
    static const char script[] = "return indicator { code = 'I', parent = 'R', name = 'I', "
                                 "inputs = { number { 'n' } }, measure = input.n }";
    const hm_package_file files[] = {{"package.lua", manifest, sizeof manifest - 1},
                                     {"I.lua", script, sizeof script - 1}};
    hm_package *package = NULL;
    const hm_code code =
        hm_package_open_memory(&package, "p", files, COUNT(files), options, NULL, error);
    hm_package_free(package);
    return code;
}

static hm_code give_to_score(const void *options, hm_error *error) {
    hm_scores *scores = NULL;
    const hm_code code = hm_score(&scores, given.package, given.data, options, error);
    hm_scores_free(scores);
    return code;
}

static hm_code give_to_write(const void *options, hm_error *error) {
    return hm_scores_write(given.scores, options, drop, NULL, error);
}

static hm_code give_to_write_tables(const void *options, hm_error *error) {
    hm_table *table;
    hm_code code = hm_scores_issues_table(&table, given.scores, error);
    if (code == HM_OK)
        code = hm_tables_write((const hm_table *const[]){table}, 1, options, drop, NULL, error);
    hm_table_free(table);
    return code;
}

static hm_code give_to_session(const void *options, hm_error *error) {
    hm_session *session = NULL;
    const hm_code code = hm_session_open(&session, given.package, given.data, 0, options, error);
    hm_session_free(session);
    return code;
}

static hm_code give_to_stream(const void *options, hm_error *error) {
    return hm_stream(given.package, given.file.path, options, drop, NULL, NULL, error);
}

static hm_code give_to_ranking(const void *options, hm_error *error) {
    static const char rows[] = "city,period,code,depth,score,coverage,applicable,rank\n"
                               "A,2025,R,0,40,1,1,\n";
    hm_ranking *ranking = NULL;
    if (hm_ranking_new(&ranking, NULL, NULL, error) != HM_OK ||
        hm_ranking_read_memory(ranking, "rows.csv", rows, sizeof rows - 1, error) != HM_OK ||
        hm_ranking_finish(ranking, 1, error) != HM_OK)
        fail_msg("%s", error->message);
    const hm_code code = hm_ranking_write(ranking, options, drop, NULL, error);
    hm_ranking_free(ranking);
    return code;
}

static const hm_package_options package_defaults = HM_PACKAGE_OPTIONS_INIT;
static const hm_score_options score_defaults = HM_SCORE_OPTIONS_INIT;
static const hm_write_options write_defaults = HM_WRITE_OPTIONS_INIT;
static const hm_session_options session_defaults = HM_SESSION_OPTIONS_INIT;
static const hm_stream_options stream_defaults = HM_STREAM_OPTIONS_INIT;
static const hm_ranking_write_options ranking_defaults = HM_RANKING_WRITE_OPTIONS_INIT;

static void init_package(void *options, size_t size) {
    hm_package_options_init(options, size);
}
static void init_score(void *options, size_t size) {
    hm_score_options_init(options, size);
}
static void init_write(void *options, size_t size) {
    hm_write_options_init(options, size);
}
static void init_session(void *options, size_t size) {
    hm_session_options_init(options, size);
}
static void init_stream(void *options, size_t size) {
    hm_stream_options_init(options, size);
}
static void init_ranking(void *options, size_t size) {
    hm_ranking_write_options_init(options, size);
}

static const struct {
    const char *name;
    const void *defaults;
    size_t size;
    hm_code (*give)(const void *options, hm_error *error);
    void (*init)(void *options, size_t size);
} kinds[] = {
    {"hm_package_options", &package_defaults, sizeof package_defaults, give_to_package,
     init_package},
    {"hm_score_options", &score_defaults, sizeof score_defaults, give_to_score, init_score},
    {"hm_write_options", &write_defaults, sizeof write_defaults, give_to_write, init_write},
    {"hm_write_options", &write_defaults, sizeof write_defaults, give_to_write_tables, init_write},
    {"hm_session_options", &session_defaults, sizeof session_defaults, give_to_session,
     init_session},
    {"hm_stream_options", &stream_defaults, sizeof stream_defaults, give_to_stream, init_stream},
    {"hm_ranking_write_options", &ranking_defaults, sizeof ranking_defaults, give_to_ranking,
     init_ranking},
};

typedef union made {
    max_align_t align;
    unsigned char bytes[MOST];
} made;

/* The defaults of a kind with zeros behind them, in a struct that says it has `size` bytes. */
static void make_options(made *out, size_t kind, size_t size) {
    memset(out, 0, sizeof *out);
    assert_true(kinds[kind].size + BEYOND <= sizeof out->bytes);
    memcpy(out->bytes, kinds[kind].defaults, kinds[kind].size);
    memcpy(out->bytes, &size, sizeof size);
}

static void options_without_a_size_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        made options;
        hm_error error;
        make_options(&options, i, 0);
        assert_int_equal(kinds[i].give(options.bytes, &error), HM_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, kinds[i].name));
        assert_non_null(strstr(error.message, "_INIT"));
    }
}

static void options_of_a_newer_program_may_not_ask_for_what_is_not_known(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        made options;
        hm_error error;
        make_options(&options, i, kinds[i].size + BEYOND);
        if (kinds[i].give(options.bytes, &error) != HM_OK)
            fail_msg("%s: %s", kinds[i].name, error.message);
        options.bytes[kinds[i].size + BEYOND - 1] = 1;
        assert_int_equal(kinds[i].give(options.bytes, &error), HM_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, kinds[i].name));
        assert_non_null(strstr(error.message, HM_VERSION));
    }
}

/* What stands behind the last byte that an older program knows is its own, and never read. */
static void options_of_an_older_program_are_enough(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        made options;
        hm_error error;
        const size_t size = sizeof(size_t) + 1;
        make_options(&options, i, size);
        memset(options.bytes + size, 0xff, sizeof options.bytes - size);
        options.bytes[size - 1] = ((const unsigned char *)kinds[i].defaults)[size - 1];
        if (kinds[i].give(options.bytes, &error) != HM_OK)
            fail_msg("%s: %s", kinds[i].name, error.message);
    }
}

static void options_are_begun_by_functions_too(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const size_t sizes[] = {kinds[i].size, kinds[i].size + BEYOND, 2 * sizeof(size_t)};
        kinds[i].init(NULL, 100);
        for (size_t k = 0; k < COUNT(sizes); k++) {
            made options, expected;
            make_options(&expected, i, sizes[k]);
            memset(expected.bytes + sizes[k], 0xff, MOST - sizes[k]);
            memset(&options, 0xff, sizeof options);
            kinds[i].init(options.bytes, sizes[k]);
            assert_memory_equal(options.bytes, expected.bytes, MOST);
        }
    }
}

/* Before rank_levels and run_limits. */
typedef struct older_score_options {
    size_t size;
    size_t jobs;
    const hm_allocator *allocator;
    const void *cancel;
    hm_log_function *log;
    void *log_context;
} older_score_options;

static void ranks_are_given_to_programs_that_could_not_ask_for_them(void **state) {
    (void)state;
    const struct {
        older_score_options options;
        uint64_t others[8];
    } older = {{.size = sizeof(older_score_options), .jobs = 1}, {0}};
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_scores *scores = score_with(given.package, given.data, (const void *)&older);
    assert_int_equal(hm_scores_row(scores, 0, 0, &row), HM_OK);
    assert_int_equal(row.rank, 2);
    hm_scores_free(scores);
}

/* --- structs that are filled --- */

static hm_code fill_row(void *out) {
    return hm_scores_row(given.scores, 1, 0, out);
}
static hm_code fill_usage(void *out) {
    return hm_scores_usage(given.scores, 1, out);
}
static hm_code fill_load_usage(void *out) {
    return hm_package_usage(given.package, 1, out);
}
static hm_code fill_timing(void *out) {
    return hm_scores_timing(given.scores, out);
}
static hm_code fill_scaling(void *out) {
    return hm_scores_scaling(given.scores, 0, 1, out);
}
static hm_code fill_account(void *out) {
    hm_package *package = open_one("number { 'n' }", "measure = input.n, scale = 'zscore'");
    hm_scores *scores = score_with(package, given.data, NULL);
    const hm_code code = hm_scores_step(scores, 0, 1, 0, out);
    hm_scores_free(scores);
    hm_package_free(package);
    return code;
}
static hm_code fill_node(void *out) {
    return hm_package_node(given.package, 1, out);
}
static hm_code fill_observation(void *out) {
    static char buffer[32];
    return hm_dataset_observation(given.data, 1, "n", out, buffer) ? HM_OK : HM_ERROR_ARGUMENT;
}
static hm_code fill_counts(void *out) {
    return hm_stream(given.package, given.file.path, NULL, drop, NULL, out, NULL);
}
static hm_code fill_session_row(void *out) {
    hm_session *session = NULL;
    assert_int_equal(hm_session_open(&session, given.package, given.data, 1, NULL, NULL), HM_OK);
    const hm_code code = hm_session_row(session, 0, out);
    hm_session_free(session);
    return code;
}
static hm_code fill_column(void *out) {
    hm_table *table = NULL;
    assert_int_equal(hm_scores_table(&table, given.scores, NULL), HM_OK);
    hm_code code = hm_table_column(table, 0, out);
    hm_table_free(table);
    return code;
}
static hm_code fill_cell(void *out) {
    hm_table *table = NULL;
    hm_table_reader *reader = NULL;
    assert_int_equal(hm_scores_table(&table, given.scores, NULL), HM_OK);
    assert_int_equal(hm_table_reader_open(&reader, table, NULL, NULL), HM_OK);
    const hm_code code = hm_table_reader_cell(reader, 0, hm_table_find(table, "score"), out);
    hm_table_reader_free(reader);
    hm_table_free(table);
    return code;
}

static const struct {
    size_t size;
    hm_code (*fill)(void *out);
} filled[] = {
    {sizeof(hm_score_row), fill_row},        {sizeof(hm_score_row), fill_session_row},
    {sizeof(hm_usage), fill_usage},          {sizeof(hm_usage), fill_load_usage},
    {sizeof(hm_timing), fill_timing},        {sizeof(hm_scaling), fill_scaling},
    {sizeof(hm_node_info), fill_node},       {sizeof(hm_observation), fill_observation},
    {sizeof(hm_stream_counts), fill_counts}, {sizeof(hm_column_info), fill_column},
    {sizeof(hm_cell_view), fill_cell},       {sizeof(hm_step_account), fill_account},
};

/* Fills a struct that says it has `size` bytes, all 0xee before. */
static hm_code fill_one(size_t i, size_t size, made *out) {
    memset(out, 0xee, sizeof *out);
    memcpy(out->bytes, &size, sizeof size);
    return filled[i].fill(out->bytes);
}

static void only_what_both_know_is_filled(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(filled); i++) {
        made known, older, newer;
        const size_t size = filled[i].size, less = 2 * sizeof(size_t);
        assert_int_equal(fill_one(i, size, &known), HM_OK);
        assert_int_equal(fill_one(i, less, &older), HM_OK);
        assert_int_equal(fill_one(i, size + BEYOND, &newer), HM_OK);
        const unsigned char *own = known.bytes + sizeof size;
        assert_memory_equal(older.bytes + sizeof size, own, less - sizeof size);
        for (size_t k = less; k < MOST; k++)
            assert_int_equal(older.bytes[k], 0xee);
        for (size_t k = size; k < MOST; k++)
            assert_int_equal(newer.bytes[k], 0xee);
        assert_int_equal(fill_one(i, 0, &older), HM_ERROR_ARGUMENT);
        for (size_t k = sizeof size; k < MOST; k++)
            assert_int_equal(older.bytes[k], 0xee);
    }
}

/* Before coverage, applicable and rank. */
typedef struct older_row {
    size_t size;
    hm_state status;
    unsigned flags;
    int has_value, has_score, has_contribution;
    double value, score, contribution;
} older_row;

typedef struct newer_row {
    hm_score_row known;
    double more;
} newer_row;

static void rows_are_as_far_apart_as_the_program_says(void **state) {
    (void)state;
    older_row older[3] = {{.size = sizeof *older}, {.size = 0}, {.score = -1, .size = 77}};
    newer_row newer[2] = {{.known = {.size = sizeof *newer}, .more = 5}, {.more = 6}};
    assert_int_equal(hm_scores_rows(given.scores, 1, (void *)older, 2), HM_OK);
    assert_int_equal(hm_scores_rows(given.scores, 1, (void *)newer, 2), HM_OK);
    for (size_t node = 0; node < 2; node++) {
        assert_int_equal(older[node].size, sizeof *older);
        assert_true(older[node].score == 60);
        assert_true(older[node].contribution == 60);
        assert_int_equal(newer[node].known.size, sizeof *newer);
        assert_true(newer[node].known.contribution == 60);
        assert_int_equal(newer[node].known.rank, 1);
        assert_true(newer[node].more == 5 + (double)node);
    }
    assert_int_equal(older[2].size, 77);
    assert_true(older[2].score == -1);
    older[0].size = offsetof(older_row, contribution);
    assert_int_equal(hm_scores_rows(given.scores, 1, (void *)older, 2), HM_ERROR_ARGUMENT);
    older[0].size = sizeof *older + 1;
    assert_int_equal(hm_scores_rows(given.scores, 1, (void *)older, 2), HM_ERROR_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_number_is_that_of_the_text),
        cmocka_unit_test(options_without_a_size_are_refused),
        cmocka_unit_test(options_of_a_newer_program_may_not_ask_for_what_is_not_known),
        cmocka_unit_test(options_of_an_older_program_are_enough),
        cmocka_unit_test(options_are_begun_by_functions_too),
        cmocka_unit_test(ranks_are_given_to_programs_that_could_not_ask_for_them),
        cmocka_unit_test(only_what_both_know_is_filled),
        cmocka_unit_test(rows_are_as_far_apart_as_the_program_says),
    };
    return cmocka_run_group_tests(tests, open_given, close_given);
}
