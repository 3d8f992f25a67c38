#include "methods/scales.h"

#include <math.h>
#include <string.h>

#include "base/numbers/normal.h"
#include "base/tie.h"
#include "methods/sample.h"
#include "methods/select.h"
#include "platform/wide.h"

/* --- what all learn --- */

/* Divided by the unit, neither a difference nor its square can overflow, or vanish unless it is
 * rounding. */
static void set_bounds(hm_learnt *learnt, hm_range range) {
    learnt->unit = hm_sample_unit(range);
    learnt->statistics[HM_STATISTIC_WORST] = range.low;
    learnt->statistics[HM_STATISTIC_BEST] = range.high;
}

/* Of values in ascending order. */
static void find_bounds(hm_learnt *learnt, const double *values, size_t count) {
    set_bounds(learnt, (hm_range){values[0], values[count - 1]});
}

static double in_units(const hm_learnt *learnt, hm_statistic statistic) {
    return learnt->statistics[statistic] / learnt->unit;
}

static void refuse_alike(hm_learnt *learnt, double low, double high) {
    if (hm_sample_is_alike(low, high))
        learnt->fault = HM_UNFIT_ALIKE;
}

/* How many deviations above the mean. */
static double deviations(const hm_learnt *learnt, double value) {
    const double distance = value / learnt->unit - in_units(learnt, HM_STATISTIC_MEAN);
    return distance / in_units(learnt, HM_STATISTIC_DEVIATION);
}

/* The share of the way from one value to another. */
static double share_of_way(const hm_learnt *learnt, double from, double to, double value) {
    const double low = from / learnt->unit, high = to / learnt->unit;
    return (value / learnt->unit - low) / (high - low);
}

/* What becomes of one value becomes of all, in a loop of its own: apply_... of the descriptor. */
#define APPLY_TO_ALL(one)                                                                          \
    HM_WIDE static void apply_##one(const hm_learnt *learnt, const double *settings,               \
                                    double *restrict values, size_t count) {                       \
        for (size_t i = 0; i < count; i++)                                                         \
            values[i] = one(learnt, settings, values[i]);                                          \
    }

/* --- between two ends: minmax, distance_to_max --- */

static double mean_of(const double *values, size_t count) {
    return hm_sample_mean(values, count, (hm_range){values[0], values[count - 1]});
}

/* An end of the scale, as values are oriented. `is_top`: the better end. */
static double find_end(const double *settings, bool is_top, const double *values, size_t count) {
    const bool turned = settings[HM_SETTING_SIGN] < 0;
    const bool is_high = is_top != turned;
    const double number = settings[is_high ? HM_SETTING_HIGH : HM_SETTING_LOW];
    const size_t some = number < (double)count ? (size_t)number : count;
    switch ((int)settings[is_high ? HM_SETTING_HIGH_KIND : HM_SETTING_LOW_KIND]) {
    case HM_BOUND_NUMBER:
        return settings[HM_SETTING_SIGN] * number;
    case HM_BOUND_PERCENTILE:
        return hm_sample_quantile(values, count, (turned ? 100 - number : number) / 100);
    case HM_BOUND_MEAN_OF_BEST:
        return mean_of(values + count - some, some);
    case HM_BOUND_MEAN_OF_WORST:
        return mean_of(values, some);
    default:
        return values[is_top ? count - 1 : 0];
    }
}

static void fit_minmax(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    (void)room;
    find_bounds(learnt, values, count);
    const double low = find_end(settings, false, values, count);
    const double high = find_end(settings, true, values, count);
    learnt->statistics[HM_STATISTIC_LOW] = low;
    learnt->statistics[HM_STATISTIC_HIGH] = high;
    if (low > high && !hm_sample_is_alike(high, low))
        learnt->fault = HM_UNFIT_REVERSED;
    else
        refuse_alike(learnt, low, high);
}

static double minmax(const hm_learnt *learnt, const double *settings, double value) {
    (void)settings;
    return 100 * share_of_way(learnt, learnt->statistics[HM_STATISTIC_LOW],
                              learnt->statistics[HM_STATISTIC_HIGH], value);
}
APPLY_TO_ALL(minmax)

/* --- by the mean: zscore, logistic --- */

enum { ZSCORE_MEAN, ZSCORE_SPREAD, ZSCORE_SD };
static const char *const deviation_words[] = {"population", "sample", NULL};

static void fit_mean(hm_learnt *learnt, const double *values, size_t count, bool as_sample) {
    const hm_range range = hm_range_of(values, count);
    const double mean = hm_sample_mean(values, count, range);
    set_bounds(learnt, range);
    learnt->statistics[HM_STATISTIC_MEAN] = mean;
    learnt->statistics[HM_STATISTIC_DEVIATION] =
        hm_sample_deviation(values, count, range, mean, (double)count - (as_sample ? 1 : 0));
    refuse_alike(learnt, range.low, range.high);
}

static void fit_zscore(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    (void)room;
    if (count < 2 && settings[ZSCORE_SD] > 0)
        learnt->fault = HM_UNFIT_ALIKE;
    else
        fit_mean(learnt, values, count, settings[ZSCORE_SD] > 0);
}

static double zscore(const hm_learnt *learnt, const double *settings, double value) {
    return settings[ZSCORE_MEAN] + settings[ZSCORE_SPREAD] * deviations(learnt, value);
}
APPLY_TO_ALL(zscore)

static void fit_logistic(hm_learnt *learnt, const double *settings, const double *values,
                         size_t count, double *room) {
    (void)settings;
    (void)room;
    fit_mean(learnt, values, count, false);
}

static double logistic(const hm_learnt *learnt, const double *settings, double value) {
    (void)settings;
    return 100 / (1 + exp(-deviations(learnt, value)));
}
APPLY_TO_ALL(logistic)

/* --- by the median: robust --- */

static void fit_robust(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    static const double shares[] = {0.25, 0.5, 0.75};
    double quartiles[3];
    (void)settings;
    hm_select_quantiles(values, count, shares, 3, room, quartiles);
    set_bounds(learnt, hm_range_of(values, count));
    learnt->statistics[HM_STATISTIC_MEDIAN] = quartiles[1];
    learnt->statistics[HM_STATISTIC_RANGE] = quartiles[2] - quartiles[0];
    refuse_alike(learnt, quartiles[0], quartiles[2]);
}

static double robust(const hm_learnt *learnt, const double *settings, double value) {
    const double distance = value / learnt->unit - in_units(learnt, HM_STATISTIC_MEDIAN);
    (void)settings;
    return 50 + 10 * (distance / in_units(learnt, HM_STATISTIC_RANGE));
}
APPLY_TO_ALL(robust)

/* --- places: rank, percent_rank, borda, percentile, normal_scores, quantiles --- */

static void fit_places(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    (void)settings;
    find_bounds(learnt, values, count);
    learnt->ties = hm_ties_settle(values, count, room) ? room : values; /* mostly alike is equal */
}

static void fit_rank(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                     double *room) {
    fit_places(learnt, settings, values, count, room);
    if (count < 2)
        learnt->fault = HM_UNFIT_FEW;
}

enum { RANK_TIES };
typedef enum ties_are { TIES_BEST, TIES_WORST, TIES_MEAN } ties_are;
static const char *const tie_words[] = {"best", "worst", "mean", NULL};

/* The best has 100, the last 0. One that was not learnt from stands between its neighbours. */
static double mark_of_place(const hm_learnt *learnt, ties_are ties, const hm_value_place *place) {
    const double others = (double)(learnt->count - 1);
    if (ties == TIES_WORST)
        return 100 * ((double)place->below / others);
    const double best = 100 * (1 - (double)place->above / others);
    return ties == TIES_BEST ? best : (best + 100 * ((double)place->below / others)) / 2;
}

static double mark_rank(const hm_learnt *learnt, const double *settings,
                        const hm_value_place *place) {
    return mark_of_place(learnt, (ties_are)settings[RANK_TIES], place);
}

static double mark_percent_rank(const hm_learnt *learnt, const double *settings,
                                const hm_value_place *place) {
    (void)settings;
    return mark_of_place(learnt, TIES_WORST, place);
}

static double mark_borda(const hm_learnt *learnt, const double *settings,
                         const hm_value_place *place) {
    (void)settings;
    return mark_of_place(learnt, TIES_MEAN, place);
}

/* Those below, and half of those that are alike (the unit itself among them), out of all. */
static double share_below(const hm_learnt *learnt, const hm_value_place *place, double whole) {
    return whole * ((double)place->below + (double)place->alike / 2) / (double)learnt->count;
}

static double mark_percentile(const hm_learnt *learnt, const double *settings,
                              const hm_value_place *place) {
    (void)settings;
    return share_below(learnt, place, 100);
}

/* NAN beyond all that were learnt from. */
static double mark_normal_scores(const hm_learnt *learnt, const double *settings,
                                 const hm_value_place *place) {
    (void)settings;
    return 50 + 10 * hm_normal_quantile(share_below(learnt, place, 1));
}

enum { QUANTILES_CLASSES, MOST_CLASSES = 1000 };

static void fit_quantiles(hm_learnt *learnt, const double *settings, const double *values,
                          size_t count, double *room) {
    (void)settings;
    (void)room;
    find_bounds(learnt, values, count);
    refuse_alike(learnt, values[0], values[count - 1]);
    learnt->ties = values; /* from which the boundaries follow */
}

/* How many of the ascending boundaries lie below a value. */
static size_t count_below(const double *boundaries, size_t count, double value) {
    size_t below = 0;
    while (count > 0) {
        const size_t half = (count + 1) / 2;
        below += boundaries[below + half - 1] < value ? half : 0;
        count -= half;
    }
    return below;
}

/* What is at a boundary belongs to the class below it. */
static void apply_quantiles(const hm_learnt *learnt, const double *settings,
                            double *restrict values, size_t count) {
    const size_t classes = (size_t)settings[QUANTILES_CLASSES];
    double boundaries[MOST_CLASSES];
    for (size_t i = 1; i < classes; i++)
        boundaries[i - 1] =
            hm_sample_quantile(learnt->ties, learnt->count, (double)i / (double)classes);
    for (size_t i = 0; i < count; i++)
        values[i] =
            100 * (double)count_below(boundaries, classes - 1, values[i]) / (double)(classes - 1);
}

/* --- against one value --- */

static void fit_fraction(hm_learnt *learnt, const double *settings, const double *values,
                         size_t count, double *room) {
    (void)settings;
    (void)room;
    find_bounds(learnt, values, count);
    if (values[0] < 0 || !(values[count - 1] > 0))
        learnt->fault = HM_UNFIT_NEGATIVE;
}

static double fraction(const hm_learnt *learnt, const double *settings, double value) {
    (void)settings;
    return 100 * ((value / learnt->unit) / in_units(learnt, HM_STATISTIC_BEST));
}
APPLY_TO_ALL(fraction)

enum { TARGET };

static double target_of(const double *settings) {
    return settings[HM_SETTING_SIGN] * settings[TARGET];
}

static void fit_target(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    (void)room;
    find_bounds(learnt, values, count);
    if (!(target_of(settings) > values[0]) || hm_sample_is_alike(values[0], target_of(settings)))
        learnt->fault = HM_UNFIT_TARGET;
}

static double by_target(const hm_learnt *learnt, const double *settings, double value) {
    return 100 *
           share_of_way(learnt, learnt->statistics[HM_STATISTIC_WORST], target_of(settings), value);
}
APPLY_TO_ALL(by_target)

static void fit_reference(hm_learnt *learnt, const double *settings, const double *values,
                          size_t count, double *room) {
    const double reference = learnt->statistics[HM_STATISTIC_REFERENCE];
    (void)settings;
    (void)room;
    find_bounds(learnt, values, count);
    if (!(reference > values[0]) || hm_sample_is_alike(values[0], reference))
        learnt->fault = HM_UNFIT_NO_REFERENCE;
}

static double by_reference(const hm_learnt *learnt, const double *settings, double value) {
    (void)settings;
    return 100 * share_of_way(learnt, learnt->statistics[HM_STATISTIC_WORST],
                              learnt->statistics[HM_STATISTIC_REFERENCE], value);
}
APPLY_TO_ALL(by_reference)

/* --- the list --- */

#define LEARNS(statistic) (1u << HM_STATISTIC_##statistic)
#define LEARNS_ENDS       (LEARNS(WORST) | LEARNS(BEST))
#define LEARNS_MEAN       (LEARNS_ENDS | LEARNS(MEAN) | LEARNS(DEVIATION))

const hm_step_method hm_scales[] = {
    {.kind = HM_STEP_SCALE,
     .name = "minmax",
     .about = "0 for the worst city of the period, 100 for the best",
     .scope = HM_SCOPE_EXTREMES,
     .learns = LEARNS_ENDS,
     .has_to = true,
     .has_bounds = true,
     .fit = fit_minmax,
     .apply = apply_minmax},
    {.kind = HM_STEP_SCALE,
     .name = "zscore",
     .about = "`mean` for the mean of the period, `spread` more a standard deviation",
     .parameters = {[ZSCORE_MEAN] = {.name = "mean",
                                     .about = "the mark of the mean",
                                     .otherwise = 50,
                                     .low = -1e6,
                                     .high = 1e6},
                    [ZSCORE_SPREAD] = {.name = "spread",
                                       .about = "marks a standard deviation",
                                       .otherwise = 10,
                                       .low = 1e-6,
                                       .high = 1e6},
                    [ZSCORE_SD] = {.name = "sd",
                                   .about = "whether squares are divided by n, or by n - 1",
                                   .words = deviation_words}},
     .scope = HM_SCOPE_SAMPLE,
     .any_order = true,
     .learns = LEARNS_MEAN,
     .fit = fit_zscore,
     .apply = apply_zscore},
    {.kind = HM_STEP_SCALE,
     .name = "rank",
     .about = "100 for the first city of the period, 0 for the last, even steps between",
     .parameters = {[RANK_TIES] = {.name = "ties",
                                   .about = "which place cities share that are alike",
                                   .words = tie_words}},
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_ENDS,
     .marks_places = true,
     .has_to = true,
     .fit = fit_rank,
     .mark = mark_rank},
    {.kind = HM_STEP_SCALE,
     .name = "percentile",
     .about = "share of the period's cities below, counting half of those alike",
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_ENDS,
     .marks_places = true,
     .has_to = true,
     .fit = fit_places,
     .mark = mark_percentile},
    {.kind = HM_STEP_SCALE,
     .name = "percent_rank",
     .about = "share of the period's other cities below",
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_ENDS,
     .marks_places = true,
     .has_to = true,
     .fit = fit_rank,
     .mark = mark_percent_rank},
    {.kind = HM_STEP_SCALE,
     .name = "borda",
     .about = "share of the period's other cities below, those alike counting half",
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_ENDS,
     .marks_places = true,
     .has_to = true,
     .fit = fit_rank,
     .mark = mark_borda},
    {.kind = HM_STEP_SCALE,
     .name = "distance_to_max",
     .about = "100 for the best city of the period, less by the distance to it, 0 for the worst",
     .scope = HM_SCOPE_EXTREMES,
     .learns = LEARNS_ENDS,
     .has_to = true,
     .has_bounds = true,
     .fit = fit_minmax,
     .apply = apply_minmax},
    {.kind = HM_STEP_SCALE,
     .name = "fraction_of_max",
     .about = "percentage of the greatest value of the period; no value may be below 0",
     .scope = HM_SCOPE_EXTREMES,
     .learns = LEARNS_ENDS,
     .has_to = true,
     .fit = fit_fraction,
     .apply = apply_fraction},
    {.kind = HM_STEP_SCALE,
     .name = "distance_to_target",
     .about = "0 for the worst city of the period, 100 for the target",
     .parameters = {[TARGET] = {.name = "target",
                                .about = "the value that has 100",
                                .otherwise = NAN,
                                .low = -1e300,
                                .high = 1e300,
                                .in_front = true}},
     .scope = HM_SCOPE_EXTREMES,
     .learns = LEARNS_ENDS,
     .has_to = true,
     .fit = fit_target,
     .apply = apply_by_target},
    {.kind = HM_STEP_SCALE,
     .name = "reference",
     .about = "0 for the worst city of the period, 100 for a city that the package names",
     .scope = HM_SCOPE_EXTREMES,
     .learns = LEARNS_ENDS | LEARNS(REFERENCE),
     .has_to = true,
     .needs_reference = true,
     .fit = fit_reference,
     .apply = apply_by_reference},
    {.kind = HM_STEP_SCALE,
     .name = "robust",
     .about = "50 for the median of the period, 10 more an interquartile range",
     .scope = HM_SCOPE_SAMPLE,
     .any_order = true,
     .learns = LEARNS_ENDS | LEARNS(MEDIAN) | LEARNS(RANGE),
     .fit = fit_robust,
     .apply = apply_robust},
    {.kind = HM_STEP_SCALE,
     .name = "logistic",
     .about = "100 / (1 + exp(-z)), z being standard deviations above the mean of the period",
     .scope = HM_SCOPE_SAMPLE,
     .any_order = true,
     .learns = LEARNS_MEAN,
     .has_to = true,
     .fit = fit_logistic,
     .apply = apply_logistic},
    {.kind = HM_STEP_SCALE,
     .name = "normal_scores",
     .about = "50 and 10 times the normal quantile of the city's place among those of the period",
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_ENDS,
     .marks_places = true,
     .fit = fit_places,
     .mark = mark_normal_scores},
    {.kind = HM_STEP_SCALE,
     .name = "quantiles",
     .about = "0 for the lowest of `classes` classes of about equal size, 100 for the highest",
     .parameters = {[QUANTILES_CLASSES] = {.name = "classes",
                                           .about = "how many classes",
                                           .otherwise = NAN,
                                           .low = 2,
                                           .high = MOST_CLASSES,
                                           .whole = true,
                                           .in_front = true}},
     .scope = HM_SCOPE_SAMPLE,
     .learns = LEARNS_ENDS,
     .marks_places = true,
     .has_to = true,
     .fit = fit_quantiles,
     .apply = apply_quantiles},
};

const size_t hm_scale_count = sizeof hm_scales / sizeof *hm_scales;
