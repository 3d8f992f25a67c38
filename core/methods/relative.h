/* relative.h: methods of aggregation that compare units with each other, so that the score of one
 * follows from those of all.
 *
 * `cells` are the scores of `columns` children, a row a unit, NAN for what is missing, the greater
 * the better; `weights` are above 0, one a child. `scores` gets a number for each unit; NAN for one
 * that none can be given to. */
#ifndef HM_RELATIVE_H
#define HM_RELATIVE_H

#include "base/memory.h"

typedef enum hm_relative_fault {
    HM_RELATIVE_FINE,
    HM_RELATIVE_FEW,      /* fewer than two units have a score in some child */
    HM_RELATIVE_ALIKE,    /* no child tells units apart */
    HM_RELATIVE_NEGATIVE, /* a score is below 0 */
    HM_RELATIVE_NO_END,   /* rounding kept the search from its end */
    HM_RELATIVE_NO_MEMORY,
    HM_RELATIVE_FAULTS
} hm_relative_fault;

/* "fewer than two cities have a score": to stand behind what could not be done. */
const char *hm_relative_fault_words(hm_relative_fault fault);

/* Copeland's rule: how many units a unit beats, less those that beat it. One beats another where
 * the weight of the children in which it has more, and half of those with a tie (as ranks have it),
 * is more than half of the weight of the children that both have; sums of weights are compared with
 * room for their rounding. From 1 - rows to rows - 1. Takes rows * rows * columns steps. */
hm_relative_fault hm_copeland(const double *cells, size_t rows, size_t columns,
                              const double *weights, double *scores);

/* The taxonomic method of Wroclaw (Hellwig 1968): d / (mean of d + 2 sd of d), d being the distance
 * to the best of each child, in its sample's deviations: the root of the weighted mean of squares,
 * over the children that a unit has. 0 is the best there can be; the less, the better. Children in
 * which all are alike do not count. */
hm_relative_fault hm_wroclaw(const double *cells, size_t rows, size_t columns,
                             const double *weights, double *scores, const hm_allocator *allocator);

/* Benefit of the doubt (Cherchye, Moesen, Rogge and van Puyenbroeck 2007): the greatest sum of w x
 * that a unit can have with weights w >= 0 of its own choice which give no unit more than 1, each
 * child's part w_j x_j of the sum being within `low` and `high` (0 and 1: any). Scores from 0 to 1.
 * A unit that lacks some children is compared over the others, with the units that have those.
 * `shares`, NULL or rows * columns, gets the parts; they need not be the only ones. `at_one` counts
 * the units at 1: where all are, nothing is told apart. */
hm_relative_fault hm_benefit_of_the_doubt(const double *cells, size_t rows, size_t columns,
                                          double low, double high, double *scores, double *shares,
                                          size_t *at_one, const hm_allocator *allocator);

#endif
