#include "base/names.h"

#include <string.h>

#include "base/numbers/multiply.h"

void hm_names_open(hm_names *names, const hm_allocator *allocator) {
    memset(names, 0, sizeof *names);
    hm_arena_open(&names->arena, allocator);
}

void hm_names_close(hm_names *names) {
    const hm_allocator *allocator = names->arena.allocator;
    hm_release(allocator, (void *)names->texts, names->capacity * sizeof *names->texts);
    hm_release(allocator, names->sizes, names->capacity * sizeof *names->sizes);
    hm_release(allocator, names->slots, names->slot_count * sizeof *names->slots);
    hm_arena_close(&names->arena);
    memset(names, 0, sizeof *names);
    names->arena.allocator = allocator;
}

/* The bytes of a text of up to eight, as a number. */
static uint64_t load_few(const char *text, size_t size) {
    uint64_t bytes = 0;
    memcpy(&bytes, text, size);
    return bytes;
}

/* Both halves of a product, so that every bit has its part in the low ones, which pick the slot. */
static uint64_t stir(uint64_t h, uint64_t bytes) {
    const hm_product product = hm_multiply(h ^ bytes, UINT64_C(0x9E3779B97F4A7C15));
    return product.high ^ product.low;
}

/* Eight bytes a step, the last ones perhaps twice. */
static uint32_t hash(const char *text, size_t size) {
    uint64_t h = size + 1;
    if (size > 8) {
        for (size_t at = 0; at + 8 < size; at += 8)
            h = stir(h, load_few(text + at, 8));
        h = stir(h, load_few(text + size - 8, 8));
    } else {
        h = stir(h, load_few(text, size));
    }
    h = stir(h, h << 32);
    return (uint32_t)(h ^ h >> 32);
}

/* The slot that holds `text`, or the free one where it belongs. */
static hm_names_slot *find_slot(const hm_names *names, const char *text, size_t size,
                                uint32_t hashed) {
    const size_t mask = names->slot_count - 1;
    for (size_t at = hashed & mask;; at = (at + 1) & mask) {
        hm_names_slot *slot = &names->slots[at];
        if (slot->number == 0)
            return slot;
        const uint32_t number = slot->number - 1;
        if (slot->hash == hashed && names->sizes[number] == size &&
            memcmp(names->texts[number], text, size) == 0)
            return slot;
    }
}

static void move_slots(hm_names_slot *to, size_t count, const hm_names_slot *from,
                       size_t from_count) {
    for (size_t i = 0; i < from_count; i++) {
        if (from[i].number == 0)
            continue;
        size_t at = from[i].hash & (count - 1);
        while (to[at].number != 0)
            at = (at + 1) & (count - 1);
        to[at] = from[i];
    }
}

/* A table of `count` slots, a power of two. */
static bool resize_slots(hm_names *names, size_t count) {
    const hm_allocator *allocator = names->arena.allocator;
    hm_names_slot *slots = hm_allocate_array(allocator, count, sizeof *slots);
    if (!slots)
        return false;
    move_slots(slots, count, names->slots, names->slot_count);
    hm_release(allocator, names->slots, names->slot_count * sizeof *slots);
    names->slots = slots;
    names->slot_count = count;
    return true;
}

/* Two thirds of the slots are used at most. */
static bool is_full(size_t count, size_t slot_count) {
    return count * 3 >= slot_count * 2;
}

static bool grow_slots(hm_names *names) {
    if (!is_full(names->count, names->slot_count))
        return true;
    return resize_slots(names, names->slot_count > 0 ? names->slot_count * 2 : 64);
}

static bool resize_texts(hm_names *names, size_t wanted) {
    const hm_allocator *allocator = names->arena.allocator;
    const char **texts = hm_allocate(allocator, wanted * sizeof *texts);
    uint32_t *sizes = hm_allocate(allocator, wanted * sizeof *sizes);
    if (!texts || !sizes) {
        hm_release(allocator, (void *)texts, wanted * sizeof *texts);
        hm_release(allocator, sizes, wanted * sizeof *sizes);
        return false;
    }
    if (names->count > 0) {
        memcpy((void *)texts, (const void *)names->texts, names->count * sizeof *texts);
        memcpy(sizes, names->sizes, names->count * sizeof *sizes);
    }
    hm_release(allocator, (void *)names->texts, names->capacity * sizeof *texts);
    hm_release(allocator, names->sizes, names->capacity * sizeof *sizes);
    names->texts = texts;
    names->sizes = sizes;
    names->capacity = wanted;
    return true;
}

static bool grow_texts(hm_names *names) {
    if (names->count < names->capacity)
        return true;
    return resize_texts(names, names->capacity > 0 ? names->capacity * 2 : 64);
}

void hm_names_reserve(hm_names *names, size_t count) {
    const size_t wanted = names->count + count;
    size_t slots = names->slot_count > 0 ? names->slot_count : 64;
    if (count > UINT32_MAX)
        return;
    while (is_full(wanted, slots))
        slots *= 2;
    if (slots > names->slot_count)
        (void)resize_slots(names, slots);
    if (wanted > names->capacity)
        (void)resize_texts(names, wanted);
}

uint32_t hm_names_intern(hm_names *names, const char *text, size_t size) {
    if (size >= UINT32_MAX || names->count == HM_NO_NAME - 1 || !grow_slots(names))
        return HM_NO_NAME;
    const uint32_t hashed = hash(text, size);
    hm_names_slot *slot = find_slot(names, text, size, hashed);
    if (slot->number != 0)
        return slot->number - 1;
    if (!grow_texts(names))
        return HM_NO_NAME;
    const char *copy = hm_arena_copy(&names->arena, text, size);
    if (!copy)
        return HM_NO_NAME;
    names->texts[names->count] = copy;
    names->sizes[names->count] = (uint32_t)size;
    *slot = (hm_names_slot){hashed, ++names->count};
    return names->count - 1;
}

uint32_t hm_names_find(const hm_names *names, const char *text, size_t size) {
    if (names->slot_count == 0)
        return HM_NO_NAME;
    const hm_names_slot *slot = find_slot(names, text, size, hash(text, size));
    return slot->number != 0 ? slot->number - 1 : HM_NO_NAME;
}
