#include "expr/interpolate.h"

#include "expr/kernel.h"

/* On the line from (x1, y1) to (x2, y2), never beyond its ends. */
static double on_line(double at, double x1, double y1, double x2, double y2) {
    const double low = y1 < y2 ? y1 : y2, high = y1 < y2 ? y2 : y1;
    const double y = y1 + (y2 - y1) * ((at - x1) / (x2 - x1));
    if (!(fabs(y) <= DBL_MAX)) /* the points are too far apart */
        return y;
    return y < low ? low : y > high ? high : y;
}

static double y_at(double at, const hm_operand *x, size_t count, size_t row) {
    size_t k = 1; /* of the last point that is not behind `at` */
    while (k + 2 < count && at >= x[k + 2].values[row])
        k += 2;
    const double x1 = x[k].values[row], y1 = x[k + 1].values[row];
    if (at <= x1 || k + 2 >= count)
        return y1;
    return on_line(at, x1, y1, x[k + 2].values[row], x[k + 3].values[row]);
}

void hm_run_interpolate(size_t rows, const hm_operand *x, size_t count, double *values,
                        uint8_t *states) {
    for (size_t i = 0; i < rows; i++)
        values[i] = y_at(x[0].values[i], x, count, i);
    copy_states(rows, x[0].states, states);
    settle_finite(rows, values, states);
}
