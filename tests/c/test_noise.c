/* Tests of methods/noise.h: the generator against the answers that its authors publish, numbers by
 * their place, and what they are like. */
#include "core_support.h"

#include <math.h>

#include "base/numbers/normal.h"
#include "methods/noise.h"

/* From kat_vectors of Random123. */
static void philox_gives_the_known_answers(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], bits[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < COUNT(known); i++) {
        uint32_t bits[4];
        hm_philox(known[i].counter, known[i].key, bits);
        assert_memory_equal(bits, known[i].bits, sizeof bits);
    }
}

/* The same answers as numbers: of 0x6627e8d5 and 0xe169c, and so on; the normal ones are R's qnorm
 * of these. */
static void numbers_are_the_bits_of_their_place(void **state) {
    (void)state;
    const hm_noise none = {0, 0}, most = {UINT64_MAX, UINT32_MAX};
    const hm_noise some = {UINT64_C(0x03707344a4093822), 0x299f31d0};
    assert_true(hm_noise_uniform(&none, 0, 0, 0) == (0x6627e8d5e169cp0 + 0.5) * 0x1p-52);
    assert_true(hm_noise_uniform(&most, ~0u, ~0u, ~0u) == (0x408f276d41c83p0 + 0.5) * 0x1p-52);
    assert_true(hm_noise_uniform(&some, 0x243f6a88, 0x85a308d3, 0x13198a2e) ==
                (0xd16cfe0994fdcp0 + 0.5) * 0x1p-52);
    assert_near(hm_noise_normal(&none, 0, 0, 0), -0.25581597020351549);
    assert_near(hm_noise_normal(&most, ~0u, ~0u, ~0u), -0.66763170598482968);
    assert_near(hm_noise_normal(&some, 0x243f6a88, 0x85a308d3, 0x13198a2e), 0.90803199473114071);
}

/* R's qnorm in all branches, from 1e-12 to the other end. */
static void quantiles_are_those_of_r(void **state) {
    (void)state;
    static const double known[][2] = {
        {1e-300, -37.047096299361201},
        {9.9999999999999998e-13, -7.0344838253011321},
        {1.0000000000000001e-05, -4.2648907939228256},
        {0.024250000000000001, -1.9729610513118845},
        {0.074999999999999997, -1.4395314709384557},
        {0.0750001, -1.4395307645017297},
        {0.29999999999999999, -0.52440051270804067},
        {0.5, 0},
        {0.59999999999999998, 0.25334710313579978},
        {0.92500000000000004, 1.4395314709384559},
        {0.99990000000000001, 3.7190164854557084},
        {0.99999999999999989, 8.2095361516013856},
    };
    for (size_t i = 0; i < COUNT(known); i++)
        assert_near(hm_normal_quantile(known[i][0]), known[i][1]);
}

/* Units in any order, and a cell for each; some are far out in a tail. */
static void many_are_those_one_by_one(void **state) {
    (void)state;
    enum { COUNT_OF_ALL = 100000 };
    const hm_noise noise = {UINT64_C(20261128), 3};
    static uint32_t units[COUNT_OF_ALL], cells[COUNT_OF_ALL];
    static double of_one[COUNT_OF_ALL], of_each[COUNT_OF_ALL];
    double farthest = 0;
    for (uint32_t i = 0; i < COUNT_OF_ALL; i++) {
        units[i] = i * 7919 % COUNT_OF_ALL;
        cells[i] = i % 13;
    }
    hm_noise_fill_normal(&noise, 17, units, COUNT_OF_ALL, 9, of_one);
    hm_noise_fill_normal_cells(&noise, 17, units, cells, COUNT_OF_ALL, of_each);
    for (uint32_t i = 0; i < COUNT_OF_ALL; i++) {
        assert_true(of_one[i] == hm_noise_normal(&noise, 17, units[i], 9));
        assert_true(of_each[i] == hm_noise_normal(&noise, 17, units[i], cells[i]));
        farthest = fmax(farthest, fabs(of_one[i]));
    }
    assert_true(farthest > 4 && farthest < 6);
}

/* Every part of the place and of the noise counts. */
static void places_differ(void **state) {
    (void)state;
    const hm_noise noise = {1, 1};
    const double drawn[] = {
        hm_noise_uniform(&noise, 1, 1, 1),
        hm_noise_uniform(&noise, 2, 1, 1),
        hm_noise_uniform(&noise, 1, 2, 1),
        hm_noise_uniform(&noise, 1, 1, 2),
        hm_noise_uniform(&(hm_noise){2, 1}, 1, 1, 1),
        hm_noise_uniform(&(hm_noise){1, 2}, 1, 1, 1),
        hm_noise_uniform(&(hm_noise){UINT64_C(1) << 32 | 1, 1}, 1, 1, 1),
    };
    for (size_t i = 0; i < COUNT(drawn); i++)
        for (size_t j = 0; j < i; j++)
            assert_true(drawn[i] != drawn[j]);
}

/* Of 90,000 numbers the moments of a normal distribution, and no neighbours that go together; each
 * limit is four standard errors. */
static void numbers_are_normal_and_independent(void **state) {
    (void)state;
    enum { REPLICATES = 30, UNITS = 3000 };
    const hm_noise noise = {42, 0};
    static uint32_t units[UNITS];
    static double x[UNITS], y[UNITS], z[UNITS];
    double sum = 0, squares = 0, fourths = 0, with_unit = 0, with_cell = 0, with_replicate = 0;
    for (uint32_t i = 0; i < UNITS; i++)
        units[i] = i;
    for (uint32_t r = 0; r < REPLICATES; r++) {
        hm_noise_fill_normal(&noise, r, units, UNITS, 0, x);
        hm_noise_fill_normal(&noise, r, units, UNITS, 1, y);
        hm_noise_fill_normal(&noise, r + 1, units, UNITS, 0, z);
        for (size_t i = 0; i < UNITS; i++) {
            sum += x[i];
            squares += x[i] * x[i];
            fourths += pow(x[i], 4);
            with_unit += x[i] * x[(i + 1) % UNITS];
            with_cell += x[i] * y[i];
            with_replicate += x[i] * z[i];
        }
    }
    const double n = (double)REPLICATES * UNITS, limit = 4 / sqrt(n);
    assert_true(fabs(sum / n) < limit);
    assert_true(fabs(squares / n - 1) < limit * sqrt(2));
    assert_true(fabs(fourths / n - 3) < limit * sqrt(96));
    assert_true(fabs(with_unit / n) < limit && fabs(with_cell / n) < limit &&
                fabs(with_replicate / n) < limit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_known_answers),
        cmocka_unit_test(numbers_are_the_bits_of_their_place),
        cmocka_unit_test(quantiles_are_those_of_r),
        cmocka_unit_test(many_are_those_one_by_one),
        cmocka_unit_test(places_differ),
        cmocka_unit_test(numbers_are_normal_and_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
