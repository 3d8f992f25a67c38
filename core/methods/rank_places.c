/* rank_places.c: nodes by the dozen are ranked, so this is a radix sort that moves each number
 * twice.
 *
 * A number becomes a whole one, its distance from the greatest in equal steps, with its index
 * below:
 *
 *     63                     20 19          0
 *    +-------------------------+-------------+
 *    | distance in 2^44 steps  |    index    |     (for up to 2^20 numbers; else fewer steps)
 *    +-------------------------+-------------+
 *
 * The two highest digits put nearly all in order; insertion does the rest, comparing the numbers
 * themselves where two share a step. Where most lie in few steps, as in a distribution with a long
 * tail, that would take long: then the steps are those of the numbers' bits, which are finer the
 * nearer to 0. Where these do not part them either, whole numbers are merged. */
#include "methods/rank_places.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/tie.h"
#include "platform/large.h"
#include "platform/wide.h"
#include "table/range.h"

enum {
    LEAST_INDEX_BITS = 12, /* the distance then has 52 bits, as many as a double is sure of */
    MOST_DIGIT_BITS = 11,
    FEW_DIGIT_BITS = 8, /* of each digit, for less than FEW numbers: tables take time too */
    FEW = 4096,
    HANDFUL = 64, /* numbers are inserted one by one */
    MOVES = 8,    /* else insertion may take so many a number */
    CROWDED = 2   /* and numbers share what the digits tell apart with so many */
};

/* Of all arrays that have an element a number. */
static size_t block_size(size_t most) {
    return most * (sizeof(double) + 2 * sizeof(uint64_t) + 2 * sizeof(uint32_t));
}

bool hm_rank_workspace_open(hm_rank_workspace *workspace, size_t most,
                            const hm_allocator *allocator) {
    *workspace = (hm_rank_workspace){.allocator = allocator, .most = most};
    workspace->block = hm_allocate_large(allocator, block_size(most));
    workspace->counts =
        hm_allocate_array(allocator, (size_t)2 << MOST_DIGIT_BITS, sizeof *workspace->counts);
    if (!workspace->block || !workspace->counts)
        return false;
    workspace->numbers = workspace->block;
    workspace->items = (uint64_t *)(void *)(workspace->numbers + most);
    workspace->spare = workspace->items + most;
    workspace->owners = (uint32_t *)(void *)(workspace->spare + most);
    workspace->places = workspace->owners + most;
    return true;
}

void hm_rank_workspace_close(hm_rank_workspace *workspace) {
    if (!workspace->allocator)
        return;
    hm_release(workspace->allocator, workspace->block, block_size(workspace->most));
    hm_release(workspace->allocator, workspace->counts,
               ((size_t)2 << MOST_DIGIT_BITS) * sizeof(uint32_t));
    workspace->allocator = NULL;
}

/* --- numbers to steps --- */

/* Adding 2^52 leaves the whole number in the lowest bits of the double. */
HM_WIDE static void make_items(const double *restrict numbers, size_t count, double high,
                               double scale, unsigned index_bits, uint64_t *restrict items) {
    for (size_t i = 0; i < count; i++) {
        const double step = (high - numbers[i]) * scale + 0x1p52;
        uint64_t bits;
        memcpy(&bits, &step, sizeof bits);
        items[i] = (bits & ((UINT64_C(1) << 52) - 1)) << index_bits | i;
    }
}

static unsigned index_bits_of(size_t count) {
    unsigned bits = LEAST_INDEX_BITS;
    while (count >> bits)
        bits++;
    return bits;
}

/* --- sorting --- */

static inline void distribute(const uint64_t *restrict from, uint64_t *restrict to, size_t count,
                              unsigned shift, uint32_t *counts, unsigned bits) {
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint32_t sum = 0;
    for (size_t value = 0; value <= mask; value++) {
        const uint32_t here = counts[value];
        counts[value] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[counts[from[i] >> shift & mask]++] = from[i];
}

static uint64_t sum_of_squares(const uint32_t *counts, size_t values) {
    uint64_t sum = 0;
    for (size_t i = 0; i < values; i++)
        sum += (uint64_t)counts[i] * counts[i];
    return sum;
}

/* Would insertion take long? It would where many share the highest digit, of which the next is
 * evenly spread; where that is not, many numbers are equal, which takes nothing. */
static bool is_crowded(const uint32_t *of_low, const uint32_t *of_high, size_t count,
                       size_t values) {
    return sum_of_squares(of_high, values) / values > CROWDED * (uint64_t)count &&
           sum_of_squares(of_low, values) < 4 * ((uint64_t)count * count / values);
}

/* By the two highest digits of `bits` bits, which the compiler is to know. False, and nothing is
 * sorted, where the rest `may_refuse` to be inserted and would take long. */
static inline bool sort_digits(const hm_rank_workspace *workspace, size_t count, unsigned bits,
                               bool may_refuse) {
    const unsigned high = 64 - bits, low = high - bits;
    const size_t mask = ((size_t)1 << bits) - 1;
    uint32_t *of_low = workspace->counts, *of_high = workspace->counts + mask + 1;
    memset(workspace->counts, 0, 2 * (mask + 1) * sizeof *workspace->counts);
    for (size_t i = 0; i < count; i++) {
        of_low[workspace->items[i] >> low & mask]++;
        of_high[workspace->items[i] >> high]++;
    }
    if (may_refuse && is_crowded(of_low, of_high, count, mask + 1))
        return false;
    distribute(workspace->items, workspace->spare, count, low, of_low, bits);
    distribute(workspace->spare, workspace->items, count, high, of_high, bits);
    return true;
}

/* Does item `a` belong behind item `b`? Of equals the earlier one stands first. */
static inline bool is_behind(const double *numbers, uint64_t a, uint64_t b, unsigned index_bits) {
    if ((a ^ b) >> index_bits)
        return a > b;
    const uint64_t mask = (UINT64_C(1) << index_bits) - 1;
    const double of_a = numbers[a & mask], of_b = numbers[b & mask];
    return of_a < of_b || (!(of_a > of_b) && a > b);
}

/* False when it would take too long. */
static bool insert_all(const double *numbers, uint64_t *items, size_t count, unsigned index_bits) {
    size_t moves = count <= HANDFUL ? SIZE_MAX : MOVES * count;
    for (size_t i = 1; i < count; i++) {
        const uint64_t item = items[i];
        size_t at = i;
        for (; at > 0 && is_behind(numbers, items[at - 1], item, index_bits); at--)
            items[at] = items[at - 1];
        items[at] = item;
        if (i - at > moves)
            return false;
        moves -= i - at;
    }
    return true;
}

/* Of equals the earlier one stands first. */
static void merge(const double *numbers, const uint64_t *from, uint64_t *to, size_t begin,
                  size_t middle, size_t end) {
    size_t a = begin, b = middle;
    for (size_t i = begin; i < end; i++) {
        const bool take_b = a == middle || (b < end && numbers[from[b]] > numbers[from[a]]);
        to[i] = from[take_b ? b++ : a++];
    }
}

/* Indexes, by the numbers themselves. */
static void sort_numbers(const hm_rank_workspace *workspace, size_t count) {
    uint64_t *from = workspace->items, *to = workspace->spare;
    for (size_t i = 0; i < count; i++)
        from[i] = i;
    for (size_t size = 1; size < count; size *= 2) {
        for (size_t begin = 0; begin < count; begin += 2 * size) {
            const size_t middle = begin + size < count ? begin + size : count;
            const size_t end = middle + size < count ? middle + size : count;
            merge(workspace->numbers, from, to, begin, middle, end);
        }
        uint64_t *merged = to;
        to = from;
        from = merged;
    }
    if (from != workspace->items)
        memcpy(workspace->items, from, count * sizeof *from);
}

/* --- places --- */

static void give_places(const hm_rank_workspace *workspace, size_t count, uint64_t mask) {
    const double *numbers = workspace->numbers;
    const uint64_t *items = workspace->items;
    double best = numbers[items[0] & mask];
    uint32_t place = 1;
    for (size_t i = 0; i < count; i++) {
        const size_t index = (size_t)(items[i] & mask);
        if (!hm_ties(best, numbers[index])) {
            place = (uint32_t)i + 1;
            best = numbers[index];
        }
        workspace->places[index] = place;
    }
}

static bool sort_items(const hm_rank_workspace *workspace, size_t count, unsigned index_bits,
                       bool may_refuse) {
    const bool sorted = count <= HANDFUL ||
                        (count < FEW ? sort_digits(workspace, count, FEW_DIGIT_BITS, may_refuse)
                                     : sort_digits(workspace, count, MOST_DIGIT_BITS, may_refuse));
    return sorted && insert_all(workspace->numbers, workspace->items, count, index_bits);
}

/* By equal steps. False when the numbers are too unevenly spread for it. */
static bool sort_evenly(const hm_rank_workspace *workspace, size_t count, hm_range r,
                        unsigned index_bits) {
    const double span = r.high - r.low;
    /* a little less than all steps, so that rounding does not lead beyond the last */
    const double scale = span > 0 ? 0.999 * ldexp(1, 64 - (int)index_bits) / span : 0;
    if (!(span <= DBL_MAX) || !(scale <= DBL_MAX))
        return false;
    make_items(workspace->numbers, count, r.high, scale, index_bits, workspace->items);
    return sort_items(workspace, count, index_bits, true);
}

/* Bits that are in order as the number is among numbers: of negative ones all turn, of others the
 * sign. */
static uint64_t key_of(double number) {
    uint64_t bits;
    number += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &number, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* By steps of their bits. False when these do not part them. */
static bool sort_by_bits(const hm_rank_workspace *workspace, size_t count, hm_range r,
                         unsigned index_bits) {
    const uint64_t high = key_of(r.high), span = high - key_of(r.low);
    unsigned shift = 0;
    while (shift < 63 && !(span << shift >> 63))
        shift++;
    for (size_t i = 0; i < count; i++) {
        const uint64_t distance = (high - key_of(workspace->numbers[i])) << shift;
        workspace->items[i] = distance >> index_bits << index_bits | i;
    }
    return sort_items(workspace, count, index_bits, false);
}

/* Leaves items whose lowest bits are indexes, the greatest number first, and returns these bits. */
static uint64_t sort_all(const hm_rank_workspace *workspace, size_t count) {
    const unsigned index_bits = index_bits_of(count);
    const hm_range r = hm_range_of(workspace->numbers, count);
    if (sort_evenly(workspace, count, r, index_bits) ||
        sort_by_bits(workspace, count, r, index_bits))
        return (UINT64_C(1) << index_bits) - 1;
    sort_numbers(workspace, count);
    return UINT64_MAX;
}

void hm_rank_places(const hm_rank_workspace *workspace, size_t count) {
    if (count > 0)
        give_places(workspace, count, sort_all(workspace, count));
}

void hm_rank_sort(const hm_rank_workspace *workspace, size_t count) {
    if (count == 0)
        return;
    const uint64_t mask = sort_all(workspace, count);
    double *sorted = (double *)(void *)workspace->spare;
    for (size_t i = 0; i < count; i++) {
        const size_t from = (size_t)(workspace->items[count - 1 - i] & mask);
        sorted[i] = workspace->numbers[from] + 0.0; /* -0 becomes 0 */
        workspace->places[i] = workspace->owners[from];
    }
    memcpy(workspace->numbers, sorted, count * sizeof *sorted);
    memcpy(workspace->owners, workspace->places, count * sizeof *workspace->owners);
}
