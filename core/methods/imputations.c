#include "methods/imputations.h"

#include <math.h>

#include "methods/sample.h"
#include "methods/sort.h"
#include "platform/wide.h"

/* Distances below this, in deviations, are none. */
#define ROUNDING 1e-12

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

/* The model is the least value of each column and then the greatest; infinite: it is empty. */
static size_t siblings_size(size_t columns) {
    return 2 * columns;
}

static hm_unfit siblings_learn(const hm_joint_sample *sample, double *model,
                               const hm_allocator *allocator) {
    (void)allocator;
    double *lows = model, *highs = model + sample->columns;
    for (size_t k = 0; k < sample->columns; k++) {
        lows[k] = INFINITY;
        highs[k] = -INFINITY;
        for (size_t i = 0; i < sample->rows; i++) { /* fmin and fmax pass over gaps */
            lows[k] = fmin(lows[k], sample->cells[i * sample->columns + k]);
            highs[k] = fmax(highs[k], sample->cells[i * sample->columns + k]);
        }
    }
    return HM_UNFIT_NONE;
}

static double place_of(double low, double high, double sign, double value) {
    const double place = (value / 2 - low / 2) / (high / 2 - low / 2);
    return sign < 0 ? 1 - place : place;
}

/* The middle of what a row has, in 0..1; NAN where it has nothing. */
static double middle_of(const hm_joint_row *row, const double *lows, const double *highs,
                        size_t columns, double *room) {
    size_t count = 0;
    for (size_t k = 0; k < columns; k++)
        if (!isnan(row->cells[k]) && lows[k] < highs[k])
            room[count++] = place_of(lows[k], highs[k], row->signs[k], row->cells[k]);
    if (count == 0)
        return (double)NAN;
    hm_sort(room, count, room + columns);
    return row->settings[HM_SIBLINGS_BY_MEDIAN] > 0 ? hm_sample_quantile(room, count, 0.5)
                                                    : hm_sample_moments(room, count).mean;
}

static bool siblings_fill(const hm_joint_sample *sample, const double *model,
                          const hm_joint_row *row, double *filled, const hm_allocator *allocator) {
    const size_t columns = sample->columns;
    const double *lows = model, *highs = model + columns;
    double *room = hm_allocate_array(allocator, 2 * columns, sizeof *room);
    if (!room)
        return false;
    const double middle = middle_of(row, lows, highs, columns, room);
    for (size_t k = 0; k < columns; k++) {
        const double place = row->signs[k] < 0 ? 1 - middle : middle;
        filled[k] = !isnan(row->cells[k]) ? row->cells[k]
                    : lows[k] <= highs[k] ? lows[k] * (1 - place) + highs[k] * place
                                          : (double)NAN;
    }
    hm_release(allocator, room, 2 * columns * sizeof *room);
    return true;
}

const hm_joint_method hm_impute_by_siblings = {
    .model_size = siblings_size, .learn = siblings_learn, .fill = siblings_fill};

/* --- by the nearest --- */

/* The model is the deviation of each column; 0 where rows cannot be compared by it. */
static size_t nearest_size(size_t columns) {
    return columns;
}

static double deviation_of(const hm_joint_sample *sample, size_t column, double *room) {
    size_t count = 0;
    for (size_t i = 0; i < sample->rows; i++)
        if (!isnan(sample->cells[i * sample->columns + column]))
            room[count++] = sample->cells[i * sample->columns + column];
    hm_sort(room, count, room + sample->rows);
    return count < 2 || hm_sample_is_alike(room[0], room[count - 1])
               ? 0
               : hm_sample_moments(room, count).deviation;
}

static hm_unfit nearest_learn(const hm_joint_sample *sample, double *model,
                              const hm_allocator *allocator) {
    double *room = hm_allocate_array(allocator, 2 * sample->rows, sizeof *room);
    if (!room)
        return HM_UNFIT_NO_MEMORY;
    for (size_t k = 0; k < sample->columns; k++)
        model[k] = deviation_of(sample, k, room);
    hm_release(allocator, room, 2 * sample->rows * sizeof *room);
    return HM_UNFIT_NONE;
}

enum { TOGETHER = 64 };

/* What each of `count` columns adds to the distance, 0 where it is missing in one of the rows or
 * does not differ; how many both rows have, and how many of these differ. */
HM_WIDE static void find_parts(const double *restrict x, const double *restrict y,
                               const double *restrict deviations, size_t count,
                               double *restrict parts, uint32_t *both, uint32_t *used) {
    uint32_t there = 0, differing = 0;
    for (size_t k = 0; k < count; k++) {
        const int has = (x[k] == x[k]) & (y[k] == y[k]), uses = has & (deviations[k] > 0);
        const double part = fabs(x[k] / 2 - y[k] / 2) / (deviations[k] / 2);
        there += (uint32_t)has;
        differing += (uint32_t)uses;
        parts[k] = uses ? part : 0;
    }
    *both += there;
    *used += differing;
}

/* NAN where the rows have too little in common, of `possible` columns. */
static double distance_of(const double *x, const double *y, const double *deviations,
                          size_t columns, size_t possible) {
    double parts[TOGETHER], sum = 0;
    uint32_t both = 0, used = 0;
    for (size_t first = 0; first < columns; first += TOGETHER) {
        const size_t count = columns - first < TOGETHER ? columns - first : TOGETHER;
        find_parts(x + first, y + first, deviations + first, count, parts, &both, &used);
        for (size_t k = 0; k < count; k++)
            sum += parts[k];
    }
    const double mean = used > 0 ? sum / (double)used : (double)NAN;
    return 2 * (size_t)both < possible ? (double)NAN : mean < ROUNDING ? 0 : mean;
}

/* The rows that can be compared with it, the nearest first. */
typedef struct neighbours {
    double *distances, *room;
    uint32_t *order, *order_room;
    size_t count;
} neighbours;

static bool neighbours_open(neighbours *n, size_t rows, const hm_allocator *allocator) {
    n->distances = hm_allocate_array(allocator, rows, sizeof *n->distances);
    n->room = hm_allocate_array(allocator, rows, sizeof *n->room);
    n->order = hm_allocate_array(allocator, rows, sizeof *n->order);
    n->order_room = hm_allocate_array(allocator, rows, sizeof *n->order_room);
    return n->distances && n->room && n->order && n->order_room;
}

static void neighbours_close(neighbours *n, size_t rows, const hm_allocator *allocator) {
    hm_release(allocator, n->distances, rows * sizeof *n->distances);
    hm_release(allocator, n->room, rows * sizeof *n->room);
    hm_release(allocator, n->order, rows * sizeof *n->order);
    hm_release(allocator, n->order_room, rows * sizeof *n->order_room);
}

/* A row of the sample may be the unit's own: it has no values where there are gaps. */
static void find_neighbours(neighbours *n, const hm_joint_sample *sample, const double *deviations,
                            const hm_joint_row *row) {
    const size_t columns = sample->columns;
    n->count = 0;
    for (size_t i = 0; i < sample->rows; i++) {
        const double distance = distance_of(row->cells, sample->cells + i * columns, deviations,
                                            columns, columns - row->absent);
        if (isnan(distance))
            continue;
        n->distances[n->count] = distance;
        n->order[n->count++] = (uint32_t)i;
    }
    hm_sort_with(n->distances, n->order, n->count, n->room, n->order_room);
}

static double mean_of_nearest(const neighbours *n, const hm_joint_sample *sample, size_t column,
                              double most) {
    double weights = 0, sum = 0, last = 0, low = INFINITY, high = -INFINITY;
    size_t found = 0;
    for (size_t i = 0; i < n->count; i++) {
        const double value = sample->cells[n->order[i] * sample->columns + column];
        const double distance = n->distances[i];
        if (isnan(value))
            continue;
        const bool ends_zeros = found > 0 && last == 0 && distance > 0;
        if (ends_zeros || ((double)found >= most && distance > last * (1 + ROUNDING)))
            break;
        const double weight = distance > 0 ? 1 / distance : 1;
        weights += weight;
        sum += weight * value;
        low = fmin(low, value);
        high = fmax(high, value);
        last = distance;
        found++;
    }
    /* rounding leads no mean beyond the values: of one, or of equal ones, it is that value */
    return found > 0 ? fmin(high, fmax(low, sum / weights)) : (double)NAN;
}

static bool nearest_fill(const hm_joint_sample *sample, const double *model,
                         const hm_joint_row *row, double *filled, const hm_allocator *allocator) {
    neighbours n;
    const bool fine = neighbours_open(&n, sample->rows, allocator);
    if (fine) {
        find_neighbours(&n, sample, model, row);
        for (size_t k = 0; k < sample->columns; k++)
            filled[k] = isnan(row->cells[k])
                            ? mean_of_nearest(&n, sample, k, row->settings[HM_NEAREST_K])
                            : row->cells[k];
    }
    neighbours_close(&n, sample->rows, allocator);
    return fine;
}

const hm_joint_method hm_impute_by_nearest = {
    .model_size = nearest_size, .learn = nearest_learn, .fill = nearest_fill};
