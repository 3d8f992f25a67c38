#include "transform/fits_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "table/builder.h"

static const char *const column_names[] = {
    [HM_FIT_PHASE] = "phase",         [HM_FIT_NODE] = "node",     [HM_FIT_STEP] = "step",
    [HM_FIT_METHOD] = "method",       [HM_FIT_PERIOD] = "period", [HM_FIT_GROUP] = "group",
    [HM_FIT_PARAMETER] = "parameter", [HM_FIT_INDEX] = "index",   [HM_FIT_VALUE] = "value"};

static const char *const parameter_names[] = {
    [HM_FIT_SAYS_DIGEST] = "digest",       [HM_FIT_SAYS_DIRECTION] = "direction",
    [HM_FIT_SAYS_COUNT] = "count",         [HM_FIT_SAYS_WORST] = "worst",
    [HM_FIT_SAYS_BEST] = "best",           [HM_FIT_SAYS_MEAN] = "mean",
    [HM_FIT_SAYS_DEVIATION] = "deviation", [HM_FIT_SAYS_SAMPLE] = "sample"};

const char *hm_fit_column_name(hm_fit_column column) {
    return column_names[column];
}

const char *hm_fit_parameter_name(hm_fit_parameter parameter) {
    return parameter_names[parameter];
}

bool hm_fit_says(const hm_fits *fits, const hm_fit *fit, hm_fit_parameter parameter) {
    const hm_scale *scale = &hm_scales[fits->of_nodes[fit->node].scale];
    if (parameter == HM_FIT_SAYS_COUNT)
        return true;
    if (parameter < HM_FIT_SAYS_COUNT || fit->learnt.count == 0)
        return false;
    if (parameter == HM_FIT_SAYS_SAMPLE)
        return scale->keeps_sample;
    return parameter < HM_FIT_SAYS_MEAN || scale->has_mean;
}

double hm_fit_value(const hm_fits *fits, const hm_fit *fit, hm_fit_parameter parameter) {
    const double sign = hm_fit_sign(&fits->of_nodes[fit->node]);
    const hm_scale_fit *learnt = &fit->learnt;
    switch (parameter) {
    case HM_FIT_SAYS_COUNT:
        return (double)learnt->count;
    case HM_FIT_SAYS_WORST:
        return sign * learnt->low + 0.0;
    case HM_FIT_SAYS_BEST:
        return sign * learnt->high + 0.0;
    case HM_FIT_SAYS_MEAN:
        return sign * learnt->mean + 0.0;
    default:
        return learnt->deviation;
    }
}

double hm_fit_sample_at(const hm_fits *fits, const hm_fit *fit, size_t index) {
    return hm_fit_sign(&fits->of_nodes[fit->node]) * fit->sample[index] + 0.0;
}

/* --- rows --- */

/* What all rows of a node, or of one of its periods, have in common. */
typedef struct rows {
    hm_table_builder *builder;
    const hm_fits *fits;
    uint32_t node;
    const char *period;
} rows;

static void put_text(const rows *r, hm_fit_column column, const char *text) {
    if (*text)
        hm_table_builder_text(r->builder, column, text, strlen(text));
}

/* All that is learnt today is learnt from the values of indicators: in the first phase. */
static void put_row(const rows *r, hm_fit_parameter parameter, size_t index, double value) {
    hm_table_builder_integer(r->builder, HM_FIT_PHASE, 1);
    put_text(r, HM_FIT_NODE, r->fits->nodes.texts[r->node]);
    put_text(r, HM_FIT_STEP, "scale");
    put_text(r, HM_FIT_METHOD, hm_scales[r->fits->of_nodes[r->node].scale].name);
    put_text(r, HM_FIT_PERIOD, r->period);
    put_text(r, HM_FIT_PARAMETER, parameter_names[parameter]);
    hm_table_builder_integer(r->builder, HM_FIT_INDEX, (int64_t)index);
    hm_table_builder_number(r->builder, HM_FIT_VALUE, value);
    hm_table_builder_end_row(r->builder);
}

static void put_fit(const rows *r, const hm_fit *fit) {
    for (int i = HM_FIT_SAYS_COUNT; i < HM_FIT_SAYS_SAMPLE; i++) {
        const hm_fit_parameter parameter = (hm_fit_parameter)i;
        if (hm_fit_says(r->fits, fit, parameter))
            put_row(r, parameter, 0, hm_fit_value(r->fits, fit, parameter));
    }
    if (!hm_fit_says(r->fits, fit, HM_FIT_SAYS_SAMPLE))
        return;
    for (size_t i = 0; i < fit->learnt.count; i++)
        put_row(r, HM_FIT_SAYS_SAMPLE, i, hm_fit_sample_at(r->fits, fit, i));
}

static void put_node(hm_table_builder *builder, const hm_fits *fits, uint32_t node,
                     const uint32_t *periods) {
    rows r = {builder, fits, node, ""};
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        put_row(&r, HM_FIT_SAYS_DIGEST, i, fits->of_nodes[node].digest[i]);
    put_row(&r, HM_FIT_SAYS_DIRECTION, 0, hm_fit_sign(&fits->of_nodes[node]));
    for (size_t i = 0; i < fits->periods.count; i++) {
        const hm_fit *fit = hm_fits_at(fits, node, periods[i]);
        r.period = fits->periods.texts[periods[i]];
        if (fit)
            put_fit(&r, fit);
    }
}

/* By their texts, so that the order in which parts were merged does not show: insertion, as there
 * are few. */
static void sort_periods(const hm_fits *fits, uint32_t *periods) {
    for (uint32_t i = 0; i < fits->periods.count; i++) {
        uint32_t at = i;
        for (; at > 0 && strcmp(fits->periods.texts[periods[at - 1]], fits->periods.texts[i]) > 0;
             at--)
            periods[at] = periods[at - 1];
        periods[at] = i;
    }
}

static hm_code make_table(hm_table **out, const hm_fits *fits, hm_error *error) {
    const size_t size = fits->periods.count * sizeof(uint32_t);
    hm_table_builder *builder = hm_table_builder_new("fits", fits->allocator);
    uint32_t *periods = hm_allocate_array(fits->allocator, fits->periods.count, sizeof *periods);
    if (!builder || !periods) {
        hm_table_builder_free(builder);
        hm_release(fits->allocator, periods, size);
        return hm_error_memory(error);
    }
    for (int i = 0; i < HM_FIT_COLUMNS; i++)
        (void)hm_table_builder_column(builder, column_names[i],
                                      i == HM_FIT_PHASE || i == HM_FIT_INDEX ? HM_COLUMN_INTEGER
                                      : i == HM_FIT_VALUE                    ? HM_COLUMN_NUMBER
                                                                             : HM_COLUMN_TEXT,
                                      "");
    sort_periods(fits, periods);
    for (uint32_t node = 0; node < fits->nodes.count; node++)
        put_node(builder, fits, node, periods);
    hm_release(fits->allocator, periods, size);
    return hm_table_builder_freeze(builder, out, error);
}

hm_code hm_fits_table(hm_table **out, const hm_fits *fits, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !fits)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_fits_table needs an out and a fit");
    return make_table(out, fits, error);
}
