#include "methods/matrix.h"

#include <math.h>
#include <string.h>

#include "platform/wide.h"

#include "methods/sample.h"

/* Less than this part of what stood there is rounding. */
#define NOTHING 1e-12

/* --- correlations --- */

/* Mean and deviation of one column; false when it is constant. Divided by a power of two near the
 * greatest number, no square is out of range. */
static bool describe(const double *cells, size_t rows, size_t step, double *mean,
                     double *deviation) {
    const double n = (double)rows;
    double low = cells[0], high = cells[0], sum = 0, rest = 0, squares = 0;
    for (size_t i = 0; i < rows; i++) {
        low = fmin(low, cells[i * step]);
        high = fmax(high, cells[i * step]);
    }
    int exponent;
    (void)frexp(fmax(fabs(low), fabs(high)), &exponent);
    const double unit = ldexp(1, exponent - 1);
    if (hm_sample_is_alike(low, high))
        return false;
    for (size_t i = 0; i < rows; i++)
        sum += cells[i * step] / unit;
    for (size_t i = 0; i < rows; i++)
        rest += cells[i * step] / unit - sum / n;
    const double middle = sum / n + rest / n;
    for (size_t i = 0; i < rows; i++) {
        const double distance = cells[i * step] / unit - middle;
        squares += distance * distance;
    }
    *mean = middle * unit;
    *deviation = sqrt(squares / (n - 1)) * unit;
    return true;
}

static double correlate(const double *cells, size_t rows, size_t columns, const double *means,
                        const double *deviations, size_t a, size_t b) {
    double sum = 0;
    for (size_t i = 0; i < rows; i++)
        sum += ((cells[i * columns + a] - means[a]) / deviations[a]) *
               ((cells[i * columns + b] - means[b]) / deviations[b]);
    return fmin(1, fmax(-1, sum / (double)(rows - 1)));
}

bool hm_correlate(const double *cells, size_t rows, size_t columns, double *means,
                  double *deviations, double *correlations, size_t *constant) {
    for (size_t a = 0; a < columns; a++)
        if (!describe(cells + a, rows, columns, &means[a], &deviations[a])) {
            *constant = a;
            return false;
        }
    for (size_t a = 0; a < columns; a++) {
        correlations[a * columns + a] = 1;
        for (size_t b = 0; b < a; b++)
            correlations[a * columns + b] = correlations[b * columns + a] =
                correlate(cells, rows, columns, means, deviations, a, b);
    }
    return true;
}

/* --- eigenvalues --- */

static void turn(double *x, double *y, double sine, double tau) {
    const double a = *x, b = *y;
    *x = a - sine * (b + a * tau);
    *y = b + sine * (a - b * tau);
}

/* Turns rows and columns p and q of the matrix so that what stands where they cross becomes 0, and
 * the vectors with them. Rutishauser, "The Jacobi method for real symmetric matrices" (1966). */
static void rotate(double *a, double *vectors, size_t size, size_t p, size_t q) {
    const double crossing = a[p * size + q];
    if (crossing == 0)
        return;
    const double theta = (a[q * size + q] - a[p * size + p]) / (2 * crossing);
    const double tangent = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    const double cosine = 1 / sqrt(tangent * tangent + 1), sine = tangent * cosine;
    const double tau = sine / (1 + cosine);
    a[p * size + p] -= tangent * crossing;
    a[q * size + q] += tangent * crossing;
    a[p * size + q] = a[q * size + p] = 0;
    for (size_t i = 0; i < size; i++) {
        turn(&vectors[p * size + i], &vectors[q * size + i], sine, tau);
        if (i == p || i == q)
            continue;
        turn(&a[i * size + p], &a[i * size + q], sine, tau);
        a[p * size + i] = a[i * size + p];
        a[q * size + i] = a[i * size + q];
    }
}

/* The sum of what stands beside the diagonal, and of all. */
static bool is_diagonal(const double *a, size_t size) {
    double beside = 0, all = 0;
    for (size_t i = 0; i < size * size; i++) {
        all += fabs(a[i]);
        beside += i / size == i % size ? 0 : fabs(a[i]);
    }
    return beside <= all * 1e-17;
}

static void exchange(double *a, double *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const double kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

static void orient(double *vector, size_t size) {
    double sum = 0, sizes = 0, first = 0;
    for (size_t i = 0; i < size; i++) {
        sum += vector[i];
        sizes += fabs(vector[i]);
        first = first == 0 ? vector[i] : first;
    }
    const bool turns = fabs(sum) > sizes * NOTHING ? sum < 0 : first < 0;
    for (size_t i = 0; turns && i < size; i++)
        vector[i] = -vector[i];
}

void hm_symmetric_eigen(double *matrix, size_t size, double *values, double *vectors) {
    enum { SWEEPS = 60 }; /* a handful is enough: it converges quadratically */
    memset(vectors, 0, size * size * sizeof *vectors);
    for (size_t i = 0; i < size; i++)
        vectors[i * size + i] = 1;
    for (int sweep = 0; sweep < SWEEPS && !is_diagonal(matrix, size); sweep++)
        for (size_t p = 0; p < size; p++)
            for (size_t q = p + 1; q < size; q++)
                rotate(matrix, vectors, size, p, q);
    for (size_t i = 0; i < size; i++)
        values[i] = matrix[i * size + i];
    for (size_t i = 0; i < size; i++) {
        size_t greatest = i;
        for (size_t k = i + 1; k < size; k++)
            greatest = values[k] > values[greatest] ? k : greatest;
        if (greatest != i) {
            exchange(&values[i], &values[greatest], 1);
            exchange(&vectors[i * size], &vectors[greatest * size], size);
        }
        orient(&vectors[i * size], size);
    }
}

/* --- equations --- */

/* to -= factor times row, from the first number to the end. */
HM_WIDE static void take_off_row(double *restrict to, const double *restrict row, size_t count,
                                 double factor) {
    for (size_t i = 0; i < count; i++)
        to[i] -= factor * row[i];
}

/* Row by row; what of a row is known is taken off the rest of it at once. */
bool hm_cholesky(double *matrix, size_t size) {
    for (size_t i = 0; i < size; i++) {
        double *row = matrix + i * size;
        const double before = row[i];
        for (size_t k = 0; k < i; k++) {
            double *above = matrix + k * size;
            row[k] /= above[k];
            above[i] = row[k];
            take_off_row(row + k + 1, above + k + 1, i - k, row[k]);
        }
        if (!(row[i] > before * NOTHING))
            return false;
        row[i] = sqrt(row[i]);
    }
    return true;
}

void hm_cholesky_solve(const double *factor, size_t size, double *b) {
    for (size_t i = 0; i < size; i++) {
        const double *row = factor + i * size;
        b[i] /= row[i];
        take_off_row(b + i + 1, row + i + 1, size - i - 1, b[i]);
    }
    for (size_t i = size; i-- > 0;) {
        for (size_t k = i + 1; k < size; k++)
            b[i] -= factor[i * size + k] * b[k];
        b[i] /= factor[i * size + i];
    }
}

bool hm_linear_solve(double *matrix, size_t size, double *b) {
    double most = 0;
    for (size_t i = 0; i < size * size; i++)
        most = fmax(most, fabs(matrix[i]));
    for (size_t i = 0; i < size; i++) {
        size_t pivot = i;
        for (size_t k = i + 1; k < size; k++)
            pivot = fabs(matrix[k * size + i]) > fabs(matrix[pivot * size + i]) ? k : pivot;
        if (!(fabs(matrix[pivot * size + i]) > most * 1e-14))
            return false;
        exchange(&matrix[i * size], &matrix[pivot * size], pivot == i ? 0 : size);
        exchange(&b[i], &b[pivot], pivot == i ? 0 : 1);
        for (size_t k = i + 1; k < size; k++) {
            const double part = matrix[k * size + i] / matrix[i * size + i];
            for (size_t j = i; j < size; j++)
                matrix[k * size + j] -= part * matrix[i * size + j];
            b[k] -= part * b[i];
        }
    }
    for (size_t i = size; i-- > 0;) {
        for (size_t k = i + 1; k < size; k++)
            b[i] -= matrix[i * size + k] * b[k];
        b[i] /= matrix[i * size + i];
    }
    return true;
}
