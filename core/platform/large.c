#define _DEFAULT_SOURCE /* madvise */
#include "platform/large.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#ifdef MADV_HUGEPAGE

enum { LARGE_PAGE = 2 << 20 };

/* Starts on a large page, and ends with one if at least a quarter of it is wanted. The advice may
 * be refused: the memory is as good without it. */
static void *allocate_pages(size_t size) {
    const size_t advised = (size + LARGE_PAGE - LARGE_PAGE / 4) / LARGE_PAGE * LARGE_PAGE;
    void *block;
    if (posix_memalign(&block, LARGE_PAGE, size > advised ? size : advised) != 0)
        return NULL;
    (void)madvise(block, advised, MADV_HUGEPAGE);
    return block;
}

void *hm_allocate_large(const hm_allocator *allocator, size_t size) {
    const bool pages = allocator->resize == hm_allocator_default()->resize &&
                       size >= LARGE_PAGE / 4 && size <= SIZE_MAX - LARGE_PAGE;
    return pages ? allocate_pages(size) : hm_allocate(allocator, size);
}

#else

void *hm_allocate_large(const hm_allocator *allocator, size_t size) {
    return hm_allocate(allocator, size);
}

#endif
