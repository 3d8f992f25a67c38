#include "package/csv_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "format/csv.h"

typedef struct reader {
    hm_csv_table *table;
    hm_csv csv;
    hm_arena *arena;
    hm_error *error;
    size_t capacity; /* rows that there is memory for */
} reader;

/* --- the delimiter --- */

static const char candidates[] = {',', ';', '\t'};

/* What a line `sep=;` before the header says; 0: there is none. */
static char said_delimiter(const hm_csv *csv) {
    const char *text = csv->start;
    if (csv->end - text < 6 || !hm_text_same(text, 4, "sep="))
        return 0;
    return (text[5] == '\n' || text[5] == '\r') && memchr(candidates, text[4], sizeof candidates)
               ? text[4]
               : 0;
}

/* The one that makes most columns of the header. */
static char find_delimiter(hm_csv *csv) {
    char delimiter = ',';
    size_t most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        hm_csv_rewind(csv, candidates[i]);
        if (hm_csv_next(csv) == HM_CSV_RECORD && csv->count > most) {
            most = csv->count;
            delimiter = candidates[i];
        }
    }
    return delimiter;
}

static void start(reader *r) {
    hm_csv *csv = &r->csv;
    const char said = said_delimiter(csv);
    r->table->delimiter = said ? said : find_delimiter(csv);
    hm_csv_rewind(csv, said ? '\n' : r->table->delimiter);
    if (said) {
        (void)hm_csv_next(csv);
        hm_csv_continue(csv, said);
    }
}

/* --- rows --- */

static hm_code fail_at(const reader *r, hm_position at, const char *message) {
    return hm_error_at(r->error, HM_ERROR_PACKAGE, r->table->file->shown, at.line, at.column, "%s",
                       message);
}

static const char *fault_of(const hm_raw *raw) {
    switch (raw->fault) {
    case HM_FAULT_NONE:
        return NULL;
    case HM_FAULT_NUL:
        return "a NUL byte";
    case HM_FAULT_QUOTE:
        return "text after the closing quote: within quotes a quote is written twice";
    case HM_FAULT_HUGE:
        return "a cell that is too long";
    default:
        return "is neither UTF-8 nor another encoding that is known";
    }
}

static hm_code keep_cell(const reader *r, const hm_raw *raw, hm_table_cell *out) {
    const char *fault = fault_of(raw);
    if (fault)
        return fail_at(r, raw->position, fault);
    const hm_text text = hm_text_name(raw->text, raw->size);
    char *copy = hm_arena_take(r->arena, text.size + 1);
    if (!copy)
        return hm_error_memory(r->error);
    memcpy(copy, text.text, text.size);
    copy[text.size] = '\0';
    *out = (hm_table_cell){copy, text.size, raw->position};
    return HM_OK;
}

/* The next row with something in it; HM_CSV_RECORD, or the end. */
static hm_code next_row(reader *r, bool *found) {
    hm_csv_result result;
    do
        result = hm_csv_next(&r->csv);
    while (result == HM_CSV_RECORD && hm_csv_is_blank(&r->csv));
    *found = result == HM_CSV_RECORD;
    if (result == HM_CSV_UNCLOSED)
        return fail_at(r, r->csv.lost, "a quote that is not closed");
    return result == HM_CSV_MEMORY ? hm_error_memory(r->error) : HM_OK;
}

static hm_code read_header(reader *r) {
    hm_csv_table *table = r->table;
    bool found;
    hm_code code = next_row(r, &found);
    if (code == HM_OK && !found)
        return fail_at(r, (hm_position){1, 0}, "is empty: expected a row of column names");
    if (code == HM_OK && r->csv.count > HM_TABLE_COLUMNS)
        return fail_at(r, r->csv.fields[0].position, "more than 1000 columns");
    if (code == HM_OK)
        table->columns = hm_arena_take_array(r->arena, r->csv.count, sizeof *table->columns);
    if (code == HM_OK && !table->columns)
        return hm_error_memory(r->error);
    for (size_t i = 0; code == HM_OK && i < r->csv.count; i++) {
        hm_table_cell *cell = &table->columns[i];
        code = keep_cell(r, &r->csv.fields[i], cell);
        if (code == HM_OK && *cell->text && hm_csv_table_column(table, cell->text) != HM_NO_COLUMN)
            return hm_error_at(r->error, HM_ERROR_PACKAGE, table->file->shown, cell->position.line,
                               cell->position.column, "column \"%s\" is there twice",
                               hm_quote_of(cell->text, cell->size).text);
        table->column_count++;
    }
    return code;
}

/* Rows go where there is twice the room each time. */
static bool make_room(reader *r) {
    hm_csv_table *table = r->table;
    if (table->row_count < r->capacity)
        return true;
    const size_t capacity = r->capacity > 0 ? 2 * r->capacity : 64;
    hm_table_cell *cells =
        hm_arena_take_array(r->arena, capacity * table->column_count, sizeof *cells);
    if (!cells)
        return false;
    if (table->row_count > 0)
        memcpy(cells, table->cells, table->row_count * table->column_count * sizeof *cells);
    table->cells = cells;
    r->capacity = capacity;
    return true;
}

static hm_code keep_row(reader *r) {
    hm_csv_table *table = r->table;
    if (!make_room(r))
        return hm_error_memory(r->error);
    hm_table_cell *cells = &table->cells[table->row_count * table->column_count];
    hm_code code = HM_OK;
    for (size_t i = 0; i < table->column_count; i++)
        cells[i] = (hm_table_cell){"", 0, {r->csv.fields[0].position.line, 0}};
    for (size_t i = 0; code == HM_OK && i < r->csv.count; i++) {
        hm_table_cell cell;
        code = keep_cell(r, &r->csv.fields[i], &cell);
        const bool named = i < table->column_count && *table->columns[i].text;
        if (code == HM_OK && cell.size > 0 && !named)
            return fail_at(r, cell.position, "a cell in a column that has no name");
        if (code == HM_OK && i < table->column_count)
            cells[i] = cell;
    }
    table->row_count++;
    return code;
}

static hm_code read_all(reader *r) {
    start(r);
    bool found = true;
    hm_code code = read_header(r);
    while (code == HM_OK && found) {
        code = next_row(r, &found);
        if (code == HM_OK && found)
            code = keep_row(r);
    }
    return code;
}

static void tell(const hm_csv_table *table, hm_issue_code code, const char *encoding,
                 hm_issues *issues) {
    if (issues)
        hm_issues_add(issues, code, &(hm_subject){.at = {table->file->shown, 1, 0}},
                      &(hm_issue_texts){.name = encoding});
}

hm_code hm_csv_table_read(hm_csv_table *table, const hm_file *file, hm_arena *arena,
                          hm_issues *issues, hm_error *error) {
    bool marked;
    hm_source source;
    hm_buffer text;
    reader r = {.table = table, .arena = arena, .error = error};
    const hm_encoding encoding = hm_encoding_of_start(file->data, file->size, &marked);
    *table = (hm_csv_table){.file = file};
    hm_buffer_open(&text, arena->allocator);
    if (encoding > HM_ENCODING_UTF8) {
        (void)hm_encoding_decode(encoding, file->data, file->size, true, &text);
        hm_source_from_memory(&source, file->shown, text.data, text.size);
    } else {
        hm_source_from_memory(&source, file->shown, file->data, file->size);
    }
    hm_code code = text.failed ? hm_error_memory(error) : HM_OK;
    if (code == HM_OK) {
        hm_csv_open(&r.csv, &source, arena->allocator);
        r.csv.encoding = encoding > HM_ENCODING_UTF8 ? HM_ENCODING_UTF8 : HM_ENCODING_UNKNOWN;
        code = read_all(&r);
        if (r.csv.decoded.line > 0)
            tell(table, HM_ISSUE_ENCODING_GUESSED, hm_encoding_name(r.csv.encoding), issues);
        hm_csv_close(&r.csv);
    }
    hm_buffer_close(&text);
    return code;
}

/* --- looking --- */

size_t hm_csv_table_column(const hm_csv_table *table, const char *name) {
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].text, name) == 0)
            return i;
    return HM_NO_COLUMN;
}

const hm_table_cell *hm_csv_table_cell(const hm_csv_table *table, size_t row, size_t column) {
    return &table->cells[row * table->column_count + column];
}

const char *hm_csv_table_text(const hm_csv_table *table, size_t row, const char *name) {
    const size_t column = hm_csv_table_column(table, name);
    return column == HM_NO_COLUMN ? "" : hm_csv_table_cell(table, row, column)->text;
}

uint32_t hm_csv_table_line(const hm_csv_table *table, size_t row) {
    return hm_csv_table_cell(table, row, 0)->position.line;
}

hm_code hm_csv_table_check(const hm_csv_table *table, const char *const *known, hm_error *error) {
    for (size_t i = 0; i < table->column_count; i++) {
        const hm_table_cell *name = &table->columns[i];
        hm_nearest nearest;
        bool found = name->size == 0;
        hm_nearest_start(&nearest, name->text, name->size);
        for (size_t k = 0; known[k] && !found; k++) {
            hm_nearest_show(&nearest, known[k]);
            found = strcmp(known[k], name->text) == 0;
        }
        if (!found)
            return hm_error_at(error, HM_ERROR_PACKAGE, table->file->shown, name->position.line,
                               name->position.column, "unknown column \"%s\"%s",
                               hm_quote_of(name->text, name->size).text,
                               hm_hint_of(nearest.name).text);
    }
    return HM_OK;
}

/* 1.234 and 1,234 are a number and a bit, or more than a thousand, by who wrote them. */
static bool is_unclear(const hm_table_cell *cell) {
    const char *digits = cell->text + (*cell->text == '-' || *cell->text == '+');
    const size_t front = strspn(digits, "0123456789");
    const char *mark = digits + front;
    return front >= 1 && front <= 3 && *digits != '0' && (*mark == '.' || *mark == ',') &&
           strspn(mark + 1, "0123456789") == 3 && mark[4] == '\0';
}

bool hm_csv_table_number(const hm_csv_table *table, const hm_table_cell *cell, double *out,
                         bool *unclear) {
    const bool point = hm_number_read(cell->text, cell->size, '.', out) == HM_NUMBER_FINE;
    const bool found =
        point || (table->delimiter == ';' &&
                  hm_number_read(cell->text, cell->size, ',', out) == HM_NUMBER_FINE);
    *unclear = found && table->delimiter == ';' && is_unclear(cell);
    return found && !*unclear;
}

hm_code hm_csv_table_fail(const hm_csv_table *table, size_t row, size_t column, hm_error *error,
                          const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const hm_position at = hm_csv_table_cell(table, row, column)->position;
    return hm_error_at(error, HM_ERROR_PACKAGE, table->file->shown, at.line, at.column,
                       "column \"%s\": %s", table->columns[column].text, message);
}

hm_code hm_csv_table_from(const hm_csv_table *table, size_t row, const char **text, int64_t *day,
                          hm_error *error) {
    int64_t last;
    *text = hm_csv_table_text(table, row, "from");
    *day = INT64_MIN;
    if (**text == '\0' || hm_calendar_days(*text, strlen(*text), day, &last))
        return HM_OK;
    return hm_csv_table_fail(table, row, hm_csv_table_column(table, "from"), error,
                             "\"%s\" is no period, such as 2025, 2025-Q1 or 2025-06",
                             hm_quote_of(*text, strlen(*text)).text);
}

hm_code hm_csv_table_tell(hm_issues *issues, hm_code code, const hm_error *why) {
    if (code != HM_ERROR_PACKAGE)
        return code;
    hm_issues_add(issues, HM_ISSUE_WRONG_SCRIPT,
                  &(hm_subject){.at = {why->file, why->line, why->column}},
                  &(hm_issue_texts){.detail = why->message});
    return HM_OK;
}
