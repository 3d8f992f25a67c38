/* ingest_figure.c: putting figures into their series, and what happens when one is said twice. */
#include <stdio.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "load/ingest.h"

/* A cell in words, for messages. */
static hm_quote describe(const hm_dataset *dataset, hm_cell cell) {
    hm_quote quote = {{0}};
    switch (cell.kind) {
    case HM_CELL_NUMBER:
        hm_number_print(cell.value, quote.text);
        return quote;
    case HM_CELL_FLAG:
        return hm_quote_of(cell.value > 0 ? "yes" : "no", cell.value > 0 ? 3 : 2);
    case HM_CELL_TEXT: {
        uint32_t number = (uint32_t)cell.value;
        return hm_quote_of(dataset->texts.texts[number], dataset->texts.sizes[number]);
    }
    case HM_CELL_NOT_APPLICABLE:
        return hm_quote_of("NA", 2);
    case HM_CELL_NOT_REPORTED:
        return hm_quote_of("NR", 2);
    default:
        return hm_quote_of("a rejected figure", 17);
    }
}

typedef struct location_text {
    char text[600];
} location_text;

static location_text describe_location(hm_location location) {
    location_text out;
    if (location.line == 0) {
        (void)snprintf(out.text, sizeof out.text, "an earlier call");
    } else {
        (void)snprintf(out.text, sizeof out.text, "%.512s:%u:%u", location.file,
                       (unsigned)location.line, (unsigned)location.column);
    }
    return out;
}

static hm_location place_of(const hm_dataset *dataset, const hm_series *series, uint32_t row) {
    const struct hm_series_origin *origin = series->origin;
    size_t file = hm_locations_file_of(&dataset->locations, row), field = 0;
    for (size_t i = 0; i < origin->field_count; i++) {
        if (origin->fields[i].file == file) {
            field = origin->fields[i].field;
        }
    }
    hm_location location;
    hm_position position = hm_locations_find(&dataset->locations, row, field, &location.file);
    location.line = position.line;
    location.column = position.column;
    return location;
}

hm_location hm_series_location(const hm_dataset *dataset, const hm_series *series, size_t row) {
    return place_of(dataset, series, hm_series_row(series, row));
}

static void add_issue(hm_dataset *dataset, hm_severity severity, const char *code,
                      const char *input, hm_location location, const char *found, const char *rest,
                      hm_location other, const char *end) {
    hm_issues_add(&dataset->issues,
                  &(hm_issue){.severity = severity,
                              .code = code,
                              .file = location.file,
                              .line = location.line,
                              .column = location.column,
                              .input = input,
                              .found = found},
                  "found %s, %s %s%s", found, rest, describe_location(other).text, end);
}

/* A flag may be written 1 or yes: nobody knows yet what the input is, and the two say the same. */
static bool agree(hm_cell a, hm_cell b) {
    bool plain = (a.kind == HM_CELL_NUMBER || a.kind == HM_CELL_FLAG) &&
                 (b.kind == HM_CELL_NUMBER || b.kind == HM_CELL_FLAG);
    return (plain || a.kind == b.kind) && !(a.value < b.value) && !(a.value > b.value);
}

/* The series holds `old` at this unit and row `row` says `cell` too. A cell that was rejected for
 * itself has an issue already. */
static void settle(hm_dataset *dataset, hm_series *series, uint32_t unit, hm_cell old, hm_cell cell,
                   uint32_t row) {
    hm_location there = hm_series_location(dataset, series, unit);
    hm_location here = place_of(dataset, series, row);
    hm_quote found = describe(dataset, cell), known = describe(dataset, old);
    bool same = agree(old, cell);
    if (old.kind == HM_CELL_REJECTED) {
        if (cell.kind != HM_CELL_REJECTED) {
            add_issue(dataset, HM_REJECTED, "beside_a_rejected_one", series->name, here, found.text,
                      "but", there,
                      " has a rejected figure for the same city, period and input: both are "
                      "rejected");
        }
        return;
    }
    if (same) {
        add_issue(dataset, HM_WARNING, "repeated_figure", series->name, here, found.text,
                  "which repeats", there, "");
        return;
    }
    char end[128];
    (void)snprintf(end, sizeof end, ": %s; both are rejected", found.text);
    add_issue(dataset, HM_REJECTED, "other_figure", series->name, there, known.text,
              "which differs from", here, end);
    if (cell.kind != HM_CELL_REJECTED) {
        (void)snprintf(end, sizeof end, ": %s; both are rejected", known.text);
        add_issue(dataset, HM_REJECTED, "other_figure", series->name, here, found.text,
                  "which differs from", there, end);
    }
    series->values[unit] = 0;
    series->cells[unit] = HM_CELL_REJECTED;
}

/* Cells are kept for every unit and input, so data that mention thousands of inputs once each
 * (columns swapped, or a hostile file) would need memory that grows as the square of the file. Data
 * of less than `most_empty` inputs are never refused. */
static bool is_too_sparse(hm_dataset *dataset, const hm_series *series, uint32_t unit) {
    static const size_t never_before = (size_t)1 << 22, most_empty = 1024;
    size_t capacity = series->origin->capacity;
    if (unit < capacity) {
        return false;
    }
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
            settle(dataset, series, unit, (hm_cell){series->values[unit], old}, cell, row);
        }
        return false;
    }
    if (old == HM_CELL_EMPTY && cell.kind == HM_CELL_EMPTY) {
        return false;
    }
    if (!hm_ingest_expect(dataset, series, unit, 1)) {
        return false;
    }
    if (dataset->file_rows) {
        hm_series_stay_near(series, &dataset->file_rows->starts);
    }
    if (!hm_series_put(series, dataset->allocator, unit, cell) ||
        !hm_series_set_row(series, dataset->allocator, unit, row)) {
        dataset->out_of_memory = true;
        return false;
    }
    return true;
}
