/* xlsx_sheet.c: the rows of a sheet. Most of a workbook is here, so it is read piece by piece, and
 * nothing is kept of it but the rows that were not handed over yet. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "program/shown_format.h"
#include "program/xlsx.h"

/* What the value of a cell is. */
enum {
    TYPE_NUMBER = 'n',
    TYPE_SHARED = 's',
    TYPE_INLINE = 'i',
    TYPE_TEXT = 't', /* the result of a formula */
    TYPE_FLAG = 'b',
    TYPE_ERROR = 'e',
    TYPE_DATE = 'd'
};

static char type_of(const char *name) {
    static const struct {
        const char *name;
        char type;
    } types[] = {{"s", TYPE_SHARED}, {"inlineStr", TYPE_INLINE}, {"str", TYPE_TEXT},
                 {"b", TYPE_FLAG},   {"e", TYPE_ERROR},          {"d", TYPE_DATE}};
    for (size_t i = 0; name && i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i].name) == 0)
            return types[i].type;
    return TYPE_NUMBER;
}

/* --- rows and cells begin --- */

/* A row that does not say its number is the next one. */
static void start_row(hm_xlsx_sheet *sheet, const char *const *attributes) {
    const char *number = hm_xml_attribute(attributes, "r");
    const unsigned long row = number ? strtoul(number, NULL, 10) : sheet->row + 1UL;
    if (row < 1 || row > HM_BOOK_MOST_ROWS) {
        hm_xml_fail(&sheet->xml, "found row %s, expected 1 to 1048576",
                    number ? number : "1048577");
        return;
    }
    if (row <= sheet->row) {
        hm_xml_fail(&sheet->xml, "row %s does not stand behind those above it",
                    hm_digits_of(row).text);
        return;
    }
    sheet->row = (uint32_t)row;
    sheet->column = 0;
    if (!hm_book_merges_begin_row(&sheet->merges, sheet->row))
        hm_xml_fail_memory(&sheet->xml);
    hm_book_rows_begin(&sheet->rows, sheet->row, hm_xml_says_yes(attributes, "hidden"));
}

static uint32_t number_of(const char *text) {
    const unsigned long number = text ? strtoul(text, NULL, 10) : 0;
    return number <= HM_BOOK_MOST_COLUMNS ? (uint32_t)number : HM_BOOK_MOST_COLUMNS;
}

static void add_columns(hm_xlsx_sheet *sheet, const char *const *attributes) {
    const hm_book_run run = {.first = number_of(hm_xml_attribute(attributes, "min")),
                             .last = number_of(hm_xml_attribute(attributes, "max")),
                             .hidden = hm_xml_says_yes(attributes, "hidden")};
    if (!hm_book_columns_add(&sheet->columns, run))
        hm_xml_fail_memory(&sheet->xml);
}

/* What a cell says of itself, each where it does: its place, its style and its type. One that does
 * not say its place is the next one. */
typedef struct cell_attributes {
    const char *name, *style, *type;
} cell_attributes;

/* For every cell there is: all three in one go, and without looking for prefixes, which these
 * attributes do not have. */
static cell_attributes find_attributes(const char *const *attributes) {
    cell_attributes found = {NULL, NULL, NULL};
    for (; attributes[0]; attributes += 2) {
        if (attributes[0][1] != '\0')
            continue;
        if (attributes[0][0] == 'r')
            found.name = attributes[1];
        else if (attributes[0][0] == 's')
            found.style = attributes[1];
        else if (attributes[0][0] == 't')
            found.type = attributes[1];
    }
    return found;
}

static uint8_t format_of(const hm_xlsx_styles *styles, const char *number) {
    const unsigned long style = number ? strtoul(number, NULL, 10) : 0;
    return style < styles->count ? styles->formats[style] : 0;
}

static void start_cell(hm_xlsx_sheet *sheet, const char *const *attributes) {
    const cell_attributes found = find_attributes(attributes);
    uint32_t row = sheet->row;
    sheet->column++;
    if (sheet->rows.open.row == 0) {
        hm_xml_fail(&sheet->xml, "found a cell outside of a row%s", "");
    } else if (found.name &&
               (!hm_book_read_name(found.name, &row, &sheet->column) || row != sheet->row)) {
        hm_xml_fail(&sheet->xml, "found cell %s where it cannot be", found.name);
    } else if (sheet->column > HM_BOOK_MOST_COLUMNS) {
        hm_xml_fail(&sheet->xml, "found a row of more than 16384 cells%s", "");
    } else {
        sheet->type = type_of(found.type);
        sheet->format = format_of(sheet->styles, found.style);
        sheet->has_formula = sheet->has_value = false;
        hm_buffer_clear(&sheet->value);
        hm_buffer_clear(&sheet->formula);
    }
}

static void start(void *context, const char *name, const char *const *attributes) {
    hm_xlsx_sheet *sheet = context;
    if (name[0] == 'c' && name[1] == '\0')
        start_cell(sheet, attributes);
    else if (name[0] == 'v' && name[1] == '\0')
        sheet->in_value = sheet->has_value = true;
    else if (name[0] == 'f' && name[1] == '\0')
        sheet->in_formula = sheet->has_formula = true;
    else if (strcmp(name, "row") == 0)
        start_row(sheet, attributes);
    else if (strcmp(name, "col") == 0)
        add_columns(sheet, attributes);
    else if (strcmp(name, "is") == 0)
        sheet->in_inline = true;
    else if (strcmp(name, "rPh") == 0)
        sheet->phonetic++;
    else if (sheet->in_inline && name[0] == 't' && name[1] == '\0')
        sheet->in_value = sheet->has_value = sheet->phonetic == 0;
}

static void text(void *context, const char *piece, size_t size) {
    hm_xlsx_sheet *sheet = context;
    if (sheet->in_value)
        hm_book_add_text(&sheet->value, piece, size);
    else if (sheet->in_formula)
        hm_book_add_text(&sheet->formula, piece, size);
}

/* --- cells end --- */

static void add(hm_xlsx_sheet *sheet, hm_book_fault fault, const char *value, size_t size,
                bool lasting) {
    const bool covered = hm_book_merges_find(&sheet->merges, sheet->column) != NULL;
    const hm_book_cell cell = {.text = value,
                               .size = size,
                               .column = sheet->column,
                               .fault = covered ? HM_BOOK_COVERED : fault,
                               .is_result = sheet->has_formula};
    if (!hm_book_rows_add(&sheet->rows, cell, lasting))
        hm_xml_fail_memory(&sheet->xml);
}

static void add_shared(hm_xlsx_sheet *sheet) {
    char *end;
    const char *number = sheet->value.data;
    const unsigned long index = strtoul(number, &end, 10);
    if (end == number || *end || index >= sheet->strings->count)
        hm_xml_fail(&sheet->xml, "found text number %s, which there is not", number);
    else if (sheet->strings->items[index].size > 0)
        add(sheet, HM_BOOK_TEXT, sheet->strings->items[index].text,
            sheet->strings->items[index].size, true);
}

static void add_number(hm_xlsx_sheet *sheet) {
    char room[HM_NUMBER_SIZE], date[HM_FORMAT_TEXT_SIZE];
    hm_book_cell cell = {.text = sheet->value.data, .size = sheet->value.size};
    double number;
    if (hm_book_number(&cell, room, &number) && sheet->format != 0) {
        const bool percent = sheet->format & HM_FORMAT_PERCENT;
        const size_t size =
            percent ? 0 : hm_shown_format_print(sheet->format, number, sheet->from_1904, date);
        cell.fault = percent ? HM_BOOK_PERCENT : HM_BOOK_FINE;
        cell.text = size > 0 ? date : cell.text;
        cell.size = size > 0 ? size : cell.size;
    }
    add(sheet, cell.fault, cell.text, cell.size, false);
}

/* What a program wrote as ISO 8601. */
static void add_date(hm_xlsx_sheet *sheet) {
    char date[HM_FORMAT_TEXT_SIZE];
    const hm_buffer *value = &sheet->value;
    const size_t size = hm_shown_format_cut(sheet->format, value->data, value->size, date);
    add(sheet, HM_BOOK_FINE, size > 0 ? date : value->data, size > 0 ? size : value->size, false);
}

static void add_flag(hm_xlsx_sheet *sheet) {
    const char *value = sheet->value.data;
    const bool yes = strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
    if (!yes && strcmp(value, "0") != 0 && strcmp(value, "false") != 0)
        hm_xml_fail(&sheet->xml, "found %s where a cell is true or false", value);
    else
        add(sheet, HM_BOOK_FINE, yes ? "TRUE" : "FALSE", yes ? 4 : 5, true);
}

static void add_uncalculated(hm_xlsx_sheet *sheet) {
    hm_buffer *formula = &sheet->formula;
    hm_buffer_clear(&sheet->value);
    hm_buffer_add_char(&sheet->value, '=');
    if (formula->size > 0)
        hm_book_add_text(&sheet->value, formula->data, formula->size);
    if (!sheet->value.failed)
        add(sheet, HM_BOOK_NO_RESULT, sheet->value.data, sheet->value.size, false);
}

static void add_value(hm_xlsx_sheet *sheet) {
    switch (sheet->type) {
    case TYPE_SHARED:
        add_shared(sheet);
        break;
    case TYPE_INLINE:
    case TYPE_TEXT:
        hm_xlsx_unescape(&sheet->value);
        add(sheet, HM_BOOK_TEXT, sheet->value.data, sheet->value.size, false);
        break;
    case TYPE_FLAG:
        add_flag(sheet);
        break;
    case TYPE_ERROR:
        add(sheet, HM_BOOK_ERROR, sheet->value.data, sheet->value.size, false);
        break;
    case TYPE_DATE:
        add_date(sheet);
        break;
    default:
        add_number(sheet);
    }
}

/* A formula whose result is no text and is not there was never calculated: to take it for an empty
 * cell would be to drop a figure. */
static void end_cell(hm_xlsx_sheet *sheet) {
    if (sheet->rows.open.row == 0)
        return;
    if (sheet->value.failed || sheet->formula.failed)
        hm_xml_fail_memory(&sheet->xml);
    else if (sheet->value.size > 0)
        add_value(sheet);
    else if (sheet->has_formula && !(sheet->type == TYPE_TEXT && sheet->has_value))
        add_uncalculated(sheet);
}

/* What the merged cell shows is shown in its other columns, too. `count`: cells of the row that the
 * sheet has itself. */
static void span(hm_xlsx_sheet *sheet, hm_book_merge *merge, size_t count) {
    hm_book_rows *rows = &sheet->rows;
    const hm_book_cell *shown = hm_book_rows_find(rows, count, merge->column);
    if (merge->row != sheet->row || !shown)
        return;
    hm_book_cell cell = *shown;
    if (hm_book_shows_text(&cell) &&
        !hm_book_merges_keep(&sheet->merges, merge, cell.text, cell.size))
        hm_xml_fail_memory(&sheet->xml);
    cell.fault = HM_BOOK_SPANNED;
    for (cell.column = merge->column + 1; cell.column <= merge->last_column; cell.column++) {
        if (rows->spanned >= HM_BOOK_MOST_SPANNED || hm_book_rows_find(rows, count, cell.column))
            continue;
        rows->spanned++;
        if (!hm_book_rows_add(rows, cell, true)) {
            hm_xml_fail_memory(&sheet->xml);
            return;
        }
    }
}

static void span_all(hm_xlsx_sheet *sheet) {
    const size_t count = hm_book_rows_sort(&sheet->rows);
    for (size_t i = 0; i < sheet->merges.active_count; i++)
        span(sheet, &sheet->merges.active[i], count);
    if (!hm_book_merges_show(&sheet->merges, &sheet->rows))
        hm_xml_fail_memory(&sheet->xml);
}

static void end_row(hm_xlsx_sheet *sheet) {
    if (sheet->merges.active_count > 0 && sheet->rows.open.row > 0)
        span_all(sheet);
    switch (hm_book_rows_end(&sheet->rows, 1)) {
    case HM_BOOK_ROWS_MEMORY:
        hm_xml_fail_memory(&sheet->xml);
        break;
    case HM_BOOK_ROWS_TWICE:
        hm_xml_fail(&sheet->xml, "row %s has a cell twice", hm_digits_of(sheet->row).text);
        break;
    default:
        break;
    }
}

static void end(void *context, const char *name) {
    hm_xlsx_sheet *sheet = context;
    if (name[0] == 'c' && name[1] == '\0')
        end_cell(sheet);
    else if (name[0] == 'v' && name[1] == '\0')
        sheet->in_value = false;
    else if (name[0] == 'f' && name[1] == '\0')
        sheet->in_formula = false;
    else if (strcmp(name, "row") == 0)
        end_row(sheet);
    else if (strcmp(name, "is") == 0)
        sheet->in_inline = false;
    else if (strcmp(name, "rPh") == 0)
        sheet->phonetic--;
    else if (sheet->in_inline && name[0] == 't' && name[1] == '\0')
        sheet->in_value = false;
}

/* --- the whole --- */

hm_code hm_xlsx_sheet_open(hm_xlsx_sheet *sheet, hm_archive *archive, const char *part,
                           const hm_allocator *allocator, hm_error *error) {
    static const hm_xml_handlers handlers = {start, end, text};
    hm_book_columns_open(&sheet->columns, allocator);
    hm_book_merges_open(&sheet->merges, allocator);
    hm_book_rows_open(&sheet->rows, allocator);
    hm_buffer_open(&sheet->value, allocator);
    hm_buffer_open(&sheet->formula, allocator);
    sheet->opened = true;
    const hm_code code = hm_xlsx_merges_read(&sheet->merges, archive, part, error);
    return code == HM_OK ? hm_xml_open(&sheet->xml, archive, part, &handlers, sheet, error) : code;
}

void hm_xlsx_sheet_close(hm_xlsx_sheet *sheet) {
    if (!sheet->opened)
        return;
    hm_xml_close(&sheet->xml);
    hm_book_columns_close(&sheet->columns);
    hm_book_merges_close(&sheet->merges);
    hm_book_rows_close(&sheet->rows);
    hm_buffer_close(&sheet->value);
    hm_buffer_close(&sheet->formula);
    sheet->opened = false;
}

hm_code hm_xlsx_sheet_next(hm_xlsx_sheet *sheet, hm_book_row *row, bool *hidden, hm_error *error) {
    *row = (hm_book_row){0};
    *hidden = false;
    if (!sheet->opened)
        return HM_OK; /* a chart */
    while (!hm_book_rows_take(&sheet->rows, row, hidden) && !sheet->xml.ended) {
        if (!hm_book_rows_refill(&sheet->rows))
            return hm_error_memory(error);
        const hm_code code = hm_xml_read(&sheet->xml, error);
        if (code != HM_OK)
            return code;
    }
    return HM_OK;
}
