/* book_parts.h: workbooks made of literal parts: a zip archive, and the parts that every XLSX has.
 */
#ifndef HM_TEST_BOOK_PARTS_H
#define HM_TEST_BOOK_PARTS_H

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

typedef struct book_part {
    const char *name, *text;
} book_part;

/* --- a zip archive --- */

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

/* A part as it stands in an archive. */
typedef struct book_packed {
    const char *name, *data;
    uint32_t size;
    uint32_t method, whole, crc; /* 0: stored, 8: deflated; of what it holds: its size and CRC */
} book_packed;

static book_packed book_stored(const char *name, const char *data, size_t size) {
    return (book_packed){name, data, (uint32_t)size, 0, (uint32_t)size, book_crc(data, size)};
}

/* What a local header and an entry of the directory share. */
static void book_put_entry(hm_buffer *out, const book_packed *part) {
    book_put(out, 20, 2); /* version */
    book_put(out, 0, 2);  /* flags */
    book_put(out, part->method, 2);
    book_put(out, 0x58210000, 4); /* 2024-01-01 */
    book_put(out, part->crc, 4);
    book_put(out, part->size, 4);
    book_put(out, part->whole, 4);
    book_put(out, (uint32_t)strlen(part->name), 2);
    book_put(out, 0, 2); /* extra */
}

/* Of at most 32 parts; to be closed. */
static void book_zip_packed(hm_buffer *out, const book_packed *parts, size_t count) {
    uint32_t offsets[32];
    hm_buffer_open(out, hm_allocator_default());
    for (size_t i = 0; i < count; i++) {
        offsets[i] = (uint32_t)out->size;
        hm_buffer_add(out, "PK\x03\x04", 4);
        book_put_entry(out, &parts[i]);
        hm_buffer_add_text(out, parts[i].name);
        hm_buffer_add(out, parts[i].data, parts[i].size);
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
}

/* All parts stored as they are; likewise. */
static void book_zip(hm_buffer *out, const book_part *parts, size_t count) {
    book_packed packed[32];
    for (size_t i = 0; i < count; i++)
        packed[i] = book_stored(parts[i].name, parts[i].text, strlen(parts[i].text));
    book_zip_packed(out, packed, count);
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

#endif
