/* bench.c: the engine's own times, in process, over the public API alone. Prints one line
 * `NAME SECONDS` a run; what is measured is between the clocks and nothing else.
 *
 *     bench read FILE RUNS          read and finish a data set
 *     bench score FILE RUNS JOBS    bind, evaluate and aggregate (hm_score without ranks)
 *     bench rank FILE RUNS JOBS     the same with ranks
 *     bench sums FILE               code, scored units, sum of scores and of coverage of each node
 *     bench write FILE RUNS OUT     write all rows as CSV into OUT
 *     bench function UNITS RUNS     a measure that is a Lua function, seconds a unit (`function`),
 *                                   and the same as an expression (`function-none`)
 *     bench session FILE RUNS       change an input and read the new index, seconds a change
 */
#define _POSIX_C_SOURCE 200809L
#include <hundredmark/hundredmark.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "measured.h"

static void result(const char *name, double seconds) {
    printf("%s %.9f\n", name, seconds);
}

static hm_code read_data(hm_dataset **out, const char *path, hm_error *error) {
    hm_code code = hm_dataset_new(out, NULL, error);
    if (code == HM_OK)
        code = hm_dataset_read(*out, path, error);
    if (code == HM_OK)
        code = hm_dataset_finish(*out, error);
    return code;
}

static int bench_read(const char *path, int runs) {
    hm_error error;
    for (int i = 0; i < runs; i++) {
        hm_dataset *data = NULL;
        const double start = now();
        if (read_data(&data, path, &error) != HM_OK)
            return fail(&error);
        result("read", now() - start);
        hm_dataset_free(data);
    }
    return 0;
}

/* What the other measurements start from. */
typedef struct scene {
    hm_package *package;
    hm_dataset *data;
    hm_scores *scores;
    hm_error error;
} scene;

static hm_code open_scene(scene *s, const char *path, size_t jobs) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = jobs;
    memset(s, 0, sizeof *s);
    hm_code code = read_data(&s->data, path, &s->error);
    if (code == HM_OK)
        code = hm_package_open(&s->package, "iso-iec-30146", NULL, NULL, &s->error);
    if (code == HM_OK)
        code = hm_score(&s->scores, s->package, s->data, &options, &s->error);
    return code;
}

static void close_scene(scene *s) {
    hm_scores_free(s->scores);
    hm_package_free(s->package);
    hm_dataset_free(s->data);
}

static int bench_score(const char *name, const char *path, int runs, size_t jobs) {
    scene s;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = jobs;
    if (strcmp(name, "score") == 0)
        options.rank_levels = 0;
    hm_code code = open_scene(&s, path, jobs);
    for (int i = 0; code == HM_OK && i < runs; i++) {
        hm_scores_free(s.scores);
        s.scores = NULL;
        const double start = now();
        code = hm_score(&s.scores, s.package, s.data, &options, &s.error);
        result(name, now() - start);
    }
    close_scene(&s);
    return code == HM_OK ? 0 : fail(&s.error);
}

static void print_sums(const scene *s) {
    const size_t units = hm_dataset_unit_count(s->data);
    hm_node_info info = HM_NODE_INFO_INIT;
    for (size_t node = 0; hm_package_node(s->package, node, &info) == HM_OK; node++) {
        double scores = 0, coverage = 0;
        uint64_t scored = 0, ranks = 0;
        for (size_t unit = 0; unit < units; unit++) {
            hm_score_row row = HM_SCORE_ROW_INIT;
            hm_scores_row(s->scores, unit, node, &row);
            scored += row.has_score != 0;
            scores += row.has_score ? row.score : 0;
            coverage += row.coverage;
            ranks += row.rank;
        }
        printf("%s %" PRIu64 " %.12g %.12g %" PRIu64 "\n", info.code, scored, scores, coverage,
               ranks);
    }
}

static int bench_sums(const char *path) {
    scene s;
    const hm_code code = open_scene(&s, path, 0);
    if (code == HM_OK)
        print_sums(&s);
    close_scene(&s);
    return code == HM_OK ? 0 : fail(&s.error);
}

static int sink(void *file, const char *data, size_t size) {
    return fwrite(data, 1, size, file) != size;
}

static int bench_write(const char *path, int runs, const char *out) {
    scene s;
    hm_code code = open_scene(&s, path, 0);
    for (int i = 0; code == HM_OK && i < runs; i++) {
        const double start = now();
        FILE *file = fopen(out, "wb");
        if (!file)
            break;
        setvbuf(file, NULL, _IONBF, 0); /* the pieces are large */
        code = hm_scores_write(s.scores, NULL, sink, file, &s.error);
        fclose(file);
        result("write", now() - start);
    }
    close_scene(&s);
    return code == HM_OK ? 0 : fail(&s.error);
}

#define SUM_PACKAGE                                                                                \
    "return package { name = 'bench', version = '1', api = 1, title = 'Bench',\n"                  \
    "    nodes = { { 'root', 'Root' } } }\n"
#define SUM_INDICATOR(measure)                                                                     \
    "return indicator { code = 'root.1', parent = 'root', name = 'A', about = 'A',\n"              \
    "    inputs = { number { 'a', 'A' }, number { 'b', 'B' } },\n"                                 \
    "    measure = " measure " }\n"
static const char sum_function[] = SUM_INDICATOR("function(v) return v.a + v.b end");
static const char sum_expression[] = SUM_INDICATOR("input.a + input.b");

static hm_code open_sum(hm_package **out, const char *indicator, hm_error *error) {
    const hm_package_file files[] = {{"package.lua", SUM_PACKAGE, sizeof SUM_PACKAGE - 1},
                                     {"A.lua", indicator, strlen(indicator)}};
    return hm_package_open_memory(out, "bench", files, 2, NULL, NULL, error);
}

/* Cities whose figures differ from one to the next. */
static hm_code put_sums(hm_dataset *data, size_t units, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < units; i++) {
        char city[32], a[32], b[32];
        snprintf(city, sizeof city, "City %zu", i);
        snprintf(a, sizeof a, "%zu.5", i % 47);
        snprintf(b, sizeof b, "%zu", i % 53);
        code = hm_dataset_put(data, city, "2025", "a", a, error);
        if (code == HM_OK)
            code = hm_dataset_put(data, city, "2025", "b", b, error);
    }
    return code == HM_OK ? hm_dataset_finish(data, error) : code;
}

static hm_code time_score(const char *name, const hm_package *package, const hm_dataset *data,
                          hm_error *error) {
    hm_scores *scores = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = 1;
    const double start = now();
    const hm_code code = hm_score(&scores, package, data, &options, error);
    result(name, (now() - start) / (double)hm_dataset_unit_count(data));
    hm_scores_free(scores);
    return code;
}

static int bench_function(size_t units, int runs) {
    hm_error error;
    hm_dataset *data = NULL;
    hm_package *function = NULL, *expression = NULL;
    hm_code code = open_sum(&function, sum_function, &error);
    if (code == HM_OK)
        code = open_sum(&expression, sum_expression, &error);
    if (code == HM_OK)
        code = hm_dataset_new(&data, NULL, &error);
    if (code == HM_OK)
        code = put_sums(data, units, &error);
    for (int i = 0; code == HM_OK && i < runs; i++) {
        code = time_score("function", function, data, &error);
        if (code == HM_OK)
            code = time_score("function-none", expression, data, &error);
    }
    hm_package_free(function);
    hm_package_free(expression);
    hm_dataset_free(data);
    return code == HM_OK ? 0 : fail(&error);
}

static int bench_session(const char *path, int runs) {
    enum { CHANGES = 10000 };
    scene s;
    hm_session *session = NULL;
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_code code = open_scene(&s, path, 0);
    if (code == HM_OK)
        code = hm_session_open(&session, s.package, s.data, 0, NULL, &s.error);
    for (int i = 0; code == HM_OK && i < runs; i++) {
        const double start = now();
        for (int k = 0; code == HM_OK && k < CHANGES; k++) {
            code = hm_session_set_number(session, "one_stop_services", k, &s.error);
            if (code == HM_OK)
                code = hm_session_score(session, &s.error);
            if (code == HM_OK)
                code = hm_session_row(session, 0, &row);
        }
        result("session", (now() - start) / CHANGES);
    }
    hm_session_free(session);
    close_scene(&s);
    return code == HM_OK ? 0 : fail(&s.error);
}

int main(int count, char **arguments) {
    const char *what = count > 2 ? arguments[1] : "";
    const int runs = count > 3 ? atoi(arguments[3]) : 1;
    if (strcmp(what, "read") == 0)
        return bench_read(arguments[2], runs);
    if (strcmp(what, "score") == 0 || strcmp(what, "rank") == 0)
        return bench_score(what, arguments[2], runs, count > 4 ? (size_t)atoi(arguments[4]) : 1);
    if (strcmp(what, "sums") == 0)
        return bench_sums(arguments[2]);
    if (strcmp(what, "write") == 0 && count > 4)
        return bench_write(arguments[2], runs, arguments[4]);
    if (strcmp(what, "function") == 0)
        return bench_function((size_t)atoi(arguments[2]), runs);
    if (strcmp(what, "session") == 0)
        return bench_session(arguments[2], runs);
    return fprintf(stderr, "see the first lines of bench.c\n"), 2;
}
