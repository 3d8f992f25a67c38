/* csv.c: CSV files, row by row: long, wide and records. */
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "load/loader.h"
#include "load/plain.h"

/* What a row becomes. `fields` and `numbers` say which fields are figures, and of which inputs or
 * columns. */
typedef struct csv_load {
    hm_reading *reading;
    hm_csv csv;
    hm_csv_header header;
    hm_raw raw[HM_ROLE_COUNT]; /* of one long row; roles without a column stay empty */
    hm_role roles[HM_ROLE_COUNT];
    size_t role_count;
    size_t figures;
    size_t *fields;
    uint32_t *numbers;
    hm_raw *cells;             /* of one row of records */
    hm_row_index *unit_rows;   /* of a wide file */
    hm_records_table *records; /* of a records file */
    size_t forgotten;          /* bytes of the source */
} csv_load;

/* The unit and the row number of a wide or records row; false when it has none. */
static bool ingest_row(csv_load *load, uint32_t *unit, uint32_t *row) {
    hm_dataset *dataset = load->reading->dataset;
    const hm_csv *csv = &load->csv;
    if (!hm_ingest_unit(load->reading, &csv->fields[load->header.fields[HM_ROLE_CITY]],
                        &csv->fields[load->header.fields[HM_ROLE_PERIOD]], unit)) {
        return false;
    }
    *row = hm_locations_add(&dataset->locations, &csv->fields[0].position, csv->count,
                            sizeof *csv->fields);
    dataset->out_of_memory |= *row == 0;
    return *row != 0;
}

/* Does a row that could not be taken apart say whose it is? */
static bool has_unit(const csv_load *load) {
    const hm_csv *csv = &load->csv;
    const size_t city = load->header.fields[HM_ROLE_CITY];
    const size_t period = load->header.fields[HM_ROLE_PERIOD];
    if (city >= csv->count || period >= csv->count)
        return false;
    const hm_raw name = hm_raw_check(csv->fields[city]);
    const hm_raw time = hm_raw_check(hm_raw_trim(csv->fields[period]));
    return name.fault == HM_FAULT_NONE && time.fault == HM_FAULT_NONE &&
           hm_text_name(name.text, name.size).size > 0 &&
           hm_calendar_period(time.text, time.size) == HM_CALENDAR_FINE;
}

/* A row of records that was torn is a row of its city all the same: a sum over the others alone
 * would be a figure that nobody reported. */
static void ingest_torn(csv_load *load) {
    uint32_t unit, row;
    if (load->records && has_unit(load) && ingest_row(load, &unit, &row))
        hm_ingest_record(load->reading, load->records, unit, row, load->numbers, NULL,
                         load->figures);
}

static void reject_row(csv_load *load, hm_issue_code code, hm_position position,
                       const hm_issue_texts *texts) {
    const hm_csv *csv = &load->csv;
    hm_row_owner owner = {HM_RAW_NONE, HM_RAW_NONE};
    if (has_unit(load)) {
        owner.city = csv->fields[load->header.fields[HM_ROLE_CITY]];
        owner.period = csv->fields[load->header.fields[HM_ROLE_PERIOD]];
    }
    load->reading->contents.rows++;
    hm_ingest_reject_row(load->reading, code, position, &owner, texts);
    ingest_torn(load);
}

static void reject_unclosed(csv_load *load) {
    reject_row(load, HM_ISSUE_OPEN_QUOTE, load->csv.lost, NULL);
}

static void reject_ragged(csv_load *load) {
    const hm_csv *csv = &load->csv;
    const bool comma = csv->delimiter == ',' && csv->count > load->header.count;
    reject_row(load,
               comma             ? HM_ISSUE_FIELD_COUNT_COMMA
               : csv->count == 1 ? HM_ISSUE_FIELD_COUNT_NOTE
                                 : HM_ISSUE_FIELD_COUNT,
               csv->fields[0].position,
               &(hm_issue_texts){.found = hm_digits_of(csv->count).text,
                                 .expected = hm_digits_of(load->header.count).text});
}

/* Separators and nothing between them are a row that nobody filled in; an empty line is none. */
static void add_blank(csv_load *load) {
    const hm_csv *csv = &load->csv;
    if (csv->count > 1) {
        load->reading->contents.rows++;
        hm_contents_add_unfilled(&load->reading->contents, csv->fields[0].position);
    }
}

/* The next row that has as many fields as the header; the others become issues. */
static hm_csv_result next_row(csv_load *load) {
    hm_csv *csv = &load->csv;
    for (;;) {
        hm_csv_result result = hm_csv_next(csv);
        if (result == HM_CSV_UNCLOSED) {
            reject_unclosed(load);
        } else if (result != HM_CSV_RECORD) {
            return result;
        } else if (hm_csv_is_blank(csv)) {
            add_blank(load);
        } else if (csv->count != load->header.count) {
            reject_ragged(load);
        } else {
            load->reading->contents.rows++;
            return result;
        }
    }
}

/* A row of a collection sheet that nobody filled in names an input, but no city, period or value.
 */
static bool is_unfilled(const csv_load *load) {
    static const hm_role roles[] = {HM_ROLE_CITY, HM_ROLE_PERIOD, HM_ROLE_VALUE, HM_ROLE_STATUS};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const hm_raw *raw = &load->raw[roles[i]];
        if (raw->size > 0 && hm_text_trim(raw->text, raw->size).size > 0) {
            return false;
        }
    }
    return true;
}

static void ingest_long(csv_load *load) {
    for (size_t i = 0; i < load->role_count; i++) {
        hm_role role = load->roles[i];
        load->raw[role] = load->csv.fields[load->header.fields[role]];
    }
    if (is_unfilled(load)) {
        hm_contents_add_unfilled(&load->reading->contents, load->csv.fields[0].position);
    } else {
        hm_ingest_observation(load->reading, load->raw);
    }
}

static void prepare_long(csv_load *load) {
    for (size_t role = 0; role < HM_ROLE_COUNT; role++) {
        load->raw[role] = HM_RAW_NONE;
        if (load->header.fields[role] != HM_NO_FIELD) {
            load->roles[load->role_count++] = (hm_role)role;
        }
    }
}

static void ingest_wide(csv_load *load) {
    hm_dataset *dataset = load->reading->dataset;
    uint32_t unit, row;
    if (!ingest_row(load, &unit, &row)) {
        return;
    }
    /* a unit's second row in one file does not move the locations of its first */
    bool first = hm_row_index_get(load->unit_rows, unit) == 0;
    if (first && !hm_row_index_set(load->unit_rows, dataset->allocator, unit, row)) {
        dataset->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < load->figures; i++) {
        hm_series *series = &dataset->series[load->numbers[i]];
        hm_cell cell =
            hm_ingest_cell(load->reading, &load->csv.fields[load->fields[i]], unit, series->name);
        if (first && series->origin->shared == load->unit_rows &&
            hm_series_append(series, unit, cell)) {
            dataset->cells_put++;
        } else {
            (void)hm_ingest_figure(load->reading, load->numbers[i], unit, cell, row);
        }
    }
}

static void ingest_record(csv_load *load) {
    uint32_t unit, row;
    if (!ingest_row(load, &unit, &row)) {
        return;
    }
    for (size_t i = 0; i < load->figures; i++) {
        load->cells[i] = load->csv.fields[load->fields[i]];
    }
    hm_ingest_record(load->reading, load->records, unit, row, load->numbers, load->cells,
                     load->figures);
}

/* The series of an input column, sharing the rows of this file; NULL when memory has run out. */
static hm_series *find_input(csv_load *load, size_t field, uint32_t *number) {
    hm_dataset *dataset = load->reading->dataset;
    *number = hm_ingest_input(load->reading, &load->csv.fields[field], HM_NO_UNIT);
    if (*number == HM_NO_NAME) {
        return NULL;
    }
    hm_series *series = &dataset->series[*number];
    return hm_series_share(series, dataset->allocator, load->unit_rows) ? series : NULL;
}

static hm_series *find_column(csv_load *load, size_t field, uint32_t *number) {
    hm_raw name = hm_raw_trim(load->csv.fields[field]);
    *number =
        hm_records_add_column(load->records, &load->reading->dataset->arena, name.text, name.size);
    if (*number == HM_NO_NAME) {
        return NULL;
    }
    hm_series *column = &load->records->frozen.columns[*number];
    if (column->origin->name_location.line == 0) {
        column->origin->name_location =
            (hm_location){load->reading->file, name.position.line, name.position.column};
    }
    return column;
}

/* Turns the header of a wide or records file into numbers. False when memory has run out. */
static bool find_figures(csv_load *load) {
    hm_dataset *dataset = load->reading->dataset;
    const hm_allocator *allocator = dataset->allocator;
    size_t count = load->header.count, file = dataset->locations.count - 1;
    load->fields = hm_allocate_array(allocator, count, sizeof *load->fields);
    load->numbers = hm_allocate_array(allocator, count, sizeof *load->numbers);
    load->cells = hm_allocate_array(allocator, count, sizeof *load->cells);
    if (!load->fields || !load->numbers || !load->cells) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!hm_csv_header_is_figure(&load->header, i)) {
            continue;
        }
        uint32_t number;
        hm_series *series =
            load->records ? find_column(load, i, &number) : find_input(load, i, &number);
        if (!series || !hm_series_add_field(series, allocator, file, i)) {
            return false;
        }
        load->fields[load->figures] = i;
        load->numbers[load->figures++] = number;
    }
    return true;
}

/* A wide file without a column of figures has cities and nothing of them. */
static void check_figures(csv_load *load) {
    if (load->figures > 0)
        return;
    hm_reading_add_issue(load->reading, HM_ISSUE_NO_FIGURES, load->csv.fields[0].position, NULL);
    load->reading->contents.told = true;
}

/* Gets ready for rows of the header's form. False when memory has run out. */
static bool prepare(csv_load *load) {
    hm_dataset *dataset = load->reading->dataset;
    const char *records = load->reading->records;
    size_t locations = load->header.form == HM_CSV_LONG ? 1 : load->header.count;
    if (!hm_locations_begin(&dataset->locations, load->reading->file, locations)) {
        return false;
    }
    if (load->header.form == HM_CSV_LONG) {
        prepare_long(load);
        return true;
    }
    if (load->header.form == HM_CSV_RECORDS) {
        load->records = hm_ingest_records(dataset, records, strlen(records));
        return load->records && find_figures(load);
    }
    load->unit_rows = &dataset->file_rows->wide;
    if (!find_figures(load)) {
        return false;
    }
    check_figures(load);
    return true;
}

/* What was read need not stay in memory. */
static void forget(csv_load *load) {
    const hm_source *source = load->reading->source;
    const size_t done = (size_t)(load->csv.at - source->data);
    if (done - load->forgotten >= HM_SOURCE_BLOCK) {
        hm_source_forget(source, load->forgotten, done);
        load->forgotten = done;
    }
}

/* Rows one by one, until the reader stands at `until` or behind it. */
static hm_code read_until(void *context, const char *until) {
    static void (*const ingests[])(csv_load *) = {
        [HM_CSV_LONG] = ingest_long,
        [HM_CSV_WIDE] = ingest_wide,
        [HM_CSV_RECORDS] = ingest_record,
    };
    csv_load *load = context;
    hm_reading *reading = load->reading;
    hm_code code = HM_OK;
    while (code == HM_OK && load->csv.at < until) {
        hm_csv_result result = next_row(load);
        if (result == HM_CSV_MEMORY) {
            return hm_error_memory(reading->error);
        }
        if (result == HM_CSV_END) {
            break;
        }
        ingests[load->header.form](load);
        forget(load);
        code = hm_dataset_state(reading->dataset, reading->error);
    }
    return code;
}

/* A long file whose rows say nothing but city, period, input and value. */
static bool is_bare_long(const csv_load *load) {
    return load->header.form == HM_CSV_LONG && load->role_count == 4;
}

static hm_code load_rows(csv_load *load) {
    if (!prepare(load)) {
        return hm_error_memory(load->reading->error);
    }
    const bool wide = load->header.form == HM_CSV_WIDE;
    if (!wide && !is_bare_long(load)) {
        return read_until(load, load->csv.end);
    }
    const hm_plain plain = {
        .reading = load->reading,
        .csv = &load->csv,
        .header = &load->header,
        .fields = wide ? load->fields : &load->header.fields[HM_ROLE_VALUE],
        .figures = wide ? load->figures : 1,
        .numbers = wide ? load->numbers : NULL,
        .unit_rows = load->unit_rows,
        .read_until = read_until,
        .context = load,
    };
    return hm_plain_load(&plain);
}

static void close_load(csv_load *load) {
    const hm_allocator *allocator = load->reading->dataset->allocator;
    size_t count = load->header.count;
    hm_release(allocator, load->fields, count * sizeof *load->fields);
    hm_release(allocator, load->numbers, count * sizeof *load->numbers);
    hm_release(allocator, load->cells, count * sizeof *load->cells);
    hm_csv_header_close(&load->header, allocator);
    hm_csv_close(&load->csv);
}

static hm_code load_csv(hm_reading *reading) {
    csv_load load = {.reading = reading};
    hm_csv_open(&load.csv, reading->source, reading->dataset->allocator);
    hm_code code = hm_csv_header_read(&load.header, &load.csv, reading);
    if (code == HM_OK) {
        reading->contents.header = true;
        load.csv.line = reading->first_line ? reading->first_line : load.csv.line;
        code = load_rows(&load);
    }
    close_load(&load);
    return code;
}

static bool takes_all(const hm_source *source) {
    (void)source;
    return true;
}

static const char *const suffixes[] = {".csv", ".tsv", ".tab", NULL};

const hm_loader hm_loader_csv = {suffixes, takes_all, load_csv};
