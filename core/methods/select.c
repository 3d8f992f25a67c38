/* select.c: numbers are counted by the upper bits of what tells them apart; those that share the
 * bits of the one wanted are gone through again, until few are left. Each time eight more of 64
 * bits are known, so that no numbers take long. */
#include "methods/select.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "table/range.h"

enum { FEW = 32, BITS = 8, BUCKETS = 1 << BITS };

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

/* How many numbers within a range there are by the bits that tell these apart. */
typedef struct buckets {
    uint64_t low, high;
    unsigned shift;
    uint32_t counts[BUCKETS];
} buckets;

static void count_buckets(buckets *b, const double *numbers, size_t count, hm_range range) {
    *b = (buckets){.low = key_of(range.low), .high = key_of(range.high)};
    while ((b->high - b->low) >> b->shift >= BUCKETS)
        b->shift++;
    for (size_t i = 0; i < count; i++)
        b->counts[(key_of(numbers[i]) - b->low) >> b->shift]++;
}

/* The range of the bucket of the number at a place, which becomes that in the bucket; `size` is how
 * many are in it. */
static hm_range find_bucket(const buckets *b, size_t *place, size_t *size) {
    uint64_t bucket = 0;
    for (; *place >= b->counts[bucket]; bucket++)
        *place -= b->counts[bucket];
    *size = b->counts[bucket];
    const uint64_t first = b->low + (bucket << b->shift), rest = ((uint64_t)1 << b->shift) - 1;
    return (hm_range){number_of(first), number_of(b->high - first < rest ? b->high : first + rest)};
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

/* Leaves those that share the bucket of the number at a place in `room`, and returns how many they
 * are; `next` is the least one above them, if there is none beside it. */
static size_t keep_bucket(const buckets *b, const double *numbers, size_t count, size_t *place,
                          double *room, double *next) {
    size_t size;
    const hm_range range = find_bucket(b, place, &size);
    if (*place + 1 == size)
        *next = least_above(numbers, count, range.high, *next);
    keep_within(numbers, count, range, room);
    return size;
}

/* The number at a place in ascending order, and the `next` one: INFINITY, as it was, behind the
 * last. */
static double number_at(const double *numbers, size_t count, size_t place, double *room,
                        double *next) {
    hm_range range;
    while (range = hm_range_of(numbers, count), count > FEW && range.low < range.high) {
        buckets b;
        count_buckets(&b, numbers, count, range);
        count = keep_bucket(&b, numbers, count, &place, room, next);
        numbers = room;
    }
    if (numbers != room)
        memcpy(room, numbers, count * sizeof *room);
    if (count <= FEW)
        insert_all(room, count);
    *next = place + 1 < count ? room[place + 1] : *next;
    return room[place];
}

void hm_select_quantiles(const double *numbers, size_t count, const double *shares,
                         size_t share_count, double *room, double *quantiles) {
    buckets all;
    count_buckets(&all, numbers, count, hm_range_of(numbers, count));
    for (size_t i = 0; i < share_count; i++) {
        const double exact = shares[i] * (double)(count - 1), below = floor(exact);
        double next = INFINITY;
        size_t place = (size_t)below;
        const size_t size = keep_bucket(&all, numbers, count, &place, room, &next);
        const double number = number_at(room, size, place, room, &next);
        quantiles[i] =
            (size_t)below + 1 < count ? number + (exact - below) * (next - number) : number;
    }
}

double hm_select_quantile(const double *numbers, size_t count, double share, double *room) {
    double quantile;
    hm_select_quantiles(numbers, count, &share, 1, room, &quantile);
    return quantile;
}
