#include "transform/fits_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "table/builder.h"
#include "transform/digest.h"

static const char *const column_names[] = {
    [HM_FIT_PHASE] = "phase",         [HM_FIT_NODE] = "node",     [HM_FIT_STEP] = "step",
    [HM_FIT_METHOD] = "method",       [HM_FIT_PERIOD] = "period", [HM_FIT_GROUP] = "group",
    [HM_FIT_PARAMETER] = "parameter", [HM_FIT_INDEX] = "index",   [HM_FIT_VALUE] = "value"};

const char *hm_fit_column_name(hm_fit_column column) {
    return column_names[column];
}

static bool is_statistic(hm_fit_parameter parameter) {
    return parameter >= HM_FIT_SAYS_STATISTIC && parameter < HM_FIT_SAYS_SAMPLE;
}

const char *hm_fit_parameter_name(hm_fit_parameter parameter) {
    static const char *const names[] = {
        [HM_FIT_SAYS_DIGEST] = "digest",       [HM_FIT_SAYS_RESTS_ON] = "rests_on",
        [HM_FIT_SAYS_DIRECTION] = "direction", [HM_FIT_SAYS_SETTING] = "setting",
        [HM_FIT_SAYS_COLUMNS] = "columns",     [HM_FIT_SAYS_COUNT] = "count",
        [HM_FIT_SAYS_SAMPLE] = "sample"};
    return is_statistic(parameter)
               ? hm_statistic_name((hm_statistic)(parameter - HM_FIT_SAYS_STATISTIC))
               : names[parameter];
}

bool hm_fit_says(const hm_fits *fits, const hm_fit *fit, hm_fit_parameter parameter) {
    const hm_fit_step *step = &fits->steps[fit->step];
    if (parameter == HM_FIT_SAYS_COUNT)
        return true;
    if (parameter < HM_FIT_SAYS_COUNT || fit->learnt.count == 0)
        return false;
    if (!is_statistic(parameter))
        return hm_fit_step_scope(step) == HM_SCOPE_SAMPLE;
    const hm_statistic statistic = (hm_statistic)(parameter - HM_FIT_SAYS_STATISTIC);
    return hm_step_has(step->method, step->settings, statistic) &&
           isfinite(fit->learnt.statistics[statistic]);
}

double hm_fit_value(const hm_fits *fits, const hm_fit *fit, hm_fit_parameter parameter) {
    if (parameter == HM_FIT_SAYS_COUNT)
        return (double)fit->learnt.count;
    const hm_statistic statistic = (hm_statistic)(parameter - HM_FIT_SAYS_STATISTIC);
    const double sign = hm_statistic_turns(statistic) ? hm_fit_sign(&fits->steps[fit->step]) : 1;
    return sign * fit->learnt.statistics[statistic] + 0.0;
}

double hm_fit_sample_at(const hm_fits *fits, const hm_fit *fit, size_t index) {
    return hm_fit_sign(&fits->steps[fit->step]) * fit->sample[index] + 0.0;
}

/* --- rows --- */

/* What all rows of a step, or of one of its fits, have in common. */
typedef struct rows {
    hm_table_builder *builder;
    const hm_fits *fits;
    uint32_t step;
    const char *period, *group;
} rows;

static void put_text(const rows *r, hm_fit_column column, const char *text) {
    if (*text)
        hm_table_builder_text(r->builder, column, text, strlen(text));
}

static void put_row(const rows *r, hm_fit_parameter parameter, size_t index, double value) {
    const hm_fit_step *step = &r->fits->steps[r->step];
    hm_table_builder_integer(r->builder, HM_FIT_PHASE, step->phase);
    put_text(r, HM_FIT_NODE, hm_fits_code(r->fits, r->step));
    put_text(r, HM_FIT_STEP, hm_step_kind_name(step->method->kind));
    put_text(r, HM_FIT_METHOD, step->method->name);
    put_text(r, HM_FIT_PERIOD, r->period);
    put_text(r, HM_FIT_GROUP, r->group);
    put_text(r, HM_FIT_PARAMETER, hm_fit_parameter_name(parameter));
    hm_table_builder_integer(r->builder, HM_FIT_INDEX, (int64_t)index);
    if (!isnan(value))
        hm_table_builder_number(r->builder, HM_FIT_VALUE, value);
    hm_table_builder_end_row(r->builder);
}

/* Those that are not what they are `otherwise`; the direction has a row of its own. */
static void put_settings(const rows *r, const double *settings, const double *otherwise) {
    for (size_t i = 0; i < HM_SETTING_SIGN; i++)
        if (settings[i] != otherwise[i])
            put_row(r, HM_FIT_SAYS_SETTING, i, settings[i]);
}

static void put_fit(const rows *r, const hm_fit *fit) {
    if (fit->settings)
        put_settings(r, fit->settings, r->fits->steps[fit->step].settings);
    for (int i = HM_FIT_SAYS_COUNT; i < HM_FIT_SAYS_SAMPLE; i++) {
        const hm_fit_parameter parameter = (hm_fit_parameter)i;
        if (hm_fit_says(r->fits, fit, parameter))
            put_row(r, parameter, 0, hm_fit_value(r->fits, fit, parameter));
    }
    if (!hm_fit_says(r->fits, fit, HM_FIT_SAYS_SAMPLE))
        return;
    for (size_t i = 0; i < hm_fit_sample_count(r->fits, fit); i++)
        put_row(r, HM_FIT_SAYS_SAMPLE, i, hm_fit_sample_at(r->fits, fit, i));
}

static void put_digest(const rows *r, hm_fit_parameter parameter, const double *digest) {
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        put_row(r, parameter, i, digest[i]);
}

/* What a step says of itself in all periods. */
static void put_facts(const rows *r, const hm_fit_step *step) {
    double otherwise[HM_STEP_SETTINGS];
    hm_step_settings_begin(step->method, otherwise);
    put_settings(r, step->settings, otherwise);
    if (step->columns > 0)
        put_row(r, HM_FIT_SAYS_COLUMNS, 0, step->columns);
}

/* The orders that rows stand in: that in which parts were merged does not show. */
typedef struct orders {
    uint32_t *steps, *items;
} orders;

static void put_step(hm_table_builder *builder, const hm_fits *fits, uint32_t number,
                     const orders *o) {
    const hm_fit_step *step = &fits->steps[number];
    const size_t end = hm_fits_first_item(fits, o->items, number + 1);
    rows r = {builder, fits, number, "", ""};
    put_digest(&r, HM_FIT_SAYS_DIGEST, step->digest);
    if (step->phase > 1)
        put_digest(&r, HM_FIT_SAYS_RESTS_ON, step->rests_on);
    put_row(&r, HM_FIT_SAYS_DIRECTION, 0, hm_fit_sign(step));
    put_facts(&r, step);
    for (size_t i = hm_fits_first_item(fits, o->items, number); i < end; i++) {
        const hm_fit *fit = &fits->items[o->items[i]];
        r.period = fits->periods.texts[fit->period];
        r.group = fits->groups.texts[fit->group];
        put_fit(&r, fit);
    }
}

static void add_columns(hm_table_builder *builder) {
    for (int i = 0; i < HM_FIT_COLUMNS; i++)
        (void)hm_table_builder_column(builder, column_names[i],
                                      i == HM_FIT_PHASE || i == HM_FIT_INDEX ? HM_COLUMN_INTEGER
                                      : i == HM_FIT_VALUE                    ? HM_COLUMN_NUMBER
                                                                             : HM_COLUMN_TEXT,
                                      "");
}

static hm_code make_table(hm_table **out, const hm_fits *fits, hm_error *error) {
    const hm_allocator *allocator = fits->allocator;
    hm_table_builder *builder = hm_table_builder_new("fits", allocator);
    const orders o = {hm_fits_step_order(fits), hm_fits_item_order(fits)};
    const bool fine = builder && o.steps && o.items && hm_fits_complete(fits);
    if (fine) {
        add_columns(builder);
        for (uint32_t i = 0; i < fits->step_names.count; i++)
            put_step(builder, fits, o.steps[i], &o);
    }
    hm_release(allocator, o.steps, fits->step_names.count * sizeof *o.steps);
    hm_release(allocator, o.items, fits->keys.count * sizeof *o.items);
    if (fine)
        return hm_table_builder_freeze(builder, out, error);
    hm_table_builder_free(builder);
    return hm_error_memory(error);
}

hm_code hm_fits_table(hm_table **out, const hm_fits *fits, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !fits)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_fits_table needs an out and a fit");
    return make_table(out, fits, error);
}
