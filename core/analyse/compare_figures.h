/* compare_figures.h: the difference between the scores of one indicator in two views that differ in
 * the data alone, divided among the figures that have changed. */
#ifndef HM_COMPARE_FIGURES_H
#define HM_COMPARE_FIGURES_H

#include "analyse/compare_slots.h"

enum { HM_PAIRS = 64 }; /* that are looked at together */

/* Two views on pairs of units that differ in the data. */
typedef struct hm_figure_views {
    const hm_scores *scores[HM_SIDES];
    const uint32_t *nodes; /* of hm_matched, of the plan that both are scored by */
    hm_side measures;      /* whose measures they are */
    const size_t *units[HM_SIDES];
    size_t count;
    size_t mixes[HM_SIDES]; /* numbers of the runs, below HM_MIXES */
} hm_figure_views;

/* What one thread needs for it. */
typedef struct hm_figures hm_figures;
hm_figures *hm_figures_open(const hm_matched *matched, const hm_slots *slots,
                            const hm_cancel *cancel, const hm_allocator *allocator);
void hm_figures_close(hm_figures *figures);

/* Adds to `points`, by slot and then pair (HM_PAIRS of each), what each input brings, and to `own`,
 * by pair, what is no input's: `scales` for each point of the score. Pairs whose scale is 0 are
 * passed over; in the others the indicator has a score on both sides. False when memory has run
 * out. */
bool hm_figures_divide(hm_figures *figures, const hm_figure_views *views, size_t number,
                       const double *scales, double *points, double *own);

#endif
