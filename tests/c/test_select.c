/* Quantiles without sorting, against those of the sorted sample. */
#include "core_support.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "methods/sample.h"
#include "methods/select.h"
#include "methods/sort.h"

enum { MOST = 3000 };

static double numbers[MOST], sorted[MOST], room[MOST];

static void assert_quantiles(size_t count) {
    const double shares[] = {0, 1e-9, 0.025, 0.25, 1. / 3, 0.5, 0.75, 0.975, 1};
    double together[COUNT(shares)];
    memcpy(sorted, numbers, count * sizeof *sorted);
    hm_sort(sorted, count, room);
    hm_select_quantiles(numbers, count, shares, COUNT(shares), room, together);
    for (size_t i = 0; i < COUNT(shares); i++)
        assert_true(together[i] == hm_sample_quantile(sorted, count, shares[i]));
    for (size_t i = 0; i < COUNT(shares); i++)
        assert_true(hm_select_quantile(numbers, count, shares[i], room) ==
                    hm_sample_quantile(sorted, count, shares[i]));
    memcpy(room, numbers, count * sizeof *room); /* they may lie in the room themselves */
    assert_true(hm_select_quantile(room, count, 0.5, room) ==
                hm_sample_quantile(sorted, count, 0.5));
}

static uint32_t state_of = 1;

static double draw(void) {
    state_of = state_of * 1664525 + 1013904223;
    return ((double)(state_of >> 8) + 0.5) / (1 << 24);
}

static double shaped(int shape, size_t i) {
    switch (shape) {
    case 0:
        return floor(100 * draw());
    case 1:
        return draw() - 0.5;
    case 2:
        return pow(draw(), -3);
    case 3:
        return ldexp(draw() - 0.5, (int)(i % 2000) - 1000); /* all sizes there are */
    case 4:
        return i % 97 == 0 ? draw() : 0;
    case 5:
        return i % 2 == 0 ? DBL_MAX / 2 : -DBL_MAX / 2;
    case 6:
        return 1 + (double)(i % 5) * DBL_EPSILON;
    default:
        return i == 0 ? 1e300 : 1 + draw() * 1e-9;
    }
}

static void quantiles_as_of_the_sorted(void **state) {
    (void)state;
    const size_t counts[] = {1, 2, 3, 31, 32, 33, 64, 100, 1001, MOST};
    for (int shape = 0; shape < 8; shape++)
        for (size_t k = 0; k < COUNT(counts); k++) {
            for (size_t i = 0; i < counts[k]; i++)
                numbers[i] = shaped(shape, i) + 0.0;
            assert_quantiles(counts[k]);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_as_of_the_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
