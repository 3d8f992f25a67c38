/* ingest_figure.c: putting figures into their series, and what happens when one is said twice. */
#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "load/ingest.h"

/* What stands in a cell; "" where it was rejected. `room` is for a number. */
static const char *text_of(const hm_dataset *dataset, hm_cell cell, char room[HM_NUMBER_SIZE]) {
    size_t size;
    const char *text = hm_cell_text(cell, &dataset->texts, room, &size);
    return size > 0                              ? text
           : cell.kind == HM_CELL_NOT_APPLICABLE ? "NA"
           : cell.kind == HM_CELL_NOT_REPORTED   ? "NR"
                                                 : "";
}

/* For messages: in quotes, or in words. */
static hm_quote describe(const hm_dataset *dataset, hm_cell cell) {
    char room[HM_NUMBER_SIZE];
    hm_quote quote = {"a rejected figure"};
    const char *text = text_of(dataset, cell, room);
    if (*text)
        (void)snprintf(quote.text, sizeof quote.text, "\"%.69s\"",
                       hm_quote_of(text, strlen(text)).text);
    return quote;
}

static hm_location place_of(const hm_dataset *dataset, const hm_series *series, uint32_t row) {
    const struct hm_series_origin *origin = series->origin;
    size_t file = hm_locations_file_of(&dataset->locations, row), field = 0;
    for (size_t i = 0; i < origin->field_count; i++)
        if (origin->fields[i].file == file)
            field = origin->fields[i].field;
    hm_location location;
    hm_position position = hm_locations_find(&dataset->locations, row, field, &location.file);
    location.line = position.line;
    location.column = position.column;
    return location;
}

hm_location hm_series_location(const hm_dataset *dataset, const hm_series *series, size_t row) {
    return place_of(dataset, series, hm_series_row(series, row));
}

/* A flag may be written 1 or yes: nobody knows yet what the input is, and the two say the same. */
static bool agree(hm_cell a, hm_cell b) {
    bool plain = (a.kind == HM_CELL_NUMBER || a.kind == HM_CELL_FLAG) &&
                 (b.kind == HM_CELL_NUMBER || b.kind == HM_CELL_FLAG);
    return (plain || a.kind == b.kind) && !(a.value < b.value) && !(a.value > b.value);
}

static hm_subject subject_of(const hm_dataset *dataset, const hm_series *series, uint32_t unit,
                             hm_location location) {
    return (hm_subject){.at = location,
                        .city = dataset->units.cities.texts[dataset->units.city[unit]],
                        .period = dataset->units.periods.texts[dataset->units.period[unit]],
                        .input = series->name};
}

/* What is wrong with the figure `here`, for the sake of the one at `there`. `other`: that one in
 * words, or NULL. */
static void add_issue(hm_dataset *dataset, hm_issue_code code, const hm_subject *here, hm_cell cell,
                      hm_location there, const char *other) {
    char room[HM_NUMBER_SIZE];
    hm_issues_add(
        &dataset->issues, code, here,
        &(hm_issue_texts){.found = text_of(dataset, cell, room), .detail = other, .there = there});
}

static hm_subject subject_at(const hm_subject *subject, hm_location location) {
    hm_subject copy = *subject;
    copy.at = location;
    return copy;
}

static void tell_one(hm_dataset *dataset, hm_issue_code code, const hm_subject *subject,
                     hm_said_figure here, hm_location there) {
    const hm_subject about = subject_at(subject, here.location);
    add_issue(dataset, code, &about, here.cell, there, NULL);
}

static void reject_both(hm_dataset *dataset, const hm_subject *subject, hm_said_figure there,
                        hm_said_figure here, const hm_spellings *spellings, size_t at) {
    const hm_issue_code code = HM_ISSUE_OTHER_FIGURE;
    const hm_subject about_there = subject_at(subject, there.location);
    const hm_subject about_here = subject_at(subject, here.location);
    const bool tells_there = !hm_issues_count_only(&dataset->issues, code, &about_there);
    const bool tells_here = here.cell.kind != HM_CELL_REJECTED &&
                            !hm_issues_count_only(&dataset->issues, code, &about_here);
    if (spellings && (tells_there || tells_here)) /* not of each: looking it up may take long */
        there.cell.spelling = hm_spellings_get(spellings, at);
    if (tells_there)
        add_issue(dataset, code, &about_there, there.cell, here.location,
                  describe(dataset, here.cell).text);
    if (tells_here)
        add_issue(dataset, code, &about_here, here.cell, there.location,
                  describe(dataset, there.cell).text);
}

/* A cell that was rejected for itself has an issue already. */
bool hm_ingest_twice(hm_dataset *dataset, const hm_subject *subject, hm_said_figure there,
                     hm_said_figure here, const hm_spellings *spellings, size_t at) {
    if (there.cell.kind != HM_CELL_REJECTED && !agree(there.cell, here.cell)) {
        reject_both(dataset, subject, there, here, spellings, at);
        return true;
    }
    if (there.cell.kind != HM_CELL_REJECTED)
        tell_one(dataset, HM_ISSUE_REPEATED_FIGURE, subject, here, there.location);
    else if (here.cell.kind != HM_CELL_REJECTED)
        tell_one(dataset, HM_ISSUE_BESIDE_A_REJECTED_ONE, subject, here, there.location);
    return false;
}

/* The series holds `old` at this unit and row `row` says `cell` too. */
static void settle(hm_dataset *dataset, hm_series *series, uint32_t unit, hm_cell old, hm_cell cell,
                   uint32_t row) {
    const hm_said_figure there = {old, hm_series_location(dataset, series, unit)};
    const hm_said_figure here = {cell, place_of(dataset, series, row)};
    const hm_subject subject = subject_of(dataset, series, unit, here.location);
    if (hm_ingest_twice(dataset, &subject, there, here, &series->origin->spellings, unit)) {
        series->values[unit] = 0;
        series->cells[unit] = HM_CELL_REJECTED;
    }
}

/* Cells are kept for every unit and input, so data that mention thousands of inputs once each
 * (columns swapped, or a hostile file) would need memory that grows as the square of the file. Data
 * of less than `most_empty` inputs are never refused. */
static bool is_too_sparse(hm_dataset *dataset, const hm_series *series, uint32_t unit) {
    static const size_t never_before = (size_t)1 << 22, most_empty = 1024;
    size_t capacity = series->origin->capacity;
    if (unit < capacity)
        return false;
    dataset->cells_reserved += unit - capacity + 1;
    return dataset->cells_reserved > never_before &&
           dataset->cells_reserved / most_empty > dataset->cells_put;
}

bool hm_ingest_expect(hm_dataset *dataset, const hm_series *series, uint32_t last, size_t count) {
    dataset->cells_put += count;
    dataset->sparse |= is_too_sparse(dataset, series, last);
    return !dataset->sparse;
}

bool hm_ingest_figure(hm_reading *reading, uint32_t input, uint32_t unit, hm_cell cell,
                      uint32_t row) {
    hm_dataset *dataset = reading->dataset;
    hm_series *series = &dataset->series[input];
    uint8_t old = hm_series_kind(series, unit);
    if (old != HM_CELL_SILENT && old != HM_CELL_EMPTY) {
        if (cell.kind != HM_CELL_EMPTY) {
            const hm_cell known = {.value = series->values[unit], .kind = old};
            settle(dataset, series, unit, known, cell, row);
        }
        return false;
    }
    if (old == HM_CELL_EMPTY && cell.kind == HM_CELL_EMPTY)
        return false;
    if (!hm_ingest_expect(dataset, series, unit, 1))
        return false;
    if (dataset->file_rows)
        hm_series_stay_near(series, &dataset->file_rows->starts);
    if (!hm_series_put(series, dataset->allocator, unit, cell) ||
        !hm_series_set_row(series, dataset->allocator, unit, row)) {
        dataset->out_of_memory = true;
        return false;
    }
    return true;
}
