/* Imputation from several columns and along time, against NumPy (by other formulas: inverses
 * instead of factors) for some countries of COINr's ASEM example, and by hand. */
#include "core_support.h"

#include <math.h>

#include "methods/imputations.h"

enum { ROWS = 14, COLUMNS = 4 };

static const double gapped[ROWS][COLUMNS] = {
    {34.77, NAN, 52.53, 52.41},   {41.15, 26.19, 78.23, 77.54}, {NAN, 48.22, 80.84, NAN},
    {22.88, 13.27, 32.4, 26.47},  {28.43, 24.61, 67.51, 75.94}, {44.9, 34.74, NAN, 66.47},
    {63.41, 32.87, 74.78, 85.94}, {NAN, NAN, 54.51, 47.9},      {29.48, 46.37, 48.66, 74.58},
    {41.48, 33.79, 71.01, NAN},   {52.37, 18.76, 94.79, 76.46}, {50.52, 30.43, 78.13, 75.35},
    {43.78, NAN, NAN, NAN},       {42.46, 38.85, 55.41, 77.27},
};

static const size_t gaps[][2] = {{0, 1}, {2, 0}, {2, 3},  {5, 2},  {7, 0},
                                 {7, 1}, {9, 3}, {12, 1}, {12, 2}, {12, 3}};

typedef struct filling {
    hm_unfit fault;
    size_t filled, left; /* gaps */
    double shrinkage;    /* of EM */
} filling;

/* Fills each row by what is learnt from all; rows stay in their order. */
static filling impute(const hm_joint_method *by, const double *cells, size_t rows, size_t columns,
                      double setting, const double *signs, double *filled,
                      const hm_allocator *allocator) {
    static const double better[] = {1, 1, 1, 1, 1};
    filling result = {.fault = HM_UNFIT_NO_MEMORY};
    const hm_joint_sample sample = {cells, rows, columns};
    double *model = hm_allocate_array(allocator, by->model_size(columns), sizeof *model);
    if (model)
        result.fault = by->learn(&sample, model, allocator);
    for (size_t i = 0; i < rows * columns; i++)
        filled[i] = (double)NAN;
    for (size_t i = 0; i < rows && result.fault == HM_UNFIT_NONE; i++)
        if (!by->fill(&sample, model,
                      &(hm_joint_row){.cells = cells + i * columns,
                                      .signs = signs ? signs : better,
                                      .settings = &setting},
                      filled + i * columns, allocator))
            result.fault = HM_UNFIT_NO_MEMORY;
    for (size_t i = 0; i < rows * columns; i++) {
        result.left += isnan(filled[i]) ? 1 : 0;
        result.filled += isnan(cells[i]) && !isnan(filled[i]) ? 1 : 0;
    }
    if (by == &hm_impute_by_normal && result.fault == HM_UNFIT_NONE)
        result.shrinkage = hm_impute_shrinkage(model);
    hm_release(allocator, model, by->model_size(columns) * sizeof *model);
    return result;
}

/* What there was is there to the bit; `within` of what is expected in the gaps, of which NAN stays
 * one. */
static void check(double filled[ROWS][COLUMNS], const double *expected, double within) {
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        if (!isnan(gapped[i / COLUMNS][i % COLUMNS]))
            assert_true(filled[i / COLUMNS][i % COLUMNS] == gapped[i / COLUMNS][i % COLUMNS]);
    for (size_t i = 0; i < COUNT(gaps); i++) {
        const double found = filled[gaps[i][0]][gaps[i][1]];
        assert_true(isnan(expected[i]) ? isnan(found) : fabs(found - expected[i]) <= within);
    }
}

/* The last row has one value of four: too little to be compared by. */
static void imputations_by_the_nearest(void **state) {
    (void)state;
    static const double expected[] = {40.19200769689683,
                                      52.054959373805048,
                                      78.815595980330741,
                                      68.607247333373351,
                                      35.192617133915491,
                                      37.544324051463391,
                                      71.68768565773658,
                                      NAN,
                                      NAN,
                                      NAN};
    double filled[ROWS][COLUMNS];
    const filling result = impute(&hm_impute_by_nearest, gapped[0], ROWS, COLUMNS, 3, NULL,
                                  filled[0], hm_allocator_default());
    assert_int_equal(result.fault, HM_UNFIT_NONE);
    assert_int_equal(result.filled, 7);
    assert_int_equal(result.left, 3);
    check(filled, expected, 1e-12);
}

static void imputations_by_a_normal_distribution(void **state) {
    (void)state;
    static const double expected[] = {29.977834641553031, 44.542712603976476, 75.357662947369334,
                                      66.628730626453489, 37.730413103843055, 29.634831869508567,
                                      69.458539488346815, 31.501596103747495, 66.797088792327273,
                                      68.634868798524153};
    double filled[ROWS][COLUMNS];
    const filling result = impute(&hm_impute_by_normal, gapped[0], ROWS, COLUMNS, 0, NULL,
                                  filled[0], hm_allocator_default());
    assert_int_equal(result.fault, HM_UNFIT_NONE);
    assert_int_equal(result.filled, COUNT(gaps));
    assert_int_equal(result.left, 0);
    assert_near(result.shrinkage, 0.61943282480938344);
    check(filled, expected, 1e-10);
}

/* Hardly more rows than columns, many patterns of gaps, one row without anything, columns that fall
 * where others rise: against EM written out in plain Python (Gauss-Jordan elimination, sums by
 * math.fsum), until nothing moves by 1e-13. */
static void imputations_by_a_normal_distribution_of_few(void **state) {
    (void)state;
    static const double cells[9][5] = {
        {49.5, NAN, 803.0, 0.407, 18.8}, {62.8, NAN, 1519.0, 0.539, NAN},
        {NAN, 13.5, 483.0, 0.331, 11.4}, {39.2, 10.97, 630.0, NAN, 16.3},
        {NAN, 6.41, NAN, 0.556, NAN},    {40.8, 9.52, 720.0, 0.563, 19.5},
        {41.7, 8.82, NAN, 0.419, 19.8},  {NAN, NAN, NAN, NAN, 19.9},
        {NAN, NAN, NAN, NAN, NAN},
    };
    static const double expected[] = {9.790573637316921,   9.135569964824693,   18.544399622946457,
                                      44.75148863233699,   0.45326967619325903, 47.245048337933625,
                                      906.0184151311544,   18.65720035414535,   825.0445872895069,
                                      46.70683381125789,   9.505963221731694,   861.9336500558204,
                                      0.47421625413042484, 46.58792134769118,   9.706513352984269,
                                      843.4995815595544,   0.46781074129046074, 17.862699997136456};
    double filled[9][5];
    const filling result =
        impute(&hm_impute_by_normal, cells[0], 9, 5, 0, NULL, filled[0], hm_allocator_default());
    assert_int_equal(result.fault, HM_UNFIT_NONE);
    assert_int_equal(result.filled, COUNT(expected));
    assert_near(result.shrinkage, 0.7520775000444752);
    for (size_t i = 0, gap = 0; i < 9 * 5; i++)
        if (isnan(cells[i / 5][i % 5])) {
            const double want = expected[gap++];
            assert_true(fabs(filled[i / 5][i % 5] - want) <= 1e-10 * fmax(1, fabs(want)));
        }
}

/* Two rows and four columns, an empty column, a constant one: nothing that cannot be inverted. */
static void imputations_with_hardly_any_rows(void **state) {
    (void)state;
    static const double few[] = {1, 2, NAN, 5, 7, 3, 5, NAN, 5, NAN, 2, NAN, NAN, 5, 4};
    double filled[15];
    const filling result =
        impute(&hm_impute_by_normal, few, 3, 5, 0, NULL, filled, hm_allocator_default());
    assert_int_equal(result.fault, HM_UNFIT_NONE);
    assert_int_equal(result.left, 3); /* the empty column */
    for (size_t i = 0; i < 15; i++)
        assert_true(isfinite(filled[i]) == (i % 5 != 2));
    const double none[] = {NAN, NAN};
    assert_int_equal(
        impute(&hm_impute_by_normal, none, 2, 1, 0, NULL, filled, hm_allocator_default()).left, 2);
    assert_int_equal(
        impute(&hm_impute_by_nearest, none, 2, 1, 5, NULL, filled, hm_allocator_default()).left, 2);
}

/* Those at distance 0 decide alone; where several are equally far, all of them. */
static void imputations_by_the_nearest_with_ties(void **state) {
    (void)state;
    const double same[] = {1, NAN, 1, 10, 1, 20, 5, 90};
    double filled[8];
    (void)impute(&hm_impute_by_nearest, same, 4, 2, 1, NULL, filled, hm_allocator_default());
    assert_near(filled[1], 15);
    const double equal[] = {3, NAN, 2.5, 26.19, 3.7, 26.19, 9, 90};
    (void)impute(&hm_impute_by_nearest, equal, 4, 2, 2, NULL, filled, hm_allocator_default());
    assert_true(filled[1] == 26.19);
    const double around[] = {3, NAN, 2, 10, 4, 20, 9, 90};
    (void)impute(&hm_impute_by_nearest, around, 4, 2, 1, NULL, filled, hm_allocator_default());
    assert_near(filled[1], 15);
}

static void imputations_by_siblings(void **state) {
    (void)state;
    /* In 0..1 the second row has 0.5 in the first column and, less being better, 1 in the second.
     */
    const double cells[] = {0, 30, 5, 5, 10, NAN, 10, 20, 25, NAN, NAN, NAN};
    const double signs[] = {1, -1, 1};
    double filled[12];
    const filling result =
        impute(&hm_impute_by_siblings, cells, 4, 3, 0, signs, filled, hm_allocator_default());
    assert_int_equal(result.filled, 1);
    assert_int_equal(result.left, 3);
    assert_near(filled[5], 20); /* 5 + 0.75 * 20 */
    (void)impute(&hm_impute_by_siblings, cells, 4, 3, 1, signs, filled, hm_allocator_default());
    assert_near(filled[5], 20); /* the median of two is their mean */
    const double lower[] = {0, 30, 5, 10, NAN, 25};
    (void)impute(&hm_impute_by_siblings, lower, 2, 3, 0, signs, filled, hm_allocator_default());
    assert_near(filled[4], 30); /* one value alone is the least and the greatest */
}

static void imputations_along_time(void **state) {
    (void)state;
    const double times[] = {2010, 2012, 2013, 2020}, values[] = {NAN, 10, NAN, 26};
    assert_near(hm_impute_linear(times, values, 4, 2013), 12);
    assert_near(hm_impute_linear(times, values, 4, 2016), 18);
    assert_true(hm_impute_linear(times, values, 4, 2010) == 10);
    assert_true(hm_impute_linear(times, values, 4, 2025) == 26);
    assert_true(hm_impute_linear(times, values, 4, 2020) == 26);
    assert_true(hm_impute_linear(times, values, 2, 2019) == 10);
    assert_true(isnan(hm_impute_linear(times, values, 1, 2010)));
    assert_true(isnan(hm_impute_linear(times, values, 0, 2010)));
}

/* Whichever allocation fails, nothing is left behind. */
static void imputations_without_memory(void **state) {
    (void)state;
    static const hm_joint_method *const methods[] = {&hm_impute_by_normal, &hm_impute_by_nearest,
                                                     &hm_impute_by_siblings};
    for (size_t i = 0; i < COUNT(methods); i++) {
        size_t refused = 0;
        hm_unfit fault = HM_UNFIT_NO_MEMORY;
        while (fault == HM_UNFIT_NO_MEMORY && refused < 200) {
            counted c = {.refused = ++refused, .onwards = true};
            const hm_allocator allocator = {.resize = counted_resize, .context = &c};
            double filled[ROWS][COLUMNS];
            fault =
                impute(methods[i], gapped[0], ROWS, COLUMNS, 1, NULL, filled[0], &allocator).fault;
            assert_int_equal(c.pieces, 0);
        }
        assert_int_equal(fault, HM_UNFIT_NONE);
        assert_true(refused > ROWS);
    }
}

/* Of a row that has the first column alone: the means are those that the gaps are filled with, and
 * the spread that the factor makes is S_ij - S_i0 S_0j / S_00, in the columns' own deviations. */
static void imputations_drawn(void **state) {
    (void)state;
    enum { LONE = 12, GAPS = COLUMNS - 1 };
    const hm_allocator *allocator = hm_allocator_default();
    const hm_joint_sample sample = {gapped[0], ROWS, COLUMNS};
    double model[1 + 3 * COLUMNS + COLUMNS * COLUMNS], filled[ROWS][COLUMNS];
    double means[GAPS], factor[GAPS * GAPS];
    assert_int_equal(hm_impute_by_normal.model_size(COLUMNS), COUNT(model));
    assert_int_equal(hm_impute_by_normal.learn(&sample, model, allocator), HM_UNFIT_NONE);
    (void)impute(&hm_impute_by_normal, gapped[0], ROWS, COLUMNS, 0, NULL, filled[0], allocator);
    assert_true(hm_impute_draws(model, COLUMNS, gapped[LONE], means, factor, allocator));
    const double *deviations = model + 1 + COLUMNS, *spread = model + 1 + 3 * COLUMNS;
    for (size_t i = 0; i < GAPS; i++) {
        assert_true(fabs(means[i] - filled[LONE][i + 1]) < 1e-12);
        for (size_t k = 0; k < GAPS; k++) {
            double made = 0;
            for (size_t j = 0; j < GAPS; j++)
                made += factor[i * GAPS + j] * factor[k * GAPS + j];
            const double left = spread[(i + 1) * COLUMNS + k + 1] -
                                spread[(i + 1) * COLUMNS] * spread[(k + 1) * COLUMNS] / spread[0];
            assert_true(fabs(made - deviations[i + 1] * deviations[k + 1] * left) < 1e-9);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(imputations_by_the_nearest),
        cmocka_unit_test(imputations_by_a_normal_distribution),
        cmocka_unit_test(imputations_by_a_normal_distribution_of_few),
        cmocka_unit_test(imputations_with_hardly_any_rows),
        cmocka_unit_test(imputations_by_the_nearest_with_ties),
        cmocka_unit_test(imputations_by_siblings),
        cmocka_unit_test(imputations_along_time),
        cmocka_unit_test(imputations_drawn),
        cmocka_unit_test(imputations_without_memory),
    };
    return cmocka_run_group_tests_name("imputations", tests, NULL, NULL);
}
