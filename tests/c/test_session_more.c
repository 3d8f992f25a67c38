/* Sessions: whatever was changed, the marks are those that a data set with these figures would get;
 * one thread at a time; how long it takes. */
#define _POSIX_C_SOURCE 200809L
#include "session_support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

/* --- the same as a data set with these figures --- */

struct change {
    const char *input;
    const char *texts[8]; /* some of which do not suit */
};
static const struct change changes[] = {
    {"n", {"0", "12", "1000", "1001", "NR", "", "NA", "x"}},
    {"m", {"0", "25", "1e3", "80.25", "-1", "", "NA", "0.1"}},
    {"x", {"-3", "0", "1e-3", "950", "NR", "NA", "12.5", "yes"}},
    {"f", {"yes", "no", "1", "0", "true", "", "NA", "5"}},
    {"g", {"0", "1", "0.5", "0.333", "2", "", "NA", "NR"}},
    {"c", {"low", "high", "7", "", "NA", "highest", "LOW", "8"}},
};

/* A generator of our own, so that a failure can be repeated. */
static uint32_t draw(uint32_t *seed, uint32_t most) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % most;
}

/* Scores Brio with these figures from the start. */
static hm_scores *score_afresh(const hm_package *package, const char *const *figures,
                               hm_dataset **data) {
    hm_error error;
    bool fine = hm_dataset_new(data, NULL, &error) == HM_OK;
    for (size_t i = 0; fine && i < COUNT_OF(changes); i++)
        fine = hm_dataset_put(*data, "Brio", "2025", changes[i].input, figures[i], &error) == HM_OK;
    fine = fine && hm_dataset_read_records_memory(*data, "r", "r.csv", records_csv,
                                                  sizeof records_csv - 1, &error) == HM_OK;
    if (!fine || hm_dataset_finish(*data, &error) != HM_OK)
        fail_msg("%s", error.message);
    return score_with(package, *data, NULL);
}

static void assert_same_rows(const hm_package *package, const hm_session *session,
                             const hm_scores *scores, size_t turn) {
    for (size_t node = 0; node < hm_package_node_count(package); node++) {
        const hm_score_row a = row_in(session, node), b = row_of(scores, 0, node);
        const bool same =
            a.status == b.status && a.flags == b.flags && a.has_value == b.has_value &&
            a.has_score == b.has_score && a.has_contribution == b.has_contribution &&
            (!a.has_value || a.value == b.value) && (!a.has_score || a.score == b.score) &&
            (!a.has_contribution || a.contribution == b.contribution) && a.coverage == b.coverage;
        if (!same)
            fail_msg("change %zu, node %zu: %s %.17g, a fresh run has %s %.17g", turn, node,
                     hm_state_status(a.status), a.score, hm_state_status(b.status), b.score);
        const char *reason = hm_session_reason(session, node);
        const char *fresh = hm_scores_reason(scores, 0, node);
        assert_int_equal(reason == NULL, fresh == NULL);
        if (reason)
            assert_string_equal(reason, fresh);
    }
}

static void session_equals_fresh_scores(void **state) {
    struct fixture *f = *state;
    const char *figures[COUNT_OF(changes)] = {"40", "80", "2.5", "no", "0.25", "high"};
    uint32_t seed = 30146;
    size_t taken = 0, refused = 0;
    for (size_t turn = 0; turn < 200; turn++) {
        const uint32_t input = draw(&seed, COUNT_OF(changes));
        const char *text = changes[input].texts[draw(&seed, 8)];
        const hm_code code = hm_session_set(f->session, changes[input].input, text, NULL);
        if (code == HM_OK)
            figures[input] = text;
        taken += code == HM_OK;
        refused += code == HM_ERROR_DATA;
        assert_int_equal(hm_session_score(f->session, NULL), HM_OK);
        hm_dataset *data;
        hm_scores *scores = score_afresh(f->package, figures, &data);
        assert_same_rows(f->package, f->session, scores, turn);
        hm_scores_free(scores);
        hm_dataset_free(data);
    }
    assert_int_equal(taken + refused, 200);
    assert_true(refused > 10 && taken > 100);
}

/* --- one thread at a time --- */

/* Lent to the measure: tells that the session is inside, and stays there until it may go. */
struct gate {
    atomic_bool armed, inside, open;
    hm_session *session;
    hm_code from_within;
};

static int pass_gate(void *context, const hm_value *arguments, size_t count, hm_value *result,
                     hm_error *error) {
    struct gate *gate = context;
    (void)arguments;
    (void)count;
    *result = (hm_value){HM_VALUE_NUMBER, 42, NULL};
    if (!atomic_load(&gate->armed))
        return 0;
    gate->from_within = hm_session_score(gate->session, error);
    atomic_store(&gate->inside, true);
    while (!atomic_load(&gate->open))
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    return 0;
}

static void *score_in_thread(void *session) {
    return (void *)(intptr_t)hm_session_score(session, NULL);
}

static hm_package *open_gated(struct gate *gate) {
    static const hm_package_file gated[] = {
        FILE_OF("package.lua", "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  host = { \"gate\" }, nodes = { { \"R\", \"Root\" } } }\n"),
        FILE_OF("f.lua", "return indicator { code = \"F\", parent = \"R\", name = \"F\",\n"
                         "  inputs = { number { \"x\", \"X\" } },\n"
                         "  measure = function(v) return host.gate() end }\n")};
    const hm_host_entry entry = {"gate", pass_gate, gate, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = &entry;
    options.host_count = 1;
    options.limits.seconds = 60;
    return open_files("p", gated, COUNT_OF(gated), &options);
}

static void session_refuses_second_thread(void **state) {
    (void)state;
    struct gate gate = {.from_within = HM_OK};
    hm_package *package = open_gated(&gate);
    hm_dataset *data = open_text("city,period,x\nAlba,2025,1\n");
    hm_session *session = gate.session = open_session(package, data, 0);
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_error error;
    pthread_t thread;
    void *code;
    assert_int_equal(hm_session_set(session, "x", "3", &error), HM_OK); /* or F need not be asked */
    atomic_store(&gate.armed, true);
    assert_int_equal(pthread_create(&thread, NULL, score_in_thread, session), 0);
    while (!atomic_load(&gate.inside))
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    assert_int_equal(hm_session_set(session, "x", "2", &error), HM_ERROR_ARGUMENT);
    assert_says(error.message, "this session is in use: it belongs to one thread at a time");
    assert_int_equal(hm_session_set_number(session, "x", 2, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_reset(session, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_score(session, &error), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_session_row(session, 0, &row), HM_ERROR_ARGUMENT);
    assert_null(hm_session_reason(session, 1));
    atomic_store(&gate.open, true);
    pthread_join(thread, &code);
    assert_int_equal((intptr_t)code, HM_OK);
    assert_int_equal(gate.from_within,
                     HM_ERROR_ARGUMENT); /* nor can the host come in from inside */
    assert_true(row_in(session, 1).value == 42);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* Two threads that take no notice of each other: every call is done or refused. */
static void *hammer(void *context) {
    struct fixture *f = context;
    hm_score_row row = HM_SCORE_ROW_INIT;
    for (int i = 0; i < 3000; i++) {
        const hm_code codes[] = {hm_session_set_number(f->session, "n", i % 1000, NULL),
                                 hm_session_score(f->session, NULL),
                                 hm_session_row(f->session, 0, &row),
                                 hm_session_reset(f->session, NULL)};
        for (size_t k = 0; k < COUNT_OF(codes); k++)
            if (codes[k] != HM_OK && codes[k] != HM_ERROR_ARGUMENT)
                return "an unexpected code";
    }
    return NULL;
}

static void session_survives_two_threads(void **state) {
    struct fixture *f = *state;
    pthread_t threads[2];
    void *wrong;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hammer, f), 0);
    for (size_t i = 0; i < 2; i++) {
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    assert_int_equal(hm_session_reset(f->session, NULL), HM_OK);
    assert_int_equal(hm_session_score(f->session, NULL), HM_OK);
    assert_as_given(f);
}

/* --- lifetime and time --- */

static void session_keeps_package(void **state) {
    (void)state;
    hm_package *package = open_package();
    hm_dataset *data = open_data();
    struct fixture f = {package, data, open_session(package, data, 1)};
    const size_t node = node_of(package, "E1");
    hm_package_free(package);
    assert_int_equal(hm_session_score(f.session, NULL), HM_OK);
    assert_true(row_in(f.session, node).value == 50);
    hm_session_free(f.session);
    hm_dataset_free(data);
}

/* --- what is taken anew --- */

/* Lent to measures: counts, or gives how often to go round. */
struct service {
    size_t calls;
    double rounds;
};

static int serve(void *context, const hm_value *arguments, size_t count, hm_value *result,
                 hm_error *error) {
    struct service *service = context;
    (void)arguments;
    (void)count;
    (void)error;
    service->calls++;
    *result = (hm_value){HM_VALUE_NUMBER, service->rounds, NULL};
    return 0;
}

#define SERVED(code, input)                                                                        \
    "return indicator { code = \"" code "\", parent = \"R\", name = \"F\",\n"                      \
    "  inputs = { number { \"" input "\", \"X\" } },\n"                                            \
    "  measure = function(v) for i = 1, host.serve() do end return v." input " end }\n"

static hm_package *open_served(struct service *service) {
    static const hm_package_file served[] = {
        FILE_OF("package.lua", "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  host = { \"serve\" }, nodes = { { \"R\", \"Root\" } } }\n"),
        FILE_OF("x.lua", SERVED("X", "x")), FILE_OF("y.lua", SERVED("Y", "y"))};
    const hm_host_entry entry = {"serve", serve, service, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = &entry;
    options.host_count = 1;
    options.limits.steps = 100000;
    return open_files("p", served, COUNT_OF(served), &options);
}

/* A change of x calls X, and Y neither then nor when functions are checked. */
static void session_calls_what_depends(void **state) {
    (void)state;
    enum { TURNS = 100 };
    struct service service = {0, 1};
    hm_package *package = open_served(&service);
    hm_dataset *data = open_text("city,period,x,y\nAlba,2025,1,2\n");
    hm_session *session = open_session(package, data, 0);
    service.calls = 0;
    for (size_t i = 0; i < TURNS; i++)
        assert_int_equal(hm_session_score(session, NULL), HM_OK);
    assert_int_equal(service.calls, 0); /* nothing has changed */
    for (size_t i = 0; i < TURNS; i++) {
        assert_int_equal(hm_session_set_number(session, "x", (double)i, NULL), HM_OK);
        assert_int_equal(hm_session_score(session, NULL), HM_OK);
    }
    /* and twice more the one time that it was checked, the 128th of all */
    assert_int_equal(service.calls, TURNS + 2);
    assert_int_equal(hm_session_set_number(session, "x", TURNS - 1, NULL), HM_OK); /* as it is */
    assert_int_equal(hm_session_score(session, NULL), HM_OK);
    assert_int_equal(service.calls, TURNS + 2);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* What ran into a limit is nobody's figure's doing: it is tried again whatever changes. */
static void session_tries_again_after_limit(void **state) {
    (void)state;
    struct service service = {0, 1e9};
    hm_package *package = open_served(&service);
    hm_dataset *data = open_text("city,period,x,y\nAlba,2025,1,2\n");
    hm_session *session = open_session(package, data, 0);
    assert_int_equal(row_in(session, node_of(package, "X")).status, HM_FAILED);
    assert_non_null(hm_session_reason(session, node_of(package, "X")));
    service.rounds = 1;
    assert_int_equal(hm_session_score(session, NULL), HM_OK);
    assert_true(value_in(session, package, "X") == 1);
    assert_true(value_in(session, package, "Y") == 2);
    assert_null(hm_session_reason(session, node_of(package, "X")));
    service.rounds = 1e9;
    assert_int_equal(hm_session_set_number(session, "x", 3, NULL), HM_OK);
    assert_int_equal(hm_session_score(session, NULL), HM_OK);
    assert_int_equal(row_in(session, node_of(package, "X")).status, HM_FAILED);
    service.rounds = 1;
    assert_int_equal(hm_session_score(session, NULL), HM_OK);
    assert_true(value_in(session, package, "X") == 3);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* A session holds one unit alone, or all of them where others have a say in its marks. Either way
 * one that is cancelled stays where it is, with the figures that were put in. */
static void session_rebind_cancelled(void **state) {
    (void)state;
    static const char *const measures[] = {"measure = input.x",
                                           "measure = input.x + first_of(previous(input.x), 0)",
                                           "measure = input.x, scale = \"minmax\""};
    static const char head[] = "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  nodes = { { \"R\", \"Root\" } } }";
    for (size_t i = 0; i < COUNT_OF(measures); i++) {
        char script[256];
        const int size = snprintf(script, sizeof script,
                                  "return indicator { code = \"X\", parent = \"R\", name = \"X\",\n"
                                  "  inputs = { number { \"x\", \"x\" } }, %s }",
                                  measures[i]);
        const hm_package_file parts[] = {FILE_OF("package.lua", head),
                                         {"x.lua", script, (size_t)size}};
        hm_package *package = open_files("p", parts, COUNT_OF(parts), NULL);
        hm_dataset *data = open_text("city,period,x\nAlba,2025,0\nBrio,2025,40\nCima,2025,80\n");
        hm_session_options options = HM_SESSION_OPTIONS_INIT;
        hm_session *session = NULL;
        hm_cancel *cancel = NULL;
        hm_error error;
        assert_int_equal(hm_cancel_new(&cancel, NULL, &error), HM_OK);
        options.cancel = cancel;
        assert_int_equal(hm_session_open(&session, package, data, 0, &options, &error), HM_OK);
        assert_int_equal(hm_session_set_number(session, "x", 20, &error), HM_OK);
        hm_cancel_request(cancel);
        assert_int_equal(hm_session_rebind(session, 1, &error), HM_ERROR_CANCELLED);
        hm_cancel_reset(cancel);
        assert_int_equal(hm_session_score(session, &error), HM_OK);
        assert_true(value_in(session, package, "X") == 20);
        assert_int_equal(hm_session_rebind(session, 1, &error), HM_OK);
        assert_int_equal(hm_session_score(session, &error), HM_OK);
        assert_true(value_in(session, package, "X") == 40);
        hm_session_free(session);
        hm_dataset_free(data);
        hm_package_free(package);
        hm_cancel_free(cancel);
    }
}

static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Thousands of changes of the whole standard: a millisecond each would be far too long. */
static void session_is_fast(void **state) {
    (void)state;
    enum { TURNS = 2000 };
    hm_package *package = NULL;
    hm_error error;
    if (hm_package_open(&package, "iso-iec-30146", NULL, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
    hm_dataset *data = open_text("city,period,input,value\nAlba,2025,government_services,160\n"
                                 "Alba,2025,one_stop_services,120\n");
    hm_session *session = open_session(package, data, 0);
    const size_t node = node_of(package, "L1.1.1");
    const double start = seconds_now();
    for (int i = 0; i < TURNS; i++) {
        hm_session_set_number(session, "one_stop_services", i % 160, NULL);
        hm_session_score(session, NULL);
    }
    const double each = (seconds_now() - start) / TURNS;
    assert_true(row_in(session, node).value == 100.0 * ((TURNS - 1) % 160) / 160);
    printf("%zu nodes: %.2f microseconds a change and its marks\n", hm_package_node_count(package),
           each * 1e6);
    assert_true(each < 1e-3);
    hm_session_free(session);
    hm_dataset_free(data);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SESSION(session_equals_fresh_scores),
        WITH_SESSION(session_survives_two_threads),
        cmocka_unit_test(session_is_fast),
        cmocka_unit_test(session_refuses_second_thread),
        cmocka_unit_test(session_keeps_package),
        cmocka_unit_test(session_calls_what_depends),
        cmocka_unit_test(session_tries_again_after_limit),
        cmocka_unit_test(session_rebind_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
