/* impute_normal.c: gaps as a normal distribution leads one to expect them. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "methods/imputations.h"
#include "methods/matrix.h"
#include "methods/sample.h"
#include "methods/sort.h"

#define ENOUGH 1e-12
enum { MOST_ROUNDS = 10000 };

/* Columns that differ, in deviations from their means; gaps at 0 before the first round. */
typedef struct model {
    const hm_allocator *allocator;
    size_t rows, columns; /* of those that differ */
    size_t size;          /* of `memory`, in numbers */
    double *memory;
    double *cells, *means, *covariances;   /* what is assumed */
    double *sums, *products;               /* what is then expected */
    double *lower, *gains, *spread, *room; /* of one pattern of gaps */
    bool *gaps;
    size_t *have, *lack; /* the columns of one row */
    size_t have_count, lack_count;
    double shrinkage;
} model;

static bool model_open(model *m) {
    const size_t square = m->columns * m->columns, cells = m->rows * m->columns;
    m->size = cells + 5 * square + 3 * m->columns;
    m->memory = hm_allocate_array(m->allocator, m->size, sizeof *m->memory);
    m->gaps = hm_allocate_array(m->allocator, cells, sizeof *m->gaps);
    m->have = hm_allocate_array(m->allocator, m->columns, sizeof *m->have);
    m->lack = hm_allocate_array(m->allocator, m->columns, sizeof *m->lack);
    if (!m->memory || !m->gaps || !m->have || !m->lack)
        return false;
    m->cells = m->memory;
    m->covariances = m->cells + cells;
    m->products = m->covariances + square;
    m->lower = m->products + square;
    m->gains = m->lower + square;
    m->spread = m->gains + square;
    m->means = m->spread + square;
    m->sums = m->means + m->columns;
    m->room = m->sums + m->columns;
    return true;
}

static void model_close(model *m) {
    const size_t cells = m->rows * m->columns;
    hm_release(m->allocator, m->memory, m->size * sizeof *m->memory);
    hm_release(m->allocator, m->gaps, cells * sizeof *m->gaps);
    hm_release(m->allocator, m->have, m->columns * sizeof *m->have);
    hm_release(m->allocator, m->lack, m->columns * sizeof *m->lack);
}

/* --- shrinkage --- */

/* The correlation of two columns (of mean 0) and the variance of its estimate. */
static void add_pair(const model *m, size_t a, size_t b, double scale, double *squares,
                     double *variances) {
    const double n = (double)m->rows;
    double mean = 0, spread = 0;
    for (size_t i = 0; i < m->rows; i++)
        mean += m->cells[i * m->columns + a] * m->cells[i * m->columns + b] / scale / n;
    for (size_t i = 0; i < m->rows; i++) {
        const double distance =
            m->cells[i * m->columns + a] * m->cells[i * m->columns + b] / scale - mean;
        spread += distance * distance;
    }
    const double r = mean * n / (n - 1);
    *squares += r * r;
    *variances += spread * n / ((n - 1) * (n - 1) * (n - 1));
}

static double deviation_of(const model *m, size_t column) {
    double squares = 0;
    for (size_t i = 0; i < m->rows; i++)
        squares += m->cells[i * m->columns + column] * m->cells[i * m->columns + column];
    return sqrt(squares / (double)(m->rows - 1));
}

/* Schaefer and Strimmer, "A Shrinkage Approach to Large-Scale Covariance Matrix Estimation" (2005),
 * for correlations: the sum of their variances over the sum of their squares, within 0..1. */
static double shrinkage_of(const model *m) {
    double squares = 0, variances = 0;
    for (size_t a = 0; a < m->columns; a++)
        for (size_t b = 0; b < a; b++)
            add_pair(m, a, b, deviation_of(m, a) * deviation_of(m, b), &squares, &variances);
    return squares > 0 ? fmin(1, variances / squares) : m->columns > 1 ? 1 : 0;
}

/* --- rounds --- */

static bool same_gaps(const model *m, size_t a, size_t b) {
    return memcmp(m->gaps + a * m->columns, m->gaps + b * m->columns,
                  m->columns * sizeof *m->gaps) == 0;
}

/* Of a pattern of gaps: the Cholesky factor of the covariances of what is there, for each gap the
 * coefficients of what is there (a row of `gains`), and what spread is left (`spread`). */
static bool prepare(model *m, size_t row) {
    const size_t size = m->columns;
    m->have_count = m->lack_count = 0;
    for (size_t k = 0; k < size; k++)
        if (m->gaps[row * size + k])
            m->lack[m->lack_count++] = k;
        else
            m->have[m->have_count++] = k;
    for (size_t i = 0; i < m->have_count; i++)
        for (size_t k = 0; k <= i; k++)
            m->lower[i * m->have_count + k] = m->covariances[m->have[i] * size + m->have[k]];
    if (!hm_cholesky(m->lower, m->have_count))
        return false;
    for (size_t i = 0; i < m->lack_count; i++) {
        double *gains = m->gains + i * size;
        for (size_t k = 0; k < m->have_count; k++)
            gains[k] = m->covariances[m->lack[i] * size + m->have[k]];
        hm_cholesky_solve(m->lower, m->have_count, gains);
        for (size_t j = 0; j < m->lack_count; j++) {
            double left = m->covariances[m->lack[i] * size + m->lack[j]];
            for (size_t k = 0; k < m->have_count; k++)
                left -= gains[k] * m->covariances[m->lack[j] * size + m->have[k]];
            m->spread[i * size + j] = left;
        }
    }
    return true;
}

/* Fills the gaps of a row with what is expected. */
static void expect(model *m, size_t row) {
    double *cells = m->cells + row * m->columns;
    for (size_t i = 0; i < m->lack_count; i++) {
        double value = m->means[m->lack[i]];
        for (size_t k = 0; k < m->have_count; k++)
            value += m->gains[i * m->columns + k] * (cells[m->have[k]] - m->means[m->have[k]]);
        cells[m->lack[i]] = value;
    }
}

static void add_row(model *m, size_t row) {
    const double *cells = m->cells + row * m->columns;
    for (size_t a = 0; a < m->columns; a++) {
        m->sums[a] += cells[a];
        for (size_t b = 0; b < m->columns; b++)
            m->products[a * m->columns + b] += cells[a] * cells[b];
    }
    for (size_t i = 0; i < m->lack_count; i++)
        for (size_t j = 0; j < m->lack_count; j++)
            m->products[m->lack[i] * m->columns + m->lack[j]] += m->spread[i * m->columns + j];
}

/* Rows with the same gaps one after the other are prepared for once. */
static bool expect_all(model *m) {
    memset(m->sums, 0, m->columns * sizeof *m->sums);
    memset(m->products, 0, m->columns * m->columns * sizeof *m->products);
    for (size_t i = 0; i < m->rows; i++) {
        if ((i == 0 || !same_gaps(m, i, i - 1)) && !prepare(m, i))
            return false;
        expect(m, i);
        add_row(m, i);
    }
    return true;
}

/* Means and covariances from the sums; how much the greatest change is. */
static double maximise(model *m) {
    const double n = (double)m->rows;
    double change = 0;
    for (size_t a = 0; a < m->columns; a++) {
        const double mean = m->sums[a] / n;
        change = fmax(change, fabs(mean - m->means[a]));
        m->means[a] = mean;
    }
    for (size_t a = 0; a < m->columns; a++)
        for (size_t b = 0; b < m->columns; b++) {
            double *place = &m->covariances[a * m->columns + b];
            const double covariance =
                m->products[a * m->columns + b] / n - m->means[a] * m->means[b];
            const double shrunk = a == b ? covariance : (1 - m->shrinkage) * covariance;
            change = fmax(change, fabs(shrunk - *place));
            *place = shrunk;
        }
    return change;
}

/* Starts from the columns as they are, with gaps at their means. */
static hm_unfit come_to_rest(model *m) {
    double change = 1;
    m->shrinkage = shrinkage_of(m);
    for (size_t k = 0; k < m->columns; k++)
        m->covariances[k * m->columns + k] = 1;
    for (size_t rounds = 0; change > ENOUGH; rounds++) {
        if (rounds == MOST_ROUNDS)
            return HM_UNFIT_NO_END;
        if (!expect_all(m))
            return HM_UNFIT_DEPENDENT;
        change = maximise(m);
    }
    return HM_UNFIT_NONE;
}

/* --- what is learnt --- */

/* The numbers of a model: the shrinkage; of each column mean and deviation, 0 where it takes no
 * part; of those that do, means and covariances in deviations. */
static size_t normal_size(size_t columns) {
    return 1 + 3 * columns + columns * columns;
}

typedef struct learnt {
    double *shrinkage, *centres, *deviations, *means, *covariances;
} learnt;

static learnt learnt_in(double *numbers, size_t columns) {
    return (learnt){numbers, numbers + 1, numbers + 1 + columns, numbers + 1 + 2 * columns,
                    numbers + 1 + 3 * columns};
}

double hm_impute_shrinkage(const double *numbers) {
    return numbers[0];
}

/* Finds the columns that have two different values: how many. */
static size_t describe_columns(const hm_joint_sample *sample, const learnt *l, double *room) {
    size_t count = 0;
    for (size_t k = 0; k < sample->columns; k++) {
        size_t values = 0;
        for (size_t i = 0; i < sample->rows; i++)
            if (!isnan(sample->cells[i * sample->columns + k]))
                room[values++] = sample->cells[i * sample->columns + k];
        hm_sort(room, values, room + sample->rows);
        l->centres[k] = l->deviations[k] = 0;
        if (values < 2 || hm_sample_is_alike(room[0], room[values - 1]))
            continue;
        const hm_moments moments = hm_sample_moments(room, values);
        l->centres[k] = moments.mean;
        l->deviations[k] = moments.deviation;
        count++;
    }
    return count;
}

/* Row `to` of the model, in deviations of the columns that take part. */
static void standardise(model *m, size_t to, const double *row, size_t columns, const learnt *l) {
    size_t at = to * m->columns;
    for (size_t k = 0; k < columns; k++) {
        if (!(l->deviations[k] > 0))
            continue;
        m->gaps[at] = isnan(row[k]);
        m->cells[at] =
            m->gaps[at] ? 0 : row[k] / l->deviations[k] - l->centres[k] / l->deviations[k];
        at++;
    }
}

static hm_unfit learn_model(model *m, const hm_joint_sample *sample, const learnt *l) {
    for (size_t i = 0; i < sample->rows; i++)
        standardise(m, i, sample->cells + i * sample->columns, sample->columns, l);
    const hm_unfit fault = come_to_rest(m);
    *l->shrinkage = m->shrinkage;
    memcpy(l->means, m->means, m->columns * sizeof *l->means);
    memcpy(l->covariances, m->covariances, m->columns * m->columns * sizeof *l->covariances);
    return fault;
}

static hm_unfit normal_learn(const hm_joint_sample *sample, double *numbers,
                             const hm_allocator *allocator) {
    const learnt l = learnt_in(numbers, sample->columns);
    double *room = hm_allocate_array(allocator, 2 * sample->rows, sizeof *room);
    if (!room)
        return HM_UNFIT_NO_MEMORY;
    model m = {.allocator = allocator, .rows = sample->rows};
    m.columns = describe_columns(sample, &l, room);
    hm_release(allocator, room, 2 * sample->rows * sizeof *room);
    if (m.columns == 0)
        return HM_UNFIT_ALIKE;
    const hm_unfit fault = model_open(&m) ? learn_model(&m, sample, &l) : HM_UNFIT_NO_MEMORY;
    model_close(&m);
    return fault;
}

/* --- gaps --- */

static void fill_model(model *m, const hm_joint_row *row, size_t columns, const learnt *l,
                       double *filled) {
    memcpy(m->means, l->means, m->columns * sizeof *m->means);
    memcpy(m->covariances, l->covariances, m->columns * m->columns * sizeof *m->covariances);
    standardise(m, 0, row->cells, columns, l);
    const bool known = prepare(m, 0);
    if (known)
        expect(m, 0);
    for (size_t k = 0, at = 0; k < columns; k++) {
        const bool takes_part = l->deviations[k] > 0;
        if (isnan(row->cells[k]))
            filled[k] =
                takes_part && known ? l->centres[k] + l->deviations[k] * m->cells[at] : (double)NAN;
        else
            filled[k] = row->cells[k];
        at += takes_part ? 1 : 0;
    }
}

static bool normal_fill(const hm_joint_sample *sample, const double *numbers,
                        const hm_joint_row *row, double *filled, const hm_allocator *allocator) {
    const learnt l = learnt_in((double *)(uintptr_t)numbers, sample->columns);
    model m = {.allocator = allocator, .rows = 1};
    for (size_t k = 0; k < sample->columns; k++)
        m.columns += l.deviations[k] > 0 ? 1 : 0;
    const bool fine = model_open(&m);
    if (fine)
        fill_model(&m, row, sample->columns, &l, filled);
    model_close(&m);
    return fine;
}

/* L with L L' = spread, row by row; what has no spread left of its own has none. */
static void factorise(model *m) {
    const size_t size = m->columns;
    for (size_t i = 0; i < m->lack_count; i++)
        for (size_t k = 0; k <= i; k++) {
            double left = m->spread[i * size + k];
            for (size_t j = 0; j < k; j++)
                left -= m->spread[i * size + j] * m->spread[k * size + j];
            const double root = i == k ? sqrt(fmax(left, 0)) : m->spread[k * size + k];
            m->spread[i * size + k] = i == k ? root : root > ENOUGH ? left / root : 0;
        }
}

/* From the columns that take part to the gaps of the row. */
static void put_draws(const model *m, const double *cells, size_t columns, const learnt *l,
                      double *means, double *factor) {
    size_t gaps = 0, gap = 0, lack = 0, at = 0;
    for (size_t k = 0; k < columns; k++)
        gaps += isnan(cells[k]) ? 1 : 0;
    for (size_t k = 0; k < columns; k++) {
        const bool takes_part = l->deviations[k] > 0;
        if (isnan(cells[k])) {
            double *row = factor + gap * gaps;
            means[gap] = takes_part ? l->centres[k] + l->deviations[k] * m->cells[at] : (double)NAN;
            for (size_t j = 0; j < gaps; j++)
                row[j] = 0;
            for (size_t j = 0, other = 0, column = 0; takes_part && column <= k; column++) {
                const bool is_gap = isnan(cells[column]);
                if (is_gap && l->deviations[column] > 0)
                    row[other] = l->deviations[k] * m->spread[lack * m->columns + j++];
                other += is_gap ? 1 : 0;
            }
            gap++;
            lack += takes_part ? 1 : 0;
        }
        at += takes_part ? 1 : 0;
    }
}

bool hm_impute_draws(const double *numbers, size_t columns, const double *cells, double *means,
                     double *factor, const hm_allocator *allocator) {
    const learnt l = learnt_in((double *)(uintptr_t)numbers, columns);
    model m = {.allocator = allocator, .rows = 1};
    for (size_t k = 0; k < columns; k++)
        m.columns += l.deviations[k] > 0 ? 1 : 0;
    const bool fine = model_open(&m);
    if (fine) {
        memcpy(m.means, l.means, m.columns * sizeof *m.means);
        memcpy(m.covariances, l.covariances, m.columns * m.columns * sizeof *m.covariances);
        standardise(&m, 0, cells, columns, &l);
        const bool known = prepare(&m, 0);
        if (known)
            expect(&m, 0);
        factorise(&m);
        put_draws(&m, cells, columns, &l, means, factor);
        for (size_t gap = 0, k = 0; !known && k < columns; k++)
            if (isnan(cells[k]))
                means[gap++] = (double)NAN;
    }
    model_close(&m);
    return fine;
}

const hm_joint_method hm_impute_by_normal = {
    .model_size = normal_size, .learn = normal_learn, .fill = normal_fill};
