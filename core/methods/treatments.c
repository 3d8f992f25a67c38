#include "methods/treatments.h"

#include <math.h>
#include <string.h>

#include "methods/sample.h"
#include "platform/wide.h"
#include "table/range.h"

static double hold(double value, double low, double high) {
    return value < low ? low : value > high ? high : value;
}

double hm_treatment_transform(hm_treatment_form form, double shift, double power, double x) {
    switch (form) {
    case HM_FORM_LOG:
        return log(x + shift);
    case HM_FORM_LOG_MIRRORED:
        return -log(shift - x);
    case HM_FORM_POWER:
        return power == 0 ? log(x + shift) : expm1(power * log(x + shift)) / power;
    default:
        return x;
    }
}

double hm_treatment_apply(const hm_treatment *treatment, double value) {
    return hm_treatment_transform(treatment->form, treatment->shift, treatment->power,
                                  hold(value, treatment->low, treatment->high));
}

/* As long as nothing is done. */
static hm_treatment begin(const double *values, size_t count) {
    return (hm_treatment){.low = values[0], .high = values[count - 1]};
}

/* --- the shape of a sample --- */

/* Sums of powers of the distances from a centre, in units, from the first to the fourth power. They
 * are of parts, so that at an end, where values are pulled in, one part is summed up again. */
enum { POWERS = 4, PART = 512, LANES = 8 };

typedef struct shape {
    const double *values;
    size_t count;
    double centre, unit;
    double *sums; /* by part, and then power */
} shape;

HM_WIDE static void add_powers(const double *restrict values, size_t count, double centre,
                               double inverse, double *restrict sums) {
    double lanes[POWERS][LANES] = {{0}};
    for (size_t i = 0; i < count; i += LANES) {
        double distances[LANES] = {0};
        for (size_t k = 0; k < LANES && i + k < count; k++)
            distances[k] = values[i + k] * inverse - centre * inverse;
        for (size_t k = 0; k < LANES; k++) {
            const double distance = distances[k], square = distance * distance;
            lanes[0][k] += distance;
            lanes[1][k] += square;
            lanes[2][k] += square * distance;
            lanes[3][k] += square * square;
        }
    }
    for (size_t power = 0; power < POWERS; power++)
        for (size_t k = 0; k < LANES; k++)
            sums[power] += lanes[power][k];
}

/* Of what a part has of `first` to `end` - 1. */
static void sum_part(const shape *s, size_t part, size_t first, size_t end) {
    const size_t from = part * PART > first ? part * PART : first;
    const size_t to = (part + 1) * PART < end ? (part + 1) * PART : end;
    double *sums = s->sums + part * POWERS;
    memset(sums, 0, POWERS * sizeof *sums);
    if (from < to)
        add_powers(s->values + from, to - from, s->centre, 1 / s->unit, sums);
}

static shape shape_of(const double *values, size_t count, hm_range range, double *room) {
    const shape s = {values, count, values[count / 2], hm_sample_unit(range), room};
    for (size_t part = 0; part * PART < count; part++)
        sum_part(&s, part, 0, count);
    return s;
}

static void add_times(const shape *s, double value, size_t times, double sums[POWERS]) {
    const double distance = value / s->unit - s->centre / s->unit;
    double power = (double)times;
    for (size_t k = 0; k < POWERS; k++) {
        power *= distance;
        sums[k] += power;
    }
}

/* Skewness and kurtosis as in hm_sample_moments, of the sample with what is pulled in. */
typedef struct moments {
    double skewness, kurtosis;
    double deviation; /* in units */
} moments;

static moments moments_of(const shape *s, const hm_treatment *t) {
    const double n = (double)s->count;
    double sums[POWERS] = {0};
    for (size_t part = 0; part * PART < s->count; part++)
        for (size_t k = 0; k < POWERS; k++)
            sums[k] += s->sums[part * POWERS + k];
    add_times(s, t->low, t->pulled_low, sums);
    add_times(s, t->high, t->pulled_high, sums);
    const double mean = sums[0] / n, square = mean * mean;
    const double second = sums[1] - n * square;
    const double third = sums[2] - 3 * mean * sums[1] + 2 * n * mean * square;
    const double fourth =
        sums[3] - 4 * mean * sums[2] + 6 * square * sums[1] - 3 * n * square * square;
    return (moments){sqrt(n) * third / (second * sqrt(second)) * sqrt(n * (n - 1)) / (n - 2),
                     ((n + 1) * (n * fourth / (second * second) - 3) + 6) * (n - 1) /
                         ((n - 2) * (n - 3)),
                     sqrt(second / n)};
}

/* --- winsorising --- */

static bool passes(const moments *m, const hm_winsorising *how) {
    return fabs(m->skewness) < how->skewness || m->kurtosis < how->kurtosis;
}

/* Sums are taken in another order once the values are sorted, which moves moments by some rounding:
 * those close to the limits are left to that, and those of samples that nearly all lie in one
 * place of their range. */
bool hm_treatment_is_needless(const double *values, size_t count, const hm_winsorising *how,
                              double *room) {
    const double sure = 1e-6, spread = 1e-3;
    const hm_range range = hm_range_of(values, count);
    if (count < POWERS || hm_sample_is_alike(range.low, range.high))
        return false;
    const shape s = shape_of(values, count, range, room);
    const moments m = moments_of(&s, &(hm_treatment){.low = range.low, .high = range.high});
    const hm_winsorising within = {.skewness = how->skewness * (1 - sure),
                                   .kurtosis = how->kurtosis - sure * (1 + fabs(how->kurtosis))};
    return m.deviation > spread && passes(&m, &within);
}

/* The end of a run of equal values, from its first (or, downwards, its last) on. */
static size_t past_equal(const double *values, size_t count, size_t at, bool upwards) {
    const double value = values[at];
    while (at < count && values[at] == value)
        at = upwards ? at + 1 : at - 1; /* at - 1 of 0 ends it: it is beyond the count */
    return at;
}

/* Pulls in one more value, and its equals. False where nothing but one value would be left. */
static bool pull_in(hm_treatment *t, const shape *s, bool at_top) {
    const size_t count = s->count, edge = at_top ? count - 1 - t->pulled_high : t->pulled_low;
    const size_t next = past_equal(s->values, count, edge, !at_top);
    if (next >= count)
        return false;
    if (at_top) {
        t->high = s->values[next];
        t->pulled_high = count - 1 - next;
    } else {
        t->low = s->values[next];
        t->pulled_low = next;
    }
    if (hm_sample_is_alike(t->low, t->high) || t->low > t->high)
        return false;
    const size_t first = (edge < next ? edge : next) / PART,
                 last = (edge < next ? next : edge) / PART;
    for (size_t part = first; part <= last; part++)
        sum_part(s, part, t->pulled_low, count - t->pulled_high);
    return true;
}

static void take_log(hm_treatment *t, const double *values, size_t count, bool mirrored) {
    const double range = values[count - 1] - values[0];
    *t = begin(values, count);
    t->form = mirrored ? HM_FORM_LOG_MIRRORED : HM_FORM_LOG;
    t->shift = mirrored ? t->high + 0.01 * range : 0.01 * range - t->low;
}

hm_treatment hm_treat_by_winsorising(const double *values, size_t count, const hm_winsorising *how,
                                     double *room) {
    hm_treatment t = begin(values, count);
    const double most = how->most < 1 ? floor(how->most * (double)count + 1e-9) : how->most;
    if (count < POWERS || hm_sample_is_alike(t.low, t.high))
        return t; /* there is no kurtosis */
    const shape s = shape_of(values, count, (hm_range){t.low, t.high}, room);
    const moments before = moments_of(&s, &t);
    moments now = before;
    while (!passes(&now, how) && (double)(t.pulled_low + t.pulled_high) < most) {
        if (!pull_in(&t, &s, now.skewness >= 0))
            return begin(values, count);
        now = moments_of(&s, &t);
    }
    if (!passes(&now, how) && how->otherwise_log)
        take_log(&t, values, count, before.skewness < 0);
    return t;
}

/* --- powers --- */

hm_treatment hm_treat_by_power(const double *values, size_t count, double power) {
    hm_treatment t = begin(values, count);
    if (hm_sample_is_alike(t.low, t.high))
        return t;
    t.form = HM_FORM_POWER;
    t.shift = 1 - values[0];
    t.power = power;
    return t;
}

/* Logarithms in ascending order, the least being 0, as a transformation of them is judged. */
typedef struct logarithms {
    const double *logs;
    size_t count;
    double mean_log;
} logarithms;

/* (u^power - 1) / power of the number with this logarithm, divided by that of the greatest where it
 * grows with it, so that it stays in range. */
static double transformed(const logarithms *s, double power, double log_of) {
    const double greatest = power > 0 ? s->logs[s->count - 1] : 0;
    return power == 0 ? log_of : exp(-power * greatest) * expm1(power * log_of) / power;
}

/* By how much that grows with the power: sum of power^k log^(k+2) (k+1) / (k+2)! where the closed
 * form would cancel. */
static double growth(const logarithms *s, double power, double log_of) {
    const double greatest = power > 0 ? s->logs[s->count - 1] : 0, x = power * log_of;
    if (fabs(x) > 1)
        return (log_of * exp(power * (log_of - greatest)) - transformed(s, power, log_of)) / power;
    double sum = 0, term = 0.5;
    for (int k = 0; k < 20; k++) {
        sum += term * (k + 1);
        term *= x / (k + 3);
    }
    return exp(-power * greatest) * sum * log_of * log_of;
}

/* -1/2 ln of the variance of the transformed numbers, plus (power - 1) times the mean logarithm. */
static double likelihood(const logarithms *s, double power) {
    const double n = (double)s->count;
    double mean = 0, squares = 0;
    for (size_t i = 0; i < s->count; i++)
        mean += transformed(s, power, s->logs[i]) / n;
    for (size_t i = 0; i < s->count; i++) {
        const double distance = transformed(s, power, s->logs[i]) - mean;
        squares += distance * distance / n;
    }
    return -0.5 * log(squares) - fmax(power, 0) * s->logs[s->count - 1] + (power - 1) * s->mean_log;
}

/* Its derivative by the power. */
static double slope(const logarithms *s, double power) {
    const double n = (double)s->count;
    double mean = 0, mean_growth = 0, squares = 0, products = 0;
    for (size_t i = 0; i < s->count; i++) {
        mean += transformed(s, power, s->logs[i]) / n;
        mean_growth += growth(s, power, s->logs[i]) / n;
    }
    for (size_t i = 0; i < s->count; i++) {
        const double distance = transformed(s, power, s->logs[i]) - mean;
        squares += distance * distance;
        products += distance * (growth(s, power, s->logs[i]) - mean_growth);
    }
    return s->mean_log - products / squares;
}

/* Where the slope is 0 between two powers, rising at the first and falling at the second: false
 * position, by halves of the values that stay (Illinois). */
static double find_top(const logarithms *s, double low, double high) {
    double at_low = slope(s, low), at_high = slope(s, high);
    if (!(at_low > 0))
        return low;
    if (!(at_high < 0))
        return high;
    for (int i = 0; i < 100 && high - low > 1e-14; i++) {
        const double between = low + (high - low) * (at_low / (at_low - at_high));
        const double found = slope(s, between);
        if (found == 0)
            return between;
        if (found > 0) {
            low = between;
            at_low = found;
            at_high /= 2;
        } else {
            high = between;
            at_high = found;
            at_low /= 2;
        }
    }
    return (low + high) / 2;
}

double hm_treatment_best_power(const double *values, size_t count, double *room) {
    const double most = 5, step = 0.5, widest = 300; /* e^300 is in range, and its square */
    if (count < 2 || hm_sample_is_alike(values[0], values[count - 1]))
        return 1;
    logarithms s = {room, count, 0};
    for (size_t i = 0; i < count; i++) {
        room[i] = log1p(values[i] - values[0]);
        s.mean_log += room[i] / (double)count;
    }
    const double bound = fmin(most, widest / room[count - 1]);
    double best = 0, greatest = -INFINITY;
    for (double power = -most; power <= most; power += step) {
        const double within = fmax(-bound, fmin(bound, power));
        const double found = likelihood(&s, within);
        best = found > greatest ? within : best;
        greatest = fmax(found, greatest);
    }
    return find_top(&s, fmax(-bound, best - step), fmin(bound, best + step));
}
