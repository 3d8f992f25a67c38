/* slab.h: room for the cells of many series in one large block: far fewer page faults than an array
 * each, and no series moves while its file is read, so that threads can write straight into it. */
#ifndef HM_SLAB_H
#define HM_SLAB_H

#include "base/memory.h"

/* Cell i of place k is values[k * value_stride + i] and cells[k * cell_stride + i]. */
typedef struct hm_slab {
    const hm_allocator *allocator;
    size_t places, capacity; /* cells a place */
    size_t value_stride, cell_stride;
    double *values;
    uint8_t *cells;
    size_t users; /* who holds it; the last to leave releases it */
} hm_slab;

/* The caller is its first user. Not zeroed. NULL when memory has run out. */
hm_slab *hm_slab_new(const hm_allocator *allocator, size_t places, size_t capacity);
void hm_slab_leave(hm_slab *slab);

#endif
