/* learn_values.h: what steps learn that look at one column, and, where that is the least to do,
 * what they make of the very values that they learn from. */
#ifndef HM_LEARN_VALUES_H
#define HM_LEARN_VALUES_H

#include "evaluate/periods.h"
#include "methods/rank_places.h"
#include "transform/parts.h"
#include "transform/transform.h"

/* What all threads that learn read. */
typedef struct hm_learning {
    hm_transformed *to;
    hm_learn_options how;
    hm_periods periods;
    hm_parts *parts;        /* by the groups of `to` */
    const uint32_t *cities; /* by unit */
    size_t units, most_groups;
} hm_learning;

/* What one of them needs. */
typedef struct hm_value_learner {
    const hm_learning *all;
    hm_rank_workspace sort; /* the values of one group, owned by their units */
} hm_value_learner;

/* False when memory has run out; to be closed all the same. */
bool hm_value_learner_open(hm_value_learner *learner, const hm_learning *all);
void hm_value_learner_close(hm_value_learner *learner);

/* Gives the fits the names of the periods and groups that a step may learn from. False when memory
 * has run out. */
bool hm_values_name(const hm_learning *all, const hm_applied_step *step);
/* How much room a step needs to keep the order of its values for the step behind it (its `order`,
 * and behind that `ordered`); 0: it keeps none. */
size_t hm_values_kept_order(const hm_learning *all, const hm_applied_step *step);
/* Learns a step, which the fits have and know by its `number`. False when memory has run out. */
bool hm_values_learn(const hm_value_learner *learner, hm_applied_step *step);
/* Gives the fits the samples that a step has learnt from, where they lack them: `before` is room
 * for the values as they were before it. False when memory has run out. */
bool hm_values_recall(const hm_value_learner *learner, hm_fits *fits, const hm_applied_step *step,
                      const hm_grid_column *before);

#endif
