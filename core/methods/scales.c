#include "methods/scales.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool minmax(const double *values, size_t count, double *marks, double *room) {
    double least = values[0], most = values[0];
    (void)room;
    for (size_t i = 1; i < count; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    for (size_t i = 0; i < count; i++)
        marks[i] = 100 * ((values[i] - least) / (most - least));
    return most > least;
}

/* Mean 50, ten marks a standard deviation (of the cities at hand, not of a sample of more). */
static bool zscore(const double *values, size_t count, double *marks, double *room) {
    double mean = 0, squares = 0;
    (void)room;
    for (size_t i = 0; i < count; i++)
        mean += values[i] / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - mean) * (values[i] - mean) / (double)count;
    const double deviation = sqrt(squares);
    for (size_t i = 0; i < count; i++)
        marks[i] = 50 + 10 * ((values[i] - mean) / deviation);
    return deviation > 0;
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* How many of the sorted values lie below `value`, or, with `equal`, at or below it. */
static size_t count_below(const double *sorted, size_t count, double value, bool equal) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (equal && sorted[middle] <= value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void sort_into(const double *values, size_t count, double *room) {
    memcpy(room, values, count * sizeof *room);
    qsort(room, count, sizeof *room, compare);
}

/* The best city has 100, the last 0; those that are alike share the better place. */
static bool rank(const double *values, size_t count, double *marks, double *room) {
    sort_into(values, count, room);
    for (size_t i = 0; i < count; i++) {
        const size_t above = count - count_below(room, count, values[i], true);
        marks[i] = 100 * (1 - (double)above / (double)(count - 1));
    }
    return count > 1;
}

/* Cities below, and half of those that are alike (the city itself among them), out of all. */
static bool percentile(const double *values, size_t count, double *marks, double *room) {
    sort_into(values, count, room);
    for (size_t i = 0; i < count; i++) {
        const size_t below = count_below(room, count, values[i], false);
        const size_t alike = count_below(room, count, values[i], true) - below;
        marks[i] = 100 * ((double)below + (double)alike / 2) / (double)count;
    }
    return true;
}

const hm_scale hm_scales[] = {
    {"minmax", "0 for the worst city of the period, 100 for the best", minmax},
    {"zscore", "50 for the mean of the period, 10 more a standard deviation", zscore},
    {"rank", "100 for the first city of the period, 0 for the last, even steps between", rank},
    {"percentile", "the share of the period's cities below, counting half of those alike",
     percentile},
};

const size_t hm_scale_count = sizeof hm_scales / sizeof *hm_scales;

size_t hm_scale_find(const char *name) {
    size_t i = 0;
    while (i < hm_scale_count && strcmp(hm_scales[i].name, name) != 0)
        i++;
    return i;
}
