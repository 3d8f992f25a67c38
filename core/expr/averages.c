#include "expr/averages.h"

#include "expr/kernel.h"

/* The figures of one row that apply, and what state that leaves the result in. */
static uint8_t gather(const hm_operand *x, size_t count, size_t row, double *figures,
                      size_t *found) {
    uint8_t missing = HM_OBSERVED, passed_over = HM_OBSERVED;
    *found = 0;
    for (size_t k = 0; k < count; k++) {
        const uint8_t state = x[k].states[row];
        if (state == HM_OBSERVED)
            figures[(*found)++] = x[k].values[row];
        else if (state == HM_NOT_APPLICABLE || state == HM_UNDEFINED)
            passed_over = gravest(passed_over, state);
        else
            missing = gravest(missing, state);
    }
    return missing != HM_OBSERVED || *found > 0 ? missing : passed_over;
}

/* Of at least one figure, whose order it may change; not finite: there is none. */
typedef double average(double *figures, size_t count);

static void run(average *of, size_t rows, const hm_operand *x, size_t count, double *values,
                uint8_t *states) {
    double figures[HM_AVERAGED];
    for (size_t i = 0; i < rows; i++) {
        size_t found;
        states[i] = gather(x, count, i, figures, &found);
        values[i] = states[i] == HM_OBSERVED ? of(figures, found) : 0;
    }
    settle_finite(rows, values, states);
}

static void sort(double *figures, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const double moved = figures[i];
        size_t k = i;
        for (; k > 0 && figures[k - 1] > moved; k--)
            figures[k] = figures[k - 1];
        figures[k] = moved;
    }
}

static double median(double *figures, size_t count) {
    const size_t middle = count / 2;
    sort(figures, count);
    return count % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
}

/* Rounding must not lead it out of the range of what it is a mean of. */
static double mean(double *figures, size_t count) {
    double sum = 0, low = figures[0], high = figures[0];
    for (size_t k = 0; k < count; k++) {
        sum += figures[k];
        low = figures[k] < low ? figures[k] : low;
        high = figures[k] > high ? figures[k] : high;
    }
    const double result = sum / (double)count;
    if (!(fabs(result) <= DBL_MAX))
        return result;
    return result < low ? low : result > high ? high : result;
}

/* In two passes, less what rounding left in the mean. */
static double deviation(double *figures, size_t count) {
    double squares = 0, rest = 0;
    if (count < 2)
        return (double)NAN;
    const double middle = mean(figures, count);
    for (size_t k = 0; k < count; k++) {
        const double apart = figures[k] - middle;
        squares += apart * apart;
        rest += apart;
    }
    const double left = squares - rest * rest / (double)count;
    return sqrt((left > 0 ? left : 0) / (double)(count - 1));
}

void hm_run_median(size_t rows, const hm_operand *x, size_t count, double *values,
                   uint8_t *states) {
    run(median, rows, x, count, values, states);
}

void hm_run_mean_of(size_t rows, const hm_operand *x, size_t count, double *values,
                    uint8_t *states) {
    run(mean, rows, x, count, values, states);
}

void hm_run_sd_of(size_t rows, const hm_operand *x, size_t count, double *values, uint8_t *states) {
    run(deviation, rows, x, count, values, states);
}
