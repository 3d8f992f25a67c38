/* Tests of the methods of aggregation. */
#include "core_support.h"

#include <math.h>

#include "methods/methods.h"

enum { MOST = 8 };

typedef struct example {
    const char *method;
    size_t count;
    double scores[MOST], weights[MOST];
    double expected;
} example;

static double combine(size_t method, const double *parameters, double *scores, double *weights,
                      size_t count, bool lifted) {
    const hm_combining of = {parameters, scores, weights, count, lifted};
    return hm_methods[method].combine(&of);
}

static void check_all(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        double scores[MOST], weights[MOST];
        const size_t method = hm_method_find(examples[i].method);
        assert_true(method < hm_method_count);
        memcpy(scores, examples[i].scores, sizeof scores);
        memcpy(weights, examples[i].weights, sizeof weights);
        double parameters[HM_METHOD_PARAMETERS];
        (void)hm_method_begin(&hm_methods[method], parameters);
        assert_near(combine(method, parameters, scores, weights, examples[i].count, false),
                    examples[i].expected);
    }
}

static void methods_means(void **state) {
    (void)state;
    static const example examples[] = {
        {"arithmetic", 1, {70}, {3}, 70},
        {"arithmetic", 3, {0, 50, 100}, {1, 1, 1}, 50},
        {"arithmetic", 2, {80, 20}, {3, 1}, 65}, /* (240 + 20) / 4 */
        {"arithmetic", 2, {100, 100}, {37, 9}, 100},
        {"geometric", 1, {70}, {3}, 70},
        {"geometric", 2, {25, 100}, {1, 1}, 50}, /* sqrt(2500) */
        {"geometric", 2, {8, 64}, {2, 1}, 16},   /* cbrt(8 * 8 * 64) = cbrt(4096) */
        {"geometric", 2, {0, 100}, {1, 9}, 0},
        {"harmonic", 1, {70}, {3}, 70},
        {"harmonic", 2, {30, 60}, {1, 1}, 40},         /* 2 / (1/30 + 1/60) */
        {"harmonic", 2, {25, 100}, {1, 3}, 400.0 / 7}, /* 4 / (1/25 + 3/100) = 4 / 0.07 */
        {"harmonic", 2, {100, 0}, {1, 1}, 0},
        {"minimum", 3, {50, 20, 70}, {1, 5, 1}, 20},
        {"minimum", 1, {50}, {1}, 50},
        {"maximum", 3, {50, 20, 70}, {1, 5, 1}, 70},
        {"maximum", 3, {0, 0, 0}, {1, 1, 1}, 0},
        {"sum", 1, {70}, {3}, 210},
        {"sum", 3, {4, 15, -2}, {2, 1, 0.5}, 22}, /* 8 + 15 - 1 */
    };
    check_all(examples, COUNT(examples));
}

static void methods_median_at_the_half_lies_between(void **state) {
    (void)state;
    static const example examples[] = {
        {"median", 1, {70}, {3}, 70},
        {"median", 2, {10, 30}, {1, 1}, 20},
        {"median", 2, {30, 10}, {1, 1}, 20},
        {"median", 3, {90, 10, 20}, {1, 1, 1}, 20},
        {"median", 4, {40, 10, 30, 20}, {1, 1, 1, 1}, 25},
        {"median", 5, {50, 40, 30, 20, 10}, {1, 1, 1, 1, 1}, 30},
        {"median", 3, {10, 20, 30}, {5, 1, 1}, 10},       /* 5 of 7 stand at 10 */
        {"median", 3, {10, 20, 30}, {1, 1, 2}, 25},       /* half of 4 is reached at 20 exactly */
        {"median", 3, {10, 20, 30}, {0.1, 0.2, 0.3}, 25}, /* though 0.1 + 0.2 is not 0.3 */
        {"median", 4, {20, 20, 20, 90}, {1, 1, 1, 1}, 20},
        {"median", 3, {0, 0, 100}, {1, 1, 1}, 0},
        {"median", 2, {10, 30}, {3, 1}, 10},
    };
    check_all(examples, COUNT(examples));
}

/* With one parameter or two. */
typedef struct parametric {
    const char *method;
    double parameters[2];
    size_t count;
    double scores[MOST], weights[MOST];
    double expected;
} parametric;

static void check_parametric(const parametric *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const parametric *one = &examples[i];
        double scores[MOST], weights[MOST];
        const size_t method = hm_method_find(one->method);
        assert_true(method < hm_method_count);
        for (size_t turn = 0; turn < 2; turn++) { /* in both orders of the children */
            for (size_t k = 0; k < one->count; k++) {
                const size_t from = turn ? one->count - 1 - k : k;
                scores[k] = one->scores[from];
                weights[k] = one->weights[from];
            }
            assert_near(combine(method, one->parameters, scores, weights, one->count, false),
                        one->expected);
        }
    }
}

static void methods_with_parameters(void **state) {
    (void)state;
    static const parametric examples[] = {
        {"geometric", {1}, 2, {0, 100}, {1, 1}, 10}, /* sqrt(1 * 100) */
        {"geometric", {30}, 2, {10, 20}, {1, 1}, 30},
        {"power", {2}, 2, {60, 80}, {1, 1}, 70.71067811865476}, /* sqrt(5000) */
        {"power", {0.5}, 2, {100, 0}, {3, 1}, 56.25},           /* (3/4 * 10)^2 */
        {"power", {1}, 2, {80, 20}, {3, 1}, 65},
        {"power", {-1}, 2, {30, 60}, {1, 1}, 40},
        {"power", {-2}, 2, {0, 60}, {1, 1}, 0},
        {"power", {1e-9}, 2, {8, 64}, {2, 1}, 16.000000007687248},         /* 16 (1 + 1e-9 / 2 * 2/9
                                                                              ln(8)^2) */
        {"power", {1000}, 3, {10, 20, 90}, {1, 1, 1}, 89.90117918683904},  /* 90 * (1/3)^0.001 */
        {"power", {-1000}, 3, {10, 20, 90}, {1, 1, 1}, 10.01099215984204}, /* 10 * 3^0.001 */
        {"power", {3}, 2, {0, 0}, {1, 1}, 0},
        {"worst", {2}, 3, {50, 20, 70}, {1, 1, 1}, 35},
        {"worst", {2}, 3, {50, 20, 70}, {1, 3, 1}, 27.5},
        {"worst", {9}, 3, {50, 20, 80}, {1, 1, 1}, 50},
        {"worst", {1}, 3, {50, 20, 20}, {1, 1, 7}, 20},
        {"worst", {2}, 3, {50, 50, 20}, {1, 7, 1}, 46.25}, /* (7 * 50 + 20) / 8 */
    };
    check_parametric(examples, COUNT(examples));
    static const example plain[] = {
        {"product", 2, {50, 50}, {1, 3}, 25},
        {"product", 3, {80, 50, 100}, {1, 1, 1}, 40},
        {"product", 2, {0, 70}, {1, 1}, 0},
    };
    check_all(plain, COUNT(plain));
}

#define Z                                                                                          \
    {                                                                                              \
        103.68219048857024, 92.528648158809148, 94.919929512927112, 109.08241909950935,            \
            87.982841160253201, 107.58667786495334, 103.66468681944947, 99.895681451946629         \
    }
#define ONES                                                                                       \
    { 1, 1, 1, 1, 1, 1, 1, 1 }

/* The first city of Compind's example: its ci_mpi, which takes the deviation of a sample, and the
 * mean-min function by its formula. */
static void methods_that_pay_for_imbalance(void **state) {
    (void)state;
    static const parametric examples[] = {
        {"mazziotta_pareto", {0, 1}, 8, Z, ONES, 99.355946117957762},
        {"mazziotta_pareto", {1, 1}, 8, Z, ONES, 100.47982252114787},
        {"mazziotta_pareto", {0, 0}, 2, {90, 110}, {1, 1}, 99}, /* 100 - 100 / 100 */
        {"mazziotta_pareto", {0, 1}, 2, {90, 110}, {1, 1}, 98}, /* 100 - 200 / 100 */
        {"mazziotta_pareto", {0, 1}, 1, {110}, {1}, 110},
        {"mean_min", {0.5, 1}, 8, Z, ONES, 94.429452654785393},
        {"mean_min", {1, 0}, 8, Z, ONES, 87.982841160253201},
        {"mean_min", {0.25, 5}, 8, Z, ONES, 97.932868330272541},
        {"mean_min", {0, 3}, 2, {80, 20}, {3, 1}, 65},
    };
    check_parametric(examples, COUNT(examples));
}

/* Where a range goes below 0, a score of 0 is one like others, and a mean that it decides is none.
 */
static void methods_say_where_there_is_no_score(void **state) {
    (void)state;
    static const char *const names[] = {"geometric", "harmonic", "power", "product"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const double parameters[] = {strcmp(names[i], "power") == 0 ? -0.5 : 0, 0};
        double weights[] = {1, 1}, zero[] = {0, 50}, below[] = {-10, 50};
        const size_t method = hm_method_find(names[i]);
        assert_true(combine(method, parameters, zero, weights, 2, false) == 0);
        assert_true(isnan(combine(method, parameters, below, weights, 2, true)));
        if (strcmp(names[i], "product") != 0)
            assert_true(isnan(combine(method, parameters, (double[]){0, 50}, weights, 2, true)));
    }
    const double floor[] = {1, 0};
    assert_near(combine(hm_method_find("geometric"), floor, (double[]){-10, 100}, (double[]){1, 1},
                        2, true),
                10);
    assert_true(isnan(combine(hm_method_find("mazziotta_pareto"), (double[]){0, 0},
                              (double[]){-90, 10}, (double[]){1, 1}, 2, true)));
}

static void methods_are_shown_with_their_parameters(void **state) {
    (void)state;
    double parameters[HM_METHOD_PARAMETERS];
    const hm_method *method = &hm_methods[hm_method_find("mazziotta_pareto")];
    assert_null(hm_method_begin(method, parameters));
    assert_string_equal(hm_method_text_of(method, parameters, NULL).text, "mazziotta_pareto");
    parameters[1] = 1;
    assert_string_equal(hm_method_text_of(method, parameters, NULL).text,
                        "mazziotta_pareto, sd = sample");
    method = &hm_methods[hm_method_find("power")];
    assert_string_equal(hm_method_begin(method, parameters), "p");
    parameters[0] = 0.5;
    assert_string_equal(hm_method_text_of(method, parameters, NULL).text, "power, p = 0.5");
}

static void methods_stay_within_their_scores(void **state) {
    (void)state;
    for (size_t method = 0; method < hm_method_count; method++) {
        const double parameters[] = {strcmp(hm_methods[method].name, "mean_min") == 0 ? 0.5 : 1, 0};
        if (hm_methods[method].compares_units || hm_methods[method].sums)
            continue; /* test_relative.c; a sum goes beyond */
        double scores[200], weights[200];
        for (size_t i = 0; i < 200; i++) {
            scores[i] = 100;
            weights[i] = 1e9;
        }
        assert_near(combine(method, parameters, scores, weights, 200, false), 100);
        for (size_t i = 0; i < 200; i++)
            weights[i] = 1e-9;
        assert_near(combine(method, parameters, scores, weights, 200, false), 100);
    }
}

static void methods_are_found_by_name(void **state) {
    (void)state;
    assert_int_equal(hm_method_find("arithmetic"), HM_METHOD_ARITHMETIC);
    assert_int_equal(hm_method_find("median"), 5);
    assert_int_equal(hm_method_find("mean"), hm_method_count);
    for (size_t i = 0; i < hm_method_count; i++) {
        assert_int_equal(hm_method_find(hm_methods[i].name), i);
        assert_int_equal(hm_methods[i].adds_up, i == HM_METHOD_ARITHMETIC || hm_methods[i].sums);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_means),
        cmocka_unit_test(methods_median_at_the_half_lies_between),
        cmocka_unit_test(methods_with_parameters),
        cmocka_unit_test(methods_that_pay_for_imbalance),
        cmocka_unit_test(methods_say_where_there_is_no_score),
        cmocka_unit_test(methods_are_shown_with_their_parameters),
        cmocka_unit_test(methods_stay_within_their_scores),
        cmocka_unit_test(methods_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
