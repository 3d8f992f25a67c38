/* make_data.c: figures of invented cities as CSV, the same for the same seed.
 *
 *     make_data PLAN wide|long CITIES PERIODS SEED MISSING [words] > FILE
 *
 * PLAN has a line an input: its name, its kind and the number of the input that is its whole (-1:
 * none; always an earlier line). MISSING is the share of figures left out: empty cells in a wide
 * file, absent rows in a long one. Parts are at most their wholes, wholes at least 1. Flags are
 * 1 and 0, or yes and no with `words`. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_INPUTS = 512 };

typedef struct input {
    char name[128], kind[16];
    int whole;
} input;

typedef struct plan {
    input inputs[MOST_INPUTS];
    size_t count;
} plan;

/* Steele, Lea, Flood: SplitMix64. */
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static double unit(uint64_t *state) {
    return (double)(next(state) >> 11) * 0x1p-53;
}

static int read_plan(const char *path, plan *out) {
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    input *next_input = out->inputs;
    while (out->count < MOST_INPUTS && fscanf(file, "%127s %15s %d", next_input->name,
                                              next_input->kind, &next_input->whole) == 3) {
        out->count++;
        next_input++;
    }
    fclose(file);
    return out->count > 0;
}

/* A figure below its whole, or from 1 to some hundred thousands with as many small ones as large.
 */
static double draw(const input *in, const double *drawn, uint64_t *state) {
    const double u = unit(state);
    if (strcmp(in->kind, "flag") == 0)
        return u < 0.6;
    if (strcmp(in->kind, "grade") == 0)
        return floor(u * 1000) / 1000;
    if (strncmp(in->name, "application_cases_", 18) == 0 ||
        strcmp(in->name, "media_portals_accessible") == 0)
        return floor(u * 4);
    const double most = in->whole >= 0 ? drawn[in->whole] : exp(u * 12.5);
    const double figure = in->whole >= 0 ? u * most : most;
    const int amount = strcmp(in->kind, "amount") == 0;
    return amount ? floor(figure * 100) / 100 : in->whole >= 0 ? floor(figure) : ceil(figure);
}

static void print(const input *in, double figure, int words) {
    if (strcmp(in->kind, "flag") == 0 && words)
        fputs(figure > 0 ? "yes" : "no", stdout);
    else
        printf("%.10g", figure);
}

int main(int count, char **arguments) {
    static plan p;
    static double drawn[MOST_INPUTS];
    if (count < 7 || !read_plan(arguments[1], &p))
        return fprintf(stderr, "make_data PLAN wide|long CITIES PERIODS SEED MISSING [words]\n"), 2;
    const int wide = strcmp(arguments[2], "wide") == 0;
    const long cities = atol(arguments[3]), periods = atol(arguments[4]);
    uint64_t state = (uint64_t)atoll(arguments[5]);
    const double missing = atof(arguments[6]);
    const int words = count > 7 && strcmp(arguments[7], "words") == 0;
    fputs(wide ? "city,period" : "city,period,input,value", stdout);
    for (size_t i = 0; wide && i < p.count; i++)
        printf(",%s", p.inputs[i].name);
    putchar('\n');
    for (long row = 0; row < cities * periods; row++) {
        const long city = row / periods, period = 2025 - row % periods;
        if (wide)
            printf("City %06ld,%ld", city, period);
        for (size_t i = 0; i < p.count; i++) {
            drawn[i] = draw(&p.inputs[i], drawn, &state);
            const int there = unit(&state) >= missing;
            if (wide)
                putchar(',');
            else if (there)
                printf("City %06ld,%ld,%s,", city, period, p.inputs[i].name);
            if (there)
                print(&p.inputs[i], drawn[i], words);
            if (!wide && there)
                putchar('\n');
        }
        if (wide)
            putchar('\n');
    }
    return ferror(stdout) != 0;
}
