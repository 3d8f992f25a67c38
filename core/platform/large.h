/* large.h: memory for columns: on large pages, where the system has them. */
#ifndef HM_LARGE_H
#define HM_LARGE_H

#include "base/memory.h"

/* As hm_allocate, for what will be filled at once and as a whole. Half a megabyte and more from the
 * default allocator lies on large pages where the system has them, which spares thousands of page
 * faults; of such a block even a little written may cost two megabytes. Not zeroed. */
void *hm_allocate_large(const hm_allocator *allocator, size_t size);

#endif
