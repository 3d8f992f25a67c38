/* applied.h: the steps of nodes as they are applied to some data, and which fits they go by. */
#ifndef HM_APPLIED_H
#define HM_APPLIED_H

#include "evaluate/bound.h"
#include "transform/city_groups.h"
#include "transform/fits.h"

/* A step of a node, as it is applied to the data. */
typedef struct hm_applied_step {
    const hm_step *step;
    uint32_t node;
    uint32_t number; /* among the steps of the fits; HM_NO_NAME: they do not have it (yet) */
    const hm_city_groups *groups;
    const hm_fit **fits; /* by period of the data and then group; NULL where there is none */
} hm_applied_step;

typedef struct hm_transformed {
    const hm_plan *plan;
    const hm_bound *bound;
    const hm_allocator *allocator;
    hm_city_groups *groups; /* of each column that some step goes by, and of all cities together */
    size_t group_count;
    hm_applied_step *steps; /* in the order of the nodes */
    size_t step_count;
    uint32_t *first_step; /* by node */
    size_t period_count;
    const hm_fits *given; /* NULL: none were */
    const hm_fits *fits;  /* what is applied */
    hm_fits *own;         /* that, where it is learnt here; else NULL */
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

/* Which of its node's steps it is, and in which phase it learns. */
static inline size_t hm_applied_index(const hm_transformed *transformed,
                                      const hm_applied_step *step) {
    return (size_t)(step - hm_applied_steps(transformed, step->node));
}
static inline uint32_t hm_applied_phase(const hm_transformed *transformed,
                                        const hm_applied_step *step) {
    return transformed->plan->nodes[step->node].phase +
           (uint32_t)hm_applied_index(transformed, step) + 1;
}

/* How many periods and groups it has fits for. */
static inline size_t hm_applied_fit_count(const hm_transformed *transformed,
                                          const hm_applied_step *step) {
    return transformed->period_count * step->groups->words.count;
}

/* Steps take the greater for the better. That zero has no sign keeps what is learnt from depending
 * on the order of values that are equal. */
static inline double hm_step_orient(const hm_step *step, double value) {
    return (step->lower_is_better ? -value : value) + 0.0;
}

/* Finds the fits of all steps among those that are applied. */
void hm_applied_choose(hm_transformed *transformed);
/* NULL where there is none. `unit` is one of the data set. */
const hm_fit *hm_applied_fit(const hm_transformed *transformed, const hm_applied_step *step,
                             size_t unit);
/* What the first `count` steps of a node make of the value of a bound unit; NAN where some cannot.
 */
double hm_applied_value(const hm_transformed *transformed, size_t node, size_t count, size_t unit,
                        double value);

#endif
