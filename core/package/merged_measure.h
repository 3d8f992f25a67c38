/* merged_measure.h: what a node's measures of all periods use and read, as one. */
#ifndef HM_MERGED_MEASURE_H
#define HM_MERGED_MEASURE_H

#include "package/linking.h"

/* Which measure used an input, and read a node, last: each is listed once. */
typedef struct hm_measure_marks {
    uint32_t user;     /* the number of the measure at hand, counted from 1 */
    uint32_t *users;   /* of each input: the last measure that uses it */
    uint32_t *readers; /* of each node: the last measure that reads it */
} hm_measure_marks;

/* Appends the number to the list unless `last`, one of the two, says that the measure has it. */
void hm_measure_use(const hm_measure_marks *marks, uint32_t *last, uint32_t number, uint32_t *list,
                    size_t *count);

/* Adds a pair that is not there yet; there is room for it. */
void hm_parts_add(hm_indicator *indicator, uint32_t part, uint32_t whole, bool declared);

/* What is said of the node in all periods: the last of `count` measures, by their days, and all
 * that any of them takes, that of the last first; `out` is an indicator, or has the inputs of a
 * group. Its inputs are marked then. links->failed where memory or the budget has run out. */
void hm_measures_merge(hm_linking *links, hm_measure_marks *marks, const hm_dated_measure *list,
                       size_t count, hm_node *node, hm_indicator *out);

#endif
