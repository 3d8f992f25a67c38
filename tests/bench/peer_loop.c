/* peer_loop.c: the same work as hm_score, written by hand for this package and nothing else: plain
 * loops over columns with a state byte a cell. The limit the engine is measured against.
 *
 *     peer_loop time|sums FILE RUNS
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 1024, NOT_REPORTED = 3, INSUFFICIENT = 6, MOST = 64 };

typedef struct column {
    double *values;
    uint8_t *states, *flags;
    double *coverage;
    uint32_t *ranks;
} column;

typedef struct node {
    const char *code;
    void (*measure)(const column *in, size_t n, double *value, uint8_t *state);
    size_t child_count;
    size_t children[MOST];
    size_t pair_count;
    size_t pairs[8][2];
} node;

static inline uint8_t graver(uint8_t a, uint8_t b) {
    return a > b ? a : b;
}

static inline int is_finite(double x) {
    return fabs(x) <= 1.7976931348623157e308;
}

#define percent(a, b) (100.0 * (a) / (b))
#define ge(a, b)      ((a) >= (b) ? 1.0 : 0.0)
#define gt(a, b)      ((a) > (b) ? 1.0 : 0.0)
#define least(a, b)   ((a) < (b) ? (a) : (b))

#include "measures.h"

enum { NODES = sizeof nodes / sizeof *nodes, INPUTS = sizeof inputs / sizeof *inputs };

static column in[INPUTS], out[NODES];
static size_t units;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void score_indicator(const node *n, column *to, const column *from, size_t first,
                            size_t count) {
    double *values = to->values + first;
    uint8_t *states = to->states + first, *flags = to->flags + first;
    memset(flags, 0, count);
    if (!n->measure) {
        memset(values, 0, count * sizeof *values);
        memset(states, NOT_REPORTED, count);
    } else {
        n->measure(from, count, values, states);
    }
    for (size_t i = 0; i < count; i++) {
        flags[i] |= values[i] > 100 ? 1 : 0;
        flags[i] |= values[i] < 0 ? 2 : 0;
        values[i] = values[i] > 100 ? 100 : values[i] < 0 ? 0 : values[i];
        to->coverage[first + i] = states[i] == 0;
    }
    for (size_t k = 0; k < n->pair_count; k++) {
        const column *part = &from[n->pairs[k][0]], *whole = &from[n->pairs[k][1]];
        for (size_t i = 0; i < count; i++)
            flags[i] |=
                (part->states[i] | whole->states[i]) == 0 && part->values[i] > whole->values[i] ? 4
                                                                                                : 0;
    }
}

static void score_group(const node *n, column *to, size_t first, size_t count) {
    double sum[BLOCK] = {0}, scored[BLOCK] = {0}, applicable[BLOCK] = {0}, covered[BLOCK] = {0};
    for (size_t k = 0; k < n->child_count; k++) {
        const column *child = &out[n->children[k]];
        for (size_t i = 0; i < count; i++) {
            const uint8_t state = child->states[first + i];
            const double there = state == 0, counts = state != 1 && state != 2;
            sum[i] += there * child->values[first + i];
            scored[i] += there;
            applicable[i] += counts;
            covered[i] += counts * child->coverage[first + i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        const double coverage = applicable[i] > 0 ? covered[i] / applicable[i] : 0;
        const int enough = scored[i] > 0 && coverage + 1e-9 >= 0.5;
        to->coverage[first + i] = coverage;
        to->states[first + i] = applicable[i] == 0 ? 2 : enough ? 0 : INSUFFICIENT;
        to->values[first + i] = enough ? sum[i] / scored[i] : 0;
    }
}

static void score_block(size_t first, size_t count) {
    column from[INPUTS];
    for (size_t i = 0; i < INPUTS; i++)
        from[i] = (column){.values = in[i].values + first, .states = in[i].states + first};
    for (size_t i = NODES; i-- > 0;)
        if (nodes[i].child_count == 0)
            score_indicator(&nodes[i], &out[i], from, first, count);
        else
            score_group(&nodes[i], &out[i], first, count);
}

typedef struct item {
    uint64_t key;
    uint32_t unit;
} item;

/* Scores are 0 to 100: the greater the bits, the greater the number. */
static void rank(column *to, item *items, item *room) {
    static uint32_t counts[6][2048];
    size_t count = 0;
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < units; i++) {
        uint64_t bits;
        memcpy(&bits, &to->values[i], sizeof bits);
        to->ranks[i] = 0;
        items[count] = (item){~bits, (uint32_t)i};
        count += to->states[i] == 0;
    }
    for (size_t i = 0; i < count; i++)
        for (int d = 0; d < 6; d++)
            counts[d][items[i].key >> 11 * d & 2047]++;
    for (int d = 0; d < 6; d++) {
        uint32_t sum = 0;
        for (size_t k = 0; k < 2048; k++) {
            const uint32_t c = counts[d][k];
            counts[d][k] = sum;
            sum += c;
        }
        for (size_t i = 0; i < count; i++)
            room[counts[d][items[i].key >> 11 * d & 2047]++] = items[i];
        item *sorted = room;
        room = items;
        items = sorted;
    }
    double best = 0;
    for (size_t i = 0, first = 0; i < count; i++) {
        const double score = to->values[items[i].unit];
        if (i == 0 || best - score > 1e-9 * best) {
            first = i;
            best = score;
        }
        to->ranks[items[i].unit] = (uint32_t)first + 1;
    }
}

static void open_columns(column *columns, size_t count) {
    for (size_t i = 0; i < count; i++)
        columns[i] = (column){calloc(units, sizeof(double)), calloc(units, 1), calloc(units, 1),
                              calloc(units, sizeof(double)), calloc(units, sizeof(uint32_t))};
}

static void close_columns(column *columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(columns[i].values);
        free(columns[i].states);
        free(columns[i].flags);
        free(columns[i].coverage);
        free(columns[i].ranks);
    }
}

/* `fresh`: room for the results is taken anew, as in every run of the engine. */
static double run(int with_ranks, int fresh) {
    const double start = now();
    if (fresh)
        open_columns(out, NODES);
    for (size_t first = 0; first < units; first += BLOCK)
        score_block(first, units - first < BLOCK ? units - first : BLOCK);
    item *items = malloc(units * sizeof *items), *room = malloc(units * sizeof *room);
    for (size_t i = 0; with_ranks && i < NODES; i++)
        rank(&out[i], items, room);
    free(items);
    free(room);
    return now() - start;
}

/* --- reading, not timed --- */

static int find(const char *name) {
    for (int i = 0; i < INPUTS; i++)
        if (strcmp(inputs[i], name) == 0)
            return i;
    return -1;
}

static int read_file(const char *path) {
    static char line[1 << 16];
    int order[INPUTS + 2];
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file))
        units++;
    units--;
    rewind(file);
    open_columns(in, INPUTS);
    for (size_t row = 0; fgets(line, sizeof line, file); row++) {
        int field = 0;
        for (char *at = line, *end; at; at = end ? end + 1 : NULL, field++) {
            end = strpbrk(at, ",\n");
            if (end && *end == '\n')
                *end = '\0', end = NULL;
            if (end)
                *end = '\0';
            if (row == 0)
                order[field] = find(at);
            else if (order[field] >= 0 && *at)
                in[order[field]].values[row - 1] = strtod(at, NULL);
            else if (order[field] >= 0)
                in[order[field]].states[row - 1] = NOT_REPORTED;
        }
    }
    fclose(file);
    return 1;
}

int main(int count, char **arguments) {
    if (count < 3 || !read_file(arguments[2]))
        return fprintf(stderr, "peer_loop time|sums FILE RUNS\n"), 2;
    const int sums = strcmp(arguments[1], "sums") == 0;
    for (int i = 0; i < (sums || count < 4 ? 1 : atoi(arguments[3])); i++) {
        for (int with_ranks = sums; with_ranks <= 1; with_ranks++) {
            close_columns(out, NODES);
            const double fresh = run(with_ranks, 1);
            if (!sums)
                printf("%s %.9f\n%s %.9f\n", with_ranks ? "loop-rank" : "loop", fresh,
                       with_ranks ? "loop-rank-kept" : "loop-kept", run(with_ranks, 0));
        }
    }
    for (size_t k = 0; sums && k < NODES; k++) {
        double scores = 0, coverage = 0;
        uint64_t scored = 0, ranks = 0;
        for (size_t i = 0; i < units; i++) {
            scored += out[k].states[i] == 0;
            scores += out[k].values[i];
            coverage += out[k].coverage[i];
            ranks += out[k].ranks[i];
        }
        printf("%s %" PRIu64 " %.12g %.12g %" PRIu64 "\n", nodes[k].code, scored, scores, coverage,
               ranks);
    }
    return 0;
}
