#include "dataset/slab.h"

#include "platform/large.h"

/* An odd number of cache lines: neighbouring places do not compete for the same sets of the cache.
 */
static size_t odd_lines(size_t count, size_t a_line) {
    return ((count + a_line - 1) / a_line | 1) * a_line;
}

static size_t value_bytes(const hm_slab *slab) {
    return slab->places * slab->value_stride * sizeof *slab->values;
}

static size_t cell_bytes(const hm_slab *slab) {
    return slab->places * slab->cell_stride;
}

hm_slab *hm_slab_new(const hm_allocator *allocator, size_t places, size_t capacity) {
    const size_t most = SIZE_MAX / 32 / (places + 1);
    hm_slab *slab = capacity < most ? hm_allocate(allocator, sizeof *slab) : NULL;
    if (!slab)
        return NULL;
    *slab = (hm_slab){.allocator = allocator,
                      .places = places,
                      .capacity = capacity,
                      .value_stride = odd_lines(capacity, 8),
                      .cell_stride = odd_lines(capacity, 64),
                      .users = 1};
    slab->values = hm_allocate_large(allocator, value_bytes(slab));
    slab->cells = hm_allocate_large(allocator, cell_bytes(slab));
    if (slab->values && slab->cells)
        return slab;
    hm_slab_leave(slab);
    return NULL;
}

void hm_slab_leave(hm_slab *slab) {
    if (--slab->users > 0)
        return;
    hm_release(slab->allocator, slab->values, value_bytes(slab));
    hm_release(slab->allocator, slab->cells, cell_bytes(slab));
    hm_release(slab->allocator, slab, sizeof *slab);
}
