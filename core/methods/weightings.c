#include "methods/weightings.h"

#include <math.h>
#include <string.h>

#include "methods/matrix.h"
#include "methods/sample.h"

const char *hm_weighting_fault_words(hm_weighting_fault fault) {
    static const char *const words[HM_WEIGHTING_FAULTS] = {
        [HM_WEIGHTING_FINE] = "",
        [HM_WEIGHTING_FEW] = "too few cities have a score in all of them",
        [HM_WEIGHTING_CONSTANT] = "a child has the same score everywhere",
        [HM_WEIGHTING_NEGATIVE] = "a score is below 0",
        [HM_WEIGHTING_DEPENDENT] = "the scores of a child follow from those of others",
        [HM_WEIGHTING_NO_MEMORY] = "memory has run out"};
    return words[fault];
}

/* --- what several methods need --- */

/* Of `columns` children: arrays of as many numbers, and of as many squared. */
typedef struct workspace {
    const hm_allocator *allocator;
    size_t size; /* of `memory`, in numbers */
    double *memory;
    double *means, *deviations, *room, *more_room;
    double *correlations, *square, *another;
    size_t columns;
    size_t *chosen; /* columns */
    bool *in;       /* of each column, whether it is one of those */
} workspace;

/* To be closed all the same when it fails. */
static bool workspace_open(workspace *w, size_t columns, const hm_allocator *allocator) {
    const size_t square = (columns + 1) * (columns + 1);
    *w = (workspace){.allocator = allocator, .columns = columns};
    w->size = 4 * (columns + 1) + 3 * square;
    w->memory = hm_allocate_array(allocator, w->size, sizeof *w->memory);
    w->chosen = hm_allocate_array(allocator, columns, sizeof *w->chosen);
    w->in = hm_allocate_array(allocator, columns, sizeof *w->in);
    if (!w->memory || !w->chosen || !w->in)
        return false;
    w->means = w->memory;
    w->deviations = w->means + columns + 1;
    w->room = w->deviations + columns + 1;
    w->more_room = w->room + columns + 1;
    w->correlations = w->more_room + columns + 1;
    w->square = w->correlations + square;
    w->another = w->square + square;
    return true;
}

static void workspace_close(workspace *w) {
    hm_release(w->allocator, w->memory, w->size * sizeof *w->memory);
    hm_release(w->allocator, w->chosen, w->columns * sizeof *w->chosen);
    hm_release(w->allocator, w->in, w->columns * sizeof *w->in);
}

/* Runs `method` with the correlations of the columns. */
static hm_weighted with_correlations(const double *cells, size_t rows, size_t columns,
                                     double *weights, const hm_allocator *allocator,
                                     hm_weighted (*method)(workspace *w, size_t columns,
                                                           double *weights)) {
    workspace w;
    hm_weighted result = {0};
    if (!workspace_open(&w, columns, allocator))
        result.fault = HM_WEIGHTING_NO_MEMORY;
    else if (hm_correlate(cells, rows, columns, w.means, w.deviations, w.correlations,
                          &result.column))
        result = method(&w, columns, weights);
    else
        result.fault = HM_WEIGHTING_CONSTANT;
    workspace_close(&w);
    return result;
}

static size_t drop_negative(double *weights, size_t count) {
    size_t negative = 0;
    for (size_t i = 0; i < count; i++)
        if (weights[i] < 0) {
            weights[i] = 0;
            negative++;
        }
    return negative;
}

static size_t need_three(size_t columns) {
    (void)columns;
    return 3;
}

/* --- pca --- */

/* The first eigenvector of the correlations: the shares of the children in the direction in which
 * cities differ most. */
static hm_weighted pca_of(workspace *w, size_t columns, double *weights) {
    hm_weighted result = {0};
    memcpy(w->square, w->correlations, columns * columns * sizeof *w->square);
    hm_symmetric_eigen(w->square, columns, w->room, w->another);
    memcpy(weights, w->another, columns * sizeof *weights);
    result.explained = w->room[0] / (double)columns;
    result.negative = drop_negative(weights, columns);
    return result;
}

static hm_weighted pca(const double *cells, size_t rows, size_t columns, double *weights,
                       const hm_allocator *allocator) {
    return with_correlations(cells, rows, columns, weights, allocator, pca_of);
}

/* --- equal influence --- */

/* With a = w times the deviations and C the correlations, the correlation of child j with the index
 * is (C a)_j, but for a factor that all have. All are alike where C a = 1, 1, ... Where that takes
 * negative weights, their shares s = C a / sum are brought as near to 1/m as weights of at least 0
 * can: the least of |C a - 1/m|^2 with the sum of C a = 1 and a >= 0. */

/* Of two columns of the correlations; of one alone its sum (`b` is `columns`). */
static double product_of(const workspace *w, size_t columns, size_t a, size_t b) {
    double sum = 0;
    for (size_t k = 0; k < columns; k++)
        sum +=
            w->correlations[k * columns + a] * (b < columns ? w->correlations[k * columns + b] : 1);
    return sum;
}

/* Of the a_i with `in` alone, the others being 0: the least squares under the condition on the sum,
 * by its equations with a multiplier. False where they have no one solution. */
static bool solve_some(workspace *w, size_t columns, double *a) {
    size_t count = 0;
    for (size_t i = 0; i < columns; i++)
        if (w->in[i])
            w->chosen[count++] = i;
    const size_t size = count + 1;
    for (size_t i = 0; i < count; i++) {
        const double sum = product_of(w, columns, w->chosen[i], columns);
        for (size_t j = 0; j < count; j++)
            w->square[i * size + j] = product_of(w, columns, w->chosen[i], w->chosen[j]);
        w->square[i * size + count] = w->square[count * size + i] = sum;
        w->room[i] = sum / (double)columns;
    }
    w->square[count * size + count] = 0;
    w->room[count] = 1;
    if (!hm_linear_solve(w->square, size, w->room))
        return false;
    memset(a, 0, columns * sizeof *a);
    for (size_t i = 0; i < count; i++)
        a[w->chosen[i]] = w->room[i];
    return true;
}

/* Goes from one point towards another as far as no number becomes negative. True when that is not
 * all the way: what stands at the border then is out. */
static bool step(workspace *w, size_t columns, const double *from, double *to) {
    double part = 1;
    size_t border = columns;
    for (size_t i = 0; i < columns; i++)
        if (w->in[i] && to[i] < 0 && (border == columns || from[i] / (from[i] - to[i]) < part)) {
            part = from[i] / (from[i] - to[i]);
            border = i;
        }
    for (size_t i = 0; i < columns; i++)
        to[i] = w->in[i] ? fmax(0, from[i] + part * (to[i] - from[i])) : 0;
    if (border == columns)
        return false;
    w->in[border] = false;
    to[border] = 0;
    return true;
}

/* How much the squares would fall if number `at` grew: -1/2 of their derivative, under the
 * condition on the sum. */
static double gain_of(const workspace *w, size_t columns, const double *a, size_t at) {
    const double *c = w->correlations;
    double gain = 0, along = 0, sum = 0;
    for (size_t k = 0; k < columns; k++) {
        double share = 0;
        for (size_t j = 0; j < columns; j++)
            share += c[k * columns + j] * a[j];
        gain += (1 / (double)columns - share) * c[k * columns + at];
        along += (1 / (double)columns - share) * share;
        sum += c[k * columns + at];
    }
    return gain - along * sum;
}

/* The child that is out and would help most; `columns` when none would. */
static size_t find_entry(const workspace *w, size_t columns, const double *a) {
    size_t best = columns;
    double most = 1e-12;
    for (size_t i = 0; i < columns; i++) {
        const double gain = w->in[i] ? 0 : gain_of(w, columns, a, i);
        if (gain > most) {
            most = gain;
            best = i;
        }
    }
    return best;
}

/* By the active set of Lawson and Hanson, "Solving Least Squares Problems" (1974), chapter 23: from
 * one child on, others enter and leave until none would help. */
static bool solve_bounded(workspace *w, size_t columns, double *a) {
    double *next = w->more_room;
    size_t first = 0;
    for (size_t i = 1; i < columns; i++)
        if (product_of(w, columns, i, columns) > product_of(w, columns, first, columns))
            first = i;
    memset(w->in, 0, columns * sizeof *w->in);
    w->in[first] = true;
    if (!solve_some(w, columns, a) || !(a[first] > 0))
        return false;
    for (size_t steps = 0; steps < 10 * columns; steps++) {
        const size_t entry = find_entry(w, columns, a);
        if (entry == columns)
            return true;
        w->in[entry] = true;
        for (bool inside = false; !inside;) {
            if (!solve_some(w, columns, next))
                return false;
            inside = !step(w, columns, a, next);
            memcpy(a, next, columns * sizeof *a);
        }
    }
    return false;
}

static hm_weighted equal_influence_of(workspace *w, size_t columns, double *weights) {
    hm_weighted result = {0};
    const hm_weighted dependent = {.fault = HM_WEIGHTING_DEPENDENT};
    memcpy(w->square, w->correlations, columns * columns * sizeof *w->square);
    if (!hm_cholesky(w->square, columns))
        return dependent;
    for (size_t i = 0; i < columns; i++)
        weights[i] = 1;
    hm_cholesky_solve(w->square, columns, weights);
    for (size_t i = 0; i < columns; i++)
        result.negative += weights[i] < 0;
    if (result.negative > 0 && !solve_bounded(w, columns, weights))
        return dependent;
    for (size_t i = 0; i < columns; i++)
        weights[i] /= w->deviations[i];
    return result;
}

static hm_weighted equal_influence(const double *cells, size_t rows, size_t columns,
                                   double *weights, const hm_allocator *allocator) {
    return with_correlations(cells, rows, columns, weights, allocator, equal_influence_of);
}

static size_t need_more_than_columns(size_t columns) {
    return columns + 1 < 3 ? 3 : columns + 1;
}

/* --- entropy --- */

/* 1 + sum of p ln p / ln n of one column, p being the shares of its sum: what its numbers tell more
 * than equal ones. */
static double divergence(const double *column, size_t rows, size_t step, double sum) {
    double entropy = 0;
    for (size_t i = 0; i < rows; i++) {
        const double p = column[i * step] / sum;
        entropy -= p > 0 ? p * log(p) : 0;
    }
    return fmax(0, 1 - entropy / log((double)rows));
}

static hm_weighted entropy(const double *cells, size_t rows, size_t columns, double *weights,
                           const hm_allocator *allocator) {
    (void)allocator;
    for (size_t k = 0; k < columns; k++) {
        double low = cells[k], high = cells[k], sum = 0;
        for (size_t i = 0; i < rows; i++) {
            low = fmin(low, cells[i * columns + k]);
            high = fmax(high, cells[i * columns + k]);
            sum += cells[i * columns + k];
        }
        if (low < 0)
            return (hm_weighted){.fault = HM_WEIGHTING_NEGATIVE, .column = k};
        if (hm_sample_is_alike(low, high))
            return (hm_weighted){.fault = HM_WEIGHTING_CONSTANT, .column = k};
        weights[k] = divergence(cells + k, rows, columns, sum);
    }
    return (hm_weighted){0};
}

/* --- critic --- */

/* Diakoulaki, Mavrotas and Papayannakis, "Determining objective weights in multiple criteria
 * problems: the CRITIC method" (1995): deviation times the sum of 1 - r with all others. */
static hm_weighted critic_of(workspace *w, size_t columns, double *weights) {
    for (size_t i = 0; i < columns; i++) {
        double conflict = columns == 1;
        for (size_t k = 0; k < columns; k++)
            conflict += k == i ? 0 : 1 - w->correlations[i * columns + k];
        weights[i] = w->deviations[i] * conflict;
    }
    return (hm_weighted){0};
}

static hm_weighted critic(const double *cells, size_t rows, size_t columns, double *weights,
                          const hm_allocator *allocator) {
    return with_correlations(cells, rows, columns, weights, allocator, critic_of);
}

/* --- the list --- */

const hm_weighting hm_weightings[] = {
    {.name = "pca",
     .about = "the first principal component of the children's correlations",
     .needs = need_three,
     .weigh = pca},
    {.name = "equal_influence",
     .about = "each child correlates with the group as much as any other",
     .needs = need_more_than_columns,
     .weigh = equal_influence},
    {.name = "entropy",
     .about = "by how unequal the scores of a child are: 1 less their entropy",
     .needs = need_three,
     .weigh = entropy},
    {.name = "critic",
     .about = "by the deviation of a child and how little it correlates with the others",
     .needs = need_three,
     .weigh = critic},
};

const size_t hm_weighting_count = sizeof hm_weightings / sizeof *hm_weightings;

size_t hm_weighting_find(const char *name) {
    size_t i = 0;
    while (i < hm_weighting_count && strcmp(hm_weightings[i].name, name) != 0)
        i++;
    return i;
}

/* Divided by their sum; false when there is none. */
static bool share_out(double *weights, size_t columns) {
    double most = 0, sum = 0;
    for (size_t i = 0; i < columns; i++)
        most = fmax(most, weights[i]);
    for (size_t i = 0; most > 0 && i < columns; i++)
        sum += weights[i] /= most;
    for (size_t i = 0; sum > 0 && i < columns; i++)
        weights[i] /= sum;
    return sum > 0;
}

hm_weighted hm_weigh(const hm_weighting *method, const double *cells, size_t rows, size_t columns,
                     double *weights, const hm_allocator *allocator) {
    hm_weighted result = {.fault = HM_WEIGHTING_FEW};
    if (rows >= method->needs(columns))
        result = method->weigh(cells, rows, columns, weights, allocator);
    if (result.fault == HM_WEIGHTING_FINE && !share_out(weights, columns))
        result.fault = HM_WEIGHTING_DEPENDENT;
    for (size_t i = 0; result.fault != HM_WEIGHTING_FINE && i < columns; i++)
        weights[i] = 1 / (double)columns;
    return result;
}
