/* matrix.h: small square matrices, row by row in one array, as what is learnt from several columns
 * at once needs them. All sums run in the order of rows and columns, so that the same figures give
 * the same bits. */
#ifndef HM_MATRIX_H
#define HM_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

/* What the columns of `rows` >= 2 complete rows are like, `cells` row by row: the mean and the
 * sample's deviation (by rows - 1) of each, and the correlation of each two (Pearson's), `columns`
 * * `columns`. False when a column is constant: its number is in `constant`. */
bool hm_correlate(const double *cells, size_t rows, size_t columns, double *means,
                  double *deviations, double *correlations, size_t *constant);

/* Eigenvalues of a symmetric matrix, the greatest first, and their vectors of length 1, one a row
 * of `vectors`, each with the sign that makes the sum of its elements positive (of a sum of 0, the
 * first element that is not). By rotations (Jacobi), which destroy `matrix`. */
void hm_symmetric_eigen(double *matrix, size_t size, double *values, double *vectors);

/* L with L L' = matrix, of which the lower triangle is looked at, in its place, and L' above it.
 * False when the matrix is not positive definite, or so nearly singular that 12 digits would be
 * lost. */
bool hm_cholesky(double *matrix, size_t size);
/* x of L L' x = b, in the place of b, from what hm_cholesky leaves. */
void hm_cholesky_solve(const double *factor, size_t size, double *b);

/* x of matrix x = b, in the place of b, by elimination with pivots, which destroys `matrix`. False
 * when it is singular. */
bool hm_linear_solve(double *matrix, size_t size, double *b);

#endif
