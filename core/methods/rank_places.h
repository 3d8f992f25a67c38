/* rank_places.h: the places of numbers among each other, the greatest first, and their order: one
 * sort of a column, for ranks and for what steps learn. */
#ifndef HM_RANK_PLACES_H
#define HM_RANK_PLACES_H

#include "base/memory.h"

/* Room for ranking up to `most` numbers at a time, for one thread. */
typedef struct hm_rank_workspace {
    const hm_allocator *allocator;
    size_t most;
    void *block;      /* of the arrays below */
    double *numbers;  /* to be filled: finite */
    uint32_t *owners; /* the caller's own: whose number it is */
    uint32_t *places;
    uint64_t *items, *spare;
    uint32_t *counts; /* of its own */
} hm_rank_workspace;

/* False when memory has run out; to be closed all the same. */
bool hm_rank_workspace_open(hm_rank_workspace *workspace, size_t most,
                            const hm_allocator *allocator);
void hm_rank_workspace_close(hm_rank_workspace *workspace);

/* Writes the places of the first `count` numbers, from 1 on. A number that ties (base/tie.h)
 * with the greatest that has a place shares it; the next place counts all before it. */
void hm_rank_places(const hm_rank_workspace *workspace, size_t count);

/* Puts them in ascending order, and the owners along with them. -0 comes out as 0. */
void hm_rank_sort(const hm_rank_workspace *workspace, size_t count);

#endif
