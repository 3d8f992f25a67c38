/* aggregation.h: which method each group aggregates by, and with which parameters. */
#ifndef HM_AGGREGATION_H
#define HM_AGGREGATION_H

#include "package/joined.h"
#include "package/package.h"

/* The parameters of a method, and which of them are parameters of the package: as in hm_node. */
typedef struct hm_method_numbers {
    double *parameters;
    uint32_t *sources;
} hm_method_numbers;

/* What is said of the group `item`, NULL: of all, as a row of hm_methods and its parameters.
 * Unchanged where nothing is said, or what is wrong, which is an issue of the package. */
void hm_aggregation_link(hm_package *package, const hm_joined *joined, const hm_item *item,
                         uint8_t *method, hm_method_numbers numbers);

/* Once steps are linked: whether the children of each group are what its method needs. What is not
 * is an issue of the package. True: it goes on. */
bool hm_aggregation_check(hm_package *package, const hm_joined *joined,
                          const hm_item *const *items);

#endif
