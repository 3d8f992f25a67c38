/* impute_normal.c: gaps as a normal distribution leads one to expect them. */
#include <math.h>
#include <stdlib.h>
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
static hm_imputation_fault come_to_rest(model *m, size_t *rounds) {
    m->shrinkage = shrinkage_of(m);
    for (size_t k = 0; k < m->columns; k++)
        m->covariances[k * m->columns + k] = 1;
    double change = 1;
    for (*rounds = 0; change > ENOUGH && *rounds < MOST_ROUNDS; ++*rounds) {
        if (!expect_all(m))
            return HM_IMPUTATION_DEPENDENT;
        change = maximise(m);
    }
    if (change > ENOUGH)
        return HM_IMPUTATION_NO_END;
    return expect_all(m) ? HM_IMPUTATION_FINE : HM_IMPUTATION_DEPENDENT;
}

/* --- to and from deviations --- */

typedef struct column {
    size_t number; /* among all */
    double mean, deviation;
} column;

/* The columns that have two different values: how many. */
static size_t find_columns(const double *cells, size_t rows, size_t columns, column *found,
                           double *room) {
    size_t count = 0;
    for (size_t k = 0; k < columns; k++) {
        size_t values = 0;
        for (size_t i = 0; i < rows; i++)
            if (!isnan(cells[i * columns + k]))
                room[values++] = cells[i * columns + k];
        hm_sort(room, values, room + rows);
        if (values < 2 || hm_sample_is_alike(room[0], room[values - 1]))
            continue;
        const hm_moments moments = hm_sample_moments(room, values);
        found[count++] = (column){k, moments.mean, moments.deviation};
    }
    return count;
}

static void standardise(model *m, const double *cells, size_t columns, const column *found) {
    for (size_t i = 0; i < m->rows; i++)
        for (size_t k = 0; k < m->columns; k++) {
            const double value = cells[i * columns + found[k].number];
            const size_t at = i * m->columns + k;
            m->gaps[at] = isnan(value);
            m->cells[at] =
                m->gaps[at] ? 0 : value / found[k].deviation - found[k].mean / found[k].deviation;
        }
}

static void put_back(const model *m, double *filled, size_t columns, const column *found) {
    for (size_t i = 0; i < m->rows; i++)
        for (size_t k = 0; k < m->columns; k++)
            if (m->gaps[i * m->columns + k])
                filled[i * columns + found[k].number] =
                    found[k].mean + found[k].deviation * m->cells[i * m->columns + k];
}

static hm_imputed run(model *m, const double *cells, size_t columns, const column *found,
                      double *filled) {
    hm_imputed result = {.fault = HM_IMPUTATION_NO_MEMORY};
    size_t rounds = 0;
    if (model_open(m)) {
        standardise(m, cells, columns, found);
        result.fault = come_to_rest(m, &rounds);
    }
    if (result.fault == HM_IMPUTATION_FINE)
        put_back(m, filled, columns, found);
    result.rounds = rounds;
    result.shrinkage = m->shrinkage;
    model_close(m);
    return result;
}

static void count(hm_imputed *result, const double *cells, const double *filled, size_t size) {
    for (size_t i = 0; i < size; i++) {
        result->left += isnan(filled[i]) ? 1 : 0;
        result->filled += isnan(cells[i]) && !isnan(filled[i]) ? 1 : 0;
    }
}

hm_imputed hm_impute_normal(const double *cells, size_t rows, size_t columns, double *filled,
                            const hm_allocator *allocator) {
    hm_imputed result = {.fault = HM_IMPUTATION_NO_MEMORY};
    column *found = hm_allocate_array(allocator, columns, sizeof *found);
    double *room = hm_allocate_array(allocator, 2 * rows, sizeof *room);
    memcpy(filled, cells, rows * columns * sizeof *filled);
    if (found && room) {
        model m = {.allocator = allocator, .rows = rows};
        m.columns = find_columns(cells, rows, columns, found, room);
        result.fault = HM_IMPUTATION_FINE;
        if (m.columns > 0)
            result = run(&m, cells, columns, found, filled);
        count(&result, cells, filled, rows * columns);
    }
    hm_release(allocator, found, columns * sizeof *found);
    hm_release(allocator, room, 2 * rows * sizeof *room);
    return result;
}
