/* classes.h: which of its classes a node is in. */
#ifndef HM_CLASSES_H
#define HM_CLASSES_H

#include "aggregate/aggregate.h"

/* What made a figure one of its class. */
typedef struct hm_class_found {
    const hm_class *each; /* NULL: it is in none */
    double figure, bound; /* no bound where all that is left is in the class */
} hm_class_found;

/* `unit` and `node` are in range. A node without a score is in no class. */
hm_class_found hm_aggregated_find_class(const hm_aggregated *aggregated, size_t unit, size_t node);

/* A number of aggregated->plan->class_words. */
static inline uint32_t hm_aggregated_class(const hm_aggregated *aggregated, size_t unit,
                                           size_t node) {
    const hm_class_found found = hm_aggregated_find_class(aggregated, unit, node);
    return found.each ? found.each->word : 0;
}

#endif
