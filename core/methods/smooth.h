/* smooth.h: how much of one column another explains, whatever the shape of that: the variance of
 * the mean of y at each x, by the variance of y. */
#ifndef HM_SMOOTH_H
#define HM_SMOOTH_H

#include <stdbool.h>

#include "base/memory.h"

/* Room for columns of `most` rows, for one thread. */
typedef struct hm_smooth_workspace {
    const hm_allocator *allocator;
    size_t most;
    double *memory;  /* of the arrays of numbers */
    double *x, *y;   /* to be filled: finite, the same count of both */
    uint32_t *order; /* and room for as many */
    /* Of its own, an element a different x. */
    double *sorted, *room, *means, *weights, *steps, *slopes, *fitted;
    double *diagonal, *first, *second; /* of the equations, and their factors */
    double *inverse, *inverse_first, *inverse_second;
} hm_smooth_workspace;

/* False when memory has run out; to be closed all the same. */
bool hm_smooth_open(hm_smooth_workspace *workspace, size_t most, const hm_allocator *allocator);
void hm_smooth_close(hm_smooth_workspace *workspace);

/* The fewest clusters that a curve is drawn through. */
enum { HM_SMOOTH_LEAST = 10 };

/* The share of y's variance that x explains, from 0 to 1; NAN for fewer clusters, or where one of
 * the two is constant. Rows that nearly repeat each other (one city at several periods) are one of
 * the `clusters`; where there are none of these, there are as many clusters as rows.
 * Where x has few values (three, or ten with five clusters each on the average) these are the means
 * of y at each of them, else a cubic smoothing spline, whose smoothness has the least error of
 * generalized cross-validation by clusters, the mean square of what it leaves over
 * (1 - degrees of freedom / clusters)², among those with half as many degrees of freedom as
 * clusters or less. What is left out at a time is a whole cluster, whose rows lie together: by
 * rows, each would be foretold by its own repeats, and the curve would go through all of them. */
double hm_smooth_explained(const hm_smooth_workspace *workspace, size_t count, size_t clusters);

#endif
