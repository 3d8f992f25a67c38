#include "transform/fits_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

/* One figure and the line that it stands in; 0: it was not said. */
typedef struct said {
    double value;
    uint32_t line;
} said;

typedef struct node_rows {
    uint8_t scale;
    said digest[HM_FIT_DIGEST], direction;
    uint32_t line; /* of its first row */
} node_rows;

typedef struct fit_rows {
    uint32_t node, period;
    said parameters[HM_FIT_PARAMETERS];
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
    hm_names nodes, periods, keys; /* numbered as the arrays below */
    node_rows *of_nodes;
    size_t node_capacity;
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
    hm_names_open(&reader->keys, allocator);
    return reader;
}

void hm_fit_reader_free(hm_fit_reader *reader) {
    if (!reader)
        return;
    const hm_allocator *allocator = reader->allocator;
    hm_release(allocator, reader->samples, reader->sample_capacity * sizeof *reader->samples);
    hm_release(allocator, reader->fits, reader->fit_capacity * sizeof *reader->fits);
    hm_release(allocator, reader->of_nodes, reader->node_capacity * sizeof *reader->of_nodes);
    hm_names_close(&reader->keys);
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

static size_t scale_named(hm_raw cell) {
    size_t i = 0;
    while (i < hm_scale_count && !is(cell, hm_scales[i].name))
        i++;
    return i;
}

/* The node that a row is of, new if it is. */
static hm_code find_node(hm_fit_reader *reader, const hm_fit_row *row, uint32_t *out,
                         hm_error *error) {
    const hm_raw code = row->cells[HM_FIT_NODE];
    const size_t scale = scale_named(row->cells[HM_FIT_METHOD]);
    const uint32_t before = reader->nodes.count;
    if (code.size == 0)
        return fail_cell(reader, row, HM_FIT_NODE, "the code of a node", error);
    if (scale == hm_scale_count)
        return fail_cell(reader, row, HM_FIT_METHOD, "a method of scaling, such as minmax", error);
    if (!hm_grow(reader->allocator, &reader->of_nodes, before, &reader->node_capacity,
                 sizeof *reader->of_nodes))
        return hm_error_memory(error);
    *out = hm_names_intern(&reader->nodes, code.text, code.size);
    if (*out == HM_NO_NAME)
        return hm_error_memory(error);
    if (*out == before)
        reader->of_nodes[*out] = (node_rows){.scale = (uint8_t)scale, .line = row->line};
    if (reader->of_nodes[*out].scale != scale)
        return fail_cell(reader, row, HM_FIT_METHOD,
                         "the method of the node's rows before this one", error);
    return HM_OK;
}

/* What is learnt of a node and the period that a row is of, new if it is. */
static hm_code find_fit(hm_fit_reader *reader, const hm_fit_row *row, uint32_t node, uint32_t *out,
                        hm_error *error) {
    const hm_raw period = row->cells[HM_FIT_PERIOD];
    const uint32_t before = reader->keys.count;
    if (period.size == 0)
        return fail_cell(reader, row, HM_FIT_PERIOD, "the period that it was learnt of", error);
    const uint32_t key[2] = {node, hm_names_intern(&reader->periods, period.text, period.size)};
    if (key[1] == HM_NO_NAME || !hm_grow(reader->allocator, &reader->fits, before,
                                         &reader->fit_capacity, sizeof *reader->fits))
        return hm_error_memory(error);
    *out = hm_names_intern(&reader->keys, (const char *)key, sizeof key);
    if (*out == HM_NO_NAME)
        return hm_error_memory(error);
    if (*out == before)
        reader->fits[*out] = (fit_rows){.node = node, .period = key[1], .line = row->line};
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

static hm_code take_of_node(hm_fit_reader *reader, const hm_fit_row *row, uint32_t node,
                            hm_fit_parameter parameter, double index, double value,
                            hm_error *error) {
    node_rows *of = &reader->of_nodes[node];
    if (row->cells[HM_FIT_PERIOD].size > 0)
        return fail_cell(reader, row, HM_FIT_PERIOD, "nothing: this is said of all periods", error);
    if (parameter == HM_FIT_SAYS_DIRECTION) {
        if (value != 1 && value != -1)
            return fail_cell(reader, row, HM_FIT_VALUE, "-1 where less is better, else 1", error);
        return say(reader, row, &of->direction, value, error);
    }
    if (!is_whole_within(index, HM_FIT_DIGEST - 1))
        return fail_cell(reader, row, HM_FIT_INDEX, "a whole number from 0 to 3", error);
    return say(reader, row, &of->digest[(size_t)index], value, error);
}

static hm_code take_sample(hm_fit_reader *reader, const hm_fit_row *row, uint32_t fit, double index,
                           double value, hm_error *error) {
    if (!hm_scales[reader->of_nodes[reader->fits[fit].node].scale].keeps_sample)
        return fail_cell(reader, row, HM_FIT_PARAMETER, "no sample: this method keeps none", error);
    if (!hm_grow(reader->allocator, &reader->samples, reader->sample_count,
                 &reader->sample_capacity, sizeof *reader->samples))
        return hm_error_memory(error);
    reader->samples[reader->sample_count++] = (sample_row){fit, row->line, (uint64_t)index, value};
    reader->fits[fit].samples++;
    return HM_OK;
}

static hm_code take_figure(hm_fit_reader *reader, const hm_fit_row *row, uint32_t node,
                           hm_fit_parameter parameter, double index, double value,
                           hm_error *error) {
    uint32_t fit;
    if (parameter < HM_FIT_SAYS_COUNT)
        return take_of_node(reader, row, node, parameter, index, value, error);
    const hm_code code = find_fit(reader, row, node, &fit, error);
    if (code != HM_OK)
        return code;
    if (parameter == HM_FIT_SAYS_SAMPLE)
        return take_sample(reader, row, fit, index, value, error);
    if (index != 0)
        return fail_cell(reader, row, HM_FIT_INDEX, "0", error);
    if (parameter == HM_FIT_SAYS_COUNT && !is_whole_within(value, UINT32_MAX))
        return fail_cell(reader, row, HM_FIT_VALUE, "a number of cities", error);
    return say(reader, row, &reader->fits[fit].parameters[parameter], value, error);
}

hm_code hm_fit_reader_take(hm_fit_reader *reader, const hm_fit_row *row, hm_error *error) {
    double index, value;
    uint32_t node = HM_NO_NAME;
    int parameter = 0;
    while (parameter < HM_FIT_PARAMETERS &&
           !is(row->cells[HM_FIT_PARAMETER], hm_fit_parameter_name((hm_fit_parameter)parameter)))
        parameter++;
    if (parameter == HM_FIT_PARAMETERS)
        return fail_cell(reader, row, HM_FIT_PARAMETER,
                         "digest, direction, count, worst, best, mean, deviation or sample", error);
    if (!is(row->cells[HM_FIT_PHASE], "1"))
        return fail_cell(reader, row, HM_FIT_PHASE, "1", error);
    if (!is(row->cells[HM_FIT_STEP], "scale"))
        return fail_cell(reader, row, HM_FIT_STEP, "scale", error);
    if (row->cells[HM_FIT_GROUP].size > 0)
        return fail_cell(reader, row, HM_FIT_GROUP, "nothing", error);
    if (!read_number(row->cells[HM_FIT_INDEX], &index) || !is_whole_within(index, 9e15))
        return fail_cell(reader, row, HM_FIT_INDEX, "a whole number of at least 0", error);
    if (!read_number(row->cells[HM_FIT_VALUE], &value))
        return fail_cell(reader, row, HM_FIT_VALUE, "a number", error);
    const hm_code code = find_node(reader, row, &node, error);
    return code == HM_OK
               ? take_figure(reader, row, node, (hm_fit_parameter)parameter, index, value, error)
               : code;
}

/* --- all rows --- */

static hm_code fail_missing(const hm_fit_reader *reader, uint32_t line, uint32_t node,
                            uint32_t period, hm_fit_parameter parameter, hm_error *error) {
    return hm_error_at(error, HM_ERROR_DATA, reader->file, line, 0,
                       "node %s%s%s: found no %s, or not all of it", reader->nodes.texts[node],
                       period == HM_NO_NAME ? "" : ", period ",
                       period == HM_NO_NAME ? "" : reader->periods.texts[period],
                       hm_fit_parameter_name(parameter));
}

static hm_code make_nodes(const hm_fit_reader *reader, hm_fits *fits, hm_error *error) {
    for (uint32_t i = 0; i < reader->nodes.count; i++) {
        const node_rows *rows = &reader->of_nodes[i];
        hm_fit_node node = {.scale = rows->scale, .lower_is_better = rows->direction.value < 0};
        for (size_t k = 0; k < HM_FIT_DIGEST; k++) {
            node.digest[k] = rows->digest[k].value;
            if (rows->digest[k].line == 0)
                return fail_missing(reader, rows->line, i, HM_NO_NAME, HM_FIT_SAYS_DIGEST, error);
        }
        if (rows->direction.line == 0)
            return fail_missing(reader, rows->line, i, HM_NO_NAME, HM_FIT_SAYS_DIRECTION, error);
        if (hm_fits_add_node(fits, reader->nodes.texts[i], reader->nodes.sizes[i], &node) ==
            HM_NO_NAME)
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

/* The values that a fit is learnt from, oriented; `rows` are those of its sample, in order. */
static hm_code take_values(const hm_fit_reader *reader, const fit_rows *rows,
                           const sample_row *samples, double sign, double *values,
                           hm_error *error) {
    if (!hm_scales[reader->of_nodes[rows->node].scale].keeps_sample) {
        values[0] = sign * rows->parameters[HM_FIT_SAYS_WORST].value + 0.0;
        values[1] = sign * rows->parameters[HM_FIT_SAYS_BEST].value + 0.0;
        return HM_OK;
    }
    for (size_t i = 0; i < rows->samples; i++) {
        values[i] = sign * samples[i].value + 0.0;
        if (samples[i].index != i)
            return fail_missing(reader, samples[i].line, rows->node, rows->period,
                                HM_FIT_SAYS_SAMPLE, error);
        if (i > 0 && values[i] < values[i - 1])
            return hm_error_at(error, HM_ERROR_DATA, reader->file, samples[i].line, 0,
                               "value: a sample goes from the worst to the best");
    }
    return HM_OK;
}

/* What was said must be what follows. */
static hm_code check_said(const hm_fit_reader *reader, const fit_rows *rows, const hm_fits *fits,
                          const hm_fit *fit, hm_error *error) {
    for (int i = HM_FIT_SAYS_COUNT; i < HM_FIT_SAYS_SAMPLE; i++) {
        const hm_fit_parameter parameter = (hm_fit_parameter)i;
        const said *found = &rows->parameters[i];
        char expected[HM_NUMBER_SIZE];
        if (!hm_fit_says(fits, fit, parameter)) {
            if (found->line == 0)
                continue;
            return hm_error_at(error, HM_ERROR_DATA, reader->file, found->line, 0,
                               "found %s, which this method does not have here",
                               hm_fit_parameter_name(parameter));
        }
        if (found->line == 0)
            return fail_missing(reader, rows->line, rows->node, rows->period, parameter, error);
        const double follows = hm_fit_value(fits, fit, parameter);
        if (found->value == follows)
            continue;
        hm_number_print(follows, expected);
        return hm_error_at(error, HM_ERROR_DATA, reader->file, found->line, 0,
                           "%s: expected %s, as follows from the other rows of node %s, period %s",
                           hm_fit_parameter_name(parameter), expected,
                           reader->nodes.texts[rows->node], reader->periods.texts[rows->period]);
    }
    return HM_OK;
}

static hm_code make_fit(const hm_fit_reader *reader, const fit_rows *rows, hm_fits *fits,
                        const sample_row *samples, hm_error *error) {
    const said *count = &rows->parameters[HM_FIT_SAYS_COUNT];
    const bool keeps = hm_scales[reader->of_nodes[rows->node].scale].keeps_sample;
    const size_t cities = (size_t)count->value, size = keeps ? rows->samples : 2;
    if (count->line == 0)
        return fail_missing(reader, rows->line, rows->node, rows->period, HM_FIT_SAYS_COUNT, error);
    if (keeps && rows->samples != cities)
        return fail_missing(reader, rows->line, rows->node, rows->period, HM_FIT_SAYS_SAMPLE,
                            error);
    double *values = hm_allocate_array(reader->allocator, size + 1, sizeof *values);
    const uint32_t at = hm_names_intern(&fits->periods, reader->periods.texts[rows->period],
                                        reader->periods.sizes[rows->period]);
    hm_code code = values && at != HM_NO_NAME ? HM_OK : hm_error_memory(error);
    if (code == HM_OK)
        code = take_values(reader, rows, samples, hm_fit_sign(&fits->of_nodes[rows->node]), values,
                           error);
    if (code == HM_OK && !hm_fits_learn(fits, rows->node, at, values,
                                        cities == 0  ? 0
                                        : cities < 2 ? 1
                                                     : size,
                                        cities))
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = check_said(reader, rows, fits, hm_fits_at(fits, rows->node, at), error);
    hm_release(reader->allocator, values, (size + 1) * sizeof *values);
    return code;
}

hm_code hm_fit_reader_finish(hm_fit_reader *reader, hm_fits **out, hm_error *error) {
    hm_fits *fits = hm_fits_new(reader->allocator);
    const sample_row *samples = reader->samples;
    hm_code code = fits ? make_nodes(reader, fits, error) : hm_error_memory(error);
    if (reader->sample_count > 0)
        qsort(reader->samples, reader->sample_count, sizeof *samples, compare_samples);
    for (size_t i = 0; code == HM_OK && i < reader->keys.count; i++) {
        code = make_fit(reader, &reader->fits[i], fits, samples, error);
        samples += reader->fits[i].samples;
    }
    if (code == HM_OK)
        *out = fits;
    else
        hm_fits_free(fits);
    return code;
}
