/* recycler.h: memory for work that is done again and again: what is given back is kept, and given
 * again to whoever wants as much, without new pages of the system's. */
#ifndef HM_RECYCLER_H
#define HM_RECYCLER_H

#include "base/memory.h"

enum { HM_RECYCLER_SIZES = 1024 /* that blocks are kept of; a power of two */ };

/* Blocks of a size that nobody uses; the first words of each lead to the next. */
typedef struct hm_recycler_shelf {
    size_t size; /* 0: of none yet */
    void *first;
} hm_recycler_shelf;

/* Of one thread, and at one address: `allocator` points to it. */
typedef struct hm_recycler {
    hm_allocator allocator; /* what is asked for memory */
    const hm_allocator *from;
    hm_recycler_shelf *shelves; /* by size, open addressing */
    size_t used;
} hm_recycler;

/* To be closed all the same when it fails: memory has run out. */
bool hm_recycler_open(hm_recycler *recycler, const hm_allocator *from);
/* When all that it gave has been given back. */
void hm_recycler_close(hm_recycler *recycler);

#endif
