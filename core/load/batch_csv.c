/* batch_csv.c: rows of CSV and their cities. Nearly every row has no quote, and then its end and
 * its city are a search for one byte away; the reader of csv.h is asked for the others. */
#include <string.h>

#include "base/text.h"
#include "dataset/dataset.h"
#include "format/lines.h"
#include "load/batch_rows.h"

hm_code hm_batch_csv_header(hm_batch_rows *rows, const hm_source *source, size_t *size,
                            uint32_t *lines, hm_error *error) {
    hm_dataset *dataset; /* takes the issues, which the first batch will raise again */
    hm_code code = hm_dataset_new(&dataset, rows->allocator, error);
    if (code != HM_OK)
        return code;
    hm_dataset_borrow_languages(dataset, rows->languages);
    hm_reading reading = {
        .dataset = dataset, .source = source, .file = source->name, .error = error};
    hm_csv_sheet sheet;
    hm_sheet_header header;
    const hm_csv *csv = &sheet.csv;
    hm_csv_sheet_open(&sheet, source, NULL, rows->allocator);
    code = hm_sheet_header_read(&header, &sheet.sheet, &reading);
    if (code == HM_OK) {
        *size = (size_t)(csv->at - source->data);
        *lines = csv->line - 1;
        rows->fields = header.count;
        rows->city_field = header.fields[HM_ROLE_CITY];
        rows->period_field = header.fields[HM_ROLE_PERIOD];
        hm_csv_open_text(&rows->csv, csv->delimiter, rows->allocator);
    }
    hm_sheet_header_close(&header, &reading);
    hm_csv_sheet_close(&sheet);
    hm_dataset_free(dataset);
    return code;
}

/* Field `field` of a row without quotes; text NULL when it has fewer. */
static hm_text field_of(const char *text, const char *end, char delimiter, size_t field) {
    for (; field > 0; field--) {
        const char *found = memchr(text, delimiter, (size_t)(end - text));
        if (!found)
            return (hm_text){NULL, 0};
        text = found + 1;
    }
    const char *behind = memchr(text, delimiter, (size_t)(end - text));
    return hm_text_trim(text, (size_t)((behind ? behind : end) - text));
}

static size_t count_bits(uint64_t bits) {
    size_t count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* Fields of a row without quotes. */
static size_t count_fields(const char *text, const char *end, char delimiter) {
    size_t count = 1;
    for (; end - text >= HM_SCAN_BLOCK; text += HM_SCAN_BLOCK)
        count += count_bits(hm_scan(text, delimiter, delimiter));
    for (; text < end; text++)
        count += *text == delimiter;
    return count;
}

static hm_raw raw_of(hm_text text) {
    return (hm_raw){.text = text.text, .size = text.size};
}

/* Does the row begin with the city of the one before? */
static bool begins_same(const hm_batch_rows *rows, const char *text, const char *end) {
    const size_t size = rows->city.size;
    return rows->city_field == 0 && size > 0 && (size_t)(end - text) > size &&
           text[size] == rows->csv.delimiter && memcmp(text, rows->city.data, size) == 0;
}

/* A row without quotes. */
static void look_plain(const hm_batch_rows *rows, const char *text, const char *end,
                       hm_batch_row *row) {
    const char delimiter = rows->csv.delimiter;
    if (begins_same(rows, text, end))
        return;
    const hm_text field = field_of(text, end, delimiter, rows->city_field);
    const hm_text city = field.text ? hm_text_name(field.text, field.size) : field;
    if (!city.text || hm_batch_rows_same(rows, city) ||
        count_fields(text, end, delimiter) != rows->fields)
        return;
    const hm_text period = field_of(text, end, delimiter, rows->period_field);
    if (hm_batch_rows_begins(raw_of(city), raw_of(period)))
        row->city = city;
}

/* Keeps a city that the reader has taken out of quotes. */
static hm_batch_answer keep_city(hm_batch_rows *rows, hm_batch_row *row) {
    const hm_csv *csv = &rows->csv;
    if (csv->count != rows->fields)
        return HM_BATCH_ROW;
    hm_raw city = csv->fields[rows->city_field];
    const hm_text name = hm_text_name(city.text, city.size);
    city.text = name.text;
    city.size = name.size;
    if (hm_batch_rows_same(rows, (hm_text){city.text, city.size}) ||
        !hm_batch_rows_begins(city, hm_raw_trim(csv->fields[rows->period_field])))
        return HM_BATCH_ROW;
    hm_buffer_clear(&rows->found);
    hm_buffer_add(&rows->found, city.text, city.size);
    row->city = (hm_text){rows->found.data, rows->found.size};
    return rows->found.failed ? HM_BATCH_MEMORY : HM_BATCH_ROW;
}

/* A row with a quote in its first line. Where the quotes may end behind the text that is there,
 * more is asked for; a quote that is not closed within its bound never is. */
static hm_batch_answer look_quoted(hm_batch_rows *rows, const char *text, const char *end,
                                   bool last, hm_batch_row *row) {
    hm_csv *csv = &rows->csv;
    hm_csv_turn(csv, text, end);
    const hm_csv_result result = hm_csv_next(csv);
    if (result == HM_CSV_MEMORY)
        return HM_BATCH_MEMORY;
    const size_t seen = result == HM_CSV_UNCLOSED ? HM_CSV_QUOTED_MOST : HM_LINE_TELLS;
    if (!last && (size_t)(end - csv->at) < seen)
        return HM_BATCH_MORE;
    row->size = (size_t)(csv->at - text);
    row->lines = csv->line - 1;
    return result == HM_CSV_UNCLOSED ? HM_BATCH_ROW : keep_city(rows, row);
}

hm_batch_answer hm_batch_csv_look(hm_batch_rows *rows, const char *text, const char *end, bool last,
                                  hm_batch_row *row) {
    const char *line_end = hm_line_end(text, end), *behind = end;
    if (!hm_batch_line(line_end, end, last, &behind))
        return HM_BATCH_MORE;
    *row = (hm_batch_row){.size = (size_t)(behind - text), .lines = 1};
    if (memchr(text, '"', (size_t)(line_end - text)))
        return look_quoted(rows, text, end, last, row);
    look_plain(rows, text, line_end, row);
    return HM_BATCH_ROW;
}
