/* pairs.h: which units are compared with which. */
#ifndef HM_COMPARE_PAIRS_H
#define HM_COMPARE_PAIRS_H

#include "compare/compared.h"
#include "hundredmark/compare.h"

/* One unit, and the one that it is compared with; HM_NO_OTHER: the data have none. */
#define HM_NO_OTHER SIZE_MAX
typedef struct hm_pairing {
    size_t units[HM_SIDES];
} hm_pairing;

typedef struct hm_pairs {
    hm_pairing *items; /* in the order of the units */
    size_t count, capacity;
    const char *city, *period; /* of the others; NULL: the own one of each unit */
} hm_pairs;

/* To be closed all the same. */
hm_code hm_pairs_open(hm_pairs *pairs, const hm_scores *const scores[HM_SIDES],
                      const hm_compare_options *options, const hm_allocator *allocator,
                      hm_error *error);
void hm_pairs_close(hm_pairs *pairs, const hm_allocator *allocator);

#endif
