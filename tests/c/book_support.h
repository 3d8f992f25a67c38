/* book_support.h: workbooks made of literal parts, and their rows as text. */
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

#include "base/buffer.h"
#include "program/book.h"

typedef struct book_part {
    const char *name, *text;
} book_part;

/* --- a zip archive whose parts are stored as they are --- */

static uint32_t book_crc(const char *data, size_t size) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < size; i++) {
        crc ^= (unsigned char)data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
    }
    return ~crc;
}

static void book_put(hm_buffer *out, uint32_t number, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
        hm_buffer_add_char(out, (char)(number >> 8 * i & 0xFF));
}

/* What a local header and an entry of the directory share. */
static void book_put_entry(hm_buffer *out, const book_part *part) {
    const uint32_t size = (uint32_t)strlen(part->text);
    book_put(out, 20, 2);         /* version */
    book_put(out, 0, 2);          /* flags */
    book_put(out, 0, 2);          /* stored */
    book_put(out, 0x58210000, 4); /* 2024-01-01 */
    book_put(out, book_crc(part->text, size), 4);
    book_put(out, size, 4);
    book_put(out, size, 4);
    book_put(out, (uint32_t)strlen(part->name), 2);
    book_put(out, 0, 2); /* extra */
}

static void book_zip(hm_buffer *out, const book_part *parts, size_t count) {
    uint32_t offsets[32];
    assert_true(count <= 32);
    hm_buffer_open(out, hm_allocator_default());
    for (size_t i = 0; i < count; i++) {
        offsets[i] = (uint32_t)out->size;
        hm_buffer_add(out, "PK\x03\x04", 4);
        book_put_entry(out, &parts[i]);
        hm_buffer_add_text(out, parts[i].name);
        hm_buffer_add_text(out, parts[i].text);
    }
    const size_t directory = out->size;
    for (size_t i = 0; i < count; i++) {
        hm_buffer_add(out, "PK\x01\x02\x14\x00", 6);
        book_put_entry(out, &parts[i]);
        book_put(out, 0, 2); /* comment */
        book_put(out, 0, 2); /* disk */
        book_put(out, 0, 2);
        book_put(out, 0, 4);
        book_put(out, offsets[i], 4);
        hm_buffer_add_text(out, parts[i].name);
    }
    const size_t end = out->size;
    hm_buffer_add(out, "PK\x05\x06\0\0\0\0", 8);
    book_put(out, (uint32_t)count, 2);
    book_put(out, (uint32_t)count, 2);
    book_put(out, (uint32_t)(end - directory), 4);
    book_put(out, (uint32_t)directory, 4);
    book_put(out, 0, 2);
    assert_false(out->failed);
}

/* --- rows as text: "2: A=city C=5", rows parted by "; " --- */

static void book_show_column(hm_buffer *out, uint32_t column) {
    char letters[4];
    size_t count = 0;
    for (; column > 0; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    while (count > 0)
        hm_buffer_add_char(out, letters[--count]);
}

/* By hm_book_fault: none, an error, no result, a percentage. */
static const char book_faults[] = "=!~%";

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

/* --- the parts that every XLSX has --- */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define RELATIONS                                                                                  \
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const book_part book_root = {
    "_rels/.rels", RELATIONS "<Relationship Id=\"r1\" Type=\"" OFFICE
                             "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"};
static const book_part book_relations = {
    "xl/_rels/workbook.xml.rels", RELATIONS
    "<Relationship Id=\"s\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"t\" Type=\"" OFFICE "sharedStrings\" Target=\"sharedStrings.xml\"/>"
    "<Relationship Id=\"one\" Type=\"" OFFICE
    "worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"};
static const book_part book_workbook = {
    "xl/workbook.xml", XML "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"one\" "
                           "xmlns:r=\"" OFFICE "\"/></sheets></workbook>"};
/* styles: 0 general, 1 per cent, 2 date, 3 date and time, 4 month, 5 [h]:mm, 6 own per cent, 7 own
 * date, 8 a number with letters in quotes, 9 own year */
static const book_part book_styles = {
    "xl/styles.xml",
    XML "<styleSheet><numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"0.0\\ %\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"[$-407]dd/mm/yyyy;@\"/>"
        "<numFmt numFmtId=\"166\" formatCode=\"0 &quot;days&quot;\"/>"
        "<numFmt numFmtId=\"167\" formatCode=\"yyyy\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"9\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"17\"/>"
        "<xf numFmtId=\"46\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
        "<xf numFmtId=\"167\"/></cellXfs></styleSheet>"};
static const book_part book_strings = {
    "xl/sharedStrings.xml",
    XML "<sst><si><t>city</t></si><si><r><t>Aa</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">"
        "chen </t></r></si><si><t>\xE6\x9D\xB1\xE4\xBA\xAC</t><rPh sb=\"0\" eb=\"2\"><t>TOUKYOU</t>"
        "</rPh><phoneticPr fontId=\"1\"/></si><si><t/></si><si><t>a_x000A_b_x005F_c_x12_</t></si>"
        "</sst>"};

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
