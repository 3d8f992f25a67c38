#include "methods/treatment_steps.h"

#include <math.h>

#include "methods/sample.h"

static void hold_between(hm_learnt *learnt, double low, double high) {
    learnt->statistics[HM_STATISTIC_LOW] = low;
    learnt->statistics[HM_STATISTIC_HIGH] = high;
    learnt->statistics[HM_STATISTIC_FORM] = HM_FORM_HELD;
}

static double transform(hm_treatment_form form, double shift, double power, double x) {
    switch (form) {
    case HM_FORM_LOG:
        return log(x + shift);
    case HM_FORM_LOG_MIRRORED:
        return -log(shift - x);
    case HM_FORM_POWER:
        return power == 0 ? log(x + shift) : expm1(power * log(x + shift)) / power;
    default:
        return x;
    }
}

static double apply(const hm_learnt *learnt, const double *settings, double value) {
    const double *statistics = learnt->statistics;
    const double held =
        fmin(fmax(value, statistics[HM_STATISTIC_LOW]), statistics[HM_STATISTIC_HIGH]);
    (void)settings;
    return transform((hm_treatment_form)statistics[HM_STATISTIC_FORM],
                     statistics[HM_STATISTIC_SHIFT], statistics[HM_STATISTIC_POWER], held);
}

/* --- bounds by places --- */

enum { PERCENTILES_LOW, PERCENTILES_HIGH };

static void fit_percentiles(hm_learnt *learnt, const double *settings, const double *values,
                            size_t count, double *room) {
    (void)room;
    hold_between(learnt, hm_sample_quantile(values, count, settings[PERCENTILES_LOW] / 100),
                 hm_sample_quantile(values, count, settings[PERCENTILES_HIGH] / 100));
}

enum { MAD_TIMES };

/* The distances of ascending values from one of their range, ascending: those of both sides, merged
 * from the middle on. */
static void find_distances(const double *values, size_t count, double middle, double *distances) {
    size_t below = 0;
    while (below < count && values[below] < middle)
        below++;
    for (size_t i = 0, left = below, right = below; i < count; i++) {
        const bool goes_left =
            left > 0 && (right == count || middle - values[left - 1] < values[right] - middle);
        distances[i] = goes_left ? middle - values[--left] : values[right++] - middle;
    }
}

/* 1.4826 makes of the median absolute deviation the standard deviation of a normal distribution. */
static void fit_mad(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                    double *room) {
    const double middle = hm_sample_quantile(values, count, 0.5);
    find_distances(values, count, middle, room);
    const double reach = settings[MAD_TIMES] * 1.4826 * hm_sample_quantile(room, count, 0.5);
    if (reach > 0)
        hold_between(learnt, middle - reach, middle + reach);
    else /* more than half are the same: no distance is far */
        hold_between(learnt, values[0], values[count - 1]);
    learnt->statistics[HM_STATISTIC_MEDIAN] = middle;
}

/* --- transformations --- */

static void fit_log(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                    double *room) {
    (void)settings;
    (void)room;
    hold_between(learnt, values[0], values[count - 1]);
    learnt->statistics[HM_STATISTIC_FORM] = HM_FORM_LOG;
    if (!(values[0] > 0))
        learnt->fault = HM_UNFIT_NEGATIVE;
}

/* Of cities that nothing was learnt from, too: no bound holds them. */
static double apply_log(const hm_learnt *learnt, const double *settings, double value) {
    (void)learnt;
    (void)settings;
    return value > 0 ? log(value) : (double)NAN;
}

/* --- the list --- */

#define LEARNS(statistic) (1u << HM_STATISTIC_##statistic)
#define LEARNS_BOUNDS     (LEARNS(LOW) | LEARNS(HIGH))

const hm_step_method hm_treatment_steps[] = {
    {.kind = HM_STEP_TREAT,
     .name = "percentiles",
     .about = "values outside two percentiles are pulled in to them",
     .parameters = {[PERCENTILES_LOW] = {.name = "low",
                                         .about = "the lower percentile",
                                         .otherwise = 2.5,
                                         .low = 0,
                                         .high = 100,
                                         .in_front = true},
                    [PERCENTILES_HIGH] = {.name = "high",
                                          .about = "the upper percentile",
                                          .otherwise = 97.5,
                                          .low = 0,
                                          .high = 100,
                                          .in_front = true}},
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_BOUNDS,
     .fit = fit_percentiles,
     .apply = apply},
    {.kind = HM_STEP_TREAT,
     .name = "mad",
     .about = "values further from the median than `times` 1.4826 median absolute deviations are "
              "pulled in",
     .parameters = {[MAD_TIMES] = {.name = "times",
                                   .about = "how far a value may lie",
                                   .otherwise = 3,
                                   .low = 1e-6,
                                   .high = 1e6,
                                   .in_front = true}},
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_BOUNDS | LEARNS(MEDIAN),
     .marks_places = false,
     .fit = fit_mad,
     .apply = apply},
    {.kind = HM_STEP_TREAT,
     .name = "log",
     .about = "the natural logarithm; no value may be 0 or less",
     .scope = HM_SCOPE_EXTREMES,
     .learns = LEARNS(WORST) | LEARNS(BEST),
     .fit = fit_log,
     .apply = apply_log},
};

const size_t hm_treatment_step_count = sizeof hm_treatment_steps / sizeof *hm_treatment_steps;
