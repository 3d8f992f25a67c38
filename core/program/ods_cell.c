/* ods_cell.c: rows and cells of OpenDocument. Rows and cells that are alike stand there once, with
 * how often; the empty ones up to the last of a million rows, too. */
#include <stdlib.h>
#include <string.h>

#include "program/ods.h"

void hm_ods_cell_open(hm_ods *book) {
    hm_buffer_open(&book->cell.value, book->allocator);
    hm_buffer_open(&book->cell.text, book->allocator);
    hm_buffer_open(&book->cell.formula, book->allocator);
}

void hm_ods_cell_close(hm_ods *book) {
    hm_buffer_close(&book->cell.value);
    hm_buffer_close(&book->cell.text);
    hm_buffer_close(&book->cell.formula);
}

/* How often a row or cell stands there: at least once, and beyond `most` it does not matter. */
static uint32_t read_repeats(const char *text, uint32_t most) {
    const unsigned long count = text ? strtoul(text, NULL, 10) : 1;
    return count < 1 ? 1 : count > most ? most + 1 : (uint32_t)count;
}

/* --- rows --- */

static void start_row(hm_ods *book, const char *const *attributes) {
    const char *visibility = hm_xml_attribute(attributes, "visibility");
    book->row_repeats =
        read_repeats(hm_xml_attribute(attributes, "number-rows-repeated"), HM_BOOK_MOST_ROWS);
    book->column = 1;
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
                 {"time", HM_ODS_DATE},          {"boolean", HM_ODS_FLAG},
                 {"string", HM_ODS_TEXT},        {"error", HM_ODS_ERROR}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(name, types[i].name) == 0)
            return types[i].type;
    }
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
    for (; attributes[0]; attributes += 2)
        read_attribute(cell, attributes[0], attributes[1]);
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

static hm_book_cell number_of(const hm_ods_cell *cell, char room[HM_NUMBER_SIZE]) {
    hm_book_cell number = {.text = cell->value.data, .size = cell->value.size};
    double unused;
    if (hm_book_number(&number, room, &unused) && cell->type == HM_ODS_PERCENT)
        number.fault = HM_BOOK_PERCENT;
    return number;
}

/* A text that a formula gives is an error where it looks like one: not all programs say so. */
static hm_book_cell text_of(const hm_ods_cell *cell) {
    const bool shown = cell->text.size > 0;
    hm_book_cell text = {.text = shown ? cell->text.data : cell->value.data,
                         .size = shown ? cell->text.size : cell->value.size};
    if (text.size > 0 && cell->has_formula && hm_book_is_error(text.text, text.size))
        text.fault = HM_BOOK_ERROR;
    if (cell->has_value && text.fault != HM_BOOK_ERROR) {
        text.text = cell->value.data;
        text.size = cell->value.size;
    }
    return text;
}

static hm_book_cell flag_of(const hm_ods_cell *cell) {
    const bool yes = cell->value.size == 4 && memcmp(cell->value.data, "true", 4) == 0;
    return (hm_book_cell){
        .text = yes ? "TRUE" : "FALSE", .size = yes ? 4 : 5, .fault = HM_BOOK_FINE};
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

/* What the cell holds; a size of 0: nothing. */
static hm_book_cell value_of(const hm_ods_cell *cell, char room[HM_NUMBER_SIZE]) {
    const hm_buffer *text = cell->text.size > 0 ? &cell->text : &cell->value;
    switch (cell->type) {
    case HM_ODS_NUMBER:
    case HM_ODS_PERCENT:
        return number_of(cell, room);
    case HM_ODS_DATE:
        return (hm_book_cell){
            .text = cell->value.data, .size = cell->value.size, .fault = HM_BOOK_FINE};
    case HM_ODS_FLAG:
        return flag_of(cell);
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

static void end_cell(hm_ods *book) {
    hm_ods_cell *cell = &book->cell;
    char room[HM_NUMBER_SIZE];
    cell->open = false;
    if (cell->value.failed || cell->text.failed || cell->formula.failed) {
        hm_xml_fail_memory(&book->xml);
        return;
    }
    const hm_book_cell value = value_of(cell, room);
    if (value.size > 0 && !cell->covered)
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
