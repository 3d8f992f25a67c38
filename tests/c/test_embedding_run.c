/* The engine at work inside a program: what scripts used, the log, reload while scoring goes on,
 * cancelling, results out of range. */
#define _POSIX_C_SOURCE 200809L
#include "embed_support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define MANIFEST(more)                                                                             \
    "return package { name = \"p\", version = \"1\", api = 1,\n  " more                            \
    " nodes = { { \"R\", \"Root\" } } }\n"
#define INDICATOR(code, measure)                                                                   \
    "return indicator { code = \"" code "\", parent = \"R\", name = \"" code "\",\n"               \
    "  inputs = { \"x\" },\n  measure = " measure " }\n"

static const char inputs[] = "return { number { \"x\", \"X\" } }\n";
static const hm_package_file plain[] = {FILE_OF("package.lua", MANIFEST("")),
                                        FILE_OF("inputs.lua", inputs),
                                        FILE_OF("i.lua", INDICATOR("I", "input.x"))};

static const char one_city[] = "city,period,x\nAlba,2025,8\n";

static hm_dataset *open_many(size_t count) {
    hm_dataset *data = NULL;
    char city[24];
    assert_int_equal(hm_dataset_new(&data, NULL, NULL), HM_OK);
    for (size_t i = 0; i < count; i++) {
        snprintf(city, sizeof city, "c%zu", i);
        assert_int_equal(hm_dataset_put(data, city, "2025", "x", "5", NULL), HM_OK);
    }
    assert_int_equal(hm_dataset_finish(data, NULL), HM_OK);
    return data;
}

/* --- usage --- */

static void embed_usage_is_counted(void **state) {
    (void)state;
    const hm_package_file files[] = {
        plain[0], plain[1], plain[2],
        FILE_OF("f.lua", INDICATOR("F", "function(v) local t = {}\n"
                                        "  for i = 1, 1000 do t[i] = i * v.x end\n"
                                        "  if v.x == 2 then while true do end end\n"
                                        "  return #t / 10 end"))};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.limits.steps = 100000;
    hm_package *package = open_files("p", files, 4, &options);
    const size_t function = node_of(package, "F"), expression = node_of(package, "I");
    hm_usage usage = HM_USAGE_INIT;
    assert_int_equal(hm_package_usage(package, function, &usage), HM_OK);
    assert_int_equal(usage.calls, 1); /* of the script */
    assert_true(usage.steps > 0 && usage.peak_bytes > 1000 && usage.seconds > 0);
    assert_int_equal(usage.limit_hits, 0);
    hm_dataset *data = open_text("city,period,x\nA,2025,1\nB,2025,2\nC,2025,3\nD,2025,NR\n");
    hm_scores *scores = score_with(package, data, NULL);
    assert_int_equal(hm_scores_usage(scores, function, &usage), HM_OK);
    assert_int_equal(usage.calls, 3); /* D reports nothing */
    assert_int_equal(usage.limit_hits, 1);
    /* B uses up its 100,000; A and C some 4,000 each, counted by the hundred */
    assert_in_range(usage.steps, 104000, 125000);
    assert_true(usage.peak_bytes > 16 * 1000 && usage.peak_bytes < (size_t)1 << 20);
    assert_true(usage.seconds > 0 && usage.seconds < 10);
    assert_int_equal(hm_scores_usage(scores, expression, &usage), HM_OK);
    assert_true(usage.calls == 0 && usage.steps == 0 && usage.limit_hits == 0 &&
                usage.peak_bytes == 0);
    const size_t bad[] = {0, 99, SIZE_MAX}; /* the root is a group */
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(hm_scores_usage(scores, bad[i], &usage), HM_ERROR_ARGUMENT);
        assert_int_equal(hm_package_usage(package, bad[i], &usage), HM_ERROR_ARGUMENT);
    }
    assert_int_equal(hm_scores_usage(scores, function, NULL), HM_ERROR_ARGUMENT);
    assert_int_equal(hm_package_usage(package, function, NULL), HM_ERROR_ARGUMENT);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- the log --- */

struct heard {
    size_t count;
    char last[256];
    pthread_t thread;
};

static void hear(void *context, const hm_issue *issue) {
    struct heard *heard = context;
    heard->count++;
    (void)hm_issue_message(issue, heard->last, sizeof heard->last);
    assert_true(pthread_equal(pthread_self(), heard->thread));
}

static void embed_log_hears_all(void **state) {
    (void)state;
    struct heard heard = {0, "", pthread_self()};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_issues *issues = NULL;
    options.log = hear;
    options.log_context = &heard;
    const hm_package_file bad[] = {plain[0], plain[1], FILE_OF("a.lua", "return 1"),
                                   FILE_OF("b.lua", "return 2")};
    assert_int_equal(hm_package_open_memory(&package, "p", bad, 4, &options, &issues, NULL),
                     HM_ERROR_PACKAGE);
    assert_true(heard.count >= 2);
    assert_int_equal(heard.count, hm_issues_count(issues));
    hm_issues_free(issues);
    heard.count = 0;
    package = open_files("p", plain, 3, &options);
    assert_int_equal(heard.count, 0);
    hm_dataset *data = open_text("city,period,x,y\nAlba,2025,8,1\nBrio,2025,no,\n");
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    score.jobs = 2;
    score.log = hear;
    score.log_context = &heard;
    hm_scores *scores = score_with(package, data, &score);
    assert_int_equal(heard.count, 2); /* "no" is no number, "y" no input */
    assert_int_equal(hm_issues_count(hm_scores_issues(scores)), 2);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- reload: open the new, put it in the place of the old, let the old one drain --- */

struct service {
    pthread_mutex_t lock;
    hm_package *current; /* the service's own */
    const hm_dataset *data;
    atomic_bool stop;
    atomic_size_t runs, wrong;
};

static const char *const versions[] = {INDICATOR("I", "function(v) return v.x * 2 end"),
                                       INDICATOR("I", "function(v) return v.x * 3 end")};

static hm_package *open_version(size_t version) {
    const hm_package_file files[] = {
        plain[0], plain[1], {"i.lua", versions[version], strlen(versions[version])}};
    return open_files("p", files, 3, NULL);
}

static void *serve(void *context) {
    struct service *service = context;
    while (!atomic_load(&service->stop)) {
        pthread_mutex_lock(&service->lock);
        hm_package *package = hm_package_retain(service->current);
        pthread_mutex_unlock(&service->lock);
        hm_scores *scores = NULL;
        const hm_code code = hm_score(&scores, package, service->data, NULL, NULL);
        const size_t node = hm_package_find(package, "I");
        hm_package_free(package); /* the scores keep it */
        const double *marks = code == HM_OK ? hm_scores_of_node(scores, node) : NULL;
        if (!marks || (marks[0] != 16 && marks[0] != 24) || marks[0] != marks[1])
            atomic_fetch_add(&service->wrong, 1);
        hm_scores_free(scores);
        atomic_fetch_add(&service->runs, 1);
    }
    return NULL;
}

static void embed_reload_while_scoring(void **state) {
    (void)state;
    enum { THREADS = 4, RELOADS = 60 };
    hm_dataset *data = open_text("city,period,x\nAlba,2025,8\nBrio,2025,8\n");
    struct service service = {.lock = PTHREAD_MUTEX_INITIALIZER, .data = data};
    pthread_t threads[THREADS];
    service.current = open_version(0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, serve, &service), 0);
    for (size_t i = 1; i <= RELOADS || atomic_load(&service.runs) < 100; i++) {
        hm_package *next = open_version(i % 2);
        pthread_mutex_lock(&service.lock);
        hm_package *old = service.current;
        service.current = next;
        pthread_mutex_unlock(&service.lock);
        hm_package_free(old);
    }
    atomic_store(&service.stop, true);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&service.wrong), 0);
    hm_package_free(service.current);
    hm_dataset_free(data);
}

/* --- cancelling --- */

struct canceller {
    hm_cancel *cancel;
    double after;
};

static void *request(void *context) {
    struct canceller *canceller = context;
    nanosleep(&(struct timespec){0, (long)(canceller->after * 1e9)}, NULL);
    hm_cancel_request(canceller->cancel);
    return NULL;
}

static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Without the request this would take `cities` times some minutes. */
static void assert_cancels(const char *measure, size_t cities, size_t jobs) {
    const hm_package_file files[] = {plain[0], plain[1], {"i.lua", measure, strlen(measure)}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.limits.steps = UINT64_MAX;
    options.limits.seconds = 600;
    hm_package *package = open_files("p", files, 3, &options);
    hm_dataset *data = open_many(cities);
    struct canceller canceller = {NULL, 0.05};
    assert_int_equal(hm_cancel_new(&canceller.cancel, NULL, NULL), HM_OK);
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = (hm_scores *)(uintptr_t)data; /* not NULL */
    hm_error error;
    pthread_t thread;
    score.jobs = jobs;
    score.cancel = canceller.cancel;
    const double start = seconds_now();
    assert_int_equal(pthread_create(&thread, NULL, request, &canceller), 0);
    assert_int_equal(hm_score(&scores, package, data, &score, &error), HM_ERROR_CANCELLED);
    const double took = seconds_now() - start;
    pthread_join(thread, NULL);
    assert_null(scores);
    assert_string_equal(error.message, "cancelled");
    if (took > 2 * SLOWNESS)
        fail_msg("%g seconds", took);
    hm_cancel_free(canceller.cancel);
    hm_dataset_free(data);
    hm_package_free(package);
}

static void embed_cancel_inside_a_measure(void **state) {
    (void)state;
    const char *endless = INDICATOR("I", "function(v) while true do end end");
    const char *library =
        INDICATOR("I", "function(v) local s = ('a'):rep(30000)\n"
                       "  while true do s:find(('a?'):rep(20) .. ('a'):rep(20) .. 'b') end end");
    assert_cancels(endless, 1, 1);
    assert_cancels(endless, 9000, 2);
    assert_cancels(library, 1, 1);
    /* held back by the script */
    assert_cancels(INDICATOR("I", "function(v) while true do pcall(function() while true do end\n"
                                  "  end) end end"),
                   1, 1);
}

static void embed_cancel_between_measures(void **state) {
    (void)state;
    assert_cancels(INDICATOR("I", "function(v) local n = 0 for i = 1, 300000 do n = n + i end\n"
                                  "  return 1 end"),
                   20000, 2);
}

static void embed_cancelled_before(void **state) {
    (void)state;
    hm_package *package = open_files("p", plain, 3, NULL);
    hm_dataset *data = open_text(one_city);
    hm_cancel *cancel = NULL;
    assert_int_equal(hm_cancel_new(&cancel, NULL, NULL), HM_OK);
    hm_cancel_request(cancel);
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    score.cancel = cancel;
    assert_int_equal(hm_score(&scores, package, data, &score, NULL), HM_ERROR_CANCELLED);
    assert_null(scores);
    hm_cancel_free(cancel);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- results --- */

static int take(void *context, const char *data, size_t size) {
    (void)context;
    (void)data;
    (void)size;
    return 0;
}

static void embed_results_out_of_range(void **state) {
    (void)state;
    hm_package *package = open_files("p", plain, 3, NULL);
    hm_dataset *data = open_text(one_city);
    hm_scores *scores = score_with(package, data, NULL);
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_error error;
    const size_t wrong[] = {1, 7, SIZE_MAX};
    assert_int_equal(hm_scores_row(scores, 0, 1, &row), HM_OK);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(hm_scores_row(scores, wrong[i], 0, &row), HM_ERROR_ARGUMENT);
        assert_int_equal(hm_scores_row(scores, 0, wrong[i] + (i == 0), &row), HM_ERROR_ARGUMENT);
        assert_null(hm_scores_reason(scores, wrong[i], 1));
    }
    assert_int_equal(hm_scores_row(scores, 0, 0, NULL), HM_ERROR_ARGUMENT);
    assert_null(hm_scores_of_node(scores, 2));
    assert_null(hm_scores_reason(scores, 0, SIZE_MAX));
    assert_null(hm_flag_name(0));
    assert_null(hm_flag_name(3));
    const size_t units[] = {0, 1};
    hm_write_options write = HM_WRITE_OPTIONS_INIT;
    write.units = units;
    write.unit_count = 2;
    assert_int_equal(hm_scores_write(scores, &write, take, NULL, &error), HM_ERROR_ARGUMENT);
    assert_string_equal(error.message, "unit 1 is out of range: there are 1");
    assert_int_equal(hm_scores_write(scores, NULL, NULL, NULL, &error), HM_ERROR_ARGUMENT);
    write = (hm_write_options)HM_WRITE_OPTIONS_INIT;
    write.format = "xml";
    assert_int_equal(hm_scores_write(scores, &write, take, NULL, &error), HM_ERROR_ARGUMENT);
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(embed_usage_is_counted),
        cmocka_unit_test(embed_log_hears_all),
        cmocka_unit_test(embed_reload_while_scoring),
        cmocka_unit_test(embed_cancel_inside_a_measure),
        cmocka_unit_test(embed_cancel_between_measures),
        cmocka_unit_test(embed_cancelled_before),
        cmocka_unit_test(embed_results_out_of_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
