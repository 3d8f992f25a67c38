/* rank_sort.h: scores in order, the best first. */
#ifndef HM_RANK_SORT_H
#define HM_RANK_SORT_H

#include <stddef.h>
#include <stdint.h>

typedef struct hm_ranked {
    uint64_t key; /* hm_rank_key of its score: the better, the smaller */
    uint32_t unit;
} hm_ranked;

uint64_t hm_rank_key(double score);
double hm_rank_score(uint64_t key);

/* Sorts `items` by key; equal ones keep their order. `room` has as much room. Returns whichever of
 * the two the sorted items are in. */
hm_ranked *hm_rank_sort(hm_ranked *items, hm_ranked *room, size_t count);

#endif
