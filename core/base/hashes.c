#include "base/hashes.h"

enum { FIRST_CAPACITY = 64 };

/* FNV-1a over the bytes, then the finish of SplitMix64, which lets every bit of a text reach every
 * bit of its hash. Never 0. */
static uint64_t hash_of(const char *text, size_t size) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001B3);
    hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
    hash ^= hash >> 31;
    return hash ? hash : 1;
}

/* The hash's slot, or the free one where it belongs. */
static uint64_t *slot_of(uint64_t *slots, size_t capacity, uint64_t hash) {
    size_t i = (size_t)hash & (capacity - 1);
    while (slots[i] != 0 && slots[i] != hash)
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

static bool grow(hm_hashes *hashes) {
    const size_t capacity = hashes->capacity ? hashes->capacity * 2 : FIRST_CAPACITY;
    uint64_t *slots = hm_allocate_array(hashes->allocator, capacity, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < hashes->capacity; i++)
        if (hashes->slots[i] != 0)
            *slot_of(slots, capacity, hashes->slots[i]) = hashes->slots[i];
    hm_release(hashes->allocator, hashes->slots, hashes->capacity * sizeof *slots);
    hashes->slots = slots;
    hashes->capacity = capacity;
    return true;
}

void hm_hashes_open(hm_hashes *hashes, const hm_allocator *allocator) {
    *hashes = (hm_hashes){.allocator = allocator};
}

void hm_hashes_close(hm_hashes *hashes) {
    hm_release(hashes->allocator, hashes->slots, hashes->capacity * sizeof *hashes->slots);
    *hashes = (hm_hashes){.allocator = hashes->allocator};
}

hm_hashes_answer hm_hashes_add(hm_hashes *hashes, const char *text, size_t size) {
    const uint64_t hash = hash_of(text, size);
    if (hashes->count >= hashes->capacity / 8 * 7 && !grow(hashes)) /* one in eight stays free */
        return HM_HASHES_MEMORY;
    uint64_t *slot = slot_of(hashes->slots, hashes->capacity, hash);
    if (*slot == hash)
        return HM_HASHES_SEEN;
    *slot = hash;
    hashes->count++;
    return HM_HASHES_NEW;
}
