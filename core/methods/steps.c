#include "methods/steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/tie.h"

/* --- names --- */

const char *hm_step_kind_name(hm_step_kind kind) {
    static const char *const names[HM_STEP_ALL_KINDS] = {[HM_STEP_IMPUTE] = "impute",
                                                         [HM_STEP_TREAT] = "treat",
                                                         [HM_STEP_SCALE] = "scale",
                                                         [HM_STEP_WEIGH] = "weigh",
                                                         [HM_STEP_AGGREGATE] = "aggregate"};
    return names[kind];
}

static const struct {
    const char *name;
    bool turns;
} statistics[HM_STATISTICS] = {
    [HM_STATISTIC_WORST] = {"worst", true},
    [HM_STATISTIC_BEST] = {"best", true},
    [HM_STATISTIC_MEAN] = {"mean", true},
    [HM_STATISTIC_DEVIATION] = {"deviation", false},
    [HM_STATISTIC_MEDIAN] = {"median", true},
    [HM_STATISTIC_RANGE] = {"interquartile_range", false},
    [HM_STATISTIC_LOW] = {"low", true},
    [HM_STATISTIC_HIGH] = {"high", true},
    [HM_STATISTIC_REFERENCE] = {"reference", true},
    [HM_STATISTIC_SHIFT] = {"shift", false},
    [HM_STATISTIC_POWER] = {"power", false},
    [HM_STATISTIC_FORM] = {"form", false},
};

const char *hm_statistic_name(hm_statistic statistic) {
    return statistics[statistic].name;
}

bool hm_statistic_turns(hm_statistic statistic) {
    return statistics[statistic].turns;
}

const char *hm_unfit_words(hm_unfit fault) {
    static const char *const words[HM_UNFITS] = {
        [HM_UNFIT_NONE] = "",
        [HM_UNFIT_EMPTY] = "no city has a value to learn from",
        [HM_UNFIT_ALIKE] = "no two values differ",
        [HM_UNFIT_FEW] = "there are too few values",
        [HM_UNFIT_NEGATIVE] = "a value is below 0, or none is above it",
        [HM_UNFIT_NO_REFERENCE] =
            "the city to compare with has no value, or one with no higher mark than the lowest",
        [HM_UNFIT_TARGET] = "the target would have no higher mark than the lowest",
        [HM_UNFIT_REVERSED] = "the low bound is above the high one",
        [HM_UNFIT_DEPENDENT] = "values of some nodes follow from those of others",
        [HM_UNFIT_NO_SIGN] = "as much speaks for as against the first component",
        [HM_UNFIT_NO_END] = "the search came to no end",
        [HM_UNFIT_NO_MEMORY] = "memory has run out",
    };
    return words[fault];
}

const char *hm_bound_kind_name(hm_bound_kind kind) {
    static const char *const names[HM_BOUND_KINDS] = {"", "", "percentile", "mean_of_best",
                                                      "mean_of_worst"};
    return names[kind];
}

bool hm_bound_fits(hm_bound_kind kind, double number) {
    if (kind == HM_BOUND_PERCENTILE)
        return number >= 0 && number <= 100;
    return kind < HM_BOUND_PERCENTILE || (number >= 1 && number <= 1e6 && number == floor(number));
}

/* --- settings --- */

size_t hm_step_parameter_count(const hm_step_method *method) {
    size_t count = 0;
    while (count < HM_STEP_PARAMETERS && method->parameters[count].name)
        count++;
    return count;
}

void hm_step_settings_begin(const hm_step_method *method, double settings[HM_STEP_SETTINGS]) {
    memset(settings, 0, HM_STEP_SETTINGS * sizeof *settings);
    for (size_t i = 0; i < hm_step_parameter_count(method); i++)
        settings[i] = method->parameters[i].otherwise;
    settings[HM_SETTING_TO_HIGH] = 100;
    settings[HM_SETTING_SIGN] = 1;
}

static bool is_end(size_t setting) {
    return setting == HM_SETTING_LOW || setting == HM_SETTING_HIGH;
}

/* What the end of a scale is of: its kind stands before it. */
static hm_bound_kind end_kind(const double *settings, size_t setting) {
    return (hm_bound_kind)settings[setting - 1];
}

bool hm_step_setting_fits(const hm_step_method *method, const double *settings, size_t setting,
                          double number) {
    if (is_end(setting))
        return hm_bound_fits(end_kind(settings, setting), number);
    if (setting >= HM_STEP_PARAMETERS)
        return fabs(number) <= HM_MARKS_WITHIN;
    const hm_step_parameter *parameter = &method->parameters[setting];
    return number >= parameter->low && number <= parameter->high &&
           (!parameter->whole || number == floor(number) || (parameter->or_share && number < 1));
}

hm_wanted hm_step_setting_wanted(const hm_step_method *method, const double *settings,
                                 size_t setting) {
    hm_wanted wanted = {"a number from -1e6 to 1e6"};
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE];
    if (is_end(setting))
        (void)snprintf(wanted.text, sizeof wanted.text, "%s",
                       end_kind(settings, setting) == HM_BOUND_PERCENTILE ? "a number from 0 to 100"
                       : end_kind(settings, setting) > HM_BOUND_PERCENTILE
                           ? "a whole number from 1 to 1e6"
                           : "a number");
    if (setting >= HM_STEP_PARAMETERS)
        return wanted;
    const hm_step_parameter *parameter = &method->parameters[setting];
    hm_number_print(parameter->low, low);
    hm_number_print(parameter->high, high);
    (void)snprintf(wanted.text, sizeof wanted.text, "a %snumber from %s to %s%s",
                   parameter->whole ? "whole " : "", low, high,
                   parameter->or_share ? ", or a share below 1" : "");
    return wanted;
}

const char *hm_step_ends_wrong(const double *settings) {
    if (!(settings[HM_SETTING_TO_LOW] < settings[HM_SETTING_TO_HIGH]))
        return "to";
    return settings[HM_SETTING_LOW_KIND] == HM_BOUND_NUMBER &&
                   settings[HM_SETTING_HIGH_KIND] == HM_BOUND_NUMBER &&
                   !(settings[HM_SETTING_LOW] < settings[HM_SETTING_HIGH])
               ? "bounds"
               : NULL;
}

static bool ends_follow_from_extremes(double kind) {
    return kind == HM_BOUND_OWN || kind == HM_BOUND_NUMBER;
}

hm_step_scope hm_step_scope_of(const hm_step_method *method, const double *settings) {
    return method->scope == HM_SCOPE_EXTREMES &&
                   !(ends_follow_from_extremes(settings[HM_SETTING_LOW_KIND]) &&
                     ends_follow_from_extremes(settings[HM_SETTING_HIGH_KIND]))
               ? HM_SCOPE_SAMPLE
               : method->scope;
}

/* The ends of a scale are told where they are not the worst and the best. */
bool hm_step_has(const hm_step_method *method, const double *settings, hm_statistic statistic) {
    const bool is_end = statistic == HM_STATISTIC_LOW || statistic == HM_STATISTIC_HIGH;
    if (method->has_bounds && is_end)
        return settings[HM_SETTING_LOW_KIND] != HM_BOUND_OWN ||
               settings[HM_SETTING_HIGH_KIND] != HM_BOUND_OWN;
    return (method->learns & (1u << statistic)) != 0;
}

/* A step may ask for other marks than 0 to 100. */
static void stretch(const double *settings, double *marks, size_t count) {
    const double low = settings[HM_SETTING_TO_LOW], high = settings[HM_SETTING_TO_HIGH];
    if (low == 0 && high == 100)
        return;
    for (size_t i = 0; i < count; i++)
        marks[i] = low + (high - low) * (marks[i] / 100);
}

void hm_step_apply_all(const hm_step_method *method, const hm_learnt *learnt,
                       const double *settings, double *values, size_t count) {
    if (!method->mark)
        method->apply(learnt, settings, values, count);
    for (size_t i = 0; method->mark && i < count; i++) {
        const hm_value_place place = hm_value_place_of(learnt, values[i]);
        values[i] = method->mark(learnt, settings, &place);
    }
    stretch(settings, values, count);
}

double hm_step_apply(const hm_step_method *method, const hm_learnt *learnt, const double *settings,
                     double value) {
    hm_step_apply_all(method, learnt, settings, &value, 1);
    return value;
}

/* Tie after tie. */
static void mark_learnt(const hm_step_method *method, const hm_learnt *learnt,
                        const double *settings, double *marks) {
    const double *ties = learnt->ties;
    const size_t count = learnt->count;
    size_t end;
    for (size_t i = 0; i < count; i = end) {
        for (end = i + 1; end < count && ties[end] == ties[i];)
            end++;
        const hm_value_place place = {i, end - i, count - end};
        const double mark = method->mark(learnt, settings, &place);
        for (size_t k = i; k < end; k++)
            marks[k] = mark;
    }
}

void hm_step_apply_learnt(const hm_step_method *method, const hm_learnt *learnt,
                          const double *settings, double *marks) {
    if (method->mark) {
        mark_learnt(method, learnt, settings, marks);
    } else {
        memcpy(marks, learnt->ties, learnt->count * sizeof *marks);
        method->apply(learnt, settings, marks, learnt->count);
    }
    stretch(settings, marks, learnt->count);
}

/* --- places --- */

/* How many of the ascending numbers lie below `value`, or, with `equal`, at or below it. */
static size_t count_below(const double *numbers, size_t count, double value, bool equal) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (numbers[middle] < value || (equal && numbers[middle] <= value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The tie that a value belongs to is the first whose greatest is not below it. */
hm_value_place hm_value_place_of(const hm_learnt *learnt, double value) {
    const double *ties = learnt->ties;
    const size_t count = learnt->count, below = count_below(ties, count, value, false);
    if (below == count || !hm_ties(ties[below], value))
        return (hm_value_place){below, 0, count - below};
    const size_t up_to = count_below(ties, count, ties[below], true);
    return (hm_value_place){below, up_to - below, count - up_to};
}
