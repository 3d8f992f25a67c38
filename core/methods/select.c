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

static inline size_t bucket_of(const buckets *b, double number) {
    return (size_t)((key_of(number) - b->low) >> b->shift);
}

static void count_buckets(buckets *b, const double *numbers, size_t count, hm_range range) {
    *b = (buckets){.low = key_of(range.low), .high = key_of(range.high)};
    while ((b->high - b->low) >> b->shift >= BUCKETS)
        b->shift++;
    for (size_t i = 0; i < count; i++)
        b->counts[bucket_of(b, numbers[i])]++;
}

/* The bucket of the number at a place, which becomes that in the bucket. */
static size_t find_bucket(const buckets *b, size_t *place) {
    size_t bucket = 0;
    for (; *place >= b->counts[bucket]; bucket++)
        *place -= b->counts[bucket];
    return bucket;
}

static hm_range range_of_bucket(const buckets *b, size_t bucket) {
    const uint64_t first = b->low + ((uint64_t)bucket << b->shift);
    const uint64_t rest = ((uint64_t)1 << b->shift) - 1;
    return (hm_range){number_of(first), number_of(b->high - first < rest ? b->high : first + rest)};
}

/* --- the number at a place --- */

static double least_above(const double *numbers, size_t count, double limit, double otherwise) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] > limit && numbers[i] < otherwise)
            otherwise = numbers[i];
    return otherwise;
}

/* Moves those within a range to the front; the others stay behind them. */
static void move_to_front(double *numbers, size_t count, hm_range range) {
    size_t front = 0;
    for (size_t i = 0; i < count; i++) {
        const double number = numbers[i];
        numbers[i] = numbers[front];
        numbers[front] = number;
        front += (size_t)((number >= range.low) & (number <= range.high));
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

/* In ascending order, of numbers that are moved about; `next` becomes the one behind it, and stays
 * behind the last. */
static double number_at(double *numbers, size_t count, size_t place, double *next) {
    hm_range range;
    while (range = hm_range_of(numbers, count), count > FEW && range.low < range.high) {
        buckets b;
        count_buckets(&b, numbers, count, range);
        const size_t bucket = find_bucket(&b, &place), size = b.counts[bucket];
        range = range_of_bucket(&b, bucket);
        if (place + 1 == size)
            *next = least_above(numbers, count, range.high, *next);
        move_to_front(numbers, count, range);
        count = size;
    }
    if (count <= FEW)
        insert_all(numbers, count);
    *next = place + 1 < count ? numbers[place + 1] : *next;
    return numbers[place];
}

static double between(double number, double next, double share) {
    return share > 0 ? number + share * (next - number) : number;
}

double hm_select_quantile(const double *numbers, size_t count, double share, double *room) {
    const double exact = share * (double)(count - 1), below = floor(exact);
    double next = INFINITY;
    memmove(room, numbers, count * sizeof *room);
    const double number = number_at(room, count, (size_t)below, &next);
    return between(number, next, exact - below);
}

/* --- at several places --- */

/* Puts the numbers bucket by bucket; `ends` are where these end. */
static void put_by_bucket(const buckets *b, const double *numbers, size_t count, double *room,
                          size_t *ends) {
    size_t begin = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        ends[i] = begin;
        begin += b->counts[i];
    }
    for (size_t i = 0; i < count; i++)
        room[ends[bucket_of(b, numbers[i])]++] = numbers[i];
}

/* Of those in buckets behind one; INFINITY: none. */
static double least_behind(const buckets *b, size_t bucket, const double *end) {
    while (++bucket < BUCKETS)
        if (b->counts[bucket] > 0)
            return hm_range_of(end, b->counts[bucket]).low;
    return INFINITY;
}

void hm_select_quantiles(const double *numbers, size_t count, const double *shares,
                         size_t share_count, double *room, double *quantiles) {
    buckets b;
    size_t ends[BUCKETS];
    count_buckets(&b, numbers, count, hm_range_of(numbers, count));
    put_by_bucket(&b, numbers, count, room, ends);
    for (size_t i = 0; i < share_count; i++) {
        const double exact = shares[i] * (double)(count - 1), below = floor(exact);
        size_t place = (size_t)below;
        const size_t bucket = find_bucket(&b, &place), size = b.counts[bucket];
        double *end = room + ends[bucket], next = INFINITY;
        if (place + 1 == size)
            next = least_behind(&b, bucket, end);
        const double number = number_at(end - size, size, place, &next);
        quantiles[i] = between(number, next, exact - below);
    }
}
