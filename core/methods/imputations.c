#include "methods/imputations.h"

#include <math.h>
#include <string.h>

#include "methods/sample.h"
#include "methods/sort.h"

/* Distances below this, in deviations, are none. */
#define ROUNDING 1e-12

/* --- what several need --- */

static size_t count_gaps(const double *cells, size_t count) {
    size_t gaps = 0;
    for (size_t i = 0; i < count; i++)
        gaps += isnan(cells[i]) ? 1 : 0;
    return gaps;
}

static hm_imputed result_of(const double *cells, const double *filled, size_t count) {
    const size_t left = count_gaps(filled, count);
    return (hm_imputed){.filled = count_gaps(cells, count) - left, .left = left};
}

/* --- along time --- */

double hm_impute_linear(const double *times, const double *values, size_t count, double time) {
    size_t before = count, after = count;
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        if (times[i] <= time)
            before = i;
        else if (after == count)
            after = i;
    }
    if (before == count)
        return after == count ? (double)NAN : values[after];
    if (after == count)
        return values[before];
    const double part = (time - times[before]) / (times[after] - times[before]);
    return values[before] + part * (values[after] - values[before]);
}

/* --- by siblings --- */

typedef struct extremes {
    double low, high; /* infinite: the column is empty */
} extremes;

static extremes extremes_of(const double *cells, size_t rows, size_t columns, size_t column) {
    extremes found = {INFINITY, -INFINITY};
    for (size_t i = 0; i < rows; i++) {
        const double value = cells[i * columns + column];
        if (isnan(value))
            continue;
        found.low = fmin(found.low, value);
        found.high = fmax(found.high, value);
    }
    return found;
}

static double place_of(const extremes *e, double sign, double value) {
    const double place = (value / 2 - e->low / 2) / (e->high / 2 - e->low / 2);
    return sign < 0 ? 1 - place : place;
}

/* The middle of what a row has, in 0..1; NAN where it has nothing. */
static double middle_of(const double *row, size_t columns, const extremes *all, const double *signs,
                        bool by_median, double *room) {
    size_t count = 0;
    for (size_t k = 0; k < columns; k++)
        if (!isnan(row[k]) && all[k].low < all[k].high)
            room[count++] = place_of(&all[k], signs[k], row[k]);
    if (count == 0)
        return (double)NAN;
    hm_sort(room, count, room + columns);
    return by_median ? hm_sample_quantile(room, count, 0.5) : hm_sample_moments(room, count).mean;
}

hm_imputed hm_impute_siblings(const double *cells, size_t rows, size_t columns, const double *signs,
                              bool by_median, double *filled, const hm_allocator *allocator) {
    hm_imputed result = {.fault = HM_IMPUTATION_NO_MEMORY};
    extremes *all = hm_allocate_array(allocator, columns, sizeof *all);
    double *room = hm_allocate_array(allocator, 2 * columns, sizeof *room);
    for (size_t k = 0; all && room && k < columns; k++)
        all[k] = extremes_of(cells, rows, columns, k);
    for (size_t i = 0; all && room && i < rows; i++) {
        const double *row = cells + i * columns;
        const double middle = middle_of(row, columns, all, signs, by_median, room);
        for (size_t k = 0; k < columns; k++) {
            const double place = signs[k] < 0 ? 1 - middle : middle;
            const double value = all[k].low * (1 - place) + all[k].high * place;
            filled[i * columns + k] = !isnan(row[k])              ? row[k]
                                      : all[k].low <= all[k].high ? value
                                                                  : (double)NAN;
        }
    }
    if (all && room)
        result = result_of(cells, filled, rows * columns);
    hm_release(allocator, all, columns * sizeof *all);
    hm_release(allocator, room, 2 * columns * sizeof *room);
    return result;
}

/* --- by the nearest --- */

typedef struct nearest {
    const double *cells;
    size_t rows, columns, neighbours;
    double *deviations;       /* of each column */
    double *distances, *room; /* of rows; the second of the sort */
    uint32_t *order, *order_room;
} nearest;

/* The sample's deviation of what a column has; 0 where there is none. */
static double deviation_of(nearest *n, size_t column) {
    size_t count = 0;
    for (size_t i = 0; i < n->rows; i++) {
        const double value = n->cells[i * n->columns + column];
        if (!isnan(value))
            n->distances[count++] = value;
    }
    hm_sort(n->distances, count, n->room);
    if (count < 2 || hm_sample_is_alike(n->distances[0], n->distances[count - 1]))
        return 0;
    return hm_sample_moments(n->distances, count).deviation;
}

/* NAN where the rows have too little in common. */
static double distance_of(const nearest *n, size_t a, size_t b) {
    const double *x = n->cells + a * n->columns, *y = n->cells + b * n->columns;
    double sum = 0;
    size_t both = 0, used = 0;
    for (size_t k = 0; k < n->columns; k++) {
        if (isnan(x[k]) || isnan(y[k]))
            continue;
        both++;
        used += n->deviations[k] > 0 ? 1 : 0;
        sum += n->deviations[k] > 0 ? fabs(x[k] / 2 - y[k] / 2) / (n->deviations[k] / 2) : 0;
    }
    const double mean = used > 0 ? sum / (double)used : (double)NAN;
    return 2 * both < n->columns ? (double)NAN : mean < ROUNDING ? 0 : mean;
}

/* The rows that can be compared with `row`, the nearest first: how many. */
static size_t find_neighbours(nearest *n, size_t row) {
    size_t count = 0;
    for (size_t i = 0; i < n->rows; i++) {
        const double distance = i == row ? (double)NAN : distance_of(n, row, i);
        if (isnan(distance))
            continue;
        n->distances[count] = distance;
        n->order[count++] = (uint32_t)i;
    }
    hm_sort_with(n->distances, n->order, count, n->room, n->order_room);
    return count;
}

static double mean_of_nearest(const nearest *n, size_t count, size_t column) {
    double weights = 0, sum = 0, last = 0;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const double value = n->cells[n->order[i] * n->columns + column];
        const double distance = n->distances[i];
        if (isnan(value))
            continue;
        const bool ends_zeros = found > 0 && last == 0 && distance > 0;
        if (ends_zeros || (found >= n->neighbours && distance > last * (1 + ROUNDING)))
            break;
        const double weight = distance > 0 ? 1 / distance : 1;
        weights += weight;
        sum += weight * value;
        last = distance;
        found++;
    }
    return found > 0 ? sum / weights : (double)NAN;
}

static bool nearest_open(nearest *n, const hm_allocator *allocator) {
    n->deviations = hm_allocate_array(allocator, n->columns, sizeof *n->deviations);
    n->distances = hm_allocate_array(allocator, n->rows, sizeof *n->distances);
    n->room = hm_allocate_array(allocator, n->rows, sizeof *n->room);
    n->order = hm_allocate_array(allocator, n->rows, sizeof *n->order);
    n->order_room = hm_allocate_array(allocator, n->rows, sizeof *n->order_room);
    return n->deviations && n->distances && n->room && n->order && n->order_room;
}

static void nearest_close(nearest *n, const hm_allocator *allocator) {
    hm_release(allocator, n->deviations, n->columns * sizeof *n->deviations);
    hm_release(allocator, n->distances, n->rows * sizeof *n->distances);
    hm_release(allocator, n->room, n->rows * sizeof *n->room);
    hm_release(allocator, n->order, n->rows * sizeof *n->order);
    hm_release(allocator, n->order_room, n->rows * sizeof *n->order_room);
}

hm_imputed hm_impute_nearest(const double *cells, size_t rows, size_t columns, size_t neighbours,
                             double *filled, const hm_allocator *allocator) {
    nearest n = {.cells = cells, .rows = rows, .columns = columns, .neighbours = neighbours};
    hm_imputed result = {.fault = HM_IMPUTATION_NO_MEMORY};
    memcpy(filled, cells, rows * columns * sizeof *filled);
    if (nearest_open(&n, allocator)) {
        for (size_t k = 0; k < columns; k++)
            n.deviations[k] = deviation_of(&n, k);
        for (size_t i = 0; i < rows; i++) {
            if (count_gaps(cells + i * columns, columns) == 0)
                continue;
            const size_t count = find_neighbours(&n, i);
            for (size_t k = 0; k < columns; k++)
                if (isnan(cells[i * columns + k]))
                    filled[i * columns + k] = mean_of_nearest(&n, count, k);
        }
        result = result_of(cells, filled, rows * columns);
    }
    nearest_close(&n, allocator);
    return result;
}
