#include "methods/relative.h"

#include <math.h>

#include "base/tie.h"
#include "methods/sample.h"

const char *hm_relative_fault_words(hm_relative_fault fault) {
    static const char *const words[HM_RELATIVE_FAULTS] = {
        [HM_RELATIVE_FINE] = "",
        [HM_RELATIVE_FEW] = "fewer than two cities have a score",
        [HM_RELATIVE_ALIKE] = "all cities have the same scores",
        [HM_RELATIVE_NEGATIVE] = "a score is below 0",
        [HM_RELATIVE_NO_END] = "the search for the best weights came to no end",
        [HM_RELATIVE_NO_MEMORY] = "memory has run out"};
    return words[fault];
}

static bool has_any(const double *row, size_t columns) {
    for (size_t k = 0; k < columns; k++)
        if (!isnan(row[k]))
            return true;
    return false;
}

/* --- Copeland --- */

/* 1 where the first beats the second, -1 where it is beaten, 0 where neither. */
static int contest(const double *x, const double *y, size_t columns, const double *weights) {
    double won = 0, lost = 0, all = 0;
    for (size_t k = 0; k < columns; k++) {
        if (isnan(x[k]) || isnan(y[k]))
            continue;
        all += weights[k];
        if (x[k] > y[k])
            won += hm_ties(x[k], y[k]) ? 0 : weights[k];
        else
            lost += hm_ties(y[k], x[k]) ? 0 : weights[k];
    }
    /* Above half with half of the ties: won + (all - won - lost) / 2 > all / 2. */
    return won - lost > 1e-12 * all ? 1 : lost - won > 1e-12 * all ? -1 : 0;
}

hm_relative_fault hm_copeland(const double *cells, size_t rows, size_t columns,
                              const double *weights, double *scores) {
    size_t some = 0;
    for (size_t i = 0; i < rows; i++) {
        const bool has = has_any(cells + i * columns, columns);
        some += has ? 1 : 0;
        scores[i] = has ? 0 : (double)NAN;
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t j = i + 1; j < rows; j++) {
            const int won = contest(cells + i * columns, cells + j * columns, columns, weights);
            scores[i] += won;
            scores[j] -= won;
        }
    return some < 2 ? HM_RELATIVE_FEW : HM_RELATIVE_FINE;
}

/* --- Wroclaw --- */

/* Best value and deviation of what a child has; false where all are alike. The mean is taken twice,
 * so that what rounding did to the first is taken back. */
static bool describe(const double *cells, size_t rows, size_t columns, size_t column, double *best,
                     double *deviation) {
    double low = INFINITY, high = -INFINITY, mean = 0, rest = 0, squares = 0, count = 0;
    for (size_t i = 0; i < rows; i++) {
        const double value = cells[i * columns + column];
        if (isnan(value))
            continue;
        low = fmin(low, value);
        high = fmax(high, value);
        count++;
    }
    if (count < 2 || hm_sample_is_alike(low, high))
        return false;
    for (size_t i = 0; i < rows; i++)
        mean += isnan(cells[i * columns + column]) ? 0 : cells[i * columns + column] / count;
    for (size_t i = 0; i < rows; i++)
        rest += isnan(cells[i * columns + column]) ? 0 : cells[i * columns + column] - mean;
    mean += rest / count;
    for (size_t i = 0; i < rows; i++) {
        const double distance =
            isnan(cells[i * columns + column]) ? 0 : cells[i * columns + column] - mean;
        squares += distance * distance;
    }
    *best = high;
    *deviation = sqrt(squares / (count - 1));
    return true;
}

static double distance_of(const double *row, size_t columns, const double *weights,
                          const double *best, const double *deviations) {
    double sum = 0, all = 0;
    for (size_t k = 0; k < columns; k++) {
        if (isnan(row[k]) || !(deviations[k] > 0))
            continue;
        const double z = (best[k] - row[k]) / deviations[k];
        sum += weights[k] * z * z;
        all += weights[k];
    }
    return all > 0 ? sqrt(sum / all) : (double)NAN;
}

/* Divides distances by their mean and twice their deviation. */
static hm_relative_fault settle(double *scores, size_t rows) {
    double mean = 0, squares = 0, count = 0;
    for (size_t i = 0; i < rows; i++)
        count += isnan(scores[i]) ? 0 : 1;
    if (count < 2)
        return HM_RELATIVE_FEW;
    for (size_t i = 0; i < rows; i++)
        mean += isnan(scores[i]) ? 0 : scores[i] / count;
    for (size_t i = 0; i < rows; i++)
        squares += isnan(scores[i]) ? 0 : (scores[i] - mean) * (scores[i] - mean);
    const double whole = mean + 2 * sqrt(squares / (count - 1));
    for (size_t i = 0; i < rows; i++)
        scores[i] /= whole;
    return HM_RELATIVE_FINE;
}

hm_relative_fault hm_wroclaw(const double *cells, size_t rows, size_t columns,
                             const double *weights, double *scores, const hm_allocator *allocator) {
    double *best = hm_allocate_array(allocator, 2 * columns, sizeof *best);
    if (!best)
        return HM_RELATIVE_NO_MEMORY;
    double *deviations = best + columns;
    bool differ = false;
    for (size_t k = 0; k < columns; k++)
        differ |= describe(cells, rows, columns, k, &best[k], &deviations[k]);
    for (size_t i = 0; i < rows; i++)
        scores[i] = distance_of(cells + i * columns, columns, weights, best, deviations);
    const hm_relative_fault fault = differ ? settle(scores, rows) : HM_RELATIVE_ALIKE;
    hm_release(allocator, best, 2 * columns * sizeof *best);
    return fault;
}
