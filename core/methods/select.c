/* select.c: numbers are counted by the upper bits of what tells them apart; those that share the
 * bits of the one wanted are gone through again, until few are left. Each time ten more of 64 bits
 * are known, so that no numbers take long. */
#include "methods/select.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "table/range.h"

enum { FEW = 32, BITS = 10, BUCKETS = 1 << BITS };

/* Bits that are in order as the number is among numbers. */
static uint64_t key_of(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double number_of(uint64_t key) {
    double number;
    key = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
    memcpy(&number, &key, sizeof number);
    return number;
}

/* The bucket of the number at a place, by the bits that tell apart those within a range, which
 * becomes that of the bucket. The place becomes that in the bucket; returns how many are in it. */
static size_t find_bucket(const double *numbers, size_t count, hm_range *range, size_t *place) {
    const uint64_t low = key_of(range->low), high = key_of(range->high);
    uint32_t counts[BUCKETS] = {0};
    uint64_t bucket = 0;
    unsigned shift = 0;
    while ((high - low) >> shift >= BUCKETS)
        shift++;
    for (size_t i = 0; i < count; i++)
        counts[(key_of(numbers[i]) - low) >> shift]++;
    for (; *place >= counts[bucket]; bucket++)
        *place -= counts[bucket];
    const uint64_t first = low + (bucket << shift), last = first + (((uint64_t)1 << shift) - 1);
    *range = (hm_range){number_of(first), number_of(last < high ? last : high)};
    return counts[bucket];
}

static double least_above(const double *numbers, size_t count, double limit, double otherwise) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] > limit && numbers[i] < otherwise)
            otherwise = numbers[i];
    return otherwise;
}

/* Moves those within a range to the front of `room`, which may be where the numbers are. */
static void keep_within(const double *numbers, size_t count, hm_range range, double *room) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const double number = numbers[i];
        room[kept] = number;
        kept += (size_t)((number >= range.low) & (number <= range.high));
    }
}

static void insert_all(double *numbers, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const double number = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > number; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}

/* The number at a place in ascending order, and the `next` one; INFINITY behind the last. */
static double number_at(const double *numbers, size_t count, size_t place, double *room,
                        double *next) {
    hm_range range;
    *next = INFINITY;
    while (range = hm_range_of(numbers, count), count > FEW && range.low < range.high) {
        const size_t size = find_bucket(numbers, count, &range, &place);
        if (place + 1 == size)
            *next = least_above(numbers, count, range.high, *next);
        keep_within(numbers, count, range, room);
        numbers = room;
        count = size;
    }
    if (numbers != room)
        memcpy(room, numbers, count * sizeof *room);
    if (count <= FEW)
        insert_all(room, count);
    *next = place + 1 < count ? room[place + 1] : *next;
    return room[place];
}

double hm_select_quantile(const double *numbers, size_t count, double share, double *room) {
    const double place = share * (double)(count - 1), below = floor(place);
    double next;
    const double number = number_at(numbers, count, (size_t)below, room, &next);
    return (size_t)below + 1 < count ? number + (place - below) * (next - number) : number;
}
