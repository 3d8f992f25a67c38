/* ods_cell.c: rows and cells of OpenDocument. Rows and cells that are alike stand there once, with
 * how often; the empty ones up to the last of a million rows, too. */
#include <stdlib.h>
#include <string.h>

#include "program/ods.h"
#include "program/shown_format.h"

void hm_ods_cell_open(hm_ods *book) {
    hm_buffer_open(&book->cell.value, book->allocator);
    hm_buffer_open(&book->cell.text, book->allocator);
    hm_buffer_open(&book->cell.formula, book->allocator);
    hm_buffer_open(&book->spanned, book->allocator);
    hm_book_merges_open(&book->merges, book->allocator);
}

void hm_ods_cell_close(hm_ods *book) {
    hm_buffer_close(&book->cell.value);
    hm_buffer_close(&book->cell.text);
    hm_buffer_close(&book->cell.formula);
    hm_buffer_close(&book->spanned);
    hm_book_merges_close(&book->merges);
}

/* How often a row or cell stands there: at least once, and beyond `most` it does not matter. */
static uint32_t read_repeats(const char *text, uint32_t most) {
    const unsigned long count = text ? strtoul(text, NULL, 10) : 1;
    return count < 1 ? 1 : count > most ? most + 1 : (uint32_t)count;
}

/* --- columns --- */

static void add_columns(hm_ods *book, const char *const *attributes) {
    const char *visibility = hm_xml_attribute(attributes, "visibility");
    const uint32_t repeats =
        read_repeats(hm_xml_attribute(attributes, "number-columns-repeated"), HM_BOOK_MOST_COLUMNS);
    const uint32_t left = HM_BOOK_MOST_COLUMNS + 1 - book->next_column;
    const hm_book_run run = {
        .first = book->next_column,
        .last = book->next_column + (repeats < left ? repeats : left) - 1,
        .hidden = visibility && strcmp(visibility, "visible") != 0,
        .format = hm_ods_styles_find(&book->styles,
                                     hm_xml_attribute(attributes, "default-cell-style-name"))};
    book->next_column = run.last + 1;
    if (!hm_book_columns_add(&book->columns, run))
        hm_xml_fail_memory(&book->xml);
}

/* --- rows --- */

static void start_row(hm_ods *book, const char *const *attributes) {
    const char *visibility = hm_xml_attribute(attributes, "visibility");
    book->row_repeats =
        read_repeats(hm_xml_attribute(attributes, "number-rows-repeated"), HM_BOOK_MOST_ROWS);
    book->column = 1;
    book->span = book->rows_spanned = 0;
    if (!hm_book_merges_begin_row(&book->merges, book->row))
        hm_xml_fail_memory(&book->xml);
    hm_book_rows_begin(&book->rows, book->row, visibility && strcmp(visibility, "visible") != 0);
}

static void end_row(hm_ods *book) {
    const bool filled = book->rows.cell_count > book->rows.open.first;
    const bool fits =
        book->row <= HM_BOOK_MOST_ROWS && book->row_repeats <= HM_BOOK_MOST_ROWS - book->row + 1;
    if (book->rows.open.row == 0)
        return;
    if (filled && !fits) {
        hm_xml_fail(&book->xml, "it has figures beyond row 1048576%s", "");
        return;
    }
    if (!hm_book_merges_show(&book->merges, &book->rows))
        hm_xml_fail_memory(&book->xml);
    switch (hm_book_rows_end(&book->rows, fits ? book->row_repeats : 1)) {
    case HM_BOOK_ROWS_MEMORY:
        hm_xml_fail_memory(&book->xml);
        break;
    case HM_BOOK_ROWS_REPEATED:
        hm_xml_fail(&book->xml, "it repeats more than 4194304 cells%s", "");
        break;
    default:
        break;
    }
    book->row = fits ? book->row + book->row_repeats : HM_BOOK_MOST_ROWS + 1;
}

/* --- cells begin --- */

static hm_ods_type type_of(const char *name) {
    static const struct {
        const char *name;
        hm_ods_type type;
    } types[] = {{"float", HM_ODS_NUMBER},       {"currency", HM_ODS_NUMBER},
                 {"percentage", HM_ODS_PERCENT}, {"date", HM_ODS_DATE},
                 {"time", HM_ODS_TIME},          {"boolean", HM_ODS_FLAG},
                 {"string", HM_ODS_TEXT},        {"error", HM_ODS_ERROR}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i].name) == 0)
            return types[i].type;
    return HM_ODS_NONE;
}

static bool ends_with(const char *name, const char *end) {
    const size_t size = strlen(name), wanted = strlen(end);
    return size >= wanted && strcmp(name + size - wanted, end) == 0 &&
           (size == wanted || name[size - wanted - 1] == ':');
}

/* LibreOffice has a type of its own beside the standard's, which does not know errors. */
static void read_attribute(hm_ods_cell *cell, const char *name, const char *value) {
    if (ends_with(name, "value-type")) {
        if (cell->type != HM_ODS_ERROR)
            cell->type = type_of(value);
    } else if (ends_with(name, "formula")) {
        cell->has_formula = true;
        hm_book_add_text(&cell->formula, value, strlen(value));
    } else if (ends_with(name, "number-columns-repeated")) {
        cell->repeats = read_repeats(value, HM_BOOK_MOST_COLUMNS);
    } else if (ends_with(name, "value") || ends_with(name, "date-value") ||
               ends_with(name, "time-value") || ends_with(name, "boolean-value") ||
               ends_with(name, "string-value")) {
        cell->has_value = true;
        hm_buffer_clear(&cell->value);
        hm_book_add_text(&cell->value, value, strlen(value));
    }
}

/* A date is shown as its cell says, or else its column. */
static uint8_t format_of(const hm_ods *book, const char *const *attributes) {
    const char *style = hm_xml_attribute(attributes, "style-name");
    const hm_book_run *column = hm_book_columns_find(&book->columns, book->column);
    return style || !column ? hm_ods_styles_find(&book->styles, style) : column->format;
}

/* How many columns, or rows, a merged cell goes on in. */
static uint32_t span_of(const char *const *attributes, const char *name, uint32_t most) {
    const char *count = hm_xml_attribute(attributes, name);
    return count ? read_repeats(count, most) - 1 : 0;
}

static void start_cell(hm_ods *book, bool covered, const char *const *attributes) {
    hm_ods_cell *cell = &book->cell;
    hm_buffer_clear(&cell->value);
    hm_buffer_clear(&cell->text);
    hm_buffer_clear(&cell->formula);
    *cell = (hm_ods_cell){.open = true,
                          .covered = covered,
                          .repeats = 1,
                          .depth = book->xml.depth,
                          .value = cell->value,
                          .text = cell->text,
                          .formula = cell->formula};
    for (const char *const *a = attributes; a[0]; a += 2)
        read_attribute(cell, a[0], a[1]);
    if (cell->type == HM_ODS_DATE)
        cell->format = format_of(book, attributes);
    if (covered)
        return;
    book->span = span_of(attributes, "number-columns-spanned", HM_BOOK_MOST_COLUMNS);
    book->rows_spanned = span_of(attributes, "number-rows-spanned", HM_BOOK_MOST_ROWS);
}

/* --- their text --- */

static void add_text(hm_ods_cell *cell, const char *piece, size_t size) {
    hm_book_add_text(&cell->text, piece, size);
    cell->after_space = false;
}

static void start_paragraph(hm_ods_cell *cell) {
    if (cell->paragraphs++ > 0)
        add_text(cell, "\n", 1);
    cell->in_paragraph = true;
    cell->after_space = true;
}

/* Remarks, drawings, and how a text is pronounced. */
static bool is_aside(const char *name) {
    return strcmp(name, "annotation") == 0 || strcmp(name, "note") == 0 ||
           strcmp(name, "ruby-text") == 0 || strcmp(name, "frame") == 0;
}

static void start_in_text(hm_ods_cell *cell, const char *name, const char *const *attributes) {
    if (cell->skipping > 0 || is_aside(name)) {
        cell->skipping++;
    } else if (strcmp(name, "s") == 0) {
        uint32_t count = read_repeats(hm_xml_attribute(attributes, "c"), 1 << 16);
        while (count-- > 0)
            add_text(cell, " ", 1);
    } else if (strcmp(name, "tab") == 0) {
        add_text(cell, "\t", 1);
    } else if (strcmp(name, "line-break") == 0) {
        add_text(cell, "\n", 1);
    }
}

/* Blanks of any kind, and however many, are one space here, and none at the start of a paragraph.
 */
void hm_ods_text(hm_ods *book, const char *piece, size_t size) {
    hm_ods_cell *cell = &book->cell;
    if (!cell->in_paragraph || cell->skipping > 0)
        return;
    for (size_t i = 0; i < size;) {
        size_t step = 0;
        while (i + step < size && !strchr(" \t\n\r", piece[i + step]))
            step++;
        if (step > 0) {
            add_text(cell, piece + i, step);
        } else {
            step = 1;
            if (!cell->after_space)
                hm_book_add_text(&cell->text, " ", 1);
            cell->after_space = true;
        }
        i += step;
    }
}

/* --- cells end --- */

static hm_book_cell flag_of(bool yes) {
    return (hm_book_cell){
        .text = yes ? "TRUE" : "FALSE", .size = yes ? 4 : 5, .fault = HM_BOOK_FINE};
}

static bool is_formula(const hm_ods_cell *cell, const char *formula) {
    const size_t size = strlen(formula);
    return cell->formula.size >= size &&
           memcmp(cell->formula.data + cell->formula.size - size, formula, size) == 0 &&
           (cell->formula.size == size || cell->formula.data[cell->formula.size - size - 1] == ':');
}

/* Some programs write 0 where a formula went wrong, and show what went wrong. */
static hm_book_cell number_of(const hm_ods_cell *cell, char room[HM_NUMBER_SIZE]) {
    const hm_buffer *text = &cell->text;
    if (cell->has_formula && text->size > 0 && hm_book_is_error(text->data, text->size))
        return (hm_book_cell){.text = text->data, .size = text->size, .fault = HM_BOOK_ERROR};
    if (cell->value.size == 0)
        return (hm_book_cell){.text = text->data, .size = text->size, .fault = HM_BOOK_TEXT};
    /* a flag that came from another program, and was not told what it is */
    if (is_formula(cell, "=TRUE()") || is_formula(cell, "=FALSE()"))
        return flag_of(is_formula(cell, "=TRUE()"));
    hm_book_cell number = {.text = cell->value.data, .size = cell->value.size};
    double unused;
    if (hm_book_number(&number, room, &unused) && cell->type == HM_ODS_PERCENT)
        number.fault = HM_BOOK_PERCENT;
    return number;
}

/* As far as it is shown. */
static hm_book_cell date_of(const hm_ods_cell *cell, char room[HM_FORMAT_TEXT_SIZE]) {
    hm_book_cell date = {.text = cell->value.data, .size = cell->value.size};
    const size_t size =
        date.size > 0 ? hm_shown_format_cut(cell->format, date.text, date.size, room) : 0;
    if (size > 0) {
        date.text = room;
        date.size = size;
    }
    return date;
}

/* A text that a formula gives is an error where it looks like one: not all programs say so. */
static hm_book_cell text_of(const hm_ods_cell *cell) {
    const bool shown = cell->text.size > 0;
    hm_book_cell text = {.text = shown ? cell->text.data : cell->value.data,
                         .size = shown ? cell->text.size : cell->value.size,
                         .fault = HM_BOOK_TEXT};
    if (text.size > 0 && cell->has_formula && hm_book_is_error(text.text, text.size))
        text.fault = HM_BOOK_ERROR;
    if (cell->has_value && text.fault != HM_BOOK_ERROR) {
        text.text = cell->value.data;
        text.size = cell->value.size;
    }
    return text;
}

/* A formula without a result was never calculated. Names of formulas begin with that of their
 * language: "of:=". */
static hm_book_cell uncalculated(const hm_ods_cell *cell) {
    const char *equals = memchr(cell->formula.data, '=', cell->formula.size);
    const char *from = equals ? equals : cell->formula.data;
    return (hm_book_cell){.text = from,
                          .size = (size_t)(cell->formula.data + cell->formula.size - from),
                          .fault = HM_BOOK_NO_RESULT};
}

/* For what is not there as it is to be read. */
enum { ROOM = HM_NUMBER_SIZE > HM_FORMAT_TEXT_SIZE ? HM_NUMBER_SIZE : HM_FORMAT_TEXT_SIZE };

/* What the cell holds; a size of 0: nothing. */
static hm_book_cell value_of(const hm_ods_cell *cell, char room[ROOM]) {
    const hm_buffer *text = cell->text.size > 0 ? &cell->text : &cell->value;
    switch (cell->type) {
    case HM_ODS_NUMBER:
    case HM_ODS_PERCENT:
        return number_of(cell, room);
    case HM_ODS_DATE:
        return date_of(cell, room);
    case HM_ODS_TIME:
        return (hm_book_cell){
            .text = cell->value.data, .size = cell->value.size, .fault = HM_BOOK_FINE};
    case HM_ODS_FLAG:
        return flag_of(cell->value.size == 4 && memcmp(cell->value.data, "true", 4) == 0);
    case HM_ODS_ERROR:
        return (hm_book_cell){.text = text->data, .size = text->size, .fault = HM_BOOK_ERROR};
    case HM_ODS_TEXT:
        return text_of(cell);
    case HM_ODS_NONE:
        break;
    }
    return cell->has_formula && cell->formula.size > 0 && cell->text.size == 0 ? uncalculated(cell)
                                                                               : text_of(cell);
}

/* The same in all columns that it stands in. */
static void add_cells(hm_ods *book, hm_book_cell value) {
    const uint32_t repeats = book->cell.repeats;
    if (book->column + repeats > HM_BOOK_MOST_COLUMNS + 1) {
        hm_xml_fail(&book->xml, "it has figures beyond column 16384%s", "");
        return;
    }
    book->rows.repeated += repeats - 1;
    for (uint32_t i = 0; i < repeats; i++) {
        value.column = book->column + i;
        if (!hm_book_rows_add(&book->rows, value, false)) {
            hm_xml_fail_memory(&book->xml);
            return;
        }
    }
}

/* What a merged cell shows, for the columns that it goes on in. */
static void keep_span(hm_ods *book, hm_book_cell value) {
    hm_buffer_clear(&book->spanned);
    hm_buffer_add(&book->spanned, value.text, value.size);
    if (book->spanned.failed)
        hm_xml_fail_memory(&book->xml);
}

/* What a merged cell shows, for the rows that it goes on in. */
static void keep_below(hm_ods *book, const hm_book_cell *value) {
    hm_book_merge merge = {.row = book->row,
                           .column = book->column,
                           .last_row = book->row + book->rows_spanned,
                           .last_column = book->column};
    if (!hm_book_shows_text(value) || book->merges.count >= HM_BOOK_MOST_MERGES)
        return;
    if (!hm_book_merges_keep(&book->merges, &merge, value->text, value->size) ||
        !hm_book_merges_add(&book->merges, merge))
        hm_xml_fail_memory(&book->xml);
}

/* A cell that a merged one lies over: what is in it, or else what that shows in this row. */
static hm_book_cell covered_of(hm_ods *book, hm_book_cell value) {
    const uint32_t repeats = book->cell.repeats;
    const bool goes_on = book->span >= repeats && book->rows.spanned < HM_BOOK_MOST_SPANNED;
    book->span -= goes_on ? repeats : book->span;
    value.fault = HM_BOOK_COVERED;
    if (value.size > 0 || !goes_on)
        return value;
    book->rows.spanned += repeats;
    return (hm_book_cell){
        .text = book->spanned.data, .size = book->spanned.size, .fault = HM_BOOK_SPANNED};
}

static void end_cell(hm_ods *book) {
    hm_ods_cell *cell = &book->cell;
    char room[ROOM];
    cell->open = false;
    if (cell->value.failed || cell->text.failed || cell->formula.failed) {
        hm_xml_fail_memory(&book->xml);
        return;
    }
    hm_book_cell value = value_of(cell, room);
    value.is_result = cell->has_formula;
    if (cell->covered)
        value = covered_of(book, value);
    else if (book->span > 0)
        keep_span(book, value);
    if (!cell->covered && book->rows_spanned > 0)
        keep_below(book, &value);
    if (value.size > 0)
        add_cells(book, value);
    book->column += cell->repeats;
    if (book->column > HM_BOOK_MOST_COLUMNS + 1)
        book->column = HM_BOOK_MOST_COLUMNS + 1;
}

/* --- elements --- */

void hm_ods_start(hm_ods *book, const char *name, const char *const *attributes) {
    hm_ods_cell *cell = &book->cell;
    const bool covered = strcmp(name, "covered-table-cell") == 0;
    if (cell->open && cell->in_paragraph) {
        start_in_text(cell, name, attributes);
    } else if (cell->open) {
        if (strcmp(name, "p") == 0 && book->xml.depth == cell->depth + 1)
            start_paragraph(cell);
    } else if (strcmp(name, "table-column") == 0) {
        add_columns(book, attributes);
    } else if (strcmp(name, "table-row") == 0) {
        start_row(book, attributes);
    } else if (book->rows.open.row > 0 && (covered || strcmp(name, "table-cell") == 0)) {
        start_cell(book, covered, attributes);
    }
}

void hm_ods_end(hm_ods *book, const char *name) {
    hm_ods_cell *cell = &book->cell;
    if (cell->open) {
        if (cell->skipping > 0)
            cell->skipping--;
        else if (book->xml.depth + 1 == cell->depth)
            end_cell(book);
        else if (book->xml.depth == cell->depth)
            cell->in_paragraph = false;
    } else if (strcmp(name, "table-row") == 0) {
        end_row(book);
    }
}
