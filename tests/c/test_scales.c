/* Marks among the values of other cities, worked out by hand; what must not make a difference. */
#include "core_support.h"

#include <float.h>

#include "base/tie.h"
#include "methods/step_methods.h"

enum { MOST = 8 };

static const hm_step_method *named(const char *name) {
    const hm_step_method *found = hm_step_method_find(HM_STEP_SCALE, name);
    assert_non_null(found);
    return found;
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* One setting that is another than without a word. */
typedef struct setting {
    int at;
    double value;
} setting;

static bool scale_with(const char *name, const double *values, size_t count, double *marks,
                       size_t setting_count, const setting *settings, double reference) {
    double sorted[MOST], room[MOST], given[HM_STEP_SETTINGS];
    const hm_step_method *method = named(name);
    hm_learnt learnt = {.count = count};
    hm_step_settings_begin(method, given);
    for (size_t i = 0; i < setting_count; i++)
        given[settings[i].at] = settings[i].value;
    for (size_t i = 0; i < count; i++)
        sorted[i] = given[HM_SETTING_SIGN] * values[i];
    qsort(sorted, count, sizeof *sorted, compare);
    learnt.statistics[HM_STATISTIC_REFERENCE] = reference;
    method->fit(&learnt, given, sorted, count, room);
    for (size_t i = 0; i < count && learnt.fault == HM_UNFIT_NONE; i++)
        marks[i] = hm_step_apply(method, &learnt, given, given[HM_SETTING_SIGN] * values[i]);
    return learnt.fault == HM_UNFIT_NONE;
}

/* By the parameters that the method has where none are given. */
static bool scale(const char *name, const double *values, size_t count, double *marks) {
    return scale_with(name, values, count, marks, 0, NULL, (double)NAN);
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

static const double eight[MOST] = {2, 4, 4, 4, 5, 5, 7, 9};

static void assert_marks_with(const char *name, const setting *settings, size_t setting_count,
                              double reference, const double *expected) {
    double marks[MOST];
    assert_true(scale_with(name, eight, MOST, marks, setting_count, settings, reference));
    for (size_t i = 0; i < MOST; i++)
        if (!(fabs(marks[i] - expected[i]) <= 1e-9))
            fail_msg("%s, value %g: %.17g, expected %.17g", name, eight[i], marks[i], expected[i]);
}

/* Ranks from 0: 0; 1 to 3; 4 and 5; 6; 7. */
static void scales_by_place(void **state) {
    (void)state;
    const double s = 100. / 7;
    assert_marks_with("rank", (setting[]){{0, 1}}, 1, (double)NAN,
                      (double[]){0, s, s, s, 4 * s, 4 * s, 6 * s, 100});
    assert_marks_with("rank", (setting[]){{0, 2}}, 1, (double)NAN,
                      (double[]){0, 2 * s, 2 * s, 2 * s, 4.5 * s, 4.5 * s, 6 * s, 100});
    assert_marks("percent_rank", MOST, eight, (double[]){0, s, s, s, 4 * s, 4 * s, 6 * s, 100});
    assert_marks("borda", MOST, eight,
                 (double[]){0, 2 * s, 2 * s, 2 * s, 4.5 * s, 4.5 * s, 6 * s, 100});
    /* quartiles of type 7: 4, 4.5 and 5.5 */
    assert_marks_with("quantiles", (setting[]){{0, 4}}, 1, (double)NAN,
                      (double[]){0, 0, 0, 0, 200. / 3, 200. / 3, 100, 100});
    /* R: qnorm(c(1, 5, 10, 13, 15) / 16) */
    assert_marks("normal_scores", MOST, eight,
                 (double[]){50 - 15.341205443525459, 50 - 4.8877641111466953,
                            50 - 4.8877641111466953, 50 - 4.8877641111466953,
                            50 + 3.1863936396437520, 50 + 3.1863936396437520,
                            50 + 8.8714655901887607, 50 + 15.341205443525463});
}

static void scales_by_distance(void **state) {
    (void)state;
    const double sample = sqrt(32. / 7); /* the deviation by n - 1 */
    assert_marks_with("zscore", (setting[]){{2, 1}}, 1, (double)NAN,
                      (double[]){50 - 30 / sample, 50 - 10 / sample, 50 - 10 / sample,
                                 50 - 10 / sample, 50, 50, 50 + 20 / sample, 50 + 40 / sample});
    assert_marks("logistic", MOST, eight,
                 (double[]){100 / (1 + exp(1.5)), 100 / (1 + exp(0.5)), 100 / (1 + exp(0.5)),
                            100 / (1 + exp(0.5)), 50, 50, 100 / (1 + exp(-1)),
                            100 / (1 + exp(-2))});
    assert_marks("robust", MOST, eight, /* median 4.5, quartiles 1.5 apart */
                 (double[]){50 - 25 / 1.5, 50 - 5 / 1.5, 50 - 5 / 1.5, 50 - 5 / 1.5, 50 + 5 / 1.5,
                            50 + 5 / 1.5, 50 + 25 / 1.5, 80});
    assert_marks(
        "fraction_of_max", MOST, eight,
        (double[]){200. / 9, 400. / 9, 400. / 9, 400. / 9, 500. / 9, 500. / 9, 700. / 9, 100});
    assert_marks_with("distance_to_target", (setting[]){{0, 12}}, 1, (double)NAN,
                      (double[]){0, 20, 20, 20, 30, 30, 50, 70});
    assert_marks_with("reference", NULL, 0, 6, (double[]){0, 50, 50, 50, 75, 75, 125, 175});
}

static void scales_between_ends_of_ones_own(void **state) {
    (void)state;
    const setting to[] = {{HM_SETTING_TO_LOW, 1}, {HM_SETTING_TO_HIGH, 8}};
    assert_marks_with("minmax", to, 2, (double)NAN, (double[]){1, 3, 3, 3, 4, 4, 6, 8});
    const setting ends[] = {{HM_SETTING_LOW_KIND, HM_BOUND_PERCENTILE},
                            {HM_SETTING_LOW, 25},
                            {HM_SETTING_HIGH_KIND, HM_BOUND_MEAN_OF_BEST},
                            {HM_SETTING_HIGH, 2}}; /* 4 to 8 */
    assert_marks_with("minmax", ends, 4, (double)NAN, (double[]){-50, 0, 0, 0, 25, 25, 75, 125});
    const setting lower[] = {{HM_SETTING_SIGN, -1},
                             {HM_SETTING_LOW_KIND, HM_BOUND_NUMBER},
                             {HM_SETTING_LOW, 3},
                             {HM_SETTING_HIGH_KIND, HM_BOUND_PERCENTILE},
                             {HM_SETTING_HIGH, 75}}; /* 100 at 3, 0 at 5.5 */
    assert_marks_with("minmax", lower, 5, (double)NAN,
                      (double[]){140, 60, 60, 60, 20, 20, -60, -140});
    const setting best[] = {{HM_SETTING_SIGN, -1},
                            {HM_SETTING_LOW_KIND, HM_BOUND_MEAN_OF_BEST},
                            {HM_SETTING_LOW, 2}}; /* the least two: 3; the worst is 9 */
    assert_marks_with(
        "minmax", best, 3, (double)NAN,
        (double[]){700. / 6, 500. / 6, 500. / 6, 500. / 6, 400. / 6, 400. / 6, 200. / 6, 0});
}

static hm_unfit why_not(const char *name, size_t count, const double *values, size_t setting_count,
                        const setting *settings, double reference) {
    double room[MOST], given[HM_STEP_SETTINGS];
    hm_learnt learnt = {.count = count};
    hm_step_settings_begin(named(name), given);
    for (size_t i = 0; i < setting_count; i++)
        given[settings[i].at] = settings[i].value;
    learnt.statistics[HM_STATISTIC_REFERENCE] = reference;
    named(name)->fit(&learnt, given, values, count, room);
    return learnt.fault;
}

static void scales_what_cannot_be_scaled(void **state) {
    (void)state;
    const double none = (double)NAN, below[] = {-1, 2, 3};
    assert_int_equal(why_not("fraction_of_max", 3, below, 0, NULL, none), HM_UNFIT_NEGATIVE);
    assert_int_equal(why_not("fraction_of_max", 2, (double[]){0, 0}, 0, NULL, none),
                     HM_UNFIT_NEGATIVE);
    assert_int_equal(why_not("distance_to_target", 3, below, 1, (setting[]){{0, -1}}, none),
                     HM_UNFIT_TARGET);
    assert_int_equal(why_not("reference", 3, below, 0, NULL, none), HM_UNFIT_NO_REFERENCE);
    assert_int_equal(why_not("reference", 3, below, 0, NULL, -1), HM_UNFIT_NO_REFERENCE);
    assert_int_equal(why_not("robust", 4, (double[]){1, 5, 5, 5}, 0, NULL, none), HM_UNFIT_NONE);
    assert_int_equal(why_not("robust", 5, (double[]){1, 5, 5, 5, 5}, 0, NULL, none),
                     HM_UNFIT_ALIKE);
    assert_int_equal(why_not("rank", 1, below, 0, NULL, none), HM_UNFIT_FEW);
    assert_int_equal(why_not("zscore", 1, below, 1, (setting[]){{2, 1}}, none), HM_UNFIT_ALIKE);
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
    double settings[HM_STEP_SETTINGS];
    hm_learnt fit = {.count = 4};
    hm_step_settings_begin(named("rank"), settings);
    named("rank")->fit(&fit, settings, values, 4, room);
    assert_int_equal(fit.fault, HM_UNFIT_NONE);
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
        cmocka_unit_test(scales_by_place),
        cmocka_unit_test(scales_by_distance),
        cmocka_unit_test(scales_between_ends_of_ones_own),
        cmocka_unit_test(scales_what_cannot_be_scaled),
        cmocka_unit_test(scales_cities_that_are_alike),
        cmocka_unit_test(scales_unit_of_measure_makes_no_difference),
        cmocka_unit_test(scales_values_near_the_limits_of_doubles),
        cmocka_unit_test(scales_ties_are_those_of_ranks),
        cmocka_unit_test(scales_place_of_a_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
