/* possible.h: between what the scores of a unit would lie if all figures that are missing were
 * there, each anywhere in what the package says of it (possible_figures.h); what steps have learnt
 * from all cities stands as it is. Units are taken a run at a time. */
#ifndef HM_POSSIBLE_H
#define HM_POSSIBLE_H

#include "analyse/possibilities.h"

/* False when memory has run out; to be closed all the same. */
bool hm_possible_open(hm_possible *possible, const hm_scores *scores,
                      const hm_allocator *allocator);
void hm_possible_close(hm_possible *possible);

/* How many units from `first` on are one run. */
size_t hm_possible_run(const hm_possible *possible, size_t first);
/* Where the run begins that a unit is in. */
size_t hm_possible_begin(const hm_possible *possible, size_t unit);
/* Fills all nodes for the units of the run that begins with `first`. */
void hm_possible_fill(hm_possible *possible, size_t first);

/* Is it an indicator that a figure is missing of, in a unit of the run? */
bool hm_possible_is_missing(const hm_possible *possible, size_t node, size_t unit);

/* How much the root's score moves in a unit of the run when the mark of an indicator alone goes
 * from one end to the other, all others that are missing being where they make that least, or most:
 * the greater of the two. NAN where that cannot be told. */
double hm_possible_stake(const hm_possible *possible, size_t node, size_t unit);

#endif
