/* Tests of methods/sensitivities.h: functions whose indices are known, tables worked out by NumPy,
 * the runs of COINr, and how far off each of the estimators is. */
#include "core_support.h"

#include <math.h>

#include "methods/noise.h"
#include "methods/points.h"
#include "methods/sensitivities.h"

static const double pi = 3.14159265358979323846;

static void check(const char *what, hm_sensitivity found, double first, double total, double near) {
    if (!(fabs(found.first - first) <= near) || !(fabs(found.total - total) <= near))
        fail_msg("%s: found %.17g and %.17g, expected %.17g and %.17g", what, found.first,
                 found.total, first, total);
}

/* --- tables by NumPy: variances of means and means of variances, Shapley's by all orders --- */

/* Two levels of a choice, three of another, four draws. */
static const double table[] = {45.99, 43.38, 48.76, 52.1,  55.68, 50.55, 47.24, 46.08,
                               53.74, 58.17, 51.36, 43.83, 45.21, 58,    51.01, 41.34,
                               49.58, 44.18, 46.85, 47.56, 46.43, 52.77, 49.68, 47.05};
static const size_t table_levels[] = {2, 3};
static const hm_crossed table_design = {2, table_levels, 4};

static void crossed_tables_are_those_of_numpy(void **state) {
    (void)state;
    hm_sensitivity found[3];
    double room[10];
    assert_int_equal(hm_crossed_combinations(&table_design), 6);
    assert_true(hm_sensitivities_crossed(&table_design, table, found, room));
    check("first choice", found[0], 0.025453371109023057, 0.5264704012770113, 1e-12);
    check("second choice", found[1], 0.04595233392411911, 0.7162020704418658, 1e-12);
    check("draws", found[2], 0.19925289908305305, 1.1085865514739017, 1e-12);
}

static void shapley_effects_are_those_of_all_orders(void **state) {
    (void)state;
    double shares[3], room[24];
    assert_true(hm_shapley_effects(&table_design, table, shares, room));
    assert_near(shares[0], 0.2212174026947799);
    assert_near(shares[1], 0.331843354065883);
    assert_near(shares[2], 0.4469392432393371);
}

static void frozen_runs_are_those_of_numpy(void **state) {
    (void)state;
    static const double a[] = {3, 1.5, 4}, b[] = {2, 5, -1};
    static const double ab[] = {3.5, 2, 0.5, 1, 4, 2}, ba[] = {2.5, 4, 1, 3, 1, 0};
    const hm_frozen design = {2, 3, a, b, ab, ba};
    hm_sensitivity found[2];
    assert_true(hm_sensitivities_symmetric(&design, found));
    check("symmetric 1", found[0], 0.3333333333333333, 0.41379310344827586, 1e-14);
    check("symmetric 2", found[1], 0.5067873303167421, 0.5837104072398189, 1e-14);
    assert_true(hm_sensitivities_economic(&design, found));
    check("economic 1", found[0], 0.9787367104440274, 0.4784240150093808, 1e-14);
    check("economic 2", found[1], 1.0600375234521573, 0.5347091932457785, 1e-14);
}

/* --- by hand --- */

/* No interaction with the draws: 0, 4 | 6, 10, and -1, 0, 1 drawn. Choices: variances 9 and 4 of
 * levels, which are all; the draws: sample variance 1. */
static void crossed_by_hand(void **state) {
    (void)state;
    static const double results[] = {-1, 0, 1, 3, 4, 5, 5, 6, 7, 9, 10, 11};
    static const size_t levels[] = {2, 2};
    const hm_crossed design = {2, levels, 3};
    hm_sensitivity found[3];
    double room[12], shares[3];
    assert_true(hm_sensitivities_crossed(&design, results, found, room));
    check("first", found[0], 9.0 / 14, 9.0 / 14, 1e-14);
    check("second", found[1], 4.0 / 14, 4.0 / 14, 1e-14);
    check("draws", found[2], 1.0 / 14, 1.0 / 14, 1e-14);
    assert_true(hm_shapley_effects(&design, results, shares, room));
    assert_near(shares[0], 27.0 / 41); /* of 9 + 4 + 2/3: the draws that there are, are all */
    assert_near(shares[2], 2.0 / 41);
}

/* Choices alone, the product of -1, 1 and -1, 1: nothing by itself, all together. */
static void crossed_without_draws(void **state) {
    (void)state;
    static const double results[] = {1, -1, -1, 1};
    static const size_t levels[] = {2, 2};
    const hm_crossed design = {2, levels, 1};
    hm_sensitivity found[3];
    double room[5], shares[3];
    assert_true(hm_sensitivities_crossed(&design, results, found, room));
    check("first", found[0], 0, 1, 1e-15);
    check("second", found[1], 0, 1, 1e-15);
    check("draws", found[2], 0, 0, 0);
    assert_true(hm_shapley_effects(&design, results, shares, room));
    assert_near(shares[0], 0.5);
    assert_near(shares[1], 0.5);
    assert_near(shares[2], 0);
}

static void draws_alone_make_all(void **state) {
    (void)state;
    static const double results[] = {1, 5, 2};
    const hm_crossed design = {0, NULL, 3};
    hm_sensitivity found[1];
    double room[4], shares[1];
    assert_true(hm_sensitivities_crossed(&design, results, found, room));
    check("draws", found[0], 1, 1, 1e-15);
    assert_true(hm_shapley_effects(&design, results, shares, room));
    assert_near(shares[0], 1);
}

static void nothing_varies(void **state) {
    (void)state;
    static const double results[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    static const size_t levels[] = {2};
    const hm_crossed crossed = {1, levels, 3};
    const hm_frozen frozen = {1, 3, results, results + 3, results, results};
    hm_sensitivity found[2];
    double room[6], shares[2];
    assert_false(hm_sensitivities_crossed(&crossed, results, found, room));
    assert_false(hm_shapley_effects(&crossed, results, shares, room));
    assert_false(hm_sensitivities_symmetric(&frozen, found) ||
                 hm_sensitivities_economic(&frozen, found) ||
                 hm_sensitivities_coinr(&frozen, found));
}

/* --- COINr's runs --- */

/* Sums of the rank shifts of 51 countries in the 96 runs that COINr 1.1.14 made of its ASEM example
 * (Becker and others 2022), and the indices that it found in them. */
static void indices_are_those_of_coinr(void **state) {
    (void)state;
    static const double shifts[96] = {
        62,  90,  148, 98,  120, 94,  172, 150, 124, 152, 54, 70,  92, 92,  98, 142,
        150, 150, 90,  64,  52,  84,  158, 24,  54,  82,  42, 70,  40, 54,  52, 68,
        62,  86,  164, 102, 98,  102, 172, 154, 126, 148, 54, 70,  92, 80,  94, 142,
        62,  160, 104, 98,  120, 94,  172, 124, 150, 86,  54, 154, 92, 92,  98, 76,
        74,  78,  152, 66,  78,  66,  158, 150, 114, 152, 44, 94,  70, 102, 98, 138,
        164, 90,  50,  78,  90,  52,  172, 82,  92,  152, 54, 40,  48, 70,  54, 62};
    double means[96];
    for (size_t i = 0; i < 96; i++)
        means[i] = shifts[i] / 51;
    const hm_frozen design = {4, 16, means, means + 16, means + 32, NULL};
    hm_sensitivity found[4];
    assert_true(hm_sensitivities_coinr(&design, found));
    check("treatment", found[0], -0.013099171984199302, 0.018986440291704661, 1e-12);
    check("normalisation", found[1], 0.12142490884229719, 0.44073562367061686, 1e-12);
    check("weights", found[2], -0.30643231540565169, 0.10023074293527802, 1e-12);
    check("aggregation", found[3], -0.58960992099665743, 0.74282607869948336, 1e-12);
}

/* --- functions whose indices are known --- */

enum { MOST_FACTORS = 6, MOST_POINTS = 4096, MOST_DIMENSIONS = 37 };

/* What is looked at: a function of coordinates, of which each factor has a run. */
typedef struct model {
    size_t factors, dimensions;
    size_t firsts[MOST_FACTORS + 1]; /* of the coordinates of each factor, and behind the last */
    double (*function)(const double *x);
} model;

static double a[MOST_POINTS], b[MOST_POINTS];
static double ab[MOST_FACTORS * MOST_POINTS], ba[MOST_FACTORS * MOST_POINTS];

/* Point i of A, with the coordinates of one factor from B; or the other way round. */
static void mix(const model *m, const double *of_a, const double *of_b, size_t factor,
                double *mixed) {
    for (size_t d = 0; d < m->dimensions; d++) {
        const bool is_own = d >= m->firsts[factor] && d < m->firsts[factor + 1];
        mixed[d] = is_own ? of_b[d] : of_a[d];
    }
}

static void run_point(const model *m, const double *of_a, const double *of_b, size_t i,
                      size_t count) {
    double mixed[MOST_DIMENSIONS];
    a[i] = m->function(of_a);
    b[i] = m->function(of_b);
    for (size_t f = 0; f < m->factors; f++) {
        mix(m, of_a, of_b, f, mixed);
        ab[f * count + i] = m->function(mixed);
        mix(m, of_b, of_a, f, mixed);
        ba[f * count + i] = m->function(mixed);
    }
}

static hm_frozen run(const model *m, size_t count, uint32_t scrambling) {
    hm_points points;
    const uint32_t dimensions = (uint32_t)m->dimensions;
    assert_true(hm_points_open(&points, 2 * dimensions, 3, scrambling, hm_allocator_default()));
    for (uint32_t i = 0; i < count; i++) {
        double x[2 * MOST_DIMENSIONS];
        for (uint32_t d = 0; d < 2 * dimensions; d++)
            x[d] = hm_point(&points, i, d);
        run_point(m, x, x + dimensions, i, count);
    }
    hm_points_close(&points);
    return (hm_frozen){m->factors, count, a, b, ab, ba};
}

static hm_frozen run_at_random(const model *m, size_t count, uint32_t repeat) {
    const hm_noise noise = {repeat, 0};
    for (uint32_t i = 0; i < count; i++) {
        double x[2 * MOST_DIMENSIONS];
        for (uint32_t d = 0; d < 2 * m->dimensions; d++)
            x[d] = hm_noise_uniform(&noise, i, d, 0);
        run_point(m, x, x + m->dimensions, i, count);
    }
    return (hm_frozen){m->factors, count, a, b, ab, ba};
}

static const double g_parameters[] = {0, 0.5, 3, 9, 99, 99};

static double g_function(const double *x) {
    double product = 1;
    for (size_t i = 0; i < 6; i++)
        product *= (fabs(4 * x[i] - 2) + g_parameters[i]) / (1 + g_parameters[i]);
    return product;
}

/* Sobol' (1993): the variance of each part is 1 / (3 (1 + a)^2), that of the whole their product.
 */
static void indices_of_the_g_function(void **state) {
    (void)state;
    const model m = {6, 6, {0, 1, 2, 3, 4, 5, 6}, g_function};
    const hm_frozen design = run(&m, MOST_POINTS, 0);
    hm_sensitivity symmetric[6], economic[6];
    double all = 1;
    for (size_t i = 0; i < 6; i++)
        all *= 1 + 1 / (3 * (1 + g_parameters[i]) * (1 + g_parameters[i]));
    assert_true(hm_sensitivities_symmetric(&design, symmetric));
    assert_true(hm_sensitivities_economic(&design, economic));
    for (size_t i = 0; i < 6; i++) {
        const double own = 1 / (3 * (1 + g_parameters[i]) * (1 + g_parameters[i]));
        const double total = own * all / (1 + own) / (all - 1);
        check("symmetric", symmetric[i], own / (all - 1), total, 0.01);
        check("economic", economic[i], own / (all - 1), total, 0.02);
    }
}

static double ishigami(const double *x) {
    const double of_first = sin(pi * (2 * x[0] - 1)), of_second = sin(pi * (2 * x[1] - 1));
    return of_first + 7 * of_second * of_second + 0.1 * pow(pi * (2 * x[2] - 1), 4) * of_first;
}

/* Ishigami and Homma (1990): parts a^2/8, b pi^4/5 + b^2 pi^8/50 + 1/2, and 8 b^2 pi^8/225 of the
 * first and third together; a = 7, b = 0.1. */
static void indices_of_ishigami(void **state) {
    (void)state;
    const model m = {3, 3, {0, 1, 2, 3}, ishigami};
    const hm_frozen design = run(&m, MOST_POINTS, 0);
    hm_sensitivity symmetric[3], economic[3];
    const double first = 0.5 * pow(1 + 0.1 * pow(pi, 4) / 5, 2), second = 49.0 / 8;
    const double both = 0.01 * pow(pi, 8) * 8 / 225, all = first + second + both;
    assert_true(hm_sensitivities_symmetric(&design, symmetric));
    assert_true(hm_sensitivities_economic(&design, economic));
    check("symmetric 1", symmetric[0], first / all, (first + both) / all, 0.01);
    check("symmetric 2", symmetric[1], second / all, second / all, 0.01);
    check("symmetric 3", symmetric[2], 0, both / all, 0.01);
    check("economic 1", economic[0], first / all, (first + both) / all, 0.02);
    check("economic 2", economic[1], second / all, second / all, 0.02);
    check("economic 3", economic[2], 0, both / all, 0.02);
}

/* --- how far off --- */

/* Like a study: three choices, of five, two and two, and 34 weights that count as one factor. */
static const double by_first[] = {0, 2, -1, 3, 1}, by_second[] = {0, 1}, by_third[] = {0, 2};
static const double for_weights[] = {0.2, 0.3, 0.1, 0.4, 0.2};

/* Of mean 0 and variance 1. */
static double by_weights(const double *w) {
    double sum = 0;
    for (size_t i = 0; i < 34; i++)
        sum += w[i] - 0.5;
    return sum * sqrt(12.0 / 34);
}

static double combine(size_t i, size_t j, size_t k, const double *w) {
    return 10 + by_first[i] + by_second[j] * by_third[k] + for_weights[i] * by_weights(w);
}

static double study(const double *x) {
    return combine((size_t)(x[0] * 5), (size_t)(x[1] * 2), (size_t)(x[2] * 2), x + 3);
}

/* Worked out by hand: variances of levels 2 (first), 1/4 (second, half of it by itself when the
 * third is not known: 2/4 squared, and 1/4 more with it), 1/4 the same (third); of weights, mean
 * square 0.068 and square of the mean 0.0576; 0.0104 of them together with the first. */
static const double study_variance = 2 + 0.25 + 0.25 + 0.25 + 0.068;
static const hm_sensitivity study_indices[] = {
    {2, 2 + 0.0104}, {0.25, 0.5}, {0.25, 0.5}, {0.0576, 0.068}};

static const model study_model = {4, 37, {0, 1, 2, 3, 37}, study};

static void run_crossed(uint32_t scrambling, hm_sensitivity *found) {
    enum { DRAWS = 64, COMBINATIONS = 20 };
    static const size_t levels[] = {5, 2, 2};
    static double results[COMBINATIONS * DRAWS], room[COMBINATIONS + DRAWS];
    hm_points points;
    assert_true(hm_points_open(&points, 34, 3, scrambling, hm_allocator_default()));
    for (uint32_t draw = 0; draw < DRAWS; draw++) {
        double w[34];
        for (uint32_t d = 0; d < 34; d++)
            w[d] = hm_point(&points, draw, d);
        for (size_t c = 0; c < COMBINATIONS; c++)
            results[c * DRAWS + draw] = combine(c / 4, c / 2 % 2, c % 2, w);
    }
    hm_points_close(&points);
    const hm_crossed design = {3, levels, DRAWS};
    assert_true(hm_sensitivities_crossed(&design, results, found, room));
}

enum { COINR, ECONOMIC, SYMMETRIC, CROSSED, ESTIMATORS, REPEATS = 30 };

static void estimate_all(uint32_t repeat, hm_sensitivity found[ESTIMATORS][4]) {
    hm_frozen design = run_at_random(&study_model, 256, repeat);
    assert_true(hm_sensitivities_coinr(&design, found[COINR]));
    design = run(&study_model, 256, repeat);
    assert_true(hm_sensitivities_economic(&design, found[ECONOMIC]));
    assert_true(hm_sensitivities_symmetric(&design, found[SYMMETRIC]));
    run_crossed(repeat, found[CROSSED]);
}

/* Which is why the crossed design is taken where it can be, and the symmetric one else: the worst
 * root mean square error over the factors; with 1,536, 1,536, 2,560 and 1,280 runs. */
static void estimators_are_as_near_as_they_should_be(void **state) {
    (void)state;
    static const hm_sensitivity limits[ESTIMATORS] = {
        {1, 0.1}, {0.05, 0.05}, {0.015, 0.015}, {0.007, 0.008}};
    static const char *const names[] = {"COINr", "economic", "symmetric", "crossed"};
    hm_sensitivity errors[ESTIMATORS][4] = {{{0, 0}}}, worst[ESTIMATORS] = {{0, 0}};
    for (uint32_t repeat = 0; repeat < REPEATS; repeat++) {
        hm_sensitivity found[ESTIMATORS][4];
        estimate_all(repeat, found);
        for (size_t e = 0; e < ESTIMATORS; e++)
            for (size_t f = 0; f < 4; f++) {
                const double first = study_indices[f].first / study_variance;
                const double total = study_indices[f].total / study_variance;
                errors[e][f].first += pow(found[e][f].first - first, 2) / REPEATS;
                errors[e][f].total += pow(found[e][f].total - total, 2) / REPEATS;
            }
    }
    for (size_t e = 0; e < ESTIMATORS; e++) {
        for (size_t f = 0; f < 4; f++) {
            worst[e].first = fmax(worst[e].first, sqrt(errors[e][f].first));
            worst[e].total = fmax(worst[e].total, sqrt(errors[e][f].total));
        }
        print_message("%-9s first %.4f total %.4f\n", names[e], worst[e].first, worst[e].total);
        assert_true(worst[e].first < limits[e].first && worst[e].total < limits[e].total);
    }
    assert_true(worst[COINR].first > 5 * worst[ECONOMIC].first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crossed_tables_are_those_of_numpy),
        cmocka_unit_test(shapley_effects_are_those_of_all_orders),
        cmocka_unit_test(frozen_runs_are_those_of_numpy),
        cmocka_unit_test(crossed_by_hand),
        cmocka_unit_test(crossed_without_draws),
        cmocka_unit_test(draws_alone_make_all),
        cmocka_unit_test(nothing_varies),
        cmocka_unit_test(indices_are_those_of_coinr),
        cmocka_unit_test(indices_of_the_g_function),
        cmocka_unit_test(indices_of_ishigami),
        cmocka_unit_test(estimators_are_as_near_as_they_should_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
