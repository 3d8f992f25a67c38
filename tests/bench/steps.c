/* steps.c: what steps take, beside evaluating: 52 percentages of CITIES, half of them evenly spread
 * and half with a long tail, and one step after the other on all of them.
 *
 *     steps CITIES MISSING RUNS JOBS STEP...
 *
 * MISSING of ten thousand figures are not there. STEP is a line of a policy: 'scale = "rank"'.
 * Prints a row of a table a step: seconds of learning and applying (all that a run without it does
 * not take), that over evaluating all, the least of RUNS runs, in turns; and the bytes that
 * scoring asks for, over those without. The first row is a bare radix sort of all values, by
 * itself.
 */
#define _POSIX_C_SOURCE 200809L
#include <hundredmark/hundredmark.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "measured.h"

enum { INDICATORS = 52, REGIONS = 20, MOST_RUNS = 99, MOST_STEPS = 32 };

/* --- data --- */

static uint32_t state = 1;

/* 0 to 1, without either. */
static double draw(void) {
    state = state * 1664525 + 1013904223; /* Numerical Recipes' */
    return ((state >> 8) + 0.5) / (1 << 24);
}

static hm_code put_column(hm_dataset *data, const char *prefix, int indicator, size_t cities,
                          double *figures, uint8_t *there, double missing, hm_error *error) {
    char name[32];
    snprintf(name, sizeof name, "%s%d", prefix, indicator);
    memset(there, 0, cities / 8 + 1);
    for (size_t i = 0; i < cities; i++) {
        const double even = draw();
        figures[i] = *prefix == 'w'       ? 100000 + floor(900000 * even)
                     : indicator % 2 == 0 ? floor(100000 * even)
                                          : floor(1 + 9 * pow(even, -0.5));
        if (*prefix == 'w' || draw() >= missing)
            there[i / 8] |= (uint8_t)(1u << i % 8);
    }
    return hm_dataset_put_numbers(data, name, cities, figures, there, error);
}

static hm_code put_regions(hm_dataset *data, size_t cities, hm_error *error) {
    char *text = malloc(cities * 32 + 32);
    if (!text)
        return HM_ERROR_MEMORY;
    char *end = text + sprintf(text, "city,region\n");
    for (size_t i = 0; i < cities; i++)
        end += sprintf(end, "C%zu,r%d\n", i, (int)(draw() * REGIONS));
    const hm_code code =
        hm_dataset_read_cities_memory(data, "cities.csv", text, (size_t)(end - text), error);
    free(text);
    return code;
}

static hm_code put_units(hm_dataset *data, size_t cities, hm_error *error) {
    const char **names = malloc(cities * sizeof *names), **periods = malloc(cities * sizeof *names);
    char *texts = malloc(cities * 24);
    hm_code code = names && periods && texts ? HM_OK : HM_ERROR_MEMORY;
    for (size_t i = 0; code == HM_OK && i < cities; i++) {
        snprintf(texts + 24 * i, 24, "C%zu", i);
        names[i] = texts + 24 * i;
        periods[i] = "2025";
    }
    if (code == HM_OK)
        code = hm_dataset_put_units(data, cities, names, periods, error);
    free(names);
    free(periods);
    free(texts);
    return code;
}

static hm_code make_data(hm_dataset **out, size_t cities, double missing, hm_error *error) {
    double *figures = malloc(cities * sizeof *figures);
    uint8_t *there = malloc(cities / 8 + 1);
    hm_code code = figures && there ? hm_dataset_new(out, NULL, error) : HM_ERROR_MEMORY;
    if (code == HM_OK)
        code = put_regions(*out, cities, error);
    if (code == HM_OK)
        code = put_units(*out, cities, error);
    for (int i = 0; code == HM_OK && i < INDICATORS; i++) {
        code = put_column(*out, "part", i, cities, figures, there, missing, error);
        if (code == HM_OK)
            code = put_column(*out, "whole", i, cities, figures, there, missing, error);
    }
    free(figures);
    free(there);
    return code == HM_OK ? hm_dataset_finish(*out, error) : code;
}

/* --- packages --- */

static const char manifest[] =
    "return package { name = 'steps', version = '1', api = 1, nodes = { { 'R', 'Root' } },\n"
    "    policy = { %s } }\n";
static const char script[] =
    "local all = {}\n"
    "for i = 0, %d do\n"
    "    local part, whole = 'part' .. i, 'whole' .. i\n"
    "    all[i + 1] = indicator { code = 'I' .. i, parent = 'R', name = 'Share',\n"
    "        inputs = { count { part, 'P' }, count { whole, 'W' } },\n"
    "        measure = percent(input[part], input[whole]) }\n"
    "end\n"
    "return all\n";

static hm_code make_package(hm_package **out, const char *policy, hm_error *error) {
    char first[512], second[512];
    snprintf(first, sizeof first, manifest, policy);
    snprintf(second, sizeof second, script, INDICATORS - 1);
    const hm_package_file files[] = {{"package.lua", first, strlen(first)},
                                     {"all.lua", second, strlen(second)}};
    return hm_package_open_memory(out, "steps", files, 2, NULL, NULL, error);
}

/* --- what is measured --- */

typedef struct step {
    const char *policy;
    hm_package *package;
    double seconds[MOST_RUNS];
    size_t memory;
} step;

static hm_code score(const step *s, const hm_dataset *data, size_t jobs, counted *memory,
                     hm_timing *timing, hm_error *error) {
    const hm_allocator allocator = {resize, memory};
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    options.jobs = jobs;
    options.rank_levels = 0;
    if (memory)
        options.allocator = &allocator;
    hm_code code = hm_score(&scores, s->package, data, &options, error);
    if (code == HM_OK)
        code = hm_scores_timing(scores, timing);
    hm_scores_free(scores);
    return code;
}

/* Where no step is, the first; it is what the others are measured beside. */
static hm_code run_once(step *steps, int count, int run, const hm_dataset *data, size_t jobs,
                        hm_error *error) {
    hm_timing none = HM_TIMING_INIT;
    hm_code code = score(&steps[0], data, jobs, NULL, &none, error);
    const double before = none.scale + none.aggregate;
    steps[0].seconds[run] = none.evaluate;
    for (int i = 1; code == HM_OK && i < count; i++) {
        hm_timing timing = HM_TIMING_INIT;
        code = score(&steps[i], data, jobs, NULL, &timing, error);
        steps[i].seconds[run] = timing.scale + timing.aggregate - before;
    }
    return code;
}

static double least(const double *numbers, int count) {
    double found = numbers[0];
    for (int i = 1; i < count; i++)
        found = numbers[i] < found ? numbers[i] : found;
    return found;
}

static void print_row(const char *what, double seconds, double ratio, double memory) {
    printf("| `%s` | %.1f ms | %.1f | %.1f MB |\n", what, seconds * 1e3, ratio, memory / 1e6);
}

/* --- a bare sort --- */

/* Keys of 64 bits, by eleven bits at a time: nothing of it but the keys. */
static void radix_sort(uint64_t *keys, uint64_t *room, size_t count) {
    enum { DIGIT = 11, VALUES = 1 << DIGIT, DIGITS = 6 };
    static uint32_t counts[DIGITS][VALUES];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < DIGITS; k++)
            counts[k][keys[i] >> k * DIGIT & (VALUES - 1)]++;
    for (int k = 0; k < DIGITS; k++) {
        uint32_t start = 0;
        for (int v = 0; v < VALUES; v++) {
            const uint32_t size = counts[k][v];
            counts[k][v] = start;
            start += size;
        }
        for (size_t i = 0; i < count; i++)
            room[counts[k][keys[i] >> k * DIGIT & (VALUES - 1)]++] = keys[i];
        uint64_t *swap = keys;
        keys = room;
        room = swap;
    }
}

static double time_sorts(size_t cities) {
    uint64_t *keys = malloc(cities * sizeof *keys), *room = malloc(cities * sizeof *room);
    double seconds = 0;
    for (int i = 0; keys && room && i < INDICATORS; i++) {
        for (size_t k = 0; k < cities; k++) {
            const double value = 100 * draw();
            memcpy(&keys[k], &value, sizeof value);
        }
        const double start = now();
        radix_sort(keys, room, cities);
        seconds += now() - start;
    }
    free(keys);
    free(room);
    return seconds;
}

static hm_code measure(step *steps, int count, int runs, const hm_dataset *data, size_t cities,
                       size_t jobs, hm_error *error) {
    static double sorts[MOST_RUNS];
    hm_code code = HM_OK;
    for (int i = 0; code == HM_OK && i < runs; i++) {
        code = run_once(steps, count, i, data, jobs, error);
        sorts[i] = time_sorts(cities);
    }
    for (int i = 0; code == HM_OK && i < count; i++) {
        hm_timing timing = HM_TIMING_INIT;
        counted memory = {0};
        code = score(&steps[i], data, 1, &memory, &timing, error);
        steps[i].memory = memory.most;
    }
    if (code != HM_OK)
        return code;
    const double evaluating = least(steps[0].seconds, runs), sorting = least(sorts, runs);
    print_row("evaluating", evaluating, 1, (double)steps[0].memory);
    print_row("a bare radix sort", sorting, sorting / evaluating, 0);
    for (int i = 1; i < count; i++) {
        const double seconds = least(steps[i].seconds, runs);
        print_row(steps[i].policy, seconds, seconds / evaluating,
                  (double)steps[i].memory - (double)steps[0].memory);
    }
    return HM_OK;
}

int main(int count, char **arguments) {
    static step steps[MOST_STEPS];
    const int given = count - 5;
    if (given < 1 || given >= MOST_STEPS || atoi(arguments[3]) > MOST_RUNS)
        return fprintf(stderr, "steps CITIES MISSING RUNS JOBS STEP...\n"), 2;
    const size_t cities = (size_t)atol(arguments[1]);
    hm_dataset *data = NULL;
    hm_error error;
    hm_code code = make_data(&data, cities, atof(arguments[2]) / 10000, &error);
    steps[0].policy = "";
    for (int i = 0; code == HM_OK && i <= given; i++) {
        steps[i].policy = i == 0 ? "" : arguments[4 + i];
        code = make_package(&steps[i].package, steps[i].policy, &error);
    }
    if (code == HM_OK)
        code = measure(steps, given + 1, atoi(arguments[3]), data, cities,
                       (size_t)atoi(arguments[4]), &error);
    for (int i = 0; i <= given; i++)
        hm_package_free(steps[i].package);
    hm_dataset_free(data);
    return code == HM_OK ? 0 : fail(&error);
}
