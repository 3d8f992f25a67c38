/* imputations.h: what is put in place of missing values, from several columns at once or along
 * time. */
#ifndef HM_IMPUTATIONS_H
#define HM_IMPUTATIONS_H

#include "methods/joint.h"

/* Settings of the methods below. */
enum { HM_NEAREST_K = 0, HM_SIBLINGS_BY_MEDIAN = 0 };

/* By the k nearest rows (fewer, where there are no more; more, where several are equally far): the
 * mean of their values, each by 1/distance; of those at distance 0 alone where there are some. The
 * distance of two rows is the mean of |x - y| / sd over the columns that both have, which must be
 * at least half of all; sd is the sample's, of what the column has, and columns where it is 0 or
 * unknown do not count. */
extern const hm_joint_method hm_impute_by_nearest;

/* By what a normal distribution leads one to expect of the values that a row has, its mean and
 * covariances S found by expectation and maximisation (Dempster, Laird and Rubin 1977; Little and
 * Rubin, "Statistical Analysis with Missing Data", 11.2). In each round S becomes (1 - l) S + l
 * diag(S), so that it can be inverted where there are hardly more rows than columns; l is the
 * intensity of Schaefer and Strimmer (2005) of the matrix with gaps at their columns' means. Ends
 * when no mean or covariance, in deviations of the columns, changes by 1e-12. Columns without two
 * different values take no part; a row without any other value has the means. */
extern const hm_joint_method hm_impute_by_normal;
/* The shrinkage l, 0..1, of what hm_impute_by_normal has learnt. */
double hm_impute_shrinkage(const double *model);

/* What the gaps of a row could be, by what hm_impute_by_normal has learnt, in the order of their
 * columns: `means`, and `factor`, a row a gap, such that mean + (row) z is a draw, where z has as
 * many independent numbers of a standard normal distribution as there are gaps. A column that takes
 * no part has NAN for a mean. False when memory has run out. */
bool hm_impute_draws(const double *model, size_t columns, const double *cells, double *means,
                     double *factor, const hm_allocator *allocator);

/* By the row's own other columns: each column is brought to 0..1 between its least and its greatest
 * value, turned round where its sign is -1; a gap is the mean of what the row has there (the
 * median, where HM_SIBLINGS_BY_MEDIAN is 1), brought back. A row without any value is left. */
extern const hm_joint_method hm_impute_by_siblings;

/* Along time: `values` at ascending `times`, NAN where missing. Between two values on the straight
 * line, before the first and after the last as they are; NAN where there is none at all. */
double hm_impute_linear(const double *times, const double *values, size_t count, double time);

#endif
