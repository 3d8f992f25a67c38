/* comparable.h: how far back figures can be compared with those of a period, by the breaks that the
 * package declares. */
#ifndef HM_COMPARABLE_H
#define HM_COMPARABLE_H

#include "dataset/dataset.h"
#include "expr/earlier.h"
#include "plan/plan.h"

/* All is NULL where the package declares no breaks. */
typedef struct hm_comparable {
    const hm_allocator *allocator;
    const uint32_t *periods; /* by unit of the data set: the number of its period */
    size_t period_count, input_count, node_count;
    uint32_t *all;    /* of what has no breaks of its own: by the package's alone; by period */
    hm_reach *inputs; /* by input, by its own alone; NULL: it has none */
    hm_reach
        *series;     /* by node that steps take values of other periods to: by all breaks that its
                        value rests on, below it and in what it reads; NULL: there are no such steps */
    hm_reach *nodes; /* by node, by its own and the package's; NULL: it has none of its own */
} hm_comparable;

/* False when memory has run out. */
bool hm_comparable_open(hm_comparable *comparable, const hm_plan *plan, const hm_dataset *dataset,
                        const hm_allocator *allocator);
void hm_comparable_close(hm_comparable *comparable);

/* Of what is computed at a node; HM_NO_NODE: at none, as of rules. Inputs have reaches of their
 * own. */
hm_reach hm_comparable_reach(const hm_comparable *comparable, uint32_t node);

/* How many periods before a unit of the data set the scores of a node can be compared with its own,
 * UINT32_MAX where no break lies before it: by the breaks of the package, its own and those of the
 * inputs of its measures. What breaks below a group is a matter of its children. */
uint32_t hm_comparable_back(const hm_comparable *comparable, const hm_plan *plan, uint32_t node,
                            size_t unit);
/* The same of values that steps of the node take from one period to another: as they were, so that
 * all breaks count that they rest on. */
uint32_t hm_comparable_series(const hm_comparable *comparable, uint32_t node, size_t unit);

#endif
