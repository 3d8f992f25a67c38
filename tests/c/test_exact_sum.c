/* Sums against rational numbers (Python's fractions.Fraction), and in other orders and parts. */
#include "core_support.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "methods/exact_sum.h"

static double sum_of(const double *numbers, size_t count, int scale) {
    hm_exact_sum sum = {{0}, 0};
    int exponent;
    hm_exact_sum_add(&sum, numbers, count);
    const double rounded = hm_exact_sum_round(&sum, &exponent);
    return ldexp(rounded, exponent + scale);
}

#define ASSERT_SUM(expected, ...)                                                                  \
    do {                                                                                           \
        const double numbers[] = {__VA_ARGS__};                                                    \
        assert_true(sum_of(numbers, COUNT(numbers), 0) == (expected));                             \
    } while (0)

static void sums_by_hand(void **state) {
    (void)state;
    assert_true(sum_of(NULL, 0, 0) == 0);
    ASSERT_SUM(0, 0.0, -0.0);
    ASSERT_SUM(6, 1, 2, 3);
    ASSERT_SUM(1, 1e308, 1, -1e308);
    ASSERT_SUM(-1, 1e308, -1, -1e308);
    ASSERT_SUM(DBL_TRUE_MIN, 1e300, DBL_TRUE_MIN, -1e300);
    ASSERT_SUM(-3 * DBL_TRUE_MIN, -DBL_TRUE_MIN, -DBL_TRUE_MIN, -DBL_TRUE_MIN);
    ASSERT_SUM(DBL_MIN, DBL_MIN - DBL_TRUE_MIN, DBL_TRUE_MIN);
    ASSERT_SUM(DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX, -DBL_MAX, -DBL_MAX);
    ASSERT_SUM(0, 0.1, -0.1, 1e-320, -1e-320);
}

/* Half of a last digit goes to the even one, more than half up, by however little. */
static void sums_round_once(void **state) {
    (void)state;
    const double half = DBL_EPSILON / 2;
    ASSERT_SUM(1, 1, half);
    ASSERT_SUM(1 + DBL_EPSILON, 1, half, DBL_TRUE_MIN);
    ASSERT_SUM(1, 1, half, -DBL_TRUE_MIN);
    ASSERT_SUM(1 + 2 * DBL_EPSILON, 1 + DBL_EPSILON, half);
    ASSERT_SUM(-1 - DBL_EPSILON, -1, -half, -1e-200);
    ASSERT_SUM(1 + DBL_EPSILON, half, 1, half);
    ASSERT_SUM(0x1p53 + 2, 0x1p53, 1, 0x1p-1000);
}

/* A sum that no double holds. */
static void sums_beyond_the_range(void **state) {
    (void)state;
    double numbers[4096];
    for (size_t i = 0; i < COUNT(numbers); i++)
        numbers[i] = DBL_MAX;
    assert_true(sum_of(numbers, COUNT(numbers), -12) == DBL_MAX);
    for (size_t i = 0; i < COUNT(numbers); i++)
        numbers[i] = -DBL_TRUE_MIN;
    assert_true(sum_of(numbers, COUNT(numbers), 0) == -4096 * DBL_TRUE_MIN);
}

/* Knuth's generator, of which the upper bits are taken. */
static uint64_t next(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed;
}

/* Any mantissa and sign, exponents (as they are written) from `low` to `high` - 1. */
static double draw(uint64_t *seed, unsigned low, unsigned high) {
    const uint64_t mantissa = next(seed) >> 12;
    const uint64_t exponent = low + (next(seed) >> 33) % (high - low);
    const uint64_t bits = (next(seed) >> 63) << 63 | exponent << 52 | mantissa;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

typedef struct drawn {
    uint64_t seed;
    size_t count;
    unsigned low, high;
    int scale;
    double expected; /* of the fractions, times 2^scale */
} drawn;

static const drawn samples[] = {
    {1, 1000, 0, 2047, 0, 0x1.3955f5d9cb85fp+1022},
    {2, 5000, 1000, 1046, 0, 0x1.0054d51df331ap+26},
    {3, 3000, 0, 3, 0, -0x1.4aa072e35b50fp-1017}, /* most of them subnormal */
    {4, 2500, 2000, 2047, -64, 0x1.f32d8d52e8b10p+961},
    {5, 1024, 900, 1100, 0, 0x1.0250b34f3ef9ap+77},
    {6, 7, 0, 2047, 0, -0x1.25f1348ec2e87p+623},
    {7, 100000, 1013, 1033, 0, 0x1.bc6fd9c2968cbp+15},
};

static void shuffle(double *numbers, size_t count, uint64_t *seed) {
    for (size_t i = count; i > 1; i--) {
        const size_t other = (size_t)((next(seed) >> 20) % i);
        const double number = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = number;
    }
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void sums_of_fractions_in_any_order(void **state) {
    (void)state;
    static double numbers[100000];
    for (size_t i = 0; i < COUNT(samples); i++) {
        const drawn *s = &samples[i];
        uint64_t seed = s->seed;
        for (size_t k = 0; k < s->count; k++)
            numbers[k] = draw(&seed, s->low, s->high);
        assert_true(sum_of(numbers, s->count, s->scale) == s->expected);
        for (int k = 0; k < 3; k++) {
            shuffle(numbers, s->count, &seed);
            assert_true(sum_of(numbers, s->count, s->scale) == s->expected);
        }
        qsort(numbers, s->count, sizeof *numbers, compare);
        assert_true(sum_of(numbers, s->count, s->scale) == s->expected);
    }
}

static void sums_in_parts(void **state) {
    (void)state;
    static double numbers[5000];
    const drawn *s = &samples[1];
    uint64_t seed = s->seed;
    for (size_t k = 0; k < s->count; k++)
        numbers[k] = draw(&seed, s->low, s->high);
    for (size_t part = 1; part < s->count; part = part * 3 + 1) {
        hm_exact_sum sum = {{0}, 0};
        int exponent;
        for (size_t k = 0; k < s->count; k += part)
            hm_exact_sum_add(&sum, numbers + k, s->count - k < part ? s->count - k : part);
        const double rounded = hm_exact_sum_round(&sum, &exponent);
        assert_true(ldexp(rounded, exponent) == s->expected);
    }
}

/* All that is there is taken back, but for a few. */
static void sums_that_cancel(void **state) {
    (void)state;
    static double numbers[20003];
    uint64_t seed = 8;
    for (size_t i = 0; i < 20000; i += 2) {
        numbers[i] = draw(&seed, 0, 2047);
        numbers[i + 1] = -numbers[i];
    }
    numbers[20000] = 0.1;
    numbers[20001] = 0.2;
    numbers[20002] = -1e-300;
    for (int k = 0; k < 5; k++) {
        shuffle(numbers, COUNT(numbers), &seed);
        /* 0.1 + 0.2 lies half way between two doubles: -1e-300 decides */
        assert_true(sum_of(numbers, COUNT(numbers), 0) == 0x1.3333333333333p-2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_by_hand),          cmocka_unit_test(sums_round_once),
        cmocka_unit_test(sums_beyond_the_range), cmocka_unit_test(sums_of_fractions_in_any_order),
        cmocka_unit_test(sums_in_parts),         cmocka_unit_test(sums_that_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
