#include "methods/imputers.h"

#include "methods/imputations.h"
#include "methods/sample.h"
#include "methods/select.h"

/* --- the middle of those that have a value --- */

static void fit_mean(hm_learnt *learnt, const double *settings, const double *values, size_t count,
                     double *room) {
    (void)settings;
    (void)room;
    learnt->statistics[HM_STATISTIC_MEAN] =
        hm_sample_mean(values, count, hm_range_of(values, count));
}

static void apply_mean(const hm_learnt *learnt, const double *settings, double *restrict values,
                       size_t count) {
    (void)settings;
    for (size_t i = 0; i < count; i++)
        values[i] = learnt->statistics[HM_STATISTIC_MEAN];
}

static void fit_median(hm_learnt *learnt, const double *settings, const double *values,
                       size_t count, double *room) {
    (void)settings;
    learnt->statistics[HM_STATISTIC_MEDIAN] = hm_select_quantile(values, count, 0.5, room);
}

static void apply_median(const hm_learnt *learnt, const double *settings, double *restrict values,
                         size_t count) {
    (void)settings;
    for (size_t i = 0; i < count; i++)
        values[i] = learnt->statistics[HM_STATISTIC_MEDIAN];
}

/* --- without looking at others --- */

enum { NUMBER_VALUE };

static void apply_number(const hm_learnt *learnt, const double *settings, double *restrict values,
                         size_t count) {
    (void)learnt;
    const double number = settings[HM_SETTING_SIGN] * settings[NUMBER_VALUE];
    for (size_t i = 0; i < count; i++)
        values[i] = number;
}

/* --- the list --- */

static const char *const middles[] = {"mean", "median", NULL};

#define LEARNS(statistic) (1u << HM_STATISTIC_##statistic)

const hm_step_method hm_imputers[] = {
    {.kind = HM_STEP_IMPUTE,
     .name = "mean",
     .about = "the mean of the cities that have a value",
     .scope = HM_SCOPE_SAMPLE,
     .any_order = true,
     .learns = LEARNS(MEAN),
     .fit = fit_mean,
     .apply = apply_mean},
    {.kind = HM_STEP_IMPUTE,
     .name = "median",
     .about = "the median of the cities that have a value",
     .scope = HM_SCOPE_SAMPLE,
     .any_order = true,
     .learns = LEARNS(MEDIAN),
     .fit = fit_median,
     .apply = apply_median},
    {.kind = HM_STEP_IMPUTE,
     .name = "number",
     .about = "a number that the package gives",
     .parameters = {[NUMBER_VALUE] = {.name = "value",
                                      .about = "the number",
                                      .otherwise = 0,
                                      .low = -1e300,
                                      .high = 1e300,
                                      .in_front = true}},
     .scope = HM_SCOPE_NONE,
     .apply = apply_number},
    {.kind = HM_STEP_IMPUTE,
     .name = "latest",
     .about = "the city's latest value, of at most so many periods before",
     .parameters = {{.name = "within",
                     .about = "how many periods back",
                     .otherwise = 1,
                     .low = 1,
                     .high = 100,
                     .whole = true}},
     .scope = HM_SCOPE_NONE,
     .reads_series = true,
     .takes_reported = true},
    {.kind = HM_STEP_IMPUTE,
     .name = "linear",
     .about = "between the city's values before and after, by time; at the ends the nearest",
     .scope = HM_SCOPE_NONE,
     .reads_series = true},
    {.kind = HM_STEP_IMPUTE,
     .name = "siblings",
     .about =
         "the middle of where the city lies in the other indicators of the group, each between "
         "the two ends of its values",
     .parameters = {[HM_SIBLINGS_BY_MEDIAN] = {.name = "middle",
                                               .about = "which middle of these",
                                               .otherwise = 0,
                                               .words = middles}},
     .scope = HM_SCOPE_SAMPLE,
     .among_siblings = true,
     .joint = &hm_impute_by_siblings},
    {.kind = HM_STEP_IMPUTE,
     .name = "knn",
     .about = "the mean of the cities that are nearest by all indicators, each by 1 / distance",
     .parameters = {[HM_NEAREST_K] = {.name = "k",
                                      .about = "how many cities",
                                      .otherwise = 5,
                                      .low = 1,
                                      .high = 1e6,
                                      .whole = true,
                                      .in_front = true}},
     .scope = HM_SCOPE_SAMPLE,
     .joint = &hm_impute_by_nearest},
    {.kind = HM_STEP_IMPUTE,
     .name = "em",
     .about = "what a normal distribution of all indicators leads one to expect of the city",
     .scope = HM_SCOPE_SAMPLE,
     .joint = &hm_impute_by_normal},
};

const size_t hm_imputer_count = sizeof hm_imputers / sizeof *hm_imputers;
