/* Tests of methods/replicates.h and of Student's t, against R. */
#include "core_support.h"

#include <math.h>

#include "base/numbers/student.h"
#include "methods/replicates.h"

/* R's qt. */
static void student_quantiles_are_those_of_r(void **state) {
    (void)state;
    static const struct {
        double p;
        unsigned freedom;
        double quantile;
    } known[] = {
        {0.59999999999999998, 1, 0.32491969623290634},
        {0.94999999999999996, 1, 6.3137515146750376},
        {0.97499999999999998, 1, 12.706204736174694},
        {0.99990000000000001, 1, 3183.0987571185015},
        {0.59999999999999998, 2, 0.28867513459481314},
        {0.94999999999999996, 2, 2.9199855803537238},
        {0.97499999999999998, 2, 4.3026527297494619},
        {0.99990000000000001, 2, 70.700071074968179},
        {0.59999999999999998, 3, 0.27667066233268983},
        {0.94999999999999996, 3, 2.3533634348018246},
        {0.97499999999999998, 3, 3.1824463052837078},
        {0.99990000000000001, 3, 22.203742273205002},
        {0.59999999999999998, 4, 0.27072229470759746},
        {0.94999999999999996, 4, 2.131846786326649},
        {0.97499999999999998, 4, 2.7764451051977934},
        {0.99990000000000001, 4, 13.033671720896825},
        {0.59999999999999998, 5, 0.26718086570414518},
        {0.94999999999999996, 5, 2.0150483733330224},
        {0.97499999999999998, 5, 2.5705818356363137},
        {0.99990000000000001, 5, 9.6775663008828143},
        {0.59999999999999998, 7, 0.26316686135202277},
        {0.94999999999999996, 7, 1.8945786050900062},
        {0.97499999999999998, 7, 2.3646242515927844},
        {0.99990000000000001, 7, 7.0634328281576391},
        {0.59999999999999998, 15, 0.25788530093726109},
        {0.94999999999999996, 15, 1.7530503556925727},
        {0.97499999999999998, 15, 2.1314495455597751},
        {0.99990000000000001, 15, 4.8799982884245034},
        {0.59999999999999998, 31, 0.25553216831752773},
        {0.94999999999999996, 31, 1.6955187825458651},
        {0.97499999999999998, 31, 2.0395134463964082},
        {0.99990000000000001, 31, 4.215502580843757},
        {0.59999999999999998, 63, 0.25441963124770095},
        {0.94999999999999996, 63, 1.6694022217068127},
        {0.97499999999999998, 63, 1.9983405425207414},
        {0.99990000000000001, 63, 3.949889224975518},
        {0.59999999999999998, 200, 0.25368437919014764},
        {0.94999999999999996, 200, 1.652508100910876},
        {0.97499999999999998, 200, 1.9718962236339079},
        {0.99990000000000001, 200, 3.7891207887477591},
    };
    for (size_t i = 0; i < COUNT(known); i++) {
        const double found = hm_student_quantile(known[i].p, known[i].freedom);
        if (!(fabs(found / known[i].quantile - 1) < 1e-11))
            fail_msg("%g of %u: found %.17g, expected %.17g", known[i].p, known[i].freedom, found,
                     known[i].quantile);
        const double mirrored = hm_student_quantile(1 - known[i].p, known[i].freedom);
        assert_true(fabs(mirrored / -known[i].quantile - 1) < 1e-11);
    }
    assert_true(hm_student_quantile(0.5, 7) == 0);
    assert_true(isnan(hm_student_quantile(0, 7)) && isnan(hm_student_quantile(1, 7)) &&
                isnan(hm_student_quantile((double)NAN, 7)));
}

/* R's mean, sd and quantile. */
static void spreads_are_those_of_r(void **state) {
    (void)state;
    static const double numbers[] = {3.5, (double)NAN, -1, 7, 2.25, 9, 4, (double)NAN, -6, 0.5};
    double sorted[COUNT(numbers)], room[COUNT(numbers)];
    const hm_spread found = hm_spread_of(numbers, COUNT(numbers), sorted, room);
    assert_int_equal(found.count, 8);
    assert_near(found.mean, 2.40625);
    assert_near(found.deviation, 4.6941024929464117);
    assert_near(found.low, -4.25);
    assert_near(found.middle, 2.875);
    assert_near(found.high, 8.2999999999999989);
    const hm_spread none = hm_spread_of(numbers + 1, 1, sorted, room);
    assert_int_equal(none.count, 0);
    const hm_spread one = hm_spread_of(numbers, 2, sorted, room);
    assert_true(one.count == 1 && one.mean == 3.5 && one.deviation == 0 && one.low == 3.5 &&
                one.middle == 3.5 && one.high == 3.5);
}

/* R's t.test. */
static void intervals_are_those_of_r(void **state) {
    (void)state;
    static const double estimates[] = {0.31, 0.29, 0.335, 0.3, 0.28, 0.32, 0.305, 0.3};
    const hm_interval found = hm_interval_of(estimates, COUNT(estimates), 0.95);
    assert_near(found.middle, 0.305);
    assert_near(found.low, 0.29069311598327913);
    assert_near(found.high, 0.3193068840167208);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_quantiles_are_those_of_r),
        cmocka_unit_test(spreads_are_those_of_r),
        cmocka_unit_test(intervals_are_those_of_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
