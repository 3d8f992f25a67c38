#include "program/collection.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/raw.h"
#include "program/book_cell.h"
#include "program/collection_form.h"

static const char mark_of_book[] = "hundredmark collection workbook";

/* Rows of a sheet in which its machine row is looked for. */
enum { MACHINE_ROW_WITHIN = 50 };
/* The greatest form that is understood. */
enum { FORM = 1 };
enum { HEADINGS = 2 };
/* Columns of a machine row; more are no machine row. */
enum { MOST_COLUMNS = 1000 };

/* A sheet that has lost its machine row holds nothing that can be read. */
typedef enum holding { HOLDS_NOTHING, HOLDS_START, HOLDS_FIGURES, HOLDS_RECORDS } holding;

/* A sheet with a machine row. */
typedef struct machine_sheet {
    size_t sheet;
    holding holds;
    uint32_t row, marker; /* where its machine row and its marker stand */
    hm_book_cell *names;  /* of its columns that count, in ascending order */
    size_t count;
    hm_book_cell *columns; /* all that the machine row names */
    size_t column_count;
    uint32_t last; /* column of the machine row */
    const char *records;
} machine_sheet;

struct hm_collection {
    hm_book *book;
    const char *file;
    hm_arena arena;
    machine_sheet *sheets;
    size_t count, capacity;
    size_t next;               /* sheet to be given */
    const machine_sheet *open; /* the one that is being read */
    bool header_given;
    hm_book_cell city, period;
    hm_book_cell *cells; /* of one row */
    const char *headings[HEADINGS];
    hm_form form;
    size_t read; /* sheets that were read to their end */
    bool is_ended;
};

static bool is_fine(const hm_book_cell *cell) {
    return cell->fault == HM_BOOK_FINE || cell->fault == HM_BOOK_TEXT;
}

static bool says(const hm_book_cell *cell, const char *text) {
    const hm_text trimmed = hm_text_trim(cell->text, cell->size);
    return is_fine(cell) && trimmed.size == strlen(text) &&
           memcmp(trimmed.text, text, trimmed.size) == 0;
}

static const hm_book_cell *cell_at(const hm_book_row *row, uint32_t column) {
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].column == column)
            return &row->cells[i];
    return NULL;
}

/* --- is it one? --- */

static hm_code read_first_row(hm_book *book, size_t sheet, hm_book_row *row, hm_error *error) {
    bool hidden;
    const hm_code code = hm_book_begin(book, sheet, error);
    return code == HM_OK ? hm_book_next(book, row, &hidden, error) : code;
}

static hm_code check_form(const char *file, const hm_book_row *row, hm_error *error) {
    const hm_book_cell *form = cell_at(row, 2);
    double number;
    if (form && hm_number_read(form->text, form->size, '.', &number) == HM_NUMBER_FINE &&
        number <= FORM)
        return HM_OK;
    return hm_error_at(error, HM_ERROR_DATA, file, 0, 0,
                       "found a collection workbook that was made by a newer hundredmark");
}

/* The sheet that says so: it is looked for where it is put, in a hidden sheet, or in one of its
 * name that somebody shows. `*sheet` is how many there are where none does. */
static hm_code recognise(hm_book *book, const char *file, size_t *sheet, hm_error *error) {
    const size_t count = hm_book_sheet_count(book);
    hm_code code = HM_OK;
    *sheet = count;
    for (size_t i = 0; code == HM_OK && *sheet == count && i < count; i++) {
        hm_book_row row = {0};
        if (!hm_book_sheet_is_hidden(book, i) &&
            strcmp(hm_book_sheet_name(book, i), "hundredmark") != 0)
            continue;
        code = read_first_row(book, i, &row, error);
        if (code != HM_OK || row.row != 1 || row.count == 0 || row.cells[0].column != 1 ||
            !says(&row.cells[0], mark_of_book))
            continue;
        *sheet = i;
        code = check_form(file, &row, error);
    }
    return code;
}

/* Those by which a sheet of figures is known that has lost its machine row. */
static const struct {
    const char *key, *english;
} headings[HEADINGS] = {{"heading label", "What is asked"}, {"heading value", "Figure"}};

/* The headings of figures, in the language of the workbook; one that says none is English. */
static hm_code read_headings(hm_collection *collection, size_t sheet, hm_error *error) {
    hm_book_row row;
    bool hidden;
    hm_code code = hm_book_begin(collection->book, sheet, error);
    for (size_t i = 0; i < HEADINGS; i++)
        collection->headings[i] = headings[i].english;
    while (code == HM_OK &&
           (code = hm_book_next(collection->book, &row, &hidden, error)) == HM_OK && row.row > 0) {
        const hm_book_cell *key = cell_at(&row, 1), *cell = cell_at(&row, 2);
        for (size_t i = 0; key && cell && i < HEADINGS; i++) {
            if (!says(key, headings[i].key))
                continue;
            const hm_text text = hm_text_trim(cell->text, cell->size);
            collection->headings[i] = hm_arena_copy(&collection->arena, text.text, text.size);
            if (!collection->headings[i])
                return hm_error_memory(error);
        }
    }
    return code;
}

/* --- machine rows --- */

static holding find_marker(const hm_book_row *row, uint32_t *marker) {
    static const char *const markers[] = {
        [HOLDS_START] = "hm:start", [HOLDS_FIGURES] = "hm:figures", [HOLDS_RECORDS] = "hm:records"};
    for (size_t i = 0; i < row->count; i++) {
        for (holding holds = HOLDS_START; holds <= HOLDS_RECORDS; holds++) {
            if (says(&row->cells[i], markers[holds])) {
                *marker = row->cells[i].column;
                return holds;
            }
        }
    }
    return HOLDS_NOTHING;
}

/* The columns of a long table that a sheet of figures has names for. */
static bool is_of_figures(const hm_book_cell *name) {
    static const char *const names[] = {"value", "status", "quality", "verified", "source", "note"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (says(name, names[i]))
            return true;
    return false;
}

static bool counts(const machine_sheet *sheet, const hm_book_cell *name) {
    if (name->column == sheet->marker)
        return sheet->holds == HOLDS_FIGURES;
    if (sheet->holds == HOLDS_RECORDS)
        return name->column < sheet->marker;
    return is_of_figures(name);
}

static bool copy_cell(hm_arena *arena, hm_book_cell *out, const char *text, size_t size,
                      uint32_t column) {
    *out = (hm_book_cell){.text = hm_arena_copy(arena, text, size), .size = size, .column = column};
    return out->text != NULL;
}

/* The names of the columns that count, as a table of figures or records has them. */
static bool name_columns(hm_collection *collection, machine_sheet *sheet, const hm_book_row *row) {
    sheet->names = hm_arena_take_array(&collection->arena, row->count, sizeof *sheet->names);
    sheet->columns = hm_arena_take_array(&collection->arena, row->count, sizeof *sheet->columns);
    for (size_t i = 0; sheet->names && sheet->columns && i < row->count; i++) {
        const hm_book_cell *cell = &row->cells[i];
        const hm_text text = cell->column == sheet->marker ? (hm_text){"input", 5}
                                                           : hm_text_trim(cell->text, cell->size);
        hm_book_cell *column = &sheet->columns[sheet->column_count++];
        sheet->last = cell->column;
        if (!copy_cell(&collection->arena, column, text.text, text.size, cell->column))
            return false;
        if (counts(sheet, cell))
            sheet->names[sheet->count++] = *column;
    }
    return sheet->names && sheet->columns;
}

static bool add_sheet(hm_collection *collection, size_t number, holding holds, uint32_t marker,
                      const hm_book_row *row) {
    machine_sheet sheet = {.sheet = number, .holds = holds, .row = row->row, .marker = marker};
    const hm_book_cell *name = cell_at(row, marker + 1);
    if (holds == HOLDS_RECORDS && name) {
        const hm_text text = hm_text_trim(name->text, name->size);
        sheet.records = hm_arena_copy(&collection->arena, text.text, text.size);
    }
    if ((name && holds == HOLDS_RECORDS && !sheet.records) ||
        !name_columns(collection, &sheet, row) ||
        !hm_grow(collection->arena.allocator, &collection->sheets, collection->count,
                 &collection->capacity, sizeof sheet))
        return false;
    collection->sheets[collection->count++] = sheet;
    return true;
}

/* The headings that people read, above the machine row of figures. */
static bool has_headings(const hm_collection *collection, const hm_book_row *row) {
    bool has_all = true;
    for (size_t k = 0; k < HEADINGS; k++) {
        bool found = false;
        for (size_t i = 0; i < row->count; i++)
            found |= says(&row->cells[i], collection->headings[k]);
        has_all &= found;
    }
    return has_all;
}

/* Looks for the machine row of a sheet; one without is a note of the office's, or, where it has the
 * headings of figures, a sheet that has lost it. `row` is left as the machine row or 0. */
static hm_code read_machine_row(hm_collection *collection, size_t number, hm_book_row *row,
                                hm_error *error) {
    bool hidden, is_ours = false;
    uint32_t marker;
    hm_code code = hm_book_begin(collection->book, number, error);
    while (code == HM_OK && (code = hm_book_next(collection->book, row, &hidden, error)) == HM_OK &&
           row->row > 0 && row->row <= MACHINE_ROW_WITHIN) {
        const holding holds = find_marker(row, &marker);
        if (hm_form_begins(row)) {
            *row = (hm_book_row){0};
            return hm_form_read(&collection->form, collection->book, error);
        }
        is_ours |= has_headings(collection, row);
        if (holds == HOLDS_NOTHING || row->cells[row->count - 1].column > MOST_COLUMNS)
            continue;
        return add_sheet(collection, number, holds, marker, row) ? HM_OK : hm_error_memory(error);
    }
    *row = (hm_book_row){0};
    return code != HM_OK || !is_ours || add_sheet(collection, number, HOLDS_NOTHING, 0, row)
               ? code
               : hm_error_memory(error);
}

/* --- the city and the period --- */

/* The column of figures, or of the city and the period; 0: it is not there. */
static uint32_t value_column(const machine_sheet *sheet) {
    for (size_t i = 0; i < sheet->count; i++)
        if (says(&sheet->names[i], "value"))
            return sheet->names[i].column;
    return 0;
}

static hm_code read_start(hm_collection *collection, hm_error *error) {
    const machine_sheet *start = &collection->sheets[collection->count - 1];
    const uint32_t value = value_column(start);
    hm_book_row row;
    bool hidden;
    hm_code code;
    while ((code = hm_book_next(collection->book, &row, &hidden, error)) == HM_OK && row.row > 0) {
        const hm_book_cell *key = cell_at(&row, start->marker), *cell = cell_at(&row, value);
        hm_book_cell *out = !key                  ? NULL
                            : says(key, "city")   ? &collection->city
                            : says(key, "period") ? &collection->period
                                                  : NULL;
        if (!out)
            continue;
        const hm_text text = cell ? hm_text_trim(cell->text, cell->size) : (hm_text){"", 0};
        if (!copy_cell(&collection->arena, out, text.text, text.size, row.row))
            return hm_error_memory(error);
        out->fault = cell ? cell->fault : HM_BOOK_FINE;
    }
    return code;
}

/* A column's letters. */
static void print_column(uint32_t column, char out[8]) {
    char letters[8];
    size_t count = 0;
    for (; column > 0; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    for (size_t i = 0; i < count; i++)
        out[i] = letters[count - 1 - i];
    out[count] = '\0';
}

/* A cell of the start sheet cannot be used; its row is where the other cells have their column. */
static hm_code fail_start(const hm_collection *collection, const machine_sheet *start,
                          const hm_book_cell *cell, const char *expected, hm_error *error) {
    char column[8];
    const char *sheet = hm_book_sheet_name(collection->book, start->sheet);
    print_column(value_column(start), column);
    return hm_error_at(error, HM_ERROR_DATA, collection->file, 0, 0,
                       "%s!%s%u: found %s%s%s, expected %s", hm_quote_of(sheet, strlen(sheet)).text,
                       column, (unsigned)cell->column, cell->size > 0 ? "\"" : "",
                       cell->size > 0 ? hm_quote_of(cell->text, cell->size).text : "nothing",
                       cell->size > 0 ? "\"" : "", expected);
}

static hm_code check_start(const hm_collection *collection, hm_error *error) {
    const machine_sheet *start = NULL;
    for (size_t i = 0; i < collection->count; i++)
        if (collection->sheets[i].holds == HOLDS_START)
            start = &collection->sheets[i];
    const hm_book_cell *city = &collection->city, *period = &collection->period;
    if (!start || !city->text || !period->text)
        return hm_error_at(error, HM_ERROR_DATA, collection->file, 0, 0,
                           "found a collection workbook without its sheet of the city and the "
                           "period");
    if (city->size == 0 || !is_fine(city))
        return fail_start(collection, start, city, "the name of the city", error);
    if (!is_fine(period) || hm_calendar_period(period->text, period->size) != HM_CALENDAR_FINE)
        return fail_start(collection, start, period,
                          "a period such as 2025, 2025-Q1, 2025-06 or 2025-06-30", error);
    return HM_OK;
}

/* --- cells that nobody reads --- */

static hm_text text_of(const hm_book_cell *cell) {
    return cell ? hm_text_trim(cell->text, cell->size) : (hm_text){"", 0};
}

static const hm_book_cell *find_column(const hm_book_cell *columns, size_t count, uint32_t column) {
    for (size_t i = 0; i < count; i++)
        if (columns[i].column == column)
            return &columns[i];
    return NULL;
}

/* Is what stands in the column read, in a row below the machine row? `key` is what the column of
 * the marker has there. */
static bool is_read(const machine_sheet *sheet, hm_text key, uint32_t column) {
    if (column == sheet->marker && sheet->holds != HOLDS_RECORDS)
        return true;
    if (sheet->holds == HOLDS_START)
        return key.size > 0 && column == value_column(sheet);
    return (key.size > 0 || sheet->holds == HOLDS_RECORDS) &&
           find_column(sheet->names, sheet->count, column);
}

static bool is_seen(const hm_book_cell *cell) {
    return cell->fault != HM_BOOK_SPANNED && cell->fault != HM_BOOK_BELOW && text_of(cell).size > 0;
}

/* The columns of a row of an input that are not read, be they empty or not. */
static bool look_at_columns(hm_form *form, const machine_sheet *sheet, const hm_form_place *at,
                            const hm_book_row *row) {
    for (size_t i = 0; i < sheet->column_count; i++) {
        const hm_book_cell *column = &sheet->columns[i];
        if (!is_read(sheet, at->input, column->column) &&
            !hm_form_see_cell(form, at, text_of(column), column->column,
                              cell_at(row, column->column)))
            return false;
    }
    return true;
}

/* A figure in a row without a name is told of by whoever reads the row. */
static bool is_rejected(const machine_sheet *sheet, const hm_book_cell *cell) {
    return sheet->holds == HOLDS_FIGURES && cell->column == value_column(sheet) &&
           !cell->is_result && cell->fault != HM_BOOK_TEXT;
}

static bool look_at_cells(hm_form *form, const machine_sheet *sheet, const hm_form_place *at,
                          hm_text key, const hm_book_row *row) {
    const bool is_below = row->row > sheet->row;
    for (size_t i = 0; i < row->count; i++) {
        const hm_book_cell *cell = &row->cells[i];
        if (!is_seen(cell) || (is_below && is_read(sheet, key, cell->column)) ||
            (is_below && is_rejected(sheet, cell)) ||
            (at->input.size > 0 && find_column(sheet->columns, sheet->column_count, cell->column)))
            continue;
        if (!hm_form_see_cell(form, at, (hm_text){"", 0}, cell->column, cell))
            return false;
    }
    return true;
}

/* Looks at what somebody may have typed where nothing is read. A row that somebody has given a name
 * of their own is theirs. */
static bool look_at_row(hm_collection *collection, const machine_sheet *sheet,
                        const hm_book_row *row) {
    hm_form *form = &collection->form;
    const bool is_below = row->row > sheet->row;
    const hm_text key = is_below && sheet->holds != HOLDS_RECORDS
                            ? text_of(cell_at(row, sheet->marker))
                            : (hm_text){"", 0};
    hm_form_place at = {.sheet = hm_book_sheet_name(collection->book, sheet->sheet),
                        .row = row->row,
                        .marker = sheet->marker,
                        .input = {"", 0}};
    if (!form->is_there || row->row == sheet->row)
        return true;
    if (sheet->holds == HOLDS_FIGURES && key.size > 0) {
        if (!hm_form_asks(form, key))
            return true;
        at.input = key;
        if (!hm_form_see_input(form, &at) || !look_at_columns(form, sheet, &at, row))
            return false;
    }
    return look_at_cells(form, sheet, &at, key, row);
}

/* The sheet of the city and the period, of which no rows are handed on. */
static hm_code look_through_start(hm_collection *collection, hm_error *error) {
    for (size_t i = 0; i < collection->count; i++) {
        const machine_sheet *sheet = &collection->sheets[i];
        hm_book_row row;
        bool hidden;
        if (sheet->holds != HOLDS_START || !collection->form.is_there)
            continue;
        hm_code code = hm_book_begin(collection->book, sheet->sheet, error);
        while (code == HM_OK &&
               (code = hm_book_next(collection->book, &row, &hidden, error)) == HM_OK &&
               row.row > 0)
            if (!look_at_row(collection, sheet, &row))
                return hm_error_memory(error);
        if (code != HM_OK)
            return code;
    }
    return HM_OK;
}

/* --- the whole --- */

static hm_code read_machine_rows(hm_collection *collection, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < hm_book_sheet_count(collection->book); i++) {
        hm_book_row row = {0};
        code = read_machine_row(collection, i, &row, error);
        if (code == HM_OK && row.row > 0 &&
            collection->sheets[collection->count - 1].holds == HOLDS_START)
            code = read_start(collection, error);
    }
    if (code == HM_OK)
        code = check_start(collection, error);
    return code == HM_OK ? look_through_start(collection, error) : code;
}

hm_code hm_collection_open(hm_collection **out, hm_book *book, const char *file,
                           const hm_allocator *allocator, hm_error *error) {
    size_t sheet;
    *out = NULL;
    hm_code code = recognise(book, file, &sheet, error);
    if (code != HM_OK || sheet == hm_book_sheet_count(book))
        return code;
    hm_collection *collection = hm_allocate_array(allocator, 1, sizeof *collection);
    if (!collection)
        return hm_error_memory(error);
    collection->book = book;
    collection->file = file;
    hm_arena_open(&collection->arena, allocator);
    hm_form_open(&collection->form, allocator);
    code = read_headings(collection, sheet, error);
    if (code == HM_OK)
        code = read_machine_rows(collection, error);
    if (code == HM_OK) {
        *out = collection;
        collection->cells =
            hm_arena_take_array(&collection->arena, MOST_COLUMNS + 2, sizeof *collection->cells);
        code = collection->cells ? HM_OK : hm_error_memory(error);
    }
    if (code != HM_OK) {
        *out = NULL;
        hm_collection_close(collection);
    }
    return code;
}

void hm_collection_close(hm_collection *collection) {
    if (!collection)
        return;
    const hm_allocator *allocator = collection->arena.allocator;
    hm_release(allocator, collection->sheets, collection->capacity * sizeof *collection->sheets);
    hm_arena_close(&collection->arena);
    hm_form_close(&collection->form);
    hm_release(allocator, collection, sizeof *collection);
}

/* --- sheets and rows --- */

bool hm_collection_next_sheet(hm_collection *collection, hm_book_sheet *sheet, hm_error *error) {
    while (collection->next < collection->count &&
           collection->sheets[collection->next].holds == HOLDS_START)
        collection->next++;
    if (collection->next == collection->count)
        return false;
    collection->open = &collection->sheets[collection->next++];
    collection->header_given = false;
    *sheet = (hm_book_sheet){.name = hm_book_sheet_name(collection->book, collection->open->sheet),
                             .records = collection->open->records,
                             .for_people = 1};
    return hm_book_begin(collection->book, collection->open->sheet, error) == HM_OK;
}

/* The city and the period stand behind all others. */
static void finish_row(hm_collection *collection, hm_book_row *row, size_t count, hm_book_cell city,
                       hm_book_cell period) {
    city.column = collection->open->last + 1;
    period.column = collection->open->last + 2;
    collection->cells[count++] = city;
    collection->cells[count++] = period;
    row->cells = collection->cells;
    row->count = count;
}

static void give_header(hm_collection *collection, hm_book_row *row) {
    const machine_sheet *open = collection->open;
    collection->header_given = true;
    row->row = open->row;
    if (open->count > 0)
        memcpy(collection->cells, open->names, open->count * sizeof *open->names);
    finish_row(collection, row, open->count, (hm_book_cell){.text = "city", .size = 4},
               (hm_book_cell){.text = "period", .size = 6});
}

/* The cells of a row whose columns count; how many. `*named`: the one in the marker's column is
 * among them. */
static size_t pick_cells(hm_collection *collection, const hm_book_row *row, bool *named) {
    const machine_sheet *open = collection->open;
    size_t count = 0, name = 0;
    *named = false;
    for (size_t i = 0; i < row->count; i++) {
        const hm_book_cell *cell = &row->cells[i];
        while (name < open->count && open->names[name].column < cell->column)
            name++;
        if (name == open->count || open->names[name].column != cell->column ||
            cell->fault == HM_BOOK_SPANNED || cell->fault == HM_BOOK_BELOW ||
            hm_text_trim(cell->text, cell->size).size == 0)
            continue;
        *named |= cell->column == open->marker;
        collection->cells[count++] = *cell;
    }
    return count;
}

/* Has somebody typed a figure? Rows that show what was asked elsewhere have results of formulas,
 * and those of records say in words which sheet to go to. */
static bool has_figure(const hm_collection *collection, size_t count) {
    const uint32_t value = value_column(collection->open);
    for (size_t i = 0; i < count; i++)
        if (collection->cells[i].column == value)
            return !collection->cells[i].is_result && collection->cells[i].fault != HM_BOOK_TEXT;
    return false;
}

/* A figure in a row without a name is handed on, so that whoever reads tells that it is nobody's.
 */
hm_code hm_collection_next_row(hm_collection *collection, hm_book_row *row, hm_error *error) {
    const machine_sheet *open = collection->open;
    hm_book_row found;
    bool hidden, named;
    hm_code code;
    *row = (hm_book_row){0};
    if (open->holds == HOLDS_NOTHING)
        return HM_OK;
    if (!collection->header_given) {
        give_header(collection, row);
        return HM_OK;
    }
    while ((code = hm_book_next(collection->book, &found, &hidden, error)) == HM_OK &&
           found.row > 0) {
        if (!look_at_row(collection, open, &found))
            return hm_error_memory(error);
        const size_t count = found.row > open->row ? pick_cells(collection, &found, &named) : 0;
        if (count == 0 ||
            (open->holds == HOLDS_FIGURES && !named && !has_figure(collection, count)))
            continue;
        row->row = found.row;
        finish_row(collection, row, count, collection->city, collection->period);
        break;
    }
    if (code == HM_OK && found.row == 0)
        collection->read++;
    return code;
}

/* --- remarks --- */

/* Which rows are missing is known once all sheets were read, those aside that have lost their
 * names and are told of in another way. */
static bool are_all_read(const hm_collection *collection) {
    size_t count = 0;
    for (size_t i = 0; i < collection->count; i++)
        count += collection->sheets[i].holds == HOLDS_FIGURES ||
                 collection->sheets[i].holds == HOLDS_RECORDS;
    return collection->read == count;
}

int hm_collection_next_remark(hm_collection *collection, hm_book_remark *remark, hm_error *error) {
    if (!collection->is_ended && collection->form.is_there && are_all_read(collection) &&
        !hm_form_end(&collection->form)) {
        (void)hm_error_memory(error);
        return 0;
    }
    collection->is_ended = true;
    return hm_form_next_remark(&collection->form, remark);
}
