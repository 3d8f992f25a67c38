/* knapsack.h: of several curves a place each, so that what is gained in all is enough and
 * costs least.
 *
 * A curve has places 0, 1, 2, ..., each at a higher cost than the one before and with more gained.
 * Some of them are given as points; between two points the others lie on the line. Found by branch
 * and bound: what no choice can cost less than follows from the upper hulls of all curves, from
 * which the steepest pieces are taken first (the relaxation of the multiple-choice knapsack:
 * Sinha and Zoltners, The multiple-choice knapsack problem, Operations Research 27, 1979). */
#ifndef HM_IMPROVE_KNAPSACK_H
#define HM_IMPROVE_KNAPSACK_H

#include <stddef.h>

#include "base/memory.h"

typedef struct hm_curve_point {
    double cost, gain;
    double at; /* its place, a whole number; that of the first point is 0 */
} hm_curve_point;

typedef struct hm_curve {
    hm_curve_point *points;
    size_t count; /* 1 or more */
} hm_curve;

typedef struct hm_knapsack {
    const hm_curve *curves;
    size_t count;
    double need;    /* what is to be gained at least */
    size_t nodes;   /* how many branches may be looked at; 0: some thousands */
    double *places; /* out: by curve */
    double cost;    /* out: of these */
    double bound;   /* out: no choice costs less */
    bool is_found;  /* out: some choice gains enough */
} hm_knapsack;

/* False when memory has run out. */
bool hm_knapsack_solve(hm_knapsack *knapsack, const hm_allocator *allocator);
/* The same the other way round: the most that can be gained, `need` being what it may cost at most.
 * Then `cost` is what is gained, and no choice gains more than `bound`. */
bool hm_knapsack_fill(hm_knapsack *knapsack, const hm_allocator *allocator);

/* A place of a curve. */
hm_curve_point hm_curve_at(const hm_curve *curve, double place);

#endif
