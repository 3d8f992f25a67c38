#include "methods/weightings.h"

#include <math.h>
#include <string.h>

#include "methods/matrix.h"
#include "methods/sample.h"

/* What comes of weighing; the weights themselves need not add up to 1 yet. */
typedef struct weighted {
    hm_unfit fault;
    size_t column; /* the child at fault; 0: none alone */
    size_t negative;
    double explained;
} weighted;

typedef weighted weigher(const double *cells, size_t rows, size_t columns, double *weights,
                         const hm_allocator *allocator);

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
static weighted with_correlations(const double *cells, size_t rows, size_t columns, double *weights,
                                  const hm_allocator *allocator,
                                  weighted (*method)(workspace *w, size_t columns,
                                                     double *weights)) {
    workspace w;
    weighted result = {0};
    if (!workspace_open(&w, columns, allocator))
        result.fault = HM_UNFIT_NO_MEMORY;
    else if (hm_correlate(cells, rows, columns, w.means, w.deviations, w.correlations,
                          &result.column))
        result = method(&w, columns, weights);
    else
        result.fault = HM_UNFIT_ALIKE;
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

/* --- pca --- */

/* The first eigenvector of the correlations: the shares of the children in the direction in which
 * cities differ most. */
static weighted pca_of(workspace *w, size_t columns, double *weights) {
    weighted result = {0};
    memcpy(w->square, w->correlations, columns * columns * sizeof *w->square);
    hm_symmetric_eigen(w->square, columns, w->room, w->another);
    memcpy(weights, w->another, columns * sizeof *weights);
    double sum = 0;
    for (size_t i = 0; i < columns; i++)
        sum += weights[i];
    if (!(fabs(sum) > 1e-9))
        return (weighted){.fault = HM_UNFIT_NO_SIGN};
    result.explained = w->room[0] / (double)columns;
    result.negative = drop_negative(weights, columns);
    return result;
}

static weighted pca(const double *cells, size_t rows, size_t columns, double *weights,
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

static weighted equal_influence_of(workspace *w, size_t columns, double *weights) {
    weighted result = {0};
    const weighted dependent = {.fault = HM_UNFIT_DEPENDENT};
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

static weighted equal_influence(const double *cells, size_t rows, size_t columns, double *weights,
                                const hm_allocator *allocator) {
    return with_correlations(cells, rows, columns, weights, allocator, equal_influence_of);
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

static weighted entropy(const double *cells, size_t rows, size_t columns, double *weights,
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
            return (weighted){.fault = HM_UNFIT_NEGATIVE, .column = k};
        if (hm_sample_is_alike(low, high))
            return (weighted){.fault = HM_UNFIT_ALIKE, .column = k};
        weights[k] = divergence(cells + k, rows, columns, sum);
    }
    return (weighted){0};
}

/* --- critic --- */

/* Diakoulaki, Mavrotas and Papayannakis, "Determining objective weights in multiple criteria
 * problems: the CRITIC method" (1995): deviation times the sum of 1 - r with all others. */
static weighted critic_of(workspace *w, size_t columns, double *weights) {
    for (size_t i = 0; i < columns; i++) {
        double conflict = columns == 1;
        for (size_t k = 0; k < columns; k++)
            conflict += k == i ? 0 : 1 - w->correlations[i * columns + k];
        weights[i] = w->deviations[i] * conflict;
    }
    return (weighted){0};
}

static weighted critic(const double *cells, size_t rows, size_t columns, double *weights,
                       const hm_allocator *allocator) {
    return with_correlations(cells, rows, columns, weights, allocator, critic_of);
}

/* --- inverse deviation --- */

/* A point more is worth the less, the more cities differ in it anyway: all children have the same
 * deviation once they are weighed. */
static weighted inverse_sd_of(workspace *w, size_t columns, double *weights) {
    for (size_t i = 0; i < columns; i++)
        weights[i] = 1 / w->deviations[i];
    return (weighted){0};
}

static weighted inverse_sd(const double *cells, size_t rows, size_t columns, double *weights,
                           const hm_allocator *allocator) {
    return with_correlations(cells, rows, columns, weights, allocator, inverse_sd_of);
}

/* --- learning --- */

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

/* Children that are there, in `cells`, which has no gaps. */
static weighted weigh(weigher *by, size_t least, const double *cells, size_t rows, size_t columns,
                      double *weights, const hm_allocator *allocator) {
    weighted result = {.fault = HM_UNFIT_FEW, .column = columns};
    if (rows >= least)
        result = by(cells, rows, columns, weights, allocator);
    if (result.fault == HM_UNFIT_NONE && !share_out(weights, columns))
        result.fault = HM_UNFIT_DEPENDENT;
    if (result.fault != HM_UNFIT_ALIKE && result.fault != HM_UNFIT_NEGATIVE)
        result.column = columns;
    for (size_t i = 0; result.fault != HM_UNFIT_NONE && i < columns; i++)
        weights[i] = 1 / (double)columns;
    return result;
}

/* The children that the first row has. */
static size_t find_present(const hm_joint_sample *sample, size_t *present) {
    size_t count = 0;
    for (size_t k = 0; k < sample->columns; k++)
        if (!isnan(sample->cells[k]))
            present[count++] = k;
    return count;
}

/* The cells of all rows that have these and no others. */
static size_t take_present(const hm_joint_sample *sample, const size_t *present, size_t count,
                           double *cells) {
    size_t rows = 0;
    for (size_t i = 0; i < sample->rows; i++) {
        const double *row = sample->cells + i * sample->columns;
        size_t there = 0, wanted = 0;
        for (size_t k = 0; k < sample->columns; k++)
            there += isnan(row[k]) ? 0 : 1;
        for (size_t k = 0; k < count; k++) {
            cells[rows * count + k] = row[present[k]];
            wanted += isnan(row[present[k]]) ? 0 : 1;
        }
        rows += there == count && wanted == count ? 1 : 0;
    }
    return rows;
}

static void put_model(const hm_joint_sample *sample, const size_t *present, size_t count,
                      const double *weights, const weighted *result, double *model) {
    double *facts = model + sample->columns;
    memset(model, 0, sample->columns * sizeof *model);
    for (size_t k = 0; k < count; k++)
        model[present[k]] = weights[k];
    facts[HM_WEIGHTING_EXPLAINED] = result->explained;
    facts[HM_WEIGHTING_NEGATIVE] = (double)result->negative;
    facts[HM_WEIGHTING_COLUMN] =
        (double)(result->column < count ? present[result->column] : sample->columns);
}

static hm_unfit learn(weigher *by, size_t (*least)(size_t columns), const hm_joint_sample *sample,
                      double *model, const hm_allocator *allocator) {
    const size_t columns = sample->columns;
    size_t *present = hm_allocate_array(allocator, columns, sizeof *present);
    double *weights = hm_allocate_array(allocator, columns, sizeof *weights);
    double *cells = hm_allocate_array(allocator, sample->rows * columns, sizeof *cells);
    weighted result = {.fault = HM_UNFIT_NO_MEMORY};
    if (present && weights && cells) {
        const size_t count = find_present(sample, present);
        const size_t rows = take_present(sample, present, count, cells);
        result = weigh(by, least(count), cells, rows, count, weights, allocator);
        put_model(sample, present, count, weights, &result, model);
    }
    hm_release(allocator, cells, sample->rows * columns * sizeof *cells);
    hm_release(allocator, weights, columns * sizeof *weights);
    hm_release(allocator, present, columns * sizeof *present);
    return result.fault;
}

static size_t model_size(size_t columns) {
    return columns + HM_WEIGHTING_FACTS;
}

static size_t three(size_t columns) {
    (void)columns;
    return 3;
}

static size_t more_than_columns(size_t columns) {
    return columns > 2 ? columns + 1 : 3;
}

/* --- the list --- */

#define WEIGHTING(name, least_rows)                                                                \
    static hm_unfit name##_learn(const hm_joint_sample *sample, double *model,                     \
                                 const hm_allocator *allocator) {                                  \
        return learn(name, least_rows, sample, model, allocator);                                  \
    }                                                                                              \
    static const hm_joint_method name##_joint = {                                                  \
        .least = least_rows, .model_size = model_size, .learn = name##_learn};

WEIGHTING(pca, three)
WEIGHTING(equal_influence, more_than_columns)
WEIGHTING(entropy, three)
WEIGHTING(critic, three)
WEIGHTING(inverse_sd, three)

const hm_step_method hm_weightings[] = {
    {.kind = HM_STEP_WEIGH,
     .name = "pca",
     .about = "the first principal component of the children's correlations",
     .scope = HM_SCOPE_SAMPLE,
     .joint = &pca_joint},
    {.kind = HM_STEP_WEIGH,
     .name = "equal_influence",
     .about = "each child correlates with the group as much as any other",
     .scope = HM_SCOPE_SAMPLE,
     .joint = &equal_influence_joint},
    {.kind = HM_STEP_WEIGH,
     .name = "entropy",
     .about = "by how unequal the scores of a child are: 1 less their entropy",
     .scope = HM_SCOPE_SAMPLE,
     .joint = &entropy_joint},
    {.kind = HM_STEP_WEIGH,
     .name = "critic",
     .about = "by the deviation of a child and how little it correlates with the others",
     .scope = HM_SCOPE_SAMPLE,
     .joint = &critic_joint},
    {.kind = HM_STEP_WEIGH,
     .name = "inverse_sd",
     .about = "by 1 over the deviation of a child: all differ as much once they are weighed",
     .scope = HM_SCOPE_SAMPLE,
     .joint = &inverse_sd_joint},
};

const size_t hm_weighting_count = sizeof hm_weightings / sizeof *hm_weightings;
