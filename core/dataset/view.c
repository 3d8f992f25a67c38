/* view.c: looking into a frozen data set. */
#include <string.h>

#include "base/numbers/number.h"
#include "base/versioned.h"
#include "dataset/dataset.h"
#include "dataset/cell.h"
#include "dataset/parts.h"
#include "platform/environment.h"

const hm_issues *hm_dataset_percents(const hm_dataset *dataset) {
    return &dataset->percents;
}

const hm_issues *hm_dataset_issues(const hm_dataset *dataset) {
    return dataset ? &dataset->issues : NULL;
}

size_t hm_dataset_unit_count(const hm_dataset *dataset) {
    return dataset ? dataset->units.count : 0;
}

const char *hm_dataset_unit_city(const hm_dataset *dataset, size_t unit) {
    return unit < hm_dataset_unit_count(dataset)
               ? dataset->units.cities.texts[dataset->units.city[unit]]
               : NULL;
}

const char *hm_dataset_unit_period(const hm_dataset *dataset, size_t unit) {
    return unit < hm_dataset_unit_count(dataset)
               ? dataset->units.periods.texts[dataset->units.period[unit]]
               : NULL;
}

const uint32_t *hm_dataset_cities(const hm_dataset *dataset) {
    return dataset ? dataset->units.city : NULL;
}

const uint32_t *hm_dataset_periods(const hm_dataset *dataset) {
    return dataset ? dataset->units.period : NULL;
}

size_t hm_dataset_file_count(const hm_dataset *dataset) {
    return dataset ? dataset->file_count : 0;
}

const hm_input_file *hm_dataset_file(const hm_dataset *dataset, size_t index) {
    return index < hm_dataset_file_count(dataset) ? &dataset->files[index] : NULL;
}

size_t hm_dataset_places(const hm_dataset *dataset, const char **names) {
    size_t count = 0;
    for (const hm_file_rows *rows = dataset->file_rows; rows; rows = rows->older) {
        if (names)
            names[count] = rows->name;
        count++;
    }
    return count;
}

double hm_dataset_finished_in(const hm_dataset *dataset) {
    return dataset->finished_in;
}

const hm_names *hm_dataset_city_names(const hm_dataset *dataset) {
    return &dataset->units.cities;
}

const hm_names *hm_dataset_period_names(const hm_dataset *dataset) {
    return &dataset->units.periods;
}

const hm_cities *hm_dataset_known_cities(const hm_dataset *dataset) {
    return dataset->known;
}

void hm_dataset_borrow_cities(hm_dataset *dataset, const hm_dataset *from) {
    dataset->known = from->known;
}

const hm_languages *hm_dataset_languages(const hm_dataset *dataset) {
    return dataset->languages;
}

void hm_dataset_borrow_languages(hm_dataset *dataset, const hm_languages *languages) {
    dataset->languages = languages;
}

const uint8_t *hm_dataset_unranked(const hm_dataset *dataset) {
    return dataset->unranked;
}

int hm_dataset_unit_is_ranked(const hm_dataset *dataset, size_t unit) {
    return unit < hm_dataset_unit_count(dataset) &&
           !(dataset->unranked && dataset->unranked[dataset->units.city[unit]]);
}

size_t hm_dataset_city_column_count(const hm_dataset *dataset) {
    return dataset ? dataset->known->columns.count : 0;
}

const char *hm_dataset_city_column(const hm_dataset *dataset, size_t index) {
    return index < hm_dataset_city_column_count(dataset) ? dataset->known->columns.texts[index]
                                                         : NULL;
}

const char *hm_dataset_city_cell(const hm_dataset *dataset, size_t unit, size_t column) {
    const char *city = hm_dataset_unit_city(dataset, unit);
    if (!city || column >= hm_dataset_city_column_count(dataset))
        return NULL;
    const hm_city_row *row = hm_cities_find(dataset->known, city);
    return row ? hm_city_cell(row, (uint32_t)column) : "";
}

const hm_names *hm_dataset_texts(const hm_dataset *dataset) {
    return &dataset->texts;
}

size_t hm_dataset_input_count(const hm_dataset *dataset) {
    return dataset ? dataset->series_count : 0;
}

const char *hm_dataset_input_name(const hm_dataset *dataset, size_t index) {
    return index < hm_dataset_input_count(dataset) ? dataset->series[index].name : NULL;
}

const hm_series *hm_dataset_series_at(const hm_dataset *dataset, size_t index) {
    return index < hm_dataset_input_count(dataset) && dataset->finished ? &dataset->series[index]
                                                                        : NULL;
}

const hm_series *hm_dataset_series(const hm_dataset *dataset, const char *input) {
    if (!dataset || !input)
        return NULL;
    return hm_dataset_series_at(dataset, hm_names_find(&dataset->inputs, input, strlen(input)));
}

size_t hm_dataset_records_count(const hm_dataset *dataset) {
    return dataset ? dataset->records_count : 0;
}

const char *hm_dataset_records_name(const hm_dataset *dataset, size_t index) {
    return index < hm_dataset_records_count(dataset) ? dataset->records[index]->frozen.name : NULL;
}

const hm_records *hm_dataset_records_at(const hm_dataset *dataset, size_t index) {
    return index < hm_dataset_records_count(dataset) && dataset->finished
               ? &dataset->records[index]->frozen
               : NULL;
}

const hm_records *hm_dataset_records(const hm_dataset *dataset, const char *name) {
    if (!dataset || !name)
        return NULL;
    return hm_dataset_records_at(dataset,
                                 hm_names_find(&dataset->record_names, name, strlen(name)));
}

const hm_series *hm_records_column(const hm_records *records, const char *column) {
    for (size_t i = 0; records && i < records->column_count; i++)
        if (strcmp(records->columns[i].name, column) == 0)
            return &records->columns[i];
    return NULL;
}

size_t hm_dataset_record_rows(const hm_dataset *dataset, size_t unit, const char *name) {
    const hm_records *records = hm_dataset_records(dataset, name);
    return records && unit < dataset->units.count ? records->start[unit + 1] - records->start[unit]
                                                  : 0;
}

hm_location hm_series_name_location(const hm_dataset *dataset, const hm_series *series) {
    (void)dataset;
    return series->origin->name_location;
}

const uint8_t *hm_series_unverified(const hm_series *series) {
    return series->origin->unverified;
}

bool hm_series_is_spelled(const hm_series *series) {
    return series->origin->spellings.count > 0;
}

const char *hm_series_text(const hm_series *series, const hm_names *texts, size_t row,
                           char out[HM_NUMBER_SIZE], size_t *size) {
    const hm_cell cell = {series->values[row], series->cells[row],
                          hm_spellings_get(&series->origin->spellings, row)};
    return hm_cell_text(cell, texts, out, size);
}

uint32_t hm_series_remark(const hm_series *series, hm_remark remark, size_t row) {
    return hm_row_index_get(&series->origin->remarks[remark], row);
}

int hm_series_verified(const hm_series *series, size_t row) {
    const uint32_t verified = hm_row_index_get(&series->origin->verified, row);
    return verified == 0 ? -1 : verified == 1;
}

static const char *remark_text(const hm_dataset *dataset, const hm_series *series, size_t unit,
                               hm_remark remark) {
    const uint32_t number = hm_series_remark(series, remark, unit);
    return number > 0 ? dataset->texts.texts[number - 1] : "";
}

/* For programs, which may read it as a number: a point before decimals, no marks between groups. */
static const char *text_with_point(const hm_dataset *dataset, const hm_series *series, size_t unit,
                                   char buffer[32]) {
    size_t size;
    hm_cell cell = {series->values[unit], series->cells[unit],
                    hm_spelling_with_point(hm_spellings_get(&series->origin->spellings, unit))};
    const char *text = hm_cell_text(cell, &dataset->texts, buffer, &size);
    if (cell.kind != HM_CELL_NUMBER)
        return text;
    const hm_cell again = hm_cell_read(text, size, &hm_number_format_plain);
    const bool same =
        again.kind == HM_CELL_NUMBER && !(again.value < cell.value) && !(again.value > cell.value);
    cell.spelling = HM_SPELLING_PRINTED;
    return same ? text : hm_cell_text(cell, &dataset->texts, buffer, &size);
}

static hm_state state_of(uint8_t cell) {
    return cell == HM_CELL_FLAG || cell == HM_CELL_TEXT ? HM_OBSERVED : (hm_state)cell;
}

/* The name of a file without that of its sheet. */
static const char *file_without_sheet(const hm_dataset *dataset, const char *file) {
    const size_t size = hm_size_of_file(file);
    for (size_t i = 0; file[size] && i < dataset->file_count; i++) {
        const char *name = dataset->files[i].name;
        if (strlen(name) == size && memcmp(name, file, size) == 0)
            return name;
    }
    return file;
}

static int observation(const hm_dataset *dataset, size_t unit, const char *input,
                       hm_observation *out, char buffer[32]) {
    const hm_series *series = hm_dataset_series(dataset, input);
    if (!series || !out || !buffer || unit >= dataset->units.count ||
        hm_series_row(series, unit) == 0)
        return 0;
    hm_location location = hm_series_location(dataset, series, unit);
    const hm_observation found = {
        .size = sizeof found,
        .state = state_of(series->cells[unit]),
        .text = text_with_point(dataset, series, unit, buffer),
        .quality = remark_text(dataset, series, unit, HM_REMARK_QUALITY),
        .source = remark_text(dataset, series, unit, HM_REMARK_SOURCE),
        .note = remark_text(dataset, series, unit, HM_REMARK_NOTE),
        .verified = hm_series_verified(series, unit),
        .file = file_without_sheet(dataset, location.file),
        .line = location.line,
        .column = location.column,
        .sheet = hm_sheet_of_file(location.file),
    };
    return hm_versioned_fill(out, &found, sizeof found) == HM_OK;
}

int hm_dataset_observation(const hm_dataset *dataset, size_t unit, const char *input,
                           hm_observation *out, char buffer[32]) {
    hm_environment host;
    hm_environment_enter(&host);
    const int there = observation(dataset, unit, input, out, buffer);
    hm_environment_leave(&host, HM_OK);
    return there;
}

bool hm_dataset_is_finished(const hm_dataset *dataset) {
    return dataset->finished;
}
