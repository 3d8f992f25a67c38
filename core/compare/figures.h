/* figures.h: the difference between the scores of one indicator in two views that differ in
 * the data alone, divided among the figures that have changed. */
#ifndef HM_COMPARE_FIGURES_H
#define HM_COMPARE_FIGURES_H

#include "compare/figures_parts.h"

/* Adds to `points`, by slot and then pair (HM_PAIRS of each), what each input brings, and to `own`,
 * by pair, what is no input's: `scales` for each point of the score. Pairs whose scale is 0 are
 * passed over; in the others the indicator has a score on both sides. False when memory has run
 * out. */
bool hm_figures_divide(hm_figures *figures, const hm_figure_views *views, size_t number,
                       const double *scales, double *points, double *own);

#endif
