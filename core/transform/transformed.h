/* transformed.h: the steps of nodes as they are applied to some data, and where they find what they
 * need. */
#ifndef HM_TRANSFORMED_H
#define HM_TRANSFORMED_H

#include "evaluate/bound.h"
#include "expr/earlier.h"
#include "transform/city_groups.h"
#include "transform/fits.h"

/* Of which values a step has been taken while it learnt, just now. */
typedef enum hm_taken {
    HM_TAKEN_NONE,
    HM_TAKEN_LEARNT, /* of those that it learnt from, where that was possible */
    HM_TAKEN_ALL
} hm_taken;

/* A step of a node, as it is applied to the data. */
typedef struct hm_applied_step {
    const hm_step *step;
    uint32_t node;
    uint32_t phase;  /* in which it is taken; it learns before that */
    uint32_t number; /* among the steps of the fits; HM_NO_NAME: they do not have it (yet) */
    const hm_city_groups *groups;
    size_t time_count;   /* periods of the data, or 1 where all go by the same fit; of what a group
                            is weighed by hm_plan_weighings */
    const hm_fit **fits; /* by these and then group; NULL where there is none */
    hm_taken taken;
    uint32_t *order;   /* for the step behind it, which learns from the same units: the units of
                          each of hm_parts in the order of their values here; NULL: it is not known */
    uint32_t *ordered; /* how many of each part are */
    double *filled;    /* of a step that looks at several columns and learns by itself: by unit
                          and column, what stands in place of a gap; of an aggregation by unit,
                          what comes of it; NAN where nothing does */
} hm_applied_step;

/* Where steps find values, and which of them they learn from. `node` has steps, or is the child of
 * a group that is weighed. */
typedef struct hm_step_source {
    const void *context;
    /* The values of a node before its steps, by unit; and after those that were taken so far. */
    const hm_grid_column *(*values)(const void *context, size_t node);
    const hm_grid_column *(*current)(const void *context, size_t node);
    /* Is the value of a unit one to learn from? `imputed`: even if it was imputed. Those of cities
     * that are not ranked never are. */
    bool (*counts)(const void *context, size_t node, size_t unit, bool imputed);
    /* Does that of every unit, unless it was imputed? It need not be known. */
    bool (*all_count)(const void *context, size_t node);
} hm_step_source;

/* Of one phase and the one behind it, which goes by what is kept for it. */
enum { HM_ORDERED_PHASES = 2 };

/* The orders that steps of a phase keep, in one block. */
typedef struct hm_kept_orders {
    uint32_t *block; /* NULL: there are none */
    size_t size;
} hm_kept_orders;

#define HM_NONE_LEFT_OUT SIZE_MAX
typedef struct hm_transformed {
    const hm_plan *plan;
    const hm_bound *bound;
    const hm_allocator *allocator;
    hm_step_source source;  /* set before anything is learnt or applied */
    hm_city_groups *groups; /* of each column that some step goes by, and of all cities together */
    size_t group_count;
    hm_plan *weighed;       /* the plan, for children to get their weights; NULL: none do */
    hm_applied_step *steps; /* in the order of the nodes; behind them what groups are weighed by */
    size_t step_count;
    uint32_t *first_step; /* by node */
    size_t first_weigh;
    size_t period_count;
    hm_kept_orders orders[HM_ORDERED_PHASES]; /* by phase, modulo these */
    hm_earlier *earlier; /* by unit of the data, where steps look at other periods: hm_previous_find
                          */
    uint32_t *later;     /* likewise: the unit that it is the earlier one of; HM_NO_EARLIER */
    const hm_fits *given; /* NULL: none were */
    size_t left_out;      /* a unit, by row, that nothing is learnt from; HM_NONE_LEFT_OUT */
    const hm_fits *fits;  /* what is applied */
    hm_fits *own;         /* that, where it is learnt here; else NULL */
    bool passes;          /* nobody will look at it: it has no digests */
} hm_transformed;

static inline const char *hm_applied_code(const hm_transformed *transformed,
                                          const hm_applied_step *step) {
    return transformed->plan->nodes[step->node].code;
}

/* The steps of a node, in their order. */
static inline const hm_applied_step *hm_applied_steps(const hm_transformed *transformed,
                                                      size_t node) {
    return transformed->steps + transformed->first_step[node];
}

/* The step that it learns with: itself, but for those that learn with another node's. */
static inline hm_applied_step *hm_applied_keeper(const hm_transformed *transformed,
                                                 const hm_applied_step *step) {
    if (!step->step->columns || step->step->columns->keeper == step->node)
        return &transformed->steps[step - transformed->steps];
    size_t at = transformed->first_step[step->step->columns->keeper];
    while (transformed->steps[at].step->method->kind != step->step->method->kind)
        at++;
    return &transformed->steps[at];
}

/* What the package says of it in the period of a unit, by row: the same in all, unless one of its
 * numbers is a parameter. */
static inline const double *hm_applied_settings(const hm_transformed *transformed,
                                                const hm_applied_step *step, size_t row) {
    if (!step->step->sources || !transformed->bound->editions)
        return step->step->settings;
    const size_t index = (size_t)(step - hm_applied_steps(transformed, step->node));
    return hm_bound_plan(transformed->bound, row)->nodes[step->node].steps[index].settings;
}

/* How many periods and groups it has fits for. */
static inline size_t hm_applied_fit_count(const hm_applied_step *step) {
    return hm_step_learns(step->step) ? step->time_count * step->groups->words.count : 0;
}

/* Steps take the greater for the better. That zero has no sign keeps what is learnt from depending
 * on the order of values that are equal. */
static inline double hm_step_orient(const hm_step *step, double value) {
    return (step->lower_is_better ? -value : value) + 0.0;
}

#endif
