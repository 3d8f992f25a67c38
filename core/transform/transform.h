/* transform.h: the steps of nodes, through which their values become scores: what they have learnt
 * is learnt here from all units, or given, and applied unit by unit.
 *
 * A step learns in a phase of its own, when the values before it are there for all units: those of
 * phase 1 from the values of indicators, and of groups whose children need no other unit. Whoever
 * computes the values (aggregate/) goes from phase to phase. */
#ifndef HM_TRANSFORM_H
#define HM_TRANSFORM_H

#include "evaluate/bind.h"
#include "hundredmark/score.h"
#include "platform/cancel.h"
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

/* `fits` NULL: they are learnt, phase by phase. They must outlive what is opened. Errors: memory,
 * HM_ERROR_DATA where the cities lack a column that a step goes by, HM_ERROR_PACKAGE when a step of
 * the fits is not the plan's, or rests on others than it is given with. */
hm_code hm_transformed_open(hm_transformed *transformed, const hm_bound *bound, const hm_fits *fits,
                            const hm_allocator *allocator, hm_error *error);
void hm_transformed_close(hm_transformed *transformed);

/* The first phase that the fits lack a step of; 0: none. */
uint32_t hm_transformed_lacks(const hm_transformed *transformed);
/* HM_ERROR_PACKAGE where the fits lack a step, or a period or group of the units: all, or one of
 * the data set, bound or not. */
hm_code hm_transformed_covers_all(const hm_transformed *transformed, hm_error *error);
hm_code hm_transformed_covers(const hm_transformed *transformed, size_t unit, hm_error *error);

/* --- learning --- */

/* What the steps of a phase are learnt from. */
typedef struct hm_step_source {
    const void *context;
    /* The values of a node before its steps, by unit. */
    const hm_grid_column *(*values)(const void *context, size_t node);
    /* Is the value of a unit one to learn from? Those of cities that are not ranked never are. */
    bool (*counts)(const void *context, size_t node, size_t unit);
} hm_step_source;

/* Begins to learn anew, or what given fits lack: those of phases before `end` are copied, and what
 * is learnt from here on takes its place among them. `before` receives those that were learnt here
 * before (NULL: none), which hm_transformed_restore brings back, or hm_fits_free frees.
 * HM_ERROR_MEMORY: nothing has changed. */
hm_code hm_transformed_begin(hm_transformed *transformed, uint32_t end, hm_fits **before,
                             hm_error *error);
void hm_transformed_restore(hm_transformed *transformed, hm_fits *before);

#define HM_ALL_PERIODS SIZE_MAX
/* Learns what steps learn in `phase`: of all periods, or of one (a number of the data's) alone.
 * Errors: memory, HM_ERROR_CANCELLED. */
hm_code hm_transformed_learn(hm_transformed *transformed, uint32_t phase, size_t only_period,
                             const hm_step_source *source, const hm_cancel *cancel,
                             hm_error *error);

/* --- applying --- */

/* What the steps of a node make of a unit's value; NAN where there is nothing to go by. It may lie
 * outside the node's range. */
double hm_transformed_mark(const hm_transformed *transformed, size_t node, size_t unit,
                           double value);
/* HM_FLAG_CAPPED or HM_FLAG_FLOORED where that lies outside. */
unsigned hm_transformed_flags(const hm_transformed *transformed, size_t node, size_t unit,
                              double value);
/* How the last step of a node treats a unit, with or without a value (NULL): what hm_scores_scaling
 * tells; `out` is as it is begun. */
void hm_transformed_explain(const hm_transformed *transformed, size_t node, size_t unit,
                            const double *value, hm_scaling *out);

/* Cities without a word in a column that a step goes by: a warning each. */
void hm_transformed_warn(const hm_transformed *transformed, hm_issues *issues);

#endif
