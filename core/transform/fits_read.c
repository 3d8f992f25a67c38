#include "transform/fits_read.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "methods/step_methods.h"
#include "transform/digest.h"

/* One figure and the line that it stands in; 0: it was not said. */
typedef struct said {
    double value;
    uint32_t line;
} said;

typedef struct step_rows {
    const hm_step_method *method;
    uint32_t phase;
    said digest[HM_FIT_DIGEST], rests_on[HM_FIT_DIGEST], direction;
    said settings[HM_STEP_SETTINGS]; /* those that were said */
    said columns;
    uint32_t line; /* of its first row */
} step_rows;

typedef struct fit_rows {
    uint32_t step, period, group;
    said parameters[HM_FIT_PARAMETERS];
    said *settings; /* those that differ from the step's in this period; NULL: none does */
    uint32_t line;
    size_t samples;
} fit_rows;

typedef struct sample_row {
    uint32_t fit; /* whose */
    uint32_t line;
    uint64_t index;
    double value;
} sample_row;

struct hm_fit_reader {
    const hm_allocator *allocator;
    const char *file;
    hm_names nodes, periods, groups;
    hm_names step_names, fit_names; /* numbered as the arrays below */
    step_rows *steps;
    uint32_t *step_nodes; /* by step */
    size_t step_capacity, node_capacity;
    fit_rows *fits;
    size_t fit_capacity;
    sample_row *samples;
    size_t sample_count, sample_capacity;
};

hm_fit_reader *hm_fit_reader_new(const char *file, const hm_allocator *allocator) {
    hm_fit_reader *reader = hm_allocate_array(allocator, 1, sizeof *reader);
    if (!reader)
        return NULL;
    reader->allocator = allocator;
    reader->file = file;
    hm_names_open(&reader->nodes, allocator);
    hm_names_open(&reader->periods, allocator);
    hm_names_open(&reader->groups, allocator);
    hm_names_open(&reader->step_names, allocator);
    hm_names_open(&reader->fit_names, allocator);
    return reader;
}

void hm_fit_reader_free(hm_fit_reader *reader) {
    if (!reader)
        return;
    const hm_allocator *allocator = reader->allocator;
    hm_release(allocator, reader->samples, reader->sample_capacity * sizeof *reader->samples);
    for (size_t i = 0; i < reader->fit_names.count; i++)
        hm_release(allocator, reader->fits[i].settings,
                   reader->fits[i].settings ? HM_STEP_SETTINGS * sizeof(said) : 0);
    hm_release(allocator, reader->fits, reader->fit_capacity * sizeof *reader->fits);
    hm_release(allocator, reader->steps, reader->step_capacity * sizeof *reader->steps);
    hm_release(allocator, reader->step_nodes, reader->node_capacity * sizeof *reader->step_nodes);
    hm_names_close(&reader->fit_names);
    hm_names_close(&reader->step_names);
    hm_names_close(&reader->groups);
    hm_names_close(&reader->periods);
    hm_names_close(&reader->nodes);
    hm_release(allocator, reader, sizeof *reader);
}

/* --- one row --- */

static hm_code fail_cell(const hm_fit_reader *reader, const hm_fit_row *row, hm_fit_column column,
                         const char *expected, hm_error *error) {
    const hm_raw cell = row->cells[column];
    return hm_error_at(error, HM_ERROR_DATA, reader->file, row->line, cell.position.column,
                       "%s: found \"%s\", expected %s", hm_fit_column_name(column),
                       hm_quote_of(cell.text, cell.size).text, expected);
}

static bool read_number(hm_raw cell, double *out) {
    return hm_number_read(cell.text, cell.size, '.', out) == HM_NUMBER_FINE;
}

static bool is_whole_within(double number, double most) {
    return number >= 0 && number <= most && floor(number) == number;
}

static bool is(hm_raw cell, const char *text) {
    return cell.size == strlen(text) && memcmp(cell.text, text, cell.size) == 0;
}

/* False where there is no such kind. */
static bool kind_of(const hm_fit_row *row, hm_step_kind *out) {
    for (int i = 0; i < HM_STEP_ALL_KINDS; i++) {
        *out = (hm_step_kind)i;
        if (is(row->cells[HM_FIT_STEP], hm_step_kind_name(*out)))
            return true;
    }
    return false;
}

/* NULL where there is none that learns something. */
static const hm_step_method *method_of(const hm_fit_row *row, hm_step_kind kind) {
    const hm_step_method *method;
    for (size_t i = 0; (method = hm_step_method_at(kind, i)) != NULL; i++)
        if (method->scope != HM_SCOPE_NONE && is(row->cells[HM_FIT_METHOD], method->name))
            return method;
    return NULL;
}

static hm_code read_phase(const hm_fit_reader *reader, const hm_fit_row *row, uint32_t *out,
                          hm_error *error) {
    double phase;
    if (!read_number(row->cells[HM_FIT_PHASE], &phase) || !is_whole_within(phase, HM_MOST_PHASES) ||
        phase < 1)
        return fail_cell(reader, row, HM_FIT_PHASE, "a whole number from 1 on", error);
    *out = (uint32_t)phase;
    return HM_OK;
}

static bool grow_steps(hm_fit_reader *reader) {
    const size_t count = reader->step_names.count;
    return hm_grow(reader->allocator, &reader->steps, count, &reader->step_capacity,
                   sizeof *reader->steps) &&
           hm_grow(reader->allocator, &reader->step_nodes, count, &reader->node_capacity,
                   sizeof *reader->step_nodes);
}

/* The step that a row is of, new if it is. */
static hm_code find_step(hm_fit_reader *reader, const hm_fit_row *row, uint32_t *out,
                         hm_error *error) {
    const hm_raw code = row->cells[HM_FIT_NODE];
    hm_step_kind kind;
    const uint32_t before = reader->step_names.count;
    uint32_t name[2] = {0, 0};
    const hm_code result = read_phase(reader, row, &name[1], error);
    if (result != HM_OK)
        return result;
    if (code.size == 0)
        return fail_cell(reader, row, HM_FIT_NODE, "the code of a node", error);
    if (!kind_of(row, &kind))
        return fail_cell(reader, row, HM_FIT_STEP, "impute, treat, scale or aggregate", error);
    const hm_step_method *method = method_of(row, kind);
    if (!method)
        return fail_cell(reader, row, HM_FIT_METHOD,
                         "a method that learns, such as minmax of scaling", error);
    name[0] = hm_names_intern(&reader->nodes, code.text, code.size);
    if (name[0] == HM_NO_NAME || !grow_steps(reader))
        return hm_error_memory(error);
    *out = hm_names_intern(&reader->step_names, (const char *)name, sizeof name);
    if (*out == HM_NO_NAME)
        return hm_error_memory(error);
    if (*out == before) {
        reader->steps[*out] = (step_rows){.method = method, .phase = name[1], .line = row->line};
        reader->step_nodes[*out] = name[0];
    }
    if (reader->steps[*out].method != method)
        return fail_cell(reader, row, HM_FIT_METHOD,
                         "the method of the node's rows before this one", error);
    return HM_OK;
}

/* What is learnt of a step, from the period and group that a row is of, new if it is. */
static hm_code find_fit(hm_fit_reader *reader, const hm_fit_row *row, uint32_t step, uint32_t *out,
                        hm_error *error) {
    const hm_raw period = row->cells[HM_FIT_PERIOD], group = row->cells[HM_FIT_GROUP];
    const uint32_t before = reader->fit_names.count;
    if (period.size == 0)
        return fail_cell(reader, row, HM_FIT_PERIOD, "the period that it was learnt of", error);
    const uint32_t name[3] = {step, hm_names_intern(&reader->periods, period.text, period.size),
                              hm_names_intern(&reader->groups, group.text, group.size)};
    if (name[1] == HM_NO_NAME || name[2] == HM_NO_NAME ||
        !hm_grow(reader->allocator, &reader->fits, before, &reader->fit_capacity,
                 sizeof *reader->fits))
        return hm_error_memory(error);
    *out = hm_names_intern(&reader->fit_names, (const char *)name, sizeof name);
    if (*out == HM_NO_NAME)
        return hm_error_memory(error);
    if (*out == before)
        reader->fits[*out] =
            (fit_rows){.step = step, .period = name[1], .group = name[2], .line = row->line};
    return HM_OK;
}

static hm_code say(const hm_fit_reader *reader, const hm_fit_row *row, said *out, double value,
                   hm_error *error) {
    if (out->line > 0)
        return hm_error_at(error, HM_ERROR_DATA, reader->file, row->line, 0,
                           "the same figure stands in line %u", (unsigned)out->line);
    *out = (said){value, row->line};
    return HM_OK;
}

static hm_code take_of_step(hm_fit_reader *reader, const hm_fit_row *row, uint32_t number,
                            hm_fit_parameter parameter, double index, double value,
                            hm_error *error) {
    step_rows *step = &reader->steps[number];
    if (row->cells[HM_FIT_PERIOD].size > 0)
        return fail_cell(reader, row, HM_FIT_PERIOD, "nothing: this is said of all periods", error);
    if (row->cells[HM_FIT_GROUP].size > 0)
        return fail_cell(reader, row, HM_FIT_GROUP, "nothing: this is said of all groups", error);
    if (parameter == HM_FIT_SAYS_DIRECTION) {
        if (value != 1 && value != -1)
            return fail_cell(reader, row, HM_FIT_VALUE, "-1 where less is better, else 1", error);
        return index == 0 ? say(reader, row, &step->direction, value, error)
                          : fail_cell(reader, row, HM_FIT_INDEX, "0", error);
    }
    if (parameter == HM_FIT_SAYS_SETTING)
        return is_whole_within(index, HM_SETTING_SIGN - 1)
                   ? say(reader, row, &step->settings[(size_t)index], value, error)
                   : fail_cell(reader, row, HM_FIT_INDEX, "the number of a setting", error);
    if (parameter == HM_FIT_SAYS_COLUMNS) {
        if (!step->method->joint)
            return fail_cell(reader, row, HM_FIT_PARAMETER,
                             "nothing: this method looks at its node alone", error);
        if (!is_whole_within(value, UINT32_MAX) || value < 1)
            return fail_cell(reader, row, HM_FIT_VALUE, "a number of columns", error);
        return index == 0 ? say(reader, row, &step->columns, value, error)
                          : fail_cell(reader, row, HM_FIT_INDEX, "0", error);
    }
    if (parameter == HM_FIT_SAYS_RESTS_ON && step->phase == 1)
        return fail_cell(reader, row, HM_FIT_PARAMETER, "nothing before the first phase", error);
    if (!is_whole_within(index, HM_FIT_DIGEST - 1))
        return fail_cell(reader, row, HM_FIT_INDEX, "a whole number from 0 to 3", error);
    said *digest = parameter == HM_FIT_SAYS_DIGEST ? step->digest : step->rests_on;
    return say(reader, row, &digest[(size_t)index], value, error);
}

static hm_code take_sample(hm_fit_reader *reader, const hm_fit_row *row, uint32_t fit, double index,
                           double value, hm_error *error) {
    if (!hm_grow(reader->allocator, &reader->samples, reader->sample_count,
                 &reader->sample_capacity, sizeof *reader->samples))
        return hm_error_memory(error);
    reader->samples[reader->sample_count++] = (sample_row){fit, row->line, (uint64_t)index, value};
    reader->fits[fit].samples++;
    return HM_OK;
}

/* A setting that is a parameter of the package, where it is another in this period. */
static hm_code take_setting(const hm_fit_reader *reader, const hm_fit_row *row, uint32_t fit,
                            double index, double value, hm_error *error) {
    fit_rows *rows = &reader->fits[fit];
    if (!is_whole_within(index, HM_SETTING_SIGN - 1))
        return fail_cell(reader, row, HM_FIT_INDEX, "the number of a setting", error);
    if (!rows->settings)
        rows->settings =
            hm_allocate_array(reader->allocator, HM_STEP_SETTINGS, sizeof *rows->settings);
    return rows->settings ? say(reader, row, &rows->settings[(size_t)index], value, error)
                          : hm_error_memory(error);
}

static hm_code take_figure(hm_fit_reader *reader, const hm_fit_row *row, uint32_t step,
                           hm_fit_parameter parameter, double index, double value,
                           hm_error *error) {
    uint32_t fit;
    const bool is_dated = parameter == HM_FIT_SAYS_SETTING && row->cells[HM_FIT_PERIOD].size > 0;
    if (parameter < HM_FIT_SAYS_COUNT && !is_dated)
        return take_of_step(reader, row, step, parameter, index, value, error);
    const hm_code code = find_fit(reader, row, step, &fit, error);
    if (code != HM_OK)
        return code;
    if (is_dated)
        return take_setting(reader, row, fit, index, value, error);
    if (parameter == HM_FIT_SAYS_SAMPLE)
        return take_sample(reader, row, fit, index, value, error);
    if (index != 0)
        return fail_cell(reader, row, HM_FIT_INDEX, "0", error);
    if (parameter == HM_FIT_SAYS_COUNT && !is_whole_within(value, UINT32_MAX))
        return fail_cell(reader, row, HM_FIT_VALUE, "a number of cities", error);
    return say(reader, row, &reader->fits[fit].parameters[parameter], value, error);
}

static hm_code fail_parameter(const hm_fit_reader *reader, const hm_fit_row *row, hm_error *error) {
    hm_choice_list known = {{0}};
    for (int i = 0; i < HM_FIT_PARAMETERS; i++)
        hm_choice_list_add(&known, hm_fit_parameter_name((hm_fit_parameter)i));
    return fail_cell(reader, row, HM_FIT_PARAMETER, known.text, error);
}

hm_code hm_fit_reader_take(hm_fit_reader *reader, const hm_fit_row *row, hm_error *error) {
    double index, value;
    uint32_t step = HM_NO_NAME;
    int parameter = 0;
    while (parameter < HM_FIT_PARAMETERS &&
           !is(row->cells[HM_FIT_PARAMETER], hm_fit_parameter_name((hm_fit_parameter)parameter)))
        parameter++;
    if (parameter == HM_FIT_PARAMETERS)
        return fail_parameter(reader, row, error);
    if (!read_number(row->cells[HM_FIT_INDEX], &index) || !is_whole_within(index, 9e15))
        return fail_cell(reader, row, HM_FIT_INDEX, "a whole number of at least 0", error);
    const hm_code code = find_step(reader, row, &step, error);
    if (code != HM_OK)
        return code;
    const bool is_gap = parameter == HM_FIT_SAYS_SAMPLE && reader->steps[step].method->joint &&
                        row->cells[HM_FIT_VALUE].size == 0;
    if (is_gap)
        value = (double)NAN;
    else if (!read_number(row->cells[HM_FIT_VALUE], &value))
        return fail_cell(reader, row, HM_FIT_VALUE, "a number", error);
    return take_figure(reader, row, step, (hm_fit_parameter)parameter, index, value, error);
}

/* --- all rows --- */

/* `rows` NULL: of the step as a whole. */
static hm_code fail_missing(const hm_fit_reader *reader, uint32_t line, uint32_t step,
                            const fit_rows *rows, hm_fit_parameter parameter, hm_error *error) {
    const char *group = rows ? reader->groups.texts[rows->group] : "";
    return hm_error_at(error, HM_ERROR_DATA, reader->file, line, 0,
                       "node %s%s%s%s%s: found no %s, or not all of it",
                       reader->nodes.texts[reader->step_nodes[step]], rows ? ", period " : "",
                       rows ? reader->periods.texts[rows->period] : "", *group ? ", group " : "",
                       group, hm_fit_parameter_name(parameter));
}

static hm_code take_digest(const hm_fit_reader *reader, uint32_t number, hm_fit_parameter parameter,
                           double out[HM_FIT_DIGEST], hm_error *error) {
    const step_rows *step = &reader->steps[number];
    const said *digest = parameter == HM_FIT_SAYS_DIGEST ? step->digest : step->rests_on;
    for (size_t i = 0; i < HM_FIT_DIGEST; i++) {
        out[i] = digest[i].value;
        if (digest[i].line == 0)
            return fail_missing(reader, step->line, number, NULL, parameter, error);
    }
    return HM_OK;
}

/* What a package could say, whoever wrote the file. */
static bool is_setting(const hm_step_method *method, size_t index, double value) {
    if (index >= HM_STEP_PARAMETERS)
        return index != HM_SETTING_LOW_KIND && index != HM_SETTING_HIGH_KIND
                   ? fabs(value) <= DBL_MAX
                   : is_whole_within(value, HM_BOUND_KINDS - 1);
    if (index >= hm_step_parameter_count(method))
        return false;
    const hm_step_parameter *parameter = &method->parameters[index];
    size_t words = 0;
    while (parameter->words && parameter->words[words])
        words++;
    return parameter->words ? is_whole_within(value, (double)words - 1)
                            : value >= parameter->low && value <= parameter->high;
}

/* Over those that are there. */
static hm_code lay_settings(const hm_fit_reader *reader, const hm_step_method *method,
                            const said *given, double *settings, hm_error *error) {
    for (size_t i = 0; i < HM_SETTING_SIGN; i++) {
        if (given[i].line == 0)
            continue;
        settings[i] = given[i].value;
        if (!is_setting(method, i, settings[i]))
            return hm_error_at(error, HM_ERROR_DATA, reader->file, given[i].line, 0,
                               "value: no setting that %s can have", method->name);
    }
    return HM_OK;
}

static hm_code take_settings(const hm_fit_reader *reader, uint32_t number, hm_fit_step *out,
                             hm_error *error) {
    const step_rows *step = &reader->steps[number];
    hm_step_settings_begin(step->method, out->settings);
    out->settings[HM_SETTING_SIGN] = hm_fit_sign(out);
    const hm_code code = lay_settings(reader, step->method, step->settings, out->settings, error);
    for (size_t i = 0; code == HM_OK && i < HM_SETTING_SIGN; i++)
        if (isnan(out->settings[i]))
            return fail_missing(reader, step->line, number, NULL, HM_FIT_SAYS_SETTING, error);
    return code;
}

/* Steps have the same numbers in the fit. */
static hm_code make_steps(const hm_fit_reader *reader, hm_fits *fits, hm_error *error) {
    for (uint32_t i = 0; i < reader->step_names.count; i++) {
        const step_rows *rows = &reader->steps[i];
        hm_fit_step step = {.method = rows->method,
                            .phase = rows->phase,
                            .columns = (uint32_t)rows->columns.value,
                            .lower_is_better = rows->direction.value < 0};
        hm_code code = take_digest(reader, i, HM_FIT_SAYS_DIGEST, step.digest, error);
        if (code == HM_OK && rows->phase > 1)
            code = take_digest(reader, i, HM_FIT_SAYS_RESTS_ON, step.rests_on, error);
        if (code == HM_OK && rows->direction.line == 0)
            code = fail_missing(reader, rows->line, i, NULL, HM_FIT_SAYS_DIRECTION, error);
        if (code == HM_OK)
            code = take_settings(reader, i, &step, error);
        if (code == HM_OK && rows->method->joint && rows->columns.line == 0)
            code = fail_missing(reader, rows->line, i, NULL, HM_FIT_SAYS_COLUMNS, error);
        if (code != HM_OK)
            return code;
        if (hm_fits_add_step(fits, reader->nodes.texts[reader->step_nodes[i]], &step) == HM_NO_NAME)
            return hm_error_memory(error);
    }
    return HM_OK;
}

static int compare_samples(const void *a, const void *b) {
    const sample_row *one = a, *other = b;
    if (one->fit != other->fit)
        return one->fit < other->fit ? -1 : 1;
    return one->index < other->index ? -1 : one->index > other->index;
}

/* The values that a fit is learnt from, oriented; `samples` are the rows of its sample, in order.
 */
static hm_code take_values(const hm_fit_reader *reader, const fit_rows *rows,
                           const hm_fit_step *step, const sample_row *samples, double *values,
                           hm_error *error) {
    const double sign = hm_fit_sign(step);
    if (hm_fit_step_scope(step) == HM_SCOPE_EXTREMES) {
        const said *statistics = rows->parameters + HM_FIT_SAYS_STATISTIC;
        values[0] = sign * statistics[HM_STATISTIC_WORST].value + 0.0;
        values[1] = sign * statistics[HM_STATISTIC_BEST].value + 0.0;
        return HM_OK;
    }
    for (size_t i = 0; i < rows->samples; i++) {
        values[i] = sign * samples[i].value + 0.0;
        if (samples[i].index != i)
            return fail_missing(reader, samples[i].line, rows->step, rows, HM_FIT_SAYS_SAMPLE,
                                error);
        if (i > 0 && step->columns == 0 && values[i] < values[i - 1])
            return hm_error_at(error, HM_ERROR_DATA, reader->file, samples[i].line, 0,
                               "value: a sample goes from the lowest mark to the highest");
    }
    return HM_OK;
}

static hm_code check_figure(const hm_fit_reader *reader, const fit_rows *rows, const hm_fits *fits,
                            const hm_fit *fit, hm_fit_parameter parameter, hm_error *error) {
    const said *found = &rows->parameters[parameter];
    const char *name = hm_fit_parameter_name(parameter);
    char expected[HM_NUMBER_SIZE];
    if (!hm_fit_says(fits, fit, parameter))
        return found->line == 0
                   ? HM_OK
                   : hm_error_at(error, HM_ERROR_DATA, reader->file, found->line, 0,
                                 "found %s, which this method does not have here", name);
    if (found->line == 0)
        return fail_missing(reader, rows->line, rows->step, rows, parameter, error);
    const double follows = hm_fit_value(fits, fit, parameter);
    if (found->value == follows)
        return HM_OK;
    hm_number_print(follows, expected);
    return hm_error_at(error, HM_ERROR_DATA, reader->file, found->line, 0,
                       "%s: expected %s, as follows from the other rows of node %s, period %s",
                       name, expected, hm_fits_code(fits, fit->step),
                       reader->periods.texts[rows->period]);
}

/* What was said must be what follows. */
static hm_code check_said(const hm_fit_reader *reader, const fit_rows *rows, const hm_fits *fits,
                          const hm_fit *fit, hm_error *error) {
    hm_code code = HM_OK;
    for (int i = HM_FIT_SAYS_COUNT; code == HM_OK && i < HM_FIT_SAYS_SAMPLE; i++)
        code = check_figure(reader, rows, fits, fit, (hm_fit_parameter)i, error);
    return code;
}

static hm_code learn(const hm_fit_reader *reader, const fit_rows *rows, hm_fits *fits,
                     double *values, size_t count, hm_error *error) {
    const said *reference = &rows->parameters[HM_FIT_SAYS_STATISTIC + HM_STATISTIC_REFERENCE];
    const size_t cities = (size_t)rows->parameters[HM_FIT_SAYS_COUNT].value;
    const double sign = hm_fit_sign(&fits->steps[rows->step]);
    const hm_fit_step *step = &fits->steps[rows->step];
    double settings[HM_STEP_SETTINGS];
    memcpy(settings, step->settings, sizeof settings);
    const hm_code laid = rows->settings
                             ? lay_settings(reader, step->method, rows->settings, settings, error)
                             : HM_OK;
    if (laid != HM_OK)
        return laid;
    const size_t wanted =
        cities * (fits->steps[rows->step].columns > 0 ? fits->steps[rows->step].columns : 1);
    const hm_fit_sample sample = {.values = values,
                                  .size = wanted < count ? wanted : count,
                                  .count = cities,
                                  .reference = reference->line > 0 ? sign * reference->value + 0.0
                                                                   : (double)NAN,
                                  .settings = rows->settings ? settings : NULL};
    const uint32_t period = hm_names_intern(&fits->periods, reader->periods.texts[rows->period],
                                            reader->periods.sizes[rows->period]);
    const uint32_t group = hm_names_intern(&fits->groups, reader->groups.texts[rows->group],
                                           reader->groups.sizes[rows->group]);
    if (period == HM_NO_NAME || group == HM_NO_NAME ||
        !hm_fits_learn(fits, rows->step, period, group, sample, NULL))
        return hm_error_memory(error);
    return check_said(reader, rows, fits, hm_fits_at(fits, rows->step, period, group), error);
}

static hm_code make_fit(const hm_fit_reader *reader, const fit_rows *rows, hm_fits *fits,
                        const sample_row *samples, hm_error *error) {
    const hm_fit_step *step = &fits->steps[rows->step];
    const said *count = &rows->parameters[HM_FIT_SAYS_COUNT];
    const bool keeps = hm_fit_step_scope(step) == HM_SCOPE_SAMPLE;
    const size_t size = keeps ? rows->samples : 2;
    if (count->line == 0)
        return fail_missing(reader, rows->line, rows->step, rows, HM_FIT_SAYS_COUNT, error);
    if (!keeps && rows->samples > 0)
        return hm_error_at(error, HM_ERROR_DATA, reader->file, samples->line, 0,
                           "parameter: found a sample, which this method does not keep");
    const double each = step->columns > 0 ? step->columns : 1;
    if (keeps && (double)rows->samples != count->value * each)
        return fail_missing(reader, rows->line, rows->step, rows, HM_FIT_SAYS_SAMPLE, error);
    double *values = hm_allocate_array(reader->allocator, size, sizeof *values);
    hm_code code =
        values ? take_values(reader, rows, step, samples, values, error) : hm_error_memory(error);
    if (code == HM_OK)
        code = learn(reader, rows, fits, values, size, error);
    hm_release(reader->allocator, values, size * sizeof *values);
    return code;
}

hm_code hm_fit_reader_finish(hm_fit_reader *reader, hm_fits **out, hm_error *error) {
    hm_fits *fits = hm_fits_new(reader->allocator);
    const sample_row *samples = reader->samples;
    hm_code code = fits ? make_steps(reader, fits, error) : hm_error_memory(error);
    if (reader->sample_count > 0)
        qsort(reader->samples, reader->sample_count, sizeof *samples, compare_samples);
    for (size_t i = 0; code == HM_OK && i < reader->fit_names.count; i++) {
        code = make_fit(reader, &reader->fits[i], fits, samples, error);
        samples += reader->fits[i].samples;
    }
    if (code == HM_OK && !hm_fits_settle(fits))
        code = hm_error_memory(error);
    if (code == HM_OK)
        *out = fits;
    else
        hm_fits_free(fits);
    return code;
}
