/* test_number.c: reading numbers, against known hard cases and against libc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/numbers/multiply.h"
#include "number_support.h"

static void number_read_plain(void **state) {
    (void)state;
    assert_reads("0", 0.0);
    assert_reads("-0", -0.0);
    assert_reads("+7", 7.0);
    assert_reads("-12", -12.0);
    assert_reads("007", 7.0);
    assert_reads("0.5", 0.5);
    assert_reads(".5", 0.5);
    assert_reads("5.", 5.0);
    assert_reads("12.75", 12.75);
    assert_reads("1e3", 1000.0);
    assert_reads("1E+3", 1000.0);
    assert_reads("125e-3", 0.125);
    assert_reads("0e999999999999999999999999", 0.0);
    assert_reads("00000000000000000000000000001.5", 1.5);
    assert_reads("0.000000000000000000000000000015e29", 1.5);
    assert_reads("12345678", 12345678.0);
    assert_reads("1234567890123456", 1234567890123456.0);
    assert_reads("0.12345678", 12345678.0 / 100000000.0);
}

static void number_read_refuses(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",    " ",   "+",        "-",        ".",     "e5",    "1e",       "1e+",      "1e-",
        " 1",  "1 ",  "1,5",      "1.5.",     "1..5",  "--1",   "+-1",      "0x10",     "nan",
        "inf", "NaN", "1e5.5",    "1e 5",     "1_000", "1'000", "12a",      "1234567x", "12345678x",
        "1/2", "1:2", "1234:678", "1234/678", "-.",    ".e1",   "infinity", "\xd9\xa1", "1\n"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        double number = 42;
        if (hm_number_read(texts[i], strlen(texts[i]), '.', &number) != HM_NUMBER_NONE)
            fail_msg("`%s` read as %g", texts[i], number);
        assert_true(number == 42);
    }
    double number = 42;
    assert_int_equal(hm_number_read("1\0", 2, '.', &number), HM_NUMBER_NONE);
    assert_int_equal(hm_number_read(NULL, 0, '.', &number), HM_NUMBER_NONE);
}

static void number_read_stops_at_size(void **state) {
    (void)state;
    double number;
    assert_int_equal(hm_number_read("12345678901234", 3, '.', &number), HM_NUMBER_FINE);
    assert_true(number == 123);
    assert_int_equal(hm_number_read("1.5e3", 3, '.', &number), HM_NUMBER_FINE);
    assert_true(number == 1.5);
}

static void number_read_comma(void **state) {
    (void)state;
    double number;
    assert_int_equal(hm_number_read("-1234,5e1", 9, ',', &number), HM_NUMBER_FINE);
    assert_true(number == -12345);
    assert_int_equal(hm_number_read("1.5", 3, ',', &number), HM_NUMBER_NONE);
}

/* Cases that readers of numbers are known to have failed at. */
static void number_read_hard(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022}, /* the largest subnormal */
        {"2.2250738585072012e-308", 0x1p-1022},
        {"2.2250738585072014e-308", 0x1p-1022},
        {"5e-324", 0x1p-1074},
        {"4.9406564584124654e-324", 0x1p-1074},
        {"3e-324", 0x1p-1074},
        {"2.4703282292062328e-324", 0x1p-1074},
        {"2.4703282292062327e-324", 0.0},
        {"1.7976931348623157e308", 0x1.fffffffffffffp+1023},
        {"1.7976931348623158e308", 0x1.fffffffffffffp+1023},
        {"9007199254740991", 9007199254740991.0},
        {"9007199254740992", 0x1p53},
        {"9007199254740993", 0x1p53}, /* ties go to the even */
        {"9007199254740993.0", 0x1p53},
        {"9007199254740993e0", 0x1p53},
        {"90071992547409930e-1", 0x1p53},
        {"9007199254740995", 0x1.0000000000002p53},
        {"9007199254740992.999999999999999999", 0x1p53},
        {"9007199254740993.00000000000000000000000000000000000000001", 0x1.0000000000001p53},
        {"1e23", 0x1.52d02c7e14af6p76},
        {"8.41e21", 0x1.c7e83209e90b2p72},
        {"123456789012345678901234567890", 0x1.8ee90ff6c373ep96},
        {"18446744073709551615", 0x1p64},
        {"18446744073709551616", 0x1p64},
        {"6929495644600919.5", 0x1.89e56ee5e7a58p52},
        {"3.237883913302901e-319", 0x0.000000000ffffp-1022},
        {"6.631236846766476e-316", 0x0.0000008p-1022},
        {"0.500000000000000166533453693773481063544750213623046875", 0x1.0000000000002p-1},
        {"3.518437208883201171875e13", 0x1.0000000000002p45},
        {"62.5364939768271845828", 0x1.f44abd5aa7ca4p5},
        {"1.50000000000000011102230246251565404236316680908203124", 0x1.8p0},
        {"1.50000000000000011102230246251565404236316680908203125", 0x1.8p0},
        {"1.50000000000000011102230246251565404236316680908203126", 0x1.8000000000001p0},
        {"30078505129381147446200", 0x1.97a3c7271b021p74},
        {"1777820000000000000001", 0x1.8180d5bad2e3ep70},
        {"0.547897099894363236e-3", 0x1.1f41810144d0ap-11},
        {"1090544144181609348835077142190", 0x1.b8779f2474dfbp99},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_reads(cases[i].text, cases[i].number);
}

static void number_read_beyond(void **state) {
    (void)state;
    /* The middle between the largest double and 2^1024 is 1.797693134862315807937...e308. */
    static const char *const big[] = {
        "1.7976931348623159e308",
        "1.7976931348623158080e308",
        "-1e309",
        "1e999",
        "9e308",
        "1e99999999999999999999",
        "123456789012345678901e300",
        "17976931348623158079372897140530341507993413271003782693617377898044496829276475094664"
        "90179775872070963302864166928879109465555478519404026306574886715058206819089020007083"
        "83676273854845817711531764475730270069855571366959622842914819860834936475292719074168"
        "444365510704342711559699508093042880177904174497792"}; /* the middle itself */
    double number = 42;
    for (size_t i = 0; i < COUNT(big); i++)
        if (hm_number_read(big[i], strlen(big[i]), '.', &number) != HM_NUMBER_TOO_BIG)
            fail_msg("%.40s: not too big", big[i]);
    assert_true(number == 42);
    assert_reads("1.79769313486231580793e308", DBL_MAX);
    assert_reads("1e-400", 0.0);
    assert_reads("-1e-400", -0.0);
    assert_reads("1e-99999999999999999999", 0.0);
    assert_reads("123456789012345678901e-999", 0.0);
}

/* Hundreds of thousands of digits, undone by an exponent. */
static void number_read_very_long(void **state) {
    (void)state;
    enum { ZEROS = 300000 };
    char *text = malloc(ZEROS + 64);
    assert_non_null(text);
    memset(text, '0', ZEROS + 64);
    text[0] = '1';
    strcpy(text + ZEROS + 1, "e-300000");
    assert_reads(text, 1.0);
    memset(text, '0', ZEROS + 64);
    text[1] = '.';
    strcpy(text + ZEROS + 1, "25e300000");
    assert_reads(text, 2.5);
    memset(text, '0', ZEROS + 64);
    memcpy(text, "9007199254740993.", 17);
    strcpy(text + ZEROS, "1");
    assert_reads(text, 0x1.0000000000001p53);
    text[ZEROS] = '0';
    assert_reads(text, 0x1p53);
    free(text);
}

/* Texts of many shapes: libc rounds correctly, so the two agree to the bit. */
static void number_read_random_texts(void **state) {
    (void)state;
    uint64_t random = 20261123;
    for (int i = 0; i < 100000; i++) {
        char text[64];
        int size = 0, digits = 1 + (int)(next_random(&random) % 30);
        int point = (int)(next_random(&random) % 40);
        for (int j = 0; j < digits; j++) {
            if (j == point)
                text[size++] = '.';
            text[size++] = (char)('0' + next_random(&random) % 10);
        }
        text[size] = '\0';
        if (next_random(&random) % 4 != 0)
            snprintf(text + size, sizeof text - (size_t)size, "e%d",
                     (int)(next_random(&random) % 680) - 360);
        double wanted = strtod(text, NULL), number;
        if (isfinite(wanted))
            assert_reads(text, wanted);
        else
            assert_int_equal(hm_number_read(text, strlen(text), '.', &number), HM_NUMBER_TOO_BIG);
    }
}

#if LDBL_MANT_DIG >= 64 && LDBL_MIN_EXP < DBL_MIN_EXP - 64
/* `text` is d.ddd...000e+x, the exact middle between two doubles; makes it a trifle less. */
static void lessen(char *text) {
    char *last = strchr(text, 'e') - 1;
    while (*last == '0' || *last == '.') {
        if (*last == '0')
            *last = '9';
        last--;
    }
    --*last;
}

/* The middle between two doubles, which is a long double, written out in full. */
static void number_read_middles(void **state) {
    (void)state;
    uint64_t random = 768;
    for (int i = 0; i < 4000; i++) {
        uint64_t bits = next_random(&random) >> 1;
        if (i % 4 == 0) /* subnormal, or nearly */
            bits >>= 8 + next_random(&random) % 50;
        else if (i % 4 == 1) /* about 1, where the power of ten is exact */
            bits = ((1000 + next_random(&random) % 100) << 52) | (bits >> 12);
        double low = double_of(bits), high = double_of(bits + 1);
        if (!isfinite(low) || !isfinite(high))
            continue;
        char text[900];
        long double middle = ((long double)low + (long double)high) / 2;
        snprintf(text, sizeof text, "%.800Le", middle);
        assert_reads(text, bits % 2 == 0 ? low : high);
        char *last = strchr(text, 'e') - 1;
        assert_int_equal(*last, '0'); /* so it was written in full */
        *last = '1';
        assert_reads(text, high);
        *last = '0';
        lessen(text);
        assert_reads(text, low);
    }
}
#else
static void number_read_middles(void **state) {
    (void)state;
    skip();
}
#endif

/* The multiplication for compilers without 128 bits, against the school's, digit by digit. */
static void number_multiply_by_halves(void **state) {
    (void)state;
    uint64_t random = 128;
    for (int i = 0; i < 10000; i++) {
        uint64_t a = next_random(&random), b = next_random(&random);
        if (i % 3 == 0)
            a = UINT64_MAX - a % 3;
        if (i % 5 == 0)
            b = UINT64_MAX - b % 3;
        uint64_t high = 0, low = 0;
        for (int bit = 63; bit >= 0; bit--) {
            high = high << 1 | low >> 63;
            low <<= 1;
            if (b >> bit & 1) {
                low += a;
                high += low < a;
            }
        }
        hm_product halves = hm_multiply_by_halves(a, b), product = hm_multiply(a, b);
        assert_true(halves.high == high && halves.low == low);
        assert_true(product.high == high && product.low == low);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_read_plain),         cmocka_unit_test(number_read_refuses),
        cmocka_unit_test(number_read_stops_at_size), cmocka_unit_test(number_read_comma),
        cmocka_unit_test(number_read_hard),          cmocka_unit_test(number_read_beyond),
        cmocka_unit_test(number_read_very_long),     cmocka_unit_test(number_read_random_texts),
        cmocka_unit_test(number_read_middles),       cmocka_unit_test(number_multiply_by_halves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
