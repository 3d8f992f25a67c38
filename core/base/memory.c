#include "base/memory.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

static void *resize_with_malloc(void *context, void *pointer, size_t old_size, size_t new_size) {
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(pointer);
        return NULL;
    }
    return realloc(pointer, new_size);
}

const hm_allocator *hm_allocator_default(void) {
    static const hm_allocator allocator = {resize_with_malloc, NULL};
    return &allocator;
}

void *hm_resize(const hm_allocator *allocator, void *pointer, size_t old_size, size_t new_size) {
    return allocator->resize(allocator->context, pointer, old_size, new_size);
}

void *hm_allocate(const hm_allocator *allocator, size_t size) {
    return hm_resize(allocator, NULL, 0, size > 0 ? size : 1);
}

void *hm_allocate_array(const hm_allocator *allocator, size_t count, size_t size) {
    if (size > 0 && count > SIZE_MAX / size)
        return NULL;
    void *array = hm_allocate(allocator, count * size);
    if (array)
        memset(array, 0, count * size);
    return array;
}

void hm_release(const hm_allocator *allocator, void *pointer, size_t size) {
    if (pointer) /* hm_allocate makes one byte of none */
        (void)hm_resize(allocator, pointer, size > 0 ? size : 1, 0);
}

bool hm_grow(const hm_allocator *allocator, void *items, size_t count, size_t *capacity,
             size_t size) {
    if (count < *capacity)
        return true;
    size_t wanted = *capacity > 0 ? *capacity * 2 : 16;
    if (wanted < *capacity || wanted > SIZE_MAX / size)
        return false;
    void *old;
    memcpy(&old, items, sizeof old); /* `items` is the address of a pointer of any type */
    void *grown = hm_resize(allocator, old, *capacity * size, wanted * size);
    if (!grown)
        return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

/* Pieces come off the newest block; large ones get a block of their own. */
struct hm_arena_block {
    struct hm_arena_block *older;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

enum { ARENA_BLOCK = 8192 - (int)sizeof(struct hm_arena_block) };

void hm_arena_open(hm_arena *arena, const hm_allocator *allocator) {
    arena->allocator = allocator;
    arena->blocks = NULL;
    arena->size = 0;
}

void hm_arena_close(hm_arena *arena) {
    struct hm_arena_block *block = arena->blocks;
    while (block) {
        struct hm_arena_block *older = block->older;
        hm_release(arena->allocator, block, sizeof *block + block->size);
        block = older;
    }
    arena->blocks = NULL;
    arena->size = 0;
}

static struct hm_arena_block *add_block(hm_arena *arena, size_t size) {
    struct hm_arena_block *block = hm_allocate(arena->allocator, sizeof *block + size);
    if (!block)
        return NULL;
    block->size = size;
    block->used = 0;
    arena->size += size;
    /* a block for one large piece goes behind the newest, which still has room */
    if (size > ARENA_BLOCK && arena->blocks) {
        block->older = arena->blocks->older;
        arena->blocks->older = block;
    } else {
        block->older = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void *hm_arena_take(hm_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct hm_arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size)
        block = add_block(arena, size > ARENA_BLOCK ? size : ARENA_BLOCK);
    if (!block)
        return NULL;
    void *piece = block->bytes + block->used;
    block->used += size;
    return piece;
}

void *hm_arena_take_array(hm_arena *arena, size_t count, size_t size) {
    if (size > 0 && count > SIZE_MAX / size)
        return NULL;
    void *array = hm_arena_take(arena, count * size);
    if (array)
        memset(array, 0, count * size);
    return array;
}

char *hm_arena_copy(hm_arena *arena, const char *text, size_t size) {
    char *copy = hm_arena_take(arena, size + 1);
    if (!copy)
        return NULL;
    if (size > 0)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}
