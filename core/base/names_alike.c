#include "base/names_alike.h"

#include "base/text_look.h"

/* Open addressing, as in names.c; `number` is one more, 0 is free. */
typedef struct slot {
    uint64_t hash;
    uint32_t number;
} slot;

static size_t slots_for(size_t count) {
    size_t slots = 16;
    while (slots < 2 * count)
        slots *= 2;
    return slots;
}

static bool are_alike(const hm_names *names, uint32_t a, uint32_t b) {
    return hm_looks_same(names->texts[a], names->sizes[a], names->texts[b], names->sizes[b]);
}

/* The slot of the name, or of one that looks the same. */
static slot *find(const hm_names *names, slot *slots, size_t count, uint64_t hash,
                  uint32_t number) {
    size_t at = (size_t)hash & (count - 1);
    while (slots[at].number != 0 &&
           (slots[at].hash != hash || !are_alike(names, slots[at].number - 1, number)))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

bool hm_names_find_alike(const hm_names *names, const hm_allocator *allocator,
                         hm_names_alike_tell *tell, void *context) {
    if (names->count < 2)
        return true;
    const size_t count = slots_for(names->count);
    slot *slots = hm_allocate_array(allocator, count, sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < names->count; i++) {
        const uint64_t hash = hm_look_hash(names->texts[i], names->sizes[i]);
        slot *found = find(names, slots, count, hash, i);
        if (found->number != 0)
            tell(context, found->number - 1, i);
        else
            *found = (slot){hash, i + 1};
    }
    hm_release(allocator, slots, count * sizeof *slots);
    return true;
}
