/* threads.c: one package and one data set in the hands of many threads, for ThreadSanitizer.
 *
 * Several threads score at once, each with several workers; others hold sessions; others open and
 * free the package while it is in use; and a run is cancelled from outside. All marks must be those
 * of one thread. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { UNITS = 20000, THREADS = 4, ROUNDS = 3, ROOM = UNITS * 64 };

static const char manifest[] =
    "return package { name = 'p', version = '1', api = 1, host = { 'twice' },\n"
    "    nodes = { { 'index', 'Index' } } }\n";
static const char expression[] =
    "return indicator { code = 'E', parent = 'index', name = 'E',\n"
    "    inputs = { count { 'a' }, count { 'b' }, flag { 'f' } },\n"
    "    measure = when(input.f, percent(input.a, input.b), sqrt(input.b)) }\n";
static const char function[] =
    "local shared = require 'shared'\n"
    "return indicator { code = 'F', parent = 'index', name = 'F', inputs = { 'a', 'b' },\n"
    "    measure = function(v)\n"
    "        if v.a == 3 then error('three') end\n"
    "        if v.a == 4 then return nil, 'four' end\n"
    "        return shared.half(host.twice(v.a)) + percent(v.b, 100)\n"
    "    end }\n";
static const char library[] = "return { half = function(x) return x / 2 end }\n";

typedef struct shared {
    hm_package *package;
    hm_dataset *dataset;
    hm_scores *expected;
} shared;

static int twice(void *context, const hm_value *arguments, size_t count, hm_value *result,
                 hm_error *error) {
    (void)context;
    (void)count;
    (void)error;
    *result = (hm_value){HM_VALUE_NUMBER, 2 * arguments[0].number, NULL};
    return 0;
}

static hm_package *open_package(void) {
    const hm_package_file files[] = {{"package.lua", manifest, sizeof manifest - 1},
                                     {"E.lua", expression, sizeof expression - 1},
                                     {"F.lua", function, sizeof function - 1},
                                     {"lib/shared.lua", library, sizeof library - 1}};
    const hm_host_entry host = {"twice", twice, NULL, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_package *package = NULL;
    hm_error error;
    options.allocator = hm_fuzz_allocator();
    options.host = &host;
    options.host_count = 1;
    REQUIRE(hm_package_open_memory(&package, "p", files, 4, &options, NULL, &error) == HM_OK);
    return package;
}

static hm_dataset *make_dataset(void) {
    char *text = malloc(ROOM);
    REQUIRE(text != NULL);
    size_t at = (size_t)snprintf(text, ROOM, "city,period,a,b,f\n");
    for (unsigned i = 0; i < UNITS; i++)
        at += (size_t)snprintf(text + at, ROOM - at, "c%u,2025,%u,%u,%s\n", i, i % 97, i % 89,
                               i % 3 ? "yes" : "NR");
    hm_dataset *dataset = hm_fuzz_dataset(text);
    free(text);
    return dataset;
}

static hm_scores *score(const shared *s, size_t jobs) {
    const hm_score_options options = {jobs, hm_fuzz_allocator(), NULL, NULL, NULL, SIZE_MAX};
    hm_scores *scores = NULL;
    hm_error error;
    REQUIRE(hm_score(&scores, s->package, s->dataset, &options, &error) == HM_OK);
    return scores;
}

static void *score_often(void *context) {
    const shared *s = context;
    for (int round = 0; round < ROUNDS; round++) {
        hm_scores *scores = score(s, 4);
        hm_fuzz_check_same(scores, s->expected, s->package, s->dataset);
        hm_scores_free(scores);
    }
    return NULL;
}

static void *ask_sessions(void *context) {
    const shared *s = context;
    const size_t node = hm_package_find(s->package, "F");
    hm_session *session = NULL;
    hm_error error;
    hm_score_row row;
    REQUIRE(hm_session_open(&session, s->package, s->dataset, 9, NULL, &error) == HM_OK);
    for (int i = 0; i < 200; i++) {
        REQUIRE(hm_session_set_number(session, "a", i % 2 ? 10 : 4, &error) == HM_OK);
        REQUIRE(hm_session_score(session, &error) == HM_OK);
        REQUIRE(hm_session_row(session, node, &row) == HM_OK);
        REQUIRE(row.has_value == (i % 2) && (!row.has_value || row.value == 10 + 9));
    }
    hm_session_free(session);
    return NULL;
}

static void *open_and_retain(void *context) {
    const shared *s = context;
    for (int i = 0; i < 20; i++) {
        hm_package *again = hm_package_retain(s->package);
        hm_package_free(open_package());
        hm_package_free(again);
    }
    return NULL;
}

/* --- cancelling --- */

typedef struct cancelled {
    const shared *shared;
    volatile int flag;
} cancelled;

static void *score_until_cancelled(void *context) {
    cancelled *c = context;
    const hm_score_options options = {2, hm_fuzz_allocator(), &c->flag, NULL, NULL, SIZE_MAX};
    hm_code code = HM_OK;
    hm_error error;
    while (code == HM_OK) {
        hm_scores *scores = NULL;
        code = hm_score(&scores, c->shared->package, c->shared->dataset, &options, &error);
        hm_scores_free(scores);
    }
    REQUIRE(code == HM_ERROR_CANCELLED);
    return NULL;
}

static void cancel_a_run(const shared *s) {
    cancelled c = {s, 0};
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, score_until_cancelled, &c) == 0);
    hm_scores_free(score(s, 1)); /* meanwhile */
    __atomic_store_n(&c.flag, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
}

int main(void) {
    static void *(*const tasks[THREADS])(void *) = {score_often, ask_sessions, open_and_retain,
                                                    score_often};
    shared s = {open_package(), make_dataset(), NULL};
    pthread_t threads[THREADS];
    s.expected = score(&s, 1);
    for (int i = 0; i < THREADS; i++)
        REQUIRE(pthread_create(&threads[i], NULL, tasks[i], &s) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    cancel_a_run(&s);
    hm_package_free(s.package); /* the scores still hold it */
    hm_fuzz_check_scores(s.expected, s.package, s.dataset);
    hm_scores_free(s.expected);
    hm_dataset_free(s.dataset);
    hm_fuzz_end();
    puts("fine");
    return 0;
}
