/* Sorting: against insertion one by one, at sizes around those where the way of sorting changes. */
#include "core_support.h"

#include <float.h>
#include <math.h>

#include "methods/sort.h"

enum { MOST = 5000 };

static double values[MOST], given[MOST], room[MOST];
static uint32_t order[MOST], order_room[MOST];

/* The next number of a simple generator: the same on every machine. */
static uint64_t next(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 16;
}

static void check(size_t count) {
    memcpy(values, given, count * sizeof *values);
    hm_sort_number(order, count);
    hm_sort_with(values, order, count, room, order_room);
    for (size_t i = 0; i < count; i++) {
        assert_true(values[i] == given[order[i]]);
        assert_true(i == 0 || values[i - 1] < values[i] ||
                    (values[i - 1] == values[i] && order[i - 1] < order[i]));
    }
    memcpy(order_room, order, count * sizeof *order);
    memcpy(room, given, count * sizeof *room);
    hm_sort(room, count, given);
    assert_memory_equal(room, values, count * sizeof *room);
}

static const size_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 66, 500, 4095, 4096, 4097, MOST};

static void sort_at_any_size(void **state) {
    (void)state;
    uint64_t seed = 1;
    for (size_t s = 0; s < COUNT(sizes); s++) {
        for (size_t i = 0; i < sizes[s]; i++)
            given[i] = ((double)(next(&seed) % 2000001) - 1e6) / 7;
        check(sizes[s]);
    }
}

static void sort_is_stable_among_equal_numbers(void **state) {
    (void)state;
    uint64_t seed = 2;
    for (size_t s = 0; s < COUNT(sizes); s++) {
        for (size_t i = 0; i < sizes[s]; i++)
            given[i] = (double)(next(&seed) % 3) - 1;
        check(sizes[s]);
    }
}

/* From the greatest to the least there is, by all sizes between. */
static void sort_of_numbers_of_all_sizes(void **state) {
    (void)state;
    static const double some[] = {DBL_MAX, 1e300, 1, DBL_MIN, 5e-324, 0};
    for (size_t s = 0; s < COUNT(sizes); s++) {
        for (size_t i = 0; i < sizes[s]; i++)
            given[i] = (i % 2 ? 1 : -1) * some[i % COUNT(some)] / (double)(1 + i / 100);
        check(sizes[s]);
    }
}

static void sort_of_what_is_in_order(void **state) {
    (void)state;
    for (int sign = -1; sign <= 1; sign++)
        for (size_t s = 0; s < COUNT(sizes); s++) {
            for (size_t i = 0; i < sizes[s]; i++)
                given[i] = sign * (double)i;
            check(sizes[s]);
        }
}

/* So that what comes out is the same to the bit in whatever order zeros stood. */
static void sort_makes_negative_zero_zero(void **state) {
    (void)state;
    for (size_t s = 1; s < COUNT(sizes); s++) {
        for (size_t i = 0; i < sizes[s]; i++)
            values[i] = i % 2 ? 0.0 : -0.0;
        hm_sort(values, sizes[s], room);
        for (size_t i = 0; i < sizes[s]; i++)
            assert_false(signbit(values[i]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sort_at_any_size),
        cmocka_unit_test(sort_is_stable_among_equal_numbers),
        cmocka_unit_test(sort_of_numbers_of_all_sizes),
        cmocka_unit_test(sort_of_what_is_in_order),
        cmocka_unit_test(sort_makes_negative_zero_zero),
    };
    return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
