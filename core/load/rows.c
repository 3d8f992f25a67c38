/* rows.c: rows of a sheet: long, wide and records. */
#include "load/rows.h"

#include <string.h>

#include "base/text.h"
#include "load/marks.h"
#include "load/roll_up.h"

/* How a workbook shows a number matters where it is a figure. */
static hm_raw as_part(hm_role role, hm_raw raw) {
    if (raw.fault == HM_FAULT_PERCENT && role != HM_ROLE_VALUE)
        raw.fault = HM_FAULT_NONE;
    return raw;
}

/* A part of the row, as its column or the recipe says it. */
static hm_raw part_of(hm_rows *rows, hm_role role) {
    hm_raw raw;
    hm_mapping *mapping = rows->header.mapping;
    if (!mapping)
        return as_part(role, rows->sheet->cells[rows->header.fields[role]]);
    rows->reading->dataset->out_of_memory |= !hm_mapping_get(mapping, rows->sheet, role, &raw);
    return as_part(role, raw);
}

/* Figures of this field are written as those of its column. */
static void go_by(hm_rows *rows, size_t field) {
    hm_reading *reading = rows->reading;
    if (reading->field_marks && field != HM_NO_FIELD)
        reading->marks = &reading->field_marks[field];
}

/* The unit and the row number of a wide or records row; false when it has none. */
static bool ingest_row(hm_rows *rows, uint32_t *unit, uint32_t *row) {
    hm_dataset *dataset = rows->reading->dataset;
    const hm_sheet *sheet = rows->sheet;
    const hm_raw city = part_of(rows, HM_ROLE_CITY), period = part_of(rows, HM_ROLE_PERIOD);
    if (!hm_ingest_unit(rows->reading, &city, &period, unit))
        return false;
    *row = hm_locations_add(&dataset->locations, &sheet->cells[0].position, sheet->count,
                            sizeof *sheet->cells);
    dataset->out_of_memory |= *row == 0;
    return *row != 0;
}

/* Has the row, which may be torn, the field of the part? */
static bool has_part(const hm_rows *rows, hm_role role) {
    const hm_mapping *mapping = rows->header.mapping;
    return (mapping && mapping->fixed[role] && rows->sheet->count > 0) ||
           rows->header.fields[role] < rows->sheet->count;
}

/* Does a row that could not be taken apart say whose it is? */
static bool has_unit(hm_rows *rows) {
    if (!has_part(rows, HM_ROLE_CITY) || !has_part(rows, HM_ROLE_PERIOD))
        return false;
    return hm_reading_is_unit(rows->reading, part_of(rows, HM_ROLE_CITY),
                              part_of(rows, HM_ROLE_PERIOD));
}

/* A row of records that was torn is a row of its city all the same: a sum over the others alone
 * would be a figure that nobody reported. */
static void ingest_torn(hm_rows *rows) {
    uint32_t unit, row;
    if (rows->records && has_unit(rows) && ingest_row(rows, &unit, &row))
        hm_ingest_record(rows->reading, rows->records, unit, row, rows->numbers, NULL,
                         rows->figures);
}

static void reject_row(hm_rows *rows, hm_issue_code code, hm_position position,
                       const hm_issue_texts *texts) {
    hm_row_owner owner = {HM_RAW_NONE, HM_RAW_NONE};
    if (has_unit(rows)) {
        owner.city = part_of(rows, HM_ROLE_CITY);
        owner.period = part_of(rows, HM_ROLE_PERIOD);
    }
    rows->reading->contents.rows++;
    hm_ingest_reject_row(rows->reading, code, position, &owner, texts);
    ingest_torn(rows);
}

static void reject_unclosed(hm_rows *rows) {
    reject_row(rows, HM_ISSUE_OPEN_QUOTE, rows->sheet->torn, NULL);
}

static void reject_ragged(hm_rows *rows) {
    const hm_sheet *sheet = rows->sheet;
    const bool comma = sheet->delimiter == ',' && sheet->count > rows->header.count;
    reject_row(rows,
               comma               ? HM_ISSUE_FIELD_COUNT_COMMA
               : sheet->count == 1 ? HM_ISSUE_FIELD_COUNT_NOTE
                                   : HM_ISSUE_FIELD_COUNT,
               sheet->cells[0].position,
               &(hm_issue_texts){.found = hm_digits_of(sheet->count).text,
                                 .expected = hm_digits_of(rows->header.count).text});
}

/* Separators and nothing between them are a row that nobody filled in; an empty line is none. */
static void add_blank(hm_rows *rows) {
    const hm_sheet *sheet = rows->sheet;
    if (sheet->count > 1) {
        rows->reading->contents.rows++;
        hm_contents_add_unfilled(&rows->reading->contents, sheet->cells[0].position);
    }
}

static bool is_empty(const hm_raw *raw) {
    return hm_text_trim(raw->text, raw->size).size == 0;
}

/* A row of a collection sheet that nobody filled in names an input, but no city, period or value.
 */
static bool is_unfilled(const hm_rows *rows) {
    static const hm_role roles[] = {HM_ROLE_CITY, HM_ROLE_PERIOD, HM_ROLE_VALUE, HM_ROLE_STATUS};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (!is_empty(&rows->raw[roles[i]]))
            return false;
    return true;
}

static void ingest_long(hm_rows *rows) {
    for (size_t i = 0; i < rows->role_count; i++) {
        hm_role role = rows->roles[i];
        rows->raw[role] = as_part(role, rows->sheet->cells[rows->header.fields[role]]);
    }
    if (is_unfilled(rows)) {
        hm_contents_add_unfilled(&rows->reading->contents, rows->sheet->cells[0].position);
    } else {
        go_by(rows, rows->header.fields[HM_ROLE_VALUE]);
        hm_ingest_observation(rows->reading, rows->raw);
    }
}

static void prepare_long(hm_rows *rows) {
    for (size_t role = 0; role < HM_ROLE_COUNT; role++) {
        rows->raw[role] = HM_RAW_NONE;
        if (rows->header.fields[role] != HM_NO_FIELD)
            rows->roles[rows->role_count++] = (hm_role)role;
    }
}

static void ingest_wide(hm_rows *rows) {
    hm_dataset *dataset = rows->reading->dataset;
    uint32_t unit, row;
    if (!ingest_row(rows, &unit, &row))
        return;
    /* a unit's second row in one file does not move the locations of its first */
    bool first = hm_row_index_get(rows->unit_rows, unit) == 0;
    if (first && !hm_row_index_set(rows->unit_rows, dataset->allocator, unit, row)) {
        dataset->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < rows->figures; i++) {
        hm_series *series = &dataset->series[rows->numbers[i]];
        go_by(rows, rows->fields[i]);
        hm_cell cell =
            hm_ingest_cell(rows->reading, &rows->sheet->cells[rows->fields[i]], unit, series->name);
        if (first && series->origin->shared == rows->unit_rows &&
            hm_series_append(series, unit, cell))
            dataset->cells_put++;
        else
            (void)hm_ingest_figure(rows->reading, rows->numbers[i], unit, cell, row);
    }
}

static void ingest_record(hm_rows *rows) {
    uint32_t unit, row;
    if (!ingest_row(rows, &unit, &row))
        return;
    for (size_t i = 0; i < rows->figures; i++) {
        const size_t field = rows->fields[i];
        go_by(rows, field);
        rows->cells[i] = hm_ingest_cell(rows->reading, &rows->sheet->cells[field], unit,
                                        rows->records->frozen.columns[rows->numbers[i]].name);
    }
    hm_ingest_record_cells(rows->reading, rows->records, unit, row, rows->numbers, rows->cells,
                           rows->figures);
}

/* The figures of a row as a recipe says: one, or one a column whose name says of what. */
static void ingest_mapped(hm_rows *rows) {
    hm_mapping *mapping = rows->header.mapping;
    hm_reading *reading = rows->reading;
    if (!hm_mapping_power(mapping, rows->sheet, reading, &reading->power))
        return;
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        rows->raw[role] = part_of(rows, (hm_role)role);
    if (!mapping->figures && is_unfilled(rows)) {
        hm_contents_add_unfilled(&reading->contents, rows->sheet->cells[0].position);
    } else if (!mapping->figures) {
        go_by(rows, mapping->fields[HM_ROLE_VALUE]);
        hm_roll_take(reading, rows->raw);
    }
    for (size_t i = 0; i < mapping->figure_count; i++) {
        const hm_figure_column *figure = &mapping->figures[i];
        if (figure->input.size > 0)
            rows->raw[HM_ROLE_INPUT] = figure->input;
        if (figure->period.size > 0)
            rows->raw[HM_ROLE_PERIOD] = figure->period;
        rows->raw[HM_ROLE_VALUE] =
            hm_mapping_rename(mapping, HM_ROLE_VALUE, rows->sheet->cells[figure->field]);
        go_by(rows, figure->field);
        hm_roll_take(reading, rows->raw);
        if (is_empty(&rows->raw[HM_ROLE_INPUT]))
            break; /* a note below the table: once is enough */
    }
}

/* The series of an input column, sharing the rows of this file; NULL when memory has run out. */
static hm_series *find_input(hm_rows *rows, size_t field, uint32_t *number) {
    hm_dataset *dataset = rows->reading->dataset;
    *number = hm_ingest_input(rows->reading, &rows->sheet->cells[field], HM_NO_UNIT);
    if (*number == HM_NO_NAME)
        return NULL;
    hm_series *series = &dataset->series[*number];
    return hm_series_share(series, dataset->allocator, rows->unit_rows) ? series : NULL;
}

static hm_series *find_column(hm_rows *rows, size_t field, uint32_t *number) {
    hm_raw name = hm_raw_trim(rows->sheet->cells[field]);
    *number =
        hm_records_add_column(rows->records, &rows->reading->dataset->arena, name.text, name.size);
    if (*number == HM_NO_NAME)
        return NULL;
    hm_series *column = &rows->records->frozen.columns[*number];
    if (column->origin->name_location.line == 0) {
        column->origin->name_location =
            (hm_location){rows->reading->file, name.position.line, name.position.column};
    }
    return column;
}

/* Turns the header of a wide or records file into numbers. False when memory has run out. */
static bool find_figures(hm_rows *rows) {
    hm_dataset *dataset = rows->reading->dataset;
    const hm_allocator *allocator = dataset->allocator;
    size_t count = rows->header.count, file = dataset->locations.count - 1;
    rows->fields = hm_allocate_array(allocator, count, sizeof *rows->fields);
    rows->numbers = hm_allocate_array(allocator, count, sizeof *rows->numbers);
    rows->cells = hm_allocate_array(allocator, count, sizeof *rows->cells);
    if (!rows->fields || !rows->numbers || !rows->cells)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!hm_sheet_header_is_figure(&rows->header, i))
            continue;
        uint32_t number;
        hm_series *series =
            rows->records ? find_column(rows, i, &number) : find_input(rows, i, &number);
        if (!series || !hm_series_add_field(series, allocator, file, i))
            return false;
        rows->fields[rows->figures] = i;
        rows->numbers[rows->figures++] = number;
    }
    return true;
}

/* A wide file without a column of figures has cities and nothing of them. */
static void check_figures(hm_rows *rows) {
    if (rows->figures > 0)
        return;
    hm_reading_add_issue(rows->reading, HM_ISSUE_NO_FIGURES, rows->sheet->cells[0].position, NULL);
    rows->reading->contents.told = true;
}

/* Gets ready for rows of the header's form. False when memory has run out. */
static bool prepare(hm_rows *rows) {
    hm_dataset *dataset = rows->reading->dataset;
    const char *records = rows->reading->records;
    const bool single = rows->header.form == HM_SHEET_LONG || rows->header.form == HM_SHEET_MAPPED;
    size_t locations = single ? 1 : rows->header.count;
    if (!hm_locations_begin(&dataset->locations, rows->reading->file, locations))
        return false;
    if (rows->header.form == HM_SHEET_LONG) {
        prepare_long(rows);
        return true;
    }
    if (rows->header.form == HM_SHEET_MAPPED)
        return true;
    if (rows->header.form == HM_SHEET_RECORDS) {
        rows->records = hm_ingest_records(dataset, records, strlen(records));
        return rows->records && find_figures(rows);
    }
    rows->unit_rows = &dataset->file_rows->wide;
    if (!find_figures(rows))
        return false;
    check_figures(rows);
    return true;
}

/* --- rows --- */

static void ingest(hm_rows *rows) {
    static void (*const ingests[])(hm_rows *) = {
        [HM_SHEET_LONG] = ingest_long,
        [HM_SHEET_WIDE] = ingest_wide,
        [HM_SHEET_RECORDS] = ingest_record,
        [HM_SHEET_MAPPED] = ingest_mapped,
    };
    if (hm_sheet_is_blank(rows->sheet)) {
        add_blank(rows);
    } else if (rows->sheet->count != rows->header.count) {
        reject_ragged(rows);
    } else if (rows->header.mapping && !hm_mapping_takes(rows->header.mapping, rows->sheet)) {
        rows->header.mapping->rows_left_out++;
    } else {
        rows->reading->contents.rows++;
        if (rows->sheet->hidden)
            hm_hidden_add(&rows->hidden, rows->sheet->cells[0].position.line);
        if (rows->header.mapping)
            rows->reading->dataset->out_of_memory |=
                !hm_mapping_say_city(rows->header.mapping, rows->sheet, rows->reading);
        ingests[rows->header.form](rows);
    }
}

hm_sheet_result hm_rows_take(hm_rows *rows) {
    const hm_sheet_result result = hm_sheet_next(rows->sheet, rows->reading->error);
    if (result == HM_SHEET_TORN)
        reject_unclosed(rows);
    else if (result == HM_SHEET_ROW)
        ingest(rows);
    return result;
}

hm_code hm_rows_take_all(hm_rows *rows) {
    hm_reading *reading = rows->reading;
    hm_code code = HM_OK;
    while (code == HM_OK) {
        const hm_sheet_result result = hm_rows_take(rows);
        if (result == HM_SHEET_FAILED)
            return rows->sheet->code;
        if (result == HM_SHEET_END)
            return HM_OK;
        code = hm_dataset_state(reading->dataset, reading->error);
    }
    return code;
}

/* From here on the sheet gives rows that are filled. False when memory has run out. */
static bool fill_down(hm_rows *rows) {
    const hm_mapping *mapping = rows->header.mapping;
    rows->reading->may_fill = !mapping || mapping->filled_count == 0;
    if (rows->reading->may_fill)
        return true;
    return hm_fill_open(&rows->fill, rows->sheet, mapping->filled, mapping->filled_count,
                        rows->header.count, 0, rows->reading->dataset->allocator);
}

hm_code hm_rows_open(hm_rows *rows, hm_sheet *sheet, hm_reading *reading) {
    memset(rows, 0, sizeof *rows);
    rows->reading = reading;
    rows->sheet = sheet;
    const hm_code code = hm_sheet_header_read(&rows->header, sheet, reading);
    if (code != HM_OK)
        return code;
    reading->contents.header = true;
    return prepare(rows) && fill_down(rows) ? HM_OK : hm_error_memory(reading->error);
}

void hm_rows_close(hm_rows *rows) {
    const hm_allocator *allocator = rows->reading->dataset->allocator;
    const size_t count = rows->header.count;
    hm_release(allocator, rows->fields, count * sizeof *rows->fields);
    hm_release(allocator, rows->numbers, count * sizeof *rows->numbers);
    hm_release(allocator, rows->cells, count * sizeof *rows->cells);
    hm_fill_close(&rows->fill);
    rows->sheet->filler = NULL;
    hm_sheet_header_close(&rows->header, rows->reading);
}
