/* threads.c: one package and one data set in the hands of many threads, for ThreadSanitizer.
 *
 * Several threads score at once, each with several workers; others hold sessions of their own, or
 * meet in one; others open and free the package while it is in use, read data, score a stream and
 * rank its rows, look at scores that all of them share; and a run is cancelled from outside. All
 * marks must be those of one thread. */
#define _POSIX_C_SOURCE 200809L /* mkstemp */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

enum { UNITS = 20000, THREADS = 10, ROUNDS = 3, ROOM = UNITS * 64 };

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
    hm_session *session; /* that two threads meet in */
    char path[32];       /* the data as a file */
    atomic_size_t told;  /* issues */
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

static char *make_text(void) {
    char *text = malloc(ROOM);
    REQUIRE(text != NULL);
    size_t at = (size_t)snprintf(text, ROOM, "city,period,a,b,f\n");
    for (unsigned i = 0; i < UNITS; i++)
        at += (size_t)snprintf(text + at, ROOM - at, "c%u,2025,%u,%u,%s\n", i, i % 97, i % 89,
                               i % 3 ? "yes" : "NR");
    return text;
}

static hm_dataset *write_and_read(char path[32]) {
    char *text = make_text();
    strcpy(path, "/tmp/hm_threads_XXXXXX");
    const int file = mkstemp(path);
    REQUIRE(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    REQUIRE(close(file) == 0);
    hm_dataset *dataset = hm_fuzz_dataset(text);
    free(text);
    return dataset;
}

static void count_issue(void *context, const hm_issue *issue) {
    shared *s = context;
    char message[HM_ISSUE_MESSAGE_SIZE];
    REQUIRE(hm_issue_message(issue, message, sizeof message) > 0);
    (void)atomic_fetch_add(&s->told, 1);
}

static hm_scores *score(shared *s, size_t jobs) {
    const hm_score_options options = {.size = sizeof options,
                                      .jobs = jobs,
                                      .allocator = hm_fuzz_allocator(),
                                      .log = count_issue,
                                      .log_context = s,
                                      .rank_levels = SIZE_MAX};
    hm_scores *scores = NULL;
    hm_error error;
    REQUIRE(hm_score(&scores, s->package, s->dataset, &options, &error) == HM_OK);
    return scores;
}

static void *score_often(void *context) {
    shared *s = context;
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
    hm_score_row row = HM_SCORE_ROW_INIT;
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

/* One session, several threads: who finds another inside is refused. */
static void *meet_in_session(void *context) {
    const shared *s = context;
    hm_error error;
    hm_score_row row = HM_SCORE_ROW_INIT;
    for (int i = 0; i < 300; i++) {
        hm_code code = hm_session_set_number(s->session, "a", 5 + i % 2, &error);
        REQUIRE(code == HM_OK || code == HM_ERROR_ARGUMENT);
        code = hm_session_score(s->session, &error);
        REQUIRE(code == HM_OK || code == HM_ERROR_ARGUMENT);
        code = hm_session_row(s->session, 0, &row);
        REQUIRE(code == HM_OK || code == HM_ERROR_ARGUMENT);
    }
    return NULL;
}

static void *read_data(void *context) {
    const shared *s = context;
    hm_error error;
    for (int i = 0; i < ROUNDS; i++) {
        hm_dataset *dataset = NULL;
        REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
        REQUIRE(hm_dataset_read(dataset, s->path, &error) == HM_OK);
        REQUIRE(hm_dataset_finish(dataset, &error) == HM_OK);
        REQUIRE(hm_dataset_unit_count(dataset) == UNITS);
        hm_dataset_free(dataset);
    }
    return NULL;
}

/* --- text --- */

typedef struct text {
    char *bytes;
    size_t size, capacity;
} text;

static int add(void *context, const char *data, size_t size) {
    text *t = context;
    if (t->size + size > t->capacity) {
        t->capacity = 2 * (t->size + size);
        t->bytes = realloc(t->bytes, t->capacity);
        REQUIRE(t->bytes != NULL);
    }
    memcpy(t->bytes + t->size, data, size);
    t->size += size;
    return 0;
}

static text write_scores(const hm_scores *scores) {
    text out = {.bytes = NULL};
    hm_error error;
    REQUIRE(hm_scores_write(scores, NULL, add, &out, &error) == HM_OK);
    return out;
}

/* The rows of a stream, ranked, are those of one run. */
static void *stream_and_rank(void *context) {
    shared *s = context;
    hm_stream_options options = HM_STREAM_OPTIONS_INIT;
    hm_ranking *ranking = NULL;
    hm_error error;
    text rows = {.bytes = NULL}, ranked = {.bytes = NULL};
    options.jobs = 3;
    options.allocator = hm_fuzz_allocator();
    options.log = count_issue;
    options.log_context = s;
    REQUIRE(hm_stream(s->package, s->path, &options, add, &rows, NULL, &error) == HM_OK);
    REQUIRE(hm_ranking_new(&ranking, s->package, hm_fuzz_allocator(), &error) == HM_OK);
    REQUIRE(hm_ranking_read_memory(ranking, "rows", rows.bytes, rows.size, &error) == HM_OK);
    REQUIRE(hm_ranking_finish(ranking, 3, &error) == HM_OK);
    REQUIRE(hm_ranking_write(ranking, NULL, add, &ranked, &error) == HM_OK);
    hm_ranking_free(ranking);
    text expected = write_scores(s->expected);
    REQUIRE(ranked.size == expected.size && memcmp(ranked.bytes, expected.bytes, ranked.size) == 0);
    free(rows.bytes);
    free(ranked.bytes);
    free(expected.bytes);
    return NULL;
}

static void *look_at_scores(void *context) {
    const shared *s = context;
    const size_t nodes = hm_package_node_count(s->package);
    for (size_t unit = 0; unit < 200; unit++)
        for (size_t node = 0; node < nodes; node++) {
            hm_score_row row = HM_SCORE_ROW_INIT;
            hm_scaling scaling = HM_SCALING_INIT;
            hm_usage usage = HM_USAGE_INIT;
            REQUIRE(hm_scores_row(s->expected, unit, node, &row) == HM_OK);
            REQUIRE(!row.has_score || hm_scores_of_node(s->expected, node)[unit] == row.score);
            (void)hm_scores_reason(s->expected, unit, node);
            (void)hm_scores_scaling(s->expected, unit, node, &scaling);
            (void)hm_scores_usage(s->expected, node, &usage);
        }
    hm_fuzz_check_issues(hm_scores_issues(s->expected));
    return NULL;
}

/* --- cancelling --- */

typedef struct cancelled {
    shared *shared;
    hm_cancel *cancel;
} cancelled;

static void *score_until_cancelled(void *context) {
    cancelled *c = context;
    const hm_score_options options = {.size = sizeof options,
                                      .jobs = 2,
                                      .allocator = hm_fuzz_allocator(),
                                      .cancel = c->cancel,
                                      .rank_levels = SIZE_MAX};
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

static void cancel_a_run(shared *s) {
    cancelled c = {s, NULL};
    REQUIRE(hm_cancel_new(&c.cancel, hm_fuzz_allocator(), NULL) == HM_OK);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, score_until_cancelled, &c) == 0);
    hm_scores_free(score(s, 1)); /* meanwhile */
    hm_cancel_request(c.cancel);
    pthread_join(thread, NULL);
    hm_cancel_free(c.cancel);
}

int main(void) {
    static void *(*const tasks[THREADS])(void *) = {
        score_often,     ask_sessions,    open_and_retain, score_often,    meet_in_session,
        meet_in_session, stream_and_rank, read_data,       look_at_scores, look_at_scores};
    shared s = {.package = open_package()};
    pthread_t threads[THREADS];
    hm_error error;
    s.dataset = write_and_read(s.path);
    s.expected = score(&s, 1);
    REQUIRE(hm_session_open(&s.session, s.package, s.dataset, 5, NULL, &error) == HM_OK);
    for (int i = 0; i < THREADS; i++)
        REQUIRE(pthread_create(&threads[i], NULL, tasks[i], &s) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    cancel_a_run(&s);
    hm_session_free(s.session);
    hm_package_free(s.package); /* the scores still hold it */
    hm_fuzz_check_scores(s.expected, s.package, s.dataset);
    hm_scores_free(s.expected);
    hm_dataset_free(s.dataset);
    REQUIRE(unlink(s.path) == 0);
    REQUIRE(atomic_load(&s.told) > 0); /* of F, for the cities with a 3 */
    hm_fuzz_end();
    puts("fine");
    return 0;
}
