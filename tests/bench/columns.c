/* columns.c: what a figure takes to get into a data set: by hm_dataset_put, by columns of numbers
 * (all there, or with gaps), and memcpy of the same columns, which is the limit. Prints nanoseconds
 * a figure and the ratio to hm_dataset_put, the least of RUNS runs each:
 *
 *     columns UNITS INPUTS RUNS */
#define _POSIX_C_SOURCE 200809L
#include <hundredmark/hundredmark.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct figures {
    size_t units, inputs;
    const char **cities, **periods;
    char *names;       /* NAME_SIZE a unit */
    double *values;    /* of one column; each input gets the same */
    char *texts;       /* the same as texts, NAME_SIZE each */
    uint8_t *validity; /* nine in ten */
} figures;

enum { NAME_SIZE = 32 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void *take(size_t count, size_t size) {
    void *taken = calloc(count, size);
    if (!taken) {
        fprintf(stderr, "columns: out of memory\n");
        exit(1);
    }
    return taken;
}

static void make(figures *f) {
    f->cities = take(f->units, sizeof *f->cities);
    f->periods = take(f->units, sizeof *f->periods);
    f->names = take(f->units, NAME_SIZE);
    f->values = take(f->units, sizeof *f->values);
    f->texts = take(f->units, NAME_SIZE);
    f->validity = take(f->units / 8 + 1, 1);
    for (size_t i = 0; i < f->units; i++) {
        (void)snprintf(f->names + i * NAME_SIZE, NAME_SIZE, "City %zu", i);
        f->cities[i] = f->names + i * NAME_SIZE;
        f->periods[i] = "2025";
        f->values[i] = (double)(i * 7919 % 100000) / 8;
        (void)snprintf(f->texts + i * NAME_SIZE, NAME_SIZE, "%.3f", f->values[i]);
        if (i % 10 != 3)
            f->validity[i / 8] |= (uint8_t)(1 << i % 8);
    }
}

/* Fills the data set with column `input`; returns HM_OK when all is fine. */
typedef hm_code fills(hm_dataset *dataset, const figures *f, const char *input, hm_error *error);

static hm_code fill_each(hm_dataset *dataset, const figures *f, const char *input,
                         hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; i < f->units && code == HM_OK; i++)
        code = hm_dataset_put(dataset, f->cities[i], f->periods[i], input, f->texts + i * NAME_SIZE,
                              error);
    return code;
}

static hm_code fill_all(hm_dataset *dataset, const figures *f, const char *input, hm_error *error) {
    return hm_dataset_put_numbers(dataset, input, f->units, f->values, NULL, error);
}

static hm_code fill_gaps(hm_dataset *dataset, const figures *f, const char *input,
                         hm_error *error) {
    return hm_dataset_put_numbers(dataset, input, f->units, f->values, f->validity, error);
}

/* Seconds of all columns, finished; the units are named before. */
static double run_once(const figures *f, fills *fill) {
    hm_error error;
    hm_dataset *dataset = NULL;
    hm_code code = hm_dataset_new(&dataset, NULL, &error);
    if (code == HM_OK)
        code = hm_dataset_put_units(dataset, f->units, f->cities, f->periods, &error);
    const double start = now();
    for (size_t i = 0; i < f->inputs && code == HM_OK; i++) {
        char input[NAME_SIZE];
        (void)snprintf(input, sizeof input, "input_%zu", i);
        code = fill(dataset, f, input, &error);
    }
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, &error);
    const double seconds = now() - start;
    if (code != HM_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    hm_dataset_free(dataset);
    return seconds;
}

static double copy_once(const figures *f) {
    double **columns = take(f->inputs, sizeof *columns);
    const double start = now();
    for (size_t i = 0; i < f->inputs; i++) {
        columns[i] = take(f->units, sizeof **columns);
        memcpy(columns[i], f->values, f->units * sizeof **columns);
    }
    const double seconds = now() - start;
    for (size_t i = 0; i < f->inputs; i++)
        free(columns[i]);
    free(columns);
    return seconds;
}

static double least(const figures *f, fills *fill, int runs) {
    double best = 1e9;
    while (runs-- > 0) {
        const double seconds = fill ? run_once(f, fill) : copy_once(f);
        best = seconds < best ? seconds : best;
    }
    return best * 1e9 / (double)f->units / (double)f->inputs;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: columns UNITS INPUTS RUNS\n");
        return 2;
    }
    figures f = {.units = strtoull(argv[1], NULL, 10), .inputs = strtoull(argv[2], NULL, 10)};
    const int runs = atoi(argv[3]);
    static const struct {
        const char *name;
        fills *fill;
    } ways[] = {{"hm_dataset_put", fill_each},
                {"hm_dataset_put_numbers", fill_all},
                {"the same with gaps", fill_gaps},
                {"memcpy", NULL}};
    make(&f);
    double first = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const double each = least(&f, ways[i].fill, runs);
        first = i == 0 ? each : first;
        printf("| %s | %.2f | %.1f |\n", ways[i].name, each, first / each);
    }
    free(f.cities);
    free(f.periods);
    free(f.names);
    free(f.values);
    free(f.texts);
    free(f.validity);
    return 0;
}
