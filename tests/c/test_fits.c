/* Fits when memory runs out: read, merged and applied; every allocation fails once, and for good.
 * What they say is tested through the Lua module (tests/lua/test_fits.lua). */
#define _XOPEN_SOURCE 700
#include "memory_support.h"

static const known packages[] = {
    {"fits",
     {"package.lua",
      "return package { name = 'fits', version = '1', api = 1,\n"
      "nodes = { { 'R', 'Root', scale = { 'zscore', mean = 60, by = 'region' } } } }",
      "M.lua",
      "return indicator { code = 'M', parent = 'R', name = 'M', inputs = { number { 'n' } },\n"
      "measure = input.n, scale = { 'minmax', by = 'region' } }",
      "P.lua",
      "return indicator { code = 'P', parent = 'R', name = 'P', inputs = { 'n' },\n"
      "measure = input.n, scale = 'percentile', direction = 'lower' }",
      NULL}},
    {NULL, {NULL}}};

static const char figures[] =
    "city,period,n\nA,2025,1\nB,2025,2\nC,2025,4\nA,2024,1\nB,2024,NR\nC,2024,1\n";

static const char cities[] = "city,region\nA,North\nB,North\nC,South\n";

static struct {
    hm_package *package;
    hm_dataset *data;
    struct text {
        char text[16384];
        size_t size;
    } csv, json; /* what was learnt from the data */
} given;

static int keep_text(void *context, const char *data, size_t size) {
    struct text *text = context;
    if (size > sizeof text->text - text->size)
        return 1;
    memcpy(text->text + text->size, data, size);
    text->size += size;
    return 0;
}

static hm_code write_fits(const hm_fits *fits, hm_error *error) {
    hm_table *table = NULL;
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    hm_code code = hm_fits_table(&table, fits, error);
    if (code == HM_OK)
        code = hm_tables_write((const hm_table *const[]){table}, 1, &options, keep_text, &given.csv,
                               error);
    options.format = "json";
    if (code == HM_OK)
        code = hm_tables_write((const hm_table *const[]){table}, 1, &options, keep_text,
                               &given.json, error);
    hm_table_free(table);
    return code;
}

static int open_given(void **state) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    hm_error error;
    (void)state;
    options.resolver = resolve;
    options.resolver_context = (void *)(uintptr_t)packages;
    const bool fine =
        hm_package_open(&given.package, "fits", &options, NULL, &error) == HM_OK &&
        hm_dataset_new(&given.data, NULL, &error) == HM_OK &&
        hm_dataset_read_memory(given.data, "f.csv", figures, sizeof figures - 1, &error) == HM_OK &&
        hm_dataset_read_cities_memory(given.data, "cities.csv", cities, sizeof cities - 1,
                                      &error) == HM_OK &&
        hm_dataset_finish(given.data, &error) == HM_OK &&
        hm_score(&scores, given.package, given.data, NULL, &error) == HM_OK &&
        write_fits(hm_scores_fits(scores), &error) == HM_OK;
    hm_scores_free(scores);
    return !fine;
}

static int close_given(void **state) {
    (void)state;
    hm_dataset_free(given.data);
    hm_package_free(given.package);
    return 0;
}

static hm_code read_given(hm_fits **out, const hm_allocator *allocator, hm_error *error) {
    return hm_fits_read_memory(out, "fit.csv", given.csv.text, given.csv.size, allocator, error);
}

static hm_code read_json(const hm_allocator *allocator, hm_error *error) {
    hm_fits *fits = NULL;
    const hm_code code =
        hm_fits_read_memory(&fits, "fit.json", given.json.text, given.json.size, allocator, error);
    assert_int_equal(hm_fits_phase_count(fits), code == HM_OK ? 2 : 0);
    hm_fits_free(fits);
    return code;
}

static hm_code read_and_merge(const hm_allocator *allocator, hm_error *error) {
    hm_fits *fits = NULL, *merged = NULL;
    hm_code code = read_given(&fits, allocator, error);
    assert_int_equal(fits != NULL, code == HM_OK);
    if (code == HM_OK)
        code = hm_fits_merge(&merged, (const hm_fits *const[]){fits, fits}, 2, allocator, error);
    assert_int_equal(merged != NULL, code == HM_OK);
    hm_fits_free(merged);
    hm_fits_free(fits);
    return code;
}

static hm_code apply(const hm_allocator *allocator, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_fits *fits = NULL;
    hm_scores *scores = NULL;
    options.allocator = allocator;
    options.jobs = 1;
    hm_code code = read_given(&fits, NULL, error);
    options.fits = fits;
    if (code == HM_OK)
        code = hm_score(&scores, given.package, given.data, &options, error);
    hm_scores_free(scores);
    hm_fits_free(fits);
    return code;
}

/* And what is told of it, for which the samples are recalled. */
static hm_code learn(const hm_allocator *allocator, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    hm_table *table = NULL;
    options.allocator = allocator;
    options.jobs = 1;
    hm_code code = hm_score(&scores, given.package, given.data, &options, error);
    if (code == HM_OK)
        code = hm_fits_table(&table, hm_scores_fits(scores), error);
    hm_table_free(table);
    hm_scores_free(scores);
    return code;
}

/* Both phases, one after the other. */
static hm_code learn_phases(const hm_allocator *allocator, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_plan *plan = NULL;
    hm_fits *first = NULL, *second = NULL, *both = NULL;
    options.allocator = allocator;
    options.jobs = 1;
    assert_int_equal(hm_plan_new(&plan, given.package, NULL), HM_OK);
    hm_code code = hm_learn_phase(&first, plan, given.data, &options, error);
    options.fits = first;
    if (code == HM_OK)
        code = hm_learn_phase(&second, plan, given.data, &options, error);
    if (code == HM_OK)
        code = hm_fits_merge(&both, (const hm_fits *const[]){first, second}, 2, allocator, error);
    assert_int_equal(hm_fits_phase_count(both), code == HM_OK ? 2 : 0);
    hm_fits_free(both);
    hm_fits_free(second);
    hm_fits_free(first);
    hm_plan_free(plan);
    return code;
}

/* The root of a session before it learns anew. */
static double score_of(hm_session *session) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_row(session, 0, &row), HM_OK);
    return row.score;
}

/* Where learning anew failed there are no scores, and those of later are by what was learnt before.
 */
static void assert_as_before(hm_session *session, double before) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    assert_int_equal(hm_session_row(session, 0, &row), HM_ERROR_ARGUMENT);
    if (hm_session_score(session, NULL) == HM_OK)
        assert_true(score_of(session) == before);
}

static hm_code refit(const hm_allocator *allocator, hm_error *error) {
    hm_session_options options = HM_SESSION_OPTIONS_INIT;
    hm_session *session = NULL;
    options.allocator = allocator;
    hm_code code = hm_session_open(&session, given.package, given.data, 0, &options, error);
    if (code == HM_OK)
        code = hm_session_set(session, "n", "1.75", error);
    if (code == HM_OK)
        code = hm_session_score(session, error);
    if (code == HM_OK) {
        const double before = score_of(session);
        code = hm_session_refit(session, error);
        if (code == HM_OK)
            assert_true(score_of(session) != before);
        else
            assert_as_before(session, before);
    }
    hm_session_free(session);
    return code;
}

static void fits_memory_refused(void **state) {
    (void)state;
    refuse_each(read_and_merge, HM_OK, false);
    refuse_each(read_and_merge, HM_OK, true);
    refuse_each(read_json, HM_OK, false);
    refuse_each(read_json, HM_OK, true);
    refuse_each(learn, HM_OK, false);
    refuse_each(learn, HM_OK, true);
    refuse_each(learn_phases, HM_OK, false);
    refuse_each(learn_phases, HM_OK, true);
    refuse_each(refit, HM_OK, false);
    refuse_each(refit, HM_OK, true);
    refuse_each(apply, HM_OK, false);
    refuse_each(apply, HM_OK, true);
}

static void fits_arguments(void **state) {
    hm_fits *fits;
    hm_error error;
    (void)state;
    assert_int_equal(hm_fits_read_memory(NULL, "x", "", 0, NULL, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_fits_read(&fits, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_null(fits);
    assert_int_equal(hm_fits_read(&fits, "/no/such.csv", NULL, &error), HM_ERROR_DATA);
    assert_int_equal(hm_fits_merge(&fits, NULL, 1, NULL, &error), HM_ERROR_ARGUMENT);
    hm_table *table;
    assert_int_equal(hm_fits_table(&table, NULL, &error), HM_ERROR_ARGUMENT);
    assert_null(table);
    assert_int_equal(hm_fits_table(NULL, NULL, &error), HM_ERROR_ARGUMENT);
    assert_null(hm_scores_fits(NULL));
    hm_fits_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_memory_refused),
        cmocka_unit_test(fits_arguments),
    };
    return cmocka_run_group_tests(tests, open_given, close_given);
}
