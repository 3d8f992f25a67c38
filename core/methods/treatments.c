#include "methods/treatments.h"

#include <math.h>
#include <string.h>

#include "methods/sort.h"

const char *hm_treatment_finding_words(hm_treatment_finding finding) {
    static const char *const words[HM_TREATMENT_FINDINGS] = {
        [HM_TREATMENT_DONE] = "treated",
        [HM_TREATMENT_PASSED] = "no outlier",
        [HM_TREATMENT_STILL_FAILS] = "treated, and still beyond the rule",
        [HM_TREATMENT_FEW] = "too few values to tell",
        [HM_TREATMENT_CONSTANT] = "all values are alike",
        [HM_TREATMENT_BECOMES_CONSTANT] = "left as it was: treatment would leave one value alone",
        [HM_TREATMENT_NOT_POSITIVE] = "a value is not above 0"};
    return words[finding];
}

bool hm_treatment_passes(const hm_moments *moments, double skewness, double kurtosis) {
    return !moments->has_skewness || !moments->has_kurtosis || fabs(moments->skewness) < skewness ||
           moments->kurtosis < kurtosis;
}

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
    hm_treatment t = {.finding = HM_TREATMENT_FEW};
    if (count == 0)
        return t;
    t.low = values[0];
    t.high = values[count - 1];
    t.before = t.after = hm_sample_moments(values, count);
    if (hm_sample_is_alike(t.low, t.high))
        t.finding = HM_TREATMENT_CONSTANT;
    else if (count > 1)
        t.finding = HM_TREATMENT_DONE;
    return t;
}

/* Counts what is pulled in, and takes the moments of the sample as it is then. All treatments keep
 * the order. */
static void settle(hm_treatment *t, const double *values, size_t count, double *room) {
    t->pulled_low = t->pulled_high = 0;
    for (size_t i = 0; i < count; i++) {
        t->pulled_low += values[i] < t->low;
        t->pulled_high += values[i] > t->high;
        room[i] = hm_treatment_apply(t, values[i]);
    }
    t->after = hm_sample_moments(room, count);
}

/* --- winsorising --- */

/* The end of a run of equal values, from its first (or, downwards, its last) on. */
static size_t past_equal(const double *values, size_t count, size_t at, bool upwards) {
    const double value = values[at];
    while (at < count && values[at] == value)
        at = upwards ? at + 1 : at - 1; /* at - 1 of 0 ends it: it is beyond the count */
    return at;
}

/* Sums of powers of what is not pulled in, as distances from `centre` in `unit`, so that a step
 * takes no pass over all. Where what goes is a good part of them, they are summed up anew: then
 * nothing is lost by taking it off. */
typedef struct powers {
    double centre, unit;
    double sums[5]; /* by exponent */
} powers;

static void add_value(powers *p, double value, double sign) {
    const double distance = value / p->unit - p->centre / p->unit;
    double power = sign;
    for (int k = 0; k < 5; k++, power *= distance)
        p->sums[k] += power;
}

static powers sum_up(const hm_treatment *t, const double *values, size_t count) {
    powers p = {.centre = hm_sample_quantile(values, count, 0.5)};
    int exponent;
    (void)frexp(fmax(fabs(t->low - p.centre), fabs(t->high - p.centre)), &exponent);
    p.unit = ldexp(1, exponent - 1);
    for (size_t i = t->pulled_low; i < count - t->pulled_high; i++)
        add_value(&p, values[i], 1);
    return p;
}

/* Those at the edge go: `first` to `last` - 1. */
static void take_off(powers *p, const hm_treatment *t, const double *values, size_t count,
                     size_t first, size_t last) {
    const double before = p->sums[4];
    for (size_t i = first; i < last; i++)
        add_value(p, values[i], -1);
    if (p->sums[4] < before * 0.9)
        *p = sum_up(t, values, count);
}

/* Skewness and kurtosis as in hm_sample_moments, of those and what is pulled in. */
static void take_moments(hm_treatment *t, const powers *p, size_t count) {
    powers all = *p;
    const double n = (double)count;
    for (int low = 0; low < 2; low++) {
        powers edge = {.centre = p->centre, .unit = p->unit};
        add_value(&edge, low ? t->low : t->high, (double)(low ? t->pulled_low : t->pulled_high));
        for (int k = 0; k < 5; k++)
            all.sums[k] += edge.sums[k];
    }
    const double *s = all.sums, mean = s[1] / n, square = mean * mean;
    const double second = s[2] - n * square;
    const double third = s[3] - 3 * mean * s[2] + 2 * n * mean * square;
    const double fourth = s[4] - 4 * mean * s[3] + 6 * square * s[2] - 3 * n * square * square;
    t->after.skewness = sqrt(n) * third / (second * sqrt(second)) * sqrt(n * (n - 1)) / (n - 2);
    t->after.kurtosis =
        ((n + 1) * (n * fourth / (second * second) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3));
}

/* Pulls in one more value, and its equals. False where nothing but one value would be left. */
static bool pull_in(hm_treatment *t, powers *p, const double *values, size_t count) {
    const bool at_top = t->after.skewness >= 0;
    const size_t edge = at_top ? count - 1 - t->pulled_high : t->pulled_low;
    const size_t next = past_equal(values, count, edge, !at_top);
    if (next >= count)
        return false;
    if (at_top)
        t->high = values[next];
    else
        t->low = values[next];
    if (hm_sample_is_alike(t->low, t->high) || t->low > t->high)
        return false;
    if (at_top)
        t->pulled_high = count - 1 - next;
    else
        t->pulled_low = next;
    take_off(p, t, values, count, at_top ? next + 1 : edge, at_top ? edge + 1 : next);
    take_moments(t, p, count);
    return true;
}

static void take_log(hm_treatment *t, const double *values, size_t count) {
    const double range = values[count - 1] - values[0];
    const bool mirrored = t->before.skewness < 0;
    t->low = values[0];
    t->high = values[count - 1];
    t->form = mirrored ? HM_FORM_LOG_MIRRORED : HM_FORM_LOG;
    t->shift = mirrored ? t->high + 0.01 * range : 0.01 * range - t->low;
}

hm_treatment hm_treat_by_winsorising(const double *values, size_t count, const hm_winsorising *how,
                                     double *room) {
    hm_treatment t = begin(values, count);
    const hm_treatment untouched = t;
    const double most = how->most < 1 ? floor(how->most * (double)count + 1e-9) : how->most;
    if (t.finding != HM_TREATMENT_DONE)
        return t;
    t.finding = t.before.has_kurtosis ? HM_TREATMENT_PASSED : HM_TREATMENT_FEW;
    if (hm_treatment_passes(&t.before, how->skewness, how->kurtosis))
        return t;
    t.finding = HM_TREATMENT_DONE;
    powers p = sum_up(&t, values, count);
    while (!hm_treatment_passes(&t.after, how->skewness, how->kurtosis) &&
           (double)(t.pulled_low + t.pulled_high) < most) {
        if (!pull_in(&t, &p, values, count)) {
            t = untouched;
            t.finding = HM_TREATMENT_BECOMES_CONSTANT;
            return t;
        }
    }
    settle(&t, values, count, room);
    if (!hm_treatment_passes(&t.after, how->skewness, how->kurtosis) && how->otherwise_log) {
        take_log(&t, values, count);
        settle(&t, values, count, room);
    }
    if (!hm_treatment_passes(&t.after, how->skewness, how->kurtosis))
        t.finding = HM_TREATMENT_STILL_FAILS;
    return t;
}

/* --- transformations --- */

hm_treatment hm_treat_by_log(const double *values, size_t count, double *room) {
    hm_treatment t = begin(values, count);
    if (count == 0)
        return t;
    if (!(values[0] > 0)) {
        t.finding = HM_TREATMENT_NOT_POSITIVE;
        return t;
    }
    t.finding = HM_TREATMENT_DONE;
    t.form = HM_FORM_LOG;
    settle(&t, values, count, room);
    return t;
}

hm_treatment hm_treat_by_power(const double *values, size_t count, double power, double *room) {
    hm_treatment t = begin(values, count);
    if (t.finding != HM_TREATMENT_DONE)
        return t;
    t.form = HM_FORM_POWER;
    t.shift = 1 - values[0];
    t.power = power;
    settle(&t, values, count, room);
    return t;
}

/* Logarithms in ascending order, the least being 0, as a transformation of them is judged. */
typedef struct shape {
    const double *logs;
    size_t count;
    double mean_log;
} shape;

/* (u^power - 1) / power of the number with this logarithm, divided by that of the greatest where it
 * grows with it, so that it stays in range. */
static double transformed(const shape *s, double power, double log_of) {
    const double greatest = power > 0 ? s->logs[s->count - 1] : 0;
    return power == 0 ? log_of : exp(-power * greatest) * expm1(power * log_of) / power;
}

/* By how much that grows with the power: sum of power^k log^(k+2) (k+1) / (k+2)! where the closed
 * form would cancel. */
static double growth(const shape *s, double power, double log_of) {
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
static double likelihood(const shape *s, double power) {
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
static double slope(const shape *s, double power) {
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
static double find_top(const shape *s, double low, double high) {
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
    shape s = {room, count, 0};
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

/* --- bounds by places and distances --- */

static void hold_within(hm_treatment *t, double low, double high, const double *values,
                        size_t count, double *room) {
    t->low = fmax(low, values[0]);
    t->high = fmin(high, values[count - 1]);
    settle(t, values, count, room);
    t->finding = t->pulled_low + t->pulled_high > 0 ? HM_TREATMENT_DONE : HM_TREATMENT_PASSED;
}

/* What was begun, where it would leave one value alone. */
static hm_treatment keep_if_constant(hm_treatment t, const hm_treatment *untouched) {
    if (!hm_sample_is_alike(t.low, t.high))
        return t;
    t = *untouched;
    t.finding = HM_TREATMENT_BECOMES_CONSTANT;
    return t;
}

hm_treatment hm_treat_by_shares(const double *values, size_t count, double low, double high,
                                double *room) {
    hm_treatment t = begin(values, count);
    const hm_treatment untouched = t;
    if (t.finding != HM_TREATMENT_DONE)
        return t;
    hold_within(&t, hm_sample_quantile(values, count, low), hm_sample_quantile(values, count, high),
                values, count, room);
    return keep_if_constant(t, &untouched);
}

hm_treatment hm_treat_by_deviations(const double *values, size_t count, double times,
                                    double *room) {
    hm_treatment t = begin(values, count);
    if (t.finding != HM_TREATMENT_DONE)
        return t;
    const double middle = hm_sample_quantile(values, count, 0.5);
    for (size_t i = 0; i < count; i++)
        room[i] = fabs(values[i] - middle);
    hm_sort(room, count, room + count);
    const double reach = times * 1.4826 * hm_sample_quantile(room, count, 0.5);
    if (reach > 0)
        hold_within(&t, middle - reach, middle + reach, values, count, room);
    else
        t.finding = HM_TREATMENT_PASSED; /* no distance is far when half of all are 0 */
    return t;
}
