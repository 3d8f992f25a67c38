#include "methods/scales.h"

#include <math.h>
#include <string.h>

#include "base/tie.h"
#include "methods/sample.h"

/* --- distances: minmax, zscore --- */

/* The values come in ascending order. */
static void find_bounds(hm_learnt *learnt, const double *values, size_t count) {
    const double low = values[0], high = values[count - 1];
    const double most = fabs(low) > fabs(high) ? fabs(low) : fabs(high);
    int exponent;
    (void)frexp(most, &exponent);
    learnt->count = count;
    learnt->unit = most > 0 ? ldexp(1, exponent - 1) : 1;
    learnt->statistics[HM_STATISTIC_WORST] = low;
    learnt->statistics[HM_STATISTIC_BEST] = high;
}

/* Divided by the unit, neither a difference nor its square can overflow, or vanish unless it is
 * rounding. Dividing by a power of two is exact. */
static double in_units(const hm_learnt *learnt, hm_statistic statistic) {
    return learnt->statistics[statistic] / learnt->unit;
}

static bool all_alike(const hm_learnt *learnt) {
    return hm_sample_is_alike(learnt->statistics[HM_STATISTIC_WORST],
                              learnt->statistics[HM_STATISTIC_BEST]);
}

static bool fit_minmax(hm_learnt *learnt, const double *values, size_t count, double *room) {
    (void)room;
    find_bounds(learnt, values, count);
    return !all_alike(learnt);
}

static double apply_minmax(const hm_learnt *learnt, const double *parameters, double value) {
    const double low = in_units(learnt, HM_STATISTIC_WORST),
                 high = in_units(learnt, HM_STATISTIC_BEST);
    (void)parameters;
    return 100 * ((value / learnt->unit - low) / (high - low));
}

static bool fit_zscore(hm_learnt *learnt, const double *values, size_t count, double *room) {
    double mean = 0, squares = 0;
    (void)room;
    find_bounds(learnt, values, count);
    for (size_t i = 0; i < count; i++)
        mean += values[i] / learnt->unit / (double)count;
    for (size_t i = 0; i < count; i++) {
        const double distance = values[i] / learnt->unit - mean;
        squares += distance * distance / (double)count;
    }
    learnt->statistics[HM_STATISTIC_MEAN] = mean * learnt->unit;
    learnt->statistics[HM_STATISTIC_DEVIATION] = sqrt(squares) * learnt->unit;
    return !all_alike(learnt);
}

enum { ZSCORE_MEAN, ZSCORE_SPREAD };

static double apply_zscore(const hm_learnt *learnt, const double *parameters, double value) {
    const double distance = value / learnt->unit - in_units(learnt, HM_STATISTIC_MEAN);
    return parameters[ZSCORE_MEAN] +
           parameters[ZSCORE_SPREAD] * (distance / in_units(learnt, HM_STATISTIC_DEVIATION));
}

/* --- places: rank, percentile --- */

static void fit_places(hm_learnt *learnt, const double *values, size_t count, double *room) {
    find_bounds(learnt, values, count);
    double best = values[count - 1];
    for (size_t i = count; i-- > 0;) {
        best = hm_ties(best, values[i]) ? best : values[i];
        room[i] = best;
    }
    learnt->ties = room;
}

static bool fit_rank(hm_learnt *learnt, const double *values, size_t count, double *room) {
    fit_places(learnt, values, count, room);
    return count > 1;
}

/* The best has 100, the last 0; those that are alike share the better place. */
static double apply_rank(const hm_learnt *learnt, const double *parameters, double value) {
    const hm_value_place place = hm_value_place_of(learnt, value);
    (void)parameters;
    return 100 * (1 - (double)place.above / (double)(learnt->count - 1));
}

static bool fit_percentile(hm_learnt *learnt, const double *values, size_t count, double *room) {
    fit_places(learnt, values, count, room);
    return true;
}

/* Those below, and half of those that are alike (the unit itself among them), out of all. */
static double apply_percentile(const hm_learnt *learnt, const double *parameters, double value) {
    const hm_value_place place = hm_value_place_of(learnt, value);
    (void)parameters;
    return 100 * ((double)place.below + (double)place.alike / 2) / (double)learnt->count;
}

/* --- the list --- */

const hm_step_method hm_scales[] = {
    {.step = "scale",
     .name = "minmax",
     .about = "0 for the worst city of the period, 100 for the best",
     .scope = HM_SCOPE_EXTREMES,
     .fit = fit_minmax,
     .apply = apply_minmax},
    {.step = "scale",
     .name = "zscore",
     .about = "`mean` for the mean of the period, `spread` more a standard deviation",
     .parameters = {[ZSCORE_MEAN] = {"mean", "the mark of the mean", 50, -1e6, 1e6},
                    [ZSCORE_SPREAD] = {"spread", "marks a standard deviation", 10, 1e-6, 1e6}},
     .scope = HM_SCOPE_SAMPLE,
     .has_mean = true,
     .fit = fit_zscore,
     .apply = apply_zscore},
    {.step = "scale",
     .name = "rank",
     .about = "100 for the first city of the period, 0 for the last, even steps between",
     .scope = HM_SCOPE_SAMPLE,
     .marks_places = true,
     .fit = fit_rank,
     .apply = apply_rank},
    {.step = "scale",
     .name = "percentile",
     .about = "share of the period's cities below, counting half of those alike",
     .scope = HM_SCOPE_SAMPLE,
     .marks_places = true,
     .fit = fit_percentile,
     .apply = apply_percentile},
};

const size_t hm_scale_count = sizeof hm_scales / sizeof *hm_scales;

size_t hm_scale_find(const char *name) {
    size_t i = 0;
    while (i < hm_scale_count && strcmp(hm_scales[i].name, name) != 0)
        i++;
    return i;
}
