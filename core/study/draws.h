/* draws.h: what each replicate of a study has: alternatives, and weights. */
#ifndef HM_DRAWS_H
#define HM_DRAWS_H

#include <math.h>

#include "study/study.h"
#include "methods/noise.h"
#include "methods/points.h"

enum { HM_SCRAMBLINGS = 8 };

typedef struct hm_draws {
    const hm_study *study;
    const hm_allocator *allocator;
    size_t dimensions; /* of one replicate; there are twice as many, for a second one */
    size_t point_dimensions;
    size_t scramblings; /* which draws belong to one after the other */
    hm_points points[HM_SCRAMBLINGS];
    hm_noise rest;    /* stands in for dimensions beyond those of points */
    size_t open;      /* how many of these are */
    double *places;   /* of a run of points, by dimension, scrambling and then point: draws come one
                         after the other, and places are made many at a time */
    uint32_t runs[2]; /* which one it is, from 1 on, of the first and the second of each number */
} hm_draws;

/* What is drawn cell by cell goes by a number of its own. */
typedef enum hm_lot { HM_LOT_FIGURES, HM_LOT_GAPS, HM_LOTS } hm_lot;

/* What makes a replicate. */
typedef struct hm_draw {
    uint32_t number, lots[HM_LOTS];
    uint32_t *choices; /* by factor; 0: what the package says */
    double *weights;   /* by node: NAN, as the package says; below 0 of one that is left out */
    bool is_relative;  /* where an edition has other weights, these are as many times that as they
                          are of the last; else they are the same in all */
} hm_draw;

/* Draws that belong to so many scramblings in turn, HM_SCRAMBLINGS at most. */
bool hm_draws_open(hm_draws *draws, const hm_study *study, size_t scramblings,
                   const hm_allocator *allocator);
void hm_draws_close(hm_draws *draws);

void hm_draw_set_number(hm_draw *draw, uint32_t number);

/* What of a draw is not as its number has it. */
typedef struct hm_draw_rule {
    const bool *second;      /* by factor: the second of the two independent ones that each number
                                has; NULL: of none */
    const uint32_t *choices; /* by factor: this alternative; 0: the drawn one; NULL: all these */
} hm_draw_rule;

/* Fills the draw of this number, from 1 on. */
void hm_draws_fill(hm_draws *draws, uint32_t number, hm_draw_rule rule, hm_draw *draw);

/* The node that a draw leaves out; HM_NO_NODE: none. */
uint32_t hm_draw_dropped(const hm_study *study, const hm_draw *draw);

/* Fills the weights of a draw whose choices are there: of sets, and of what is left out, and of a
 * group below which all is; those that are drawn stand in `drawn`, as hm_study.drawn, or are as the
 * package says: NULL. */
void hm_draw_settle_weights(const hm_study *study, const double *drawn, hm_draw *draw);

/* Is a node left out, or a group below which all is? */
static inline bool hm_draw_leaves_out(const hm_draw *draw, size_t node) {
    return draw->weights[node] < 0; /* NAN is not */
}

/* The weight of a node of a plan, or of an edition of it, in a draw: 0 of one that is left out. */
static inline double hm_draw_weight(const hm_draw *draw, const hm_plan *whole, const hm_plan *plan,
                                    size_t node) {
    const double said = whole->nodes[node].weight, here = plan->nodes[node].weight,
                 drawn = draw->weights[node];
    if (isnan(drawn))
        return here;
    if (hm_draw_leaves_out(draw, node))
        return 0;
    return !draw->is_relative || here == said || !(said > 0) ? drawn : here * (drawn / said);
}

#endif
