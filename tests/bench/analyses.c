/* What other analyses take: attribution between two data sets, steps and plans of a city, benefit
 * of the doubt, and which factor of a study matters.
 *
 *     analyses BEFORE AFTER RUNS JOBS      (two files of figures of the standard, of the same
 * cities)
 *
 * Prints a row a piece of work: the least time of RUNS, beside what it is to take at most. */
#define _POSIX_C_SOURCE 200809L
#include <hundredmark/hundredmark.h>
#include <math.h>
#include <string.h>

#include "measured.h"

static void tell(const char *what, double seconds, const char *aim) {
    printf("| %s | %.2f ms | %s |\n", what, seconds * 1e3, aim);
}

/* --- figures of the standard --- */

typedef struct scene {
    hm_package *package;
    hm_dataset *data[2];
    hm_scores *scores[2];
    size_t jobs;
    int runs;
} scene;

static hm_code open_scene(scene *s, char *const *paths, hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    options.jobs = s->jobs;
    hm_code code = hm_package_open(&s->package, "iso-iec-30146", NULL, NULL, error);
    for (int i = 0; code == HM_OK && i < 2; i++) {
        code = hm_dataset_new(&s->data[i], NULL, error);
        if (code == HM_OK)
            code = hm_dataset_read(s->data[i], paths[i], error);
        if (code == HM_OK)
            code = hm_dataset_finish(s->data[i], error);
        if (code == HM_OK)
            code = hm_score(&s->scores[i], s->package, s->data[i], &options, error);
    }
    return code;
}

static void close_scene(scene *s) {
    for (int i = 0; i < 2; i++) {
        hm_scores_free(s->scores[i]);
        hm_dataset_free(s->data[i]);
    }
    hm_package_free(s->package);
}

static hm_code compare(const scene *s, int without_figures, const char *what, hm_error *error) {
    hm_compare_options options = HM_COMPARE_OPTIONS_INIT;
    hm_code code = HM_OK;
    double least = INFINITY;
    char named[80];
    options.jobs = s->jobs;
    options.without_figures = without_figures;
    for (int i = 0; code == HM_OK && i < s->runs; i++) {
        hm_table *table = NULL;
        const double before = now();
        code = hm_compare(&table, s->scores[1], s->scores[0], &options, error);
        least = fmin(least, now() - before);
        hm_table_free(table);
    }
    snprintf(named, sizeof named, "attribution of %zu cities %s", hm_dataset_unit_count(s->data[0]),
             what);
    tell(named, least, "1 s");
    return code;
}

/* The first that has a score of the index. */
static size_t scored_unit(const scene *s) {
    for (size_t unit = 0; unit < hm_dataset_unit_count(s->data[0]); unit++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        if (hm_scores_row(s->scores[0], unit, 0, &row) == HM_OK && row.has_score)
            return unit;
    }
    return 0;
}

static hm_code improve(const scene *s, hm_improve_goal goal, double amount, const char *what,
                       const char *aim, hm_error *error) {
    const size_t unit = scored_unit(s);
    hm_improve_options options = HM_IMPROVE_OPTIONS_INIT;
    hm_code code = HM_OK;
    double least = INFINITY;
    options.goal = goal;
    options.amount = amount;
    for (int i = 0; code == HM_OK && i < 10 * s->runs; i++) {
        hm_improvement *found = NULL;
        const double before = now();
        code = hm_improve(&found, s->package, s->data[0], unit, &options, error);
        least = fmin(least, now() - before);
        hm_improvement_free(found);
    }
    tell(what, least, aim);
    return code;
}

/* --- invented figures --- */

static hm_code make_data(hm_dataset **out, int cities, int indicators, hm_error *error) {
    uint32_t state = 1;
    hm_code code = hm_dataset_new(out, NULL, error);
    for (int i = 0; code == HM_OK && i < cities; i++)
        for (int k = 0; code == HM_OK && k < indicators; k++) {
            char city[16], input[16], number[32];
            state = state * 1664525 + 1013904223; /* Numerical Recipes' */
            snprintf(city, sizeof city, "C%d", i);
            snprintf(input, sizeof input, "x%d", k);
            snprintf(number, sizeof number, "%.6f", 100 * ((state >> 8) + 0.5) / (1 << 24));
            code = hm_dataset_put(*out, city, "2025", input, number, error);
        }
    return code == HM_OK ? hm_dataset_finish(*out, error) : code;
}

static const char manifest[] =
    "local nodes = { { 'R', 'Root', aggregate = '%s' } }\n"
    "for i = 0, %d do nodes[#nodes + 1] = { 'G' .. i, 'Group', parent = 'R' } end\n"
    "return package { name = 'invented', version = '1', api = 1, nodes = nodes,\n"
    "    policy = { scale = 'minmax', treat = { 'winsorise', 5 } } }\n";
static const char script[] =
    "local all, groups = {}, %d\n"
    "for i = 0, %d do\n"
    "    all[i + 1] = indicator { code = 'I' .. i, parent = groups > 0 and 'G' .. i %% groups or "
    "'R',\n"
    "        name = 'Figure', inputs = { amount { 'x' .. i, 'X' } }, measure = input['x' .. i] }\n"
    "end\n"
    "return all\n";
static const char study[] =
    "return study { replicates = 1280, vary = { weights = { within = 0.25 },\n"
    "    aggregate = { 'arithmetic', { 'geometric', floor = 1 } }, scale = { 'minmax', 'zscore' "
    "},\n"
    "    treat = { { 'winsorise', 1 }, { 'winsorise', 5 } } } }\n";

static hm_code make_package(hm_package **out, const char *method, int groups, int indicators,
                            hm_error *error) {
    char nodes[512], figures[512];
    snprintf(nodes, sizeof nodes, manifest, method, groups - 1);
    snprintf(figures, sizeof figures, script, groups, indicators - 1);
    const hm_package_file files[] = {{"package.lua", nodes, strlen(nodes)},
                                     {"all.lua", figures, strlen(figures)},
                                     {"study.lua", study, strlen(study)}};
    return hm_package_open_memory(out, "invented", files, 3, NULL, NULL, error);
}

static hm_code benefit(const scene *s, int cities, int indicators, const char *what,
                       const char *aim, hm_error *error) {
    hm_dataset *data = NULL;
    hm_package *package = NULL;
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    double least = INFINITY;
    hm_code code = make_data(&data, cities, indicators, error);
    options.jobs = s->jobs;
    if (code == HM_OK)
        code = make_package(&package, "benefit_of_the_doubt", 0, indicators, error);
    for (int i = 0; code == HM_OK && i < 3 * s->runs; i++) {
        hm_scores *scores = NULL;
        const double before = now();
        code = hm_score(&scores, package, data, &options, error);
        least = fmin(least, now() - before);
        hm_scores_free(scores);
    }
    tell(what, least, aim);
    hm_package_free(package);
    hm_dataset_free(data);
    return code;
}

static hm_code sensitivity(const scene *s, int cities, int indicators, hm_error *error) {
    hm_dataset *data = NULL;
    hm_package *package = NULL;
    hm_sensitivity_options options = HM_SENSITIVITY_OPTIONS_INIT;
    double least = INFINITY;
    hm_code code = make_data(&data, cities, indicators, error);
    options.jobs = s->jobs;
    if (code == HM_OK)
        code = make_package(&package, "arithmetic", 6, indicators, error);
    for (int i = 0; code == HM_OK && i < 3 * s->runs; i++) {
        hm_study *opened = NULL;
        hm_table *table = NULL;
        const double before = now();
        code = hm_study_open(&opened, package, NULL, error);
        if (code == HM_OK)
            code = hm_study_sensitivity(&table, opened, data, &options, error);
        least = fmin(least, now() - before);
        hm_table_free(table);
        hm_study_free(opened);
    }
    tell("indices of four factors, 1,280 runs of 51 cities", least, "3 ms");
    hm_package_free(package);
    hm_dataset_free(data);
    return code;
}

int main(int count, char **arguments) {
    hm_error error;
    if (count != 5)
        return fprintf(stderr, "analyses BEFORE AFTER RUNS JOBS\n"), 2;
    scene s = {.runs = atoi(arguments[3]), .jobs = (size_t)atoi(arguments[4])};
    printf("| %zu at a time | least | aim |\n|---|---:|---:|\n", s.jobs);
    hm_code code = sensitivity(&s, 51, 49, &error);
    if (code == HM_OK)
        code = benefit(&s, 60, 8, "benefit of the doubt, 60 x 8", "0.3 ms", &error);
    if (code == HM_OK)
        code = benefit(&s, 1000, 52, "benefit of the doubt, 1,000 x 52", "0.5 s", &error);
    if (code == HM_OK)
        code = open_scene(&s, arguments + 1, &error);
    if (code == HM_OK)
        code = improve(&s, HM_IMPROVE_GAINS, 0, "one step of each of 135 inputs", "2 ms", &error);
    if (code == HM_OK)
        code = improve(&s, HM_IMPROVE_TARGET, 80, "a plan to a target", "50 ms", &error);
    if (code == HM_OK)
        code = compare(&s, 1, "by indicator", &error);
    if (code == HM_OK)
        code = compare(&s, 0, "to their figures", &error);
    close_scene(&s);
    return code == HM_OK ? 0 : fail(&error);
}
