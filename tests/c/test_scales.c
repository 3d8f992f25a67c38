/* Marks among the values of other cities, worked out by hand; what must not make a difference. */
#include "core_support.h"

#include <float.h>

#include "base/tie.h"
#include "methods/scales.h"

enum { MOST = 8 };

static const hm_step_method *named(const char *name) {
    const size_t found = hm_scale_find(name);
    assert_true(found < hm_scale_count);
    return &hm_scales[found];
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* By the parameters that the method has where none are given. */
static bool scale(const char *name, const double *values, size_t count, double *marks) {
    double sorted[MOST], room[MOST], parameters[HM_STEP_PARAMETERS];
    const hm_step_method *method = named(name);
    hm_learnt learnt = {0};
    for (size_t i = 0; i < HM_STEP_PARAMETERS; i++)
        parameters[i] = method->parameters[i].otherwise;
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare);
    if (!method->fit(&learnt, sorted, count, room))
        return false;
    for (size_t i = 0; i < count; i++)
        marks[i] = method->apply(&learnt, parameters, values[i]);
    return true;
}

static void assert_marks(const char *name, size_t count, const double *values,
                         const double *expected) {
    double marks[MOST];
    assert_true(scale(name, values, count, marks));
    for (size_t i = 0; i < count; i++)
        assert_true(fabs(marks[i] - expected[i]) <= 1e-9);
}

static void scales_worked_out_by_hand(void **state) {
    (void)state;
    const double values[] = {2, 4, 4, 4, 5, 5, 7, 9}; /* mean 5, deviation 2 */
    assert_marks("minmax", 8, values,
                 (double[]){0, 200. / 7, 200. / 7, 200. / 7, 300. / 7, 300. / 7, 500. / 7, 100});
    assert_marks("zscore", 8, values, (double[]){35, 45, 45, 45, 50, 50, 60, 70});
    assert_marks("rank", 8, values,
                 (double[]){0, 300. / 7, 300. / 7, 300. / 7, 500. / 7, 500. / 7, 600. / 7, 100});
    assert_marks("percentile", 8, values,
                 (double[]){6.25, 31.25, 31.25, 31.25, 62.5, 62.5, 81.25, 93.75});
}

/* Whatever their size: the sums of six 0.1, or of six 80, are not six times that exactly. */
static void scales_cities_that_are_alike(void **state) {
    (void)state;
    const double sizes[] = {0.1, 80, 1e-300, 5e-324, 1e300, DBL_MAX, -3, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double values[6], marks[MOST];
        for (size_t k = 0; k < 6; k++)
            values[k] = sizes[i];
        assert_false(scale("minmax", values, 6, marks));
        assert_false(scale("zscore", values, 6, marks));
        values[2] = nextafter(sizes[i], 0) != 0 ? nextafter(sizes[i], 0) : sizes[i];
        assert_false(scale("minmax", values, 6, marks));
        assert_false(scale("zscore", values, 6, marks));
    }
    assert_false(scale("rank", (double[]){3}, 1, (double[MOST]){0}));
    assert_marks("percentile", 1, (double[]){3}, (double[]){50});
    assert_marks("rank", 3, (double[]){3, 3, 3}, (double[]){100, 100, 100});
}

static void scales_unit_of_measure_makes_no_difference(void **state) {
    (void)state;
    const double units[] = {1e-320, 1e-300, 1e-12, 1, 1e12, 1e300};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const double u = units[i];
        const double values[] = {100 * u, 200 * u, 400 * u, 500 * u}; /* mean 300, deviation 158 */
        double marks[MOST];
        assert_true(scale("minmax", values, 4, marks));
        assert_true(fabs(marks[1] - 25) < 0.1 && fabs(marks[2] - 75) < 0.1);
        assert_true(scale("zscore", values, 4, marks));
        assert_true(fabs(marks[0] - 37.3509) < 0.1 && fabs(marks[3] - 62.6491) < 0.1);
    }
}

static void scales_values_near_the_limits_of_doubles(void **state) {
    (void)state;
    const double values[] = {DBL_MAX, -DBL_MAX, 0};
    assert_marks("minmax", 3, values, (double[]){100, 0, 50});
    /* deviation: the root of 2/3 of the greatest */
    assert_marks("zscore", 3, values, (double[]){50 + 10 * sqrt(1.5), 50 - 10 * sqrt(1.5), 50});
    assert_marks("rank", 3, values, (double[]){100, 0, 50});
}

/* 100 and 100 - 9e-8 tie, and so do 100 and 100 - 1e-7, but a chain of such steps does not: the
 * greatest of a tie decides. */
static void scales_ties_are_those_of_ranks(void **state) {
    (void)state;
    const double values[] = {100, 100 - 9e-8, 100 - 1.8e-7, 0.5, 0.5 + 9e-10, 0};
    assert_marks("rank", 6, values, (double[]){100, 100, 60, 40, 40, 0});
    assert_marks("percentile", 6, values,
                 (double[]){500. / 6, 500. / 6, 350. / 6, 200. / 6, 200. / 6, 50. / 6});
    assert_true(hm_ties(0.5, 0.5 - 1e-9 + 1e-15));
    assert_false(hm_ties(0.5, 0.5 - 1.1e-9));
    assert_true(hm_ties(-1000, -1000 - 9e-7));
    assert_false(hm_ties(-1000, -1000 - 1.1e-6));
}

static void scales_place_of_a_value(void **state) {
    (void)state;
    const double values[] = {2, 4, 4, 9};
    double room[MOST];
    hm_learnt fit = {0};
    assert_true(named("rank")->fit(&fit, values, 4, room));
    const hm_value_place place = hm_value_place_of(&fit, 4), between = hm_value_place_of(&fit, 5);
    assert_int_equal(place.below, 1);
    assert_int_equal(place.alike, 2);
    assert_int_equal(place.above, 1);
    assert_int_equal(between.below, 3);
    assert_int_equal(between.alike, 0);
    assert_int_equal(between.above, 1);
    assert_int_equal(hm_value_place_of(&fit, 10).below, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scales_worked_out_by_hand),
        cmocka_unit_test(scales_cities_that_are_alike),
        cmocka_unit_test(scales_unit_of_measure_makes_no_difference),
        cmocka_unit_test(scales_values_near_the_limits_of_doubles),
        cmocka_unit_test(scales_ties_are_those_of_ranks),
        cmocka_unit_test(scales_place_of_a_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
