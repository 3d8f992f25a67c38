#include "load/csv_header.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

/* Columns of a collection sheet that explain it to people. */
static const char *const explaining[] = {"label",      "kind",    "unit",
                                         "indicators", "options", "columns"};

static hm_code fail(hm_reading *reading, hm_position position, const char *format,
                    const char *text) {
    return hm_error_at(reading->error, HM_ERROR_DATA, reading->file, position.line, position.column,
                       format, text);
}

static hm_raw name_of(const hm_csv *csv, size_t field) {
    return hm_raw_trim(csv->fields[field]);
}

/* How well the first record reads with this delimiter: known names count most, then fields. */
static uint64_t rate(hm_csv *csv, char delimiter) {
    hm_csv_rewind(csv, delimiter);
    if (hm_csv_next(csv) != HM_CSV_RECORD) {
        return 1; /* no worse than a line that is not parted at all */
    }
    uint64_t known = 0;
    for (size_t i = 0; i < csv->count; i++) {
        hm_raw name = name_of(csv, i);
        known += hm_role_find(name.text, name.size) != HM_ROLE_COUNT;
    }
    return (known << 32) + csv->count;
}

/* Spreadsheets may write `sep=;` as a first line of its own. */
static char said_delimiter(const hm_csv *csv) {
    size_t size = (size_t)(csv->end - csv->start);
    if (size < 6 || !hm_text_same(csv->start, 4, "sep=") || !strchr(",;\t", csv->start[4])) {
        return 0;
    }
    return csv->start[5] == '\n' || csv->start[5] == '\r' ? csv->start[4] : 0;
}

static hm_csv_result read_first(hm_csv *csv) {
    char delimiter = said_delimiter(csv);
    if (delimiter) {
        hm_csv_rewind(csv, '\n'); /* no field ends before the line does */
        (void)hm_csv_next(csv);
        hm_csv_continue(csv, delimiter);
        return hm_csv_next(csv);
    }
    static const char candidates[] = {',', ';', '\t'};
    uint64_t best = 0;
    delimiter = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        uint64_t rating = rate(csv, candidates[i]);
        if (rating > best) {
            best = rating;
            delimiter = candidates[i];
        }
    }
    hm_csv_rewind(csv, delimiter);
    return hm_csv_next(csv);
}

/* The column whose name comes near to a word that is missing; csv->count when there is none. */
static size_t find_misspelt(const hm_csv *csv, const hm_csv_header *header, const char **meant) {
    for (size_t i = 0; i < csv->count; i++) {
        hm_raw name = name_of(csv, i);
        if (hm_role_find(name.text, name.size) != HM_ROLE_COUNT) {
            continue;
        }
        hm_nearest nearest;
        hm_nearest_start(&nearest, name.text, name.size);
        for (int role = HM_ROLE_CITY; role <= HM_ROLE_VALUE; role++) {
            if (header->fields[role] == HM_NO_FIELD) {
                hm_nearest_show(&nearest, hm_role_name((hm_role)role));
            }
        }
        if (nearest.name) {
            *meant = nearest.name;
            return i;
        }
    }
    return csv->count;
}

/* What the header has, what it should have, and which name was perhaps misspelt. */
static hm_code fail_form(const hm_csv *csv, const hm_csv_header *header, hm_reading *reading) {
    const char *expected = reading->records
                               ? "city, period and the columns of the records"
                               : "city,period,input,value or city,period and one column an input";
    hm_buffer text;
    hm_buffer_open(&text, reading->dataset->allocator);
    hm_buffer_add_text(&text, "found the columns ");
    for (size_t i = 0; i < csv->count && i < 8; i++) {
        hm_raw name = name_of(csv, i);
        hm_buffer_add_text(&text, i > 0 ? ", " : "");
        hm_buffer_add_text(&text, hm_quote_of(name.text, name.size).text);
    }
    if (csv->count > 8) {
        hm_buffer_format(&text, " and %zu more", csv->count - 8);
    }
    hm_buffer_format(&text, "; expected %s", expected);
    const char *meant = "";
    size_t column = find_misspelt(csv, header, &meant);
    hm_position position = csv->fields[column < csv->count ? column : 0].position;
    if (column < csv->count) {
        hm_raw name = name_of(csv, column);
        hm_buffer_format(&text, "; column \"%s\"%s", hm_quote_of(name.text, name.size).text,
                         hm_hint_of(meant).text);
    }
    hm_code code =
        text.failed ? hm_error_memory(reading->error) : fail(reading, position, "%s", text.data);
    hm_buffer_close(&text);
    return code;
}

static bool explains(hm_raw name) {
    for (size_t i = 0; i < sizeof explaining / sizeof *explaining; i++) {
        if (hm_text_same(name.text, name.size, explaining[i])) {
            return true;
        }
    }
    return false;
}

static void warn_unknown(hm_reading *reading, hm_raw name) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name.text, name.size);
    for (int role = 0; role < HM_ROLE_COUNT; role++) {
        hm_nearest_show(&nearest, hm_role_name((hm_role)role));
    }
    hm_reading_add_issue(reading, nearest.name ? HM_ISSUE_MISSPELT_COLUMN : HM_ISSUE_UNKNOWN_COLUMN,
                         name.position,
                         &(hm_issue_texts){.found = hm_quote_of(name.text, name.size).text,
                                           .nearest = nearest.name});
}

/* Sets aside the columns that this form has no use for. */
static void skip_columns(hm_csv_header *header, const hm_csv *csv, hm_reading *reading) {
    for (size_t i = 0; i < csv->count; i++) {
        hm_raw name = name_of(csv, i);
        hm_role role = hm_role_find(name.text, name.size);
        if (name.size == 0) {
            header->skipped[i] = true;
            hm_reading_add_issue(reading, HM_ISSUE_UNNAMED_COLUMN, name.position,
                                 &(hm_issue_texts){.name = hm_digits_of(i + 1).text});
        } else if (header->form == HM_CSV_LONG && role == HM_ROLE_COUNT) {
            header->skipped[i] = true;
            if (!explains(name)) {
                warn_unknown(reading, name);
            }
        } else if (header->form == HM_CSV_WIDE && role >= HM_ROLE_STATUS && role < HM_ROLE_COUNT) {
            header->skipped[i] = true;
            hm_reading_add_issue(reading, HM_ISSUE_COLUMN_OF_OTHER_FORM, name.position,
                                 &(hm_issue_texts){.found = hm_role_name(role)});
        }
    }
}

/* Names are told apart as they will be used: the words in any case, the others exactly. */
static hm_code check_names(const hm_csv *csv, hm_reading *reading) {
    hm_names seen;
    hm_names_open(&seen, reading->dataset->allocator);
    hm_code code = HM_OK;
    for (size_t i = 0; i < csv->count && code == HM_OK; i++) {
        hm_raw name = name_of(csv, i);
        hm_role role = hm_role_find(name.text, name.size);
        const char *text = role < HM_ROLE_COUNT ? hm_role_name(role) : name.text;
        hm_raw checked = hm_raw_check(name);
        uint32_t before = seen.count;
        if (checked.fault != HM_FAULT_NONE) {
            code = fail(reading, name.position, "found %s in a column's name, expected UTF-8 text",
                        checked.fault == HM_FAULT_NUL    ? "a NUL byte"
                        : checked.fault == HM_FAULT_HUGE ? "more than a mebibyte"
                        : checked.fault == HM_FAULT_UTF8 ? "bytes that are no UTF-8"
                                                         : "a quote that is not closed");
        } else if (name.size > 0 && hm_names_intern(&seen, text, name.size) == HM_NO_NAME) {
            code = hm_error_memory(reading->error);
        } else if (name.size > 0 && seen.count == before) {
            code = fail(reading, name.position, "column `%s` stands twice",
                        hm_quote_of(name.text, name.size).text);
        }
    }
    hm_names_close(&seen);
    return code;
}

static hm_code decide_form(hm_csv_header *header, hm_csv *csv, hm_reading *reading) {
    for (size_t role = 0; role < HM_ROLE_COUNT; role++) {
        header->fields[role] = HM_NO_FIELD;
    }
    for (size_t i = 0; i < csv->count; i++) {
        hm_raw name = name_of(csv, i);
        hm_role role = hm_role_find(name.text, name.size);
        if (role < HM_ROLE_COUNT) {
            header->fields[role] = i;
        }
    }
    bool input = header->fields[HM_ROLE_INPUT] != HM_NO_FIELD;
    bool value = header->fields[HM_ROLE_VALUE] != HM_NO_FIELD;
    bool unit = header->fields[HM_ROLE_CITY] != HM_NO_FIELD &&
                header->fields[HM_ROLE_PERIOD] != HM_NO_FIELD;
    header->form = reading->records ? HM_CSV_RECORDS : (input && value ? HM_CSV_LONG : HM_CSV_WIDE);
    /* One of the two alone is a long file with a slip, never an input of that name. */
    if (!unit || (header->form == HM_CSV_WIDE && (input || value))) {
        return fail_form(csv, header, reading);
    }
    return HM_OK;
}

hm_code hm_csv_header_first(hm_csv *csv, hm_reading *reading) {
    switch (read_first(csv)) {
    case HM_CSV_RECORD:
        break;
    case HM_CSV_END:
        return fail(reading, (hm_position){0, 0}, "%s",
                    "the file is empty, expected a header line");
    case HM_CSV_UNCLOSED:
        return fail(reading, csv->lost, "%s", "found a quote that is never closed in the header");
    case HM_CSV_MEMORY:
        return hm_error_memory(reading->error);
    }
    return check_names(csv, reading);
}

hm_code hm_csv_header_read(hm_csv_header *header, hm_csv *csv, hm_reading *reading) {
    memset(header, 0, sizeof *header);
    hm_code code = hm_csv_header_first(csv, reading);
    if (code == HM_OK) {
        code = decide_form(header, csv, reading);
    }
    if (code != HM_OK) {
        return code;
    }
    header->skipped = hm_allocate_array(reading->dataset->allocator, csv->count, 1);
    if (!header->skipped) {
        return hm_error_memory(reading->error);
    }
    header->count = csv->count;
    skip_columns(header, csv, reading);
    reading->decimal_comma = csv->delimiter == ';';
    return HM_OK;
}

void hm_csv_header_close(hm_csv_header *header, const hm_allocator *allocator) {
    hm_release(allocator, header->skipped, header->count);
    header->skipped = NULL;
}

bool hm_csv_header_is_figure(const hm_csv_header *header, size_t field) {
    return !header->skipped[field] && field != header->fields[HM_ROLE_CITY] &&
           field != header->fields[HM_ROLE_PERIOD];
}
