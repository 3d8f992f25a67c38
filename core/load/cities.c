/* cities.c: a file of cities: a row a city, with the column `city`, perhaps `ranked`, and any
 * others. */
#include <string.h>

#include "base/text.h"
#include "load/csv_sheet.h"
#include "load/loader.h"
#include "load/sheet_header.h"

/* What a column is for. */
enum { COLUMN_CITY = -1, COLUMN_RANKED = -2, COLUMN_NONE = -3 };

typedef struct cities_load {
    hm_reading *reading;
    hm_cities *cities;
    hm_sheet *sheet;
    size_t count;     /* fields of every row */
    int64_t *columns; /* by field: COLUMN_... or a number of cities->columns */
    size_t city, ranked;
} cities_load;

static bool is_named(const cities_load *load, size_t field, const char *name) {
    const hm_raw cell = load->sheet->cells[field];
    const hm_text text = hm_text_name(cell.text, cell.size);
    const char *word = hm_language_word(load->reading->language, name);
    return hm_text_same(text.text, text.size, name) ||
           (word && hm_text_same(text.text, text.size, word));
}

static size_t find_column(const cities_load *load, const char *name) {
    size_t field = 0;
    while (field < load->sheet->count && !is_named(load, field, name))
        field++;
    return field < load->sheet->count ? field : HM_NO_FIELD;
}

static hm_code fail_header(const cities_load *load, size_t field, const char *message) {
    const hm_position position = load->sheet->cells[field].position;
    return hm_error_at(load->reading->error, HM_ERROR_DATA, load->reading->file, position.line,
                       position.column, "%s", message);
}

/* Turns the header into numbers of columns. False when memory has run out. */
static bool number_columns(cities_load *load) {
    const hm_sheet *sheet = load->sheet;
    load->count = sheet->count;
    load->columns =
        hm_allocate_array(load->reading->dataset->allocator, sheet->count, sizeof *load->columns);
    for (size_t i = 0; load->columns && i < sheet->count; i++) {
        const hm_text name = hm_text_name(sheet->cells[i].text, sheet->cells[i].size);
        load->columns[i] = i == load->city     ? COLUMN_CITY
                           : i == load->ranked ? COLUMN_RANKED
                                               : COLUMN_NONE;
        if (load->columns[i] != COLUMN_NONE || name.size == 0)
            continue;
        const uint32_t number = hm_names_intern(&load->cities->columns, name.text, name.size);
        if (number == HM_NO_NAME)
            return false;
        load->columns[i] = number;
    }
    return load->columns != NULL;
}

/* Any column is as good as any other, but for one whose name is nearly the one that counts. */
static void warn_of_ranked(cities_load *load) {
    const char *word = hm_language_word(load->reading->language, "ranked");
    for (size_t i = 0; i < load->sheet->count && load->ranked == HM_NO_FIELD; i++) {
        const hm_raw field = load->sheet->cells[i];
        const hm_text name = hm_text_name(field.text, field.size);
        hm_nearest nearest;
        hm_nearest_start(&nearest, name.text, name.size);
        hm_nearest_show(&nearest, "ranked");
        if (word)
            hm_nearest_show(&nearest, word);
        if (nearest.name)
            hm_reading_add_issue(load->reading, HM_ISSUE_NO_RANKED_COLUMN, field.position,
                                 &(hm_issue_texts){.found = hm_quote_of(name.text, name.size).text,
                                                   .nearest = nearest.name});
    }
}

static hm_code read_header(cities_load *load) {
    hm_code code = hm_sheet_header_first(load->sheet, load->reading);
    if (code != HM_OK)
        return code;
    const size_t period = find_column(load, "period");
    load->city = find_column(load, "city");
    load->ranked = find_column(load, "ranked");
    if (load->city == HM_NO_FIELD)
        return fail_header(load, 0,
                           "found no column city: a file of cities has a row a city, with the "
                           "columns city, perhaps ranked, and any others");
    if (period != HM_NO_FIELD)
        return fail_header(load, period,
                           "found the column period: a file of cities has a row a city, whatever "
                           "the period");
    warn_of_ranked(load);
    return number_columns(load) ? HM_OK : hm_error_memory(load->reading->error);
}

/* --- rows --- */

/* What is not said, or not to be understood, leaves the city ranked. */
static bool is_unranked(hm_reading *reading, hm_raw cell) {
    const hm_languages *languages = reading->dataset->languages;
    const int yes = cell.size == 0 ? 1 : hm_languages_read_yes(languages, cell.text, cell.size);
    if (yes < 0)
        hm_reading_add_issue(reading, HM_ISSUE_UNCLEAR_RANKED, cell.position,
                             &(hm_issue_texts){.found = hm_quote_of(cell.text, cell.size).text,
                                               .expected = "yes or no"});
    return yes == 0;
}

/* A cell of the row that can be read; an empty one for another, which is an issue. */
static hm_raw cell_of(cities_load *load, size_t field) {
    const hm_raw cell = hm_raw_check(hm_raw_trim(load->sheet->cells[field]));
    if (cell.fault == HM_FAULT_NONE)
        return cell;
    const hm_subject subject = hm_reading_subject(load->reading, cell.position, HM_NO_UNIT, NULL);
    hm_ingest_fault(load->reading, cell, &subject);
    return (hm_raw){.text = "", .position = cell.position};
}

/* Is the row that of a city which has none yet? */
static bool check_city(cities_load *load, hm_raw cell, hm_text name) {
    hm_reading *reading = load->reading;
    if (name.size == 0) {
        hm_reading_add_issue(reading, HM_ISSUE_NO_CITY, cell.position,
                             &(hm_issue_texts){.expected = "its name"});
        return false;
    }
    const uint32_t number = hm_names_find(&load->cities->names, name.text, name.size);
    if (number == HM_NO_NAME)
        return true;
    const hm_city_row *before = &load->cities->rows[number];
    const hm_location there = {before->file, before->position.line, 0};
    hm_reading_add_issue(reading, HM_ISSUE_CITY_TWICE, cell.position,
                         &(hm_issue_texts){.found = hm_quote_of(name.text, name.size).text,
                                           .expected = "one row a city",
                                           .there = there});
    return false;
}

static bool take_row(cities_load *load, hm_text name, hm_position position) {
    hm_cities *cities = load->cities;
    hm_city_row *row = hm_cities_add(cities, name.text, name.size, load->reading->file, position);
    bool fine = row != NULL;
    for (size_t i = 0; fine && i < load->count; i++) {
        if (load->columns[i] < 0 && load->columns[i] != COLUMN_RANKED)
            continue;
        const hm_raw cell = cell_of(load, i);
        if (load->columns[i] == COLUMN_RANKED)
            row->unranked = is_unranked(load->reading, cell);
        else
            fine = hm_cities_set(cities, row, (uint32_t)load->columns[i], cell.text, cell.size);
    }
    cities->unranked |= fine && row->unranked;
    return fine;
}

static bool read_row(cities_load *load) {
    const hm_sheet *sheet = load->sheet;
    load->reading->contents.rows++;
    if (sheet->count != load->count) {
        hm_reading_add_issue(load->reading, HM_ISSUE_FIELD_COUNT, sheet->cells[0].position,
                             &(hm_issue_texts){.found = hm_digits_of(sheet->count).text,
                                               .expected = hm_digits_of(load->count).text});
        return true;
    }
    const hm_raw cell = cell_of(load, load->city);
    const hm_text name = hm_text_name(cell.text, cell.size);
    return !check_city(load, cell, name) || take_row(load, name, cell.position);
}

static hm_code read_rows(cities_load *load) {
    for (;;) {
        switch (hm_sheet_next(load->sheet, load->reading->error)) {
        case HM_SHEET_END:
            return HM_OK;
        case HM_SHEET_FAILED:
            return load->sheet->code;
        case HM_SHEET_TORN:
            hm_reading_add_issue(load->reading, HM_ISSUE_OPEN_QUOTE, load->sheet->torn, NULL);
            break;
        case HM_SHEET_ROW:
            if (!hm_sheet_is_blank(load->sheet) && !read_row(load))
                return hm_error_memory(load->reading->error);
            break;
        }
    }
}

hm_code hm_cities_load(hm_sheet *sheet, hm_reading *reading) {
    cities_load load = {.reading = reading, .sheet = sheet, .cities = &reading->dataset->cities};
    hm_code code = read_header(&load);
    if (code == HM_OK) {
        reading->contents.header = true;
        code = read_rows(&load);
    }
    hm_release(reading->dataset->allocator, load.columns, load.count * sizeof *load.columns);
    return code;
}

static hm_code load_cities(hm_reading *reading) {
    hm_csv_sheet sheet;
    hm_csv_sheet_open(&sheet, reading->source, reading->recipe, reading->dataset->allocator);
    const hm_code code = hm_cities_load(&sheet.sheet, reading);
    hm_csv_sheet_tell(&sheet, reading->file, &reading->dataset->issues);
    hm_csv_sheet_close(&sheet);
    return code;
}

const hm_loader hm_loader_cities = {
    .name = "cities",
    .load = load_cities,
    .recipes = HM_RECIPES_LINES,
};
