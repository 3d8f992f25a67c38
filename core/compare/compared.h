/* compared.h: two sides that are compared, unit by unit, and views on the scores of one of them, or
 * of something between. */
#ifndef HM_COMPARED_H
#define HM_COMPARED_H

#include <math.h>

#include "aggregate/scores.h"

/* What a difference comes from. */
typedef enum hm_component {
    HM_COMPONENT_DATA,
    HM_COMPONENT_MEASURES,
    HM_COMPONENT_WEIGHTS,
    HM_COMPONENT_METHODS,
    HM_COMPONENT_SCOPE,
    HM_COMPONENTS
} hm_component;
enum { HM_EXCHANGED = HM_COMPONENT_SCOPE, HM_MIXES = 1 << HM_EXCHANGED };

/* Why nodes cannot be compared. */
typedef enum hm_reason {
    HM_REASON_BREAK = 1,    /* a declared break lies between */
    HM_REASON_ONE_SIDE = 2, /* it is on one side only */
    HM_REASON_MOVED = 4,    /* it stands at another place, or is a group here and none there */
    /* Why what differs cannot be taken apart: */
    HM_REASON_NO_NODE = 8,  /* a step looks at nodes that only one of the two packages has */
    HM_REASON_NO_SCORE = 16 /* by some of what differs from one side, and the rest from the other,
                               there is no score */
} hm_reason;

/* What points of the data are that are no figure's. */
typedef enum hm_cause {
    HM_CAUSE_APPEARED = 1, /* there was no score before */
    HM_CAUSE_LOST = 2,     /* there is none any more */
    HM_CAUSE_SHARE =
        4,           /* its share among others has changed, as some of them appeared or were lost */
    HM_CAUSE_OWN = 8 /* estimates, earlier figures, scores that it reads, rounding, steps */
} hm_cause;

typedef enum hm_side { HM_BEFORE, HM_AFTER, HM_SIDES } hm_side;

/* The nodes of the plans of both sides, matched by their codes: those of the one after in their
 * order, and behind them those that only the one before has. */
typedef struct hm_matched {
    const hm_plan *plans[HM_SIDES]; /* as they hold for the units that are compared */
    size_t count;
    uint32_t *nodes[HM_SIDES];   /* by matched number: of the plan; HM_NO_NODE */
    uint32_t *numbers[HM_SIDES]; /* by node of the plan: the matched number */
    uint8_t *is_core;            /* can be compared: in both, at the same place */
    uint8_t *reasons;       /* bits of hm_reason: why nodes in and below it cannot be compared */
    bool removes[HM_SIDES]; /* some node that counts is not of the core */
    bool at_once;           /* of each pair of units both have the same period, whichever that is */
    bool two_cities;        /* of each pair the units are of two cities */
} hm_matched;

/* One unit as it is scored in some run. */
typedef struct hm_view {
    const hm_scores *scores;
    const uint32_t *nodes; /* of hm_matched, of the plan that was scored by */
    const uint32_t *numbers;
    size_t unit;
} hm_view;

static inline const hm_plan *hm_view_plan(const hm_view *view) {
    return hm_bound_plan(&view->scores->bound, view->unit);
}
static inline const hm_node *hm_view_node(const hm_view *view, size_t matched) {
    return &hm_view_plan(view)->nodes[view->nodes[matched]];
}
static inline bool hm_view_is_scored(const hm_view *view, size_t matched) {
    const uint32_t node = view->nodes[matched];
    return node != HM_NO_NODE && !hm_view_plan(view)->nodes[node].is_absent &&
           view->scores->aggregated.scores.columns[node].states[view->unit] == HM_OBSERVED;
}
/* 0 where there is none. */
static inline double hm_view_score(const hm_view *view, size_t matched) {
    return view->scores->aggregated.scores.columns[view->nodes[matched]].values[view->unit];
}

/* Points below this are rounding, where nothing has changed. */
#define HM_NO_POINTS 2e-13

#endif
