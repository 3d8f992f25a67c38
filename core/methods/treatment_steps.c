#include "methods/treatment_steps.h"

#include <math.h>

#include "methods/select.h"
#include "methods/treatments.h"
#include "platform/wide.h"
#include "table/range.h"

static void hold_between(hm_learnt *learnt, double low, double high) {
    learnt->statistics[HM_STATISTIC_LOW] = low;
    learnt->statistics[HM_STATISTIC_HIGH] = high;
    learnt->statistics[HM_STATISTIC_FORM] = HM_FORM_HELD;
}

/* Within the bounds: what is mostly all there is to do. */
HM_WIDE static void pull_in_all(const double *restrict statistics, double *restrict values,
                                size_t count) {
    const double low = statistics[HM_STATISTIC_LOW], high = statistics[HM_STATISTIC_HIGH];
    for (size_t i = 0; i < count; i++)
        values[i] = values[i] < low ? low : values[i] > high ? high : values[i];
}

static void apply(const hm_learnt *learnt, const double *settings, double *restrict values,
                  size_t count) {
    const double *statistics = learnt->statistics;
    const hm_treatment_form form = (hm_treatment_form)statistics[HM_STATISTIC_FORM];
    (void)settings;
    pull_in_all(statistics, values, count);
    for (size_t i = 0; form != HM_FORM_HELD && i < count; i++)
        values[i] = hm_treatment_transform(form, statistics[HM_STATISTIC_SHIFT],
                                           statistics[HM_STATISTIC_POWER], values[i]);
}

/* --- bounds by places --- */

enum { PERCENTILES_LOW, PERCENTILES_HIGH };

static void fit_percentiles(hm_learnt *learnt, const double *settings, const double *values,
                            size_t count, double *room) {
    const double low = settings[PERCENTILES_LOW] / 100, high = settings[PERCENTILES_HIGH] / 100;
    hold_between(learnt, hm_select_quantile(values, count, low, room),
                 hm_select_quantile(values, count, high, room));
}

enum { MAD_TIMES };

/* 1.4826 makes of the median absolute deviation the standard deviation of a normal distribution. */
static void fit_mad(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                    double *room) {
    const double middle = hm_select_quantile(values, count, 0.5, room);
    for (size_t i = 0; i < count; i++)
        room[i] = fabs(values[i] - middle);
    const double reach = settings[MAD_TIMES] * 1.4826 * hm_select_quantile(room, count, 0.5, room);
    const hm_range range = hm_range_of(values, count);
    if (reach > 0)
        hold_between(learnt, middle - reach, middle + reach);
    else /* more than half are the same: no distance is far */
        hold_between(learnt, range.low, range.high);
    learnt->statistics[HM_STATISTIC_MEDIAN] = middle;
}

/* --- by the shape of the sample --- */

static void keep(hm_learnt *learnt, const hm_treatment *found) {
    learnt->statistics[HM_STATISTIC_LOW] = found->low;
    learnt->statistics[HM_STATISTIC_HIGH] = found->high;
    learnt->statistics[HM_STATISTIC_FORM] = found->form;
    learnt->statistics[HM_STATISTIC_SHIFT] = found->shift;
    learnt->statistics[HM_STATISTIC_POWER] = found->power;
}

enum { WINSORISE_MOST, WINSORISE_SKEWNESS, WINSORISE_KURTOSIS, WINSORISE_OTHERWISE };
static const char *const otherwise_words[] = {"log", "none", NULL};

static hm_winsorising how_to_winsorise(const double *settings) {
    return (hm_winsorising){.most = settings[WINSORISE_MOST],
                            .skewness = settings[WINSORISE_SKEWNESS],
                            .kurtosis = settings[WINSORISE_KURTOSIS],
                            .otherwise_log = settings[WINSORISE_OTHERWISE] == 0};
}

static void fit_winsorise(hm_learnt *learnt, const double *settings, const double *values,
                          size_t count, double *room) {
    const hm_winsorising how = how_to_winsorise(settings);
    const hm_treatment found = hm_treat_by_winsorising(values, count, &how, room);
    keep(learnt, &found);
}

static bool needs_ends(const double *settings, const double *values, size_t count, double *room) {
    const hm_winsorising how = how_to_winsorise(settings);
    return hm_treatment_is_needless(values, count, &how, room);
}

/* Beyond what a lambda may be: it is found. */
enum { BOXCOX_LAMBDA, BOXCOX_MOST = 5, BOXCOX_FOUND };

static void fit_boxcox(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    const double lambda = settings[BOXCOX_LAMBDA] > BOXCOX_MOST
                              ? hm_treatment_best_power(values, count, room)
                              : settings[BOXCOX_LAMBDA];
    const hm_treatment found = hm_treat_by_power(values, count, lambda);
    keep(learnt, &found);
}

/* --- transformations --- */

static void fit_log(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                    double *room) {
    (void)settings;
    (void)room;
    learnt->statistics[HM_STATISTIC_WORST] = values[0];
    learnt->statistics[HM_STATISTIC_BEST] = values[count - 1];
    if (!(values[0] > 0))
        learnt->fault = HM_UNFIT_NEGATIVE;
}

/* Of cities that nothing was learnt from, too: no bound holds them. */
static void apply_log(const hm_learnt *learnt, const double *settings, double *restrict values,
                      size_t count) {
    (void)learnt;
    (void)settings;
    for (size_t i = 0; i < count; i++)
        values[i] = values[i] > 0 ? log(values[i]) : (double)NAN;
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
     .any_order = true,
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
     .any_order = true,
     .learns = LEARNS_BOUNDS | LEARNS(MEDIAN),
     .fit = fit_mad,
     .apply = apply},
    {.kind = HM_STEP_TREAT,
     .name = "winsorise",
     .about = "while skewness and kurtosis are both beyond what they may be, the farthest values "
              "are pulled in to the next ones; where that is not enough, the logarithm of all",
     .parameters = {[WINSORISE_MOST] = {.name = "most",
                                        .about = "values to pull in; below 1 a share of them",
                                        .otherwise = 5,
                                        .low = 0,
                                        .high = 1e6,
                                        .whole = true,
                                        .or_share = true,
                                        .in_front = true},
                    [WINSORISE_SKEWNESS] = {.name = "skewness",
                                            .about = "fine below this, whatever its sign",
                                            .otherwise = 2,
                                            .low = 0,
                                            .high = 1e6},
                    [WINSORISE_KURTOSIS] = {.name = "kurtosis",
                                            .about = "fine below this",
                                            .otherwise = 3.5,
                                            .low = -1e6,
                                            .high = 1e6},
                    [WINSORISE_OTHERWISE] = {.name = "otherwise",
                                             .about = "what is done where that is not enough",
                                             .words = otherwise_words}},
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_BOUNDS | LEARNS(FORM) | LEARNS(SHIFT),
     .fit = fit_winsorise,
     .needs_ends = needs_ends,
     .apply = apply},
    {.kind = HM_STEP_TREAT,
     .name = "boxcox",
     .about = "((x - least + 1)^lambda - 1) / lambda; where lambda is 0, ln(x - least + 1)",
     .parameters = {[BOXCOX_LAMBDA] = {.name = "lambda",
                                       .about = "the power; without it that of the greatest "
                                                "likelihood",
                                       .otherwise = BOXCOX_FOUND,
                                       .low = -BOXCOX_MOST,
                                       .high = BOXCOX_MOST,
                                       .in_front = true}},
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_BOUNDS | LEARNS(FORM) | LEARNS(SHIFT) | LEARNS(POWER),
     .fit = fit_boxcox,
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
