/* The logarithm and the exponential function of our own, against those of the C library in a wider
 * type where the platform has one, and against bits that no platform may change. */
#include <float.h>
#include <math.h>

#include "base/numbers/logarithm.h"
#include "core_support.h"

static uint64_t state = 1;

/* Even over 0..1 (Knuth's constants). */
static double draw(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

/* How many units in the last place of `value` a number is away from it. */
static double units_off(double number, long double value) {
    int exponent;
    frexp((double)value, &exponent);
    const int last = exponent - DBL_MANT_DIG, least = DBL_MIN_EXP - DBL_MANT_DIG;
    return (double)fabsl(((long double)number - value) / ldexpl(1, last < least ? least : last));
}

/* --- known values --- */

static void powers_of_two(void **unused) {
    (void)unused;
    for (int k = -1022; k <= 1023; k++)
        assert_true(units_off(hm_log(ldexp(1, k)), k * 0.693147180559945309417232121458176568L) <
                    1);
    assert_true(hm_log(1) == 0 && !signbit(hm_log(1)));
    assert_true(hm_exp(0) == 1);
}

/* Digits from tables of constants. */
static void constants(void **unused) {
    (void)unused;
    static const struct {
        double number;
        long double log;
    } known[] = {{3, 1.09861228866810969139524523692L},
                 {10, 2.30258509299404568401799145468L},
                 {100, 4.60517018598809136803598290937L},
                 {0.1, -2.30258509299404562850684022342L} /* of the double nearest to 0.1 */};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(units_off(hm_log(known[i].number), known[i].log) < 1);
    assert_true(units_off(hm_exp(1), 2.71828182845904523536028747135L) < 1);
    assert_true(units_off(hm_exp(-1), 0.367879441171442321595523770161L) < 1);
    assert_true(units_off(hm_exp(4.5), 90.0171313005218135501154567456L) < 1);
}

static void ends_of_the_range(void **unused) {
    (void)unused;
    const double smallest = 0x1p-1074;
    assert_true(units_off(hm_log(smallest), -744.440071921381262314107298448L) < 1);
    assert_true(units_off(hm_log(DBL_MAX), 709.782712893383996843132480309L) < 1);
    assert_true(hm_exp(hm_log(smallest)) == smallest);
    assert_true(isfinite(hm_exp(709.78)));
    assert_true(isinf(hm_exp(710)));
    assert_true(hm_exp(-746) == 0);
    /* No score is such a number, but a loop over many goes over these, too. */
    assert_true(isfinite(hm_log(0)) && isfinite(hm_log(-5)) && isfinite(hm_log(-DBL_MAX)));
}

/* --- against the C library --- */

static void check_log(double x) {
    if (x > 0 && units_off(hm_log(x), logl(x)) >= 0.9)
        fail_msg("the logarithm of %a is %a", x, hm_log(x));
}

static void check_exp(double x) {
    if (units_off(hm_exp(x), expl(x)) >= 0.95)
        fail_msg("e to the power of %a is %a", x, hm_exp(x));
}

static void many_of_all_sizes(void **unused) {
    (void)unused;
    if (LDBL_MANT_DIG <= DBL_MANT_DIG)
        skip();
    for (int i = 0; i < 200000; i++) {
        check_log(100 * draw());
        check_log(0.5 + 1.5 * draw());
        check_log(1 + 1e-6 * (draw() - 0.5));
        check_log(exp(1400 * (draw() - 0.5)));
        check_log(DBL_MIN * draw());
        check_exp(5 * draw());
        check_exp(1e-3 * (draw() - 0.5));
        check_exp(1400 * (draw() - 0.5));
        check_exp(-745 + 40 * draw());
    }
}

/* --- the same bits everywhere --- */

static void same_on_every_platform(void **unused) {
    (void)unused;
    uint64_t mixed = 0;
    state = 7;
    for (int i = 0; i < 100000; i++) {
        mixed = mixed * 31 + hm_bits_of_double(hm_log(100 * draw()));
        mixed = mixed * 31 + hm_bits_of_double(hm_exp(10 * (draw() - 0.5)));
    }
    assert_true(mixed == 0x6e55d56590409416);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_of_two),          cmocka_unit_test(constants),
        cmocka_unit_test(ends_of_the_range),      cmocka_unit_test(many_of_all_sizes),
        cmocka_unit_test(same_on_every_platform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
