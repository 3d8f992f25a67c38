#include "load/book_sheet.h"

#include <string.h>

#include "base/cell_name.h"

/* Cells of a row at most: the columns that the largest of workbooks have. */
enum { MOST_COLUMNS = 16384 };

/* --- cells --- */

static hm_fault fault_of(const hm_book_cell *cell) {
    switch (cell->fault) {
    case HM_BOOK_ERROR:
        return HM_FAULT_ERROR;
    case HM_BOOK_NO_RESULT:
        return HM_FAULT_NO_RESULT;
    case HM_BOOK_PERCENT:
        return HM_FAULT_PERCENT;
    case HM_BOOK_COVERED:
        return HM_FAULT_COVERED;
    default:
        return HM_FAULT_NONE;
    }
}

static bool is_empty(const hm_book_cell *cell) {
    return cell->fault == HM_BOOK_SPANNED || cell->fault == HM_BOOK_BELOW ||
           hm_text_trim(cell->text, cell->size).size == 0;
}

/* Of cells `from` on of the row. */
static void warn_beyond(hm_book_sheet_rows *sheet, const hm_book_row *row, size_t from) {
    if (sheet->reading->for_people || sheet->is_silent)
        return;
    for (size_t i = from; i < row->count; i++) {
        if (!is_empty(&row->cells[i]) && row->cells[i].fault != HM_BOOK_COVERED)
            hm_reading_add_issue(
                sheet->reading, HM_ISSUE_UNNAMED_COLUMN,
                (hm_position){row->row, row->cells[i].column},
                &(hm_issue_texts){.name = hm_cell_name_of(0, row->cells[i].column).text});
    }
}

/* Is what comes next the header, or in front of it? */
static bool is_header(const hm_book_sheet_rows *sheet) {
    const hm_recipe *recipe = sheet->reading->recipe;
    return sheet->sheet.width == 0 && !(recipe && recipe->dialect.no_header);
}

/* A merged cell that names several columns does so in a header of several rows, where the names
 * below it tell these apart. */
static bool names_go_on(const hm_book_sheet_rows *sheet) {
    const hm_recipe *recipe = sheet->reading->recipe;
    return sheet->sheet.width == 0 && recipe && recipe->dialect.header_row_count > 1;
}

/* A merged cell that lies over several rows says of all of them whose figures they are. */
static bool is_key(const hm_book_sheet_rows *sheet, const hm_book_cell *cell) {
    return sheet->header && cell->column <= sheet->header->count &&
           hm_sheet_header_is_key(sheet->header, cell->column - 1);
}

static hm_raw raw_of(const hm_book_sheet_rows *sheet, const hm_book_cell *cell, hm_raw raw) {
    if (cell->size == 0 || (cell->fault == HM_BOOK_SPANNED && !names_go_on(sheet)) ||
        (cell->fault == HM_BOOK_BELOW && !is_key(sheet, cell)) ||
        (cell->fault == HM_BOOK_COVERED && is_header(sheet)))
        return raw;
    raw.text = cell->text;
    raw.size = cell->size;
    raw.fault = fault_of(cell);
    raw.is_number = cell->fault != HM_BOOK_TEXT;
    return hm_raw_check(raw);
}

/* The last column of a header. */
static size_t last_of(const hm_book_sheet_rows *sheet, const hm_book_row *row) {
    size_t count = row->count;
    while (count > 0 && (row->cells[count - 1].fault == HM_BOOK_BELOW ||
                         (row->cells[count - 1].fault == HM_BOOK_SPANNED && !names_go_on(sheet))))
        count--;
    return count > 0 ? row->cells[count - 1].column : 0;
}

static bool is_blank(const hm_book_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (!is_empty(&row->cells[i]))
            return false;
    return true;
}

/* Cells that are empty stand between the others, up to the width of the header. What stands beyond
 * that is no part of the table. */
static bool spread(hm_book_sheet_rows *sheet, const hm_book_row *row) {
    const size_t count = sheet->sheet.width > 0 ? sheet->sheet.width : last_of(sheet, row);
    const hm_allocator *allocator = sheet->reading->dataset->allocator;
    while (sheet->capacity < count)
        if (!hm_grow(allocator, &sheet->cells, sheet->capacity, &sheet->capacity,
                     sizeof *sheet->cells))
            return false;
    size_t next = is_blank(row) ? row->count : 0;
    for (uint32_t i = 0; i < count; i++) {
        hm_raw *cell = &sheet->cells[i];
        *cell = (hm_raw){.text = "", .position = {row->row, i + 1}};
        if (next < row->count && row->cells[next].column == i + 1)
            *cell = raw_of(sheet, &row->cells[next++], *cell);
    }
    warn_beyond(sheet, row, next);
    sheet->sheet.cells = sheet->cells;
    sheet->sheet.count = count;
    return true;
}

/* --- rows --- */

static bool is_in_order(const hm_book_row *row, uint32_t last_row) {
    uint32_t column = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].column <= column || row->cells[i].column > MOST_COLUMNS)
            return false;
        column = row->cells[i].column;
    }
    return row->row > last_row;
}

static bool is_left_out(const hm_book_sheet_rows *sheet, const hm_book_row *row) {
    const hm_recipe *recipe = sheet->reading->recipe;
    if (!recipe || row->count == 0)
        return row->count == 0;
    const hm_dialect *dialect = &recipe->dialect;
    for (size_t i = 0; i < dialect->comment_row_count; i++)
        if (dialect->comment_rows[i] == row->row)
            return true;
    const size_t size = dialect->comment ? strlen(dialect->comment) : 0;
    return size > 0 && row->cells[0].size >= size &&
           memcmp(row->cells[0].text, dialect->comment, size) == 0;
}

static hm_sheet_result fail(hm_book_sheet_rows *sheet, hm_code code) {
    sheet->sheet.code = code;
    return HM_SHEET_FAILED;
}

/* The next row as the format has it. */
static hm_sheet_result read_row(hm_book_sheet_rows *sheet, hm_book_row *row, hm_error *error) {
    const hm_book_format *format = sheet->format;
    hm_error own = {.code = HM_OK};
    *row = (hm_book_row){NULL, 0, 0};
    if (!format->next_row(format->context, sheet->book, row, &own)) {
        if (own.code == HM_OK)
            return HM_SHEET_END;
        if (error)
            *error = own;
        return fail(sheet, own.code);
    }
    if (!is_in_order(row, sheet->row))
        return fail(sheet, hm_error_at(error, HM_ERROR_DATA, sheet->reading->file, row->row, 0,
                                       "found rows or columns out of order"));
    sheet->row = row->row;
    sheet->sheet.hidden = format->is_hidden && format->is_hidden(format->context, sheet->book, 0);
    return HM_SHEET_ROW;
}

/* The next row that is not among the last ones. */
static hm_sheet_result read_before_last(hm_book_sheet_rows *sheet, hm_book_row *row,
                                        hm_error *error) {
    while (!hm_book_tail_take(&sheet->tail, row, &sheet->sheet.hidden)) {
        const hm_sheet_result result = read_row(sheet, row, error);
        if (result != HM_SHEET_ROW)
            return result;
        if (!is_blank(row) && !hm_book_tail_keep(&sheet->tail, row, sheet->sheet.hidden))
            return fail(sheet, hm_error_memory(error));
    }
    return HM_SHEET_ROW;
}

static hm_sheet_result next_row(hm_sheet *base, hm_error *error) {
    hm_book_sheet_rows *sheet = (hm_book_sheet_rows *)base;
    hm_book_row row;
    do {
        const hm_sheet_result result = sheet->tail.least > 0 ? read_before_last(sheet, &row, error)
                                                             : read_row(sheet, &row, error);
        if (result != HM_SHEET_ROW)
            return result;
    } while (is_left_out(sheet, &row));
    sheet->given = row.row;
    return spread(sheet, &row) ? HM_SHEET_ROW : fail(sheet, hm_error_memory(error));
}

/* --- the whole --- */

void hm_book_sheet_open(hm_book_sheet_rows *sheet, hm_reading *reading,
                        const hm_book_format *format, void *book) {
    *sheet = (hm_book_sheet_rows){
        .sheet = {.next = next_row}, .reading = reading, .format = format, .book = book};
    hm_book_tail_open(&sheet->tail, reading->dataset->allocator,
                      reading->recipe ? reading->recipe->dialect.skip_last : 0);
}

void hm_book_sheet_close(hm_book_sheet_rows *sheet) {
    hm_release(sheet->reading->dataset->allocator, sheet->cells,
               sheet->capacity * sizeof *sheet->cells);
    hm_book_tail_close(&sheet->tail);
}

bool hm_book_sheet_hides(const hm_book_sheet_rows *sheet, size_t field) {
    const hm_book_format *format = sheet->format;
    return format->is_hidden &&
           format->is_hidden(format->context, sheet->book, (uint32_t)field + 1);
}
