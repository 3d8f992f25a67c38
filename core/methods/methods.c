#include "methods/methods.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

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

static double arithmetic(double *scores, double *weights, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i] * scores[i];
    return hm_mean_held(sum / total(weights, count), scores, count);
}

/* Through logarithms, so that many children cannot overflow; a zero stays an exact zero. */
static double geometric(double *scores, double *weights, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (scores[i] <= 0)
            return 0;
        sum += weights[i] * log(scores[i]);
    }
    return hm_mean_held(exp(sum / total(weights, count)), scores, count);
}

static double harmonic(double *scores, double *weights, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (scores[i] <= 0)
            return 0;
        sum += weights[i] / scores[i];
    }
    return hm_mean_held(total(weights, count) / sum, scores, count);
}

static double minimum(double *scores, double *weights, size_t count) {
    double least = scores[0];
    (void)weights;
    for (size_t i = 1; i < count; i++)
        least = scores[i] < least ? scores[i] : least;
    return least;
}

static double maximum(double *scores, double *weights, size_t count) {
    double most = scores[0];
    (void)weights;
    for (size_t i = 1; i < count; i++)
        most = scores[i] > most ? scores[i] : most;
    return most;
}

/* Groups have few children: insertion sort. */
static void sort_by_score(double *scores, double *weights, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const double score = scores[i], weight = weights[i];
        size_t at = i;
        for (; at > 0 && scores[at - 1] > score; at--) {
            scores[at] = scores[at - 1];
            weights[at] = weights[at - 1];
        }
        scores[at] = score;
        weights[at] = weight;
    }
}

/* The score at which half of the weight is reached; where a score ends exactly at the half, the
 * middle between it and the next. Sums of weights are compared with room for their rounding. */
static double median(double *scores, double *weights, size_t count) {
    const double half = total(weights, count) / 2, rounding = half * 1e-12;
    double reached = 0;
    sort_by_score(scores, weights, count);
    for (size_t i = 0; i + 1 < count; i++) {
        reached += weights[i];
        if (fabs(reached - half) <= rounding)
            return (scores[i] + scores[i + 1]) / 2;
        if (reached > half)
            return scores[i];
    }
    return scores[count - 1];
}

const hm_method hm_methods[] = {
    {"arithmetic", "weighted mean", true, arithmetic},
    {"geometric", "weighted geometric mean: one zero makes it zero", false, geometric},
    {"harmonic", "weighted harmonic mean: one zero makes it zero", false, harmonic},
    {"minimum", "least of the scores", false, minimum},
    {"maximum", "greatest of the scores", false, maximum},
    {"median", "weighted median", false, median},
};

const size_t hm_method_count = sizeof hm_methods / sizeof *hm_methods;

size_t hm_method_find(const char *name) {
    size_t i = 0;
    while (i < hm_method_count && strcmp(hm_methods[i].name, name) != 0)
        i++;
    return i;
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
