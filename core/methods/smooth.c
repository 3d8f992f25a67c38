/* smooth.c: a cubic smoothing spline in as many steps as there are rows: Reinsch, "Smoothing by
 * spline functions" (1967); the error of generalized cross-validation by Craven and Wahba (1979),
 * the trace that it takes by Hutchinson and de Hoog, "Smoothing noisy data with spline functions"
 * (1985). */
#include "methods/smooth.h"

#include <math.h>
#include <string.h>

#include "methods/sample.h"
#include "methods/sort.h"

enum { ARRAYS = 15, FEW_VALUES = 10, CLUSTERS_A_VALUE = 5 };

#define LEAST_FREE 0.5

/* Values of x that are nearer to each other than this part of their range are one. */
#define SAME 1e-7

bool hm_smooth_open(hm_smooth_workspace *w, size_t most, const hm_allocator *allocator) {
    *w = (hm_smooth_workspace){.allocator = allocator, .most = most};
    w->memory = hm_allocate_array(allocator, ARRAYS * most, sizeof *w->memory);
    w->order = hm_allocate_array(allocator, 2 * most, sizeof *w->order);
    if (!w->memory || !w->order)
        return false;
    double **const arrays[ARRAYS] = {
        &w->x,       &w->y,      &w->sorted,  &w->room,          &w->means,
        &w->weights, &w->steps,  &w->slopes,  &w->fitted,        &w->diagonal,
        &w->first,   &w->second, &w->inverse, &w->inverse_first, &w->inverse_second};
    for (size_t i = 0; i < ARRAYS; i++)
        *arrays[i] = w->memory + i * most;
    return true;
}

void hm_smooth_close(hm_smooth_workspace *w) {
    hm_release(w->allocator, w->memory, ARRAYS * w->most * sizeof *w->memory);
    hm_release(w->allocator, w->order, 2 * w->most * sizeof *w->order);
}

/* What is smoothed: `knots` different values of x, from 0 to 1, with the mean of y at each and how
 * many rows have it; y has the mean 0 and the variance 1. */
typedef struct curve {
    const hm_smooth_workspace *w;
    size_t knots;
    double rows, clusters;
    double within; /* the squares of y about the means at their x, which no curve takes away */
} curve;

/* --- what is smoothed --- */

/* Mean 0 and variance 1 (by count); false when all are alike. */
static bool standardise(double *numbers, size_t count) {
    double low = numbers[0], high = numbers[0], sum = 0, squares = 0;
    for (size_t i = 1; i < count; i++) {
        low = fmin(low, numbers[i]);
        high = fmax(high, numbers[i]);
    }
    if (hm_sample_is_alike(low, high))
        return false;
    for (size_t i = 0; i < count; i++)
        sum += (numbers[i] = (numbers[i] - low) / (high - low));
    for (size_t i = 0; i < count; i++) {
        numbers[i] -= sum / (double)count;
        squares += numbers[i] * numbers[i];
    }
    for (size_t i = 0; i < count; i++)
        numbers[i] /= sqrt(squares / (double)count);
    return true;
}

/* x into its order, from 0 to 1; false when all are alike. */
static bool arrange(const hm_smooth_workspace *w, size_t count) {
    memcpy(w->sorted, w->x, count * sizeof *w->sorted);
    hm_sort_number(w->order, count);
    hm_sort_with(w->sorted, w->order, count, w->room, w->order + w->most);
    const double low = w->sorted[0], high = w->sorted[count - 1];
    if (hm_sample_is_alike(low, high))
        return false;
    for (size_t i = 0; i < count; i++)
        w->sorted[i] = (w->sorted[i] - low) / (high - low);
    return true;
}

/* A knot for the rows from `first` up to before `end`. */
static void put_knot(curve *c, size_t first, size_t end) {
    const hm_smooth_workspace *w = c->w;
    const double rows = (double)(end - first);
    double x = 0, y = 0;
    for (size_t i = first; i < end; i++) {
        x += w->sorted[i];
        y += w->y[w->order[i]];
    }
    for (size_t i = first; i < end; i++)
        c->within += (w->y[w->order[i]] - y / rows) * (w->y[w->order[i]] - y / rows);
    w->sorted[c->knots] = x / rows; /* no row behind this one is overwritten */
    w->means[c->knots] = y / rows;
    w->weights[c->knots++] = rows;
}

static void put_knots(curve *c, size_t count) {
    const double *sorted = c->w->sorted;
    for (size_t first = 0, end; first < count; first = end) {
        const double at = sorted[first];
        for (end = first + 1; end < count && sorted[end] - at <= SAME;)
            end++;
        put_knot(c, first, end);
    }
    for (size_t i = 0; i + 1 < c->knots; i++)
        c->w->steps[i] = sorted[i + 1] - sorted[i];
}

/* --- the curve of one smoothness --- */

/* The second differences of the means at the knots inside: those of a straight line are 0. */
static double difference(const hm_smooth_workspace *w, size_t i) {
    return (w->means[i + 2] - w->means[i + 1]) / w->steps[i + 1] -
           (w->means[i + 1] - w->means[i]) / w->steps[i];
}

/* By how much the inside knot `i` takes part at its three knots. */
static void row_of(const hm_smooth_workspace *w, size_t i, double row[3]) {
    row[0] = 1 / w->steps[i];
    row[2] = 1 / w->steps[i + 1];
    row[1] = -row[0] - row[2];
}

/* The five diagonals of the equations, of which three are told. */
static void put_equations(const curve *c, double stiffness) {
    const hm_smooth_workspace *w = c->w;
    const size_t inside = c->knots - 2;
    for (size_t i = 0; i < inside; i++) {
        double a[3], b[3] = {0}, d[3] = {0};
        const double *weights = w->weights + i;
        row_of(w, i, a);
        if (i + 1 < inside)
            row_of(w, i + 1, b);
        if (i + 2 < inside)
            row_of(w, i + 2, d);
        w->diagonal[i] = (w->steps[i] + w->steps[i + 1]) / 3 +
                         stiffness * (a[0] * a[0] / weights[0] + a[1] * a[1] / weights[1] +
                                      a[2] * a[2] / weights[2]);
        w->first[i] = i + 1 < inside ? w->steps[i + 1] / 6 + stiffness * (a[1] * b[0] / weights[1] +
                                                                          a[2] * b[1] / weights[2])
                                     : 0;
        w->second[i] = i + 2 < inside ? stiffness * a[2] * d[0] / weights[2] : 0;
    }
}

/* L D L' in the place of the equations: `first` and `second` become the two diagonals of L. */
static void factor(const hm_smooth_workspace *w, size_t inside) {
    for (size_t i = 0; i < inside; i++) {
        if (i > 0)
            w->diagonal[i] -= w->first[i - 1] * w->first[i - 1] * w->diagonal[i - 1];
        if (i > 1)
            w->diagonal[i] -= w->second[i - 2] * w->second[i - 2] * w->diagonal[i - 2];
        if (i > 0)
            w->first[i] -= w->first[i - 1] * w->second[i - 1] * w->diagonal[i - 1];
        w->first[i] /= w->diagonal[i];
        w->second[i] /= w->diagonal[i];
    }
}

/* The second derivatives at the knots inside, into `slopes`. */
static void solve(const hm_smooth_workspace *w, size_t inside) {
    double *to = w->slopes;
    for (size_t i = 0; i < inside; i++) {
        to[i] = difference(w, i);
        if (i > 0)
            to[i] -= w->first[i - 1] * to[i - 1];
        if (i > 1)
            to[i] -= w->second[i - 2] * to[i - 2];
    }
    for (size_t i = 0; i < inside; i++)
        to[i] /= w->diagonal[i];
    for (size_t i = inside; i-- > 0;) {
        if (i + 1 < inside)
            to[i] -= w->first[i] * to[i + 1];
        if (i + 2 < inside)
            to[i] -= w->second[i] * to[i + 2];
    }
}

/* The squares of y about the curve; the curve itself into `fitted`. */
static double fit(const curve *c, double stiffness) {
    const hm_smooth_workspace *w = c->w;
    double squares = c->within;
    memset(w->fitted, 0, c->knots * sizeof *w->fitted);
    for (size_t i = 0; i + 2 < c->knots; i++) {
        double row[3];
        row_of(w, i, row);
        for (size_t k = 0; k < 3; k++)
            w->fitted[i + k] += row[k] * w->slopes[i];
    }
    for (size_t i = 0; i < c->knots; i++) {
        const double off = stiffness * w->fitted[i] / w->weights[i];
        w->fitted[i] = w->means[i] - off;
        squares += w->weights[i] * off * off;
    }
    return squares;
}

/* The inverse of the equations, as far as the trace needs it: its three diagonals. */
static void invert(const hm_smooth_workspace *w, size_t inside) {
    for (size_t i = inside; i-- > 0;) {
        const double a = i + 1 < inside ? w->first[i] : 0, b = i + 2 < inside ? w->second[i] : 0;
        const double one = i + 1 < inside ? w->inverse[i + 1] : 0;
        const double beside = i + 2 < inside ? w->inverse_first[i + 1] : 0;
        const double two = i + 2 < inside ? w->inverse[i + 2] : 0;
        w->inverse_first[i] = -a * one - b * beside;
        w->inverse_second[i] = -a * beside - b * two;
        w->inverse[i] = 1 / w->diagonal[i] - a * w->inverse_first[i] - b * w->inverse_second[i];
    }
}

/* One of the inverse, `k` <= 2 to the right of the diagonal. */
static double inverse_at(const hm_smooth_workspace *w, size_t i, size_t k) {
    return k == 0 ? w->inverse[i] : k == 1 ? w->inverse_first[i] : w->inverse_second[i];
}

/* How many rows the curve does not follow: rows less its degrees of freedom. */
static double free_rows(const curve *c, double stiffness) {
    const hm_smooth_workspace *w = c->w;
    const size_t inside = c->knots - 2;
    double trace = 0;
    invert(w, inside);
    for (size_t i = 0; i < inside; i++)
        for (size_t k = 0; k < 3 && i + k < inside; k++) {
            double a[3], b[3], shared = 0;
            row_of(w, i, a);
            row_of(w, i + k, b);
            for (size_t at = k; at < 3; at++)
                shared += a[at] * b[at - k] / w->weights[i + at];
            trace += (k == 0 ? 1 : 2) * shared * inverse_at(w, i, k);
        }
    return c->rows - (double)c->knots + stiffness * trace;
}

/* The error of generalized cross-validation by clusters; `smoothness` is the logarithm of the
 * penalty a row. Leaving out a cluster whose k rows lie together, each with the same leverage h,
 * divides what the curve leaves of them by 1 - k h, and all leverages add up to the degrees of
 * freedom. A curve that follows more than half of the clusters is none: with few of them the error
 * sinks again towards a curve through all of them, which explains everything and tells nothing. */
static double error_of(const curve *c, double smoothness) {
    const size_t inside = c->knots - 2;
    const double stiffness = exp(smoothness) * c->rows;
    put_equations(c, stiffness);
    factor(c->w, inside);
    solve(c->w, inside);
    const double squares = fit(c, stiffness);
    const double share = (c->clusters - c->rows + free_rows(c, stiffness)) / c->clusters;
    return share < LEAST_FREE ? (double)INFINITY : squares / c->rows / (share * share);
}

/* --- the best smoothness --- */

/* From curves through nearly every point to straight lines. */
#define ROUGH  (-25.0)
#define SMOOTH 10.0

/* The least error near `at` within 1, by golden sections. */
static double refine(const curve *c, double at) {
    const double part = (sqrt(5.0) - 1) / 2;
    double low = fmax(ROUGH, at - 1), high = fmin(SMOOTH, at + 1);
    double a = high - part * (high - low), b = low + part * (high - low);
    double error_a = error_of(c, a), error_b = error_of(c, b);
    while (high - low > 1e-7) {
        if (error_a <= error_b) {
            high = b;
            b = a;
            error_b = error_a;
            error_a = error_of(c, a = high - part * (high - low));
        } else {
            low = a;
            a = b;
            error_a = error_b;
            error_b = error_of(c, b = low + part * (high - low));
        }
    }
    return (low + high) / 2;
}

static void smooth(const curve *c) {
    double best = SMOOTH, least = error_of(c, SMOOTH);
    for (double at = SMOOTH - 0.5; at >= ROUGH; at -= 0.5) {
        const double error = error_of(c, at);
        if (error < least) {
            least = error;
            best = at;
        }
    }
    (void)error_of(c, refine(c, best));
}

/* The variance of the curve, that of y being 1. */
static double explained(const curve *c, const double *heights) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < c->knots; i++)
        sum += c->w->weights[i] * heights[i];
    for (size_t i = 0; i < c->knots; i++) {
        const double distance = heights[i] - sum / c->rows;
        squares += c->w->weights[i] * distance * distance;
    }
    return fmin(1, squares / c->rows);
}

double hm_smooth_explained(const hm_smooth_workspace *w, size_t count, size_t clusters) {
    curve c = {.w = w, .rows = (double)count, .clusters = (double)clusters};
    if (clusters < HM_SMOOTH_LEAST || !arrange(w, count) || !standardise(w->y, count))
        return (double)NAN;
    put_knots(&c, count);
    const bool few =
        c.knots <= 3 || (c.knots <= FEW_VALUES && c.knots * CLUSTERS_A_VALUE <= clusters);
    if (few)
        return explained(&c, w->means);
    smooth(&c);
    return explained(&c, w->fitted);
}
