/* Tests of the methods of aggregation. */
#include "core_support.h"

#include "methods/methods.h"

enum { MOST = 5 };

typedef struct example {
    const char *method;
    size_t count;
    double scores[MOST], weights[MOST];
    double expected;
} example;

static void check_all(const example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        double scores[MOST], weights[MOST];
        const size_t method = hm_method_find(examples[i].method);
        assert_true(method < hm_method_count);
        memcpy(scores, examples[i].scores, sizeof scores);
        memcpy(weights, examples[i].weights, sizeof weights);
        assert_near(hm_methods[method].combine(scores, weights, examples[i].count),
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

static void methods_stay_within_their_scores(void **state) {
    (void)state;
    for (size_t method = 0; method < hm_method_count; method++) {
        double scores[200], weights[200];
        for (size_t i = 0; i < 200; i++) {
            scores[i] = 100;
            weights[i] = 1e9;
        }
        assert_near(hm_methods[method].combine(scores, weights, 200), 100);
        for (size_t i = 0; i < 200; i++)
            weights[i] = 1e-9;
        assert_near(hm_methods[method].combine(scores, weights, 200), 100);
    }
}

static void methods_are_found_by_name(void **state) {
    (void)state;
    assert_int_equal(hm_method_find("arithmetic"), HM_METHOD_ARITHMETIC);
    assert_int_equal(hm_method_find("median"), 5);
    assert_int_equal(hm_method_find("mean"), hm_method_count);
    for (size_t i = 0; i < hm_method_count; i++) {
        assert_int_equal(hm_method_find(hm_methods[i].name), i);
        assert_int_equal(hm_methods[i].adds_up, i == HM_METHOD_ARITHMETIC);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_means),
        cmocka_unit_test(methods_median_at_the_half_lies_between),
        cmocka_unit_test(methods_stay_within_their_scores),
        cmocka_unit_test(methods_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
