/* imputations.h: what is put in place of missing values, from several columns at once or along
 * time.
 *
 * Matrices are `rows` * `columns`, row by row, with NAN for what is missing: in this room alone NAN
 * is a gap. Functions write a copy, `filled`, in which observed values are the same to the bit, and
 * gaps that cannot be filled are still NAN. */
#ifndef HM_IMPUTATIONS_H
#define HM_IMPUTATIONS_H

#include "base/memory.h"

typedef enum hm_imputation_fault {
    HM_IMPUTATION_FINE,
    HM_IMPUTATION_NO_MEMORY,
    HM_IMPUTATION_NO_END,   /* EM did not come to rest */
    HM_IMPUTATION_DEPENDENT /* columns follow from each other, shrunk or not */
} hm_imputation_fault;

typedef struct hm_imputed {
    hm_imputation_fault fault; /* but for HM_IMPUTATION_FINE nothing is filled */
    size_t filled, left;       /* gaps */
    size_t rounds;             /* of EM */
    double shrinkage;          /* of EM, 0..1 */
} hm_imputed;

/* By the `neighbours` nearest rows (fewer, where there are no more; more, where several are equally
 * far): the mean of their values, each by 1/distance; of those at distance 0 alone where there are
 * some. The distance of two rows is the mean of |x - y| / sd over the columns that both have, which
 * must be at least half of all; sd is the sample's, of what the column has, and columns where it is
 * 0 or unknown do not count. */
hm_imputed hm_impute_nearest(const double *cells, size_t rows, size_t columns, size_t neighbours,
                             double *filled, const hm_allocator *allocator);

/* By what a normal distribution leads one to expect of the values that a row has, its mean and
 * covariances S found by expectation and maximisation (Dempster, Laird and Rubin 1977; Little and
 * Rubin, "Statistical Analysis with Missing Data", 11.2). In each round S becomes (1 - l) S + l
 * diag(S), so that it can be inverted where there are hardly more rows than columns; l is the
 * intensity of Schaefer and Strimmer (2005) of the matrix with gaps at their columns' means. Ends
 * when no mean or covariance, in deviations of the columns, changes by 1e-12. Columns without two
 * different values take no part; a row without any other value has the means. */
hm_imputed hm_impute_normal(const double *cells, size_t rows, size_t columns, double *filled,
                            const hm_allocator *allocator);

/* By the row's own other columns: each column is brought to 0..1 between its least and its greatest
 * value, turned round where `signs` has -1; a gap is the mean of what the row has there (the
 * median, `by_median`), brought back. A row without any value is left. */
hm_imputed hm_impute_siblings(const double *cells, size_t rows, size_t columns, const double *signs,
                              bool by_median, double *filled, const hm_allocator *allocator);

/* Along time: `values` at ascending `times`, NAN where missing. Between two values on the straight
 * line, before the first and after the last as they are; NAN where there is none at all. */
double hm_impute_linear(const double *times, const double *values, size_t count, double time);

#endif
