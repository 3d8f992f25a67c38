/* weightings.h: weights of a group's children that follow from their scores. One row a method.
 *
 * A sample has a column a child, without gaps but for children that have none at all: they are not
 * there. It is learnt from complete rows of scores, the greater the better. */
#ifndef HM_WEIGHTINGS_H
#define HM_WEIGHTINGS_H

#include "methods/joint.h"

extern const hm_step_method hm_weightings[];
extern const size_t hm_weighting_count;

/* The model of `columns` children is a weight each, none below 0 and 1 in all, equal ones where
 * there is a fault, and behind them: */
typedef enum hm_weighting_fact {
    HM_WEIGHTING_EXPLAINED, /* of pca: the share of the variance that the component has; else 0 */
    HM_WEIGHTING_NEGATIVE,  /* children whose weight came out below 0, and is 0 instead */
    HM_WEIGHTING_COLUMN,    /* where there is a fault: the child that is alike everywhere, or has a
                               score below 0; `columns` where it is none alone */
    HM_WEIGHTING_FACTS
} hm_weighting_fact;

#endif
