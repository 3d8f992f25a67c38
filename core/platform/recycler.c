#include "platform/recycler.h"

#include <stdint.h>
#include <string.h>

#include "platform/large.h"

enum { STEP = 64 /* sizes are multiples of it: they fill whole lines of the cache */ };

/* 0 where there is no such size. */
static size_t round_up(size_t size) {
    return size <= SIZE_MAX - STEP ? (size + STEP - 1) / STEP * STEP : 0;
}

/* The shelf of a size, a new one if there is none; NULL where there are too many sizes. */
static hm_recycler_shelf *find_shelf(hm_recycler *r, size_t size) {
    const size_t mask = HM_RECYCLER_SIZES - 1;
    size_t at = size / STEP * 0x9e37 & mask;
    while (r->shelves[at].size != 0 && r->shelves[at].size != size)
        at = (at + 1) & mask;
    if (r->shelves[at].size == 0) {
        if (r->used >= HM_RECYCLER_SIZES / 2)
            return NULL;
        r->used++;
        r->shelves[at].size = size;
    }
    return &r->shelves[at];
}

static void empty(hm_recycler *r) {
    for (size_t i = 0; i < HM_RECYCLER_SIZES; i++)
        while (r->shelves[i].first) {
            void *block = r->shelves[i].first;
            memcpy(&r->shelves[i].first, block, sizeof block);
            hm_release(r->from, block, r->shelves[i].size);
        }
}

/* What is kept may be what is lacking. */
static void *allocate_new(hm_recycler *r, size_t size) {
    void *block = hm_allocate_large(r->from, size);
    if (block)
        return block;
    empty(r);
    return hm_allocate_large(r->from, size);
}

static void *take(hm_recycler *r, size_t size) {
    hm_recycler_shelf *shelf = find_shelf(r, size);
    if (!shelf || !shelf->first)
        return allocate_new(r, size);
    void *block = shelf->first;
    memcpy(&shelf->first, block, sizeof block);
    return block;
}

static void keep(hm_recycler *r, void *block, size_t size) {
    hm_recycler_shelf *shelf = find_shelf(r, size);
    if (!shelf) {
        hm_release(r->from, block, size);
        return;
    }
    memcpy(block, &shelf->first, sizeof block);
    shelf->first = block;
}

static void *resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    hm_recycler *r = context;
    const size_t old = pointer ? round_up(old_size) : 0, wanted = round_up(new_size);
    if (new_size > 0 && wanted == 0)
        return NULL;
    if (pointer && old == wanted)
        return pointer;
    void *block = new_size > 0 ? take(r, wanted) : NULL;
    if (new_size > 0 && !block)
        return NULL;
    if (pointer && block)
        memcpy(block, pointer, old_size < new_size ? old_size : new_size);
    if (pointer)
        keep(r, pointer, old);
    return block;
}

bool hm_recycler_open(hm_recycler *r, const hm_allocator *from) {
    *r = (hm_recycler){.allocator = {resize, r}, .from = from};
    r->shelves = hm_allocate_array(from, HM_RECYCLER_SIZES, sizeof *r->shelves);
    return r->shelves != NULL;
}

void hm_recycler_close(hm_recycler *r) {
    if (!r->shelves)
        return;
    empty(r);
    hm_release(r->from, r->shelves, HM_RECYCLER_SIZES * sizeof *r->shelves);
    r->shelves = NULL;
}
