/* joints.h: steps that look at several columns at once: what they learn from, and the gaps that
 * they fill. */
#ifndef HM_JOINTS_H
#define HM_JOINTS_H

#include "transform/transformed.h"

/* Room for what fills gaps. False when memory has run out. */
bool hm_joints_open(hm_transformed *transformed);
void hm_joints_close(hm_transformed *transformed);

/* What a bound unit has in each of the columns, NAN where it has nothing; of `learning`, nothing
 * that is not to be learnt from, and false where that is the whole row. */
bool hm_joints_row(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                   bool learning, double *row);

/* Finds what fills the gaps, or comes of an aggregation, of `count` bound units from `first` on,
 * for the steps of a phase; or of one unit at one node. False when memory has run out. */
bool hm_joints_fill(const hm_transformed *transformed, uint32_t phase, size_t first, size_t count);
bool hm_joints_fill_node(const hm_transformed *transformed, size_t node, size_t unit);

/* The part that each column has in what comes of a unit, where the method gives each unit weights
 * of its own; all NAN where there is nothing. False when memory has run out. */
bool hm_joints_divide(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                      double *parts);

/* What was found for a step's own node in a unit, where it has a gap or is aggregated. */
double hm_joints_filled(const hm_transformed *transformed, const hm_applied_step *step,
                        size_t unit);

#endif
