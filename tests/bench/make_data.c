/* make_data.c: figures of invented cities as CSV or JSON, the same for the same seed.
 *
 *     make_data PLAN FORM CITIES PERIODS SEED MISSING [words] > FILE
 *
 * FORM is wide or long (CSV), ndjson (an observation a line), objects (NDJSON, too, but all of a
 * city's figures in one line), or array (JSON, of observations).
 * PLAN has a line an input: its name, its kind and the number of the input that is its whole (-1:
 * none; always an earlier line). MISSING is the share of figures left out: empty cells in a wide
 * file, null in an object of many figures, absent rows elsewhere. Parts are at most their wholes,
 * wholes at least 1. Flags are 1 and 0, or yes and no with `words` (CSV alone). */
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

/* The figures of one city, as they stand in the file. */
typedef struct row {
    const plan *plan;
    long city, period;
    const double *figures;
    const int *there;
    int words, first; /* first: nothing stands in the file yet */
} row;

static void print(const row *r, size_t i) {
    if (r->words && strcmp(r->plan->inputs[i].kind, "flag") == 0)
        fputs(r->figures[i] > 0 ? "yes" : "no", stdout);
    else
        printf("%.10g", r->figures[i]);
}

static void head_wide(const plan *p) {
    fputs("city,period", stdout);
    for (size_t i = 0; i < p->count; i++)
        printf(",%s", p->inputs[i].name);
    putchar('\n');
}

static void row_wide(const row *r) {
    printf("City %06ld,%ld", r->city, r->period);
    for (size_t i = 0; i < r->plan->count; i++) {
        putchar(',');
        if (r->there[i])
            print(r, i);
    }
    putchar('\n');
}

static void head_long(const plan *p) {
    (void)p;
    puts("city,period,input,value");
}

static void row_long(const row *r) {
    for (size_t i = 0; i < r->plan->count; i++) {
        if (!r->there[i])
            continue;
        printf("City %06ld,%ld,%s,", r->city, r->period, r->plan->inputs[i].name);
        print(r, i);
        putchar('\n');
    }
}

static void object_of(const row *r, size_t i) {
    printf("{\"city\":\"City %06ld\",\"period\":\"%ld\",\"input\":\"%s\",\"value\":", r->city,
           r->period, r->plan->inputs[i].name);
    print(r, i);
    putchar('}');
}

static void row_ndjson(const row *r) {
    for (size_t i = 0; i < r->plan->count; i++) {
        if (!r->there[i])
            continue;
        object_of(r, i);
        putchar('\n');
    }
}

static void row_objects(const row *r) {
    printf("{\"city\":\"City %06ld\",\"period\":\"%ld\"", r->city, r->period);
    for (size_t i = 0; i < r->plan->count; i++) {
        printf(",\"%s\":", r->plan->inputs[i].name);
        if (r->there[i])
            print(r, i);
        else
            fputs("null", stdout);
    }
    puts("}");
}

static void row_array(const row *r) {
    const char *before = r->first ? "[" : ",\n";
    for (size_t i = 0; i < r->plan->count; i++) {
        if (!r->there[i])
            continue;
        fputs(before, stdout);
        object_of(r, i);
        before = ",\n";
    }
}

static void foot_array(void) {
    puts("]");
}

typedef struct form {
    const char *name;
    void (*head)(const plan *);
    void (*row)(const row *);
    void (*foot)(void);
} form;

static const form forms[] = {
    {"wide", head_wide, row_wide, NULL},    {"long", head_long, row_long, NULL},
    {"ndjson", NULL, row_ndjson, NULL},     {"objects", NULL, row_objects, NULL},
    {"array", NULL, row_array, foot_array},
};

static const form *find_form(const char *name) {
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, name) == 0)
            return &forms[i];
    return NULL;
}

int main(int count, char **arguments) {
    static plan p;
    static double drawn[MOST_INPUTS];
    static int there[MOST_INPUTS];
    const form *as = count < 7 ? NULL : find_form(arguments[2]);
    if (!as || !read_plan(arguments[1], &p))
        return fprintf(stderr, "make_data PLAN FORM CITIES PERIODS SEED MISSING [words]\n"), 2;
    const long cities = atol(arguments[3]), periods = atol(arguments[4]);
    uint64_t state = (uint64_t)atoll(arguments[5]);
    const double missing = atof(arguments[6]);
    const int words = count > 7 && strcmp(arguments[7], "words") == 0;
    if (as->head)
        as->head(&p);
    for (long number = 0; number < cities * periods; number++) {
        for (size_t i = 0; i < p.count; i++) {
            drawn[i] = draw(&p.inputs[i], drawn, &state);
            there[i] = unit(&state) >= missing;
        }
        as->row(&(row){&p, number / periods, 2025 - number % periods, drawn, there, words,
                       number == 0});
    }
    if (as->foot)
        as->foot();
    return ferror(stdout) != 0;
}
