/* memory.h: all memory of the library comes through here.
 *
 * An allocator is borrowed and must outlive what was made with it. An arena hands out pieces that
 * live as long as the arena: one free at the end, no bookkeeping a piece. Both return NULL when
 * memory has run out; the caller reports HM_ERROR_MEMORY. */
#ifndef HM_MEMORY_H
#define HM_MEMORY_H

#include <stdbool.h>
#include "hundredmark/base.h"

/* malloc, realloc and free; never NULL. */
const hm_allocator *hm_allocator_default(void);

void *hm_resize(const hm_allocator *allocator, void *pointer, size_t old_size, size_t new_size);
void *hm_allocate(const hm_allocator *allocator, size_t size);
/* Zeroed; NULL too when count * size overflows. */
void *hm_allocate_array(const hm_allocator *allocator, size_t count, size_t size);
/* `size` is what was allocated. NULL is fine. */
void hm_release(const hm_allocator *allocator, void *pointer, size_t size);

/* Makes room for one more element in a growable array: `*items` (of `*capacity` elements of `size`
 * bytes, `count` of them used) is doubled when full. False when memory has run out; then nothing
 * has changed. */
bool hm_grow(const hm_allocator *allocator, void *items, size_t count, size_t *capacity,
             size_t size);

typedef struct hm_arena {
    const hm_allocator *allocator;
    struct hm_arena_block *blocks;
    size_t size; /* bytes of all blocks */
} hm_arena;

void hm_arena_open(hm_arena *arena, const hm_allocator *allocator);
void hm_arena_close(hm_arena *arena);
/* Aligned for any type, not zeroed. */
void *hm_arena_take(hm_arena *arena, size_t size);
/* Zeroed; NULL too when count * size overflows. */
void *hm_arena_take_array(hm_arena *arena, size_t count, size_t size);
/* A copy that ends with NUL. */
char *hm_arena_copy(hm_arena *arena, const char *text, size_t size);

#endif
