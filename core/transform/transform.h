/* transform.h: the steps of nodes, through which their values become scores: what they have learnt
 * is learnt here from all units, or given, and applied unit by unit.
 *
 * A step learns in a phase of its own, when the values before it are there for all units: those of
 * phase 1 from the values of indicators, and of groups whose children need no other unit. Whoever
 * computes the values (aggregate/) goes from phase to phase. */
#ifndef HM_TRANSFORM_H
#define HM_TRANSFORM_H

#include "hundredmark/score.h"
#include "platform/cancel.h"
#include "transform/applied.h"
#include "transform/joints.h"

/* `weighed` is the bound plan itself where that has groups whose children are weighed, for them to
 * get their weights; else NULL. `fits` NULL: they are learnt, phase by phase. They must outlive
 * what is opened. Errors: memory, HM_ERROR_DATA where the cities lack a column that a step goes by,
 * HM_ERROR_PACKAGE when a step of the fits is not the plan's, or rests on others than it is given
 * with. */
hm_code hm_transformed_open(hm_transformed *transformed, const hm_bound *bound, hm_plan *weighed,
                            const hm_fits *fits, const hm_allocator *allocator, hm_error *error);
void hm_transformed_close(hm_transformed *transformed);

/* --- fits that are given (given.c) --- */

/* HM_ERROR_PACKAGE when a step of the fits is not the plan's, or rests on others than it is given
 * with. */
hm_code hm_transformed_check_given(const hm_transformed *transformed, hm_error *error);
/* The first phase that the fits lack a step of; 0: none. */
uint32_t hm_transformed_lacks(const hm_transformed *transformed);
/* HM_ERROR_PACKAGE where the fits lack a step, or a period or group of the units: all, or one of
 * the data set, bound or not. */
hm_code hm_transformed_covers_all(const hm_transformed *transformed, hm_error *error);
hm_code hm_transformed_covers(const hm_transformed *transformed, size_t unit, hm_error *error);

/* --- learning (learn.c) --- */

/* Begins to learn anew, or what given fits lack: those of phases before `end` are copied, and what
 * is learnt from here on takes its place among them. `before` receives those that were learnt here
 * before (NULL: none), which hm_transformed_restore brings back, or hm_fits_free frees.
 * HM_ERROR_MEMORY: nothing has changed. */
hm_code hm_transformed_begin(hm_transformed *transformed, uint32_t end, hm_fits **before,
                             hm_error *error);
/* Forgets what was learnt here, which is all that there is, to learn it without a unit. Errors:
 * memory; then nothing has changed. */
hm_code hm_transformed_leave_out(hm_transformed *transformed, size_t unit, hm_error *error);
void hm_transformed_restore(hm_transformed *transformed, hm_fits *before);

#define HM_ALL_PERIODS SIZE_MAX
typedef struct hm_learn_options {
    size_t only_period; /* a number of the data's; HM_ALL_PERIODS */
    bool takes;         /* what comes of values that are learnt from may be put in their place: then
                           hm_transformed_take passes over them until hm_transformed_go_on */
    bool keeps_samples; /* of all: the values may change while the fits are there, or are to be
                           copied */
    size_t jobs;
    const hm_cancel *cancel; /* may be NULL */
} hm_learn_options;
/* Learns what steps learn in `phase`. Errors: memory, HM_ERROR_CANCELLED. */
hm_code hm_transformed_learn(hm_transformed *transformed, uint32_t phase,
                             const hm_learn_options *how, hm_error *error);
/* Lets go of the orders that steps of a phase have kept for those behind them. */
void hm_transformed_forget_orders(hm_transformed *transformed, uint32_t phase);
/* Once all steps of the phase are taken. */
void hm_transformed_go_on(hm_transformed *transformed);

/* --- applying --- */

/* Takes steps `first` to `end` - 1 of a node. */
void hm_transformed_take(const hm_transformed *transformed, size_t node, size_t first, size_t end,
                         size_t unit, size_t count, hm_step_cells cells);
/* What the steps of a node make of its value in a unit, which may lie outside the node's range. */
hm_step_cell hm_transformed_cell(const hm_transformed *transformed, size_t node, size_t unit);
/* How the scale of a node treats a unit, with or without a value: what hm_scores_scaling tells;
 * `out` is as it is begun. */
void hm_transformed_explain(const hm_transformed *transformed, size_t node, size_t unit,
                            hm_scaling *out);

/* What one step of a node did in a unit, or what it is weighed by, its first: what hm_scores_step
 * tells; `out` is as it is begun. */
void hm_transformed_tell(const hm_transformed *transformed, size_t node, size_t unit, size_t step,
                         hm_step_account *out);

/* Cities without a word in a column that a step goes by, and steps that could not be fitted: a
 * warning each. */
void hm_transformed_warn(const hm_transformed *transformed, hm_issues *issues);

#endif
