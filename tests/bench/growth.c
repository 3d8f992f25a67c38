/* growth.c: how work and memory grow: a made package of INDICATORS percentages in groups of ten,
 * and figures of CITIES in PERIODS for all of them. Prints a row of a table, the least of RUNS
 * runs:
 *
 *     growth INDICATORS CITIES PERIODS RUNS
 *
 * Times are nanoseconds: of opening the package for an indicator, of reading for a figure, of the
 * stages of scoring for a node of a city and period, of writing for a row. Memory is bytes asked
 * for and not given back at the greatest moment: of the package for an indicator, of the data for a
 * figure, of scoring for a node of a city and period. Reading uses all processors, scoring one. */
#define _POSIX_C_SOURCE 200809L
#include <hundredmark/hundredmark.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "measured.h"

enum { FILE_SIZE = 512 };

/* --- what is made --- */

static const char manifest[] =
    "local count, level, nodes = %d, 1, { { 'R', 'Root' } }\n"
    "local function name(level, i)\n"
    "    return 10 ^ level >= count and 'R' or ('G%%d.%%d'):format(level, i)\n"
    "end\n"
    "while 10 ^ level < count do\n"
    "    for i = 0, (count - 1) // 10 ^ level do\n"
    "        nodes[#nodes + 1] = { name(level, i), 'Group', parent = name(level + 1, i // 10) }\n"
    "    end\n"
    "    level = level + 1\n"
    "end\n"
    "return package { name = 'made', version = '1', api = 1, nodes = nodes }\n";

static const char script[] = "return indicator { code = 'I%d', parent = '%s', name = 'Share',\n"
                             "    inputs = { count { 'part%d', 'Part' }, count { 'whole%d', "
                             "'Whole' } },\n"
                             "    measure = percent(input.part%d, input.whole%d) }\n";

typedef struct made {
    hm_package_file *files;
    char *texts; /* of FILE_SIZE each: the path, and behind its end the script */
    char first[1024];
    size_t count;
} made;

static int make_package(made *m, int indicators) {
    m->count = (size_t)indicators + 1;
    m->files = calloc(m->count, sizeof *m->files);
    m->texts = malloc(m->count * FILE_SIZE);
    if (!m->files || !m->texts)
        return 0;
    snprintf(m->first, sizeof m->first, manifest, indicators);
    m->files[0] = (hm_package_file){"package.lua", m->first, strlen(m->first)};
    for (int i = 0; i < indicators; i++) {
        char *path = m->texts + (size_t)i * FILE_SIZE, *text = path + 16, parent[32] = "R";
        if (indicators > 10)
            snprintf(parent, sizeof parent, "G1.%d", i / 10);
        snprintf(path, 16, "I%d.lua", i);
        snprintf(text, FILE_SIZE - 16, script, i, parent, i, i, i, i);
        m->files[i + 1] = (hm_package_file){path, text, strlen(text)};
    }
    return 1;
}

static char *make_data(int indicators, int cities, int periods, size_t *size) {
    const size_t units = (size_t)cities * (size_t)periods;
    char *text = malloc((size_t)indicators * 32 + units * ((size_t)indicators * 12 + 32) + 16);
    uint32_t state = 1;
    if (!text)
        return NULL;
    char *end = text + sprintf(text, "city,period");
    for (int i = 0; i < indicators; i++)
        end += sprintf(end, ",part%d,whole%d", i, i);
    *end++ = '\n';
    for (size_t unit = 0; unit < units; unit++) {
        end += sprintf(end, "City %zu,%zu", unit / (size_t)periods, 1001 + unit % (size_t)periods);
        for (int i = 0; i < indicators; i++) {
            state = state * 1664525 + 1013904223; /* Numerical Recipes' */
            end += sprintf(end, ",%u,10000", (unsigned)(state >> 8) % 10000);
        }
        *end++ = '\n';
    }
    *size = (size_t)(end - text);
    return text;
}

/* --- what is measured --- */

enum { OPEN, READ, BIND, EVALUATE, AGGREGATE, RANK, WRITE, STAGES };

typedef struct scene {
    const made *made;
    const char *text; /* the data */
    size_t size;
    hm_package *package;
    hm_dataset *data;
    hm_scores *scores;
    hm_error error;
} scene;

static void close_scene(scene *s) {
    hm_scores_free(s->scores);
    hm_dataset_free(s->data);
    hm_package_free(s->package);
    s->scores = NULL;
    s->data = NULL;
    s->package = NULL;
}

static hm_code open_package(scene *s, const hm_allocator *allocator) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.allocator = allocator;
    return hm_package_open_memory(&s->package, "made", s->made->files, s->made->count, &options,
                                  NULL, &s->error);
}

static hm_code read_data(scene *s, const hm_allocator *allocator) {
    hm_code code = hm_dataset_new(&s->data, allocator, &s->error);
    if (code == HM_OK)
        code = hm_dataset_read_memory(s->data, "made.csv", s->text, s->size, &s->error);
    return code == HM_OK ? hm_dataset_finish(s->data, &s->error) : code;
}

static hm_code score(scene *s, const hm_allocator *allocator) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = 1;
    options.allocator = allocator;
    return hm_score(&s->scores, s->package, s->data, &options, &s->error);
}

static int count_bytes(void *context, const char *data, size_t size) {
    (void)data;
    *(size_t *)context += size;
    return 0;
}

/* One go; `seconds` keeps the least of each stage. */
static hm_code run_once(scene *s, double seconds[STAGES]) {
    double took[STAGES];
    hm_timing timing = HM_TIMING_INIT;
    size_t bytes = 0;
    double start = now();
    hm_code code = open_package(s, NULL);
    took[OPEN] = now() - start;
    start = now();
    if (code == HM_OK)
        code = read_data(s, NULL);
    took[READ] = now() - start;
    if (code == HM_OK)
        code = score(s, NULL);
    if (code == HM_OK)
        code = hm_scores_timing(s->scores, &timing);
    took[BIND] = timing.bind;
    took[EVALUATE] = timing.evaluate;
    took[AGGREGATE] = timing.aggregate;
    took[RANK] = timing.rank;
    start = now();
    if (code == HM_OK)
        code = hm_scores_write(s->scores, NULL, count_bytes, &bytes, &s->error);
    took[WRITE] = now() - start;
    for (int i = 0; i < STAGES; i++)
        seconds[i] = seconds[i] > 0 && seconds[i] < took[i] ? seconds[i] : took[i];
    close_scene(s);
    return code;
}

/* Once more with memory that is counted, apart from the clock. */
static hm_code count_memory(scene *s, counted memory[3]) {
    hm_allocator allocators[3];
    for (int i = 0; i < 3; i++)
        allocators[i] = (hm_allocator){resize, &memory[i]};
    hm_code code = open_package(s, &allocators[0]);
    if (code == HM_OK)
        code = read_data(s, &allocators[1]);
    if (code == HM_OK)
        code = score(s, &allocators[2]);
    return code;
}

static void print_row(const scene *s, double indicators, double cities, double periods,
                      const double seconds[STAGES], counted memory[3]) {
    const double units = cities * periods, figures = 2 * indicators * units;
    const double nodes = (double)hm_package_node_count(s->package) * units;
    printf("| %.0f | %.0f | %.0f | %.0f us |", indicators, cities, periods,
           seconds[OPEN] / indicators * 1e6);
    printf(" %.1f |", seconds[READ] / figures * 1e9);
    for (int i = BIND; i < STAGES; i++)
        printf(" %.1f |", seconds[i] / nodes * 1e9);
    printf(" %.0f | %.1f | %.1f |\n", (double)memory[0].most / indicators,
           (double)memory[1].most / figures, (double)memory[2].most / nodes);
}

int main(int count, char **arguments) {
    made m = {0};
    scene s = {.made = &m};
    static counted memory[3];
    double seconds[STAGES] = {0};
    if (count < 5)
        return fprintf(stderr, "growth INDICATORS CITIES PERIODS RUNS\n"), 2;
    const int indicators = atoi(arguments[1]), cities = atoi(arguments[2]);
    const int periods = atoi(arguments[3]), runs = atoi(arguments[4]);
    char *text = make_data(indicators, cities, periods, &s.size);
    if (!text || !make_package(&m, indicators))
        return fprintf(stderr, "out of memory\n"), 1;
    s.text = text;
    hm_code code = HM_OK;
    for (int i = 0; code == HM_OK && i < runs; i++)
        code = run_once(&s, seconds);
    if (code == HM_OK)
        code = count_memory(&s, memory);
    if (code == HM_OK)
        print_row(&s, indicators, cities, periods, seconds, memory);
    close_scene(&s);
    free(m.files);
    free(m.texts);
    free(text);
    return code == HM_OK ? 0 : fail(&s.error);
}
