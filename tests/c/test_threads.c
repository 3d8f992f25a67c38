/* Where threads cannot be started, none or not all of them, the calling thread does their work: the
 * same bytes. The linker leads calls of pthread_create to here (--wrap). */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* mkstemp */
#endif
#include "embed_support.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);

/* How many may be started from now on; how many were asked for. Threads start others, too. */
static atomic_size_t allowed, asked;

static bool take_allowed(void) {
    size_t left = atomic_load(&allowed);
    while (left > 0 && !atomic_compare_exchange_weak(&allowed, &left, left - 1))
        continue;
    return left > 0;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument) {
    (void)atomic_fetch_add(&asked, 1);
    if (!take_allowed())
        return EAGAIN;
    return __real_pthread_create(thread, attributes, start, argument);
}

/* --- data large enough for every stage to want several threads --- */

enum { UNITS = 40000, INPUTS = 8 };

static const char manifest[] = "return package { name = \"p\", version = \"1\", api = 1,\n"
                               "  nodes = { { \"R\", \"Root\" } } }\n";
static const char inputs[] =
    "return { amount { \"i0\", \"0\" }, amount { \"i1\", \"1\" }, amount { \"i2\", \"2\" },\n"
    "  amount { \"i3\", \"3\" }, amount { \"i4\", \"4\" }, amount { \"i5\", \"5\" },\n"
    "  amount { \"i6\", \"6\" }, amount { \"i7\", \"7\" } }\n";
static const char a[] = "return indicator { code = \"A\", parent = \"R\", name = \"Expression\",\n"
                        "  inputs = { \"i0\", \"i1\", \"i2\", \"i3\", \"i4\", \"i5\" },\n"
                        "  measure = percent(input.i0 + input.i2 + input.i4,\n"
                        "                    input.i1 + input.i3 + input.i5) }\n";
static const char b[] = "return indicator { code = \"B\", parent = \"R\", name = \"Function\",\n"
                        "  inputs = { \"i6\", \"i7\" },\n"
                        "  measure = function(v) return v.i6 / (v.i7 + 1) end }\n";
static const hm_package_file files[] = {FILE_OF("package.lua", manifest),
                                        FILE_OF("inputs.lua", inputs), FILE_OF("a.lua", a),
                                        FILE_OF("b.lua", b)};

static char path[] = "/tmp/hm_threads_XXXXXX";

static int write_data(void **state) {
    (void)state;
    const int opened = mkstemp(path);
    FILE *file = opened >= 0 ? fdopen(opened, "w") : NULL;
    uint32_t random = 1;
    assert_non_null(file);
    (void)fprintf(file, "city,period,i0,i1,i2,i3,i4,i5,i6,i7\n");
    for (int unit = 0; unit < UNITS; unit++) {
        (void)fprintf(file, "City number %d of many others,2025", unit);
        for (int i = 0; i < INPUTS; i++) {
            random = random * 1664525 + 1013904223;
            (void)fprintf(file, ",%u.%03u0000", (unsigned)(random >> 20),
                          (unsigned)(random >> 8) % 1000);
        }
        (void)fputc('\n', file);
    }
    return fclose(file);
}

static int remove_data(void **state) {
    (void)state;
    return remove(path);
}

/* --- what comes out --- */

typedef struct text {
    char *bytes;
    size_t size, capacity;
} text;

static int add(void *context, const char *data, size_t size) {
    text *out = context;
    if (out->size + size > out->capacity) {
        out->capacity = 2 * (out->size + size);
        out->bytes = realloc(out->bytes, out->capacity);
        assert_non_null(out->bytes);
    }
    memcpy(out->bytes + out->size, data, size);
    out->size += size;
    return 0;
}

static void add_scores(text *out, const hm_package *package) {
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    hm_error error = {.code = HM_OK};
    const hm_score_options options = {.size = sizeof options, .jobs = 4, .rank_levels = SIZE_MAX};
    if (hm_dataset_new(&data, NULL, &error) != HM_OK ||
        hm_dataset_read(data, path, &error) != HM_OK || hm_dataset_finish(data, &error) != HM_OK ||
        hm_score(&scores, package, data, &options, &error) != HM_OK ||
        hm_scores_write(scores, NULL, add, out, &error) != HM_OK)
        fail_msg("%s", error.message);
    add(out, hm_dataset_file(data, 0)->sha256, 64);
    hm_scores_free(scores);
    hm_dataset_free(data);
}

static void add_stream(text *out, const hm_package *package) {
    hm_error error = {.code = HM_OK};
    hm_stream_options options = HM_STREAM_OPTIONS_INIT;
    options.jobs = 4;
    if (hm_stream(package, path, &options, add, out, NULL, &error) != HM_OK)
        fail_msg("%s", error.message);
}

/* Of the rows so far. */
static void add_ranked(text *out) {
    hm_ranking *ranking = NULL;
    hm_error error = {.code = HM_OK};
    text ranked = {.bytes = NULL};
    if (hm_ranking_new(&ranking, NULL, NULL, &error) != HM_OK ||
        hm_ranking_read_memory(ranking, "rows.csv", out->bytes, out->size, &error) != HM_OK ||
        hm_ranking_finish(ranking, 4, &error) != HM_OK ||
        hm_ranking_write(ranking, NULL, add, &ranked, &error) != HM_OK)
        fail_msg("%s", error.message);
    hm_ranking_free(ranking);
    add(out, ranked.bytes, ranked.size);
    free(ranked.bytes);
}

static text run_all(const hm_package *package, size_t threads) {
    text out = {.bytes = NULL};
    allowed = threads;
    add_stream(&out, package);
    allowed = threads;
    add_ranked(&out);
    allowed = threads;
    add_scores(&out, package);
    return out;
}

static void test_same_bytes(void **state) {
    (void)state;
    hm_package *package = open_files("p", files, COUNT_OF(files), NULL);
    text expected = run_all(package, SIZE_MAX);
    for (size_t threads = 0; threads < 4; threads++) {
        asked = 0;
        text found = run_all(package, threads);
        assert_true(asked > threads);
        assert_int_equal(found.size, expected.size);
        assert_memory_equal(found.bytes, expected.bytes, found.size);
        free(found.bytes);
    }
    free(expected.bytes);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_bytes, write_data, remove_data)};
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
