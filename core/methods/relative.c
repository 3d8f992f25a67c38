#include "methods/relative.h"

#include <math.h>

#include "base/tie.h"
#include "methods/sample.h"

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

static bool has_any(const double *row, size_t columns) {
    for (size_t k = 0; k < columns; k++)
        if (!isnan(row[k]))
            return true;
    return false;
}

static size_t count_rows(const hm_joint_sample *sample) {
    size_t count = 0;
    for (size_t i = 0; i < sample->rows; i++)
        count += has_any(sample->cells + i * sample->columns, sample->columns) ? 1 : 0;
    return count;
}

static size_t no_model(size_t columns) {
    (void)columns;
    return 0;
}

static hm_unfit copeland_learn(const hm_joint_sample *sample, double *model,
                               const hm_allocator *allocator) {
    (void)model;
    (void)allocator;
    return count_rows(sample) < 2 ? HM_UNFIT_FEW : HM_UNFIT_NONE;
}

/* Against itself, where it is in the sample, nothing is won. */
static bool copeland_fill(const hm_joint_sample *sample, const double *model,
                          const hm_joint_row *row, double *filled, const hm_allocator *allocator) {
    (void)model;
    (void)allocator;
    *filled = has_any(row->cells, sample->columns) ? 0 : (double)NAN;
    for (size_t i = 0; i < sample->rows; i++)
        *filled +=
            contest(row->cells, sample->cells + i * sample->columns, sample->columns, row->weights);
    return true;
}

const hm_joint_method hm_copeland = {
    .model_size = no_model, .learn = copeland_learn, .fill = copeland_fill};

/* --- Wroclaw --- */

/* Best value and deviation of what a child has; false where all are alike. The mean is taken twice,
 * so that what rounding did to the first is taken back. */
static bool describe(const hm_joint_sample *sample, size_t column, double *best,
                     double *deviation) {
    const double *cells = sample->cells;
    const size_t rows = sample->rows, columns = sample->columns;
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

/* The model is the best value of each child and then its deviation, 0 where it does not count. */
static size_t wroclaw_size(size_t columns) {
    return 2 * columns;
}

static hm_unfit wroclaw_learn(const hm_joint_sample *sample, double *model,
                              const hm_allocator *allocator) {
    bool differ = false;
    (void)allocator;
    for (size_t k = 0; k < sample->columns; k++) {
        model[k] = model[sample->columns + k] = 0;
        differ |= describe(sample, k, &model[k], &model[sample->columns + k]);
    }
    return count_rows(sample) < 2 ? HM_UNFIT_FEW : differ ? HM_UNFIT_NONE : HM_UNFIT_ALIKE;
}

static double distance_to_best(const hm_joint_sample *sample, const double *model,
                               const double *cells, const double *weights) {
    return distance_of(cells, sample->columns, weights, model, model + sample->columns);
}

/* The mean of all distances and twice their deviation. */
static double wroclaw_prepare(const hm_joint_sample *sample, const double *model,
                              const hm_joint_row *row) {
    double count = 0, sum = 0, squares = 0;
    for (size_t i = 0; i < sample->rows; i++) {
        const double d =
            distance_to_best(sample, model, sample->cells + i * sample->columns, row->weights);
        count += isnan(d) ? 0 : 1;
        sum += isnan(d) ? 0 : d;
    }
    const double mean = sum / count;
    for (size_t i = 0; i < sample->rows; i++) {
        const double d =
            distance_to_best(sample, model, sample->cells + i * sample->columns, row->weights);
        squares += isnan(d) ? 0 : (d - mean) * (d - mean);
    }
    return count < 2 ? (double)NAN : mean + 2 * sqrt(squares / (count - 1));
}

static bool wroclaw_fill(const hm_joint_sample *sample, const double *model,
                         const hm_joint_row *row, double *filled, const hm_allocator *allocator) {
    (void)allocator;
    *filled = distance_to_best(sample, model, row->cells, row->weights) / row->prepared;
    return true;
}

const hm_joint_method hm_wroclaw = {.model_size = wroclaw_size,
                                    .learn = wroclaw_learn,
                                    .prepare = wroclaw_prepare,
                                    .fill = wroclaw_fill};

/* --- the list --- */

#define STEP(named, does, by, ...)                                                                 \
    {.kind = HM_STEP_AGGREGATE,                                                                    \
     .name = named,                                                                                \
     .about = does,                                                                                \
     .parameters = __VA_ARGS__,                                                                    \
     .scope = HM_SCOPE_SAMPLE,                                                                     \
     .joint = &(by)},
const hm_step_method hm_relatives[] = {HM_EACH_RELATIVE(STEP)};

const size_t hm_relative_count = sizeof hm_relatives / sizeof *hm_relatives;
