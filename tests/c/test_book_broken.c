/* test_book_broken.c: workbooks that are broken, of other kinds, or made to do harm: each is told
 * of in a message, and none ends the program. */
#include "book_support.h"

static void expect_message(const char *data, size_t size, const char *expected) {
    hm_buffer shown;
    book_show(&shown, data, size);
    assert_string_equal(shown.data ? shown.data : "", expected);
    hm_buffer_close(&shown);
}

/* What follows are words of libzip, which differ from version to version. */
static void expect_beginning(const char *data, size_t size, const char *expected) {
    hm_buffer shown;
    book_show(&shown, data, size);
    assert_non_null(shown.data);
    assert_memory_equal(shown.data, expected, strlen(expected));
    assert_true(shown.size > strlen(expected));
    hm_buffer_close(&shown);
}

/* An XLSX whose sheet is `sheet`. */
static void make_book(hm_buffer *archive, const char *sheet) {
    const book_part parts[] = {book_root,   book_workbook, book_relations,
                               book_styles, book_strings,  {"xl/worksheets/sheet1.xml", sheet}};
    book_zip(archive, parts, sizeof parts / sizeof *parts);
}

static void book_refuses_other_files(void **state) {
    (void)state;
    static const char xls[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0k\0b\0o\0o\0k";
    static const char locked[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
                                 "E\0n\0cE\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    expect_message(xls, sizeof xls,
                   "found an old workbook (.xls), expected .xlsx or .ods: save it as one of these");
    expect_message(locked, sizeof locked,
                   "found a workbook that is protected with a password: save it without one");
    expect_beginning("PK\x03\x04", 4, "the workbook is a broken zip archive: ");
    const book_part text[] = {{"a.txt", "a"}};
    book_expect(text, 1, "found an archive that is no workbook, expected .xlsx or .ods");
    const book_part binary[] = {{"_rels/.rels", RELATIONS
                                 "<Relationship Id='a' Type='" OFFICE
                                 "officeDocument' Target='xl/workbook.bin'/></Relationships>"},
                                {"xl/workbook.bin", "?"}};
    book_expect(binary, 2,
                "found a binary workbook (.xlsb), expected .xlsx or .ods: save it as one of these");
    const book_part encrypted[] = {{"META-INF/manifest.xml",
                                    "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/>"
                                    "</m:file-entry></m:manifest>"},
                                   {"content.xml", "\x01\x02"}};
    book_expect(encrypted, 2,
                "found a workbook that is protected with a password: save it without one");
}

static void book_tells_of_parts_that_are_missing(void **state) {
    (void)state;
    static const struct {
        size_t without;
        const char *expected;
    } cases[] = {
        {0, "found an archive that is no workbook, expected .xlsx or .ods"},
        {1, "the workbook is broken: it has no part xl/workbook.xml"},
        {2, "the workbook's part xl/workbook.xml is broken: it does not say where sheet S stands"},
        {3, "the workbook is broken: it has no part xl/styles.xml"},
        {4, "the workbook is broken: it has no part xl/sharedStrings.xml"},
        {5, "S| the workbook is broken: it has no part xl/worksheets/sheet1.xml"},
    };
    const book_part all[] = {book_root,      book_workbook,
                             book_relations, book_styles,
                             book_strings,   {"xl/worksheets/sheet1.xml", "<worksheet/>"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        book_part parts[6];
        size_t count = 0;
        for (size_t part = 0; part < 6; part++)
            if (part != cases[i].without)
                parts[count++] = all[part];
        book_expect(parts, count, cases[i].expected);
    }
}

#define IN_SHEET "S| the workbook's part xl/worksheets/sheet1.xml is broken"

static void book_tells_of_broken_rows(void **state) {
    (void)state;
    static const struct {
        const char *rows, *expected;
    } cases[] = {
        {"<row r='0'/>", ": found row 0, expected 1 to 1048576"},
        {"<row r='1048577'/>", ": found row 1048577, expected 1 to 1048576"},
        {"<row r='-1'/>", ": found row -1, expected 1 to 1048576"},
        {"<row r='x'/>", ": found row x, expected 1 to 1048576"},
        {"<row r='99999999999999999999'/>",
         ": found row 99999999999999999999, expected 1 to 1048576"},
        {"<row r='1048576'/><row/>", ": found row 1048577, expected 1 to 1048576"},
        {"<row r='7'/><row r='2'/>", ": row 2 does not stand behind those above it"},
        {"<row r='2'/><row r='2'/>", ": row 2 does not stand behind those above it"},
        {"<row r='1'><c r='A'/></row>", ": found cell A where it cannot be"},
        {"<row r='1'><c r='1'/></row>", ": found cell 1 where it cannot be"},
        {"<row r='1'><c r=''/></row>", ": found cell  where it cannot be"},
        {"<row r='1'><c r='a1'/></row>", ": found cell a1 where it cannot be"},
        {"<row r='1'><c r='A2'/></row>", ": found cell A2 where it cannot be"},
        {"<row r='1'><c r='A1:B2'/></row>", ": found cell A1:B2 where it cannot be"},
        {"<row r='1'><c r='XFE1'/></row>", ": found cell XFE1 where it cannot be"},
        {"<row r='1'><c r='AAAAAAAAAAAAA1'/></row>",
         ": found cell AAAAAAAAAAAAA1 where it cannot be"},
        {"<row r='1'><c r='A99999999999'/></row>", ": found cell A99999999999 where it cannot be"},
        {"<row r='1'><c r='XFD1'/><c/></row>", ": found a row of more than 16384 cells"},
        {"<row r='1'><c r='B1'><v>1</v></c><c r='B1'><v>2</v></c></row>",
         ": row 1 has a cell twice"},
        {"<c r='A1'><v>1</v></c>", ": found a cell outside of a row"},
        {"<row r='1'><c t='s'><v>5</v></c></row>", ": found text number 5, which there is not"},
        {"<row r='1'><c t='s'><v>-1</v></c></row>", ": found text number -1, which there is not"},
        {"<row r='1'><c t='s'><v>x</v></c></row>", ": found text number x, which there is not"},
        {"<row r='1'><c t='s'><v>1x</v></c></row>", ": found text number 1x, which there is not"},
        {"<row r='1'><c t='b'><v>2</v></c></row>", ": found 2 where a cell is true or false"},
        {"<row r='1'>", ": mismatched tag"},
        {"<row r='1' r='1'/>", ": duplicate attribute"},
        {"<row r='&nbsp;'/>", ": undefined entity"},
        {"<row>\xFF</row>", ": not well-formed (invalid token)"},
        {"<row></row></sheetData></worksheet><worksheet><sheetData>",
         ": junk after document element"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[256];
        (void)snprintf(expected, sizeof expected, IN_SHEET "%s", cases[i].expected);
        book_expect_rows(cases[i].rows, expected);
    }
}

/* Rows in front of what is wrong were given; what becomes of them is for the reader to say. */
static void book_tells_of_a_file_that_breaks_off(void **state) {
    (void)state;
    hm_buffer archive;
    make_book(&archive, "<worksheet><sheetData><row><c><v>1</v></c></row>");
    expect_message(
        archive.data, archive.size,
        "S| 1: A=1; the workbook's part xl/worksheets/sheet1.xml is broken: no element found");
    hm_buffer_close(&archive);
    make_book(&archive, "");
    expect_message(archive.data, archive.size, IN_SHEET ": no element found");
    hm_buffer_close(&archive);
    make_book(&archive, "<?xml version='1.0' encoding='x-unknown'?><worksheet/>");
    expect_message(archive.data, archive.size, IN_SHEET ": unknown encoding");
    hm_buffer_close(&archive);
}

/* --- what is made to do harm --- */

#define LAUGHS                                                                                     \
    "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "         \
    "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>"

static void book_takes_no_entities(void **state) {
    (void)state;
    hm_buffer archive;
    make_book(&archive, LAUGHS "<worksheet><sheetData><row><c t='inlineStr'><is><t>&c;</t></is></c>"
                               "</row></sheetData></worksheet>");
    expect_message(archive.data, archive.size,
                   IN_SHEET ": it declares the document type w, as no workbook does");
    hm_buffer_close(&archive);
    make_book(&archive, "<!DOCTYPE w SYSTEM 'file:///etc/passwd'><worksheet/>");
    expect_message(archive.data, archive.size,
                   IN_SHEET ": it declares the document type w, as no workbook does");
    hm_buffer_close(&archive);
    const book_part ods[] = {{"content.xml", LAUGHS "<a>&c;</a>"}};
    book_expect(ods, 1,
                "the workbook's part content.xml is broken: it declares the document type w, as no "
                "workbook does");
}

static void book_bounds_depth(void **state) {
    (void)state;
    hm_buffer sheet, archive;
    hm_buffer_open(&sheet, hm_allocator_default());
    for (int i = 0; i < 100000; i++)
        hm_buffer_add_text(&sheet, "<a>");
    make_book(&archive, sheet.data);
    expect_message(archive.data, archive.size,
                   IN_SHEET ": its elements stand too deep within each other");
    hm_buffer_close(&archive);
    hm_buffer_close(&sheet);
}

/* --- a few bytes that stand for many: DEFLATE (RFC 1951) with the codes that it fixes --- */

typedef struct bits {
    hm_buffer *out;
    unsigned byte, count;
} bits;

static void put_bit(bits *to, unsigned bit) {
    to->byte |= bit << to->count;
    if (++to->count == 8) {
        hm_buffer_add_char(to->out, (char)to->byte);
        to->byte = to->count = 0;
    }
}

/* Codes begin with their highest bit. */
static void put_code(bits *to, unsigned code, unsigned size) {
    while (size-- > 0)
        put_bit(to, code >> size & 1);
}

/* `head`, a space and `runs` times 258 more, `tail`. */
static void deflate(hm_buffer *out, const char *head, size_t runs, const char *tail) {
    bits to = {.out = out};
    hm_buffer_open(out, hm_allocator_default());
    put_code(&to, 6, 3); /* the last block, with fixed codes */
    for (; *head; head++)
        put_code(&to, 0x30 + (unsigned char)*head, 8);
    put_code(&to, 0x30 + ' ', 8);
    for (; runs > 0; runs--)
        put_code(&to, 0xC5 << 5, 13); /* a run of 258, one byte back */
    for (; *tail; tail++)
        put_code(&to, 0x30 + (unsigned char)*tail, 8);
    put_code(&to, 0, 7 + 7); /* the end, and as many bits as fill a byte */
}

/* What that stands for. */
static void inflate(hm_buffer *out, const char *head, size_t runs, const char *tail) {
    hm_buffer_open(out, hm_allocator_default());
    hm_buffer_add_text(out, head);
    char *spaces = hm_buffer_reserve(out, 1 + runs * 258);
    assert_non_null(spaces);
    memset(spaces, ' ', 1 + runs * 258);
    out->size += 1 + runs * 258;
    hm_buffer_add_text(out, tail);
}

/* Ten sheets that are the same part, of eight mebibytes in fifty kilobytes. */
static void book_bounds_what_an_archive_holds(void **state) {
    (void)state;
    static const char head[] = "<worksheet><sheetData>", tail[] = "</sheetData></worksheet>";
    enum { RUNS = 33000, SHEETS = 10 };
    hm_buffer packed, whole, workbook, archive, shown;
    deflate(&packed, head, RUNS, tail);
    inflate(&whole, head, RUNS, tail);
    hm_buffer_open(&workbook, hm_allocator_default());
    hm_buffer_add_text(&workbook, "<workbook><sheets>");
    for (int i = 0; i < SHEETS; i++)
        hm_buffer_format(&workbook, "<sheet name='S%d' r:id='one' xmlns:r='" OFFICE "'/>", i);
    hm_buffer_add_text(&workbook, "</sheets></workbook>");
    const book_packed parts[] = {
        book_stored(book_root.name, book_root.text, strlen(book_root.text)),
        book_stored("xl/workbook.xml", workbook.data, workbook.size),
        book_stored(book_relations.name, book_relations.text, strlen(book_relations.text)),
        book_stored(book_styles.name, book_styles.text, strlen(book_styles.text)),
        book_stored(book_strings.name, book_strings.text, strlen(book_strings.text)),
        {"xl/worksheets/sheet1.xml", packed.data, (uint32_t)packed.size, 8, (uint32_t)whole.size,
         book_crc(whole.data, whole.size)}};
    book_zip_packed(&archive, parts, sizeof parts / sizeof *parts);
    assert_true(archive.size < 64000);
    book_show(&shown, archive.data, archive.size);
    assert_non_null(strstr(shown.data, "S0| \nS1| \n")); /* so much is fine */
    assert_non_null(strstr(shown.data, "S9| the workbook holds more than 400 times as much as its "
                                       "size: it looks made to do harm, and is not read"));
    hm_buffer_close(&packed);
    hm_buffer_close(&whole);
    hm_buffer_close(&workbook);
    hm_buffer_close(&archive);
    hm_buffer_close(&shown);
}

static void book_bounds_what_ods_repeats(void **state) {
    (void)state;
    static const struct {
        const char *rows, *expected;
    } cases[] = {
        {"<r:table-row n:number-rows-repeated='1048576'><r:table-cell "
         "n:number-columns-repeated='16384' o:value-type='float' o:value='1'/></r:table-row>",
         "it repeats more than 4194304 cells"},
        {"<r:table-row><r:table-cell n:number-columns-repeated='16385' o:value-type='float' "
         "o:value='1'/></r:table-row>",
         "it has figures beyond column 16384"},
        {"<r:table-row><r:table-cell n:number-columns-repeated='99999999999999999999'/>"
         "<r:table-cell o:value-type='float' o:value='1'/></r:table-row>",
         "it has figures beyond column 16384"},
        {"<r:table-row n:number-rows-repeated='1048577'><r:table-cell o:value-type='float' "
         "o:value='1'/></r:table-row>",
         "it has figures beyond row 1048576"},
        {"<r:table-row n:number-rows-repeated='1048576'/><r:table-row><r:table-cell "
         "o:value-type='float' o:value='1'/></r:table-row>",
         "it has figures beyond row 1048576"},
        {"<r:table-row><r:table-cell", NULL},
    };
    for (size_t i = 0; cases[i].expected; i++) {
        char tables[512], expected[256];
        (void)snprintf(tables, sizeof tables, "<r:table n:name='S'>%s</r:table>", cases[i].rows);
        (void)snprintf(expected, sizeof expected,
                       "S| the workbook's part content.xml is broken: %s", cases[i].expected);
        book_expect_ods("", tables, expected);
    }
    /* a million empty rows, and what is odd about repeating, cost nothing and are fine */
    book_expect_ods(
        "",
        "<r:table n:name='S'><r:table-row n:number-rows-repeated='x'><r:table-cell "
        "n:number-columns-repeated='-0' o:value-type='float' o:value='1'/></r:table-row>"
        "<r:table-row n:number-rows-repeated='999999999'><r:table-cell "
        "n:number-columns-repeated='999999999'/></r:table-row></r:table>",
        "S| 1: A=1");
}

/* Whatever byte is lost or another one: rows or a message. */
static void book_survives_any_damage(void **state) {
    (void)state;
    hm_buffer archive, shown;
    make_book(&archive, "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1' "
                        "s='2'><v>45838</v></c></row></sheetData></worksheet>");
    char *copy = malloc(archive.size);
    assert_non_null(copy);
    for (size_t size = 0; size < archive.size; size++) {
        char *part = malloc(size + (size == 0));
        assert_non_null(part);
        memcpy(part, archive.data, size);
        book_show(&shown, part, size);
        assert_true(shown.size > 0);
        hm_buffer_close(&shown);
        free(part);
    }
    for (size_t i = 0; i < archive.size; i++) {
        memcpy(copy, archive.data, archive.size);
        copy[i] = (char)(copy[i] ^ 0x41);
        book_show(&shown, copy, archive.size);
        hm_buffer_close(&shown);
    }
    free(copy);
    hm_buffer_close(&archive);
}

/* --- when memory runs out --- */

typedef struct scarce {
    size_t left, in_use;
} scarce;

static void *scarce_resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    scarce *memory = context;
    if (new_size > 0 && memory->left-- == 0) {
        memory->left = 0;
        return NULL;
    }
    void *const result = new_size == 0 ? (free(pointer), NULL) : realloc(pointer, new_size);
    if (new_size == 0 || result)
        memory->in_use += new_size - old_size;
    return result;
}

static hm_code read_all(const hm_buffer *archive, const hm_allocator *allocator) {
    hm_book *book;
    hm_book_row row = {0};
    bool hidden;
    hm_code code = hm_book_open(&book, "b", archive->data, archive->size, allocator, NULL);
    for (size_t i = 0; code == HM_OK && i < hm_book_sheet_count(book); i++) {
        code = hm_book_begin(book, i, NULL);
        while (code == HM_OK && (code = hm_book_next(book, &row, &hidden, NULL)) == HM_OK &&
               row.row)
            ;
    }
    hm_book_close(book);
    return code;
}

static void expect_memory_errors(const hm_buffer *archive) {
    size_t allowed = 0;
    for (hm_code code = HM_ERROR_MEMORY; code != HM_OK; allowed++) {
        scarce memory = {allowed, 0};
        const hm_allocator allocator = {.resize = scarce_resize, .context = &memory};
        code = read_all(archive, &allocator);
        assert_true(code == HM_OK || code == HM_ERROR_MEMORY);
        assert_int_equal(memory.in_use, 0);
    }
    assert_true(allowed > 5);
}

static void book_survives_want_of_memory(void **state) {
    (void)state;
    hm_buffer archive;
    make_book(&archive,
              "<worksheet><cols><col min='2' max='2' hidden='1'/></cols><sheetData>"
              "<row r='1'><c r='A1' t='s'><v>1</v></c><c><f>1+1</f></c><c t='inlineStr'>"
              "<is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/>"
              "<mergeCell ref='C1:E1'/></mergeCells></worksheet>");
    expect_memory_errors(&archive);
    hm_buffer_close(&archive);
    const book_part ods[] = {
        {"content.xml",
         "<d><s:style s:name='a' s:family='table'><t:table-properties t:display='false'/></s:style>"
         "<n:date-style s:name='N'><n:year/></n:date-style><s:style s:name='c' "
         "s:family='table-cell' s:data-style-name='N'/><t:table t:name='S' t:style-name='a'>"
         "<t:table-column t:default-cell-style-name='c'/><t:table-row><t:table-cell "
         "t:number-columns-spanned='2' o:value-type='string'><x:p>x</x:p></t:table-cell>"
         "<t:covered-table-cell/><t:table-cell o:value-type='date' o:date-value='2025-01-01'/>"
         "</t:table-row></t:table></d>"},
        {"styles.xml", "<d><n:date-style s:name='M'><n:month/></n:date-style></d>"}};
    book_zip(&archive, ods, 2);
    expect_memory_errors(&archive);
    hm_buffer_close(&archive);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book_refuses_other_files),
        cmocka_unit_test(book_tells_of_parts_that_are_missing),
        cmocka_unit_test(book_tells_of_broken_rows),
        cmocka_unit_test(book_tells_of_a_file_that_breaks_off),
        cmocka_unit_test(book_takes_no_entities),
        cmocka_unit_test(book_bounds_depth),
        cmocka_unit_test(book_bounds_what_ods_repeats),
        cmocka_unit_test(book_bounds_what_an_archive_holds),
        cmocka_unit_test(book_survives_any_damage),
        cmocka_unit_test(book_survives_want_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
