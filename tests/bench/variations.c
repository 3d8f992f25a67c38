/* What variations take: 1,000 of them, of 51 cities with 49 indicators and of 1,000 with 52, beside
 * a loop by hand that does nothing but sum scores up by the same weights, in both levels.
 *
 *     variations RUNS JOBS
 *
 * Prints a row a kind of variation: the least time of RUNS, for all of it with means, quantiles and
 * ranks, and as a multiple of the loop. */
#define _POSIX_C_SOURCE 200809L
#include <hundredmark/hundredmark.h>
#include <math.h>
#include <string.h>

#include "measured.h"

enum { GROUPS = 6, VARIATIONS = 1000, MOST_NAME = 24 };

static uint32_t state = 1;

/* 0 to 1, without either. */
static double draw(void) {
    state = state * 1664525 + 1013904223; /* Numerical Recipes' */
    return ((state >> 8) + 0.5) / (1 << 24);
}

/* --- data and packages --- */

/* Long, so that figures have a quality. */
static hm_code make_data(hm_dataset **out, int cities, int indicators, hm_error *error) {
    const size_t most = (size_t)cities * (size_t)indicators * 48 + 64;
    char *text = malloc(most), *end = text;
    hm_code code = text ? hm_dataset_new(out, NULL, error) : HM_ERROR_MEMORY;
    if (code == HM_OK) {
        end += sprintf(end, "city,period,input,value,quality\n");
        for (int i = 0; i < cities; i++)
            for (int k = 0; k < indicators; k++)
                end += sprintf(end, "C%d,2025,x%d,%.6f,estimate\n", i, k, 100 * draw());
        code = hm_dataset_read_memory(*out, "data.csv", text, (size_t)(end - text), error);
    }
    if (code == HM_OK)
        code = hm_dataset_finish(*out, error);
    free(text);
    return code;
}

static const char manifest[] =
    "local nodes = { { 'R', 'Root' } }\n"
    "for i = 0, 5 do nodes[#nodes + 1] = { 'G' .. i, 'Group', parent = 'R' } end\n"
    "return package { name = 'varied', version = '1', api = 1, nodes = nodes,\n"
    "    policy = { scale = 'minmax', treat = { 'winsorise', 5 } } }\n";
static const char script[] =
    "local all = {}\n"
    "for i = 0, %d do\n"
    "    all[i + 1] = indicator { code = 'I' .. i, parent = 'G' .. i %% 6, name = 'Figure',\n"
    "        inputs = { amount { 'x' .. i, 'X' } }, measure = input['x' .. i] }\n"
    "end\n"
    "return all\n";

static hm_code make_package(hm_package **out, int indicators, const char *study, hm_error *error) {
    char figures[512], varied[512];
    snprintf(figures, sizeof figures, script, indicators - 1);
    snprintf(varied, sizeof varied, "return study { replicates = %d, vary = { %s } }", VARIATIONS,
             study);
    const hm_package_file files[] = {{"package.lua", manifest, strlen(manifest)},
                                     {"all.lua", figures, strlen(figures)},
                                     {"study.lua", varied, strlen(varied)}};
    return hm_package_open_memory(out, "varied", files, 3, NULL, NULL, error);
}

/* --- what is measured --- */

static hm_code vary(hm_package *package, const hm_dataset *data, size_t jobs, const char *table,
                    double *seconds, hm_error *error) {
    hm_study *study = NULL;
    hm_replicates *replicates = NULL;
    hm_table *made = NULL;
    hm_replicates_options options = HM_REPLICATES_OPTIONS_INIT;
    options.jobs = jobs;
    const double before = now();
    hm_code code = hm_study_open(&study, package, NULL, error);
    if (code == HM_OK)
        code = hm_replicates_new(&replicates, study, data, &options, error);
    if (code == HM_OK)
        code = hm_replicates_table(&made, replicates, table, NULL, error);
    *seconds = now() - before;
    hm_table_free(made);
    hm_replicates_free(replicates);
    hm_study_free(study);
    return code;
}

/* Scores by weights that are drawn, in loops over cities: the limit of what can be. */
static double loop(int cities, int indicators) {
    double *marks = malloc((size_t)cities * (size_t)indicators * sizeof *marks);
    double *group = malloc((size_t)cities * sizeof *group),
           *index = malloc((size_t)cities * sizeof *index);
    double checked = 0, seconds = INFINITY;
    for (int i = 0; i < cities * indicators; i++)
        marks[i] = 100 * draw();
    for (int run = 0; run < 5; run++) {
        const double before = now();
        for (int variation = 0; variation < VARIATIONS; variation++) {
            memset(index, 0, (size_t)cities * sizeof *index);
            for (int g = 0; g < GROUPS; g++) {
                double all = 0;
                memset(group, 0, (size_t)cities * sizeof *group);
                for (int k = g; k < indicators; k += GROUPS) {
                    const double weight = 0.75 + 0.5 * draw();
                    const double *of = marks + (size_t)k * (size_t)cities;
                    all += weight;
                    for (int i = 0; i < cities; i++)
                        group[i] += weight * of[i];
                }
                for (int i = 0; i < cities; i++)
                    index[i] += group[i] / all / GROUPS;
            }
            checked += index[variation % cities];
        }
        seconds = now() - before < seconds ? now() - before : seconds;
    }
    fprintf(stderr, "mean of the loop: %.3f\n", checked / 5 / VARIATIONS);
    free(marks);
    free(group);
    free(index);
    return seconds;
}

static const struct {
    const char *what, *study, *table;
} kinds[] = {
    {"weights", "weights = { within = 0.25 }", "uncertainty"},
    {"weights, all pairs", "weights = { within = 0.25 }", "pairs"},
    {"weights, means, scales, treatments",
     "weights = { within = 0.25 }, aggregate = { 'arithmetic', { 'geometric', floor = 1 } }, "
     "scale = { 'minmax', 'zscore' }, treat = { { 'winsorise', 1 }, { 'winsorise', 5 } }",
     "uncertainty"},
    {"errors of figures", "figures = { quality = { estimate = 0.05 } }", "uncertainty"},
};

static hm_code measure(int cities, int indicators, int runs, size_t jobs, hm_error *error) {
    hm_dataset *data = NULL;
    hm_code code = make_data(&data, cities, indicators, error);
    const double least = loop(cities, indicators);
    printf("| %d cities, %d indicators, %d variations, %zu at a time | least | over the loop (%.2f "
           "ms) "
           "|\n|---|---:|---:|\n",
           cities, indicators, VARIATIONS, jobs, least * 1e3);
    for (size_t i = 0; code == HM_OK && i < sizeof kinds / sizeof *kinds; i++) {
        hm_package *package = NULL;
        double best = INFINITY, seconds;
        code = make_package(&package, indicators, kinds[i].study, error);
        for (int run = 0; code == HM_OK && run < runs; run++) {
            code = vary(package, data, jobs, kinds[i].table, &seconds, error);
            best = seconds < best ? seconds : best;
        }
        hm_package_free(package);
        printf("| %s | %.1f ms | %.1f |\n", kinds[i].what, best * 1e3, best / least);
    }
    hm_dataset_free(data);
    return code;
}

int main(int count, char **arguments) {
    hm_error error;
    if (count != 3)
        return fprintf(stderr, "variations RUNS JOBS\n"), 2;
    const int runs = atoi(arguments[1]);
    const size_t jobs = (size_t)atoi(arguments[2]);
    hm_code code = measure(51, 49, runs, jobs, &error);
    puts("");
    if (code == HM_OK)
        code = measure(1000, 52, runs, jobs, &error);
    return code == HM_OK ? 0 : fail(&error);
}
