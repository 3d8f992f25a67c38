/* Statistics of samples, worked out by hand. */
#include "core_support.h"

#include <float.h>
#include <math.h>

#include "base/numbers/normal.h"
#include "methods/sample.h"
#include "methods/sort.h"

static void sample_quantiles_by_hand(void **state) {
    (void)state;
    const double four[] = {1, 2, 3, 10}, one[] = {7};
    assert_near(hm_sample_quantile(four, 4, 0), 1);
    assert_near(hm_sample_quantile(four, 4, 0.25), 1.75); /* 3/4 of the way from the first on */
    assert_near(hm_sample_quantile(four, 4, 0.5), 2.5);
    assert_near(hm_sample_quantile(four, 4, 0.75), 4.75);
    assert_near(hm_sample_quantile(four, 4, 1), 10);
    assert_near(hm_sample_quantile(one, 1, 0.3), 7);
}

/* Mean 4; distances -3 -2 -1 0 6; their squares sum up to 50, cubes to 180, fourth powers to 1394.
 */
static void sample_moments_by_hand(void **state) {
    (void)state;
    const double values[] = {1, 2, 3, 4, 10};
    const hm_moments m = hm_sample_moments(values, COUNT(values));
    assert_true(m.has_deviation && m.has_skewness && m.has_kurtosis);
    assert_near(m.mean, 4);
    assert_near(m.deviation, sqrt(12.5));
    assert_near(m.skewness, 1.2 * sqrt(2)); /* 5 / (4 * 3) * 180 / 12.5^1.5 */
    assert_near(m.kurtosis, 3.152);         /* (6 * (5 * 1394 / 2500 - 3) + 6) * 4 / 6 */
}

static void sample_has_moments_from_some_size_on(void **state) {
    (void)state;
    const double values[] = {1, 2, 4, 9};
    for (size_t count = 1; count <= COUNT(values); count++) {
        const hm_moments m = hm_sample_moments(values, count);
        assert_int_equal(m.has_deviation, count >= 2);
        assert_int_equal(m.has_skewness, count >= 3);
        assert_int_equal(m.has_kurtosis, count >= 4);
    }
}

static void sample_of_equal_values_has_them_as_mean(void **state) {
    (void)state;
    const double values[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    const hm_moments m = hm_sample_moments(values, COUNT(values));
    assert_true(m.mean == 0.1);
    assert_true(m.deviation == 0);
    assert_false(m.has_skewness || m.has_kurtosis);
}

/* Differences by rounding are no skewness: these are 0.3 each, summed up in two ways. */
static void sample_alike_by_rounding(void **state) {
    (void)state;
    const double values[] = {0.3, 0.3, 0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2};
    assert_true(values[0] < values[4]);
    assert_false(hm_sample_moments(values, COUNT(values)).has_skewness);
    assert_true(hm_sample_is_alike(0, 0));
    assert_false(hm_sample_is_alike(-1e-300, 1e-300));
    assert_false(hm_sample_is_alike(-DBL_MAX, DBL_MAX));
}

/* The same shape at any size: only the unit of measure differs. */
static void sample_moments_of_any_size(void **state) {
    (void)state;
    const double units[] = {1e-300, 1, 1e300, -1e300};
    for (size_t i = 0; i < COUNT(units); i++) {
        double values[] = {1, 2, 3, 4, 10};
        for (size_t k = 0; k < COUNT(values); k++)
            values[k] *= units[i];
        double room[COUNT(values)];
        hm_sort(values, COUNT(values), room);
        const hm_moments m = hm_sample_moments(values, COUNT(values));
        assert_near(m.mean / units[i], 4);
        assert_near(m.deviation / fabs(units[i]), sqrt(12.5));
        assert_near(m.skewness, units[i] < 0 ? -1.2 * sqrt(2) : 1.2 * sqrt(2));
        assert_near(m.kurtosis, 3.152);
    }
    const double most[] = {-DBL_MAX, DBL_MAX};
    assert_near(hm_sample_moments(most, 2).mean, 0);
}

/* Whatever the order: sums round once. By 50 digits (Python's decimal), of the quotients. */
static void sample_moments_in_any_order(void **state) {
    (void)state;
    const size_t steps[] = {1, 7, 11, 499, 1499}; /* which have no divisor in common with 1500 */
    double values[1500];
    hm_moments first = {0};
    for (size_t k = 0; k < COUNT(steps); k++) {
        for (size_t i = 0; i < COUNT(values); i++)
            values[i * steps[k] % COUNT(values)] = (double)(i * i % 1009) / 7;
        const hm_moments m = hm_sample_moments(values, COUNT(values));
        first = k == 0 ? m : first;
        assert_memory_equal(&m.mean, &first.mean, sizeof m.mean);
        assert_memory_equal(&m.deviation, &first.deviation, sizeof m.deviation);
        assert_memory_equal(&m.skewness, &first.skewness, sizeof m.skewness);
        assert_memory_equal(&m.kurtosis, &first.kurtosis, sizeof m.kurtosis);
    }
    assert_true(fabs(first.mean - 71.552) <= 1e-14 * 71.552);
    assert_true(fabs(first.deviation - 42.82675027933956) <= 1e-14 * 42.82675027933956);
    assert_true(fabs(first.skewness - 0.01779447230923019) <= 1e-14);
    assert_true(fabs(first.kurtosis - -1.204597602308254) <= 1e-14);
}

static void sample_distinct_values(void **state) {
    (void)state;
    const double values[] = {-0.0, 0, 0, 1, 1, 2};
    assert_int_equal(hm_sample_distinct(values, 0), 0);
    assert_int_equal(hm_sample_distinct(values, COUNT(values)), 3);
}

/* R: qnorm */
static void normal_quantiles(void **state) {
    (void)state;
    const double known[][2] = {{0.975, 1.9599639845400536},   {0.5, 0},
                               {0.3, -0.52440051270804067},   {0.0751, -1.4388253927525398},
                               {1e-5, -4.2648907939228256},   {1e-20, -9.2623400897984052},
                               {1e-300, -37.047096299361201}, {0.925, 1.4395314709384559}};
    for (size_t i = 0; i < COUNT(known); i++)
        assert_true(fabs(hm_normal_quantile(known[i][0]) - known[i][1]) <=
                    4e-15 * fabs(known[i][1]));
    assert_true(isnan(hm_normal_quantile(0)) && isnan(hm_normal_quantile(1)) &&
                isnan(hm_normal_quantile((double)NAN)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_quantiles_by_hand),
        cmocka_unit_test(sample_moments_by_hand),
        cmocka_unit_test(sample_has_moments_from_some_size_on),
        cmocka_unit_test(sample_of_equal_values_has_them_as_mean),
        cmocka_unit_test(sample_alike_by_rounding),
        cmocka_unit_test(sample_moments_of_any_size),
        cmocka_unit_test(sample_moments_in_any_order),
        cmocka_unit_test(sample_distinct_values),
        cmocka_unit_test(normal_quantiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
