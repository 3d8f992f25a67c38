/* Weights from data, against R (cor, solve, prcomp, optim), NumPy and Python's statistics.stdev,
 * for the scores of some countries in the dimensions of COINr's ASEM example. */
#include "core_support.h"

#include <math.h>
#include <string.h>

#include "methods/matrix.h"
#include "methods/step_methods.h"
#include "methods/weightings.h"

enum { MOST = 5 };

/* Physical, ConEcFin, Political, Instit */
static const double connectivity[][4] = {
    {34.77, 12.65, 52.53, 52.41}, {41.15, 26.19, 78.23, 77.54}, {71.97, 48.22, 80.84, 75.6},
    {22.88, 13.27, 32.4, 26.47},  {28.43, 24.61, 67.51, 75.94}, {44.9, 34.74, 18.74, 66.47},
    {63.41, 32.87, 74.78, 85.94}, {33.67, 1.74, 54.51, 47.9},   {29.48, 46.37, 48.66, 74.58},
    {41.48, 33.79, 71.01, 74.39}, {52.37, 18.76, 94.79, 76.46}, {50.52, 30.43, 78.13, 75.35}};

/* Environ, Social, SusEcFin */
static const double sustainability[][3] = {
    {31.92, 71.88, 55.7},  {69.48, 72.76, 62.88}, {53.01, 86.17, 50.09}, {81.67, 27.51, 64.59},
    {36.35, 35.78, 54.96}, {61.12, 62.33, 27.55}, {30.75, 70.75, 69.91}, {75.34, 22.74, 54.88},
    {38.82, 55.77, 53.94}, {79.37, 30.03, 58.49}};

/* What a method makes of complete rows. */
typedef struct weighted {
    hm_unfit fault;
    size_t column, negative;
    double explained;
} weighted;

static weighted weigh_by(const hm_step_method *method, const double *cells, size_t rows,
                         size_t columns, double *weights, const hm_allocator *allocator) {
    double model[MOST + HM_WEIGHTING_FACTS];
    const hm_joint_sample sample = {cells, rows, columns};
    assert_int_equal(method->joint->model_size(columns), columns + HM_WEIGHTING_FACTS);
    const hm_unfit fault = method->joint->learn(&sample, model, allocator);
    if (fault == HM_UNFIT_NO_MEMORY)
        return (weighted){.fault = fault};
    memcpy(weights, model, columns * sizeof *weights);
    return (weighted){fault, (size_t)model[columns + HM_WEIGHTING_COLUMN],
                      (size_t)model[columns + HM_WEIGHTING_NEGATIVE],
                      model[columns + HM_WEIGHTING_EXPLAINED]};
}

static weighted weigh(const char *method, const double *cells, size_t rows, size_t columns,
                      double *weights) {
    const hm_step_method *found = hm_step_method_find(HM_STEP_WEIGH, method);
    assert_non_null(found);
    const weighted result = weigh_by(found, cells, rows, columns, weights, hm_allocator_default());
    double sum = 0;
    for (size_t i = 0; i < columns; i++) {
        assert_true(weights[i] >= 0);
        sum += weights[i];
    }
    assert_near(sum, 1);
    return result;
}

static void check(const char *method, const double *cells, size_t rows, size_t columns,
                  const double *expected, double within, size_t negative) {
    double weights[MOST];
    const weighted result = weigh(method, cells, rows, columns, weights);
    assert_int_equal(result.fault, HM_UNFIT_NONE);
    assert_int_equal(result.negative, negative);
    for (size_t i = 0; i < columns; i++)
        assert_true(fabs(weights[i] - expected[i]) <= within);
}

static void weightings_of_reference(void **state) {
    (void)state;
    static const struct {
        const char *method;
        double connectivity[4], sustainability[3];
    } all[] = {
        {"entropy",
         {0.17829727988554522, 0.48814776836014534, 0.21943478933459579, 0.11412016241971366},
         {0.36252253671134832, 0.50959192043038992, 0.12788554285826184}},
        {"critic",
         {0.19902315188492667, 0.23869704708057699, 0.37277705601555, 0.18950274501894637},
         {0.37860471508937182, 0.44115862081423879, 0.18023666409638942}},
        {"inverse_sd",
         {0.27742488216940364, 0.29544791388542224, 0.1853834296860652, 0.24174377425910903},
         {0.2723864006996633, 0.24296103944287817, 0.4846525598574584}}};
    for (size_t i = 0; i < COUNT(all); i++) {
        check(all[i].method, connectivity[0], COUNT(connectivity), 4, all[i].connectivity, 1e-13,
              0);
        check(all[i].method, sustainability[0], COUNT(sustainability), 3, all[i].sustainability,
              1e-13, 0);
    }
}

/* The second has a loading of -0.71 between two that are positive. */
static void weightings_pca(void **state) {
    (void)state;
    static const double four[] = {0.26294877051532817, 0.22254832937488597, 0.22760432307764669,
                                  0.28689857703213917};
    static const double three[] = {0.83610580064089679, 0, 0.16389419935910318};
    check("pca", connectivity[0], COUNT(connectivity), 4, four, 1e-13, 0);
    check("pca", sustainability[0], COUNT(sustainability), 3, three, 1e-13, 1);
    double weights[MOST];
    assert_near(weigh("pca", connectivity[0], COUNT(connectivity), 4, weights).explained,
                0.63812331561282898);
}

/* Of the first, equal influence would take a weight of -0.248 (so says solve): what comes nearest
 * without negative ones is R's optim with lower bounds, from 20 starts. */
static void weightings_equal_influence(void **state) {
    (void)state;
    static const double four[] = {0.147299681886277, 0.527339001180771, 0.325361316932952, 0};
    static const double three[] = {0.33266320184310921, 0.30859554020508329, 0.35874125795180739};
    check("equal_influence", connectivity[0], COUNT(connectivity), 4, four, 1e-8, 1);
    check("equal_influence", sustainability[0], COUNT(sustainability), 3, three, 1e-13, 0);
}

static void weightings_of_one_child(void **state) {
    (void)state;
    static const double cells[] = {3, 1, 4, 1.5, 9};
    for (size_t i = 0; i < hm_weighting_count; i++) {
        double weight;
        const weighted result =
            weigh_by(&hm_weightings[i], cells, COUNT(cells), 1, &weight, hm_allocator_default());
        assert_int_equal(result.fault, HM_UNFIT_NONE);
        assert_true(weight == 1);
    }
}

/* Equal weights, and why. */
static void check_fault(const char *method, const double *cells, size_t rows, size_t columns,
                        hm_unfit fault, size_t column) {
    double weights[MOST];
    const weighted result = weigh(method, cells, rows, columns, weights);
    assert_int_equal(result.fault, fault);
    assert_int_equal(result.column, column);
    for (size_t i = 0; i < columns; i++)
        assert_true(weights[i] == 1 / (double)columns);
    assert_true(*hm_unfit_words(fault) != '\0');
}

static void weightings_that_are_not_possible(void **state) {
    (void)state;
    static const double constant[] = {1, 5, 2, 5, 4, 5, 9, 5}, below[] = {1, 2, 2, 1, 4, -3, 9, 5},
                        twice[] = {1, 2, 2, 4, 4, 8, 9, 18};
    for (size_t i = 0; i < hm_weighting_count; i++) {
        check_fault(hm_weightings[i].name, constant, 4, 2, HM_UNFIT_ALIKE, 1);
        check_fault(hm_weightings[i].name, below, 2, 2, HM_UNFIT_FEW, 2);
    }
    check_fault("equal_influence", connectivity[0], 4, 4, HM_UNFIT_FEW, 4);
    check_fault("equal_influence", twice, 4, 2, HM_UNFIT_DEPENDENT, 2);
    check_fault("entropy", below, 4, 2, HM_UNFIT_NEGATIVE, 1);
    check_fault("critic", twice, 4, 2, HM_UNFIT_DEPENDENT, 2);
}

/* A child that has no score anywhere is not there; a row that lacks another one does not count. */
static void weightings_of_those_that_are_there(void **state) {
    (void)state;
    double cells[13][5];
    for (size_t i = 0; i < 12; i++)
        for (size_t k = 0; k < 5; k++)
            cells[i][k] = k == 2 ? (double)NAN : connectivity[i][k > 2 ? k - 1 : k];
    for (size_t k = 0; k < 5; k++)
        cells[12][k] = k == 2 || k == 4 ? (double)NAN : 1;
    for (size_t i = 0; i < hm_weighting_count; i++) {
        double plain[4] = {0}, weights[5] = {0};
        (void)weigh_by(&hm_weightings[i], connectivity[0], 12, 4, plain, hm_allocator_default());
        const weighted result =
            weigh_by(&hm_weightings[i], cells[0], 13, 5, weights, hm_allocator_default());
        assert_int_equal(result.fault, HM_UNFIT_NONE);
        assert_true(weights[2] == 0);
        for (size_t k = 0; k < 4; k++)
            assert_true(weights[k < 2 ? k : k + 1] == plain[k]);
    }
    for (size_t i = 0; i < 12; i++)
        cells[i][3] = 7;
    double weights[5];
    const weighted result =
        weigh_by(&hm_weightings[0], cells[0], 13, 5, weights, hm_allocator_default());
    assert_int_equal(result.fault, HM_UNFIT_ALIKE);
    assert_int_equal(result.column, 3);
    assert_true(weights[0] == 0.25 && weights[2] == 0);
}

static void weightings_without_memory(void **state) {
    (void)state;
    for (size_t refused = 1; refused <= 6; refused++) {
        counted c = {.refused = refused};
        const hm_allocator allocator = {.resize = counted_resize, .context = &c};
        double weights[MOST];
        const weighted result =
            weigh_by(&hm_weightings[0], connectivity[0], 12, 4, weights, &allocator);
        assert_int_equal(result.fault, HM_UNFIT_NO_MEMORY);
        assert_int_equal(c.pieces, 0);
    }
}

/* Any unit of measure: correlations do not know it. */
static void weightings_of_any_size(void **state) {
    (void)state;
    static const double sizes[] = {1e-200, 1e150};
    for (size_t s = 0; s < COUNT(sizes); s++) {
        double cells[12][4], plain[4] = {0}, weights[4] = {0};
        for (size_t i = 0; i < 48; i++)
            cells[i / 4][i % 4] = connectivity[i / 4][i % 4] * sizes[s];
        for (size_t i = 0; i < hm_weighting_count; i++) {
            (void)weigh_by(&hm_weightings[i], connectivity[0], 12, 4, plain,
                           hm_allocator_default());
            const weighted result =
                weigh_by(&hm_weightings[i], cells[0], 12, 4, weights, hm_allocator_default());
            assert_int_equal(result.fault, HM_UNFIT_NONE);
            for (size_t k = 0; k < 4; k++)
                assert_near(weights[k], plain[k]);
        }
    }
}

/* Eigenvalues of [2 1; 1 2] and of a matrix of one, with the equations of both kinds. */
static void matrices_by_hand(void **state) {
    (void)state;
    double two[] = {2, 1, 1, 2}, values[2], vectors[4], b[] = {4, 5};
    hm_symmetric_eigen(two, 2, values, vectors);
    assert_near(values[0], 3);
    assert_near(values[1], 1);
    assert_near(vectors[0], sqrt(0.5));
    assert_near(vectors[1], sqrt(0.5));
    assert_near(vectors[2], sqrt(0.5)); /* their sum is 0: the first is positive */
    assert_near(vectors[3], -sqrt(0.5));
    double same[] = {2, 1, 1, 2}, again[] = {0, 2, 1, 1}, c[] = {4, 5};
    assert_true(hm_cholesky(same, 2));
    hm_cholesky_solve(same, 2, b);
    assert_near(b[0], 1);
    assert_near(b[1], 2);
    assert_true(hm_linear_solve(again, 2, c)); /* 2 y = 4, x + y = 5 */
    assert_near(c[0], 3);
    assert_near(c[1], 2);
    double singular[] = {1, 2, 2, 4}, d[] = {1, 2};
    assert_false(hm_cholesky(singular, 2));
    assert_false(hm_linear_solve((double[]){1, 2, 2, 4}, 2, d));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weightings_of_reference),
        cmocka_unit_test(weightings_pca),
        cmocka_unit_test(weightings_equal_influence),
        cmocka_unit_test(weightings_of_one_child),
        cmocka_unit_test(weightings_that_are_not_possible),
        cmocka_unit_test(weightings_of_those_that_are_there),
        cmocka_unit_test(weightings_without_memory),
        cmocka_unit_test(weightings_of_any_size),
        cmocka_unit_test(matrices_by_hand),
    };
    return cmocka_run_group_tests_name("weightings", tests, NULL, NULL);
}
