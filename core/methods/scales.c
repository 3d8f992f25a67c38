#include "methods/scales.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tie.h"

/* Values differ only by rounding where all lie within this part of the greatest of them. It is
 * taken relative to them alone, unlike a tie of marks: values have a unit of measure, and metres or
 * kilometres must not decide whether cities are alike. */
#define ALIKE 1e-9

/* --- distances: minmax, zscore --- */

static void find_bounds(hm_scale_fit *fit, const double *values, size_t count) {
    fit->count = count;
    fit->low = fit->high = values[0];
    for (size_t i = 1; i < count; i++) {
        fit->low = values[i] < fit->low ? values[i] : fit->low;
        fit->high = values[i] > fit->high ? values[i] : fit->high;
    }
    int exponent;
    const double most = fabs(fit->low) > fabs(fit->high) ? fabs(fit->low) : fabs(fit->high);
    (void)frexp(most, &exponent);
    fit->unit = most > 0 ? ldexp(1, exponent - 1) : 1;
}

/* Divided by the unit, neither a difference nor its square can overflow, or vanish unless it is
 * rounding. Dividing by a power of two is exact. */
static bool all_alike(const hm_scale_fit *fit) {
    const double low = fit->low / fit->unit, high = fit->high / fit->unit;
    const double most = fabs(low) > fabs(high) ? fabs(low) : fabs(high);
    return high - low <= ALIKE * most;
}

static bool fit_minmax(hm_scale_fit *fit, const double *values, size_t count, double *room) {
    (void)room;
    find_bounds(fit, values, count);
    return !all_alike(fit);
}

static double apply_minmax(const hm_scale_fit *fit, double value) {
    const double low = fit->low / fit->unit, high = fit->high / fit->unit;
    return 100 * ((value / fit->unit - low) / (high - low));
}

static bool fit_zscore(hm_scale_fit *fit, const double *values, size_t count, double *room) {
    double mean = 0, squares = 0;
    (void)room;
    find_bounds(fit, values, count);
    for (size_t i = 0; i < count; i++)
        mean += values[i] / fit->unit / (double)count;
    for (size_t i = 0; i < count; i++) {
        const double distance = values[i] / fit->unit - mean;
        squares += distance * distance / (double)count;
    }
    fit->mean = mean * fit->unit;
    fit->deviation = sqrt(squares) * fit->unit;
    return !all_alike(fit);
}

static double apply_zscore(const hm_scale_fit *fit, double value) {
    const double distance = value / fit->unit - fit->mean / fit->unit;
    return 50 + 10 * (distance / (fit->deviation / fit->unit));
}

/* --- places: rank, percentile --- */

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void fit_places(hm_scale_fit *fit, const double *values, size_t count, double *room) {
    find_bounds(fit, values, count);
    memcpy(room, values, count * sizeof *room);
    qsort(room, count, sizeof *room, compare);
    double best = room[count - 1];
    for (size_t i = count; i-- > 0;) {
        best = hm_ties(best, room[i]) ? best : room[i];
        room[i] = best;
    }
    fit->ties = room;
}

/* How many of the ascending numbers lie below `value`, or, with `equal`, at or below it. */
static size_t count_below(const double *numbers, size_t count, double value, bool equal) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (numbers[middle] < value || (equal && numbers[middle] <= value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The tie that a value belongs to is the first whose greatest is not below it. */
hm_scale_place hm_scale_place_of(const hm_scale_fit *fit, double value) {
    const size_t below = count_below(fit->ties, fit->count, value, false);
    if (below == fit->count || !hm_ties(fit->ties[below], value))
        return (hm_scale_place){below, 0, fit->count - below};
    const size_t up_to = count_below(fit->ties, fit->count, fit->ties[below], true);
    return (hm_scale_place){below, up_to - below, fit->count - up_to};
}

static bool fit_rank(hm_scale_fit *fit, const double *values, size_t count, double *room) {
    fit_places(fit, values, count, room);
    return count > 1;
}

/* The best city has 100, the last 0; those that are alike share the better place. */
static double apply_rank(const hm_scale_fit *fit, double value) {
    const hm_scale_place place = hm_scale_place_of(fit, value);
    return 100 * (1 - (double)place.above / (double)(fit->count - 1));
}

static bool fit_percentile(hm_scale_fit *fit, const double *values, size_t count, double *room) {
    fit_places(fit, values, count, room);
    return true;
}

/* Cities below, and half of those that are alike (the city itself among them), out of all. */
static double apply_percentile(const hm_scale_fit *fit, double value) {
    const hm_scale_place place = hm_scale_place_of(fit, value);
    return 100 * ((double)place.below + (double)place.alike / 2) / (double)fit->count;
}

/* --- the list --- */

const hm_scale hm_scales[] = {
    {.name = "minmax",
     .about = "0 for the worst city of the period, 100 for the best",
     .fit = fit_minmax,
     .apply = apply_minmax},
    {.name = "zscore",
     .about = "50 for the mean of the period, 10 more a standard deviation",
     .keeps_sample = true,
     .has_mean = true,
     .fit = fit_zscore,
     .apply = apply_zscore},
    {.name = "rank",
     .about = "100 for the first city of the period, 0 for the last, even steps between",
     .keeps_sample = true,
     .fit = fit_rank,
     .apply = apply_rank},
    {.name = "percentile",
     .about = "share of the period's cities below, counting half of those alike",
     .keeps_sample = true,
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

bool hm_scale_has_places(const hm_scale *scale) {
    return scale->fit == fit_rank || scale->fit == fit_percentile;
}
