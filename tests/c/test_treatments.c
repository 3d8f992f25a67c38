/* Treatments of outliers, against COINr's treated ASEM data and numbers by hand, NumPy and R. */
#include "core_support.h"

#include <math.h>

#include "methods/sample.h"
#include "methods/step_methods.h"
#include "methods/treatments.h"

enum { MOST = 120 };

static double room[MOST];

/* Goods over borders, and the ratio of women in the labour force: imputed, in ascending order. */
static const double borders[] = {0,
                                 0,
                                 0,
                                 0,
                                 0,
                                 0,
                                 1.0501063495205477e-06,
                                 3.3343892232540305e-06,
                                 5.754048932432121e-06,
                                 7.1352364763582124e-06,
                                 1.002807862013638e-05,
                                 1.0647155399491918e-05,
                                 1.1824209477695107e-05,
                                 1.688135344416309e-05,
                                 2.728537776605517e-05,
                                 3.3130651699407543e-05,
                                 3.9973794956639536e-05,
                                 5.1447454340384282e-05,
                                 5.3231601827618325e-05,
                                 5.3363983416115926e-05,
                                 5.4013654149316352e-05,
                                 5.8677833984966123e-05,
                                 6.9615259664918558e-05,
                                 7.1809318640041981e-05,
                                 7.5480812777391982e-05,
                                 7.9644255658060652e-05,
                                 8.4459459459459451e-05,
                                 9.0938714884394157e-05,
                                 0.00010067494158750001,
                                 0.0001077731375454,
                                 0.0001164956252009,
                                 0.0001194483657291,
                                 0.00013266118333770001,
                                 0.0001623391264351,
                                 0.00017076259729909999,
                                 0.00019828261669089999,
                                 0.00026320271253609998,
                                 0.00029409952327860001,
                                 0.00030098464978280001,
                                 0.00033690658499229998,
                                 0.00034692107545529998,
                                 0.0004173075318047,
                                 0.00044378510657179998,
                                 0.00050983991026810004,
                                 0.00072445842315429999,
                                 0.00077028620946969996,
                                 0.00098653381344640002,
                                 0.00099328924098159997,
                                 0.0015723270440251001,
                                 0.0028694404591103999,
                                 0.0046403712296983002};

static const double labour[] = {
    0.29700855291775508, 0.34557640585874833, 0.54140288967240957, 0.61498286093300425,
    0.63239627681103827, 0.64903280960065746, 0.6499863595527593,  0.73112712128390323,
    0.7364463961563088,  0.74888577704004855, 0.74888577704004855, 0.77035408912480896,
    0.77849100340878041, 0.77961054075976477, 0.79770981591429424, 0.80783578398539424,
    0.81194828145702291, 0.81326713914964022, 0.81488296542973637, 0.82017920153931856,
    0.82490066003021412, 0.83410929479831974, 0.83519398729833594, 0.83595552720462396,
    0.8592660595158027,  0.86314869412458872, 0.86333336538184191, 0.86491593662017296,
    0.8664952484684687,  0.86974193420041512, 0.86997239020237915, 0.87485852847980705,
    0.87881253456615238, 0.88449097961006007, 0.8854173506681785,  0.88721377945326863,
    0.89276309896066608, 0.8936418069625911,  0.8953485768600723,  0.90007514929922183,
    0.90103627423952559, 0.90552139164605616, 0.91040533256860245, 0.91944021400103837,
    0.92341060338661685, 0.92699995811778502, 0.93981454865918157, 0.94800408046081397,
    0.94908531927894901, 0.96519099560427479, 1.0274715577240603};

/* Of the sample as it is once it is treated. */
static hm_moments after(const hm_treatment *t, const double *values, size_t count) {
    double treated[MOST];
    for (size_t i = 0; i < count; i++)
        treated[i] = hm_treatment_apply(t, values[i]);
    return hm_sample_moments(treated, count);
}

static void assert_moments(hm_moments found, double skewness, double kurtosis) {
    assert_near(found.skewness, skewness);
    assert_near(found.kurtosis, kurtosis);
}

static void assert_untouched(const hm_treatment *t, const double *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        assert_true(hm_treatment_apply(t, values[i]) == values[i]);
}

/* What the method of a step learns by its first settings. */
static hm_learnt learn(const char *name, const double *settings, size_t setting_count,
                       const double *values, size_t count) {
    const hm_step_method *method = hm_step_method_find(HM_STEP_TREAT, name);
    double given[HM_STEP_SETTINGS];
    hm_learnt learnt = {.count = count};
    hm_step_settings_begin(method, given);
    for (size_t i = 0; i < setting_count; i++)
        given[i] = settings[i];
    method->fit(&learnt, given, values, count, room);
    return learnt;
}

static const hm_winsorising rule = {
    .most = 5, .skewness = 2, .kurtosis = 3.5, .otherwise_log = true};

static void treatments_winsorise_as_the_reference(void **state) {
    (void)state;
    hm_treatment t = hm_treat_by_winsorising(borders, COUNT(borders), &rule, room);
    assert_int_equal(t.pulled_high, 3);
    assert_int_equal(t.pulled_low, 0);
    assert_moments(hm_sample_moments(borders, COUNT(borders)), 4.2113994715902665,
                   19.904634079953283);
    assert_moments(after(&t, borders, COUNT(borders)), 1.6595541364866857, 1.5392076759835205);
    assert_true(t.low == 0 && t.high == 0.00099328924098159997);
    t = hm_treat_by_winsorising(labour, COUNT(labour), &rule, room);
    assert_int_equal(t.pulled_high, 0);
    assert_int_equal(t.pulled_low, 1);
    assert_moments(after(&t, labour, COUNT(labour)), -1.8924041132490048, 4.363366530639957);
    assert_true(t.low == labour[1] && t.high == labour[50]);
    assert_true(hm_treatment_apply(&t, 0.1) == labour[1]);
    assert_true(hm_treatment_apply(&t, 0.9) == 0.9);
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Samples of some shapes and sizes: where nothing needs to be done, nothing is, once they are in
 * order; and of most that pass it is known without. */
static void treatments_that_are_needless(void **state) {
    (void)state;
    enum { SIZES = 400, SAMPLES = 400 };
    static double values[SIZES], large_room[SIZES];
    uint32_t drawn = 1;
    size_t passing = 0, known = 0;
    for (size_t sample = 0; sample < SAMPLES; sample++) {
        const size_t count = 4 + sample;
        for (size_t i = 0; i < count && i < SIZES; i++) {
            drawn = drawn * 1664525 + 1013904223;
            values[i] = pow((drawn >> 8) / 16777216.0, 1 + (double)(sample % 7) * 4);
        }
        const size_t size = count < SIZES ? count : SIZES;
        const bool needless = hm_treatment_is_needless(values, size, &rule, large_room);
        qsort(values, size, sizeof *values, ascending);
        const hm_treatment t = hm_treat_by_winsorising(values, size, &rule, large_room);
        const bool passes = t.form == HM_FORM_HELD && t.pulled_low + t.pulled_high == 0;
        assert_true(passes || !needless);
        passing += passes;
        known += needless;
    }
    assert_true(passing > SAMPLES / 4 && passing < SAMPLES && known >= passing - passing / 50);
}

static const double tail[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 200, 300};

/* One value may go, which is not enough: the logarithm of all as they were. */
static void treatments_otherwise_log(void **state) {
    (void)state;
    hm_winsorising how = {.most = 1, .skewness = 2, .kurtosis = 3.5, .otherwise_log = true};
    hm_treatment t = hm_treat_by_winsorising(tail, COUNT(tail), &how, room);
    assert_int_equal(t.form, HM_FORM_LOG);
    assert_int_equal(t.pulled_high, 0);
    assert_near(hm_treatment_apply(&t, 1), 1.0952733874025951);
    assert_near(hm_treatment_apply(&t, 300), 5.7103939042438547);
    assert_moments(after(&t, tail, COUNT(tail)), 1.7608999659286413, 2.5324787709566228);
    how.otherwise_log = false;
    t = hm_treat_by_winsorising(tail, COUNT(tail), &how, room);
    assert_int_equal(t.form, HM_FORM_HELD);
    assert_true(t.high == 200 && t.pulled_high == 1);
}

/* The mirror image of a sample is treated as its mirror image. */
static void treatments_of_the_other_side(void **state) {
    (void)state;
    const hm_winsorising how = {.most = 1, .skewness = 1, .kurtosis = 1, .otherwise_log = true};
    double mirrored[COUNT(tail)];
    for (size_t i = 0; i < COUNT(tail); i++)
        mirrored[i] = -tail[COUNT(tail) - 1 - i];
    const hm_treatment a = hm_treat_by_winsorising(tail, COUNT(tail), &how, room);
    const hm_treatment b = hm_treat_by_winsorising(mirrored, COUNT(tail), &how, room);
    assert_int_equal(b.form, HM_FORM_LOG_MIRRORED);
    for (size_t i = 0; i < COUNT(tail); i++)
        assert_near(hm_treatment_apply(&b, -tail[i]), -hm_treatment_apply(&a, tail[i]));
}

static void treatments_count_shares_and_ties(void **state) {
    (void)state;
    const hm_winsorising share = {.most = 0.15, .skewness = 1, .kurtosis = 1}; /* 2.1 of 14: 2 */
    hm_treatment t = hm_treat_by_winsorising(tail, COUNT(tail), &share, room);
    assert_int_equal(t.pulled_high, 2);
    assert_true(t.high == 12);
    /* All three at the top go, though one alone would have been allowed. */
    static const double ties[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 300, 300, 300};
    const hm_winsorising one = {.most = 1, .skewness = 1, .kurtosis = 1};
    t = hm_treat_by_winsorising(ties, COUNT(ties), &one, room);
    assert_int_equal(t.pulled_high, 3);
    assert_true(t.high == 14);
}

/* A rare flag would be winsorised to a constant. */
static void treatments_that_leave_things_as_they_are(void **state) {
    (void)state;
    double flags[20] = {0};
    flags[19] = 1;
    hm_treatment t = hm_treat_by_winsorising(flags, 20, &rule, room);
    assert_untouched(&t, flags, 20);
    assert_int_equal(t.pulled_low + t.pulled_high, 0);
    static const double constant[] = {7, 7, 7, 7, 7};
    t = hm_treat_by_winsorising(constant, 5, &rule, room);
    assert_untouched(&t, constant, 5);
    t = hm_treat_by_power(constant, 5, 0);
    assert_untouched(&t, constant, 5);
    for (size_t count = 1; count <= 12; count++) { /* too few, then no outlier */
        t = hm_treat_by_winsorising(tail, count, &rule, room);
        assert_untouched(&t, tail, count);
    }
}

/* A sample that is summed up in several parts, some of which are pulled in whole: as Python has it,
 * which takes the moments anew after each value, by math.fsum. */
static void treatments_winsorise_many(void **state) {
    (void)state;
    static double many[2000], large_room[2000];
    const double at_the_end[] = {117, 533}, skewness[] = {2, 0.3}, kurtosis[] = {3.5, -5};
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = 1e4 / (double)(COUNT(many) - i);
    for (size_t i = 0; i < COUNT(at_the_end); i++) {
        const hm_winsorising how = {.most = 0.9, .skewness = skewness[i], .kurtosis = kurtosis[i]};
        const hm_treatment t = hm_treat_by_winsorising(many, COUNT(many), &how, large_room);
        assert_true((double)t.pulled_high == at_the_end[i] && t.pulled_low == 0);
        assert_true(t.high == many[COUNT(many) - 1 - t.pulled_high]);
    }
    assert_int_equal(hm_treat_by_winsorising(many, COUNT(many), &rule, large_room).form,
                     HM_FORM_LOG);
}

static void treatments_by_logarithm(void **state) {
    (void)state;
    const hm_step_method *method = hm_step_method_find(HM_STEP_TREAT, "log");
    static const double zero[] = {0, 1, 2, 3};
    double settings[HM_STEP_SETTINGS];
    hm_learnt learnt = learn("log", NULL, 0, tail, COUNT(tail));
    hm_step_settings_begin(method, settings);
    assert_int_equal(learnt.fault, HM_UNFIT_NONE);
    assert_near(hm_step_apply(method, &learnt, settings, 8), log(8));
    assert_int_equal(learn("log", NULL, 0, zero, COUNT(zero)).fault, HM_UNFIT_NEGATIVE);
}

/* Powers of the greatest likelihood, by bisection with 60 digits. */
static void treatments_by_power(void **state) {
    (void)state;
    static const double short_tail[] = {1, 2, 3, 4, 10},
                        long_tail[] = {1, 1.5, 2, 3, 5, 9, 17, 40, 100},
                        to_the_left[] = {1, 5, 7, 8, 8.5, 9, 9.2, 9.3};
    static const struct {
        const double *values;
        size_t count;
        double power, greatest;
    } all[] = {{short_tail, COUNT(short_tail), -0.1207214997496236, 2.0102601045035203},
               {long_tail, COUNT(long_tail), -0.206245014815755, 2.9730612666100258},
               {to_the_left, COUNT(to_the_left), 1.9701817794092752, 40.567772017311889}};
    for (size_t i = 0; i < COUNT(all); i++) {
        const double power = hm_treatment_best_power(all[i].values, all[i].count, room);
        const hm_treatment t = hm_treat_by_power(all[i].values, all[i].count, power);
        assert_true(fabs(power - all[i].power) < 1e-11);
        assert_true(hm_treatment_apply(&t, all[i].values[0]) == 0);
        assert_true(
            fabs(hm_treatment_apply(&t, all[i].values[all[i].count - 1]) - all[i].greatest) < 1e-9);
    }
    hm_treatment t = hm_treat_by_power(short_tail, 5, 0);
    assert_near(hm_treatment_apply(&t, 10), log(10));
    t = hm_treat_by_power(short_tail, 5, 2);
    assert_near(hm_treatment_apply(&t, 10), 49.5); /* (10^2 - 1) / 2 */
    static const double far[] = {0, 1, 2, 1e200};
    const double power = hm_treatment_best_power(far, 4, room);
    t = hm_treat_by_power(far, 4, power);
    assert_true(isfinite(hm_treatment_apply(&t, 1e200)));
}

static void treatments_by_bounds(void **state) {
    (void)state;
    static const double mostly_zero[] = {0, 0, 0, 0, 1};
    hm_learnt t = learn("percentiles", (double[]){5, 90}, 2, tail, COUNT(tail));
    assert_near(t.statistics[HM_STATISTIC_LOW], 1.65);   /* 13 * 0.05 = 0.65 beyond the first */
    assert_near(t.statistics[HM_STATISTIC_HIGH], 143.6); /* 13 * 0.9 = 11.7: 12 + 0.7 * 188 */
    t = learn("mad", (double[]){3}, 1, tail, COUNT(tail));
    assert_near(t.statistics[HM_STATISTIC_MEDIAN], 7.5);
    assert_near(t.statistics[HM_STATISTIC_HIGH], 7.5 + 3 * 1.4826 * 3.5);
    assert_near(t.statistics[HM_STATISTIC_LOW], 7.5 - 3 * 1.4826 * 3.5);
    t = learn("mad", (double[]){3}, 1, mostly_zero, COUNT(mostly_zero));
    assert_true(t.statistics[HM_STATISTIC_HIGH] == 1); /* no distance is far */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(treatments_winsorise_as_the_reference),
        cmocka_unit_test(treatments_that_are_needless),
        cmocka_unit_test(treatments_otherwise_log),
        cmocka_unit_test(treatments_of_the_other_side),
        cmocka_unit_test(treatments_count_shares_and_ties),
        cmocka_unit_test(treatments_that_leave_things_as_they_are),
        cmocka_unit_test(treatments_winsorise_many),
        cmocka_unit_test(treatments_by_logarithm),
        cmocka_unit_test(treatments_by_power),
        cmocka_unit_test(treatments_by_bounds),
    };
    return cmocka_run_group_tests_name("treatments", tests, NULL, NULL);
}
