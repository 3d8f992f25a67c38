/* book_support.h: what the tests of workbooks share: a workbook's rows as text. */
#ifndef HM_TEST_BOOK_SUPPORT_H
#define HM_TEST_BOOK_SUPPORT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>

#include <cmocka.h>

#include "book_parts.h"
#include "program/book.h"

/* --- rows as text: "2: A=city C=5", rows parted by "; " --- */

static void book_show_column(hm_buffer *out, uint32_t column) {
    char letters[4];
    size_t count = 0;
    for (; column > 0; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    while (count > 0)
        hm_buffer_add_char(out, letters[--count]);
}

/* By hm_book_fault: none, an error, no result, a percentage, a text, under a merged cell, one that
 * a merged cell goes on in. */
static const char book_faults[] = "=!~%=_<^";

static void book_show_row(hm_buffer *out, const hm_book_row *row, bool hidden) {
    hm_buffer_format(out, "%s%u%s:", out->size > 0 ? "; " : "", (unsigned)row->row,
                     hidden ? "h" : "");
    for (size_t i = 0; i < row->count; i++) {
        hm_buffer_add_char(out, ' ');
        book_show_column(out, row->cells[i].column);
        hm_buffer_add_char(out, book_faults[row->cells[i].fault]);
        hm_buffer_add(out, row->cells[i].text, row->cells[i].size);
    }
}

/* The rows of a sheet; what is wrong with it instead. */
static void book_show_sheet(hm_buffer *out, hm_book *book, size_t sheet) {
    hm_error error;
    hm_book_row row;
    bool hidden;
    hm_code code = hm_book_begin(book, sheet, &error);
    while (code == HM_OK && (code = hm_book_next(book, &row, &hidden, &error)) == HM_OK && row.row)
        book_show_row(out, &row, hidden);
    if (code != HM_OK)
        hm_buffer_format(out, "%s%s", out->size > 0 ? "; " : "", error.message);
}

/* All sheets with their names, [in brackets] where they are hidden. */
static void book_show(hm_buffer *out, const char *data, size_t size) {
    hm_error error;
    hm_book *book;
    hm_buffer_open(out, hm_allocator_default());
    if (hm_book_open(&book, "book.xlsx", data, size, hm_allocator_default(), &error) != HM_OK) {
        assert_null(book);
        hm_buffer_add_text(out, error.message);
        return;
    }
    for (size_t i = 0; i < hm_book_sheet_count(book); i++) {
        hm_buffer rows;
        hm_buffer_open(&rows, hm_allocator_default());
        book_show_sheet(&rows, book, i);
        hm_buffer_format(out, hm_book_sheet_is_hidden(book, i) ? "%s[%s] %s" : "%s%s| %s",
                         i > 0 ? "\n" : "", hm_book_sheet_name(book, i),
                         rows.data ? rows.data : "");
        hm_buffer_close(&rows);
    }
    hm_book_close(book);
}

static void book_expect(const book_part *parts, size_t count, const char *expected) {
    hm_buffer archive, shown;
    book_zip(&archive, parts, count);
    book_show(&shown, archive.data, archive.size);
    assert_string_equal(shown.data ? shown.data : "", expected);
    hm_buffer_close(&archive);
    hm_buffer_close(&shown);
}

/* An XLSX of one sheet whose <sheetData> holds `rows`. */
static void book_expect_rows(const char *rows, const char *expected) {
    static char sheet[8192];
    assert_true(strlen(rows) + 100 < sizeof sheet);
    (void)snprintf(sheet, sizeof sheet, XML "<worksheet><sheetData>%s</sheetData></worksheet>",
                   rows);
    const book_part parts[] = {book_root,   book_workbook, book_relations,
                               book_styles, book_strings,  {"xl/worksheets/sheet1.xml", sheet}};
    book_expect(parts, sizeof parts / sizeof *parts, expected);
}

/* An ODS whose <office:spreadsheet> holds `tables`, after the automatic styles `styles`. */
static void book_expect_ods(const char *styles, const char *tables, const char *expected) {
    static char content[8192];
    assert_true(strlen(styles) + strlen(tables) + 200 < sizeof content);
    (void)snprintf(content, sizeof content,
                   XML "<office:document-content><office:automatic-styles>%s"
                       "</office:automatic-styles><office:body><office:spreadsheet>%s"
                       "</office:spreadsheet></office:body></office:document-content>",
                   styles, tables);
    const book_part parts[] = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                               {"content.xml", content}};
    book_expect(parts, 2, expected);
}

#endif
