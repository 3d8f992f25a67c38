/* arrow_form.c: which form the columns of an Arrow batch are of, and what each is there for. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/arrow_load.h"

static hm_text name_of(const hm_arrow_load *load, size_t column) {
    const char *name = load->batch.columns[column].name;
    return hm_text_trim(name, strlen(name));
}

static hm_role role_of(const hm_arrow_load *load, size_t column) {
    const hm_text name = name_of(load, column);
    return hm_role_find(name.text, name.size);
}

/* --- roles --- */

/* Names are told apart as they will be used: the words in any case (find_roles), others exactly. */
static hm_code check_names(const hm_arrow_load *load) {
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

static hm_code find_roles(hm_arrow_load *load) {
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        load->columns[role] = HM_NO_COLUMN;
    for (size_t i = 0; i < load->batch.count; i++) {
        const hm_role role = role_of(load, i);
        if (role == HM_ROLE_COUNT)
            continue;
        if (load->columns[role] != HM_NO_COLUMN)
            return hm_arrow_fail(load->reading.error, SIZE_MAX, i, "column `%s` stands twice",
                                 hm_role_name(role));
        load->columns[role] = i;
    }
    return HM_OK;
}

static bool has(const hm_arrow_load *load, hm_role role) {
    return load->columns[role] != HM_NO_COLUMN;
}

static hm_code fail_form(const hm_arrow_load *load, hm_role missing) {
    return hm_arrow_fail(
        load->reading.error, SIZE_MAX, SIZE_MAX, "found %zu columns without %s, expected %s",
        load->batch.count, hm_role_name(missing),
        load->reading.records ? "city, period and the columns of the records"
                              : "city, period, input and value, or city, period and one column an "
                                "input");
}

/* One of input and value alone is a long table with a slip, never an input of that name. */
static hm_code decide_form(hm_arrow_load *load) {
    const bool input = has(load, HM_ROLE_INPUT), value = has(load, HM_ROLE_VALUE);
    load->form = load->reading.records ? HM_ARROW_RECORDS
                 : input && value      ? HM_ARROW_LONG
                                       : HM_ARROW_WIDE;
    if (!has(load, HM_ROLE_CITY) || !has(load, HM_ROLE_PERIOD))
        return fail_form(load, has(load, HM_ROLE_CITY) ? HM_ROLE_PERIOD : HM_ROLE_CITY);
    if (load->form == HM_ARROW_WIDE && input != value)
        return fail_form(load, input ? HM_ROLE_VALUE : HM_ROLE_INPUT);
    return HM_OK;
}

/* Has a column a part in the form, beside being one of its figures? */
static bool is_used(const hm_arrow_load *load, hm_role role) {
    return role <= HM_ROLE_PERIOD || (role < HM_ROLE_COUNT && load->form == HM_ARROW_LONG);
}

/* City, period, input and remarks are texts; city and period may be whole numbers, period a day,
 * and verified a flag. */
static bool suits(hm_role role, hm_arrow_kind kind) {
    const bool whole = kind == HM_ARROW_SIGNED || kind == HM_ARROW_UNSIGNED;
    switch (role) {
    case HM_ROLE_VALUE:
        return true;
    case HM_ROLE_CITY:
        return whole || kind == HM_ARROW_TEXT || kind == HM_ARROW_NULL;
    case HM_ROLE_PERIOD:
        return whole || kind == HM_ARROW_DATE || kind == HM_ARROW_TEXT || kind == HM_ARROW_NULL;
    case HM_ROLE_VERIFIED:
        return whole || kind == HM_ARROW_FLAG || kind == HM_ARROW_TEXT || kind == HM_ARROW_NULL;
    default:
        return kind == HM_ARROW_TEXT || kind == HM_ARROW_NULL;
    }
}

static hm_code check_types(const hm_arrow_load *load) {
    for (size_t i = 0; i < load->batch.count; i++) {
        const hm_role role = role_of(load, i);
        const hm_arrow_column *column = &load->batch.columns[i];
        if (!is_used(load, role) || suits(role, column->kind))
            continue;
        return hm_arrow_fail(load->reading.error, SIZE_MAX, i,
                             "column `%s` has the Arrow format \"%s\", expected texts (u, U)%s",
                             column->name, column->format,
                             role == HM_ROLE_CITY       ? " or whole numbers"
                             : role == HM_ROLE_PERIOD   ? ", whole numbers or dates"
                             : role == HM_ROLE_VERIFIED ? " or bool (b)"
                                                        : "");
    }
    return HM_OK;
}

/* --- what is left out, and what is a figure --- */

static void warn_unnamed(hm_arrow_load *load, size_t column) {
    hm_reading_add_issue(&load->reading, HM_ISSUE_UNNAMED_COLUMN,
                         hm_arrow_position(load, SIZE_MAX, column),
                         &(hm_issue_texts){.name = hm_digits_of(column + 1).text});
}

static void warn_unknown(hm_arrow_load *load, size_t column) {
    const hm_text name = name_of(load, column);
    hm_reading_add_issue(&load->reading, HM_ISSUE_UNKNOWN_COLUMN_OF_TABLE,
                         hm_arrow_position(load, SIZE_MAX, column),
                         &(hm_issue_texts){.found = hm_quote_of(name.text, name.size).text});
}

static void warn_of_other_form(hm_arrow_load *load, size_t column, hm_role role) {
    hm_reading_add_issue(&load->reading, HM_ISSUE_COLUMN_OF_OTHER_TABLE,
                         hm_arrow_position(load, SIZE_MAX, column),
                         &(hm_issue_texts){.found = hm_role_name(role)});
}

/* Is it an input, or a column of records? Those that are nothing in this form are told of. */
static bool is_figure(hm_arrow_load *load, size_t column) {
    const hm_role role = role_of(load, column);
    if (name_of(load, column).size == 0)
        warn_unnamed(load, column);
    else if (is_used(load, role))
        return false;
    else if (load->form == HM_ARROW_LONG)
        warn_unknown(load, column);
    else if (load->form == HM_ARROW_WIDE && role < HM_ROLE_COUNT)
        warn_of_other_form(load, column, role);
    else
        return true;
    return false;
}

/* False when memory has run out. */
static bool find_figures(hm_arrow_load *load) {
    const size_t count = load->batch.count;
    load->fields = hm_allocate_array(load->reading.dataset->allocator, count, sizeof *load->fields);
    for (size_t i = 0; load->fields && i < count; i++)
        if (is_figure(load, i))
            load->fields[load->figures++] = i;
    return load->fields != NULL;
}

/* --- records --- */

/* The number of a column among those of the records, HM_NO_NAME when memory has run out; it is one
 * of them from now on. */
static uint32_t number_column(hm_arrow_load *load, size_t column) {
    hm_dataset *dataset = load->reading.dataset;
    const hm_text name = name_of(load, column);
    const hm_position position = hm_arrow_position(load, SIZE_MAX, column);
    const uint32_t number =
        hm_records_add_column(load->records, &dataset->arena, name.text, name.size);
    if (number == HM_NO_NAME)
        return number;
    hm_series *series = &load->records->frozen.columns[number];
    if (series->origin->name_location.column == 0)
        series->origin->name_location =
            (hm_location){hm_arrow_file, position.line, position.column};
    return hm_series_add_field(series, dataset->allocator, dataset->locations.count - 1, column)
               ? number
               : HM_NO_NAME;
}

/* A name that is no text is told of, and its column left out. */
static bool is_name(hm_arrow_load *load, size_t column) {
    const hm_text name = name_of(load, column);
    const hm_raw raw =
        hm_raw_check((hm_raw){.text = name.text,
                              .size = name.size,
                              .position = hm_arrow_position(load, SIZE_MAX, column)});
    const hm_subject subject = hm_reading_subject(&load->reading, raw.position, HM_NO_UNIT, NULL);
    hm_ingest_fault(&load->reading, raw, &subject);
    return raw.fault == HM_FAULT_NONE;
}

static hm_code open_records(hm_arrow_load *load) {
    hm_dataset *dataset = load->reading.dataset;
    const hm_allocator *allocator = dataset->allocator;
    const size_t count = load->batch.count;
    load->numbers = hm_allocate_array(allocator, count, sizeof *load->numbers);
    load->cells = hm_allocate_array(allocator, count, sizeof *load->cells);
    load->positions = hm_allocate_array(allocator, count, sizeof *load->positions);
    load->records =
        hm_ingest_records(dataset, load->reading.records, strlen(load->reading.records));
    if (!load->numbers || !load->cells || !load->positions || !load->records ||
        !hm_locations_begin(&dataset->locations, hm_arrow_file, count))
        return hm_error_memory(load->reading.error);
    size_t named = 0;
    for (size_t i = 0; i < load->figures; i++) {
        if (!is_name(load, load->fields[i]))
            continue;
        load->fields[named] = load->fields[i];
        load->numbers[named] = number_column(load, load->fields[i]);
        if (load->numbers[named++] == HM_NO_NAME)
            return hm_error_memory(load->reading.error);
    }
    load->figures = named;
    return HM_OK;
}

/* --- the whole --- */

hm_code hm_arrow_form_open(hm_arrow_load *load) {
    hm_code code = check_names(load);
    if (code == HM_OK)
        code = find_roles(load);
    if (code == HM_OK)
        code = decide_form(load);
    if (code == HM_OK)
        code = check_types(load);
    if (code == HM_OK && !find_figures(load))
        code = hm_error_memory(load->reading.error);
    if (code == HM_OK && load->form == HM_ARROW_RECORDS)
        code = open_records(load);
    return code;
}

void hm_arrow_form_close(hm_arrow_load *load) {
    const hm_allocator *allocator = load->reading.dataset->allocator;
    const size_t count = load->batch.count;
    hm_release(allocator, load->fields, count * sizeof *load->fields);
    hm_release(allocator, load->numbers, count * sizeof *load->numbers);
    hm_release(allocator, load->cells, count * sizeof *load->cells);
    hm_release(allocator, load->positions, count * sizeof *load->positions);
}
