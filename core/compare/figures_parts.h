/* figures_parts.h: what dividing a difference among figures is made of. */
#ifndef HM_COMPARE_FIGURES_PARTS_H
#define HM_COMPARE_FIGURES_PARTS_H

#include "compare/slots.h"
#include "evaluate/evaluate_function.h"

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

/* Figures that have changed, of which all sets are taken for many pairs together. */
enum { HM_FIGURES_AT_ONCE = 8 };

/* The data of one run, whose figures may be changed. */
typedef struct hm_figures_frame {
    bool is_open, calls;
    hm_bound bound; /* the run's, but for its columns */
    uint8_t *is_own;
    hm_caller caller;
} hm_figures_frame;

/* What one thread needs. */
typedef struct hm_figures {
    const hm_allocator *allocator;
    const hm_cancel *cancel;
    const hm_slots *slots;
    size_t inputs, parameters, most; /* of a plan; of an indicator */
    hm_workspace workspace;
    hm_grid_column *columns, *constants; /* by input, by parameter: as expressions read them */
    double *figures;                     /* of the indicator at hand: by input, side and pair */
    uint8_t *states;
    double *constant_values;
    uint8_t *constant_states;
    double *sets; /* marks by set of figures taken and pair */
    double *room, *shares;
    uint8_t *taken;
    uint32_t *players; /* places of the inputs that have changed, of the indicator */
    uint32_t *kept_players;
    uint32_t *terms; /* by place of an input: the term of the measure that it stands in */
    size_t *groups;  /* players of the same term: how many each has */
    size_t group_count;
    hm_figures_frame frames[HM_MIXES];
    /* at hand */
    const hm_figure_views *views;
    const hm_plan *plan;
    const hm_indicator *indicator;
    uint32_t node;
    size_t player_count;
} hm_figures;

/* Of an input of the indicator, by its place there, on a side: where the figures of the pairs
 * begin. */
static inline size_t hm_figure_place(size_t input, hm_side side) {
    return (2 * input + (size_t)side) * HM_PAIRS;
}
static inline bool hm_figure_is_records(const hm_figures *f, size_t place) {
    return f->plan->inputs[f->indicator->inputs[place]]->kind == HM_KIND_RECORDS;
}

/* NULL when memory has run out. */
hm_figures *hm_figures_open(const hm_matched *matched, const hm_slots *slots,
                            const hm_cancel *cancel, const hm_allocator *allocator);
void hm_figures_close(hm_figures *figures);

/* --- what all ways share --- */

hm_expr_data hm_figures_data(const hm_figures *figures);
/* Lets expressions read the figures of a side, of an input by its place in the indicator. */
void hm_figures_put_column(hm_figures *figures, size_t place, hm_side side);
/* Does the score of the pair come of figures, on both sides? */
bool hm_figures_are_both(const hm_figures *figures, size_t pair);
/* The score that a value gives; NAN: none. */
double hm_figures_mark(hm_figures *figures, size_t pair, double value, uint8_t state);
/* The score where some of the figures together give none. */
double hm_figures_otherwise(const hm_figures *figures, size_t pair);
/* Adds the shares of the first `count` players; what they leave is nobody's. */
void hm_figures_give(hm_figures *figures, size_t pair, size_t count, double scale, double *points,
                     double *own);

/* --- pair by pair: functions, and what looks at records, other periods or nodes --- */

/* False when memory has run out. */
bool hm_figures_divide_alone(hm_figures *figures, size_t pair, double scale, double *points,
                             double *own);
bool hm_figures_divide_each(hm_figures *figures, const double *scales, double *points, double *own);

/* --- term by term --- */

/* Puts players of the same term beside each other; gives how many sets of figures there are to be
 * taken, term by term. */
size_t hm_figures_group(hm_figures *figures);
/* Of so many figures that all sets would be too many, once they are grouped. False when memory has
 * run out. */
bool hm_figures_divide_by_terms(hm_figures *figures, const double *scales, double *points,
                                double *own);

#endif
