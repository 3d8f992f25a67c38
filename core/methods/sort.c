#include "methods/sort.h"

#include <string.h>

/* Few numbers are inserted one by one, more are distributed by a digit of their bits at a time,
 * from the lowest up (a radix sort). Small digits cost more passes, large ones more counters; the
 * sizes at which one overtakes the other were measured. */
enum { FEW = 64, MANY = 4096, SMALL_DIGIT = 8, LARGE_DIGIT = 11, COUNTERS = 6 << LARGE_DIGIT };

#define SIGN ((uint64_t)1 << 63)

/* Bits that are in order as the number is among numbers: of negative ones all bits turn, of others
 * the sign. */
static uint64_t key_of(double value) {
    uint64_t bits;
    value += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &value, sizeof bits);
    return bits & SIGN ? ~bits : bits | SIGN;
}

static double value_of(uint64_t key) {
    double value;
    key = key & SIGN ? key & ~SIGN : ~key;
    memcpy(&value, &key, sizeof value);
    return value;
}

void hm_sort_number(uint32_t *order, size_t count) {
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
}

static void insert_all(double *values, uint32_t *order, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const double value = values[i] + 0.0;
        const uint32_t number = order ? order[i] : 0;
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--) {
            values[at] = values[at - 1];
            if (order)
                order[at] = order[at - 1];
        }
        values[at] = value;
        if (order)
            order[at] = number;
    }
}

/* What is sorted and where it goes to, which change places after every pass. From the first pass on
 * the arrays hold keys in the place of numbers; copies of their bytes keep them whole. */
typedef struct distribution {
    double *from, *to;
    uint32_t *order_from, *order_to; /* NULL: none goes along */
    size_t count;
    unsigned digit; /* bits */
} distribution;

static uint64_t load(const double *place) {
    uint64_t key;
    memcpy(&key, place, sizeof key);
    return key;
}

static void store(double *place, uint64_t key) {
    memcpy(place, &key, sizeof key);
}

/* Numbers become keys, and it is counted how many have each value of each digit. Are they in order
 * as they are? */
static bool count_digits(distribution *d, uint32_t *counts) {
    const unsigned digits = (64 + d->digit - 1) / d->digit;
    const uint64_t mask = ((uint64_t)1 << d->digit) - 1;
    uint64_t before = 0;
    bool in_order = true;
    memset(counts, 0, ((size_t)digits << d->digit) * sizeof *counts);
    for (size_t i = 0; i < d->count; i++) {
        uint64_t key = key_of(d->from[i]);
        in_order = in_order && key >= before;
        before = key;
        store(&d->from[i], key);
        for (unsigned at = 0; at < digits; at++, key >>= d->digit)
            counts[((size_t)at << d->digit) + (key & mask)]++;
    }
    return in_order;
}

/* `counts` of one digit become the places where the next key of each value goes. */
static void count_to_places(uint32_t *counts, unsigned digit) {
    uint32_t start = 0;
    for (size_t i = 0; i < (size_t)1 << digit; i++) {
        const uint32_t size = counts[i];
        counts[i] = start;
        start += size;
    }
}

static void move_all(distribution *d, uint32_t *places, unsigned shift) {
    const uint64_t mask = ((uint64_t)1 << d->digit) - 1;
    for (size_t i = 0; i < d->count; i++) {
        const uint64_t key = load(&d->from[i]);
        const uint32_t place = places[key >> shift & mask]++;
        store(&d->to[place], key);
        if (d->order_from)
            d->order_to[place] = d->order_from[i];
    }
    *d = (distribution){d->to, d->from, d->order_to, d->order_from, d->count, d->digit};
}

static void distribute(distribution *d) {
    uint32_t counts[COUNTERS];
    const uint64_t mask = ((uint64_t)1 << d->digit) - 1;
    if (count_digits(d, counts))
        return;
    for (unsigned shift = 0, at = 0; shift < 64; shift += d->digit, at++) {
        uint32_t *const own = counts + ((size_t)at << d->digit);
        if (own[load(d->from) >> shift & mask] == d->count)
            continue; /* all have the same digit: nothing would move */
        count_to_places(own, d->digit);
        move_all(d, own, shift);
    }
}

void hm_sort_with(double *values, uint32_t *order, size_t count, double *value_room,
                  uint32_t *order_room) {
    if (count <= FEW) {
        insert_all(values, order, count);
        return;
    }
    distribution d = {values,     value_room, order,
                      order_room, count,      count < MANY ? SMALL_DIGIT : LARGE_DIGIT};
    distribute(&d);
    for (size_t i = 0; i < count; i++)
        values[i] = value_of(load(&d.from[i]));
    if (order && d.order_from != order)
        memcpy(order, d.order_from, count * sizeof *order);
}

void hm_sort(double *values, size_t count, double *room) {
    hm_sort_with(values, NULL, count, room, NULL);
}
