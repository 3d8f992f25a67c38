#include "methods/methods.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/numbers/logarithm.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "methods/relative.h"

static double total(const double *weights, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    return sum;
}

double hm_mean_held(double mean, const double *numbers, size_t count) {
    double low = DBL_MAX, high = -DBL_MAX;
    for (size_t i = 0; i < count; i++) {
        low = numbers[i] < low ? numbers[i] : low;
        high = numbers[i] > high ? numbers[i] : high;
    }
    if (count == 0)
        return mean;
    return mean < low ? low : mean > high ? high : mean;
}

static double arithmetic(const hm_combining *of) {
    double sum = 0;
    for (size_t i = 0; i < of->count; i++)
        sum += of->weights[i] * of->scores[i];
    return hm_mean_held(sum / total(of->weights, of->count), of->scores, of->count);
}

enum { SUM_MISSING };
static const char *const missing_words[] = {"refuse", "zero", NULL};

static double weighted_sum(const hm_combining *of) {
    double points = 0;
    for (size_t i = 0; i < of->count; i++)
        points += of->weights[i] * of->scores[i];
    return points;
}

bool hm_method_needs_all(const hm_method *method, const double *parameters) {
    return method->sums && !(parameters[SUM_MISSING] > 0);
}

/* --- means that a zero decides --- */

/* What the mean is where a score is not above 0: a score of 0, the least there is, makes it 0; one
 * among scores that go below has no such mean. */
static double mean_of_none(const hm_combining *of) {
    bool negative = of->lifted;
    for (size_t i = 0; i < of->count; i++)
        negative |= of->scores[i] < 0;
    return negative ? (double)NAN : 0;
}

static bool all_above_zero(const hm_combining *of) {
    for (size_t i = 0; i < of->count; i++)
        if (!(of->scores[i] > 0))
            return false;
    return true;
}

/* Through logarithms, so that many children cannot overflow; a zero stays an exact zero. */
static double geometric(const hm_combining *of) {
    const double floor = of->parameters[HM_GEOMETRIC_FLOOR];
    double sum = 0;
    for (size_t i = 0; floor > 0 && i < of->count; i++)
        of->scores[i] = of->scores[i] > floor ? of->scores[i] : floor;
    if (!all_above_zero(of))
        return mean_of_none(of);
    for (size_t i = 0; i < of->count; i++)
        sum += of->weights[i] * hm_log(of->scores[i]);
    return hm_mean_held(hm_exp(sum / total(of->weights, of->count)), of->scores, of->count);
}

static double harmonic(const hm_combining *of) {
    double sum = 0;
    if (!all_above_zero(of))
        return mean_of_none(of);
    for (size_t i = 0; i < of->count; i++)
        sum += of->weights[i] / of->scores[i];
    return hm_mean_held(total(of->weights, of->count) / sum, of->scores, of->count);
}

enum { POWER_P };

/* x^p - 1 of x >= 0, exact for small p, too. */
static double power_less_one(double x, double p) {
    return x > 0 ? expm1(p * log(x)) : -1;
}

/* (sum of w * s^p / sum of w)^(1/p), as shares of the greatest score (of the least where p is
 * negative), so that no power is out of range. */
static double power(const hm_combining *of) {
    const double p = of->parameters[POWER_P];
    double unit = of->scores[0], sum = 0;
    for (size_t i = 1; i < of->count; i++)
        unit = (of->scores[i] > unit) == (p > 0) ? of->scores[i] : unit;
    for (size_t i = 0; i < of->count; i++)
        if (of->scores[i] < 0 || (p < 0 && of->scores[i] == 0))
            return mean_of_none(of);
    if (!(unit > 0))
        return 0;
    for (size_t i = 0; i < of->count; i++)
        sum += of->weights[i] * power_less_one(of->scores[i] / unit, p);
    return hm_mean_held(unit * exp(log1p(sum / total(of->weights, of->count)) / p), of->scores,
                        of->count);
}

/* 100 * product of s / 100: shares of shares, without weights. */
static double product(const hm_combining *of) {
    double result = 100;
    for (size_t i = 0; i < of->count; i++) {
        if (of->scores[i] < 0)
            return (double)NAN;
        result = result * of->scores[i] / 100;
    }
    return result;
}

/* --- by order --- */

static double minimum(const hm_combining *of) {
    double least = of->scores[0];
    for (size_t i = 1; i < of->count; i++)
        least = of->scores[i] < least ? of->scores[i] : least;
    return least;
}

static double maximum(const hm_combining *of) {
    double most = of->scores[0];
    for (size_t i = 1; i < of->count; i++)
        most = of->scores[i] > most ? of->scores[i] : most;
    return most;
}

/* Of equal scores the one with the greater weight first, so that the order of the children does not
 * matter. Groups have few children: insertion sort. */
static void sort_by_score(const hm_combining *of) {
    double *scores = of->scores, *weights = of->weights;
    for (size_t i = 1; i < of->count; i++) {
        const double score = scores[i], weight = weights[i];
        size_t at = i;
        for (; at > 0 &&
               (scores[at - 1] > score || (scores[at - 1] == score && weights[at - 1] < weight));
             at--) {
            scores[at] = scores[at - 1];
            weights[at] = weights[at - 1];
        }
        scores[at] = score;
        weights[at] = weight;
    }
}

/* The score at which half of the weight is reached; where a score ends exactly at the half, the
 * middle between it and the next. Sums of weights are compared with room for their rounding. */
static double median(const hm_combining *of) {
    const double half = total(of->weights, of->count) / 2, rounding = half * 1e-12;
    double reached = 0;
    sort_by_score(of);
    for (size_t i = 0; i + 1 < of->count; i++) {
        reached += of->weights[i];
        if (fabs(reached - half) <= rounding)
            return (of->scores[i] + of->scores[i + 1]) / 2;
        if (reached > half)
            return of->scores[i];
    }
    return of->scores[of->count - 1];
}

enum { WORST_COUNT };

static double worst(const hm_combining *of) {
    const double most = of->parameters[WORST_COUNT];
    hm_combining some = *of;
    sort_by_score(of);
    some.count = most < (double)of->count ? (size_t)most : of->count;
    return arithmetic(&some);
}

/* --- means that pay for imbalance --- */

enum { MAZZIOTTA_PENALTY, MAZZIOTTA_SD };
static const char *const penalty_words[] = {"subtract", "add", NULL};
static const char *const deviation_words[] = {"population", "sample", NULL};

/* Mazziotta and Pareto, "On a generalized non-compensatory composite index for measuring
 * socio-economic phenomena" (Social Indicators Research 127, 2016): M (1 - cv^2) = M - S^2 / M of
 * children at 100 with a deviation of 10; S by the number of children, or by one less (with shares
 * w of the weights: sum of w (x - M)^2, divided by 1 - sum of w^2). */
static double mazziotta_pareto(const hm_combining *of) {
    const double mean = arithmetic(of), sum = total(of->weights, of->count);
    double squares = 0, concentration = 0;
    for (size_t i = 0; i < of->count; i++) {
        const double share = of->weights[i] / sum, distance = of->scores[i] - mean;
        squares += share * distance * distance;
        concentration += share * share;
    }
    if (of->parameters[MAZZIOTTA_SD] > 0)
        squares = of->count > 1 ? squares / (1 - concentration) : 0;
    if (!(mean > 0))
        return (double)NAN;
    return of->parameters[MAZZIOTTA_PENALTY] > 0 ? mean + squares / mean : mean - squares / mean;
}

enum { MEAN_MIN_ALPHA, MEAN_MIN_BETA };

/* Casadio Tarabusi and Guarini, "An unbalance adjustment method for development indicators" (Social
 * Indicators Research 112, 2013): M - alpha (sqrt((M - least)^2 + beta^2) - beta). */
static double mean_min(const hm_combining *of) {
    const double mean = arithmetic(of), alpha = of->parameters[MEAN_MIN_ALPHA],
                 beta = of->parameters[MEAN_MIN_BETA], gap = mean - minimum(of);
    return hm_mean_held(mean - alpha * (hypot(gap, beta) - beta), of->scores, of->count);
}

/* --- the list --- */

#define COMPARING(named, does, by, ...)                                                            \
    {.name = named,                                                                                \
     .about = does,                                                                                \
     .leaves_marks = true,                                                                         \
     .compares_units = true,                                                                       \
     .parameters = __VA_ARGS__},
const hm_method hm_methods[] = {
    {.name = "arithmetic",
     .is_mean = true,
     .about = "weighted mean",
     .adds_up = true,
     .rising = HM_RISES,
     .combine = arithmetic},
    {.name = "geometric",
     .is_mean = true,
     .about = "weighted geometric mean: one zero makes it zero",
     .parameters = {[HM_GEOMETRIC_FLOOR] = {.name = "floor",
                                            .about = "scores are raised to this; 0: none are",
                                            .low = 0,
                                            .high = 1e6}},
     .rising = HM_RISES,
     .combine = geometric},
    {.name = "harmonic",
     .is_mean = true,
     .about = "weighted harmonic mean: one zero makes it zero",
     .rising = HM_RISES,
     .combine = harmonic},
    {.name = "minimum",
     .about = "least of the scores",
     .is_mean = true,
     .rising = HM_RISES,
     .combine = minimum},
    {.name = "maximum",
     .about = "greatest of the scores",
     .is_mean = true,
     .rising = HM_RISES,
     .combine = maximum},
    {.name = "median", .about = "weighted median", .rising = HM_RISES, .combine = median},
    {.name = "product",
     .about = "product of the scores as shares of 100, whatever the weights",
     .rising = HM_RISES,
     .combine = product},
    {.name = "power",
     .is_mean = true,
     .about = "weighted power mean: between the least and the arithmetic mean below 1, and above "
              "that beyond it",
     .parameters = {[POWER_P] = {.name = "p",
                                 .about = "the power; 0 is the method geometric",
                                 .otherwise = (double)NAN,
                                 .low = -1000,
                                 .high = 1000}},
     .rising = HM_RISES,
     .combine = power},
    {.name = "worst",
     .about = "weighted mean of the worst scores",
     .parameters = {[WORST_COUNT] = {.name = "count",
                                     .about = "how many scores",
                                     .otherwise = (double)NAN,
                                     .low = 1,
                                     .high = 1e6,
                                     .whole = true}},
     .rising = HM_RISES_EQUALLY,
     .combine = worst},
    {.name = "mazziotta_pareto",
     .about = "weighted mean less its squared deviation over it, of children at 100 with a "
              "deviation of 10",
     .leaves_marks = true,
     .needs_hundred = true,
     .parameters = {[MAZZIOTTA_PENALTY] = {.name = "penalty",
                                           .about = "what is done with the penalty for imbalance; "
                                                    "add where less of the index is better",
                                           .words = penalty_words},
                    [MAZZIOTTA_SD] = {.name = "sd",
                                      .about = "the deviation of the children: by their number, or "
                                               "by one less",
                                      .words = deviation_words}},
     .combine = mazziotta_pareto},
    {.name = "mean_min",
     .about = "weighted mean less a part of its distance to the least score",
     .parameters = {[MEAN_MIN_ALPHA] = {.name = "alpha",
                                        .about = "the part; 0 is the mean, 1 with beta 0 the least",
                                        .otherwise = (double)NAN,
                                        .low = 0,
                                        .high = 1},
                    [MEAN_MIN_BETA] = {.name = "beta",
                                       .about = "how mild it is about small distances",
                                       .low = 0,
                                       .high = 1e6}},
     .rising = HM_RISES,
     .combine = mean_min},
    HM_EACH_RELATIVE(COMPARING){
        .name = "sum",
        .about = "sum of the scores, each times its weight",
        .adds_up = true,
        .sums = true,
        .leaves_marks = true,
        .rising = HM_RISES,
        .parameters = {[SUM_MISSING] = {.name = "missing",
                                        .about = "of a child without a score: refuse to add up the "
                                                 "others, or count it as zero",
                                        .words = missing_words}},
        .combine = weighted_sum}};

const size_t hm_method_count = sizeof hm_methods / sizeof *hm_methods;

size_t hm_method_find(const char *name) {
    size_t i = 0;
    while (i < hm_method_count && strcmp(hm_methods[i].name, name) != 0)
        i++;
    return i;
}

size_t hm_method_parameter_count(const hm_method *method) {
    size_t count = 0;
    while (count < HM_METHOD_PARAMETERS && method->parameters[count].name)
        count++;
    return count;
}

/* A power mean with the power 0 is one by its limit, which has a name of its own. */
bool hm_method_takes(const hm_method *method, size_t parameter, double number) {
    const hm_method_parameter *of = &method->parameters[parameter];
    return !of->words && number >= of->low && number <= of->high &&
           (!of->whole || number == floor(number)) &&
           !(number == 0 && strcmp(method->name, "power") == 0);
}

hm_wanted hm_method_wanted(const hm_method *method, size_t parameter) {
    const hm_method_parameter *of = &method->parameters[parameter];
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE];
    hm_choice_list words = {{0}};
    hm_wanted wanted;
    for (size_t i = 0; of->words && of->words[i]; i++)
        hm_choice_list_add(&words, of->words[i]);
    hm_number_print(of->low, low);
    hm_number_print(of->high, high);
    if (of->words)
        (void)snprintf(wanted.text, sizeof wanted.text, "one of %.140s", words.text);
    else
        (void)snprintf(wanted.text, sizeof wanted.text, "a %snumber from %s to %s%s",
                       of->whole ? "whole " : "", low, high,
                       strcmp(method->name, "power") == 0 ? " but 0, which is geometric" : "");
    return wanted;
}

const char *hm_method_begin(const hm_method *method, double parameters[HM_METHOD_PARAMETERS]) {
    const char *wanted = NULL;
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++) {
        parameters[i] = method->parameters[i].otherwise;
        if (isnan(parameters[i]) && !wanted)
            wanted = method->parameters[i].name;
    }
    return wanted;
}

hm_method_text hm_method_text_of(const hm_method *method, const double *parameters,
                                 const char *const *names) {
    hm_method_text out;
    size_t size = (size_t)snprintf(out.text, sizeof out.text, "%s", method->name);
    for (size_t i = 0; i < hm_method_parameter_count(method); i++) {
        const hm_method_parameter *parameter = &method->parameters[i];
        char number[HM_NUMBER_SIZE];
        const char *name = names ? names[i] : NULL;
        if (parameters[i] == parameter->otherwise && !name)
            continue;
        hm_number_print(parameters[i], number);
        size +=
            (size_t)snprintf(out.text + size, sizeof out.text - size, ", %s = %s", parameter->name,
                             parameter->words ? parameter->words[(size_t)parameters[i]] : number);
        if (name)
            size +=
                (size_t)snprintf(out.text + size, sizeof out.text - size, " (param.%.100s)", name);
    }
    return out;
}

hm_no_method hm_no_method_of(const char *name) {
    hm_no_method out;
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < hm_method_count; i++) {
        hm_nearest_show(&nearest, hm_methods[i].name);
        hm_choice_list_add(&known, hm_methods[i].name);
    }
    (void)snprintf(out.text, sizeof out.text, "no method of aggregation \"%s\": %s%s",
                   hm_quote_of(name, strlen(name)).text, known.text, hm_hint_of(nearest.name).text);
    return out;
}
