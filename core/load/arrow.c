/* arrow.c: a batch of Arrow columns into a data set: in long form, or a column an input. */
#include <string.h>

#include "base/error.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "format/arrow.h"
#include "load/columns.h"
#include "platform/cancel.h"
#include "platform/environment.h"

enum { NO_COLUMN = -1 };

typedef struct arrow_load {
    hm_reading reading;
    hm_arrow_batch batch;
    int64_t columns[HM_ROLE_COUNT]; /* NO_COLUMN: none */
    bool is_long;
    hm_code code; /* the first error; nothing more is read then */
} arrow_load;

/* --- cells --- */

static hm_position position_of(size_t row, size_t column) {
    return (hm_position){(uint32_t)(row + 1), (uint32_t)(column + 1)};
}

/* A cell, which may turn out to be none. */
static hm_arrow_value get(arrow_load *load, size_t row, size_t column) {
    const hm_arrow_value value = hm_arrow_get(&load->batch, row, column);
    if (value.what == HM_ARROW_BROKEN && load->code == HM_OK)
        load->code = hm_arrow_fail(load->reading.error, row, column,
                                   "column \"%s\" has an offset or an index there that its buffers "
                                   "do not have",
                                   load->batch.columns[column].name);
    return value;
}

typedef struct whole_text {
    char text[24];
} whole_text;

/* What a CSV cell of the same content would hold; whole numbers are written into `buffer`. */
static hm_raw raw_of(arrow_load *load, size_t row, size_t column, whole_text *buffer) {
    const hm_arrow_value value = get(load, row, column);
    hm_raw raw = {.text = "", .position = position_of(row, column)};
    switch (value.what) {
    case HM_ARROW_IS_TEXT:
        raw.text = value.text.text;
        raw.size = value.text.size;
        break;
    case HM_ARROW_IS_WHOLE:
        raw.size = hm_arrow_print_whole(&value, buffer->text);
        raw.text = buffer->text;
        break;
    case HM_ARROW_IS_FLAG:
        raw.text = value.number > 0 ? "yes" : "no";
        raw.size = strlen(raw.text);
        break;
    default: /* nothing there; numbers are not asked for */
        break;
    }
    return hm_raw_check(raw);
}

static hm_raw raw_of_role(arrow_load *load, size_t row, hm_role role, whole_text *buffer) {
    return load->columns[role] == NO_COLUMN
               ? HM_RAW_NONE
               : raw_of(load, row, (size_t)load->columns[role], buffer);
}

/* Whole numbers that no double is are told of, as those of other files are. */
static void check_whole(arrow_load *load, uint32_t input, uint32_t unit,
                        const hm_arrow_value *value) {
    char text[24];
    hm_dataset *dataset = load->reading.dataset;
    const size_t size = hm_arrow_print_whole(value, text);
    const hm_cell cell = {.value = value->number, .kind = HM_CELL_NUMBER};
    if (!hm_cell_loses(text, size, cell))
        return;
    hm_issues_add(&dataset->issues,
                  &(hm_issue){.severity = HM_WARNING,
                              .code = "figure_changed",
                              .file = hm_arrow_file,
                              .city = hm_dataset_unit_city(dataset, unit),
                              .period = hm_dataset_unit_period(dataset, unit),
                              .input = dataset->series[input].name,
                              .found = text},
                  "%s", hm_loss_of(text, size, cell).text);
}

/* All whole numbers below 2^53 are doubles. */
static double number_of(arrow_load *load, uint32_t input, uint32_t unit,
                        const hm_arrow_value *value) {
    if (value->what == HM_ARROW_IS_WHOLE && value->size > UINT64_C(1) << 53)
        check_whole(load, input, unit, value);
    return value->number;
}

static hm_cell cell_of(arrow_load *load, size_t row, size_t column, uint32_t input, uint32_t unit) {
    const hm_arrow_value value = get(load, row, column);
    whole_text unused;
    switch (value.what) {
    case HM_ARROW_IS_FLAG:
        return (hm_cell){.value = value.number, .kind = HM_CELL_FLAG};
    case HM_ARROW_IS_WHOLE:
    case HM_ARROW_IS_NUMBER:
        return hm_ingest_number(&load->reading, input, unit, number_of(load, input, unit, &value));
    case HM_ARROW_IS_TEXT: {
        const hm_raw raw = raw_of(load, row, column, &unused);
        return hm_ingest_cell(&load->reading, &raw);
    }
    default:
        return (hm_cell){.kind = HM_CELL_EMPTY};
    }
}

static bool goes_on(const arrow_load *load) {
    return load->code == HM_OK && !load->reading.dataset->out_of_memory &&
           !load->reading.dataset->sparse && !hm_is_cancelled(load->reading.dataset->cancel);
}

/* --- long: a row an observation --- */

static void read_observation(arrow_load *load, size_t row) {
    hm_raw raw[HM_ROLE_COUNT];
    whole_text buffers[HM_ROLE_COUNT];
    uint32_t unit, input;
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        raw[role] = role == HM_ROLE_VALUE ? HM_RAW_NONE
                                          : raw_of_role(load, row, (hm_role)role, &buffers[role]);
    if (load->code != HM_OK || !hm_ingest_key(&load->reading, raw, &unit, &input))
        return;
    const hm_cell cell = cell_of(load, row, (size_t)load->columns[HM_ROLE_VALUE], input, unit);
    if (load->code == HM_OK)
        hm_ingest_with_remarks(&load->reading, raw, unit, input, cell, HM_ROW_UNKNOWN);
}

static void read_long(arrow_load *load) {
    for (size_t row = 0; row < load->batch.rows && goes_on(load); row++)
        read_observation(load, row);
}

/* --- wide: a column an input --- */

/* False when memory has run out. */
static bool read_units(arrow_load *load, hm_row_units *units) {
    if (!hm_row_units_resize(units, load->reading.dataset->allocator, load->batch.rows))
        return false;
    for (size_t row = 0; row < units->count && goes_on(load); row++) {
        whole_text buffers[2];
        uint32_t unit = HM_NO_UNIT;
        const hm_raw city = raw_of_role(load, row, HM_ROLE_CITY, &buffers[0]);
        const hm_raw period = raw_of_role(load, row, HM_ROLE_PERIOD, &buffers[1]);
        const bool fine = goes_on(load) && hm_ingest_unit(&load->reading, &city, &period, &unit);
        units->units[row] = fine ? unit : HM_NO_UNIT;
    }
    return true;
}

enum { BLOCK_ROWS = 1024 };

/* Numbers of any width as doubles, a block at a time. */
static void read_numbers(arrow_load *load, size_t column, uint32_t input,
                         const hm_row_units *units) {
    double values[BLOCK_ROWS];
    uint8_t validity[BLOCK_ROWS / 8];
    for (size_t first = 0; first < units->count && goes_on(load); first += BLOCK_ROWS) {
        const size_t left = units->count - first, count = left < BLOCK_ROWS ? left : BLOCK_ROWS;
        memset(validity, 0, sizeof validity);
        for (size_t i = 0; i < count; i++) {
            const hm_arrow_value value = get(load, first + i, column);
            const uint32_t unit = units->units[first + i];
            const bool there = value.what != HM_ARROW_MISSING && unit != HM_NO_UNIT;
            values[i] = there ? number_of(load, input, unit, &value) : 0;
            validity[i / 8] |= (uint8_t)(there << i % 8);
        }
        hm_ingest_numbers(&load->reading, input, units->units + first, count,
                          &(hm_numbers){values, validity, 0});
    }
}

static void read_cells(arrow_load *load, size_t column, uint32_t input, const hm_row_units *units) {
    for (size_t row = 0; row < units->count && goes_on(load); row++) {
        if (units->units[row] == HM_NO_UNIT)
            continue;
        const hm_cell cell = cell_of(load, row, column, input, units->units[row]);
        if (load->code == HM_OK)
            (void)hm_ingest_figure(&load->reading, input, units->units[row], cell, HM_ROW_UNKNOWN);
    }
}

static void read_column(arrow_load *load, size_t column, const hm_row_units *units) {
    const hm_arrow_column *from = &load->batch.columns[column];
    const hm_raw name = hm_raw_check((hm_raw){
        .text = from->name, .size = strlen(from->name), .position = position_of(SIZE_MAX, column)});
    const uint32_t input = hm_ingest_input(&load->reading, &name);
    if (input == HM_NO_NAME)
        return;
    if (hm_arrow_is_plain(&load->batch, column)) {
        const size_t first = from->cells.offset + load->batch.offset;
        hm_ingest_numbers(
            &load->reading, input, units->units, units->count,
            &(hm_numbers){(const double *)from->cells.values + first, from->cells.validity, first});
    } else if (!from->has_dictionary &&
               (from->kind == HM_ARROW_NUMBER || from->kind == HM_ARROW_SIGNED ||
                from->kind == HM_ARROW_UNSIGNED)) {
        read_numbers(load, column, input, units);
    } else {
        read_cells(load, column, input, units);
    }
}

/* --- which form it is --- */

static hm_text name_of(const arrow_load *load, size_t column) {
    const char *name = load->batch.columns[column].name;
    return hm_text_trim(name, strlen(name));
}

static hm_role role_of(const arrow_load *load, size_t column) {
    const hm_text name = name_of(load, column);
    return hm_role_find(name.text, name.size);
}

static void warn_unnamed(arrow_load *load, size_t column) {
    HM_ISSUE(&load->reading, HM_WARNING, "unnamed_column", position_of(SIZE_MAX, column),
             "column %zu has no name and is left out", column + 1);
}

/* Is a column of a wide batch a figure? Those that are nothing here are told of. */
static bool is_input(arrow_load *load, size_t column) {
    const hm_role role = role_of(load, column);
    if (name_of(load, column).size == 0) {
        warn_unnamed(load, column);
        return false;
    }
    if (role >= HM_ROLE_STATUS && role < HM_ROLE_COUNT)
        HM_ISSUE(&load->reading, HM_WARNING, "column_of_other_form", position_of(SIZE_MAX, column),
                 "column `%s` is left out: it belongs to tables with columns input and value",
                 hm_role_name(role));
    return role == HM_ROLE_COUNT;
}

static void read_wide(arrow_load *load) {
    hm_row_units units = {0};
    load->reading.dataset->out_of_memory |= !read_units(load, &units);
    for (size_t column = 0; column < load->batch.count && goes_on(load); column++)
        if (is_input(load, column))
            read_column(load, column, &units);
    hm_row_units_close(&units, load->reading.dataset->allocator);
}

/* Of a long batch: what is neither part of an observation nor said of one. */
static void warn_left_out(arrow_load *load) {
    for (size_t column = 0; column < load->batch.count; column++) {
        const hm_text name = name_of(load, column);
        if (name.size == 0)
            warn_unnamed(load, column);
        else if (role_of(load, column) == HM_ROLE_COUNT)
            HM_ISSUE(&load->reading, HM_WARNING, "unknown_column", position_of(SIZE_MAX, column),
                     "column `%s` is left out: a table with columns input and value has no use for "
                     "it",
                     hm_quote_of(name.text, name.size).text);
    }
}

/* City, period, input and remarks are texts; city and period may be whole numbers, and verified a
 * flag. */
static bool suits(hm_role role, hm_arrow_kind kind) {
    const bool whole = kind == HM_ARROW_SIGNED || kind == HM_ARROW_UNSIGNED;
    if (role == HM_ROLE_VALUE || kind == HM_ARROW_TEXT || kind == HM_ARROW_NULL)
        return true;
    if (role == HM_ROLE_VERIFIED)
        return kind == HM_ARROW_FLAG || whole;
    return (role == HM_ROLE_CITY || role == HM_ROLE_PERIOD) && whole;
}

static hm_code find_columns(arrow_load *load) {
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        load->columns[role] = NO_COLUMN;
    for (size_t i = 0; i < load->batch.count; i++) {
        const hm_role role = role_of(load, i);
        const hm_arrow_column *column = &load->batch.columns[i];
        if (role == HM_ROLE_COUNT)
            continue;
        if (load->columns[role] != NO_COLUMN)
            return hm_arrow_fail(load->reading.error, SIZE_MAX, i, "column `%s` stands twice",
                                 hm_role_name(role));
        if (!suits(role, column->kind))
            return hm_arrow_fail(load->reading.error, SIZE_MAX, i,
                                 "column `%s` has numbers or flags, expected texts (Arrow formats "
                                 "u, U)%s",
                                 column->name, role <= HM_ROLE_PERIOD ? " or whole numbers" : "");
        load->columns[role] = (int64_t)i;
    }
    return HM_OK;
}

/* One of input and value alone is a long table with a slip, never an input of that name. */
static hm_code decide_form(arrow_load *load) {
    const bool input = load->columns[HM_ROLE_INPUT] != NO_COLUMN;
    const bool value = load->columns[HM_ROLE_VALUE] != NO_COLUMN;
    load->is_long = input && value;
    if (load->columns[HM_ROLE_CITY] == NO_COLUMN || load->columns[HM_ROLE_PERIOD] == NO_COLUMN ||
        input != value)
        return hm_arrow_fail(
            load->reading.error, SIZE_MAX, SIZE_MAX,
            "found %zu columns without %s, expected city, period, input and value, "
            "or city, period and one column an input",
            load->batch.count,
            load->columns[HM_ROLE_CITY] == NO_COLUMN     ? "city"
            : load->columns[HM_ROLE_PERIOD] == NO_COLUMN ? "period"
            : input                                      ? "value"
                                                         : "input");
    return HM_OK;
}

/* Names are told apart as they will be used: the words in any case (find_columns), inputs exactly.
 */
static hm_code check_names(const arrow_load *load) {
    hm_code code = HM_OK;
    hm_names seen;
    hm_names_open(&seen, load->reading.dataset->allocator);
    for (size_t i = 0; i < load->batch.count && code == HM_OK; i++) {
        const hm_text name = name_of(load, i);
        const uint32_t before = seen.count;
        if (name.size == 0)
            continue;
        if (hm_names_intern(&seen, name.text, name.size) == HM_NO_NAME)
            code = hm_error_memory(load->reading.error);
        else if (seen.count == before)
            code = hm_arrow_fail(load->reading.error, SIZE_MAX, i, "column `%s` stands twice",
                                 hm_quote_of(name.text, name.size).text);
    }
    hm_names_close(&seen);
    return code;
}

/* --- the whole --- */

static hm_code load_batch(arrow_load *load) {
    load->code = check_names(load);
    if (load->code == HM_OK)
        load->code = find_columns(load);
    if (load->code == HM_OK)
        load->code = decide_form(load);
    if (load->code == HM_OK && load->is_long) {
        warn_left_out(load);
        read_long(load);
    } else if (load->code == HM_OK) {
        read_wide(load);
    }
    return load->code != HM_OK ? load->code
                               : hm_dataset_state(load->reading.dataset, load->reading.error);
}

static hm_code read_arrow(hm_dataset *dataset, const struct ArrowSchema *schema,
                          const struct ArrowArray *array, hm_error *error) {
    static const char *const call = "hm_dataset_read_arrow";
    if (!dataset || !schema || !array)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: an argument is NULL", call);
    if (dataset->finished)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: the data set is finished already", call);
    if (!schema->release || !array->release)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: the %s was released already", call,
                            schema->release ? "array" : "schema");
    arrow_load load = {.reading = {.dataset = dataset, .file = hm_arrow_file, .error = error}};
    hm_code code = hm_arrow_open(&load.batch, schema, array, dataset->allocator, error);
    if (code != HM_OK)
        return code;
    code = load_batch(&load);
    hm_arrow_close(&load.batch);
    return code;
}

/* Releasing is the producer's code, and not ours to set an environment for. */
hm_code hm_dataset_read_arrow(hm_dataset *dataset, struct ArrowSchema *schema,
                              struct ArrowArray *array, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    const hm_code code = hm_environment_leave(&host, read_arrow(dataset, schema, array, error));
    if (array && array->release)
        array->release(array);
    if (schema && schema->release)
        schema->release(schema);
    return code;
}
