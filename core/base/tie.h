/* tie.h: when two marks count as the same. One rule for ranks, scales over cities and rows ranked
 * apart, so that none of them sees a difference that another does not. */
#ifndef HM_TIE_H
#define HM_TIE_H

#include <math.h>
#include <stdbool.h>

/* Differences up to this size come from rounding: relative to the best, absolute below 1. */
#define HM_TIE 1e-9

/* Does `number` share the place of `best`, the greatest of a tie? The next smaller number that does
 * not is the greatest of a tie of its own. */
static inline bool hm_ties(double best, double number) {
    const double size = fabs(best) > 1 ? fabs(best) : 1;
    return best - number <= HM_TIE * size;
}

#endif
