/* ingest_observation.c: whole observations and rows of records, from their raw cells. */
#include <string.h>

#include "base/text.h"
#include "load/ingest.h"

/* What the words of a status column say of the cell. */
static const struct {
    const char *word;
    uint8_t kind; /* HM_CELL_NUMBER: there is a figure */
} statuses[] = {
    {"observed", HM_CELL_NUMBER},
    {"not_reported", HM_CELL_NOT_REPORTED},
    {"not_applicable", HM_CELL_NOT_APPLICABLE},
    {"NR", HM_CELL_NOT_REPORTED},
    {"NA", HM_CELL_NOT_APPLICABLE},
};
enum { STATUS_COUNT = sizeof statuses / sizeof *statuses };

/* The observation at hand. */
typedef struct said {
    hm_reading *reading;
    uint32_t unit;
    hm_series *series;
} said;

/* What is wrong with a part of it. */
static void add_issue(const said *o, hm_issue_code code, hm_raw raw, const hm_issue_texts *texts) {
    const hm_subject subject =
        hm_reading_subject(o->reading, raw.position, o->unit, o->series->name);
    hm_issues_add(&o->reading->dataset->issues, code, &subject, texts);
}

/* The part without white space around it. False, with an issue, where it cannot be read. */
static bool read_part(const said *o, hm_raw *raw) {
    *raw = hm_raw_check(hm_raw_trim(*raw));
    if (raw->fault == HM_FAULT_NONE)
        return true;
    const hm_subject subject =
        hm_reading_subject(o->reading, raw->position, o->unit, o->series->name);
    hm_ingest_fault(o->reading, *raw, &subject);
    return false;
}

static void reject_status(const said *o, hm_raw status) {
    const hm_languages *languages = o->reading->dataset->languages;
    hm_nearest nearest;
    hm_nearest_start(&nearest, status.text, status.size);
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        hm_nearest_show(&nearest, statuses[i].word);
        for (size_t k = 0; k < languages->count; k++) {
            const char *word = hm_language_word(&languages->items[k], statuses[i].word);
            if (word)
                hm_nearest_show(&nearest, word);
        }
    }
    add_issue(o, HM_ISSUE_UNKNOWN_STATUS, status,
              &(hm_issue_texts){.found = hm_quote_of(status.text, status.size).text,
                                .expected = "observed, not_reported or not_applicable",
                                .nearest = nearest.name,
                                .detail = nearest.name ? "" : "; say what its word means"});
}

static size_t find_status(const said *o, hm_raw status) {
    const hm_languages *languages = o->reading->dataset->languages;
    size_t i = 0;
    while (i < STATUS_COUNT &&
           !hm_languages_say(languages, statuses[i].word, status.text, status.size))
        i++;
    return i;
}

/* The cell as its status says it is; rejected when the two contradict each other. */
static hm_cell apply_status(const said *o, hm_raw status, hm_cell cell) {
    const hm_cell rejected = {.kind = HM_CELL_REJECTED};
    if (!read_part(o, &status))
        return rejected;
    if (status.size == 0 || cell.kind == HM_CELL_REJECTED)
        return cell;
    const size_t i = find_status(o, status);
    if (i == STATUS_COUNT) {
        reject_status(o, status);
        return rejected;
    }
    const bool missing = cell.kind == HM_CELL_NOT_REPORTED || cell.kind == HM_CELL_NOT_APPLICABLE;
    const bool figure = cell.kind != HM_CELL_EMPTY && !missing;
    if (statuses[i].kind == HM_CELL_NUMBER ? figure : cell.kind == statuses[i].kind)
        return cell;
    if (statuses[i].kind != HM_CELL_NUMBER && cell.kind == HM_CELL_EMPTY)
        return (hm_cell){.kind = statuses[i].kind};
    add_issue(
        o, HM_ISSUE_STATUS_DISAGREES, status,
        &(hm_issue_texts){.found = hm_quote_of(status.text, status.size).text,
                          .expected = figure ? "no value or status observed" : "the two to agree",
                          .detail = figure    ? "a value"
                                    : missing ? "a value that says otherwise"
                                              : "no value"});
    return rejected;
}

hm_cell hm_ingest_status(hm_reading *reading, hm_raw status, uint32_t unit, uint32_t input,
                         hm_cell cell) {
    return apply_status(&(said){reading, unit, &reading->dataset->series[input]}, status, cell);
}

bool hm_ingest_remark(hm_reading *reading, hm_raw *raw, uint32_t unit, uint32_t input) {
    return read_part(&(said){reading, unit, &reading->dataset->series[input]}, raw);
}

static void ingest_remark(const said *o, hm_remark remark, hm_raw raw) {
    hm_dataset *dataset = o->reading->dataset;
    if (!read_part(o, &raw) || raw.size == 0)
        return;
    const uint32_t text = hm_names_intern(&dataset->texts, raw.text, raw.size);
    if (text == HM_NO_NAME || !hm_row_index_set(&o->series->origin->remarks[remark],
                                                dataset->allocator, o->unit, text + 1))
        dataset->out_of_memory = true;
}

static uint32_t read_verified(const said *o, hm_raw raw) {
    raw = hm_raw_trim(raw);
    if (raw.size == 0)
        return 0;
    const hm_languages *languages = o->reading->dataset->languages;
    const int yes =
        raw.fault == HM_FAULT_NONE ? hm_languages_read_yes(languages, raw.text, raw.size) : -1;
    if (yes < 0)
        add_issue(o, HM_ISSUE_UNCLEAR_VERIFIED, raw,
                  &(hm_issue_texts){
                      .found = hm_quote_of(raw.text, raw.size < 4096 ? raw.size : 4096).text,
                      .expected = "yes or no"});
    return yes < 0 ? 0 : yes ? 1 : 2;
}

uint32_t hm_ingest_verified(hm_reading *reading, hm_raw raw, uint32_t unit, uint32_t input) {
    return read_verified(&(said){reading, unit, &reading->dataset->series[input]}, raw);
}

static void ingest_verified(const said *o, hm_raw raw) {
    hm_dataset *dataset = o->reading->dataset;
    const uint32_t verified = read_verified(o, raw);
    if (verified != 0 &&
        !hm_row_index_set(&o->series->origin->verified, dataset->allocator, o->unit, verified))
        dataset->out_of_memory = true;
}

uint32_t hm_ingest_location(hm_dataset *dataset, hm_position position) {
    if (position.line == 0)
        return HM_ROW_UNKNOWN;
    uint32_t row = hm_locations_add(&dataset->locations, &position, 1, sizeof position);
    dataset->out_of_memory |= row == 0;
    return row;
}

bool hm_ingest_key(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT], uint32_t *unit,
                   uint32_t *input) {
    if (!hm_ingest_unit(reading, &raw[HM_ROLE_CITY], &raw[HM_ROLE_PERIOD], unit))
        return false;
    *input = hm_ingest_input(reading, &raw[HM_ROLE_INPUT], *unit);
    return *input != HM_NO_NAME;
}

void hm_ingest_with_remarks(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT], uint32_t unit,
                            uint32_t input, hm_cell cell, uint32_t row) {
    const said o = {reading, unit, &reading->dataset->series[input]};
    if (raw[HM_ROLE_STATUS].size > 0)
        cell = apply_status(&o, raw[HM_ROLE_STATUS], cell);
    if (row == 0 || !hm_ingest_figure(reading, input, unit, cell, row))
        return;
    static const hm_role remarks[HM_REMARK_COUNT] = {HM_ROLE_QUALITY, HM_ROLE_SOURCE, HM_ROLE_NOTE};
    for (size_t i = 0; i < HM_REMARK_COUNT; i++)
        if (raw[remarks[i]].size > 0)
            ingest_remark(&o, (hm_remark)i, raw[remarks[i]]);
    if (raw[HM_ROLE_VERIFIED].size > 0)
        ingest_verified(&o, raw[HM_ROLE_VERIFIED]);
}

void hm_ingest_observation(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT]) {
    uint32_t unit, input;
    if (!hm_ingest_key(reading, raw, &unit, &input))
        return;
    const hm_cell cell =
        hm_ingest_cell(reading, &raw[HM_ROLE_VALUE], unit, reading->dataset->series[input].name);
    const uint32_t row = hm_ingest_location(reading->dataset, raw[HM_ROLE_VALUE].position);
    hm_ingest_with_remarks(reading, raw, unit, input, cell, row);
}

hm_records_table *hm_ingest_records(hm_dataset *dataset, const char *name, size_t size) {
    uint32_t number = hm_names_intern(&dataset->record_names, name, size);
    if (number != HM_NO_NAME && number < dataset->records_count)
        return dataset->records[number];
    hm_records_table *records = NULL;
    if (number == dataset->records_count &&
        hm_grow(dataset->allocator, &dataset->records, dataset->records_count,
                &dataset->records_capacity, sizeof *dataset->records))
        records = hm_arena_take(&dataset->arena, sizeof *records);
    if (!records) {
        dataset->out_of_memory = true;
        return NULL;
    }
    hm_records_open(records, dataset->record_names.texts[number], dataset->allocator);
    dataset->records[dataset->records_count++] = records;
    return records;
}

/* A new row, the last of the records; false when memory has run out, here and below. */
static bool add_record(hm_dataset *dataset, hm_records_table *records, uint32_t unit,
                       uint32_t location) {
    const bool fine = hm_records_add_row(records, dataset->allocator, unit, location);
    dataset->out_of_memory |= !fine;
    return fine;
}

/* A cell of the last row. */
static bool put_cell(hm_dataset *dataset, hm_records_table *records, uint32_t column,
                     hm_cell cell) {
    const bool fine = hm_series_put(&records->frozen.columns[column], dataset->allocator,
                                    records->frozen.rows - 1, cell);
    dataset->out_of_memory |= !fine;
    return fine;
}

void hm_ingest_record(hm_reading *reading, hm_records_table *records, uint32_t unit,
                      uint32_t location, const uint32_t *columns, const hm_raw *cells,
                      size_t count) {
    bool fine = add_record(reading->dataset, records, unit, location);
    for (size_t i = 0; fine && i < count; i++) {
        const char *name = records->frozen.columns[columns[i]].name;
        const hm_cell cell = cells ? hm_ingest_cell(reading, &cells[i], unit, name)
                                   : (hm_cell){.kind = HM_CELL_REJECTED};
        fine = put_cell(reading->dataset, records, columns[i], cell);
    }
}

void hm_ingest_record_cells(hm_reading *reading, hm_records_table *records, uint32_t unit,
                            uint32_t location, const uint32_t *columns, const hm_cell *cells,
                            size_t count) {
    bool fine = add_record(reading->dataset, records, unit, location);
    for (size_t i = 0; fine && i < count; i++)
        fine = put_cell(reading->dataset, records, columns[i], cells[i]);
}
