/* tie.h: when two marks count as the same. One rule for ranks, scales over cities, rows ranked
 * apart, correlations of ranks and how many marks differ, so that none of them sees a difference
 * that another does not. */
#ifndef HM_TIE_H
#define HM_TIE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Differences up to this size come from rounding: relative to the best, absolute below 1. */
#define HM_TIE 1e-9

/* Does `number` share the place of `best`, the greatest of a tie? The next smaller number that does
 * not is the greatest of a tie of its own. */
static inline bool hm_ties(double best, double number) {
    const double size = fabs(best) > 1 ? fabs(best) : 1;
    return best - number <= HM_TIE * size;
}

/* Each of `count` marks in ascending order becomes the greatest of its tie, in `to`, which may be
 * `sorted` itself. False when none is another then. */
static inline bool hm_ties_settle(const double *sorted, size_t count, double *to) {
    bool differ = false;
    double best = count > 0 ? sorted[count - 1] : 0;
    for (size_t i = count; i-- > 0;) {
        best = hm_ties(best, sorted[i]) ? best : sorted[i];
        differ |= best != sorted[i];
        to[i] = best;
    }
    return differ;
}

#endif
