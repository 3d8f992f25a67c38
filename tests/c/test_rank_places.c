/* Tests of methods/rank_places.h: places against counting, whatever the numbers are like. */
#include "core_support.h"

#include <math.h>

#include "methods/rank_places.h"

enum { MOST = 6000 };

static double numbers[MOST];

static uint64_t seed;

static double draw(void) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(seed >> 11) * 0x1p-53;
}

static int compare(const void *a, const void *b) {
    const double of_a = *(const double *)a, of_b = *(const double *)b;
    return (of_a < of_b) - (of_a > of_b);
}

/* The rule, said another way: from the greatest down, the first of each tie is what the others are
 * measured by. */
static uint32_t place_of(const double *sorted, size_t count, double number) {
    size_t first = 0;
    for (size_t i = 0; i < count; i++) {
        if (sorted[first] - sorted[i] > 1e-9 * fmax(1, fabs(sorted[first])))
            first = i;
        if (sorted[i] == number)
            return (uint32_t)first + 1;
    }
    return 0;
}

static void check(size_t count, const char *kind) {
    static double sorted[MOST];
    hm_rank_workspace room;
    memcpy(sorted, numbers, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare);
    assert_true(hm_rank_workspace_open(&room, count, hm_allocator_default()));
    memcpy(room.numbers, numbers, count * sizeof *numbers);
    hm_rank_places(&room, count);
    for (size_t i = 0; i<count; i += count> 1000 ? 7 : 1) {
        const uint32_t expected = place_of(sorted, count, numbers[i]);
        if (room.places[i] != expected)
            fail_msg("%s, %zu numbers: %.17g has place %u, expected %u", kind, count, numbers[i],
                     room.places[i], expected);
    }
    for (uint32_t i = 0; i < count; i++)
        room.owners[i] = i;
    hm_rank_sort(&room, count);
    for (size_t i = 0; i < count; i++)
        if (room.numbers[i] != sorted[count - 1 - i] || numbers[room.owners[i]] != room.numbers[i])
            fail_msg("%s, %zu numbers: %.17g stands at %zu, expected %.17g", kind, count,
                     room.numbers[i], i, sorted[count - 1 - i]);
    hm_rank_workspace_close(&room);
}

/* Shapes that go through every way of sorting: evenly spread; few different ones; neighbours of one
 * bit; all but one close together; of both signs; of the greatest size; with a long tail, to which
 * zeros or both signs may be added; the least of all. */
static double shape(size_t kind, size_t i) {
    switch (kind) {
    case 0:
        return 100 * draw();
    case 1:
        return floor(4 * draw()) * 25;
    case 2:
        return nextafter(100.0 / 3, draw() < 0.5 ? 0 : 100);
    case 3:
        return i == 0 ? 100 : 1e-14 * draw();
    case 4:
        return (draw() - 0.5) * 1e-3;
    case 5:
        return i % 2 == 0 ? 1.7e308 * draw() : -1.7e308 * draw();
    case 6:
        return 50 + floor(1e3 * draw()) * 2e-8; /* ties in a chain, and none */
    case 7:
        return i == 0 ? 100 : 50 + 1e-7 * draw();
    case 8:
        return pow(draw() + 1e-9, -3);
    case 9:
        return i % 3 == 0 ? 0 : pow(draw() + 1e-9, -3);
    case 10:
        return (i % 2 == 0 ? 1 : -1) * exp(30 * draw());
    default:
        return i % 2 == 0 ? 100 * draw() : floor(100 * draw()) * 0x1p-1074;
    }
}

static void rank_places_are_those_of_counting(void **state) {
    (void)state;
    static const char *const kinds[] = {"even",      "few",   "neighbours", "tiny",
                                        "two signs", "huge",  "chained",    "crowded",
                                        "tail",      "zeros", "two tails",  "least"};
    static const size_t counts[] = {1, 2, 3, 100, 257, 4095, 4096, MOST};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t n = 0; n < COUNT(counts); n++) {
            seed = kind * 100 + n;
            for (size_t i = 0; i < counts[n]; i++)
                numbers[i] = shape(kind, i);
            check(counts[n], kinds[kind]);
        }
}

static void rank_places_by_hand(void **state) {
    (void)state;
    static const double given[] = {50,  75,    75 - 7.4e-8, 75 - 7.6e-8, -1,   50,
                                   100, 9e-10, 0,           -0.0,        -2e-9};
    static const uint32_t expected[] = {5, 2, 2, 4, 11, 5, 1, 7, 7, 7, 10};
    hm_rank_workspace room;
    assert_true(hm_rank_workspace_open(&room, COUNT(given), hm_allocator_default()));
    memcpy(room.numbers, given, sizeof given);
    hm_rank_places(&room, COUNT(given));
    for (size_t i = 0; i < COUNT(given); i++)
        assert_int_equal(room.places[i], expected[i]);
    hm_rank_places(&room, 0); /* nothing to do */
    hm_rank_workspace_close(&room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rank_places_are_those_of_counting),
        cmocka_unit_test(rank_places_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
