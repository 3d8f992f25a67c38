/* statistics.c: what the values and the scores of each indicator look like over the units. */
#include <string.h>

#include "analyse/analysis.h"
#include "base/error.h"
#include "base/tie.h"
#include "methods/sample.h"
#include "methods/sort.h"
#include "platform/cancel.h"
#include "table/builder.h"

enum {
    CODE,
    STAGE,
    N,
    MISSING,
    MIN,
    Q25,
    MEDIAN,
    Q75,
    MAX,
    MEAN,
    SD,
    SKEWNESS,
    KURTOSIS,
    DISTINCT,
    ZEROS,
    TREATED,
    IMPUTED,
    NOT_APPLICABLE,
    COLUMNS
};

static const hm_builder_column columns[COLUMNS] = {
    [CODE] = {"code", HM_COLUMN_TEXT, ""},
    [STAGE] = {"stage", HM_COLUMN_TEXT, ""},
    [N] = {"n", HM_COLUMN_INTEGER, ""},
    [MISSING] = {"missing", HM_COLUMN_INTEGER, ""},
    [MIN] = {"min", HM_COLUMN_NUMBER, ""},
    [Q25] = {"q25", HM_COLUMN_NUMBER, ""},
    [MEDIAN] = {"median", HM_COLUMN_NUMBER, ""},
    [Q75] = {"q75", HM_COLUMN_NUMBER, ""},
    [MAX] = {"max", HM_COLUMN_NUMBER, ""},
    [MEAN] = {"mean", HM_COLUMN_NUMBER, ""},
    [SD] = {"sd", HM_COLUMN_NUMBER, ""},
    [SKEWNESS] = {"skewness", HM_COLUMN_NUMBER, ""},
    [KURTOSIS] = {"kurtosis", HM_COLUMN_NUMBER, ""},
    [DISTINCT] = {"distinct", HM_COLUMN_INTEGER, ""},
    [ZEROS] = {"zeros", HM_COLUMN_INTEGER, ""},
    [TREATED] = {"treated", HM_COLUMN_INTEGER, ""},
    [IMPUTED] = {"imputed", HM_COLUMN_INTEGER, ""},
    [NOT_APPLICABLE] = {"not_applicable", HM_COLUMN_INTEGER, ""},
};

/* What an indicator's figures are at some way from the measure to the score. */
typedef struct stage {
    const char *name;
    hm_score_figure figure;
} stage;

static const stage stages[] = {{"value", HM_FIGURE_VALUE}, {"score", HM_FIGURE_SCORE}};

/* Memory for one column of all units, and for those of its values that are looked at. */
typedef struct workspace {
    const hm_analysing *analysing;
    hm_table_builder *builder;
    size_t units; /* of the data */
    double *numbers, *sample;
    uint8_t *states, *flags;
} workspace;

static bool workspace_open(workspace *w, const hm_analysing *analysing) {
    const hm_allocator *allocator = analysing->allocator;
    const size_t units = hm_dataset_unit_count(analysing->scores->bound.dataset);
    *w = (workspace){
        .analysing = analysing,
        .builder = hm_table_builder_open("statistics", columns, COLUMNS, allocator),
        .units = units,
        .numbers = hm_allocate_array(allocator, units, sizeof *w->numbers),
        .sample = hm_allocate_array(allocator, units, sizeof *w->sample),
        .states = hm_allocate_array(allocator, units, sizeof *w->states),
        .flags = hm_allocate_array(allocator, units, sizeof *w->flags),
    };
    return w->builder && w->numbers && w->sample && w->states && w->flags;
}

static void workspace_close(workspace *w) {
    const hm_allocator *allocator = w->analysing->allocator;
    hm_table_builder_free(w->builder);
    hm_release(allocator, w->numbers, w->units * sizeof *w->numbers);
    hm_release(allocator, w->sample, w->units * sizeof *w->sample);
    hm_release(allocator, w->states, w->units * sizeof *w->states);
    hm_release(allocator, w->flags, w->units * sizeof *w->flags);
}

/* A total of all cities is none of them, and an indicator may not hold in the period. */
static bool is_looked_at(const workspace *w, size_t number, size_t unit) {
    const hm_bound *bound = &w->analysing->scores->bound;
    return hm_dataset_unit_is_ranked(bound->dataset, unit) &&
           !hm_bound_plan(bound, unit)->nodes[number].is_absent;
}

typedef struct counts {
    size_t missing, values, zeros, treated, imputed, not_applicable;
} counts;

/* What does not apply, or is a part of nothing, is not missing: nobody could report it. */
static bool applies(uint8_t state) {
    return state != HM_NOT_APPLICABLE && state != HM_UNDEFINED;
}

/* The values of the units into the sample. */
static counts gather(workspace *w, size_t number) {
    counts found = {0};
    for (size_t i = 0; i < w->analysing->unit_count; i++) {
        const size_t unit = w->analysing->units[i];
        if (!is_looked_at(w, number, unit))
            continue;
        if (w->states[unit] != HM_OBSERVED) {
            found.missing += applies(w->states[unit]) ? 1 : 0;
            found.not_applicable += applies(w->states[unit]) ? 0 : 1;
            continue;
        }
        const double value = w->numbers[unit];
        w->sample[found.values++] = value;
        found.zeros += value == 0 ? 1 : 0;
        found.treated += w->flags[unit] & HM_FLAG_TREATED ? 1 : 0;
        found.imputed += w->flags[unit] & HM_FLAG_IMPUTED ? 1 : 0;
    }
    hm_sort(w->sample, found.values, w->numbers);
    return found;
}

static void put_number(workspace *w, size_t column, bool there, double number) {
    if (there)
        hm_table_builder_number(w->builder, column, number);
    else
        hm_table_builder_missing(w->builder, column, HM_UNDEFINED);
}

static void put_sample(workspace *w, size_t count) {
    static const struct {
        size_t column;
        double share;
    } quantiles[] = {{MIN, 0}, {Q25, 0.25}, {MEDIAN, 0.5}, {Q75, 0.75}, {MAX, 1}};
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++)
        put_number(w, quantiles[i].column, count > 0,
                   count > 0 ? hm_sample_quantile(w->sample, count, quantiles[i].share) : 0);
    const hm_moments moments = count > 0 ? hm_sample_moments(w->sample, count) : (hm_moments){0};
    put_number(w, MEAN, count > 0, moments.mean);
    put_number(w, SD, moments.has_deviation, moments.deviation);
    put_number(w, SKEWNESS, moments.has_skewness, moments.skewness);
    put_number(w, KURTOSIS, moments.has_kurtosis, moments.kurtosis);
}

/* Marks that share a rank are one; values have a unit of measure, and are as they are. */
static size_t count_distinct(const workspace *w, size_t count, bool are_marks) {
    if (are_marks)
        hm_ties_settle(w->sample, count, w->sample);
    return hm_sample_distinct(w->sample, count);
}

static void put_row(workspace *w, size_t number, const stage *at) {
    const char *code = w->analysing->scores->plan->nodes[number].code;
    const counts found = gather(w, number);
    hm_table_builder *builder = w->builder;
    hm_table_builder_text(builder, CODE, code, strlen(code));
    hm_table_builder_text(builder, STAGE, at->name, strlen(at->name));
    hm_table_builder_integer(builder, N, (int64_t)found.values);
    hm_table_builder_integer(builder, MISSING, (int64_t)found.missing);
    put_sample(w, found.values);
    hm_table_builder_integer(
        builder, DISTINCT, (int64_t)count_distinct(w, found.values, at->figure == HM_FIGURE_SCORE));
    hm_table_builder_integer(builder, ZEROS, (int64_t)found.zeros);
    hm_table_builder_integer(builder, TREATED, (int64_t)found.treated);
    hm_table_builder_integer(builder, IMPUTED, (int64_t)found.imputed);
    hm_table_builder_integer(builder, NOT_APPLICABLE, (int64_t)found.not_applicable);
    hm_table_builder_end_row(builder);
}

static hm_code put_node(workspace *w, size_t number) {
    const hm_analysing *analysing = w->analysing;
    hm_column_view view = HM_COLUMN_VIEW_INIT;
    view.count = w->units;
    view.numbers = w->numbers;
    view.states = w->states;
    view.provenance = w->flags;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        (void)hm_scores_column(analysing->scores, number, stages[i].figure, &view);
        put_row(w, number, &stages[i]);
    }
    return hm_cancel_check(analysing->cancel, analysing->error);
}

static hm_code run_statistics(hm_table **out, const hm_analysing *analysing) {
    const hm_plan *plan = analysing->scores->plan;
    workspace w;
    hm_code code = workspace_open(&w, analysing) ? HM_OK : hm_error_memory(analysing->error);
    for (size_t i = 0; code == HM_OK && i < plan->node_count; i++)
        if (plan->nodes[i].indicator != HM_NO_INDICATOR)
            code = put_node(&w, i);
    if (code == HM_OK) {
        code = hm_table_builder_freeze(w.builder, out, analysing->error);
        w.builder = NULL;
    }
    workspace_close(&w);
    return code;
}

static const char *const tables[] = {"statistics", NULL};

const hm_analysis hm_analysis_statistics = {
    .info = {.size = sizeof(hm_analysis_info),
             .name = "statistics",
             .summary = "show what the indicators look like over all cities",
             .about = "Lists of every indicator, for its values and for its scores, how many "
                      "cities and periods have one and how many lack it, the least and the "
                      "greatest, quartiles, mean and standard deviation, skewness and kurtosis, "
                      "how many are different, 0, treated or imputed. Cities that are not ranked "
                      "are left out.",
             .tables = tables},
    .run = run_statistics,
};
