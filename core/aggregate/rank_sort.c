/* rank_sort.c: a radix sort of the scores' bits, eleven a pass from the lowest, since nodes by the
 * dozen are ranked and comparing costs several times as much.
 *
 * The bits of doubles above zero order as the numbers do, those below zero the other way round. */
#include "aggregate/rank_sort.h"

#include <string.h>

#define SIGN (UINT64_C(1) << 63)

enum { BITS = 11, DIGITS = 6, VALUES = 1 << BITS, FEW = 128 };

uint64_t hm_rank_key(double score) {
    uint64_t bits;
    score += 0.0; /* minus zero is zero */
    memcpy(&bits, &score, sizeof bits);
    return bits & SIGN ? bits : ~bits & ~SIGN;
}

double hm_rank_score(uint64_t key) {
    double score;
    const uint64_t bits = key & SIGN ? key : ~key & ~SIGN;
    memcpy(&score, &bits, sizeof score);
    return score;
}

static size_t digit_of(uint64_t key, int digit) {
    return (key >> (BITS * digit)) % VALUES;
}

/* Few items are sooner put in their places one by one. */
static void insert_all(hm_ranked *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const hm_ranked item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key > item.key; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

static void distribute(const hm_ranked *from, hm_ranked *to, size_t count, int digit,
                       const uint32_t counts[VALUES]) {
    uint32_t next[VALUES], sum = 0;
    for (size_t value = 0; value < VALUES; value++) {
        next[value] = sum;
        sum += counts[value];
    }
    for (size_t i = 0; i < count; i++)
        to[next[digit_of(from[i].key, digit)]++] = from[i];
}

hm_ranked *hm_rank_sort(hm_ranked *items, hm_ranked *room, size_t count) {
    if (count < FEW) {
        insert_all(items, count);
        return items;
    }
    uint32_t counts[DIGITS][VALUES] = {{0}};
    for (size_t i = 0; i < count; i++)
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][digit_of(items[i].key, digit)]++;
    for (int digit = 0; digit < DIGITS; digit++) {
        if (counts[digit][digit_of(items[0].key, digit)] == count)
            continue; /* all have the same */
        distribute(items, room, count, digit, counts[digit]);
        hm_ranked *sorted = room;
        room = items;
        items = sorted;
    }
    return items;
}
