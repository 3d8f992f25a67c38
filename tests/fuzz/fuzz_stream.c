/* fuzz_stream.c: the bytes are data in a stream, CSV or NDJSON, cut in batches as the first byte
 * says. Where the stream does not refuse them, it gives what they give as a whole, but for ranks.
 */
#define _XOPEN_SOURCE 700
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aggregate/scores.h"
#include "base/buffer.h"
#include "fuzz.h"

/* --- the data as a file --- */

static char paths[2][64] = {"", ""};

static void remove_files(void) {
    for (int i = 0; i < 2; i++)
        (void)remove(paths[i]);
}

static const char *write_data(int lines, const uint8_t *data, size_t size) {
    static const char *const suffixes[] = {"csv", "ndjson"};
    if (!*paths[0]) {
        for (int i = 0; i < 2; i++)
            (void)snprintf(paths[i], sizeof paths[i], "/tmp/hm_fuzz_%ld.%s", (long)getpid(),
                           suffixes[i]);
        REQUIRE(atexit(remove_files) == 0);
    }
    FILE *file = fopen(paths[lines], "wb");
    REQUIRE(file && fwrite(data, 1, size, file) == size);
    REQUIRE(fclose(file) == 0);
    return paths[lines];
}

/* --- rows and issues of both ways --- */

typedef struct outcome {
    hm_buffer rows, issues, empty;
    hm_code code;
    hm_error error;
} outcome;

static void outcome_open(outcome *o) {
    hm_buffer_open(&o->rows, hm_fuzz_allocator());
    hm_buffer_open(&o->issues, hm_fuzz_allocator());
    hm_buffer_open(&o->empty, hm_fuzz_allocator());
}

static void outcome_close(outcome *o) {
    hm_buffer_close(&o->rows);
    hm_buffer_close(&o->issues);
    hm_buffer_close(&o->empty);
}

static int take_rows(void *context, const char *data, size_t size) {
    hm_buffer_add(context, data, size);
    return 0;
}

/* That there is nothing in the data is known to a stream at its end only: kept apart. */
static void take_issue(void *context, const hm_issue *issue) {
    outcome *o = context;
    if (issue->rows[0] != '\0')
        return; /* a stream tells of those that were counted only at its end */
    char message[HM_ISSUE_MESSAGE_SIZE];
    (void)hm_issue_message(issue, message, sizeof message);
    const int is_empty = strncmp(message, "no observations: ", 17) == 0;
    hm_buffer_format(is_empty ? &o->empty : &o->issues, "%u:%u %s\n", (unsigned)issue->line,
                     (unsigned)issue->column, message);
}

static void write_whole(outcome *o, hm_scores *scores, const hm_dataset *data, const char *format) {
    hm_issues issues;
    const hm_write_options options = {.size = sizeof options, .format = format, .depth = SIZE_MAX};
    REQUIRE(hm_scores_write(scores, &options, take_rows, &o->rows, &o->error) == HM_OK);
    hm_issues_open(&issues, hm_fuzz_allocator());
    hm_issues_append(&issues, hm_dataset_issues(data));
    hm_issues_append(&issues, hm_scores_issues(scores));
    hm_issues_sort(&issues);
    for (size_t i = 0; i < issues.count; i++)
        take_issue(o, hm_issues_get(&issues, i));
    hm_issues_close(&issues);
}

static void score_whole(outcome *o, const hm_package *package, const char *path,
                        const char *format) {
    const hm_score_options options = {
        .size = sizeof options, .jobs = 1, .allocator = hm_fuzz_allocator(), .rank_levels = 0};
    hm_dataset *data = NULL;
    hm_scores *scores = NULL;
    REQUIRE(hm_dataset_new(&data, hm_fuzz_allocator(), &o->error) == HM_OK);
    o->code = hm_dataset_read(data, path, &o->error);
    if (o->code == HM_OK) {
        REQUIRE(hm_dataset_finish(data, &o->error) == HM_OK);
        REQUIRE(hm_score(&scores, package, data, &options, &o->error) == HM_OK);
        write_whole(o, scores, data, format);
    }
    hm_scores_free(scores);
    hm_dataset_free(data);
}

static int same(const hm_buffer *a, const hm_buffer *b) {
    return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

/* A stream never sees the whole of a file, which decides on its encoding and on figures in doubt,
 * and finds names that look alike. */
static bool depends_on_the_whole(const outcome *whole) {
    static const char *const said[] = {"say what its encoding is", "figures such as",
                                       "say what the decimal mark is", "looks like"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (whole->issues.size > 0 && strstr(whole->issues.data, said[i]))
            return true;
    return false;
}

/* Records are bound batch by batch, so that a column may be missing in one that is there in the
 * whole: what is said of them may differ. Nor is data that look like a swapped table refused. */
static void compare(const outcome *stream, const outcome *whole) {
    if (whole->code != HM_OK) {
        REQUIRE(stream->code == whole->code ||
                strstr(whole->error.message, "hardly a figure") != NULL);
        return;
    }
    if (depends_on_the_whole(whole))
        return;
    REQUIRE(same(&stream->rows, &whole->rows));
    REQUIRE(same(&stream->issues, &whole->issues) || strstr(stream->issues.data, "records"));
    REQUIRE(same(&stream->empty, &whole->empty));
}

static const hm_package *package(void) {
    static const char manifest[] = "return package { name = 'p', version = '1', api = 1,\n"
                                   "nodes = { { 'R', 'Root' } } }\n";
    static const char script[] = "return indicator { code = 'I', parent = 'R', name = 'I',\n"
                                 "inputs = { count { 'a', 'A' }, count { 'b', 'B' },\n"
                                 "records { 'r', 'R', columns = { number { 'x', 'X' } } } },\n"
                                 "measure = percent(input.a, input.b) + previous(input.a) +\n"
                                 "first_of(sum(input.r.x), 0) }\n";
    static const hm_package_file files[] = {{"package.lua", manifest, sizeof manifest - 1},
                                            {"I.lua", script, sizeof script - 1}};
    static hm_package *opened;
    if (!opened)
        opened = hm_fuzz_package(files, 2);
    return opened;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    const unsigned how = data[0];
    const char *format = how & 2 ? "ndjson" : "csv";
    const char *path = write_data(how & 1, data + 1, size - 1);
    outcome stream = {.code = HM_OK}, whole = {.code = HM_OK};
    outcome_open(&stream);
    outcome_open(&whole);
    const hm_stream_options options = {.size = sizeof options,
                                       .format = format,
                                       .depth = SIZE_MAX,
                                       .jobs = how & 4 ? 2 : 1,
                                       .batch = 1 + (how >> 3) * 8,
                                       .allocator = hm_fuzz_allocator(),
                                       .log = take_issue,
                                       .log_context = &stream};
    stream.code =
        hm_stream(package(), path, &options, take_rows, &stream.rows, NULL, &stream.error);
    score_whole(&whole, package(), path, format);
    if (stream.code != HM_OK)
        hm_fuzz_check_error(stream.code, &stream.error);
    else
        compare(&stream, &whole);
    outcome_close(&stream);
    outcome_close(&whole);
    hm_fuzz_end();
    return 0;
}
