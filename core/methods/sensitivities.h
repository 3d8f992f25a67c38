/* sensitivities.h: which of the factors that vary makes a result vary, by its variance. All results
 * are finite; what is estimated may be below 0, which says how far off it can be. */
#ifndef HM_SENSITIVITIES_H
#define HM_SENSITIVITIES_H

#include <stdbool.h>
#include <stddef.h>

/* The share of the result's variance that a factor makes by itself, and together with others. */
typedef struct hm_sensitivity {
    double first, total;
} hm_sensitivity;

/* --- crossed: every combination of choices with the same draws of all else --- */

/* Results stand combination by combination, the level of the last choice changing first, with all
 * draws of each side by side. */
typedef struct hm_crossed {
    size_t choices;
    const size_t *levels; /* of each choice, 1 or more */
    size_t draws;         /* 1 where nothing is drawn */
} hm_crossed;

/* Of all choices together. */
size_t hm_crossed_combinations(const hm_crossed *design);

/* Writes one for each choice, and behind them that of the draws. `room` is for `combinations` +
 * `draws` numbers. False where the result is always the same: nothing makes it vary. */
bool hm_sensitivities_crossed(const hm_crossed *design, const double *results,
                              hm_sensitivity *factors, double *room);

enum { HM_SHAPLEY_FACTORS = 8 };

/* One share a factor, the draws being the last, which make up 1: what a factor adds to the variance
 * that is explained, on average over all orders in which factors can become known (Shapley). At
 * most HM_SHAPLEY_FACTORS with the draws; `room` is for as many numbers as there are results. */
bool hm_shapley_effects(const hm_crossed *design, const double *results, double *shares,
                        double *room);

/* --- pick and freeze: two sets of points, and mixtures of them --- */

/* Results at points of A and of B; at those of A with factor i's coordinates from B, and at those
 * of B with factor i's from A, factor by factor. */
typedef struct hm_frozen {
    size_t factors, count; /* 2 points or more */
    const double *a, *b;
    const double *ab; /* factors * count */
    const double *ba; /* as many; only where it is said to be needed */
} hm_frozen;

/* These fill in one for each factor, and are false where the result is always the same. */

/* The best of them, from count * (2 * factors + 2) runs: Azzini, Mara and Rosati, "Comparison of
 * two sets of Monte Carlo estimators of Sobol' indices" (2021). Needs `ba`. */
bool hm_sensitivities_symmetric(const hm_frozen *design, hm_sensitivity *factors);
/* From count * (factors + 2) runs: first by Saltelli and others (2010), with results taken about
 * their mean; total by Jansen (1999). */
bool hm_sensitivities_economic(const hm_frozen *design, hm_sensitivity *factors);
/* The same without taking the mean off, as COINr does it: for its runs. */
bool hm_sensitivities_coinr(const hm_frozen *design, hm_sensitivity *factors);

#endif
