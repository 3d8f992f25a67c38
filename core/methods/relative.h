/* relative.h: methods of aggregation that compare units with each other, so that the score of one
 * follows from those of all: of the sample, in which the unit need not be. They see the scores of
 * the children, the greater the better. */
#ifndef HM_RELATIVE_H
#define HM_RELATIVE_H

#include "methods/joint.h"

/* Settings of benefit of the doubt. */
enum { HM_BENEFIT_LOW, HM_BENEFIT_HIGH };

/* Copeland's rule: how many units a unit beats, less those that beat it. One beats another where
 * the weight of the children in which it has more, and half of those with a tie (as ranks have it),
 * is more than half of the weight of the children that both have; sums of weights are compared with
 * room for their rounding. From 1 - rows to rows - 1. Takes rows * columns steps a unit. */
extern const hm_joint_method hm_copeland;

/* The taxonomic method of Wroclaw (Hellwig 1968): d / (mean of d + 2 sd of d), d being the distance
 * to the best of each child, in its sample's deviations: the root of the weighted mean of squares,
 * over the children that a unit has. 0 is the best there can be; the less, the better. Children in
 * which all are alike do not count. */
extern const hm_joint_method hm_wroclaw;

/* Benefit of the doubt (Cherchye, Moesen, Rogge and van Puyenbroeck 2007): the greatest sum of w x
 * that a unit can have with weights w >= 0 of its own choice which give no unit more than 1, each
 * child's part w_j x_j of the sum being within HM_BENEFIT_LOW and HM_BENEFIT_HIGH (0 and 1: any).
 * Scores from 0 to 1. A unit that lacks some children is compared over the others, with the units
 * that have those. */
extern const hm_joint_method hm_benefit_of_the_doubt;
/* Can the parts of so many children, which make 1, all be within these settings? */
bool hm_benefit_limits_fit(const double *settings, size_t children);

/* The list of them, for hm_methods and, as the aggregation of a group is then a step that learns,
 * for hm_relatives: name, what it does, hm_joint_method, parameters. */
#define HM_EACH_RELATIVE(ROW)                                                                      \
    ROW("copeland",                                                                                \
        "how many cities a city beats in most of the children by weight, less those that beat it", \
        hm_copeland, {{.name = NULL}})                                                             \
    ROW("wroclaw",                                                                                 \
        "distance to the best in each child, over its mean and two deviations: 0 is the best",     \
        hm_wroclaw, {{.name = NULL}})                                                              \
    ROW("benefit_of_the_doubt",                                                                    \
        "greatest sum that weights of a city's own choice give it, where they give no city more "  \
        "than 1",                                                                                  \
        hm_benefit_of_the_doubt,                                                                   \
        {[HM_BENEFIT_LOW] = {.name = "low",                                                        \
                             .about = "the least part of the sum that each child has",             \
                             .otherwise = 0,                                                       \
                             .low = 0,                                                             \
                             .high = 1},                                                           \
         [HM_BENEFIT_HIGH] = {.name = "high",                                                      \
                              .about = "the greatest part of the sum that each child has",         \
                              .otherwise = 1,                                                      \
                              .low = 0,                                                            \
                              .high = 1}})

extern const hm_step_method hm_relatives[];
extern const size_t hm_relative_count;

#endif
