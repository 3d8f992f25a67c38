/* hashes.h: which texts were seen before, at 10 to 18 bytes a text however long it is: only a hash
 * of 64 bits is kept. Two texts may share one: among a million texts that happens once in 37
 * million times, among a thousand million once in 37. */
#ifndef HM_HASHES_H
#define HM_HASHES_H

#include "base/memory.h"

typedef struct hm_hashes {
    const hm_allocator *allocator;
    uint64_t *slots; /* open addressing; 0 is free */
    size_t count, capacity;
} hm_hashes;

typedef enum hm_hashes_answer { HM_HASHES_NEW, HM_HASHES_SEEN, HM_HASHES_MEMORY } hm_hashes_answer;

void hm_hashes_open(hm_hashes *hashes, const hm_allocator *allocator);
void hm_hashes_close(hm_hashes *hashes);
/* Was the text there before? It is from now on. */
hm_hashes_answer hm_hashes_add(hm_hashes *hashes, const char *text, size_t size);

#endif
