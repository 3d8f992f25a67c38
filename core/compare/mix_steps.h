/* mix_steps.h: the steps of a plan between two sides, which are those of the side of the methods.
 */
#ifndef HM_COMPARE_MIX_STEPS_H
#define HM_COMPARE_MIX_STEPS_H

#include "compare/compared.h"

/* Copies, since they are not quite those of a side. */
typedef struct hm_mixed_steps {
    hm_step *steps; /* of all nodes, in their order */
    size_t count;
    hm_columns *columns; /* by step */
    uint32_t *nodes;     /* that columns are of, step by step */
    size_t node_count;
    bool is_impossible; /* a step looks at nodes that the plan does not have, or not in time */
} hm_mixed_steps;

/* Gives a plan copies of the steps that its nodes have: those of the core are of the side of the
 * methods, all else is of the side of the measures, and so are the numbers of its nodes, which the
 * copies look at. Between two cities they go by no groups: each city has the fits of its own, and
 * which of the two are gone by is what the mix says. False when memory has run out; to be closed
 * all the same. */
bool hm_mixed_steps_open(hm_mixed_steps *out, const hm_matched *matched, hm_side methods,
                         hm_side measures, hm_plan *plan, const hm_allocator *allocator);
/* Once it is known which nodes of the plan have steps: what was learnt together is kept by the
 * first of them. False when memory has run out. */
bool hm_mixed_steps_keep(const hm_mixed_steps *of, const hm_matched *matched, const hm_plan *plan,
                         const hm_allocator *allocator);
void hm_mixed_steps_close(hm_mixed_steps *of, const hm_allocator *allocator);

#endif
