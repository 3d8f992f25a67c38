/* How columns go together, against R 4.2 (cor, cov; smooth.spline with all.knots, whose smoothness
 * is found less exactly). */
#include "core_support.h"

#include <math.h>

#include "methods/association.h"
#include "methods/smooth.h"

#define NONE ((double)NAN)

static void assert_close(double found, double expected, double within) {
    if (!(fabs(found - expected) <= within))
        fail_msg("%.17g, expected %.17g", found, expected);
}

static hm_association associate(const double *x, const double *y, size_t count) {
    hm_association_workspace w;
    assert_true(hm_association_open(&w, count, hm_allocator_default()));
    const hm_association found = hm_associate_ranks(&w, x, y, count);
    const hm_association same = hm_associate(&w, x, y, count);
    assert_int_equal(found.count, same.count);
    assert_true(found.pearson == same.pearson && found.covariance == same.covariance);
    hm_association_close(&w);
    return found;
}

static void correlations_with_ties(void **state) {
    (void)state;
    const double x[] = {10, 20, 20, 35, 50, 55, 55, 70, 80, 90, 95, 15};
    const double y[] = {12, 18, 25, 25, 60, 40, 41, 66, 90, 70, 100, 3};
    const hm_association found = associate(x, y, COUNT(x));
    assert_true(found.is_known);
    assert_close(found.pearson, 0.9441029394292173, 1e-15);
    assert_close(found.spearman, 0.95782221735007778, 1e-15);
    assert_close(found.kendall, 0.85273880030080818, 1e-15);
    assert_close(found.covariance, 882.19696969696975, 1e-11);
    const double a[] = {1, 1, 1, 2, 2, 3, 3, 3, 3, 4}, b[] = {2, 1, 1, 2, 3, 3, 1, 4, 4, 4};
    const hm_association tied = associate(a, b, COUNT(a));
    assert_close(tied.pearson, 0.70238339793309823, 1e-15);
    assert_close(tied.spearman, 0.69189625675207034, 1e-15);
    assert_close(tied.kendall, 0.63913551653323764, 1e-15);
}

/* Marks that differ by rounding tie, as in a ranking: each with the greatest of its tie, not with
 * its neighbour. */
static void rounding_makes_no_ranks(void **state) {
    (void)state;
    const double x[] = {40, 40.00000000000008, 50, 60, 70}, y[] = {3, 1, 5, 5 - 4e-9, 9};
    const double same_x[] = {40, 40, 50, 60, 70}, same_y[] = {3, 1, 5, 5, 9};
    const hm_association found = associate(x, y, COUNT(x)), same = associate(same_x, same_y, 5);
    assert_true(found.has_ranks);
    assert_true(found.spearman == same.spearman && found.kendall == same.kendall);
    const double chain[] = {5 - 9e-9, 5 - 4.5e-9, 5, 6, 7}, apart[] = {4, 5, 5, 6, 7};
    assert_true(associate(chain, y, 5).kendall == associate(apart, y, 5).kendall);
    const double low[] = {0, 1e-12, 3e-12, 2e-12, 4e-12};
    assert_true(associate(low, y, 5).is_known && !associate(low, y, 5).has_ranks);
    assert_true(associate(low, y, 5).kendall == 0 && associate(y, low, 5).spearman == 0);
}

static void gaps_are_left_out(void **state) {
    (void)state;
    const double x[] = {1, 2, 3, NONE, 5, 6}, y[] = {2, 1, NONE, 4, 3, 9};
    const hm_association found = associate(x, y, COUNT(x));
    assert_int_equal(found.count, 4);
    assert_close(found.pearson, 0.79871813810418901, 1e-15);
    assert_close(found.spearman, 0.8, 1e-15);
    assert_close(found.kendall, 2.0 / 3, 1e-15);
}

static void what_is_not_known(void **state) {
    (void)state;
    const double two[] = {1, 2, NONE}, other[] = {2, 3, 4}, constant[] = {7, 7, 7};
    assert_false(associate(two, other, 3).is_known);
    assert_int_equal(associate(two, other, 3).count, 2);
    assert_false(associate(other, constant, 3).is_known);
    assert_true(associate(other, constant, 3).covariance == 0);
}

/* Tau of many against counting all pairs. */
static void kendall_of_many(void **state) {
    (void)state;
    enum { MANY = 501 };
    static double x[MANY], y[MANY];
    uint32_t seed = 7;
    for (size_t i = 0; i < MANY; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i] = (double)(seed >> 25);
        seed = seed * 1664525u + 1013904223u;
        y[i] = x[i] / 2 + (double)(seed >> 26) - 20;
    }
    double more = 0, x_differ = 0, y_differ = 0;
    for (size_t i = 0; i < MANY; i++)
        for (size_t k = 0; k < i; k++) {
            const int a = (x[i] > x[k]) - (x[i] < x[k]), b = (y[i] > y[k]) - (y[i] < y[k]);
            more += a * b;
            x_differ += a != 0;
            y_differ += b != 0;
        }
    assert_close(associate(x, y, MANY).kendall, more / sqrt(x_differ * y_differ), 1e-14);
}

/* --- what one explains of the other --- */

static double explained_by(const double *x, const double *y, size_t count, size_t clusters) {
    hm_smooth_workspace w;
    assert_true(hm_smooth_open(&w, count, hm_allocator_default()));
    memcpy(w.x, x, count * sizeof *x);
    memcpy(w.y, y, count * sizeof *y);
    const double found = hm_smooth_explained(&w, count, clusters);
    hm_smooth_close(&w);
    return found;
}

static double explained(const double *x, const double *y, size_t count) {
    return explained_by(x, y, count, count);
}

static const double curve_x[] = {3,  8,  12, 17, 21, 26, 33, 38, 42, 47, 51, 58,
                                 63, 69, 74, 79, 83, 88, 93, 98, 12, 42, 74};
static const double curve_y[] = {58, 59, 74, 72, 79, 74, 83, 78, 69, 70, 58, 44,
                                 45, 29, 28, 17, 22, 21, 20, 32, 81, 64, 30};

/* The straight line would explain 0.7048. */
static void a_curve_is_followed(void **state) {
    (void)state;
    assert_close(explained(curve_x, curve_y, 20), 0.94059588979518194, 2e-5);
    assert_close(explained(curve_x, curve_y, 23), 0.92780654945370766, 2e-5);
}

/* What the curve explains does not depend on units of measure or the order of the rows. */
static void units_of_measure_do_not_matter(void **state) {
    (void)state;
    double x[20], y[20];
    for (size_t i = 0; i < 20; i++) {
        x[i] = 1e6 - 3 * curve_x[19 - i];
        y[i] = curve_y[19 - i] * 1e-7 + 5;
    }
    assert_close(explained(x, y, 20), explained(curve_x, curve_y, 20), 1e-6);
}

static void a_line_explains_all(void **state) {
    (void)state;
    double y[20];
    for (size_t i = 0; i < 20; i++)
        y[i] = 100 - curve_x[i] / 2;
    assert_close(explained(curve_x, y, 20), 1, 1e-12);
}

static void few_values_by_their_means(void **state) {
    (void)state;
    const double x[] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2};
    const double y[] = {1, 2, 3, 4, 6, 5, 7, 8, 2, 2, 4, 4};
    assert_close(explained(x, y, COUNT(x)), 0.73076923076923073, 1e-15);
}

enum { CITIES = 20, PERIODS = 5, PANEL = CITIES * PERIODS };

/* A panel whose cities have at each period what they had at the first, but for `within`. */
static double explained_of_panel(const double *x, const double *y, double within) {
    double panel_x[PANEL], panel_y[PANEL];
    for (size_t i = 0; i < PANEL; i++) {
        panel_x[i] = x[i % CITIES] + within * (double)((i * 7) % 11);
        panel_y[i] = y[i % CITIES] + within * (double)((i * 5) % 13);
    }
    return explained_by(panel_x, panel_y, PANEL, CITIES);
}

static void repeats_tell_nothing_more(void **state) {
    (void)state;
    const double once = explained(curve_x, curve_y, CITIES);
    assert_close(explained_of_panel(curve_x, curve_y, 0), once, 1e-7);
    assert_close(explained_of_panel(curve_x, curve_y, 1e-3), once, 1e-3);
}

/* The line explains 0.0096, and a curve by rows 0.9999: it goes through all cities. */
static void a_panel_without_association(void **state) {
    (void)state;
    double x[CITIES], y[CITIES];
    for (size_t i = 0; i < CITIES; i++) {
        x[i] = (double)(5 * i);
        y[i] = (double)((i * 29) % 47);
    }
    assert_true(explained_of_panel(x, y, 0.01) < 0.02);
}

/* Eight values of eight cities are no means of each other's. */
static void values_that_repeat_are_few_by_clusters(void **state) {
    (void)state;
    double x[60], y[60];
    for (size_t i = 0; i < 60; i++) {
        x[i] = (double)(i % 10);
        y[i] = (double)((i % 10) * 7 % 10);
    }
    assert_close(explained(x, y, 60), 1, 1e-12);
    assert_true(explained_by(x, y, 60, 10) < 0.2);
}

static void too_little_to_explain(void **state) {
    (void)state;
    const double constant[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assert_true(isnan(explained(curve_x, curve_y, 9)));
    assert_true(isnan(explained_by(curve_x, curve_y, 20, 9)));
    assert_true(isnan(explained(constant, curve_y, 10)));
    assert_true(isnan(explained(curve_y, constant, 10)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlations_with_ties),
        cmocka_unit_test(rounding_makes_no_ranks),
        cmocka_unit_test(gaps_are_left_out),
        cmocka_unit_test(what_is_not_known),
        cmocka_unit_test(kendall_of_many),
        cmocka_unit_test(a_curve_is_followed),
        cmocka_unit_test(units_of_measure_do_not_matter),
        cmocka_unit_test(a_line_explains_all),
        cmocka_unit_test(few_values_by_their_means),
        cmocka_unit_test(repeats_tell_nothing_more),
        cmocka_unit_test(a_panel_without_association),
        cmocka_unit_test(values_that_repeat_are_few_by_clusters),
        cmocka_unit_test(too_little_to_explain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
