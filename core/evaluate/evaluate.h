/* evaluate.h: every indicator's value for every unit, and its place on the hundred-mark scale. */
#ifndef HM_EVALUATE_H
#define HM_EVALUATE_H

#include "evaluate/evaluated.h"
#include "platform/budget.h"

/* What one thread needs to evaluate. */
typedef struct hm_evaluator hm_evaluator;
hm_code hm_evaluator_open(hm_evaluator **out, const hm_bound *bound, const hm_cancel *cancel,
                          const hm_allocator *allocator, hm_error *error);
void hm_evaluator_close(hm_evaluator *evaluator);
/* What the calling thread has this evaluator do from here on is charged to `budget`, which may be
 * NULL, until hm_evaluator_stop. That returns `code`, or, where the budget is exhausted, what takes
 * its place: HM_ERROR_LIMIT, so that no number is taken for a result that was cut short. */
void hm_evaluator_start(hm_evaluator *evaluator, hm_budget *budget);
hm_code hm_evaluator_stop(hm_evaluator *evaluator, hm_code code, hm_error *error);
/* Values and flags of units begin .. end - 1, taken anew, of all indicators but those that read
 * nodes, whose turn comes when these are scored; reasons are added to `reasons`.
 * HM_ERROR_CANCELLED when the flag was raised, HM_ERROR_LIMIT when the budget is exhausted,
 * HM_ERROR_MEMORY. */
hm_code hm_evaluator_run(hm_evaluator *evaluator, hm_evaluated *evaluated, size_t begin, size_t end,
                         hm_reasons *reasons, hm_error *error);
/* The same of some indicators (those that read nodes are passed over) and one unit. */
hm_code hm_evaluator_update(hm_evaluator *evaluator, hm_evaluated *evaluated,
                            const uint32_t *indicators, size_t count, size_t unit,
                            hm_reasons *reasons, hm_error *error);
/* Did a call of the indicator's function run into a limit in the last run or update? */
bool hm_evaluator_was_cut(const hm_evaluator *evaluator, uint32_t indicator);

/* Looks, for the functions among the measures of units begin .. end - 1 as they were just taken,
 * whether they keep state (stateless.h). Runs their scripts anew, and leaves a fresh sandbox. */
hm_code hm_evaluator_check(hm_evaluator *evaluator, const hm_evaluated *evaluated, size_t begin,
                           size_t end, hm_error *error);
/* The same of some functions and one unit. */
hm_code hm_evaluator_check_some(hm_evaluator *evaluator, const hm_evaluated *evaluated,
                                const uint32_t *indicators, size_t count, size_t unit,
                                hm_error *error);
/* Fails what this evaluator has found to keep state, for all units. */
void hm_evaluator_settle(hm_evaluator *evaluator, hm_evaluated *evaluated);
/* One by one: has this indicator's function been found to keep state, here or, after
 * hm_evaluator_recall, by those that evaluated before? */
bool hm_evaluator_is_stateful(const hm_evaluator *evaluator, uint32_t indicator);
void hm_evaluator_fail(hm_evaluator *evaluator, hm_evaluated *evaluated, uint32_t indicator);
void hm_evaluator_recall(hm_evaluator *evaluator, const hm_evaluated *evaluated);

/* All bound units, evaluated. `options` as hm_score takes them, with the allocator filled in; its
 * limits are those of `budget`, which may be NULL. */
hm_code hm_evaluated_open(hm_evaluated *evaluated, const hm_bound *bound,
                          const hm_score_options *options, hm_budget *budget, hm_error *error);

/* Values and flags of an indicator whose measure reads nodes: of up to HM_BLOCK units, for which
 * all that it reads in `data` is there. */
void hm_evaluated_measure(hm_evaluated *evaluated, size_t indicator, const hm_expr_data *data,
                          size_t first, size_t count, hm_workspace *workspace);
/* Adds the flags that the figures bring along which a group's measure reads. */
void hm_bound_flag_formula(const hm_bound *bound, uint32_t node, const hm_node_formula *formula,
                           size_t first, size_t count, uint8_t *flags);

#endif
