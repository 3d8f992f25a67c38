/* plan.h: what scoring needs of a package, to be copied and varied: what would the scores be if
 * this weight, or this method of aggregation, were another?
 *
 * A plan begins as its package says, and nothing that is done to it changes the package or other
 * plans. Nodes have the numbers that they have in the package (hm_package_find). hm_score_plan
 * scores with it. A plan belongs to one thread at a time while it is changed; one that is not being
 * changed may be read, copied and scored with from any number of threads. Scores keep what they
 * were made with: a plan may be changed or freed while they are still read. */
#ifndef HUNDREDMARK_PLAN_H
#define HUNDREDMARK_PLAN_H

#include "hundredmark/package.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_plan hm_plan;

/* The package's plan as a copy of the caller's own, in the package's memory (its allocator); it
 * keeps the package alive. Errors: memory, argument. */
HM_API hm_code hm_plan_new(hm_plan **out, const hm_package *package, hm_error *error);
/* A plan that begins as `plan` is now. Errors: memory, argument. */
HM_API hm_code hm_plan_copy(hm_plan **out, const hm_plan *plan, hm_error *error);
HM_API void hm_plan_free(hm_plan *plan);

/* Gives a node another weight among its siblings, whose shares change with it. A weight is what a
 * package takes as one: 0, or from 1e-9 to 1e9, and those of a group's children not all 0, apart
 * from those that deduct. That of the root says nothing: it has no siblings. HM_ERROR_ARGUMENT, and
 * the plan is as before, for another weight, a node that is out of range, or one whose weight
 * follows from the data (the package says `weigh` of its group). */
HM_API hm_code hm_plan_set_weight(hm_plan *plan, size_t node, double weight, hm_error *error);
/* The same of `count` nodes at once, node nodes[i] to have weights[i]: what has to hold is asked of
 * the weights as they are after all changes, and either all of them are made or none. A node that
 * stands twice has the last one. Errors: argument, memory. */
HM_API hm_code hm_plan_set_weights(hm_plan *plan, size_t count, const size_t *nodes,
                                   const double *weights, hm_error *error);
/* Has a group's score made by another method of aggregation: "geometric", or another that packages
 * know. HM_ERROR_ARGUMENT, and the plan is as before, for an indicator, a node that is out of
 * range, a name that is no method's (with the nearest), or where a group would begin or cease to
 * compare cities ("copeland"), or do it by other parameters: that only a package can say. */
HM_API hm_code hm_plan_set_method(hm_plan *plan, size_t node, const char *method, hm_error *error);

/* Sets a parameter of the package (parameters.csv) for all periods: what would the scores be if
 * this number were another? HM_ERROR_ARGUMENT, and the plan is as before, for a name that is no
 * parameter's (with the nearest), or a number that is not finite, or no weight where weights of
 * nodes are this parameter, or nothing that a step or a method can have where numbers of these are.
 */
HM_API hm_code hm_plan_set_parameter(hm_plan *plan, const char *name, double value,
                                     hm_error *error);

/* A node with its weight and share as they are in the plan, which has as many as its package
 * (hm_package_node_count). HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_plan_node(const hm_plan *plan, size_t node, hm_node_info *out);

#ifdef __cplusplus
}
#endif
#endif
